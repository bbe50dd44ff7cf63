"""Moves of two decision makers together: what both of them would rather have."""

from __future__ import annotations

import numpy as np

from detente.engines.stability.axes.moves import (
    Opponents,
    axes_of,
    check_option_form,
    infeasible_states,
    worst_by_moves,
)
from detente.engines.stability.problem import BoolArray, OptionForm
from detente.foundation.errors import OutOfDomain


def coalition_improvements(problem: OptionForm, members: tuple[int, int]) -> BoolArray:
    """Where two decision makers, moving in any legal sequence, can reach a state that both strictly prefer.

    improves[s] iff some q in R_H(s) has u_i(q) > u_i(s) and u_j(q) > u_j(s), H = {i, j}.

    problem: in option form, with every action of the two fixed or going both ways; members: two different places.
    Moves that go both ways reach the same from every state of a component, so each component is sorted by u_i and a
    running maximum of u_j over the strictly better says who improves. OutOfDomain where an action of theirs goes one
    way only. False at infeasible states. O(rounds n N + N log N), N = 2**n; 20 actions in 0.2 s.

    >>> from detente.engines.stability.problem import Action
    >>> prisoners = OptionForm(("a", "b"), (Action("a keeps quiet", 0), Action("b keeps quiet", 1)),
    ...     (np.array([1, 0, 3, 2]), np.array([1, 3, 0, 2])))
    >>> coalition_improvements(prisoners, (0, 1)).tolist()
    [True, False, False, False]
    """
    conflict = check_option_form(problem)
    count = len(conflict.decision_makers)
    if len(set(members)) != 2 or not all(0 <= member < count for member in members):
        raise OutOfDomain(f"a coalition of two different decision makers from 0 to {count - 1}, not {members}")
    axes = tuple(axes_of(conflict, member) for member in members)
    one_way = [conflict.actions[o].name for part in axes for o, reversal in part if reversal != "both"]
    if one_way:
        raise OutOfDomain(
            f"{', '.join(one_way)}: goes one way only, so that what a coalition reaches is no component; "
            "use the reachability engine"
        )
    improves = np.zeros(conflict.n_states, dtype=np.bool_)
    states = conflict.states
    codes = np.arange(conflict.n_states, dtype=np.int32)
    component = worst_by_moves(codes, Opponents(tuple(part for part in axes if part), infeasible_states(conflict)))
    first, second = (conflict.ranks[member][states].astype(np.int64) for member in members)
    order = np.lexsort((-first, component[states]))
    block, first, second = component[states][order], first[order], second[order]
    new_block = np.concatenate([[True], block[1:] != block[:-1]])
    opens = new_block | np.concatenate([[True], first[1:] != first[:-1]])
    # Each component lies above the one before, so that one running maximum serves all.
    raised = second - second.min() + (np.cumsum(new_block) - 1) * (second.max() - second.min() + 1)
    places = np.arange(len(states))
    start_of_group = np.maximum.accumulate(np.where(opens, places, 0))
    start_of_block = np.maximum.accumulate(np.where(new_block, places, 0))
    best_before = np.maximum.accumulate(raised)[start_of_group - 1]
    improves[states[order]] = (start_of_group > start_of_block) & (best_before > raised)
    return improves


def two_member_stable(problem: OptionForm, members: tuple[int, int]) -> BoolArray:
    """The feasible states from which two decision makers have no coalition improvement; see `coalition_improvements`.

    >>> from detente.engines.stability.problem import Action
    >>> prisoners = OptionForm(("a", "b"), (Action("a keeps quiet", 0), Action("b keeps quiet", 1)),
    ...     (np.array([1, 0, 3, 2]), np.array([1, 3, 0, 2])))
    >>> two_member_stable(prisoners, (0, 1)).tolist()
    [False, True, True, True]
    """
    stable = ~coalition_improvements(problem, members)
    if problem.feasible is not None:
        stable &= problem.feasible
    return stable
