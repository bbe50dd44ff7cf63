"""The Kalai–Smorodinsky solution on finitely many packages."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from detente.engines.settlement import NoSettlement, Solution, kalai_smorodinsky


def found(answer: Solution | NoSettlement) -> Solution:
    assert isinstance(answer, Solution)
    return answer


def test_compares_shares_of_the_ideal_gain() -> None:
    """Ideals 100 and 10: (50, 5) gives both half; the egalitarian pick (10, 9) gives the first a tenth."""
    answer = found(kalai_smorodinsky([[100, 0], [50, 5], [10, 9], [0, 10]], [0, 0]))
    assert answer.packages == (1,)
    assert answer.certificate["sorted_gains"] == (Fraction(1, 2), Fraction(1, 2))
    assert answer.certificate["ideal"] == (100, 10)


def test_the_ideal_is_over_what_all_accept() -> None:
    """(100, 0) lies below the second party's disagreement value, so 60 is the first party's ideal."""
    answer = found(kalai_smorodinsky([[100, 0], [60, 4], [30, 7], [20, 10]], [0, 1]))
    assert answer.certificate["ideal"] == (60, 10)
    assert answer.packages == (2,)


def test_equal_smallest_shares_are_decided_by_the_next() -> None:
    rows = [[10, 0, 0], [0, 10, 0], [0, 0, 10], [4, 4, 6], [4, 6, 4], [5, 4, 7], [4, 4, 4]]
    answer = found(kalai_smorodinsky(rows, [0, 0, 0]))
    assert answer.packages == (5,)


def test_a_party_that_cannot_gain_drops_out() -> None:
    answer = found(kalai_smorodinsky([[5, 8], [5, 2]], [5, 0]))
    assert answer.packages == (0,)
    assert answer.certificate["taking_part"] == ("party 1",)


def test_where_nobody_can_gain_all_packages_tie() -> None:
    assert found(kalai_smorodinsky([[5, 2], [5, 2], [4, 9]], [5, 2])).packages == (0, 1)


def test_weights_set_the_owed_shares() -> None:
    rows = [[9, 0], [6, 3], [4, 4], [0, 9]]
    assert found(kalai_smorodinsky(rows, [0, 0])).packages == (2,)
    assert found(kalai_smorodinsky(rows, [0, 0], weights=[2, 1])).packages == (1,)


def test_certificate_in_ten_naive_lines() -> None:
    rng = np.random.default_rng(11)
    rows = rng.integers(-20, 60, size=(400, 3)).tolist()
    floors = [0, 5, -3]
    answer = found(kalai_smorodinsky(rows, floors))
    kept = [row for row in rows if all(v >= d for v, d in zip(row, floors, strict=True))]
    ideal = [max(row[p] for row in kept) for p in range(3)]
    shares = [sorted(Fraction(row[p] - floors[p], ideal[p] - floors[p]) for p in range(3)) for row in kept]
    assert answer.certificate["sorted_gains"] == tuple(max(shares))
    assert [rows[i] for i in answer.packages] == [
        row for row, share in zip(kept, shares, strict=True) if share == max(shares)
    ]


def test_shares_beyond_64_bits_are_compared_exactly() -> None:
    """Ideals without a common factor near 2**40: the cross products pass 2**62."""
    p, q = 2**40 - 87, 2**40 - 167
    rows = [[p, 0], [0, q], [p // 2, q // 2], [p // 2 + 1, q // 2 - 1], [p // 2, q // 2]]
    answer = found(kalai_smorodinsky(rows, [0, 0]))
    shares = [sorted((Fraction(a, p), Fraction(b, q))) for a, b in rows]
    assert answer.packages == tuple(i for i, s in enumerate(shares) if s == max(shares))
