"""How far a proposal can go in one direction before too few follow: what winsets on lines and planes rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.power.voting_rule import VotingRule
from detente.engines.forecast.problem import FloatArray


@dataclass(frozen=True, slots=True)
class Reach:
    """The farthest that enough voters follow, who of them stop exactly there, and whether one follows farther."""

    distance: float
    pivots: tuple[int, ...]
    following: tuple[int, ...]
    one_gains: bool


NO_STEP = Reach(0.0, (), (), one_gains=False)
"""Too few follow even the shortest step."""


def farthest(rule: VotingRule, limits: FloatArray | Sequence[float]) -> Reach:
    """The largest distance d > 0 such that those whose own limit is at least d win.

    limits[voter]: how far it follows in this direction, 0 or less where not at all. Those who follow to a distance
    follow to every shorter one, so that a search by halves tells. O(n log n).
    """
    own = np.asarray(limits, dtype=np.float64)
    distances: list[float] = np.unique(own[own > 0]).tolist()
    if not distances or not rule.wins(np.flatnonzero(own > 0).tolist()):
        return NO_STEP
    low, high = 0, len(distances)
    while high - low > 1:
        middle = (low + high) // 2
        if rule.wins(np.flatnonzero(own >= distances[middle]).tolist()):
            low = middle
        else:
            high = middle
    pivots, following = (tuple(np.flatnonzero(who).tolist()) for who in (own == distances[low], own >= distances[low]))
    return Reach(distances[low], pivots, following, one_gains=low + 1 < len(distances))
