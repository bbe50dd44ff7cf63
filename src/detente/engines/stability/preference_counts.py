"""How many rankings meet what a state's stability asks: exact, by what each ranking makes true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from math import factorial, prod

import numpy as np

from detente.engines.stability.moves import Moves
from detente.engines.stability.preference_conditions import Comparison, Requirement
from detente.foundation.errors import TooLarge

RANKED_LIMIT = 200
"""Most states whose rankings are counted."""

ORDERS_LIMIT = 400_000
"""Most orders of one decision maker that are listed."""

STATES_LIMIT = 16
"""Most states whose place relative to one state is listed: subsets of them."""

COMBINATIONS_LIMIT = 2_000_000
"""Most combinations of what the decision makers' rankings make true."""


def count_rankings(
    moves: Moves, state: int, asked: Sequence[Requirement], varied: Mapping[int, Sequence[int]] | None
) -> tuple[int, int]:
    """How many profiles of rankings meet all requirements, and of how many.

    varied: for each decision maker the states that change places among themselves, all others staying; None: every
    strict ranking of all states by everybody. Raises TooLarge.
    """
    comparisons = sorted({c for requirement in asked for one in requirement.alternatives for c in one})
    bits = {c: 1 << k for k, c in enumerate(comparisons)}
    wanted = [[sum(bits[c] for c in one) for one in requirement.alternatives] for requirement in asked]
    tables = list[Counter[int]]()
    for i in moves.everyone:
        own = [c for c in comparisons if c.decision_maker == i]
        tables.append(_of_all(moves, state, own, bits) if varied is None else _of_some(moves, i, own, bits, varied))
    estimate = prod(len(table) for table in tables)
    if estimate > COMBINATIONS_LIMIT:
        todo = "let fewer rankings change, or ask under nash, gmr or smr"
        raise TooLarge("combinations of rankings", estimate=estimate, limit=COMBINATIONS_LIMIT, todo=todo)
    good = 0
    for chosen in product(*(table.items() for table in tables)):
        true = 0
        for mask, _ in chosen:
            true |= mask
        if all(any(one & true == one for one in alternatives) for alternatives in wanted):
            good += prod(count for _, count in chosen)
    return good, prod(table.total() for table in tables)


def _of_all(moves: Moves, state: int, own: Sequence[Comparison], bits: Mapping[Comparison, int]) -> Counter[int]:
    """What is true, over all strict rankings of all states: how many rankings make exactly that true."""
    states = len(feasible_states(moves))
    if states > RANKED_LIMIT:
        todo = "say in `varied` which states change places"
        raise TooLarge("states to rank", estimate=states, limit=RANKED_LIMIT, todo=todo)
    if all(c.than == state and not c.better for c in own):
        return _below_one(own, bits, factorial(states))
    about = sorted({s for c in own for s in (c.state, c.than)})
    _check_orders(factorial(len(about)))
    each = factorial(states) // factorial(len(about))
    found = Counter[int]()
    for order in permutations(range(len(about))):
        rank = dict(zip(about, order, strict=True))
        found[_true(own, bits, rank)] += each
    return found


def _below_one(own: Sequence[Comparison], bits: Mapping[Comparison, int], every: int) -> Counter[int]:
    """Only which states are better than one state matters: b above and c below it have b! c! / (b + c + 1)! of all."""
    n = len(own)
    if n > STATES_LIMIT:
        todo = "ask about a state with fewer moves, or under nash"
        raise TooLarge("states whose place counts", estimate=n, limit=STATES_LIMIT, todo=todo)
    found = Counter[int]()
    for below in product((False, True), repeat=n):
        count = every * factorial(sum(below)) * factorial(n - sum(below)) // factorial(n + 1)
        found[sum(bits[c] for c, is_below in zip(own, below, strict=True) if is_below)] += count
    return found


def _of_some(
    moves: Moves, i: int, own: Sequence[Comparison], bits: Mapping[Comparison, int], varied: Mapping[int, Sequence[int]]
) -> Counter[int]:
    """The same, over the different ways of dealing the places of some states among them."""
    states = list(dict.fromkeys(varied.get(i, ())))
    held = [moves.rank(i, s) for s in states]
    _check_orders(factorial(len(states)) // prod(factorial(n) for n in Counter(held).values()))
    about = {s: moves.rank(i, s) for c in own for s in (c.state, c.than)}
    found = Counter[int]()
    for dealt in _arrangements(held):
        found[_true(own, bits, {**about, **dict(zip(states, dealt, strict=True))})] += 1
    return found


def _arrangements(held: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The different orders of numbers of which some may be equal."""
    if not held:
        yield ()
        return
    for first in sorted(set(held)):
        rest = list(held)
        rest.remove(first)
        for others in _arrangements(rest):
            yield (first, *others)


def _true(own: Sequence[Comparison], bits: Mapping[Comparison, int], rank: Mapping[int, int]) -> int:
    return sum(bits[c] for c in own if (rank[c.state] > rank[c.than]) == c.better)


def _check_orders(estimate: int) -> None:
    if estimate > ORDERS_LIMIT:
        todo = "let fewer states change places, or ask under nash, gmr or smr"
        raise TooLarge("orders of one decision maker", estimate=estimate, limit=ORDERS_LIMIT, todo=todo)


def feasible_states(moves: Moves) -> list[int]:
    """The feasible states, ascending."""
    states = moves.problem.states
    return states.tolist() if isinstance(states, np.ndarray) else list(range(moves.problem.n_states))
