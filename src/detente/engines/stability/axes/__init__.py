"""Conflicts in option form, decided by transforms along each decision maker's own axes."""

from detente.engines.stability.axes.coalition import coalition_improvements, two_member_stable
from detente.engines.stability.axes.deciding import decide

__all__ = ["coalition_improvements", "decide", "two_member_stable"]
