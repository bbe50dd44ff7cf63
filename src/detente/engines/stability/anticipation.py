"""What two decision makers expect to come of a state when they look some moves ahead; the recursion behind L_h.

G_0(i, s) = s. To find G_h(i, s), decision maker i takes the move M after which the other, looking h - 1 moves ahead,
leads to the state that i likes best, and compares it with staying: it moves only for something strictly better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import numpy as np

from detente.engines.stability.axes.moves import axes_of, infeasible_states
from detente.engines.stability.axes.two_best import NOWHERE, best_elsewhere
from detente.engines.stability.problem import BoolArray, Conflict, IntArray, OptionForm
from detente.foundation.errors import OutOfDomain

TieRule = Literal["lowest-code", "best-for-other", "worst-for-other"]
"""What is expected where several moves lead to states that the mover likes equally: of these states the one with the
lowest code, or the one that the other likes best or least, then the lowest code."""

TIE_RULES: tuple[TieRule, ...] = ("lowest-code", "best-for-other", "worst-for-other")


@dataclass(frozen=True, slots=True)
class Cycle:
    """From horizon `start` on, what is anticipated repeats every `length` horizons; 1 means that it stays."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class NoCycleYet:
    """Nothing repeated up to a horizon."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Horizon:
    """What is anticipated at one horizon.

    anticipated[decision_maker, state]; ambiguous[decision_maker, state]: at this horizon moves of equal worth to the
    mover lead to different states, and the tie rule chose. cycle: as soon as a repetition has been seen.
    """

    number: int
    anticipated: IntArray
    ambiguous: BoolArray
    cycle: Cycle | None


def check_two(problem: Conflict, ties: TieRule) -> None:
    """OutOfDomain unless there are two decision makers and the tie rule is known."""
    if len(problem.decision_makers) != 2:
        raise OutOfDomain(
            f"{len(problem.decision_makers)} decision makers: looking h moves ahead is defined for two; for more, who "
            "moves next is disputed among the published definitions"
        )
    if ties not in TIE_RULES:
        raise OutOfDomain(f"{ties!r} is no tie rule: {', '.join(TIE_RULES)}")


def horizons(problem: Conflict, ties: TieRule) -> Iterator[Horizon]:
    """The horizons 1, 2, 3, … without end; each costs O(n 2^n), or O(arcs) for a graph.

    A horizon follows from the one before alone, so that what came once comes again: repetitions are told by digests of
    32 bytes of all that is anticipated.
    """
    movers = tuple(_Mover(problem, i, ties) for i in (0, 1))
    anticipated = np.tile(np.arange(problem.n_states), (2, 1))
    seen = {_digest(anticipated): 0}
    number, cycle = 0, None
    while True:
        number += 1
        found = [mover.looks(anticipated[1 - i]) for i, mover in enumerate(movers)]
        anticipated = np.stack([states for states, _ in found])
        if cycle is None:
            digest = _digest(anticipated)
            start = seen.setdefault(digest, number)
            cycle = Cycle(start, number - start) if start < number else None
        yield Horizon(number, anticipated, np.stack([unsure for _, unsure in found]), cycle)


def _digest(anticipated: IntArray) -> bytes:
    return blake2b(np.ascontiguousarray(anticipated).tobytes(), digest_size=32).digest()


class _Mover:
    """One decision maker, how it orders all states without ties, and where it can go."""

    def __init__(self, problem: Conflict, decision_maker: int, ties: TieRule) -> None:
        self._problem = problem
        self._maker = decision_maker
        self._infeasible = infeasible_states(problem) if isinstance(problem, OptionForm) else None
        self._ranks = problem.ranks[decision_maker]
        other = problem.ranks[1 - decision_maker].astype(np.int64)
        liked = {"lowest-code": np.zeros_like(other), "best-for-other": other, "worst-for-other": -other}[ties]
        codes = np.arange(problem.n_states)
        # The same order with ties the other way round tells where the rule made a difference.
        self._orders = tuple(np.lexsort((-turn * codes, turn * liked, self._ranks)) for turn in (1, -1))
        if len(np.unique(self._ranks)) == problem.n_states:
            self._orders = self._orders[:1]

    def looks(self, expected: IntArray) -> tuple[IntArray, BoolArray]:
        """What it anticipates from each state, a move leading where the other then expects; and where a tie decided."""
        states = np.arange(self._problem.n_states)
        led = [self._led(expected, order) for order in self._orders]
        moves = (led[0] != NOWHERE) & (self._ranks[led[0]] > self._ranks)
        if self._infeasible is not None:
            moves &= ~self._infeasible
        return np.where(moves, led[0], states), moves & (led[0] != led[-1])

    def _led(self, expected: IntArray, order: IntArray) -> IntArray:
        """The best state that some move leads to, by an order of all states; NOWHERE without any move."""
        position = np.empty_like(order)
        position[order] = np.arange(len(order))
        best = self._best_over_moves(position[expected])
        return np.where(best == NOWHERE, NOWHERE, order[best])

    def _best_over_moves(self, values: IntArray) -> IntArray:
        problem = self._problem
        if isinstance(problem, OptionForm):
            return best_elsewhere(values, axes_of(problem, self._maker), self._infeasible)
        starts, targets = problem.starts[self._maker], problem.targets[self._maker]
        best = np.full(problem.n_states, NOWHERE, dtype=np.int64)
        some = np.flatnonzero(np.diff(starts))
        if len(some):
            best[some] = np.maximum.reduceat(values[targets], starts[:-1][some])
        return best
