"""Charts from plain data, as Vega-Lite dictionaries; nothing here knows a case or an engine."""

from detente.brief.charts.frontier import Marked, PartyScale, PointKind, frontier_scatter
from detente.brief.charts.parallel import frontier_parallel
from detente.brief.charts.rows import (
    Blocked,
    Outcome,
    Shortfall,
    Spread,
    solution_dots,
    what_opens,
    who_blocks,
)

__all__ = [
    "Blocked",
    "Marked",
    "Outcome",
    "PartyScale",
    "PointKind",
    "Shortfall",
    "Spread",
    "frontier_parallel",
    "frontier_scatter",
    "solution_dots",
    "what_opens",
    "who_blocks",
]
