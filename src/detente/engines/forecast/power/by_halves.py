"""Swings by meeting in the middle, for weights too large for a table."""

from __future__ import annotations

import numpy as np

from detente.engines.forecast.power.counting import Counting
from detente.engines.forecast.problem import IntArray
from detente.foundation.progress import SILENT, Progress

MOST_VOTERS = 32
"""Most free voters: each half has 2^16 coalitions."""


def swings(task: Counting, progress: Progress = SILENT) -> tuple[tuple[int, ...], ...]:
    """Each coalition is one of the left half and one of the right: pairs that weigh enough are counted in order."""
    middle = len(task.free) // 2
    halves = (list(range(middle)), list(range(middle, len(task.free))))
    left, right = (_by_size([task.weights[k] for k in half]) for half in halves)

    def of_voter(k: int) -> list[int]:
        progress.at("voters", k, len(task.free))
        mine = 0 if k in halves[0] else 1
        rest = _by_size([task.weights[m] for m in halves[mine] if m != k])
        return _turned(rest, left if mine else right, task.weights[k], task.least)

    winning = [sum(_pairs(left, right, size, task.least[size])) for size in range(len(task.free) + 1)]
    return task.of_all(of_voter, winning)


def _by_size(weights: list[int]) -> tuple[IntArray, ...]:
    """By size, what the coalitions of these weigh, ascending."""
    sizes, sums = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for weight in weights:
        sizes, sums = np.concatenate([sizes, sizes + 1]), np.concatenate([sums, sums + weight])
    return tuple(np.sort(sums[sizes == size]) for size in range(len(weights) + 1))


def _pairs(left: tuple[IntArray, ...], right: tuple[IntArray, ...], size: int, least: int) -> list[int]:
    """For each way to split the size, how many pairs weigh at least so much."""
    found: list[int] = []
    for of_left in range(max(0, size - len(right) + 1), min(size, len(left) - 1) + 1):
        few, many = sorted((left[of_left], right[size - of_left]), key=len)
        found.append(few.size * many.size - int(np.searchsorted(many, least - few).sum()))
    return found


def _turned(left: tuple[IntArray, ...], right: tuple[IntArray, ...], weight: int, least: tuple[int, ...]) -> list[int]:
    """By size of the coalition of others, how many weigh enough with the voter but not without."""
    found: list[int] = []
    for size in range(len(least) - 1):
        low, high = max(0, least[size + 1] - weight), least[size]
        enough = sum(_pairs(left, right, size, low)) - sum(_pairs(left, right, size, high)) if low < high else 0
        found.append(enough)
    return found
