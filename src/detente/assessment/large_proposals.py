"""Proposals of a case too large to enumerate: what they could become, and whether all could accept that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import and_

from detente.assessment.answering_as import answering_as
from detente.case.model.proposal import Proposal
from detente.engines.settlement.counting import Count, feasible_count, feasible_quo
from detente.engines.settlement.folding.groups import grouped
from detente.engines.settlement.large_settlement import LargeEvaluation, LargeGround, LargeSolution
from detente.engines.settlement.of_case import LargeCaseSettlement
from detente.engines.settlement.problem import Constraint, PackageValues, SettlementProblem
from detente.engines.settlement.searching import CertifiedConcessions
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.engines.settlement.spread import PackageSpread
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress

AS_PROPOSED = "as-proposed"


@dataclass(frozen=True, slots=True)
class LargeAssessment:
    """One proposal, as in `Assessment`; numbers of packages are exact or between proved bounds.

    values: for each party with preferences the least and the largest value of the completions, in points; empty where
        there is none, or where it is not known.
    proved: whether it is proved that `nearest` is nearest to agreement.
    """

    proposal: Proposal
    settles: tuple[str, ...]
    open_issues: tuple[str, ...]
    completions: Count
    acceptable: Count
    values: tuple[tuple[Fraction, Fraction], ...]
    blocking: tuple[LargeGround, ...]
    nearest: LargeEvaluation | None
    spread: PackageSpread | None
    tied: int = 0
    proved: bool = True

    @property
    def complete(self) -> bool:
        """Whether the proposal answers every issue."""
        return not self.open_issues


def assess_at_size(settled: LargeCaseSettlement, proposal: Proposal, progress: Progress = SILENT) -> LargeAssessment:
    """One proposal, with the issues that it leaves open filled in every feasible way, by merging or searching.

    The issues that it answers are fixed by a constraint, and what is left is settled like a case.
    """
    named = tuple(issue.id for issue in settled.case.issues if issue.id in proposal.package)
    unsettled = tuple(issue.id for issue in settled.case.issues if issue.id not in proposal.package)
    nothing = Count(0, 0)
    if not named:
        return LargeAssessment(proposal, (), unsettled, nothing, nothing, (), (), None, None)
    problem = settled.problem
    rule = reduce(and_, answering_as(settled.case, proposal.package, problem.issues))
    answers = Constraint(AS_PROPOSED, rule)
    only = replace(problem, constraints=(*problem.constraints, answers))
    found = settle_at_size(only, weights=settled.settlement.weights, progress=progress)
    near, tied, proved = _nearest(settled, found.solutions["nash"], found.concessions)
    return LargeAssessment(
        proposal=proposal,
        settles=named,
        open_issues=unsettled,
        completions=found.zone.feasible,
        acceptable=found.zone.acceptable,
        values=_value_ranges(only),
        blocking=(
            *_unmet(problem, answers),
            *(ground for ground in found.zone.blocking if ground.kind != "constraint"),
        ),
        nearest=settled.settlement.evaluate(near) if near else None,
        spread=settled.spreads([near])[0] if near else None,
        tied=tied,
        proved=proved,
    )


def _nearest(settled: LargeCaseSettlement, nash: object, concessions: object) -> tuple[PackageValues | None, int, bool]:
    """The completion nearest to agreement, how many are as near, and whether that is proved."""
    if isinstance(nash, LargeSolution):
        return nash.packages[0], nash.n_packages, nash.proved
    if isinstance(concessions, CertifiedConcessions) and concessions.packages:
        return concessions.packages[0], concessions.n_packages, concessions.proved
    return None, 0, True


def _unmet(problem: SettlementProblem, answers: Constraint) -> Iterator[LargeGround]:
    """The case's constraints that packages with these answers break, the status quo aside."""
    every = feasible_count(replace(problem, constraints=(*problem.constraints, answers)))
    among = feasible_count(replace(problem, constraints=(answers,)))
    quo = int(feasible_quo(replace(problem, constraints=(answers,))))
    lawful = int(feasible_quo(replace(problem, constraints=(*problem.constraints, answers))))
    for place, constraint in enumerate(problem.constraints):
        met = feasible_count(replace(problem, constraints=(constraint, answers)))
        others = tuple(c for n, c in enumerate(problem.constraints) if n != place)
        loose = feasible_count(replace(problem, constraints=(*others, answers)))
        here = quo - int(feasible_quo(replace(problem, constraints=(constraint, answers))))
        alone = int(feasible_quo(replace(problem, constraints=(*others, answers)))) - lawful
        broken = Count(among.at_least - met.at_most - here, among.at_most - met.at_least - here)
        if broken.at_most > 0:
            only = Count(loose.at_least - every.at_most - alone, loose.at_most - every.at_least - alone)
            yield LargeGround("constraint", "", constraint.id, broken, only)


def _value_ranges(only: SettlementProblem) -> tuple[tuple[Fraction, Fraction], ...]:
    """For each party the least and the largest value over the completions; empty where that is too large to say."""
    every = replace(only, consent=tuple(range(len(only.parties))), conditional=())
    try:
        groups = grouped(every, "feasible")
    except TooLarge:
        return ()
    if not groups.size:
        return ()
    return tuple(
        (
            only.points(p, sum(int(g.scores[:, p].min()) for g in groups.groups)),
            only.points(p, sum(int(g.scores[:, p].max()) for g in groups.groups)),
        )
        for p in range(len(only.parties))
    )
