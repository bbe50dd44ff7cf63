"""Ordered lists of vectors: where they change; of two columns the points that stand out, and what lies under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import BoolArray, IntArray

Table: TypeAlias = list[IntArray]
"""Vectors by columns, one array a column."""


def changes(ordered: Sequence[npt.NDArray[np.signedinteger]]) -> npt.NDArray[np.bool_]:
    """Where an ordered list of vectors differs from the vector before; the first counts."""
    found = np.zeros(len(ordered[0]), dtype=np.bool_)
    found[0] = True
    for column in ordered:
        found[1:] |= column[1:] != column[:-1]
    return found


def standing_out(second: IntArray) -> BoolArray:
    """For vectors in ascending order: which are above all that follow in the second column."""
    kept = np.ones(len(second), dtype=np.bool_)
    kept[:-1] = second[:-1] > np.maximum.accumulate(second[::-1])[::-1][1:]
    return kept


def staircase(first: IntArray, second: IntArray) -> tuple[IntArray, IntArray]:
    """The points that stand out, by ascending first entry."""
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    kept = standing_out(second)
    return first[kept], second[kept]


def under(steps: IntArray, tops: IntArray, first: IntArray, second: IntArray) -> BoolArray:
    """Which points lie at or under a staircase."""
    if not len(steps):
        return np.zeros(len(first), dtype=np.bool_)
    place = np.searchsorted(steps, first)
    return (place < len(steps)) & (tops[np.minimum(place, len(steps) - 1)] >= second)
