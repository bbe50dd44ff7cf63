"""The conflict of a case as a file of GMCR+: conditions as alternatives of options taken and not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from detente.case.conflict_states import StateSpace, action_vocabulary, conflict_vocabulary
from detente.case.exchange.gmcr import Direction, GmcrCondition, GmcrDecisionMaker, GmcrFile, GmcrOption
from detente.case.model.case import Case
from detente.case.model.conflict import Conflict, Feasibility
from detente.case.model.state_preference import StatePreference, StateSet
from detente.foundation.conditions import Condition, Vocabulary, bind
from detente.foundation.errors import OutOfDomain, TooLarge

MOST_NAMED = 12
"""Most actions that one condition may name."""

MOST_RANKED = 1 << 14
"""Most states that a ranking of the file lists."""

_DIRECTIONS: dict[str, Direction] = {"both": "both", "forward": "fwd", "back": "back", "fixed": "fixed"}

_Cube = tuple[tuple[int, bool], ...]


def gmcr_of_case(case: Case) -> GmcrFile:
    """The conflict of a case, in option form with statements or rankings, as GMCR+ keeps it.

    Where one party's preference is a ranking, all are written as rankings. Raises OutOfDomain for what that program has
    no place for: arcs, states of their own, points, unknown pairs, preferences from values.
    """
    conflict = case.conflict
    if conflict is None or not conflict.actions:
        raise OutOfDomain("the case has no conflict with actions")
    _check(conflict)
    terms = action_vocabulary(conflict)
    movers = {action.party for action in conflict.actions} | set(conflict.preferences)
    parties = [party for party in case.parties if party.id in movers]
    ids = [party.id for party in parties]
    by_ranking = any(item.ranking for item in conflict.preferences.values())
    space = StateSpace(conflict)
    makers = tuple(
        GmcrDecisionMaker(
            str(party.name),
            tuple(o for o, action in enumerate(conflict.actions) if action.party == party.id),
            () if by_ranking else _statements(conflict.preferences.get(party.id), terms),
            _ranking(space, conflict.preferences.get(party.id)) if by_ranking else (),
            tuple(_unseen(conflict, party.id, terms)),
        )
        for party in parties
    )
    return GmcrFile(
        str(case.title),
        tuple(GmcrOption(str(action.label), _DIRECTIONS[action.moves]) for action in conflict.actions),
        makers,
        tuple(_excluded(item, terms) for item in conflict.feasible if _excluded(item, terms)),
        tuple(tuple(ids.index(name) for name in item.members) for item in conflict.coalitions),
        by_ranking,
    )


def _check(conflict: Conflict) -> None:
    graph = any(state.when is None for state in conflict.states) or bool(conflict.arcs)
    space = StateSpace(conflict)
    if graph or any(truths.sum() > 1 for truths in space.named.values()):
        raise OutOfDomain("GMCR+ has no place for arcs, states of their own or coalesced states")
    for party, item in conflict.preferences.items():
        if not (item.statements or item.ranking) or item.unknown:
            raise OutOfDomain(f"GMCR+ has no place for the preference of {party}: write statements or a ranking")


def _statements(preference: StatePreference | None, terms: Vocabulary) -> tuple[GmcrCondition, ...]:
    return tuple(alternatives(item.holds, terms) for item in preference.statements) if preference else ()


def _ranking(space: StateSpace, preference: StatePreference | None) -> tuple[tuple[int, ...], ...]:
    """The feasible states from best to worst; all on one place where nothing is known."""
    states = np.flatnonzero(space.feasible)
    if len(states) > MOST_RANKED:
        todo = "write every preference as statements"
        raise TooLarge("states of a ranking", estimate=len(states), limit=MOST_RANKED, todo=todo)
    keys: list[tuple[int, ...]] = [() for _ in states]
    if preference and preference.ranking:
        height = np.full(len(space), len(preference.ranking), dtype=np.int64)
        for place, ranked in reversed(list(enumerate(preference.ranking))):
            height[np.logical_or.reduce([space.where(item) for item in ranked.states])] = place
        keys = [(int(height[s]),) for s in states]
    elif preference:
        truths = [space.holds(item.holds) for item in preference.statements]
        keys = [tuple(int(not truth[s]) for truth in truths) for s in states]
    return tuple(tuple(int(s) for s, k in zip(states, keys, strict=True) if k == key) for key in sorted(set(keys)))


def _unseen(conflict: Conflict, party: str, terms: Vocabulary) -> Iterable[GmcrCondition]:
    for view in conflict.views:
        if view.party == party:
            for item in view.unseen:
                yield _of_states(item, conflict, terms)


def _of_states(item: StateSet, conflict: Conflict, terms: Vocabulary) -> GmcrCondition:
    if item.condition is not None:
        return alternatives(item.condition, conflict_vocabulary(conflict))
    if item.pattern is not None:
        return (tuple((o, sign == "Y") for o, sign in enumerate(item.pattern) if sign != "-"),)
    return (tuple((o, term.id in (item.taken or ())) for o, term in enumerate(terms.terms)),)


def _excluded(item: Feasibility, terms: Vocabulary) -> GmcrCondition:
    """What an entry excludes."""
    if item.exactly_one or item.at_most_one:
        places = [terms.index(name) for name in item.exactly_one or item.at_most_one]
        pairs = tuple(((a, True), (b, True)) for k, a in enumerate(places) for b in places[k + 1 :])
        none: GmcrCondition = (tuple((a, False) for a in places),) if item.exactly_one else ()
        return (*pairs, *none)
    if item.never is not None:
        return alternatives(item.never, terms)
    if item.must is not None:
        return alternatives(item.must, terms, holds=False)
    if item.if_ is None or item.then is None:
        raise ValueError("a condition on what is feasible has no form")
    both = bind(item.if_, terms) & ~bind(item.then, terms)
    return alternatives(both.condition, terms)


def alternatives(condition: Condition, terms: Vocabulary, *, holds: bool = True) -> GmcrCondition:
    """A condition as alternatives, each a list of actions taken and not; empty where nothing meets it.

    >>> from detente.foundation.conditions import Term, Vocabulary, parse
    >>> actions = Vocabulary((Term("a", "action"), Term("b", "action")))
    >>> alternatives(parse("a iff b"), actions)
    (((0, False), (1, False)), ((0, True), (1, True)))
    """
    rule = bind(condition, terms)
    if len(rule.scope) > MOST_NAMED:
        todo = "split the condition"
        raise TooLarge("actions in one condition", estimate=len(rule.scope), limit=MOST_NAMED, todo=todo)
    codes = np.arange(1 << len(rule.scope), dtype=np.int64)
    bits = np.stack([codes >> k & 1 for k in range(len(rule.scope))], axis=1)
    wanted = np.flatnonzero(rule.holds_on_scope(bits) == holds)
    cubes = {tuple(int(bit) for bit in bits[code]) for code in wanted}
    return tuple(_named(cube, rule.scope) for cube in _cover(_merged(cubes), cubes))


def _merged(cubes: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The largest alternatives: 0 not taken, 1 taken, 2 either."""
    done: set[tuple[int, ...]] = set()
    while cubes:
        wider: set[tuple[int, ...]] = set()
        used: set[tuple[int, ...]] = set()
        for cube in cubes:
            for k, sign in enumerate(cube):
                other = (*cube[:k], 1 - sign, *cube[k + 1 :]) if sign < 2 else cube
                if sign < 2 and other in cubes:
                    wider.add((*cube[:k], 2, *cube[k + 1 :]))
                    used |= {cube, other}
        done |= cubes - used
        cubes = wider
    return sorted(done, key=lambda cube: (-cube.count(2), cube))


def _cover(cubes: Sequence[tuple[int, ...]], points: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Some of the alternatives that together hold wherever all do."""
    left, kept = set(points), list[tuple[int, ...]]()
    for cube in cubes:
        met = {point for point in left if all(c in (2, p) for c, p in zip(cube, point, strict=True))}
        if met:
            kept.append(cube)
            left -= met
    return sorted(kept)


def _named(cube: Sequence[int], scope: Sequence[int]) -> _Cube:
    return tuple((place, sign == 1) for place, sign in zip(scope, cube, strict=True) if sign < 2)
