"""What several reports agree on, what says only one, what contradicts: as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from detente.evidence.comparison.value_words import in_words, typed
from detente.evidence.items import Passage, SlotValue

Outcome = Literal["agree", "refines", "single-source", "soft", "hard"]

SHAPE: Literal["detente/comparison/1"] = "detente/comparison/1"
"""Name and version of the JSON shape."""
SEVERITY: tuple[Outcome, ...] = ("agree", "refines", "single-source", "soft", "hard")


def gravest(outcomes: Iterable[Outcome]) -> Outcome:
    """The gravest outcome; `agree` where there is nothing to compare."""
    found: Outcome = "agree"
    for outcome in outcomes:
        if SEVERITY.index(outcome) > SEVERITY.index(found):
            found = outcome
    return found


@dataclass(frozen=True, slots=True)
class Within:
    """What one report says of a slot when it gives it more than one value."""

    report: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class ComparedSlot:
    """One slot of an event over all reports: the values as found, the outcome between reports, and inside each."""

    name: str
    values: tuple[SlotValue, ...]
    outcome: Outcome
    reason: str
    within: tuple[Within, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports that give a value, in the order of the values."""
        return tuple(dict.fromkeys(value.passage.report for value in self.values))

    @property
    def worst(self) -> Outcome:
        """The gravest of the outcome between the reports and those inside one report."""
        return gravest((self.outcome, *(one.outcome for one in self.within)))


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    """One event, offer, demand, position or plan, and what each report gives to its slots.

    `items` are the ids of the items that were put together, `passages` where each report tells of it.
    """

    id: str
    kind: str
    title: str
    reports: tuple[str, ...]
    slots: tuple[ComparedSlot, ...]
    passages: tuple[Passage, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The gravest outcome of its slots; `agree` where there is nothing to compare."""
        return gravest(slot.worst for slot in self.slots)

    def slot(self, name: str) -> ComparedSlot | None:
        """The slot of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class Found:
    """One slot with the event that it belongs to."""

    event: ComparedEvent
    slot: ComparedSlot


@dataclass(frozen=True, slots=True)
class Comparison:
    """All events of some reports, slot by slot; `sources` groups reports that are copies of one text."""

    reports: tuple[str, ...]
    events: tuple[ComparedEvent, ...]
    sources: tuple[tuple[str, ...], ...] = ()

    def event(self, identifier: str) -> ComparedEvent | None:
        """The event of that id."""
        return next((event for event in self.events if event.id == identifier), None)

    def _found(self, *outcomes: Outcome) -> tuple[Found, ...]:
        return tuple(Found(event, slot) for event in self.events for slot in event.slots if slot.worst in outcomes)

    @property
    def contradictions(self) -> tuple[Found, ...]:
        """Hard ones first, then soft ones, also those inside one report."""
        return self._found("hard") + self._found("soft")

    @property
    def agreed(self) -> tuple[Found, ...]:
        """What two or more sources say alike, or one more exactly than the other."""
        return self._found("agree", "refines")

    def single_source(self, report: str | None = None) -> tuple[Found, ...]:
        """What only one source says; with a report, what only that one says."""
        return tuple(found for found in self._found("single-source") if report is None or report in found.slot.reports)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data, in the shape of `comparison.schema`."""
        return {
            "schema": SHAPE,
            "reports": list(self.reports),
            "copies": [list(group) for group in self.sources],
            "counts": _counts(self),
            "events": [_event(event) for event in self.events],
        }


def _counts(comparison: Comparison) -> dict[str, int]:
    counts = {outcome.replace("-", "_"): 0 for outcome in reversed(SEVERITY)}
    for event in comparison.events:
        for slot in event.slots:
            counts[slot.worst.replace("-", "_")] += 1
    return counts


def _event(event: ComparedEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "title": event.title,
        "outcome": event.outcome,
        "reports": list(event.reports),
        "items": list(event.items),
        "passages": [_passage(passage) for passage in event.passages],
        "slots": [_slot(slot) for slot in event.slots],
    }


def _slot(slot: ComparedSlot) -> dict[str, Any]:
    return {
        "slot": slot.name,
        "outcome": slot.outcome,
        "reason": slot.reason,
        "within": [{"report": one.report, "outcome": one.outcome, "reason": one.reason} for one in slot.within],
        "values": [_value(value) for value in slot.values],
    }


def _value(value: SlotValue) -> dict[str, Any]:
    kind, fields = typed(value.value)
    return {
        "report": value.passage.report,
        "type": kind,
        "value": fields,
        "words": in_words(value.value),
        "span": [value.passage.start, value.passage.end],
        "quote": value.passage.quote,
        "said_by": [{"name": voice.name, "party": voice.party} for voice in value.chain],
        "rule": value.rule,
        "confidence": value.confidence,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {"report": passage.report, "span": [passage.start, passage.end], "quote": passage.quote}
