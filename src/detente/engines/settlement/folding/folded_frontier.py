"""The exact Pareto frontier of a problem with any number of packages, by merging issues instead of enumerating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.methods import method
from detente.engines.settlement.folding.groups import Side, grouped
from detente.engines.settlement.folding.merged import Fold, Merge
from detente.engines.settlement.folding.merging import POINT_LIMIT, fold
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement
from detente.foundation.errors import OutOfDomain
from detente.foundation.progress import SILENT, Progress

PACKAGES_LISTED = 1000
"""Most packages of one point that are listed unless more are asked for; counts are always complete."""

POINTS_SHOWN = 1000
"""Most points in `to_dict`; the counts are always complete."""


@dataclass(frozen=True, slots=True, eq=False)
class FoldedFrontier:
    """The points of the frontier, how many packages have each, and the way back to the packages.

    `scores[i, p]` is the value of point i for bargainer p in multiples of `units[p]`; points ascend. `counts[i]`
    is the exact number of packages with these values. `compared` is the number of all packages, `considered`
    the number that constraints, and for A red lines and offers, leave to compare; none was enumerated.
    """

    problem: SettlementProblem
    side: Side
    scores: IntArray
    counts: tuple[int, ...]
    compared: int
    considered: int
    reference: str
    _fold: Fold
    method: str = "folded-frontier"
    tolerance: None = None

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def exact(self) -> bool:
        """Always: scores are whole numbers on each party's grid."""
        return True

    @property
    def parties(self) -> tuple[str, ...]:
        """The bargainers, in the order of the columns."""
        return self.problem.bargainers

    @property
    def units(self) -> tuple[Fraction, ...]:
        """Points that one step of each bargainer's grid is worth."""
        return tuple(self.problem.units[p] for p in self.problem.consent)

    @property
    def n_packages(self) -> int:
        """How many packages lie on the frontier."""
        return sum(self.counts)

    @property
    def merges(self) -> tuple[Merge, ...]:
        """What each merge did, in order."""
        return self._fold.merges

    @property
    def ideal(self) -> tuple[Fraction, ...] | NoSettlement:
        """The best value of each bargainer over all that was compared, in points: each is reached on the frontier."""
        if not len(self):
            return NoSettlement("there is no package to choose from", self.parties)
        return tuple(int(best) * unit for best, unit in zip(self.scores.max(axis=0), self.units, strict=True))

    @property
    def floats(self) -> npt.NDArray[np.float64]:
        """The values in points, as floats: value[point, bargainer]."""
        return self.scores.astype(np.float64) * np.array([float(u) for u in self.units])

    def values(self, points: Sequence[int] | None = None) -> tuple[tuple[Fraction, ...], ...]:
        """The values of some points, or of all, in points on the scale from 0 to 100, exact."""
        chosen = self.scores if points is None else self.scores[list(points)]
        return tuple(tuple(s * u for s, u in zip(row, self.units, strict=True)) for row in chosen.tolist())

    def packages(self, point: int, most: int = PACKAGES_LISTED) -> tuple[PackageValues, ...]:
        """The packages of a point, as value codes issue by issue; ascending where all of `counts[point]` are given.

        Where there are more than `most`, the first `most` that the merges lead back to.
        """
        if not 0 <= point < len(self):
            raise OutOfDomain(f"point {point} of {len(self)}")
        if most < 1:
            raise OutOfDomain("list at least one package")
        return tuple(self._fold.packages(list(islice(self._fold.combinations(point), most))))

    def one_each(self) -> IntArray:
        """One package for every point: value code[point, issue]."""
        return self._fold.one_each()

    def dominating(self, values: Sequence[int | Fraction]) -> tuple[int, ...]:
        """The points that dominate these values in points: one with a package of it is a certificate.

        Empty for values that the frontier does not dominate.
        """
        if len(values) != len(self.units):
            raise OutOfDomain(f"{len(values)} values for {len(self.units)} parties: give one a party")
        at_least = np.ones(len(self), dtype=np.bool_)
        more = np.zeros(len(self), dtype=np.bool_)
        for column, unit, value in zip(self.scores.T, self.units, values, strict=True):
            score = Fraction(value) / unit
            at_least &= column >= -(-score.numerator // score.denominator)
            more |= column > score.numerator // score.denominator
        return tuple(np.flatnonzero(at_least & more).tolist())

    def dominating_package(self, package: PackageValues) -> tuple[int, ...]:
        """The points that dominate a package, given as value codes; it need not be feasible."""
        worth = package_scores(self.problem, package)
        return self.dominating([worth[p] * self.problem.units[p] for p in self.problem.consent])

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; at most 1,000 points."""
        return {
            "method": self.method,
            "reference": self.reference,
            "side": self.side,
            "points": len(self),
            "packages": self.n_packages,
            "compared": self.compared,
            "considered": self.considered,
            "parties": list(self.parties),
            "values": self.floats[:POINTS_SHOWN].tolist(),
            "counts": list(self.counts[:POINTS_SHOWN]),
            "exact": self.exact,
            "tolerance": self.tolerance,
        }


def folded_frontier(
    problem: SettlementProblem,
    side: Side = "acceptable",
    *,
    limit: int = POINT_LIMIT,
    progress: Progress = SILENT,
) -> FoldedFrontier:
    """The packages that cannot be improved for one party without loss to another, however many packages there are.

    x is on the frontier of a set unless some y in it has u_p(y) >= u_p(x) for every bargainer p and more for one.
    As u_p is a sum over groups of issues, of two partial sums the dominated one can be dropped: whatever completes
    it completes the other, which then dominates. So groups are merged one at a time, and only partial sums that
    none dominates stay, with every way in which each came about.

    problem: scores on each party's grid; issues that one condition names form a group.
    side: "feasible" for F, every package that meets the constraints; "acceptable" for A, those of F without the
        status quo that everybody whose yes is needed accepts.
    limit: most partial sums kept at once.

    Returns an empty frontier where nothing is feasible, or nothing acceptable. Raises TooLarge where one group has
    more than 2,000,000 combinations, more than `limit` sums are kept or 8,000,000 compared; Cancelled between merges.
    O(n log n) a merge for two bargainers, n = sums kept × vectors of the group; a factor log n for each further one.
    20 issues × 10 options, 10^20 packages: two parties 0.01 s, three 0.03 s, four 0.2 s on 100-point scores.

    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> from detente.engines.settlement.problem import from_points
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(70)))
    >>> found = folded_frontier(from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * 70, [76, 30], consent=[0, 1]))
    >>> found.compared == 2**70, found.floats.tolist(), len(found.packages(2, most=5))
    (True, [[76.0, 32.0], [78.0, 31.0], [80.0, 30.0]], 5)

    Koça, T., de Jonge, D. and Baarslag, T. (2023). Search algorithms for automated negotiation in large domains.
    Annals of Mathematics and Artificial Intelligence, https://doi.org/10.1007/s10472-023-09859-w.
    """
    groups = grouped(problem, side)
    done = fold(groups, progress, limit=limit)
    last = done.levels[-1]
    bargaining = last.columns[: groups.bargainers]
    return FoldedFrontier(
        problem=problem,
        side=side,
        scores=np.stack(bargaining, axis=1),
        counts=tuple(int(n) for n in last.counts.tolist()),
        compared=problem.size,
        considered=groups.size,
        reference=str(method("pareto-frontier").reference),
        _fold=done,
    )


def package_scores(problem: SettlementProblem, package: PackageValues) -> tuple[int, ...]:
    """What one package is worth to every party, on its grid, straight from the tables and interactions."""
    sizes = problem.sizes
    if len(package) != len(sizes) or any(not 0 <= v < s for v, s in zip(package, sizes, strict=True)):
        raise OutOfDomain(f"{tuple(package)} is no package: the issues have {sizes} values")
    worth = [
        sum(int(table[v, p]) for table, v in zip(problem.scores, package, strict=True))
        for p in range(len(problem.parties))
    ]
    for bonus in problem.interactions:
        if bonus.rule.holds_for(package):
            worth[bonus.party] += bonus.score
    return tuple(worth)
