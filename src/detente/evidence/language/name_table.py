"""Every name of every actor: of the parties of a case, of states with their capitals and peoples, of organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.evidence.language.organisations import known_organisations
from detente.evidence.language.phrases import word_set
from detente.evidence.language.places import KnownPlace, known_places
from detente.evidence.language.spelling import plain
from detente.evidence.values import Actor

if TYPE_CHECKING:
    from detente.case.model.case import Case
    from detente.case.model.party import Party

ActorKind = Literal[
    "state", "organisation", "institution", "agency", "bloc", "armed-group", "person", "group", "company", "party",
    "territory", "area",
]  # fmt: skip
Naming = Literal["name", "alias", "capital", "seat", "people", "adjective", "surname"]

_AMBIGUOUS_CAPITALS = frozenset({"brussels", "la paz", "victoria", "san jose", "georgetown", "kingston", "the hague"})
"""Seats of several actors, or names of other things as often: places only, unless the case lists them as alias."""

_NO_PLURAL = ("ese", "ish", "sh", "ch", "ss", "x", "z", "s")
PARTICLES_OF_SURNAMES = word_set("bin ibn ben von van de der den di da dos al el la le")


@dataclass(frozen=True, slots=True)
class Known:
    """An actor, what it is, and which of its names was used."""

    actor: Actor
    kind: ActorKind
    naming: Naming


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of an actor."""

    phrase: str
    known: Known
    rank: int
    """Smaller comes first: what the case says, then names, then what stands for a state."""


def name_of(party: Party) -> str:
    """The English name of a party, or its first."""
    texts_of = party.name.texts
    return texts_of.get("en") or next(iter(texts_of.values()))


def acts_for(party: Party, parties: Mapping[str, Party]) -> str | None:
    """Whom a person acts for in the end: the aide of a president acts for the president's state."""
    seen = {party.id}
    found: str | None = None
    while len(party.for_) == 1 and party.for_[0] not in seen:
        found = party.for_[0]
        seen.add(found)
        if found not in parties or parties[found].kind != "person":
            break
        party = parties[found]
    return found


def other_names_of(case: Case) -> dict[str, tuple[str, ...]]:
    """Every name of the case's list → the others that stand for the same."""
    groups = [(name.use, *name.instead_of) for name in case.names]
    return {spelling.lower(): group for group in groups for spelling in group}


def entries_of_party(party: Party, actor: Actor, other_names: Mapping[str, tuple[str, ...]]) -> list[Entry]:
    """The names of a party of the case; of a person also the surname."""
    name = name_of(party)
    spellings = dict.fromkeys([name, *party.name.texts.values(), *party.aliases])
    for spelling in tuple(spellings):
        spellings.update(dict.fromkeys(other_names.get(spelling.lower(), ())))
    entries = [
        Entry(
            spelling.removeprefix("the ").removeprefix("The "),
            Known(actor, party.kind, "name" if spelling == name else "alias"),
            0,
        )
        for spelling in spellings
    ]
    if party.kind == "person":
        surnames = {_surname(spelling) for spelling in spellings if len(spelling.split()) > 1}
        surnames |= {other for surname in tuple(surnames) for other in other_names.get(surname.lower(), ())}
        entries += [Entry(surname, Known(actor, "person", "surname"), 1) for surname in sorted(surnames)]
    return entries


def _surname(name: str) -> str:
    cut = name.split()
    start = len(cut) - 1
    while start > 1 and cut[start - 1].lower() in PARTICLES_OF_SURNAMES:
        start -= 1
    return " ".join(cut[start:])


def state_line(party: Party) -> KnownPlace | None:
    """The line of the gazetteer that a state of the case is, by its country code or its names."""
    if party.kind != "state":
        return None
    spellings = {plain(name) for name in (*party.name.texts.values(), *party.aliases)}
    for line in known_places():
        if line.kind not in {"state", "territory"}:
            continue
        if party.country is not None and line.code == party.country:
            return line
        if party.country is None and spellings & {plain(name) for name in (line.name, *line.aliases)}:
            return line
    return None


def entries_of_places(states: Mapping[str, Actor]) -> list[Entry]:
    """States and territories under their names, capitals and peoples, and the adjectives of all."""
    entries: list[Entry] = []
    for line in known_places():
        if line.kind not in {"state", "territory", "area", "continent"}:
            continue
        kind: ActorKind = "state" if line.kind == "state" else "territory" if line.kind == "territory" else "area"
        actor = states.get(line.name, Actor(line.name))
        rank = 2 if line.name in states else 3
        if kind != "area":
            kind = "state" if line.name in states else kind
            entries += [Entry(name, Known(actor, kind, "name"), rank) for name in (line.name, *line.aliases)]
            entries += [
                Entry(capital, Known(actor, kind, "capital"), rank + 2)
                for capital in line.capitals
                if plain(capital) not in _AMBIGUOUS_CAPITALS
            ]
            entries += [Entry(people, Known(actor, kind, "people"), rank + 2) for people in _peoples(line.adjectives)]
        entries += [Entry(word, Known(actor, kind, "adjective"), rank + 2) for word in line.adjectives]
    return entries


def _peoples(adjectives: Iterable[str]) -> list[str]:
    return [f"{word}s" for word in adjectives if not word.lower().endswith(_NO_PLURAL)]


def entries_of_organisations(states: Mapping[str, Actor]) -> list[Entry]:
    """Organisations and institutions, and seats of government as names of their states."""
    entries: list[Entry] = []
    for line in known_organisations():
        state = states.get(line.state, Actor(line.state)) if line.state else None
        kind: ActorKind
        if line.kind == "seat" and state is not None:
            known = Known(state, "state", "seat")
        else:
            kind = "institution" if line.kind == "seat" else line.kind
            for_party = (state.party or state.name) if state is not None else None
            known = Known(Actor(line.name, None, for_party), kind, "name")
        entries += [Entry(name, known, 3) for name in (line.name, *line.aliases)]
    return entries


def unambiguous(entries: Iterable[Entry]) -> list[tuple[str, Known]]:
    """One actor a phrase: the first rank decides, and a phrase that two actors of it share is left out."""
    by_phrase: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.phrase.strip():
            by_phrase.setdefault(entry.phrase.lower(), []).append(entry)
    chosen: list[tuple[str, Known]] = []
    for rivals in by_phrase.values():
        first = min(entry.rank for entry in rivals)
        best = [entry for entry in rivals if entry.rank == first]
        if len({entry.known.actor for entry in best}) == 1:
            chosen.append((best[0].phrase, best[0].known))
    return chosen
