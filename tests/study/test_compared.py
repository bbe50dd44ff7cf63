"""Draws under comparisons: uniform, inside, and the same from a random walk."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.corners import corners
from detente.study.compared import ComparedNumbers
from detente.study.polytope import at_least, sample_weights


def form(size: int, *rows: tuple[int, ...]) -> ComparedNumbers:
    exact = tuple(tuple(map(Fraction, row)) for row in rows)
    return ComparedNumbers(corners(size, exact), exact)


def drawn(found: ComparedNumbers, draws: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return found.numbers(rng.random((draws, max(found.size, 1))))


def test_draws_keep_the_comparisons_and_add_up_to_one() -> None:
    found = form(4, (-1, 2, 0, 0), (0, 1, -1, -1), (3, -2, -1, 0))
    weights = drawn(found, 2000)
    assert np.allclose(weights.sum(axis=1), 1)
    assert weights.min() >= 0
    assert (weights @ np.array([[-1, 2, 0, 0], [0, 1, -1, -1], [3, -2, -1, 0]]).T <= 1e-9).all()


@pytest.mark.parametrize("row", [(-1, 2, 0), (1, -4, -4), (2, 2, -1)])
def test_a_region_gets_its_share_of_the_volume(row: tuple[int, int, int]) -> None:
    """Against rejection; the second region has four corners and two pieces, one four times the other."""
    weights = drawn(form(3, row), 40_000)
    rng = np.random.default_rng(np.random.SeedSequence(2))
    every = rng.dirichlet(np.ones(3), 120_000)
    kept = every[every @ np.array(row) <= 0]
    for column in range(3):
        for level in (0.2, 0.4, 0.6):
            assert abs((weights[:, column] < level).mean() - (kept[:, column] < level).mean()) < 0.012


def test_a_flat_set_is_drawn_on() -> None:
    """a = 2b: the segment from (2/3, 1/3, 0) to (0, 0, 1)."""
    weights = drawn(form(3, (-1, 2, 0), (1, -2, 0)), 20_000)
    assert np.allclose(weights[:, 0], 2 * weights[:, 1])
    assert abs(weights[:, 2].mean() - 0.5) < 0.01
    assert abs((weights[:, 2] < 0.25).mean() - 0.25) < 0.012


def test_one_point_takes_no_uniforms() -> None:
    found = form(2, (-1, 1), (1, -1))
    assert found.size == 0
    assert drawn(found, 3).tolist() == [[0.5, 0.5]] * 3


def test_where_pieces_are_too_many_a_walk_stands_for_the_set(monkeypatch: pytest.MonkeyPatch) -> None:
    found = form(4, (-1, 3, 0, 0), (0, 1, 0, -1))
    exact = drawn(found, 20_000)
    assert found.walked is None
    monkeypatch.setattr("detente.study.compared.MOST_PIECES", 0)
    monkeypatch.setattr("detente.study.compared._pieces", lambda *_: None)
    walked = drawn(found, 20_000)
    assert found.size == 1
    assert found.walked is not None
    assert np.allclose(exact.mean(axis=0), walked.mean(axis=0), atol=0.02)
    assert np.allclose(exact.std(axis=0), walked.std(axis=0), atol=0.02)


def test_the_mean_is_that_of_the_sampler_of_weights() -> None:
    rows = [at_least(4, 0, 1, times=2), at_least(4, 2, 3)]
    other = sample_weights(4, rows, 8000, seed=4).weights
    mine = drawn(
        ComparedNumbers(corners(4, tuple(r.coefficients for r in rows)), tuple(r.coefficients for r in rows)), 8000
    )
    assert np.allclose(mine.mean(axis=0), other.mean(axis=0), atol=0.012)
