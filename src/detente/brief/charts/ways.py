"""How states can be reached from the status quo: a tree of moves, from left to right, on a phone from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import INK, MUTED, PALE, PETROL
from detente.brief.charts.lettering import wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Size, segments, spec, texts

LEAST_COLUMN = 112
"""A narrower column holds no words; deeper trees are drawn from top to bottom."""
GAP = 22
"""Between two columns."""


@dataclass(frozen=True, slots=True)
class Way:
    """One move and what can follow it: who does what, whether it gains by it, and the state it ends in if named."""

    who: str
    what: str
    gains: bool
    ends: str = ""
    then: tuple[Way, ...] = ()


def ways_tree(start: str, ways: Sequence[Way]) -> Chart:
    """The tree of moves that begin at one state."""
    root = Way(start, "", True, then=tuple(ways))
    columns = _depth(root) + 1
    wide = _across(root, WIDE) if (WIDE.width - 8) / columns - GAP >= LEAST_COLUMN else _down(root, WIDE)
    return Chart(wide, _down(root, NARROW))


def _depth(way: Way) -> int:
    return 1 + max((_depth(one) for one in way.then), default=-1)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a node, each with whether it is strong and whether it names the state reached."""

    who: tuple[str, ...]
    what: tuple[str, ...]
    ends: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.who) + len(self.what) + len(self.ends)


def _lines(way: Way, room: float, letters: int) -> _Lines:
    what = tuple(wrap(way.what, room, letters, lines=5)) if way.what else ()
    ends = tuple(wrap(f"→ {way.ends}", room * 0.92, letters, lines=3)) if way.ends else ()
    return _Lines(tuple(wrap(way.who, room * 0.92, letters, lines=3)), what, ends)


def _written(lines: _Lines, x: float, top: float, letters: int) -> list[Layer]:
    step = letters * 1.22
    layers: list[Layer] = []
    y = top + step / 2
    for part, color, weight in ((lines.who, INK, "bold"), (lines.what, INK, "normal"), (lines.ends, PETROL, "bold")):
        layers += texts([(x, y + i * step, line) for i, line in enumerate(part)], letters, color=color, weight=weight)
        y += step * len(part)
    return layers


def _across(root: Way, size: Size) -> dict[str, Any]:
    columns = _depth(root) + 1
    column = (size.width - 8) / columns
    room = column - GAP - 10
    letters = size.small
    step = letters * 1.22
    slot = max(len(_lines(way, room, letters)) for way in _all(root)) * step + 24
    layers: list[Layer] = []
    leaves = 0

    def draw(way: Way, level: int) -> float:
        """Draw a node behind its children; returns its height."""
        nonlocal leaves
        below = [(one, draw(one, level + 1)) for one in way.then]
        if below:
            y = (below[0][1] + below[-1][1]) / 2
        else:
            y = slot * (leaves + 0.5)
            leaves += 1
        lines = _lines(way, room, letters)
        high = len(lines) * step + 10
        left = level * column
        right = left + column - GAP
        _box(layers, (left, y - high / 2, right, y + high / 2), strong=bool(way.ends) or level == 0)
        layers.extend(_written(lines, left + 6, y - high / 2 + 5, letters))
        for one, child in below:
            dash = () if one.gains else (4, 3)
            color, width = (PETROL, 2.0) if one.gains else (MUTED, 1.2)
            middle = right + GAP / 2
            ends = [(right, y, middle, y), (middle, y, middle, child), (middle, child, right + GAP, child)]
            layers.extend(segments([end for end in ends if end[:2] != end[2:]], color=color, width=width, dash=dash))
            tip = right + GAP
            heads = [(tip, child, tip - 5, child - 4), (tip, child, tip - 5, child + 4)]
            layers.extend(segments(heads, color=color, width=width))
        return y

    draw(root, 0)
    top = slot * leaves
    layers += _key(top + 4, size)
    return spec(size.width - 8, top + size.text * 3.6, Margins(left=4, right=4, top=4, bottom=4), layers)


def _down(root: Way, size: Size) -> dict[str, Any]:
    letters = size.small
    step = letters * 1.22
    indent = 16.0 if size.narrow else 28.0
    layers: list[Layer] = []
    y = 0.0

    def draw(way: Way, level: int) -> float:
        """Draw a node above its children; returns where its first line stands."""
        nonlocal y
        x = level * indent
        lines = _lines(way, size.width - 8 - x - 4, letters)
        mine = y + step / 2
        layers.extend(_written(lines, x, y, letters))
        y += len(lines) * step + 9
        stem, last = x + 5, mine + step * (len(lines) - 0.4)
        for one in way.then:
            child = draw(one, level + 1)
            color, width = (PETROL, 2.0) if one.gains else (MUTED, 1.2)
            dash = () if one.gains else (4, 3)
            ends = [(stem, last, stem, child), (stem, child, x + indent - 3, child)]
            layers.extend(segments(ends, color=color, width=width, dash=dash))
            last = child
        return mine

    draw(root, 0)
    layers += _key(y + 4, size)
    return spec(size.width - 8, y + size.text * 3.6, Margins(left=4, right=4, top=4, bottom=4), layers)


def _box(layers: list[Layer], corners: tuple[float, float, float, float], *, strong: bool) -> None:
    left, top, right, bottom = corners
    sides = [(left, top, right, top), (right, top, right, bottom), (left, bottom, right, bottom)]
    sides.append((left, top, left, bottom))
    layers.extend(segments(sides, color=PETROL if strong else PALE, width=1.6 if strong else 1.0))


def _key(top: float, size: Size) -> list[Layer]:
    layers: list[Layer] = []
    for place, (gains, words) in enumerate(
        ((True, "its mover gains by this step"), (False, "without gain at the time"))
    ):
        y = top + size.text * 1.6 * (place + 0.5)
        color, width = (PETROL, 2.0) if gains else (MUTED, 1.2)
        layers += segments([(2, y, 34, y)], color=color, width=width, dash=() if gains else (4, 3))
        layers += texts([(42, y, words)], size.small, color=MUTED)
    return layers


def _all(way: Way) -> Iterator[Way]:
    yield way
    for one in way.then:
        yield from _all(one)
