"""A ranking given directly: states or patterns of states, best first, ties in groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from detente.engines.stability.problem import MOST_ACTIONS, BoolArray, IntArray, RankArray
from detente.foundation.errors import OutOfDomain


def ranking_ranks(
    groups: Sequence[Sequence[int | str]],
    n_actions: int,
    *,
    feasible: BoolArray | None = None,
    rest: Literal["refuse", "last"] = "refuse",
) -> RankArray:
    """Ranks from a ranking written down state by state.

    groups: from best to worst; the states of a group tie. A state is its code, or a pattern of Y, N and - for any, a
        character an action in their order, which stands for all feasible states that fit. feasible: feasible[state].
    rest: what to do with feasible states that stand nowhere: refuse the ranking, or rank them last, tied.

    Ranks number the groups from the worst up; infeasible states have 0. OutOfDomain for a state that stands twice, does
    not exist or is infeasible, for a pattern that no feasible state fits, and for what the ranking leaves out. O(groups
    2^n); a ranking of 2^16 single states takes well below a second.

    >>> ranking_ranks([["YN"], [0, "NY"]], 2, rest="last").tolist()
    [1, 2, 1, 0]
    """
    if not 0 <= n_actions <= MOST_ACTIONS:
        raise OutOfDomain(f"{n_actions} actions: at most {MOST_ACTIONS} in option form")
    count = 1 << n_actions
    if feasible is not None and feasible.shape != (count,):
        raise OutOfDomain(f"feasible has shape {feasible.shape}, not {(count,)}: one a state")
    ranks = np.full(count, -1, dtype=np.int32)
    for height, group in enumerate(reversed(groups), 1):
        for item in group:
            states = _fitting(item, n_actions)
            if feasible is not None:
                states = states[feasible[states]]
            if not len(states):
                raise OutOfDomain(f"{item!r}: no feasible state fits")
            if twice := [s for s in states.tolist() if ranks[s] >= 0]:
                raise OutOfDomain(f"{item!r}: the state {_pattern(twice[0], n_actions)} stands twice in the ranking")
            ranks[states] = height
    left = np.flatnonzero((ranks < 0) if feasible is None else (ranks < 0) & feasible)
    if len(left) and rest == "refuse":
        raise OutOfDomain(
            f"the ranking leaves out {len(left)} feasible states, first {_pattern(int(left[0]), n_actions)}"
        )
    return np.maximum(ranks if len(left) else ranks - 1, 0).astype(np.int32)


def _fitting(item: int | str, n_actions: int) -> IntArray:
    """The codes that an item of a ranking stands for, ascending."""
    if isinstance(item, int):
        if not 0 <= item < 1 << n_actions:
            raise OutOfDomain(f"{item}: states count from 0 to {(1 << n_actions) - 1}")
        return np.array([item], dtype=np.int64)
    if len(item) != n_actions or set(item) - set("YN-"):
        raise OutOfDomain(f"{item!r}: write {n_actions} characters, each Y, N or - for any")
    codes = np.array([sum(1 << o for o, sign in enumerate(item) if sign == "Y")], dtype=np.int64)
    for o, sign in enumerate(item):
        if sign == "-":
            codes = np.concatenate([codes, codes | 1 << o])
    return codes


def _pattern(state: int, n_actions: int) -> str:
    return "".join("Y" if state >> o & 1 else "N" for o in range(n_actions))
