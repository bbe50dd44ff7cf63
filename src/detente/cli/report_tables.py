"""What `compare` and `read` print: the words of the reports, point by point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from detente.cli.tables import MOST_OF_A_NAME, cell, facts, heading, table
from detente.evidence.comparison.result import ComparedEvent, ComparedSlot, Comparison, Outcome
from detente.evidence.items import (
    ConditionalOffer,
    EventMention,
    Passage,
    ProposalMention,
    SlotValue,
    Statement,
    Voice,
)
from detente.evidence.reading.document import Document
from detente.evidence.reports import Reports
from detente.evidence.review.agreement import Agreement, NoAgreement

OUTCOMES: dict[Outcome, str] = {
    "hard": "contradicted",
    "soft": "differs",
    "single-source": "one source",
    "refines": "refined",
    "agree": "agreed",
}
"""Outcomes as a reader sees them, gravest first."""

MOST_REASONS = 3
"""Reports of which a table says how each contradicts itself."""

LONGEST_QUOTED = 200
"""Characters of a report's words that a table shows."""


def comparison_of_reports(found: Comparison, reports: Reports, *, everything: bool) -> list[RenderableType]:
    """Which reports, how many points of each outcome, and the points with the words of each report."""
    parts: list[RenderableType] = [_sources(found, reports), "", comparison_sentence(found)]
    for event in found.events:
        shown = [slot for slot in event.slots if everything or slot.worst not in ("agree", "refines")]
        if shown and len(event.reports) > 1:
            parts += [heading(event.title), _points(shown)]
    for report in found.reports:
        alone = [event for event in found.events if event.reports == (report,)]
        if alone:
            parts += [heading(f"Only in {report}"), Padding(facts(_told(event) for event in alone), (0, 0, 0, 2))]
    if not everything and found.agreed:
        parts += ["", f"--all shows the {len(found.agreed)} on which they agree too."]
    return [*parts, "", "--json has every value with its place in the report; -o PAGE.html shows them side by side."]


def comparison_sentence(found: Comparison) -> str:
    """How many points are contradicted, different, in one source only, and agreed.

    >>> comparison_sentence(Comparison(("a", "b"), ()))
    'Nothing was found in these reports that could be compared.'
    """
    slots = [slot for event in found.events for slot in event.slots]
    if not slots:
        return "Nothing was found in these reports that could be compared."
    counts = {outcome: sum(slot.worst == outcome for slot in slots) for outcome in OUTCOMES}
    told = ", ".join(f"{words} {counts[outcome]}" for outcome, words in OUTCOMES.items())
    return f"Points compared: {len(slots)}. {told[:1].upper()}{told[1:]}."


def _told(event: ComparedEvent) -> tuple[str, str]:
    """An event that one report alone tells: what kind it is, and the words for it."""
    slots = (f"{slot.name.replace('-', ' ')} {quoted(slot.values[0])}" for slot in event.slots)
    return event.kind, f"{event.title}: {'; '.join(slots)}"


def _sources(found: Comparison, reports: Reports) -> Table:
    copies = {report: group[0] for group in found.sources for report in group[1:]}
    return facts((document.id, _described(document, copies.get(document.id))) for document in reports.documents)


def _described(document: Document, copy_of: str | None) -> str:
    known = document.metadata
    told = [known.outlet, known.published, document.origin, f"the same story as {copy_of}" if copy_of else None]
    told += document.notes
    head = f"“{known.title}”" if known.title else ""
    return "; ".join(part for part in (head, ", ".join(filter(None, told))) if part)


def _points(slots: Iterable[ComparedSlot]) -> Padding:
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(no_wrap=True, max_width=18)
    made.add_column(overflow="fold", max_width=MOST_OF_A_NAME)
    made.add_column(overflow="fold")
    for slot in slots:
        for number, (report, words) in enumerate(_rows(slot)):
            first = number == 0
            name = slot.name.replace("-", " ") if first else ""
            made.add_row(OUTCOMES[slot.worst] if first else "", cell(name), cell(report), cell(words))
    return Padding(made, (0, 0, 0, 2))


def _rows(slot: ComparedSlot) -> Iterator[tuple[str, str]]:
    alike: dict[str, dict[str, None]] = {}
    for value in slot.values:
        alike.setdefault(quoted(value), {})[value.passage.report] = None
    for words, reports in alike.items():
        first, *others = reports
        yield (
            (first if not others else f"{first}, {others[0]}" if len(others) == 1 else f"{first} +{len(others)}"),
            words,
        )
    if slot.outcome in ("hard", "soft"):
        yield "", f"({slot.reason})"
    for one in slot.within[:MOST_REASONS]:
        yield "", f"({one.reason})"
    if len(slot.within) > MOST_REASONS:
        yield "", f"(and so within {len(slot.within) - MOST_REASONS} other reports)"


def quoted(value: SlotValue) -> str:
    """The report's words, and who says so where it is not the report itself."""
    short = _shortened(_plain(value.passage))
    by = f" ({' > '.join(voice.name for voice in value.chain)})" if value.chain else ""
    return f"“{short}”{by}"


def items_found(reports: Reports, standing: Mapping[str, str] = MappingProxyType({})) -> list[RenderableType]:
    """Everything found, report by report: conditional offers, statements, events, proposals.

    `standing` says of items, by id, what a person decided.
    """
    parts: list[RenderableType] = []
    for document, found in zip(reports.documents, reports.extractions, strict=True):
        parts.append(heading(f"{document.id}  {_described(document, None)}"))
        parts += [*_section("Conditional offers", map(_offer, found.offers), standing)]
        parts += [*_section("Statements", map(_statement, found.statements), standing)]
        parts += [*_section("Events", (row for event in found.events for row in _event(event)), standing)]
        spoken_of = (row for item in found.proposals for row in _proposal(item))
        parts += [*_section("Proposals spoken of", spoken_of, standing)]
        if not any((found.offers, found.statements, found.events, found.proposals)):
            parts.append("  Nothing was found in it by the rules, which read English.")
    return parts


def agreement_table(found: Mapping[str, Agreement | NoAgreement]) -> list[RenderableType]:
    """Krippendorff's alpha for each field, or why there is none."""
    made = table("field", "alpha", "level", "coders", "items", "", numbers=("alpha", "coders", "items"))
    for name, value in found.items():
        alpha, why = (f"{value.alpha:.2f}", "") if isinstance(value, Agreement) else ("–", value.reason)
        made.add_row(name, alpha, value.level, str(value.coders), str(value.units), cell(why))
    return [heading("How far the coders agree"), made, "1 is full agreement, 0 what chance gives."]


def _section(title: str, rows: Iterable[tuple[str, str]], standing: Mapping[str, str]) -> Iterator[RenderableType]:
    listed = [(name, f"[{standing[name]}] {words}" if name in standing else words) for name, words in rows]
    if listed:
        yield f"\n{title}"
        yield Padding(facts(listed), (0, 0, 0, 2))


def _offer(offer: ConditionalOffer) -> tuple[str, str]:
    who = _through(offer.chain)
    givers = ", ".join(voice.name for voice in offer.guarantors) + (" and others" if offer.guarantors_open else "")
    mapped = f" → {offer.about or '?'} if {offer.if_ or '?'}" if offer.about or offer.if_ else ""
    asked = f" (asked of: {givers})" if givers else ""
    return offer.id, f"{who}: “{_plain(offer.gives)}” if “{_plain(offer.condition)}”{asked}{mapped}"


def _statement(statement: Statement) -> tuple[str, str]:
    said = " … ".join(_plain(passage) for passage in statement.content)
    about = f" → {statement.about}" if statement.about else ""
    act = f"does not {statement.act}" if statement.negated else statement.act
    return statement.id, f"{_through(statement.chain)}, {act}: “{_shortened(said)}”{about}"


def _event(event: EventMention) -> Iterator[tuple[str, str]]:
    yield event.id, f"{event.kind}: “{_shortened(_plain(event.passage))}”"
    yield from (("", f"  {value.slot}: {quoted(value)}") for value in event.slots)


def _proposal(proposal: ProposalMention) -> Iterator[tuple[str, str]]:
    yield proposal.id, proposal.name
    yield from (("", f"  {value.slot}: {quoted(value)}") for value in proposal.slots)


def _through(chain: Sequence[Voice]) -> str:
    """Who says it, and through whom it reached the report."""
    if not chain:
        return "the report itself"
    via = [voice.name for voice in chain[:-1]]
    return chain[-1].name + (f" (through {', '.join(via)})" if via else "")


def _plain(passage: Passage) -> str:
    return " ".join(passage.quote.split())


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTED else words[: LONGEST_QUOTED - 1].rsplit(" ", 1)[0] + " …"
