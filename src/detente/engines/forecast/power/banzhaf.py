"""The Banzhaf index, in both of its scales."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from detente.engines.forecast.power.swings import swings
from detente.engines.forecast.power.voting_rule import VotingRule
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "banzhaf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banzhaf(Answer):
    """The swings of each voter, as a share of all coalitions of the others, and as a share of all swings.

    absolute: b_i / 2^(n - 1), the probability that the vote decides if all others toss coins (Penrose).
    normalised: b_i / sum b, which adds up to 1. Many programs print the one under the name of the other.
    """

    voters: tuple[str, ...]
    swings: tuple[int, ...]
    absolute: tuple[Fraction, ...]
    normalised: tuple[Fraction, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row a voter."""
        return [
            {"voter": v, "swings": n, "absolute": float(a), "normalised": float(b)}
            for v, n, a, b in zip(self.voters, self.swings, self.absolute, self.normalised, strict=True)
        ]


def banzhaf(rule: VotingRule, progress: Progress = SILENT) -> Banzhaf:
    """In how many of all possible coalitions does this voter's yes decide?

    b_i = number of S without i, losing, that i makes win; absolute b_i / 2^(n - 1), normalised b_i / sum_j b_j.

    rule: who votes, with which weights, quotas and vetoes. Exact fractions in both scales. Raises TooLarge as `swings`
    does. O(n^2 W) or O(n^2 2^(n/2)), the smaller: 27 voters of a double majority over 450 million inhabitants, each
    counted, in 0.13 s.

    >>> from detente.engines.forecast.power.voting_rule import weighted_rule
    >>> banzhaf(weighted_rule(51, [50, 49, 1])).swings
    (3, 1, 1)

    Banzhaf, J. F. (1965). Weighted voting doesn't work: a mathematical analysis. Rutgers Law Review 19(2): 317-343.
    """
    found = swings(rule, progress)
    every = tuple(sum(sizes) for sizes in found.counts)
    total = sum(every)
    return Banzhaf(
        method=METHOD,
        parameters=frozen(route=found.route),
        certificate=frozen(total_swings=total, coalitions=2 ** (len(every) - 1), swings_by_size=found.counts),
        voters=rule.voters,
        swings=every,
        absolute=tuple(Fraction(n, 2 ** (len(every) - 1)) for n in every),
        normalised=tuple(Fraction(n, total) for n in every),
    )
