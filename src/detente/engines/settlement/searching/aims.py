"""What a search is after, in whole numbers: which package is better, and what every better package must add up to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol, TypeAlias

import numpy as np

from detente.engines.settlement.comparing import Positions, highest_sum, leximin, multipliers
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.searching.multipliers import Floats, Form

Row: TypeAlias = tuple[int, ...]
"""The sums of all columns for one package."""


class Aim(Protocol):
    """A purpose of a search over rows of column sums.

    floors: what every column must reach. exponents, factors and the like are per bargainer, the first columns.
    deciding: how many of the first columns make a package better when they rise; 0 where ties do not matter.
    """

    @property
    def floors(self) -> IntArray: ...
    @property
    def ties(self) -> bool: ...
    def with_incumbent(self, row: Row) -> Aim: ...
    @property
    def incumbent(self) -> Row | None: ...
    def form(self, bargainers: int) -> Form: ...
    def best(self, rows: IntArray) -> Positions: ...
    def need(self, weights: Sequence[int], coarse: Sequence[int]) -> int: ...
    def merit(self, rows: Floats, scale: Floats, sharpness: float) -> Floats: ...


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """Largest product of (u_p - d_p)^e_p over bargainers with e_p > 0, whose floors are d_p + 1."""

    floors: IntArray
    disagreement: tuple[int, ...]
    exponents: tuple[int, ...]
    incumbent: Row | None = None
    ties: bool = True

    def with_incumbent(self, row: Row) -> Product:
        return replace(self, incumbent=row)

    def form(self, bargainers: int) -> Form:
        target = self.floors.astype(np.float64)
        logs = np.zeros(len(target))
        logs[:bargainers] = self.exponents
        gaining = np.flatnonzero(logs)
        target[gaining] = np.array(self.disagreement, dtype=np.float64)[gaining]
        return Form(target, np.zeros(len(target)), np.zeros(len(target)), logs)

    def product(self, row: Sequence[int]) -> int:
        """The product of the gains, each to its exponent, on the parties' grids."""
        gains = (u - d for u, d in zip(row, self.disagreement, strict=False))
        return math.prod(g**e for g, e in zip(gains, self.exponents, strict=True) if e)

    def best(self, rows: IntArray) -> Positions:
        heaviest = max(self.exponents)
        logs = np.zeros(len(rows))
        for p, (d, e) in enumerate(zip(self.disagreement, self.exponents, strict=True)):
            if e:
                logs += np.log(rows[:, p] - d) * (e / heaviest)
        short = np.flatnonzero(logs >= logs.max() - 1e-9 * len(self.exponents))
        products = [self.product(row) for row in rows[short].tolist()]
        most = max(products)
        return short[np.array([p == most for p in products])]

    def need(self, weights: Sequence[int], coarse: Sequence[int]) -> int:
        if self.incumbent is None:
            return _floors(weights, self.floors, coarse)
        gaining = [p for p, e in enumerate(self.exponents) if e]
        base = sum(weights[p] * (self.disagreement[p] >> coarse[p]) for p in gaining)
        steps = sum(coarse[p] * self.exponents[p] for p in gaining)
        rest = _floors(weights, self.floors, coarse, skip=self.exponents)
        return rest + base + _least_sum(weights, self.exponents, self.product(self.incumbent), steps)

    def merit(self, rows: Floats, scale: Floats, sharpness: float) -> Floats:
        found = -10 * sharpness * _lacking(rows, self.floors, scale)
        for p, (d, e) in enumerate(zip(self.disagreement, self.exponents, strict=True)):
            if e:
                least = max(1.0, 0.02 * float(scale[p]))
                gain = rows[:, p] - d
                found += e * (np.log(np.maximum(gain, least)) + np.minimum(gain - least, 0) / least)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """Largest sum of k_p u_p over the bargainers, whole k_p >= 0."""

    floors: IntArray
    factors: tuple[int, ...]
    incumbent: Row | None = None
    ties: bool = True

    def with_incumbent(self, row: Row) -> Total:
        return replace(self, incumbent=row)

    def form(self, bargainers: int) -> Form:
        count = len(self.floors)
        base = np.zeros(count)
        base[:bargainers] = [float(Fraction(k, max(self.factors))) for k in self.factors]
        return Form(self.floors.astype(np.float64), base, np.zeros(count), np.zeros(count))

    def total(self, row: Sequence[int]) -> int:
        """The sum that counts."""
        return sum(k * u for k, u in zip(self.factors, row, strict=False))

    def best(self, rows: IntArray) -> Positions:
        return highest_sum([rows[:, p] for p in range(len(self.factors))], [Fraction(k) for k in self.factors])

    def need(self, weights: Sequence[int], coarse: Sequence[int]) -> int:
        """As λ = σk + μ with μ >= 0, every σ up to the smallest λ_p / k_p gives λ·u >= σ (best) + μ·floors."""
        floors = _floors(weights, self.floors, coarse)
        if self.incumbent is None:
            return floors
        wide = [k << c for k, c in zip(self.factors, coarse, strict=False)]
        share = min(Fraction(w, k) for w, k in zip(weights, wide, strict=False) if k)
        wanted = self.total(self.incumbent) + (not self.ties)
        least = sum(k * -(-int(f) >> c) for k, f, c in zip(wide, self.floors, coarse, strict=False))
        return floors + max(0, math.ceil(share * (wanted - least)))

    def merit(self, rows: Floats, scale: Floats, sharpness: float) -> Floats:
        worth = np.array(self.factors, dtype=np.float64) * scale[: len(self.factors)]
        total = (rows[:, : len(self.factors)] / scale[: len(self.factors)]) @ (worth / worth.max())
        return total - 4 * sharpness * _lacking(rows, self.floors, scale)


@dataclass(frozen=True, slots=True, eq=False)
class Worst:
    """Largest smallest (u_p - o_p) f_p over some bargainers; with ties, then the next smallest, and so on.

    taking_part: the bargainers compared; `free`, among them, those whose floors rise with the incumbent.
    """

    floors: IntArray
    origin: tuple[int, ...]
    factors: tuple[Fraction, ...]
    taking_part: tuple[int, ...]
    free: tuple[int, ...]
    incumbent: Row | None = None
    ties: bool = False
    _raised: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def with_incumbent(self, row: Row) -> Worst:
        least = self.least(row)
        raised = self.floors.copy()
        for p in self.free:
            above = math.floor(least / self.factors[p]) + 1 if not self.ties else math.ceil(least / self.factors[p])
            raised[p] = max(int(raised[p]), self.origin[p] + above)
        return replace(self, incumbent=row, _raised=raised)

    @property
    def needed(self) -> IntArray:
        """What every column must reach to be better than the incumbent, or with ties as good in the worst."""
        return self.floors if self.incumbent is None else self._raised

    def least(self, row: Sequence[int]) -> Fraction:
        """The smallest weighted gain among the free."""
        return min((row[p] - self.origin[p]) * self.factors[p] for p in self.free)

    def form(self, bargainers: int) -> Form:
        count = len(self.floors)
        equal = np.zeros(count)
        for p in self.free:
            equal[p] = 1 / float(self.factors[p])
        return Form(self.needed.astype(np.float64), np.zeros(count), equal, np.zeros(count))

    def best(self, rows: IntArray) -> Positions:
        among = self.taking_part if self.ties else self.free
        return leximin([rows[:, p] - self.origin[p] for p in among], [self.factors[p] for p in among])

    def need(self, weights: Sequence[int], coarse: Sequence[int]) -> int:
        return _floors(weights, self.needed, coarse)

    def merit(self, rows: Floats, scale: Floats, sharpness: float) -> Floats:
        found = -1e3 * _lacking(rows, self.floors, scale)
        steps = np.array([1 / float(self.factors[p]) for p in self.free])
        unit = float(np.mean(scale[list(self.free)] / steps))
        gains = (rows[:, list(self.free)] - np.array([self.origin[p] for p in self.free])) / (steps * unit)
        return found - np.logaddexp.reduce(-sharpness * gains, axis=1) / sharpness


def exponents_of(weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Bargaining weights as whole exponents."""
    return multipliers(weights)[0]


def _floors(weights: Sequence[int], floors: IntArray, coarse: Sequence[int], skip: Sequence[int] = ()) -> int:
    """What the floors add up to under the weights, on the coarse grid; bargainers with an exponent left out."""
    skipped = {p for p, e in enumerate(skip) if e}
    return sum(
        w * -(-f >> k)
        for c, (w, f, k) in enumerate(zip(weights, floors.tolist(), coarse, strict=True))
        if c not in skipped
    )


def _least_sum(weights: Sequence[int], exponents: Sequence[int], product: int, steps: int) -> int:
    """A sum s such that every s' < s has (s'/E)^E prod e^e < prod λ^e × product / 2^steps, with E the sum of e.

    By the inequality of arithmetic and geometric means, a package whose weighted gains add up to less than s has
    a smaller product. It is the least such sum but for a part in 10^9.
    """
    pairs = [(w, e) for w, e in zip(weights, exponents, strict=False) if e]
    power = sum(e for _, e in pairs)
    if any(w < 1 for w, _ in pairs):
        return 0
    logs = math.fsum(e * (math.log(w) - math.log(e)) for w, e in pairs)
    guess = math.exp(math.log(power) + (logs + math.log(product) - steps * math.log(2)) / power)
    right = power**power * math.prod(w**e for w, e in pairs) * product
    left = math.prod(e**e for _, e in pairs) << steps
    for slack in (1e-13, 1e-12, 1e-11, 1e-9):
        found = math.floor(guess * (1 - slack)) + 1
        if found > 0 and (found - 1) ** power * left < right:
            return found
    return 0


def _lacking(rows: Floats, floors: IntArray, scale: Floats) -> Floats:
    """How much the columns lack to their floors, in steps of the scale."""
    return np.maximum((floors - rows) / scale, 0).sum(axis=1)
