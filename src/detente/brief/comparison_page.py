"""Several reports of one event as a page: what they contradict, what says only one, and their words side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente import __version__
from detente.brief.annotated import Highlight, annotated_text
from detente.brief.blocks import (
    Block,
    Brief,
    Cell,
    Column,
    Finding,
    Imprint,
    Items,
    Note,
    Paragraph,
    ReportText,
    Row,
    Section,
    SideBySide,
    Table,
)
from detente.brief.prose import Inline, Mark, MarkKind, Prose, Refer, date_in_words
from detente.brief.sections.evidence import LONGEST_QUOTED
from detente.brief.sections.material import MARK_OF_OUTCOME, counted, listed
from detente.evidence.comparison.result import ComparedEvent, ComparedSlot, Comparison, Found
from detente.evidence.items import SlotValue
from detente.evidence.reading.document import Document
from detente.evidence.reports import Reports

MOST_NAMED = 6
"""Contradictions that the front page names; the others stand in the tables."""

MOST_COLUMNS = 5
"""Reports that a table shows in a column each."""

MOST_REASONS = 3
"""Reports of which a table says how each contradicts itself."""

HOW_FOUND = (
    "Every value was found by rules on the English text and stands word for word where its link leads. What the"
    " rules miss is not here; that a report does not say a thing is no denial. Nothing was added from elsewhere,"
    " except which places contain one another and which names are spellings of one name."
)


def comparison_page(reports: Reports) -> Brief:
    """The comparison of the reports as a brief of its own; the same reports give the same page."""
    found = reports.compared()
    digest = hashlib.sha256("\n".join(document.digest for document in reports.documents).encode()).hexdigest()
    names = listed([document.id for document in reports.documents])
    return Brief(
        title=f"{counted(len(reports.documents), 'report')} compared",
        question="What do the reports agree on, what says only one of them, and where do they contradict one another?",
        as_of="",
        language="en",
        imprint=Imprint(reports.case.id if reports.case else names, digest[:16], __version__),
        front=_front(found),
        sections=(
            Section("reports", "The reports", _listed(found, reports.documents)),
            Section("points", "Point by point", tuple(_tables(found))),
            Section("texts", "The reports' own words", (SideBySide(_texts(found, reports.documents)),)),
            Section("method", "How this was found", (Note("method", "Rules, not judgement", (Paragraph(HOW_FOUND),)),)),
        ),
    )


def _front(found: Comparison) -> tuple[Finding, ...]:
    slots = [slot for event in found.events for slot in event.slots]
    hard = [item for item in found.contradictions if item.slot.worst == "hard"]
    soft = [item for item in found.contradictions if item.slot.worst == "soft"]
    alone = found.single_source()
    told = [
        Finding(f"The reports contradict one another on {_points(hard)}.", _named(hard)),
        Finding(f"They differ, in a way that may be reconciled, on {_points(soft)}.", _named(soft)),
        Finding(
            f"Of {counted(len(slots), 'point')}, {len(alone)} stand in one report only, and"
            f" {len(found.agreed)} are agreed or refined."
        ),
    ]
    return tuple(told)


def _points(found: Sequence[Found]) -> str:
    return counted(len(found), "point") if found else "no point that was found"


def _named(points: Sequence[Found]) -> tuple[Prose, ...]:
    shown: list[Prose] = []
    for item in points[:MOST_NAMED]:
        shown.append((f"{_point(item)}: ", *_gathered(item.event, item.slot)))
    more = len(points) - len(shown)
    return (*shown, *([f"and {counted(more, 'other')}"] if more > 0 else []))


def _point(item: Found) -> str:
    return f"{item.slot.name.replace('-', ' ')} ({item.event.title})"


def _values(slot: ComparedSlot, numbers: Iterable[int], event: ComparedEvent) -> tuple[Inline, ...]:
    runs: list[Inline] = []
    for number in numbers:
        runs += ["; "] if runs else []
        said = f" ({slot.values[number].passage.report})" if len(event.reports) > 1 else _by(slot.values[number])
        runs += [_quoted(event, slot, number), said]
    return tuple(runs)


def _quoted(event: ComparedEvent, slot: ComparedSlot, number: int) -> Refer:
    words = " ".join(slot.values[number].passage.quote.split())
    short = words if len(words) <= LONGEST_QUOTED else words[: LONGEST_QUOTED - 1].rsplit(" ", 1)[0] + " …"
    return Refer(_anchor(event, slot, number), f"“{short}”")


def _anchor(event: ComparedEvent, slot: ComparedSlot, number: int) -> str:
    return f"value-{event.id}-{slot.name}-{number}"


def _listed(found: Comparison, documents: Iterable[Document]) -> tuple[Block, ...]:
    copies = {report: group[0] for group in found.sources for report in group[1:]}
    rows: list[Prose] = []
    for document in documents:
        known = document.metadata
        told = [f"{document.id}: “{known.title}”" if known.title else document.id, known.outlet]
        told += [date_in_words(known.published) if known.published else "not dated", document.origin or None]
        told += [f"the same story as {copies[document.id]}: one source" if document.id in copies else None]
        told += list(document.notes)
        rows.append(", ".join(filter(None, told)))
    return (Items(tuple(rows)),)


def _tables(found: Comparison) -> Iterator[Table]:
    """One table for each event that several reports tell, then one for what each report alone tells."""
    yield from (_event_table(event) for event in found.events if len(event.reports) > 1)
    for report in found.reports:
        alone = [event for event in found.events if event.reports == (report,)]
        if alone:
            yield Table(
                id=f"alone-{report}",
                caption=f"What only {report} tells",
                columns=(Column("In its words"),),
                rows=tuple(Row(event.title, (_told(event),)) for event in alone),
                corner="What",
            )


def _told(event: ComparedEvent) -> Cell:
    runs: list[Inline] = []
    for slot in event.slots:
        runs += [f"{'; ' if runs else ''}{slot.name.replace('-', ' ')} "]
        runs += _values(slot, range(len(slot.values)), event)
    return Cell(tuple(runs))


def _event_table(event: ComparedEvent) -> Table:
    """A column a report; where there are too many to be seen at once, one for all of them."""
    apart = len(event.reports) <= MOST_COLUMNS
    rows = tuple(
        Row(
            slot.name.replace("-", " ").capitalize(),
            (
                *(
                    (_said(event, slot, report) for report in event.reports)
                    if apart
                    else (Cell(_gathered(event, slot)),)
                ),
                _outcome(slot),
            ),
        )
        for slot in event.slots
    )
    names = event.reports if apart else (f"What {len(event.reports)} reports say",)
    return Table(
        id=f"event-{event.id}",
        caption=event.title,
        columns=(*(Column(name) for name in names), Column("Outcome")),
        rows=rows,
        corner="Point",
    )


def _said(event: ComparedEvent, slot: ComparedSlot, report: str) -> Cell:
    runs: list[Inline] = []
    for number, value in enumerate(slot.values):
        if value.passage.report == report:
            runs += ["; "] if runs else []
            runs += [_quoted(event, slot, number), _by(value)]
    return Cell(tuple(runs) if runs else "says nothing")


def _gathered(event: ComparedEvent, slot: ComparedSlot) -> tuple[Inline, ...]:
    """Each wording once, with the reports that have it."""
    alike: dict[str, list[int]] = {}
    for number, value in enumerate(slot.values):
        alike.setdefault(" ".join(value.passage.quote.split()) + _by(value), []).append(number)
    runs: list[Inline] = []
    for numbers in alike.values():
        reports = dict.fromkeys(slot.values[number].passage.report for number in numbers)
        runs += ["; "] if runs else []
        runs += [_quoted(event, slot, numbers[0]), f"{_by(slot.values[numbers[0]])} ({', '.join(reports)})"]
    return tuple(runs)


def _by(value: SlotValue) -> str:
    return f" (according to {', through '.join(voice.name for voice in reversed(value.chain))})" if value.chain else ""


def _outcome(slot: ComparedSlot) -> Cell:
    reasons = [slot.reason] if slot.outcome in ("hard", "soft", "refines") else []
    reasons += [one.reason for one in slot.within[:MOST_REASONS]]
    reasons += (
        [f"and so within {counted(more, 'other report')}"] if (more := len(slot.within) - MOST_REASONS) > 0 else []
    )
    return Cell(("", Mark(MARK_OF_OUTCOME[slot.worst])), under=tuple(reasons))


def _texts(found: Comparison, documents: Iterable[Document]) -> tuple[ReportText, ...]:
    taken: Mapping[str, list[Highlight]] = {report: [] for report in found.reports}
    for event in found.events:
        for slot in event.slots:
            shown: tuple[MarkKind, ...] = (MARK_OF_OUTCOME[slot.worst],)
            for number, value in enumerate(slot.values):
                place = Highlight(
                    value.passage.start, value.passage.end, anchor=_anchor(event, slot, number), marks=shown
                )
                taken[value.passage.report].append(place)
    return tuple(
        annotated_text(
            f"text-of-{document.id}",
            document.id,
            document.metadata.outlet or document.origin,
            document.metadata.lang,
            document.text,
            taken.get(document.id, []),
        )
        for document in documents
    )
