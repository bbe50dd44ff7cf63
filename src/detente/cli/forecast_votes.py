"""What `forecast` prints of votes: what could replace today's state, and what a member's vote is worth."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType

from detente.assessment.forecast import AssessedIssue, ForecastAssessment
from detente.brief.percent import percent
from detente.brief.sections.naming import party_in_sentence
from detente.cli.scale_numbers import capital, number
from detente.cli.tables import cell, facts, heading, note, table
from detente.cli.whole_words import WholeWords
from detente.engines.forecast.of_case import NoVote
from detente.engines.forecast.of_case.blocs import BlocPower, NoRule
from detente.engines.forecast.of_case.voting_words import ONE_SCALE, no_vote_words, told_votes, vote_words


def votes_told(item: AssessedIssue, names: Mapping[str, str]) -> list[RenderableType]:
    """What could replace the status quo on one issue, by agreement and by each bloc that has members here."""
    scale = item.forecast.asked.scale
    width = scale.high - scale.low

    def name(party: str) -> str:
        return party_in_sentence(names[party])

    rows: list[tuple[str, str]] = []
    for vote in told_votes(item.forecast.votes):
        if isinstance(vote, NoVote):
            words = no_vote_words(vote)
        else:
            words = vote_words(vote, scale, name, lambda place: number(place, width))
        rows.append((names[vote.decider] if vote.decider else "agreement", capital(words)))
    if not rows:
        return []
    told = ["", note("What could replace today's state here?"), "", facts(rows)]
    return [*told, note(capital(f"{ONE_SCALE}."))] if item.forecast.asked.reversion is not None else told


def power_told(found: ForecastAssessment, names: Mapping[str, str]) -> list[RenderableType]:
    """For each bloc with a rule, what a member's vote is worth in it; in words where all are worth the same."""
    told: list[RenderableType] = []
    for bloc in found.found.blocs:
        who = party_in_sentence(names[bloc.party])
        if isinstance(bloc, NoRule):
            told.append(note(capital(f"{who}: what a vote is worth in it is not known: {bloc.reason}.")))
            continue
        (quota,) = bloc.rule.quotas
        if len(set(bloc.banzhaf.normalised)) == 1:
            equal = f"each of its {len(bloc.rule.voters)} members decides as often as any other"
            told.append(note(capital(f"{who}: {equal}.")))
        else:
            told += _power(bloc, names)
            told.append(note(f"{quota.quota} of {sum(quota.weights)} votes are needed."))
    return [heading("What a vote is worth"), *told] if told else []


def _power(bloc: BlocPower, names: Mapping[str, str]) -> list[RenderableType]:
    columns = ("votes", "share of votes", "Shapley–Shubik", "Banzhaf")
    made = table(names[bloc.party], *columns, numbers=columns)
    (quota,) = bloc.rule.quotas
    rows = zip(bloc.rule.voters, quota.weights, bloc.shapley_shubik.index, bloc.banzhaf.normalised, strict=True)
    for voter, votes, shapley, banzhaf in rows:
        shares = (votes / sum(quota.weights), float(shapley), float(banzhaf))
        shown = (percent(share).replace("\u00a0", " ") for share in shares)
        made.add_row(cell(names[voter]), str(votes), *shown)
    return [WholeWords(made)]
