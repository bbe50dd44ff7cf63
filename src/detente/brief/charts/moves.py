"""Who can move where: states on a ring, once for all decision makers and once for each, an arrow for each move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import INK, MUTED, PALE, PETROL, WHITE
from detente.brief.charts.lettering import wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Size, segments, spec, symbols, texts

DOT = 12.5
"""The radius of a state."""
HEAD, THIN_HEAD = 9.5, 6.0
"""The length of an arrow's head, and of one at its other end."""
BEND = 2.6
"""How far a head opens, in radians from where the arrow points."""


@dataclass(frozen=True, slots=True)
class StateDot:
    """One state: its number, and whether nobody would leave it; `name` where it has one, such as today."""

    number: str
    holds: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A move between two states, by their places; whether the mover gains by it, and whether it can go back."""

    origin: int
    target: int
    gains: bool
    back: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """The moves of one decision maker, or of all."""

    title: str
    arrows: tuple[Arrow, ...]


def move_graphs(states: Sequence[StateDot], panels: Sequence[Panel]) -> Chart:
    """A ring of states for each panel, states in the same places in all of them."""
    return Chart(*(_graphs(states, panels, size) for size in (WIDE, NARROW)))


def _graphs(states: Sequence[StateDot], panels: Sequence[Panel], size: Size) -> dict[str, Any]:
    across = 1 if size.narrow else 3
    room = (size.width - 8) / across
    radius = min(room / 2 - DOT - 12, 96.0)
    title = size.text * 2.6
    deep = title + 2 * (radius + DOT) + 22
    rows = -(-len(panels) // across)
    layers: list[Layer] = []
    for place, panel in enumerate(panels):
        left, top = (place % across) * room, (place // across) * deep
        layers += _panel(panel, states, left + room / 2, top, radius, title, room, size)
    named = [f"{dot.number}: {dot.name}" for dot in states if dot.name]
    key, keyed = _key(named, rows * deep + 4, size)
    layers += key
    margins = Margins(left=4, right=4, top=4, bottom=6)
    return spec(size.width - 8, rows * deep + keyed, margins, layers)


def _panel(
    panel: Panel,
    states: Sequence[StateDot],
    x: float,
    top: float,
    radius: float,
    title: float,
    room: float,
    size: Size,
) -> list[Layer]:
    lines = wrap(panel.title, room - 10, size.text, lines=2)
    first = top + title - size.text * 0.8 - (len(lines) - 1) * size.text * 1.16
    rows = [(x, first + i * size.text * 1.16, line) for i, line in enumerate(lines)]
    layers = texts(rows, size.text, align="center", weight="bold")
    middle = top + title + 4 + DOT + radius
    at = [_on_ring(k, len(states), x, middle, radius) for k in range(len(states))]
    for gains in (False, True):
        for arrow in panel.arrows:
            if arrow.gains == gains:
                layers += _arrow(at[arrow.origin], at[arrow.target], gains=gains, back=arrow.back)
    area = pi * DOT * DOT
    touched = {place for arrow in panel.arrows for place in (arrow.origin, arrow.target)}
    for holds in (False, True):
        for idle in (False, True):
            places = [k for k, dot in enumerate(states) if dot.holds == holds and (k not in touched) == idle]
            fill = PETROL if holds else WHITE
            stroke = PETROL if holds else PALE if idle else INK
            shape = {"shape": "circle", "size": area, "fill": fill, "stroke": stroke, "strokeWidth": 1.4}
            layers += symbols([at[k] for k in places], shape)
            ink = WHITE if holds else MUTED if idle else INK
            layers += texts([(*at[k], states[k].number) for k in places], 11, align="center", color=ink)
    return layers


def _on_ring(place: int, count: int, x: float, y: float, radius: float) -> tuple[float, float]:
    if count == 1:
        return x, y
    angle = 2 * pi * place / count - pi / 2
    return x + radius * cos(angle), y + radius * sin(angle)


def _arrow(origin: tuple[float, float], target: tuple[float, float], *, gains: bool, back: bool = False) -> list[Layer]:
    """A stroke between two dots with a head, and a thin one at its other end where the mover can go back."""
    (x1, y1), (x2, y2) = origin, target
    length = hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    x1, y1 = x1 + dx * (DOT + 2), y1 + dy * (DOT + 2)
    x2, y2 = x2 - dx * (DOT + 2), y2 - dy * (DOT + 2)
    color, width = (PETROL, 2.0) if gains else (MUTED, 1.0)
    layers = segments([(x1, y1, x2, y2)], color=color, width=width, dash=() if gains else (4, 3))
    layers += segments(_head(x2, y2, dx, dy, HEAD if gains else THIN_HEAD), color=color, width=width)
    return layers + (segments(_head(x1, y1, -dx, -dy, THIN_HEAD), color=MUTED, width=1.0) if back else [])


def _head(x: float, y: float, dx: float, dy: float, long: float) -> list[tuple[float, float, float, float]]:
    """The two strokes of a head at a point, for an arrow in this direction."""
    sides = [(dx * cos(turn) - dy * sin(turn), dx * sin(turn) + dy * cos(turn)) for turn in (BEND, -BEND)]
    return [(x, y, x + long * u, y + long * v) for u, v in sides]


def _key(named: Sequence[str], top: float, size: Size) -> tuple[list[Layer], float]:
    """What the marks mean, one a line, and how high that is."""
    step = size.text * 1.7
    said = [
        "a move that its mover gains by",
        "thin head at the other end: it can go back",
        "a move that can be made, without gain",
        "nobody would leave it",
    ]
    layers: list[Layer] = []
    for place, words in enumerate(said):
        y = top + step * (place + 0.5)
        if place < len(said) - 1:
            layers += _arrow((14 - DOT, y), (40 + DOT, y), gains=place < 2, back=place == 1)
        else:
            layers += symbols([(27, y)], {"shape": "circle", "size": 150, "fill": PETROL, "stroke": PETROL})
        layers += texts([(50, y, words)], size.small, color=MUTED)
    y = top + step * len(said)
    for name in named:
        lines = wrap(name, size.width - 20, size.small, lines=2)
        layers += texts([(12, y + step * 0.5 + i * size.small * 1.2, line) for i, line in enumerate(lines)], size.small)
        y += step + (len(lines) - 1) * size.small * 1.2
    return layers, y - top + 6
