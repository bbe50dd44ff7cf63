"""What each package is worth to the parties: two parties as a plane, three or more as parallel scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.brief.blocks import Chart
from detente.brief.charts.colours import GRID, INK, MIDDLE, MUTED, OCHRE, PALE, PETROL, WASH, WHITE
from detente.brief.charts.labels import LINE_HEIGHT, Box, Placed, Wanted, place
from detente.brief.charts.lettering import LETTERS, text_width, wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Scale, Size, scale, segments, spec, symbols, texts
from detente.brief.prose import in_print

PointKind = Literal["proposal", "solution", "status-quo"]
Pair = tuple[float, float]

_SHAPES: dict[PointKind, dict[str, Any]] = {
    "proposal": {"shape": "diamond", "size": 130, "filled": True, "fill": OCHRE, "stroke": WHITE},
    "solution": {"shape": "circle", "size": 100, "fill": WHITE, "stroke": PETROL, "strokeWidth": 3},
    "status-quo": {"shape": "square", "size": 75, "filled": True, "fill": INK, "stroke": WHITE},
}
_CLOUD = {"shape": "circle", "size": 14, "filled": True, "fill": PALE, "stroke": None}
_ACCEPTABLE = {"shape": "circle", "size": 30, "filled": True, "fill": MIDDLE, "stroke": None}
_EDGE_F = {"shape": "circle", "size": 26, "fill": WHITE, "stroke": MUTED, "strokeWidth": 1}
_EDGE_A = {"shape": "circle", "size": 40, "filled": True, "fill": PETROL, "stroke": None}
_MOST_DOTS = 450


@dataclass(frozen=True, slots=True)
class PartyScale:
    """A party on a chart: its name, its walk-away, and how its scale is to be named."""

    name: str
    walk_away: float | None = None
    unit: str = "value, 0 to 100"


@dataclass(frozen=True, slots=True)
class Marked:
    """A package to point out, with its value to each party in the order of the parties."""

    label: str
    values: tuple[float, ...]
    kind: PointKind


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    kinds: tuple[PointKind, ...]
    label: str


def frontier_scatter(
    across: PartyScale,
    up: PartyScale,
    *,
    feasible: Sequence[Pair] = (),
    acceptable: Sequence[Pair] = (),
    frontier_of_feasible: Sequence[Pair] = (),
    frontier_of_acceptable: Sequence[Pair] = (),
    marked: Sequence[Marked] = (),
) -> Chart:
    """Every package as a dot: its value to one party across, to the other up.

    Clouds of more than 450 dots are thinned to one dot a patch; the frontiers are always drawn whole.
    """
    clouds = (feasible, acceptable, frontier_of_feasible, frontier_of_acceptable)
    return Chart(
        *(_plane(across, up, clouds, marked, size) for size in (WIDE, NARROW)),
    )


def _plane(
    across: PartyScale,
    up: PartyScale,
    clouds: tuple[Sequence[Pair], ...],
    marked: Sequence[Marked],
    size: Size,
) -> dict[str, Any]:
    feasible, acceptable, edge_f, edge_a = clouds
    legend = _legend_items(clouds, marked)
    legend_layers, legend_height = _legend(legend, size)
    margins = Margins(left=44, right=16, top=legend_height + 2 * size.text + 18, bottom=46)
    width = size.width - margins.left - margins.right
    height = 400 if not size.narrow else 270
    pairs = [pair for cloud in clouds for pair in cloud] + [(m.values[0], m.values[1]) for m in marked]
    ticks = 5 if not size.narrow else 4
    x = scale([*(p[0] for p in pairs), *_known(across.walk_away)], 0, width, ticks)
    y = scale([*(p[1] for p in pairs), *_known(up.walk_away)], height, 0, ticks)
    walk_away, taken = _walk_away_lines(across, up, x, y, size)
    spots = _spots(marked, x, y)
    dots = [(x(a), y(b)) for a, b in (*edge_f, *edge_a)]
    dots += [(x(a), y(b)) for a, b in _thinned(acceptable, x, y)]
    dots += _along_walk_aways(across, up, x, y)
    labels, key_height = _labels(spots, Box(0, 0, width, height), taken, dots, size, height + 50)
    layers = [
        *_both_above(across, up, x, y),
        *_grid(x, y, size),
        *_cloud(_thinned(feasible, x, y), x, y, _CLOUD),
        *_cloud(_thinned(acceptable, x, y), x, y, _ACCEPTABLE),
        *walk_away,
        *_edge(edge_f, x, y, {"color": MUTED, "strokeWidth": 1}, _EDGE_F),
        *_edge(edge_a, x, y, {"color": PETROL, "strokeWidth": 2}, _EDGE_A),
        *labels,
        *_axis_titles(across, up, size, width, height),
        *_moved(legend_layers, -margins.left, -margins.top + size.text),
    ]
    bottom = Margins(margins.left, margins.right, margins.top, margins.bottom + key_height)
    return spec(width, height, bottom, layers)


def _known(value: float | None) -> list[float]:
    return [] if value is None else [value]


def _quantity(name: str, axis: Scale) -> dict[str, Any]:
    return {
        "field": name,
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [axis.low, axis.high], "nice": False, "zero": False},
    }


def _cloud(pairs: Sequence[Pair], x: Scale, y: Scale, shape: dict[str, Any]) -> list[Layer]:
    if not pairs:
        return []
    return [
        {
            "data": {"values": [{"across": float(a), "up": float(b)} for a, b in pairs]},
            "mark": {"type": "point", "opacity": 1} | shape,
            "encoding": {"x": _quantity("across", x), "y": _quantity("up", y)},
        }
    ]


def _edge(pairs: Sequence[Pair], x: Scale, y: Scale, stroke: dict[str, Any], dot: dict[str, Any]) -> list[Layer]:
    ordered = sorted({(float(a), float(b)) for a, b in pairs}, key=lambda p: (p[0], -p[1]))
    if not ordered:
        return []
    dots = _cloud(ordered, x, y, dot)
    line = {**dots[0], "mark": {"type": "line", "interpolate": "linear"} | stroke}
    return [line, *dots]


def _thinned(pairs: Sequence[Pair], x: Scale, y: Scale) -> list[Pair]:
    unique = sorted({(float(a), float(b)) for a, b in pairs})
    patch = 2
    while True:
        kept: dict[tuple[int, int], Pair] = {}
        for a, b in unique:
            kept.setdefault((int(x(a) // patch), int(y(b) // patch)), (a, b))
        if len(kept) <= _MOST_DOTS:
            return list(kept.values())
        patch += 1


def _grid(x: Scale, y: Scale, size: Size) -> list[Layer]:
    lines = [(x(t), y.start, x(t), y.end) for t in x.ticks] + [(x.start, y(t), x.end, y(t)) for t in y.ticks]
    below = [(x(t), y.start + 14, in_print(t)) for t in x.ticks]
    beside = [(-7.0, y(t), in_print(t)) for t in y.ticks]
    return [
        *segments(lines, color=GRID),
        *texts(below, size.small, align="center", color=MUTED),
        *texts(beside, size.small, align="right", color=MUTED),
    ]


def _both_above(across: PartyScale, up: PartyScale, x: Scale, y: Scale) -> list[Layer]:
    if across.walk_away is None or up.walk_away is None:
        return []
    corner = {"x": x(across.walk_away), "x2": x.end, "y": y.end, "y2": y(up.walk_away)}
    return [{"data": {"values": [{}]}, "mark": {"type": "rect", "color": WASH, **corner}, "encoding": {}}]


def _walk_away_lines(
    across: PartyScale, up: PartyScale, x: Scale, y: Scale, size: Size
) -> tuple[list[Layer], list[Box]]:
    layers: list[Layer] = []
    taken: list[Box] = []
    if across.walk_away is not None:
        at = x(across.walk_away)
        words = f"{across.name} walks away left of {x.words(across.walk_away)}"
        wide = text_width(words, size.small)
        left = min(max(at - wide / 2, -30), max(x.end - wide, -30))
        layers += segments([(at, y.start, at, y.end - 5)], color=INK, width=1.2, dash=(5, 3))
        layers += texts([(left, y.end - 12, words)], size.small, color=INK)
    if up.walk_away is not None:
        at = y(up.walk_away)
        words = f"{up.name} walks away below {y.words(up.walk_away)}"
        wide = text_width(words, size.small)
        layers += segments([(x.start, at, x.end, at)], color=INK, width=1.2, dash=(5, 3))
        low = at + size.text if at + 2 * size.text < y.start else at - size.text + 2
        layers += texts([(x.end, low, words)], size.small, align="right", color=INK, halo=True)
        taken.append(Box(x.end - wide, low - size.text / 2, x.end, low + size.text / 2))
    return layers, taken


def _along_walk_aways(across: PartyScale, up: PartyScale, x: Scale, y: Scale) -> list[Pair]:
    """Points every few pixels on the walk-away lines, which labels had better not cross."""
    points: list[Pair] = []
    if across.walk_away is not None:
        points += [(x(across.walk_away), at) for at in range(0, int(y.start), 4)]
    if up.walk_away is not None:
        points += [(at, y(up.walk_away)) for at in range(0, int(x.end), 4)]
    return points


def _axis_titles(across: PartyScale, up: PartyScale, size: Size, width: float, height: float) -> list[Layer]:
    return [
        *texts([(width, height + 34, f"{across.name}: {across.unit} →")], size.text, align="right", weight="bold"),
        *texts([(-36, -size.text - 18, f"↑ {up.name}: {up.unit}")], size.text, weight="bold"),
    ]


def _spots(marked: Sequence[Marked], x: Scale, y: Scale) -> list[_Spot]:
    """Packages that would be drawn on one another share a spot: all their names, and the shape of each kind."""
    at: dict[Pair, list[Marked]] = {}
    for item in marked:
        at.setdefault((round(x(item.values[0]), 1), round(y(item.values[1]), 1)), []).append(item)
    return [
        _Spot(
            *pair,
            tuple(dict.fromkeys(item.kind for item in items)),
            ", ".join(dict.fromkeys(item.label for item in items)),
        )
        for pair, items in at.items()
    ]


def _spot_symbols(spots: Sequence[_Spot], size: Size) -> list[Layer]:
    """Each spot's symbols, smaller on a phone; a proposal that is also a solution stands inside its ring."""
    layers: list[Layer] = []
    share = 0.6 if size.narrow else 1.0
    for kind in ("status-quo", "solution", "proposal"):
        shape = _SHAPES[kind]
        shared = [s for s in spots if kind in s.kinds and len(s.kinds) > 1 and kind != "solution"]
        alone = [s for s in spots if kind in s.kinds and s not in shared]
        layers += symbols([(s.x, s.y) for s in alone], shape | {"size": shape["size"] * share})
        layers += symbols([(s.x, s.y) for s in shared], shape | {"size": 42 * share})
    return layers


def _labels(
    spots: Sequence[_Spot],
    room: Box,
    taken: Sequence[Box],
    dots: Sequence[Pair],
    size: Size,
    key_top: float,
) -> tuple[list[Layer], int]:
    """The names of the spots beside them; where they do not fit, letters beside them and a key below."""
    marks = _spot_symbols(spots, size)
    if not size.narrow:
        lines = [wrap(spot.label, 190, size.text) for spot in spots]
        placed = place([_wanted(s, t, size) for s, t in zip(spots, lines, strict=True)], room, taken, dots)
        if placed is not None:
            return [*_written(placed, lines, size), *marks], 0
    letters = [[LETTERS[i % 26]] for i in range(len(spots))]
    wanted = [_wanted(s, t, size) for s, t in zip(spots, letters, strict=True)]
    placed = place(wanted, room, taken, dots) or place(wanted, room, (), ())
    written = _written(placed, letters, size, weight="bold") if placed else []
    key, height = _key(spots, size, key_top, room.right)
    return [*written, *marks, *key], height


def _key(spots: Sequence[_Spot], size: Size, top: float, right: float) -> tuple[list[Layer], int]:
    y = top + size.text
    letters: list[tuple[float, float, str]] = []
    names: list[tuple[float, float, str]] = []
    for i, spot in enumerate(spots):
        letters.append((-36, y, LETTERS[i % 26]))
        for line in wrap(spot.label, right + 16, size.text, lines=4):
            names.append((-20, y, line))
            y += size.text * 1.35
        y += 3
    layers = [*texts(letters, size.text, weight="bold"), *texts(names, size.text)]
    return layers, round(y - top) + 4


def _wanted(spot: _Spot, lines: Sequence[str], size: Size) -> Wanted:
    width = max(text_width(line, size.text) for line in lines)
    return Wanted(spot.x, spot.y, width, len(lines) * size.text * LINE_HEIGHT, 6 if size.narrow else 7.5)


def _written(
    placed: Sequence[Placed], lines: Sequence[Sequence[str]], size: Size, weight: str = "normal"
) -> list[Layer]:
    layers = segments([p.leader for p in placed if p.leader], color=MUTED, width=0.8)
    for align in ("left", "right", "center"):
        rows = [
            (p.anchor, p.box.top + (i + 0.5) * size.text * LINE_HEIGHT, line)
            for p, parts in zip(placed, lines, strict=True)
            if p.align == align
            for i, line in enumerate(parts)
        ]
        layers += texts(rows, size.text, align=align, weight=weight, halo=True)
    return layers


LegendItem = tuple[str, dict[str, Any], str | None]


def _legend_items(clouds: tuple[Sequence[Pair], ...], marked: Sequence[Marked]) -> list[LegendItem]:
    feasible, acceptable, edge_f, edge_a = clouds
    kinds = {item.kind for item in marked}
    offered: list[tuple[bool, LegendItem]] = [
        (bool(edge_a), ("acceptable and efficient", _EDGE_A, PETROL)),
        (bool(acceptable), ("acceptable", _ACCEPTABLE, None)),
        (bool(edge_f), ("possible and efficient", _EDGE_F, MUTED)),
        (bool(feasible), ("possible", _CLOUD, None)),
        ("proposal" in kinds, ("proposal", _SHAPES["proposal"], None)),
        ("solution" in kinds, ("bargaining solution", _SHAPES["solution"], None)),
        ("status-quo" in kinds, ("status quo", _SHAPES["status-quo"], None)),
    ]
    return [item for present, item in offered if present]


def _legend(items: Sequence[LegendItem], size: Size) -> tuple[list[Layer], int]:
    """A key to the symbols, in as many lines as the width asks for; its top left corner is (0, 0)."""
    layers: list[Layer] = []
    x, y = 8.0, 0.0
    line = round(size.text * 1.6)
    for words, shape, stroke in items:
        wide = 18 + text_width(words, size.small) + 14
        if x > 8 and x + wide > size.width:
            x, y = 8.0, y + line
        if stroke:
            layers += segments([(x - 6, y, x + 8, y)], color=stroke, width=1.5)
        layers += symbols([(x + 1, y)], shape)
        layers += texts([(x + 13, y, words)], size.small, color=INK)
        x += wide
    return layers, round(y) + line if items else 0


def _moved(layers: Sequence[Layer], dx: float, dy: float) -> list[Layer]:
    """The same layers elsewhere: pixel places live in the data, under these names."""
    shift = {"px": dx, "x": dx, "x2": dx, "py": dy, "y": dy, "y2": dy}
    return [
        {
            **layer,
            "data": {
                "values": [
                    {k: round(v + shift[k], 1) if k in shift else v for k, v in value.items()}
                    for value in layer["data"]["values"]
                ]
            },
        }
        for layer in layers
    ]
