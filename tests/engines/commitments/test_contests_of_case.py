"""The case's contests and accessions as problems: against sums done by hand, and the library's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.case.model.case import Case
from detente.case.reading import parse_case, read_case
from detente.engines.commitments.accession.ratification import NotAsked as NotComputed
from detente.engines.commitments.accession.voting import Vote
from detente.engines.commitments.bargaining.guarantee_term import GuaranteeTerms, War
from detente.engines.commitments.bargaining.guaranteed_range import GuaranteedRange
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded
from detente.engines.commitments.deterrence import CriticalReliabilities, DeterrenceCurve, UncertainDeterrence
from detente.engines.commitments.of_case import ContestAnswer, NotAsked, accessions_of_case, contests_of_case
from detente.engines.commitments.of_case.accessions import Chance

LIBRARY = Path(__file__).parents[3] / "library"

HEAD = """
detente: 1
id: odds
title: Odds
parties:
  - {id: a, name: A, kind: state}
  - {id: b, name: B, kind: state}
  - {id: g, name: G, kind: state}
  - {id: h, name: H, kind: state}
issues:
  - {id: peace, question: Peace?, kind: choice, options: [{id: lasting}, {id: broken}]}
"""
CONTEST = "contests:\n  - {id: war, challenger: a, protege: b, prize: 1, cost: 0.3, strengths: {a: 4, b: 1}"


def case(text: str) -> Case:
    return parse_case(HEAD + text).case


def answered(text: str) -> ContestAnswer:
    (found,), none = contests_of_case(case(text))
    assert none == ()
    return found


def of_library(name: str) -> tuple[Mapping[str, ContestAnswer], Mapping[str, Any]]:
    found, none = contests_of_case(read_case(LIBRARY / name).case)
    assert none == ()
    expected = yaml.safe_load((LIBRARY / name / "expected.yaml").read_text(encoding="utf-8"))["computed"]
    return {item.contest.id: item for item in found}, expected


def test_smith_1995_as_contests() -> None:
    found, expected = of_library("smith-1995")
    for name, numbers in expected["contests"].items():
        result = found[name].result
        assert result.expected_utility == pytest.approx(numbers["expected-utility"], abs=1e-7)
        assert result.deterred == numbers["deterred"]
        if "nobody-joins" in numbers:
            assert result.nobody_joins == pytest.approx(numbers["nobody-joins"], abs=1e-7)
    critical = found["one-guarantor"].critical
    assert isinstance(critical, CriticalReliabilities)
    assert critical.guarantors[0].critical == pytest.approx(expected["contests"]["one-guarantor"]["threshold"])


def test_fearon_1995_as_contests() -> None:
    found, expected = of_library("fearon-1995")
    alone = found["without-guarantor"].range_alone
    assert not isinstance(alone, NotAsked)
    assert (alone.low, alone.high) == pytest.approx(
        (expected["without-guarantor"]["low"], expected["without-guarantor"]["high"])
    )
    ranges = found["with-guarantor"].ranges
    assert isinstance(ranges, GuaranteedRange)
    for line, numbers in zip(ranges.lines, expected["with-guarantor"]["ranges"], strict=True):
        assert float(line.reliability) == numbers["reliability"]
        assert float(line.unclipped_low) == pytest.approx(numbers["low"], abs=5e-4)
        assert float(line.unclipped_high) == pytest.approx(numbers["high"], abs=5e-4)
    terms, held = found["guarantee-for-a-term"].terms, expected["guarantee-for-a-term"]
    assert isinstance(terms, GuaranteeTerms)
    assert terms.needed == pytest.approx(held["needed-reliability"], abs=5e-5)
    for term, numbers in zip(terms.terms, held["terms"], strict=True):
        assert (float(term.years), term.ends_by) == (numbers["years"], numbers["ends-by"])
        assert float(term.sustained) == pytest.approx(numbers["sustained"], abs=5e-3)
        assert float(term.in_force) == pytest.approx(numbers["in-force"], abs=5e-4)


def test_powell_2006_as_a_contest() -> None:
    found, expected = of_library("powell-2006")
    (shift,) = found["shift"].shifts
    (step,) = [one for one in shift.problem.next_period if one.left > 0]
    assert (float(step.left), float(step.right)) == (
        expected["without-guarantee"]["left"],
        expected["without-guarantee"]["right"],
    )
    assert (shift.rising, shift.declining, shift.problem.exists, shift.over_the_ranges) == ("r", "d", True, "always")
    assert shift.lacking.low == shift.lacking.high == pytest.approx(0.23 - 0.095)
    assert isinstance(shift.cure, GuaranteeNeeded)
    assert str(shift.cure.needed) == expected["needed-reliability"]


def test_nato_accession_as_steps() -> None:
    expected = yaml.safe_load((LIBRARY / "nato-accession-2022/expected.yaml").read_text(encoding="utf-8"))["computed"]
    steps = [
        step for item in accessions_of_case(read_case(LIBRARY / "nato-accession-2022").case) for step in item.steps
    ]
    likely, slow = steps
    assert isinstance(likely.chance, Chance)
    assert float(likely.chance.shown.independent) == pytest.approx(expected["all-ratify"]["independent"])
    assert float(likely.chance.shown.highest) == expected["all-ratify"]["highest"]
    assert not isinstance(slow.delay, NotAsked)
    assert slow.delay.mean == pytest.approx(expected["how-long"]["mean"], abs=1e-3)
    assert slow.delay.by[0].probability == pytest.approx(expected["how-long"]["within-365-days"])


RANGES: dict[str, tuple[float, float]] = {
    "prize": (0.9, 1.2),
    "cost": (0.2, 0.4),
    "status-quo": (0.0, 0.1),
    "a": (3, 5),
    "b": (1, 2),
    "strength": (5, 8),
    "projection": (0.3, 0.7),
    "reliability": (0.2, 0.8),
    "added-cost": (0.1, 0.2),
}


def worth(at: Mapping[str, float], decisiveness: float) -> float:
    """What an attack is worth beside the status quo, with one guarantor, as the book has it."""
    odds = [
        at["a"] ** decisiveness / (at["a"] ** decisiveness + d**decisiveness)
        for d in (at["b"], at["b"] + at["strength"] * at["projection"])
    ]
    chance = at["reliability"]
    joined = at["prize"] * odds[1] - at["cost"] - at["added-cost"]
    return (1 - chance) * (at["prize"] * odds[0] - at["cost"]) + chance * joined - at["status-quo"]


def test_the_spread_is_that_over_every_corner() -> None:
    def span(name: str) -> str:
        low, high = RANGES[name]
        return f"{{low: {low}, high: {high}}}"

    guarantor = (
        f"party: g, strength: {span('strength')}, projection: {span('projection')}, reliability: {span('reliability')}"
    )
    found = answered(
        f"""contests:
  - id: war
    challenger: a
    protege: b
    prize: {span("prize")}
    cost: {span("cost")}
    status-quo: {span("status-quo")}
    decisiveness: {{low: 0.5, mode: 1, high: 2}}
    strengths: {{a: {span("a")}, b: {span("b")}}}
    guarantors: [{{{guarantor}, added-cost: {span("added-cost")}}}]
"""
    )
    corners = [dict(zip(RANGES, ends, strict=True)) for ends in product(*RANGES.values())]
    all_worths = [worth(corner, sharp) for corner in corners for sharp in (0.5, 1, 2)]
    assert found.spread.low == pytest.approx(min(all_worths))
    assert found.spread.high == pytest.approx(max(all_worths))
    assert found.spread.verdict == "depends"
    middle = {name: sum(ends) / 2 for name, ends in RANGES.items()}
    assert found.result.expected_utility - found.result.status_quo == pytest.approx(worth(middle, 1))


def test_a_shift_over_every_corner() -> None:
    names = ("now", "next", "discount", "cost-rising", "cost-declining")
    spans = ((0.3, 0.5), (0.5, 0.8), (0.8, 0.95), (0.02, 0.1), (0.02, 0.1))
    told = ", ".join(f"{name}: {{low: {low}, high: {high}}}" for name, (low, high) in zip(names, spans, strict=True))
    found = answered(f"{CONTEST}, shifts: [{{rising: b, {told}}}]}}")
    (shift,) = found.shifts
    lacking = [d * later - now - declining - d * rising for now, later, d, rising, declining in product(*spans)]
    assert shift.lacking.low == pytest.approx(min(lacking))
    assert shift.lacking.high == pytest.approx(max(lacking))
    assert shift.over_the_ranges == "under some"
    assert (shift.rising, shift.declining) == ("b", "a")
    assert shift.cure == NotAsked("with-guarantee")


@pytest.mark.parametrize(
    ("cost", "verdict"), [("0.9", "deterred"), ("{low: 0.7, high: 0.9}", "depends"), ("0.7", "not deterred")]
)
def test_verdicts(cost: str, verdict: str) -> None:
    """Alone A wins with 4/5."""
    assert answered(f"{CONTEST.replace('cost: 0.3', f'cost: {cost}')}}}").spread.verdict == verdict


def test_what_is_not_given_is_not_asked() -> None:
    found = answered(CONTEST + "}")
    assert found.critical == found.curve == NotAsked("guarantors")
    assert found.range_alone == found.ranges == NotAsked("protege-cost")
    assert isinstance(found.terms, NotAsked)
    assert found.uncertain == NotAsked("a prior for every guarantor")
    assert found.result.expected_utility == pytest.approx(0.5)
    with_costs = answered(CONTEST + ", protege-cost: 0.2}")
    assert with_costs.ranges == NotAsked("guarantors")
    assert not isinstance(with_costs.range_alone, NotAsked)


def test_strengths_of_guarantors_stand_in_either_place() -> None:
    inside = answered(CONTEST + ", guarantors: [{party: g, strength: 12, reliability: 0.5}]}")
    beside = answered(CONTEST.replace("b: 1}", "b: 1, g: 12}") + ", guarantors: [{party: g, reliability: 0.5}]}")
    assert inside.result.expected_utility == beside.result.expected_utility == pytest.approx(0.5 * (0.8 + 4 / 17) - 0.3)


def test_a_prior_stands_for_a_reliability() -> None:
    prior = "prior: {beta: [3, 1], provenance: made up, conditional-on: a war}"
    found = answered(f"{CONTEST}, guarantors: [{{party: g, strength: 12, {prior}}}]}}")
    assert found.problem.guarantors[0].reliability == 0.75
    assert isinstance(found.uncertain, UncertainDeterrence)
    again = answered(f"{CONTEST}, guarantors: [{{party: g, strength: 12, {prior}}}]}}").uncertain
    assert isinstance(again, UncertainDeterrence)
    assert again.probability_deterred == found.uncertain.probability_deterred
    mixed = (
        f"{CONTEST}, guarantors: [{{party: g, strength: 12, {prior}}}, {{party: h, strength: 2, reliability: 0.5}}]}}"
    )
    assert isinstance(answered(mixed).uncertain, NotAsked)


def test_the_curve_ends_where_nobody_and_where_all_join() -> None:
    found = answered(CONTEST + ", guarantors: [{party: g, strength: 12, reliability: 0.5, added-cost: 0.1}]}")
    assert isinstance(found.curve, DeterrenceCurve)
    first, last = found.curve.points[0], found.curve.points[-1]
    assert (first.expected_utility, last.expected_utility) == pytest.approx((0.8 - 0.3, 4 / 17 - 0.3 - 0.1))


def test_costs_are_shares_of_the_prize() -> None:
    one = answered(CONTEST + ", protege-cost: 0.2}").range_alone
    ten = answered(CONTEST.replace("prize: 1, cost: 0.3", "prize: 10, cost: 3") + ", protege-cost: 2}").range_alone
    assert not isinstance(one, NotAsked)
    assert not isinstance(ten, NotAsked)
    assert (one.low, one.high) == (ten.low, ten.high) == pytest.approx((0.5, 1.0))


def test_a_guarantor_that_stays_out_of_the_protege_s_war() -> None:
    text = (
        CONTEST
        + ", protege-cost: 0.2, only-if-attacked: true, guarantors: [{party: g, strength: 12, reliability: 0.5}]}"
    )
    ranges = answered(text).ranges
    assert isinstance(ranges, GuaranteedRange)
    assert {float(line.moved_high) for line in ranges.lines} == {0.0}
    assert ranges.lines[-1].moved_low < 0


def test_terms_with_the_alternatives_and_in_order() -> None:
    text = (
        CONTEST.replace("contests:\n  - {", "contests:\n  - {settlement: 0.3, protege-cost: 0.2, ")
        + ", fading: {years: 10, alternatives: [50, 10, 5], discount: 0.95},"
        + " guarantors: [{party: g, strength: 12, projection: 0.5, reliability: 0.8, added-cost: 0.15}]}"
    )
    terms = answered(text).terms
    assert isinstance(terms, GuaranteeTerms)
    assert [float(term.years) for term in terms.terms] == [5, 10, 50]
    assert all(isinstance(term.outcome, War) for term in terms.terms)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CONTEST.replace("a: 4, ", "") + "}", "the strength of a is missing"),
        (CONTEST + ", guarantors: [{party: g, reliability: 0.5}]}", "the strength of g is missing"),
        (CONTEST + ", guarantors: [{party: g, strength: 2}]}", "g has neither a reliability nor a prior"),
    ],
)
def test_a_contest_without_a_number_hinders_no_other(text: str, reason: str) -> None:
    sound = "\n  - {id: other, challenger: a, protege: b, prize: 1, cost: 0.3, strengths: {a: 4, b: 1}}"
    found, unanswered = contests_of_case(case(text + sound))
    assert [item.contest.id for item in found] == ["other"]
    (one,) = unanswered
    assert one.contest.id == "war"
    assert reason in one.reason


STEPS = """
accessions:
  - id: entry
    correlation: {low: 0, mode: 0.3, high: 0.6}
    within-days: 100
    steps:
      - id: vote
        quota: 3
        weights: {a: 2}
        ballots: [{party: a, yes: 1, no: 2}, {party: b, yes: 3, no: 1}, {party: g, yes: 2, no: 2}]
      - id: chance
        ballots:
          - {party: a, probability: {low: 0.5, mode: 0.6, high: 0.9}, mean-days: 50}
          - {party: b, probability: 0.8, mean-days: 100}
      - {id: some, at-least: 1, ballots: [{party: a, probability: 0.6}, {party: b, probability: 0.8}]}
      - {id: half-known, ballots: [{party: a, probability: 0.6}, {party: b, yes: 1}]}
"""


def test_votes_and_chances() -> None:
    (entry,) = accessions_of_case(case(STEPS))
    vote, chance, some, half_known = entry.steps
    assert isinstance(vote.vote, Vote)
    assert (vote.vote.passes, vote.vote.blocking, vote.vote.consenting_weight) == (False, ("a",), 2)
    assert isinstance(vote.chance, NotAsked)
    assert isinstance(chance.chance, Chance)
    assert float(chance.chance.shown.independent) == pytest.approx(0.6 * 0.8)
    assert float(chance.chance.low.independent) == pytest.approx(0.4)
    assert not isinstance(chance.chance.shown.with_correlation, NotComputed)
    assert chance.chance.shown.independent < chance.chance.shown.with_correlation < chance.chance.shown.highest
    assert not isinstance(chance.delay, NotAsked)
    assert chance.delay.by[0].days == 100
    assert isinstance(some.chance, NotAsked)
    assert not isinstance(some.in_force, NotAsked)
    assert [float(one) for one in some.in_force.at_least] == pytest.approx([1, 0.92, 0.48])
    assert all(isinstance(one, NotAsked) for one in (half_known.vote, half_known.chance, half_known.delay))


def test_a_delay_without_dependence_is_the_longest_of_two() -> None:
    """E max = 50 + 100 - 1 / (1/50 + 1/100), for independent exponential times."""
    (entry,) = accessions_of_case(case(STEPS.replace("correlation: {low: 0, mode: 0.3, high: 0.6}", "correlation: 0")))
    delay = entry.steps[1].delay
    assert not isinstance(delay, NotAsked)
    assert delay.mean == pytest.approx(150 - 100 / 3)
