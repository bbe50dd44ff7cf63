"""Swings from one table of coalitions by size and weight."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.forecast.power.counting import Counting
from detente.foundation.progress import SILENT, Progress

MOST_CELLS = 8_000_000
"""Most cells of the table of counts: sizes of coalitions times sums of weights."""

MOST_LONG_CELLS = 500_000
"""The same where the counts are whole numbers of any length."""

QUICK = 2_000_000
"""Up to so many cells nothing else is faster."""

MOST_SHORT = 62
"""Most voters whose coalitions a 64-bit number counts."""

_Counts = npt.NDArray[Any]


def cells(task: Counting) -> int:
    """How large the table is."""
    return (len(task.free) + 1) * (sum(task.weights) + 1)


def most_cells(task: Counting) -> int:
    """How large it may be."""
    return MOST_CELLS if len(task.free) <= MOST_SHORT else MOST_LONG_CELLS


def can(task: Counting) -> bool:
    """Whether the table is small enough."""
    return cells(task) <= most_cells(task)


def swings(task: Counting, progress: Progress = SILENT) -> tuple[tuple[int, ...], ...]:
    """One table counts the coalitions; each voter in turn is taken out of it again, once for each weight."""
    table = _table(task)
    seen: dict[int, list[int]] = {}

    def of_voter(k: int) -> list[int]:
        weight = task.weights[k]
        if weight not in seen:
            progress.at("voters", k, len(task.free))
            seen[weight] = _of_weight(_without(table, weight), weight, task.least)
        return seen[weight]

    winning = [int(counts[low:].sum()) for counts, low in zip(table, task.least, strict=True)]
    return task.of_all(of_voter, winning)


def _table(task: Counting) -> _Counts:
    """table[size, weight]: how many coalitions of the free voters there are."""
    kind: Any = np.int64 if len(task.free) <= MOST_SHORT else object
    table = np.zeros((len(task.free) + 1, sum(task.weights) + 1), dtype=kind)
    table[0, 0] = 1
    for k, weight in enumerate(task.weights):
        table[1 : k + 2, weight:] += table[: k + 1, : table.shape[1] - weight].copy()
    return table


def _without(table: _Counts, weight: int) -> _Counts:
    """The counts of the coalitions of all others: what the voter joins is taken off, size by size."""
    left = np.zeros_like(table[:-1])
    left[0] = table[0]
    for size in range(1, len(left)):
        left[size] = table[size]
        left[size, weight:] -= left[size - 1, : left.shape[1] - weight]
    return left


def _of_weight(others: _Counts, weight: int, least: tuple[int, ...]) -> list[int]:
    """A coalition of others turns if it weighs less than it must, and no less than it must with one more in."""
    return [int(counts[max(0, least[s + 1] - weight) : least[s]].sum()) for s, counts in enumerate(others)]
