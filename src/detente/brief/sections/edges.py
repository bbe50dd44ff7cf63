"""Which efficient packages a brief lists and draws, in one shape whether the frontier was enumerated or merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from detente.brief.prose import in_print
from detente.brief.sections.large_numbers import counted_at_size, in_size
from detente.brief.sections.material import counted
from detente.engines.settlement.counting import drawn
from detente.engines.settlement.folding import FoldedFrontier
from detente.engines.settlement.large_settlement import Unsaid
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement, PackageName
from detente.engines.settlement.representatives import Representatives, spread_over

T = TypeVar("T")

LINES_SHOWN = 60
"""Most packages that a picture of parallel lines draws."""

DOTS = 3_000
"""Packages drawn at random for the picture of a plane, where there are too many to draw each."""

POINTS_DRAWN = 400
"""Most points of a merged frontier that a plane draws."""

Pairs = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Plane:
    """Values of packages to two bargainers: of all that are possible or some of them, and of the two frontiers."""

    feasible: Pairs
    acceptable: Pairs
    frontier_of_feasible: Pairs
    frontier_of_acceptable: Pairs


@dataclass(frozen=True, slots=True)
class Edge:
    """The efficient packages that a brief speaks of.

    told: how many there are, in words. packages: those to choose from, the best for the first bargainer first; they are
    efficient among the packages that all accept where `accepted`, else among all. plane: for two bargainers; lines: for
    more, values to each; drawn: what of all there is the picture shows, in words.
    """

    told: str
    packages: tuple[PackageName, ...]
    accepted: bool
    plane: Plane | None = None
    lines: list[list[float]] = field(default_factory=list[list[float]])
    drawn: str = ""


def edge_of(settled: CaseSettlement | LargeCaseSettlement) -> Edge:
    """The efficient packages of a case."""
    return _enumerated(settled) if isinstance(settled, CaseSettlement) else _merged(settled)


def evenly_spaced(places: Sequence[T], most: int) -> list[T]:
    """At most so many of the places, evenly spaced, with both ends."""
    if len(places) <= most:
        return list(places)
    return [places[round(i * (len(places) - 1) / (most - 1))] for i in range(most)]


def _enumerated(settled: CaseSettlement) -> Edge:
    found, places = settled.settlement, list(settled.problem.consent)
    every = found.frontier_feasible
    firsts = found.floats(every.packages)[:, places[0]].tolist()
    packages = [
        code for _, code in sorted((-value, code) for value, code in zip(firsts, every.packages.tolist(), strict=True))
    ]
    plane, lines = None, list[list[float]]()
    if len(places) == 2:
        plane = Plane(
            feasible=_pairs(found.cloud().points.tolist()),
            acceptable=_pairs(found.floats(found.zone.acceptable)[:, places].tolist()),
            frontier_of_feasible=_pairs(every.floats.tolist()),
            frontier_of_acceptable=_pairs(found.frontier_acceptable.floats.tolist()),
        )
    else:
        edge = found.frontier_acceptable if len(found.frontier_acceptable) else every
        lines = found.floats(edge.packages[:LINES_SHOWN])[:, places].tolist()
    return Edge(_counts(settled), tuple(packages), accepted=False, plane=plane, lines=lines)


def _counts(settled: CaseSettlement) -> str:
    found = settled.settlement
    of = counted(found.zone.considered, "possible package")
    if found.n_feasible > found.zone.considered:
        of += " and the status quo"
    text = f"Of {of}, {len(found.frontier_feasible):,} {_are(len(found.frontier_feasible))} efficient"
    if found.n_acceptable:
        among = len(found.frontier_acceptable)
        text += f"; of the {found.n_acceptable:,} that all accept, {among:,} {_are(among)} efficient among themselves"
        both = set(found.frontier_acceptable.packages.tolist()) & set(found.frontier_feasible.packages.tolist())
        beaten = among - len(both)
        if beaten:
            text += f", {beaten:,} of them worse for somebody, and better for nobody, than a package that is refused"
    return f"{text}."


def _merged(settled: LargeCaseSettlement) -> Edge:
    found, two = settled.settlement, len(settled.problem.consent) == 2
    told = _counts_at_size(settled)
    accepted, every = found.frontier_acceptable, found.frontier_feasible
    edge = accepted if not isinstance(accepted, Unsaid) and len(accepted) else every
    packages, values = list[tuple[int, ...]](), list[list[float]]()
    if not isinstance(edge, Unsaid):
        rows = edge.one_each() if isinstance(edge, FoldedFrontier) else edge.packages
        packages, values = [tuple(row) for row in rows.tolist()], edge.floats.tolist()
    order = sorted(range(len(packages)), key=lambda i: (-values[i][0], packages[i]))
    chosen = tuple(packages[i] for i in order)
    if two:
        drawn_of = (
            f"Dots: possible packages drawn at random; lines: {POINTS_DRAWN} efficient outcomes at most, evenly spaced."
        )
        return Edge(told, chosen, accepted=edge is accepted, plane=_plane(settled, values), drawn=drawn_of)
    lines, drawn_of = ([], "Thin lines: none.") if isinstance(edge, Unsaid) else _lines(settled, edge)
    return Edge(told, chosen, accepted=edge is accepted, lines=lines, drawn=drawn_of)


def _counts_at_size(settled: LargeCaseSettlement) -> str:
    found = settled.settlement
    feasible, edge = found.frontier_feasible, found.frontier_acceptable
    if isinstance(feasible, FoldedFrontier):
        count = feasible.n_packages
        text = f"Of {counted_at_size(found.zone.considered)} possible packages {in_size(count)} {_are(count)} efficient"
    else:
        text = f"How many of the possible packages are efficient is not said ({feasible.reason})"
    if isinstance(edge, Representatives):
        return f"{text}. Of those that all accept too many are efficient to name; {_stand_for(edge)}"
    if isinstance(edge, Unsaid):
        return f"{text}. Of those that all accept it is not said ({edge.reason})."
    if not len(edge):
        return f"{text}."
    count = edge.n_packages
    return f"{text}; of those that all accept, {in_size(count)} {_are(count)} efficient among themselves."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _stand_for(edge: Representatives) -> str:
    lost = in_print(float(max(edge.lost, default=0)), 1)
    margin = in_print(float(max((m for _, m in edge.margin), default=0)), 1)
    return (
        f"{counted(len(edge), 'package')} stand for them: for every package that clears each walk-away by {margin}"
        f" points one of these gives nobody more than {lost} points less. Each of them is acceptable to all."
    )


def _lines(settled: LargeCaseSettlement, edge: FoldedFrontier | Representatives) -> tuple[list[list[float]], str]:
    """The outcomes that parallel scales draw, and how near they are to all others."""
    places, widths = spread_over(edge.scores, LINES_SHOWN)
    values = edge.floats[places].tolist()
    if len(values) == len(edge):
        return values, f"Thin lines: all {len(values):,} efficient outcomes."
    units = [settled.problem.units[p] for p in settled.problem.consent]
    within = in_print(max(float(w * unit) for w, unit in zip(widths, units, strict=True)), 1)
    return values, (
        f"Thin lines: {len(values):,} of {len(edge):,} efficient outcomes; every other differs from one of them by less"
        f" than {within} points for everybody."
    )


def _plane(settled: LargeCaseSettlement, edge: list[list[float]]) -> Plane:
    found, places = settled.settlement, list(settled.problem.consent)
    among = drawn(settled.problem, found.zone.seed, DOTS)
    dots = among.scores[:, places] * np.array([float(settled.problem.units[p]) for p in places])
    feasible = found.frontier_feasible
    whole = feasible.floats.tolist() if isinstance(feasible, FoldedFrontier) else []
    return Plane(
        feasible=_pairs(dots.tolist()),
        acceptable=_pairs(dots[among.refusals == 0].tolist()),
        frontier_of_feasible=_pairs(evenly_spaced(sorted(whole), POINTS_DRAWN)),
        frontier_of_acceptable=[] if found.zone.empty else _pairs(evenly_spaced(sorted(edge), POINTS_DRAWN)),
    )


def _pairs(rows: Iterable[Sequence[float]]) -> Pairs:
    return [(row[0], row[1]) for row in rows]
