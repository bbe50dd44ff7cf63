"""Proposals that may leave issues open: what they can become, what stands against it, what comes nearest."""

from __future__ import annotations

import pytest

from detente.assessment.proposals import Assessment, assess, assess_proposals
from detente.case.reading import parse_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.errors import Cancelled
from detente.foundation.progress import Progress

CASE = """detente: 1
id: two
title: Two parties
parties: [{id: a, name: A, kind: person}, {id: b, name: B, kind: person}]
issues:
  - {id: land, question: Whose?, kind: choice, options: [{id: ours}, {id: split}, {id: theirs}]}
  - {id: money, question: How much?, kind: number, from: 0, to: 2000000, step: 1000000.25}
  - {id: who, question: Who?, kind: set, of: [x, y]}
status-quo: {land: ours, money: 0, who: none}
constraints: [{id: paid, if: land = theirs, then: money >= 1000000}, {id: seen, if: land = theirs, then: x in who}]
preferences:
  a: {weights: {land: 4, money: 6}, values: {land: [ours, split, theirs], money: {0: 0, 2000000.5: 100}}, walk-away: 40}
  b: {weights: {land: 6, money: 4}, values: {land: [theirs, split, ours], money: {0: 100, 2000000.5: 0}}, walk-away: 40}
proposals:
"""


def assessed(package: str) -> tuple[CaseSettlement, Assessment]:
    settled = settle_case(parse_case(CASE + f"  - {{id: draft, package: {package}}}\n"))
    return settled, assess_proposals(settled)[0]


def test_a_complete_proposal_has_one_completion() -> None:
    settled, found = assessed("{land: split, money: 1000000.25, who: [y, x]}")
    assert found.complete
    assert found.settles == ("land", "money", "who")
    assert (found.completions, found.acceptable, found.tied, found.blocking) == (1, 1, 1, ())
    assert found.nearest is not None
    assert settled.in_words(found.nearest.package) == {"land": "split", "money": "1000000.25", "who": "x, y"}
    assert all(low == high for low, high in found.values)


def test_a_proposal_that_leaves_issues_open_has_every_way_to_fill_them() -> None:
    settled, found = assessed("{land: split}")
    assert not found.complete
    assert found.open_issues == ("money", "who")
    assert (found.completions, found.acceptable) == (8, 4)
    assert found.values == ((20, 50), (50, 70))
    assert found.tied == 4, "who is worth nothing to either"
    assert found.nearest is not None
    assert settled.in_words(found.nearest.package)["money"] == "1000000.25"


def test_a_proposal_against_a_constraint_says_which() -> None:
    _, found = assessed("{land: theirs, money: 0, who: [x]}")
    assert (found.completions, found.acceptable, found.nearest, found.spread, found.tied) == (0, 0, None, None, 0)
    assert found.values == ()
    assert [(g.kind, g.id, g.packages, g.alone) for g in found.blocking] == [("constraint", "paid", 1, 1)]


def test_constraints_are_counted_over_all_ways_to_complete_it() -> None:
    _, found = assessed("{land: theirs}")
    assert found.completions == 2
    assert [(g.kind, g.party, g.id, g.packages, g.alone) for g in found.blocking[:2]] == [
        ("constraint", "", "paid", 4, 2),
        ("constraint", "", "seen", 4, 2),
    ]
    assert {(g.kind, g.party) for g in found.blocking[2:]} <= {("walk-away", "a"), ("walk-away", "b")}


def test_a_proposal_that_settles_nothing_is_not_assessed() -> None:
    _, found = assessed("{}")
    assert found.settles == ()
    assert found.open_issues == ("land", "money", "who")
    assert (found.completions, found.nearest, found.values, found.blocking) == (0, None, (), ())


def test_the_status_quo_as_a_proposal_is_a_completion_but_no_agreement() -> None:
    _, found = assessed("{land: ours, money: 0, who: []}")
    assert (found.completions, found.acceptable, found.nearest) == (1, 0, None)
    assert found.blocking == ()


def test_shares_of_concessions_are_of_the_range_over_all_feasible_packages() -> None:
    """Money moves a by 45 of the 50 points that F spans for it, b by 5 of 90: it is a that is to be helped.

    Measured by what the proposal leaves to each, 45 points to a and 5 to b, either sum of money would be as near.
    """
    wants = """preferences:
  a: {weights: {land: 1, money: 9}, values: {land: [ours, split, theirs], money: {0: 0, 2000000.5: 100}}, walk-away: 99}
  b: {weights: {land: 9, money: 1}, values: {land: [theirs, split, ours], money: {0: 100, 2000000.5: 0}}, walk-away: 56}
proposals: [{id: draft, package: {land: split}}]
"""
    settled = settle_case(parse_case(CASE[: CASE.index("preferences")] + wants))
    found = assess_proposals(settled)[0]
    assert (found.completions, found.acceptable, found.tied) == (8, 0, 4)
    assert found.nearest is not None
    assert settled.in_words(found.nearest.package)["money"] == "1000000.25"


class Impatient(Progress):
    def at(self, stage: str, done: int, total: int) -> None:
        if stage == "proposals":
            raise Cancelled


def test_proposals_can_be_watched_and_stopped() -> None:
    settled = settle_case(parse_case(CASE + "  - {id: draft, package: {land: split}}\n"))
    with pytest.raises(Cancelled):
        assess_proposals(settled, Impatient())


def test_assessing_one_proposal_changes_nothing_else() -> None:
    settled, found = assessed("{land: split}")
    before = settled.settlement.zone.acceptable.tolist()
    again = assess(settled, settled.case.proposals[0])
    assert again.nearest == found.nearest
    assert settled.settlement.zone.acceptable.tolist() == before
    assert len(settled.problem.constraints) == 2
