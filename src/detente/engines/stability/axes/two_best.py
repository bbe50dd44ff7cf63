"""The best value among the states that a decision maker can move to, its own state not counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.engines.stability.axes.moves import Axis, halves
from detente.engines.stability.problem import BoolArray, IntArray

NOWHERE = -1
"""Stands for the best value where there is no move."""

Pairs = npt.NDArray[np.int64]


def best_elsewhere(values: IntArray, axes: Sequence[Axis], infeasible: BoolArray | None) -> IntArray:
    """For each state the largest value over its mover's moves, NOWHERE without any.

    A transform finds the largest over the moves and the state itself; to leave the state out, the two largest are
    carried with where they come from. Values from 0; along an axis the two halves never hold the same origin, so that
    nothing is counted twice. O(axes x states).
    """
    size = len(values)
    first = values.astype(np.int64) * size + np.arange(size)
    if infeasible is not None:
        first[infeasible] = NOWHERE
    second = np.full(size, NOWHERE, dtype=np.int64)
    for action, reversal in axes:
        tops, nexts = halves(first, action), halves(second, action)
        for (without, taken), (without_next, taken_next) in zip(tops, nexts, strict=True):
            top = np.maximum(without, taken)
            runner_up = np.maximum(np.minimum(without, taken), np.maximum(without_next, taken_next))
            if reversal != "back":
                without[...], without_next[...] = top, runner_up
            if reversal != "forward":
                taken[...], taken_next[...] = top, runner_up
    here = (first >= 0) & (first % size == np.arange(size))
    return np.where(here, second, first) // size
