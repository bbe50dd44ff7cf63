"""Slot values in words for people, and by their fields for programs."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from detente.evidence.values import Actor, Days, Members, Order, Place, Quantity, Role, Strength, Value, Words

ValueType = Literal["place", "days", "quantity", "actor", "role", "members", "strength", "order", "words"]
_RELATIONS = {"=": "", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "~": "about "}


def in_words(value: Value) -> str:
    """A value for people.

    >>> in_words(Quantity(5, "hour", ">")), in_words(Days(date(2025, 12, 14), date(2025, 12, 14)))
    ('more than 5 hours', '2025-12-14')
    """
    match value:
        case Place():
            return value.name
        case Days():
            return _days(value)
        case Quantity():
            return f"{_RELATIONS[value.relation]}{value.number:g} {value.unit}{'' if value.number == 1 else 's'}"
        case Actor():
            return value.name
        case Members():
            return ", ".join(actor.name for actor in value.actors) + (" and others" if value.open else "")
        case Order():
            return f"{value.event}: {value.relation} {value.anchor}"
        case Role() | Strength() | Words():
            return value.words


def _days(days: Days) -> str:
    if days.first is None and days.last is None:
        return "a day not known"
    if days.first == days.last:
        return days.first.isoformat() if days.first else ""
    first, last = (day.isoformat() if day else "…" for day in (days.first, days.last))
    return f"{first} to {last}"


def typed(value: Value) -> tuple[ValueType, dict[str, Any]]:
    """A value's type and its fields, ready for JSON."""
    match value:
        case Place():
            return "place", {"name": value.name, "within": list(value.within)}
        case Days():
            return "days", {"first": _iso(value.first), "last": _iso(value.last)}
        case Quantity():
            return "quantity", {"number": value.number, "unit": value.unit, "relation": value.relation}
        case Actor():
            return "actor", _actor(value)
        case Role():
            fields = {"words": value.words, "office": value.office, "of": value.of, "former": value.former}
            return "role", {"actor": _actor(value.actor), **fields}
        case Members():
            return "members", {"actors": [_actor(actor) for actor in value.actors], "open": value.open}
        case Strength():
            return "strength", {"words": value.words, "rank": value.rank}
        case Order():
            return "order", {"relation": value.relation, "event": value.event, "anchor": value.anchor}
        case Words():
            return "words", {"words": value.words}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _actor(actor: Actor) -> dict[str, Any]:
    return {"name": actor.name, "party": actor.party, "for_party": actor.for_party}
