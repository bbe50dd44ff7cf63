"""The self-written drafts: every planted edit is found, and none is invented, in whatever guise the texts come."""

from __future__ import annotations

import random
import textwrap

import pytest
from tests.evidence.drafts.planted import (
    FOLDERS,
    Planted,
    in_other_typography,
    planted,
    provisions,
    told_edits,
    written,
)

from detente.evidence.drafts.compare import compare_drafts
from detente.evidence.drafts.provisions import Draft, read_draft
from detente.evidence.drafts.result import DraftComparison, Step


@pytest.fixture(params=FOLDERS)
def told(request: pytest.FixtureRequest) -> Planted:
    return planted(request.param)


def compared(told: Planted) -> DraftComparison:
    return compare_drafts(told.texts)


def steps(told: Planted) -> list[tuple[dict[str, str], Draft, Draft]]:
    drafts = {name: read_draft(text, name) for name, text in told.texts.items()}
    return [(step, drafts[step["before"]], drafts[step["after"]]) for step in told.expected["steps"]]


def quotations_stand(step: Step, before: Draft, after: Draft) -> None:
    for row in step.rows:
        for side, draft in ((row.before, before), (row.after, after)):
            assert all(draft.text[item.start : item.end] == item.quote for item in side)
        for item in row.differences:
            for passage, draft in ((item.before, before), (item.after, after)):
                assert passage is None or draft.text[passage.start : passage.end] == passage.quote


def test_there_are_at_least_three_sets() -> None:
    assert len(FOLDERS) >= 3


def test_every_planted_edit_is_found_and_none_is_invented(told: Planted) -> None:
    found = compared(told)
    for (step, before, after), made in zip(steps(told), found.steps, strict=True):
        assert 15 <= before.count <= 30
        assert 15 <= after.count <= 30
        assert told_edits(made, before, after) == told.edits(step)
        quotations_stand(made, before, after)


def test_the_wrong_way_round_what_was_new_is_dropped(told: Planted) -> None:
    for step, before, after in steps(told):
        forth = compare_drafts([before, after]).steps[0]
        back = compare_drafts([after, before]).steps[0]
        opposite = {"new": "dropped", "dropped": "new", "split": "merged", "merged": "split"}
        assert len(told.edits(step)) > 8
        assert {
            (opposite.get(row.status, row.status), row.before, row.after) for row in forth.rows if row.move is None
        } == {(row.status, row.after, row.before) for row in back.rows if row.move is None}


@pytest.mark.parametrize("side", ["before", "after"])
def test_other_punctuation_changes_nothing(told: Planted, side: str) -> None:
    for step, before, after in steps(told):
        if side == "before":
            before = read_draft(in_other_typography(before.text), "a")
        else:
            after = read_draft(in_other_typography(after.text), "b")
        made = compare_drafts([before, after]).steps[0]
        assert statuses(told_edits(made, before, after)) == statuses(told.edits(step))
        quotations_stand(made, before, after)
        same = read_draft(in_other_typography(before.text), "other")
        assert {row.status for row in compare_drafts([before, same]).rows} == {"kept"}


def statuses(edits: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Edits with the kinds and turns of their differences, without the words, which another typography writes anew."""
    return {
        (status, before, after, moved, tuple(sorted((kind, turn) for kind, _, _, turn in differences)))  # type: ignore[union-attr,attr-defined]
        for status, before, after, moved, differences in edits
    }


@pytest.mark.parametrize("width", [40, 60, 100_000])
def test_other_wrapping_changes_nothing(told: Planted, width: int) -> None:
    for step, before, after in steps(told):
        text = "\n\n".join(rewrapped(line, width) for line in paragraphs(after.text))
        wrapped = read_draft(text, "b")
        assert [" ".join(item.quote.split()) for item in provisions(wrapped)] == [
            " ".join(item.quote.split()) for item in provisions(after)
        ]
        made = compare_drafts([before, wrapped]).steps[0]
        assert told_edits(made, before, wrapped) == told.edits(step)


def paragraphs(text: str) -> list[str]:
    """Each paragraph, point and heading on one line."""
    found: list[str] = []
    for line in text.split("\n"):
        if line.startswith("   ") and found:
            found[-1] += " " + line.strip()
        elif line.strip():
            found.append(line)
    return found


def rewrapped(line: str, width: int) -> str:
    kept = line.startswith("#") or line.isupper()
    return line if kept else textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize("style", ["article", "point", "bracket", "dot"])
def test_other_numbering_is_no_change(told: Planted, style: str) -> None:
    for _, before, after in steps(told):
        for draft in (before, after):
            items = [item for item in provisions(draft) if item.kind != "heading"]
            other = read_draft(written(items, range(len(items)), style), "other")
            rows = [row for row in compare_drafts([draft, other]).rows if not row.heading]
            assert [(row.status, row.differences) for row in rows] == [("kept", ())] * len(items)
            assert style != "article" or all(row.renumbered for row in rows)


@pytest.mark.parametrize("seed", range(5))
def test_another_order_is_only_moves(told: Planted, seed: int) -> None:
    draw = random.Random(seed)
    for _, before, _ in steps(told):
        items = [item for item in provisions(before) if item.kind != "heading"]
        order = list(range(len(items)))
        draw.shuffle(order)
        source, target = (
            read_draft(written(items, range(len(items)), "dot"), "a"),
            read_draft(written(items, order, "article"), "b"),
        )
        rows = compare_drafts([source, target]).rows
        assert {row.status for row in rows} <= {"kept", "moved"}
        assert [int(row.before[0].id[1:]) - 1 for row in rows] == order
        assert sum(row.status == "kept" for row in rows) == longest_increasing(order)


def longest_increasing(order: list[int]) -> int:
    best = [1] * len(order)
    for at, value in enumerate(order):
        best[at] = 1 + max((best[i] for i in range(at) if order[i] < value), default=0)
    return max(best)


def test_lineage_of_the_reply() -> None:
    told = planted("drafts-harbour-plan")
    found = compared(told)
    expected = told.expected["lineage"]
    reply = {item.provision.number: item for item in found.lineage if item.draft == "c"}
    for number, descent in reply.items():
        first = next((name for name in ("b", "c") if number in map(str, expected[name])), "a")
        assert descent.earliest == first, number
    back = [number for number, item in reply.items() if [one.draft for one in item.line] == ["a"]]
    assert back == list(map(str, expected["returns"]))
    bridge = reply["(6)"].line
    assert [(one.draft, [item.kind for item in one.differences]) for one in bridge] == [
        ("a", ["deadline"]),
        ("b", ["deadline"]),
    ]
