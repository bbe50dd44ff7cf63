"""The five solutions by name, on points that are already on their grids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from detente.engines.settlement.egalitarian import solve as solve_egalitarian
from detente.engines.settlement.equal_loss import solve as solve_equal_loss
from detente.engines.settlement.grid import Bargaining
from detente.engines.settlement.kalai_smorodinsky import solve as solve_kalai_smorodinsky
from detente.engines.settlement.nash import solve as solve_nash
from detente.engines.settlement.result import Solution
from detente.engines.settlement.utilitarian import solve as solve_utilitarian

SOLVERS: Mapping[str, Callable[[Bargaining], Solution]] = MappingProxyType(
    {
        "nash": solve_nash,
        "kalai-smorodinsky": solve_kalai_smorodinsky,
        "egalitarian": solve_egalitarian,
        "utilitarian": solve_utilitarian,
        "equal-loss": solve_equal_loss,
    }
)
"""The solutions that are worked out, in the order in which they are shown."""
