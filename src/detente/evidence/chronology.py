"""The record in time: who stood where on which day, and what moved since, with the statements it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.foundation.conditions import Condition, Holds, atoms, parse
from detente.foundation.errors import ConditionError, OutOfDomain

if TYPE_CHECKING:
    from detente.evidence.items import Extraction
    from detente.evidence.items import Statement as FoundStatement
    from detente.evidence.values import Days

Direction = Literal["for", "against", "offers", "asks", "threatens"]
MomentKind = Literal["event", "statement", "offer", "proposal", "position", "report"]
Change = Literal["first heard", "turned round", "changed", "goes on"]

DIRECTIONS: Mapping[str, Direction] = {
    "demand": "for", "support": "for", "accept": "for", "propose": "for", "promise": "offers", "concede": "offers",
    "offer": "offers", "oppose": "against", "reject": "against", "threaten": "threatens",
}  # fmt: skip
"""Which way an act points on what it is about; other acts, such as `say` and `report`, take no position."""

_SIDES: Mapping[Direction, int] = {"for": 1, "offers": 1, "asks": 1, "against": -1, "threatens": 0}


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a party stands on one issue at one time, and what that rests on.

    `about` is a condition over the case's issues; `if_` is what the party attaches to it. `on` is the day, month or
    year of the words, or of the report that carries them; `dated_by_report` says that it is the latter. `speaker` is
    who spoke for the party, where that is somebody else.
    """

    party: str
    issue: str
    direction: Direction
    about: str
    if_: str | None
    on: str | None
    dated_by_report: bool
    kind: Literal["statement", "offer", "position"]
    id: str
    because: tuple[str, ...]
    speaker: str | None = None

    @property
    def substance(self) -> tuple[str, str, str | None]:
        """What makes two stances the same, whenever they were taken."""
        return self.direction, self.about, self.if_


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: when, what, and the statements it rests on."""

    on: str | None
    kind: MomentKind
    id: str
    what: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """What a party said on an issue since a day, beside the last that it said before.

    `turned round`: it now opposes what it was for, or the other way about; `changed`: other words or another
    condition; `first heard`: nothing is known from before; `goes on`: the same as before.
    """

    party: str
    issue: str
    change: Change
    before: tuple[Stance, ...]
    since: tuple[Stance, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """The statements that this rests on."""
        return tuple(dict.fromkeys(name for stance in (*self.before, *self.since) for name in stance.because))


def stances(case: Case) -> tuple[Stance, ...]:
    """Where each party stands on each issue, from statements, offers and positions; dated ones first, by their day."""
    found = [*_of_statements(case), *_of_offers(case), *_of_positions(case)]
    return tuple(sorted(found, key=lambda stance: _when(stance.on)))


def stances_of_extractions(
    extractions: Iterable[Extraction], case: Case, *, published: Mapping[str, str | None]
) -> tuple[Stance, ...]:
    """The same from what was found in reports and is mapped onto the case; `published` dates the reports."""
    found: list[Stance] = []
    for extraction in extractions:
        for item in extraction.statements:
            on = _text(item.on)
            day = on or published.get(extraction.report)
            found += _found_stances(item, case, day, by_report=on is None and day is not None)
    return tuple(sorted(found, key=lambda stance: _when(stance.on)))


def timeline(case: Case) -> tuple[Moment, ...]:
    """Everything in the record that has a day, in order; what has none comes last, in the order of the record."""
    published = {report.id: report.published for report in case.reports}
    found = [Moment(report.published, "report", report.id, report.title or report.outlet) for report in case.reports]
    found += [Moment(event.on, "event", event.id, str(event.title or event.kind)) for event in case.events]
    for said in case.statements:
        words = str(said.gist or said.quote or said.act)
        found.append(Moment(said.on or published.get(said.report), "statement", said.id, words, (said.id,)))
    found += [
        Moment(offer.on, "offer", offer.id, f"{offer.gives}, if {offer.if_}", offer.because) for offer in case.offers
    ]
    found += [
        Moment(proposal.on, "proposal", proposal.id, str(proposal.title or proposal.id), proposal.because)
        for proposal in case.proposals
    ]
    found += [
        Moment(
            position.on, "position", f"{position.party}-{position.issue}", _favoured(position.option), position.because
        )
        for position in case.positions
    ]
    return tuple(sorted(found, key=lambda moment: _when(moment.on)))


def moved_since(case: Case, day: str, *, known: Iterable[Stance] | None = None) -> tuple[Movement, ...]:
    """What each party said on each issue on or after the day, against the last that it said before it.

    In the order of the case's parties and issues. `day` may be a day, a month or a year; raises OutOfDomain for
    anything else. A stance whose date covers the day on both sides (a month around it) counts as before, because
    nothing shows that it came later; one without a date is left out.
    """
    start = _start(day)
    of_pair: dict[tuple[str, str], list[Stance]] = {}
    for stance in stances(case) if known is None else known:
        if stance.on is not None:
            of_pair.setdefault((stance.party, stance.issue), []).append(stance)
    found: list[Movement] = []
    for party in case.parties:
        for issue in case.issues:
            movement = _movement(party.id, issue.id, of_pair.get((party.id, issue.id), []), start)
            if movement is not None:
                found.append(movement)
    return tuple(found)


def undated(known: Iterable[Stance]) -> tuple[Stance, ...]:
    """The stances that no date is known of, so that nothing can be said on when they were taken."""
    return tuple(stance for stance in known if stance.on is None)


def _start(day: str) -> date:
    try:
        return first_day(day)
    except ValueError:
        raise OutOfDomain(f"'{day}' is no date: write 2025-12-14, 2025-12 or 2025") from None


def _movement(party: str, issue: str, known: list[Stance], start: date) -> Movement | None:
    since = tuple(stance for stance in known if first_day(stance.on or "") >= start)
    if not since:
        return None
    earlier = [stance for stance in known if first_day(stance.on or "") < start]
    latest = max((last_day(stance.on or "") for stance in earlier), default=None)
    before = tuple(stance for stance in earlier if last_day(stance.on or "") == latest)
    return Movement(party, issue, _change(before, since), before, since)


def _change(before: tuple[Stance, ...], since: tuple[Stance, ...]) -> Change:
    if not before:
        return "first heard"
    sides = {stance.about: _SIDES[stance.direction] for stance in before}
    if any(sides.get(stance.about, 0) * _SIDES[stance.direction] < 0 for stance in since):
        return "turned round"
    substance = {stance.substance for stance in before}
    return "goes on" if {stance.substance for stance in since} <= substance else "changed"


def _when(on: str | None) -> tuple[bool, date, date]:
    return (True, date.max, date.max) if on is None else (False, first_day(on), last_day(on))


def _issues_in(condition: Condition, case: Case) -> tuple[str, ...]:
    named = [atom.action.id if isinstance(atom, Holds) else atom.issue.id for atom in atoms(condition)]
    known = {issue.id for issue in case.issues}
    return tuple(dict.fromkeys(name for name in named if name in known))


def _speaks_for(source: str, case: Case) -> tuple[tuple[str, str | None], ...]:
    """The parties whose stance a source's words are: the source itself, or those for whom a person speaks."""
    party = next((party for party in case.parties if party.id == source), None)
    if party is None:
        return ()
    if party.kind == "person" and party.for_:
        own = {found.id: found for found in case.parties}
        return tuple(
            (name, source) for principal in party.for_ for name in _principals(principal, own, frozenset((source,)))
        )
    return ((party.id, None),)


def _principals(name: str, parties: Mapping[str, object], seen: frozenset[str]) -> Iterator[str]:
    """For whom somebody speaks in the end: an aide for the president for the state."""
    party = parties.get(name)
    above = getattr(party, "for_", ()) if getattr(party, "kind", None) == "person" else ()
    if not above or name in seen:
        yield name
        return
    for principal in above:
        yield from _principals(principal, parties, seen | {name})


def _of_statements(case: Case) -> Iterator[Stance]:
    published = {report.id: report.published for report in case.reports}
    for said in case.statements:
        if said.about is None or said.act not in DIRECTIONS:
            continue
        on = said.on or published.get(said.report)
        for party, speaker in _speaks_for(said.source, case):
            for issue in _issues_in(said.about, case):
                yield Stance(
                    party, issue, DIRECTIONS[said.act], str(said.about), str(said.if_) if said.if_ else None, on,
                    said.on is None and on is not None, "statement", said.id, (said.id,), speaker,
                )  # fmt: skip


def _of_offers(case: Case) -> Iterator[Stance]:
    for offer in case.offers:
        base = Stance(
            offer.by, "", "offers", str(offer.gives), str(offer.if_), offer.on, False, "offer", offer.id, offer.because
        )
        for issue in _issues_in(offer.gives, case):
            yield replace(base, issue=issue)
        for issue in _issues_in(offer.if_, case):
            yield replace(base, issue=issue, direction="asks", about=str(offer.if_), if_=None)


def _of_positions(case: Case) -> Iterator[Stance]:
    for position in case.positions:
        yield Stance(
            position.party, position.issue, "for", f"{position.issue} = {_favoured(position.option)}", None,
            position.on, False, "position", f"{position.party}-{position.issue}", position.because,
        )  # fmt: skip


def _found_stances(item: FoundStatement, case: Case, on: str | None, *, by_report: bool) -> Iterator[Stance]:
    if not item.about or item.act not in DIRECTIONS or item.negated or not item.chain or not item.chain[-1].party:
        return
    try:
        about = parse(item.about)
    except ConditionError:
        return
    for party, speaker in _speaks_for(item.chain[-1].party, case):
        for issue in _issues_in(about, case):
            yield Stance(
                party, issue, DIRECTIONS[item.act], str(about), item.if_, on, by_report, "statement", item.id,
                (item.id,), speaker,
            )  # fmt: skip


def _text(days: Days | None) -> str | None:
    """The days as one date, at the precision that holds them all."""
    if days is None or days.first is None or days.last is None:
        return None
    if days.first == days.last:
        return days.first.isoformat()
    same_year = days.first.year == days.last.year
    if same_year and days.first.month == days.last.month:
        return f"{days.first.year:04d}-{days.first.month:02d}"
    return f"{days.first.year:04d}" if same_year else None


def _favoured(option: object) -> str:
    if isinstance(option, tuple):
        return "{" + ", ".join(str(part) for part in option) + "}"
    return str(option)
