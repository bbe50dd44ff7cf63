"""Actors: the parties of a case, states and organisations, under all the names that reports use.

A capital or the seat of a government stands for its state, unless it houses several (Brussels): then it is a place.
What the case says comes before the built-in tables; a name that could be two actors names neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from detente.evidence.language.name_table import (
    PARTICLES_OF_SURNAMES,
    ActorKind,
    Entry,
    Known,
    acts_for,
    entries_of_organisations,
    entries_of_party,
    entries_of_places,
    name_of,
    other_names_of,
    state_line,
    unambiguous,
)
from detente.evidence.language.phrases import PhraseTable, texts, word_set
from detente.evidence.language.places import Gazetteer, general_gazetteer
from detente.evidence.language.roles import is_former, is_honorific, office_at
from detente.evidence.language.spelling import plain, same_person_name, same_word, spelled
from detente.evidence.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from detente.case.model.case import Case
    from detente.case.model.party import Party

ActorRelation = Literal["same", "speaks-for", "member", "apart", "unknown"]

_GOVERNMENTS = word_set(
    "government side delegation leadership administration authorities state regime cabinet executive team"
)
_ARTICLES = frozenset({"the", "a", "an"})
_LINKS = frozenset({"to", "of", "for", "from", "in", "and", ","})


class Actors:
    """Actors by name."""

    def __init__(
        self,
        entries: Iterable[Entry],
        parties: Mapping[str, Party] | None = None,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        self._parties = dict(parties or {})
        self._gazetteer = gazetteer
        chosen = unambiguous(entries)
        self._table: PhraseTable[Known] = PhraseTable(chosen)
        self._by_sound: dict[tuple[str, ...], Known] = {}
        self._persons: list[tuple[str, Known]] = []
        self._people: list[tuple[tuple[str, ...], Known]] = []
        for phrase, known in chosen:
            if known.naming != "adjective":
                self._by_sound.setdefault(spelled(phrase), known)
            if known.kind == "person":
                self._persons.append((phrase, known))
        self._surnames = {plain(phrase.split()[-1])[:1] for phrase, _ in self._persons}

    @classmethod
    def of_case(cls, case: Case) -> Actors:
        """The parties of a case before the states and organisations of the built-in tables."""
        parties = {party.id: party for party in case.parties}
        other_names = other_names_of(case)
        entries: list[Entry] = []
        states: dict[str, Actor] = {}
        for party in case.parties:
            actor = Actor(name_of(party), party.id, acts_for(party, parties))
            line = state_line(party)
            if line is not None:
                states[line.name] = actor
            entries += entries_of_party(party, actor, other_names)
        return cls(
            [*entries, *entries_of_places(states), *entries_of_organisations(states)], parties, Gazetteer.of_case(case)
        )

    @classmethod
    def general(cls) -> Actors:
        """States and organisations only."""
        return _general()

    @property
    def gazetteer(self) -> Gazetteer:
        """The places under the names that the case uses; the built-in ones without a case."""
        return self._gazetteer or general_gazetteer()

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of the case's parties; empty without a case."""
        return tuple(self._parties)

    def party(self, id: str) -> Actor | None:
        """A party of the case as an actor."""
        party = self._parties.get(id)
        return None if party is None else Actor(name_of(party), id, acts_for(party, self._parties))

    def members(self, id: str) -> tuple[str, ...]:
        """The members that the case names of a bloc, organisation or group."""
        party = self._parties.get(id)
        return () if party is None else party.members

    def holding(self, office: str, of: str) -> Actor | None:
        """The one person to whom the case gives an office in a party."""
        found = [
            actor
            for id, party in self._parties.items()
            if party.kind == "person"
            and office in {role.replace("-", " ") for role in party.roles}
            and (actor := self.party(id)) is not None
            and actor.for_party == of
        ]
        return found[0] if len(found) == 1 else None

    def kind(self, actor: Actor) -> ActorKind | None:
        """What an actor is, where the case or the tables say so."""
        party = self._parties.get(actor.party or "")
        if party is not None:
            return party.kind
        known = self._table.get(actor.name)
        return None if known is None else known.kind

    def named(self, words: str) -> Actor | None:
        """The actor that these words name; nothing where none or several could be meant.

        >>> Actors.general().named("the Ukrainian government")
        Actor(name='Ukraine', party=None, for_party=None)
        """
        known = self.known(words)
        return None if known is None else known.actor

    def known(self, words: str) -> Known | None:
        """The actor that these words name, with what it is and which of its names was used."""
        bare = _bare(words)
        if not bare:
            return None
        found = self._table.get(bare) or self._table.get(words) or self._government(bare)
        if found is not None:
            return found
        return self._by_sound.get(spelled(bare)) or self._person(bare)

    def find(self, words: Sequence[str] | Doc | Span, *, adjectives: bool = False) -> list[tuple[int, int, Actor]]:
        """The actors named, as [first, end) of the words; adjectives (`Russian`) name nobody unless asked for.

        >>> [actor.name for _, _, actor in Actors.general().find("Kyiv and the Russians told the U.N.".split())]
        ['Ukraine', 'Russia', 'United Nations']
        """
        found = self.find_known(words)
        return [(start, end, known.actor) for start, end, known in found if adjectives or known.naming != "adjective"]

    def find_known(self, words: Sequence[str] | Doc | Span) -> list[tuple[int, int, Known]]:
        """The same with adjectives, and with what each actor is."""
        return self._table.find(texts(words))

    def relation(self, a: Actor, b: Actor) -> ActorRelation:
        """How two actors relate: one and the same, one speaks for the other, belongs to it, or apart."""
        a, b = self._resolved(a), self._resolved(b)
        if a.party is not None and b.party is not None:
            return self._between_parties(a, b)
        if spelled(a.name) == spelled(b.name) or self._same_person(a, b):
            return "same"
        if _speaks_for(a, b) or _speaks_for(b, a):
            return "speaks-for"
        one, two = self.kind(a), self.kind(b)
        if one is not None and two is not None:
            return "apart" if one == two or "state" in (one, two) else "unknown"
        if (one or two or "person") != "person":
            return "unknown"
        return "apart" if _is_name(a.name) and _is_name(b.name) else "unknown"

    def _between_parties(self, a: Actor, b: Actor) -> ActorRelation:
        if a.party == b.party:
            return "same"
        if _speaks_for(a, b) or _speaks_for(b, a):
            return "speaks-for"
        if a.party in self.members(b.party or "") or b.party in self.members(a.party or ""):
            return "member"
        return "apart"

    def _resolved(self, actor: Actor) -> Actor:
        if actor.party is not None:
            return actor if actor.for_party is not None else self.party(actor.party) or actor
        known = self.known(actor.name)
        if known is None or (known.naming == "adjective"):
            return actor
        found = known.actor
        return found if found.for_party or not actor.for_party else Actor(found.name, found.party, actor.for_party)

    def _same_person(self, a: Actor, b: Actor) -> bool:
        if a.party is not None and b.party is not None:
            return False
        persons = [kind in (None, "person") for kind in (self.kind(a), self.kind(b))]
        return all(persons) and _is_name(a.name) and _is_name(b.name) and same_person_name(a.name, b.name)

    def _government(self, words: str) -> Known | None:
        """`the Ukrainian side`, `the government of Ukraine`, `Ukraine's leadership`."""
        cut = words.replace("'s ", " ").split()
        if len(cut) > 1 and cut[-1].lower() in _GOVERNMENTS:
            known = self._table.get(" ".join(cut[:-1]))
        elif len(cut) > 2 and cut[0].lower() in _GOVERNMENTS and cut[1] == "of":
            known = self._table.get(_bare(" ".join(cut[2:])))
        else:
            known = None
        return known if known is not None and known.kind == "state" else None

    def _person(self, words: str) -> Known | None:
        """A person of the case whose name is spelled otherwise here."""
        cut = words.split()
        if not cut or len(cut) > 4 or plain(cut[-1])[:1] not in self._surnames or not _is_name(words):
            return None
        found = {known.actor: known for phrase, known in self._persons if _like(words, phrase)}
        return next(iter(found.values())) if len(found) == 1 else None


def _like(words: str, phrase: str) -> bool:
    """Whether words are a spelling of a person's name; a lone surname must be spelled alike but for a slip."""
    one, two = spelled(words), spelled(phrase)
    if len(one) == 1 or len(two) == 1:
        return len(one) == len(two) and same_word(one[-1], two[-1])
    return same_person_name(words, phrase)


def _is_name(words: str) -> bool:
    return all(word[:1].isupper() or word.lower() in PARTICLES_OF_SURNAMES for word in words.split())


def _speaks_for(a: Actor, b: Actor) -> bool:
    return a.for_party is not None and a.for_party in (b.party, b.name)


def _bare(words: str) -> str:
    """The words without articles, honorifics, titles before a name, and a possessive ending."""
    cut = words.replace("\u2019", "'").split()
    if cut and cut[-1] in {"'s", "'"}:
        cut.pop()
    elif cut and cut[-1].endswith("'s"):
        cut[-1] = cut[-1][:-2]
    start = _name_after_title(cut)
    while start < len(cut) - 1 and (
        cut[start].lower() in _ARTICLES or is_honorific(cut[start]) or is_former(cut[start])
    ):
        start += 1
    return " ".join(cut[start:])


def _name_after_title(words: Sequence[str]) -> int:
    """Where the name begins in `U.S. special envoy Anna Berg`; 0 where no title stands before it."""
    for start, word in enumerate(words):
        if word.lower() in _LINKS:
            return 0
        match = office_at(words, start)
        if match is not None and match[0] < len(words) and words[match[0]][:1].isupper():
            return match[0]
    return 0


@lru_cache(maxsize=1)
def _general() -> Actors:
    return Actors([*entries_of_places({}), *entries_of_organisations({})])
