"""Where a proposal falls short of a treaty, and where it goes further, dimension by dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.engines.commitments.comparison.dimension import Dimension
from detente.engines.commitments.comparison.dimensions import DIMENSIONS, dimension
from detente.engines.commitments.comparison.measure import Difference
from detente.engines.commitments.comparison.reading import Reading, Subject
from detente.engines.commitments.instrument import Instrument
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen


@dataclass(frozen=True, slots=True)
class GapCell:
    """One side of a comparison: what is read, and what it gives more than the reference.

    `at_least`: parts of the text leave it open, so the value may be higher. `question`: the sentence to ask with, where
    the text leaves the dimension open; empty where it does not.
    """

    reading: Reading
    difference: Difference
    at_least: bool = False
    question: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One dimension: the reference, each instrument of the proposal, and all of them together."""

    dimension: str
    title: str
    question: str
    reference: Reading
    cells: tuple[GapCell, ...]
    together: GapCell

    @property
    def difference(self) -> Difference:
        """What the proposal as a whole gives more than the reference."""
        return self.together.difference

    @property
    def direction(self) -> str:
        """The difference in one word."""
        return dimension(self.dimension).direction(self.difference)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader would have to ask about one instrument."""

    dimension: str
    instrument: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapTable(Answer):
    """The table: rows are dimensions, columns the reference, the instruments, and the proposal as a whole.

    `proposal` and `names` are the ids and names of its instruments, in the order of the columns.
    """

    method: str = "gap-table"
    beneficiary: str
    reference_id: str
    proposal: tuple[str, ...]
    names: tuple[str, ...]
    table: tuple[GapRow, ...]

    def row(self, name: str) -> GapRow:
        """The row of a dimension; KeyError says so where there is none."""
        for row in self.table:
            if row.dimension == name:
                return row
        raise KeyError(f"no row {name!r}; known: {', '.join(row.dimension for row in self.table)}")

    def questions(self) -> tuple[Question, ...]:
        """What would have to be asked, dimension by dimension."""
        return tuple(
            Question(row.dimension, instrument, cell.question)
            for row in self.table
            for instrument, cell in zip(self.proposal, row.cells, strict=True)
            if cell.question
        )

    def rows(self) -> list[dict[str, Any]]:
        """One row a dimension and an instrument, and one for the proposal as a whole where it has several."""
        listed: list[dict[str, Any]] = []
        for row in self.table:
            columns = list(zip(self.proposal, row.cells, strict=True))
            if len(columns) > 1:
                columns.append(("together", row.together))
            for instrument, cell in columns:
                listed.append(
                    {
                        "dimension": row.dimension,
                        "reference": row.reference.words,
                        "reference_text": row.reference.text,
                        "instrument": instrument,
                        "proposal": cell.reading.words,
                        "text": cell.reading.text,
                        "difference": cell.difference,
                        "direction": dimension(row.dimension).direction(cell.difference),
                        "at_least": cell.at_least,
                        "question": cell.question,
                    }
                )
        return listed


def gap_table(
    proposal: Sequence[Instrument], reference: Instrument, beneficiary: str, *, on: date | None = None
) -> GapTable:
    """What a promise on the table gives less, or more, than a treaty that one knows; and what it leaves unsaid.

    For each dimension D of the table: D(reference), D(i) for each instrument i of the proposal, and D(proposal), the
    best of the D(i). The difference is D(i) - D(reference) where D is a scale (signed so that above 0 gives the
    beneficiary more), the relation of the two sets where D is a set, same or different where D is words. Clauses count
    that are owed to the beneficiary; of these, those with the strongest duty give trigger, strength and automaticity.
    An instrument that owes the beneficiary nothing is read for what its parties owe one another.

    proposal: one instrument or more, each id once. reference: the instrument to compare with. beneficiary: a party's
        id. on: the day for which members, phases and ratifications are read; None: as the instruments are written.

    What neither text says is `unknown`, never a number, and comes with the question to ask; where only some clauses say
    it, the value is a lower bound (`at_least`). Silence is read as "none" where treaties are silent when there is none
    (deadline, standing forces, limits), but not in a draft known in part, nor where it is listed as unknown. A text has
    no gap to itself. O(dimensions x clauses x parties); 22 instruments, one by one, against a treaty of 32 in 0.2 s.

    >>> from detente.engines.commitments.instrument import Clause, Duty, Trigger
    >>> def pact(name, strength, hours=None):
    ...     duty = Duty(strength=strength, automaticity=1, deadline_hours=hours)
    ...     clause = Clause("a", name, frozenset("g"), frozenset("b"), Trigger(), duty)
    ...     return Instrument(name, name, "treaty", (clause,))
    >>> gap = gap_table([pact("draft", 1, 24)], pact("pact", 3), "b")
    >>> [gap.row(name).difference for name in ("strength", "automaticity", "deadline", "binding")]
    [-2, 0, 'broader', 'unknown']

    The comparison is derived here. Most dimensions: Leeds, B. A., Ritter, J. M., Mitchell, S. M. and Long, A. G.
    (2002). Alliance treaty obligations and provisions, 1815-1944. International Interactions 28(3): 237-260,
    https://doi.org/10.1080/03050620213653
    """
    instruments = tuple(proposal)
    _check(instruments)
    known = Subject(reference, beneficiary, on)
    subjects = [Subject(instrument, beneficiary, on) for instrument in instruments]
    table = tuple(_row(entry, known, subjects) for entry in DIMENSIONS)
    return GapTable(
        beneficiary=beneficiary,
        reference_id=reference.id,
        proposal=tuple(instrument.id for instrument in instruments),
        names=tuple(instrument.name for instrument in instruments),
        table=table,
        parameters=frozen(
            proposal=tuple(instrument.id for instrument in instruments),
            reference=reference.id,
            beneficiary=beneficiary,
            on=on.isoformat() if on else None,
        ),
        certificate=frozen(
            read={subject.instrument.id: [clause.name for clause in subject.clauses] for subject in (known, *subjects)},
            leading={
                subject.instrument.id: [clause.name for clause in subject.leading] for subject in (known, *subjects)
            },
        ),
        caveats=_caveats(known, subjects),
    )


def _check(instruments: tuple[Instrument, ...]) -> None:
    if not instruments:
        raise OutOfDomain("a gap table needs at least one instrument on the table: give a proposal")
    ids = [instrument.id for instrument in instruments]
    if twins := sorted({item for item in ids if ids.count(item) > 1}):
        raise OutOfDomain(f"two instruments of the proposal have the same id: {', '.join(twins)}")


def _row(entry: Dimension, reference: Subject, proposal: Sequence[Subject]) -> GapRow:
    ground = entry.read(reference)
    readings = [entry.read(subject) for subject in proposal]
    cells = tuple(
        _cell(
            entry,
            ground,
            reading,
            entry.no_difference() if subject == reference else entry.difference(ground, reading),
            subject == reference,
            (subject.instrument.name,),
        )
        for subject, reading in zip(proposal, readings, strict=True)
    )
    if len(cells) == 1:
        together = cells[0]
    else:
        open_in = tuple(s.instrument.name for s, cell in zip(proposal, cells, strict=True) if cell.question)
        best = entry.together(readings)
        together = _cell(entry, ground, best, entry.together_difference(ground, readings, best), False, open_in)
    return GapRow(entry.name, entry.title, entry.question, ground, cells, together)


def _cell(
    entry: Dimension, ground: Reading, reading: Reading, difference: Difference, same_text: bool, ask: tuple[str, ...]
) -> GapCell:
    partly = reading.standing == "partly" and not same_text
    # A silence that is read as "none" is worth a question where the reference does say something.
    silent = reading.standing == "silent" and ground.standing in ("stated", "partly")
    asks = ask and (reading.standing in ("unknown", "partly") or silent or reading.unknown)
    noted = f" (open: {'; '.join(reading.unknown)})" if reading.unknown else ""
    question = f"{' and '.join(ask)}: {entry.ask}{noted}" if asks else ""
    return GapCell(reading, difference, partly, question)


def _caveats(reference: Subject, proposal: Sequence[Subject]) -> tuple[str, ...]:
    said: list[str] = []
    for subject in (reference, *proposal):
        if not subject.protects:
            said.append(
                f"{subject.instrument.name} owes {subject.beneficiary} nothing: "
                "it is read for what its parties owe one another"
            )
    if len(proposal) > 1:
        said.append(
            "together is the best of each dimension: no single instrument need offer all of it; "
            "the coverage says what is owed in each scenario"
        )
    if any(subject.instrument.unsure or any(c.unsure for c in subject.clauses) for subject in (reference, *proposal)):
        said.append("some fields are guessed, recalled or disputed: each reading lists what its coder was unsure of")
    return tuple(dict.fromkeys(said))
