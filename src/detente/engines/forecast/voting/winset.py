"""What beats the status quo, on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.engines.forecast.voting.reach import Reach, farthest
from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen

METHOD = "winset"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the scale, whether its ends belong to it, who accepts all of it, and who stops it from going on.

    pivots: those whose own limit is its far end; without them it would end nearer to the status quo.
    """

    low: float
    high: float
    carried_by: tuple[str, ...]
    pivots: tuple[str, ...]
    with_low: bool = False
    with_high: bool = False

    def __contains__(self, point: float) -> bool:
        """Whether the point belongs to it."""
        above = self.low < point or (self.with_low and self.low == point)
        return above and (point < self.high or (self.with_high and self.high == point))


@dataclass(frozen=True, slots=True, kw_only=True)
class Winset(Answer):
    """The stretches of the scale that beat the status quo, ascending: one on each side of it at most, often none.

    against_up, against_down: who gains nothing by any step up, or down; where no stretch lies there, they prevent it.
    """

    status_quo: float
    intervals: tuple[Interval, ...]
    against_up: tuple[str, ...]
    against_down: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row a stretch."""
        return [
            {"low": i.low, "high": i.high, "carried_by": list(i.carried_by), "pivots": list(i.pivots)}
            for i in self.intervals
        ]


def winset(problem: SpatialProblem) -> Winset:
    """Everything on the scale that enough voters prefer to what holds today.

    Voter i prefers y to the status quo sq iff |y - x_i| < |sq - x_i|: between sq and 2 x_i - sq. Who follows far also
    follows less far, so the winset is (sq, 2 r - sq) with r the highest ideal above sq such that those at or above it
    win, and the same below.

    problem: ideal points on one scale, the status quo, the rule. No stretch where nothing beats the status quo: it
    lies in the core. If those who are indifferent accept, the far end belongs to the winset where somebody gains
    there; the status quo never does. Only the rounding of 2 r - sq. O(n^2), 100 voters in 1 ms.

    >>> from detente.engines.forecast.voting.spatial_problem import on_a_line
    >>> [(i.low, i.high) for i in winset(on_a_line([10, 30, 50, 70, 90], 20, quota=3)).intervals]
    [(20.0, 80.0)]

    Tsebelis, G. (2002). Veto Players. Princeton University Press, chapter 1 (recalled).
    """
    ideals, quo = problem.line, float(problem.status_quo[0])
    # Distances between ideals are compared, not the ends 2 x - sq, so that ties are those of the input.
    up, down = farthest(problem.rule, ideals - quo), farthest(problem.rule, quo - ideals)
    found: list[Interval] = []
    if down.distance > 0:
        found.append(_stretch(problem, down, quo, -1))
    if up.distance > 0:
        found.append(_stretch(problem, up, quo, 1))
    return Winset(
        method=METHOD,
        parameters=frozen(indifferent_accept=problem.indifferent_accept),
        certificate=frozen(limits={v: 2 * float(x) - quo for v, x in zip(problem.voters, ideals, strict=True)}),
        status_quo=quo,
        intervals=tuple(found),
        against_up=tuple(v for v, x in zip(problem.voters, ideals, strict=True) if x <= quo),
        against_down=tuple(v for v, x in zip(problem.voters, ideals, strict=True) if x >= quo),
    )


def _stretch(problem: SpatialProblem, reach: Reach, quo: float, sign: int) -> Interval:
    # The pivot's ideal itself, and not sq + distance, so that the end is rounded once.
    end = 2 * float(problem.line[reach.pivots[0]]) - quo
    closed = problem.indifferent_accept and reach.one_gains
    carried, pivots = (tuple(problem.voters[v] for v in who) for who in (reach.following, reach.pivots))
    if sign > 0:
        return Interval(quo, end, carried, pivots, with_high=closed)
    return Interval(end, quo, carried, pivots, with_low=closed)
