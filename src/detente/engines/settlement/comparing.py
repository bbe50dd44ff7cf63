"""Exact comparison of weighted integer columns: largest weighted sum, leximin.

Factors are fractions. They are brought to whole multipliers; where the products fit 64 bits the
comparison runs on arrays, else a shortlist is taken in floating point, with a margin thousands of
times the rounding error, and decided with Python's unbounded integers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import SAFE, IntArray

Positions: TypeAlias = npt.NDArray[np.intp]

MARGIN = 1e-9
"""Relative margin of a shortlist; the rounding error of what is compared stays below 1e-12."""


FEW = 200
"""Up to so many rows are compared one by one: for these that is faster than arrays."""


def multipliers(factors: Sequence[Fraction]) -> tuple[tuple[int, ...], Fraction]:
    """Whole numbers in the ratio of the factors, and the fraction that turns them back.

    >>> multipliers((Fraction(1, 2), Fraction(1, 3)))
    ((3, 2), Fraction(1, 6))
    """
    if all(f == 1 for f in factors):
        return (1,) * len(factors), Fraction(1)
    below = math.lcm(*(f.denominator for f in factors))
    whole = [f.numerator * (below // f.denominator) for f in factors]
    common = math.gcd(*whole)
    return tuple(w // common for w in whole), Fraction(common, below)


def largest(column: IntArray) -> int:
    """The largest absolute value in a column."""
    return max(abs(int(column.max())), abs(int(column.min())))


def others(positions: Positions, size: int) -> Positions:
    """The other positions of a list of this size, ascending."""
    left = np.ones(size, dtype=np.bool_)
    left[positions] = False
    return np.flatnonzero(left)


def _times(column: IntArray, factor: int) -> IntArray:
    """The column times a factor, where the products fit; the factor of a column of zeros may itself not."""
    return column.astype(np.int64) * np.int64(factor) if column.any() else np.zeros(len(column), dtype=np.int64)


def highest_sum(columns: Sequence[IntArray], factors: Sequence[Fraction]) -> Positions:
    """Positions of all rows whose weighted sum is largest."""
    whole, _ = multipliers(factors)
    if len(columns[0]) <= FEW:
        totals = [sum(row) for row in _rows(columns, whole)]
        best = max(totals)
        return np.array([i for i, total in enumerate(totals) if total == best], dtype=np.intp)
    if sum(largest(c) * k for c, k in zip(columns, whole, strict=True)) <= SAFE:
        total = np.zeros(len(columns[0]), dtype=np.int64)
        for column, k in zip(columns, whole, strict=True):
            total += _times(column, k)
        return np.flatnonzero(total == total.max())
    scale = max(largest(c) * k for c, k in zip(columns, whole, strict=True))
    rough = np.zeros(len(columns[0]))
    for column, k in zip(columns, whole, strict=True):
        rough += column * (k / scale)
    short = np.flatnonzero(rough >= rough.max() - MARGIN * len(columns))
    return _best(columns, short, lambda row: sum(s * k for s, k in zip(row, whole, strict=True)))


def leximin(columns: Sequence[IntArray], factors: Sequence[Fraction]) -> Positions:
    """Positions of all rows whose worst weighted entry is largest, then the second worst, and so on."""
    whole, _ = multipliers(factors)
    if len(columns[0]) <= FEW:
        rows = _rows(columns, whole)
        return _few_leximin(rows, [min(row) for row in rows], range(len(rows)))
    scale = max(largest(c) * k for c, k in zip(columns, whole, strict=True))
    if scale <= SAFE:
        scaled = [_times(c, k) for c, k in zip(columns, whole, strict=True)]
        worst = np.minimum.reduce(scaled)
        short = np.flatnonzero(worst == worst.max())
        ordered = np.sort(np.stack([c[short] for c in scaled]), axis=0)
        for place in range(1, len(ordered)):
            stay = ordered[place] == ordered[place].max()
            short, ordered = short[stay], ordered[:, stay]
        return short
    rough = np.minimum.reduce([c * (k / scale) for c, k in zip(columns, whole, strict=True)])
    short = np.flatnonzero(rough >= rough.max() - MARGIN)
    return _best(columns, short, lambda row: sorted(s * k for s, k in zip(row, whole, strict=True)))


def _rows(columns: Sequence[IntArray], whole: Sequence[int]) -> list[tuple[int, ...]]:
    """The rows with every column multiplied, in Python's integers."""
    scaled = [c.tolist() if k == 1 else [s * k for s in c.tolist()] for c, k in zip(columns, whole, strict=True)]
    return list(zip(*scaled, strict=True))


def leximin_and_next(columns: Sequence[IntArray], factors: Sequence[Fraction]) -> tuple[Positions, int | None]:
    """Positions of all best rows by leximin, and of the first of the next best; None where all are equally good."""
    size = len(columns[0])
    if size > FEW:
        won = leximin(columns, factors)
        rest = others(won, size)
        return won, int(rest[leximin([c[rest] for c in columns], factors)[0]]) if len(rest) else None
    rows = _rows(columns, multipliers(factors)[0])
    worst = [min(row) for row in rows]
    won = _few_leximin(rows, worst, range(size))
    left = others(won, size).tolist()
    return won, int(_few_leximin(rows, worst, left)[0]) if left else None


def _few_leximin(rows: list[tuple[int, ...]], worst: list[int], among: Sequence[int]) -> Positions:
    least = max(worst[i] for i in among)
    short = [i for i in among if worst[i] == least]
    if len(short) > 1:
        best = max(sorted(rows[i]) for i in short)
        short = [i for i in short if sorted(rows[i]) == best]
    return np.array(short, dtype=np.intp)


def _best(columns: Sequence[IntArray], short: Positions, key: Callable[[list[int]], object]) -> Positions:
    """Of the shortlist, all rows with the largest key, computed once for equal rows."""
    rows = np.stack([c[short] for c in columns], axis=1)
    unique, which = np.unique(rows, axis=0, return_inverse=True)
    keys = [key(row) for row in unique.tolist()]
    best = max(keys)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    won = np.array([k == best for k in keys], dtype=np.bool_)
    return short[won[which.reshape(-1)]]
