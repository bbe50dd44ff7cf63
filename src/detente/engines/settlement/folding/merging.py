"""Groups merged one at a time: every combination of a group added to every partial sum that is still of use."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.folding.groups import UNASKED, Group, Grouped
from detente.engines.settlement.folding.maxima import Positions, above_the_grid, kept
from detente.engines.settlement.folding.staircase import Table
from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.problem import PackageValues
from detente.foundation.errors import TooLarge
from detente.foundation.progress import Progress

Counts: TypeAlias = npt.NDArray[Any]
"""Exact counts: 64 bits wide while they fit, else Python's integers."""

POINT_LIMIT = 200_000
"""Most partial sums kept at once; a frontier beyond this is of no use to a reader."""

SUM_LIMIT = 8_000_000
"""Most sums compared at once after the cheap tests: about 1 GB for four parties."""

FORMED_LIMIT = 1_000_000_000
"""Most sums formed in one merge: about a minute."""

_FEW = 32
_FITS = 2**62
_AT_ONCE = 2**21


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


def fold(grouped: Grouped, progress: Progress, *, limit: int = POINT_LIMIT) -> Fold:
    """Merge all groups; the last level holds the frontier of F or of A.

    Order: groups that say where a party is asked come first, then those with the fewest vectors, then by their
    first issue. After each merge a sum stays unless another makes it superfluous: at least as good for everybody
    and better for a bargainer. For A, sums are dropped that cannot reach a walk-away even with the best rest, and
    the score of a party asked under a condition counts only up to what is enough whatever follows.

    TooLarge where more than `limit` sums are kept or 8,000,000 are left to compare, or
    a merge would form 1,000,000,000.
    """
    deciding = grouped.bargainers
    options = _all_options(grouped.groups, deciding)
    order = sorted(range(len(options)), key=lambda g: (not _asks(grouped, g), len(options[g]), g))
    quo = _status_quo(grouped, order)
    apart = [
        _options(grouped.groups[g], deciding, grouped.groups[g].codes != quo[place]) if quo else options[g]
        for place, g in enumerate(order)
    ]
    options = [options[g] for g in order]
    bounds = _Bounds.of(grouped, order)
    walk = _Quo.start(grouped, order, quo) if quo else None
    levels = [_start(len(grouped.columns), empty=quo is not None)]
    merges: list[Merge] = []
    for step, g in enumerate(order):
        group = grouped.groups[g]
        alive = partial(progress.at, "merging issues", step, len(order))
        alive()
        level, formed = _merged(levels[-1], options[step], apart[step], walk, bounds, step, deciding, alive)
        names = tuple(grouped.problem.issues.terms[i].id for i in group.issues)
        levels.append(level)
        merges.append(Merge(names, len(group), len(options[step]), formed, len(level)))
        if len(level) > limit:
            raise TooLarge(
                f"partial sums that no other dominates, after {step + 1} of {len(order)} groups of issues",
                estimate=len(level),
                limit=limit,
                todo="use a coarser grid, raise walk-aways, settle an issue first, or give a higher limit",
            )
        walk = walk.after(step) if walk else None
    progress.at("merging issues", len(order), len(order))
    return Fold(grouped, tuple(order), tuple(options), tuple(apart), quo, tuple(levels), tuple(merges))


@dataclass(frozen=True, slots=True, eq=False)
class _Quo:
    """The status quo so far: its partial sum, and the scores of its combinations still to come."""

    total: tuple[int, ...]
    scores: tuple[tuple[int, ...], ...]

    @staticmethod
    def start(grouped: Grouped, order: Sequence[int], quo: Sequence[int]) -> _Quo:
        scores: list[tuple[int, ...]] = []
        for g, code in zip(order, quo, strict=True):
            group = grouped.groups[g]
            scores.append(tuple(group.scores[int(np.searchsorted(group.codes, code))].tolist()))
        return _Quo((0,) * len(grouped.columns), tuple(scores))

    def after(self, step: int) -> _Quo:
        return _Quo(tuple(min(t + s, UNASKED) for t, s in zip(self.total, self.scores[step], strict=True)), self.scores)


@dataclass(frozen=True, slots=True, eq=False)
class _Bounds:
    """After each merge, for each column: below `low` a sum cannot become acceptable; `enough` is always enough.

    None where there is no such bound.
    """

    low: tuple[tuple[int | None, ...], ...]
    enough: tuple[tuple[int | None, ...], ...]

    @staticmethod
    def of(grouped: Grouped, order: Sequence[int]) -> _Bounds:
        width = len(grouped.columns)
        if grouped.side == "feasible" or not grouped.size:
            nothing: tuple[int | None, ...] = (None,) * width
            return _Bounds((nothing,) * len(order), (nothing,) * len(order))
        best = [grouped.groups[g].scores.max(axis=0).tolist() for g in order]
        restricted = width > grouped.bargainers
        nothing_less: list[int] = []
        worst = [grouped.groups[g].scores.min(axis=0).tolist() if restricted else nothing_less for g in order]
        low: list[tuple[int | None, ...]] = []
        enough: list[tuple[int | None, ...]] = []
        for step in range(len(order)):
            low.append(tuple(d - sum(b[c] for b in best[step + 1 :]) for c, d in enumerate(grouped.floors)))
            enough.append(
                tuple(
                    d - sum(w[c] for w in worst[step + 1 :]) if c >= grouped.bargainers else None
                    for c, d in enumerate(grouped.floors)
                )
            )
        return _Bounds(tuple(low), tuple(enough))


def _all_options(groups: Sequence[Group], deciding: int) -> list[Options]:
    """What is of use in each group; those of few combinations are compared together, size by size."""
    found = [_options(group, deciding) if len(group) > _FEW else None for group in groups]
    for size in {len(group) for group in groups if len(group) <= _FEW}:
        places = [g for g, group in enumerate(groups) if len(group) == size]
        for g, options in zip(places, _few_options([groups[g] for g in places], deciding), strict=True):
            found[g] = options
    return [options for options in found if options is not None]


def _options(group: Group, deciding: int, among: npt.NDArray[np.bool_] | None = None) -> Options:
    columns = [np.ascontiguousarray(column) for column in group.scores.T]
    found = kept(columns, deciding, None if among is None else np.flatnonzero(among))
    return Options(found.columns, group.codes[found.members], found.starts)


def _few_options(groups: Sequence[Group], deciding: int) -> Iterator[Options]:
    """The same for groups with equally few combinations; of equal vectors each stays for itself."""
    scores = np.stack([group.scores for group in groups])
    pairs = scores[:, None, :, :] >= scores[:, :, None, :]
    at_least: BoolArray = np.all(pairs, axis=3)
    first: BoolArray = at_least if deciding == scores.shape[2] else np.all(pairs[:, :, :, :deciding], axis=3)
    of_use: BoolArray = ~np.any(at_least & ~first.transpose(0, 2, 1), axis=2)
    for group, among in zip(groups, of_use, strict=True):
        stay = np.flatnonzero(among)
        yield Options(list(group.scores[stay].T.copy()), group.codes[stay], np.arange(len(stay) + 1))


def _asks(grouped: Grouped, g: int) -> bool:
    """Whether it depends on this group whether some party is asked."""
    restricting = grouped.groups[g].scores[:, grouped.bargainers :]
    return bool(restricting.size) and bool((restricting == UNASKED).any())


def _status_quo(grouped: Grouped, order: Sequence[int]) -> tuple[int, ...] | None:
    """The status quo's combination in each group, where it would be an agreement if it were not the status quo."""
    quo = grouped.problem.status_quo
    if quo is None or grouped.side == "feasible" or not grouped.accepts(quo):
        return None
    return tuple(grouped.groups[g].code(quo) for g in order)


def _start(width: int, *, empty: bool) -> Level:
    """Nothing settled yet: one sum of zeros, or none where that is the status quo so far."""
    size = 0 if empty else 1
    nothing = np.zeros(0, dtype=np.int32)
    return Level(
        [np.zeros(size, dtype=np.int64) for _ in range(width)],
        np.ones(size, dtype=np.int64),
        nothing,
        nothing,
        np.zeros(size + 1, dtype=np.intp),
    )


def _merged(
    before: Level,
    options: Options,
    apart: Options,
    walk: _Quo | None,
    bounds: _Bounds,
    step: int,
    deciding: int,
    alive: Callable[[], None],
) -> tuple[Level, int]:
    """The level after one more group, and how many sums were formed for it."""
    formed = len(before) * len(options)
    if formed > FORMED_LIMIT:
        raise _too_many("sums to form", step, formed, FORMED_LIMIT)
    parts: list[tuple[Table, IntArray, IntArray]] = []
    at_once = max(1, _AT_ONCE // max(1, len(before)))
    left = 0
    for start in range(0, len(options), at_once):
        if start:
            alive()
        some = [c[start : start + at_once] for c in options.columns]
        columns, source, choice = _sums(before.columns, some, bounds, step)
        if len(options) > at_once and len(source):
            members = above_the_grid(columns)
            columns, source, choice = [c[members] for c in columns], source[members], choice[members]
        parts.append((columns, source, choice + start))
        left += len(source)
        if left > SUM_LIMIT:
            estimate = left * len(options) // min(len(options), start + at_once)
            raise _too_many("sums to compare", step, estimate, SUM_LIMIT)
    if walk is not None:
        alone = [np.array([total], dtype=np.int64) for total in walk.total]
        columns, source, choice = _sums(alone, apart.columns, bounds, step)
        parts.append((columns, source - 1, choice))
        formed += len(apart)
    if not parts:
        return _start(len(before.columns), empty=True), formed
    columns = [np.concatenate([part[0][c] for part in parts]) for c in range(len(before.columns))]
    source = np.concatenate([part[1] for part in parts])
    choice = np.concatenate([part[2] for part in parts])
    found = kept(columns, deciding, alive=alive)
    source, choice = source[found.members], choice[found.members]
    return Level(
        found.columns,
        _counts(before, options, apart, source, choice, found.starts),
        source.astype(np.int32),
        choice.astype(np.int32),
        found.starts,
    ), formed


def _too_many(what: str, step: int, estimate: int, limit: int) -> TooLarge:
    todo = "use a coarser grid, raise walk-aways, or settle an issue first"
    return TooLarge(f"{what} after {step} groups of issues", estimate=estimate, limit=limit, todo=todo)


def _sums(left: Table, right: Table, bounds: _Bounds, step: int) -> tuple[Table, IntArray, IntArray]:
    """All sums that can still become acceptable, and which two vectors each came from."""
    many = len(right[0])
    columns: Table = []
    hopeful: npt.NDArray[np.bool_] | None = None
    for a, b, low, enough in zip(left, right, bounds.low[step], bounds.enough[step], strict=True):
        total = (a[:, None] + b[None, :]).reshape(-1)
        if low is not None and len(total) and int(total.min()) < low:
            reaches = total >= low
            hopeful = reaches if hopeful is None else hopeful & reaches
        columns.append(total if enough is None else np.minimum(total, enough))
    place = np.arange(len(left[0]) * many, dtype=np.int64) if hopeful is None else np.flatnonzero(hopeful)
    if hopeful is not None:
        columns = [c[place] for c in columns]
    source, choice = np.divmod(place, max(1, many))
    return columns, source, choice


def _counts(
    before: Level, options: Options, apart: Options, source: IntArray, choice: IntArray, starts: Positions
) -> Counts:
    """In how many ways each sum comes about, from the start: exact, whatever the number."""
    if not len(starts) - 1:
        return np.zeros(0, dtype=np.int64)
    if apart is options:
        earlier, times = before.counts[source], options.counts[choice]
        most = int(earlier.max()) * int(times.max()) * (1 + len(source) - (len(starts) - 1))
        if most >= _FITS:
            earlier = earlier.astype(object)
        ways = earlier * times
        return ways if len(ways) == len(starts) - 1 else np.add.reduceat(ways, starts[:-1])
    walked = source < 0
    times = np.where(walked, 0, options.counts[np.where(walked, 0, choice)]) if len(options) else np.zeros_like(choice)
    if walked.any():
        times[walked] = apart.counts[choice[walked]]
    earlier = before.counts[np.maximum(source, 0)] if len(before) else np.ones(len(source), dtype=np.int64)
    if walked.any():
        earlier = earlier.copy()
        earlier[walked] = 1
    most = math.prod((int(earlier.max()), int(times.max()), int(np.diff(starts).max())))
    if most >= _FITS:
        earlier = earlier.astype(object)
    return np.add.reduceat(earlier * times, starts[:-1])
