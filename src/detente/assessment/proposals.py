"""What a proposal that may leave issues open could become, and whether all could accept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from detente.case.model.issue import Answer, Issue
from detente.case.model.proposal import Proposal
from detente.case.vocabulary import code_of
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.problem import Constraint
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.settle import settle
from detente.engines.settlement.settlement import Evaluation, Settlement
from detente.engines.settlement.spread import PackageSpread
from detente.engines.settlement.zone import GroundCount
from detente.foundation.conditions import bind, parse


@dataclass(frozen=True, slots=True)
class Assessment:
    """One proposal: what it can become, how much of that all accept, and the completion nearest to agreement.

    `nearest` is the Nash solution over its acceptable completions, else the completion with the smallest
    concessions; None where the proposal settles nothing or no feasible package completes it.
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

    @property
    def complete(self) -> bool:
        """Whether the proposal answers every issue."""
        return not self.open_issues


def assess_proposals(settled: CaseSettlement) -> tuple[Assessment, ...]:
    """Every proposal of the case. O(packages) for each."""
    return tuple(assess(settled, proposal) for proposal in settled.case.proposals)


def assess(settled: CaseSettlement, proposal: Proposal) -> Assessment:
    """One proposal, with the issues that it leaves open filled in every feasible way."""
    named = tuple(issue.id for issue in settled.case.issues if issue.id in proposal.package)
    unsettled = tuple(issue.id for issue in settled.case.issues if issue.id not in proposal.package)
    if not named:
        return Assessment(proposal, (), unsettled, 0, 0, (), (), None, None)
    only = _restricted(settled, proposal.package)
    nearest = _nearest(only)
    return Assessment(
        proposal=proposal,
        settles=named,
        open_issues=unsettled,
        completions=only.n_feasible,
        acceptable=only.n_acceptable,
        values=_value_ranges(only),
        blocking=tuple(ground for ground in only.zone.blocking if ground.kind != "constraint"),
        nearest=None if nearest is None else settled.settlement.evaluate(nearest),
        spread=None if nearest is None else settled.spreads([nearest])[0],
    )


def _restricted(settled: CaseSettlement, package: Mapping[str, Answer]) -> Settlement:
    """The settlement over the packages that answer as the proposal does."""
    problem = settled.problem
    terms = problem.issues
    issues = {issue.id: issue for issue in settled.case.issues}
    fixed = tuple(
        Constraint(f"as-proposed-{name}", bind(parse(_condition(issues[name], answer)), terms))
        for name, answer in package.items()
    )
    return settle(replace(problem, constraints=(*problem.constraints, *fixed)))


def _condition(issue: Issue, answer: Answer) -> str:
    if code_of(issue, answer) is None:
        raise ValueError(f"{issue.id} has no answer {answer!r}")
    if issue.kind == "set":
        members = answer if isinstance(answer, tuple) else () if answer == "none" else (answer,)
        return f"{issue.id} = {{{', '.join(str(member) for member in members)}}}"
    if isinstance(answer, Fraction):
        return f"{issue.id} = {float(answer):g}"
    return f"{issue.id} = {answer}"


def _nearest(only: Settlement) -> int | None:
    found = only.solutions["nash"]
    if not isinstance(found, NoSettlement):
        return found.packages[0]
    if isinstance(only.concessions, NoSettlement) or not only.concessions.openings:
        return None
    return only.concessions.openings[0].package


def _value_ranges(only: Settlement) -> tuple[tuple[Fraction, Fraction], ...]:
    if not only.n_feasible:
        return ()
    problem = only.problem
    codes = only.feasible if only.feasible is not None else np.arange(only.n_packages)
    scores = only.packages.scores(codes)
    return tuple(
        (problem.points(p, int(scores[:, p].min())), problem.points(p, int(scores[:, p].max())))
        for p in range(len(problem.parties))
    )
