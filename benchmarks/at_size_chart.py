"""The chart of cost against size, from the rows of `benchmarks.at_size`; both axes are logarithmic."""

from __future__ import annotations

import math
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 400, 62, 20, 150, 46
SECONDS = (-4, 2)
PACKAGES = (3, 20)
DASHES = {"Détente": "", "NegMAS": ' stroke-dasharray="6 4"'}
GREYS = ("#111", "#444", "#777", "#999")


def drawn(rows: list[dict[str, Any]]) -> str:
    """An SVG picture: CPU seconds against the number of packages."""
    series: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for row in rows:
        series.setdefault((row["tool"], row["parties"]), []).append((row["issues"], row["seconds"]))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>CPU seconds for frontier and solutions, against the number of packages</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *_axes(),
    ]
    shades = {parties: GREYS[i] for i, parties in enumerate(sorted({parties for _, parties in series}))}
    for (tool, parties), points in series.items():
        path = " ".join(f"{_x(size):.1f},{_y(seconds):.1f}" for size, seconds in points)
        shade = shades[parties]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{shade}" stroke-width="2"{DASHES[tool]}/>')
        parts += [f'<circle cx="{_x(s):.1f}" cy="{_y(t):.1f}" r="2.5" fill="{shade}"/>' for s, t in points]
        size, seconds = points[-1]
        parts.append(f'<text x="{_x(size) + 7:.1f}" y="{_y(seconds) + 4:.1f}">{tool}, {parties} parties</text>')
    return "\n".join([*parts, "</svg>", ""])


def _x(digits: float) -> float:
    return LEFT + (digits - PACKAGES[0]) / (PACKAGES[1] - PACKAGES[0]) * (WIDTH - LEFT - RIGHT)


def _y(seconds: float) -> float:
    share = (math.log10(seconds) - SECONDS[0]) / (SECONDS[1] - SECONDS[0])
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _axes() -> list[str]:
    parts: list[str] = []
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(SECONDS[0], SECONDS[1] + 1):
        y = _y(10.0**power)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for digits in range(PACKAGES[0], PACKAGES[1] + 1):
        x = _x(digits)
        parts.append(f'<line x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 5}" stroke="#444"/>')
        if (digits - PACKAGES[0]) % 3 == 0 or digits == PACKAGES[1]:
            power = f'10<tspan dy="-5" font-size="9">{digits}</tspan>'
            parts.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{power}</text>')
    middle = (LEFT + right) / 2
    parts.append(f'<line x1="{LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="#444"/>')
    parts.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">packages (issues of ten options)</text>')
    upright = f'transform="rotate(-90 14 {HEIGHT / 2})"'
    parts.append(f'<text x="14" y="{HEIGHT / 2}" text-anchor="middle" {upright}>CPU seconds</text>')
    return parts
