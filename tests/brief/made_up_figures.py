"""The pictures of the brief about a negotiation that does not exist."""

from __future__ import annotations

import random

from detente.brief.blocks import Column, Figure, Row, Table
from detente.brief.charts import (
    Blocked,
    Marked,
    Outcome,
    PartyScale,
    Shortfall,
    Spread,
    frontier_parallel,
    frontier_scatter,
    solution_dots,
    what_opens,
    who_blocks,
)
from detente.brief.prose import Number

UPPER, LOWER, COAST = (
    PartyScale("Upper Vessen", 42),
    PartyScale("Lower Vessen", 38),
    PartyScale("Coastal League", 30),
)


def _cloud() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    draw = random.Random(3)
    feasible = [(round(draw.gauss(45, 18)), round(draw.gauss(45, 18))) for _ in range(1400)]
    feasible = [(a, b) for a, b in feasible if 0 <= a <= 100 and 0 <= b <= 100 and a + b < 130]
    return feasible, [p for p in feasible if p[0] >= 42 and p[1] >= 38 and draw.random() < 0.6]


def _edge(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    unique = sorted(set(points))
    return [p for p in unique if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in unique)]


def frontier_figure() -> Figure:
    feasible, acceptable = _cloud()
    edge = _edge(acceptable)
    marked = [
        Marked("Nash", edge[2], "solution"),
        Marked("Kalai–Smorodinsky", edge[2], "solution"),
        Marked("Egalitarian", edge[2], "solution"),
        Marked("Equal loss", edge[len(edge) // 2], "solution"),
        Marked("Utilitarian", edge[-2], "solution"),
        Marked("Autumn paper", (22, 78), "proposal"),
        Marked("Paper of October", (18, 82), "proposal"),
        Marked("Counterdraft", (81, 30), "proposal"),
        Marked("Status quo", (44, 45), "status-quo"),
    ]
    return Figure(
        id="frontier",
        finding="Neither circulated paper lies where both sides gain; a band of packages between them does.",
        chart=frontier_scatter(
            UPPER,
            LOWER,
            feasible=feasible,
            acceptable=acceptable,
            frontier_of_feasible=_edge(feasible),
            frontier_of_acceptable=edge,
            marked=marked,
        ),
        alt="A plane with the value to Upper Vessen across and to Lower Vessen up. Acceptable ones lie right "
        "of 42 and above 38; the autumn paper lies left of this zone, the counterdraft below it.",
        data=Table(
            id="frontier-data",
            caption="The marked packages",
            corner="Package",
            columns=(
                Column("Upper Vessen", kind="number"),
                Column("Lower Vessen", kind="number"),
                Column("Kind"),
            ),
            rows=tuple(Row(m.label, (Number(m.values[0]), Number(m.values[1]), m.kind)) for m in marked),
        ),
        notes=("Dashed lines are walk-aways. Each dot is a package; equal packages share one dot.",),
        basis="computed",
    )


def small_figures() -> tuple[Figure, ...]:
    parties = (UPPER, LOWER)
    outcomes = (
        Outcome("Nash", (Spread(62, 55, 70), Spread(58, 50, 61))),
        Outcome("Kalai–Smorodinsky", (Spread(62, 55, 70), Spread(58, 50, 61))),
        Outcome("Egalitarian", (Spread(60, 55, 64), Spread(60, 50, 61))),
        Outcome("Utilitarian", (Spread(71, 60, 82), Spread(47, 40, 58))),
        Outcome("Equal loss", (Spread(66), Spread(54, 50, 61))),
        Outcome("Autumn paper", (Spread(22, 15, 30), Spread(78, 70, 85)), "proposal"),
    )
    blocked = (
        Blocked("Upper Vessen", "below its walk-away", 812),
        Blocked("Upper Vessen", "red line: no foreign crew at the dam", 402),
        Blocked("Upper Vessen", "condition of its offer not met", 96),
        Blocked("Lower Vessen", "below its walk-away", 644),
        Blocked("Lower Vessen", "red line: no summer without a minimum flow", 768),
        Blocked("Coastal League", "its yes is needed where it hosts the station", 0),
    )
    short = (
        Shortfall("Upper Vessen", 36, 42),
        Shortfall("Lower Vessen", 33, 38),
        Shortfall("Coastal League", 44, 30),
    )
    three = [(a, 120 - a - (a * 7 % 11), (a * 13) % 70 + 15) for a in range(25, 95, 2)]
    named = (
        Marked("Nash", (62, 58, 55), "solution"),
        Marked("Egalitarian", (62, 58, 55), "solution"),
        Marked("Utilitarian", (71, 47, 66), "solution"),
        Marked("Autumn paper", (22, 78, 20), "proposal"),
        Marked("Counterdraft", (81, 30, 74), "proposal"),
        Marked("Status quo", (44, 45, 35), "status-quo"),
    )
    return (
        Figure(
            id="outcomes",
            finding="All but the utilitarian solution give both sides between 54 and 66 points.",
            chart=solution_dots(parties, outcomes),
            alt="Two groups of dots, one a party; the autumn paper lies far left for Upper Vessen.",
            data=Table(
                id="outcomes-data",
                caption="Value under each solution",
                corner="Solution",
                columns=tuple(Column(p.name, kind="number") for p in parties),
                rows=tuple(Row(o.label, tuple(Number(s.value, s.low, s.high) for s in o.values)) for o in outcomes),
            ),
            notes=("Bars show the lowest and highest value over the analyst’s ranges.",),
            basis="computed",
        ),
        Figure(
            id="blocks",
            finding="Red lines block almost as many packages as walk-aways do.",
            chart=who_blocks(blocked, 1536),
            alt="Bars: Upper Vessen blocks 812 packages by its walk-away, Lower Vessen 768 by its red line.",
            data=Table(
                id="blocks-data",
                caption="Packages blocked",
                corner="Party",
                columns=(Column("Ground"), Column("Packages", kind="number")),
                rows=tuple(Row(b.party, (b.ground, Number(b.count))) for b in blocked),
            ),
        ),
        Figure(
            id="opens",
            finding="Eleven points in all would open a zone that is closed today.",
            chart=what_opens(short),
            alt="Upper Vessen is short by 6 points, Lower Vessen by 5; the League clears by 14.",
            data=Table(
                id="opens-data",
                caption="What is missing",
                corner="Party",
                columns=(Column("Value", kind="number"), Column("Walk-away", kind="number")),
                rows=tuple(Row(s.party, (Number(s.value), Number(s.walk_away))) for s in short),
            ),
        ),
        Figure(
            id="three",
            finding="With the League at the table, two parties refuse the autumn paper.",
            chart=frontier_parallel((UPPER, LOWER, COAST), frontier=three, marked=named),
            alt="Three scales, one a party; each line is a package.",
            data=Table(
                id="three-data",
                caption="Marked packages",
                corner="Package",
                columns=tuple(Column(p.name, kind="number") for p in (UPPER, LOWER, COAST)),
                rows=tuple(Row(m.label, tuple(Number(v) for v in m.values)) for m in named),
            ),
        ),
    )
