"""How a party ranks the states: from statements, weights, a ranking, pairs or values to whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.case.conflict_states import StateSpace
from detente.case.model.state_preference import StatePreference
from detente.engines.stability.option_prioritisation import ranks_by_truths
from detente.engines.stability.problem import BoolArray, IntArray, RankArray
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

Scores = Mapping[str, IntArray]
"""Party → the worth of every state in whole steps of its scale, infeasible ones included, for `from: values`."""

NO_SCORES: Scores = frozen()  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """How one party ranks all states, those beside the option form last; what stands at infeasible ones is idle.

    ranks: higher is better. levels: the classes between which a difference is great, higher is better; None where
        nothing is said of strength. unknown: pairs (of sets of states) of which the better is not known; with
        `only_pairs` all pairs are unknown but those in `known`, (better, worse).
    form: statements, weights, ranking, pairs, values, or nothing where the case says nothing.
    """

    ranks: RankArray
    form: str
    levels: RankArray | None = None
    unknown: tuple[tuple[BoolArray, BoolArray], ...] = ()
    known: tuple[tuple[BoolArray, BoolArray], ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the preference between any two states is known."""
        return self.form not in ("pairs", "nothing") and not self.unknown


def ranked(space: StateSpace, party: str, preference: StatePreference | None, scores: Scores = NO_SCORES) -> Ranked:
    """The ranks that a preference gives to every state.

    Where it is known in pairs only, or not at all, all states tie. Raises OutOfDomain for a preference from values
    without `scores`, which the assessment works out. O(states × statements).
    """
    if preference is None:
        return Ranked(_ties(space), "nothing")
    unknown = tuple((space.where(pair.one), space.where(pair.other)) for pair in preference.unknown)
    if preference.statements:
        truths = [space.holds(item.holds) for item in preference.statements]
        much = sum(item.much for item in preference.statements)
        levels = ranks_by_truths(truths[:much], len(space)) if much else None
        return Ranked(ranks_by_truths(truths, len(space)), "statements", levels, unknown)
    if preference.weights:
        return Ranked(_weighed(space, preference), "weights", None, unknown)
    if preference.ranking:
        return _in_places(space, preference, unknown)
    if preference.pairs:
        known = tuple((space.where(pair.better), space.where(pair.worse)) for pair in preference.pairs)
        return Ranked(_ties(space), "pairs", known=known)
    if party not in scores:
        what = f"{party}'s preference comes from its values, which the settlement engine works out"
        raise OutOfDomain(f"{what}: ask detente.assessment.conflict.conflict_of")
    worth = np.unique(scores[party], return_inverse=True)[1].astype(np.int32)
    return Ranked(worth, "values", None, unknown)


def _ties(space: StateSpace) -> RankArray:
    return np.zeros(len(space), dtype=np.int32)


def _weighed(space: StateSpace, preference: StatePreference) -> RankArray:
    parts = [item.points.point for item in preference.weights]
    unit = np.lcm.reduce([part.denominator for part in parts])
    score = np.zeros(len(space), dtype=np.int64)
    for item, part in zip(preference.weights, parts, strict=True):
        score += space.holds(item.holds) * int(part * int(unit))
    return np.unique(score, return_inverse=True)[1].astype(np.int32)


def _in_places(
    space: StateSpace, preference: StatePreference, unknown: tuple[tuple[BoolArray, BoolArray], ...]
) -> Ranked:
    ranks = np.zeros(len(space), dtype=np.int32)
    levels = np.zeros(len(space), dtype=np.int32)
    left: npt.NDArray[np.bool_] = space.feasible.copy()
    level = sum(place.much for place in preference.ranking)
    great = level > 0
    for height, place in zip(range(len(preference.ranking), 0, -1), preference.ranking, strict=True):
        here = np.logical_or.reduce([space.where(item) for item in place.states]) & left
        ranks[here], levels[here] = height, level
        left &= ~here
        level -= place.much
    if left.any():
        raise OutOfDomain(f"a ranking leaves out {int(left.sum())} feasible states")
    return Ranked(ranks, "ranking", levels if great else None, unknown)
