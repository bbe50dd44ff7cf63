"""The settlement engine: packages, the zone of agreement, frontiers, bargaining solutions, concessions.

In a notebook the methods take arrays, `utilities[package, party]`; a whole problem goes through `settle`.
"""

from detente.engines.settlement.egalitarian import egalitarian
from detente.engines.settlement.equal_loss import equal_loss
from detente.engines.settlement.frontier import dominating, pareto_frontier
from detente.engines.settlement.kalai_smorodinsky import kalai_smorodinsky
from detente.engines.settlement.nash import nash
from detente.engines.settlement.problem import (
    Constraint,
    Ground,
    Interaction,
    SettlementProblem,
    from_points,
)
from detente.engines.settlement.result import Frontier, NoSettlement, Solution
from detente.engines.settlement.settle import settle
from detente.engines.settlement.settlement import Evaluation, Settlement
from detente.engines.settlement.utilitarian import utilitarian

__all__ = [
    "Constraint",
    "Evaluation",
    "Frontier",
    "Ground",
    "Interaction",
    "NoSettlement",
    "Settlement",
    "SettlementProblem",
    "Solution",
    "dominating",
    "egalitarian",
    "equal_loss",
    "from_points",
    "kalai_smorodinsky",
    "nash",
    "pareto_frontier",
    "settle",
    "utilitarian",
]
