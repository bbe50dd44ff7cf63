"""How many coalitions each voter turns into winning ones, by their size."""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.engines.forecast.power import by_enumeration, by_halves, by_weight
from detente.engines.forecast.power.counting import Counting
from detente.engines.forecast.power.voting_rule import VotingRule
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True)
class Swings:
    """counts[voter][size]: how many losing coalitions of so many others the voter turns into winning ones.

    route: how they were counted, `by weight`, `by halves` or `by enumeration`; all are exact.
    """

    counts: tuple[tuple[int, ...], ...]
    route: str


def swings(rule: VotingRule, progress: Progress = SILENT) -> Swings:
    """Exact counts for every voter, without listing coalitions where that can be avoided.

    Three routes, the cheapest that can: one table of coalitions by size and weight, out of which each voter is taken
    again, O(n^2 W) for n voters and weights of W in all; halves of the voters, sorted and met in the middle,
    O(n^2 2^(n/2)) whatever they weigh; all 2^n coalitions, for any rule of up to 20 voters. The first two count one
    quota, or one over members alike and one more. Veto players are taken out first. 60 voters who weigh 125,000 in all
    take 2 s, 27 of any weights 0.1 s. Raises TooLarge where none can: `sampled_power` has no such limit.

    >>> from detente.engines.forecast.power.voting_rule import weighted_rule
    >>> swings(weighted_rule(51, [50, 49, 1])).counts
    ((0, 2, 1), (0, 1, 0), (0, 1, 0))
    """
    task = Counting.of(rule)
    if task is None:
        return Swings(by_enumeration.swings(rule, progress), "by enumeration")
    cells = by_weight.cells(task)
    if by_weight.can(task) and (cells <= by_weight.QUICK or len(task.free) > by_halves.MOST_VOTERS):
        return Swings(by_weight.swings(task, progress), "by weight")
    if len(task.free) <= by_halves.MOST_VOTERS:
        return Swings(by_halves.swings(task, progress), "by halves")
    raise TooLarge(
        "coalitions by size and weight",
        estimate=cells,
        limit=by_weight.most_cells(task),
        todo="divide the weights, or use sampled_power",
    )


def orderings(size: int, count: int) -> tuple[int, int]:
    """In how many of all orders of voters so many stand before one: size! (n - size - 1)!, of n!."""
    return math.factorial(size) * math.factorial(count - size - 1), math.factorial(count)
