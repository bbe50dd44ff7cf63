"""Settlements of problems too large to enumerate: frontiers, solutions and the size of the zone, all exact."""

from detente.engines.settlement.folding.folded_frontier import FoldedFrontier, folded_frontier
from detente.engines.settlement.folding.outline import FoldingOutline, folding_outline
from detente.engines.settlement.folding.resolving import Resolved, resolved
from detente.engines.settlement.folding.solutions import FoldedSolution, folded_solutions
from detente.engines.settlement.folding.zone_size import ZoneSize, zone_size

__all__ = [
    "FoldedFrontier",
    "FoldedSolution",
    "FoldingOutline",
    "Resolved",
    "ZoneSize",
    "folded_frontier",
    "folded_solutions",
    "folding_outline",
    "resolved",
    "zone_size",
]
