"""What an attack is worth as guarantors become more reliable, and which divisions both sides prefer to war."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import GRID, INK, MUTED, OCHRE, PALE, PETROL, WHITE
from detente.brief.charts.lettering import text_width
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Scale, Size, scale, segments, spec, symbols, texts
from detente.brief.percent import percent
from detente.brief.prose import in_print

_BAND = "#dbe5e7"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At one reliability, what an attack is worth, with its ends over the judgements."""

    reliability: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShareRange:
    """The shares that both prefer to war at one reliability; the ends before they are cut to 0 and 1."""

    reliability: float
    low: float
    high: float


def deterrence_curve(
    points: Sequence[CurvePoint], *, status_quo: tuple[float, float, float], stated: Sequence[float] = ()
) -> Chart:
    """A line with its band falling from nobody joins to all join, and the level below which an attack does not pay.

    `status_quo` is that level: as shown, lowest, highest. `stated`: the guarantors' reliabilities, marked on the line.
    """
    return Chart(*(_curve(points, status_quo, stated, size) for size in (WIDE, NARROW)))


def bargaining_ranges(rows: Sequence[ShareRange], *, settlement: float | None = None) -> Chart:
    """A bar a reliability: from the least share that one side accepts to the most that the other grants."""
    return Chart(*(_ranges(rows, settlement, size) for size in (WIDE, NARROW)))


def _curve(
    points: Sequence[CurvePoint], status_quo: tuple[float, float, float], stated: Sequence[float], size: Size
) -> dict[str, Any]:
    margins = Margins(left=46, right=18, top=2 * size.text + 10, bottom=48)
    width, height = size.width - margins.left - margins.right, 230 if size.narrow else 300
    x = Scale(0, 1, 0.5 if size.narrow else 0.2, 0, width)
    y = scale([*(p.low for p in points), *(p.high for p in points), *status_quo], height, 0)
    shown, low, high = status_quo
    line = [(x(p.reliability), y(p.value)) for p in points]
    marks = [(x(q), y(_between(points, q))) for q in stated]
    dot = {"shape": "circle", "size": 70, "fill": WHITE, "stroke": PETROL, "strokeWidth": 2.5}
    return spec(
        width,
        height,
        margins,
        [
            *segments([(x(t), 0, x(t), height) for t in x.ticks], color=GRID),
            *segments([(0, y(t), width, y(t)) for t in y.ticks], color=GRID),
            *_area([(x(p.reliability), y(p.low), y(p.high)) for p in points], _BAND),
            *_area([(0, y(low), y(high)), (width, y(low), y(high))] if low < high else [], "#f3e6d8"),
            *segments([(0, y(shown), width, y(shown))], color=OCHRE, width=1.6, dash=(6, 3)),
            *_stroke(line),
            *symbols(marks, dot),
            *texts([(x(t), height + 13, in_print(t)) for t in x.ticks], size.small, align="center", color=MUTED),
            *texts([(-7.0, y(t), in_print(t)) for t in y.ticks], size.small, align="right", color=MUTED),
            *texts([(width, height + 34, "reliability of every guarantor →")], size.text, align="right", weight="bold"),
            *texts([(-36, -size.text - 8, "↑ worth of an attack")], size.text, weight="bold"),
            *texts([(width - 4, y(shown) - size.small, "not attacking")], size.small, align="right", halo=True),
        ],
    )


def _between(points: Sequence[CurvePoint], reliability: float) -> float:
    """The line's value at any reliability, straight between its points."""
    before = max((p for p in points if p.reliability <= reliability), key=lambda p: p.reliability)
    after = min((p for p in points if p.reliability >= reliability), key=lambda p: p.reliability)
    if after.reliability == before.reliability:
        return before.value
    part = (reliability - before.reliability) / (after.reliability - before.reliability)
    return before.value + part * (after.value - before.value)


def _pixels(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _area(edges: Sequence[tuple[float, float, float]], color: str) -> list[Layer]:
    if not edges:
        return []
    values = [{"x": round(x, 1), "y": round(a, 1), "y2": round(b, 1)} for x, a, b in edges]
    return [
        {
            "data": {"values": values},
            "mark": {"type": "area", "color": color, "opacity": 1},
            "encoding": {"x": _pixels("x"), "y": _pixels("y"), "y2": {"field": "y2"}},
        }
    ]


def _stroke(line: Sequence[tuple[float, float]]) -> list[Layer]:
    values = [{"x": round(x, 1), "y": round(y, 1)} for x, y in line]
    mark = {"type": "line", "color": PETROL, "strokeWidth": 2.4}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": _pixels("x"), "y": _pixels("y")}}]


def _ranges(rows: Sequence[ShareRange], settlement: float | None, size: Size) -> dict[str, Any]:
    margins = Margins(left=84 if size.narrow else 150, right=20 if size.narrow else 120, top=26, bottom=46)
    width = size.width - margins.left - margins.right
    ends = [end for row in rows for end in (row.low, row.high)]
    x = scale([0, 1, *ends], 0, width, 4 if size.narrow else 5)
    deep = size.text * 2.4
    height = deep * len(rows)
    layers = segments([(x(t), 0, x(t), height) for t in x.ticks], color=GRID)
    layers += segments([(x(end), 0, x(end), height) for end in (0, 1)], color=MUTED, width=1.2)
    for place, row in enumerate(rows):
        middle = deep * (place + 0.5)
        layers += segments([(x(row.low), middle, x(row.high), middle)], color=PALE, width=5)
        low, high = max(0.0, row.low), min(1.0, row.high)
        layers += segments([(x(low), middle, x(high), middle)] if low < high else [], color=PETROL, width=11)
        label = percent(row.reliability)
        words = label if size.narrow else f"help is {label} sure"
        layers += texts([(8.0 - margins.left, middle, words)], size.text)
        if not size.narrow:
            layers += texts([(width + 14, middle, f"{low:.2f}–{high:.2f}")], size.small, color=MUTED)
    if settlement is not None:
        at = x(settlement)
        words = "settlement"
        left = min(at, width - text_width(words, size.small))
        layers += segments([(at, -6, at, height)], color=INK, width=1.4, dash=(5, 3))
        layers += texts([(left, -14, words)], size.small)
    layers += texts([(x(t), height + 13, in_print(t)) for t in x.ticks], size.small, align="center", color=MUTED)
    layers += texts([(width, height + 33, "share of the prize →")], size.text, align="right", weight="bold")
    return spec(width, height, margins, layers)
