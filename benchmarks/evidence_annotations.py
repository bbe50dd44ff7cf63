"""The annotations of the evidence sets in library/, read with every quotation found in its report.

docs/how-to/annotate-reports.md says what each field means. A quotation that is missing, or that stands more than once
without `nth`, is refused with its place, so that offsets follow from the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from detente.case.yaml_subset import compose
from detente.evidence.comparison.result import Outcome
from detente.evidence.items import Act, Modality

LIBRARY = Path(__file__).resolve().parents[1] / "library"

Kind = Literal[
    "meeting", "call", "statement", "signing", "submission", "publication", "attack", "war", "agreement",
    "offer", "position", "plan", "fact",
]  # fmt: skip
TrapKind = Literal[
    "transliteration", "spelling", "metonymy", "containment", "granularity", "date", "quantity", "typography",
    "synonym", "office", "open-list", "silence", "reprint", "repeated", "two-offers", "denial", "disagreement",
]  # fmt: skip
OUTCOMES: tuple[str, ...] = get_args(Outcome)
EVENT_KINDS = frozenset({"meeting", "call", "statement", "signing", "submission", "publication", "attack", "war"})
"""Kinds of which an extraction is expected to give events; the others are groups that a comparison makes."""

Span = tuple[int, int]


class NotVerbatim(ValueError):
    """A quotation that is not in its text, or in more places than one."""


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_").replace("_", "-")
    )


class Quote(_Part):
    """Words of a text; `nth` counts their places from 1 where there are several."""

    quote: str = Field(min_length=1)
    nth: int | None = Field(default=None, ge=1)

    def span(self, text: str, start: int = 0, end: int | None = None) -> Span:
        """Where the words stand in text[start:end], in characters of the whole text."""
        within = text[start : len(text) if end is None else end]
        places = list(_places(within, self.quote))
        if not places:
            raise NotVerbatim(f"not in the text: {self.quote!r}")
        if self.nth is None and len(places) > 1:
            raise NotVerbatim(f"{len(places)} times in the text: {self.quote!r}; say which with nth")
        if self.nth is not None and (self.nth > len(places) or len(places) == 1):
            raise NotVerbatim(f"nth is {self.nth}, and there are {len(places)}: {self.quote!r}")
        found = start + places[(self.nth or 1) - 1]
        return found, found + len(self.quote)


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _as_quote(value: object) -> object:
    return {"quote": value} if isinstance(value, str) else value


Words = Annotated[Quote, BeforeValidator(_as_quote)]


class StatementNote(Quote):
    """A statement; `source`, `cue` and `content` are looked for inside `quote`."""

    id: str
    source: Words | None = None
    cue: Words | None = None
    content: tuple[Words, ...] = ()
    chain: tuple[str, ...]
    act: Act
    direct: bool | Literal["mixed"]
    form: Literal["said", "nominal", "headline", "position"] = "said"
    modality: Modality | None = None
    negated: bool = False
    to: str | None = None
    when: str | None = None
    about: str | None = None
    if_: str | None = None
    optional: bool = False


class OfferNote(Quote):
    """A conditional offer; `gives`, `condition` and `trigger` are looked for inside `quote`."""

    id: str
    gives: Words
    condition: Words
    trigger: Words
    chain: tuple[str, ...]
    act: Literal["offer", "demand", "threat", "report"]
    guarantors: tuple[str, ...] = ()
    guarantors_open: bool = False
    about: str | None = None
    if_: str | None = None
    optional: bool = False


class ValueNote(Quote):
    """The value that a report gives to a slot; `quote` is looked for in the whole report."""

    value: str | tuple[str, ...]
    chain: tuple[str, ...] = ()
    open: bool = False


Slots = Mapping[str, tuple[ValueNote, ...]]


class EventNote(Quote):
    """An event as one report tells it; `event` is the same for all reports of the set."""

    event: str
    kind: Kind
    slots: Slots = Field(default_factory=dict)


class ProposalNote(Quote):
    """A plan, draft or paper that a report speaks of."""

    proposal: str
    name: str
    slots: Slots = Field(default_factory=dict)


class ReportNotes(_Part):
    """Everything marked in one report."""

    statements: tuple[StatementNote, ...] = ()
    offers: tuple[OfferNote, ...] = ()
    events: tuple[EventNote, ...] = ()
    proposals: tuple[ProposalNote, ...] = ()

    def slots(self) -> Iterator[tuple[str, str, ValueNote]]:
        """Every marked value, with the event or proposal and the slot that it belongs to."""
        for name, slots in [(e.event, e.slots) for e in self.events] + [(p.proposal, p.slots) for p in self.proposals]:
            for slot, values in slots.items():
                for value in values:
                    yield name, slot, value


class WithinNote(_Part):
    """A report that contradicts itself."""

    report: str
    outcome: Literal["soft", "hard"]
    why: str


class SlotOutcome(_Part):
    """What comparing the reports shows for one slot."""

    outcome: Outcome
    why: str | None = None
    within: tuple[WithinNote, ...] = ()


class ComparedNote(_Part):
    """One event over all reports."""

    event: str
    kind: Kind
    title: str | None = None
    slots: Mapping[str, SlotOutcome]


class InReport(Quote):
    """Words of a named report."""

    report: str


class Trap(_Part):
    """Passages that look like a contradiction and are none; `silent` reports say nothing of the first."""

    kind: TrapKind
    passages: tuple[InReport, ...] = Field(min_length=1)
    silent: tuple[str, ...] = ()
    why: str


class Annotation(_Part):
    """expected.yaml of an evidence set."""

    format: Literal[1]
    held_out: bool = False
    copies: tuple[tuple[str, ...], ...] = ()
    reports: Mapping[str, ReportNotes]
    comparison: tuple[ComparedNote, ...]
    traps: tuple[Trap, ...] = ()


@dataclass(frozen=True)
class EvidenceSet:
    """A folder library/evidence-*: its annotation and the texts of its reports."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @cached_property
    def annotation(self) -> Annotation:
        """The annotation, checked field by field."""
        file = self.folder / "expected.yaml"
        data: Any = compose(file.read_text(encoding="utf-8"), str(file)).plain()
        return Annotation.model_validate(data)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Report → text."""
        names = self.annotation.reports
        return {name: (self.folder / "reports" / f"{name}.txt").read_text(encoding="utf-8") for name in names}

    def sources(self, reports: set[str]) -> int:
        """How many sources the reports are: copies of one story are one."""
        same = {report: copies[0] for copies in self.annotation.copies for report in copies}
        return len({same.get(report, report) for report in reports})

    def values(self) -> Iterator[tuple[str, str, str, ValueNote, Span]]:
        """Every marked value: event, slot, report, value, span."""
        for report, notes in self.annotation.reports.items():
            for event, slot, value in notes.slots():
                yield event, slot, report, value, value.span(self.texts[report])


def evidence_sets(*, held_out: bool | None = None) -> list[EvidenceSet]:
    """The sets in library/; with `held_out`, only those that are kept aside, or only those that are not."""
    found = [EvidenceSet(file.parent) for file in sorted(LIBRARY.glob("evidence-*/expected.yaml"))]
    return [one for one in found if held_out is None or one.annotation.held_out == held_out]


def spans_of(text: str, notes: ReportNotes) -> Iterator[tuple[str, Span]]:
    """Every quotation of a report's notes with a word on what it is, and its span."""
    for item in notes.statements:
        start, end = item.span(text)
        yield item.id, (start, end)
        named = [("source", item.source), ("cue", item.cue), *(("content", piece) for piece in item.content)]
        yield from ((f"{item.id} {name}", quote.span(text, start, end)) for name, quote in named if quote is not None)
    for item in notes.offers:
        start, end = item.span(text)
        yield item.id, (start, end)
        for name in ("gives", "condition", "trigger"):
            yield f"{item.id} {name}", getattr(item, name).span(text, start, end)
    for item in (*notes.events, *notes.proposals):
        yield (item.event if isinstance(item, EventNote) else item.proposal), item.span(text)
    for event, slot, value in notes.slots():
        yield f"{event}.{slot}", value.span(text)
