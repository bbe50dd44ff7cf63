"""How far coders agree, beyond what chance gives: Krippendorff's alpha for each field."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detente.evidence.review.decisions import Decision
from detente.foundation.errors import DetenteError, OutOfDomain

Level = Literal["nominal", "ordinal", "interval"]

Codes = Mapping[Hashable, Mapping[str, Any]]
"""Unit → coder → value; a coder who did not code the unit is missing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha: 1 is full agreement, 0 what chance gives, below 0 systematic disagreement.

    Counted are units that two coders or more coded; `values` are the codes in them.
    """

    alpha: float
    level: Level
    coders: int
    units: int
    values: int
    method: str = "Krippendorff's alpha"
    reference: str = "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability"


@dataclass(frozen=True, slots=True)
class NoAgreement:
    """There is no alpha, and why."""

    reason: str
    level: Level
    coders: int
    units: int


def krippendorff_alpha(codes: Codes, level: Level, *, order: Sequence[Any] | None = None) -> Agreement | NoAgreement:
    """How far the coders agree on one field.

    alpha = 1 - D_o / D_e: observed over expected disagreement, over all pairs of values within units, where two
    values disagree by [a ≠ b] (nominal), by the squared count of values between their ranks (ordinal), or by
    (a - b)² (interval). Any number of coders, and gaps are allowed.

    `codes` holds the values by unit and coder. `order` lists the values of an ordinal field from low to high where
    they are not numbers; raises OutOfDomain for a value outside it and for a word where a number is needed. Where
    fewer than two coders coded one unit, or all values are one and the same, there is no alpha: NoAgreement says why.

    Cost O(units × values²). Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability,
    https://repository.upenn.edu/asc_papers/43, section D.

    >>> codes = {unit: {"ann": a, "bob": b} for unit, (a, b) in enumerate([("x", "x"), ("x", "y"), ("y", "y")])}
    >>> round(krippendorff_alpha(codes, "nominal").alpha, 3)
    0.444
    """
    pairable = {unit: values for unit, values in codes.items() if len(values) >= 2}
    coders = sorted({coder for values in pairable.values() for coder in values})
    if not pairable:
        return NoAgreement("no unit was coded by two coders", level, len(coders), 0)
    numbers = _numbered(pairable, level, order)
    domain = sorted({number for values in numbers for number in values.values()})
    if len(domain) < 2:
        return NoAgreement("all values are one and the same, so nothing varies", level, len(coders), len(numbers))
    table = np.full((len(coders), len(numbers)), np.nan)
    for unit, values in enumerate(numbers):
        for coder, number in values.items():
            table[coders.index(coder), unit] = number
    alpha = _alpha(table, level, domain)
    return Agreement(alpha, level, len(coders), len(numbers), sum(len(values) for values in numbers))


def _alpha(table: np.ndarray[Any, np.dtype[np.float64]], level: Level, domain: Sequence[float]) -> float:
    try:
        import krippendorff  # noqa: PLC0415
    except ModuleNotFoundError:
        raise DetenteError("krippendorff is not installed (pip install 'detente[evidence]')") from None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=level, value_domain=list(domain)))


def _numbered(codes: Codes, level: Level, order: Sequence[Any] | None) -> list[dict[str, float]]:
    """The values as numbers: their place in the order, themselves, or any number of their own."""
    if order is not None:
        places = {value: float(place) for place, value in enumerate(order)}
    elif level == "nominal":
        found = dict.fromkeys(repr(value) for values in codes.values() for value in values.values())
        places = {value: float(place) for place, value in enumerate(found)}
        return [{coder: places[repr(value)] for coder, value in values.items()} for values in codes.values()]
    else:
        given = [value for values in codes.values() for value in values.values()]
        if any(isinstance(value, bool) or not isinstance(value, int | float) for value in given):
            raise OutOfDomain(f"a field at {level} level needs numbers, or an order of its values")
        return [{coder: float(value) for coder, value in values.items()} for values in codes.values()]
    unknown = next((value for values in codes.values() for value in values.values() if value not in places), None)
    if unknown is not None:
        raise OutOfDomain(f"'{unknown}' is not in the order of values")
    return [{coder: places[value] for coder, value in values.items()} for values in codes.values()]


FIELDS: Mapping[str, Level] = {
    "state": "nominal", "source": "nominal", "act": "nominal", "about": "nominal", "if": "nominal",
    "credibility": "ordinal",
}  # fmt: skip
"""The fields of a statement whose agreement is told; `state` is whether the item was taken or rejected."""


def agreements(
    decisions: Iterable[Decision], entries: Mapping[str, Mapping[str, Any]], *, kind: str = "statement"
) -> dict[str, Agreement | NoAgreement]:
    """Alpha for each field, from the last word of each coder on each item of the kind.

    `entries` holds each item as it would enter the case, by key; a coder's edits count as that coder's values. An
    item that a coder rejected counts for `state` alone. Finding the units is not part of this: all coders judge the
    items that were proposed.
    """
    last: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        if decision.kind == kind and not decision.settles:
            last[decision.item, decision.by] = decision
    codes: dict[str, dict[Hashable, dict[str, Any]]] = {name: {} for name in FIELDS}
    for (item, coder), decision in last.items():
        for name, value in _coded(decision, entries.get(item, {})).items():
            codes[name].setdefault(item, {})[coder] = value
    return {name: krippendorff_alpha(codes[name], level) for name, level in FIELDS.items()}


def _coded(decision: Decision, entry: Mapping[str, Any]) -> dict[str, Any]:
    if decision.state == "proposed":
        return {}
    taken = decision.state != "rejected"
    found: dict[str, Any] = {"state": "taken" if taken else "rejected"}
    if taken:
        found |= {name: decision.edited.get(name, entry.get(name)) for name in ("source", "act", "about", "if")}
    if decision.credibility is not None:
        found["credibility"] = decision.credibility
    return found
