"""What could replace what holds today on one scale: by those whose yes makes an agreement, and by a bloc's own rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from detente.case.model.case import Case
from detente.case.model.party import Also, Party
from detente.engines.forecast.of_case.blocs import NoRule, bloc_rule
from detente.engines.forecast.of_case.positions import IssuePositions, latest_position
from detente.engines.forecast.of_case.scales import IssueScale
from detente.engines.forecast.power.voting_rule import Quota, VotingRule, unanimity
from detente.engines.forecast.voting.agenda_setter import Agenda, agenda_setter
from detente.engines.forecast.voting.core import Core, NoCore, core
from detente.engines.forecast.voting.spatial_problem import SpatialProblem, by_rule
from detente.engines.forecast.voting.winset import Interval, winset
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen

METHOD = "voting-outcome"

AGREEMENT = ""
"""Who decides where no bloc does: those whose yes makes an agreement."""

UNNAMED = ""
"""The voter that stands for all members whom the case does not name."""

Kind = Literal["unanimity", "majority", "quota", "several"]
"""How is decided; "several": a yes of each party and, for a bloc that consents, by its own rule."""

Places = Mapping[str, float | None]
"""Voter → place on the scale; None where the case gives no position: that is missing, not zero."""


@dataclass(frozen=True, slots=True)
class Voter:
    """Who has a say, where it stands, how far it would go, and whether nothing passes without it.

    place, limit: None where the case gives no position; limit is 2 x - sq, as far behind its place as today before.
    """

    party: str
    place: float | None
    limit: float | None
    veto: bool


@dataclass(frozen=True, slots=True)
class NotKnown:
    """What cannot be said before the missing positions are known."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoVote:
    """Why nothing can be said of what a decision by these voters could put in the place of today's state."""

    decider: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleVote(Answer):
    """What those who decide could put in the place of today's state, on this scale alone.

    decider: the bloc, or empty for those whose yes makes an agreement. sure: what beats today's state wherever those
    without a position stand; possible: outside it nothing does, wherever they stand. The two are one where nobody is
    missing. against_up, against_down: those with a position who gain nothing by any step that way. answers: of a
    choice, those inside `sure` and inside `possible`. also: whose yes is needed in some packages only; narrowed: what
    stays sure where it is needed. agenda: what the author of a proposal could get by proposing on this scale alone.
    """

    decider: str
    kind: Kind
    status_quo: float
    voters: tuple[Voter, ...]
    sure: tuple[Interval, ...]
    possible: tuple[Interval, ...]
    against_up: tuple[str, ...]
    against_down: tuple[str, ...]
    answers_sure: tuple[str, ...]
    answers_possible: tuple[str, ...]
    core: Core | NoCore | NotKnown
    also: tuple[Also, ...] = ()
    narrowed: tuple[Interval, ...] | None = None
    agenda: tuple[Agenda, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The voters without a position."""
        return tuple(voter.party for voter in self.voters if voter.place is None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who decides by which rule, and where each of them stands."""

    decider: str
    kind: Kind
    rule: VotingRule
    places: Places
    scale: IssueScale
    quo: float = field(default=0.0)

    def problem(self, missing: float) -> SpatialProblem:
        """The same with all those without a position at one place."""
        stand = {voter: missing if at is None else at for voter, at in self.places.items()}
        return by_rule(stand, self.quo, self.rule)


def votes_on(case: Case, asked: IssuePositions) -> tuple[ScaleVote | NoVote, ...]:
    """What could replace the status quo on one issue: first by agreement, then by the rule of each bloc with members.

    A party needs a place to count here, and neither salience nor influence. A bloc that consents and has no position of
    its own agrees as its rule says, where one of its members has one. Blocs none of whose members has a position here
    are left out. NoVote, with the reason, where the case has no agreement or no status quo, or a rule is not known.
    """
    if asked.reversion is None:
        return (NoVote(AGREEMENT, "the case does not say what holds with no agreement"),)
    at = {party.id: _place(case, party.id, asked) for party in case.parties}
    found: list[ScaleVote | NoVote] = [_agreement(case, asked, asked.reversion, at)]
    for party in case.parties:
        alone = case.agreement is not None and case.agreement.consent == (party.id,) and at[party.id] is None
        if party.rule is not None and not alone and any(at[member] is not None for member in party.members):
            found.append(_bloc(case, party, asked, asked.reversion, at))
    return tuple(found)


def _place(case: Case, party: str, asked: IssuePositions) -> float | None:
    found = latest_position(case, party, asked.scale, asked.as_of or None)
    return None if isinstance(found, str) else asked.scale.place(found.option)


def _agreement(case: Case, asked: IssuePositions, quo: float, at: Places) -> ScaleVote | NoVote:
    if case.agreement is None:
        return NoVote(AGREEMENT, "the case does not say whose yes makes an agreement")
    kind, rule = _consent(case, case.agreement.consent, at)
    question = _Asked(AGREEMENT, kind, rule, {voter: at[voter] for voter in rule.voters}, asked.scale, quo)
    if not any(place is not None for place in question.places.values()):
        return NoVote(AGREEMENT, "nobody whose yes is needed has a position on it")
    also = tuple(item for item in case.agreement.also if item.party not in rule.voters)
    narrowed = None
    if also:
        more = dict.fromkeys(item.party for item in also)
        both = _with_vetoes(rule, tuple(more))
        narrowed = _sure(_Asked(AGREEMENT, kind, both, {v: at[v] for v in both.voters}, asked.scale, quo))
    authors = dict.fromkeys(author for proposal in case.proposals for author in proposal.by)
    return _vote(question, also=also, narrowed=narrowed, authors={a: x for a in authors if (x := at[a]) is not None})


def _consent(case: Case, consent: tuple[str, ...], at: Places) -> tuple[Kind, VotingRule]:
    """Unanimity of those who consent, where a bloc without a place of its own says yes by its rule."""
    alone: list[str] = []
    blocs: list[VotingRule] = []
    for party in consent:
        rule = bloc_rule(case, party)
        if at[party] is None and isinstance(rule, VotingRule) and any(at[m] is not None for m in rule.voters):
            blocs.append(rule)
        else:
            alone.append(party)
    if not blocs:
        return "unanimity", unanimity(consent)
    voters = tuple(dict.fromkeys([v for rule in blocs for v in rule.voters] + alone))
    if not alone and len(blocs) == 1:
        only = next(p for p in case.parties if p.id == consent[0])
        return ("quota" if only.rule is None else only.rule.kind), blocs[0]
    quotas = [
        Quota(q.quota, tuple(dict(zip(rule.voters, q.weights, strict=True)).get(v, 0) for v in voters))
        for rule in blocs
        for q in rule.quotas
    ]
    return "several", VotingRule(voters, tuple(quotas), vetoes=tuple(voters.index(p) for p in alone))


def _with_vetoes(rule: VotingRule, more: tuple[str, ...]) -> VotingRule:
    voters = (*rule.voters, *more)
    quotas = tuple(Quota(q.quota, (*q.weights, *(0 for _ in more))) for q in rule.quotas)
    return VotingRule(voters, quotas, vetoes=(*rule.vetoes, *range(len(rule.voters), len(voters))))


def _bloc(case: Case, party: Party, asked: IssuePositions, quo: float, at: Places) -> ScaleVote | NoVote:
    rule = bloc_rule(case, party.id)
    if party.rule is None:
        return NoVote(party.id, "the case does not say how it decides")
    places: dict[str, float | None] = {member: at[member] for member in party.members}
    if isinstance(rule, NoRule):
        if not (party.rule.kind == "unanimity" and party.open_membership and len(set(party.members)) == len(places)):
            return NoVote(party.id, rule.reason)
        # Under unanimity it is enough to know that there are others, and that they may refuse.
        places[UNNAMED] = None
        rule = unanimity(tuple(places))
    return _vote(_Asked(party.id, party.rule.kind, rule, places, asked.scale, quo))


def _vote(
    asked: _Asked,
    *,
    also: tuple[Also, ...] = (),
    narrowed: tuple[Interval, ...] | None = None,
    authors: Mapping[str, float] | None = None,
) -> ScaleVote:
    scale, quo, places = asked.scale, asked.quo, asked.places
    sure, possible = _sure(asked), _possible(asked)
    known = {voter: place for voter, place in places.items() if place is not None}
    everybody = set(range(len(asked.rule.voters)))
    voters = tuple(
        Voter(v, p := places[v], None if p is None else 2 * p - quo, not asked.rule.wins(everybody - {k}))
        for k, v in enumerate(asked.rule.voters)
    )
    nobody_missing = len(known) == len(places)
    proposers: Mapping[str, float] = authors if authors and nobody_missing and sure else {}
    problem = asked.problem(quo)
    return ScaleVote(
        method=METHOD,
        parameters=frozen(indifferent_accept=False),
        certificate=frozen(
            limits={voter: 2 * place - quo for voter, place in known.items()},
            quotas=[(q.quota, dict(zip(asked.rule.voters, q.weights, strict=True))) for q in asked.rule.quotas],
        ),
        caveats=("this looks at one scale alone: nobody gives way on it for something elsewhere",),
        decider=asked.decider,
        kind=asked.kind,
        status_quo=quo,
        voters=voters,
        sure=sure,
        possible=possible,
        against_up=tuple(v for v, place in known.items() if place <= quo),
        against_down=tuple(v for v, place in known.items() if place >= quo),
        answers_sure=_answers(scale, sure),
        answers_possible=_answers(scale, possible),
        core=core(problem) if nobody_missing else NotKnown("not all who decide have a position"),
        also=also,
        narrowed=narrowed,
        agenda=tuple(
            agenda_setter(problem, who, ideal=None if who in problem.voters else at) for who, at in proposers.items()
        ),
    )


def _sure(asked: _Asked) -> tuple[Interval, ...]:
    """Who has no position is put where today's state is: it then accepts nothing else."""
    return _on_scale(asked.scale, winset(asked.problem(asked.quo)).intervals)


def _possible(asked: _Asked) -> tuple[Interval, ...]:
    """Who has no position is put at that end of the scale from which it follows farthest, for each side apart."""
    scale, quo = asked.scale, asked.quo
    down = [part for part in winset(asked.problem(scale.low)).intervals if part.high <= quo]
    up = [part for part in winset(asked.problem(scale.high)).intervals if part.low >= quo]
    return _on_scale(scale, (*down, *up))


def _on_scale(scale: IssueScale, stretches: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """What of them lies on the scale; where the scale ends first, its end belongs to it and nobody limits it."""
    found: list[Interval] = []
    for part in stretches:
        low, high = max(part.low, scale.low), min(part.high, scale.high)
        if low < high:
            cut_low, cut_high = low > part.low, high < part.high
            pivots = () if cut_low or cut_high else part.pivots
            found.append(
                Interval(low, high, part.carried_by, pivots, part.with_low or cut_low, part.with_high or cut_high)
            )
    return tuple(found)


def _answers(scale: IssueScale, stretches: tuple[Interval, ...]) -> tuple[str, ...]:
    if scale.issue.kind == "number":
        return ()
    return tuple(name for name, at in scale.answers if any(at in part for part in stretches))
