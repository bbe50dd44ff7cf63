"""The majorities of the European Union, as voting rules over the members that take part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from detente.engines.forecast.power.voting_rule import Quota, VotingRule
from detente.foundation.errors import OutOfDomain

Procedure = Literal["commission", "other"]
"""Who proposed: the Commission or the High Representative, or anybody else."""

MEMBERS = {"commission": (55, 4), "other": (72, 4)}
"""Per procedure the percentage of members needed, and how many it takes to block."""

POPULATION = 65
"""The percentage of the population of those who take part that is needed."""


def eu_qualified_majority(population: Mapping[str, int], *, procedure: Procedure = "commission") -> VotingRule:
    """The rule by which the Council of the European Union decides since 2014, over those who take part.

    At least 55 % of the members (72 % where neither the Commission nor the High Representative proposed) who hold
    at least 65 % of the population. Fewer than four who oppose do not block, whatever they hold. An abstention counts
    as a no. Percentages are of those who take part, so leave out who does not.

    population: member to inhabitants, in any whole unit.

    >>> rule = eu_qualified_majority({"a": 50, "b": 20, "c": 10, "d": 10, "e": 10})
    >>> rule.wins([1, 2, 3, 4]), rule.wins([0, 1])
    (True, False)

    Treaty on European Union, Article 16(4); Treaty on the Functioning of the European Union, Article 238.
    """
    if procedure not in MEMBERS:
        raise OutOfDomain(f"there is no procedure {procedure!r}: {', '.join(MEMBERS)}")
    share, blocking = MEMBERS[procedure]
    members = tuple(population)
    needed = -(-share * len(members) // 100)
    people = -(-POPULATION * sum(population.values()) // 100)
    held = Quota(people, tuple(population.values()))
    return VotingRule(members, (Quota(needed, (1,) * len(members)), held), min(blocking, len(members)))


def unanimity(members: tuple[str, ...] | list[str]) -> VotingRule:
    """Everybody's yes. Where an abstention does not block, leave out who abstains.

    >>> unanimity(["a", "b"]).wins([0])
    False
    """
    return VotingRule(tuple(members), (Quota(len(members), (1,) * len(members)),))
