"""Labels beside marked points, placed so that none covers another; the same input gives the same places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right", "center"]

LINE_HEIGHT = 1.22
_DIRECTIONS: tuple[tuple[float, float], ...] = (
    (1, 0),
    (0.7, -0.7),
    (0.7, 0.7),
    (-1, 0),
    (-0.7, -0.7),
    (-0.7, 0.7),
    (0, -1),
    (0, 1),
)
_DISTANCES = (0, 8, 18, 30, 44, 60, 80)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0) -> bool:
        """Whether the two overlap, or come closer than the gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def inside(self, other: Box) -> bool:
        """Whether all of it lies in the other."""
        return other.holds(self.left, self.top) and other.holds(self.right, self.bottom)


def around(x: float, y: float, radius: float) -> Box:
    """The square around a symbol."""
    return Box(x - radius, y - radius, x + radius, y + radius)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label wanted at a point: its width and height, and the radius of the symbol there."""

    x: float
    y: float
    width: float
    height: float
    radius: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went, and the stroke that ties it to its point when it stands apart."""

    box: Box
    align: Align
    leader: tuple[float, float, float, float] | None

    @property
    def anchor(self) -> float:
        """The x at which its lines are aligned."""
        if self.align == "center":
            return (self.box.left + self.box.right) / 2
        return self.box.left if self.align == "left" else self.box.right


def place(
    wanted: Sequence[Wanted],
    room: Box,
    taken: Sequence[Box],
    dots: Sequence[tuple[float, float]],
) -> list[Placed] | None:
    """A place for every label inside the room, or None where one finds no place.

    Labels never overlap each other, a symbol, or a taken box; they avoid covering dots where they can.
    One after the other, each at its cheapest place: O(labels² x dots) for 56 places a label.
    """
    symbols = [around(w.x, w.y, w.radius) for w in wanted]
    done: list[Placed] = []
    for label in wanted:
        closed = [*taken, *symbols, *(p.box for p in done)]
        leaders = [p.leader for p in done if p.leader]
        best: tuple[float, Placed] | None = None
        for distance, candidate in _candidates(label):
            if best is not None and distance >= best[0]:
                continue
            if not candidate.box.inside(room) or any(candidate.box.meets(b, 2) for b in closed):
                continue
            if any(_crosses(leader, candidate.box) for leader in leaders):
                continue
            cost = distance + 5 * sum(candidate.box.holds(x, y) for x, y in dots)
            if candidate.leader:
                cost += 25 * sum(_crosses(candidate.leader, b) for b in closed if not b.holds(label.x, label.y))
            if best is None or cost < best[0]:
                best = (cost, candidate)
        if best is None:
            return None
        done.append(best[1])
    return done


def _candidates(label: Wanted) -> Iterator[tuple[float, Placed]]:
    for distance in _DISTANCES:
        reach = label.radius + 3 + distance
        for rank, (dx, dy) in enumerate(_DIRECTIONS):
            x, y = label.x + dx * reach, label.y + dy * reach
            top = y - label.height / 2 + dy * label.height / 2
            if dx > 0:
                left, align = x, "left"
            elif dx < 0:
                left, align = x - label.width, "right"
            else:
                left, align = x - label.width / 2, "center"
            box = Box(left, top, left + label.width, top + label.height)
            start = label.radius
            leader = (label.x + dx * start, label.y + dy * start, x, y) if distance >= 8 else None
            yield distance + rank * 0.5, Placed(box, align, leader)  # type: ignore[arg-type]


def _crosses(stroke: tuple[float, float, float, float], box: Box) -> bool:
    x1, y1, x2, y2 = stroke
    steps = 12
    return any(box.holds(x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps) for i in range(1, steps))
