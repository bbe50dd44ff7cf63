"""Random conflicts: small numbers of actions, ties, infeasible states, irreversible actions; and explicit graphs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.properties import stability_oracle as oracle

from detente.engines.stability.problem import Action, GraphForm, OptionForm, Reversal, graph_form

REVERSALS: tuple[Reversal, ...] = ("both", "forward", "back", "fixed")


@dataclass(frozen=True)
class Drawn:
    """One conflict as the engines take it, and as plain sets."""

    problem: OptionForm | GraphForm
    plain: oracle.Plain


def option_form(rng: np.random.Generator) -> Drawn:
    """2 to 4 decision makers, 2 to 6 actions; ties in most, infeasible states and one-way actions in half."""
    n = int(rng.choice([2, 3, 4, 5, 6], p=[0.2, 0.25, 0.25, 0.2, 0.1]))
    d = int(rng.integers(2, min(n, 4) + 1))
    owners = [*range(d), *rng.integers(0, d, n - d).tolist()]
    rng.shuffle(owners)
    share = 0.0 if rng.random() < 0.5 else 0.5
    reversals: list[Reversal] = [
        REVERSALS[int(rng.choice(4, p=[1 - share, share / 2, share / 3, share / 6]))] for _ in range(n)
    ]
    feasible = np.ones(1 << n, dtype=bool) if rng.random() < 0.5 else rng.random(1 << n) < rng.uniform(0.35, 1)
    feasible[int(rng.integers(1 << n))] = True
    classes = int(rng.choice([2, 4, 1 << n]))
    ranks = [rng.integers(0, classes, 1 << n) if rng.random() < 0.7 else rng.permutation(1 << n) for _ in range(d)]
    actions = tuple(Action(f"a{o}", owners[o], reversals[o]) for o in range(n))
    names = tuple(f"d{i}" for i in range(d))
    problem = OptionForm(names, actions, tuple(r.astype(np.int32) for r in ranks), feasible)
    return Drawn(problem, oracle.of_options(owners, reversals, feasible.tolist(), [r.tolist() for r in ranks]))


def graph(rng: np.random.Generator) -> Drawn:
    """2 to 4 decision makers on 3 to 9 states: random arcs, not transitive, with common moves and states that trap."""
    m, d = int(rng.integers(3, 10)), int(rng.integers(2, 5))
    density = rng.uniform(0.05, 0.35)
    arcs = [{(s, q) for s in range(m) for q in range(m) if s != q and rng.random() < density} for _ in range(d)]
    if rng.random() < 0.5:
        common = {(int(rng.integers(m - 1)), m - 1) for _ in range(2)}
        for i in rng.choice(d, 2, replace=False).tolist():
            arcs[i] |= common
    if rng.random() < 0.5:
        arcs = [{(s, q) for s, q in mine if s != m - 1} for mine in arcs]
    ranks = [rng.integers(0, int(rng.choice([3, m])), m).tolist() for _ in range(d)]
    return Drawn(
        as_graph(m, [sorted(mine) for mine in arcs], ranks), oracle.of_arcs(m, [sorted(a) for a in arcs], ranks)
    )


def as_graph(n_states: int, arcs: list[list[tuple[int, int]]], ranks: list[list[int]]) -> GraphForm:
    """A graph form with states named by their numbers."""
    names = [str(s) for s in range(n_states)]
    groups = {
        f"d{i}": [
            [names[s] for s in range(n_states) if mine[s] == height] for height in sorted(set(mine), reverse=True)
        ]
        for i, mine in enumerate(ranks)
    }
    named = {f"d{i}": [(names[s], names[q]) for s, q in mine] for i, mine in enumerate(arcs)}
    return graph_form([f"d{i}" for i in range(len(arcs))], names, named, groups)
