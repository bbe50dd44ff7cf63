"""Every cheapest set of voters that brings the weight still missing: an exact knapsack."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.foundation.errors import OutOfDomain, TooLarge

STATES = 500_000
"""Weights still missing, summed over voters, that are kept."""

LISTED = 1_000
"""Ties that are listed."""


@dataclass(frozen=True, slots=True)
class Coalitions:
    """Positions of the voters in each cheapest coalition; `cut` where there are more than are listed."""

    coalitions: tuple[tuple[int, ...], ...]
    cut: bool


def cheapest_coalitions(weights: Sequence[Fraction], prices: Sequence[Fraction], missing: Fraction) -> Coalitions:
    """All sets of voters with weight >= missing and the least sum of prices, every price above 0.

    >>> one, two, three, six = map(Fraction, (1, 2, 3, 6))
    >>> cheapest_coalitions([one, one, two], [three, three, six], two)
    Coalitions(coalitions=((0, 1), (2,)), cut=False)
    """
    if missing <= 0:
        return Coalitions(((),), cut=False)
    if sum(weights, Fraction(0)) < missing:
        raise OutOfDomain("all voters together do not bring the weight that is missing")
    # Whole numbers: the same sums as with fractions, many times faster.
    unit = math.lcm(missing.denominator, *(w.denominator for w in weights))
    carried, needed = [int(w * unit) for w in weights], int(missing * unit)
    dearest = _least_prices(carried, prices, _reachable(carried, needed))
    found = list[tuple[int, ...]]()
    # One more than is listed shows whether some are left out.
    open_ends: list[tuple[int, int, tuple[int, ...]]] = [(0, needed, ())]
    while open_ends and len(found) <= LISTED:
        voter, still, chosen = open_ends.pop()
        if still == 0:
            found.append(chosen)
            continue
        least = dearest[voter][still]
        if dearest[voter + 1].get(still) == least:
            open_ends.append((voter + 1, still, chosen))
        left = max(0, still - carried[voter])
        rest = dearest[voter + 1].get(left)
        if rest is not None and rest + prices[voter] == least:
            open_ends.append((voter + 1, left, (*chosen, voter)))
    return Coalitions(tuple(found[:LISTED]), cut=len(found) > LISTED)


def _reachable(weights: Sequence[int], missing: int) -> list[set[int]]:
    """Before each voter, the weights that may still be missing and that the rest can bring."""
    rest = sum(weights)
    layers = [{missing}]
    kept = 1
    for weight in weights:
        rest -= weight
        after = {left for still in layers[-1] for left in (still, max(0, still - weight)) if left <= rest}
        layers.append(after)
        kept += len(after)
        if kept > STATES:
            todo = "give rounder weights, or fewer voters"
            raise TooLarge("weights still missing", estimate=kept, limit=STATES, todo=todo)
    return layers


def _least_prices(
    weights: Sequence[int], prices: Sequence[Fraction], layers: Sequence[set[int]]
) -> list[dict[int, Fraction]]:
    """Before each voter, the least price of each weight still missing."""
    least: list[dict[int, Fraction]] = [{0: Fraction(0)}]
    for voter in range(len(weights) - 1, -1, -1):
        after, here = least[-1], dict[int, Fraction]()
        for still in layers[voter]:
            left = max(0, still - weights[voter])
            with_voter = after[left] + prices[voter] if left in after else None
            without = after.get(still)
            options = [price for price in (with_voter, without) if price is not None]
            if options:
                here[still] = min(options)
        here.setdefault(0, Fraction(0))
        least.append(here)
    least.reverse()
    return least
