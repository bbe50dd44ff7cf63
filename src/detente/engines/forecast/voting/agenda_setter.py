"""What is proposed by one who alone decides what is voted on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.forecast.voting.winset import winset
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

METHOD = "agenda-setter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Answer):
    """The outcome, and whether the setter gains by proposing at all; else the status quo stays.

    attained: whether the outcome itself beats the status quo; False at an open end, which proposals can only approach.
    limited_by: the voters whose limit the outcome is; none where the setter gets what it wants, or nothing.
    """

    setter: str
    outcome: float
    changes: bool
    attained: bool
    limited_by: tuple[str, ...]


def agenda_setter(problem: SpatialProblem, setter: str, *, ideal: float | None = None) -> Agenda:
    """If one actor makes a take-it-or-leave-it proposal, where does it lead?

    argmin |y - x_A| over the closure of what beats the status quo; the status quo where nothing does, or nothing
    that is nearer to the setter.

    problem: ideal points on one scale, the status quo, the rule. setter: a voter, or anybody else with an ideal of its
    own, such as a commission that proposes and does not vote. ideal: where that one stands.

    There is always an outcome, and one only: the winset lies on the setter's side of the status quo or does not help.
    Raises OutOfDomain for a setter that is no voter and has no ideal. O(n^2), 100 voters in 1 ms.

    >>> from detente.engines.forecast.voting.spatial_problem import on_a_line
    >>> agenda_setter(on_a_line([10, 30, 50, 70, 90], 20, quota=3), "voter 4").outcome
    80.0

    Romer, T. and Rosenthal, H. (1978). Political resource allocation, controlled agendas, and the status quo. Public
    Choice 33(4): 27-43 (recalled).
    """
    wanted, quo = _ideal(problem, setter, ideal), float(problem.status_quo[0])
    won = winset(problem)
    best, attained, limited = quo, True, ()
    for stretch in won.intervals:
        nearest = min(max(wanted, stretch.low), stretch.high)
        if abs(nearest - wanted) < abs(best - wanted):
            inside = nearest == wanted and nearest in stretch
            best, attained, limited = nearest, nearest in stretch, () if inside else stretch.pivots
    return Agenda(
        method=METHOD,
        certificate=frozen(winset=[(i.low, i.high) for i in won.intervals], ideal=wanted),
        caveats=() if attained else ("the outcome itself is refused: proposals can come as near to it as one likes",),
        setter=setter,
        outcome=best,
        changes=best != quo,
        attained=attained,
        limited_by=limited,
    )


def _ideal(problem: SpatialProblem, setter: str, ideal: float | None) -> float:
    if setter in problem.voters:
        if ideal is not None:
            raise OutOfDomain(f"{setter!r} is a voter and has its ideal there")
        return float(problem.line[problem.voters.index(setter)])
    if ideal is None:
        raise OutOfDomain(f"{setter!r} is no voter: give its ideal, or one of {', '.join(problem.voters)}")
    if not np.isfinite(ideal):
        raise OutOfDomain("the setter's ideal must be a number")
    return float(ideal)
