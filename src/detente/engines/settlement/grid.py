"""Utilities as whole numbers: how arrays of integers, fractions or floats come onto an exact grid.

Every comparison in this engine is made on integers. A party's column holds whole multiples of its
unit; the unit is a fraction, so nothing is rounded unless the caller brings floats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.result import NoSettlement
from detente.foundation.errors import OutOfDomain

IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Number: TypeAlias = int | float | str | Fraction | Decimal
Utilities: TypeAlias = npt.ArrayLike
"""utilities[package, party]: integers, fractions or decimal text (exact), or floats (snapped)."""

SAFE = 2**62
"""Whole numbers up to here leave room for one sum or difference in 64 bits."""

GRID = Fraction(1, 10**9)
"""Floats are snapped to multiples of this unless the caller declares another grid."""


@dataclass(frozen=True, slots=True)
class Bargaining:
    """Points that no party finds below its disagreement value, on each party's grid.

    `columns[p]` in multiples of `units[p]`; `rows` is what each point is called in the answer.
    """

    columns: tuple[IntArray, ...]
    units: tuple[Fraction, ...]
    disagreement: tuple[int, ...] | None
    weights: tuple[Fraction, ...]
    rows: IntArray
    parties: tuple[str, ...]
    tolerance: Fraction | None = None

    def points(self, positions: npt.NDArray[np.intp]) -> tuple[tuple[Fraction, ...], ...]:
        """The values of all parties at some of the points."""
        rows = [tuple(row) for row in np.stack([c[positions] for c in self.columns], axis=1).tolist()]
        known = {row: tuple(s * u for s, u in zip(row, self.units, strict=True)) for row in set(rows)}
        return tuple(known[row] for row in rows)

    def ideal(self) -> tuple[int, ...]:
        """The best score each party reaches at any of the points."""
        return tuple(int(c.max()) for c in self.columns)


def exact(value: Number, what: str) -> Fraction:
    """The number as a fraction; a float is taken as it is printed."""
    if isinstance(value, bool | np.bool_):
        raise OutOfDomain(f"{what}: {value!r} is a truth value, not a number")
    if isinstance(value, float | np.floating):
        value = repr(float(value))
    if isinstance(value, np.integer):
        value = int(value)
    try:
        return Fraction(value)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError):
        raise OutOfDomain(f"{what}: {value!r} is not a finite number") from None


def bargaining_weights(weights: Iterable[Number] | None, parties: int) -> tuple[Fraction, ...]:
    """One positive weight a party; equal weights when none are given."""
    if weights is None:
        return (Fraction(1),) * parties
    found = tuple(exact(weight, "bargaining weight") for weight in weights)
    if len(found) != parties:
        raise OutOfDomain(f"{len(found)} bargaining weights for {parties} parties: give one a party")
    if any(weight <= 0 for weight in found):
        raise OutOfDomain("a bargaining weight must be above 0; leave a party out instead of weighing it 0")
    return found


def bargaining(
    utilities: Utilities,
    disagreement: Sequence[Number] | None,
    weights: Iterable[Number] | None,
    grid: Number = GRID,
) -> Bargaining | NoSettlement:
    """Utilities, disagreement values and weights on exact grids, without rows below a disagreement value."""
    columns, units, tolerance = exact_columns(utilities, grid)
    names = tuple(f"party {p}" for p in range(len(columns)))
    weighed = bargaining_weights(weights, len(columns))
    rows = np.arange(len(columns[0]), dtype=np.int64)
    if disagreement is None:
        if not len(rows):
            return NoSettlement("there is no package to choose from", names)
        return Bargaining(columns, units, None, weighed, rows, names, tolerance)
    if len(disagreement) != len(columns):
        raise OutOfDomain(f"{len(disagreement)} disagreement values for {len(columns)} parties: give one a party")
    snap = tolerance or (exact(grid, "grid") if _any_float(disagreement) else None)
    wanted = [_snapped(exact(d, "disagreement value"), snap) for d in disagreement]
    finer = [_refine(c, u, d) for c, u, d in zip(columns, units, wanted, strict=True)]
    asked = Bargaining(
        columns=tuple(column for column, _, _ in finer),
        units=tuple(unit for _, unit, _ in finer),
        disagreement=tuple(d for _, _, d in finer),
        weights=weighed,
        rows=rows,
        parties=names,
        tolerance=snap,
    )
    return _without_losses(asked)


def _without_losses(asked: Bargaining) -> Bargaining | NoSettlement:
    """Only the points where nobody is below its disagreement value: two losses never meet a formula."""
    floors = asked.disagreement or ()
    if not len(asked.rows):
        return NoSettlement("there is no package to choose from", asked.parties)
    accepts = [c >= d for c, d in zip(asked.columns, floors, strict=True)]
    kept = np.logical_and.reduce(accepts)
    if not kept.any():
        never = tuple(n for n, a in zip(asked.parties, accepts, strict=True) if not a.any())
        why = "no package gives every party at least its disagreement value"
        return NoSettlement(why, never or asked.parties)
    if kept.all():
        return asked
    return Bargaining(
        columns=tuple(c[kept] for c in asked.columns),
        units=asked.units,
        disagreement=asked.disagreement,
        weights=asked.weights,
        rows=asked.rows[kept],
        parties=asked.parties,
        tolerance=asked.tolerance,
    )


def exact_columns(
    utilities: Utilities, grid: Number = GRID
) -> tuple[tuple[IntArray, ...], tuple[Fraction, ...], Fraction | None]:
    """The columns as whole numbers, their units, and the grid that floats were snapped to (or None)."""
    table: npt.NDArray[Any] = np.asarray(utilities)
    if table.ndim != 2 or table.shape[1] == 0:
        raise OutOfDomain(f"utilities[package, party] must have two axes and a party, not shape {table.shape}")
    if table.dtype.kind in "iub":
        if table.size and (int(table.max()) > SAFE or int(table.min()) < -SAFE):
            raise OutOfDomain("utilities beyond 2**62 do not fit: use a coarser unit")
        whole = table.astype(np.int64)
        return tuple(np.ascontiguousarray(c) for c in whole.T), (Fraction(1),) * table.shape[1], None
    if table.dtype.kind == "f":
        step = exact(grid, "grid")
        return _snapped_columns(table, step), (step,) * table.shape[1], step
    if table.dtype.kind in "OUS":
        pairs = [_exact_column(table[:, p].tolist(), p) for p in range(table.shape[1])]
        return tuple(c for c, _ in pairs), tuple(u for _, u in pairs), None
    raise OutOfDomain(f"utilities must be integers, fractions, decimal text or floats, not {table.dtype}")


def _snapped_columns(table: npt.NDArray[Any], step: Fraction) -> tuple[IntArray, ...]:
    if step <= 0:
        raise OutOfDomain("the grid must be above 0")
    if not np.isfinite(table).all():
        raise OutOfDomain("utilities hold NaN or infinity; leave out the packages that have no value")
    scaled = table.astype(np.float64) * float(1 / step)
    if table.size and float(np.abs(scaled).max()) >= 2**53:
        raise OutOfDomain(f"floats this large cannot be told apart on a grid of {step}: give a coarser grid")
    whole = np.rint(scaled).astype(np.int64)
    return tuple(np.ascontiguousarray(c) for c in whole.T)


def _exact_column(values: list[Number], party: int) -> tuple[IntArray, Fraction]:
    if any(isinstance(v, float) for v in values):
        raise OutOfDomain(f"party {party}: floats among exact numbers; give only floats (they are snapped) or none")
    fractions = [exact(v, f"utility of party {party}") for v in values]
    scale = math.lcm(*(f.denominator for f in fractions)) if fractions else 1
    whole = [f.numerator * (scale // f.denominator) for f in fractions]
    if any(abs(w) > SAFE for w in whole):
        raise OutOfDomain(f"party {party}: the common denominator {scale} does not fit 64 bits; round the values")
    return np.array(whole, dtype=np.int64), Fraction(1, scale)


def _any_float(values: Sequence[Number]) -> bool:
    return any(isinstance(v, float | np.floating) for v in values)


def _snapped(value: Fraction, step: Fraction | None) -> Fraction:
    return value if step is None else round(value / step) * step


def _refine(column: IntArray, unit: Fraction, value: Fraction) -> tuple[IntArray, Fraction, int]:
    """A grid on which both the column and the value are whole."""
    score = value / unit
    factor = score.denominator
    largest = max(abs(int(column.max())), abs(int(column.min()))) if len(column) else 0
    if max(largest, abs(score)) * factor > SAFE:
        raise OutOfDomain(f"a grid that holds both the utilities and {value} does not fit 64 bits")
    finer = column if factor == 1 else column * np.int64(factor)
    return finer, unit / factor, int(score * factor)
