"""The extreme points of all shares of 1 that keep linear conditions, exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from detente.foundation.errors import TooLarge

MOST_CORNERS = 4000
"""Most extreme points that are found."""

Row = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class _Ray:
    """A direction in whole numbers, and which conditions hold it as equalities, as bits."""

    parts: tuple[int, ...]
    tight: int


@lru_cache(maxsize=512)
def corners(size: int, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The extreme points of {w >= 0, sum w = 1, row·w <= 0 for each row}, exact, in descending order.

    Every linear function of such w is largest at one of them. Found by cutting the cone w >= 0 with one row after
    the other: of the rays on both sides of a cut, those that are neighbours give a new ray between them.

    Empty where no w keeps all rows. Raises TooLarge above 4,000 rays. O(rays³) a row at worst; 8 shares under 20
    rows in 0.05 s.

    >>> [tuple(map(str, corner)) for corner in corners(2, ((Fraction(-1), Fraction(2)),))]
    [('1', '0'), ('2/3', '1/3')]

    Motzkin, T. S., Raiffa, H., Thompson, G. L. and Thrall, R. M. (1953). The double description method. In:
    Contributions to the Theory of Games II, Princeton University Press: 51-73 (recalled, not read).
    """
    rays = [_Ray(tuple(int(i == j) for j in range(size)), ((1 << size) - 1) ^ (1 << i)) for i in range(size)]
    for place, row in enumerate(dict.fromkeys(rows)):
        rays = _cut(rays, _whole(row), 1 << (size + place), size)
        if len(rays) > MOST_CORNERS:
            todo = "compare fewer issues, or replace some comparisons by an order"
            raise TooLarge("extreme weights", estimate=len(rays), limit=MOST_CORNERS, todo=todo)
    totals = [sum(ray.parts) for ray in rays]
    found = {tuple(Fraction(x, total) for x in ray.parts) for ray, total in zip(rays, totals, strict=True)}
    return tuple(sorted(found, reverse=True))


def centre(points: Sequence[Row]) -> Row:
    """The mean of the points.

    For an order of n shares these are the rank-order centroids.

    >>> order = [(-1, 1, 0), (0, -1, 1)]
    >>> [str(x) for x in centre(corners(3, tuple(tuple(map(Fraction, row)) for row in order)))]
    ['11/18', '5/18', '1/9']
    """
    return tuple(sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True))


def _whole(row: Row) -> tuple[int, ...]:
    below = math.lcm(*(c.denominator for c in row))
    return tuple(int(c * below) for c in row)


def _cut(rays: Sequence[_Ray], row: tuple[int, ...], bit: int, size: int) -> list[_Ray]:
    kept, outside = list[tuple[_Ray, int]](), list[tuple[_Ray, int]]()
    for ray in rays:
        value = sum(a * x for a, x in zip(row, ray.parts, strict=True) if a and x)
        if value > 0:
            outside.append((ray, value))
        else:
            kept.append((ray if value else _Ray(ray.parts, ray.tight | bit), value))
    everything = [*(ray for ray, _ in kept), *(ray for ray, _ in outside)]
    found = [ray for ray, _ in kept]
    for (inner, low), (outer, high) in product([pair for pair in kept if pair[1] < 0], outside):
        both = inner.tight & outer.tight
        if both.bit_count() >= size - 2 and _neighbours(inner, outer, both, everything):
            parts = [high * a - low * b for a, b in zip(inner.parts, outer.parts, strict=True)]
            shared = math.gcd(*parts)
            found.append(_Ray(tuple(x // shared for x in parts), both | bit))
    return found


def _neighbours(one: _Ray, other: _Ray, both: int, rays: Sequence[_Ray]) -> bool:
    """No third ray keeps as equalities all conditions that these two do."""
    return not any(both & ~ray.tight == 0 for ray in rays if ray is not one and ray is not other)
