"""Stability on explicit graphs: legal sequences of moves, found by (state, last mover)."""

from detente.engines.stability.reachability.arcs import Arcs, improving
from detente.engines.stability.reachability.deciding import decide
from detente.engines.stability.reachability.sequences import legal_sequences

__all__ = ["Arcs", "decide", "improving", "legal_sequences"]
