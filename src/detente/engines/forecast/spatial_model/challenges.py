"""Whom each actor would challenge, with which chance, and what it expects to gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray
from detente.engines.forecast.spatial_model.attitudes import Stance, seen_by
from detente.engines.forecast.spatial_model.problem import SpatialProblem
from detente.engines.forecast.spatial_model.readings import TIE, SpatialReading
from detente.engines.forecast.spatial_model.votes import chance_of, votes_for

WORTH_WHILE = 1e-5
"""A challenge is made for an expected gain above this, of utilities from 0 to 1."""

_AT_ONCE = 400_000
"""Utilities computed at once: what some actors think that every actor makes of every place."""


@dataclass(frozen=True, slots=True, eq=False)
class Challenges:
    """The best challenge of each actor that has one: chance[k] that initiators[k] beats receivers[k], as it sees it."""

    initiators: IntArray
    receivers: IntArray
    chances: FloatArray
    gains: FloatArray


def best_challenges(problem: SpatialProblem, reading: SpatialReading, stance: Stance) -> Challenges:
    """Each actor's challenge with the greatest expected gain.

    i beats j with chance p: j comes to i; else i goes to j, if j cares to fight, which it does with the chance of its
    attention s_j. So i expects to gain (u_ii - u_ij)(1 - 2 s_j (1 - p)). Of equal gains the first as listed.
    """
    count = len(problem.actors)
    chances, gains = np.empty((count, count)), np.empty((count, count))
    for some in np.array_split(np.arange(count), max(1, count**3 // _AT_ONCE)):
        seen = seen_by(some, stance, reading.risk_known)
        chances[some] = _chances(problem, reading, seen, some)
        rows = np.arange(len(some))
        own = seen[rows, some]
        lost = problem.salience.sum(axis=1) * (1 - chances[some])
        gains[some] = (own[rows, some][:, None] - own) * (1 - 2 * lost)
    np.fill_diagonal(gains, -np.inf)
    best = (gains >= gains.max(axis=1, keepdims=True) - TIE).argmax(axis=1)
    made = np.flatnonzero(gains.max(axis=1) > WORTH_WHILE)
    return Challenges(made, best[made], chances[made, best[made]], gains[made, best[made]])


def chances_as_receivers_see(
    problem: SpatialProblem, reading: SpatialReading, stance: Stance, made: Challenges
) -> FloatArray:
    """The chance that the initiator of each challenge beats the receiver, as the receiver sees it."""
    found = np.empty(len(made.initiators))
    parts = max(1, len(found) * len(problem.actors) ** 2 // _AT_ONCE)
    for some in np.array_split(np.arange(len(found)), parts):
        seen = seen_by(made.receivers[some], stance, reading.risk_known)
        every = _chances(problem, reading, seen, made.initiators[some])
        found[some] = every[np.arange(len(some)), made.receivers[some]]
    return found


def _chances(problem: SpatialProblem, reading: SpatialReading, seen: FloatArray, initiators: IntArray) -> FloatArray:
    """chance[row, place]: that the row's initiator beats whoever stands there, by seen[row, actor, place].

    Both throw in their votes. Another actor k first reckons the chances of the three of them alone. Beside the winner
    it keeps its position; beside nobody, or the loser, it must move to the winner's. So it votes on
    p (u_kk - u_ki) - (1 - p)(u_kk - u_kj): it joins the side whose victory would cost it more.
    """
    rows, others = np.arange(len(initiators)), np.arange(len(problem.actors))
    weights = (problem.capability * problem.salience.sum(axis=1))[None, :, None]
    at_initiator = seen[rows, :, initiators][:, :, None]
    cast = weights * votes_for(at_initiator - seen, reading.votes)
    first, second = cast[rows, initiators], cast[:, others, others]
    mine = np.maximum(first, 0.0) + np.maximum(second, 0.0)
    theirs = np.maximum(-first, 0.0) + np.maximum(-second, 0.0)
    if reading.third_parties == "stay-out":
        return chance_of(mine, theirs)
    of_three = chance_of(mine[:, None] + np.maximum(cast, 0.0), theirs[:, None] + np.maximum(-cast, 0.0))
    own = seen[:, others, others][:, :, None]
    joins = weights * votes_for(of_three * (own - at_initiator) - (1 - of_three) * (own - seen), reading.votes)
    joins[rows, initiators] = 0.0
    joins[:, others, others] = 0.0
    mine = mine + np.maximum(joins, 0.0).sum(axis=1)
    theirs = theirs + np.maximum(-joins, 0.0).sum(axis=1)
    return chance_of(mine, theirs)
