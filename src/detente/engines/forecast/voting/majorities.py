"""Voting rules of institutions, made from who takes part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from detente.engines.forecast.power.voting_rule import Quota, VotingRule
from detente.foundation.errors import OutOfDomain

Proposer = Literal["commission", "other"]
"""Who proposed: the Commission or the High Representative, or anybody else."""

MEMBERS = {"commission": 55, "other": 72}
"""The percentage of members that is needed, by who proposed."""

POPULATION = 65
"""The percentage of the population of those who take part that is needed."""

BLOCKING = 4
"""How many members it takes at least to block what the Commission proposed, if all take part."""


def eu_qualified_majority(
    population: Mapping[str, int],
    *,
    proposer: Proposer = "commission",
    taking_part: Collection[str] | None = None,
) -> VotingRule:
    """The rule by which the Council of the European Union has decided since 2014.

    At least 55 % of the members who hold at least 65 % of the population. At least four must oppose to block: against
    three the majority counts as attained, whatever they hold. Where not all take part, percentages are of those who
    do, and to block takes one more than the fewest who hold above 35 % of them. Where neither the Commission nor the
    High Representative proposed, 72 % of the members and 65 % of the population, and no least number to block. An
    abstention counts as a no.

    population: all members to inhabitants, in any whole unit. taking_part: the members who do, all by default.

    >>> rule = eu_qualified_majority({"a": 50, "b": 20, "c": 10, "d": 10, "e": 10})
    >>> rule.wins([1, 2, 3, 4]), rule.wins([0, 1])
    (True, False)

    Treaty on European Union, Article 16(4); Treaty on the Functioning of the European Union, Article 238(2) and (3).
    """
    if proposer not in MEMBERS:
        raise OutOfDomain(f"there is no proposer {proposer!r}: {', '.join(MEMBERS)}")
    strangers = set(taking_part or ()) - set(population)
    if strangers:
        raise OutOfDomain(f"no population is known of {', '.join(sorted(strangers))}")
    members = tuple(m for m in population if taking_part is None or m in taking_part)
    if not members:
        raise OutOfDomain("nobody takes part")
    people = tuple(population[m] for m in members)
    needed, share = _percent(MEMBERS[proposer], len(members)), _percent(POPULATION, sum(people))
    blocking = 0
    if proposer == "commission":
        blocking = BLOCKING if len(members) == len(population) else _fewest_above(people, sum(people) - share) + 1
    quotas = (Quota(needed, (1,) * len(members)), Quota(share, people))
    return VotingRule(members, quotas, min(blocking, len(members)))


def security_council(permanent: Sequence[str], elected: Sequence[str], needed: int = 9) -> VotingRule:
    """Nine yes votes of fifteen, and no veto of a permanent member, as the United Nations Security Council has it.

    A permanent member that abstains does not veto in practice; leave it out of `permanent` and put it among the others
    to see what it then takes.

    >>> council = security_council("abcde", "fghijklmno")
    >>> council.wins(range(9)), council.wins(range(1, 15))
    (True, False)

    Charter of the United Nations, Article 27(3).
    """
    voters = (*permanent, *elected)
    return VotingRule(voters, (Quota(needed, (1,) * len(voters)),), vetoes=tuple(range(len(permanent))))


def _percent(share: int, of: int) -> int:
    """The least whole number that is at least so many percent."""
    return -(-share * of // 100)


def _fewest_above(people: Sequence[int], most: int) -> int:
    """How few of them hold more than so much."""
    held = 0
    for count, of_one in enumerate(sorted(people, reverse=True), start=1):
        held += of_one
        if held > most:
            return count
    return len(people)
