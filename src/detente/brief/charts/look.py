"""What all charts are made of: sizes, scales, and layers of text, symbols and strokes at pixel places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.charts.colours import INK, MUTED, RULE
from detente.brief.prose import in_print

FONT = "Helvetica, Arial, sans-serif"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

HALO = "halo"
"""How layers are named whose letters are to stand clear of what lies behind them; the drawing sees to it."""

Layer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing's whole width, its text size, and whether it is the phone's."""

    width: int
    text: int
    narrow: bool

    @property
    def small(self) -> int:
        """The size of the least important text."""
        return self.text - 1


WIDE = Size(width=700, text=13, narrow=False)
NARROW = Size(width=300, text=12, narrow=True)


@dataclass(frozen=True, slots=True)
class Margins:
    """The room around the plot, in pixels."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def padding(self) -> dict[str, int]:
        """The margins as Vega-Lite names them."""
        return {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}


def spec(width: float, height: float, margins: Margins, layers: Sequence[Layer]) -> dict[str, Any]:
    """A Vega-Lite chart whose size does not depend on the fonts of the machine that draws it."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": margins.padding,
        "background": None,
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "text": {"color": INK},
            "axis": {
                "domain": False,
                "ticks": False,
                "gridColor": RULE,
                "labelColor": MUTED,
                "labelOverlap": False,
                "labelFlush": False,
                "labelPadding": 6,
                "title": None,
            },
        },
        "layer": _merged(layers) or [BLANK],
    }


BLANK: Layer = {"data": {"values": []}, "mark": {"type": "rule"}, "encoding": {}}
"""A layer that draws nothing; Vega-Lite asks for one at least."""


def _merged(layers: Sequence[Layer]) -> list[Layer]:
    """Fewer layers, the same picture: equal marks share one, text on top, strokes where they first stood."""
    like: dict[str, list[int]] = {}
    for place, layer in enumerate(layers):
        like.setdefault(repr((layer["mark"], layer["encoding"], layer.get("name"))), []).append(place)
    at: dict[int, Layer] = {}
    for number, places in enumerate(like.values()):
        first = layers[places[0]]
        apart = first["mark"]["type"] == "line"
        for group in [[place] for place in places] if apart else [places]:
            values = [value for place in group for value in layers[place]["data"]["values"]]
            name = {"name": f"{first['name']}-{number}"} if "name" in first else {}
            at[group[-1 if first["mark"]["type"] == "text" else 0]] = {
                **first,
                **name,
                "data": {"values": values},
            }
    return [at[place] for place in sorted(at)]


def texts(
    rows: Sequence[tuple[float, float, str]],
    size: int,
    *,
    align: str = "left",
    color: str = INK,
    weight: str = "normal",
    halo: bool = False,
) -> list[Layer]:
    """Texts at pixel places (x, y, text); `halo` clears what lies behind the letters."""
    values = [{"px": round(x, 1), "py": round(y, 1), "text": text} for x, y, text in rows]
    if not values:
        return []
    mark: dict[str, Any] = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "fontSize": size,
        "fontWeight": weight,
        "x": {"expr": "datum.px"},
        "y": {"expr": "datum.py"},
    }
    layer: Layer = {
        "data": {"values": values},
        "mark": mark | {"color": color},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }
    return [layer | {"name": HALO}] if halo else [layer]


def symbols(places: Sequence[tuple[float, float]], shape: dict[str, Any]) -> list[Layer]:
    """Symbols at pixel places."""
    values = [{"px": round(x, 1), "py": round(y, 1)} for x, y in places]
    if not values:
        return []
    mark = {"type": "point", "opacity": 1, "x": {"expr": "datum.px"}, "y": {"expr": "datum.py"}} | shape
    return [{"data": {"values": values}, "mark": mark, "encoding": {}}]


def segments(
    ends: Sequence[tuple[float, float, float, float]],
    color: str = MUTED,
    width: float = 1,
    dash: tuple[int, ...] = (),
) -> list[Layer]:
    """Straight strokes between pixel places (x1, y1, x2, y2)."""
    names = ("x", "y", "x2", "y2")
    values = [dict(zip(names, (round(v, 1) for v in end), strict=True)) for end in ends]
    if not values:
        return []
    mark: dict[str, Any] = {"type": "rule", "color": color, "strokeWidth": width}
    if dash:
        mark["strokeDash"] = list(dash)
    pixels: dict[str, Any] = {"type": "quantitative", "scale": None, "axis": None}
    places: dict[str, Any] = {name: {"field": name} | (pixels if len(name) == 1 else {}) for name in names}
    return [{"data": {"values": values}, "mark": mark, "encoding": places}]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from values to pixels, with round ends and ticks."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def words(self, value: float) -> str:
        """A value in print, as fine as the scale lets one see: without decimals on a scale of 20 or more."""
        return in_print(value, 0 if self.high - self.low >= 20 else None)

    @property
    def ticks(self) -> list[float]:
        """The round values that the axis prints."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 9) for i in range(count + 1)]


def scale(values: Sequence[float], start: float, end: float, ticks: int = 5) -> Scale:
    """A scale that holds all values, in steps of 1, 2, 5 or 10 times a power of ten.

    >>> scale([3, 97], 0, 100).ticks
    [0, 20, 40, 60, 80, 100]
    """
    finite = [float(v) for v in values if math.isfinite(v)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    if low == high:
        low, high = low - 1, high + 1
    rough = (high - low) / ticks
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * 0.999)
    step = int(step) if step >= 1 else step
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, step, start, end)
