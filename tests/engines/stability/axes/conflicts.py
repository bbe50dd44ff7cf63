"""Random small conflicts: ties, infeasible states, actions that go one way or none."""

from __future__ import annotations

import numpy as np

from detente.engines.stability.problem import Action, OptionForm, Reversal

WAYS: tuple[Reversal, ...] = ("both", "both", "both", "forward", "back", "fixed")


def drawn(rng: np.random.Generator, *, makers: tuple[int, int] = (2, 4), reversible: bool = False) -> OptionForm:
    """2 to 6 actions of 2 to 4 decision makers, 35 to 100 % of the states feasible."""
    count, actions = int(rng.integers(makers[0], makers[1] + 1)), int(rng.integers(2, 7))
    states = 1 << actions
    one_way = not reversible and rng.random() < 0.6
    owners = rng.integers(0, count, actions)
    ways: list[Reversal] = [WAYS[int(rng.integers(len(WAYS)))] if one_way else "both" for _ in range(actions)]
    feasible = rng.random(states) < rng.uniform(0.35, 1)
    feasible[rng.integers(states)] = True
    classes = int(rng.integers(2, states + 1)) if rng.random() < 0.5 else 1 << 20
    return OptionForm(
        tuple(f"d{j}" for j in range(count)),
        tuple(Action(f"a{o}", int(owners[o]), ways[o]) for o in range(actions)),
        tuple(rng.integers(-3, classes, states).astype(np.int32) for _ in range(count)),
        None if rng.random() < 0.3 else feasible,
    )
