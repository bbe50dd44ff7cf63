"""Reports side by side: events grouped by frame, and every slot compared by its type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.evidence.comparison.comparators import compare_values
from detente.evidence.comparison.comparators_of_values import Knowledge
from detente.evidence.comparison.denials import denial_frames
from detente.evidence.comparison.facts import fact_frames, quotation_frames
from detente.evidence.comparison.frames import event_frames, proposal_frames
from detente.evidence.comparison.frames_positions import Known, Surroundings, position_frames
from detente.evidence.comparison.grouping import Group, grouped
from detente.evidence.comparison.order import in_shared_terms, in_small
from detente.evidence.comparison.result import SEVERITY, ComparedEvent, ComparedSlot, Comparison, Outcome
from detente.evidence.comparison.roles import compare_roles, roles_by_actor
from detente.evidence.comparison.sentences import Sentence, sentences, without_commonplace
from detente.evidence.comparison.titles import title
from detente.evidence.language.names import Actors
from detente.evidence.language.roles import OfficeHolder
from detente.evidence.reading.duplicates import near_duplicates
from detente.evidence.values import Members, Words

if TYPE_CHECKING:
    from detente.case.model.case import Case
    from detente.evidence.items import Extraction, SlotValue
    from detente.evidence.reading.document import Document

MATTERS = frozenset(("opposition", "plan", "rejection", "demand"))
"""Kinds of which a reader should know even where one report alone has them."""
MATTERING_SLOTS = frozenset(("host", "based-on", "priorities", "author"))
SLOT_ORDER = (
    *("place", "when", "began", "duration", "lasting", "host", "mediator", "participants", "speaker", "who"),
    *("gives", "condition", "guarantors", "strength", "modality", "what", "channel", "audience", "order"),
    *("substance", "framing", "assessment", "called", "ground-given", "document"),
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the comparators are told beside the values."""

    actors: Actors
    sources: tuple[tuple[str, ...], ...]
    office_holders: tuple[OfficeHolder, ...]
    as_of: date | None


def compare(
    extractions: Iterable[Extraction],
    *,
    documents: Iterable[Document] = (),
    case: Case | None = None,
    office_holders: Sequence[OfficeHolder] = (),
) -> Comparison:
    """What the reports agree on, what says only one, what contradicts.

    Tellings are grouped by kind, actors, days and issues, never by how their sentences sound. `documents` are
    read for copies: two copies of one wire story count as one source. Cost: near-linear in the number of items.
    """
    extracted, read = tuple(extractions), {document.id: document for document in documents}
    actors = Actors.of_case(case) if case is not None else Actors.general()
    issues = frozenset(issue.id for issue in case.issues) if case is not None else frozenset[str]()
    known = _Told(actors, _copies(read.values()), tuple(office_holders), _day(case.as_of if case is not None else None))
    told = {one.report: tuple(sentences(read[one.report], one)) for one in extracted if one.report in read}
    sides = Known(actors, extracted)
    frames = (
        frame
        for extraction in extracted
        for frame in (
            *event_frames(extraction),
            *position_frames(extraction, sides, issues, Surroundings.of(read.get(extraction.report), told)),
            *proposal_frames(extraction),
        )
    )
    groups = grouped(frames, sides)
    titles = {item: in_small(title(group)) for group in groups for frame in group.frames for item in frame.items}
    events = [_event(group, name, titles, known) for group, name in zip(groups, _ids(groups), strict=True)]
    events.extend(_facts(told, read, known, events))
    return Comparison(
        reports=tuple(extraction.report for extraction in extracted),
        events=tuple(sorted((event for event in events if event.slots), key=_rank)),
        sources=known.sources,
    )


def _facts(
    told: Mapping[str, Sequence[Sentence]], read: Mapping[str, Document], known: _Told, events: Sequence[ComparedEvent]
) -> list[ComparedEvent]:
    """Figures, days and denials that no event, offer or position has compared already, from two sources at least."""
    compared = [
        ({(value.passage.report, value.passage.start) for value in slot.values}, slot.worst in ("soft", "hard"))
        for event in events
        for slot in event.slots
        if len(slot.reports) > 1
    ]
    anchors = {name: _day(document.metadata.published) for name, document in read.items()}
    groups: list[Group] = []
    told = without_commonplace(told)
    for frames in (
        *fact_frames(told, anchors, Knowledge(known.actors, known.actors.gazetteer)),
        *denial_frames(told, anchors),
        *quotation_frames(told),
    ):
        places = {(frame.report, frame.slots[0].passage.start) for frame in frames}
        if not any(len({r for r, _ in places & there}) > (not flagged) for there, flagged in compared):
            groups.append(Group())
            for frame in frames:
                groups[-1].add(frame)
    found = [_event(group, name, {}, known) for group, name in zip(groups, _ids(groups), strict=True)]
    return [event for event in found if event.outcome != "single-source"]


def _copies(documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    texts = tuple(documents)
    return near_duplicates(texts) if len(texts) > 1 else ()


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None and len(written) == len("2025-12-14") else None


def _ids(groups: Sequence[Group]) -> list[str]:
    """`meeting-1`, `offer-2`: by kind, in the order in which the reports tell of them."""
    counted: Counter[str] = Counter()
    found: list[str] = []
    for group in groups:
        kind = group.frames[0].kind
        counted[kind] += 1
        found.append(f"{kind}-{counted[kind]}")
    return found


def _event(group: Group, name: str, titles: Mapping[str, str], known: _Told) -> ComparedEvent:
    by_slot: dict[str, list[SlotValue]] = {}
    for frame in group.frames:
        for value in frame.slots:
            if not _is_stage(value):
                by_slot.setdefault(value.slot, []).append(in_shared_terms(value, titles))
    roles = by_slot.pop("role", [])
    slots = [_slot(slot, values, known) for slot, values in by_slot.items()]
    slots.extend(_role_slot(slot, values, known) for slot, values in roles_by_actor(roles, known.actors))
    return ComparedEvent(
        id=name,
        kind=group.frames[0].kind,
        title=title(group),
        reports=tuple(dict.fromkeys(frame.report for frame in group.frames)),
        slots=tuple(sorted(slots, key=_slot_rank)),
        passages=tuple(passage for frame in group.frames for passage in frame.passages[:1]),
        items=tuple(item for frame in group.frames for item in frame.items),
    )


def _is_stage(value: SlotValue) -> bool:
    return value.slot == "status" and isinstance(value.value, Words) and value.value.words == "planned"


def _slot(slot: str, values: Sequence[SlotValue], known: _Told) -> ComparedSlot:
    compared = compare_values(
        slot,
        values,
        actors=known.actors,
        same_source=known.sources,
        office_holders=known.office_holders,
        as_of=known.as_of,
    )
    outcome, reason = compared.outcome, compared.reason
    if slot == "guarantors" and outcome in ("agree", "refines"):
        outcome, reason = _open_or_closed(values, outcome, reason)
    return ComparedSlot(slot, tuple(values), outcome, reason, compared.within)


def _open_or_closed(values: Sequence[SlotValue], outcome: Outcome, reason: str) -> tuple[Outcome, str]:
    """Who guarantees is the substance of an offer: a list that one report closes, the other must not leave open."""
    lists = [(value.passage, value.value) for value in values if isinstance(value.value, Members)]
    closed = next((passage for passage, members in lists if not members.open and len(members.actors) > 1), None)
    opened = next((passage for passage, members in lists if members.open), None)
    if closed is None or opened is None:
        return outcome, reason
    return "soft", (
        f"“{_short(closed.quote)}” ({closed.report}) is a closed list, "
        f"“{_short(opened.quote)}” ({opened.report}) leaves it open"
    )


def _short(quote: str, longest: int = 80) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _role_slot(slot: str, values: Sequence[SlotValue], known: _Told) -> ComparedSlot:
    compared = compare_roles(
        slot,
        values,
        actors=known.actors,
        same_source=known.sources,
        office_holders=known.office_holders,
        as_of=known.as_of,
    )
    return ComparedSlot(slot, tuple(values), compared.outcome, compared.reason, compared.within)


def _slot_rank(slot: ComparedSlot) -> tuple[int, int, str]:
    """The gravest first, then in the order of the slots' names above."""
    place = SLOT_ORDER.index(slot.name) if slot.name in SLOT_ORDER else len(SLOT_ORDER)
    return -SEVERITY.index(slot.worst), place, slot.name


def _rank(event: ComparedEvent) -> tuple[int, int]:
    """Hard contradictions first, then soft ones, then what only one says and matters, then the rest, agreed last."""
    outcome = event.outcome
    if outcome in ("hard", "soft"):
        return (0 if outcome == "hard" else 1), -len(event.reports)
    if outcome == "single-source":
        matters = event.kind in MATTERS or any(
            slot.name in MATTERING_SLOTS and slot.outcome == "single-source" for slot in event.slots
        )
        return (2 if matters else 3), -len(event.reports)
    return (4 if outcome == "refines" else 5), -len(event.reports)
