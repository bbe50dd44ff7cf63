"""How rankings in files of GMCR+ number the states: from 1 among the feasible ones, ordered by their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Ranking = tuple[tuple[int, ...], ...]
"""Numbers of states from best to worst; those on one place tie."""


def states_by_number(rankings: Sequence[Ranking], feasible: Sequence[int], n_codes: int) -> Mapping[int, int]:
    """What the numbers of a file's rankings stand for: the codes of states, bit o being option o.

    That program counts the feasible states from 1. Files whose rankings hold the codes of all feasible states are read
    so instead; infeasible ones among them are left out. Empty where the numbers are neither.

    >>> states_by_number([((2,), (1, 3))], [0, 1, 3], 4), states_by_number([((3,), (1, 0))], [0, 1, 3], 4)
    ({1: 0, 2: 1, 3: 3}, {0: 0, 1: 1, 3: 3})
    """
    used = {number for ranking in rankings for place in ranking for number in place}
    if used <= set(range(1, len(feasible) + 1)):
        return dict(enumerate(feasible, start=1))
    if set(feasible) <= used <= set(range(n_codes)):
        return {state: state for state in feasible}
    return {}


def fault_of(ranking: Ranking, state: Mapping[int, int], n_feasible: int) -> str:
    """What is wrong with one ranking, in words; nothing where it has every state once."""
    numbers = [number for place in ranking for number in place]
    if not state:
        strangers = [number for number in numbers if not 1 <= number <= n_feasible]
        return f"the ranking numbers a state that is not there: {min(strangers or numbers)}"
    missing = sorted(set(state) - set(numbers))
    if missing:
        return f"the ranking leaves out {len(missing)} of the states, first number {missing[0]}"
    twice = sorted({number for number in numbers if numbers.count(number) > 1} & set(state))
    return f"state {twice[0]} stands twice in the ranking" if twice else ""


def renumbered(ranking: Ranking, numbers: Mapping[int, int]) -> Ranking:
    """A ranking by other numbers; what has none is left out."""
    places = (tuple(numbers[one] for one in place if one in numbers) for place in ranking)
    return tuple(place for place in places if place)
