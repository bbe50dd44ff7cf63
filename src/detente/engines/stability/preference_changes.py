"""The fewest pairs of states that rankings must order otherwise for a state to become stable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import groupby

from detente.engines.stability.moves import Moves
from detente.engines.stability.preference_conditions import Requirement
from detente.foundation.errors import OutOfDomain, TooLarge

WORK_LIMIT = 10_000_000
"""Most steps of the search for one decision maker: nodes times squared states above."""

PLACES_LIMIT = 1_000
"""Most states times decision makers whose rankings exchange neighbours."""

PROFILES_LIMIT = 30_000
"""Most profiles of rankings that are looked at under SEQ and SSEQ."""

Order = tuple[tuple[int, ...], ...]
"""One ranking: groups of tied states, from best to worst."""


def order_of(moves: Moves, i: int, states: Iterable[int]) -> Order:
    """A decision maker's ranking as groups from best to worst, states ascending in each."""
    ranked = sorted(states, key=lambda s: (-moves.rank(i, s), s))
    return tuple(tuple(group) for _, group in groupby(ranked, key=lambda s: moves.rank(i, s)))


def demoted_order(order: Order, state: int, asked: Sequence[Requirement]) -> tuple[int, Order] | None:
    """The nearest ranking that meets one decision maker's requirements, where they speak of its own ranking alone.

    Returns how many pairs it orders otherwise, and the ranking; None where no ranking does. Every comparison says that
    some state is not better than `state`, so some of those above come down. Best first over sets that must come down:
    the cheapest completion of each is a lower bound, so the first that meets everything is the nearest.
    """
    place = next(k for k, group in enumerate(order) if state in group)
    above, ties = order[:place], len(order[place]) - 1
    size = sum(len(group) for group in above)
    wanted = [[frozenset(c.state for c in one) for one in requirement.alternatives] for requirement in asked]
    better = frozenset(s for group in above for s in group)
    count, work = 0, size * size
    _check_work(work)
    cost, down = _cheapest(above, frozenset())
    open_ = [(cost, count, frozenset[int](), down)]
    seen = {frozenset[int]()}
    while open_:
        cost, _, must, down = heappop(open_)
        kept = better - down
        broken = next((one for one in wanted if all(some & kept for some in one)), None)
        if broken is None:
            return cost + (ties if down else 0), _moved_down(order, place, state, down)
        for some in broken:
            wider = must | (some & better)
            work += size * size
            _check_work(work)
            if wider not in seen:
                seen.add(wider)
                count += 1
                found = _cheapest(above, wider)
                heappush(open_, (found[0], count, wider, found[1]))
    return None


def _check_work(work: int) -> None:
    if work > WORK_LIMIT:
        todo = "ask under nash, or about a state that stands higher"
        raise TooLarge("steps of the search for the fewest changes", estimate=work, limit=WORK_LIMIT, todo=todo)


def _cheapest(above: Order, must: frozenset[int]) -> tuple[int, frozenset[int]]:
    """Which states come down at least cost when some must: pairs with the state, and pairs with those that stay.

    A pair changes where one that comes down stood above, or level with, one that stays. By groups from the best: the
    cost of each group depends on how many came down before it.
    """
    table: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for group in above:
        forced = sum(s in must for s in group)
        following: dict[int, tuple[int, tuple[int, ...]]] = {}
        for before, (cost, chosen) in table.items():
            for down in range(forced, len(group) + 1):
                stay = len(group) - down
                total = cost + down + stay * (down + before)
                best = following.get(before + down)
                if best is None or total < best[0]:
                    following[before + down] = (total, (*chosen, down))
        table = following
    cost, chosen = min(table.values())
    down = frozenset(
        s
        for group, count in zip(above, chosen, strict=True)
        for s in sorted(group, key=lambda s: (s not in must, s))[:count]
    )
    return cost, down


def _moved_down(order: Order, place: int, state: int, down: frozenset[int]) -> Order:
    """Those that come down stand just below the state, in their old order; whatever tied with it stands below them."""
    if not down:
        return order
    kept = tuple(tuple(s for s in group if s not in down) for group in order[:place])
    moved = tuple(tuple(s for s in group if s in down) for group in order[:place])
    tied = tuple(s for s in order[place] if s != state)
    return tuple(group for group in (*kept, (state,), *moved, tied, *order[place + 1 :]) if group)


def nearest_profile(
    orders: Sequence[Order], asked: Sequence[Requirement], movable: Sequence[int]
) -> tuple[int, tuple[Order, ...]] | None:
    """The nearest profile of strict rankings under which all requirements hold, by exchanging neighbours.

    Breadth first, so the number of exchanges, which is the number of pairs ordered otherwise, is the smallest. None
    where no profile does. Raises OutOfDomain where a movable ranking has ties, TooLarge.
    """
    if any(len(group) > 1 for i in movable for group in orders[i]):
        raise OutOfDomain("under SEQ and SSEQ the fewest changes are worked out for rankings without ties")
    if _meets(orders, asked):
        return 0, tuple(orders)
    places = sum(len(orders[i]) for i in movable)
    if places > PLACES_LIMIT:
        todo = "ask under nash, gmr or smr, or let fewer rankings change"
        raise TooLarge("places whose neighbours are exchanged", estimate=places, limit=PLACES_LIMIT, todo=todo)
    level, seen, distance = [tuple(orders)], {tuple(orders)}, 0
    while level:
        following = list[tuple[Order, ...]]()
        for profile in level:
            if _meets(profile, asked):
                return distance, profile
            for other in _exchanges(profile, movable):
                if other not in seen:
                    seen.add(other)
                    following.append(other)
            if len(seen) > PROFILES_LIMIT:
                todo = "ask under nash, gmr or smr, or let fewer rankings change"
                raise TooLarge("profiles of rankings", estimate=len(seen), limit=PROFILES_LIMIT, todo=todo)
        level, distance = following, distance + 1
    return None


def _meets(profile: Sequence[Order], asked: Sequence[Requirement]) -> bool:
    places = [{s: -k for k, group in enumerate(order) for s in group} for order in profile]
    return all(requirement.holds(lambda i, s: places[i][s]) for requirement in asked)


def _exchanges(profile: tuple[Order, ...], movable: Sequence[int]) -> Iterator[tuple[Order, ...]]:
    for i in movable:
        order = profile[i]
        for k in range(len(order) - 1):
            swapped = (*order[:k], order[k + 1], order[k], *order[k + 2 :])
            yield (*profile[:i], swapped, *profile[i + 1 :])
