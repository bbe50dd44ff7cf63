"""Instruments of a case without scenarios: what is on record, and what would have to be added to ask about it."""

from __future__ import annotations

from detente.brief.blocks import Block, Column, Note, Paragraph, Row, Table
from detente.brief.prose import Prose
from detente.brief.sections.duties import MOST_ROWS, UNKNOWN, article_in_words, in_days
from detente.brief.sections.material import Material, listed
from detente.case.model.base import last_day
from detente.engines.commitments.instrument import STRENGTHS, Clause, Instrument
from detente.engines.commitments.of_case import CaseCommitments

MOST_NAMES = 8
"""Most parties that a cell names."""


def record(material: Material, found: CaseCommitments) -> list[Block]:
    """The clauses as a table, and a note on what is missing."""
    clauses = [(instrument, clause) for instrument in found.instruments for clause in instrument.clauses]
    text = "Add the section scenarios (who does what to whom, and when) to see who would then owe what."
    note = Note("missing", "No scenario", (Paragraph(text),))
    return [_clauses(material, clauses), note] if clauses else [note]


def _clauses(material: Material, clauses: list[tuple[Instrument, Clause]]) -> Table:
    rows = tuple(
        Row(
            instrument.name,
            (
                _who(material, clause.obligors),
                _who(material, clause.beneficiaries),
                clause.trigger.text or UNKNOWN,
                _duty(material, clause),
                _state(material, instrument),
            ),
        )
        for instrument, clause in clauses[:MOST_ROWS]
    )
    more = len(clauses) - MOST_ROWS
    return Table(
        id="clauses",
        caption="The clauses on record",
        columns=(Column("Who"), Column("To whom"), Column("When"), Column("What"), Column("State")),
        rows=rows,
        corner="Instrument",
        notes=(f"The first {MOST_ROWS} of {len(clauses)} clauses.",) if more > 0 else (),
    )


def _who(material: Material, parties: frozenset[str]) -> str:
    order = [party.id for party in material.case.parties]
    names = [
        material.name(who) for who in sorted(parties, key=lambda who: (order.index(who) if who in order else 999, who))
    ]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
    return listed(names) or UNKNOWN


def _duty(material: Material, clause: Clause) -> Prose:
    duty = clause.duty
    strength = f" (strength {duty.strength}: {STRENGTHS[duty.strength]})" if duty.strength is not None else ""
    where = f"; {article_in_words(clause.article)}" if clause.article else ""
    words = duty.text or duty.kind or UNKNOWN
    return (f"{words}{strength}{where}", *material.cites(clause.because))


def _state(material: Material, instrument: Instrument) -> str:
    """What the instrument is on the case's day, or at last."""
    day = material.case.as_of
    if day is not None:
        return in_days(instrument.state(last_day(day)).replace("-", " "))
    return instrument.phases[-1].state.replace("-", " ") if instrument.phases else "in force"
