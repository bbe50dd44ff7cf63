"""What comparing the reports shows, counted against the annotated outcomes, false alarms and traps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.evidence_annotations import EvidenceSet, Span
from benchmarks.evidence_matching import Names, span, touches
from benchmarks.evidence_scores import Scores

from detente.evidence.comparison.comparators import compare_values
from detente.evidence.comparison.result import ComparedSlot
from detente.evidence.items import SlotValue
from detente.evidence.reports import Reports

FLAGS = ("soft", "hard")
SLOT_NAMES = {"strength": "modality", "number": "figure", "years": "figure", "rate": "figure", "share": "figure"}
"""Slots of the sets that the comparison names otherwise: how far an offer goes, and what it counts."""

Place = tuple[str, Span]


def _places(values: Iterable[SlotValue]) -> list[Place]:
    return [(value.passage.report, span(value.passage)) for value in values]


def _covered(wanted: Sequence[Place], slot: ComparedSlot) -> list[Place]:
    """The annotated places that a compared slot has a value at."""
    given = _places(slot.values)
    return [(report, place) for report, place in wanted if any(r == report and touches(place, s) for r, s in given)]


def score_outcomes(scores: Scores, one: EvidenceSet, found: Reports) -> None:
    """Each annotated slot against the compared slot with its passages; flags that no annotation explains are false."""
    slots = [slot for event in found.compared().events for slot in event.slots]
    marked: dict[tuple[str, str], list[Place]] = {}
    for event, slot, report, _, place in one.values():
        marked.setdefault((event, slot), []).append((report, place))
    explained: set[int] = set()
    for compared in one.annotation.comparison:
        for name, wanted in compared.slots.items():
            places, where = marked[compared.event, name], f"{one.name}: {compared.event}.{name}"
            if wanted.outcome != "single-source" or not wanted.within:
                _between(scores, where, wanted.outcome, _outcome(name, wanted.outcome, places, slots, one))
            for within in wanted.within:
                inside = _inside(within.report, places, slots)
                scores.share("contradictions inside one report", bool(inside))
                explained.update(inside)
                if not inside:
                    scores.remarks.append(f"{where} contradicts itself inside {within.report}: not seen")
            if wanted.outcome in FLAGS:
                explained.update(index for index, slot in enumerate(slots) if len(_covered(places, slot)) > 1)
    _false_alarms(scores, one, slots, explained)


def _between(scores: Scores, where: str, wanted: str, outcome: str | None) -> None:
    scores.share(f"outcome {wanted}", outcome == wanted)
    if wanted in FLAGS:
        scores.share("contradictions flagged, hard or soft", outcome in FLAGS)
    if outcome != wanted and wanted != "single-source":
        scores.remarks.append(f"{where} should be {wanted}, is {outcome or 'not compared'}")


def _outcome(
    name: str, wanted: str, places: Sequence[Place], slots: Sequence[ComparedSlot], one: EvidenceSet
) -> str | None:
    if wanted == "single-source":
        alone = [slot for slot in slots if slot.outcome == "single-source" and _covered(places, slot)]
        if alone:
            return alone[0].outcome
    best = _best(name, places, slots, one)
    return best.outcome if best is not None else None


def _inside(report: str, places: Sequence[Place], slots: Sequence[ComparedSlot]) -> list[int]:
    """The compared slots that flag two of the annotated places of one report."""
    here = [place for place in places if place[0] == report]
    return [
        index
        for index, slot in enumerate(slots)
        if len(_covered(here, slot)) > 1 and (slot.outcome in FLAGS or any(w.report == report for w in slot.within))
    ]


def _false_alarms(scores: Scores, one: EvidenceSet, slots: Sequence[ComparedSlot], explained: set[int]) -> None:
    flagged = [index for index, slot in enumerate(slots) if slot.worst in FLAGS]
    false = [index for index in flagged if index not in explained]
    scores.count("flags that are right", len(flagged), len(flagged) - len(false), len(flagged))
    scores.remarks += [
        f"{one.name}: false alarm {slots[index].name} {slots[index].worst}: "
        + " | ".join(f"{value.passage.report} {value.passage.quote[:40]!r}" for value in slots[index].values)
        for index in false
    ]


def _best(name: str, places: Sequence[Place], slots: Sequence[ComparedSlot], one: EvidenceSet) -> ComparedSlot | None:
    """The compared slot with values at the most of the annotated places, from two sources at least."""
    covered = [(_covered(places, slot), slot) for slot in slots]
    likely = [
        (len(places), _is_named(slot.name, name), -index, slot)
        for index, (places, slot) in enumerate(covered)
        if one.sources({report for report, _ in places}) > 1
    ]
    return max(likely, key=lambda entry: entry[:3])[3] if likely else None


def _is_named(found: str, wanted: str) -> bool:
    return found in (wanted, wanted.partition("-")[0]) or found.partition("-")[0] == SLOT_NAMES.get(wanted)


def score_traps(scores: Scores, one: EvidenceSet, found: Reports, names: Names) -> None:
    """A trap is passed when its passages were found and stand in no contradiction with each other."""
    slots = [slot for event in found.compared().events for slot in event.slots]
    for trap in one.annotation.traps:
        places = [(passage.report, passage.span(one.texts[passage.report])) for passage in trap.passages]
        caught = [slot for slot in slots if slot.worst in FLAGS and _trapped(trap.kind, places, slot, names, one)]
        seen = any(len(_covered(places, slot)) == len(places) for slot in slots)
        scores.share("traps passed", not caught)
        scores.share("  of these, with the passages compared", seen and not caught)
        for slot in caught:
            scores.remarks.append(f"{one.name}: fell into {trap.kind} ({trap.why}) in slot {slot.name}")


def _trapped(kind: str, places: Sequence[Place], slot: ComparedSlot, names: Names, one: EvidenceSet) -> bool:
    """Whether the slot's flag comes from the passages of the trap, taken alone."""
    if kind == "reprint":
        copies = {report for report, _ in places}
        return {value.passage.report for value in slot.values} <= copies and slot.outcome in FLAGS
    values = [value for value in slot.values if any(v == value.passage.report and touches(place, span(value.passage))
                                                    for v, place in places)]  # fmt: skip
    if len(_covered(places, slot)) < 2:
        return False
    alone = compare_values(slot.name, values, actors=names.actors, same_source=one.annotation.copies)
    return alone.outcome in FLAGS or bool(alone.within)
