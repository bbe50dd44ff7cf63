"""What a conclusion hangs on: how much each judgement explains, and where in its range the conclusion turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import GRID, INK, MIDDLE, MUTED, PALE, PETROL
from detente.brief.charts.lettering import text_width, wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Size, segments, spec, symbols, texts
from detente.brief.prose import in_print


@dataclass(frozen=True, slots=True)
class Swing:
    """One judgement: shares of the variation that it explains by itself and in all, and its range.

    low, shown, high: the range on its own scale; None where it has no single number. holds: the parts of it where
    the conclusion holds, all other judgements as shown.
    """

    judgement: str
    alone: float
    total: float
    low: float | None = None
    shown: float | None = None
    high: float | None = None
    holds: tuple[tuple[float, float], ...] = ()


def tornado(rows: Sequence[Swing]) -> Chart:
    """A bar a judgement, longest first: what it explains in all, and darker what it explains by itself; its range."""
    return Chart(*(_rows(rows, size) for size in (WIDE, NARROW)))


def _rows(rows: Sequence[Swing], size: Size) -> dict[str, Any]:
    margins = Margins(left=8 if size.narrow else 236, right=8, top=24 if size.narrow else 26, bottom=12)
    width = size.width - margins.left - margins.right
    bars = width * (0.42 if size.narrow else 0.40)
    track = (bars + (58 if size.narrow else 78), width - (26 if size.narrow else 34))
    line = size.text * (3.9 if size.narrow else 2.7)
    most = max([0.01, *(min(row.total, 1.0) for row in rows)])
    above = -size.text * 0.9
    layers: list[Layer] = texts([(0, above, "explains")], size.small, color=MUTED)
    layers += texts([(track[0], above, "its range; dark: it holds")], size.small, color=MUTED)
    for place, row in enumerate(rows):
        y = line * (place + 0.5)
        if size.narrow:
            layers += texts([(0, y - size.text * 0.9, row.judgement)], size.small)
            y += size.text * 0.6
        else:
            lines = wrap(row.judgement, margins.left - 16, size.text, lines=2)
            first = y - (len(lines) - 1) * size.text * 0.58
            layers += texts(
                [(8.0 - margins.left, first + i * size.text * 1.16, w) for i, w in enumerate(lines)], size.text
            )
        total, alone = min(max(row.total, 0.0), 1.0), min(max(row.alone, 0.0), max(row.total, 0.0), 1.0)
        layers += segments([(0, y, max(bars * total / most, 1), y)], color=PALE, width=13)
        if alone:
            layers += segments([(0, y, max(bars * alone / most, 1), y)], color=MIDDLE, width=13)
        layers += texts([(bars * total / most + 6, y, f"{round(100 * total)} %")], size.small)
        layers += _range(row, y, track, size)
    return spec(width, line * max(len(rows), 1), margins, layers)


def _range(row: Swing, y: float, track: tuple[float, float], size: Size) -> list[Layer]:
    """The range as a track, the parts where the conclusion holds as a bar on it, the shown number as a line."""
    if row.low is None or row.high is None or row.shown is None or row.high <= row.low:
        return texts([(track[0], y, "an order")], size.small, color=MUTED)
    low, span = row.low, row.high - row.low

    def at(number: float) -> float:
        return track[0] + (track[1] - track[0]) * (number - low) / span

    layers: list[Layer] = segments([(track[0], y, track[1], y)], color=GRID, width=9)
    for start, stop in row.holds:
        layers += segments([(at(start), y, max(at(stop), at(start) + 1), y)], color=PETROL, width=9)
    flips = sorted({end for part in row.holds for end in part if row.low < end < row.high})
    layers += segments([(at(row.shown), y - 8, at(row.shown), y + 8)], color=INK, width=2)
    layers += symbols(
        [(at(flip), y) for flip in flips],
        {"shape": "diamond", "size": 52, "filled": True, "fill": "#ffffff", "stroke": INK, "strokeWidth": 1.4},
    )
    ends = [(track[0] - 9, in_print(row.low, 0), "right"), (track[1] + 9, in_print(row.high, 0), "left")]
    for x, words, align in ends:
        layers += texts([(x, y, words)], size.small, align=align, color=MUTED)
    shown = in_print(flips[0], 1).removesuffix(".0") if len(flips) == 1 else ""
    half = text_width(shown, size.small) / 2
    place = min(max(at(flips[0]), track[0] + half), track[1] - half) if shown else 0.0
    return [*layers, *(texts([(place, y + size.small + 1, shown)], size.small, align="center") if shown else [])]
