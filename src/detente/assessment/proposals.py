"""What a proposal that may leave issues open could become, and whether all could accept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import and_

import numpy as np

from detente.case.model.issue import Answer, Issue
from detente.case.model.proposal import Proposal
from detente.case.vocabulary import answer_of, code_of
from detente.engines.settlement.concessions import smallest_concessions
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.packages import range_of
from detente.engines.settlement.problem import Constraint
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.settle import settle
from detente.engines.settlement.settlement import Evaluation, Settlement
from detente.engines.settlement.spread import PackageSpread
from detente.engines.settlement.zone import GroundCount
from detente.foundation.conditions import Compare, Condition, Is, Name, Rule, SetIs, bind
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


def assess_proposals(settled: CaseSettlement, progress: Progress = SILENT) -> tuple[Assessment, ...]:
    """Every proposal of the case, in its order. O(packages) for each."""
    proposals = settled.case.proposals
    found: list[Assessment] = []
    for place, proposal in enumerate(proposals):
        progress.at("proposals", place, len(proposals))
        found.append(assess(settled, proposal))
    return tuple(found)


def assess(settled: CaseSettlement, proposal: Proposal) -> Assessment:
    """One proposal, with the issues that it leaves open filled in every feasible way. O(packages)."""
    named = tuple(issue.id for issue in settled.case.issues if issue.id in proposal.package)
    unsettled = tuple(issue.id for issue in settled.case.issues if issue.id not in proposal.package)
    if not named:
        return Assessment(proposal, (), unsettled, 0, 0, (), (), None, None)
    answers = _answers_as(settled, proposal.package)
    problem = settled.problem
    only = settle(
        replace(problem, constraints=(*problem.constraints, Constraint("as-proposed", answers))),
        weights=settled.settlement.weights,
    )
    nearest = _nearest(settled.settlement, only)
    return Assessment(
        proposal=proposal,
        settles=named,
        open_issues=unsettled,
        completions=only.n_feasible,
        acceptable=only.n_acceptable,
        values=_value_ranges(only),
        blocking=(
            *_unmet(settled.settlement, answers),
            *(ground for ground in only.zone.blocking if ground.kind != "constraint"),
        ),
        nearest=settled.settlement.evaluate(nearest[0]) if nearest else None,
        spread=settled.spreads(nearest[:1])[0] if nearest else None,
        tied=len(nearest),
    )


def _answers_as(settled: CaseSettlement, package: Mapping[str, Answer]) -> Rule:
    """The rule that holds in the packages that answer as the proposal does."""
    terms = settled.problem.issues
    issues = [issue for issue in settled.case.issues if issue.id in package]
    return reduce(and_, (bind(_condition(issue, package[issue.id]), terms) for issue in issues))


def _condition(issue: Issue, given: Answer) -> Condition:
    code = code_of(issue, given)
    if code is None:
        raise ValueError(f"{issue.id} has no answer {given!r}")
    answer = answer_of(issue, code)
    if isinstance(answer, Fraction):
        return Compare(Name(issue.id), "=", answer)
    if isinstance(answer, tuple):
        return SetIs(Name(issue.id), tuple(Name(member) for member in answer))
    return Is(Name(issue.id), Name(answer))


def _completions(only: Settlement) -> IntArray:
    return np.arange(only.n_packages, dtype=np.int64) if only.feasible is None else only.feasible


def _nearest(every: Settlement, only: Settlement) -> tuple[int, ...]:
    """The codes of the completions nearest to agreement, `only` being `every` with the proposal's answers fixed."""
    found = only.solutions["nash"]
    if not isinstance(found, NoSettlement):
        return found.packages
    columns = {p: every.packages.column(p) for p in only.problem.asked}
    inside = slice(None) if every.feasible is None else every.feasible
    codes = _completions(only)
    least = smallest_concessions(
        only.packages,
        codes,
        {p: column[codes] for p, column in columns.items()},
        {p: range_of(column[inside]) for p, column in columns.items()},
    )
    return () if isinstance(least, NoSettlement) else tuple(least.packages.tolist())


def _unmet(every: Settlement, answers: Rule) -> tuple[GroundCount, ...]:
    """The case's constraints that packages with these answers break, those that alone break most first."""
    problem = every.problem
    codes = np.flatnonzero(every.packages.truth(answers)).astype(np.int64)
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


def _value_ranges(only: Settlement) -> tuple[tuple[Fraction, Fraction], ...]:
    if not only.n_feasible:
        return ()
    problem = only.problem
    scores = only.packages.scores(_completions(only))
    return tuple(
        (problem.points(p, int(scores[:, p].min())), problem.points(p, int(scores[:, p].max())))
        for p in range(len(problem.parties))
    )
