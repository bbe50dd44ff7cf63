"""A made-up case of 10^12 packages: twelve issues of ten answers, three parties, rules, ranges and proposals."""

from __future__ import annotations

from collections.abc import Sequence

ISSUES: tuple[tuple[str, str], ...] = (
    ("release", "Water released in a dry month"),
    ("storage", "Water kept for the summer"),
    ("levy", "Levy on power sold"),
    ("fund", "Fund for villages that move"),
    ("fish", "Water left for the fish"),
    ("locks", "Hours in which the locks open"),
    ("data", "Gauges whose data are shared"),
    ("guards", "Joint patrols on the river"),
    ("term", "Years until a review"),
    ("seats", "Seats in the commission"),
    ("fees", "Fee for each ship"),
    ("repair", "Share of repairs that is common"),
)
"""Ids of the issues, and what is asked."""

PARTIES: tuple[tuple[str, str], ...] = (("upper", "Upper State"), ("lower", "Lower State"), ("delta", "Delta State"))

_WEIGHTS: Sequence[Sequence[int]] = (
    (18, 14, 12, 4, 6, 3, 5, 7, 9, 8, 6, 8),
    (9, 16, 5, 8, 7, 10, 4, 6, 12, 9, 8, 6),
    (12, 5, 6, 15, 14, 5, 9, 4, 6, 11, 5, 8),
)
_RISING: Sequence[Sequence[int]] = (
    (-1, 1, 1, -1, -1, 0, 1, 0, 1, 0, 1, -1),
    (1, -1, -1, 0, 1, 1, 1, 1, -1, 0, -1, 1),
    (1, 0, 0, 1, 1, -1, 1, -1, 0, 1, -1, 0),
)
"""Whether a party wants much (1), little (-1) or the middle (0) of each issue."""


_ANSWERS = "kind: number, from: 0, to: 9, step: 1"
_RED_LINES = {
    "upper": ["    red-lines: [{id: no-flood, never: release >= 8}]"],
    "delta": ["    red-lines: [{id: fish-first, never: fish <= 1}]"],
}


def large_case(
    walk_aways: Sequence[str] = ("{low: 45, high: 60}", "{low: 50, high: 58}", "{low: 48, high: 60}"),
    *,
    count: int = 12,
) -> str:
    """The case as text, with its first issues; with walk-aways of 90 nobody agrees to anything."""
    issues = ISSUES[:count]
    lines = ["detente: 1", "id: three-rivers", "title: Talks on three rivers", 'as-of: "2026-03-01"', "parties:"]
    lines += [f"  - {{id: {id}, name: {name}, kind: state}}" for id, name in PARTIES]
    lines += ["issues:"]
    lines += [f"  - {{id: {id}, question: {asked}?, label: {asked}, {_ANSWERS}}}" for id, asked in issues]
    lines += [f"status-quo: {{{', '.join(f'{id}: 0' for id, _ in issues)}}}", "preferences:"]
    for place, (party, _) in enumerate(PARTIES):
        judged = list(zip(issues, _WEIGHTS[place], _RISING[place], strict=False))
        weights = ", ".join(f"{id}: {{low: {w - 1}, high: {w + 2}}}" for (id, _), w, _ in judged)
        values = ", ".join(f"{id}: {_curve(rising)}" for (id, _), _, rising in judged)
        lines += [f"  {party}:", f"    weights: {{{weights}}}", f"    values: {{{values}}}"]
        lines += [f"    walk-away: {walk_aways[place]}", *_RED_LINES.get(party, ())]
    whole = ", ".join(f"{id}: {4 if id == 'release' else 5}" for id, _ in issues)
    lines += [
        "constraints: [{id: reservoir, never: release >= 6 and storage >= 6}]",
        "offers: [{id: o1, by: lower, gives: levy >= 5, if: fund <= 6}]",
        "proposals:",
        f"  - {{id: whole, title: The chair's draft, by: [delta], package: {{{whole}}}}}",
        "  - {id: part, title: Water first, by: [lower], package: {release: 5, storage: 3, fish: 6}}",
        "  - {id: flood, title: The high dam, by: [lower], package: {release: 9, storage: 0}}",
    ]
    return "\n".join(lines) + "\n"


def _curve(rising: int) -> str:
    return {1: "{0: 0, 9: 100}", -1: "{0: 100, 9: 0}", 0: "{0: 0, 4: 100, 5: 100, 9: 0}"}[rising]
