"""The Council's rules over time: totals and quotas of the treaties, printed power indices, who sat when."""

from __future__ import annotations

from datetime import date

import pytest

from detente.engines.forecast.voting.eu_council import By, council_influence, council_rule, council_rules
from detente.foundation.errors import OutOfDomain


@pytest.mark.parametrize(
    ("day", "members", "votes", "quota"),
    [
        (date(1999, 6, 1), 15, 87, 62),
        (date(2004, 4, 30), 15, 87, 62),
        (date(2004, 5, 1), 25, 124, 88),
        (date(2004, 11, 1), 25, 321, 232),
        (date(2007, 1, 1), 27, 345, 255),
        (date(2014, 10, 31), 28, 352, 260),
    ],
    ids=["fifteen", "the-last-day", "ten-more", "nice", "two-more", "croatia"],
)
def test_votes_and_quotas_are_those_of_the_treaties(day: date, members: int, votes: int, quota: int) -> None:
    found = council_rule(day)
    assert (len(found.rule.voters), sum(found.counts.values())) == (members, votes)
    assert found.rule.quotas[0].quota == quota


def test_since_2014_members_and_inhabitants_count() -> None:
    at_28, at_27 = council_rule(date(2014, 11, 1)).rule, council_rule(date(2020, 2, 1)).rule
    assert [(rule.quotas[0].quota, rule.blocking) for rule in (at_28, at_27)] == [(16, 4), (15, 4)]
    assert "uk" not in at_27.voters
    assert 51_300 < sum(council_rule(date(2019, 1, 1)).counts.values()) < 51_400


def test_the_indices_of_the_fifteen_are_the_printed_ones() -> None:
    """Widely printed to four places, here from Felsenthal and Machover (1998, table 5.3.8), recalled."""
    found = council_influence(date(2000, 1, 1), ["de", "es", "be", "at", "dk", "lu"])
    assert {member: round(share, 4) for member, share in found.items()} == {
        "de": 0.1167,
        "es": 0.0955,
        "be": 0.0552,
        "at": 0.0454,
        "dk": 0.0353,
        "lu": 0.0207,
    }


@pytest.mark.parametrize("by", ["shapley-shubik", "votes"])
def test_shares_add_up_and_institutions_are_as_strong_as_the_strongest(by: By) -> None:
    for found in council_rules():
        shares = council_influence(found.since, found.rule.voters, by=by)
        assert sum(shares.values()) == pytest.approx(1)
        assert council_influence(found.since, ["com", "de", "mt"][:2], by=by)["com"] == max(shares.values())


def test_who_joined_later_is_looked_up_under_the_rule_that_has_all() -> None:
    assert council_rule(date(2003, 2, 1), ["pl", "de"]).since == date(2004, 5, 1)
    assert council_rule(date(2010, 2, 1), ["hr"]).since == date(2013, 7, 1)
    with pytest.raises(OutOfDomain, match="known from 1995"):
        council_rule(date(1990, 1, 1))
    with pytest.raises(OutOfDomain, match="tr, uk: these never sat"):
        council_rule(date(2000, 1, 1), ["uk", "tr"])
    with pytest.raises(OutOfDomain, match="uk"):
        council_rule(date(2020, 2, 1), ["uk"])
