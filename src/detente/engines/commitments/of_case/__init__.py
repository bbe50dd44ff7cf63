"""The case's commitments as the engine's problems, and all of its answers in the case's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.case.model.case import Case
from detente.case.reading import CaseFile
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.of_case.accessions import AccessionAnswer, accessions_of_case
from detente.engines.commitments.of_case.answering import CaseObligations, obligations_of_case
from detente.engines.commitments.of_case.asking import instruments_of_case, scenario_of_case
from detente.engines.commitments.of_case.contests import ContestAnswer, NotAsked, Unanswered, contests_of_case
from detente.engines.commitments.of_case.guarantees import Guarantees, guarantees_of_case
from detente.engines.commitments.of_case.words import names_of, reading_words
from detente.foundation.errors import CaseError, Fault
from detente.foundation.progress import SILENT, Progress

__all__ = [
    "AccessionAnswer",
    "CaseCommitments",
    "CaseObligations",
    "ContestAnswer",
    "Guarantees",
    "NotAsked",
    "Unanswered",
    "accessions_of_case",
    "commitments_of_case",
    "contests_of_case",
    "guarantees_of_case",
    "instruments_of_case",
    "obligations_of_case",
    "scenario_of_case",
]


@dataclass(frozen=True, slots=True, eq=False)
class CaseCommitments:
    """Everything that the commitments engine says of a case."""

    read: CaseFile = field(repr=False)
    instruments: tuple[Instrument, ...]
    obligations: tuple[CaseObligations, ...]
    guarantees: tuple[Guarantees, ...]
    contests: tuple[ContestAnswer, ...]
    unanswered: tuple[Unanswered, ...]
    """The contests that cannot be computed with."""
    accessions: tuple[AccessionAnswer, ...]
    names: Mapping[str, str] = field(repr=False)

    @property
    def case(self) -> Case:
        """The case."""
        return self.read.case

    def name(self, party: str) -> str:
        """The name of a party, of the case or of the library."""
        return self.names.get(party, party)

    def reads(self, dimension: str, words: str) -> str:
        """What an instrument says on a dimension, in names."""
        return reading_words(dimension, words, self.names)


def commitments_of_case(
    read: CaseFile, *, scenario: str | None = None, against: str | None = None, progress: Progress = SILENT
) -> CaseCommitments:
    """Who would owe what in every scenario, or in one; the guarantees beside what they imitate; what they are worth.

    A contest that lacks a number stands among the unanswered. Raises OutOfDomain where a scenario or an instrument that
    is named does not exist, CaseError where the case has nothing to ask about.
    """
    case = read.case
    _needed(read)
    asked = [item.id for item in case.scenarios] if scenario is None else [scenario]
    found: list[CaseObligations] = []
    for place, name in enumerate(asked):
        progress.at("scenarios", place, len(asked))
        found.append(obligations_of_case(case, name))
    progress.at("guarantees", 0, 1)
    guarantees = guarantees_of_case(case, against)
    progress.at("contests", 0, max(len(case.contests), 1))
    contests, unanswered = contests_of_case(case)
    return CaseCommitments(
        read,
        instruments=instruments_of_case(case),
        obligations=tuple(found),
        guarantees=guarantees,
        contests=contests,
        unanswered=unanswered,
        accessions=accessions_of_case(case),
        names=names_of(case),
    )


def _needed(read: CaseFile) -> None:
    """Raise CaseError where the case has no commitments, contests or accessions."""
    case = read.case
    if case.commitments or case.contests or case.accessions:
        return
    what = "the case has no commitments, contests or accessions, so there is nothing to say about promises"
    todo = "add commitments, with clauses; docs/reference/commitments.md shows how"
    raise CaseError([Fault("error", "section-missing", "commitments", what, todo, read.place("commitments"))])
