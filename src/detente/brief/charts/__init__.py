"""Charts from plain data, as Vega-Lite dictionaries; nothing here knows a case or an engine."""

from detente.brief.charts.frontier import Marked, PartyScale, PointKind, frontier_scatter
from detente.brief.charts.moves import Arrow, Panel, StateDot, move_graphs
from detente.brief.charts.obligations import Tie, TieKind, obligations_map
from detente.brief.charts.parallel import frontier_parallel
from detente.brief.charts.positions import (
    Course,
    Led,
    Placed,
    Pull,
    leverage_bars,
    position_courses,
    positions_on_scale,
)
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
from detente.brief.charts.tornado import Swing, tornado
from detente.brief.charts.ways import Way, ways_tree

__all__ = [
    "Arrow",
    "Blocked",
    "Course",
    "CurvePoint",
    "Led",
    "Marked",
    "Outcome",
    "Panel",
    "PartyScale",
    "Placed",
    "PointKind",
    "Pull",
    "ShareRange",
    "Shortfall",
    "Spread",
    "StateDot",
    "Swing",
    "Tie",
    "TieKind",
    "Way",
    "bargaining_ranges",
    "deterrence_curve",
    "frontier_parallel",
    "frontier_scatter",
    "leverage_bars",
    "move_graphs",
    "obligations_map",
    "position_courses",
    "positions_on_scale",
    "solution_dots",
    "tornado",
    "ways_tree",
    "what_opens",
    "who_blocks",
]
