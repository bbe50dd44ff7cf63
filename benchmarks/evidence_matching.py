"""When a found item is an annotated one: overlap of characters, names that name one actor, values in one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from benchmarks.evidence_annotations import Span, ValueNote

from detente.case.model.base import first_day, last_day
from detente.evidence.items import Passage, SlotValue, Voice
from detente.evidence.language.names import Actors
from detente.evidence.values import Days, Place, Quantity

Found = TypeVar("Found")
Wanted = TypeVar("Wanted")

HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 24 * 7}
_QUANTITY = re.compile(r"([<>~]?)([0-9.]+) ([a-z ]+)")
_LITTLE_WORDS = frozenset({"a", "an", "the", "of", "on", "for", "in", "to", "and", "her", "his", "its", "their"})


def characters(spans: Iterable[Span]) -> set[int]:
    """The places that the spans cover."""
    return {place for start, end in spans for place in range(start, end)}


def shared(one: set[int], other: set[int]) -> float:
    """Jaccard's index: what both cover, as a share of what either covers."""
    return len(one & other) / len(one | other) if one or other else 0.0


def touches(one: Span, other: Span) -> bool:
    """Whether at least half of the shorter span lies in the other."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0 and 2 * common >= min(one[1] - one[0], other[1] - other[0])


def span(passage: Passage) -> Span:
    """A passage as a span."""
    return passage.start, passage.end


def pairs(
    wanted: Sequence[Wanted], found: Sequence[Found], likeness: Callable[[Wanted, Found], float], least: float
) -> list[tuple[int, int]]:
    """One-to-one pairs of places in both lists, the most alike first, none below `least`."""
    scored = [(likeness(w, f), -i, -j) for i, w in enumerate(wanted) for j, f in enumerate(found)]
    taken: list[tuple[int, int]] = []
    for score, i, j in sorted(scored, reverse=True):
        if score >= least and all(-i != one and -j != other for one, other in taken):
            taken.append((-i, -j))
    return taken


@dataclass(frozen=True, slots=True)
class Names:
    """Which names name one actor, by the case's table and by their words."""

    actors: Actors

    def same(self, wanted: str, voice: Voice) -> bool:
        """Whether the voice is the wanted one; `A; B` wants either of those who speak together."""
        return any(self._same(one.strip(), voice) for one in wanted.split(";"))

    def _same(self, wanted: str, voice: Voice) -> bool:
        spoken = (voice.name, *((voice.passage.quote,) if voice.passage is not None else ()))
        known = self.actors.named(wanted)
        if known is not None and known.party is not None and known.party == voice.party:
            return True
        sought = _words(wanted)
        if wanted[:1].islower():
            return any(_stems(sought) & _stems(_words(words)) for words in spoken)
        given = _words(voice.name)
        return bool(given) and (given <= sought or sought <= given)

    def same_chain(self, wanted: Sequence[str], chain: Sequence[Voice]) -> bool:
        """Whether all links are the same, in order."""
        return len(wanted) == len(chain) and all(self.same(w, voice) for w, voice in zip(wanted, chain, strict=True))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w]+", name.lower())) - _LITTLE_WORDS


def _stems(words: frozenset[str]) -> set[str]:
    return {word[:5] for word in words if len(word) > 3}


def same_value(note: ValueNote, found: SlotValue) -> bool | None:
    """Whether the typed value is the annotated one; None where the type has no normal form."""
    wanted, value = note.value, found.value
    if not isinstance(wanted, str):
        return None
    if isinstance(value, Quantity):
        return _same_quantity(wanted, value)
    if isinstance(value, Days):
        days = days_of(wanted)
        return None if days is None else days == value
    if isinstance(value, Place):
        return wanted.lower() in value.name.lower() or value.name.lower() in wanted.lower()
    return None


def _same_quantity(wanted: str, value: Quantity) -> bool | None:
    match = _QUANTITY.fullmatch(wanted)
    if match is None:
        return None
    relation, number, unit = match.group(1) or "=", float(match.group(2)), match.group(3)
    hours = HOURS.get(value.unit)
    if unit in HOURS and hours is not None:
        return relation == value.relation and abs(number * HOURS[unit] - value.number * hours) < 1e-6
    return relation == value.relation and number == value.number


def days_of(written: str) -> Days | None:
    """`2031-03-08`, `2031-03`, `2031`, `2031-03-10/2031-03-16` or `../2031-03-16` as days; None for other words.

    >>> days_of("2031-03")
    Days(first=datetime.date(2031, 3, 1), last=datetime.date(2031, 3, 31))
    """
    first, slash, last = written.partition("/")
    try:
        return Days(_day(first, first_day), _day(last if slash else first, last_day))
    except ValueError:
        return None


def _day(written: str, edge: Callable[[str], date]) -> date | None:
    return None if written == ".." else edge(written)
