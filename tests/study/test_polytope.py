"""Weights drawn from comparisons, on cases with known answers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.errors import OutOfDomain
from detente.foundation.simplex_method import maximise
from detente.study.polytope import at_least, condition, sample_weights

DRAWS = 4000


def test_without_conditions_the_simplex() -> None:
    found = sample_weights(3, [], DRAWS, seed=1)
    assert (found.how, found.diagnostics) == ("simplex", None)
    np.testing.assert_allclose(found.weights.mean(axis=0), 1 / 3, atol=0.02)
    assert (found.weights[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=0.03)
    assert found.interior == (Fraction(1, 3),) * 3


def test_one_weight_is_the_whole() -> None:
    assert sample_weights(1, [], 3, seed=1).weights.tolist() == [[1], [1], [1]]


def test_a_total_order_has_rank_order_centroids_however_it_is_drawn() -> None:
    order = [at_least(4, i, i + 1) for i in (2, 0, 1)]
    exact = sample_weights(4, order, DRAWS, seed=2)
    walked = sample_weights(4, [*order, condition([1, 0, 0, 0], 2)], DRAWS, seed=3)
    assert (exact.how, walked.how) == ("order", "hit-and-run")
    for found in (exact, walked):
        np.testing.assert_allclose(found.weights.mean(axis=0), [25 / 48, 13 / 48, 7 / 48, 3 / 48], atol=0.01)
        assert (np.diff(found.weights, axis=1) <= 1e-12).all()
    assert walked.diagnostics is not None
    assert walked.diagnostics.effective > DRAWS / 2
    assert walked.diagnostics.between < 1.05
    assert walked.diagnostics.chains * walked.diagnostics.steps > 0


def test_twice_as_important_is_kept_and_uniform() -> None:
    found = sample_weights(2, [at_least(2, 0, 1, times=2)], DRAWS, seed=4)
    assert found.how == "hit-and-run"
    # w_0 is uniform from 2/3 to 1.
    np.testing.assert_allclose(np.quantile(found.weights[:, 0], [0.01, 0.5, 0.99]), [0.67, 5 / 6, 0.997], atol=0.012)


def test_a_narrow_set_is_crossed() -> None:
    narrow = [condition([1, -1, 0, 0], "0.001"), condition([-1, 1, 0, 0], "0.001")]
    found = sample_weights(4, narrow, DRAWS, seed=5)
    assert found.diagnostics is not None
    assert found.diagnostics.effective > DRAWS / 4
    # Nearly w = (a, a, b, c): the density of a falls to 0 at a half.
    assert found.weights[:, 0].mean() == pytest.approx(1 / 6, abs=0.01)


def test_the_seed_decides() -> None:
    rows = [at_least(3, 0, 1, times=2)]
    one, same, other = (sample_weights(3, rows, 50, seed=seed).weights.tolist() for seed in (1, 1, 2))
    assert one == same != other


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([at_least(2, 0, 1, 3), at_least(2, 1, 0, 2)], "contradict"),
        ([condition([1, 1], "0.5")], "contradict"),
        ([condition([1, 1, 1], 2)], "2 coefficients"),
    ],
)
def test_conditions_that_leave_nothing_to_draw_from_are_refused(rows: list, what: str) -> None:
    with pytest.raises(OutOfDomain, match=what):
        sample_weights(2, rows, 10, seed=1)


@pytest.mark.parametrize(
    ("weights", "rows", "means"),
    [
        (2, [at_least(2, 0, 1), at_least(2, 1, 0)], [1 / 2, 1 / 2]),
        (3, [at_least(3, 0, 1, 2), at_least(3, 1, 0, "0.5")], [1 / 3, 1 / 6, 1 / 2]),
    ],
)
def test_draws_from_a_flat_set_are_uniform_on_it(weights: int, rows: list, means: list[float]) -> None:
    """One point; and the segment from (2/3, 1/3, 0) to (0, 0, 1), whose middle is its mean."""
    found = sample_weights(weights, rows, 4000, seed=3)
    assert found.how == "hit-and-run"
    assert np.allclose(found.weights.sum(axis=1), 1)
    assert np.allclose(found.weights.mean(axis=0), means, atol=0.01)
    for row in rows:
        assert (np.abs(found.weights @ [float(c) for c in row.coefficients]) < 1e-9).all()


def test_nonsense_is_refused() -> None:
    with pytest.raises(OutOfDomain, match="at least 1"):
        sample_weights(2, [], 0, seed=1)
    for more, less in ((0, 0), (0, 2), (-1, 0)):
        with pytest.raises(OutOfDomain, match="two different ones"):
            at_least(2, more, less)
    with pytest.raises(OutOfDomain, match="not a finite number"):
        condition(["x"])


def test_a_program_without_a_largest_value_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no largest value"):
        maximise([Fraction(1)], [[Fraction(-1)]], [Fraction(0)])


def test_a_condition_that_all_weights_meet_changes_nothing() -> None:
    found = sample_weights(3, [condition([1, 1, 1], 1), at_least(3, 0, 1, times=2)], 100, seed=1)
    assert (found.weights[:, 0] >= 2 * found.weights[:, 1] - 1e-12).all()
