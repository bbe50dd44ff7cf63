"""Checks of the conflict: what it names exists, its states can be, its rankings cover them, meanings are definite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from detente.case.checks.unknown import each, unknown
from detente.case.checks.walk import walk
from detente.case.conflict_states import StateSpace, Truths
from detente.case.finding import Check, Finding, Path, Texts
from detente.case.meanings import answers_meant, clash
from detente.case.model.case import Case
from detente.case.model.conflict import Conflict
from detente.case.model.state_preference import StatePreference, StateSet

MOST_CHECKED = 18
"""Most actions for which the states are gone through here; beyond that only the engine looks."""


def conflict_ids(case: Case, _texts: Texts) -> Iterator[Finding]:
    """An action and a state have different ids, as conditions name both."""
    conflict = case.conflict or Conflict()
    actions = {action.id for action in conflict.actions}
    for index, state in enumerate(conflict.states):
        if state.id in actions:
            what = f"'{state.id}' is already the id of an action"
            yield Finding("error", "duplicate-id", ("conflict", "states", index, "id"), what, "choose another id")


def unknown_actions(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Wherever an action is named outside a condition, it stands under `actions`."""
    conflict = case.conflict or Conflict()
    named: list[tuple[Path, str]] = []
    for index, item in enumerate(conflict.feasible):
        path: Path = ("conflict", "feasible", index)
        named += each((*path, "exactly-one"), item.exactly_one)
        named += each((*path, "at-most-one"), item.at_most_one)
    for path, part in walk(conflict):
        if isinstance(part, StateSet):
            named += each(("conflict", *path, "taken"), part.taken or ())
    for index, variant in enumerate(conflict.variants):
        named += [(("conflict", "variants", index, "moves", name), name) for name in variant.moves]
    for proposal, taken in conflict.proposals.items():
        named += each(("conflict", "proposals", proposal), taken)
    yield from unknown("action", named, (action.id for action in conflict.actions))


def unknown_proposals_of_conflict(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A proposal that is given actions exists."""
    named: list[tuple[Path, str]] = [
        (("conflict", "proposals", name), name) for name in (case.conflict.proposals if case.conflict else ())
    ]
    yield from unknown("proposal", named, (proposal.id for proposal in case.proposals))


def patterns(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A pattern has one sign for each action."""
    conflict = case.conflict or Conflict()
    for path, part in walk(conflict):
        if isinstance(part, StateSet) and part.pattern is not None and len(part.pattern) != len(conflict.actions):
            what = f"the pattern {part.pattern} has {len(part.pattern)} signs, and there are {len(conflict.actions)}"
            yield Finding("error", "pattern", ("conflict", *path), f"{what} actions", "one sign for each, in order")


def arcs_of_states(case: Case, _texts: Texts) -> Iterator[Finding]:
    """States beside the option form are reached by arcs alone, so there are some."""
    conflict = case.conflict or Conflict()
    if any(state.when is None for state in conflict.states) and not conflict.arcs:
        what = "a state without `when` is reached by arcs alone, and there is none"
        yield Finding("error", "no-arcs", ("conflict", "states"), what, "add arcs: [{party, from, to}], or `when`")


def values_of_states(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A preference from values belongs to a party that has some, in a conflict whose actions mean something."""
    for path, name, preference in _preferences(case.conflict or Conflict()):
        if preference.from_ is None:
            continue
        given = case.preferences.get(name)
        if given is None or given.weights is None:
            what, todo = f"{name} has no weights in the case", f"add preferences.{name}, or rank the states here"
            yield Finding("error", "no-values", (*path, "from"), what, todo)
        elif case.status_quo is None:
            what, todo = "the case has no status quo to start from", "add status-quo, an answer to every issue"
            yield Finding("error", "no-values", (*path, "from"), what, todo)
        elif case.conflict and not any(action.means is not None for action in case.conflict.actions):
            what, todo = "no action means anything for the issues", "write means: alliance = dropped at an action"
            yield Finding("error", "no-values", (*path, "from"), what, todo)
        for state in case.conflict.states if case.conflict else ():
            if state.when is None:
                what, todo = f"the state '{state.id}' means no package", "rank the states instead"
                yield Finding("error", "no-values", (*path, "from"), what, todo)


def _preferences(conflict: Conflict) -> Iterator[tuple[Path, str, StatePreference]]:
    yield from _each(conflict.preferences, ("conflict", "preferences"))
    for index, view in enumerate(conflict.views):
        yield from _each(view.preferences, ("conflict", "views", index, "preferences"))
    for index, variant in enumerate(conflict.variants):
        yield from _each(variant.preferences, ("conflict", "variants", index, "preferences"))


def _each(found: Mapping[str, StatePreference], path: Path) -> Iterator[tuple[Path, str, StatePreference]]:
    yield from (((*path, name), name, preference) for name, preference in found.items())


def states(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Some state is feasible, every action can be taken and left, and every state with a name can be."""
    conflict = case.conflict
    if conflict is None or not 0 < len(conflict.actions) <= MOST_CHECKED:
        return
    space = StateSpace(conflict)
    feasible = np.flatnonzero(space.feasible[: space.n_codes])
    if not len(feasible):
        what = "the conditions on what is feasible exclude every state"
        yield Finding("error", "contradiction", ("conflict", "feasible"), what, "loosen or drop one of them")
        return
    for place, action in enumerate(conflict.actions):
        taken = set((feasible >> place & 1).tolist())
        if len(taken) == 1:
            how = "always" if taken == {1} else "never"
            what = f"what is feasible leaves '{action.id}' {how} taken"
            yield Finding("warning", "no-choice", ("conflict", "actions", place), what, "drop the action or mend that")
    for index, state in enumerate(conflict.states):
        if state.when is not None and not space.where(state.when).any():
            what = f"no feasible state is '{state.id}'"
            yield Finding("error", "no-state", ("conflict", "states", index, "when"), what, "look at `feasible` again")


def state_of_today(case: Case, _texts: Texts) -> Iterator[Finding]:
    """The status quo of the conflict is one feasible state; several only where they count as one."""
    conflict = case.conflict
    if conflict is None or conflict.status_quo is None or len(conflict.actions) > MOST_CHECKED:
        return
    space = StateSpace(conflict)
    found = space.where(conflict.status_quo)
    path: Path = ("conflict", "status-quo")
    if not found.any():
        yield Finding("error", "no-state", path, "no feasible state is the status quo", "look at `feasible` again")
    elif found.sum() > 1 and not any(np.all(space.named[state.id][found]) for state in conflict.states):
        what = f"{int(found.sum())} states are the status quo"
        yield Finding("error", "no-state", path, what, "list the actions taken today: [a, b]; [] for none")


def rankings(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A ranking has a place for every feasible state, and every place a state."""
    conflict = case.conflict
    if conflict is None or len(conflict.actions) > MOST_CHECKED:
        return
    space = StateSpace(conflict)
    for path, _, preference in _preferences(conflict):
        if not preference.ranking:
            continue
        left: Truths = space.feasible.copy()
        for index, place in enumerate(preference.ranking):
            for item in place.states:
                found = space.where(item)
                at: Path = (*path, "ranking", index)
                if not found.any():
                    yield Finding("error", "no-state", at, f"no feasible state is {item}", "look at `feasible` again")
                elif not (found & left).any():
                    what = f"every state that {item} means stands further up already"
                    yield Finding("error", "ranked-twice", at, what, "name it once")
            for item in place.states:
                left &= ~space.where(item)
        if left.any():
            yield Finding(
                "error", "unranked", (*path, "ranking"), _unranked(space, left), "rank every state that can be"
            )


def _unranked(space: StateSpace, left: Truths) -> str:
    codes = np.flatnonzero(left).tolist()
    names = [space.pattern(c) if c < space.n_codes else space.beside[c - space.n_codes] for c in codes[:5]]
    more = f" and {len(codes) - 5} more" if len(codes) > 5 else ""
    return f"the ranking leaves out {', '.join(names)}{more}"


def meanings(case: Case, _texts: Texts) -> Iterator[Finding]:
    """What an action means gives definite answers, and no two actions that go together contradict each other."""
    conflict = case.conflict
    if conflict is None:
        return
    meant = [answers_meant(action.means) for action in conflict.actions]
    for index, action in enumerate(conflict.actions):
        if action.means is not None and meant[index] is None:
            path: Path = ("conflict", "actions", index, "means")
            what = "this leaves open which answers it gives"
            todo = "join with `and` answers such as alliance = dropped, usa in guarantors, term = 10"
            yield Finding("error", "means", path, what, todo)
    if len(conflict.actions) > MOST_CHECKED or not conflict.actions:
        return
    feasible = np.flatnonzero(StateSpace(conflict).feasible[: 1 << len(conflict.actions)])
    for second in range(len(meant)):
        for first in range(second):
            issue = clash(meant[first] or (), meant[second] or ())
            if issue and np.any((feasible >> first) & (feasible >> second) & 1):
                names = (conflict.actions[first].id, conflict.actions[second].id)
                what = f"'{names[0]}' and '{names[1]}' give '{issue}' two answers, and both can be taken"
                todo = f"write under feasible: at-most-one: [{', '.join(names)}]"
                yield Finding("error", "means", ("conflict", "actions", second, "means"), what, todo)


CHECKS: tuple[Check, ...] = (
    conflict_ids,
    unknown_actions,
    unknown_proposals_of_conflict,
    patterns,
    arcs_of_states,
)

OF_STATES: tuple[Check, ...] = (values_of_states, states, state_of_today, rankings, meanings)
"""Checks that combine sections or go through the states, once all names are known."""
