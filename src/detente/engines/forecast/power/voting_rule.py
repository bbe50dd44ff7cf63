"""What wins: one quota, or several at once, each over weights of its own, and voters without whom nothing passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral

import numpy as np
import numpy.typing as npt

from detente.foundation.errors import OutOfDomain

MOST_WEIGHT = 2**62
"""Weights that add up to more do not fit the sums that are formed of them."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Weights, in the order of the voters, and how much of them must be in favour."""

    quota: int
    weights: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "quota", _whole(self.quota, "quota"))
        object.__setattr__(self, "weights", tuple(_whole(weight, "weight") for weight in self.weights))
        if any(weight < 0 for weight in self.weights):
            raise OutOfDomain("a weight below 0")
        if not 0 < self.quota <= sum(self.weights):
            raise OutOfDomain(f"a quota of {self.quota} with weights that add up to {sum(self.weights)}")
        if sum(self.weights) > MOST_WEIGHT:
            raise OutOfDomain("weights above 2^62 in all: divide them")


@dataclass(frozen=True, slots=True)
class VotingRule:
    """A coalition wins if it holds every veto and meets every quota; a small opposition can be set aside.

    quotas: the first is over members where there are several (so many of the voters), others over population or
        votes. vetoes: places of voters without whom nothing wins, whatever they weigh. blocking: how much of the first
        quota's weights it takes to block: against less than that, the first quota alone decides. 0 where any can.
    """

    voters: tuple[str, ...]
    quotas: tuple[Quota, ...]
    blocking: int = 0
    vetoes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.voters or not self.quotas:
            raise OutOfDomain("a voting rule needs a voter and a quota")
        if len(set(self.voters)) < len(self.voters):
            raise OutOfDomain("two voters have one name")
        for quota in self.quotas:
            if len(quota.weights) != len(self.voters):
                raise OutOfDomain(f"{len(quota.weights)} weights for {len(self.voters)} voters: give one each")
        if not 0 <= self.blocking <= sum(self.quotas[0].weights):
            raise OutOfDomain(f"a blocking minority of {self.blocking} of {sum(self.quotas[0].weights)}")
        if any(not 0 <= v < len(self.voters) for v in self.vetoes):
            raise OutOfDomain("a veto player who is no voter")
        object.__setattr__(self, "vetoes", tuple(sorted(set(self.vetoes))))

    def wins(self, members: Iterable[int]) -> bool:
        """Whether the coalition of these places wins."""
        inside = set(members)
        if any(not 0 <= i < len(self.voters) for i in inside):
            raise OutOfDomain("a coalition with a voter whom the rule does not know")
        if not inside.issuperset(self.vetoes):
            return False
        held = [sum(q.weights[i] for i in inside) for q in self.quotas]
        met = [h >= q.quota for h, q in zip(held, self.quotas, strict=True)]
        return all(met) or (met[0] and sum(self.quotas[0].weights) - held[0] < self.blocking)

    def wins_each(self, inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """The same for many coalitions at once: inside[..., voter]."""
        counted = inside.astype(np.int64)
        held = [counted @ np.array(q.weights, dtype=np.int64) for q in self.quotas]
        return self.met_by(held) & inside[..., self.vetoes].all(axis=-1)

    def met_by(self, held: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.bool_]:
        """Whether what is held of each quota's weights wins, vetoes apart."""
        met = [h >= q.quota for h, q in zip(held, self.quotas, strict=True)]
        unopposed = met[0] & (sum(self.quotas[0].weights) - held[0] < self.blocking)
        return np.asarray(np.logical_and.reduce(met) | unopposed)


def weighted_rule(
    quota: int, weights: Sequence[int], voters: Sequence[str] = (), *, vetoes: Sequence[int] = ()
) -> VotingRule:
    """The rule [quota; weights].

    >>> weighted_rule(51, [50, 49, 1]).wins([0, 2])
    True
    """
    names = tuple(voters) or tuple(f"voter {k}" for k in range(len(weights)))
    return VotingRule(names, (Quota(quota, tuple(weights)),), vetoes=tuple(vetoes))


def double_majority(
    voters: Sequence[str],
    members: int,
    population: Sequence[int],
    share: int,
    *,
    blocking: int = 0,
    vetoes: Sequence[int] = (),
) -> VotingRule:
    """So many members who hold so much of the population; what fewer than `blocking` oppose needs members alone.

    >>> double_majority("abc", 2, [8, 1, 1], 7, blocking=2).wins([1, 2])
    True
    """
    quotas = (Quota(members, (1,) * len(voters)), Quota(share, tuple(population)))
    return VotingRule(tuple(voters), quotas, blocking, tuple(vetoes))


def unanimity(voters: Sequence[str]) -> VotingRule:
    """Everybody's yes. Where an abstention does not block, leave out who abstains.

    >>> unanimity(["a", "b"]).wins([0])
    False
    """
    if not voters:
        raise OutOfDomain("a voting rule needs a voter and a quota")
    return VotingRule(tuple(voters), (Quota(len(voters), (1,) * len(voters)),))


def with_ratification(rule: VotingRule, ratifiers: Sequence[str]) -> VotingRule:
    """The same vote, and then the yes of each ratifier: parliaments, courts, voters in a referendum.

    A ratifier weighs nothing in the vote and has a veto; it comes after the voters in their order.

    >>> both = with_ratification(weighted_rule(2, [1, 1, 1]), ["parliament"])
    >>> both.wins([0, 1]), both.wins([0, 1, 3])
    (False, True)
    """
    count = len(rule.voters)
    quotas = tuple(Quota(q.quota, (*q.weights, *(0 for _ in ratifiers))) for q in rule.quotas)
    vetoes = (*rule.vetoes, *range(count, count + len(ratifiers)))
    return VotingRule((*rule.voters, *ratifiers), quotas, rule.blocking, vetoes)


def _whole(number: object, what: str) -> int:
    if isinstance(number, bool) or not isinstance(number, Integral):
        raise OutOfDomain(f"a {what} of {number!r}: give whole numbers, such as hundredths of a percent")
    return int(number)
