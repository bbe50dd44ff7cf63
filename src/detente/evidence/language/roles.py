"""Roles: titles and offices, what one says of another, and who held an office when."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Protocol

from detente.evidence.language.phrases import PhraseTable, pieces, word_set
from detente.evidence.values import Actor, Role

OfficeRelation = Literal["same", "broader", "narrower", "other"]

_FORMER = frozenset({"former", "ex", "onetime", "erstwhile", "ousted", "deposed", "retired", "late", "formerly"})
_HONORIFICS = word_set("mr mr. mrs mrs. ms ms. miss sir dame lord lady madam dr dr. his her excellency hon")
_RANKS = word_set("chief top senior acting deputy lead head special interim assistant vice then outgoing new")


_HEADED = re.compile(
    r"\b(?:head|leader|chief) of (?:the |its |their |his |her )?(?:[\w\u2019' -]+ )?(government|state|delegation)\b",
    re.IGNORECASE,
)
_HEADS = {"government": "head of government", "state": "head of state", "delegation": "chief negotiator"}


class FindsActors(Protocol):
    """What finds the actors named in words, adjectives too: a table of actors."""

    def find(self, words: Sequence[str], *, adjectives: bool = False) -> list[tuple[int, int, Actor]]:
        """The actors named, as [first, end) of the words."""
        ...


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """Who held an office from when until when, and the source of that; the case supplies it.

    `first` and `last` are days, months or years (`2025-01-21`, `2025-01`, `2025`); a missing one is open.
    """

    actor: str
    office: str
    first: str | None = None
    last: str | None = None
    source: str = ""

    def held(self, on: date) -> bool:
        """Whether the office was held on a day."""
        day = on.isoformat()
        begun = self.first is None or self.first <= day[: len(self.first)]
        return begun and (self.last is None or day[: len(self.last)] <= self.last)


@dataclass(frozen=True, slots=True)
class _Office:
    name: str
    broader: tuple[str, ...]


@lru_cache(maxsize=1)
def _offices() -> tuple[dict[str, _Office], PhraseTable[str]]:
    text = files("detente.evidence.language").joinpath("data/offices.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    offices = {
        row["office"]: _Office(row["office"], tuple(word for word in row["broader"].split(";") if word)) for row in rows
    }
    phrases = [(row["office"], row["office"]) for row in rows]
    phrases += [(word, row["office"]) for row in rows for word in row["words"].split(";") if word]
    return offices, PhraseTable(phrases)


def office_at(words: Sequence[str], start: int) -> tuple[int, str] | None:
    """The end and the name of the office that a word begins, whatever its case."""
    return _offices()[1].at(words, start)


@lru_cache(maxsize=1)
def office_words() -> frozenset[str]:
    """Every word that begins an office, in small letters."""
    return frozenset(_offices()[1].first_words())


def is_honorific(word: str) -> bool:
    """`Mr.`, `Sir`, `Lady`."""
    return word.lower() in _HONORIFICS


def is_former(word: str) -> bool:
    """Whether a word puts an office into the past."""
    return word.lower() in _FORMER


def is_rank(word: str) -> bool:
    """Words that stand before an office and belong to it: `chief`, `deputy`, `acting`."""
    return word.lower() in _RANKS


def role_of(words: str, actor: Actor, actors: FindsActors | None = None) -> Role:
    """A description such as `former President` or `U.S. envoy`, as a role of the actor.

    >>> role_of("former Ukrainian President", Actor("A"))
    Role(actor=Actor(name='A', party=None, for_party=None), words='former Ukrainian President',
         office='president', of=None, former=True)
    """
    cut = pieces(words)
    found = offices_in(cut)
    office = max(found, key=lambda match: (match[1] - match[0], match[1])) if found else None
    of = None
    if actors is not None:
        start, end = (office[0], office[1]) if office else (len(cut), len(cut))
        named = [match for match in actors.find(cut, adjectives=True) if match[1] <= start or match[0] >= end]
        of = named[0][2].name if named else None
    former = any(is_former(word) for word in cut)
    headed = _HEADED.search(words)
    name = _HEADS[headed.group(1).lower()] if headed else office[2] if office else None
    return Role(actor, words, name, of, former)


def offices_in(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """The offices in the words, longest first at each place, without overlap."""
    found: list[tuple[int, int, str]] = []
    free = 0
    for start in range(len(words)):
        match = office_at(words, start) if start >= free else None
        if match is not None:
            found.append((start, match[0], match[1]))
            free = match[0]
    return found


@lru_cache(maxsize=256)
def _all_broader(office: str) -> frozenset[str]:
    offices = _offices()[0]
    found: set[str] = set()
    level = {office}
    while level:
        level = {up for name in level if name in offices for up in offices[name].broader} - found
        found |= level
    return frozenset(found)


def office_relation(a: str, b: str) -> OfficeRelation:
    """How office a relates to office b: `official` is broader than `envoy`.

    >>> office_relation("official", "special envoy")
    'broader'
    """
    if a == b:
        return "same"
    if a in _all_broader(b):
        return "broader"
    if b in _all_broader(a):
        return "narrower"
    return "other"


def questioned(role: Role, on: date, holders: Iterable[OfficeHolder], names: Iterable[str]) -> str | None:
    """Why a table of office-holders questions a role on a day, as a sentence; nothing where it does not.

    The table is outside knowledge: the sentence says so and names its source.
    """
    if role.office is None:
        return None
    known = {name.casefold() for name in names}
    rows = [row for row in holders if row.actor.casefold() in known]
    same = [row for row in rows if _office_named(row.office) == role.office]
    if not same:
        return None
    held = [row for row in same if row.held(on)]
    row = (held or same)[0]
    source = f" ({row.source})" if row.source else ""
    if held and role.former:
        return f"outside knowledge: by the case's table{source} {row.actor} is {row.office} on {on}, not former"
    if not held and not role.former:
        span = f"from {row.first or '…'} until {row.last or '…'}"
        return f"outside knowledge: by the case's table{source} {row.actor} is {row.office} only {span}"
    return None


def _office_named(words: str) -> str:
    return _offices()[1].get(words) or words
