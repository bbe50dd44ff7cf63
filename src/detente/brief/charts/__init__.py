"""Charts from plain data, as Vega-Lite dictionaries; nothing here knows a case or an engine."""

from detente.brief.charts.frontier import Marked, PartyScale, PointKind, frontier_scatter
from detente.brief.charts.obligations import Tie, TieKind, obligations_map
from detente.brief.charts.parallel import frontier_parallel
from detente.brief.charts.reliability import CurvePoint, ShareRange, bargaining_ranges, deterrence_curve
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
    "CurvePoint",
    "Marked",
    "Outcome",
    "PartyScale",
    "PointKind",
    "ShareRange",
    "Shortfall",
    "Spread",
    "Tie",
    "TieKind",
    "bargaining_ranges",
    "deterrence_curve",
    "frontier_parallel",
    "frontier_scatter",
    "obligations_map",
    "solution_dots",
    "what_opens",
    "who_blocks",
]
