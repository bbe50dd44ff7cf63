"""What a voting rule lets through, given where the voters stand: all the answers of one scale together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.engines.forecast.voting.agenda_setter import Agenda, agenda_setter
from detente.engines.forecast.voting.core import Core, NoCore, core
from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.forecast.voting.winset import Winset, winset
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

METHOD = "voting-outcome"


@dataclass(frozen=True, slots=True)
class Vote:
    """One proposal put to the vote against what holds today.

    passes: enough support it, and one of them gains. decisive: where enough support it, those any one of whom could
    sink it; else the opponents any one of whom could carry it. None where more than one would have to change.
    """

    proposal: float
    passes: bool
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]
    decisive: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOutcome(Answer):
    """What passes, what is stable, what a proposer makes of it, and how the proposals asked about fare."""

    winset: Winset
    core: Core | NoCore
    agenda: Agenda | None
    votes: tuple[Vote, ...]

    @property
    def changes(self) -> bool:
        """Whether anything beats the status quo."""
        return bool(self.winset.intervals)

    def rows(self) -> list[dict[str, Any]]:
        """A row a stretch of the scale that passes."""
        return self.winset.rows()


def voting_outcome(
    problem: SpatialProblem,
    proposals: Sequence[float] = (),
    *,
    setter: str | None = None,
    ideal: float | None = None,
) -> VotingOutcome:
    """What could this vote pass, who limits it, and who blocks what?

    The winset of the status quo with its pivots; the core with its own; argmin |y - x_A| over the closure of the
    winset where somebody proposes; and each proposal against the status quo.

    problem: ideal points on one scale, the status quo or another reversion point, and the rule, with ratifiers where
    there are any (`by_rule`, `eu_decision`). proposals: points of the scale to vote on. setter: who proposes, and its
    `ideal` where it is no voter.

    Where nothing passes, the winset has no stretch, and its `against_up` and `against_down` name who prevents it.
    O(proposals n^2), 27 members and 10 proposals in 20 ms.

    >>> from detente.engines.forecast.voting.spatial_problem import on_a_line
    >>> found = voting_outcome(on_a_line([40, 80], 60, voters="ab"), [50])
    >>> found.changes, found.votes[0].opponents, found.votes[0].decisive
    (False, ('b',), ('b',))

    Krehbiel, K. (1998). Pivotal Politics. University of Chicago Press, chapter 2 (recalled).
    """
    return VotingOutcome(
        method=METHOD,
        parameters=frozen(indifferent_accept=problem.indifferent_accept, setter=setter),
        certificate=frozen(vetoes=tuple(problem.voters[v] for v in problem.rule.vetoes)),
        caveats=("distances stand for preferences: nobody trades this issue for another",),
        winset=winset(problem),
        core=core(problem),
        agenda=None if setter is None else agenda_setter(problem, setter, ideal=ideal),
        votes=tuple(_vote(problem, float(y)) for y in proposals),
    )


def _vote(problem: SpatialProblem, proposal: float) -> Vote:
    if proposal == problem.status_quo[0]:
        raise OutOfDomain(f"the proposal {proposal:g} is what holds today: there is nothing to vote on")
    yes = set(problem.accepting([proposal]))
    no = [v for v in range(len(problem.voters)) if v not in yes]
    passes = problem.beats([proposal])
    turned = _turning(problem, yes, no)
    names = (tuple(problem.voters[v] for v in sorted(who)) for who in (yes, no, turned))
    return Vote(proposal, passes, *names)


def _turning(problem: SpatialProblem, yes: set[int], no: Sequence[int]) -> list[int]:
    if problem.rule.wins(yes):
        return [v for v in yes if not problem.rule.wins(yes - {v})]
    return [v for v in no if problem.rule.wins(yes | {v})]
