"""What each package is worth to three or more parties: one scale a party, one line a package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import INK, MUTED, OCHRE, PALE, PETROL, WHITE
from detente.brief.charts.frontier import Marked, PartyScale
from detente.brief.charts.lettering import LETTERS, text_width, wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Scale, Size, scale, segments, spec, symbols, texts
from detente.brief.prose import in_print

_MOST_LINES = 120
_COLORS = {"solution": PETROL, "proposal": OCHRE, "status-quo": INK}
_DASHES: tuple[tuple[int, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3))
_LETTER_ROOM = 19


def frontier_parallel(
    parties: Sequence[PartyScale],
    *,
    frontier: Sequence[Sequence[float]] = (),
    marked: Sequence[Marked] = (),
) -> Chart:
    """The frontier for three or more parties: every line is a package and crosses each party's scale.

    More than 120 lines are thinned evenly in the order of their values; marked packages are all drawn.
    """
    return Chart(*(_scales(parties, frontier, marked, size) for size in (WIDE, NARROW)))


def _scales(
    parties: Sequence[PartyScale],
    frontier: Sequence[Sequence[float]],
    marked: Sequence[Marked],
    size: Size,
) -> dict[str, Any]:
    margins = Margins(left=20 if size.narrow else 170, right=20, top=54 if size.narrow else 30, bottom=30)
    width = size.width - margins.left - margins.right
    values = [float(v) for line in frontier for v in line] + [v for m in marked for v in m.values]
    walk_aways = [p.walk_away for p in parties if p.walk_away is not None]
    x = scale([*values, *walk_aways], 0, width, 4 if size.narrow else 5)
    step = 64 if size.narrow else 70
    rows = [step * i + 8.0 for i in range(len(parties))]
    named = _merged(marked)
    layers: list[Layer] = []
    layers += segments([(x.start, y, x.end, y) for y in rows], color="#c9ced3", width=1)
    for line in _thinned(frontier):
        layers += _line([x(v) for v in line], rows, PALE, 1)
    for i, (_, item) in enumerate(named):
        layers += _line([x(v) for v in item.values], rows, _COLORS[item.kind], 2.2, _DASHES[i % len(_DASHES)])
    for party, y in zip(parties, rows, strict=True):
        layers += _party(party, x, y, size)
    for _, item in named:
        dot = {"shape": "circle", "size": 50, "filled": True, "fill": _COLORS[item.kind], "stroke": WHITE}
        layers += symbols([(x(v), y) for v, y in zip(item.values, rows, strict=True)], dot)
    bottom = rows[-1] + 12 if rows else 12.0
    ticks = [(x(t), -40.0 if size.narrow else -18.0, in_print(t)) for t in x.ticks]
    layers += texts(ticks, size.small, align="center", color=MUTED)
    ends, key, height = _key(named, x, bottom, size, margins)
    below = Margins(margins.left, margins.right, margins.top, margins.bottom + height)
    return spec(width, bottom, below, [*layers, *ends, *key])


def _merged(marked: Sequence[Marked]) -> list[tuple[str, Marked]]:
    at: dict[tuple[float, ...], list[Marked]] = {}
    for item in marked:
        at.setdefault(tuple(round(float(v), 6) for v in item.values), []).append(item)
    return [(", ".join(dict.fromkeys(i.label for i in items)), items[0]) for items in at.values()]


def _thinned(frontier: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    unique = sorted({tuple(float(v) for v in line) for line in frontier})
    if len(unique) <= _MOST_LINES:
        return unique
    return [unique[i * (len(unique) - 1) // (_MOST_LINES - 1)] for i in range(_MOST_LINES)]


def _line(
    places: Sequence[float], rows: Sequence[float], color: str, width: float, dash: tuple[int, ...] = ()
) -> list[Layer]:
    ends = list(zip(places, rows, places[1:], rows[1:], strict=False))
    return segments(ends, color=color, width=width, dash=dash)


def _party(party: PartyScale, x: Scale, y: float, size: Size) -> list[Layer]:
    layers: list[Layer] = []
    note = ""
    if party.walk_away is not None:
        at = x(party.walk_away)
        layers += segments([(at, y - 10, at, y + 10)], color=INK, width=3)
        note = f"walks away below {x.words(party.walk_away)}"
    if size.narrow:
        layers += texts([(-12, y - 22, party.name)], size.text, weight="bold", halo=True)
        after = text_width(party.name, size.text) * 1.08
        return [*layers, *texts([(after, y - 22, note)], size.small, color=MUTED, halo=True)]
    layers += texts([(-16, y - (7 if note else 0), party.name)], size.text, align="right", weight="bold")
    return [*layers, *texts([(-16, y + 9, note)], size.small, align="right", color=MUTED)]


def _key(
    named: Sequence[tuple[str, Marked]], x: Scale, top: float, size: Size, margins: Margins
) -> tuple[list[Layer], list[Layer], int]:
    """A letter under the end of each marked line, drawn apart where lines end together, and a key to them."""
    order = sorted(range(len(named)), key=lambda i: (x(named[i][1].values[-1]), i))
    at: dict[int, float] = {}
    last = x.start - _LETTER_ROOM
    for rank, i in enumerate(order):
        rest = (len(order) - 1 - rank) * _LETTER_ROOM
        at[i] = min(max(x(named[i][1].values[-1]), last + _LETTER_ROOM), x.end - rest)
        last = at[i]
    y = top + 22.0
    ends: list[Layer] = []
    for i, (_, item) in enumerate(named):
        ends += segments([(x(item.values[-1]), top - 12, at[i], y - 9)], color=_COLORS[item.kind], width=0.8)
    ends += texts([(at[i], y, LETTERS[i % 26]) for i in order], size.text, align="center", weight="bold", halo=True)
    left = -margins.left + 8.0
    y += size.text * 2
    key: list[Layer] = []
    for i, (label, item) in enumerate(named):
        key += texts([(left, y, LETTERS[i % 26])], size.text, weight="bold")
        dash = _DASHES[i % len(_DASHES)]
        key += segments([(left + 18, y, left + 46, y)], color=_COLORS[item.kind], width=2.2, dash=dash)
        for line in wrap(label, size.width - 80, size.text):
            key += texts([(left + 54, y, line)], size.text)
            y += size.text * 1.4
    return ends, key, round(y - top) - 24
