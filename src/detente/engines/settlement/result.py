"""What the engine answers: frozen values that say how they were found and how to check them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import NOTHING, plain


@dataclass(frozen=True, slots=True)
class NoSettlement:
    """There is no answer, and why; `blocking` names who or what stands in the way."""

    reason: str
    blocking: tuple[object, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {"settlement": None, "reason": self.reason, "blocking": [plain(b) for b in self.blocking]}


@dataclass(frozen=True, slots=True)
class Solution:
    """The packages a method selects: all ties, ascending, with everybody's values in points.

    `tolerance` is None where the answer is exact, else the grid that floats were snapped to.
    """

    method: str
    formula: str
    reference: str
    packages: tuple[int, ...]
    values: tuple[tuple[Fraction, ...], ...]
    parties: tuple[str, ...]
    parameters: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    certificate: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    compares_scales: bool = False
    tolerance: Fraction | None = None
    seed: None = None

    @property
    def exact(self) -> bool:
        """Whether the utilities came as integers or fractions."""
        return self.tolerance is None

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; fractions that are not whole become text."""
        return {
            "method": self.method,
            "formula": self.formula,
            "reference": self.reference,
            "packages": list(self.packages),
            "values": [[float(v) for v in row] for row in self.values],
            "values_exact": [[str(v) for v in row] for row in self.values],
            "parties": list(self.parties),
            "parameters": plain(self.parameters),
            "certificate": plain(self.certificate),
            "compares_scales": self.compares_scales,
            "tolerance": plain(self.tolerance),
            "seed": self.seed,
        }

    def to_frame(self) -> Any:
        """One row a package, one column a party (needs pandas)."""
        return _frame(self.packages, self.values, self.parties)


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """All packages that no other dominates, ascending, duplicates included.

    `scores[i, p]` is the value of `packages[i]` in multiples of `units[p]`.
    """

    packages: npt.NDArray[np.int64]
    scores: npt.NDArray[np.int64]
    units: tuple[Fraction, ...]
    parties: tuple[str, ...]
    reference: str
    compared: int
    """How many packages were compared."""
    tolerance: Fraction | None = None
    method: str = "pareto-frontier"

    def __len__(self) -> int:
        return len(self.packages)

    @property
    def points(self) -> int:
        """How many distinct vectors of values the frontier has."""
        return len(np.unique(self.scores, axis=0)) if len(self.packages) else 0

    @property
    def floats(self) -> npt.NDArray[np.float64]:
        """The values in points, as floats."""
        return self.scores.astype(np.float64) * np.array([float(u) for u in self.units])

    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """The values in points, exact."""
        return tuple(tuple(s * u for s, u in zip(row, self.units, strict=True)) for row in self.scores.tolist())

    def dominating(self, values: Sequence[int | Fraction]) -> tuple[int, ...]:
        """The packages of the frontier that dominate a point with these values in points: its certificate.

        Empty for a point that lies on the frontier.
        """
        if len(values) != len(self.units):
            raise OutOfDomain(f"{len(values)} values for {len(self.units)} parties: give one a party")
        at_least = np.ones(len(self.packages), dtype=np.bool_)
        more = np.zeros(len(self.packages), dtype=np.bool_)
        for column, unit, value in zip(self.scores.T, self.units, values, strict=True):
            score = Fraction(value) / unit
            at_least &= column >= -(-score.numerator // score.denominator)
            more |= column > score.numerator // score.denominator
        return tuple(self.packages[at_least & more].tolist())

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {
            "method": self.method,
            "reference": self.reference,
            "packages": self.packages.tolist(),
            "values": self.floats.tolist(),
            "points": self.points,
            "compared": self.compared,
            "parties": list(self.parties),
            "tolerance": plain(self.tolerance),
        }

    def to_frame(self) -> Any:
        """One row a package, one column a party (needs pandas)."""
        return _frame(self.packages.tolist(), self.values(), self.parties)


def _frame(packages: Sequence[int], values: Sequence[Sequence[Fraction]], parties: Sequence[str]) -> Any:
    try:
        pandas: Any = importlib.import_module("pandas")
    except ImportError:
        raise ImportError("to_frame() needs pandas: pip install pandas") from None
    rows = [[float(v) for v in row] for row in values]
    return pandas.DataFrame(rows, index=pandas.Index(list(packages), name="package"), columns=list(parties))
