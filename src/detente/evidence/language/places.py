"""Places: what lies in what, from a built-in gazetteer and from the case.

The gazetteer holds names as data and takes no side: a disputed place has no state as its container, and what it
lies in is then unknown, unless the case says otherwise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from detente.evidence.language.phrases import PhraseTable, texts, word_set
from detente.evidence.values import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from detente.case.model.case import Case

PlaceRelation = Literal["same", "contains", "within", "apart", "unknown"]
PlaceKind = Literal["state", "territory", "region", "city", "area", "continent"]

_NAMED_AFTER_PLACES = word_set(
    "accord accords agreement agreements charter convention conventions declaration format memorandum pact "
    "principles process protocol protocols treaty wall"
)
_OTHER_CAPITAL = word_set(
    "market markets flight controls gains punishment investment goods stock inflows outflows spending"
)
_DAY_NAMES = word_set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_MAY_STAND_BEFORE = _DAY_NAMES | word_set(
    "January February March April May June July August September October November December The In At On From To By "
    "Near Central Downtown Greater Inner Northern Southern Eastern Western Upper Lower North South East West And But "
    "As While When Since For With After Before Outside Both Neither Either Although If That This Then Now Yet Not"
)


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A line of the gazetteer."""

    name: str
    kind: PlaceKind
    code: str = ""
    capitals: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""


def _entries(field: str) -> tuple[str, ...]:
    return tuple(entry for entry in field.split(";") if entry)


@lru_cache(maxsize=1)
def known_places() -> tuple[KnownPlace, ...]:
    """The built-in gazetteer."""
    text = files("detente.evidence.language").joinpath("data/places.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        KnownPlace(
            row["name"],
            row["kind"],  # type: ignore[arg-type]
            row["code"],
            _entries(row["capital"]),
            _entries(row["within"]),
            _entries(row["adjectives"]),
            _entries(row["aliases"]),
            row["note"],
        )
        for row in rows
    )


class Gazetteer:
    """Places by name, and what contains them."""

    def __init__(self, places: Iterable[KnownPlace], names: Mapping[str, str] | None = None) -> None:
        """`names`: a spelling or other name → the name to use."""
        self._places: dict[str, KnownPlace] = {}
        for place in places:
            self._places.setdefault(place.name, place)
        aliases: list[tuple[str, str]] = [(name, name) for name in self._places]
        aliases += [(alias, place.name) for place in self._places.values() for alias in place.aliases]
        self._shown: dict[str, str] = {}
        known = PhraseTable(aliases)
        for spelling, use in (names or {}).items():
            canonical = known.get(spelling) or known.get(use)
            if canonical is not None:
                self._shown[canonical] = use
                aliases += [(spelling, canonical), (use, canonical)]
        values = {name: self._value(name) for name in self._places}
        self._table = PhraseTable((alias, (values[name], self._places[name])) for alias, name in aliases)

    def _value(self, name: str) -> Place:
        found: list[str] = []
        level = list(self._places[name].within)
        while level:
            found += [container for container in level if container not in found]
            level = [up for container in level if container in self._places for up in self._places[container].within]
            level = [up for up in level if up not in found]
        shown = self._shown
        return Place(shown.get(name, name), tuple(shown.get(container, container) for container in found))

    @classmethod
    def of_case(cls, case: Case) -> Gazetteer:
        """The built-in places under the names that the case uses, and the names of its states."""
        names: dict[str, str] = {}
        by_code = {place.code: place.name for place in known_places() if place.code}
        for party in case.parties:
            state = by_code.get(party.country or "")
            if party.kind == "state" and state is not None:
                names[state] = next(iter(party.name.texts.values()))
        for name in case.names:
            names.update(dict.fromkeys(name.instead_of, name.use))
        return cls(known_places(), names)

    def known(self, name: str) -> KnownPlace | None:
        """The line of a place, whatever name it goes by."""
        match = self._table.get(name.removeprefix("the "))
        return None if match is None else match[1]

    def place(self, name: str) -> Place:
        """A place by name; one that the gazetteer does not know lies nowhere known."""
        match = self._table.get(name.removeprefix("the "))
        return Place(name) if match is None else match[0]

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Place]]:
        """The places named in the words."""
        named = [
            (start, end, place)
            for start, end, (place, line) in self._table.find(words)
            if not _part_of_a_name(words, start, end, line)
        ]
        return self._with_capitals(words, named) if "capital" in words else named

    def _with_capitals(
        self, words: Sequence[str], named: Sequence[tuple[int, int, Place]]
    ) -> list[tuple[int, int, Place]]:
        """`the capital of Kenya` and `the Kenyan capital` are Nairobi, not Kenya."""
        found = {start: (start, end, place) for start, end, place in named}
        for at in [at for at, word in enumerate(words) if word == "capital"]:
            end, state = at + 1, None
            if at + 1 < len(words) and words[at + 1] == "of":
                first = at + 3 if at + 2 < len(words) and words[at + 2] in {"the", "The"} else at + 2
                if first in found:
                    _, end, state = found.pop(first)
                start = at
            else:
                name = _states_by_adjective().get(words[at - 1].lower()) if at else None
                state = self.place(name) if name is not None and _ends_here(words, at) else None
                start = at - 1
            capital = self._capital(state) if state is not None else None
            if capital is not None:
                start -= start > 0 and words[start - 1].lower() == "the"
                found[start] = (start, end, capital)
        return [found[start] for start in sorted(found)]

    def _capital(self, state: Place) -> Place | None:
        line = self.known(state.name)
        return self.place(line.capitals[0]) if line is not None and line.capitals else None

    def relation(self, a: Place, b: Place) -> PlaceRelation:
        """How place a lies to place b; `unknown` where nothing tells them apart."""
        if self._canonical(a) == self._canonical(b):
            return "same"
        if self._lies_in(a, b):
            return "within"
        if self._lies_in(b, a):
            return "contains"
        return "unknown" if self._may_overlap(a, b) else "apart"

    def _canonical(self, place: Place) -> str:
        known = self.known(place.name)
        return place.name.casefold() if known is None else known.name

    def _lies_in(self, inner: Place, outer: Place) -> bool:
        name = self._canonical(outer)
        containers = (*inner.within, *self.place(inner.name).within)
        return any(self._canonical(Place(container)) == name for container in containers)

    def _may_overlap(self, a: Place, b: Place) -> bool:
        one, two = self.known(a.name), self.known(b.name)
        if one is None or two is None:
            return not (a.within and b.within) or bool(set(a.within) & set(b.within))
        kinds = {one.kind, two.kind}
        if one.kind == two.kind and one.kind in {"city", "state", "continent"}:
            return False
        if "area" in kinds:
            return True
        if "state" in kinds and (self._disputed(one) or self._disputed(two)):
            return bool({*self.place(a.name).within} & {*self.place(b.name).within})
        return False

    def _disputed(self, place: KnownPlace) -> bool:
        containers = [self._places[name] for name in self.place(place.name).within if name in self._places]
        return any("disputed" in line.note for line in (place, *containers) if line.kind != "state")


def _part_of_a_name(words: Sequence[str], start: int, end: int, line: KnownPlace) -> bool:
    """`Jack London` is a person, `the Minsk agreements` are a text."""
    if end < len(words) and words[end].lower() in _NAMED_AFTER_PLACES:
        return True
    if end - start > 1 or start == 0 or line.kind not in {"city", "state", "region"}:
        return False
    before = words[start - 1]
    return (
        before[:1].isupper()
        and len(before) > 1
        and before.isalpha()
        and not before.isupper()
        and before not in _MAY_STAND_BEFORE
        and before not in _first_words(words)
        and before.lower() not in _adjectives()
    )


def _first_words(words: Sequence[str]) -> tuple[str, ...]:
    return (words[0],) if len(words) < 2 or not words[1][:1].isupper() else ()


def _ends_here(words: Sequence[str], at: int) -> bool:
    """Whether `capital` is the city: not `Kenyan capital markets`."""
    return at + 1 >= len(words) or words[at + 1].lower() not in _OTHER_CAPITAL


@lru_cache(maxsize=1)
def _states_by_adjective() -> dict[str, str]:
    return {
        adjective.lower(): place.name
        for place in known_places()
        if place.kind == "state"
        for adjective in place.adjectives
    }


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    return frozenset(adjective.lower() for place in known_places() for adjective in place.adjectives)


@lru_cache(maxsize=1)
def general_gazetteer() -> Gazetteer:
    """The built-in places under their built-in names."""
    return Gazetteer(known_places())


def find_places(words: Sequence[str] | Doc | Span, gazetteer: Gazetteer | None = None) -> list[tuple[int, int, Place]]:
    """The places named, as [first, end) of the words.

    >>> find_places("They met in Berlin , not in Brussels .".split())
    [(3, 4, Place(name='Berlin', within=('Germany', 'Europe', 'Western Europe'))),
     (7, 8, Place(name='Brussels', within=('Belgium', 'Europe', 'Western Europe')))]
    """
    return (gazetteer or general_gazetteer()).find(texts(words))


def place_relation(a: Place, b: Place, gazetteer: Gazetteer | None = None) -> PlaceRelation:
    """How place a lies to place b: the same, containing it, within it, apart from it; or nothing known tells.

    >>> place_relation(Place("Berlin"), Place("Germany"))
    'within'
    >>> place_relation(Place("Berlin"), Place("Brussels"))
    'apart'
    """
    return (gazetteer or general_gazetteer()).relation(a, b)
