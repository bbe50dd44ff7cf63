"""Nash bargaining over one scale, with what holds if nothing is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import BoolArray, FloatArray, PositionProblem
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

METHOD = "nash-outcome"

TOLERANCE = 1e-9
"""Of the width of the scale: how near the outcome is to the maximum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NashOutcome(Answer):
    """The outcome, whom it leaves better off than the reversion, and whom worse.

    agreed: whether some outcome is better than the reversion for everybody with weight; else `outcome` is the
    reversion, and `blocking` names those who hold it, or, where nobody does, those of whom no outcome satisfies all.
    """

    outcome: float
    agreed: bool
    blocking: tuple[str, ...]


def nash_outcome(problem: PositionProblem, *, cost_of_no_deal: float = 0.0) -> NashOutcome:
    """The outcome that splits what all gain over no decision, each by its influence.

    Maximise sum_i c_i ln(D - s_i (O - x_i)^2 + s_i (rp - x_i)^2) over the O at which every bracket is positive, rp
    the reversion, D the cost of having no deal. Concave, so halving by the sign of the slope finds it. Actors without
    influence or salience do not bargain.

    problem: positions in units of the scale, salience 0 to 1, influence 0 or more, and a reversion.
    cost_of_no_deal: D, in squared units of the scale; with D far above all the rest the outcome is the compromise.

    Where no outcome leaves all better off than the reversion, that is the outcome, with those who block. Raises
    OutOfDomain without a reversion. O(n log(1 / tolerance)); to 1e-9 of the scale.

    >>> from detente.engines.forecast.problem import position_problem
    >>> round(nash_outcome(position_problem([("a", 40, 1, 1), ("b", 60, 1, 1)], reversion=0)).outcome, 6)
    46.277187

    Nash, J. F. (1950). The bargaining problem. Econometrica 18(2): 155-162, https://doi.org/10.2307/1907266; with
    these utilities: Achen (2006), in Thomson et al., The European Union Decides (recalled).
    """
    if problem.reversion is None:
        raise OutOfDomain("Nash bargaining needs a reversion: what holds if nothing is decided")
    if not 0 <= cost_of_no_deal < np.inf:
        raise OutOfDomain("the cost of having no deal is 0 or more, and a number")
    at, held = problem.reversion, problem.weights > 0
    x, s, c = problem.positions[held], problem.salience[held], problem.influence[held]
    names = [name for name, has in zip(problem.actors, held.tolist(), strict=True) if has]
    reach = np.sqrt((at - x) ** 2 + cost_of_no_deal / s)
    low, high = max(problem.low, float((x - reach).max())), min(problem.high, float((x + reach).min()))
    within = TOLERANCE * (problem.high - problem.low)
    if high - low <= within:
        alone: BoolArray = reach <= within
        pinned: BoolArray = alone if alone.any() else (x - reach >= low - within) | (x + reach <= high + within)
        blocking = tuple(name for name, is_in in zip(names, pinned.tolist(), strict=True) if is_in)
        return _answer(problem, cost_of_no_deal, at, agreed=False, blocking=blocking)

    def gains_at(outcome: float) -> FloatArray:
        return cost_of_no_deal + s * ((at - x) ** 2 - (outcome - x) ** 2)

    def slope(outcome: float) -> float:
        gains = gains_at(outcome)
        pinched = gains <= 0
        if pinched.any():
            return float((x - outcome)[pinched].sum())
        return float((-2 * c * s * (outcome - x) / gains).sum())

    best = _top(slope, low, high, within)
    gains = dict(zip(names, gains_at(best).tolist(), strict=True))
    return _answer(problem, cost_of_no_deal, best, agreed=True, gains=gains, slope=slope(best))


def _top(slope: Callable[[float], float], low: float, high: float, within: float) -> float:
    """Where a concave function is largest, by halving on the sign of its slope: values alone are flat near the top."""
    while high - low > within:
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def _answer(
    problem: PositionProblem,
    cost: float,
    outcome: float,
    *,
    agreed: bool,
    blocking: tuple[str, ...] = (),
    **certificate: object,
) -> NashOutcome:
    return NashOutcome(
        method=METHOD,
        parameters=frozen(cost_of_no_deal=cost, reversion=problem.reversion),
        certificate=frozen(**certificate),
        tolerance=TOLERANCE * (problem.high - problem.low),
        outcome=float(outcome),
        agreed=agreed,
        blocking=blocking,
    )


def nash_outcomes(
    positions: FloatArray, salience: FloatArray, influence: FloatArray, reversion: float, low: float, high: float
) -> FloatArray:
    """The Nash outcome of many runs, without a cost of no deal: arrays [run, actor] to outcome[run].

    The reversion where nothing is better for all who have weight. The same numbers as `nash_outcome`, to its tolerance.
    """
    x, s, c = (np.atleast_2d(np.asarray(a, dtype=np.float64)) for a in (positions, salience, influence))
    held: BoolArray = s * c > 0
    reach: FloatArray = np.where(held, np.abs(reversion - x), np.inf)
    below: FloatArray = np.maximum(low, (x - reach).max(axis=1))
    above: FloatArray = np.minimum(high, (x + reach).min(axis=1))
    within = TOLERANCE * (high - low)
    agreed = above - below > within
    at_stake: FloatArray = (reversion - x) ** 2
    for _ in range(int(np.ceil(np.log2((high - low) / within)))):
        middle: FloatArray = (below + above) / 2
        away: FloatArray = middle[:, None] - x
        gains: FloatArray = s * (at_stake - away**2)
        pinched: BoolArray = held & (gains <= 0)
        parts: FloatArray = np.divide(-2 * c * s * away, gains, out=np.zeros_like(gains), where=held & (gains > 0))
        pushed: FloatArray = np.where(pinched, -away, 0).sum(axis=1)
        slope: FloatArray = np.where(pinched.any(axis=1), pushed, parts.sum(axis=1))
        below, above = np.where(slope > 0, middle, below), np.where(slope > 0, above, middle)
    return np.where(agreed, (below + above) / 2, reversion)
