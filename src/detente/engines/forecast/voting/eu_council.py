"""The Council of the European Union from 1995 on: who sat in it, by which rule it decided, and whose vote counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from detente.engines.forecast.power.shapley_shubik import shapley_shubik
from detente.engines.forecast.power.voting_rule import VotingRule, weighted_rule
from detente.engines.forecast.voting.majorities import eu_qualified_majority
from detente.foundation.errors import OutOfDomain

By = Literal["shapley-shubik", "votes"]
"""What a member's influence is taken to be: its power index, or its votes and later its inhabitants."""


def _counts(words: str) -> dict[str, int]:
    names, counts = words.split()[::2], words.split()[1::2]
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


FIFTEEN = _counts("de 10 fr 10 it 10 uk 10 es 8 be 5 el 5 nl 5 pt 5 at 4 se 4 dk 3 fi 3 ie 3 lu 2")
"""Votes of the fifteen: Treaty establishing the European Community, Article 205(2), before the Treaty of Nice."""

JOINED_2004 = _counts("pl 8 cz 5 hu 5 ee 3 lt 3 lv 3 si 3 sk 3 cy 2 mt 2")
"""Votes of those who joined on 1 May 2004, until 31 October: Act of Accession of 2003, Article 26."""

NICE = _counts(
    "de 29 fr 29 it 29 uk 29 es 27 pl 27 ro 14 nl 13 be 12 cz 12 el 12 hu 12 pt 12 at 10 bg 10 se 10 dk 7 fi 7 hr 7"
    " ie 7 lt 7 sk 7 cy 4 ee 4 lu 4 lv 4 si 4 mt 3"
)
"""Votes by the Treaty of Nice and the acts of accession after it, 1 November 2004 to 31 October 2014."""

POPULATION = _counts(
    "de 8302 fr 6701 uk 6665 it 6036 es 4694 pl 3797 ro 1941 nl 1728 be 1146 el 1072 cz 1065 pt 1028 se 1023 hu 977"
    " at 886 bg 700 dk 581 fi 552 sk 545 ie 490 hr 408 lt 279 si 208 lv 192 ee 132 cy 88 lu 61 mt 49"
)
"""Inhabitants on 1 January 2019 in units of 10,000 (Eurostat, recalled): the majorities since November 2014."""


@dataclass(frozen=True, slots=True)
class CouncilRule:
    """How the Council decided by a qualified majority from a day on; the members are the rule's voters.

    counts: each member's votes, or its inhabitants in units of 10,000 where there are no votes any more.
    """

    since: date
    rule: VotingRule
    counts: Mapping[str, int]


def council_rules() -> tuple[CouncilRule, ...]:
    """All rules from 1995 on, the earliest first.

    Of the three conditions of Nice only the votes are here: the majority of the members and 62 % of the population
    hardly ever decide where the votes do not (Felsenthal and Machover 2001, recalled).

    >>> [(found.since.year, len(found.rule.voters)) for found in council_rules()]
    [(1995, 15), (2004, 25), (2004, 25), (2007, 27), (2013, 28), (2014, 28), (2020, 27)]
    """
    return _rules()


def council_rule(day: date, members: Collection[str] = ()) -> CouncilRule:
    """The rule in force on a day; where somebody was no member yet, the first later one under which all are.

    Letters are those of the EU: el is Greece, uk the United Kingdom. OutOfDomain before 1995 and for who never sat with
    the others.

    >>> council_rule(date(2004, 9, 1)).rule.quotas[0].quota, council_rule(date(2006, 9, 1), ["ro"]).since.year
    (88, 2007)
    """
    known = _rules()
    started = [k for k, found in enumerate(known) if found.since <= day]
    if not started:
        raise OutOfDomain(f"{day}: the Council's rules are known from {known[0].since} on")
    for found in known[started[-1] :]:
        if all(member in found.counts for member in members):
            return found
    raise OutOfDomain(f"{', '.join(sorted(members))}: these never sat in the Council together from {day} on")


def council_influence(
    day: date, actors: Collection[str], *, by: By = "shapley-shubik", institutions: Collection[str] = ("com", "ep")
) -> dict[str, float]:
    """What each actor of an issue could bring to bear in the Council on a day, as shares of what all members had.

    by: "shapley-shubik", the power index under the rule then in force, as is usual with these data; "votes", the
    votes themselves, since 2014 the inhabitants. institutions: actors that have no vote there, the Commission and
    the Parliament: each counts as much as the strongest member, which is a convention and no finding.

    >>> found = council_influence(date(2000, 1, 1), ["com", "de", "lu"])
    >>> {actor: round(share, 4) for actor, share in found.items()}
    {'com': 0.1167, 'de': 0.1167, 'lu': 0.0207}

    Arregui, J., Stokman, F. N. and Thomson, R. (2004). Bargaining in the European Union and shifts in actors' policy
    positions. European Union Politics 5(1): 47-72 (recalled).
    """
    found = council_rule(day, [actor for actor in actors if actor not in institutions])
    shares = _shares(found.since, by)
    strongest = max(shares.values())
    return {actor: strongest if actor in institutions else shares[actor] for actor in actors}


@cache
def _rules() -> tuple[CouncilRule, ...]:
    enlarged = FIFTEEN | JOINED_2004
    no_croatia = {member: votes for member, votes in NICE.items() if member != "hr"}
    of_25 = {member: votes for member, votes in no_croatia.items() if member not in ("bg", "ro")}
    without_uk = {member: people for member, people in POPULATION.items() if member != "uk"}
    by_votes = [
        (date(1995, 1, 1), FIFTEEN, 62),
        (date(2004, 5, 1), enlarged, 88),
        (date(2004, 11, 1), of_25, 232),
        (date(2007, 1, 1), no_croatia, 255),
        (date(2013, 7, 1), NICE, 260),
    ]
    found = [
        CouncilRule(since, weighted_rule(quota, tuple(votes.values()), tuple(votes)), votes)
        for since, votes, quota in by_votes
    ]
    for since, people in ((date(2014, 11, 1), POPULATION), (date(2020, 2, 1), without_uk)):
        found.append(CouncilRule(since, eu_qualified_majority(people), people))
    return tuple(found)


@cache
def _shares(since: date, by: By) -> Mapping[str, float]:
    found = next(one for one in _rules() if one.since == since)
    if by == "votes":
        total = sum(found.counts.values())
        return {member: count / total for member, count in found.counts.items()}
    index = shapley_shubik(found.rule).index
    return {member: float(share) for member, share in zip(found.rule.voters, index, strict=True)}
