"""Solutions of problems too large to enumerate, with rules, each proved or with a stated gap."""

from detente.engines.settlement.searching.certified import (
    NAMES,
    CertifiedSolution,
    Name,
    certified_solution,
    certified_solutions,
)

__all__ = ["NAMES", "CertifiedSolution", "Name", "certified_solution", "certified_solutions"]
