"""The egalitarian, utilitarian and equal-loss solutions: the three that compare parties' points."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement import NoSettlement, Solution, egalitarian, equal_loss, utilitarian


def found(answer: Solution | NoSettlement) -> Solution:
    assert isinstance(answer, Solution)
    assert answer.compares_scales
    return answer


def test_egalitarian_raises_the_smallest_gain_then_the_next() -> None:
    rows = [[100, 0], [50, 5], [10, 9], [9, 9], [0, 10]]
    assert found(egalitarian(rows, [0, 0])).packages == (2,)


def test_egalitarian_ties_are_on_sorted_gains() -> None:
    """(3, 7) and (7, 3) have the same sorted gains, whoever comes first."""
    assert found(egalitarian([[3, 7], [7, 3], [3, 6]], [0, 0])).packages == (0, 1)


def test_egalitarian_weights_divide_gains() -> None:
    rows = [[8, 2], [6, 3], [5, 5]]
    assert found(egalitarian(rows, [0, 0])).packages == (2,)
    assert found(egalitarian(rows, [0, 0], weights=[2, 1])).packages == (1,)


def test_egalitarian_gains_are_over_disagreement() -> None:
    answer = found(egalitarian([[9, 5], [12, 4]], [8, 2]))
    assert answer.packages == (1,)
    assert answer.certificate["sorted_gains"] == (2, 4)


def test_utilitarian_takes_the_largest_total_of_what_is_left() -> None:
    rows = [[20, -5], [8, 3], [4, 6]]
    assert found(utilitarian(rows)).packages == (0,)
    assert found(utilitarian(rows, disagreement=[0, 0])).packages == (1,)
    assert found(utilitarian(rows, weights=[1, 2], disagreement=[0, 0])).packages == (2,)


def test_utilitarian_reports_all_ties_and_the_runner_up() -> None:
    answer = found(utilitarian([[6, 4], [3, 7], [10, -1]]))
    assert answer.packages == (0, 1)
    assert answer.certificate["total"] == 10
    assert answer.certificate["runner_up"] == {"package": 2, "total": 9}


def test_utilitarian_totals_beyond_64_bits_are_compared_exactly() -> None:
    rows = [[2**61, 1], [2**61 - 1, 3], [2**61 + 2, 0]]
    weights = [2**40, 2**40 - 1]
    answer = found(utilitarian(rows, weights=weights))
    totals = [sum(w * v for w, v in zip(weights, row, strict=True)) for row in rows]
    assert answer.packages == (totals.index(max(totals)),)


def test_equal_loss_makes_the_largest_loss_smallest() -> None:
    """Ideals 10 and 10: the losses are (0, 10), (4, 3), (6, 0)."""
    answer = found(equal_loss([[10, 0], [6, 7], [4, 10]]))
    assert answer.packages == (1,)
    assert answer.certificate["sorted_gains"] == (-4, -3)


def test_equal_loss_ideal_is_over_what_is_compared() -> None:
    """With the first row gone the first party's ideal falls from 30 to 10."""
    rows = [[30, 0], [10, 5], [8, 9]]
    assert found(equal_loss(rows)).packages == (0,)
    answer = found(equal_loss(rows, disagreement=[0, 1]))
    assert answer.certificate["ideal"] == (10, 9)
    assert answer.packages == (2,)


def test_equal_loss_weights_multiply_losses() -> None:
    rows = [[10, 0], [6, 7], [7, 5], [0, 10]]
    assert found(equal_loss(rows)).packages == (1,)
    assert found(equal_loss(rows, weights=[3, 1])).packages == (2,)


@pytest.mark.parametrize("solve", [utilitarian, equal_loss])
def test_disagreement_filters_and_may_leave_nothing(solve) -> None:  # type: ignore[no-untyped-def]
    assert isinstance(solve([[1, 1]], disagreement=[2, 0]), NoSettlement)
    assert isinstance(solve(np.zeros((0, 2), dtype=int)), NoSettlement)


def test_units_of_fractions_are_told_apart() -> None:
    """Columns on different grids: halves for one party, thirds for the other."""
    rows = [[Fraction(1, 2), Fraction(2, 3)], [Fraction(3, 2), Fraction(1, 3)], [Fraction(1), Fraction(1)]]
    answer = found(utilitarian(rows))
    assert answer.packages == (2,)
    assert answer.values == ((Fraction(1), Fraction(1)),)
    assert found(egalitarian(rows, [0, Fraction(1, 7)])).packages == (2,)
