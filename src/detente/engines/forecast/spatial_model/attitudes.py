"""What each actor makes of each position: distances, attitudes to risk, and how others see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray
from detente.engines.forecast.spatial_model.election import election_chances
from detente.engines.forecast.spatial_model.problem import SpatialProblem
from detente.engines.forecast.spatial_model.readings import TIE, SpatialReading

_LEAST_RISK = {"min": 0.0, "mid": -0.5, "max": -1.0}

TOGETHER = 1e-3
"""Positions no farther apart than this, as shares of the scales, count as one in the election over positions."""


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """One turn: where all stand and what they want, as shares of the scales, and what follows from it.

    places, ideals[actor, dimension]; distances[actor, other]: from what the actor wants to where the other stands;
    risk[actor]: -1 to 1, above 0 averse to it.
    """

    places: FloatArray
    ideals: FloatArray
    distances: FloatArray
    risk: FloatArray

    def own_utilities(self) -> FloatArray:
        """utility[option, actor] of every actor's position, each voter by its own attitude to risk."""
        return curved(self.distances, self.risk[:, None]).T


def stance(problem: SpatialProblem, reading: SpatialReading, places: FloatArray, ideals: FloatArray) -> Stance:
    """What follows from where all stand: who would win among all, without regard to risk, and so attitudes to risk.

    The likelier one's position is to win, the less it likes to risk: from the reading's least to 1, in proportion.
    """
    distances = distances_to(places, ideals, problem.salience)
    neutral = (1 - distances).T
    chances = election_chances(neutral, problem.capability, reading.votes, reading.victory, reading.election)
    width = chances.max() - chances.min()
    least = _LEAST_RISK[reading.risk_range]
    # Equal chances leave nothing to rank by; dividing by their difference would make risks of rounding.
    risk = least + (1 - least) * (chances - chances.min()) / width if width > TIE else np.zeros(len(places))
    return Stance(places, ideals, distances, risk)


def distances_to(places: FloatArray, ideals: FloatArray, salience: FloatArray) -> FloatArray:
    """distance[actor, place], 0 to 1: sqrt(sum (s_k dx_k)^2 / sum s_k^2) by the actor's salience."""
    squares = salience**2
    # Who attends to nothing measures all scales alike.
    squares = np.where(squares.sum(axis=1, keepdims=True) > 0, squares, 1.0)
    gaps = (ideals[:, None] - places[None]) ** 2
    far = (gaps * squares[:, None]).sum(axis=2) / squares.sum(axis=1)[:, None]
    return np.minimum(np.sqrt(far), 1.0)


def curved(distances: FloatArray, risk: FloatArray) -> FloatArray:
    """The utility of a place at this distance: (1 - d)(1 + r d)."""
    return (1 - distances) * (1 + risk * distances)


def seen_by(watchers: IntArray, stance: Stance, risk_known: float) -> FloatArray:
    """utility[watcher, actor, place]: what the watcher thinks that the actor makes of the place.

    It sees the other's attitude to risk in part, and for the rest assumes its own.
    """
    assumed = (1 - risk_known) * stance.risk[watchers, None] + risk_known * stance.risk[None]
    return curved(stance.distances[None], assumed[:, :, None])


def apart(places: FloatArray) -> tuple[list[int], list[int]]:
    """The first actor, as listed, at each place, and for every actor which of those places is its own."""
    first: list[int] = []
    own: list[int] = []
    near = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2)) < TOGETHER
    for i, row in enumerate(near.tolist()):
        own.append(next((k for k, head in enumerate(first) if row[head]), len(first)))
        if own[i] == len(first):
            first.append(i)
    return first, own
