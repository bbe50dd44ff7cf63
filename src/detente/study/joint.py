"""Inputs that may depend on one another: drawn together, and drawn again with some of them known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from detente.foundation.errors import OutOfDomain
from detente.study.factors import FloatArray
from detente.study.polytope import Condition, sample_weights

_STEPS_A_WEIGHT = 8
"""Steps of the walk for each weight that is drawn again, times their number."""


class Joint(Protocol):
    """Several inputs with their joint distribution."""

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs, in the order of what is drawn."""
        ...

    def sample(self, rows: int, rng: np.random.Generator) -> FloatArray:
        """So many independent draws of all: x[row, …]."""
        ...

    def again(self, x: FloatArray, known: Sequence[int], rng: np.random.Generator) -> FloatArray:
        """For each row, all inputs drawn again given that those `known` are what they are in `x`."""
        ...


@dataclass(frozen=True, slots=True)
class Independent:
    """Independent inputs, or groups of inputs, as uniforms from [0, 1): `columns` says how many each takes."""

    columns: tuple[int, ...]
    labels: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs."""
        return self.labels or tuple(f"input {i}" for i in range(len(self.columns)))

    def sample(self, rows: int, rng: np.random.Generator) -> FloatArray:
        """Uniforms for all."""
        return rng.random((rows, sum(self.columns)))

    def again(self, x: FloatArray, known: Sequence[int], rng: np.random.Generator) -> FloatArray:
        """New uniforms for those that are not known."""
        drawn, ends = rng.random(x.shape), np.cumsum((0, *self.columns))
        for group in known:
            drawn[:, ends[group] : ends[group + 1]] = x[:, ends[group] : ends[group + 1]]
        return drawn


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """Normal inputs with a mean and a covariance matrix, which has to be positive definite."""

    mean: FloatArray
    covariance: FloatArray

    def __post_init__(self) -> None:
        size = len(self.mean)
        if self.covariance.shape != (size, size) or not np.allclose(self.covariance, self.covariance.T):
            raise OutOfDomain(f"a covariance of shape {self.covariance.shape} for {size} inputs, or not symmetric")
        if size and float(np.linalg.eigvalsh(self.covariance)[0]) <= 0:
            raise OutOfDomain("the covariance is not positive definite")

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs."""
        return tuple(f"input {i}" for i in range(len(self.mean)))

    def sample(self, rows: int, rng: np.random.Generator) -> FloatArray:
        """Normal draws."""
        return self.mean + rng.standard_normal((rows, len(self.mean))) @ np.linalg.cholesky(self.covariance).T

    def again(self, x: FloatArray, known: Sequence[int], rng: np.random.Generator) -> FloatArray:
        """Normal given the known: a new draw, moved by the regression on what the known differ by."""
        drawn = self.sample(len(x), rng)
        if not known:
            return drawn
        some = list(known)
        slope = np.linalg.solve(self.covariance[np.ix_(some, some)], self.covariance[some])
        found = drawn + (x[:, some] - drawn[:, some]) @ slope
        found[:, some] = x[:, some]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class UniformWeights:
    """Weights that add up to 1 and keep conditions, uniform over all such (see `sample_weights`).

    With some weights known the rest is uniform on what is left of the set. It is drawn by a random walk that starts
    where the rest stood: a walk from a point of the distribution has it at every step, and forgets where it came from
    in a number of steps that grows with the square of the weights.
    """

    weights: int
    conditions: tuple[Condition, ...] = ()
    labels: tuple[str, ...] = ()
    _matrix: FloatArray = field(init=False, repr=False)
    _bound: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        inside = sample_weights(self.weights, self.conditions, 1, 0).interior
        for item in self.conditions:
            if sum(a * w for a, w in zip(item.coefficients, inside, strict=True)) == item.bound:
                raise OutOfDomain("the conditions leave a flat set of weights: write weights that are equal as one")
        rows = [[float(a) for a in item.coefficients] for item in self.conditions]
        matrix = np.vstack([np.array(rows).reshape(-1, self.weights), -np.eye(self.weights)])
        bound = np.array([*(float(item.bound) for item in self.conditions), *([0.0] * self.weights)])
        object.__setattr__(self, "_matrix", matrix)
        object.__setattr__(self, "_bound", bound)

    @property
    def names(self) -> tuple[str, ...]:
        """The weights."""
        return self.labels or tuple(f"weight {i}" for i in range(self.weights))

    def sample(self, rows: int, rng: np.random.Generator) -> FloatArray:
        """Weights drawn uniformly."""
        return sample_weights(self.weights, self.conditions, rows, int(rng.integers(2**63))).weights

    def again(self, x: FloatArray, known: Sequence[int], rng: np.random.Generator) -> FloatArray:
        """The rest by hit-and-run, each row a chain of its own."""
        free = [i for i in range(self.weights) if i not in set(known)]
        points = x.copy()
        if len(free) < 2:
            return points
        for _ in range(_STEPS_A_WEIGHT * len(free) ** 2):
            way = np.zeros_like(points)
            turn = rng.standard_normal((len(points), len(free)))
            way[:, free] = turn - turn.mean(axis=1, keepdims=True)
            speed, room = way @ self._matrix.T, np.maximum(self._bound - points @ self._matrix.T, 0.0)
            with np.errstate(divide="ignore", invalid="ignore"):
                reach = room / speed
            forth = np.min(np.where(speed > 1e-12, reach, np.inf), axis=1)
            back = np.max(np.where(speed < -1e-12, reach, -np.inf), axis=1)
            points += (back + (forth - back) * rng.random(len(points)))[:, None] * way
        return points
