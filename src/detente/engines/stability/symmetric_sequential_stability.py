"""Symmetric sequential stability (SSEQ): answers to the others' gain that a further move does not escape."""

from __future__ import annotations

from detente.engines.stability.analyse import Engine, analyse
from detente.engines.stability.problem import Conflict
from detente.engines.stability.verdicts import Verdicts


def symmetric_sequential_stability(problem: Conflict, *, engine: Engine = "auto") -> Verdicts:
    """Who stays because the others would gain by answering any tempting move, and one more own move is no escape.

    For i and s, H all others: stable where for every s1 in R_i+(s) there is s2 in R_H+(s1) with u_i(s2) <= u_i(s) and
    u_i(s3) <= u_i(s) for all s3 in R_i(s2). R_H+: what H reaches, nobody twice in a row, each mover improving.

    problem: a conflict in option form or as an explicit graph. engine: see `analyse`, which decides several together.

    A state that nobody is stable at is an answer; there may be no equilibrium. Raises OutOfDomain as `analyse` does.
    O(d^2 n 2^n) times the sweeps to a fixpoint, 4 to 11 seen by axis transforms; O(d^2 E) for E arcs by reachability.

    >>> import numpy as np
    >>> from detente.engines.stability.problem import Action, OptionForm
    >>> chicken = OptionForm(("row", "column"), (Action("drive on", 0), Action("go straight", 1)),
    ...     (np.array([2, 3, 1, 0], dtype=np.int32), np.array([2, 1, 3, 0], dtype=np.int32)))
    >>> symmetric_sequential_stability(chicken).equilibria.tolist()
    [1, 2]

    Rêgo, L. C. and Vieira, G. I. A. (2017). Symmetric sequential stability in the graph model for conflict resolution
    with multiple decision makers. Group Decision and Negotiation 26(4): 775-792,
    https://doi.org/10.1007/s10726-016-9520-8.
    """
    return analyse(problem, ("sseq",), engine=engine)["sseq"]
