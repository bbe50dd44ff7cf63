"""Groups merged one at a time: every combination of a group added to every partial sum that is still of use."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.folding.groups import UNASKED, Group, Grouped
from detente.engines.settlement.folding.maxima import Positions, above_the_grid, kept
from detente.engines.settlement.folding.merged import Counts, Fold, Level, Merge, Options
from detente.engines.settlement.folding.staircase import Table
from detente.engines.settlement.grid import BoolArray, IntArray
from detente.foundation.errors import TooLarge
from detente.foundation.progress import Progress

POINT_LIMIT = 200_000
"""Most partial sums kept at once; a frontier beyond this is of no use to a reader."""

SUM_LIMIT = 8_000_000
"""Most sums compared at once after the cheap tests: about 1 GB for four parties."""

FORMED_LIMIT = 1_000_000_000
"""Most sums formed in one merge: about a minute."""

_FEW = 32
_FITS = 2**62
_AT_ONCE = 2**21


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
