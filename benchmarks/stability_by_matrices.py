"""The five concepts by tables of states x states, as in the matrix representation of the graph model: the plain way.

Xu, H., Hipel, K. W. and Kilgour, D. M. (2009). Matrix representation of solution concepts in multiple-decision-maker
graph models. IEEE Transactions on Systems, Man, and Cybernetics A 39(1): 96-108 (recalled). Written here from the
definitions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.engines.stability.problem import OptionForm

Table = Any


def by_matrices(problem: OptionForm) -> dict[str, Table]:
    """stable[state, decision_maker] under each concept; feasible states only, in the order of their codes."""
    states = problem.states
    makers = range(len(problem.decision_makers))
    ranks = [problem.ranks[i][states].astype(np.int64) for i in makers]
    moves = [moves_of(problem, i) for i in makers]
    gains = [moves[i] & (ranks[i][None, :] > ranks[i][:, None]) for i in makers]
    stable = {concept: np.zeros((len(states), len(ranks)), dtype=np.bool_) for concept in CONCEPTS}
    for i in makers:
        others = [j for j in makers if j != i]
        best = np.where(moves[i], ranks[i][None, :], ranks[i][:, None]).max(axis=1)
        held_by = {
            "gmr": (closure([moves[j] for j in others]), ranks[i]),
            "smr": (closure([moves[j] for j in others]), np.maximum(best, ranks[i])),
            "seq": (closure([gains[j] for j in others]), ranks[i]),
            "sseq": (closure([gains[j] for j in others]), np.maximum(best, ranks[i])),
        }
        stable["nash"][:, i] = ~gains[i].any(axis=1)
        for concept, (reached, last) in held_by.items():
            # A sanction of s1 against s: some s2 within reach of s1 where the mover is left no better than at s.
            held = product(reached, last[:, None] <= ranks[i][None, :])
            stable[concept][:, i] = ~(gains[i] & ~held.T).any(axis=1)
    return stable


CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def moves_of(problem: OptionForm, maker: int) -> Table:
    """table[s, q]: whether a decision maker can go from s to q alone."""
    states = problem.states
    changed = states[:, None] ^ states[None, :]
    own = sum(1 << o for o in problem.own(maker))
    allowed = (changed & ~own == 0) & (changed != 0)
    for o in problem.own(maker):
        taken, turned = (states >> o & 1 == 1)[:, None], changed >> o & 1 == 1
        if problem.actions[o].reversal != "both":
            way = {"forward": ~taken, "back": taken, "fixed": np.zeros_like(taken)}[problem.actions[o].reversal]
            allowed &= ~turned | way
    return allowed


def product(left: Table, right: Table) -> Table:
    """The product of two tables of truth values."""
    return left.astype(np.float32) @ right.astype(np.float32) > 0


def closure(tables: list[Table]) -> Table:
    """Where any sequence leads: squared until nothing is added. Nobody's two moves in a row add anything here."""
    reached = np.logical_or.reduce(tables)
    while True:
        more = reached | product(reached, reached)
        if np.array_equal(more, reached):
            return reached
        reached = more
