"""What several reports tell of one event as one entry of the case, with the outcome of each slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente.evidence.comparison.result import ComparedEvent, ComparedSlot, Comparison
from detente.foundation.ids import is_id


def by_item(compared: Comparison | None) -> dict[str, ComparedEvent]:
    """The id of each item → the event that the comparison puts it to."""
    return {item: event for event in (compared.events if compared else ()) for item in event.items}


def named_slots(slots: Mapping[str, list[dict[str, Any]]], event: ComparedEvent) -> dict[str, list[dict[str, Any]]]:
    """The values under the names of the compared slots: `role: envoys` may be `role-durrin` and `role-ash`."""
    named: dict[str, list[dict[str, Any]]] = {}
    for name, values in slots.items():
        for value in values:
            slots_of = [slot.name for slot in event.slots if _is_of(slot, name, value) and is_id(slot.name)]
            for found in slots_of or [name]:
                if value not in named.setdefault(found, []):
                    named[found].append(value)
    return named


def with_outcomes(slots: Mapping[str, list[dict[str, Any]]], event: ComparedEvent) -> dict[str, Any]:
    """Each slot with its outcome, where the values are those of all reports that give one; else the values alone."""
    return {name: _judged(event.slot(name), values) for name, values in slots.items()}


def together(
    one: Mapping[str, list[dict[str, Any]]], other: Mapping[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """The values of both, slot by slot."""
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in _ordered((*one, *other))}


def _ordered(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _is_of(slot: ComparedSlot, name: str, value: Mapping[str, Any]) -> bool:
    where = (value["report"], *value["span"])
    return (slot.name == name or slot.name.startswith(f"{name}-")) and any(
        (found.passage.report, found.passage.start, found.passage.end) == where for found in slot.values
    )


def _judged(slot: ComparedSlot | None, values: Sequence[Mapping[str, Any]]) -> Any:
    reports = {value["report"] for value in values}
    several_copies = slot is not None and slot.outcome == "single-source" and len(reports) > 1
    if slot is None or set(slot.reports) != reports or several_copies:
        return list(values)
    within = {one.report: one.outcome for one in slot.within if one.outcome in ("soft", "hard")}
    told: dict[str, Any] = {"outcome": slot.outcome, "values": list(values)}
    if within:
        told["within"] = within
    if slot.outcome in ("hard", "soft") or (slot.outcome == "agree" and len({value["value"] for value in values}) > 1):
        told["note"] = slot.reason
    return told
