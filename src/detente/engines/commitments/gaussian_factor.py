"""Decisions that lean on one shared cause: the mean over a standard normal of what happens given it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

from detente.engines.commitments.quadrature import FloatArray, trapezoid
from detente.foundation.errors import OutOfDomain

_FARTHEST = 9.0
"""Beyond, a standard normal has less than 1e-18."""

_ERFC: Any = np.frompyfunc(math.erfc, 1, 1)


def expectation(given: Callable[[FloatArray], FloatArray]) -> tuple[float, float]:
    """E given(Z) for standard normal Z, and its tolerance; `given` returns one number for each value of Z.

    >>> value, error = expectation(lambda z: z**2)
    >>> round(value, 9)
    1.0
    """

    def weighed(z: FloatArray) -> FloatArray:
        return given(z) * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)

    return trapezoid(weighed, -_FARTHEST, _FARTHEST)


def conditional(probabilities: Sequence[float], correlation: float, factor: FloatArray) -> FloatArray:
    """probabilities[case, factor]: of agreeing given the factor, in a one-factor Gaussian copula.

    Case i agrees iff sqrt(rho) Z + sqrt(1 - rho) e_i < Phi^-1(a_i), so that a large Z is bad for all.

    >>> conditional([0.5], 0.5, np.array([0.0])).tolist()
    [[0.5]]

    Vasicek, O. A. (2002). Loan portfolio value. Risk 15(12): 160-162.
    """
    if not 0 <= correlation < 1:
        raise OutOfDomain(f"correlation is {correlation}: give a number from 0 to below 1")
    spread = math.sqrt(1 - correlation)
    thresholds = np.array([normal_quantile(a) for a in probabilities])
    return normal_cdf((thresholds[:, None] - math.sqrt(correlation) * factor[None, :]) / spread)


def normal_cdf(values: FloatArray) -> FloatArray:
    """Phi of every value.

    >>> normal_cdf(np.array([0.0, math.inf])).tolist()
    [0.5, 1.0]
    """
    return np.asarray(_ERFC(values * -math.sqrt(0.5)), dtype=np.float64) / 2


def normal_quantile(probability: float) -> float:
    """Phi^-1, with its limits at 0 and 1.

    >>> normal_quantile(0.5), normal_quantile(1)
    (0.0, inf)
    """
    if probability <= 0:
        return -math.inf
    return NormalDist().inv_cdf(probability) if probability < 1 else math.inf
