"""The people and bodies that a document names, each once, with their offices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from detente.evidence.language.name_runs import Run, names_a_person
from detente.evidence.language.name_table import Known
from detente.evidence.language.names import Actors
from detente.evidence.language.roles import office_relation
from detente.evidence.language.spelling import same_person_name, sound
from detente.evidence.values import Actor

ReferentKind = Literal["person", "body", "group"]


@dataclass(frozen=True, slots=True)
class Office:
    """An office that the document gives to a person; `of` is the party's id or the name of whose office it is."""

    name: str
    of: str | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Referent:
    """Who is meant: a person, a body such as a state or organisation, or a group known by its description only."""

    name: str
    kind: ReferentKind
    party: str | None = None
    for_party: str | None = None
    gender: str = ""
    plural: bool = False

    @property
    def actor(self) -> Actor:
        """The same as a value."""
        return Actor(self.name, self.party, self.for_party)


@dataclass(slots=True)
class _Entry:
    """What is known of one person while the document is read."""

    name: str
    known: Known | None
    genders: set[str] = field(default_factory=set)
    offices: dict[Office, None] = field(default_factory=dict)
    affiliations: dict[str, None] = field(default_factory=dict)

    def referent(self) -> Referent:
        actor = self.known.actor if self.known is not None else Actor(self.name)
        for_party = actor.for_party or next(iter(self.affiliations), None)
        gender = next(iter(self.genders)) if len(self.genders) == 1 else ""
        return Referent(actor.name, "person", actor.party, for_party, gender)


class People:
    """Everybody whom the document names, found again by full name, surname or office."""

    def __init__(self, runs: Iterable[Run], actors: Actors) -> None:
        self._actors = actors
        self._entries: list[_Entry] = []
        self._by_surname: dict[str, list[int]] = {}
        self._by_first_word: dict[str, list[int]] = {}
        ordered = sorted(runs, key=lambda run: len(run.words) < 2)
        for run in ordered:
            self._note(run)
        self._referents = [entry.referent() for entry in self._entries]

    def _note(self, run: Run) -> None:
        at = self._index(run)
        if at is None and (names_a_person(run) and (len(run.words) > 1 or run.office or run.gender or run.known)):
            at = self._added(run)
        if at is None:
            return
        entry = self._entries[at]
        entry.genders |= {run.gender} - {""}
        of = whose(run.state)
        if run.office is not None:
            entry.offices[Office(run.office, of, run.former)] = None
        if of is not None and not run.former:
            entry.affiliations[of] = None

    def _added(self, run: Run) -> int:
        known = run.known or (self._actors.known(run.text) if len(run.words) > 1 else None)
        if known is not None and known.kind != "person":
            known = None
        self._entries.append(_Entry(known.actor.name if known is not None else run.text, known))
        at = len(self._entries) - 1
        self._by_surname.setdefault(sound(run.surname), []).append(at)
        if len(run.words) > 1:
            self._by_first_word.setdefault(sound(run.words[0]), []).append(at)
        return at

    def _index(self, run: Run) -> int | None:
        """The person that a run names, as far as noted."""
        if run.known is not None and run.known.kind != "person":
            return None
        if run.known is not None:
            actor = run.known.actor
            return next(
                (i for i, e in enumerate(self._entries) if e.known is not None and e.known.actor == actor), None
            )
        rivals = self._by_surname.get(sound(run.surname), []) if run.words else []
        if len(run.words) > 1:
            rivals = [i for i in rivals if same_person_name(run.text, self._entries[i].name)]
        elif run.gender:
            rivals = [i for i in rivals if self._entries[i].genders <= {run.gender}] or rivals
        if not rivals and len(run.words) == 1:
            named_first = self._by_first_word.get(sound(run.surname), [])
            rivals = named_first if len(named_first) == 1 else []
        return rivals[0] if rivals else None

    def add_office(self, run: Run, office: str, of: str | None, former: bool) -> None:
        """An office that an apposition gives to a named person."""
        at = self._index(run)
        if at is None:
            return
        entry = self._entries[at]
        entry.offices[Office(office, of, former)] = None
        if of is not None and not former:
            entry.affiliations[of] = None
        self._referents[at] = entry.referent()

    def of_run(self, run: Run) -> Referent | None:
        """Who is named: a person by any part of the name, a body by its name; nothing for a lone unknown word."""
        if run.known is not None and run.known.kind != "person":
            actor = run.known.actor
            return Referent(actor.name, "body", actor.party, actor.for_party)
        at = self._index(run)
        if at is not None:
            return self._referents[at]
        return Referent(run.text, "body") if len(run.words) > 1 or run.office is None else None

    def holding(self, office: str, of: str | None, *, former: bool = False) -> list[Referent]:
        """Those to whom the document gives an office, or a kind of it, for a state where one is asked for."""
        found = []
        for entry, referent in zip(self._entries, self._referents, strict=True):
            for held in entry.offices:
                fits = held.name == office or office_relation(office, held.name) == "broader"
                whose_office = held.of or referent.for_party
                if fits and held.former == former and (of is None or whose_office in (None, of)):
                    found.append((held.name != office, of is not None and whose_office is None, referent))
                    break
        best = min(((loose, unsure) for loose, unsure, _ in found), default=None)
        return [referent for loose, unsure, referent in found if (loose, unsure) == best]


def whose(state: Known | None) -> str | None:
    """The party's id, or the name, of the state or body that a title names."""
    if state is None or state.kind in ("person", "area"):
        return None
    return state.actor.party or state.actor.name
