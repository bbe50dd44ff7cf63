"""The facade for problems of any size: exact by folding where the frontier can be folded, else proved by searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar, cast

import numpy as np

from detente.engines.settlement.folding.folded_frontier import FoldedFrontier, folded_frontier, package_scores
from detente.engines.settlement.folding.groups import Side
from detente.engines.settlement.folding.outline import FoldingOutline, folding_outline
from detente.engines.settlement.folding.solutions import FoldedSolution, folded_solutions
from detente.engines.settlement.grid import Number, bargaining_weights
from detente.engines.settlement.large_settlement import (
    LargeSettlement,
    LargeSolution,
    LargeZone,
    Strategy,
    Unsaid,
)
from detente.engines.settlement.large_zone import counts_without, large_zone
from detente.engines.settlement.packages import scores_of
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.representatives import Representatives, representatives
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.searching import (
    NAMES,
    CertifiedConcessions,
    CertifiedSolution,
    certified_concessions,
    certified_solution,
)
from detente.engines.settlement.searching.descent import SUM_LIMIT
from detente.foundation.errors import Cancelled, TooLarge
from detente.foundation.progress import SILENT, Progress

POINTS = 100_000
"""Most partial sums, and points of a frontier, that are folded: more are of no use to a reader."""

LISTED = 100
"""Most packages of one solution that are listed; all are counted where they are known."""

STOPPED = "stopped on request before it was done"

_Part = TypeVar("_Part")


def settle_at_size(
    problem: SettlementProblem,
    *,
    weights: Iterable[Number] | None = None,
    limit: int = SUM_LIMIT,
    seed: int = 0,
    keep_if_stopped: bool = False,
    progress: Progress = SILENT,
) -> LargeSettlement:
    """What is acceptable, what is efficient, what the solutions select and what would open a zone, at any size.

    The strategy follows from an estimate, `folding_outline`: where issues can be merged and no more than 100,000
    partial sums are kept, the frontier is folded and everything on it is exact. Else each solution is searched for and
    proved by itself, or the best package met is given with its gap, and packages with a stated bound stand for the
    frontier.
    Up to 2,000,000 packages `settle` says more.

    weights: bargaining weights of the bargainers, in the order of `problem.consent`; equal by default.
    limit: most partial sums that one search forms before it stops with a gap.
    seed: of the packages drawn for estimates.
    keep_if_stopped: whether a cancel gives what is certain by then, solutions with their gaps, instead of `Cancelled`.

    Where nothing is acceptable each solution is a NoSettlement; a part that is too large is Unsaid, with the reason.
    10^12 packages (12 issues × 10 options, 3 parties on fine grids, rules) in 1.3 s.
    """
    weighed = bargaining_weights(weights, len(problem.consent))
    work = _Work(problem, weighed, limit, seed, keep_if_stopped, progress)
    outline = work.outline()
    edge, why = work.edge(outline)
    solutions = work.solutions(edge)
    empty = _empty(edge, solutions)
    zone = work.zone(empty, solutions)
    if isinstance(edge, Unsaid) and not empty:
        stand_in = work.part(lambda: representatives(problem, progress), None)
        edge = stand_in or edge
    concessions: CertifiedConcessions | NoSettlement | Unsaid = Unsaid("the zone is open: nothing need be conceded")
    if empty:
        concessions = work.concessions()
    elif empty is None:
        concessions = Unsaid("whether the zone is empty is not known")
    return LargeSettlement(
        problem=problem,
        strategy=_strategy(edge),
        because=why,
        outline=outline,
        zone=zone,
        frontier_feasible=work.feasible_edge(outline),
        frontier_acceptable=edge,
        solutions=solutions,
        concessions=concessions,
        weights=weighed,
        ideal=_ideals(problem, edge, solutions),
        stopped=work.stopped,
    )


@dataclass(slots=True, eq=False)
class _Work:
    """The parts one after another; after a cancel that is to be kept, what is left is said not to be done."""

    problem: SettlementProblem
    weights: tuple[Fraction, ...]
    limit: int
    seed: int
    keep: bool
    progress: Progress
    stopped: bool = False

    def part(self, do: Callable[[], _Part], instead: _Part) -> _Part:
        if self.stopped:
            return instead
        try:
            return do()
        except Cancelled:
            if not self.keep:
                raise
            self.stopped = True
            return instead

    def outline(self) -> FoldingOutline | Unsaid:
        try:
            return folding_outline(self.problem)
        except TooLarge as error:
            return Unsaid(str(error))

    def edge(self, outline: FoldingOutline | Unsaid) -> tuple[FoldedFrontier | Unsaid, str]:
        """The frontier of A and why it was folded, or why not."""
        if isinstance(outline, Unsaid):
            return outline, f"issues cannot be merged: {outline.reason}"
        try:
            found = self.part(lambda: self._folded("acceptable"), Unsaid(STOPPED))
        except TooLarge as error:
            return Unsaid(str(error)), f"the frontier is too large to fold: {error}"
        if isinstance(found, Unsaid):
            return found, found.reason
        groups, most = len(outline.groups), outline.most_points
        return found, f"{groups:,} groups of issues, at most {most:,} points on the frontier; {len(found):,} found"

    def feasible_edge(self, outline: FoldingOutline | Unsaid) -> FoldedFrontier | Unsaid:
        if isinstance(outline, Unsaid):
            return outline
        try:
            return self.part(lambda: self._folded("feasible"), Unsaid(STOPPED))
        except TooLarge as error:
            return Unsaid(str(error))

    def _folded(self, side: Side) -> FoldedFrontier | Unsaid:
        return folded_frontier(self.problem, side, limit=POINTS, progress=self.progress)

    def solutions(self, edge: FoldedFrontier | Unsaid) -> Mapping[str, LargeSolution | NoSettlement]:
        if isinstance(edge, FoldedFrontier):
            folded = folded_solutions(edge, weights=self.weights, most=LISTED)
            return MappingProxyType({name: _of_folding(edge, item) for name, item in folded.items()})
        found: dict[str, LargeSolution | NoSettlement] = {}
        for name in NAMES:
            nothing: CertifiedSolution | NoSettlement | None = None
            item = self.part(lambda n=name: certified_solution(
                self.problem, n, self.weights, limit=self.limit, progress=self.progress), nothing)  # fmt: skip
            # One sum is enough for the best package met at the start and for the bound that holds for all.
            item = item or certified_solution(self.problem, name, self.weights, limit=1)
            found[name] = item if isinstance(item, NoSettlement) else _of_searching(self.problem, item)
        return MappingProxyType(found)

    def zone(self, empty: bool | None, solutions: Mapping[str, LargeSolution | NoSettlement]) -> LargeZone:
        known = max((s.n_packages for s in solutions.values() if isinstance(s, LargeSolution)), default=0)
        nothing = None
        found = self.part(lambda: large_zone(self.problem, empty, known, self.seed, self.progress), nothing)
        return found or counts_without(self.problem, empty, known, self.seed)

    def concessions(self) -> CertifiedConcessions | NoSettlement | Unsaid:
        try:
            return self.part(
                lambda: certified_concessions(self.problem, limit=self.limit, progress=self.progress), Unsaid(STOPPED)
            )
        except TooLarge as error:
            return Unsaid(str(error))


def _empty(edge: FoldedFrontier | Unsaid, solutions: Mapping[str, LargeSolution | NoSettlement]) -> bool | None:
    """Whether nothing is acceptable; None where that is not known."""
    if isinstance(edge, FoldedFrontier):
        return not len(edge)
    if any(isinstance(item, LargeSolution) for item in solutions.values()):
        return False
    reasons = {item.reason for item in solutions.values() if isinstance(item, NoSettlement)}
    return True if any(is_proof(reason) for reason in reasons) else None


def is_proof(reason: str) -> bool:
    """Whether a search's reason says that nothing is acceptable, and not that it stopped before it knew."""
    return reason.startswith(("no feasible package", "no package"))


def _strategy(edge: FoldedFrontier | Representatives | Unsaid) -> Strategy:
    return "folding" if isinstance(edge, FoldedFrontier) else "searching"


def _of_folding(edge: FoldedFrontier, item: FoldedSolution | NoSettlement) -> LargeSolution | NoSettlement:
    if isinstance(item, NoSettlement):
        return item
    return LargeSolution(
        solution=item.solution,
        packages=item.packages,
        all_values=_values(edge.problem, item.packages),
        n_packages=item.n_packages,
        complete=item.complete,
        proved=True,
        points={tuple(edge.scores[point].tolist()): edge.counts[point] for point in item.points},
        counted=True,
    )


def _of_searching(problem: SettlementProblem, item: CertifiedSolution) -> LargeSolution:
    certificate = item.solution.certificate
    bound, need = int(str(certificate["bound"])), int(str(certificate["needed"]))
    gap = Fraction(0) if item.proved else Fraction(max(0, bound - need), max(1, abs(need)))
    worth = scores_of(problem, np.array(item.packages, dtype=np.int64))[:, list(problem.consent)]
    return LargeSolution(
        solution=item.solution,
        packages=item.packages[:LISTED],
        all_values=_values(problem, item.packages[:LISTED]),
        n_packages=item.n_packages,
        complete=item.complete and len(item.packages[:LISTED]) == item.n_packages,
        proved=item.proved,
        points=Counter(map(tuple, worth.tolist())),
        counted=item.complete and len(item.packages) == item.n_packages,
        gap=gap,
    )


def _values(problem: SettlementProblem, packages: Iterable[tuple[int, ...]]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(problem.points(p, s) for p, s in enumerate(package_scores(problem, x))) for x in packages)


def _ideals(
    problem: SettlementProblem,
    edge: FoldedFrontier | Representatives | Unsaid,
    solutions: Mapping[str, LargeSolution | NoSettlement],
) -> tuple[Fraction | None, ...]:
    """The best value of each bargainer over A; None for others, and where it is not known."""
    found: list[Fraction | None] = [None] * len(problem.parties)
    best: tuple[Fraction, ...] = ()
    if isinstance(edge, FoldedFrontier):
        ideal = edge.ideal
        best = ideal if isinstance(ideal, tuple) else ()
    else:
        shares = solutions.get("kalai-smorodinsky")
        if isinstance(shares, LargeSolution) and shares.proved:
            best = cast("tuple[Fraction, ...]", shares.solution.certificate.get("ideal", ()))
    for p, value in zip(problem.consent, best, strict=False):
        found[p] = value
    return tuple(found)
