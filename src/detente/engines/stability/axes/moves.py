"""Best and worst over the moves of decision makers: one pass along each of their own axes.

An array over the states is a cube with an axis of length two for each action. Since a decision maker changes any of its
own actions at once, the largest (smallest) value it can reach, its own state included, is found action by action: where
an action goes both ways both halves take the larger, where it goes one way only the half that can still move does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.stability.problem import BoolArray, OptionForm, Reversal
from detente.foundation.errors import OutOfDomain

TOP = int(np.iinfo(np.int32).max)
BOTTOM = int(np.iinfo(np.int32).min)
"""No rank is as high or as low as these two: they stand at infeasible states."""

_SHORT = 4
"""Below this axis a half is so finely split that slices one by one are faster than a cube."""

Values = npt.NDArray[np.signedinteger[Any]]
Axis = tuple[int, Reversal]


@dataclass(frozen=True, slots=True)
class Opponents:
    """Those who may answer: the axes of each, and whether every state is feasible."""

    axes: tuple[tuple[Axis, ...], ...]
    infeasible: BoolArray | None


def check_option_form(problem: object) -> OptionForm:
    """The conflict, if transforms are exact for it; OutOfDomain with the reason if not."""
    if isinstance(problem, OptionForm):
        return problem
    raise OutOfDomain(
        "the axis transforms answer for conflicts in option form only: with common moves, single irreversible arcs or "
        "coalesced states two moves of one decision maker need not be one move, so that 'not twice in a row' forbids "
        "something; use the reachability engine"
    )


def axes_of(problem: OptionForm, decision_maker: int) -> tuple[Axis, ...]:
    """The actions that this decision maker can change, with their reversals; fixed ones are left out."""
    actions = problem.actions
    own = (o for o in problem.own(decision_maker) if actions[o].reversal != "fixed")
    return tuple((o, actions[o].reversal) for o in own)


def opponents_of(problem: OptionForm, decision_maker: int) -> Opponents:
    """Everybody else who can move at all."""
    others = (j for j in range(len(problem.decision_makers)) if j != decision_maker)
    axes = tuple(found for j in others if (found := axes_of(problem, j)))
    return Opponents(axes, infeasible_states(problem))


def infeasible_states(problem: OptionForm) -> BoolArray | None:
    """Where no state is feasible; None where all are."""
    return None if problem.feasible is None or problem.feasible.all() else ~problem.feasible


def halves(values: npt.NDArray[Any], action: int) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Views of the states without and with an action, in one or several pairs."""
    width = 1 << action
    cube = values.reshape(-1, 2, width)
    if action >= _SHORT:
        yield cube[:, 0], cube[:, 1]
    else:
        for place in range(width):
            yield cube[:, 0, place], cube[:, 1, place]


def spread(values: Values, axes: Sequence[Axis], join: np.ufunc) -> None:
    """In place: join each state's value with those of all states that moves lead to. O(axes x states)."""
    for action, reversal in axes:
        for without, taken in halves(values, action):
            if reversal == "forward":
                join(without, taken, out=without)
            elif reversal == "back":
                join(without, taken, out=taken)
            else:
                without[...] = join(without, taken, out=taken)


def best_of_own(values: Values, axes: Sequence[Axis], infeasible: BoolArray | None) -> Values:
    """For each state the largest value that its mover can reach in one move, or has by staying."""
    best = values.copy()
    if infeasible is not None:
        best[infeasible] = BOTTOM
    spread(best, axes, np.maximum)
    return best


def worst_by_moves(values: Values, opponents: Opponents) -> Values:
    """For each state the smallest value that the opponents can reach by any legal sequence of moves, or by none.

    Moves of one commute with those of another while all states are feasible: one round is enough. Where states are
    infeasible a way round may need more; rounds go on until nothing falls.
    """
    worst = values.copy()
    infeasible = opponents.infeasible
    if infeasible is not None:
        worst[infeasible] = TOP
    while True:
        before = worst.copy() if infeasible is not None else worst
        for axes in opponents.axes:
            spread(worst, axes, np.minimum)
            if infeasible is not None:
                worst[infeasible] = TOP
        if len(opponents.axes) < 2 or infeasible is None or np.array_equal(before, worst):
            return worst
