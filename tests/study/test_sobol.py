"""Sobol indices against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest

from detente.foundation.errors import OutOfDomain
from detente.study import sobol_indices
from detente.study.sobol import Indices


def ishigami(uniforms: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990), a = 7, b = 0.1."""
    x = np.pi * (2 * uniforms - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(uniforms: np.ndarray) -> np.ndarray:
    """Sobol's G function with a = 0, 1, 4.5, 9."""
    a = np.array([0, 1, 4.5, 9])
    return np.prod((np.abs(4 * uniforms - 2) + a) / (1 + a), axis=1)


def within(found: Indices, first: list[float], total: list[float]) -> None:
    for index, one, all_ in zip(found.indices, first, total, strict=True):
        assert abs(index.first - one) <= 4 * index.first_error
        assert abs(index.total - all_) <= 4 * index.total_error
        assert 0 < index.first_error < 0.05
        assert 0 < index.total_error < 0.05


def test_ishigami() -> None:
    found = sobol_indices(ishigami, [1, 1, 1], draws=2**13, seed=11)
    variance = 7**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 0.5
    first = [(1 + 0.1 * np.pi**4 / 5) ** 2 / 2 / variance, 7**2 / 8 / variance, 0]
    both = 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50) / variance
    assert [round(v, 4) for v in first] == [0.3139, 0.4424, 0]
    within(found, first, [first[0] + both, first[1], both])
    assert found.variance == pytest.approx(variance, rel=0.03)
    assert found.evaluations == 5 * 2**13


def test_sobol_g() -> None:
    a = np.array([0, 1, 4.5, 9])
    parts = 1 / 3 / (1 + a) ** 2
    variance = np.prod(1 + parts) - 1
    total = parts * np.prod(1 + parts) / (1 + parts) / variance
    found = sobol_indices(sobol_g, [1, 1, 1, 1], draws=2**13, seed=12)
    within(found, (parts / variance).tolist(), total.tolist())


def test_errors_are_those_of_repeated_runs() -> None:
    runs = [sobol_indices(ishigami, [1, 1, 1], draws=400, seed=seed) for seed in range(60)]
    for i in range(3):
        spread = np.std([r.indices[i].first for r in runs], ddof=1)
        stated = np.mean([r.indices[i].first_error for r in runs])
        assert 0.6 < stated / spread < 1.7


def test_a_group_of_columns_is_one_factor() -> None:
    found = sobol_indices(lambda u: u[:, 0] + u[:, 1] + u[:, 2], [2, 1, 0], draws=4096, seed=13)
    assert [round(index.total, 1) for index in found.indices] == [0.7, 0.3, 0]
    assert (found.indices[2].first, found.indices[2].total) == (0, 0)


def test_the_seed_decides() -> None:
    one, same, other = (sobol_indices(ishigami, [1, 1, 1], draws=64, seed=seed) for seed in (1, 1, 2))
    assert one.indices == same.indices != other.indices


def test_a_constant_explains_nothing_and_says_so() -> None:
    found = sobol_indices(lambda u: np.full(len(u), 3.0), [1], draws=8, seed=1)
    assert (found.indices, found.reason) == ((), "it is 3 in every draw: there is no variation to explain")


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(OutOfDomain, match="at least 2 rows"):
        sobol_indices(ishigami, [1, 1, 1], draws=1, seed=1)
    with pytest.raises(OutOfDomain, match="not one number a row"):
        sobol_indices(lambda u: u, [1, 1], draws=4, seed=1)
