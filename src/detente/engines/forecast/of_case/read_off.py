"""Where a party stands on an issue on which the case states no position: by what it says, offers, and values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from detente.case.live_offers import live_offers
from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.issue import Answer, Issue
from detente.case.model.judgement import Judgement
from detente.case.model.proposal import Position
from detente.case.worth import issue_values
from detente.foundation.conditions import And, Compare, Condition, Is, OneOf

PlaceFrom = Literal["position", "statement", "offer", "preference"]
"""What a party's place rests on."""

CLAIMS = ("demand", "propose", "support")
"""The acts by which a source says what it wants."""


@dataclass(frozen=True, slots=True)
class ReadOff:
    """A position that nobody wrote down, and what it was read off.

    influence_on: the issue on which the case states the influence that is used here.
    """

    position: Position
    place_from: PlaceFrom
    influence_on: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Why a party's place cannot be read off; no reason where nothing ties it to the issue."""

    reason: str = ""


def read_off(case: Case, party: str, issue: Issue, until: str | None) -> ReadOff | Unsaid:
    """The latest dated claim or live offer of a party that names one answer, else the answer that it values most.

    A claim is a statement by the party itself that demands, proposes or supports something; of an offer counts what it
    asks for. What names two answers, or none, says nothing here. Influence is that of the party's latest position on
    another issue.
    """
    dated = [*_claims(case, party, issue, until), *_asked_for(case, party, issue)]
    if dated:
        _, place_from, answer, on, because = max(dated, key=lambda item: item[0])
    else:
        valued = _valued_most(case, party, issue)
        if isinstance(valued, Unsaid):
            return valued
        place_from, answer, on, because = "preference", valued, None, ()
    influence = _influence(case, party, until)
    if influence is None:
        return Unsaid("the case does not say how much it can do, on this issue or on another")
    elsewhere, how_much = influence
    position = Position(party=party, issue=issue.id, option=answer, on=on, influence=how_much, because=because)
    return ReadOff(position, place_from, elsewhere)


_Dated = tuple[date, PlaceFrom, Answer, str | None, tuple[str, ...]]


def _claims(case: Case, party: str, issue: Issue, until: str | None) -> list[_Dated]:
    published = {report.id: report.published for report in case.reports}
    found: list[_Dated] = []
    for statement in case.statements:
        answer = None if statement.about is None else pinned(statement.about, issue)
        if statement.source != party or statement.act not in CLAIMS or answer is None:
            continue
        on = statement.on or published.get(statement.report)
        if _known_by(on, until):
            found.append((_day(on), "statement", answer, on, (statement.id,)))
    return found


def _asked_for(case: Case, party: str, issue: Issue) -> list[_Dated]:
    found: list[_Dated] = []
    for offer in live_offers(case):
        answer = pinned(offer.if_, issue)
        if offer.by == party and answer is not None:
            found.append((_day(offer.on), "offer", answer, offer.on, offer.because))
    return found


def _valued_most(case: Case, party: str, issue: Issue) -> Answer | Unsaid:
    preference = case.preferences.get(party)
    values = None if preference is None else preference.values.get(issue.id)
    if values is None:
        return Unsaid()
    worth = issue_values(issue, values)
    best = [code for code, value in enumerate(worth) if value == max(worth)]
    if len(best) > 1:
        return Unsaid("it values several answers alike, and says none of them")
    return issue.names[best[0]] if issue.kind == "choice" else issue.numbers[best[0]]


def pinned(condition: Condition, issue: Issue) -> Answer | None:
    """The one answer to an issue that a condition names; None where it leaves more than one.

    >>> from detente.case.model.issue import Issue
    >>> from detente.foundation.conditions import parse
    >>> term = Issue.model_validate(
    ...     {"id": "term", "question": "Years?", "kind": "number", "from": 0, "to": 50, "step": 5, "units": "years"})
    >>> [str(pinned(parse(text), term)) for text in ("term = 20", "bid = dropped and term = 5", "term >= 20")]
    ['20', '5', 'None']
    """
    match condition:
        case Is(name, option, negated) if name.id == issue.id and not negated:
            return option.id
        case OneOf(name, (only,)) if name.id == issue.id:
            return only.id
        case Compare(name, operator, number) if name.id == issue.id and operator == "=":
            return Fraction(number)
        case And(parts):
            answers = {answer for part in parts if (answer := pinned(part, issue)) is not None}
            return answers.pop() if len(answers) == 1 else None
        case _:
            return None


def _influence(case: Case, party: str, until: str | None) -> tuple[str, Judgement] | None:
    """The issue of the party's latest position with an influence, and that influence."""
    known = [p for p in case.positions if p.party == party and p.influence is not None and _known_by(p.on, until)]
    if not known:
        return None
    latest = max(known, key=lambda p: _day(p.on))
    return None if latest.influence is None else (latest.issue, latest.influence)


def _known_by(on: str | None, until: str | None) -> bool:
    return on is None or until is None or first_day(on) <= last_day(until)


def _day(on: str | None) -> date:
    return date.min if on is None else first_day(on)
