"""Which comparisons contradict: proofs that add up, and smallest sets against trying every subset."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.contradictions import Row, conflict_among, multipliers, reconsider
from detente.foundation.corners import corners


def rows_of(rng: np.random.Generator, size: int, count: int) -> list[tuple[Row, ...]]:
    groups = list[tuple[Row, ...]]()
    for _ in range(count):
        rows = int(rng.integers(1, 3))
        groups.append(tuple(tuple(map(Fraction, map(int, rng.integers(-3, 4, size)))) for _ in range(rows)))
    return groups


def agree(size: int, groups: list[tuple[Row, ...]], places: tuple[int, ...]) -> bool:
    return bool(corners(size, tuple(row for place in places for row in groups[place])))


def test_smallest_sets_are_those_of_trying_every_subset() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(5))
    sizes = list[int]()
    for _ in range(60):
        size, count = int(rng.integers(2, 4)), int(rng.integers(2, 7))
        groups = rows_of(rng, size, count)
        everything = range(count)
        naive = next(
            found
            for given_up in range(count + 1)
            if (
                found := [
                    members
                    for members in itertools.combinations(everything, given_up)
                    if agree(size, groups, tuple(p for p in everything if p not in members))
                ]
            )
        )
        told = reconsider(groups)
        assert (list(told.sets) or [()]) == naive
        sizes.append(len(naive[0]))
        for conflict in told.conflicts:
            rows = [row for place in conflict.judgements for row in groups[place]]
            sums = [
                sum(y * c for y, c in zip(conflict.multipliers, column, strict=True))
                for column in zip(*rows, strict=True)
            ]
            assert min(conflict.multipliers) >= 0 < min(sums)
            for left in conflict.judgements:
                assert agree(size, groups, tuple(p for p in conflict.judgements if p != left))
    assert {0, 1, 2} <= set(sizes)


def test_multipliers_prove_or_some_weights_agree() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(6))
    for _ in range(100):
        rows = [row for group in rows_of(rng, 3, 3) for row in group]
        assert (multipliers(rows) is None) == bool(corners(3, tuple(rows)))


def test_rows_that_are_fixed_are_not_up_for_discussion() -> None:
    a_over_b, b_over_a_twice = (Fraction(-1), Fraction(1)), (Fraction(2), Fraction(-1))
    found = reconsider([[b_over_a_twice]], fixed=[a_over_b])
    assert found.sets == ((0,),)
    with pytest.raises(ValueError, match="fixed rows"):
        reconsider([], fixed=[(Fraction(1), Fraction(1))])


def test_nothing_contradicts_where_nothing_is_said() -> None:
    assert multipliers([]) is None
    assert reconsider([]).sets == ()
    assert conflict_among([[(Fraction(-1), Fraction(1))]], [0]) is None
