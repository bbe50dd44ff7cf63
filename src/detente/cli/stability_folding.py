"""Equilibria that differ only in actions that do not matter, on one line; long patterns, broken between parties."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.engines.stability.of_case import CaseStability, ConflictWords
from detente.engines.stability.problem import IntArray, OptionForm

LONG = 12
"""Signs of a pattern that are read at a glance; of more, those of each party stand apart."""


@dataclass(frozen=True, slots=True)
class Alike:
    """States that are equilibria under the same concepts whatever becomes of some actions.

    state: the one with none of these actions taken. pattern: with `-` for each of them.
    """

    state: int
    pattern: str
    states: tuple[int, ...]


def folded(
    answer: CaseStability, words: ConflictWords, states: Sequence[int], apart: Collection[int] = ()
) -> Iterator[Alike]:
    """Equilibria in the order given, each with all that are like it; those in `apart` stand alone first."""
    under = np.zeros(answer.found.problem.n_states, dtype=np.int64)
    for k, concept in enumerate(answer.concepts):
        under[answer.verdicts[concept].equilibria] |= 1 << k
    left = under > 0
    told = set[int]()
    for state in states:
        if state in told:
            continue
        alike, free = np.array([state], dtype=np.int64), 0
        if state not in apart and isinstance(answer.found.problem, OptionForm):
            alike, free = _cube(state, under, left, len(answer.found.actions))
        left[[s for s in alike.tolist() if s not in apart]] = False
        told.update(alike.tolist())
        pattern = words.name(state) if len(alike) == 1 else _with_free(words.pattern(state), free)
        yield Alike(state & ~free, pattern, tuple(sorted(alike.tolist())))


def _cube(state: int, under: IntArray, left: np.ndarray, n_actions: int) -> tuple[IntArray, int]:
    """A state and those that differ in some actions only, as many actions as may, the first in order first."""
    found, free = np.array([state], dtype=np.int64), 0
    for o in range(n_actions):
        other = found ^ (1 << o)
        if bool(np.all(left[other] & (under[other] == under[state]))):
            found, free = np.concatenate([found, other]), free | 1 << o
    return found, free


def _with_free(pattern: str, free: int) -> str:
    return "".join("-" if free >> o & 1 else sign for o, sign in enumerate(pattern))


def spaced(answer: CaseStability, name: str) -> str:
    """A long pattern with a space between the actions of two parties; any other name as it is.

    So that a narrow column breaks it there.
    """
    actions = answer.found.actions
    if len(actions) <= LONG or len(name) != len(actions) or set(name) - set("YN-"):
        return name
    parts = [name[0]]
    for before, action, sign in zip(actions, actions[1:], name[1:], strict=False):
        parts.append(sign if action.party == before.party else f" {sign}")
    return "".join(parts)
