"""What voters throw in between two options, and the chances that this gives each side."""

from __future__ import annotations

import numpy as np

from detente.engines.forecast.problem import FloatArray
from detente.engines.forecast.spatial_model.readings import Victory, Votes

_SURE = 1e-8
"""From this difference of utilities on a binary vote is whole; below it is in proportion."""

_ALIKE = 1e-12
"""Utilities, as shares of the largest, that differ by no more are alike: rounding alone must not win a vote."""

_POWERS: dict[Victory, int] = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}

_ADVANTAGE = 1.1
_LEAST = 1e-6
"""By binary victory the side with a tenth more wins, but for this chance."""


def votes_for(differences: FloatArray, rule: Votes, largest: float = 1.0) -> FloatArray:
    """The votes for one option against another, for each unit of weight; negative ones are for the other.

    differences: of utilities whose largest is as given.
    """
    differences = np.where(np.abs(differences) <= _ALIKE * largest, 0.0, differences)
    if rule == "proportional":
        return differences
    if rule == "cubic":
        return differences**3
    if rule == "proportional-cubic":
        return (differences + differences**3) / 2
    binary = np.clip(differences / _SURE, -1.0, 1.0)
    return binary if rule == "binary" else (4 * differences + binary) / 5


def supports(utilities: FloatArray, weights: FloatArray, rule: Votes) -> FloatArray:
    """support[i, j]: all votes for option i against j; utilities[option, voter]."""
    cast = votes_for(utilities[:, None] - utilities[None], rule, float(np.abs(utilities).max()))
    return np.maximum(cast, 0.0) @ weights


def chance_of(support: FloatArray, against: FloatArray, law: Victory = "linear") -> FloatArray:
    """The chance of the side with this support; a contest in which nobody has a vote is even."""
    total = support + against
    even = total <= 0
    share = np.where(even, 0.5, support / np.where(even, 1.0, total))
    if law == "linear":
        return share
    if law == "binary":
        chance = (share * (_ADVANTAGE + 1) - 1) / (_ADVANTAGE - 1)
        return np.clip(chance, _LEAST, 1 - _LEAST)
    mine, theirs = share ** _POWERS[law], (1 - share) ** _POWERS[law]
    return mine / (mine + theirs)
