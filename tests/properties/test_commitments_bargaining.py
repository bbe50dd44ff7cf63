"""The bargaining methods against games solved backward and against both inequalities read word for word."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from tests.properties.conftest import CaseCount

from detente.engines.commitments.bargaining.bargaining_range import bargaining_range, bargaining_range_of_utilities
from detente.engines.commitments.bargaining.commitment_problem import (
    Shift,
    commitment_problem,
    commitment_problem_of_values,
    fearon_1995,
)
from detente.engines.commitments.bargaining.guarantee_term import GuaranteeTerms, War, guarantee_term
from detente.engines.commitments.bargaining.guaranteed_range import guaranteed_range
from detente.engines.commitments.bargaining.self_enforcement import Kept, Violation, self_enforcing
from detente.engines.commitments.bargaining.third_party_guarantee import NoReliability, third_party_guarantee

ONE = Fraction(1)


def draws(count: int, entropy: int) -> Iterator[np.random.Generator]:
    yield from (np.random.default_rng(seed) for seed in np.random.SeedSequence(entropy).spawn(count))


def rational(rng: np.random.Generator, low: int = 0, high: int = 20, parts: int = 20) -> Fraction:
    """A fraction with few parts, so that equalities happen."""
    return Fraction(int(rng.integers(low, high + 1)), parts)


def test_the_range_is_what_both_inequalities_leave(case_count: CaseCount) -> None:
    clipped = 0
    for rng in draws(case_count(sample=80, proof=3000), 1):
        p, a, b = rational(rng), rational(rng, 0, 12), rational(rng, 0, 12)
        answer = bargaining_range(p, (a, b))
        for k in range(-10, 51):
            x = Fraction(k, 40)
            kept = 0 <= x <= 1 and x >= p - a and 1 - x >= 1 - p - b
            assert kept == (answer.low <= x <= answer.high)
        assert answer.low <= p <= answer.high
        assert answer.unclipped_width == a + b
        clipped += bool(answer.outside)
    assert clipped


def test_risk_aversion_widens_and_agrees_with_bisection(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=60, proof=2000), 2):
        p, a, b = rational(rng), rational(rng, 1, 8), rational(rng, 1, 8)
        averse = tuple(Fraction(int(k), 4) for k in rng.integers(0, 4, size=2))
        straight, curved = bargaining_range(p, (a, b)), bargaining_range(p, (a, b), risk_aversion=averse)
        assert curved.low <= straight.low
        assert curved.high >= straight.high
        powers = [float(1 - r) for r in averse]
        found = bargaining_range_of_utilities(p, (a, b), (lambda x, k=powers[0]: x**k, lambda x, k=powers[1]: x**k))
        assert abs(float(curved.low) - float(found.low)) < 1e-9
        assert abs(float(curved.high) - float(found.high)) < 1e-9


def test_a_guarantee_to_a_is_the_mirror_of_one_to_b(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=100, proof=2000), 3):
        alone, a, b, d, q = rational(rng), rational(rng), rational(rng), rational(rng), rational(rng)
        helped = alone * rational(rng)
        only = bool(rng.integers(2))
        to_b = guaranteed_range(alone, helped, (a, b), q, added_cost=d, only_if_attacked=only)
        swapped = guaranteed_range(1 - alone, 1 - helped, (b, a), q, added_cost=d, protects="A", only_if_attacked=only)
        (here,), (there,) = to_b.lines, swapped.lines
        assert (here.unclipped_low, here.unclipped_high) == (1 - there.unclipped_high, 1 - there.unclipped_low)
        assert here.room == there.room
        assert to_b.largest_reliability == swapped.largest_reliability


def test_a_guarantee_is_refused_where_every_division_is_worse_than_war_now(case_count: CaseCount) -> None:
    refused = 0
    for rng in draws(case_count(sample=300, proof=4000), 4):
        alone, a, b, d, q = rational(rng), rational(rng, 0, 6), rational(rng, 0, 6), rational(rng, 0, 6), rational(rng)
        helped = alone * rational(rng, 0, 10)
        only = bool(rng.integers(2))
        answer = guaranteed_range(alone, helped, (a, b), q, added_cost=d, only_if_attacked=only)
        wins = alone + q * (helped - alone)
        best_for_a = min(ONE, (alone if only else wins) + b)
        assert answer.lines[0].accepted == (best_for_a >= alone - a)
        assert answer.lines[0].accepted == (q <= answer.largest_reliability)
        refused += not answer.lines[0].accepted
    assert refused


def test_every_violation_is_found(case_count: CaseCount) -> None:
    seen = set[str]()
    for rng in draws(case_count(sample=80, proof=3000), 5):
        periods = int(rng.integers(1, 6))
        x, p, a, b = ([rational(rng, 0, top) for _ in range(periods)] for top in (20, 20, 8, 8))
        answer = self_enforcing(x, p, (a, b))
        naive = [
            (t, side)
            for t in range(periods)
            for side, worse in (("A", x[t] < p[t] - a[t]), ("B", 1 - x[t] < 1 - p[t] - b[t]))
            if worse
        ]
        assert [(v.time, v.side) for v in answer.violations] == naive
        first = answer.first
        assert isinstance(first, Kept) if not naive else isinstance(first, Violation) and first.time == naive[0][0]
        for share in {rational(rng), answer.constant_low, answer.constant_high}:
            held = self_enforcing([share] * periods, p, (a, b)).holds if 0 <= share <= 1 else False
            assert held == (answer.constant_low <= share <= answer.constant_high)
        seen.update(side for _, side in naive)
    assert seen == {"A", "B"}


def peace_is_possible(
    wins_a: list[Fraction], wins_b: list[Fraction], a: Fraction, b: Fraction, delta: Fraction
) -> bool:
    """Backward over the sets of values of A that today's pie and tomorrow's set can give, per-period equivalents."""
    low, high = Fraction(0), ONE
    for t in range(len(wins_a) - 1, -1, -1):
        if t < len(wins_a) - 1:
            low, high = delta * low, (1 - delta) + delta * high
        low, high = max(low, wins_a[t] - a), min(high, wins_b[t] + b)
        if low > high:
            return False
    return True


def test_no_commitment_problem_means_that_a_peaceful_path_exists(case_count: CaseCount) -> None:
    found = {True: 0, False: 0}
    only_over_time = 0
    for rng in draws(case_count(sample=200, proof=6000), 6):
        periods = int(rng.integers(2, 7))
        p = [rational(rng) for _ in range(periods)]
        if rng.integers(2):
            p.sort()
        first_strike = rng.integers(4) == 0
        p_b = [max(Fraction(0), v - rational(rng, 0, 4)) for v in p] if first_strike else p
        a, b, delta = rational(rng, 0, 6), rational(rng, 0, 6), Fraction(int(rng.integers(1, 20)), 20)
        answer = commitment_problem(p, (a, b), delta, p_if_b_attacks=p_b if first_strike else None)
        assert answer.exists != peace_is_possible(p, p_b, a, b, delta)
        # Values after the last period are those of the last, so the tail adds nothing.
        locked = ([(v - a) / (1 - delta) for v in p], [(1 - v - b) / (1 - delta) for v in p_b])
        general = commitment_problem_of_values(locked, 1, delta)
        assert [s.problem for s in general.next_period] == [s.problem for s in answer.next_period]
        assert general.exists == answer.exists
        steps = {(s.time, s.riser) for s in answer.next_period if s.problem}
        starts = [(s.time, s.riser) for s in answer.over_time]
        assert len(set(starts)) == len(starts)
        for found_over in answer.over_time:
            inside = range(found_over.time, found_over.time + found_over.periods)
            assert not any((t, found_over.riser) in steps for t in inside)
        found[answer.exists] += 1
        only_over_time += answer.exists and not any(s.problem for s in answer.next_period)
    assert min(found.values()) > 10
    assert only_over_time


def war_in_the_game(rising: list[Fraction], cost_r: list[Fraction], cost_d: Fraction, delta: Fraction) -> bool:
    """D makes every offer; R takes it or fights; D may fight instead. Solved from the end; is there war on the path?"""
    worth_r = max(Fraction(0), rising[-1] - cost_r[-1])
    worth_d = 1 - worth_r
    war = False
    for p, cost in zip(rising[-2::-1], cost_r[-2::-1], strict=True):
        offer = max(Fraction(0), (p - cost - delta * worth_r) / (1 - delta))
        in_peace = (1 - delta) * (1 - offer) + delta * worth_d
        if offer > 1 or 1 - p - cost_d > in_peace:
            worth_r, worth_d, war = p - cost, 1 - p - cost_d, True
        else:
            worth_r, worth_d = (1 - delta) * offer + delta * worth_r, in_peace
    return war


def test_the_declining_party_fights_in_the_game_solved_backward(case_count: CaseCount) -> None:
    found = {True: 0, False: 0}
    for rng in draws(case_count(sample=150, proof=4000), 7):
        periods = int(rng.integers(2, 7))
        p = sorted(rational(rng) for _ in range(periods))
        a, b, delta = rational(rng, 0, 6), rational(rng, 0, 6), Fraction(int(rng.integers(1, 20)), 20)
        answer = commitment_problem(p, (a, b), delta)
        assert answer.exists == war_in_the_game(p, [a] * periods, b, delta)
        assert all(shift.riser == "A" for shift in answer.problems)
        found[answer.exists] += 1
    assert min(found.values()) > 10


def test_swapping_the_parties_swaps_the_answer(case_count: CaseCount) -> None:
    other = {"A": "B", "B": "A"}
    for rng in draws(case_count(sample=100, proof=2000), 8):
        p = [rational(rng) for _ in range(4)]
        a, b, delta = rational(rng, 0, 4), rational(rng, 0, 4), Fraction(int(rng.integers(1, 20)), 20)
        here = commitment_problem(p, (a, b), delta).problems
        there = commitment_problem([1 - v for v in p], (b, a), delta).problems
        key = [(s.time, s.periods, s.riser, s.left, s.right) for s in here]
        assert sorted(key) == sorted((s.time, s.periods, other[s.riser], s.left, s.right) for s in there)


def test_fearons_version_is_the_game_in_which_the_riser_makes_every_offer(case_count: CaseCount) -> None:
    found = {True: 0, False: 0}
    for rng in draws(case_count(sample=200, proof=3000), 9):
        now, later, once = rational(rng), rational(rng), rational(rng, 0, 40)
        delta = Fraction(int(rng.integers(1, 20)), 20)
        # From the second period on D keeps what war would then give it; costs are paid once.
        war_now = (1 - now) / (1 - delta) - once
        kept_later = (1 - later) / (1 - delta) - once
        shift = fearon_1995(now, later, once, delta)
        assert isinstance(shift, Shift)
        assert shift.problem == (war_now > 1 + delta * kept_later)
        found[shift.problem] += 1
    assert min(found.values()) > 5


def test_the_needed_reliability_is_where_the_game_turns(case_count: CaseCount) -> None:
    verdicts = dict[str, int]()
    for rng in draws(case_count(sample=250, proof=5000), 10):
        now, later, joined = (rational(rng) for _ in range(3))
        rising, declining, extra = (rational(rng, 0, 3) for _ in range(3))
        delta = Fraction(int(rng.integers(10, 20)), 20)
        q = rational(rng)
        answer = third_party_guarantee(
            now, later, joined, (rising, declining), delta, added_cost=extra, reliability=[q, 1]
        )
        path = [now, q * joined + (1 - q) * later]
        # Left out: where even all of today's pie does not keep R from fighting before the guarantee holds. D cannot
        # bind itself to leave R more later, which is another problem than the one that a guarantee to D cures.
        if now - rising <= (1 - delta) + delta * max(Fraction(0), path[1] - rising - q * extra):
            war = war_in_the_game(path, [rising, rising + q * extra], declining, delta)
            assert answer.lines[0].war == war
        certain = answer.lines[1]
        if not isinstance(answer.needed, NoReliability):
            assert answer.lines[0].war == (q < answer.needed)
        else:
            assert certain.war or not answer.without.war
        assert answer.without.war == (answer.verdict != "not needed")
        if answer.without.war:
            assert certain.war == (answer.verdict != "suffices")
        verdicts[answer.verdict] = verdicts.get(answer.verdict, 0) + 1
        _remedies_do(answer, now, later, joined, rising, declining, extra, delta)
    assert set(verdicts) == {"not needed", "suffices", "too small", "no help"}


def _remedies_do(
    answer: object, now: Fraction, later: Fraction, joined: Fraction, rising: Fraction, declining: Fraction,
    extra: Fraction, delta: Fraction,
) -> None:  # fmt: skip
    """Each remedy alone, at its bound, makes peace possible, and a little less does not."""
    small = Fraction(1, 1000)
    for k, remedy in enumerate(getattr(answer, "remedies", ())):
        step = small if remedy.bound == "at most" else -small

        def war(value: Fraction, which: int = k) -> bool:
            p, cost, helped, add = [
                (value, rising, None, extra),
                (later, value, None, extra),
                (later, rising, value, extra),
                (later, rising, joined, value),
            ][which]
            wins = p if helped is None else helped
            cost = cost if helped is None else cost + add
            return delta * wins - now > declining + delta * cost

        assert not war(remedy.value)
        if remedy.what.startswith("help that costs") and remedy.value == 0:
            continue
        assert war(remedy.value + step)


@dataclass(frozen=True)
class Guaranteed:
    """One guarantee to B, in floats, and what it does at a time."""

    share: float
    alone: float
    helped: float
    cost_a: float
    cost_b: float
    extra: float
    start: float
    years: float
    hazard: float
    notice: float
    only: bool

    def reliability(self, time: float) -> float:
        fading = self.start * math.exp(-self.hazard * max(0.0, time - self.notice))
        return fading if time < self.years else 0.0

    def war(self, time: float, by: str) -> tuple[float, float]:
        q = 0.0 if self.only and by == "B" else self.reliability(time)
        wins = (1 - q) * self.alone + q * self.helped
        return wins - self.cost_a - q * self.extra, 1 - wins - self.cost_b

    def kept(self, time: float) -> bool:
        return self.war(time, "A")[0] <= self.share + 1e-12 and self.war(time, "B")[1] <= 1 - self.share + 1e-12

    def first_attack(self, delta: float) -> tuple[int, str] | Literal["too close"] | None:
        """From the end: each attack against the sum of all that waiting for the next one brings."""
        attack: tuple[int, str] | None = None
        for year in range(int(self.years), -1, -1):
            gains = dict[str, float]()
            for place, side in enumerate("AB"):
                waiting = own = self.share if side == "A" else 1 - self.share
                if attack is not None:
                    wait = attack[0] - year
                    peace = sum((1 - delta) * delta**s * own for s in range(wait))
                    waiting = peace + delta**wait * self.war(*attack)[place]
                gains[side] = self.war(year, side)[place] - waiting
            if any(abs(gain) < 1e-12 for gain in gains.values()):
                return "too close"
            starters = [side for side, gain in gains.items() if gain > 0]
            attack = (year, starters[0]) if starters else attack
        return attack


def asked(of: Guaranteed, exact: list[Fraction], discount: Fraction | str) -> GuaranteeTerms:
    share, alone, helped, a, b, d, q0, years, hazard, notice = exact
    return guarantee_term(
        share,
        alone,
        helped,
        (a, b),
        reliability=q0,
        terms=years,
        discount=discount,
        hazard=hazard,
        notice=notice,
        added_cost=d,
        only_if_attacked=of.only,
    )


def drawn(rng: np.random.Generator, *, whole_years: bool) -> tuple[Guaranteed, list[Fraction]]:
    alone = rational(rng, 8, 20)
    exact = [
        rational(rng, 0, 16),
        alone,
        alone * rational(rng, 0, 20),
        *(rational(rng, 0, 6) for _ in range(3)),
        rational(rng),
        Fraction(int(rng.integers(1, 9))) if whole_years else rational(rng, 20, 400),
        rational(rng, 0, 8, 100) if rng.integers(2) else Fraction(0),
        rational(rng, 0, 40),
    ]
    return Guaranteed(*(float(v) for v in exact), only=bool(rng.integers(2))), exact


def test_looking_ahead_agrees_with_the_sums_written_out(case_count: CaseCount) -> None:
    outcomes = set[tuple[str, bool]]()
    for rng in draws(case_count(sample=150, proof=3000), 11):
        plain, exact = drawn(rng, whole_years=True)
        delta = Fraction(int(rng.integers(10, 20)), 20)
        attack = plain.first_attack(float(delta))
        if attack == "too close":
            continue
        outcome = asked(plain, exact, delta).terms[0].outcome
        if attack is None:
            assert isinstance(outcome, Kept)
            outcomes.add(("", False))
        else:
            assert isinstance(outcome, War)
            assert outcome.year == attack[0]
            assert outcome.by in (attack[1], "both")
            outcomes.add((outcome.by, outcome.ahead_of_time))
    assert {("", False), ("A", False), ("B", False), ("B", True)} <= outcomes


def test_the_share_is_kept_up_to_the_time_that_is_stated(case_count: CaseCount) -> None:
    ends = set[str]()
    for rng in draws(case_count(sample=90, proof=3000), 12):
        plain, exact = drawn(rng, whole_years=False)
        (term,) = asked(plain, exact, "0.9").terms
        until = float(term.sustained)
        broken = [year for year in range(math.ceil(plain.years)) if not plain.kept(year)]
        assert isinstance(term.first, Violation) == bool(broken)
        assert not isinstance(term.first, Violation) or term.first.time == broken[0]
        assert all(plain.kept(until * k / 20 * (1 - 1e-9)) for k in range(20) if until)
        if term.ends_by == "nothing":
            assert plain.kept(plain.years + 1)
        else:
            assert not plain.kept(until + 1e-6) or not plain.kept(until)
        ends.add(term.ends_by)
    assert ends == {"nothing", "wear", "the term", "too little help", "too small a share for B"}
