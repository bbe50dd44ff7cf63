"""How much of the variation of a number each input explains where inputs depend on one another: Shapley effects."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.study.factors import FloatArray
from detente.study.joint import Joint

METHOD = "shapley-effects"

Positions = npt.NDArray[np.intp]

MOST_SUBSETS = 6
"""Up to so many inputs every subset is asked in every row; above it, each row takes an order of its own at random."""

LIMIT = 20_000_000
"""Most evaluations of the model."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The share of the variance that one input explains, with its standard error."""

    share: float
    error: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ShapleyEffects(Answer):
    """One number's effects, an input each; they add up to 1. None, with a reason, where the number never changes.

    evaluations: how often the model was asked.
    """

    names: tuple[str, ...]
    draws: int
    evaluations: int
    mean: float
    variance: float
    effects: tuple[Effect, ...]
    reason: str = ""

    def largest(self, count: int = 5) -> tuple[tuple[str, Effect], ...]:
        """The inputs that explain most."""
        pairs = sorted(zip(self.names, self.effects, strict=False), key=lambda pair: -pair[1].share)
        return tuple(pairs[:count])


def shapley_effects(
    model: Callable[[FloatArray], FloatArray],
    inputs: Joint,
    draws: int,
    seed: int,
    *,
    every_subset: bool | None = None,
) -> ShapleyEffects:
    """How much of the variation of a number each of several inputs explains, also where they depend on one another.

    With c(u) = Var(E[Y | X_u]) for a set u of inputs, each input gets its Shapley value: the mean, over all orders of
    the inputs, of c(u and i) - c(u), u being what comes before i. What inputs explain together is shared equally, so
    effects are never negative in truth and add up to 1. c(u) is the covariance of Y and Y', where Y' has the same X_u
    and the rest drawn again given X_u.

    model: output[row] from x[row, …]. inputs: see `Independent`, `Gaussian`, `UniformWeights`. draws: rows, 2 or more.
    every_subset: ask all 2**k subsets in each row, by default up to 6 inputs; else each row takes one random order
    of the inputs. Either way estimates are unbiased, and the standard error is that of a mean over rows.

    Where the output never changes there are no effects, and `reason` says so. Raises TooLarge above 20,000,000
    evaluations: 2**k × draws, or k × draws. 4 inputs × 20,000 rows of a sum in 0.1 s.

    >>> from detente.study.joint import Gaussian
    >>> alike = Gaussian(np.zeros(2), np.array([[1.0, 0.9], [0.9, 1.0]]))
    >>> found = shapley_effects(lambda x: x[:, 0], alike, draws=20_000, seed=1)  # the second input is in no formula
    >>> [round(effect.share, 1) for effect in found.effects]
    [0.6, 0.4]

    Song, E., Nelson, B. L. and Staum, J. (2016). Shapley effects for global sensitivity analysis: theory and
    computation. SIAM/ASA Journal on Uncertainty Quantification 4(1): 1060-1083, https://doi.org/10.1137/15M1048070,
    for the effects and random orders; the estimate of c(u) by a second draw is that of Sobol's closed indices.
    """
    k = len(inputs.names)
    if draws < 2 or k < 1:
        raise OutOfDomain(f"{draws} rows of {k} inputs: at least 2 rows and an input")
    subsets = k <= MOST_SUBSETS if every_subset is None else every_subset
    evaluations = draws * (2**k - 1 if subsets else k)
    if evaluations > LIMIT:
        todo = "take fewer rows" if not subsets or k <= MOST_SUBSETS else "take random orders, every_subset=False"
        raise TooLarge("evaluations of the model", estimate=evaluations, limit=LIMIT, todo=todo)
    first, second = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    x = inputs.sample(draws, first)
    y = np.asarray(model(x), dtype=np.float64)
    if y.shape != (draws,):
        raise OutOfDomain(f"the model gives outputs of shape {y.shape}, not one number a row")
    mean, variance = float(y.mean()), float(y.var())
    asked = _Rows(model, inputs, x, y - mean, mean)
    reason = "" if variance > 0 else f"it is {mean:g} in every draw: there is no variation to explain"
    parts = np.zeros((draws, k))
    if not reason:
        parts = asked.over_subsets(k, second) if subsets else asked.over_orders(k, second)
    return ShapleyEffects(
        method=METHOD,
        parameters=frozen(every_subset=subsets),
        seed=seed,
        names=inputs.names,
        draws=draws,
        evaluations=evaluations,
        mean=mean,
        variance=variance,
        effects=() if reason else _effects(parts, variance),
        reason=reason,
    )


def _effects(parts: FloatArray, variance: float) -> tuple[Effect, ...]:
    """Shares of the variance from what each row adds to each input; the rows add up to the squared output."""
    shares = parts.mean(axis=0) / variance
    spread = parts - shares * parts.sum(axis=1, keepdims=True)
    errors = spread.std(axis=0, ddof=1) / math.sqrt(len(parts)) / variance
    return tuple(Effect(float(s), float(e)) for s, e in zip(shares, errors, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of inputs with their outputs, less the mean."""

    model: Callable[[FloatArray], FloatArray]
    inputs: Joint
    x: FloatArray
    y: FloatArray
    mean: float

    def explained(self, known: Sequence[int], rows: slice | Positions, rng: np.random.Generator) -> FloatArray:
        """Output times output with the rest drawn again: its mean is Var(E[Y | known])."""
        x, y = self.x[rows], self.y[rows]
        if not known:
            return np.zeros(len(y))
        if len(known) == len(self.inputs.names):
            return y * y
        return y * (np.asarray(self.model(self.inputs.again(x, known, rng)), dtype=np.float64) - self.mean)

    def over_subsets(self, k: int, rng: np.random.Generator) -> FloatArray:
        """What each row adds to each input, every subset asked."""
        parts = np.zeros((len(self.y), k))
        for known in _subsets(k):
            found = self.explained(known, slice(None), rng)
            for i in range(k):
                size = len(known)
                if i in known:
                    parts[:, i] += found / (k * math.comb(k - 1, size - 1))
                elif size < k:
                    parts[:, i] -= found / (k * math.comb(k - 1, size))
        return parts

    def over_orders(self, k: int, rng: np.random.Generator) -> FloatArray:
        """What each row adds to each input, in one random order of the inputs; rows of one order go together."""
        parts = np.zeros((len(self.y), k))
        orders = rng.permuted(np.tile(np.arange(k), (len(self.y), 1)), axis=1)
        before = np.zeros(len(self.y))
        for size in range(1, k + 1):
            after = np.zeros(len(self.y))
            sets = np.sort(orders[:, :size], axis=1)
            distinct, which = np.unique(sets, axis=0, return_inverse=True)
            which = which.reshape(-1)
            by_set = np.split(np.argsort(which, kind="stable"), np.cumsum(np.bincount(which))[:-1])
            for known, rows in zip(distinct.tolist(), by_set, strict=True):
                after[rows] = self.explained(known, rows, rng)
            parts[np.arange(len(self.y)), orders[:, size - 1]] = after - before
            before = after
        return parts


def _subsets(k: int) -> Iterator[tuple[int, ...]]:
    return itertools.chain.from_iterable(itertools.combinations(range(k), size) for size in range(1, k + 1))
