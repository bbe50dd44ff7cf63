"""Deterrence when reliabilities are themselves uncertain: how likely is it that an attack does not pay?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.deterrence.drawing import check_draws, streams
from detente.engines.commitments.deterrence.expected_utility import DEPENDENCE, RISK_NEUTRAL
from detente.engines.commitments.deterrence.incomplete_beta import log_beta
from detente.engines.commitments.deterrence.joining import check_listed, multilinear, subset_sums
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.commitments.deterrence.reliability import BetaPrior
from detente.engines.commitments.deterrence.threshold import reliability_threshold
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

LARGEST_WORK = 2 * 10**10
"""draws x joined sets; about half a minute."""
_AT_ONCE = 2**22


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainDeterrence(Answer):
    """The chance that an attack is deterred, over what is believed of the reliabilities."""

    probability_deterred: float
    standard_error: float
    interval: tuple[float, float]
    """95 %, of the chance, given the draws; also says how little a count of 0 proves."""
    expected_utility: float
    """E[EU], a closed form."""
    expected_utility_drawn: float
    expected_utility_error: float
    exact_probability: float | NoAnswer
    """The same chance without draws, where there is one guarantor."""
    priors: tuple[BetaPrior, ...]


def uncertain_deterrence(
    problem: Deterrence,
    priors: Sequence[BetaPrior],
    draws: int = 100_000,
    seed: int | None = None,
    *,
    shared: bool = False,
    progress: Progress = SILENT,
) -> UncertainDeterrence:
    """How likely it is that an attack does not pay, when nobody knows the reliabilities exactly.

    P(EU(q) <= u) with q_i ~ Beta(a_i, b_i), independent, or one q for all when shared; for given q the guarantors join
    independently, so EU(q) is summed over all sets, not drawn. E[EU] is EU at the mean reliabilities, for EU is affine
    in each; when shared, sum_k P_k B(a + k, b + n - k) / B(a, b) with P_k the payoffs of all sets of k added up.

    problem: up to 20 guarantors; their stated reliabilities are not used. priors: one a guarantor, in their order.
    draws: at least 2; draws x 2^n at most 2 10^10. seed: made up and reported if None.
    shared: one uncertain base rate for all guarantors; needs equal priors.

    Always an answer, with the standard error of the draws and an interval. For one guarantor also the exact chance,
    P(q >= q*). O(draws 2^n): 10^5 draws of 10 guarantors in 0.2 s.

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> asked = Deterrence(4, 1, (Guarantor("g", 12, 0.5, 0.5, 0.15),), cost=0.3)
    >>> answer = uncertain_deterrence(asked, [BetaPrior(4, 1.5, "assumed")], seed=1)
    >>> round(answer.probability_deterred, 2), round(answer.exact_probability, 4)
    (0.28, 0.2826)

    Derived here.
    """
    n = len(problem.guarantors)
    check_listed(n)
    check_draws(draws)
    if len(priors) != n:
        raise OutOfDomain(f"{len(priors)} priors for {n} guarantors: give one each, in their order")
    if shared and len({(prior.a, prior.b) for prior in priors}) > 1:
        raise OutOfDomain("a shared reliability needs one prior for all: these differ")
    if draws * 2**n > LARGEST_WORK:
        raise TooLarge("draws x joined sets", estimate=draws * 2**n, limit=LARGEST_WORK, todo="ask for fewer draws")
    payoff = problem.prize * problem.success(subset_sums(problem.projected)) - problem.cost
    payoff -= subset_sums(problem.added_costs)
    kept, utilities = _drawn(payoff, priors, draws, seed, shared, progress)
    deterred = int(np.count_nonzero(utilities <= problem.status_quo + problem.rounding))
    chance = deterred / draws
    return UncertainDeterrence(
        method="uncertain-deterrence",
        probability_deterred=chance,
        standard_error=math.sqrt(chance * (1 - chance) / draws),
        interval=BetaPrior(deterred + 0.5, draws - deterred + 0.5, "draws").interval(),
        expected_utility=_mean_utility(payoff, priors, shared),
        expected_utility_drawn=float(utilities.mean()),
        expected_utility_error=float(utilities.std(ddof=1)) / math.sqrt(draws),
        exact_probability=_exact(problem, priors),
        priors=tuple(priors),
        parameters=frozen(draws=draws, shared=shared),
        certificate=frozen(
            deterred_draws=deterred, draws=draws, mean_reliabilities=tuple(prior.mean for prior in priors)
        ),
        caveats=tuple(dict.fromkeys([*(c for prior in priors for c in prior.caveats), RISK_NEUTRAL, DEPENDENCE])),
        tolerance=math.sqrt(chance * (1 - chance) / draws),
        seed=kept,
    )


def _drawn(
    payoff: FloatArray, priors: Sequence[BetaPrior], draws: int, seed: int | None, shared: bool, progress: Progress
) -> tuple[int, FloatArray]:
    kept, work = streams(seed, draws)
    a, b = (np.array([getattr(prior, end) for prior in priors], dtype=np.float64) for end in ("a", "b"))
    found: list[FloatArray] = []
    for done, (stream, size) in enumerate(work):
        progress.at("draws", done, len(work))
        rng = np.random.default_rng(stream)
        if shared and len(priors):
            joins = np.repeat(rng.beta(a[0], b[0], size)[:, None], len(priors), axis=1)
        else:
            joins = rng.beta(a, b, (size, len(priors)))
        rows = max(_AT_ONCE // math.isqrt(len(payoff)), 1)
        found += [multilinear(payoff, joins[start : start + rows]) for start in range(0, size, rows)]
    return kept, np.concatenate(found)


def _mean_utility(payoff: FloatArray, priors: Sequence[BetaPrior], shared: bool) -> float:
    if not shared or not priors:
        return float(multilinear(payoff, np.array([[prior.mean for prior in priors]])).item())
    n, a, b = len(priors), priors[0].a, priors[0].b
    by_size = np.bincount(subset_sums(np.ones(n)).astype(np.int64), weights=payoff)
    return math.fsum(p * math.exp(log_beta(a + k, b + n - k) - log_beta(a, b)) for k, p in enumerate(by_size.tolist()))


def _exact(problem: Deterrence, priors: Sequence[BetaPrior]) -> float | NoAnswer:
    if len(priors) != 1:
        return NoAnswer("uncertain-deterrence", "the chance has a closed form for one guarantor only")
    found = reliability_threshold(problem)
    return found if isinstance(found, NoAnswer) else 0.0 if found.threshold > 1 else priors[0].at_least(found.threshold)
