"""Block after block, every partial sum that may still lead to a package at least as good as the best one known.

Partial sums are kept in rows. After each block those go whose weighted sum, with the best of the blocks to come,
stays below what the aim needs, under any of a growing set of multipliers; equal rows become one, dominated rows
go. Where too many are left, the most promising are followed to the end first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from detente.engines.settlement.folding.maxima import kept
from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.problem import PackageValues
from detente.engines.settlement.searching.aims import Aim, Row
from detente.engines.settlement.searching.cuts import Cut, Cuts
from detente.engines.settlement.searching.incumbents import DRAWS, good_start
from detente.engines.settlement.searching.multipliers import Dual, Floats
from detente.engines.settlement.searching.splitting import Split
from detente.engines.settlement.searching.ways import Options, Positions, Ways
from detente.foundation.progress import SILENT, Progress

SUM_LIMIT = 20_000_000
"""Most partial sums that a search forms before it stops with a gap."""

PACKAGES_LISTED = 1000
"""Most packages that are listed; the number of all is said."""

_AT_ONCE = 15_000
_COMPARED = 3_000
_CROWD = 1_500
_TRIES = 10
_IN_VAIN = 4
_POOL = 40
_DIVES = (1_000, 4_000)
_FIRST = (1.0, 2e-2)
_ROOT = (1.0, 1e-5)
_NODE = (2e-3, 2e-3)


@dataclass(frozen=True, slots=True)
class Winner:
    """One row that is as good as any: how many packages have it, and some of them."""

    row: Row
    count: int
    packages: tuple[PackageValues, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """What a search found. `complete` where nothing better exists, and no tie is missing.

    aim: with the incumbent it ended with; package: one that the incumbent's sums belong to; root: the bound that holds
    for all packages, before any was left out.
    """

    aim: Aim
    winners: tuple[Winner, ...]
    complete: bool
    root: Cut
    sums: int
    cuts: int
    package: PackageValues | None
    coarse: tuple[int, ...]

    @property
    def need(self) -> int:
        """What the root's weighted sum of a package must be at least for it to be better, or as good."""
        return self.root.need(self.aim, self.coarse)


Start = tuple[Row, PackageValues]
"""The sums of all columns for a package, and the package."""


class _Stopped(Exception):
    """The search has formed as many sums as it may."""


def search(
    split: Split,
    aim: Aim,
    *,
    limit: int = SUM_LIMIT,
    progress: Progress = SILENT,
    start: Start | None = None,
    draws: int = DRAWS,
) -> Searched:
    """The packages that serve the aim best, or with a limit reached the best met.

    start: the sums of a package known to keep the floors, and the package; else `draws` are improved to find one.
    """
    return _Search(split, aim, limit, progress).run(start, draws)


def first_bound(split: Split, aim: Aim) -> tuple[Cut, int]:
    """Good multipliers for all packages at once, and what they need; a bound below it rules every package out."""
    cuts = Cuts([b.scores for b in split.blocks], aim.floors)
    dual = Dual.of([b.scores.astype(np.float64) for b in split.blocks], cuts.scale)
    good, _ = dual.solve(aim.form(split.bargainers), np.zeros(len(aim.floors)), smooth=_ROOT)
    root = cuts.cut(good)
    return root, root.need(aim, cuts.coarse)


def ruled_out(split: Split, aim: Aim) -> bool:
    """Whether the first bound alone shows that no package keeps the aim's floors."""
    root, need = first_bound(split, aim)
    return root.bound(0) < need


class _Search:
    def __init__(self, split: Split, aim: Aim, limit: int, progress: Progress) -> None:
        self.split, self.aim, self.limit, self.progress = split, aim, limit, progress
        self.sums = self.made = 0
        self.width, self.diving, self.dropped = _AT_ONCE, False, False
        self.winners: list[Winner] = []
        self.package: PackageValues | None = None
        self.cuts = Cuts([b.scores for b in split.blocks], aim.floors)
        self.order: list[int] = []
        self.options: list[Options] = []
        self.ways = Ways(split, (), ())

    def run(self, start: Start | None, draws: int) -> Searched:
        scores = [b.scores for b in self.split.blocks]
        dual = Dual.of([s.astype(np.float64) for s in scores], self.cuts.scale)
        form, none = self.aim.form(self.split.bargainers), np.zeros(len(self.aim.floors))
        good, weights = dual.solve(form, none, smooth=_FIRST)
        if start is None:
            met = good_start(scores, self.aim, weights, self.cuts.scale, draws)
            start = None if met is None else (met[0], self.split.package(met[1]))
        if start is not None:
            self._take(*start)
        whole = self.cuts
        for width in (*_DIVES, 0):
            good, _ = dual.solve(self.aim.form(self.split.bargainers), none, smooth=_ROOT)
            root = whole.cut(good)
            if root.bound(0) < root.need(self.aim, whole.coarse):
                return self._done(root, whole, complete=True)
            self._prepare(root, whole)
            complete = self._descend(good, width)
            if complete or not width or self.sums > self.limit:
                return self._done(root, whole, complete=complete)
        raise AssertionError

    def _take(self, row: Row, package: PackageValues) -> None:
        self.aim, self.package = self.aim.with_incumbent(row), package

    def _done(self, root: Cut, whole: Cuts, *, complete: bool) -> Searched:
        return Searched(
            self.aim, tuple(self.winners), complete, root, self.sums, self.made + 1, self.package, whole.coarse
        )

    def _descend(self, multipliers: Floats, width: int) -> bool:
        """Follow everything, or with a width that many rows at each depth; whether all was followed."""
        if not all(len(o.rows) for o in self.options):
            return True
        self.winners, self.ways = [], Ways(self.split, self.order, self.options)
        self.diving, self.dropped, self.width = bool(width), False, width or _AT_ONCE
        try:
            self._follow(0, np.zeros((1, len(self.aim.floors)), dtype=np.int64), [self.cuts.cut(multipliers)])
        except _Stopped:
            return False
        return not self.dropped

    def _prepare(self, root: Cut, whole: Cuts) -> None:
        """Drop choices that the root rules out, then put the blocks in order: the most decided first."""
        slack = root.bound(0) - root.need(self.aim, whole.coarse)
        tables: list[Positions] = []
        crowd: list[float] = []
        most = np.sum([b.scores.max(axis=0) for b in self.split.blocks], axis=0)
        floors = self._needed()
        for b, block in enumerate(self.split.blocks):
            worth = root.worth(b)
            loss = worth.max() - worth
            able = (loss <= slack) & (block.scores - block.scores.max(axis=0) + most >= floors).all(axis=1)
            tables.append(np.flatnonzero(able))
            crowd.append(float(np.exp(-3 * loss[able] / (slack + 1)).sum()))
        self.order = sorted(range(len(tables)), key=lambda b: (crowd[b], b))
        deciding = self._deciding()
        self.options = []
        for b in self.order:
            rows = self.split.blocks[b].scores[tables[b]]
            found = kept([np.ascontiguousarray(c) for c in rows.T], deciding)
            stacked = np.stack(found.columns, axis=1)
            self.options.append(Options(stacked, tables[b][found.members], found.starts))
        self.cuts = Cuts([o.rows for o in self.options], self.aim.floors)
        if all(len(o.rows) for o in self.options):
            tables_left = [o.rows.astype(np.float64) for o in self.options]
            self.duals = [Dual.of(tables_left[k:], self.cuts.scale) for k in range(len(tables_left))]
        count = len(self.aim.floors)
        self.most, self.least = (np.zeros((len(self.options) + 1, count), dtype=np.int64) for _ in range(2))
        for k in range(len(self.options) - 1, -1, -1):
            rows = self.options[k].rows
            if len(rows):
                self.most[k] = self.most[k + 1] + rows.max(axis=0)
                self.least[k] = self.least[k + 1] + rows.min(axis=0)

    def _needed(self) -> IntArray:
        return getattr(self.aim, "needed", self.aim.floors)

    def _deciding(self) -> int:
        return self.split.bargainers if self.aim.ties else len(self.aim.floors)

    def _follow(self, depth: int, sums: IntArray, cuts: list[Cut]) -> None:
        if depth == len(self.options):
            self._arrive(sums)
            return
        self.progress.at("searching", self.sums, 0)
        options = self.options[depth]
        source, choice = self._children(depth, sums, cuts)
        self.sums += len(source)
        if self.sums > self.limit:
            raise _Stopped
        if not len(source):
            return
        rows = sums[source] + options.rows[choice]
        able = (rows + self.most[depth + 1] >= self._needed()).all(axis=1)
        source, choice, rows = source[able], choice[able], rows[able]
        self._cap(rows, depth + 1)
        merged, members, starts = self._merged(rows)
        source, choice = source[members], choice[members]
        if depth + 2 < len(self.options):
            stay, cuts = self._sharpened(depth + 1, merged, cuts)
        else:
            stay = np.arange(len(merged))
        self._onward(depth + 1, merged, stay, (source, choice, starts), cuts)

    def _onward(
        self,
        depth: int,
        rows: IntArray,
        stay: Positions,
        ways: tuple[Positions, Positions, Positions],
        cuts: list[Cut],
    ) -> None:
        """Follow the rows that stay: all at once, or the most promising first."""
        source, choice, starts = ways
        if len(stay) > self.width and depth < len(self.options):
            slack = self._promise(rows[stay], depth, cuts)
            stay = stay[np.argsort(-slack, kind="stable")]
        parts = (
            [stay[i : i + self.width] for i in range(0, len(stay), self.width)] if depth < len(self.options) else [stay]
        )
        if self.diving:
            self.dropped |= len(parts) > 1
            parts = parts[:1]
        for number, part in enumerate(parts):
            if number:
                part = part[self._open(depth, rows[part], cuts)]
            if len(part):
                self.ways.enter(starts[part], starts[part + 1], source, choice)
                self._follow(depth, rows[part], cuts)
                self.ways.leave()

    def _open(self, depth: int, rows: IntArray, cuts: list[Cut]) -> BoolArray:
        able = (rows + self.most[depth] >= self._needed()).all(axis=1)
        return able & (self.cuts.slacks(rows, depth, self.aim, cuts) >= 0).all(axis=0)

    def _promise(self, rows: IntArray, depth: int, cuts: list[Cut]) -> Floats:
        """The smallest slack of each row, in shares of what the root leaves."""
        some = self.split.bargainers
        spreads = np.array([max(1.0, float(cut.vector[:some] @ self.cuts.scale[:some])) for cut in cuts])
        return (self.cuts.slacks(rows, depth, self.aim, cuts) / spreads[:, None]).min(axis=0)

    def _children(self, depth: int, sums: IntArray, cuts: list[Cut]) -> tuple[Positions, Positions]:
        """Which sums go with which options, as far as the cuts allow."""
        found: tuple[Positions, Positions] | None = None
        for before, cut in zip(self.cuts.slacks(sums, depth + 1, self.aim, cuts), cuts, strict=True):
            worth = cut.worth(depth)
            if found is None:
                rows, options = np.nonzero(before[:, None] + worth >= 0)
                found = rows, options
            else:
                able = before[found[0]] + worth[found[1]] >= 0
                found = found[0][able], found[1][able]
        return found if found is not None else (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp))

    def _cap(self, rows: IntArray, depth: int) -> None:
        """Columns that only have to reach a floor count up to what is enough whatever follows."""
        first = self.split.bargainers
        np.minimum(rows[:, first:], (self.aim.floors - self.least[depth])[first:], out=rows[:, first:])

    def _merged(self, rows: IntArray) -> tuple[IntArray, Positions, Positions]:
        """Distinct rows without dominated ones where that is cheap; members[starts[i]:starts[i+1]] had row i."""
        if len(rows) <= _COMPARED:
            found = kept([np.ascontiguousarray(c) for c in rows.T], self._deciding())
            stacked = np.stack(found.columns, axis=1) if len(found) else rows[:0]
            return stacked, found.members, found.starts
        key = np.zeros(len(rows), dtype=np.int64)
        drawn = np.random.SeedSequence(len(rows)).generate_state(rows.shape[1], np.uint64) | np.uint64(1)
        for column, factor in zip(rows.T, drawn.astype(np.int64), strict=True):
            key += column * factor
        members = np.argsort(key, kind="stable")
        ordered = rows[members]
        new = np.ones(len(rows), dtype=np.bool_)
        new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
        starts = np.flatnonzero(new)
        return ordered[starts], members, np.append(starts, len(rows))

    def _sharpened(self, depth: int, rows: IntArray, cuts: list[Cut]) -> tuple[Positions, list[Cut]]:
        """Multipliers of some rows' own, kept where they rule out their share of all rows."""
        stay = np.arange(len(rows))
        rng = np.random.default_rng(depth)
        cuts = list(cuts)
        form = self.aim.form(self.split.bargainers)
        failed = 0
        for _ in range(_TRIES):
            if len(stay) <= _CROWD or failed == _IN_VAIN:
                break
            one = rows[stay[int(rng.integers(len(stay)))]].astype(np.float64)
            good, _ = self.duals[depth].solve(form, one, smooth=_NODE, start=cuts[0].found)
            cut = self.cuts.cut(good)
            able = self.cuts.slacks(rows[stay], depth, self.aim, [cut])[0] >= 0
            if np.count_nonzero(able) < 0.97 * len(stay):
                stay = stay[able]
                cuts.append(cut)
                self.made += 1
            else:
                failed += 1
        return stay, cuts if len(cuts) <= _POOL else [cuts[0], *cuts[-_POOL * 3 // 4 :]]

    def _arrive(self, rows: IntArray) -> None:
        """All blocks are settled: compare with the best known."""
        good = np.flatnonzero((rows >= self._needed()).all(axis=1))
        if not len(good):
            return
        known = self.aim.incumbent
        table = rows[good] if known is None else np.vstack([rows[good], np.array(known, dtype=np.int64)])
        best = self.aim.best(table)
        if known is not None and len(good) in best:
            if not self.aim.ties:
                return
            best = best[best < len(good)]
        else:
            self.winners = []
            self._take(tuple(table[best[0]].tolist()), next(self.ways.packages(int(good[best[0]]))))
        for place in best.tolist() if self.aim.ties else best[:1].tolist():
            row = int(good[place])
            listed = sum(len(w.packages) for w in self.winners)
            packages = islice(self.ways.packages(row), max(0, PACKAGES_LISTED - listed))
            self.winners.append(Winner(tuple(rows[row].tolist()), self.ways.count(row), tuple(packages)))
