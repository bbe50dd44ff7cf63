"""Accepted items in the case: only new lines, nothing twice, all or none."""

from __future__ import annotations

import difflib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.review.found import CASE, EXTRACTIONS, MEETING, NEW, OFFER, OLD, R1, R3, report, statement

from detente.case.reading import CaseFile, parse_case, read_case
from detente.evidence.items import Extraction
from detente.evidence.review.acceptance import acceptance, write_acceptance
from detente.evidence.review.decisions import Decision, standings
from detente.evidence.review.proposed import Proposed, proposed_items
from detente.foundation.errors import CaseError, WorkspaceError


@pytest.fixture
def read(tmp_path: Path) -> CaseFile:
    shutil.copytree(CASE, tmp_path / "case")
    return read_case(tmp_path / "case")


def accepted(items: tuple[Proposed, ...], **edits: dict[str, Any]) -> dict[str, Any]:
    words = [
        Decision(
            item.key,
            item.kind,
            "edited" if item.item.id in edits else "accepted",
            "ann",
            edited=edits.get(item.item.id, {}),
        )
        for item in items
    ]
    return standings(words)


def lines(before: str, after: str, sign: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line[2:] for line in found if line.startswith(sign)]


def test_only_new_lines_and_every_item_once(read: CaseFile) -> None:
    items = proposed_items(EXTRACTIONS)
    found = acceptance(read, items, accepted(items), [report()])
    after = write_acceptance(read, found)
    assert lines(read.text, after.text, "-") == []
    assert read_case(read.path).case == after.case
    said = after.case.statements[-2]
    assert (said.id, said.report, said.source, said.act, said.by) == ("s48", "r3", "zelenskyy", "offer", "ann")
    assert R3[said.span[0] : said.span[1]] == said.quote
    offer = after.case.offers[-1]
    assert (offer.id, offer.by, str(offer.gives), offer.because) == ("o2", "ukraine", "alliance = dropped", ("s48",))
    assert after.case.reports[-1].outlet == "The Harbour Times"
    assert (read.path.parent / "reports" / "r3.txt").read_text(encoding="utf-8") == R3
    assert after.case.proposals[-1].id == "lesser-text"
    assert [(slot, value.value) for slot, s in after.case.events[-1].slots.items() for value in s.values] == [
        ("place", "Berlin"), ("duration", "five hours"), ("when", "at the weekend"),
    ]  # fmt: skip
    assert [(refused.key.split(":")[0], refused.why) for refused in found.refused] == [
        ("statement", "it stands in the case already, as s2")
    ]
    again = acceptance(after, items, accepted(items, **{"r1-e1": {"into": "meeting"}}), [report()])
    assert again.changes == ()
    assert len(again.refused) == 5


def test_the_plan_is_shown_before_anything_is_written(read: CaseFile) -> None:
    items = proposed_items(EXTRACTIONS)
    found = acceptance(read, items, accepted(items), [report()])
    shown = found.in_words()
    assert shown[0] == "the text reports/r3.txt is put beside the case"
    assert any(line.startswith("offers gains {id: o2, by: ukraine") for line in shown)
    assert read_case(read.path).text == read.text
    assert not (read.path.parent / "reports" / "r3.txt").exists()


def test_nothing_enters_without_a_yes(read: CaseFile) -> None:
    items = proposed_items(EXTRACTIONS)
    words = [Decision(item.key, item.kind, "rejected", "ann") for item in items[:2]]
    words += [Decision(items[2].key, "offer", "accepted", "ann"), Decision(items[2].key, "offer", "rejected", "bob")]
    found = acceptance(read, items, standings(words), [report()])
    assert (found.changes, found.texts, found.refused) == ((), {}, ())


def test_edits_are_what_enters(read: CaseFile) -> None:
    items = proposed_items([Extraction("r3", statements=(NEW,))])
    edits = {"act": "demand", "about": "guarantee = article5-style", "if": None, "gist": "It asks: more", "to": ["usa"]}
    after = write_acceptance(read, acceptance(read, items, accepted(items, **{"r3-s1": edits}), [report()]))
    said = after.case.statements[-1]
    assert (said.act, str(said.about), said.if_, said.to) == ("demand", "guarantee = article5-style", None, ("usa",))


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ({"about": "alliance = droped"}, "has no option 'droped'"),
        ({"about": "alliance ="}, "cannot be read"),
        ({"to": ["nobody"]}, "no party"),
        ({"proposal": "none-such"}, "no proposal"),
    ],
)
def test_what_does_not_fit_the_case_stays_out_with_a_reason(read: CaseFile, edits: dict[str, Any], why: str) -> None:
    items = proposed_items([Extraction("r3", statements=(NEW,))])
    found = acceptance(read, items, accepted(items, **{"r3-s1": edits}), [report()])
    assert found.changes == ()
    assert why in found.refused[0].why


def test_words_that_do_not_stand_in_the_report_stay_out(read: CaseFile) -> None:
    moved = replace(OLD, passage=replace(OLD.passage, start=OLD.passage.start + 1, end=OLD.passage.end + 1))
    items = proposed_items([Extraction("r1", statements=(moved,)), Extraction("r9", statements=(NEW,))])
    found = acceptance(read, items, accepted(items), [])
    assert ["do not stand" in refused.why or "neither" in refused.why for refused in found.refused] == [True, True]


def test_an_offer_that_is_not_mapped_becomes_a_statement(read: CaseFile) -> None:
    items = proposed_items([Extraction("r3", offers=(replace(OFFER, about=None, if_=None),))])
    after = write_acceptance(read, acceptance(read, items, accepted(items), [report()]))
    assert len(after.case.offers) == len(read.case.offers)
    assert after.case.statements[-1].act == "offer"


def test_values_join_an_event_that_is_there(read: CaseFile) -> None:
    other = replace(MEETING, slots=(MEETING.slots[1], replace(MEETING.slots[2], slot="season")))
    items = proposed_items([Extraction("r1", events=(other,))])
    found = acceptance(read, items, accepted(items, **{"r1-e1": {"into": "talks"}}))
    after = write_acceptance(read, found)
    before, talks = read.case.events[0], after.case.events[0]
    assert talks.slots["season"].values[0].value == "at the weekend"
    assert len(talks.slots["duration"].values) == len(before.slots["duration"].values)
    assert after.case.events[1:] == read.case.events[1:]


def test_a_case_without_sections_gets_them(tmp_path: Path) -> None:
    small = (
        "detente: 1\nid: small\ntitle: Small talks\nparties:\n  - {id: ukraine, name: Ukraine, kind: state}\nissues:\n"
        "  - id: alliance\n    question: Which?\n    kind: choice\n    options: [{id: kept}, {id: dropped}]\n"
    )
    (tmp_path / "case.yaml").write_text(small, encoding="utf-8")
    read = read_case(tmp_path)
    plain = replace(NEW, if_=None, chain=(replace(NEW.chain[0], party="ukraine"),))
    items = proposed_items([Extraction("r3", statements=(plain, replace(plain, cue=None, act="demand")))])
    after = write_acceptance(read, acceptance(read, items, accepted(items), [report()]))
    assert after.text.startswith(small)
    assert [said.id for said in after.case.statements] == ["s1", "s2"]


def test_all_or_none(read: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    items = proposed_items(EXTRACTIONS)
    found = acceptance(read, items, accepted(items), [report()])
    read.path.write_text(read.text + "# changed meanwhile\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="changed meanwhile"):
        write_acceptance(read, found)
    read.path.write_text(read.text, encoding="utf-8")
    spoilt = replace(found, texts={"reports/r3.txt": "other words"})
    with pytest.raises(CaseError):
        write_acceptance(read, spoilt)
    from detente.evidence.review import acceptance as room

    real = room.write_whole

    def full(path: Path, text: str) -> None:
        if path.name == "case.yaml":
            raise OSError(28, "No space left on device")
        real(path, text)

    monkeypatch.setattr(room, "write_whole", full)
    with pytest.raises(WorkspaceError, match="nothing was changed"):
        write_acceptance(read, found)
    assert not (read.path.parent / "reports" / "r3.txt").exists()
    assert read.path.read_text(encoding="utf-8") == read.text


def test_a_copy_names_its_original_only_where_the_case_has_it(read: CaseFile) -> None:
    items = proposed_items([Extraction("r3", statements=(NEW,))])
    for original in ("r1", "r9"):
        found = acceptance(read, items, accepted(items), [report()], copies={"r3": original})
        entry = next(change.value for change in found.changes if change.path[0] == "reports")  # type: ignore[union-attr]
        assert entry.get("same-story-as") == (original if original == "r1" else None)


def test_many_at_once_are_the_same_as_one_by_one(read: CaseFile) -> None:
    from detente.case.changes import apply

    sentences = [part + "." for part in R1.replace("\n\n", " ").split(". ")[1:-1] if part + "." in R1]
    found = [statement(R1, "r1", words, id=f"r1-s{n}", act="say", about=None) for n, words in enumerate(sentences)]
    items = proposed_items([Extraction("r1", statements=tuple(found))])
    plan = acceptance(read, items, accepted(items))
    assert len(plan.changes) > 8
    after = write_acceptance(read, plan)
    assert after.text == apply(read.text, plan.changes)
    windows = parse_case(read.text.replace("\n", "\r\n"), read.texts)
    windows_path = read.path.parent / "windows.yaml"
    windows_path.write_bytes(windows.text.encode("utf-8"))
    crlf = write_acceptance(replace(windows, path=windows_path), plan)
    assert crlf.text == after.text.replace("\n", "\r\n")
