"""A dimension on which instruments compare: a question, and how its answer is read from an instrument."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from detente.engines.commitments.comparison.measure import (
    SAME,
    UNKNOWN,
    Difference,
    Measure,
    Scale,
    Value,
    best_difference,
)
from detente.engines.commitments.comparison.reading import (
    THE_WHOLE,
    Evidence,
    Reading,
    Standing,
    Subject,
    clause_evidence,
    instrument_evidence,
)
from detente.engines.commitments.instrument import Clause

Directions = tuple[str, str]
"""The words for more and for less."""
BREADTH: Directions = ("broader", "narrower")
FORCE: Directions = ("stronger", "weaker")

_FIELDS = re.compile(r"((?:the whole|[a-z][a-z.-]*)(?:, ?[a-z][a-z.-]*)*): ")
"""How a note that names fields begins."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: what it asks, where it is read, how its values compare.

    `of_clause` reads one clause (of the leading ones, or of all that are owed), `of_instrument` the instrument as a
    whole; each gives None where nothing is said. `silence` is what saying nothing amounts to, None: unknown; of a
    draft that is known in part only with `silent_drafts`.
    `ask`: what a reader would have to ask for. `fields`: of the case, by whose names the notes on what is unknown or
    unsure begin; `mentions`: beginnings of words by which notes that name no field speak of it.
    """

    name: str
    title: str
    question: str
    ask: str
    measure: Measure
    words: Callable[[Value], str]
    fields: tuple[str, ...]
    mentions: tuple[str, ...]
    of_clause: Callable[[Clause, Subject], Value | None] | None = None
    clauses: Literal["leading", "all"] = "leading"
    of_instrument: Callable[[Subject], Value | None] | None = None
    silence: Value | None = None
    silent_drafts: bool = False
    directions: Directions = BREADTH

    @property
    def ordered(self) -> bool:
        """Whether differences are signed numbers."""
        return isinstance(self.measure, Scale)

    def read(self, subject: Subject) -> Reading:
        """What the instrument says on this dimension, with the text that says it."""
        if self.of_clause is not None:
            reading = self._read_clauses(self.of_clause, subject)
        else:
            value = self.of_instrument(subject) if self.of_instrument is not None else None
            reading = self._silent(subject, ()) if value is None else self._whole(subject, value)
        return replace(reading, unknown=self._notes(subject, "unknown"), unsure=self._notes(subject, "unsure"))

    def _whole(self, subject: Subject, value: Value) -> Reading:
        text = self.words(value)
        return Reading(value, text, "stated", instrument_evidence(subject.instrument, text))

    def _read_clauses(self, read: Callable[[Clause, Subject], Value | None], subject: Subject) -> Reading:
        clauses = subject.leading if self.clauses == "leading" else subject.clauses
        said = [(clause, value) for clause in clauses if (value := read(clause, subject)) is not None]
        if not said:
            return self._silent(subject, clause_evidence(clauses))
        value = self.measure.best([value for _, value in said])
        # Where silence means that there is none, a clause that is silent takes nothing away from the others.
        partly = len(said) < len(clauses) and self.silence is None
        if self.clauses == "leading" and self.silence is None:
            partly = partly or subject.another_may_lead
        decisive = [clause for clause, own in said if own == value] or [clause for clause, _ in said]
        return Reading(value, self.words(value), "partly" if partly else "stated", clause_evidence(decisive))

    def _silent(self, subject: Subject, evidence: tuple[Evidence, ...]) -> Reading:
        unheard = subject.known_in_part and not self.silent_drafts
        if self.silence is None or unheard or self._notes(subject, "unknown"):
            return Reading(None, "not stated", "unknown", evidence)
        return Reading(self.silence, self.words(self.silence), "silent", evidence)

    def _notes(self, subject: Subject, kind: Literal["unknown", "unsure"]) -> tuple[str, ...]:
        """What the instrument and its clauses list as unknown or unsure about this dimension."""
        notes: list[str] = list(getattr(subject.instrument, kind))
        for clause in subject.clauses:
            notes.extend(getattr(clause, kind))
        return tuple(dict.fromkeys(note for note in notes if self._concerns(note)))

    def _concerns(self, note: str) -> bool:
        """Whether a note is about this dimension: by the fields it begins with, else by its words."""
        named = _FIELDS.match(note)
        if named is not None:
            listed = [name.strip() for name in named[1].split(",")]
            if THE_WHOLE in listed:
                return True
            return any(field == name or field.startswith(f"{name}.") for field in self.fields for name in listed)
        return _mentioned(self.mentions).search(note) is not None

    def difference(self, reference: Reading, proposal: Reading) -> Difference:
        """What the proposal gives more than the reference."""
        if reference.value is None or proposal.value is None:
            return UNKNOWN
        return self.measure.difference(reference.value, proposal.value)

    def together(self, readings: Sequence[Reading]) -> Reading:
        """What is on offer where any one of several instruments can be called upon: the best of them."""
        known = [reading for reading in readings if reading.value is not None]
        unknown = tuple(dict.fromkeys(note for reading in readings for note in reading.unknown))
        unsure = tuple(dict.fromkeys(note for reading in readings for note in reading.unsure))
        if not known:
            return Reading(None, "not stated", "unknown", _evidence(readings), unknown, unsure)
        value = self.measure.best([reading.value for reading in known if reading.value is not None])
        standing: Standing = "stated"
        if len(known) < len(readings) or any(reading.standing == "partly" for reading in known):
            standing = "partly"
        elif all(reading.standing == "silent" for reading in known):
            standing = "silent"
        decisive = [reading for reading in known if reading.value == value] or known
        return Reading(value, self.words(value), standing, _evidence(decisive), unknown, unsure)

    def together_difference(self, reference: Reading, readings: Sequence[Reading], together: Reading) -> Difference:
        """What several instruments together give more than the reference."""
        if self.measure.unites:
            return self.difference(reference, together)
        return best_difference(self.difference(reference, reading) for reading in readings)

    def no_difference(self) -> Difference:
        """What the difference of a text with itself is."""
        return 0 if self.ordered else SAME

    def direction(self, difference: Difference) -> str:
        """The difference in one word: more, less, same, different, unknown, in this dimension's words."""
        if difference in (0, SAME):
            return SAME
        if isinstance(difference, str) and difference not in BREADTH:
            return difference
        return self.directions[0 if difference == BREADTH[0] or _above(difference) else 1]


@cache
def _mentioned(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def _above(difference: Difference) -> bool:
    return not isinstance(difference, str) and difference > 0


def _evidence(readings: Iterable[Reading]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(item for reading in readings for item in reading.evidence))
