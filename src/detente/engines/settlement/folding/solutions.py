"""The five solutions over A from its folded frontier: the same packages as by enumeration, and how many tie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias, cast

import numpy as np

from detente.engines.settlement.folding.folded_frontier import PACKAGES_LISTED, FoldedFrontier
from detente.engines.settlement.folding.groups import grouped
from detente.engines.settlement.grid import Bargaining, IntArray, Number, bargaining_weights
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement, Solution
from detente.engines.settlement.solvers import SOLVERS
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen, plain


@dataclass(frozen=True, slots=True)
class FoldedSolution:
    """What one solution selects: the points, all counts, and the packages as far as they are listed.

    `solution` names packages by their codes, in mixed-radix order, which may be longer than 64 bits; `n_packages`
    is the exact number of packages selected, `complete` whether all of them are listed. All lie on the frontier of
    A: whatever dominates a package would score better on each of the five formulas, so no tie lies off it.
    """

    solution: Solution
    points: tuple[int, ...]
    n_packages: int
    packages: tuple[PackageValues, ...]

    @property
    def complete(self) -> bool:
        """Whether every package selected is listed."""
        return len(self.packages) == self.n_packages

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {**self.solution.to_dict(), "n_packages": self.n_packages, "package_values": plain(self.packages)}


def folded_solutions(
    frontier: FoldedFrontier,
    *,
    weights: Iterable[Number] | None = None,
    most: int = PACKAGES_LISTED,
) -> Mapping[str, FoldedSolution | NoSettlement]:
    """The five solutions on a frontier of A: Nash, Kalai–Smorodinsky, egalitarian, utilitarian, equal loss.

    Each formula rises when a package is exchanged for one that dominates it, so its best packages, all ties
    included, lie on the frontier of A; likewise every bargainer's ideal over A. The points are compared exactly,
    by the same functions as enumerated packages.

    weights: bargaining weights of the bargainers, equal by default.
    most: how many of the packages that tie are listed; `n_packages` counts them all.

    NoSettlement where A is empty. O(points × parties).
    """
    if frontier.side != "acceptable":
        raise OutOfDomain("solutions range over A: give the frontier of the acceptable packages")
    weighed = bargaining_weights(weights, len(frontier.parties))
    if not len(frontier):
        return MappingProxyType(dict.fromkeys(SOLVERS, NoSettlement(_why_empty(frontier.problem))))
    every = _asked(frontier, np.arange(len(frontier), dtype=np.int64), weighed)

    @cache
    def coded(point: int, at_most: int) -> _Coded:
        """Code and value codes of the packages of a point: several solutions ask for the same."""
        return tuple((frontier.problem.code(x), x) for x in frontier.packages(point, at_most))

    return MappingProxyType({name: _solved(frontier, name, every, coded, most) for name in SOLVERS})


_Coded: TypeAlias = tuple[tuple[int, PackageValues], ...]
_Coding: TypeAlias = Callable[[int, int], _Coded]


def _solved(frontier: FoldedFrontier, name: str, every: Bargaining, coded: _Coding, most: int) -> FoldedSolution:
    """One solution; its certificate speaks of the tie with the lowest code, as by enumeration."""
    over_points = SOLVERS[name](every)
    listed = _listed(coded, over_points, most)
    first = list(dict.fromkeys(point for _, _, _, point in listed))
    if len(first) > 1:
        rows = np.concatenate([np.array(first, dtype=np.int64), np.delete(every.rows, first)])
        over_points = SOLVERS[name](_asked(frontier, rows, every.weights))
    return _in_packages(frontier, over_points, listed, coded, most)


def _asked(frontier: FoldedFrontier, rows: IntArray, weights: tuple[Fraction, ...]) -> Bargaining:
    return Bargaining(
        columns=tuple(np.ascontiguousarray(column[rows]) for column in frontier.scores.T),
        units=frontier.units,
        disagreement=tuple(int(frontier.problem.walk_away[p]) for p in frontier.problem.consent),
        weights=weights,
        rows=rows,
        parties=frontier.parties,
    )


_Listed: TypeAlias = list[tuple[int, PackageValues, tuple[Fraction, ...], int]]
"""Code, value codes, values in points and place of the point of some packages, by code."""


def _listed(coded: _Coding, over_points: Solution, most: int) -> _Listed:
    listed: _Listed = []
    for point, values in zip(over_points.packages, over_points.values, strict=True):
        if len(listed) >= most:
            break
        listed += [(code, x, values, point) for code, x in coded(point, most - len(listed))]
    return sorted(listed)


def _in_packages(
    frontier: FoldedFrontier, over_points: Solution, listed: _Listed, coded: _Coding, most: int
) -> FoldedSolution:
    """The solution with packages in the place of points."""
    certificate: dict[str, object] = {**over_points.certificate, "compared": frontier.n_packages}
    second = certificate.get("runner_up")
    if isinstance(second, Mapping):
        told = cast("Mapping[str, Any]", second)
        found = min(code for code, _ in coded(told["package"], most))
        certificate["runner_up"] = frozen(**{**told, "package": found})
    return FoldedSolution(
        solution=replace(
            over_points,
            packages=tuple(code for code, _, _, _ in listed),
            values=tuple(values for _, _, values, _ in listed),
            certificate=frozen(**certificate),
        ),
        points=tuple(sorted(over_points.packages)),
        n_packages=sum(frontier.counts[point] for point in over_points.packages),
        packages=tuple(x for _, x, _, _ in listed),
    )


def _why_empty(problem: SettlementProblem) -> str:
    feasible = grouped(problem, "feasible")
    if not feasible.size:
        return "no package meets every constraint"
    quo = problem.status_quo
    if quo is not None and feasible.size == 1 and all(c.rule.holds_for(quo) for c in problem.constraints):
        return "no package other than the status quo meets every constraint"
    return "no feasible package is acceptable to everybody whose yes is needed"
