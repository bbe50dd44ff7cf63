"""What the bargaining methods refuse, what they flag, and that exact input stays exact."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import Any

import pytest

from detente.engines.commitments.bargaining.bargaining_range import bargaining_range, bargaining_range_of_utilities
from detente.engines.commitments.bargaining.commitment_problem import (
    NoProblem,
    Shift,
    commitment_problem,
    commitment_problem_of_values,
    fearon_1995,
)
from detente.engines.commitments.bargaining.guarantee_term import Kept, NotAsked, Unlimited, War, guarantee_term
from detente.engines.commitments.bargaining.guaranteed_range import guaranteed_range
from detente.engines.commitments.bargaining.self_enforcement import self_enforcing
from detente.engines.commitments.bargaining.third_party_guarantee import NoReliability, third_party_guarantee
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge

TERM: dict[str, Any] = {"reliability": "0.8", "terms": 10, "discount": "0.95", "added_cost": "0.15"}


def plain(x: float) -> float:
    return x


def term(share: Any = "0.3", alone: Any = "0.8", helped: Any = "4/11", costs: Any = ("0.3", "0.2"), **more: Any) -> Any:
    return guarantee_term(share, alone, helped, costs, **(TERM | more))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda: bargaining_range(1.2, (0, 0)), "outside 0 to 1"),
        (lambda: bargaining_range(float("nan"), (0, 0)), "finite"),
        (lambda: bargaining_range(True, (0, 0)), "truth value"),
        (lambda: bargaining_range("x", (0, 0)), "finite number"),
        (lambda: bargaining_range("1/0", (0, 0)), "finite number"),
        (lambda: bargaining_range(0.5, (-0.1, 0)), "cost of A"),
        (lambda: bargaining_range(0.5, (0, -0.1)), "cost of B"),
        (lambda: bargaining_range(0.5, (0.1, 0.1), parties=3), "Jordan 2015"),
        (lambda: bargaining_range(0.5, (0.1, 0.1), risk_aversion=(1, 0)), "risk aversion of A"),
        (lambda: bargaining_range(0.5, (0.1, 0.1), risk_aversion=(0, "-0.1")), "risk aversion of B"),
        (lambda: bargaining_range_of_utilities(0.5, (0.1, 0.1), (lambda x: 2 * x, plain)), "utility of A"),
        (lambda: guaranteed_range("0.4", "0.5", (0, 0), 1), "help to B"),
        (lambda: guaranteed_range("0.5", "0.4", (0, 0), 1, protects="A"), "help to A"),
        (lambda: guaranteed_range("0.5", "0.4", (0, 0), [0, 2]), "reliability"),
        (lambda: self_enforcing([], 0.5, (0, 0)), "at least one period"),
        (lambda: self_enforcing([0.5, 0.5], [0.5], (0, 0)), "1 numbers for 2 periods"),
        (lambda: self_enforcing([1.5], 0.5, (0, 0)), "share in period 0"),
        (lambda: commitment_problem([0.5], (0, 0), 0.9), "at least two periods"),
        (lambda: commitment_problem([0.5, 0.6], (0, 0), 1), "discount factor"),
        (lambda: commitment_problem([0.5, 0.6], (0, 0), 0), "discount factor"),
        (lambda: commitment_problem([0.5, 0.6], (0, 0), 0.9, p_if_b_attacks=[0.6, 0.6]), "attacks first"),
        (lambda: commitment_problem_of_values(([1, 2], [1]), 1, 0.9), "one lock-in value a period"),
        (lambda: fearon_1995(0.4, 0.7, -1, 0.9), "declining party"),
        (lambda: third_party_guarantee(0.4, 0.7, 1.1, (0, 0), 0.9), "with the guarantor"),
        (lambda: third_party_guarantee(0.4, 0.7, 0.3, (0, 0), 0.9, added_cost=-1), "added cost"),
        (lambda: term(terms=0), "term"),
        (lambda: term(helped="0.9"), "more likely to win"),
        (lambda: term(hazard=-1), "hazard"),
        (lambda: term(discount=1), "discount factor"),
    ],
)
def test_what_lies_outside_the_domain_is_refused(asked: Callable[[], object], says: str) -> None:
    with pytest.raises(OutOfDomain, match=says):
        asked()


def test_work_beyond_the_limits_is_refused() -> None:
    with pytest.raises(TooLarge):
        commitment_problem([0.5] * 301, (0, 0), 0.9)
    with pytest.raises(TooLarge):
        term(terms=1_001)


def test_ends_outside_are_shown_flagged_and_clipped() -> None:
    answer = bargaining_range("0.1", ("0.3", "0.95"))
    assert (answer.unclipped_low, answer.unclipped_high) == (Fraction(-1, 5), Fraction(21, 20))
    assert (answer.low, answer.high, answer.outside) == (0, 1, ("low", "high"))
    assert len(answer.caveats) == 3


def test_exact_input_gives_fractions_and_floats_give_floats() -> None:
    exact = bargaining_range("0.7", ("0.1", Fraction(3, 20)))
    assert all(isinstance(v, Fraction) for v in (exact.low, exact.high, exact.width))
    assert isinstance(bargaining_range(0.7, ("0.1", 0)).low, float)
    squares = bargaining_range("0.7", ("0.1", "0.2"), risk_aversion=("0.5", 0))
    assert squares.low == Fraction("0.36")


def test_a_certain_guarantee_moves_the_range_and_may_be_refused() -> None:
    answer = guaranteed_range("0.9", 0, ("0.1", "0.1"), ["0.2", "0.3"])
    assert [line.accepted for line in answer.lines] == [True, False]
    assert answer.largest_reliability == Fraction(2, 9)
    assert answer.lines[0].moved_low == answer.lines[0].moved_high == Fraction("-0.18")
    conditional = guaranteed_range("0.9", 0, ("0.1", "0.1"), 1, only_if_attacked=True)
    assert conditional.lines[0].accepted
    assert conditional.lines[0].moved_high == 0


def test_equality_is_kept_and_a_float_near_it_is_flagged() -> None:
    exact = self_enforcing(["0.6"], "0.7", ("0.1", "0.1"))
    assert exact.holds
    assert len(exact.caveats) == 1
    near = self_enforcing([0.6], 0.7, (0.1, 0.1))
    assert any("rounding" in caveat for caveat in near.caveats)


def test_a_path_without_violation_says_why() -> None:
    answer = self_enforcing(["0.6", "0.65"], "0.7", ("0.1", "0.1"))
    assert "both parties" in getattr(answer.first, "reason", "")
    assert [row["violated_by"] for row in answer.rows()] == ["", ""]


def test_two_problems_at_once_where_each_gains_by_attacking_first() -> None:
    # A's chance is 0.9 if it attacks in the second period and 0.1 if B does; today neither gains by being first.
    answer = commitment_problem(["0.5", "0.9"], ("0.05", "0.05"), "0.9", p_if_b_attacks=["0.5", "0.1"])
    now = [shift for shift in answer.problems if shift.time == 0]
    assert answer.risers == ("A", "B")
    assert {shift.riser for shift in now} == {"A", "B"}
    # And in the second period no division at all satisfies both.
    assert any(shift.time == 1 and shift.periods == 0 for shift in answer.over_time)


def test_an_empty_range_is_nobodys_rise() -> None:
    answer = commitment_problem(["0.6", "0.6"], ("0.05", "0.05"), "0.5", p_if_b_attacks=["0.4", "0.4"])
    assert answer.exists
    assert [shift.periods for shift in answer.problems] == [0, 0]
    assert answer.risers == ()


def test_two_problems_one_after_the_other() -> None:
    answer = commitment_problem(["0.3", "0.7", "0.3"], ("0.05", "0.05"), "0.95")
    assert [(s.time, s.riser) for s in answer.problems if s.periods == 1] == [(0, "A"), (1, "B")]


def test_a_slow_rise_adds_up_to_a_problem_that_no_step_shows() -> None:
    answer = commitment_problem(["0.1", "0.3", "0.5"], ("0.15", "0.15"), "0.99")
    assert not any(shift.problem for shift in answer.next_period)
    first = answer.first
    assert isinstance(first, Shift)
    assert (first.time, first.periods, first.riser) == (0, 2, "A")
    assert first.left == Fraction("0.99") ** 2 / 2 - Fraction("0.1")
    assert first.right == Fraction("0.15") * (1 + Fraction("0.99") ** 2)


def test_no_shift_no_problem() -> None:
    assert isinstance(commitment_problem(["0.5", "0.5"], (0, 0), "0.9").first, NoProblem)


def test_the_four_verdicts_on_a_guarantee() -> None:
    small = third_party_guarantee("0.2", "0.9", "0.85", ("0.05", "0.05"), "0.95")
    assert small.verdict == "too small"
    assert isinstance(small.needed, Fraction)
    assert small.needed > 1
    assert [remedy.bound for remedy in small.remedies] == ["at most", "at least", "at most", "at least"]
    useless = third_party_guarantee("0.2", "0.9", "0.95", ("0.05", "0.05"), "0.95")
    assert useless.verdict == "no help"
    assert isinstance(useless.needed, NoReliability)
    assert any("stronger" in caveat for caveat in useless.caveats)
    spare = third_party_guarantee("0.6", "0.7", "0.3", ("0.05", "0.05"), "0.9")
    assert (spare.verdict, spare.remedies) == ("not needed", ())
    assert isinstance(spare.needed, Fraction)
    assert spare.needed <= 0
    both = third_party_guarantee("0.6", "0.6", "0.6", ("0.05", "0.05"), "0.9")
    assert both.verdict == "not needed"
    assert isinstance(both.needed, NoReliability)


def test_a_remedy_that_no_probability_can_give_is_marked() -> None:
    answer = third_party_guarantee("0", "1", "0.99", (0, 0), "0.9")
    assert [remedy.possible for remedy in answer.remedies] == [True, True, True, True]
    answer = third_party_guarantee("0", "1", "1", (0, 0), "0.9", added_cost="0.5")
    assert answer.remedies[2].value == Fraction(1, 2)


def test_terms_that_never_end_and_terms_that_never_begin() -> None:
    content = term(share="0.6")
    assert isinstance(content.longest_useful, Unlimited)
    assert (content.terms[0].ends_by, content.terms[0].after) == ("nothing", True)
    assert isinstance(content.terms[0].outcome, Kept)
    steady = term()
    assert isinstance(steady.longest_useful, Unlimited)
    assert (steady.terms[0].sustained, steady.terms[0].ends_by) == (10, "the term")
    weak = term(reliability="0.1")
    assert (weak.longest_useful, weak.terms[0].ends_by) == (0, "too little help")
    greedy = term(share="0.75")
    assert greedy.terms[0].ends_by == "too small a share for B"
    assert isinstance(term(discount=None).terms[0].outcome, NotAsked)


def test_a_reliability_that_is_just_enough_wears_out_at_once() -> None:
    # A needs (0.8 - 0.3 - 0.3) / (0.8 - 0.4 + 0) = 1/2, and the guarantee begins at 1/2.
    (just,) = term(helped="0.4", reliability="0.5", hazard="0.1", added_cost=0).terms
    assert (just.sustained, just.ends_by) == (0, "wear")
    useless = term(helped="0.8", added_cost=0)
    assert isinstance(useless.needed, NoReliability)
    assert useless.terms[0].ends_by == "too little help"


def test_rounding_ends_no_guarantee() -> None:
    # Without an effect of the guarantee the bound is the share itself, but for the last digit of a float.
    (still,) = term("0.35", "0.65", "0.65", hazard="0.1", added_cost=0, costs=("0.3", "0.2")).terms
    assert (still.ends_by, still.after) == ("nothing", True)
    assert isinstance(still.first, Kept)
    assert isinstance(still.outcome, Kept)


def test_answers_hold_what_follows_from_them() -> None:
    plain_range = Answer.rows(bargaining_range("0.7", ("0.1", "0.15")))
    assert plain_range[0]["low"] == "3/5"
    found = commitment_problem(["0.4", "0.7"], ("0.05", "0.05"), "0.9").rows()
    assert [(row["riser"], row["problem"], row["decliner"]) for row in found] == [("A", True, "B"), ("B", False, "A")]


def test_the_known_end_is_met_before_it_comes() -> None:
    # B, whose war is better with the guarantor than without, does not wait for the end.
    assert term().terms[0].outcome == War(9, "B", ahead_of_time=True)
    # If the guarantor stays out of a war that B begins, B waits, and A attacks when the guarantee is gone.
    assert term(only_if_attacked=True).terms[0].outcome == War(10, "A", ahead_of_time=False)


def test_notice_lengthens_what_wear_shortens() -> None:
    without, with_notice = term(hazard="0.02", terms=90), term(hazard="0.02", terms=90, notice=2)
    assert float(with_notice.longest_useful) == pytest.approx(float(without.longest_useful) + 2)


@pytest.mark.parametrize(
    "answer",
    [
        bargaining_range("0.7", ("0.1", "0.15")),
        guaranteed_range("0.8", "4/11", ("0.3", "0.2"), [0, 1]),
        self_enforcing(["0.5"] * 2, ["0.5", "0.8"], ("0.2", "0.1")),
        commitment_problem(["0.4", "0.7"], ("0.05", "0.05"), "0.9"),
        third_party_guarantee("0.4", "0.7", "0.35", ("0.05", "0.05"), "0.9", reliability=["0.5"]),
        term(hazard="0.02", terms=[10, 50]),
    ],
    ids=lambda answer: answer.method,
)
def test_answers_are_frozen_and_become_rows(answer: Any) -> None:
    assert json.loads(json.dumps(answer.rows()))
    with pytest.raises(FrozenInstanceError):
        answer.method = "other"
