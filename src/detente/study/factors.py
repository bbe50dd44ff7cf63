"""Judgements as functions of uniform random numbers: what a draw of a point, range, triangle or order is.

Every judgement that is more than a point takes its own uniforms from [0, 1) and gives numbers. One row of
uniforms is one draw of all judgements, so that the same rows serve for shares of draws and for sensitivity.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

from detente.foundation.errors import OutOfDomain

FloatArray = npt.NDArray[np.float64]
Real = float | Fraction
"""An end of a range: kept as given, so that exact answers can use it."""


@dataclass(frozen=True, slots=True)
class Range:
    """Any number from `low` to `high`, all as likely."""

    low: Real
    high: Real

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise OutOfDomain(f"a range from {self.low} to {self.high}")

    @property
    def size(self) -> int:
        """How many uniforms one draw takes."""
        return 1

    @property
    def corners(self) -> tuple[tuple[Fraction, ...], ...]:
        """The extreme points of what is admitted, exact."""
        return ((Fraction(self.low),), (Fraction(self.high),))

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """number[draw, 1] from uniform[draw, 1].

        >>> Range(10, 20).numbers(np.array([[0.0], [0.5]])).tolist()
        [[10.0], [15.0]]
        """
        return float(self.low) + float(self.high - self.low) * uniforms


@dataclass(frozen=True, slots=True)
class Triangle:
    """Any number from `low` to `high`; the density rises in a straight line to `mode` and falls from there."""

    low: Real
    mode: Real
    high: Real

    def __post_init__(self) -> None:
        finite = math.isfinite(self.low) and math.isfinite(self.high)
        if not (finite and self.low <= self.mode <= self.high and self.low < self.high):
            raise OutOfDomain(f"a triangle from {self.low} over {self.mode} to {self.high}")

    @property
    def size(self) -> int:
        """How many uniforms one draw takes."""
        return 1

    @property
    def corners(self) -> tuple[tuple[Fraction, ...], ...]:
        """The extreme points of what is admitted, exact."""
        return ((Fraction(self.low),), (Fraction(self.high),))

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """number[draw, 1] from uniform[draw, 1], by the inverse of the distribution function.

        >>> Triangle(0, 10, 20).numbers(np.array([[0.0], [0.125], [0.5], [0.875]])).ravel().tolist()
        [0.0, 5.0, 10.0, 15.0]
        """
        low, mode, high = float(self.low), float(self.mode), float(self.high)
        up = low + np.sqrt(uniforms * ((high - low) * (mode - low)))
        down = high - np.sqrt((1.0 - uniforms) * ((high - low) * (high - mode)))
        return np.where(uniforms * (high - low) < mode - low, up, down)


@dataclass(frozen=True, slots=True)
class OrderedShares:
    """Shares of 1 that fall from step to step and are equal within one, uniform over all such.

    members: how many share each step, first step first. The shares form a simplex whose corners give equal
    shares to all members of the first m steps; spacings of exponentials weigh the corners uniformly
    (Devroye 1986, chapter V.2), so the draw is exact and rejects nothing.
    """

    members: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.members or min(self.members) < 1:
            raise OutOfDomain("an order needs a step, and every step a member")

    @property
    def size(self) -> int:
        """How many uniforms one draw takes: one a step, none where all tie."""
        return len(self.members) if len(self.members) > 1 else 0

    @property
    def corners(self) -> tuple[tuple[Fraction, ...], ...]:
        """The extreme points, exact: equal shares for all members of the first m steps."""
        ends = list(itertools.accumulate(self.members))
        return tuple(
            tuple(Fraction(1, end) if step <= m else Fraction(0) for step in range(len(ends)))
            for m, end in enumerate(ends)
        )

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """share[draw, step] of each member of the step, from uniform[draw, step].

        >>> OrderedShares((1, 1)).numbers(np.array([[0.5, 0.5]])).tolist()
        [[0.75, 0.25]]
        """
        ends = np.cumsum(self.members)
        if not self.size:
            return np.full((len(uniforms), 1), 1.0 / ends[0])
        spacings = -np.log1p(-uniforms)
        corners = spacings / spacings.sum(axis=1, keepdims=True) / ends
        return np.cumsum(corners[:, ::-1], axis=1)[:, ::-1]


@dataclass(frozen=True, slots=True)
class OrderedLevels:
    """Numbers that fall from 100 at the first step to 0 at the last, uniform over all such; one step alone is 0.

    The levels between are order statistics of independent uniforms: an exact draw, with equal steps as its mean.
    """

    steps: int

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise OutOfDomain("an order needs a step")

    @property
    def size(self) -> int:
        """How many uniforms one draw takes: one for each step between the first and the last."""
        return max(self.steps - 2, 0)

    @property
    def corners(self) -> tuple[tuple[Fraction, ...], ...]:
        """The extreme points, exact: 100 for the first m steps, 0 for the rest."""
        top, none = Fraction(100), Fraction(0)
        if self.steps == 1:
            return ((none,),)
        return tuple(tuple(top if step < m else none for step in range(self.steps)) for m in range(1, self.steps))

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """level[draw, step] from uniform[draw, step between].

        >>> OrderedLevels(4).numbers(np.array([[0.2, 0.7]])).tolist()
        [[100.0, 70.0, 20.0, 0.0]]
        """
        last = np.zeros((len(uniforms), 1))
        if self.steps == 1:
            return last
        between = 100.0 * np.sort(uniforms, axis=1)[:, ::-1]
        return np.hstack([np.full_like(last, 100.0), between, last])


class Form(Protocol):
    """What is admitted of one judgement: a range, a triangle, an order, or what comparisons leave open."""

    @property
    def size(self) -> int:
        """How many uniforms one draw takes."""
        ...

    @property
    def corners(self) -> tuple[tuple[Fraction, ...], ...]:
        """The extreme points of what is admitted, exact; from the lowest where it is one number."""
        ...

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """number[draw, …] from uniform[draw, size]."""
        ...


@dataclass(frozen=True, slots=True)
class Factor:
    """One judgement that is more than a point: whose, of what, what is admitted, and what is shown.

    start: its first uniform in a row. shown: its numbers where no draw is made.
    """

    party: str
    what: str
    form: Form
    start: int
    shown: tuple[Fraction, ...]

    @property
    def columns(self) -> slice:
        """The factor's uniforms in a row of draws."""
        return slice(self.start, self.start + self.form.size)

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """The judgement's numbers, number[draw, …], from whole rows of uniforms."""
        return self.form.numbers(uniforms[:, self.columns])


def width(factors: Sequence[Factor]) -> int:
    """How many uniforms one draw of all these judgements takes."""
    return max((factor.columns.stop for factor in factors), default=0)
