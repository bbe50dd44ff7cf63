"""Charts that read down the page, a row at a time: outcomes, who blocks, what would open the zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import GRID, INK, MIDDLE, MUTED, OCHRE, PALE, PETROL, WHITE
from detente.brief.charts.frontier import PartyScale, PointKind
from detente.brief.charts.lettering import text_width, wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Scale, Size, scale, segments, spec, symbols, texts
from detente.brief.prose import in_print

_DOTS: dict[PointKind, dict[str, Any]] = {
    "solution": {"shape": "circle", "size": 90, "filled": True, "fill": PETROL, "stroke": WHITE},
    "proposal": {"shape": "diamond", "size": 110, "filled": True, "fill": OCHRE, "stroke": WHITE},
    "status-quo": {"shape": "square", "size": 75, "filled": True, "fill": INK, "stroke": WHITE},
}


@dataclass(frozen=True, slots=True)
class Spread:
    """A value with its low and high over the assumptions, where there is a spread."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Low and high, or None where they say nothing more."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one package gives each party, in the order of the parties."""

    label: str
    values: tuple[Spread, ...]
    kind: PointKind = "solution"


@dataclass(frozen=True, slots=True)
class Blocked:
    """How many packages a party blocks on one ground."""

    party: str
    ground: str
    count: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a package gives a party, and what it would need."""

    party: str
    value: float
    walk_away: float


def solution_dots(parties: Sequence[PartyScale], outcomes: Sequence[Outcome]) -> Chart:
    """Each party's value under each solution: a dot, its spread as a bar, the walk-away as a dashed line."""
    return Chart(*(_outcomes(parties, outcomes, size) for size in (WIDE, NARROW)))


def who_blocks(rows: Sequence[Blocked], total: int) -> Chart:
    """How many of the feasible packages each party blocks, and on which ground, as bars."""
    return Chart(*(_bars(rows, total, size) for size in (WIDE, NARROW)))


def what_opens(rows: Sequence[Shortfall], unit: str = "points") -> Chart:
    """How far a package falls short of each party's walk-away, or clears it."""
    return Chart(*(_shortfalls(rows, unit, size) for size in (WIDE, NARROW)))


def _outcomes(parties: Sequence[PartyScale], outcomes: Sequence[Outcome], size: Size) -> dict[str, Any]:
    margins = Margins(left=130 if size.narrow else 190, right=34 if size.narrow else 112, top=6, bottom=44)
    width = size.width - margins.left - margins.right
    values = [v for o in outcomes for s in o.values for v in (s.value, *(s.ends or ()))]
    x = scale([*values, *(p.walk_away for p in parties if p.walk_away is not None)], 0, width, _ticks(size))
    row, head = (size.text * 2.1, size.text * 2.4)
    layers: list[Layer] = []
    y = 0.0
    for place, party in enumerate(parties):
        layers += _heading(party, x, size, margins, y + head / 2)
        top = y + head
        bottom = top + row * len(outcomes)
        layers += _grid(x, top, bottom)
        if party.walk_away is not None:
            at = x(party.walk_away)
            layers += segments([(at, top, at, bottom)], color=INK, width=1.2, dash=(5, 3))
        for i, outcome in enumerate(outcomes):
            layers += _outcome(outcome, outcome.values[place], x, top + row * (i + 0.5), size, margins)
        y = bottom + size.text * 0.6
    layers += _scale_below(x, y, size, parties[0].unit if parties else "")
    return spec(width, y, margins, layers)


def _outcome(outcome: Outcome, spread: Spread, x: Scale, y: float, size: Size, margins: Margins) -> list[Layer]:
    figure = x.words(spread.value)
    layers = _label(outcome.label, y, size, margins)
    if spread.ends:
        low, high = spread.ends
        layers += segments([(x(low), y, x(high), y)], color=PALE, width=6)
        if not size.narrow:
            layers += texts([(x.end + 42, y, f"{x.words(low)}–{x.words(high)}")], size.small, color=MUTED)
    layers += symbols([(x(spread.value), y)], _DOTS[outcome.kind])
    layers += texts([(x.end + (30 if size.narrow else 36), y, figure)], size.text, align="right", weight="bold")
    return layers


def _bars(rows: Sequence[Blocked], total: int, size: Size) -> dict[str, Any]:
    margins = Margins(left=8 if size.narrow else 250, right=74 if size.narrow else 108, top=6, bottom=8)
    width = size.width - margins.left - margins.right
    top_count = max([total, *(row.count for row in rows), 1])
    thick = 11 if size.narrow else 15
    layers: list[Layer] = []
    y, party = 0.0, None
    for row in rows:
        if row.party != party:
            y += size.text * 0.5 if party is not None else 0
            layers += texts([(-margins.left + 8, y + size.text, row.party)], size.text, weight="bold")
            y += size.text * 1.9
            party = row.party
        two_lines = text_width(row.ground, size.text) > margins.left - 20
        deep = size.text * (2.9 if two_lines else 1.9)
        if size.narrow:
            layers += texts([(0, y + size.text * 0.6, row.ground)], size.small)
            y += size.text * 1.4
        else:
            layers += _label(row.ground, y + deep / 2, size, margins)
        middle = y + (thick if size.narrow else deep) / 2
        layers += _bar(0, middle, width, thick, "#eef0f2")
        layers += _bar(0, middle, width * row.count / top_count, thick, MIDDLE if row.count else PALE)
        share = f"{in_print(row.count)} ({round(100 * row.count / top_count)} %)"
        layers += texts([(width + 8, middle, share)], size.small)
        y += thick + 6 if size.narrow else deep
    return spec(width, max(y, 1), margins, layers)


def _shortfalls(rows: Sequence[Shortfall], unit: str, size: Size) -> dict[str, Any]:
    margins = Margins(left=8 if size.narrow else 170, right=12 if size.narrow else 128, top=6, bottom=46)
    width = size.width - margins.left - margins.right
    x = scale([v for row in rows for v in (row.value, row.walk_away)], 0, width, _ticks(size))
    line = size.text * 3.6 if size.narrow else size.text * 2.6
    layers: list[Layer] = _grid(x, 0, line * len(rows))
    for i, row in enumerate(rows):
        y = line * (i + 0.5) + (size.text * 0.7 if size.narrow else 0)
        gap = row.walk_away - row.value
        words = f"short by {in_print(gap)}" if gap > 0 else f"clears by {in_print(-gap)}"
        layers += segments([(x(row.value), y, x(row.walk_away), y)], color=OCHRE if gap > 0 else PETROL, width=3)
        layers += segments([(x(row.walk_away), y - 9, x(row.walk_away), y + 9)], color=INK, width=2.5)
        dot = {"shape": "circle", "size": 90, "fill": WHITE if gap > 0 else PETROL}
        layers += symbols([(x(row.value), y)], dot | {"stroke": OCHRE if gap > 0 else PETROL, "strokeWidth": 2.5})
        if size.narrow:
            above = y - size.text * 1.5
            layers += texts([(0, above, row.party)], size.text, weight="bold", halo=True)
            layers += texts([(width, above, words)], size.text, align="right", halo=True)
        else:
            layers += _label(row.party, y, size, margins, weight="bold")
            layers += texts([(width + 14, y, words)], size.text)
    bottom = line * len(rows) + 6
    layers += _scale_below(x, bottom, size, "")
    layers += _shortfall_legend(bottom + 30, unit, size)
    return spec(width, bottom, margins, layers)


def _shortfall_legend(y: float, unit: str, size: Size) -> list[Layer]:
    package = f"value of the package, {unit}"
    second = 14 + text_width(package, size.small) + 26
    dot = {"shape": "circle", "size": 60, "fill": WHITE, "stroke": OCHRE, "strokeWidth": 2.5}
    return [
        *symbols([(5, y)], dot),
        *segments([(second - 9, y - 7, second - 9, y + 7)], color=INK, width=2.5),
        *texts([(15, y, package), (second, y, "walk-away")], size.small, color=MUTED),
    ]


def _ticks(size: Size) -> int:
    return 4 if size.narrow else 5


def _heading(party: PartyScale, x: Scale, size: Size, margins: Margins, y: float) -> list[Layer]:
    left = -margins.left + 8.0
    layers = texts([(left, y, party.name)], size.text, weight="bold")
    if party.walk_away is not None:
        words = f"walks away below {x.words(party.walk_away)}"
        layers += texts([(left + text_width(party.name, size.text) * 1.08 + 10, y, words)], size.small, color=MUTED)
    return layers


def _grid(x: Scale, top: float, bottom: float) -> list[Layer]:
    return segments([(x(t), top, x(t), bottom) for t in x.ticks], color=GRID)


def _scale_below(x: Scale, y: float, size: Size, words: str) -> list[Layer]:
    below = [(x(t), y + 10, in_print(t)) for t in x.ticks]
    layers = texts(below, size.small, align="center", color=MUTED)
    if size.narrow and text_width(words, size.small) > x.end:
        return [*layers, *texts([(x.end, y + 29, words)], size.small, align="right", color=MUTED)]
    return [*layers, *texts([(x.start, y + 29, words)], size.small, color=MUTED)]


def _label(words: str, y: float, size: Size, margins: Margins, weight: str = "normal") -> list[Layer]:
    """A row's label in the left margin, in at most two lines."""
    letters = size.small if size.narrow else size.text
    lines = wrap(words, margins.left - 16, letters, lines=2)
    first = y - (len(lines) - 1) * letters * 0.58
    rows = [(8.0 - margins.left, first + i * letters * 1.16, line) for i, line in enumerate(lines)]
    return texts(rows, letters, weight=weight)


def _bar(left: float, middle: float, length: float, thick: float, color: str) -> list[Layer]:
    if length <= 0:
        return []
    return segments([(left, middle, left + max(length, 1), middle)], color=color, width=thick)
