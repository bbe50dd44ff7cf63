"""The frontier and the solutions of one problem after another: points alone, for studies that ask a thousand times.

Two bargainers and nothing that hangs on who is asked: then a partial sum is one whole number. What a sum loses
against everybody's best is added up, the first party's loss in the high bits, the second's in the low ones; a
merge is a sum of two lists, a sort and a running minimum, and no way back is kept: the way to the few points that
are shown is found again from the lists.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.engines.settlement.comparing import Positions, largest, multipliers
from detente.engines.settlement.folding.groups import Grouped, grouped
from detente.engines.settlement.folding.merged import Fold
from detente.engines.settlement.folding.merging import FORMED_LIMIT, POINT_LIMIT, SUM_LIMIT, fold
from detente.engines.settlement.grid import SAFE, Bargaining, IntArray
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.solvers import SOLVERS
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.progress import SILENT

_BITS = 62


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """The frontier of A, and which of its points each solution selects, all ties; nothing where A is empty.

    scores: score[point, bargainer], points ascending. solutions: method → places of points.
    """

    problem: SettlementProblem
    scores: IntArray
    solutions: Mapping[str, tuple[int, ...]]
    _way: _Packed | Fold

    def __len__(self) -> int:
        return len(self.scores)

    def package(self, point: int) -> PackageValues:
        """One of the packages that have a point, as value codes issue by issue."""
        if not 0 <= point < len(self):
            raise OutOfDomain(f"point {point} of {len(self)}")
        if isinstance(self._way, Fold):
            return self._way.packages([next(self._way.combinations(point))])[0]
        return self._way.package(len(self) - 1 - point)


def resolved(problem: SettlementProblem, *, limit: int = POINT_LIMIT) -> Resolved:
    """The frontier of what everybody accepts and the five solutions on it, as fast as a study needs them.

    The same points as `folded_frontier` and the same choices as `folded_solutions` with equal weights, without counts
    of packages, certificates and formulas. Exact.

    problem: scores on each party's grid. limit: most partial sums kept at once.

    Raises TooLarge as `folded_frontier` does. Two bargainers: O(n log n) a merge, n = sums kept × vectors of the
    group; 20 issues × 10 options in 2 ms with all that goes with it. Else as slow as folding.

    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> from detente.engines.settlement.problem import from_points
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(70)))
    >>> found = resolved(from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * 70, [76, 30], consent=[0, 1]))
    >>> (found.scores * [2, 1]).tolist(), found.solutions["nash"], sum(found.package(1))
    ([[76, 32], [78, 31], [80, 30]], (1,), 31)

    Koça, T., de Jonge, D. and Baarslag, T. (2023). Search algorithms for automated negotiation in large domains.
    Annals of Mathematics and Artificial Intelligence, https://doi.org/10.1007/s10472-023-09859-w.
    """
    groups = grouped(problem, "acceptable")
    packed = _Packed.of(groups, limit) if _two_always_asked(groups) else None
    if packed is not None:
        return Resolved(problem, packed.scores(), solution_points(problem, packed.scores()), packed)
    done = fold(groups, SILENT, limit=limit)
    scores = np.stack(done.levels[-1].columns[: groups.bargainers], axis=1)
    return Resolved(problem, scores, solution_points(problem, scores), done)


def _two_always_asked(groups: Grouped) -> bool:
    quo = groups.problem.status_quo
    return len(groups.columns) == 2 == groups.bargainers and (quo is None or not groups.accepts(quo))


@dataclass(frozen=True, slots=True, eq=False)
class _Packed:
    """What is lost against everybody's best, `first << bits | second`, after each merge; lists ascend.

    options: of each group the losses that are of use, and the combination that has each.
    """

    groups: Grouped
    bits: int
    best: tuple[int, int]
    options: tuple[tuple[IntArray, IntArray], ...]
    levels: tuple[IntArray, ...]

    @staticmethod
    def of(groups: Grouped, limit: int) -> _Packed | None:
        """None where both losses do not fit one number."""
        if not groups.size:
            return _Packed(groups, 0, (0, 0), (), (np.zeros(0, dtype=np.int64),))
        tops = [group.scores.max(axis=0) for group in groups.groups]
        losses = [top - group.scores for top, group in zip(tops, groups.groups, strict=True)]
        best = np.sum(tops, axis=0)
        widths = np.sum([loss.max(axis=0) for loss in losses], axis=0)
        bits = int(widths[1]).bit_length()
        if int(widths[0]).bit_length() + bits > _BITS:
            return None
        spare = [min(int(best[p]) - groups.floors[p], int(widths[p])) for p in range(2)]
        keys = [(loss[:, 0] << bits) | loss[:, 1] for loss in losses]
        options = [
            (some, group.codes[places])
            for group, (some, places) in zip(groups.groups, _of_use(keys, bits), strict=True)
        ]
        level, levels = np.zeros(1 if min(spare) >= 0 else 0, dtype=np.int64), list[IntArray]()
        levels.append(level)
        order = sorted(range(len(options)), key=lambda g: len(options[g][0]))
        for step, g in enumerate(order):
            _check(len(level) * len(options[g][0]), step)
            level = _merged(level, options[g][0], bits, spare[0], spare[1])
            if len(level) > limit:
                raise TooLarge(
                    f"partial sums that no other dominates, after {step + 1} of {len(order)} groups of issues",
                    estimate=len(level),
                    limit=limit,
                    todo="use a coarser grid, raise walk-aways, settle an issue first, or give a higher limit",
                )
            levels.append(level)
        merged = Grouped(
            groups.problem, groups.side, tuple(groups.groups[g] for g in order), groups.columns, groups.floors
        )
        return _Packed(merged, bits, (int(best[0]), int(best[1])), tuple(options[g] for g in order), tuple(levels))

    def scores(self) -> IntArray:
        """The points of the last level, ascending."""
        last = self.levels[-1][::-1]
        return np.stack([self.best[0] - (last >> self.bits), self.best[1] - (last & ((1 << self.bits) - 1))], axis=1)

    def package(self, place: int) -> PackageValues:
        """A package with the losses at this place of the last level."""
        left = int(self.levels[-1][place])
        values = [0] * len(self.groups.problem.sizes)
        for group, (keys, codes), before in zip(
            reversed(self.groups.groups), reversed(self.options), reversed(self.levels[:-1]), strict=True
        ):
            rest = left - keys
            at = np.minimum(np.searchsorted(before, rest), len(before) - 1)
            choice = int(np.argmax(before[at] == rest))
            left = int(rest[choice])
            for issue, value in zip(group.issues, group.values(codes[choice : choice + 1])[0].tolist(), strict=True):
                values[issue] = value
        return tuple(values)


def _check(formed: int, step: int) -> None:
    limit = min(FORMED_LIMIT, SUM_LIMIT)
    if formed > limit:
        todo = "use a coarser grid, raise walk-aways, or settle an issue first"
        raise TooLarge(f"sums to compare after {step} groups of issues", estimate=formed, limit=limit, todo=todo)


def _of_use(keys: Sequence[IntArray], bits: int) -> list[tuple[IntArray, IntArray]]:
    """Of each group the losses that no other in the group undercuts, ascending, with the place of a combination."""
    found: dict[int, tuple[IntArray, IntArray]] = {}
    for size in {len(some) for some in keys}:
        places = [g for g, some in enumerate(keys) if len(some) == size]
        table = np.stack([keys[g] for g in places])
        order = np.argsort(table, axis=1)
        table = np.take_along_axis(table, order, axis=1)
        second = table & ((1 << bits) - 1)
        stays = np.ones(table.shape, dtype=np.bool_)
        stays[:, 1:] = second[:, 1:] < np.minimum.accumulate(second, axis=1)[:, :-1]
        for row, g in enumerate(places):
            found[g] = table[row][stays[row]], order[row][stays[row]]
    return [found[g] for g in range(len(keys))]


def _merged(level: IntArray, options: IntArray, bits: int, spare: int, spare_second: int) -> IntArray:
    """The sums that nobody can undercut and that leave both parties their walk-away; ascending."""
    sums = np.add.outer(level, options).reshape(-1)
    sums.sort()
    too_much = (spare + 1) << bits
    if len(sums) and sums[-1] >= too_much:
        sums = sums[: int(sums.searchsorted(too_much))]
    if not len(sums):
        return sums
    second = sums & ((1 << bits) - 1)
    lowest = np.empty_like(second)
    lowest[0] = spare_second + 1
    np.minimum.accumulate(second[:-1], out=lowest[1:])
    np.minimum(lowest, spare_second + 1, out=lowest)
    return sums[second < lowest]


def solution_points(problem: SettlementProblem, scores: IntArray) -> dict[str, tuple[int, ...]]:
    """Which of these points each of the five solutions selects with equal weights; all ties, exact."""
    if not len(scores):
        return {}
    columns = [np.ascontiguousarray(column) for column in scores.T]
    floors = [int(problem.walk_away[p]) for p in problem.consent]
    units = [problem.units[p] for p in problem.consent]
    ideal = [int(column.max()) for column in columns]
    gains = [column - floor for column, floor in zip(columns, floors, strict=True)]
    moving = [p for p in range(len(columns)) if ideal[p] > floors[p]]
    found: dict[str, Positions | None] = {
        "nash": _largest_product(gains),
        "kalai-smorodinsky": _leximin(
            [gains[p] for p in moving], [Fraction(1, ideal[p] - floors[p]) for p in moving], len(scores)
        ),
        "egalitarian": _leximin(gains, units, len(scores)),
        "utilitarian": _largest_sum(columns, units),
        "equal-loss": _leximin([c - best for c, best in zip(columns, ideal, strict=True)], units, len(scores)),
    }
    return {name: tuple((_slowly(problem, name, columns) if at is None else at).tolist()) for name, at in found.items()}


def _slowly(problem: SettlementProblem, name: str, columns: Sequence[IntArray]) -> Positions:
    """The same with integers of any length."""
    asked = Bargaining(
        columns=tuple(columns),
        units=tuple(problem.units[p] for p in problem.consent),
        disagreement=tuple(int(problem.walk_away[p]) for p in problem.consent),
        weights=(Fraction(1),) * len(columns),
        rows=np.arange(len(columns[0]), dtype=np.int64),
        parties=problem.bargainers,
    )
    return np.sort(np.array(SOLVERS[name](asked).packages, dtype=np.intp))


def _largest_product(gains: Sequence[IntArray]) -> Positions | None:
    """None where no point gives all a gain, or the products do not fit."""
    if math.prod(int(gain.max()) for gain in gains) > SAFE:
        return None
    product = gains[0]
    for gain in gains[1:]:
        product = product * gain
    most = int(product.max())
    return np.flatnonzero(product == most) if most > 0 else None


def _scaled(columns: Sequence[IntArray], factors: Sequence[Fraction]) -> list[IntArray] | None:
    """The columns on one scale, as whole numbers; None where they, or their sum, do not fit."""
    whole, _ = multipliers(tuple(factors))
    if sum(largest(c) * k for c, k in zip(columns, whole, strict=True)) > SAFE or max(whole) > SAFE:
        return None
    return [c if k == 1 else c * k for c, k in zip(columns, whole, strict=True)]


def _largest_sum(columns: Sequence[IntArray], factors: Sequence[Fraction]) -> Positions | None:
    scaled = _scaled(columns, factors)
    if scaled is None:
        return None
    total = np.sum(scaled, axis=0)
    return np.flatnonzero(total == total.max())


def _leximin(columns: Sequence[IntArray], factors: Sequence[Fraction], size: int) -> Positions | None:
    if not columns:
        return np.arange(size)
    scaled = _scaled(columns, factors)
    if scaled is None:
        return None
    worst = scaled[0]
    for column in scaled[1:]:
        worst = np.minimum(worst, column)
    short = np.flatnonzero(worst == worst.max())
    if len(short) > 1:
        rows = [sorted(row) for row in zip(*(column[short].tolist() for column in scaled), strict=True)]
        best = max(rows)
        short = short[[row == best for row in rows]]
    return short
