"""What merging groups leaves behind: the partial sums of every step, and the way back from a sum to its packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.folding.groups import Group, Grouped
from detente.engines.settlement.folding.maxima import Positions
from detente.engines.settlement.folding.staircase import Table
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.problem import PackageValues

Counts: TypeAlias = npt.NDArray[Any]
"""Exact counts: 64 bits wide while they fit, else Python's integers."""

_FEW = 32
"""Most combinations that are put together one by one: fewer lists are quicker than an array."""


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Of one group, the distinct vectors that are of use, and the combinations that have each.

    Vector i belongs to the combinations `codes[starts[i]:starts[i + 1]]`.
    """

    columns: Table
    codes: IntArray
    starts: Positions

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> IntArray:
        """How many combinations each vector has."""
        return np.diff(self.starts).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The partial sums kept after some merges, ascending, and how each came about.

    Sum i came about in the ways `starts[i]` to `starts[i + 1]`: sum `source` of the level before and vector
    `choice` of the group. A source of -1 is the status quo so far, which stands apart: its `choice` counts
    the group's vectors without the status quo's own combination. `counts` says how many ways from the start.
    """

    columns: Table
    counts: Counts
    source: npt.NDArray[np.int32]
    choice: npt.NDArray[np.int32]
    starts: Positions

    def __len__(self) -> int:
        return len(self.counts)


@dataclass(frozen=True, slots=True)
class Merge:
    """What one merge did: how many vectors the group had, how many sums were formed and kept."""

    issues: tuple[str, ...]
    combinations: int
    vectors: int
    sums: int
    kept: int


@dataclass(frozen=True)
class Fold:
    """All merges of a problem: enough to count and to rebuild every package of the last level."""

    grouped: Grouped
    order: tuple[int, ...]
    options: tuple[Options, ...]
    apart: tuple[Options, ...]
    quo: tuple[int, ...] | None
    levels: tuple[Level, ...]
    merges: tuple[Merge, ...]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups in the order in which they were merged."""
        return tuple(self.grouped.groups[g] for g in self.order)

    def combinations(self, place: int) -> Iterator[tuple[int, ...]]:
        """Every way to the sum at this place of the last level: a combination for each group, as merged."""
        return self._ways(len(self.levels) - 1, place)

    def _ways(self, depth: int, place: int) -> Iterator[tuple[int, ...]]:
        if not depth:
            yield ()
            return
        level = self.levels[depth]
        for way in range(int(level.starts[place]), int(level.starts[place + 1])):
            source, choice = int(level.source[way]), int(level.choice[way])
            options = self.options[depth - 1] if source >= 0 else self.apart[depth - 1]
            codes = options.codes[int(options.starts[choice]) : int(options.starts[choice + 1])].tolist()
            before = self._ways(depth - 1, source) if source >= 0 else iter([(self.quo or ())[: depth - 1]])
            for path in before:
                for code in codes:
                    yield (*path, code)

    def packages(self, combinations: Sequence[tuple[int, ...]]) -> list[PackageValues]:
        """The value codes, issue by issue, of combinations for each group; ascending."""
        if len(combinations) <= _FEW and all(len(group.issues) == 1 for group in self.groups):
            places = [group.issues[0] for group in self.groups]
            return sorted(tuple(code for _, code in sorted(zip(places, path, strict=True))) for path in combinations)
        codes = np.array(combinations, dtype=np.int64).reshape(-1, len(self.groups))
        values = np.zeros((len(codes), len(self.grouped.problem.issues.terms)), dtype=np.int64)
        for place, group in enumerate(self.groups):
            values[:, group.issues] = group.values(codes[:, place])
        return sorted(tuple(row) for row in values.tolist())

    def one_each(self) -> IntArray:
        """For every sum of the last level one package that has it: value[sum, issue]."""
        place = np.arange(len(self.levels[-1]), dtype=np.int64)
        values = np.zeros((len(place), len(self.grouped.problem.sizes)), dtype=np.int64)
        for depth in range(len(self.levels) - 1, 0, -1):
            level, group = self.levels[depth], self.groups[depth - 1]
            way = level.starts[np.maximum(place, 0)]
            source = np.where(place >= 0, level.source[way] if len(level) else -1, -2)
            values[:, group.issues] = group.values(self._codes(depth, way, source))
            place = np.where(source >= 0, source, -1)
        return values

    def _codes(self, depth: int, way: Positions, source: IntArray) -> IntArray:
        """The first combination of each way; for a source of -2 the status quo's own."""
        level = self.levels[depth]
        codes = np.full(len(way), (self.quo or (0,) * depth)[depth - 1], dtype=np.int64)
        for options, here in ((self.options[depth - 1], source >= 0), (self.apart[depth - 1], source == -1)):
            if here.any():
                codes[here] = options.codes[options.starts[level.choice[way[here]]]]
        return codes
