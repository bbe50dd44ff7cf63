"""How far the values of every party that is asked lie apart over F, without enumeration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from detente.engines.settlement.folding.groups import Grouped, grouped
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.searching.aims import Total
from detente.engines.settlement.searching.conceding import lowest
from detente.engines.settlement.searching.descent import search
from detente.engines.settlement.searching.splitting import split
from detente.foundation.errors import TooLarge
from detente.foundation.progress import Progress


def feasible_ranges(problem: SettlementProblem, limit: int, progress: Progress) -> Mapping[int, int]:
    """The largest less the smallest u_p over F, on the party's grid; 0 for everybody where F is empty.

    A sum over groups of issues where conditions tie few of them together; else two searches a party.
    """
    every = replace(problem, consent=problem.asked, conditional=(), grounds=(), status_quo=None)
    try:
        return _by_groups(grouped(every, "feasible"))
    except TooLarge:
        return {p: _by_search(every, p, limit, progress) for p in every.consent}


def _by_groups(groups: Grouped) -> Mapping[int, int]:
    if not groups.size:
        return dict.fromkeys(groups.columns, 0)
    spread = sum(g.scores.max(axis=0) - g.scores.min(axis=0) for g in groups.groups)
    return dict(zip(groups.columns, np.asarray(spread).tolist(), strict=True))


def _by_search(problem: SettlementProblem, party: int, limit: int, progress: Progress) -> int:
    one = replace(problem, consent=(party,))
    turned = replace(
        one,
        scores=tuple(-table for table in problem.scores),
        interactions=tuple(replace(i, score=-i.score) for i in problem.interactions),
    )
    found = 0
    for asked in (one, turned):
        parts = split(asked)
        if not parts.possible:
            return 0
        floors = parts.floors.copy()
        floors[0] = lowest([b.scores for b in parts.blocks])[0]
        done = search(parts, Total(floors, (1,), ties=False), limit=limit, progress=progress, draws=1)
        if not done.complete:
            todo = "drop a rule, or split it into simpler ones"
            what = f"partial sums for the range of {problem.parties[party]}"
            raise TooLarge(what, estimate=done.sums, limit=limit, todo=todo)
        if done.aim.incumbent is None:
            return 0
        found += done.aim.incumbent[0]
    return found
