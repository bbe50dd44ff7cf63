"""What could replace today's state on one scale, and what a member's vote is worth, in the brief."""

from __future__ import annotations

from detente.assessment.forecast import AssessedIssue, ForecastAssessment
from detente.brief.blocks import Block, Column, Paragraph, Proof, Row, Section, Step, Table
from detente.brief.percent import percent
from detente.brief.prose import Emphasis, Inline, Number, Refer, in_print
from detente.brief.sections.material import Material
from detente.brief.sections.naming import party_in_sentence
from detente.engines.forecast.of_case import IssueScale, ScaleVote
from detente.engines.forecast.of_case.blocs import BlocPower
from detente.engines.forecast.of_case.voting_words import ONE_SCALE, no_vote_words, told_votes, vote_words


def votes(material: Material, item: AssessedIssue) -> list[Block]:
    """A paragraph for the agreement and one for each bloc with members here; how far each would go, folded."""

    def name(party: str) -> str:
        return party_in_sentence(material.name(party))

    scale = item.forecast.asked.scale
    blocks: list[Block] = []
    for vote in told_votes(item.forecast.votes):
        known = isinstance(vote, ScaleVote)
        words = _capital(vote_words(vote, scale, name, in_print) if known else no_vote_words(vote))
        more = _beside(material) if not vote.decider else _voted(material, vote) if known else ()
        head: tuple[Inline, ...] = (Emphasis("What could replace today's state?", strong=True), " ")
        blocks.append(Paragraph((*(head if not vote.decider else ()), words, *more)))
        blocks += _limits(material, vote, scale) if known else []
    return blocks


def _beside(material: Material) -> tuple[Inline, ...]:
    """What tells this from the zone of possible agreement, and where that is."""
    told = f" {_capital(ONE_SCALE)}"
    if material.settled is None:
        return (f"{told}.",)
    return (f"{told}; for whole packages see ", Refer("zone"), ".")


def _voted(material: Material, vote: ScaleVote) -> tuple[Inline, ...]:
    """Where the case has an accession on which this bloc's members vote, that is another question."""
    asked = material.commitments.accessions if material.commitments else ()
    voters = {voter.party for voter in vote.voters}
    by_them = any({ballot.party for ballot in s.ballots} <= voters for one in asked for s in one.accession.steps)
    return (" Accession is another question: see ", Refer("accession"), ".") if by_them else ()


def _limits(material: Material, vote: ScaleVote, scale: IssueScale) -> list[Block]:
    """The certificate: where each stands and what is as far from there as today's state."""
    steps = tuple(
        Step(f"{material.name(voter.party)} stands at {in_print(voter.place)}{_nearer(vote, voter.place, scale)}")
        for voter in vote.voters
        if voter.place is not None
    )
    whom = party_in_sentence(material.name(vote.decider)) if vote.decider else "an agreement"
    return [Proof(f"How far each would go: {whom}", steps)] if steps else []


def _nearer(vote: ScaleVote, place: float, scale: IssueScale) -> str:
    """What of the scale is nearer than today's state to who stands at a place."""
    today = vote.status_quo
    limit = 2 * place - today
    if place == today:
        return ", where today's state is: nothing else is as near."
    if not scale.low <= limit <= scale.high:
        return f": everything {'above' if place > today else 'below'} {in_print(today)} is nearer than today's."
    low, high = sorted((today, limit))
    return f": all between {in_print(low)} and {in_print(high)} is nearer than today's."


def power(material: Material, found: ForecastAssessment) -> list[Block]:
    """What a member's vote is worth in each bloc whose members do not all decide equally often."""
    blocks: list[Block] = []
    for bloc in found.found.blocs:
        if isinstance(bloc, BlocPower) and len(set(bloc.banzhaf.normalised)) > 1:
            blocks.append(_power(material, bloc))
    return [Section("leads-power", "What a vote is worth", tuple(blocks))] if blocks else []


def _power(material: Material, bloc: BlocPower) -> Table:
    (quota,) = bloc.rule.quotas
    total = sum(quota.weights)
    rows = zip(bloc.rule.voters, quota.weights, bloc.shapley_shubik.index, bloc.banzhaf.normalised, strict=True)
    return Table(
        id=f"power-{bloc.party}",
        caption=f"{material.name(bloc.party)}: how often a member's vote decides",
        columns=(
            Column("Votes", "number"),
            Column("Share of votes", "number"),
            Column("Shapley–Shubik", "number"),
            Column("Banzhaf", "number"),
        ),
        rows=tuple(
            Row(material.name(voter), (Number(votes), *(percent(x) for x in (votes / total, float(s), float(b)))))
            for voter, votes, s, b in rows
        ),
        corner="Member",
        notes=(
            f"{quota.quota} of {total} votes are needed. Shapley–Shubik: the share of all orders of voting in which"
            " this vote is the one that makes it enough; Banzhaf: its share of all coalitions that one vote turns."
            " Who stands where plays no part in either.",
        ),
        narrow="scroll",
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
