"""What a challenge leads to: a bargain between two, which each takes or leaves by what all would vote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray
from detente.engines.forecast.spatial_model.attitudes import Stance, curved, distances_to
from detente.engines.forecast.spatial_model.challenges import Challenges, chances_as_receivers_see
from detente.engines.forecast.spatial_model.election import election_chances
from detente.engines.forecast.spatial_model.problem import SpatialProblem
from detente.engines.forecast.spatial_model.readings import TIE, SpatialReading

_LEAST_WEIGHT = 1e-6
"""Added to weights: two without any stay where they are."""

_GRAIN = 1e4
"""Bargains are struck to the ten-thousandth of a scale."""

Choice = Callable[[FloatArray], int]
"""Which of an actor's bargains it takes, by their chances; the first is to stay."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """The bargains of one turn: who with whom, and where each of the two would go, [bargain, dimension]."""

    initiators: IntArray
    receivers: IntArray
    initiator_to: FloatArray
    receiver_to: FloatArray

    def by_actor(self, count: int) -> list[list[int]]:
        """For each actor the bargains that it is part of, its own first."""
        own, asked = (
            [np.flatnonzero(of == k).tolist() for k in range(count)] for of in (self.initiators, self.receivers)
        )
        return [first + then for first, then in zip(own, asked, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """What came of them: where all stand then, and of each actor its bargains, their chances and the one it took.

    offers[actor]: its bargains; chances[actor]: first of staying, then of each of them; taken[actor]: one of them, or
    -1 where it stays.
    """

    places: FloatArray
    offers: list[list[int]]
    chances: tuple[FloatArray, ...]
    taken: tuple[int, ...]


def proposed(
    problem: SpatialProblem, reading: SpatialReading, stance: Stance, made: Challenges
) -> tuple[Proposed, IntArray]:
    """The bargains that the challenges lead to, and of each the challenge that it comes from."""
    i, j = made.initiators, made.receivers
    of_i, of_j = _meeting(problem, reading, stance, made, made.chances)
    every = np.arange(len(i))
    if reading.bargain == "initiator":
        return Proposed(i, j, of_i, of_j), every
    also_i, also_j = _meeting(problem, reading, stance, made, chances_as_receivers_see(problem, reading, stance, made))
    if reading.bargain == "both":
        both = np.repeat(every, 2)
        firsts = [np.stack(pair, axis=1).reshape(-1, of_i.shape[1]) for pair in ((of_i, also_i), (of_j, also_j))]
        return Proposed(i[both], j[both], firsts[0], firsts[1]), both
    weights = problem.capability * problem.salience.sum(axis=1)
    total = weights[i] + weights[j]
    share = np.where(total > 0, weights[i] / np.where(total > 0, total, 1.0), 0.5)[:, None]
    return Proposed(i, j, share * of_i + (1 - share) * also_i, share * of_j + (1 - share) * also_j), every


def _meeting(
    problem: SpatialProblem, reading: SpatialReading, stance: Stance, made: Challenges, chances: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Where the two of each challenge would go, if i beats j with these chances."""
    i, j, p = made.initiators, made.receivers, chances[:, None]
    here, there = stance.places[i], stance.places[j]
    if reading.meeting == "s2pmax":
        mine, theirs = problem.salience[i] ** 2, problem.salience[j] ** 2
        gives, takes = np.maximum(1 - 2 * p, 0.0), np.maximum(2 * p - 1, 0.0)
        goes = gives * theirs / (gives * theirs + _LEAST_WEIGHT + (1 - gives) * mine)
        comes = takes * mine / (takes * mine + _LEAST_WEIGHT + (1 - takes) * theirs)
        return here + goes * (there - here), there + comes * (here - there)
    power = 1 if reading.meeting == "s1p1" else 2
    mine = problem.salience[i] ** power * p**power
    theirs = problem.salience[j] ** power * (1 - p) ** power
    total = mine + _LEAST_WEIGHT + theirs
    return (
        np.floor(((mine + _LEAST_WEIGHT) * here + theirs * there) / total * _GRAIN + 0.5) / _GRAIN,
        np.floor((mine * here + (_LEAST_WEIGHT + theirs) * there) / total * _GRAIN + 0.5) / _GRAIN,
    )


def resolved(
    problem: SpatialProblem, reading: SpatialReading, stance: Stance, bargains: Proposed, choice: Choice
) -> Resolved:
    """Which bargain each actor takes: an election over its own, and staying, in which all vote with their capability.

    What a bargain is worth to a voter is the mean of what it makes of all places then. The two of a bargain choose
    each for itself: one may go where the other does not come.
    """
    now, after = _worths(problem, stance, bargains)
    places = stance.places.copy()
    chances: list[FloatArray] = []
    taken: list[int] = []
    offers = bargains.by_actor(len(problem.actors))
    for actor, mine in enumerate(offers):
        if not mine:
            chances.append(np.ones(1))
            taken.append(-1)
            continue
        worths = np.concatenate([now[None], after[mine]])
        among = election_chances(worths, problem.capability, reading.votes, reading.victory, reading.election)
        k = choice(among) - 1
        chances.append(among)
        taken.append(mine[k] if k >= 0 else -1)
        if k >= 0:
            at = bargains.initiator_to if bargains.initiators[mine[k]] == actor else bargains.receiver_to
            places[actor] = at[mine[k]]
    return Resolved(places, offers, tuple(chances), tuple(taken))


def likeliest(chances: FloatArray) -> int:
    """The greatest chance; of equal ones staying, then one's own bargain, then those of others as listed."""
    return int((chances >= chances.max() - TIE).argmax())


def _worths(problem: SpatialProblem, stance: Stance, bargains: Proposed) -> tuple[FloatArray, FloatArray]:
    """worth[voter] of things as they are, and worth[bargain, voter] of each bargain."""
    of_places = stance.own_utilities()
    now = of_places.sum(axis=0)
    moves = np.concatenate([bargains.initiator_to, bargains.receiver_to])
    far = distances_to(moves, stance.ideals, problem.salience)
    made = curved(far, stance.risk[:, None]).T
    count = len(bargains.initiators)
    change = made[:count] + made[count:] - of_places[bargains.initiators] - of_places[bargains.receivers]
    return now / len(of_places), (now + change) / len(of_places)
