"""The states of a case's conflict: which are feasible, and of which a condition or a pattern speaks.

A state of the option form is a whole number: bit o is set where action o is taken. States with a name and no
place in the option form follow behind, in the order of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.case.model.conflict import Conflict, Feasibility
from detente.case.model.state_preference import StateSet
from detente.foundation.conditions import Condition, Rule, Term, Vocabulary, bind
from detente.foundation.errors import TooLarge

Truths = NDArray[np.bool_]

MOST_ACTIONS = 24
"""Most actions of which the states are listed."""


def action_vocabulary(conflict: Conflict) -> Vocabulary:
    """What conditions on single states of the option form may name: the actions."""
    actions = {action.id: action for action in reversed(conflict.actions)}
    ordered = dict.fromkeys(action.id for action in conflict.actions)
    return Vocabulary(tuple(Term(name, "action", label=str(actions[name].label)) for name in ordered))


def conflict_vocabulary(conflict: Conflict) -> Vocabulary:
    """What conditions inside the conflict may name: the actions, then the states with a name."""
    actions = action_vocabulary(conflict).terms
    taken = {term.id for term in actions}
    named = {state.id: state for state in reversed(conflict.states) if state.id not in taken}
    ordered = dict.fromkeys(state.id for state in conflict.states if state.id in named)
    states = (Term(name, "action", label=str(named[name].label or "")) for name in ordered)
    return Vocabulary((*actions, *states))


@dataclass(frozen=True, eq=False)
class StateSpace:
    """All states of a conflict, in the order of their codes, those without a code last.

    unseen: states that somebody does not see; they count as infeasible.
    """

    conflict: Conflict
    unseen: tuple[StateSet, ...] = ()

    def __post_init__(self) -> None:
        if self.n_actions > MOST_ACTIONS:
            todo = "leave out actions that no preference depends on, or write the states themselves"
            raise TooLarge(
                "the states of the conflict", estimate=1 << self.n_actions, limit=1 << MOST_ACTIONS, todo=todo
            )

    @property
    def n_actions(self) -> int:
        return len(self.conflict.actions)

    @property
    def n_codes(self) -> int:
        """How many states the option form has; none where there is no action."""
        return 1 << self.n_actions if self.n_actions else 0

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The ids of the states that have no place in the option form."""
        return tuple(state.id for state in self.conflict.states if state.when is None)

    def __len__(self) -> int:
        return self.n_codes + len(self.beside)

    @cached_property
    def feasible(self) -> Truths:
        """Which states can be and are seen."""
        if not self.unseen:
            return self._possible
        return self._possible & ~np.logical_or.reduce([self._meant(item) for item in self.unseen])

    @cached_property
    def _possible(self) -> Truths:
        """Which states can be: of the option form those that all conditions allow, and all beside it."""
        found = np.ones(len(self), dtype=np.bool_)
        terms = action_vocabulary(self.conflict)
        for item in self.conflict.feasible:
            found[: self.n_codes] &= self._allowed(item, terms)
        return found

    def _allowed(self, item: Feasibility, terms: Vocabulary) -> Truths:
        if item.exactly_one or item.at_most_one:
            names = item.exactly_one or item.at_most_one
            count = np.zeros(self.n_codes, dtype=np.int8)
            for name in names:
                count += self._taken(terms.index(name))
            return count == 1 if item.exactly_one else count <= 1
        if item.must is not None:
            return self._over_codes(bind(item.must, terms))
        if item.never is not None:
            return ~self._over_codes(bind(item.never, terms))
        if item.if_ is None or item.then is None:
            raise ValueError("a condition on what is feasible has no form")
        return ~self._over_codes(bind(item.if_, terms)) | self._over_codes(bind(item.then, terms))

    def _taken(self, action: int) -> Truths:
        """Whether an action is taken, for every code."""
        block = np.repeat(np.array([False, True]), 1 << action)
        return np.tile(block, self.n_codes >> (action + 1))

    def _over_codes(self, rule: Rule) -> Truths:
        """Where a rule over actions alone holds: its table, spread over the actions that it does not name."""
        places = rule.scope
        codes = np.arange(1 << len(places), dtype=np.int64)
        bits = np.stack([codes >> k & 1 for k in range(len(places))], axis=1)
        table = rule.holds_on_scope(bits)
        shape = [2 if o in places else 1 for o in reversed(range(self.n_actions))]
        spread = np.broadcast_to(table.reshape(shape), (2,) * self.n_actions)
        return spread.reshape(-1)

    @cached_property
    def named(self) -> dict[str, Truths]:
        """For each state with a name, which states it stands for."""
        found: dict[str, Truths] = {}
        for state in self.conflict.states:
            if state.when is None:
                truths = np.zeros(len(self), dtype=np.bool_)
                truths[self.n_codes + self.beside.index(state.id)] = True
            else:
                truths = self._meant(state.when) & self._possible
            found[state.id] = truths
        return found

    def holds(self, condition: Condition) -> Truths:
        """Where a condition over actions and states with names holds, feasible or not.

        In a state beside the option form no action is taken.
        """
        terms = conflict_vocabulary(self.conflict)
        rule = bind(condition, terms)
        if all(place < self.n_actions for place in rule.scope):
            on_nothing = rule.holds_on_scope(np.zeros((1, len(rule.scope)), dtype=np.int64))
            codes = self._over_codes(rule) if self.n_codes else np.zeros(0, dtype=np.bool_)
            return np.concatenate([codes, np.repeat(on_nothing, len(self.beside))])
        columns = [self._column(terms.terms[place].id, place) for place in rule.scope]
        return rule.holds_on_scope(np.stack(columns, axis=1).astype(np.int64))

    def _column(self, name: str, place: int) -> Truths:
        if place >= self.n_actions:
            return self.named[name]
        return np.concatenate([self._taken(place), np.zeros(len(self.beside), dtype=np.bool_)])

    def where(self, states: StateSet) -> Truths:
        """The feasible states that are meant."""
        return self._meant(states) & self.feasible

    def _meant(self, states: StateSet) -> Truths:
        if states.condition is not None:
            return self.holds(states.condition)
        found = np.zeros(len(self), dtype=np.bool_)
        if states.taken is not None:
            terms = action_vocabulary(self.conflict)
            code = sum(1 << terms.index(name) for name in set(states.taken))
            if self.n_codes:
                found[code] = True
        elif states.pattern is not None and len(states.pattern) == self.n_actions and self.n_codes:
            found[: self.n_codes] = True
            for place, sign in enumerate(states.pattern):
                if sign != "-":
                    found[: self.n_codes] &= self._taken(place) == (sign == "Y")
        return found

    def pattern(self, code: int) -> str:
        """The state as the field writes it: Y or N for each action."""
        return "".join("Y" if code >> o & 1 else "N" for o in range(self.n_actions))
