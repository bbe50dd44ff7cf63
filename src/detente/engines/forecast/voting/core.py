"""What nothing beats, on one scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen

METHOD = "core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Core(Answer):
    """The interval of positions that no winning coalition would leave, both ends included.

    low_pivots, high_pivots: who stands at its ends; all of them where several do. holds: whether the status quo lies
    in it, so that nothing changes.
    """

    low: float
    high: float
    low_pivots: tuple[str, ...]
    high_pivots: tuple[str, ...]
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCore(Answer):
    """No position is stable: from each a coalition that wins prefers to move. `reason` says which."""

    reason: str


def core(problem: SpatialProblem) -> Core | NoCore:
    """The positions on the scale from which no coalition that could move would want to.

    y is in the core iff neither those above y win nor those below: from the lowest x_k such that those above x_k do
    not win, to the highest x_k such that those below x_k do not.

    problem: ideal points on one scale and the rule; where it stands today decides `holds` only.

    NoCore where two coalitions that share nobody can both win, and stand apart. On a line it is never so as long as any
    two that win share a voter. Only comparisons of what is given: exact. O(n^2), 100 voters in 1 ms.

    >>> from detente.engines.forecast.voting.spatial_problem import on_a_line
    >>> found = core(on_a_line([10, 30, 50, 70, 90], 20, quota=4))
    >>> found.low, found.high, found.holds
    (30.0, 70.0, False)

    Black, D. (1958). The Theory of Committees and Elections. Cambridge University Press; for other rules than a
    majority Krehbiel, K. (1998). Pivotal Politics. University of Chicago Press (both recalled).
    """
    ideals, quo = problem.line, float(problem.status_quo[0])
    places: list[float] = np.unique(ideals).tolist()
    low = next(x for x in places if not problem.rule.wins(np.flatnonzero(ideals > x).tolist()))
    high = next(x for x in reversed(places) if not problem.rule.wins(np.flatnonzero(ideals < x).tolist()))
    below_low, above_high = _names(problem, ideals < low), _names(problem, ideals > high)
    if low > high:
        return NoCore(
            method=METHOD,
            certificate=frozen(move_up=_names(problem, ideals >= low), move_down=_names(problem, ideals <= high)),
            reason=f"those at {low:g} or above win, and so do those at {high:g} or below: they share nobody",
        )
    return Core(
        method=METHOD,
        certificate=frozen(
            above_low=_names(problem, ideals > low),
            below_high=_names(problem, ideals < high),
            below_low=below_low,
            above_high=above_high,
        ),
        low=low,
        high=high,
        low_pivots=_names(problem, ideals == low),
        high_pivots=_names(problem, ideals == high),
        holds=low <= quo <= high,
    )


def _names(problem: SpatialProblem, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[str, ...]:
    return tuple(problem.voters[v] for v in np.flatnonzero(where).tolist())
