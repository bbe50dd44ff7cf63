"""The weighted mean of the positions; weighted by influence times salience it is the compromise model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.engines.forecast.problem import FloatArray, PositionProblem
from detente.engines.forecast.weighted_median import weights_of
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen


@dataclass(frozen=True, slots=True)
class Leverage:
    """How far the outcome goes with one actor: per unit of its position, of its salience, of its influence."""

    actor: str
    share: float
    by_position: float
    by_salience: float
    by_influence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanForecast(Answer):
    """The mean, and what each actor does to it."""

    outcome: float
    leverage: tuple[Leverage, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row an actor."""
        return [
            {
                "actor": item.actor,
                "share": item.share,
                "by_position": item.by_position,
                "by_salience": item.by_salience,
                "by_influence": item.by_influence,
            }
            for item in self.leverage
        ]


def weighted_mean(problem: PositionProblem, *, weighting: str = "influence") -> MeanForecast:
    """The average position, each counting by what it carries.

    O = sum_i w_i x_i / sum_i w_i; dO/dx_i = w_i / W, dO/dw_i = (x_i - O) / W.

    problem: positions in units of the scale, salience 0 to 1, influence 0 or more.
    weighting: "influence"; "salience"; "both", their product, which is the compromise model; "none", all alike.

    Raises OutOfDomain where nobody has weight. O(n); 10^6 runs of 10 actors in 0.1 s by `compromise_outcomes`.

    >>> from detente.engines.forecast.problem import position_problem
    >>> weighted_mean(position_problem([("a", 10, 0.5, 1), ("b", 90, 1, 3)])).outcome
    70.0

    Achen, C. H. (2006). Institutional realism and bargaining models. In Thomson, R. et al. (eds.), The European Union
    Decides, Cambridge University Press, chapter 4 (recalled).
    """
    return _mean(problem, weighting, "weighted-mean")


def compromise(problem: PositionProblem) -> MeanForecast:
    """Everybody gives way a little: the average position by influence times salience, near Nash bargaining.

    O = sum_i c_i s_i x_i / sum_i c_i s_i. It maximises prod_i (D - s_i (O - x_i)^2)^c_i in the limit of a cost D of
    no deal that is far above what is at stake; `nash_outcome` has no such limit.

    problem: positions in units of the scale, salience 0 to 1, influence 0 or more.

    Raises OutOfDomain where nobody has weight. O(n); 10^6 runs of 10 actors in 0.1 s by `compromise_outcomes`.

    >>> from detente.engines.forecast.problem import position_problem
    >>> compromise(position_problem([("a", 10, 0.5, 1), ("b", 90, 1, 3)])).outcome
    78.57...

    Achen, C. H. (2006). Institutional realism and bargaining models. In Thomson, R. et al. (eds.), The European Union
    Decides, Cambridge University Press, chapter 4 (recalled); Van den Bos, J. M. M. (1991). Dutch EC Policy Making.
    """
    return _mean(problem, "both", "compromise")


def compromise_outcomes(positions: FloatArray, salience: FloatArray, influence: FloatArray) -> FloatArray:
    """The compromise of many runs: arrays [run, actor] to outcome[run]; NaN where nobody has weight."""
    weights = np.asarray(influence, dtype=np.float64) * salience
    total = np.einsum("ij->i", weights)
    return np.divide(
        np.einsum("ij,ij->i", weights, np.asarray(positions, dtype=np.float64)),
        total,
        out=np.full(len(total), np.nan),
        where=total > 0,
    )


def _mean(problem: PositionProblem, weighting: str, method: str) -> MeanForecast:
    weights = weights_of(problem, weighting)
    total = float(weights.sum())
    if not total > 0:
        raise OutOfDomain(f"nobody has weight by {weighting}")
    outcome = float((weights * problem.positions).sum() / total)
    per_salience = problem.influence if weighting == "both" else np.full(len(weights), float(weighting == "salience"))
    per_influence = problem.salience if weighting == "both" else np.full(len(weights), float(weighting == "influence"))
    pull = (problem.positions - outcome) / total
    leverage = tuple(
        Leverage(actor, float(w / total), float(w / total), float(s), float(c))
        for actor, w, s, c in zip(problem.actors, weights, pull * per_salience, pull * per_influence, strict=True)
    )
    return MeanForecast(
        method=method,
        parameters=frozen(weighting=weighting),
        certificate=frozen(weight=total, moment=float((weights * problem.positions).sum())),
        outcome=outcome,
        leverage=leverage,
    )
