"""How many packages everybody accepts, counted exactly without looking at any of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.folding.groups import Grouped, grouped
from detente.engines.settlement.folding.maxima import ascending
from detente.engines.settlement.folding.staircase import Table, changes
from detente.engines.settlement.grid import Number, exact
from detente.engines.settlement.problem import SettlementProblem
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.progress import SILENT, Progress

Counts: TypeAlias = npt.NDArray[Any]
"""Exact counts: 64 bits wide while they fit, else Python's integers."""

CELL_LIMIT = 2**24
"""Most distinct vectors of sums, or cells of a table of them, that are kept at once."""

FORMED_LIMIT = 1_000_000_000
"""Most sums formed when one group is added: about a minute."""

_DENSE = 2**23
_PAIRS = 2**23
_AT_ONCE = 2**21
_EXACT_FLOAT = 2**53
_FITS = 2**62
_BEYOND = 2**61
"""No package is worth more; a threshold above or below counts as this."""


@dataclass(frozen=True, slots=True)
class ZoneSize:
    """How many packages are acceptable.

    acceptable: the exact number of packages in A, with the thresholds given.
    feasible: the exact number of packages in F.
    packages: the number of all packages.
    thresholds: by party that is asked, the lowest value counted as accepted, in points.
    """

    acceptable: int
    feasible: int
    packages: int
    thresholds: Mapping[str, Fraction]

    @property
    def share(self) -> Fraction:
        """The share of the feasible packages that is acceptable; 0 where none is feasible."""
        return Fraction(self.acceptable, self.feasible) if self.feasible else Fraction(0)


def zone_size(
    problem: SettlementProblem,
    thresholds: Mapping[str, Number] | None = None,
    *,
    limit: int = CELL_LIMIT,
    progress: Progress = SILENT,
) -> ZoneSize:
    """How many packages everybody whose yes is needed accepts, counted exactly, however many there are.

    |A| = |{x in F, not the status quo: u_p(x) >= d_p and no ground of p breached, for every p asked in x}|.
    The groups of issues are dealt into two halves. In each, how many combinations have which sums is worked out one
    group after another; then each sum of one half asks how many of the other bring every party to its threshold.
    A sum that is enough whatever follows counts as just enough, one that can never be enough is dropped.

    problem: scores on each party's grid.
    thresholds: lowest accepted values by party, in points, in the place of walk-aways; only of parties asked.
    limit: most distinct sums, or cells of their table, kept at once.

    0 where nothing is acceptable. Raises TooLarge where sums are too many: that depends on how fine the grids are,
    not on the number of packages. O(cells × vectors) a group. 10^20 packages on 100-point scores: two parties
    0.03 s, three 0.1 s.

    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> from detente.engines.settlement.problem import from_points
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(70)))
    >>> zone_size(from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * 70, [76, 30], consent=[0, 1])).acceptable
    213802963611699515438

    Nemhauser, G. L. and Ullmann, Z. (1969). Discrete dynamic programming and capital allocation. Management
    Science 15(9): 494-505, for the recursion over items; the counting is derived here.
    """
    asked = grouped(problem, "acceptable")
    floors = {p: int(problem.walk_away[p]) for p in problem.asked}
    for name, points in (thresholds or {}).items():
        if name not in problem.parties or problem.parties.index(name) not in floors:
            raise OutOfDomain(f"{name} is not among the parties whose yes is needed")
        party = problem.parties.index(name)
        score = exact(points, f"threshold of {name}") / problem.units[party]
        floors[party] = max(-_BEYOND, min(_BEYOND, -(-score.numerator // score.denominator)))
    asked = replace(asked, floors=tuple(floors[p] for p in asked.columns))
    accepted = _count(asked, limit, progress) if asked.size else 0
    if problem.status_quo is not None and asked.accepts(problem.status_quo):
        accepted -= 1
    return ZoneSize(
        acceptable=accepted,
        feasible=grouped(problem, "feasible").size,
        packages=problem.size,
        thresholds=MappingProxyType({problem.parties[p]: problem.points(p, s) for p, s in floors.items()}),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Distinct vectors of sums, and how many combinations have each."""

    columns: Table
    counts: Counts

    def __len__(self) -> int:
        return len(self.counts)


def _count(asked: Grouped, limit: int, progress: Progress) -> int:
    groups = [_distinct([np.ascontiguousarray(c) for c in g.scores.T], np.ones(len(g), np.int64)) for g in asked.groups]
    first, second = _halves(groups)
    done = 0
    found: list[_Sums] = []
    for half in (first, second):
        # The second half counts up to what is enough beside the first as it now is: both cut alone would lack.
        other = found if half is second else second
        sums = _Sums([np.zeros(1, dtype=np.int64) for _ in asked.columns], np.ones(1, dtype=np.int64))
        for place, group in enumerate(half):
            progress.at("counting packages", done, len(groups))
            sums = _added(sums, group, _rest(asked.floors, [*half[place + 1 :], *other]), limit)
            done += 1
        if not len(sums):
            return 0
        found.append(sums)
    progress.at("counting packages", len(groups), len(groups))
    return _meeting(found[0], found[1], asked.floors, limit)


def _halves(groups: list[_Sums]) -> tuple[list[_Sums], list[_Sums]]:
    """The groups dealt into two halves with about as many combinations of vectors."""
    halves: tuple[list[_Sums], list[_Sums]] = ([], [])
    weight = [0.0, 0.0]
    for group in sorted(groups, key=len, reverse=True):
        lighter = int(weight[1] < weight[0])
        halves[lighter].append(group)
        weight[lighter] += math.log(len(group))
    return halves


def _rest(floors: tuple[int, ...], still: list[_Sums]) -> tuple[tuple[int, int], ...]:
    """For each column: below what a sum cannot be enough any more, and what is enough whatever follows."""
    return tuple(
        (d - sum(int(s.columns[c].max()) for s in still), d - sum(int(s.columns[c].min()) for s in still))
        for c, d in enumerate(floors)
    )


def _added(sums: _Sums, group: _Sums, bounds: tuple[tuple[int, int], ...], limit: int) -> _Sums:
    """All sums with one more group: what can still be enough, up to what is enough."""
    if len(sums) * len(group) > FORMED_LIMIT:
        raise _too_many("sums of scores to form", len(sums) * len(group), FORMED_LIMIT)
    at_once = max(1, _AT_ONCE // max(1, len(sums)))
    parts: list[_Sums] = []
    for start in range(0, len(group), at_once):
        here = slice(start, start + at_once)
        columns: Table = []
        hopeful = np.ones(len(sums) * len(group.counts[here]), dtype=np.bool_)
        for left, right, (low, enough) in zip(sums.columns, group.columns, bounds, strict=True):
            total = (left[:, None] + right[here][None, :]).reshape(-1)
            hopeful &= total >= low
            columns.append(np.minimum(total, enough))
        counts = _products(sums.counts, group.counts[here])
        if not hopeful.all():
            columns, counts = [c[hopeful] for c in columns], counts[hopeful]
        parts.append(_distinct(columns, counts))
        if sum(map(len, parts)) > limit:
            raise _too_many("distinct sums of scores", sum(map(len, parts)), limit)
    if len(parts) == 1:
        return parts[0]
    columns = [np.concatenate([part.columns[c] for part in parts]) for c in range(len(bounds))]
    return _distinct(columns, np.concatenate([part.counts for part in parts]))


def _products(left: Counts, right: Counts) -> Counts:
    if int(left.max(initial=0)) * int(right.max(initial=0)) >= _FITS:
        left = left.astype(object)
    return (left[:, None] * right[None, :]).reshape(-1)


def _distinct(columns: Table, counts: Counts) -> _Sums:
    """Equal vectors as one, with their counts added."""
    if not len(counts):
        return _Sums(columns, counts)
    lows = [int(c.min()) for c in columns]
    widths = [int(c.max()) - low + 1 for c, low in zip(columns, lows, strict=True)]
    cells = math.prod(widths)
    total = int(counts.max()) * len(counts)
    if cells <= min(_DENSE, 4 * len(counts)) and total < _EXACT_FLOAT and counts.dtype != object:
        key = np.zeros(len(counts), dtype=np.int64)
        for column, low, width in zip(columns, lows, widths, strict=True):
            key *= width
            key += column - low
        table = np.bincount(key, weights=counts, minlength=cells)
        place = np.flatnonzero(table)
        left, found = place, [np.zeros(0, dtype=np.int64)] * len(columns)
        for c in reversed(range(len(columns))):
            left, digit = np.divmod(left, widths[c])
            found[c] = digit + lows[c]
        return _Sums(found, table[place].astype(np.int64))
    order = ascending(columns)
    ordered = [c[order] for c in columns]
    starts = np.flatnonzero(changes(ordered))
    if total >= _FITS:
        counts = counts.astype(object)
    return _Sums([c[starts] for c in ordered], np.add.reduceat(counts[order], starts))


def _meeting(left: _Sums, right: _Sums, floors: tuple[int, ...], limit: int) -> int:
    """How many pairs of combinations, one of each half, reach every floor."""
    levels = [[np.unique(c) for c in half.columns] for half in (left, right)]
    cells = [math.prod(len(values) + 1 for values in half) for half in levels]
    if cells[0] < cells[1]:
        left, right, levels, cells = right, left, levels[::-1], cells[::-1]
    if len(left) * len(right) <= _PAIRS:
        others = _partners(left, right, floors)
    elif cells[1] <= limit:
        reaching = _at_or_above(right, levels[1])
        asked = zip(levels[1], left.columns, floors, strict=True)
        others = reaching[tuple(np.searchsorted(values, floor - column) for values, column, floor in asked)]
    else:
        raise _too_many("cells of a table of sums", cells[1], limit)
    if int(left.counts.max()) * int(others.max()) * len(others) >= _FITS:
        return int(np.dot(left.counts.astype(object), others.astype(object)))
    return int(np.dot(left.counts, others))


def _partners(left: _Sums, right: _Sums, floors: tuple[int, ...]) -> Counts:
    """For each sum of one half, how many combinations of the other reach every floor with it: pair by pair."""
    counts = right.counts.astype(object) if int(right.counts.max()) * len(right) >= _FITS else right.counts
    found: list[Counts] = []
    at_once = max(1, _AT_ONCE // len(right))
    for start in range(0, len(left), at_once):
        enough = np.ones((len(left.counts[start : start + at_once]), len(right)), dtype=np.bool_)
        for mine, other, floor in zip(left.columns, right.columns, floors, strict=True):
            enough &= mine[start : start + at_once, None] + other >= floor
        found.append(enough @ counts)
    return np.concatenate(found)


def _at_or_above(sums: _Sums, levels: Table) -> Counts:
    """For every combination of levels, how many combinations of values are at or above it in every column."""
    shape = tuple(len(values) + 1 for values in levels)
    wide = int(sums.counts.max()) * len(sums) >= _FITS
    table: Counts = np.zeros(shape, dtype=object if wide else np.int64)
    table[tuple(np.searchsorted(values, c) for values, c in zip(levels, sums.columns, strict=True))] = sums.counts
    for axis in range(len(shape)):
        turned = np.flip(table, axis)
        np.cumsum(turned, axis=axis, out=turned)
    return table


def _too_many(what: str, estimate: int, limit: int) -> TooLarge:
    todo = "use a coarser grid, or raise thresholds"
    return TooLarge(what, estimate=estimate, limit=limit, todo=todo)
