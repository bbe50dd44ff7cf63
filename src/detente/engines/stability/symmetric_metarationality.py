"""Symmetric metarationality (SMR): answers that a further move of one's own does not escape."""

from __future__ import annotations

from detente.engines.stability.analyse import Engine, analyse
from detente.engines.stability.problem import Conflict
from detente.engines.stability.verdicts import Verdicts


def symmetric_metarationality(problem: Conflict, *, engine: Engine = "auto") -> Verdicts:
    """Who stays because the others could answer any tempting move, and one more move of its own is no escape.

    For i and s, H all others: stable where for every s1 in R_i+(s) there is s2 in R_H(s1) with u_i(s2) <= u_i(s) and
    u_i(s3) <= u_i(s) for all s3 in R_i(s2). R_H: what H reaches, nobody moving twice in a row.

    problem: a conflict in option form or as an explicit graph. engine: see `analyse`, which decides several together.

    A state that nobody is stable at is an answer; there may be no equilibrium. Raises OutOfDomain as `analyse` does.
    O(d^2 n 2^n) by axis transforms; O(d^2 E) for E arcs by reachability.

    >>> import numpy as np
    >>> from detente.engines.stability.problem import Action, OptionForm
    >>> chicken = OptionForm(("row", "column"), (Action("drive on", 0), Action("go straight", 1)),
    ...     (np.array([2, 3, 1, 0], dtype=np.int32), np.array([2, 1, 3, 0], dtype=np.int32)))
    >>> symmetric_metarationality(chicken).equilibria.tolist()
    [0, 1, 2]

    Howard, N. (1971). Paradoxes of Rationality: Theory of Metagames and Political Behavior. MIT Press (recalled).
    """
    return analyse(problem, ("smr",), engine=engine)["smr"]
