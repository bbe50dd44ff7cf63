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


def multipliers(factors: Sequence[Fraction]) -> tuple[tuple[int, ...], Fraction]:
    """Whole numbers in the ratio of the factors, and the fraction that turns them back.

    >>> multipliers((Fraction(1, 2), Fraction(1, 3)))
    ((3, 2), Fraction(1, 6))
    """
    below = math.lcm(*(f.denominator for f in factors))
    whole = [f.numerator * (below // f.denominator) for f in factors]
    common = math.gcd(*whole)
    return tuple(w // common for w in whole), Fraction(common, below)


def largest(column: IntArray) -> int:
    """The largest absolute value in a column."""
    return max(abs(int(column.max())), abs(int(column.min())))


def highest_sum(columns: Sequence[IntArray], factors: Sequence[Fraction]) -> Positions:
    """Positions of all rows whose weighted sum is largest."""
    whole, _ = multipliers(factors)
    if sum(largest(c) * k for c, k in zip(columns, whole, strict=True)) <= SAFE:
        total = np.zeros(len(columns[0]), dtype=np.int64)
        for column, k in zip(columns, whole, strict=True):
            total += column.astype(np.int64) * np.int64(k)
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
    scale = max(largest(c) * k for c, k in zip(columns, whole, strict=True))
    if scale <= SAFE:
        scaled = [c.astype(np.int64) * np.int64(k) for c, k in zip(columns, whole, strict=True)]
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


def _best(columns: Sequence[IntArray], short: Positions, key: Callable[[list[int]], object]) -> Positions:
    """Of the shortlist, all rows with the largest key, computed once for equal rows."""
    rows = np.stack([c[short] for c in columns], axis=1)
    unique, which = np.unique(rows, axis=0, return_inverse=True)
    keys = [key(row) for row in unique.tolist()]
    best = max(keys)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    won = np.array([k == best for k in keys], dtype=np.bool_)
    return short[won[which.reshape(-1)]]
