"""What one instrument says on one dimension: a value, words, and the text that it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from detente.engines.commitments.comparison.extent import Extent
from detente.engines.commitments.comparison.measure import Value
from detente.engines.commitments.instrument import Clause, Instrument
from detente.foundation.plain_data import plain

Standing = Literal["stated", "partly", "silent", "unknown"]
"""Stated; stated by some clauses while others leave it open, so that it may be more; silent, which for some dimensions
means that there is none; unknown, which is never taken for an answer."""

THE_WHOLE = "the whole"
"""With this a note begins that is about all fields."""

NO_HELP = frozenset({"offence", "neutrality", "non-aggression"})
"""Kinds of duty that are not owed to one who is attacked, or owed by keeping still."""

ENDED = frozenset({"suspended", "denounced", "terminated", "expired", "superseded"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a reading is from: the instrument, the article, its words, the page, the statements of the case."""

    instrument: str
    clause: str = ""
    article: str = ""
    quote: str = ""
    page: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an instrument, or several together, says on one dimension; `value` is None where it is unknown.

    `unknown`, `unsure`: what the coder of the text noted as open, or as guessed, recalled or disputed.
    """

    value: Value | None
    words: str
    standing: Standing
    evidence: tuple[Evidence, ...] = ()
    unknown: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Where it stands, with the words: article and quote of each clause that decides it."""
        said = (" ".join(part for part in (item.article, f"“{item.quote}”") if part) for item in self.evidence)
        return "; ".join(dict.fromkeys(said))

    @property
    def code(self) -> Any:
        """The value in plain types: a number, sorted names, words, or None; no bound at all is None as well."""
        if isinstance(self.value, Extent):
            names = sorted(self.value.names)
            return {"all-but": names} if self.value.beyond else names
        if isinstance(self.value, int | float) and math.isinf(self.value):
            return None
        return self.value

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain values, for JSON."""
        return {
            "code": self.code,
            "words": self.words,
            "standing": self.standing,
            "evidence": plain(self.evidence),
            "unknown": list(self.unknown),
            "unsure": list(self.unsure),
        }


@dataclass(frozen=True)
class Subject:
    """An instrument as it is read: for one beneficiary, on one day; with neither, as it is written.

    An instrument that owes the beneficiary nothing is read for what its parties owe one another.
    """

    instrument: Instrument
    beneficiary: str = ""
    on: date | None = None

    @cached_property
    def protects(self) -> bool:
        """Whether any clause is owed to the beneficiary."""
        return any(self.beneficiary in clause.beneficiaries for clause in self.instrument.clauses)

    @cached_property
    def known_in_part(self) -> bool:
        """Whether it is a draft of which more may come to be known: something is noted as unknown, or all as unsure."""
        instrument = self.instrument
        unsure = any(note.startswith(THE_WHOLE) for note in instrument.unsure)
        return instrument.kind == "draft" and (bool(instrument.unknown) or unsure)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that are read."""
        if not self.protects:
            return self.instrument.clauses
        return tuple(clause for clause in self.instrument.clauses if self.beneficiary in clause.beneficiaries)

    @cached_property
    def leading(self) -> tuple[Clause, ...]:
        """The protecting clauses with the strongest duty; all of them where no strength is known."""
        known = [clause.duty.strength for clause in self._protecting if clause.duty.strength is not None]
        return tuple(clause for clause in self._protecting if not known or clause.duty.strength == max(known))

    @property
    def another_may_lead(self) -> bool:
        """Whether a clause of unknown strength may be stronger than those that lead."""
        return any(clause.duty.strength is None for clause in self._protecting)

    @cached_property
    def _protecting(self) -> tuple[Clause, ...]:
        """The clauses that owe help to one who is attacked; all, where none does."""
        helping = tuple(clause for clause in self.clauses if clause.duty.kind not in NO_HELP)
        return helping or self.clauses

    def bound(self, clause: Clause) -> frozenset[str]:
        """Who owes the clause on that day: no one who has yet to join, has left, or has been released."""
        obligors = clause.obligors - {self.beneficiary}
        if self.on is None:
            return obligors
        instrument, day = self.instrument, self.on
        listed = {membership.party for membership in instrument.parties}
        members = set(instrument.members(day))
        whole = instrument.state(day)
        return frozenset(
            party
            for party in obligors
            if (party in members or party not in listed)
            and (whole in ENDED or instrument.state(day, party, self.beneficiary) not in ENDED)
        )

    @property
    def state(self) -> str:
        """What the instrument is on that day; in the end, where no day is asked about."""
        return self.instrument.state(self.on if self.on is not None else date.max)

    @property
    def in_force(self) -> bool:
        """Whether it is in force on that day."""
        return self.state == "in-force"


def clause_evidence(clauses: Iterable[Clause]) -> tuple[Evidence, ...]:
    """The text of these clauses, as evidence."""
    return tuple(
        Evidence(
            instrument=clause.instrument,
            clause=clause.id,
            article=clause.article,
            quote=clause.quote or clause.duty.text or clause.trigger.text,
            page=clause.page,
            because=clause.because,
        )
        for clause in sorted(clauses, key=lambda clause: (clause.instrument, clause.id))
    )


def instrument_evidence(instrument: Instrument, text: str) -> tuple[Evidence, ...]:
    """What an instrument says of itself, with the sources where it was read."""
    return (Evidence(instrument.id, quote=text, page="; ".join(instrument.sources), because=instrument.because),)
