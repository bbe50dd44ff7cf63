"""Nash stability: who is tempted to move alone."""

from __future__ import annotations

from detente.engines.stability.analyse import Engine, analyse
from detente.engines.stability.problem import Conflict
from detente.engines.stability.verdicts import Verdicts


def nash_stability(problem: Conflict, *, engine: Engine = "auto") -> Verdicts:
    """Who is tempted to move alone from each state, answers not considered: a state is stable for whoever is not.

    For i and s: stable where R_i+(s) = {q in R_i(s) : u_i(q) > u_i(s)} is empty.

    problem: a conflict in option form or as an explicit graph. engine: see `analyse`, which decides several together.

    A state that nobody is stable at is an answer; there may be no equilibrium. Raises OutOfDomain as `analyse` does.
    O(d n 2^n) for n actions and d decision makers by axis transforms; O(d^2 E) for E arcs by reachability.

    >>> import numpy as np
    >>> from detente.engines.stability.problem import Action, OptionForm
    >>> chicken = OptionForm(("row", "column"), (Action("drive on", 0), Action("go straight", 1)),
    ...     (np.array([2, 3, 1, 0], dtype=np.int32), np.array([2, 1, 3, 0], dtype=np.int32)))
    >>> nash_stability(chicken).equilibria.tolist()
    [1, 2]

    Nash, J. F. (1951). Non-cooperative games. Annals of Mathematics 54(2): 286-295,
    https://doi.org/10.2307/1969529; in the graph model: Fang, Hipel and Kilgour 1993 (recalled).
    """
    return analyse(problem, ("nash",), engine=engine)["nash"]
