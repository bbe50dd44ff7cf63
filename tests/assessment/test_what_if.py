"""A case beside itself after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.assessment.what_if import Comparison, Side, Today, compare
from detente.case.changes import Change, Insert, Remove, Set, apply
from detente.case.reading import CaseFile, parse_case, read_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.errors import CaseError

CASE = """detente: 1
id: two
title: Two parties   # a comment stays
parties: [{id: a, name: Anna, kind: person}, {id: b, name: Ben, kind: person}]
issues:
  - {id: land, question: Whose?, kind: choice, options: [{id: ours}, {id: split}, {id: theirs}]}
status-quo: {land: ours}
preferences:
  a:
    weights: {land: 1}
    values: {land: {ours: 100, split: 40, theirs: 0}}
    walk-away: 50
    red-lines: [{never: land = theirs}]
  b: {weights: {land: 1}, values: {land: {ours: 0, split: 60, theirs: 100}}, walk-away: 50}
proposals: [{id: draft, package: {land: split}}]
"""
VIEW = """view: ours
by: the delegation
preferences:
  a: {weights: {land: 1}, values: {land: {ours: 100, split: 80, theirs: 0}}, walk-away: 70}
"""
LOWER = Set(("preferences", "a", "walk-away"), 30)


@pytest.fixture
def viewed(tmp_path: Path) -> CaseFile:
    (tmp_path / "case.yaml").write_text(CASE)
    (tmp_path / "views").mkdir()
    (tmp_path / "views/ours.yaml").write_text(VIEW)
    return read_case(tmp_path, "ours")


def answers(side: Side) -> dict[str, Any]:
    assert isinstance(side.settled, CaseSettlement)
    found = side.settled.settlement
    return {
        "zone": found.zone.acceptable.tolist(),
        "says": found.to_dict(),
        "proposals": [(item.proposal, item.completions, item.acceptable, item.nearest) for item in side.proposals],
    }


def zones(found: Comparison) -> tuple[list[int], list[int]]:
    return answers(found.today)["zone"], answers(found.after)["zone"]


CHANGES: list[Sequence[Change]] = [
    [LOWER],
    [Remove(("preferences", "a", "red-lines"))],
    [LOWER, Insert(("proposals", 1), {"id": "second", "package": {"land": "theirs"}})],
    [Set(("constraints",), [{"id": "c", "never": "land = split"}])],
    [Set(("status-quo", "land"), "split")],
]


@pytest.mark.parametrize("changes", CHANGES)
def test_after_is_the_changed_text_read_from_scratch(changes: Sequence[Change]) -> None:
    read = parse_case(CASE)
    found = compare(read, changes)
    text = apply(CASE, changes)
    assert found.text == text
    assert found.view_text is None
    assert "# a comment stays" in text
    assert found.after.settled.read.digest == parse_case(text).digest
    alone = compare(parse_case(text), [])
    assert answers(found.after) == answers(alone.today)
    assert answers(found.today) == answers(compare(read, []).today)
    assert found.after.settled.read.warnings == parse_case(text).warnings


def test_a_change_opens_the_zone_and_is_told_in_words() -> None:
    found = compare(parse_case(CASE), [LOWER])
    assert zones(found) == ([], [1])
    assert found.changes == ("Anna's walk-away becomes 30",)
    assert (found.today.proposals[0].acceptable, found.after.proposals[0].acceptable) == (0, 1)


def test_the_case_that_was_read_is_not_touched(viewed: CaseFile) -> None:
    for read in (parse_case(CASE), viewed):
        before, text = replace(read), read.text
        compare(read, [LOWER])
        assert read == before
        assert read.text == text
        assert read.case == before.case
    assert (viewed.path.parent / "case.yaml").read_text() == CASE
    assert (viewed.path.parent / "views/ours.yaml").read_text() == VIEW


def test_texts_beside_the_case_go_along() -> None:
    read = parse_case(CASE + "reports: [{id: r, outlet: o, text: r.txt}]\n", {"r.txt": "words"})
    assert compare(read, [LOWER]).after.settled.read.texts == {"r.txt": "words"}


def test_a_change_that_leads_nowhere_or_leaves_a_faulty_case_is_refused() -> None:
    for change in (Set(("preferences", "c", "walk-away"), 3), Set(("preferences", "a", "weights", "land"), -1)):
        with pytest.raises(CaseError):
            compare(parse_case(CASE), [change])


def written(folder: Path, text: str, view: str) -> CaseFile:
    (folder / "case.yaml").write_text(text)
    (folder / "views/ours.yaml").write_text(view)
    return read_case(folder, "ours")


def test_with_a_view_both_sides_have_its_preferences(viewed: CaseFile) -> None:
    change = Set(("preferences", "b", "walk-away"), 80)
    found = compare(viewed, [change])
    assert zones(found) == ([1], [])
    assert found.view_text == VIEW
    after = found.after.settled.read
    assert after.view == viewed.view
    again = written(viewed.path.parent, found.text, VIEW)
    assert again == after
    assert again.digest == after.digest
    assert answers(found.after) == answers(compare(again, []).today)


def test_a_change_to_preferences_of_the_view_is_made_in_the_view(viewed: CaseFile) -> None:
    found = compare(viewed, [Set(("preferences", "a", "walk-away"), 90)])
    assert zones(found) == ([1], [])
    assert found.text == CASE
    assert found.view_text == VIEW.replace("walk-away: 70", "walk-away: 90")
    assert found.after.settled.read == written(viewed.path.parent, CASE, found.view_text or "")


def test_a_fault_in_the_view_is_told_with_its_place_there(viewed: CaseFile) -> None:
    with pytest.raises(CaseError) as caught:
        compare(viewed, [Set(("preferences", "a", "weights", "land"), -1)])
    assert {fault.place.file for fault in caught.value.faults if fault.place} == {"views/ours.yaml"}
    with pytest.raises(CaseError):
        compare(viewed, [Set(("preferences", "a", "walk-away"), "high")])


def test_a_fault_of_preferences_that_the_view_replaces_does_not_count(viewed: CaseFile) -> None:
    text = CASE.replace("ours: 100, split: 40, theirs: 0", "ours: 100, split: 40", 1)
    read = written(viewed.path.parent, text, VIEW)
    assert zones(compare(read, [Set(("preferences", "b", "walk-away"), 80)])) == ([1], [])


def test_today_is_what_settling_the_case_gives(viewed: CaseFile) -> None:
    for read in (parse_case(CASE), viewed):
        today = compare(read, [LOWER]).today
        assert today.settled.settlement.to_dict() == settle_case(read).settlement.to_dict()


def test_one_settled_case_answers_change_after_change() -> None:
    read = parse_case(CASE)
    today = Today.of(read)
    for changes in CHANGES:
        found, alone = today.compare(changes), compare(read, changes)
        assert answers(found.after) == answers(alone.after)
        assert answers(found.today) == answers(alone.today)
        assert (found.text, found.changes) == (alone.text, alone.changes)
