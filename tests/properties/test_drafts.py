"""Random drafts with known edits: all found, none invented, every quotation verbatim, the same both ways."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.conftest import CaseCount
from tests.properties.draft_scribe import Script, script, typeset

from detente.evidence.drafts.alignment import units
from detente.evidence.drafts.compare import compare_drafts
from detente.evidence.drafts.provisions import Draft, read_draft
from detente.evidence.drafts.result import Step
from detente.foundation.errors import OutOfDomain

Row = tuple[str, tuple[int, ...], tuple[int, ...], tuple[str, ...]]


def rows_of(step: Step, before: Draft, after: Draft) -> set[Row]:
    at_before = {unit.provision.id: place for place, unit in enumerate(units(before))}
    at_after = {unit.provision.id: place for place, unit in enumerate(units(after))}
    return {
        (
            row.status,
            tuple(at_before[item.id] for item in row.before),
            tuple(at_after[item.id] for item in row.after),
            tuple(item.kind for item in row.differences),
        )
        for row in step.rows
    }


def check(made: Script, text: str, other: str, seen: Counter[str]) -> None:
    before, after = read_draft(text, "a"), read_draft(other, "b")
    assert [" ".join(unit.provision.quote.split()) for unit in units(before)] == made.before
    assert [" ".join(unit.provision.quote.split()) for unit in units(after)] == made.after
    step = compare_drafts([before, after]).steps[0]
    found = rows_of(step, before, after)
    swaps = {(row[1], row[2]) for row in made.rows if row[0] == "swap"}
    moved = {row for row in found if row[0] == "moved"}
    assert {(row[1], row[2]) for row in moved} <= swaps
    assert len(moved) == len(swaps) // 2
    found = {("swap", *row[1:]) if (row[1], row[2]) in swaps else row for row in found}
    assert found == made.rows
    for row in step.rows:
        for item in (*row.before, *row.after):
            draft = before if item in row.before else after
            assert draft.text[item.start : item.end] == item.quote
        for item in row.differences:
            for passage in (item.before, item.after):
                assert (
                    passage is None
                    or {"a": text, "b": other}[passage.report][passage.start : passage.end] == passage.quote
                )
    seen.update(row[0] for row in found)


def opposite(made: Script) -> Script:
    names = {"new": "dropped", "dropped": "new", "split": "merged", "merged": "split"}
    rows = {(names.get(status, status), after, before, kinds) for status, before, after, kinds in made.rows}
    return Script(made.after, made.before, rows)


def plain_words(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2003", " ").replace("：", ":")


def test_random_edits_are_found_and_none_invented(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=60, proof=5000)
    seen: Counter[str] = Counter()
    for seed in np.random.SeedSequence(20260103).generate_state(count):
        draw = random.Random(int(seed))
        made = script(draw)
        text, other = typeset(draw, made.before), typeset(draw, made.after)
        if not made.after:
            continue
        check(made, text, other, seen)
        check(opposite(made), other, text, seen)
    assert min(seen[kind] for kind in ("kept", "changed", "new", "dropped", "split", "merged", "swap")) > count // 3, (
        seen
    )
    with capsys.disabled():
        print(f"\ndrafts: the edits of {count} random pairs found, none invented; {dict(seen)}")  # noqa: T201


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(text: str, other: str) -> None:
    drafts = [read_draft(text, "a"), read_draft(other, "b")]
    for draft in drafts:
        ends = [(item.start, item.end) for item in draft.provisions]
        assert ends == sorted(ends)
        assert all(draft.text[item.start : item.end] == item.quote for item in draft.provisions)
    if not all(units(draft) for draft in drafts):
        with pytest.raises(OutOfDomain):
            compare_drafts(drafts)
        return
    step = compare_drafts(drafts).steps[0]
    for side, draft in zip(("before", "after"), drafts, strict=True):
        told = sorted(item.id for row in step.rows for item in getattr(row, side))
        assert told == sorted(unit.provision.id for unit in units(draft))
    for row in step.rows:
        same = [unit.norms for unit in units(drafts[0]) if unit.provision in row.before] == [
            unit.norms for unit in units(drafts[1]) if unit.provision in row.after
        ]
        assert bool(row.differences) != same or not row.before or not row.after or len(row.after) + len(row.before) > 2
    assert {row.status for row in compare_drafts([drafts[0], drafts[0]]).rows} == {"kept"}


ODDITIES = (
    *("Article 1", "1.", "(a)", "i)", "II.", "- x", "shall not", "5 years", "\n", "\n\n", "# A", "Annex", "1.2.3"),
    *("may", "10%", "by 3 May 2030", "  ", "Articles 3, 4 and 5", "(", "§ 4", "thirty-five", "no later than", "MUST"),
    *("**b**", "｡", "１．"),
)


@given(st.lists(st.sampled_from(ODDITIES), max_size=40))
def test_odd_layouts_lose_nothing(parts: list[str]) -> None:
    text = " ".join(parts).replace(" \n ", "\n")
    draft = read_draft(text, "a")
    ends = 0
    for item in draft.provisions:
        assert ends <= item.start <= item.end
        assert draft.text[item.start : item.end] == item.quote
        ends = item.end
    if units(draft):
        assert {row.status for row in compare_drafts([draft, read_draft(text, "b")]).rows} == {"kept"}
