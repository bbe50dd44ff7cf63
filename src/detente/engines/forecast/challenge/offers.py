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
        threatened = theirs > TIE
        threatened &= seen.gaps[i] > TIE
        stronger = theirs - np.abs(mine) > TIE
        losing = threatened & (mine < -TIE)
        np.logical_and(losing, stronger, out=compromise[i])
        targets[i] = positions
        at = np.flatnonzero(compromise[i])
        ratio = mine.take(at)
        ratio /= theirs.take(at)
        start = here.take(at % len(here))
        ratio *= positions.take(at) - start
        start -= ratio
        targets[i].put(at, start)
        if reading.conflict_moves:
            stronger &= threatened
            np.logical_and(stronger, mine > TIE, out=conflict[i])
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
    taken = np.empty_like(made.compromise)
    after = np.empty_like(positions)
    for i, here in enumerate(positions):
        offered = made.conflict[i] | made.compromise[i] | made.compel[i]
        if reading.offers == "contest-first":
            among, goes = _contest_first(i, positions, seen, made, near)
        else:
            among = offered
            if reading.offers == "highest-utility":
                utility = np.where(offered, seen.threat[i], -np.inf)
                among &= utility >= utility.max(axis=0) - TIE
            goes = _least_move(i, here, made.targets[i], among, near)
        np.logical_and(among, made.targets[i] == goes, out=taken[i])
        after[i] = np.where(np.isinf(goes), here, goes)
    return after, taken


def _contest_first(
    i: int, positions: FloatArray, seen: Expectations, made: Offers, near: FloatArray
) -> tuple[BoolArray, FloatArray]:
    """Among conflicts the least move; else among compromises that of the least weighted average; else a full move."""
    here, targets, among = positions[i], made.targets[i], made.conflict[i]
    goes = _least_move(i, here, targets, among, near)
    at = np.flatnonzero(made.compromise[i])
    ours, theirs = seen.challenge[i].take(at), seen.threat[i].take(at)
    start = here.take(at % len(here))
    average = np.full(targets.shape, np.inf)
    average.put(at, start + (positions.take(at) - start) * theirs / (theirs - ours))
    least = made.compromise[i] & (average <= average.min(axis=0) + near)
    others = [(least, np.where(least, targets, np.inf).min(axis=0))]
    if made.compel[i].any():
        others.append((made.compel[i], _least_move(i, here, targets, made.compel[i], near)))
    for offered, towards in others:
        nothing = np.isinf(goes)
        among = among | (offered & nothing)
        goes = np.where(nothing, towards, goes)
    return among, goes


def _least_move(i: int, here: FloatArray, targets: FloatArray, among: BoolArray, near: FloatArray) -> FloatArray:
    """The nearest of these targets, infinite where there is none: those below i are of the actors before it."""
    below: FloatArray = np.where(among[:i], targets[:i], -np.inf).max(axis=0, initial=-np.inf)
    above: FloatArray = np.where(among[i + 1 :], targets[i + 1 :], np.inf).min(axis=0, initial=np.inf)
    return np.where(here - below <= above - here + near, below, above)
