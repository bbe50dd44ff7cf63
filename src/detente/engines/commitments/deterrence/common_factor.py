"""Guarantors who look to one leader: a one-factor Gaussian copula, as a mixture of independent cases.

join_i = [ sqrt(rho) Z + sqrt(1 - rho) e_i < Phi^-1(q_i) ], with Z and all e_i independent standard normal. Given Z the
guarantors join independently, each with the chance Phi((Phi^-1(q_i) - sqrt(rho) Z) / sqrt(1 - rho)); each one's own
chance stays q_i whatever rho is. The integral over Z becomes a sum over nodes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.gaussian_factor import conditional, normal_quantile
from detente.foundation.errors import OutOfDomain

NODES = 80
"""Gauss-Hermite nodes."""

TOLERANCE = 1e-8
"""Of the chance of a set: 80 nodes and a thousand differ by less on problems of up to 12 guarantors, at the correlation
below and under it."""

SMOOTH = 0.65
"""Up to this correlation the integrand is smooth enough for Gauss-Hermite; above it, Gauss-Legendre pieces placed
where guarantors change their minds."""

_FARTHEST = 8.5
"""Beyond, a standard normal has less than 1e-16."""


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """weights[k] of cases in which guarantor i joins, independently, with the chance joins[k, i]."""

    weights: FloatArray
    joins: FloatArray
    rule: str


def check_correlation(correlation: float) -> None:
    """Refuse a correlation outside [0, 1]."""
    if not 0 <= correlation <= 1:
        raise OutOfDomain(f"correlation is {correlation}: give a number from 0 to 1")


def mixture(reliabilities: FloatArray, correlation: float) -> Mixture:
    """The joint distribution of joining as a mixture of independent ones."""
    check_correlation(correlation)
    if correlation == 0 or len(reliabilities) < 2:
        return Mixture(np.ones(1), reliabilities.reshape(1, -1), "independent")
    if correlation == 1:
        return _one_will(reliabilities)
    thresholds = np.array([normal_quantile(q) for q in reliabilities.tolist()])
    if correlation <= SMOOTH:
        nodes, weights = _normal_nodes()
        rule = f"Gauss-Hermite, {NODES} nodes"
    else:
        nodes, weights = _pieces(thresholds, correlation)
        rule = f"Gauss-Legendre in pieces, {len(nodes)} nodes"
    given = conditional(reliabilities.tolist(), correlation, nodes)
    return Mixture(weights / weights.sum(), np.ascontiguousarray(given.T), rule)


def _one_will(reliabilities: FloatArray) -> Mixture:
    """Correlation 1: whenever one joins, so does every other of at least its reliability."""
    edges = np.unique(np.concatenate([[0.0, 1.0], reliabilities]))
    joins = (reliabilities[None, :] >= edges[1:, None]).astype(np.float64)
    return Mixture(np.diff(edges), joins, "one will, exact")


@cache
def _normal_nodes() -> tuple[FloatArray, FloatArray]:
    """Found once: it takes longer than many a question that needs them."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    for values in (nodes, weights):
        values.setflags(write=False)
    return nodes, weights


def _pieces(thresholds: FloatArray, correlation: float) -> tuple[FloatArray, FloatArray]:
    """Ten nodes on each piece. A guarantor's chance turns from 1 to 0 within a few widths of one place: the pieces are
    two widths long everywhere, or graded around those places where that makes fewer."""
    width = math.sqrt((1 - correlation) / correlation)
    turns = thresholds[np.isfinite(thresholds)] / math.sqrt(correlation)
    near = (turns[:, None] + width * np.array([-8.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 8.0])).ravel()
    edges = np.unique(np.clip(np.concatenate([np.linspace(-_FARTHEST, _FARTHEST, 18), near]), -_FARTHEST, _FARTHEST))
    even = max(18, math.ceil(_FARTHEST / width) + 1)
    if even < len(edges):
        edges = np.linspace(-_FARTHEST, _FARTHEST, even)
    unit, unit_weights = np.polynomial.legendre.leggauss(10)
    half = np.diff(edges) / 2
    nodes = ((edges[:-1] + edges[1:]) / 2)[:, None] + half[:, None] * unit[None, :]
    density = np.exp(-(nodes**2) / 2) / math.sqrt(2 * math.pi)
    return nodes.ravel(), (half[:, None] * unit_weights[None, :] * density).ravel()
