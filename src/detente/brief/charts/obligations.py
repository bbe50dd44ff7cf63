"""Who owes whom: those who owe on the left, those to whom on the right, a line for each duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.brief.blocks import Chart
from detente.brief.charts.colours import INK, MUTED, PETROL, WHITE
from detente.brief.charts.lettering import text_width, wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Size, segments, spec, symbols, texts

TieKind = Literal["owed", "open", "subsumed"]
_DASH: dict[TieKind, tuple[int, ...]] = {"owed": (), "open": (5, 4), "subsumed": (2, 3)}
_WORDS: dict[TieKind, str] = {
    "owed": "owed; the thicker, the stronger",
    "open": "cannot be told from the text",
    "subsumed": "owed, but another duty goes before",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One duty: who owes it, to whom, how strong from 0 to 5 where known, and whether it is certain."""

    obligor: str
    beneficiary: str
    strength: int | None
    kind: TieKind


def obligations_map(ties: Sequence[Tie]) -> Chart:
    """A picture of duties in two columns; the order of the ties decides the order of the names."""
    return Chart(*(_map(ties, size) for size in (WIDE, NARROW)))


def _map(ties: Sequence[Tie], size: Size) -> dict[str, Any]:
    left = list(dict.fromkeys(tie.obligor for tie in ties))
    right = list(dict.fromkeys(tie.beneficiary for tie in ties))
    kinds: list[TieKind] = [kind for kind in _DASH if any(tie.kind == kind for tie in ties)]
    room = 96 if size.narrow else 210
    legend = round(size.text * 1.7) * len(kinds)
    margins = Margins(left=room, right=room, top=2 * size.text + 14, bottom=legend + 14)
    width = size.width - 2 * room
    deep = size.text * (2.8 if size.narrow else 2.1)
    height = max(deep * max(len(left), len(right)), deep)
    at_left = {name: height * (i + 0.5) / len(left) for i, name in enumerate(left)}
    at_right = {name: height * (i + 0.5) / len(right) for i, name in enumerate(right)}
    layers: list[Layer] = []
    for tie in ties:
        thick = 1.2 + 0.8 * (tie.strength if tie.strength is not None else 1)
        ends = (10.0, at_left[tie.obligor], width - 10.0, at_right[tie.beneficiary])
        layers += segments([ends], color=PETROL if tie.kind == "owed" else MUTED, width=thick, dash=_DASH[tie.kind])
    dot = {"shape": "circle", "size": 60, "fill": WHITE, "stroke": INK, "strokeWidth": 1.6}
    layers += symbols([(6, y) for y in at_left.values()], dot)
    layers += symbols([(width - 6, y) for y in at_right.values()], dot)
    layers += _names(at_left, -4, "right", room, size) + _names(at_right, width + 4, "left", room, size)
    layers += texts([(-4, -size.text - 4, "owes")], size.text, align="right", weight="bold")
    layers += texts([(width + 4, -size.text - 4, "is owed")], size.text, weight="bold")
    for place, kind in enumerate(kinds):
        y = height + 12 + size.text * 1.7 * (place + 0.5)
        start = 8.0 - room
        layers += segments([(start, y, start + 30, y)], color=PETROL if kind == "owed" else MUTED, width=2.4,
                           dash=_DASH[kind])  # fmt: skip
        layers += texts([(start + 38, y, _WORDS[kind])], size.small, color=MUTED)
    return spec(width, height, margins, layers)


def _names(at: dict[str, float], x: float, align: str, room: int, size: Size) -> list[Layer]:
    rows: list[tuple[float, float, str]] = []
    letters = size.small if size.narrow else size.text
    for name, y in at.items():
        lines = wrap(name, room - 14, letters, lines=2) if text_width(name, letters) > room - 14 else [name]
        first = y - (len(lines) - 1) * letters * 0.58
        rows += [(x, first + i * letters * 1.16, line) for i, line in enumerate(lines)]
    return texts(rows, letters, align=align)
