"""Coverage, gap table and draft comparison against their definitions, and the relations that must hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from tests.properties.comparison_draws import (
    DAY,
    outcome,
    random_instrument,
    random_instruments,
    random_scenario,
    shuffled,
    with_clause,
)

from detente.engines.commitments.comparison.coverage import TOGETHER, CoverageCell, coverage
from detente.engines.commitments.comparison.differences import clause_differences
from detente.engines.commitments.comparison.extent import Extent
from detente.engines.commitments.comparison.gap import gap_table
from detente.engines.commitments.comparison.measure import opposite
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.scenario import Scenario

CaseCount = Callable[..., int]

REVERSED = {
    "broader": "narrower",
    "stronger": "weaker",
    "longer": "shorter",
    "settled": "left open",
    "added": "dropped",
    "appears": "disappears",
    "opens": "closes",
}
REVERSED |= {back: there for there, back in REVERSED.items()}


def draws(count: int) -> Iterable[np.random.Generator]:
    for seed in np.random.SeedSequence(20261122).spawn(count):
        yield np.random.default_rng(seed)


def naive_cell(instruments: Iterable[Instrument], scenario: Scenario) -> dict[str, object]:
    """The cell by its definition: every clause, every obligor, one by one."""
    attack = scenario.attacks[0]
    owed, open_clauses, failing = [], set[str](), set[str]()
    for instrument in instruments:
        for clause in instrument.clauses:
            if attack.target not in clause.beneficiaries:
                continue
            for obligor in clause.obligors - {attack.target}:
                says = "not-owed" if obligor == attack.attacker else outcome(clause, instrument, scenario, obligor)
                if says == "owed":
                    owed.append((clause.duty, obligor))
                (open_clauses if says == "open" else failing if says == "not-owed" else set()).add(clause.name)
    best = max((-1 if duty.strength is None else duty.strength for duty, _ in owed), default=-1)
    top = [(d, who) for d, who in owed if (-1 if d.strength is None else d.strength) == best]
    steps = [duty.automaticity for duty, _ in top if duty.automaticity is not None]
    hours = [duty.deadline_hours for duty, _ in owed if duty.deadline_hours is not None]
    return {
        "outcome": "owed" if owed else "open" if open_clauses else "not-owed" if failing else "none",
        "strength": best if best >= 0 else None,
        "automaticity": max(steps, default=None),
        "deadline_hours": min(hours, default=None),
        "obligors": tuple(sorted({who for _, who in top})),
        "owing": tuple(sorted({who for _, who in owed})),
        "open": open_clauses,
        "failing": failing,
    }


def as_dict(cell: CoverageCell) -> dict[str, object]:
    names = ("outcome", "strength", "automaticity", "deadline_hours", "obligors", "owing")
    said: dict[str, object] = {name: getattr(cell, name) for name in names}
    return said | {"open": {duty.clause for duty in cell.open}, "failing": {item.clause for item in cell.failing}}


def test_coverage_agrees_with_its_definition(case_count: CaseCount) -> None:
    seen: Counter[str] = Counter()
    for rng in draws(case_count(sample=120, proof=4000)):
        instruments, scenario = random_instruments(rng), random_scenario(rng)
        found = coverage(instruments, [scenario])
        for instrument in instruments:
            assert as_dict(found.cell("s", instrument.id)) == naive_cell([instrument], scenario)
        assert as_dict(found.cell("s", TOGETHER)) == naive_cell(instruments, scenario)
        seen[found.together[0].outcome] += 1
    # Otherwise the draws would say nothing about one of the four.
    assert min(seen[name] for name in ("owed", "open", "not-owed", "none")) >= 3


def test_a_clause_more_never_gives_less(case_count: CaseCount) -> None:
    def gives(cell: CoverageCell) -> tuple[int, int]:
        return tuple(-1 if step is None else step for step in (cell.strength, cell.automaticity))  # type: ignore[return-value]

    for rng in draws(case_count(sample=60, proof=2000)):
        instruments, scenario = random_instruments(rng), random_scenario(rng)
        more = [with_clause(rng, instruments[0]), *instruments[1:]]
        for before, after in zip(
            [*coverage(instruments, [scenario]).cells[0], coverage(instruments, [scenario]).together[0]],
            [*coverage(more, [scenario]).cells[0], coverage(more, [scenario]).together[0]],
            strict=True,
        ):
            assert gives(after) >= gives(before)
            assert set(after.owing) >= set(before.owing)
            infinite = float("inf")
            assert (after.deadline_hours or infinite) <= (before.deadline_hours or infinite)
            assert {duty.clause for duty in after.open} >= {duty.clause for duty in before.open}


def test_order_makes_no_difference(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=40, proof=2000)):
        instruments, scenario = random_instruments(rng), random_scenario(rng)
        others = [shuffled(rng, instrument) for instrument in reversed(instruments)]
        first, second = coverage(instruments, [scenario]), coverage(others, [scenario])
        assert first.together == second.together
        assert all(first.cell("s", i.id) == second.cell("s", i.id) for i in instruments)
        reference = random_instrument(rng, "ref")
        there, back = (gap_table(side, shuffled(rng, reference), "b", on=DAY) for side in (instruments, others))
        for row, other in zip(there.table, back.table, strict=True):
            assert row.reference == other.reference
            assert row.cells == tuple(reversed(other.cells))
            assert (row.difference, row.together.reading.value) == (other.difference, other.together.reading.value)


def test_a_text_has_no_gap_to_itself(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=60, proof=2000)):
        instrument = random_instrument(rng, "i0")
        gap = gap_table([instrument], instrument, "b", on=DAY)
        assert {row.difference for row in gap.table} <= {0, "same"}
        assert {row.direction for row in gap.table} == {"same"}
        assert not any(row.together.at_least for row in gap.table)


def test_a_gap_the_other_way_round_is_its_opposite(case_count: CaseCount) -> None:
    seen: Counter[str] = Counter()
    for rng in draws(case_count(sample=60, proof=2000)):
        one, other = random_instrument(rng, "i0"), random_instrument(rng, "i1")
        there, back = gap_table([one], other, "b", on=DAY), gap_table([other], one, "b", on=DAY)
        for row, mirrored in zip(there.table, back.table, strict=True):
            assert row.difference == opposite(mirrored.difference)
            seen[row.direction] += 1
    assert min(seen[name] for name in ("broader", "narrower", "stronger", "weaker", "different", "unknown")) >= 10


def test_together_is_no_less_than_any_of_them(case_count: CaseCount) -> None:
    """The naive reading of the strength, and no dimension on which one instrument alone is better than all."""
    for rng in draws(case_count(sample=40, proof=2000)):
        instruments, reference = random_instruments(rng), random_instrument(rng, "ref")
        gap = gap_table(instruments, reference, "b", on=DAY)
        for instrument, cell in zip(instruments, gap.row("strength").cells, strict=True):
            owed = [c for c in instrument.clauses if "b" in c.beneficiaries] or instrument.clauses
            known = [c.duty.strength for c in owed if c.duty.strength is not None]
            assert cell.reading.value == max(known, default=None)
        for row in gap.table:
            numbers = [c.difference for c in row.cells if not isinstance(c.difference, str)]
            if numbers and not isinstance(row.difference, str):
                assert row.difference == max(numbers)
            if row.difference == "narrower":
                assert all(c.difference in ("narrower", "unknown") for c in row.cells if isinstance(c.difference, str))


def test_what_is_unknown_is_asked_for(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=40, proof=2000)):
        instruments, reference = random_instruments(rng), random_instrument(rng, "ref")
        gap = gap_table(instruments, reference, "b", on=DAY)
        asked = {(question.dimension, question.instrument) for question in gap.questions()}
        for row in gap.table:
            for name, cell in zip(gap.proposal, row.cells, strict=True):
                if cell.reading.value is None:
                    assert cell.difference == "unknown"
                    assert (row.dimension, name) in asked


def mutated(rng: np.random.Generator, instrument: Instrument) -> Instrument:
    """A next draft: some clauses dropped, changed, renamed or added."""
    clauses = []
    for clause in instrument.clauses:
        fate = int(rng.integers(5))
        if fate == 0:
            continue
        if fate == 1:
            clause = replace(clause, duty=replace(clause.duty, strength=int(rng.integers(0, 6))))
        if fate == 2:
            clause = replace(clause, id=f"{clause.id}-new")
        if fate == 3:
            clause = replace(clause, beneficiaries=clause.beneficiaries | {"b"})
        clauses.append(clause)
    drawn = replace(instrument, clauses=tuple(clauses))
    return with_clause(rng, drawn) if rng.random() < 0.7 else drawn


def test_draft_comparison(case_count: CaseCount) -> None:
    """Every clause once; nothing for equal drafts; the other way round, the opposite; consequences by two coverages."""
    seen: Counter[str] = Counter()
    for rng in draws(case_count(sample=60, proof=2000)):
        before = random_instrument(rng, "i0", clauses=5)
        after, scenario = mutated(rng, before), random_scenario(rng)
        there = clause_differences(before, after, [scenario], on=DAY)
        back = clause_differences(after, before, [scenario], on=DAY)
        assert sorted(c.before for c in there.clauses if c.before) == sorted(c.id for c in before.clauses)
        assert sorted(c.after for c in there.clauses if c.after) == sorted(c.id for c in after.clauses)
        assert clause_differences(before, shuffled(rng, before), [scenario]).rows() == []
        assert changes(there) == {reverse(entry) for entry in changes(back)}
        seen.update(entry[-1] for entry in changes(there) | changes(back))
        supposed = replace(scenario, suppose=frozenset({"i0"}))
        old, new = (set(coverage([draft], [supposed]).cell("s", "i0").owing) for draft in (before, after))
        target = scenario.attacks[0].target
        appeared = {c.obligor for c in there.consequences if c.change == "appears" and c.beneficiary == target}
        disappeared = {c.obligor for c in there.consequences if c.change == "disappears" and c.beneficiary == target}
        assert (appeared, disappeared) == (new - old, old - new)
    assert min(seen[name] for name in ("stronger", "added", "broader", "appears", "disappears")) >= 1


def changes(answer: object) -> set[tuple[str, ...]]:
    rows = answer.rows()  # type: ignore[attr-defined]
    return {(r["what"], r["field"], r["before"], r["after"], r["change"]) for r in rows}


def reverse(entry: tuple[str, ...]) -> tuple[str, ...]:
    what, field, before, after, change = entry
    return what, field, after, before, REVERSED.get(change, change)


def test_extents_are_sets(case_count: CaseCount) -> None:
    """Over a universe with one name more than any set lists, which stands for everybody else."""
    universe = frozenset("abcdz")

    def members(extent: Extent) -> frozenset[str]:
        return frozenset(name for name in universe if name in extent)

    for rng in draws(case_count(sample=300, proof=3000)):
        one, other = (
            Extent(frozenset(n for n in "abcd" if rng.random() < 0.5), bool(rng.integers(2))) for _ in range(2)
        )
        assert members(one | other) == members(one) | members(other)
        assert members(one & other) == members(one) & members(other)
        assert members(one - other.names) == members(one) - other.names
        assert (one <= other) == (members(one) <= members(other))
        assert (one == other) == (members(one) == members(other))


def test_answers_are_plain_values(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=20, proof=200)):
        instruments, scenario = random_instruments(rng), random_scenario(rng)
        reference = random_instrument(rng, "ref")
        for answer in (
            coverage(instruments, [scenario]),
            gap_table(instruments, reference, "b", on=DAY),
            clause_differences(reference, instruments[0], [scenario]),
        ):
            text = json.dumps([answer.rows(), answer.to_dict()], allow_nan=False, sort_keys=True)
            assert text == json.dumps([answer.rows(), answer.to_dict()], allow_nan=False, sort_keys=True)
