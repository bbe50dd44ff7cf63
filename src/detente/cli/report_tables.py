"""What `compare` and `read` print: the words of the reports, point by point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from detente.cli.tables import cell, facts, heading
from detente.evidence.comparison.result import ComparedEvent, ComparedSlot, Comparison, Outcome
from detente.evidence.items import SlotValue
from detente.evidence.reading.document import Document
from detente.evidence.reports import Reports

OUTCOMES: dict[Outcome, str] = {
    "hard": "contradicted",
    "soft": "differs",
    "single-source": "one source",
    "refines": "refined",
    "agree": "agreed",
}
"""Outcomes as a reader sees them, gravest first."""

LONGEST_QUOTED = 200
"""Characters of a report's words that a table shows."""


def comparison_of_reports(found: Comparison, reports: Reports, *, everything: bool) -> list[RenderableType]:
    """Which reports, how many points of each outcome, and the points with the words of each report."""
    parts: list[RenderableType] = [_sources(found, reports), "", comparison_sentence(found)]
    for event in found.events:
        shown = [slot for slot in event.slots if everything or slot.worst not in ("agree", "refines")]
        if shown:
            parts += [heading(event.title), _points(shown)]
    if not everything and found.agreed:
        parts += ["", f"--all shows the {len(found.agreed)} on which they agree too."]
    return [*parts, "", "--json has every value with its place in the report; -o PAGE.html shows them side by side."]


def comparison_sentence(found: Comparison) -> str:
    """How many points are contradicted, different, in one source only, and agreed.

    >>> comparison_sentence(Comparison(("a", "b"), ()))
    'Nothing that both reports tell could be compared.'
    """
    slots = [slot for event in found.events for slot in event.slots]
    if not slots:
        return "Nothing that both reports tell could be compared."
    counts = {outcome: sum(slot.worst == outcome for slot in slots) for outcome in OUTCOMES}
    told = ", ".join(f"{words} {counts[outcome]}" for outcome, words in OUTCOMES.items())
    return f"Points compared: {len(slots)}. {told[:1].upper()}{told[1:]}."


def _sources(found: Comparison, reports: Reports) -> Table:
    copies = {report: group[0] for group in found.sources for report in group[1:]}
    return facts((document.id, _described(document, copies.get(document.id))) for document in reports.documents)


def _described(document: Document, copy_of: str | None) -> str:
    known = document.metadata
    told = [known.outlet, known.published, document.origin, f"the same story as {copy_of}" if copy_of else None]
    head = f"“{known.title}”" if known.title else ""
    return "; ".join(part for part in (head, ", ".join(filter(None, told))) if part)


def _points(slots: Iterable[ComparedSlot]) -> Padding:
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(no_wrap=True, max_width=18)
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for slot in slots:
        for number, (report, words) in enumerate(_rows(slot)):
            first = number == 0
            name = slot.name.replace("-", " ") if first else ""
            made.add_row(OUTCOMES[slot.worst] if first else "", cell(name), cell(report), cell(words))
    return Padding(made, (0, 0, 0, 2))


def _rows(slot: ComparedSlot) -> Iterator[tuple[str, str]]:
    yield from ((value.passage.report, quoted(value)) for value in slot.values)
    if slot.outcome in ("hard", "soft"):
        yield "", f"({slot.reason})"
    for one in slot.within:
        yield "", f"({one.reason})"


def quoted(value: SlotValue) -> str:
    """The report's words, and who says so where it is not the report itself."""
    words = " ".join(value.passage.quote.split())
    short = words if len(words) <= LONGEST_QUOTED else words[: LONGEST_QUOTED - 1].rsplit(" ", 1)[0] + " …"
    by = f" ({' > '.join(voice.name for voice in value.chain)})" if value.chain else ""
    return f"“{short}”{by}"


def event_words(event: ComparedEvent) -> str:
    """The title of an event with the reports that tell of it."""
    return f"{event.title} ({', '.join(event.reports)})"
