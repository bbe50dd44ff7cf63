"""Shapley effects where they are known: linear models of normal inputs, weights on a simplex, independent inputs."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.errors import OutOfDomain, TooLarge
from detente.study.factors import FloatArray
from detente.study.joint import Gaussian, Independent, UniformWeights
from detente.study.polytope import at_least
from detente.study.shapley import shapley_effects

COVARIANCE = np.array([[1.0, 0.5, 0.0], [0.5, 4.0, -0.8], [0.0, -0.8, 2.0]])
SLOPES = np.array([2.0, -1.0, 0.5])


def closed_form(slopes: FloatArray, covariance: FloatArray) -> list[float]:
    """For Y = slopes · X: Var(E[Y | X_u]) by regression, then the mean over all orders of the inputs, naively."""

    def explained(known: tuple[int, ...]) -> float:
        if not known:
            return 0.0
        u = list(known)
        with_y = covariance[u] @ slopes
        return float(with_y @ np.linalg.solve(covariance[np.ix_(u, u)], with_y))

    size = len(slopes)
    found = [0.0] * size
    for order in itertools.permutations(range(size)):
        for place, i in enumerate(order):
            found[i] += explained(order[: place + 1]) - explained(order[:place])
    whole = float(slopes @ covariance @ slopes) * math.factorial(size)
    return [part / whole for part in found]


@pytest.mark.parametrize("every_subset", [True, False])
def test_a_linear_model_of_normal_inputs_has_its_closed_form(every_subset: bool) -> None:
    inputs = Gaussian(np.array([1.0, 0.0, -3.0]), COVARIANCE)
    found = shapley_effects(lambda x: x @ SLOPES, inputs, draws=40_000, seed=3, every_subset=every_subset)
    for effect, known in zip(found.effects, closed_form(SLOPES, COVARIANCE), strict=True):
        assert abs(effect.share - known) < 4 * effect.error
        assert effect.error < 0.02
    assert sum(effect.share for effect in found.effects) == pytest.approx(1)


def test_two_normal_inputs_as_worked_out_by_hand() -> None:
    """Y = X1, correlation r: the second input, in no formula, gets r² / 2."""
    assert closed_form(np.array([1.0, 0.0]), np.array([[1.0, 0.6], [0.6, 1.0]])) == pytest.approx([0.82, 0.18])


def test_a_weight_on_the_simplex_is_partly_explained_by_the_others() -> None:
    """w1 of three weights: w2 alone explains a quarter of its variance, so the effects are 7/12, 5/24, 5/24."""
    found = shapley_effects(lambda w: w[:, 0], UniformWeights(3), draws=20_000, seed=5)
    for effect, known in zip(found.effects, (Fraction(7, 12), Fraction(5, 24), Fraction(5, 24)), strict=True):
        assert abs(effect.share - float(known)) < 4 * effect.error


def test_weights_drawn_again_keep_the_conditions_and_what_is_known() -> None:
    conditions = (at_least(4, 0, 1, times=2), at_least(4, 2, 3))
    inputs, rng = UniformWeights(4, conditions), np.random.default_rng(1)
    x = inputs.sample(200, rng)
    for known in ((), (0,), (1, 3), (0, 1, 2)):
        again = inputs.again(x, known, rng)
        assert again[:, list(known)] == pytest.approx(x[:, list(known)])
        assert again.sum(axis=1) == pytest.approx(1)
        assert again.min() > -1e-9
        assert (again[:, 0] >= 2 * again[:, 1] - 1e-9).all()
        assert (again[:, 2] >= again[:, 3] - 1e-9).all()
        moved = [i for i in range(4) if i not in known]
        assert (len(moved) > 1) == bool(np.abs(again - x).max() > 1e-3)


def test_independent_inputs_share_what_they_do_together() -> None:
    """A product of two uniforms around 0 has no first-order effects, and half of the variance each."""
    found = shapley_effects(lambda u: (u[:, 0] - 0.5) * (u[:, 1] - 0.5), Independent((1, 1)), draws=20_000, seed=2)
    assert [effect.share for effect in found.effects] == pytest.approx([0.5, 0.5], abs=0.03)


def test_many_inputs_take_random_orders_and_the_same_seed_gives_the_same() -> None:
    inputs = Independent((1,) * 10)
    one, two = (shapley_effects(lambda u: u.sum(axis=1), inputs, draws=4000, seed=9) for _ in range(2))
    assert one.effects == two.effects
    assert all(abs(effect.share - 0.1) < 4 * effect.error < 0.08 for effect in one.effects)
    assert one.evaluations == 40_000


def test_what_never_changes_has_no_effects_and_what_is_too_much_is_refused() -> None:
    found = shapley_effects(lambda u: np.ones(len(u)), Independent((1, 1)), draws=10, seed=1)
    assert (found.effects, found.reason) == ((), "it is 1 in every draw: there is no variation to explain")
    with pytest.raises(TooLarge):
        shapley_effects(lambda u: u[:, 0], Independent((1,) * 20), draws=1000, seed=1, every_subset=True)
    for wrong in (
        lambda: Gaussian(np.zeros(2), np.array([[1.0, 1.0], [1.0, 1.0]])),
        lambda: Gaussian(np.zeros(1), np.eye(2)),
    ):
        with pytest.raises(OutOfDomain):
            wrong()
