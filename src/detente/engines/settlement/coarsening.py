"""The same problem on coarser grids: what is acceptable on them bounds, from either side, what is acceptable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.problem import SettlementProblem


@dataclass(frozen=True, slots=True, eq=False)
class Coarse:
    """A problem on coarser grids.

    steps: how many steps of the fine grid one step is, by party. lost: by party, a package is worth less than
    so many fine steps more (inside), or less (outside), than its coarse value says.
    """

    problem: SettlementProblem
    steps: tuple[int, ...]
    lost: tuple[int, ...]


def reaches(problem: SettlementProblem) -> tuple[int, ...]:
    """By party the largest less the smallest that packages may be worth, constraints aside, on its grid."""
    found = [
        sum(int(table[:, p].max()) - int(table[:, p].min()) for table in problem.scores)
        for p in range(len(problem.parties))
    ]
    for bonus in problem.interactions:
        found[bonus.party] += abs(bonus.score)
    return tuple(found)


def coarsened(problem: SettlementProblem, steps: Sequence[int], *, inside: bool) -> Coarse:
    """The problem with every score a whole number of coarse steps, `steps[p]` fine ones for party p.

    Inside, scores are rounded down and walk-aways up: what is acceptable is acceptable in truth. Outside, scores are
    rounded up and walk-aways down: what is acceptable in truth is acceptable. Rules stay as they are. O(scores).
    """
    step = np.array(steps, dtype=np.int64)
    away = 1 if inside else -1
    tables = [away * (away * table // step) for table in problem.scores]
    bonuses = [replace(b, score=away * (away * b.score // int(step[b.party]))) for b in problem.interactions]
    lost = [0] * len(problem.parties)
    for fine, table in zip(problem.scores, tables, strict=True):
        for p, most in enumerate(np.abs(fine - table * step).max(axis=0).tolist()):
            lost[p] += most
    for fine, bonus in zip(problem.interactions, bonuses, strict=True):
        lost[fine.party] += abs(fine.score - bonus.score * int(step[fine.party]))
    floors: IntArray = -away * (-away * problem.walk_away // step)
    rounded = replace(
        problem,
        scores=tuple(tables),
        units=tuple(unit * int(k) for unit, k in zip(problem.units, steps, strict=True)),
        walk_away=floors,
        interactions=tuple(bonuses),
    )
    return Coarse(rounded, tuple(int(k) for k in steps), tuple(lost))


def steps_for(problem: SettlementProblem, levels: int) -> tuple[int, ...]:
    """Steps that leave each party about so many levels of value; 1 where it has no more than that."""
    return tuple(max(1, reach // levels) for reach in reaches(problem))
