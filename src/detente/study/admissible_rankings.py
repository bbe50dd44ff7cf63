"""The rankings that a judgement leaves open: orders of groups of states, or of statements, that keep what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import factorial, prod

import numpy as np
import numpy.typing as npt

from detente.engines.stability.option_prioritisation import ranks_by_truths
from detente.engines.stability.problem import Conflict, GraphForm, RankArray
from detente.foundation.errors import OutOfDomain, TooLarge

MOST_PARTS = 200_000
"""Most lower sets of an order that are looked at to count and draw its extensions."""

MOST_THINGS = 600
"""Most things in an open order."""


class Extensions:
    """All orders of n things, first to last, that keep what must come before what; counted, listed, drawn evenly.

    Things that nothing known ties to one another are ordered apart and then shuffled together. Within each such part by
    its lower sets: those that hold, with each thing, all that must come before it. There are few where much is known.

    >>> order = Extensions(3, [(0, 2)])
    >>> order.count, list(order.every())
    (3, [(0, 1, 2), (0, 2, 1), (1, 0, 2)])
    """

    def __init__(self, n: int, before: Iterable[tuple[int, int]]) -> None:
        if n > MOST_THINGS:
            todo = "group the states that go together, or let statements be open instead"
            raise TooLarge("things to order", estimate=n, limit=MOST_THINGS, todo=todo)
        self.n = n
        needed, part = [0] * n, list(range(n))
        for first, then in before:
            if not (0 <= first < n and 0 <= then < n):
                raise OutOfDomain(f"there is no place {max(first, then)} among {n}")
            needed[then] |= 1 << first
            if part[first] != part[then]:
                old, new = part[first], part[then]
                part = [new if k == old else k for k in part]
        self._needed = tuple(needed)
        self._parts = tuple(tuple(k for k in range(n) if part[k] == name) for name in sorted(set(part)))
        self._wholes = tuple(sum(1 << k for k in members) for members in self._parts)
        self._after: dict[tuple[int, int], int] = {}

    @cached_property
    def count(self) -> int:
        """How many there are. Raises OutOfDomain where what is known goes in a circle, TooLarge."""
        found = factorial(self.n)
        for place, members in enumerate(self._parts):
            found = found // factorial(len(members)) * self._count(place, 0)
        if not found:
            raise OutOfDomain("what is known goes in a circle: no ranking keeps all of it")
        return found

    def every(self) -> Iterator[tuple[int, ...]]:
        """Each of them once, in the order of their places."""
        yield from self._every(0, ())

    def draw(self, rng: np.random.Generator) -> tuple[int, ...]:
        """One of them, each equally likely."""
        _ = self.count
        orders = [self._draw(place, rng) for place in range(len(self._parts))]
        turns = rng.permutation([place for place, members in enumerate(self._parts) for _ in members])
        return tuple(next(orders[place]) for place in turns.tolist())

    def _draw(self, place: int, rng: np.random.Generator) -> Iterator[int]:
        done, left, order = 0, self._count(place, 0), list[int]()
        while done != self._wholes[place]:
            # Eight bytes more than the number has: what is left of evenness is below 2**-64.
            at = int.from_bytes(rng.bytes(left.bit_length() // 8 + 9), "little") % left
            for k in self._next(self._parts[place], done):
                left = self._count(place, done | 1 << k)
                if at < left:
                    order.append(k)
                    done |= 1 << k
                    break
                at -= left
        return iter(order)

    def _next(self, among: Iterable[int], done: int) -> list[int]:
        return [k for k in among if not done >> k & 1 and self._needed[k] & ~done == 0]

    def _count(self, place: int, done: int) -> int:
        if done == self._wholes[place]:
            return 1
        known = self._after.get((place, done))
        if known is None:
            if len(self._after) >= MOST_PARTS:
                todo = "say more of what is known, or let fewer states be unknown"
                raise TooLarge("parts of an open order", estimate=len(self._after) + 1, limit=MOST_PARTS, todo=todo)
            known = sum(self._count(place, done | 1 << k) for k in self._next(self._parts[place], done))
            self._after[place, done] = known
        return known

    def _every(self, done: int, order: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(order) == self.n:
            yield order
        for k in self._next(range(self.n), done):
            yield from self._every(done | 1 << k, (*order, k))


@dataclass(frozen=True, slots=True, eq=False)
class OpenRanking:
    """One decision maker's rankings that are admissible; each is as likely as any other.

    groups: tied states, which stay together; best first in an extension. before: pairs of places in `groups`, of which
    the first is better. Only orders without ties between groups are counted.
    """

    n_states: int
    groups: tuple[tuple[int, ...], ...]
    before: tuple[tuple[int, int], ...]

    def extensions(self) -> Extensions:
        """The orders of the groups."""
        return Extensions(len(self.groups), self.before)

    def ranks(self, order: Sequence[int]) -> RankArray:
        """The ranks of one order, 0 where a state is in no group."""
        found = np.zeros(self.n_states, dtype=np.int32)
        for place, k in enumerate(order):
            found[list(self.groups[k])] = len(order) - place
        return found


@dataclass(frozen=True, slots=True, eq=False)
class OpenStatements:
    """Prioritised statements in an order that is not fully known.

    holds: holds[statement, state]. before: pairs of statements of which the first matters more. A state ranks above
    another where the first statement on which they differ holds in it.
    """

    holds: npt.NDArray[np.bool_] = field(repr=False)
    before: tuple[tuple[int, int], ...] = ()

    def extensions(self) -> Extensions:
        """The orders of the statements."""
        return Extensions(len(self.holds), self.before)

    def ranks(self, order: Sequence[int]) -> RankArray:
        """The ranks that one order of the statements gives."""
        return ranks_by_truths(list(self.holds[list(order)]), self.holds.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class OneOf:
    """Rankings of which one is the decision maker's; each is as likely as any other."""

    choices: tuple[RankArray, ...] = field(repr=False)

    def extensions(self) -> Extensions:
        """The choice as an order of one thing in as many ways as there are rankings."""
        return _Choice(len(self.choices))

    def ranks(self, order: Sequence[int]) -> RankArray:
        """The ranking chosen."""
        return self.choices[order[0]]


class _Choice(Extensions):
    """One of n, as orders of length one."""

    def __init__(self, n: int) -> None:
        if n < 1:
            raise OutOfDomain("there is no ranking to choose from")
        super().__init__(n, ())
        self.count = n

    def every(self) -> Iterator[tuple[int, ...]]:
        yield from ((k,) for k in range(self.n))

    def draw(self, rng: np.random.Generator) -> tuple[int, ...]:
        return (int(rng.integers(self.n)),)


STEPS = 1_000
"""Into how many steps a range of points is divided."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenPoints:
    """Points on conditions, each anywhere within a range: every step of every range is as likely as any other.

    holds: holds[condition, state]. low, high: the ends of each range in whole units, equal where the points are known.
    """

    holds: npt.NDArray[np.bool_] = field(repr=False)
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]

    def extensions(self) -> Extensions:
        """The steps of the ranges, one each."""
        return _Steps(tuple(1 if a == b else STEPS + 1 for a, b in zip(self.low, self.high, strict=True)))

    def ranks(self, order: Sequence[int]) -> RankArray:
        """The ranks that the points at some steps give."""
        points = self.low * STEPS + np.asarray(order, dtype=np.int64) * (self.high - self.low)
        return np.unique(points @ self.holds, return_inverse=True)[1].reshape(-1).astype(np.int32)


class _Steps(Extensions):
    """A step of each of several ranges, in place of an order."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        super().__init__(len(sizes), ())
        self._sizes = sizes
        self.count = prod(sizes)

    def every(self) -> Iterator[tuple[int, ...]]:
        yield from product(*map(range, self._sizes))

    def draw(self, rng: np.random.Generator) -> tuple[int, ...]:
        return tuple(rng.integers(0, np.array(self._sizes)).tolist())


Admissible = OpenRanking | OpenStatements | OneOf | OpenPoints


def only_pairs(problem: Conflict, pairs: Iterable[tuple[int, int]]) -> OpenRanking:
    """Nothing is known but these pairs (better, worse) of states.

    >>> from detente.engines.stability.problem import graph_form
    >>> three = graph_form(["a"], ["x", "y", "z"], {}, {})
    >>> only_pairs(three, [(0, 2)]).extensions().count
    3
    """
    states = _feasible(problem)
    place = {s: k for k, s in enumerate(states)}
    known = tuple(pairs)
    for better, worse in known:
        if better not in place or worse not in place:
            raise OutOfDomain(f"there is no feasible state {worse if better in place else better}")
    found = tuple((place[better], place[worse]) for better, worse in known)
    return OpenRanking(problem.n_states, tuple((s,) for s in states), found)


def but_for_pairs(problem: Conflict, decision_maker: int, unknown: Iterable[tuple[int, int]] = ()) -> OpenRanking:
    """The conflict's own ranking, but for some pairs of states of which nobody knows the order.

    What follows from the pairs that are known stays known: of a > c > b, a and b cannot be let go alone. Ties that are
    known stay ties.

    >>> from detente.engines.stability.problem import graph_form
    >>> three = graph_form(["a"], ["x", "y", "z"], {}, {"a": [["x"], ["y"], ["z"]]})
    >>> [but_for_pairs(three, 0, pairs).extensions().count for pairs in ([], [(0, 1)], [(0, 2)], [(0, 1), (0, 2)])]
    [1, 2, 1, 3]
    """
    ranks, states = problem.ranks[decision_maker], _feasible(problem)
    open_ = {frozenset(pair) for pair in unknown}
    group = {s: s for s in states}
    for k, s in enumerate(states):
        for q in states[:k]:
            if ranks[s] == ranks[q] and frozenset((s, q)) not in open_ and group[s] != group[q]:
                old, new = group[s], group[q]
                group = {state: new if g == old else g for state, g in group.items()}
    names = sorted(set(group.values()))
    groups = tuple(tuple(s for s in states if group[s] == name) for name in names)
    before = tuple(
        (a, b)
        for a, one in enumerate(groups)
        for b, other in enumerate(groups)
        if a != b and any(ranks[s] > ranks[q] and frozenset((s, q)) not in open_ for s in one for q in other)
    )
    return OpenRanking(problem.n_states, groups, before)


def _feasible(problem: Conflict) -> list[int]:
    return list(range(problem.n_states)) if isinstance(problem, GraphForm) else problem.states.tolist()
