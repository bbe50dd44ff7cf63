"""What happened and was said on which day, with the statements that it rests on."""

from __future__ import annotations

from itertools import groupby

from detente.brief.blocks import Column, Row, Section, Table
from detente.brief.prose import Prose, date_in_words
from detente.brief.sections.material import Material
from detente.case.vocabulary import answer_in_words
from detente.evidence.chronology import Moment, timeline

KINDS = {
    "event": "event",
    "statement": "statement",
    "offer": "offer",
    "proposal": "proposal",
    "position": "position",
    "report": "published",
}
"""What a moment is, as a reader sees it."""


def chronology(material: Material) -> Section | None:
    """The record in time, or nothing where fewer than two days are known."""
    dated = [moment for moment in timeline(material.case) if moment.on is not None]
    if len({moment.on for moment in dated}) < 2:
        return None
    rows: list[Row] = []
    for day, moments in groupby(dated, key=lambda moment: moment.on):
        for place, moment in enumerate(moments):
            group = date_in_words(day or "") if place == 0 else ""
            rows.append(Row(_what(material, moment), (KINDS[moment.kind], _rests_on(material, moment)), group=group))
    undated = sum(moment.on is None for moment in timeline(material.case))
    notes = (f"{undated} entries of the record have no date and are not shown.",) if undated else ()
    table = Table(
        id="timeline-table",
        caption="What the record dates",
        columns=(Column("Kind"), Column("Statements")),
        rows=tuple(rows),
        corner="What",
        notes=notes,
    )
    return Section("timeline", "In time", (table,))


def _what(material: Material, moment: Moment) -> Prose:
    if moment.kind == "offer":
        offer = next(offer for offer in material.case.offers if offer.id == moment.id)
        given = f"{material.name(offer.by)} offers: {material.condition(offer.gives)}"
        return f"{given}, if {material.condition(offer.if_)}" if offer.if_ else given
    if moment.kind == "position":
        found = next(item for item in material.case.positions if f"{item.party}-{item.issue}" == moment.id)
        answer = answer_in_words(material.case, material.issues[found.issue], found.option)
        return f"{material.name(found.party)} on {material.issues[found.issue].short}: {answer}"
    return material.noted(moment.what)


def _rests_on(material: Material, moment: Moment) -> Prose:
    return ("", *material.cites(moment.because)) if moment.because else "–"
