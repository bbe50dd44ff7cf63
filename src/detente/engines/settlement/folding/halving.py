"""Maxima of many vectors with three or more columns: halve, let the upper half drop what it can, go on.

After Kung, H. T., Luccio, F. and Preparata, F. P. (1975). On finding the maxima of a set of vectors. Journal of the
ACM 22(4): 469-476. Small pairs of sets are compared by bit sets, two columns by a staircase.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.engines.settlement.folding.staircase import Table, staircase, under
from detente.engines.settlement.grid import BoolArray, IntArray

_SMALL = 2048
_AT_ONCE = 4096


def nothing_to_tell() -> None:
    """For who does not listen."""


def halved_maxima(columns: Table, alive: Callable[[], None] = nothing_to_tell) -> BoolArray:
    """For distinct vectors in ascending order: which of them no other dominates. O(n log^(c-2) n) for c columns.

    `alive` is called now and then, and may raise to stop the work.
    """
    size = len(columns[0])
    kept = np.zeros(size, dtype=np.bool_)
    found: list[IntArray] = []
    _search(columns, np.arange(size), kept, found, alive)
    return kept


def _search(columns: Table, rows: IntArray, kept: BoolArray, found: list[IntArray], alive: Callable[[], None]) -> None:
    """Mark the maxima among some rows, ascending; `found` collects them."""
    if len(rows) <= _SMALL:
        here = [c[rows] for c in columns]
        best = rows[~_beaten_by_sets(here, here, own=True)]
        kept[best] = True
        found.append(best)
        return
    alive()
    middle = len(rows) // 2
    above: list[IntArray] = []
    _search(columns, rows[middle:], kept, above, alive)
    upper = np.concatenate(above)
    lower = rows[:middle]
    # Rows further up are no smaller in the first column, so only the others are left to compare.
    lower = lower[~beaten([c[upper] for c in columns[1:]], [c[lower] for c in columns[1:]], alive)]
    found.append(upper)
    if len(lower):
        _search(columns, lower, kept, found, alive)


def beaten(upper: Table, lower: Table, alive: Callable[[], None] = nothing_to_tell) -> BoolArray:
    """Which of the lower vectors have an upper one at or above them in every column."""
    size = len(lower[0])
    if not len(upper[0]) or not size:
        return np.zeros(size, dtype=np.bool_)
    if len(upper) == 1:
        return lower[0] <= upper[0].max()
    if len(upper) == 2:
        return under(*staircase(upper[0], upper[1]), lower[0], lower[1])
    if len(upper[0]) <= _SMALL or size <= 64:
        return _beaten_by_sets(upper, lower)
    alive()
    first = upper[0]
    low = int(first.min())
    middle = int(np.partition(first, len(first) // 2)[len(first) // 2])
    if middle == low:
        higher = first[first > low]
        if not len(higher):
            return _where(lower[0] <= low, upper[1:], lower[1:], alive)
        middle = int(higher.min())
    high_up, high_down = first >= middle, lower[0] >= middle
    answer = np.zeros(size, dtype=np.bool_)
    over = [c[high_up] for c in upper]
    answer[high_down] = beaten(over, [c[high_down] for c in lower], alive)
    rest = np.flatnonzero(~high_down)
    answer[rest] = beaten(over[1:], [c[rest] for c in lower[1:]], alive)
    rest = rest[~answer[rest]]
    answer[rest] = beaten([c[~high_up] for c in upper], [c[rest] for c in lower], alive)
    return answer


def _where(asked: BoolArray, upper: Table, lower: Table, alive: Callable[[], None]) -> BoolArray:
    """The answer for those asked; no for the others."""
    answer = np.zeros(len(asked), dtype=np.bool_)
    answer[asked] = beaten(upper, [c[asked] for c in lower], alive)
    return answer


def _beaten_by_sets(upper: Table, lower: Table, *, own: bool = False) -> BoolArray:
    """The same with a set of bits for each column and rank; `own` where the two are one list, and each but itself."""
    if len(upper[0]) > _SMALL:
        parts = range(0, len(upper[0]), _SMALL)
        return np.logical_or.reduce([_beaten_by_sets([c[i : i + _SMALL] for c in upper], lower) for i in parts])
    count = len(upper[0])
    words = -(-count // 64)
    ranked = [np.argsort(c) for c in upper]
    at_or_above = [_suffixes(order, words) for order in ranked]
    ordered = [c[order] for c, order in zip(upper, ranked, strict=True)]
    answer = np.zeros(len(lower[0]), dtype=np.bool_)
    for start in range(0, len(answer), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        shared = at_or_above[0][np.searchsorted(ordered[0], lower[0][part])]
        for values, sets, column in zip(ordered[1:], at_or_above[1:], lower[1:], strict=True):
            shared &= sets[np.searchsorted(values, column[part])]
        if own:
            self_at = np.arange(start, start + len(shared))
            shared[self_at - start, self_at // 64] &= ~np.left_shift(np.uint64(1), (self_at % 64).astype(np.uint64))
        answer[part] = shared.any(axis=1)
    return answer


def _suffixes(order: IntArray, words: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
    """For each place in an ascending order, the members from there on, as bits; the last set is empty."""
    sets = np.zeros((len(order) + 1, words), dtype=np.uint64)
    sets[np.arange(len(order)), order // 64] = np.left_shift(np.uint64(1), (order % 64).astype(np.uint64))
    turned = sets[::-1]
    np.bitwise_or.accumulate(turned, axis=0, out=turned)
    return sets
