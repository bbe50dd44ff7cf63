"""A voting rule as one sum of weights: what a coalition of each size must weigh to win."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.engines.forecast.power.voting_rule import Quota, VotingRule

SizeCounts = Sequence[int]
"""By size, how many losing coalitions of others a voter turns into winning ones."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The voters that are free to be in or out, their weights, and least[size]: what wins with so many free voters in.

    Veto players are always in but where one of them is counted: `base` of them, weighing nothing here since `least` is
    less their weight.
    """

    count: int
    vetoes: tuple[int, ...]
    free: tuple[int, ...]
    weights: tuple[int, ...]
    least: tuple[int, ...]

    @classmethod
    def of(cls, rule: VotingRule) -> Counting | None:
        """The rule in one dimension besides size; None where it has more."""
        free = tuple(v for v in range(len(rule.voters)) if v not in rule.vetoes)
        first = rule.quotas[0]
        if len(rule.quotas) == 1:
            held = sum(first.weights[v] for v in rule.vetoes)
            weights = tuple(first.weights[v] for v in free)
            return cls(len(rule.voters), rule.vetoes, free, weights, (max(0, first.quota - held),) * (len(free) + 1))
        if len(rule.quotas) > 2 or any(first.weights[v] != 1 for v in free):
            return None
        return cls._of_two(rule, free, *rule.quotas)

    @classmethod
    def _of_two(cls, rule: VotingRule, free: tuple[int, ...], members: Quota, other: Quota) -> Counting:
        seats, held = (sum(q.weights[v] for v in rule.vetoes) for q in (members, other))
        weights = tuple(other.weights[v] for v in free)
        least: list[int] = []
        for size in range(len(free) + 1):
            if seats + size < members.quota:
                least.append(sum(weights) + 1)
            elif len(free) - size < rule.blocking:
                least.append(0)
            else:
                least.append(max(0, other.quota - held))
        return cls(len(rule.voters), rule.vetoes, free, weights, tuple(least))

    def of_all(self, of_voter: Callable[[int], SizeCounts], winning: SizeCounts) -> tuple[tuple[int, ...], ...]:
        """The counts of every voter of the rule, by size of the coalition that it joins.

        of_voter(k): of the free voter k, by the number of other free voters in. winning[size]: how many coalitions of
        so many free voters win with all vetoes: each is one that a veto player turns.
        """
        held = len(self.vetoes)
        every = [[0] * self.count for _ in range(self.count)]
        for k, voter in enumerate(self.free):
            for size, n in enumerate(of_voter(k)):
                every[voter][size + held] = n
        for voter in self.vetoes:
            for size, n in enumerate(winning):
                every[voter][size + held - 1] = n
        return tuple(tuple(sizes) for sizes in every)
