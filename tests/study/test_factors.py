"""What a draw of each kind of judgement is, against its distribution."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.errors import OutOfDomain
from detente.study.factors import Form, OrderedLevels, OrderedShares, Range, Triangle

DRAWS = 40_000
RNG = np.random.default_rng(np.random.SeedSequence(20251310))


def drawn(form: Form) -> np.ndarray:
    return form.numbers(RNG.random((DRAWS, form.size)))


def test_a_range_is_uniform() -> None:
    found = drawn(Range(10, 30)).ravel()
    assert 10 <= found.min() < found.max() <= 30
    np.testing.assert_allclose(np.quantile(found, [0.1, 0.5, 0.9]), [12, 20, 28], atol=0.4)


@pytest.mark.parametrize("mode", [0, 4, 20])
def test_a_triangle_has_its_mean_and_variance(mode: int) -> None:
    found = drawn(Triangle(0, mode, 20)).ravel()
    assert 0 <= found.min() < found.max() <= 20
    assert found.mean() == pytest.approx((0 + mode + 20) / 3, abs=0.1)
    assert found.var() == pytest.approx((400 + mode**2 - 20 * mode) / 18, rel=0.03)
    assert (found < mode).mean() == pytest.approx(mode / 20, abs=0.01)


def test_an_order_without_ties_has_rank_order_centroids_as_its_mean() -> None:
    found = drawn(OrderedShares((1, 1, 1)))
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert (np.diff(found, axis=1) <= 0).all()
    np.testing.assert_allclose(found.mean(axis=0), [11 / 18, 5 / 18, 2 / 18], atol=0.005)
    # Uniform on a triangle: the smallest share exceeds t with probability (1 - 3 t)^2.
    assert (found[:, 2] > 0.1).mean() == pytest.approx(0.49, abs=0.01)


def test_what_ties_has_equal_shares_and_the_mean_is_that_of_the_corners() -> None:
    form = OrderedShares((2, 1))
    found = drawn(form)
    np.testing.assert_allclose(found @ [2, 1], 1)
    corners = np.array(form.corners, dtype=float)
    assert corners.tolist() == [[0.5, 0], [1 / 3, 1 / 3]]
    np.testing.assert_allclose(found.mean(axis=0), corners.mean(axis=0), atol=0.003)
    # One number is free, uniform between the corners.
    np.testing.assert_allclose(np.quantile(found[:, 1], [0.25, 0.75]), [1 / 12, 1 / 4], atol=0.005)


def test_levels_of_an_order_have_equal_steps_as_their_mean() -> None:
    found = drawn(OrderedLevels(5))
    np.testing.assert_allclose(found.mean(axis=0), [100, 75, 50, 25, 0], atol=0.5)
    assert (np.diff(found, axis=1) <= 0).all()
    assert set(found[:, 0]) == {100}
    assert set(found[:, -1]) == {0}
    # The middle of three uniforms is above 75 with probability 3/32 × 1.5 + … = 1 - P(Beta(2, 2) < 0.75).
    assert (found[:, 2] > 75).mean() == pytest.approx(1 - (3 * 0.75**2 - 2 * 0.75**3), abs=0.01)


def test_an_order_of_one_step_leaves_nothing_open() -> None:
    assert drawn(OrderedShares((4,)))[0].tolist() == [0.25]
    assert drawn(OrderedLevels(1))[0].tolist() == [0]
    assert OrderedLevels(1).corners == ((Fraction(0),),)
    assert (OrderedShares((4,)).size, OrderedLevels(1).size, OrderedLevels(2).size) == (0, 0, 0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Range(3, 2),
        lambda: Range(0, float("inf")),
        lambda: Triangle(0, 5, 4),
        lambda: Triangle(1, 1, 1),
        lambda: OrderedShares(()),
        lambda: OrderedShares((1, 0)),
        lambda: OrderedLevels(0),
    ],
)
def test_what_admits_nothing_is_refused(make: object) -> None:
    with pytest.raises(OutOfDomain):
        make()  # type: ignore[operator]
