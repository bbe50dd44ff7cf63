"""What is asked: a challenger, a protege, and guarantors who may or may not join the protege."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from detente.engines.commitments.deterrence.contest import FloatArray, contest_success
from detente.foundation.errors import OutOfDomain


@dataclass(frozen=True, slots=True)
class Guarantor:
    """One who may join the protege if it is attacked.

    strength: s >= 0, in the unit of the other strengths.
    projection: lambda in [0, 1], the share of it that reaches the place of the contest.
    reliability: q in [0, 1], the chance of joining.
    added_cost: d >= 0, what its joining costs the challenger beside lower chances (losses, sanctions), in the unit
        of the prize.
    """

    name: str
    strength: float
    projection: float = 1.0
    reliability: float = 1.0
    added_cost: float = 0.0

    def __post_init__(self) -> None:
        _at_least_zero(f"strength of {self.name}", self.strength)
        _share(f"projection of {self.name}", self.projection)
        _share(f"reliability of {self.name}", self.reliability)
        _at_least_zero(f"added_cost of {self.name}", self.added_cost)

    @property
    def projected(self) -> float:
        """The strength that reaches the place: lambda s."""
        return self.projection * self.strength


@dataclass(frozen=True, slots=True)
class Deterrence:
    """A challenger A weighs an attack on a protege B who may get help.

    challenger_strength, protege_strength: sA, sB >= 0, in one unit.
    prize: V > 0, what winning is worth to A. cost: c0 >= 0, what fighting costs A in any case. status_quo: u, what A
        has without fighting, where losing without costs is 0; all three in one unit.
    decisiveness: m >= 0 of the contest.
    """

    challenger_strength: float
    protege_strength: float
    guarantors: tuple[Guarantor, ...] = ()
    prize: float = 1.0
    cost: float = 0.0
    status_quo: float = 0.0
    decisiveness: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "guarantors", tuple(self.guarantors))
        _at_least_zero("challenger_strength", self.challenger_strength)
        _at_least_zero("protege_strength", self.protege_strength)
        _at_least_zero("prize", self.prize)
        _at_least_zero("cost", self.cost)
        _at_least_zero("decisiveness", self.decisiveness)
        if self.prize == 0:
            raise OutOfDomain("prize is 0: without a prize there is nothing to weigh")
        if not math.isfinite(self.status_quo):
            raise OutOfDomain(f"status_quo is {self.status_quo}: give a finite number")
        names = [guarantor.name for guarantor in self.guarantors]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise OutOfDomain(f"guarantors named twice: {', '.join(twice)}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(guarantor.name for guarantor in self.guarantors)

    @property
    def projected(self) -> FloatArray:
        """projected[i] = lambda_i s_i."""
        return np.array([guarantor.projected for guarantor in self.guarantors], dtype=np.float64)

    @property
    def reliabilities(self) -> FloatArray:
        return np.array([guarantor.reliability for guarantor in self.guarantors], dtype=np.float64)

    @property
    def added_costs(self) -> FloatArray:
        return np.array([guarantor.added_cost for guarantor in self.guarantors], dtype=np.float64)

    @property
    def rounding(self) -> float:
        """How far from the status quo an expected utility may be and still count as a tie: floats say no more."""
        sums = self.prize + abs(self.status_quo) + self.cost + math.fsum(g.added_cost for g in self.guarantors)
        return 1e-12 * sums

    def success(self, joined_strength: FloatArray | float) -> FloatArray:
        """The challenger's chance of winning against the protege and this much projected help."""
        return contest_success(
            self.challenger_strength, self.protege_strength + np.asarray(joined_strength), self.decisiveness
        )

    def with_reliabilities(self, reliabilities: Iterable[float]) -> Deterrence:
        """The same problem with these reliabilities, in the order of the guarantors."""
        renewed = tuple(
            replace(guarantor, reliability=float(q))
            for guarantor, q in zip(self.guarantors, reliabilities, strict=True)
        )
        return replace(self, guarantors=renewed)


def _at_least_zero(what: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise OutOfDomain(f"{what} is {value}: give a finite number of at least 0")


def _share(what: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise OutOfDomain(f"{what} is {value}: give a number from 0 to 1")
