"""Positions on one scale, where they move round by round, and what persuading one party would shift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.blocks import Chart
from detente.brief.charts.colours import GRID, INK, MIDDLE, MUTED, OCHRE, PALE, PETROL, WHITE
from detente.brief.charts.lettering import LETTERS, shorten, text_width, wrap
from detente.brief.charts.look import NARROW, WIDE, Layer, Margins, Scale, Size, segments, spec, symbols, texts
from detente.brief.prose import in_print

_LETTER_HEIGHT = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A party on the scale: where it stands, how much it cares (0 to 1), how much it can do (0 to 100)."""

    party: str
    place: float
    salience: float
    influence: float


@dataclass(frozen=True, slots=True)
class Led:
    """Where a model leads, with the ends of its draws where there are any; `first` for the one told first."""

    model: str
    outcome: float
    low: float | None = None
    high: float | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One reading of the challenge model: positions[round][party] and the median of each round."""

    title: str
    positions: Sequence[Sequence[float]]
    medians: Sequence[float]


@dataclass(frozen=True, slots=True)
class Pull:
    """A party, its share of the weight, and the outcomes if it stood elsewhere, each with what it would favour."""

    party: str
    share: float
    outcomes: Sequence[tuple[str, float]]


def positions_on_scale(rows: Sequence[Placed], answers: Sequence[tuple[str, float]], led: Sequence[Led]) -> Chart:
    """A row a party, its dot as large as its influence and as dark as its salience; below, where each model leads.

    answers: words and places on the scale, from its lower to its upper end.
    """
    return Chart(*(_on_scale(rows, answers, led, size) for size in (WIDE, NARROW)))


def position_courses(parties: Sequence[str], courses: Sequence[Course], low: float, high: float) -> Chart:
    """A panel a reading: a line a party over the rounds, with its letter at either end, and the median dashed."""
    return Chart(*(_courses(parties, courses, low, high, size) for size in (WIDE, NARROW)))


def leverage_bars(rows: Sequence[Pull], outcome: float, low: float, high: float) -> Chart:
    """A row a party: from the outcome as it is to where it would go if that party favoured another answer."""
    return Chart(*(_pulls(rows, outcome, low, high, size) for size in (WIDE, NARROW)))


def _on_scale(
    rows: Sequence[Placed], answers: Sequence[tuple[str, float]], led: Sequence[Led], size: Size
) -> dict[str, Any]:
    margins = Margins(left=14 if size.narrow else 226, right=26 if size.narrow else 142, top=26, bottom=14)
    width = size.width - margins.left - margins.right
    x = Scale(answers[0][1], answers[-1][1], 1, 0, width)
    deep = size.text * (3.4 if size.narrow else 2.6)
    bottom = deep * (len(rows) + len(led)) + size.text * 3.4
    layers = segments([(x(at), 0, x(at), bottom) for _, at in answers], color=GRID)
    layers += _heads(size, margins, width)
    for place, row in enumerate(rows):
        y = deep * (place + 0.5) + (size.text * 0.7 if size.narrow else 0)
        layers += segments([(0, y, width, y)], color=GRID, width=1)
        layers += _beside(row.party, y, size, margins)
        dot = {"shape": "circle", "filled": True, "fill": _shade(row.salience), "stroke": INK, "strokeWidth": 1}
        layers += symbols([(x(row.place), y)], dot | {"size": 20 + 3.2 * row.influence})
        told = f"{row.salience:.2g} · {row.influence:.3g}"
        layers += (
            texts([(width + 18, y - size.text * 1.35, told)], size.small, align="right", color=MUTED)
            if size.narrow
            else texts([(width + 22, y, f"{row.salience:.2g}"), (width + 84, y, f"{row.influence:.3g}")], size.small)
        )
    top = deep * len(rows) + size.text * 1.6
    layers += segments([(-margins.left + 8, top, width + margins.right - 8, top)], color=PALE)
    layers += texts([(8.0 - margins.left, top + size.text * 0.9, "Where the models lead")], size.small, weight="bold")
    top += size.text * 1.8
    for place, item in enumerate(led):
        y = top + deep * (place + 0.5) + (size.text * 0.5 if size.narrow else 0)
        layers += _beside(item.model, y, size, margins, weight="bold" if item.first else "normal")
        if item.low is not None and item.high is not None and item.low < item.high:
            layers += segments([(x(item.low), y, x(item.high), y)], color=PALE, width=7)
        shape = {"shape": "diamond" if item.first else "square", "filled": True, "stroke": WHITE}
        shape |= {"fill": PETROL if item.first else MIDDLE, "size": 130 if item.first else 62}
        layers += symbols([(x(item.outcome), y)], shape)
        if not size.narrow:
            layers += texts([(width + 22, y, in_print(item.outcome, 0))], size.small)
        else:
            above = y - size.text * 1.35
            layers += texts([(width + 18, above, in_print(item.outcome, 0))], size.small, align="right", color=MUTED)
    end = top + deep * len(led) + 4
    ends, height = _answers(answers, x, end, size)
    return spec(width, end + height, margins, [*layers, *ends])


def _heads(size: Size, margins: Margins, width: float) -> list[Layer]:
    if size.narrow:
        return texts([(width + 18, -14, "salience · influence")], size.small, align="right", color=MUTED)
    return texts([(width + 22, -12, "salience"), (width + 84, -12, "influence")], size.small, color=MUTED)


def _shade(salience: float) -> str:
    """White for no salience, petrol for all; what stands between by even steps."""
    share = min(max(salience, 0.0), 1.0)
    full, none = (0x1D, 0x58, 0x66), (0xFF, 0xFF, 0xFF)
    return "#" + "".join(f"{round(n + (f - n) * share):02x}" for n, f in zip(none, full, strict=True))


def _beside(words: str, y: float, size: Size, margins: Margins, weight: str = "normal") -> list[Layer]:
    """A row's label: in the left margin, or above the row on a phone."""
    if size.narrow:
        room = size.width - 16 - text_width("100 · 100", size.small)
        short = shorten(words, room, size.small)
        return texts([(8.0 - margins.left, y - size.text * 1.35, short)], size.small, weight=weight, halo=True)
    lines = wrap(words, margins.left - 24, size.text, lines=2)
    first = y - (len(lines) - 1) * size.text * 0.55
    return texts(
        [(8.0 - margins.left, first + i * size.text * 1.1, line) for i, line in enumerate(lines)],
        size.text,
        weight=weight,
    )


def _answers(answers: Sequence[tuple[str, float]], x: Scale, top: float, size: Size) -> tuple[list[Layer], float]:
    """Below the scale: every place, and a line of words for each, from the lower end on."""
    layers = texts([(x(at), top + size.text, in_print(at)) for _, at in answers], size.small, align="center")
    rows = [
        (0.0, top + size.text * (2.4 + 1.35 * k), f"{in_print(at)}: {words}") for k, (words, at) in enumerate(answers)
    ]
    return [*layers, *texts(rows, size.small, color=MUTED)], size.text * (2.2 + 1.35 * len(answers))


def _courses(parties: Sequence[str], courses: Sequence[Course], low: float, high: float, size: Size) -> dict[str, Any]:
    margins = Margins(left=34, right=26, top=46, bottom=10)
    width = size.width - margins.left - margins.right
    across = 1 if size.narrow else max(1, len(courses))
    gap = 0 if across == 1 else 44
    panel = (width - gap * (across - 1)) / across
    tall, head = (150 if size.narrow else 190), size.text * 3.6
    layers: list[Layer] = []
    for place, course in enumerate(courses):
        left = (place % across) * (panel + gap)
        top = (place // across) * (tall + head + size.text * 3.2)
        layers += _course(course, left, top, panel, tall, low, high, size)
    bottom = ((len(courses) - 1) // across) * (tall + head + size.text * 3.2) + tall + size.text * 4.4
    key: list[tuple[float, float, str]] = []
    for k, party in enumerate(parties):
        column, row = (k % (1 if size.narrow else 2), k // (1 if size.narrow else 2))
        key.append((column * width / 2 - 14, bottom + row * size.text * 1.4, f"{LETTERS[k % 26]}  {party}"))
    rows = -(-len(parties) // (1 if size.narrow else 2))
    layers += texts(key, size.small)
    return spec(width, bottom + rows * size.text * 1.4, margins, layers)


def _course(
    course: Course, left: float, top: float, wide: float, tall: float, low: float, high: float, size: Size
) -> list[Layer]:
    inner = (left + 34, left + wide - 14)
    rounds = len(course.medians) - 1
    x = Scale(0, max(rounds, 1), 1, *inner)
    y = Scale(low, high, 1, top + tall, top)
    lines = wrap(course.title, wide, size.small, lines=2)
    layers = texts([(left, top - 34 + i * size.small * 1.25, line) for i, line in enumerate(lines)], size.small)
    layers += segments([(inner[0], y(at), inner[1], y(at)) for at in (low, (low + high) / 2, high)], color=GRID)
    layers += texts(
        [(left, y(at), in_print(at)) for at in (low, (low + high) / 2, high)], size.small, align="right", color=MUTED
    )
    ticks = sorted({0, rounds // 2, rounds})
    layers += texts([(x(k), top + tall + 14, str(k)) for k in ticks], size.small, align="center", color=MUTED)
    layers += texts([(inner[1], top + tall + 28, "rounds →")], size.small, align="right", color=MUTED)
    count = len(course.positions[0])
    strokes = [
        (x(k), y(before[i]), x(k + 1), y(after[i]))
        for k, (before, after) in enumerate(zip(course.positions[:-1], course.positions[1:], strict=True))
        for i in range(count)
    ]
    layers += segments(list(dict.fromkeys(strokes)), color=MIDDLE, width=1.4)
    median = [
        (x(k), y(a), x(k + 1), y(b))
        for k, (a, b) in enumerate(zip(course.medians[:-1], course.medians[1:], strict=True))
    ]
    layers += segments(median, color=OCHRE, width=2.6, dash=(5, 3))
    for where, align, at in (
        (course.positions[0], "right", inner[0] - 3),
        (course.positions[-1], "left", inner[1] + 3),
    ):
        layers += texts(_letters(where, y, at), size.small, align=align, weight="bold")
    return layers


def _letters(places: Sequence[float], y: Scale, x: float) -> list[tuple[float, float, str]]:
    """The parties' letters beside their lines; those at one place together, as a range where there are many."""
    together: list[list[int]] = []
    for k in sorted(range(len(places)), key=lambda k: places[k]):
        if together and abs(y(places[k]) - y(places[together[-1][-1]])) < _LETTER_HEIGHT:
            together[-1].append(k)
        else:
            together.append([k])
    found: list[tuple[float, float, str]] = []
    for group in map(sorted, together):
        letters = "".join(LETTERS[k % 26] for k in group)
        run = len(group) > 2 and group == list(range(group[0], group[-1] + 1))
        told = f"{letters[0]}–{letters[-1]}" if run else letters
        found.append((x, sum(y(places[k]) for k in group) / len(group), told))
    return found


def _pulls(rows: Sequence[Pull], outcome: float, low: float, high: float, size: Size) -> dict[str, Any]:
    margins = Margins(left=14 if size.narrow else 226, right=26 if size.narrow else 110, top=30, bottom=34)
    width = size.width - margins.left - margins.right
    x = Scale(low, high, 1, 0, width)
    deep = size.text * (3.4 if size.narrow else 2.4)
    bottom = deep * len(rows)
    layers = segments([(x(at), 0, x(at), bottom) for at in (low, high)], color=GRID)
    layers += segments([(x(outcome), -4, x(outcome), bottom)], color=PETROL, width=1.6, dash=(5, 3))
    near_right = x(outcome) > width * 0.6
    layers += texts(
        [(x(outcome), -14, f"as it is: {in_print(outcome, 0)}")], size.small, align="right" if near_right else "left"
    )
    if not size.narrow:
        layers += texts([(width + 22, -14, "weight")], size.small, color=MUTED)
    for place, row in enumerate(rows):
        y = deep * (place + 0.5) + (size.text * 0.7 if size.narrow else 0)
        layers += _beside(row.party, y, size, margins)
        share = f"{round(100 * row.share)} %"
        layers += (
            texts([(width + 18, y - size.text * 1.35, f"weight {share}")], size.small, align="right", color=MUTED)
            if size.narrow
            else texts([(width + 22, y, share)], size.small)
        )
        layers += _pull(row, outcome, x, y, size)
    layers += texts([(x(at), bottom + 13, in_print(at)) for at in (low, high)], size.small, align="center", color=MUTED)
    return spec(width, bottom, margins, layers)


def _pull(row: Pull, outcome: float, x: Scale, y: float, size: Size) -> list[Layer]:
    layers = segments([(x(outcome), y, x(end), y) for _, end in row.outcomes], color=MIDDLE, width=5)
    dot = {"shape": "circle", "size": 46, "fill": WHITE, "stroke": INK, "strokeWidth": 1.4}
    layers += symbols([(x(end), y) for _, end in row.outcomes], dot)
    farthest: Mapping[bool, tuple[str, float]] = {
        side: max(
            (item for item in row.outcomes if (item[1] > outcome) == side), key=lambda item: abs(item[1] - outcome)
        )
        for side in {item[1] > outcome for item in row.outcomes}
    }
    for side, (_, end) in farthest.items():
        at, align = (x(end) + 8, "left") if side else (x(end) - 8, "right")
        if not 22 < at < x.end - 22:
            at, y, align = x(end), y + 13, "right" if side else "left"
        layers += texts([(at, y, in_print(end, 0))], size.small, align=align)
    return layers
