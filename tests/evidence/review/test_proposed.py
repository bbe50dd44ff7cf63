"""Items on file, and found again after the rules have run anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.review.found import EXTRACTIONS, NEW, OFFER, R3, passage

from detente.evidence.items import Extraction
from detente.evidence.review.proposed import ITEMS, load_items, merged, proposed_items, save_items
from detente.foundation.errors import WorkspaceError


def test_items_come_back_as_they_were(tmp_path: Path) -> None:
    items = proposed_items(EXTRACTIONS)
    save_items(tmp_path, items)
    assert load_items(tmp_path) == items
    assert load_items(tmp_path / "none") == ()
    assert [item.kind for item in items] == ["statement", "event", "offer", "statement", "proposal"]
    assert len({item.key for item in items}) == 5


def test_a_damaged_file_names_its_line(tmp_path: Path) -> None:
    save_items(tmp_path, proposed_items(EXTRACTIONS))
    lines = (tmp_path / ITEMS).read_text(encoding="utf-8").splitlines()
    (tmp_path / ITEMS).write_text("\n".join([lines[0], '{"key": 1}', *lines[2:]]), encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"items.jsonl:2: this item is damaged"):
        load_items(tmp_path)


def test_another_rule_and_another_end_leave_the_key_as_it_is() -> None:
    stored = proposed_items(EXTRACTIONS)
    longer = replace(NEW, passage=passage(R3, "r3", R3[19:-2]), rule="a better rule", id="r3-s9")
    anew = proposed_items([Extraction("r3", statements=(longer,), offers=(OFFER,))])
    kept = merged(stored, anew, {item.key for item in stored}, {"r3"})
    by_key = {item.key: item for item in kept}
    key = next(item.key for item in stored if item.item is NEW)
    assert by_key[key].item == longer
    assert by_key[key].changed
    lost = [item for item in kept if not item.found]
    assert [item.kind for item in lost] == ["proposal"]
    assert [item for item in kept if item.report == "r1"] == [item for item in stored if item.report == "r1"]


def test_another_cue_is_matched_by_the_passage() -> None:
    stored = proposed_items(EXTRACTIONS)
    other_cue = replace(NEW, cue=passage(R3, "r3", "would drop"))
    (item,) = (
        item
        for item in merged(stored, proposed_items([Extraction("r3", statements=(other_cue,))]), set(), {"r3"})
        if item.report == "r3"
    )
    assert item.key == next(old.key for old in stored if old.item is NEW)
    assert not item.changed


def test_a_model_and_the_rules_do_not_take_each_other_s_items_away() -> None:
    stored = proposed_items(EXTRACTIONS)
    by_model = proposed_items(
        [Extraction("r3", statements=(replace(NEW, cue=passage(R3, "r3", "gave")),))], by="model m"
    )
    both = merged(stored, by_model, set(), {"r3"})
    assert len(both) == len(stored) + 1
    assert merged(both, proposed_items(EXTRACTIONS), set(), {"r1", "r3"})[0].by == "model m"


def test_a_run_that_found_nothing_takes_away_its_own_items_only() -> None:
    stored = proposed_items(EXTRACTIONS)
    assert merged(stored, (), set(), {"r1", "r3"}, by="model m") == stored
    assert merged(stored, (), set(), {"r1", "r3"}) == stored
    assert [item.report for item in merged(stored, (), set(), {"r1"}, by="rules")] == ["r3"] * 3
