"""The fewest pairs of states that rankings must order otherwise for a state to become stable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import groupby

from detente.engines.stability.moves import Moves
from detente.engines.stability.preference_conditions import Comparison, Requirement

NODES_LIMIT = 2_000
"""Most sets of comparisons of which the nearest rankings are worked out under SEQ and SSEQ."""

COMPARED_LIMIT = 7
"""Most states of one ranking that a set of comparisons speaks of."""

Order = tuple[int, ...]
"""One ranking without ties, from best to worst."""

Asked = frozenset[tuple[int, int]]
"""Pairs of states of which the first must stand above the second."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """What a search came to: rankings that do it, where some were found, and how many pairs must change at least.

    Rankings found order just `at_least` pairs otherwise. ended: all was looked at, so that without rankings there are
    none, or none with fewer pairs than were known already.
    """

    at_least: int
    orders: tuple[Order, ...] | None
    ended: bool


def groups_of(moves: Moves, i: int, states: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """A decision maker's ranking as groups from best to worst, states ascending in each."""
    ranked = sorted(states, key=lambda s: (-moves.rank(i, s), s))
    return tuple(tuple(group) for _, group in groupby(ranked, key=lambda s: moves.rank(i, s)))


def nearest_profile(
    orders: Sequence[Order], asked: Sequence[Requirement], movable: Sequence[int], *, below: int | None = None
) -> Nearest:
    """The nearest profile of rankings without ties under which all requirements hold, with fewer pairs than `below`.

    Best first over sets of comparisons: of each the nearest rankings that meet them, whose distance no further
    comparison lowers. Where these break a requirement, each of its alternatives is added in turn; so the first rankings
    that break none are the nearest. Ends at 2,000 sets; what is open then says how many pairs change at least.
    """
    count, opened = 0, 0
    start = tuple(Asked() for _ in orders)
    open_: list[tuple[int, int, tuple[Asked, ...], tuple[Order, ...]]] = [(0, 0, start, tuple(orders))]
    seen = {start}
    known: dict[tuple[int, Asked], tuple[int, Order] | None] = {}
    while open_:
        cost, _, met, profile = heappop(open_)
        rank = [{s: -k for k, s in enumerate(order)} for order in profile]
        broken = next((r for r in asked if not r.holds(lambda i, s, rank=rank: rank[i][s])), None)
        if broken is None:
            return Nearest(cost, profile, ended=True)
        for one in broken.alternatives:
            wider = _with(met, one)
            if wider in seen:
                continue
            seen.add(wider)
            opened += 1
            if opened > NODES_LIMIT or any(len({s for pair in own for s in pair}) > COMPARED_LIMIT for own in wider):
                return Nearest(cost, None, ended=False)
            for key in enumerate(wider):
                if key not in known:
                    known[key] = nearest_order(orders[key[0]], key[1], fixed=key[0] not in movable)
            found = [known[key] for key in enumerate(wider)]
            total = sum(item[0] for item in found if item)
            if all(found) and (below is None or total < below):
                count += 1
                heappush(open_, (total, count, wider, tuple(item[1] for item in found if item)))
    return Nearest(below or 0, None, ended=True)


def _with(met: tuple[Asked, ...], one: Iterable[Comparison]) -> tuple[Asked, ...]:
    """Comparisons of each decision maker, and some more: without ties "not better" says worse."""
    wider = list(met)
    for c in one:
        pair = (c.state, c.than) if c.better else (c.than, c.state)
        wider[c.decision_maker] |= {pair}
    return tuple(wider)


def nearest_order(order: Order, asked: Asked, *, fixed: bool = False) -> tuple[int, Order] | None:
    """The nearest ranking in which some states stand above others: how many pairs it orders otherwise, and the ranking.

    States that nothing is asked of keep their order, for exchanging two of them back never adds a pair; so the others
    are dealt among them, by the set that is dealt already and the place reached, only at places where one of them
    stood. None where what is asked goes in a circle, or the ranking is fixed and does not meet it.

    >>> nearest_order((1, 2, 3, 4), frozenset([(4, 2)]))
    (2, (1, 4, 2, 3))
    """
    place = {s: k for k, s in enumerate(order)}
    if all(place[a] < place[b] for a, b in asked):
        return 0, order
    if fixed:
        return None
    named = sorted({s for pair in asked for s in pair}, key=place.__getitem__)
    before = {s: place[s] - k for k, s in enumerate(named)}
    slots = sorted(set(before.values()))
    bit = {s: 1 << k for k, s in enumerate(named)}
    needed = [sum({bit[a] for a, b in asked if b == s}) for s in named]
    table: dict[tuple[int, int], tuple[int, tuple[tuple[int, int], ...]]] = {(0, 0): (0, ())}
    for _ in named:
        following: dict[tuple[int, int], tuple[int, tuple[tuple[int, int], ...]]] = {}
        for (dealt, at), (cost, chosen) in table.items():
            for k, s in enumerate(named):
                if dealt >> k & 1 or needed[k] & ~dealt:
                    continue
                passed = (dealt >> k).bit_count()
                # A state stands no further from its old place than the others force it to.
                for slot in range(at, max(at, slots.index(before[s])) + 1):
                    total = cost + passed + abs(slots[slot] - before[s])
                    best = following.get((dealt | 1 << k, slot))
                    if best is None or total < best[0]:
                        following[dealt | 1 << k, slot] = (total, (*chosen, (slots[slot], s)))
        table = following
    if not table:
        return None
    cost, chosen = min(table.values())
    free = [s for s in order if s not in before]
    found: list[int] = []
    for slot, s in chosen:
        found += free[len(found) - sum(t in before for t in found) : slot]
        found.append(s)
    found += free[len(found) - len(named) :]
    return cost, tuple(found)
