"""Items as entries of the case: the words of a report in the fields of the case file."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from typing import Any

from detente.case.model.case import Case
from detente.evidence.items import ConditionalOffer, EventMention, Passage, ProposalMention, SlotValue, Statement, Voice
from detente.evidence.review.proposed import Item
from detente.evidence.values import Actor, Days, Members, Order, Place, Quantity, Role, Strength, Value, Words
from detente.foundation.ids import is_id

OUTLET = "the report itself"
"""The source of what a report asserts without naming anybody."""

_OFFER_ACTS = {"offer": "offer", "demand": "demand", "threat": "threaten", "report": "report"}


def entry_of(item: Item, case: Case) -> dict[str, Any]:
    """The item as the case would hold it, without an id; fields that say nothing are left out."""
    if isinstance(item, Statement):
        return statement_entry(item)
    if isinstance(item, ConditionalOffer):
        return offer_entry(item, case)
    if isinstance(item, EventMention):
        return event_entry(item)
    return proposal_entry(item)


def with_edits(entry: Mapping[str, Any], edited: Mapping[str, Any]) -> dict[str, Any]:
    """The entry with a person's edits; None takes a field out."""
    changed = {**entry, **edited}
    return {key: value for key, value in changed.items() if value not in (None, "", (), [])}


def statement_entry(item: Statement) -> dict[str, Any]:
    """A statement's fields; `negated` becomes a note, because the case has no field for it."""
    entry: dict[str, Any] = {
        "report": item.passage.report,
        "span": [item.passage.start, item.passage.end],
        "quote": item.passage.quote,
        "source": _name(item.chain[-1]) if item.chain else OUTLET,
        "via": [_name(voice) for voice in item.chain[:-1]],
        "act": item.act,
        "to": list(dict.fromkeys(voice.party for voice in item.addressees if voice.party)),
        "about": item.about,
        "if": item.if_,
        "proposal": item.proposal,
        "on": day_text(item.on),
        "note": "denied: the report says that this was not so" if item.negated else None,
    }
    return with_edits(entry, {})


def offer_as_statement(item: ConditionalOffer) -> dict[str, Any]:
    """The statement that an offer's own passage makes, for the offer to rest on."""
    entry = {
        "report": item.passage.report,
        "span": [item.passage.start, item.passage.end],
        "quote": item.passage.quote,
        "source": _name(item.chain[-1]) if item.chain else OUTLET,
        "via": [_name(voice) for voice in item.chain[:-1]],
        "act": _OFFER_ACTS[item.act],
        "about": item.about,
        "if": item.if_,
    }
    return with_edits(entry, {})


def offer_entry(item: ConditionalOffer, case: Case) -> dict[str, Any]:
    """An offer's fields, as far as its words are mapped onto issues; a person's offer is that of its party."""
    by = item.chain[-1].party if item.chain else None
    party = next((party for party in case.parties if party.id == by), None)
    if party is not None and party.kind == "person" and len(party.for_) == 1:
        by = party.for_[0]
    return with_edits({"by": by, "gives": item.about, "if": item.if_}, {})


def event_entry(item: EventMention) -> dict[str, Any]:
    """An event's fields: each slot with the words of the report, where they stand, and who said so."""
    slots: dict[str, Any] = {}
    for slot in item.slots:
        if is_id(slot.slot):
            slots.setdefault(slot.slot, []).append(_reported(slot))
    days = [slot.value for slot in item.slots if isinstance(slot.value, Days)]
    entry = {"kind": item.kind, "on": day_text(days[0]) if len(days) == 1 else None, "slots": slots}
    return {key: value for key, value in entry.items() if value is not None}


def _reported(slot: SlotValue) -> dict[str, Any]:
    entry = {
        "value": " ".join(slot.passage.quote.split()),
        "report": slot.passage.report,
        "span": [slot.passage.start, slot.passage.end],
        "source": _name(slot.chain[-1]) if slot.chain else None,
    }
    return with_edits(entry, {})


def proposal_entry(item: ProposalMention) -> dict[str, Any]:
    """A proposal's fields, from what the report says of it."""
    by: list[str] = []
    on = status = None
    for slot in item.slots:
        if slot.slot == "author" and isinstance(slot.value, Actor | Members):
            by += [actor.party for actor in actors(slot.value) if actor.party]
        elif slot.slot == "on" and isinstance(slot.value, Days):
            on = on or day_text(slot.value)
        elif slot.slot == "status":
            status = status or " ".join(slot.passage.quote.split())
    return with_edits({"title": item.name, "by": list(dict.fromkeys(by)), "on": on, "status": status}, {})


def actors(value: Value) -> Sequence[Actor]:
    """The actors that a value names."""
    if isinstance(value, Actor):
        return (value,)
    if isinstance(value, Role):
        return (value.actor,)
    return value.actors if isinstance(value, Members) else ()


def in_words(value: Value) -> str:
    """A value as a table shows it.

    >>> in_words(Quantity(5, "hour", ">")), in_words(Place("Bern", ("Switzerland",)))
    ('> 5 hour', 'Bern')
    """
    match value:
        case Place(name, _) | Actor(name, _, _):
            return name
        case Quantity(number, unit, relation):
            return f"{'' if relation == '=' else relation + ' '}{number:g} {unit}"
        case Days():
            return day_text(value) or f"{value.first or '…'} to {value.last or '…'}"
        case Members(found, is_open):
            return ", ".join(actor.name for actor in found) + (" and others" if is_open else "")
        case Order(relation, event, _):
            return f"{relation} {event}"
        case Role(_, words, _, _, _) | Strength(words, _) | Words(words):
            return words


def day_text(days: Days | None) -> str | None:
    """A day, month or year as the case writes it, or None where the days are no such thing.

    >>> from datetime import date
    >>> day_text(Days(date(2025, 2, 1), date(2025, 2, 28))), day_text(Days(date(2025, 2, 1), None))
    ('2025-02', None)
    """
    if days is None or days.first is None or days.last is None:
        return None
    first, last = days.first, days.last
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04d}"
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    return None


def _name(voice: Voice) -> str:
    return voice.party or " ".join(voice.name.split()) or OUTLET


def overlaps(passage: Passage, report: str, span: Sequence[int]) -> bool:
    """Whether the passage and the span share most of what either covers."""
    both = min(passage.end, span[1]) - max(passage.start, span[0])
    either = max(passage.end, span[1]) - min(passage.start, span[0])
    return passage.report == report and both > 0 and 2 * both >= either
