"""How the values that reports give to one slot relate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.evidence.items import SlotValue
from detente.evidence.language.names import Actors
from detente.evidence.language.roles import OfficeHolder

Outcome = Literal["agree", "refines", "single-source", "soft", "hard"]


@dataclass(frozen=True, slots=True)
class Within:
    """How the values of one report relate to each other."""

    report: str
    outcome: Outcome
    reason: str


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
    same_source: Iterable[Iterable[str]] = (),
    office_holders: Sequence[OfficeHolder] = (),
) -> Compared:
    """How the values that reports give to one slot relate."""
    reports = {value.passage.report for value in values}
    return Compared("single-source" if len(reports) == 1 else "agree", "not compared yet")
