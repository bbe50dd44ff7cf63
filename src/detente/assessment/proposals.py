"""What a proposal that may leave issues open could become, and whether all could accept it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import overload

import numpy as np

from detente.assessment.large_proposals import LargeAssessment, assess_at_size
from detente.case.model.proposal import Proposal
from detente.case.vocabulary import codes_of
from detente.engines.settlement.concessions import smallest_concessions
from detente.engines.settlement.dominance import non_dominated
from detente.engines.settlement.grid import Bargaining, IntArray
from detente.engines.settlement.nash import solve as solve_nash
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.packages import Packages, among
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.settlement import Evaluation, Settlement
from detente.engines.settlement.spread import PackageSpread
from detente.engines.settlement.zone import GroundCount, Zone, find_zone
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True)
class Assessment:
    """One proposal: what it can become, how much of that all accept, and the completion nearest to agreement.

    settles, open_issues: ids of issues, in the case's order.
    completions: how many feasible packages answer as the proposal does; the status quo may be one of them.
    acceptable: how many of these everybody whose yes is needed accepts.
    values: for each party with preferences the least and the largest value of the completions, in points, at
        the shown judgements; empty where there is no completion.
    blocking: what keeps completions out of the zone: first the case's constraints, counted over all packages
        that answer as the proposal does, then the grounds of parties, counted over the completions.
    nearest: the Nash solution over the acceptable completions, else the completion with the smallest
        concessions, shares being of each party's range over all feasible packages; None where the proposal
        settles nothing or nothing but the status quo completes it.
    tied: how many completions are as near; `nearest` is the first of them.
    spread: `nearest` over all admitted judgements.
    """

    proposal: Proposal
    settles: tuple[str, ...]
    open_issues: tuple[str, ...]
    completions: int
    acceptable: int
    values: tuple[tuple[Fraction, Fraction], ...]
    blocking: tuple[GroundCount, ...]
    nearest: Evaluation | None
    spread: PackageSpread | None
    tied: int = 0

    @property
    def complete(self) -> bool:
        """Whether the proposal answers every issue."""
        return not self.open_issues


@overload
def assess_proposals(settled: CaseSettlement, progress: Progress = SILENT) -> tuple[Assessment, ...]: ...
@overload
def assess_proposals(settled: LargeCaseSettlement, progress: Progress = SILENT) -> tuple[LargeAssessment, ...]: ...
def assess_proposals(
    settled: CaseSettlement | LargeCaseSettlement, progress: Progress = SILENT
) -> tuple[Assessment, ...] | tuple[LargeAssessment, ...]:
    """Every proposal of the case, in its order. O(completions) for each, or as a settlement of its own at size."""
    proposals = settled.case.proposals
    if isinstance(settled, LargeCaseSettlement):
        large: list[LargeAssessment] = []
        for place, proposal in enumerate(proposals):
            progress.at("proposals", place, len(proposals))
            large.append(assess_at_size(settled, proposal, progress))
        return tuple(large)
    found: list[Assessment] = []
    for place, proposal in enumerate(proposals):
        progress.at("proposals", place, len(proposals))
        found.append(assess(settled, proposal))
    return tuple(found)


def assess(settled: CaseSettlement, proposal: Proposal) -> Assessment:
    """One proposal, with the issues that it leaves open filled in every feasible way. O(completions)."""
    named = tuple(issue.id for issue in settled.case.issues if issue.id in proposal.package)
    unsettled = tuple(issue.id for issue in settled.case.issues if issue.id not in proposal.package)
    if not named:
        return Assessment(proposal, (), unsettled, 0, 0, (), (), None, None)
    every = settled.settlement
    answering = _answering(every.packages, codes_of(settled.case, proposal.package))
    completed = _Completed.of(every, answering[among(answering, every.feasible)])
    nearest = completed.nearest()
    return Assessment(
        proposal=proposal,
        settles=named,
        open_issues=unsettled,
        completions=len(completed.codes),
        acceptable=completed.zone.n_acceptable,
        values=completed.values(),
        blocking=(*_unmet(every, answering), *completed.zone.blocking),
        nearest=every.evaluate(nearest[0]) if nearest else None,
        spread=settled.spreads(nearest[:1])[0] if nearest else None,
        tied=len(nearest),
    )


def _answering(packages: Packages, given: Sequence[int | None]) -> IntArray:
    """The codes, ascending, of all packages with these answers, every issue without one filled in every way."""
    codes = np.zeros(1, dtype=np.int64)
    for size, code in zip(packages.problem.sizes, given, strict=True):
        answers = np.arange(size, dtype=np.int64) if code is None else np.array([code], dtype=np.int64)
        codes = (codes[:, None] * size + answers[None, :]).reshape(-1)
    return codes


@dataclass(frozen=True, slots=True, eq=False)
class _Completed:
    """The feasible completions of a proposal, what they are worth, and which of them all accept."""

    every: Settlement
    codes: IntArray
    scores: IntArray
    zone: Zone

    @classmethod
    def of(cls, every: Settlement, codes: IntArray) -> _Completed:
        # All of them meet the constraints, which need not be looked at again.
        packages = Packages(replace(every.problem, constraints=()))
        scores = packages.scores(codes)
        zone = find_zone(packages, codes, {p: scores[:, p] for p in every.problem.asked})
        return cls(every, codes, scores, zone)

    def values(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The least and the largest value to each party; none where there is no completion."""
        if not len(self.codes):
            return ()
        ends = zip(self.scores.min(axis=0).tolist(), self.scores.max(axis=0).tolist(), strict=True)
        points = self.every.problem.points
        return tuple((points(p, low), points(p, high)) for p, (low, high) in enumerate(ends))

    def nearest(self) -> tuple[int, ...]:
        """The Nash solution over the acceptable completions, else those that the smallest concessions reach."""
        problem = self.every.problem
        agreed = np.flatnonzero(among(self.codes, self.zone.acceptable))
        if not len(agreed):
            return self._conceded()
        efficient = agreed[non_dominated([self.scores[agreed, p] for p in problem.consent])]
        found = solve_nash(
            Bargaining(
                columns=tuple(np.ascontiguousarray(self.scores[efficient, p]) for p in problem.consent),
                units=tuple(problem.units[p] for p in problem.consent),
                disagreement=tuple(int(problem.walk_away[p]) for p in problem.consent),
                weights=self.every.weights,
                rows=self.codes[efficient],
                parties=problem.bargainers,
            )
        )
        return found.packages

    def _conceded(self) -> tuple[int, ...]:
        every = self.every
        if isinstance(every.concessions, NoSettlement):
            return ()
        problem = every.problem
        spread = {problem.parties.index(name): points for name, points in every.concessions.ranges}
        found = smallest_concessions(
            every.packages,
            self.codes,
            {p: self.scores[:, p] for p in problem.asked},
            {p: int(points / problem.units[p]) for p, points in spread.items()},
        )
        return () if isinstance(found, NoSettlement) else tuple(found.packages.tolist())


def _unmet(every: Settlement, codes: IntArray) -> tuple[GroundCount, ...]:
    """The case's constraints that these packages break, those that alone break most first."""
    problem = every.problem
    if problem.status_quo is not None:
        codes = codes[codes != every.packages.encode(problem.status_quo)]
    broken = {item.id: ~every.packages.truth_at(item.rule, codes) for item in problem.constraints}
    times = np.sum(list(broken.values()), axis=0)
    counted = [
        GroundCount("constraint", "", name, int(marked.sum()), int((marked & (times == 1)).sum()))
        for name, marked in broken.items()
        if marked.any()
    ]
    return tuple(sorted(counted, key=lambda ground: (-ground.alone, -ground.packages, ground.id)))
