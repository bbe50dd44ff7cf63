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


def offers(positions: FloatArray, seen: Expectations, reading: Reading, spread: FloatArray) -> Offers:
    """The offers of one round, as each actor sees them.

    Both expect to gain, the other more: conflict, i goes all the way. i expects to lose, the other to gain more:
    compromise, i goes by the ratio of the two. The other gains less than i loses: i is compelled to go all the way.
    """
    mine, theirs = seen.challenge, seen.threat
    here, there = (np.broadcast_to(x, mine.shape) for x in (positions[:, None], positions[None]))
    threatened = (theirs > TIE) & (seen.gaps > TIE)
    losing = threatened & (mine < -TIE)
    compromise = losing & (theirs + mine > TIE)
    targets = there.copy()
    start = here[compromise]
    targets[compromise] = start + (targets[compromise] - start) * (-mine[compromise] / theirs[compromise])
    nowhere = np.zeros_like(threatened)
    return Offers(
        conflict=threatened & (mine > TIE) & (theirs - mine > TIE) if reading.conflict_moves else nowhere,
        compromise=compromise,
        compel=losing & ~compromise if reading.compels else nowhere,
        targets=targets,
    )


def accepted(
    positions: FloatArray, seen: Expectations, made: Offers, reading: Reading, spread: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Where each actor goes, positions[actor, run], and whose offers take it there: of[actor, other, run].

    Of offers that are equal by the reading's rule the one towards the lower position is accepted.
    """
    moves = made.targets - positions[:, None]
    np.abs(moves, out=moves)
    near = TIE * spread
    every = made.conflict | made.compromise | made.compel
    if reading.offers == "least-move":
        chosen = _least(moves, every, near)
    elif reading.offers == "highest-utility":
        chosen = _least(moves, _least(-seen.threat, every, TIE), near)
    else:
        ours, theirs = np.abs(seen.challenge), np.abs(seen.threat)
        both = np.where(made.compromise, ours + theirs, 1.0)
        average = (ours * positions[:, None] + theirs * positions[None]) / both
        contested = made.conflict.any(axis=1, keepdims=True)
        offered = made.compromise.any(axis=1, keepdims=True)
        softer = np.where(offered, _least(average, made.compromise, near), _least(moves, made.compel, near))
        chosen = np.where(contested, _least(moves, made.conflict, near), softer)
    towards = np.where(chosen, made.targets, np.inf)
    lowest = towards.min(axis=1)
    chosen &= towards <= lowest[:, None]
    return np.where(np.isinf(lowest), positions, lowest), chosen


def _least(key: FloatArray, among: BoolArray, tie: FloatArray | float) -> BoolArray:
    """Those whose key is the smallest in each row, or equal to it."""
    keys = np.where(among, key, np.inf)
    return among & (keys <= keys.min(axis=1, keepdims=True) + tie)
