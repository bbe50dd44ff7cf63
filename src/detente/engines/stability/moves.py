"""Who can go where from a state, alone: one way to ask both forms of a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.engines.stability.problem import Conflict, GraphForm, IntArray, OptionForm
from detente.foundation.errors import OutOfDomain


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a decision maker, named by its place, from a state to another."""

    mover: int
    origin: int
    target: int


class Moves:
    """The moves of a conflict, worked out when asked for and then kept.

    alike: the moves of a conflict that differs in ranks alone; what leads where is then kept for both.

    >>> from detente.engines.stability.problem import Action
    >>> ranks = np.zeros(4, dtype=np.int32)
    >>> moves = Moves(OptionForm(("a", "b"), (Action("x", 0), Action("y", 1, "forward")), (ranks, ranks)))
    >>> moves.from_state(1, 0), moves.from_state(1, 2)
    ((2,), ())
    """

    def __init__(self, problem: Conflict, alike: Moves | None = None) -> None:
        self.problem = problem
        self._found: dict[tuple[int, int], tuple[int, ...]] = alike._found if alike else {}
        self._ranks = [ranks.tolist() for ranks in problem.ranks] if problem.n_states <= 1 << 16 else problem.ranks

    @property
    def everyone(self) -> range:
        """The places of the decision makers."""
        return range(len(self.problem.decision_makers))

    def others(self, decision_maker: int) -> tuple[int, ...]:
        """Everyone but one."""
        return tuple(j for j in self.everyone if j != decision_maker)

    def rank(self, decision_maker: int, state: int) -> int:
        """How high a decision maker ranks a state; higher is better."""
        return int(self._ranks[decision_maker][state])

    def from_state(self, decision_maker: int, state: int) -> tuple[int, ...]:
        """R_i(s): where a decision maker can go alone, ascending."""
        found = self._found.get((decision_maker, state))
        if found is None:
            found = tuple(sorted(self._targets(decision_maker, state).tolist()))
            self._found[decision_maker, state] = found
        return found

    def improvements(self, decision_maker: int, state: int) -> tuple[int, ...]:
        """R_i+(s): the moves to what it ranks higher than where it stands, ascending."""
        here = self.rank(decision_maker, state)
        return tuple(q for q in self.from_state(decision_maker, state) if self.rank(decision_maker, q) > here)

    def to_state(self, decision_maker: int, state: int) -> tuple[int, ...]:
        """The states from which a decision maker can go alone to this one, ascending."""
        problem = self.problem
        if isinstance(problem, GraphForm):
            arcs = np.flatnonzero(problem.targets[decision_maker] == state)
            origins = np.searchsorted(problem.starts[decision_maker], arcs, side="right") - 1
        else:
            changes = self._changes[decision_maker]
            origins = state ^ changes
            made = (changes & ~self._changeable(decision_maker, origins)) == 0
            origins = origins[made if problem.feasible is None else made & problem.feasible[origins]]
        return tuple(sorted(int(s) for s in origins))

    def from_many(self, decision_maker: int, states: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """The moves from many states at once, in batches: the places in `states`, and where each leads."""
        problem = self.problem
        if isinstance(problem, GraphForm):
            starts, counts = problem.starts[decision_maker][states], np.diff(problem.starts[decision_maker])[states]
            places = np.repeat(np.arange(len(states)), counts)
            within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
            yield places, problem.targets[decision_maker][starts[places] + within]
            return
        changeable = self._changeable(decision_maker, states)
        for change in self._changes[decision_maker].tolist():
            possible = (change & ~changeable) == 0
            if problem.feasible is not None:
                possible &= problem.feasible[states ^ change]
            places = np.flatnonzero(possible)
            if len(places):
                yield places, states[places] ^ change

    def check_state(self, state: int) -> None:
        """OutOfDomain where there is no such state, or it is not feasible."""
        feasible = self.problem.feasible if isinstance(self.problem, OptionForm) else None
        if not 0 <= state < self.problem.n_states or (feasible is not None and not feasible[state]):
            raise OutOfDomain(f"there is no feasible state {state}")

    def check_decision_maker(self, decision_maker: int) -> None:
        """OutOfDomain where there is no such decision maker."""
        if decision_maker not in self.everyone:
            most = len(self.everyone) - 1
            raise OutOfDomain(f"there is no decision maker {decision_maker}: they count from 0 to {most}")

    def name(self, state: int) -> str:
        """A state as the field writes it: Y and N for the actions, or the state's name."""
        problem = self.problem
        return problem.pattern(state) if isinstance(problem, OptionForm) else problem.states[state]

    def _targets(self, decision_maker: int, state: int) -> IntArray:
        problem = self.problem
        if isinstance(problem, GraphForm):
            return problem.moves(decision_maker, state)
        changes = self._changes[decision_maker]
        changeable = self._changeable(decision_maker, np.array([state], dtype=np.int64))[0]
        targets = state ^ changes[(changes & ~changeable) == 0]
        return targets if problem.feasible is None else targets[problem.feasible[targets]]

    def _changeable(self, decision_maker: int, states: IntArray) -> IntArray:
        """For each state the bits that the decision maker can change there."""
        assert isinstance(self.problem, OptionForm)
        free = dict.fromkeys(("both", "forward", "back", "fixed"), 0)
        for o in self.problem.own(decision_maker):
            free[self.problem.actions[o].reversal] |= 1 << o
        return free["both"] | (~states & free["forward"]) | (states & free["back"])

    @cached_property
    def _changes(self) -> tuple[IntArray, ...]:
        """For each decision maker the sets of own actions, as bits, that it could change together."""
        assert isinstance(self.problem, OptionForm)
        found = list[IntArray]()
        for i in self.everyone:
            changes = np.zeros(1, dtype=np.int64)
            for o in self.problem.own(i):
                if self.problem.actions[o].reversal != "fixed":
                    changes = np.concatenate([changes, changes | 1 << o])
            found.append(changes[1:])
        return tuple(found)
