"""What an attack is worth to the challenger when guarantors may join, and whether that deters it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.engines.commitments.deterrence.common_factor import TOLERANCE
from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.deterrence.drawing import draw
from detente.engines.commitments.deterrence.joining import Outlook, most_likely, outlook, subset_sums
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

LISTED = 16
"""Joined sets that the certificate lists, the most likely ones; the rest is one line."""

CLEAR = 4.0
"""Standard errors between the expected utility and the status quo from which a Monte Carlo answer is called clear."""

DEPENDENCE = "independence between guarantors is an assumption: a common cause makes it likelier that nobody joins"
RISK_NEUTRAL = "the challenger is taken to maximise expected value and to know every input as it is stated here"


@dataclass(frozen=True, slots=True)
class JoinedSet:
    """One group that may join: its chance, the challenger's chance of winning then, and what it gets then."""

    joined: tuple[str, ...]
    probability: float
    success: float
    payoff: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeterrenceResult(Answer):
    """An attack's expected worth to the challenger, beside the status quo."""

    expected_utility: float
    success: float
    """The expected chance that the challenger wins."""
    nobody_joins: float
    status_quo: float
    deterred: bool
    """Whether the expected utility is at most the status quo; a tie counts as deterred."""
    tie: bool
    """Whether the two are equal up to the rounding of floats."""
    clear: bool
    """Whether the verdict stands beyond the stated error; always true where the answer is exact."""
    sets: tuple[JoinedSet, ...] = ()
    """The most likely joined sets; empty above 20 guarantors."""

    @property
    def margin(self) -> float:
        """By how much the status quo exceeds the expected utility; negative where an attack pays."""
        return self.status_quo - self.expected_utility

    @property
    def verdict(self) -> str:
        """The answer in words."""
        words = "deterred, by a tie" if self.tie else "deterred" if self.deterred else "not deterred"
        return words if self.clear else f"{words}, but within the error of this answer"


def deterrence(
    problem: Deterrence,
    correlation: float = 0.0,
    draws: int | None = None,
    seed: int | None = None,
    *,
    workers: int = 1,
    progress: Progress = SILENT,
) -> DeterrenceResult:
    """What an attack is worth to the challenger, over all groups of guarantors that may join, and whether it deters.

    EU = sum_S Pr(S) [ p(S) V - c0 - sum_{i in S} d_i ] with p(S) = sA^m / (sA^m + (sB + sum_{i in S} lambda_i s_i)^m);
    deterred iff EU <= u.

    problem: strengths >= 0 in one unit; prize V > 0, costs c0, d_i >= 0 and status quo u in one unit of worth; m >= 0;
        projections lambda_i and reliabilities q_i in [0, 1].
    correlation: rho in [0, 1] of joining, a one-factor Gaussian copula; 0 is independence, which is an assumption too.
    draws: None for the sum over all sets (up to 20 guarantors) or over binned capability (above, up to 1,000, with a
        bracket); a number for Monte Carlo with its standard error. seed: of the draws; made up and reported if None.
        workers: threads that share the draws; the answer does not depend on them.

    Always an answer; `clear` is False where the error of the method does not settle the verdict.
    O(2^n) to n = 20 (0.1 s), O(n bins log bins) above (60: 0.5 s), O(draws n) for draws (10^6 of 10: 0.2 s).

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> asked = Deterrence(4, 1, (Guarantor("g", 12, 0.5, 0.5, 0.15),), cost=0.3)
    >>> answer = deterrence(asked)
    >>> round(answer.expected_utility, 6), answer.verdict
    (0.206818, 'not deterred')

    Bueno de Mesquita, B. (1981). The War Trap. Yale University Press, chapter 2 (expected utility with third parties);
    the contest after Tullock (1980); the sum over joined sets is derived here.
    """
    if draws is not None:
        return _drawn(problem, correlation, draws, seed, workers, progress)
    return _summed(problem, correlation, outlook(problem, correlation))


def expected_utility(problem: Deterrence, success: float) -> float:
    """EU from E[p]: the costs are linear, so their part holds whatever the dependence."""
    costs = math.fsum(g.reliability * g.added_cost for g in problem.guarantors)
    return problem.prize * success - problem.cost - costs


def _summed(problem: Deterrence, correlation: float, seen: Outlook) -> DeterrenceResult:
    utility = expected_utility(problem, seen.success)
    spread = problem.prize * max(seen.high - seen.success, seen.success - seen.low)
    mixed = 0 < correlation < 1 and len(problem.guarantors) > 1
    tolerance = spread + (problem.prize * TOLERANCE if mixed else 0.0)
    listed, rest = _listed(problem, seen.chances, seen.success_by_set)
    return _result(
        problem,
        correlation,
        utility,
        seen.success,
        seen.nobody,
        allowed=tolerance,
        tolerance=tolerance or None,
        sets=listed,
        rule=seen.rule,
        certificate=frozen(
            sets=listed,
            rest=rest,
            success_bracket=(seen.low, seen.high),
            by_parts=frozen(
                prize_times_success=problem.prize * seen.success,
                cost=problem.cost,
                expected_added_costs=math.fsum(g.reliability * g.added_cost for g in problem.guarantors),
            ),
        ),
    )


def _drawn(
    problem: Deterrence, correlation: float, draws: int, seed: int | None, workers: int, progress: Progress
) -> DeterrenceResult:
    seen = draw(problem, correlation, draws, seed, workers, progress)
    by_set = problem.success(subset_sums(problem.projected)) if len(seen.counts) else None
    listed, rest = _listed(problem, seen.counts / draws if len(seen.counts) else None, by_set)
    return _result(
        problem,
        correlation,
        seen.payoff,
        seen.success,
        seen.nobody,
        allowed=CLEAR * seen.payoff_error if seen.payoff_error > 0 or _certain(problem) else math.inf,
        tolerance=seen.payoff_error,
        sets=listed,
        rule=f"Monte Carlo, {draws} draws",
        seed=seen.seed,
        certificate=frozen(
            sets=listed,
            rest=rest,
            draws=draws,
            standard_errors=frozen(
                expected_utility=seen.payoff_error, success=seen.success_error, nobody_joins=seen.nobody_error
            ),
        ),
    )


def _certain(problem: Deterrence) -> bool:
    """Whether every draw is worth the same; else draws that agree by chance leave the verdict open."""
    return all(g.reliability in (0, 1) or g.projected == g.added_cost == 0 for g in problem.guarantors)


def _result(
    problem: Deterrence,
    correlation: float,
    utility: float,
    success: float,
    nobody: float,
    *,
    allowed: float,
    tolerance: float | None,
    sets: tuple[JoinedSet, ...],
    rule: str,
    certificate: Mapping[str, object],
    seed: int | None = None,
) -> DeterrenceResult:
    away = utility - problem.status_quo
    tie = abs(away) <= problem.rounding
    several = len(problem.guarantors) > 1
    return DeterrenceResult(
        method="deterrence",
        expected_utility=utility,
        success=success,
        nobody_joins=nobody,
        status_quo=problem.status_quo,
        deterred=tie or away <= 0,
        tie=tie,
        clear=abs(away) > allowed or allowed == 0,
        sets=sets,
        parameters=frozen(correlation=correlation, decisiveness=problem.decisiveness, rule=rule),
        certificate=certificate,
        caveats=(RISK_NEUTRAL, *((DEPENDENCE,) if several and correlation == 0 else ())),
        tolerance=tolerance,
        seed=seed,
    )


def _listed(
    problem: Deterrence, chances: FloatArray | None, success: FloatArray | None
) -> tuple[tuple[JoinedSet, ...], Mapping[str, object]]:
    """The most likely sets, and what all others together add to the expected utility."""
    if chances is None or success is None:
        return (), frozen(sets="not listed", probability=1.0)
    payoff = problem.prize * success - problem.cost - subset_sums(problem.added_costs)
    first = most_likely(chances, LISTED)
    others = np.ones(len(chances), dtype=np.bool_)
    others[first] = False
    sets = tuple(
        JoinedSet(
            tuple(name for i, name in enumerate(problem.names) if number >> i & 1),
            float(chances[number]),
            float(success[number]),
            float(payoff[number]),
        )
        for number in first
    )
    rest = frozen(
        sets=int(others.sum()),
        probability=float(chances[others].sum()),
        adds=float(chances[others] @ payoff[others]),
    )
    return sets, rest
