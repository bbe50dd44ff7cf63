"""Admitted judgements of one party, drawn at random or at every corner, straight from the parsed YAML."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.properties.settlement_case_oracle import Numbers, Told, bare, shown, steps_of

Steps = list[list[str]]
Key = Any


@dataclass(frozen=True)
class Judged:
    """One judgement: its corners, and how to draw it."""

    corners: list[Any]
    draw: Callable[[np.random.Generator], Any]


def judged(told: Told, party: str) -> dict[Key, Judged]:
    """Every judgement of a party that is more than a point; a range is named by the node that states it."""
    wants = told.preferences[party]
    found: dict[Key, Judged] = {}
    weights = bare(wants.get("weights", {}))
    if isinstance(weights, list):
        found["weights"] = _weights(steps_of(weights))
    else:
        found |= _ranges(weights)
    for issue in told.issues:
        values = bare(wants.get("values", {}).get(issue["id"], {}))
        if isinstance(values, list):
            found[issue["id"]] = (_members if issue["kind"] == "set" else _options)(steps_of(values))
        else:
            found |= _ranges(values)
    found |= _ranges({number: extra["points"] for number, extra in enumerate(wants.get("interactions", []))})
    walk_away = bare(wants.get("walk-away", "0"))
    less = walk_away.get("less") if isinstance(walk_away, dict) and "package" in walk_away else walk_away
    return found | _ranges({"walk-away": less})


def _ranges(judgements: dict[Any, Any]) -> dict[Key, Judged]:
    return {id(inner): _range(inner) for inner in map(bare, judgements.values()) if isinstance(inner, dict)}


def _range(judgement: dict[str, str]) -> Judged:
    low, high = float(judgement["low"]), float(judgement["high"])
    return Judged([low, high], lambda rng: float(rng.uniform(low, high)))


def _weights(steps: Steps) -> Judged:
    def draw(rng: np.random.Generator) -> dict[str, float]:
        sizes = sorted(rng.exponential(size=len(steps)) ** 3, reverse=True)
        return {name: float(size) for size, step in zip(sizes, steps, strict=True) for name in step}

    corners = [{n: float(i < m) for i, step in enumerate(steps) for n in step} for m in range(1, len(steps) + 1)]
    return Judged(corners, draw)


def _members(steps: Steps) -> Judged:
    weights = _weights(steps)

    def shares(parts: dict[str, float]) -> dict[str, float]:
        return {name: 100 * part / sum(parts.values()) for name, part in parts.items()}

    return Judged([shares(corner) for corner in weights.corners], lambda rng: shares(weights.draw(rng)))


def _options(steps: Steps) -> Judged:
    last = len(steps) - 1

    def table(inner: list[float]) -> dict[str, float]:
        levels = [100.0, *inner, 0.0] if last else [0.0]
        return {name: level for level, step in zip(levels, steps, strict=True) for name in step}

    corners = [table([100.0 * (i < m) for i in range(1, last)]) for m in range(1, max(last, 1) + 1)]
    return Judged(corners, lambda rng: table(sorted(rng.uniform(0, 100, size=max(last - 1, 0)), reverse=True)))


def numbers_of(chosen: dict[Key, Any]) -> Numbers:
    """The judgements with these numbers; points stay points."""

    def pick(judgement: Any) -> Any:
        inner = bare(judgement)
        return chosen[id(inner)] if isinstance(inner, dict) else float(shown(inner))

    return Numbers(
        pick=pick,
        weights=lambda _: chosen["weights"],
        options=lambda issue, _: chosen[issue],
        members=lambda issue, _: chosen[issue],
    )


def drawn(told: Told, party: str, rng: np.random.Generator) -> Numbers:
    """One draw; half of the time each judgement stands at one of its corners."""
    corner = rng.random() < 0.5
    parts = judged(told, party)
    while True:
        chosen = {
            key: part.corners[int(rng.integers(len(part.corners)))] if corner else part.draw(rng)
            for key, part in parts.items()
        }
        if _weighs(told, party, numbers_of(chosen)):
            return numbers_of(chosen)


def corners(told: Told, party: str, most: int) -> Iterator[Numbers] | None:
    """Every combination of corners, without those that weigh nothing; None where there are more than `most`."""
    parts = judged(told, party)
    if math.prod(len(part.corners) for part in parts.values()) > most:
        return None
    found = (
        numbers_of(dict(zip(parts, chosen, strict=True)))
        for chosen in itertools.product(*(part.corners for part in parts.values()))
    )
    return (numbers for numbers in found if _weighs(told, party, numbers))


def _weighs(told: Told, party: str, numbers: Numbers) -> bool:
    weights = bare(told.preferences[party].get("weights", []))
    return isinstance(weights, list) or sum(numbers.pick(w) for w in weights.values()) > 0
