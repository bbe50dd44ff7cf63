"""Extreme weights against naive enumeration: every point where enough conditions are equalities."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.corners import centre, corners
from detente.foundation.errors import TooLarge

Row = tuple[Fraction, ...]


def row(*numbers: int) -> Row:
    return tuple(map(Fraction, numbers))


def solved(matrix: list[list[Fraction]]) -> list[Fraction] | None:
    """The one solution of square equations [A | b], by elimination; None where there is not one."""
    size, table = len(matrix), [list(line) for line in matrix]
    for column in range(size):
        pivot = next((r for r in range(column, size) if table[r][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        scale = table[column][column]
        table[column] = [x / scale for x in table[column]]
        for other in range(size):
            if other != column:
                factor = table[other][column]
                table[other] = [x - factor * y for x, y in zip(table[other], table[column], strict=True)]
    return [line[-1] for line in table]


def naive(size: int, rows: tuple[Row, ...]) -> set[Row]:
    units = [tuple(Fraction(i == j) for j in range(size)) for i in range(size)]
    every = [*units, *rows]
    found = set[Row]()
    for tight in itertools.combinations(every, size - 1):
        point = solved([[*map(Fraction, [1] * size), Fraction(1)], *([*line, Fraction(0)] for line in tight)])
        if point is None or min(point) < 0:
            continue
        if all(sum(a * x for a, x in zip(line, point, strict=True)) <= 0 for line in rows):
            found.add(tuple(point))
    return found


def test_corners_are_those_of_naive_enumeration() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(8))
    empty = flat = 0
    for _ in range(80):
        size = int(rng.integers(2, 5))
        rows = tuple(row(*map(int, rng.integers(-3, 4, size))) for _ in range(int(rng.integers(0, 5))))
        if rng.random() < 0.3 and rows:
            rows = (*rows, tuple(-a for a in rows[0]))
            flat += 1
        found = corners(size, rows)
        assert set(found) == naive(size, rows), (size, rows)
        assert list(found) == sorted(found, reverse=True)
        empty += not found
    assert empty > 5
    assert flat > 10


def test_an_order_has_the_corners_of_equal_shares_and_their_mean_is_the_rank_order_centroid() -> None:
    found = corners(3, (row(-1, 1, 0), row(0, -1, 1)))
    third, half = Fraction(1, 3), Fraction(1, 2)
    assert found == ((1, 0, 0), (half, half, 0), (third, third, third))
    assert centre(found) == (Fraction(11, 18), Fraction(5, 18), Fraction(2, 18))


def test_too_many_corners_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.foundation.corners.MOST_CORNERS", 3)
    with pytest.raises(TooLarge, match="extreme weights"):
        corners(4, (row(1, 1, -1, -1),))
