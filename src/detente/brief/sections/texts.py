"""The reports' own words, side by side, with every statement and every compared value highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.brief.blocks import (
    Block,
    MarkKind,
    Paragraph,
    ReportText,
    Section,
    SideBySide,
    Stretch,
    date_in_words,
)
from detente.brief.outline import text_anchor
from detente.brief.sections.material import MARK_OF_OUTCOME, Material
from detente.case.model.record import Report

LEFT_OUT = (Stretch("[…]"),)
"""What stands for paragraphs that nothing was taken from."""

_WORST: tuple[MarkKind, ...] = ("contradicted", "differs", "single-source")


@dataclass(frozen=True, slots=True)
class _Highlight:
    start: int
    end: int
    statement: str = ""
    anchor: str = ""
    marks: tuple[MarkKind, ...] = ()


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


def _highlights(material: Material) -> Mapping[str, list[_Highlight]]:
    found: dict[str, list[_Highlight]] = {}
    for statement in material.case.statements:
        alone: tuple[MarkKind, ...] = ("single-source",) if "single-source" in material.marks_of(statement.id) else ()
        taken = _Highlight(*statement.span, statement.id, text_anchor(statement.id), alone)
        found.setdefault(statement.report, []).append(taken)
    for event in material.case.events:
        for name, slot in event.slots.items():
            disputed: MarkKind | None = MARK_OF_OUTCOME[slot.outcome] if slot.outcome in ("hard", "soft") else None
            for number, value in enumerate(slot.values, 1):
                if value.span is not None:
                    place = slot_anchor(event.id, name, number)
                    taken = _Highlight(*value.span, anchor=place, marks=(disputed,) if disputed else ())
                    found.setdefault(value.report, []).append(taken)
    return found


def _report_text(report: Report, text: str, taken: Sequence[_Highlight]) -> ReportText:
    under = [report.outlet.partition(" (")[0], *([date_in_words(report.published)] if report.published else [])]
    paragraphs: list[tuple[Stretch, ...]] = []
    for start, end in _paragraphs(text):
        here = [item for item in taken if item.start < end and item.end > start]
        if here:
            paragraphs.append(tuple(_stretches(text, start, end, here)))
        elif not paragraphs or paragraphs[-1] != LEFT_OUT:
            paragraphs.append(LEFT_OUT)
    return ReportText(f"text-of-{report.id}", f"Report {report.id}", ", ".join(under), report.lang, tuple(paragraphs))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        if line.strip():
            yield start, end
        start += len(line)


def _stretches(text: str, start: int, end: int, taken: Iterable[_Highlight]) -> Iterator[Stretch]:
    here = list(taken)
    cuts = {start, end, *(place for item in here for place in (item.start, item.end) if start < place < end)}
    for left, right in pairwise(sorted(cuts)):
        over = [item for item in here if item.start < right and item.end > left]
        marks = {kind for item in over for kind in item.marks}
        yield Stretch(
            text[left:right],
            sources=tuple(item.statement for item in over if item.statement),
            ending=tuple(item.statement for item in over if item.statement and min(item.end, end) == right),
            anchors=tuple(item.anchor for item in over if item.anchor and item.start == left),
            marks=tuple(kind for kind in _WORST if kind in marks),
        )
