"""The reports' own words, side by side, with every statement and every compared value highlighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.annotated import Highlight, annotated_text
from detente.brief.blocks import Block, Paragraph, ReportText, Section, SideBySide
from detente.brief.outline import text_anchor
from detente.brief.prose import MarkKind, date_in_words
from detente.brief.sections.material import MARK_OF_OUTCOME, Material
from detente.case.model.record import Report


def texts(material: Material) -> Section | None:
    """The reports side by side, or nothing where nothing was taken from a text that is at hand."""
    by_report = _highlights(material)
    shown = [
        _report_text(report, text, by_report[report.id])
        for report in material.case.reports
        if (text := material.read.texts.get(report.text)) and by_report.get(report.id)
    ]
    if not shown:
        return None
    told = (
        "Passages on which the record rests are shaded and lead to their statement; what the reports contradict one"
        " another on is underlined, what differs is dotted. Passages that nothing was taken from are left out."
    )
    blocks: tuple[Block, ...] = (Paragraph(told), SideBySide(tuple(shown)))
    return Section("texts", "The reports' own words", blocks)


def slot_anchor(event: str, slot: str, number: int) -> str:
    """The id of the place where the value of a slot stands in the text of its report."""
    return f"value-{event}-{slot}-{number}"


def _highlights(material: Material) -> Mapping[str, list[Highlight]]:
    found: dict[str, list[Highlight]] = {}
    for statement in material.case.statements:
        alone: tuple[MarkKind, ...] = ("single-source",) if "single-source" in material.marks_of(statement.id) else ()
        taken = Highlight(*statement.span, statement.id, text_anchor(statement.id), alone)
        found.setdefault(statement.report, []).append(taken)
    for event in material.case.events:
        for name, slot in event.slots.items():
            disputed: MarkKind | None = MARK_OF_OUTCOME[slot.outcome] if slot.outcome in ("hard", "soft") else None
            for number, value in enumerate(slot.values, 1):
                if value.span is not None:
                    place = slot_anchor(event.id, name, number)
                    taken = Highlight(*value.span, anchor=place, marks=(disputed,) if disputed else ())
                    found.setdefault(value.report, []).append(taken)
    return found


def _report_text(report: Report, text: str, taken: Sequence[Highlight]) -> ReportText:
    under = [report.outlet.partition(" (")[0], *([date_in_words(report.published)] if report.published else [])]
    return annotated_text(f"text-of-{report.id}", f"Report {report.id}", ", ".join(under), report.lang, text, taken)
