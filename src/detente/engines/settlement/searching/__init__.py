"""Solutions of problems too large to enumerate, with rules, each proved or with a stated gap."""

from detente.engines.settlement.searching.certified import (
    NAMES,
    CertifiedSolution,
    Name,
    certified_solution,
    certified_solutions,
)
from detente.engines.settlement.searching.certified_concessions import CertifiedConcessions, certified_concessions

__all__ = [
    "NAMES",
    "CertifiedConcessions",
    "CertifiedSolution",
    "Name",
    "certified_concessions",
    "certified_solution",
    "certified_solutions",
]
