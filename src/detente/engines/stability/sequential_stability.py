"""Sequential stability (SEQ): tempting moves that the others would answer to their own gain."""

from __future__ import annotations

from detente.engines.stability.analyse import Engine, analyse
from detente.engines.stability.problem import Conflict
from detente.engines.stability.verdicts import Verdicts


def sequential_stability(problem: Conflict, *, engine: Engine = "auto") -> Verdicts:
    """Who stays because the others could answer any tempting move by moves that they themselves would gain from.

    For i and s, H all others: stable where for every s1 in R_i+(s) there is s2 in R_H+(s1) with u_i(s2) <= u_i(s).
    R_H+: what H reaches, nobody moving twice in a row, each mover improving by its own ranking from where it moves.

    problem: a conflict in option form or as an explicit graph. engine: see `analyse`, which decides several together.

    A state that nobody is stable at is an answer; there may be no equilibrium. Raises OutOfDomain as `analyse` does.
    O(d^2 n 2^n) times the sweeps to a fixpoint, 4 to 11 seen by axis transforms; O(d^2 E) for E arcs by reachability.

    >>> import numpy as np
    >>> from detente.engines.stability.problem import Action, OptionForm
    >>> chicken = OptionForm(("row", "column"), (Action("drive on", 0), Action("go straight", 1)),
    ...     (np.array([2, 3, 1, 0], dtype=np.int32), np.array([2, 1, 3, 0], dtype=np.int32)))
    >>> sequential_stability(chicken).equilibria.tolist()
    [1, 2]

    Fraser, N. M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. North-Holland (recalled).
    """
    return analyse(problem, ("seq",), engine=engine)["seq"]
