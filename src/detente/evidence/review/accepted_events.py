"""Accepted events into the case: mentions of one event become one entry, or fill up the entry that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.case.changes import Insert, Set
from detente.case.reading import CaseFile
from detente.evidence.comparison.result import ComparedEvent, Comparison
from detente.evidence.items import EventMention
from detente.evidence.review.additions import Additions, free_id
from detente.evidence.review.entries import event_entry
from detente.evidence.review.gathering import by_item, named_slots, together, with_outcomes
from detente.evidence.review.proposed import Proposed


class AcceptedEvents:
    """The events of the case and those about to enter it.

    It knows which mentions, also those that are not accepted, tell of one event.
    """

    def __init__(self, into: Additions, items: Iterable[Proposed], compared: Comparison | None) -> None:
        self._into, self._case = into, into.case
        self._sizes: dict[str, dict[str, int]] = {
            event.id: {name: len(slot.values) for name, slot in event.slots.items()} for event in into.case.events
        }
        self._short_slots = _short_slots(into.read)
        self._mentions = {item.item.id: item.item for item in items if isinstance(item.item, EventMention)}
        self._compared = by_item(compared)
        self._new: dict[str, tuple[dict[str, Any], ComparedEvent | None]] = {}

    def finish(self) -> None:
        """Plan the new entries, now that all their mentions are known."""
        for name, (entry, event) in self._new.items():
            slots = entry.get("slots", {})
            judged = with_outcomes(slots, event) if event is not None else slots
            titled = {"kind": entry["kind"], **({"title": event.title} if event is not None else {}), **entry}
            self._into.add("events", {"id": name, **titled, **({"slots": judged} if judged else {})})
        self._new = {}

    def take(self, proposed: Proposed, entry: dict[str, Any], into: Any) -> str | None:
        """Plan one mention, or say why not."""
        slots: dict[str, list[dict[str, Any]]] = entry.get("slots", {})
        if into is not None:
            return self._fill(proposed, str(into), slots)
        standing = self._standing_event(slots)
        if standing is not None:
            return f"it stands in the case already, as {standing}"
        event = self._compared.get(proposed.item.id)
        slots = named_slots(slots, event) if event is not None else slots
        known = self._known_event(event)
        if known is not None:
            return self._fill(proposed, known, slots)
        self._into.cite(proposed.report)
        for name, (other, same) in self._new.items():
            if event is not None and same is not None and same.id == event.id:
                other["slots"] = together(other.get("slots", {}), slots)
                self._into.ids[proposed.key] = name
                return None
        new = free_id(str(entry.pop("id", entry["kind"])), "event", set(self._sizes))
        self._sizes[new] = {name: len(values) for name, values in slots.items()}
        self._new[new] = ({**entry, **({"slots": slots} if slots else {})}, event)
        self._into.ids[proposed.key] = new
        return None

    def _known_event(self, event: ComparedEvent | None) -> str | None:
        """The event of the case that holds what another mention of this event says, if there is one."""
        mentions = (
            self._mentions[name] for name in (event.items if event is not None else ()) if name in self._mentions
        )
        known = (self._standing_event(event_entry(mention).get("slots", {})) for mention in mentions)
        return next((name for name in known if name is not None), None)

    def _standing_event(self, slots: Mapping[str, list[dict[str, Any]]]) -> str | None:
        """The event of the case that holds all these values, if there is one."""
        wanted = {(_base(n), value["report"], tuple(value["span"])) for n, values in slots.items() for value in values}
        for event in self._case.events:
            held = {(_base(n), value.report, value.span) for n, slot in event.slots.items() for value in slot.values}
            if wanted and wanted <= held:
                return event.id
        return None

    def _fill(self, proposed: Proposed, event: str, slots: Mapping[str, list[dict[str, Any]]]) -> str | None:
        """The values of a mention, added to an event that is there."""
        place = next((place for place, found in enumerate(self._case.events) if found.id == event), None)
        if place is None:
            return f"'{event}' is no event of the case" + (" yet: accept it first" if event in self._sizes else "")
        known = {
            (name, value.report, value.span)
            for name, slot in self._case.events[place].slots.items()
            for value in slot.values
        }
        new = {
            name: [value for value in values if (name, value["report"], tuple(value["span"])) not in known]
            for name, values in slots.items()
        }
        if not any(new.values()):
            return f"its values stand in the case already, in {event}"
        self._into.cite(proposed.report)
        for name, values in new.items():
            for value in values:
                self._add_value(place, event, name, value)
        self._into.ids[proposed.key] = event
        return None

    def _add_value(self, place: int, event: str, name: str, value: dict[str, Any]) -> None:
        sizes = self._sizes[event]
        if name not in sizes:
            without_slots = not sizes and not self._case.events[place].slots
            if without_slots:
                self._into.changes.append(Set(("events", place, "slots"), {name: [value]}))
            else:
                self._into.changes.append(Set(("events", place, "slots", name), [value]))
            self._short_slots.add((event, name))
            sizes[name] = 1
            return
        inner = () if (event, name) in self._short_slots else ("values",)
        self._into.changes.append(Insert(("events", place, "slots", name, *inner, sizes[name]), value))
        sizes[name] += 1


def _base(slot: str) -> str:
    """The name of a slot without whose it is: `role` for `role-durrin`."""
    return "role" if slot.startswith("role-") else slot


def _short_slots(read: CaseFile) -> set[tuple[str, str]]:
    """The slots that the file writes as a plain list of values."""
    found: set[tuple[str, str]] = set()
    events = read.tree.child("events")
    for place, event in enumerate(read.case.events):
        slots = events.child(place) if events is not None else None
        slots = slots.child("slots") if slots is not None else None
        for name in event.slots:
            node = slots.child(name) if slots is not None else None
            if node is not None and node.shape == "list":
                found.add((event.id, name))
    return found
