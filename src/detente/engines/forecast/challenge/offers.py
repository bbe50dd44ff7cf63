"""Who moves where in one round: the offers that expectations make, and the one that each accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.engines.forecast.challenge.readings import TIE, Reading
from detente.engines.forecast.challenge.utilities import Expectations
from detente.engines.forecast.problem import BoolArray, FloatArray

Kind = Literal["conflict", "compromise", "compel"]


@dataclass(frozen=True, slots=True, eq=False)
class Offers:
    """What j asks of i, over [i, j, run]: where i would go, and as which kind of offer."""

    conflict: BoolArray
    compromise: BoolArray
    compel: BoolArray
    targets: FloatArray

    def kind(self, actor: int, other: int, run: int) -> Kind:
        """The kind of one offer that there is."""
        if self.conflict[actor, other, run]:
            return "conflict"
        return "compromise" if self.compromise[actor, other, run] else "compel"


def offers(positions: FloatArray, seen: Expectations, reading: Reading) -> Offers:
    """The offers of one round, as each actor sees them.

    Both expect to gain, the other more: conflict, i goes all the way. i expects to lose, the other to gain more:
    compromise, i goes by the ratio of the two. The other gains less than i loses: i is compelled to go all the way.
    """
    conflict, compromise, compel = (np.zeros(seen.gaps.shape, dtype=np.bool_) for _ in range(3))
    targets = np.empty_like(seen.gaps)
    for i, here in enumerate(positions):
        mine, theirs = seen.challenge[i], seen.threat[i]
        threatened = (theirs > TIE) & (seen.gaps[i] > TIE)
        losing = threatened & (mine < -TIE)
        np.logical_and(losing, mine + theirs > TIE, out=compromise[i])
        targets[i] = positions
        part = here - (positions - here) * (mine / np.maximum(theirs, TIE))
        np.copyto(targets[i], part, where=compromise[i])
        if reading.conflict_moves:
            np.logical_and(threatened & (mine > TIE), theirs - mine > TIE, out=conflict[i])
        if reading.compels:
            np.greater(losing, compromise[i], out=compel[i])
    return Offers(conflict, compromise, compel, targets)


def accepted(
    positions: FloatArray, seen: Expectations, made: Offers, reading: Reading, spread: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Where each actor goes, positions[actor, run], and whose offers take it there: of[actor, other, run].

    Of offers that are equal by the reading's rule the one towards the lower position is accepted.
    """
    near = TIE * spread
    chosen = np.empty_like(made.compromise)
    after = np.empty_like(positions)
    for i, here in enumerate(positions):
        targets = made.targets[i]
        chosen[i] = _preferred(i, np.abs(targets - here), positions, seen, made, reading, near)
        towards = np.where(chosen[i], targets, np.inf)
        lowest = towards.min(axis=0)
        chosen[i] &= towards <= lowest
        after[i] = np.where(np.isinf(lowest), here, lowest)
    return after, chosen


def _preferred(
    i: int,
    moves: FloatArray,
    positions: FloatArray,
    seen: Expectations,
    made: Offers,
    reading: Reading,
    near: FloatArray,
) -> BoolArray:
    """The offers to i that its reading prefers: of[other, run]."""
    conflict, compromise, compel = made.conflict[i], made.compromise[i], made.compel[i]
    if reading.offers == "least-move":
        return _least(moves, conflict | compromise | compel, near)
    if reading.offers == "highest-utility":
        return _least(moves, _least(-seen.threat[i], conflict | compromise | compel, TIE), near)
    ours, theirs = np.abs(seen.challenge[i]), np.abs(seen.threat[i])
    average = (ours * positions[i] + theirs * positions) / np.where(compromise, ours + theirs, 1.0)
    softer = np.where(compromise.any(axis=0), _least(average, compromise, near), _least(moves, compel, near))
    return np.where(conflict.any(axis=0), _least(moves, conflict, near), softer)


def _least(key: FloatArray, among: BoolArray, tie: FloatArray | float) -> BoolArray:
    """Those whose key is the smallest in each run, or equal to it."""
    keys = np.where(among, key, np.inf)
    return among & (keys <= keys.min(axis=0) + tie)
