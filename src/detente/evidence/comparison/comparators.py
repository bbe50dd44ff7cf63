"""How the values that reports give to one slot relate: outcome, reason, and reports that contradict themselves.

Reports that carry one wire story count as one source. Values of one report are compared with each other first; then
every report with every other, each value with the value of the other report that it fits best. The worst of these
decides. A report that says nothing is no part of this: silence contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from detente.evidence.comparison.comparators_of_lists import compare_lists, members_of
from detente.evidence.comparison.comparators_of_values import (
    Knowledge,
    Pair,
    compare_pair,
    said,
)
from detente.evidence.comparison.result import SEVERITY, Outcome, Within
from detente.evidence.comparison.terms import TERMS
from detente.evidence.items import SlotValue
from detente.evidence.language.names import Actors
from detente.evidence.language.places import Gazetteer
from detente.evidence.language.roles import OfficeHolder, questioned
from detente.evidence.values import Actor, Members, Order, Role

LISTS = frozenset(
    {
        "participants", "guarantors", "circulated-among", "members", "opponents", "supporters", "signatories",
        "addressees", "mediators", "attendees", "targets", "victims",
    }
)  # fmt: skip
"""Slots whose actors make up one list a report: a name more is an addition, not another answer."""

FIGURE = "figure-"
"""Slots for what an offer counts; a report may count several things by one word."""

_SEVERITY: dict[Outcome, int] = {outcome: place for place, outcome in enumerate(SEVERITY)}


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing the reports shows, why, and which reports contradict themselves."""

    outcome: Outcome
    reason: str
    within: tuple[Within, ...] = ()


def compare_values(
    slot: str,
    values: Sequence[SlotValue],
    *,
    actors: Actors | None = None,
    gazetteer: Gazetteer | None = None,
    same_source: Iterable[Iterable[str]] = (),
    office_holders: Sequence[OfficeHolder] = (),
    as_of: date | None = None,
) -> Compared:
    """How the values that reports give to one slot relate.

    `same_source` groups reports that carry one wire story. `office_holders` is the case's table, looked up on
    `as_of`; what it questions is a soft contradiction with outside knowledge, and its reason says so.
    """
    if not values:
        raise ValueError("a slot without values cannot be compared")
    actors = actors or Actors.general()
    known = Knowledge(actors, gazetteer or actors.gazetteer, tuple(office_holders))
    by_report = _by_report(values)
    as_lists = _are_lists(slot, by_report, known)
    apart = as_lists or slot.startswith(FIGURE) or slot in TERMS
    within = () if apart else tuple(_within(slot, report, given, known) for report, given in by_report.items())
    source = _sources(by_report, same_source)
    reasons = [
        pair
        for one, two in _pairs(by_report)
        if (pair := _across(slot, one, two, known, as_lists)) is not None
        and (pair.outcome in ("soft", "hard") or _by(one, source) != _by(two, source))
    ]
    compared = _combined(by_report, reasons, len(set(source.values())))
    doubt = _outside_knowledge(values, known, as_of)
    if doubt is not None and _SEVERITY[compared.outcome] < _SEVERITY["soft"]:
        compared = Compared("soft", doubt)
    return Compared(compared.outcome, compared.reason, tuple(entry for entry in within if entry is not None))


def _by_report(values: Sequence[SlotValue]) -> dict[str, tuple[SlotValue, ...]]:
    ordered = sorted(set(values), key=lambda value: (value.passage.report, value.passage.start, repr(value)))
    reports = sorted({value.passage.report for value in ordered})
    return {report: tuple(value for value in ordered if value.passage.report == report) for report in reports}


def _pairs(by_report: dict[str, tuple[SlotValue, ...]]) -> Iterable[tuple[Sequence[SlotValue], Sequence[SlotValue]]]:
    return combinations(by_report.values(), 2)


def _are_lists(slot: str, by_report: dict[str, tuple[SlotValue, ...]], known: Knowledge) -> bool:
    """Whether actors are given as lists: by the slot's name, by a list, or by two actors in one report."""
    flat = [value.value for given in by_report.values() for value in given]
    if not all(isinstance(value, (Actor, Members)) for value in flat):
        return False
    if slot in LISTS or any(isinstance(value, Members) for value in flat):
        return True
    return any(
        known.actors.relation(one, two) == "apart"
        for given in by_report.values()
        for one, two in combinations(members_of(given).actors, 2)
    )


def _within(slot: str, report: str, given: Sequence[SlotValue], known: Knowledge) -> Within | None:
    """The worst contradiction between two values of one report, by who says what."""
    pairs = [_in_one_report(slot, one, two, known) for one, two in combinations(given, 2)]
    worst = _worst([pair for pair in pairs if pair is not None])
    if worst is None or _SEVERITY[worst.outcome] < _SEVERITY["soft"]:
        return None
    return Within(report, worst.outcome, worst.reason)


def _in_one_report(slot: str, one: SlotValue, two: SlotValue, known: Knowledge) -> Pair | None:
    """As between two reports, but two sources who differ are a dispute, and a source against the report is soft."""
    pair = compare_pair(slot, one, two, known)
    if pair is None or _SEVERITY[pair.outcome] < _SEVERITY["soft"]:
        return pair
    sources = [value.chain[-1].party or value.chain[-1].name if value.chain else None for value in (one, two)]
    if sources[0] == sources[1]:
        if isinstance(one.value, Order) and isinstance(two.value, Order) and one.value.event == two.value.event:
            return Pair("hard", pair.reason)
        return pair
    if None not in sources:
        return None
    return Pair("soft", f"{pair.reason}; the report says the one itself and quotes a source for the other")


def _worst(pairs: Sequence[Pair]) -> Pair | None:
    return max(pairs, key=lambda pair: _SEVERITY[pair.outcome], default=None)


def _across(
    slot: str, one: Sequence[SlotValue], two: Sequence[SlotValue], known: Knowledge, as_lists: bool
) -> Pair | None:
    """How two reports relate: each value with the one that it fits best, and the worst of these."""
    if as_lists:
        return compare_lists(slot, one, two, known)
    table = {(a, b): compare_pair(slot, a, b, known) for a in one for b in two}
    left = [_best([table[a, b] for b in two]) for a in one]
    right = [_best([table[a, b] for a in one]) for b in two]
    return _worst([*_telling(slot, one, left, known), *_telling(slot, two, right, known)])


def _best(pairs: Sequence[Pair | None]) -> Pair | None:
    return min((pair for pair in pairs if pair is not None), key=lambda pair: _SEVERITY[pair.outcome], default=None)


def _telling(slot: str, given: Sequence[SlotValue], best: Sequence[Pair | None], known: Knowledge) -> list[Pair]:
    """The pairs without those of a value (`Germany`) that the same report makes more exact and agreed (`Berlin`)."""
    agreed = [value for value, pair in zip(given, best, strict=True) if pair is not None and pair.outcome == "agree"]
    kept: list[Pair] = []
    for value, pair in zip(given, best, strict=True):
        if pair is None:
            continue
        less_exact = pair.outcome == "refines" or (slot in TERMS and pair.outcome == "soft")
        if less_exact and any(compare_pair(slot, value, other, known) for other in agreed):
            continue
        kept.append(pair)
    return kept


def _by(given: Sequence[SlotValue], source: dict[str, str]) -> str:
    return source[given[0].passage.report]


def _sources(by_report: dict[str, tuple[SlotValue, ...]], same_source: Iterable[Iterable[str]]) -> dict[str, str]:
    """Which source each report is, when copies of one story are one."""
    source = {report: report for report in by_report}
    for group in same_source:
        copies = [report for report in group if report in source]
        merged = {source[report] for report in copies}
        for report, head in source.items():
            if head in merged:
                source[report] = min(merged)
    return source


def _combined(by_report: dict[str, tuple[SlotValue, ...]], pairs: Sequence[Pair], sources: int) -> Compared:
    worst = _worst(pairs)
    if worst is not None and _SEVERITY[worst.outcome] >= _SEVERITY["soft"]:
        return Compared(worst.outcome, worst.reason)
    shown = said(next(iter(by_report.values()))[0])
    if len(by_report) == 1:
        return Compared("single-source", f"only one report says so: {shown}")
    if sources == 1:
        return Compared("single-source", f"{', '.join(by_report)} carry one story and count as one source: {shown}")
    if worst is None:
        return Compared("single-source", "each value stands in one report, and nothing known tells how they relate")
    return Compared(worst.outcome, worst.reason)


def _outside_knowledge(values: Sequence[SlotValue], known: Knowledge, as_of: date | None) -> str | None:
    """What the case's table of office-holders has against a role, as a sentence."""
    if as_of is None:
        return None
    for value in sorted(set(values), key=lambda value: (value.passage.report, value.passage.start, repr(value))):
        if isinstance(value.value, Role):
            actor = value.value.actor
            names = {actor.name, actor.party or actor.name}
            resolved = known.actors.named(actor.name)
            names |= {resolved.name, resolved.party or resolved.name} if resolved is not None else set()
            doubt = questioned(value.value, as_of, known.office_holders, names)
            if doubt is not None:
                return f"{said(value)}: {doubt}"
    return None
