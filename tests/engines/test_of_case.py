"""From a case to the settlement problem: what is refused, what offers bind, what is warned of."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from detente.case.live_offers import live_offers
from detente.case.model.judgement import Weights
from detente.case.reading import CaseFile, parse_case
from detente.case.weighing import centroids
from detente.engines.settlement.of_case import (
    consenting,
    grounds,
    judgement_findings,
    settle_case,
    settlement_problem,
)
from detente.foundation.errors import CaseError, TooLarge

HEAD = """detente: 1
id: two
title: Two parties
parties: [{id: a, name: Anna, kind: person}, {id: b, name: Ben, kind: person}]
"""
ISSUES = """issues:
  - {id: land, question: Whose?, kind: choice, options: [{id: ours}, {id: split}, {id: theirs}]}
  - {id: term, question: How long?, kind: number, from: 0, to: 10, step: 5}
"""
STATUS_QUO = "status-quo: {land: ours, term: 0}\n"
WANTS = """preferences:
  a: {weights: {land: 1}, values: {land: {ours: 100, split: 50, theirs: 0}}, walk-away: 0}
  b: {weights: {land: 1}, values: {land: {ours: 0, split: 50, theirs: 100}}, walk-away: 0}
"""


def case(rest: str, *, status_quo: bool = True) -> CaseFile:
    return parse_case(HEAD + ISSUES + (STATUS_QUO if status_quo else "") + rest)


def refused(read: CaseFile) -> list[str]:
    with pytest.raises(CaseError) as caught:
        settle_case(read)
    return [str(fault) for fault in caught.value.faults]


def test_a_case_without_preferences_says_what_to_add() -> None:
    assert "has no preferences" in refused(case(""))[0]


def test_every_reason_is_told_at_once_and_with_its_place() -> None:
    wants = "preferences: {a: {weights: {land: 1}, values: {land: [ours, split, theirs]}}}\n"
    told = refused(case("agreement: {consent: [a, b]}\n" + wants, status_quo=False))
    assert len(told) == 2
    assert "b's yes is needed" in told[0]
    assert told[1].startswith("case.yaml:9:18: preferences.a: a has no walk-away")


def test_a_party_whose_yes_is_needed_under_a_condition_needs_preferences() -> None:
    wants = "preferences: {a: {weights: {land: 1}, values: {land: [ours, split, theirs]}}}\n"
    told = refused(case("agreement: {consent: [a], also: [{when: land = ours, party: b}]}\n" + wants))
    assert told == [
        "case.yaml:10:14: preferences: b's yes is needed, but the case says nothing of what b wants "
        "(add preferences.b, or take b from `agreement`)"
    ]


@pytest.mark.parametrize(
    ("wants", "what"),
    [
        ("{weights: {}}", "the weights name no issue"),
        ("{weights: []}", "the weights name no issue"),
        ("{weights: {term: 1}, values: {term: {}}}", "there are no values"),
    ],
)
def test_judgements_that_give_no_number_are_faults_and_not_crashes(wants: str, what: str) -> None:
    assert what in refused(case(f"preferences: {{a: {wants}}}\n"))[0]


def test_a_party_that_stands_twice_among_those_asked_is_a_fault() -> None:
    assert refused(case("agreement: {consent: [a, b, a]}\n" + WANTS)) == [
        "case.yaml:9:22: agreement.consent: a stands twice (name it once)"
    ]


def test_too_many_packages_are_refused_before_any_table_is_made() -> None:
    members = ", ".join(f"m{n}" for n in range(60))
    read = parse_case(HEAD + f"issues: [{{id: who, question: Who?, kind: set, of: [{members}]}}]\n"
                      "preferences: {a: {weights: {who: 1}, values: {who: {m1: 100}}, walk-away: 0}}\n")  # fmt: skip
    with pytest.raises(TooLarge, match="'who' alone has 1,152,921,504,606,846,976 answers"):
        settlement_problem(read.case)
    assert judgement_findings(read) == ()


def test_without_an_agreement_everybody_with_preferences_is_asked() -> None:
    assert consenting(case(WANTS).case) == ("a", "b")
    assert consenting(case("agreement: {consent: [b]}\n" + WANTS).case) == ("b",)


def test_a_party_without_weights_refuses_only_at_its_red_lines() -> None:
    read = case("preferences: {a: {red-lines: [{never: land = theirs}]}}\n")
    settled = settle_case(read)
    assert [settled.in_words(code)["land"] for code in settled.settlement.zone.acceptable] == [
        "ours", "ours", "split", "split", "split",
    ]  # fmt: skip


def test_answers_and_codes_lead_to_each_other() -> None:
    settled = settle_case(case(WANTS))
    package: dict[str, Any] = {"land": "split", "term": settled.case.issues[1].numbers[2]}
    assert settled.answers(5) == package
    assert settled.code(package) == 5
    assert settled.code({"land": "split"}) is None
    assert settled.code({**package, "land": "sold"}) is None
    assert settled.party_name("a") == "Anna"


def test_an_order_of_issues_weighs_by_rank_order_centroids_and_ties_share() -> None:
    """Barron's weights of three ranks: 11/18, 5/18, 2/18."""
    weights = Weights.model_validate([["x", "y"], "z"])
    assert centroids(weights.order) == {"z": Fraction(2, 18), "y": Fraction(8, 18), "x": Fraction(8, 18)}
    assert centroids(Weights.model_validate(["x", ["y", "z"]]).order)["y"] == Fraction(7, 36)


def offers(*written: str, as_of: str = "2025-12-15") -> CaseFile:
    lines = "".join(f"  - {{{line}}}\n" for line in written)
    return case((f"as-of: {as_of}\n" if as_of else "") + WANTS + "offers:\n" + lines)


def live(read: CaseFile) -> list[str]:
    return [offer.id for offer in live_offers(read.case)]


O1 = "id: o1, by: a, gives: land = theirs, if: term = 10"
O2 = "id: o2, by: a, gives: land = theirs, if: term = 5"


@pytest.mark.parametrize(
    ("extra", "as_of", "stands"),
    [
        ("", "2025-12-15", True),
        ("on: 2025-12-15", "2025-12-15", True),
        ("on: 2025-12-16", "2025-12-15", False),
        ("on: 2025-12-16", "2025-12", True),
        ("on: 2025-12", "2025-12-01", True),
        ("until: 2025-12-14", "2025-12-15", False),
        ("until: 2025-12-15", "2025-12-15", True),
        ("until: 2025-12", "2025-12-15", True),
        ("until: 2025-12-15", "2025-12", False),
        ("withdrawn: 2025-12-15", "2025-12-15", False),
        ("withdrawn: 2026", "2025-12-15", True),
        ("withdrawn: 2026", "", False),
        ("until: 2020", "", True),
        ("on: 2030", "", True),
    ],
)
def test_dates_decide_what_is_live(extra: str, as_of: str, stands: bool) -> None:
    assert live(offers(f"{O1}, {extra}" if extra else O1, as_of=as_of)) == (["o1"] if stands else [])


def test_what_is_replaced_stays_so_when_its_successor_ends() -> None:
    assert live(offers(O1, f"{O2}, replaces: o1")) == ["o2"]
    assert live(offers(O1, f"{O2}, replaces: o1, withdrawn: 2025-12-01")) == []
    assert live(offers(O1, f"{O2}, replaces: o1, on: 2026-01")) == ["o1"]


def refused_codes(read: CaseFile) -> set[tuple[str, str]]:
    settled = settle_case(read)
    return {
        (settled.in_words(code)["land"], settled.in_words(code)["term"])
        for code in range(settled.settlement.n_packages)
        if any(block.kind == "offer" for block in settled.settlement.evaluate(code).blocked)
    }


@pytest.mark.parametrize("gives", ["land = theirs", "land in {theirs}", "not land in {ours, split}"])
def test_offers_that_give_the_same_are_alternatives_however_they_are_spelt(gives: str) -> None:
    second = f'id: o2, by: a, gives: "{gives}", if: term = 5'
    read = offers(O1, second)
    assert refused_codes(read) == {("theirs", "0")}
    assert [ground.id for ground in settlement_problem(read.case).grounds] == ["o1, o2"]


def test_conditions_over_too_many_answers_are_compared_by_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grounds, "MOST_COMPARED", 2)
    second = 'id: o2, by: a, gives: "land in {theirs}", if: term = 5'
    assert [ground.id for ground in settlement_problem(offers(O1, second).case).grounds] == ["o1", "o2"]
    assert [ground.id for ground in settlement_problem(offers(O1, O2).case).grounds] == ["o1, o2"]


def test_offers_of_another_party_or_of_more_are_no_alternatives() -> None:
    assert refused_codes(offers(O1, O2.replace("by: a", "by: b"))) == {
        ("theirs", "0"), ("theirs", "5"), ("theirs", "10"),
    }  # fmt: skip
    narrower = "id: o2, by: a, gives: land = theirs and term = 5, if: term = 5"
    assert refused_codes(offers(O1, narrower)) == {("theirs", "0"), ("theirs", "5")}


def test_an_offer_of_what_holds_already_binds_nobody() -> None:
    assert refused_codes(offers("id: o1, by: a, gives: land = ours, if: term = 10")) == set()


def found(read: CaseFile) -> list[tuple[str, str]]:
    return [(fault.rule, fault.field) for fault in judgement_findings(read)]


REFUSES = "preferences: {a: {weights: {land: 1}, values: {land: {ours: 100, split: 50, theirs: 0}}, walk-away: 40}}\n"


def test_an_offer_below_its_authors_walk_away_is_warned_of() -> None:
    read = case(REFUSES + f"offers: [{{{O1}}}]\n")
    assert found(read) == [("offer-against-judgement", "offers.0")]
    warning = judgement_findings(read)[0]
    assert str(warning.place) == "case.yaml:10:10"
    assert warning.todo == "at best it is worth 0.0, 40 below the walk-away: one of them is wrong"


@pytest.mark.parametrize(
    "change",
    [
        ("walk-away: 40", "walk-away: 0"),
        ("walk-away: 40", "walk-away: {low: -50, mode: 0, high: 90}"),
        ("id: o1, by: a, gives: land = theirs", "id: o1, by: a, gives: not land = ours"),
        ("id: o1", "id: o1, withdrawn: 2025"),
        ("by: a", "by: b"),
    ],
)
def test_an_offer_that_reaches_it_or_binds_nobody_is_not(change: tuple[str, str]) -> None:
    text = REFUSES + f"offers: [{{{O1.replace('land = theirs', 'land = theirs')}}}]\n"
    text = text.replace(*change).replace("land in [split, theirs]", '"land in {split, theirs}"')
    assert found(case(text)) == []


def test_one_package_that_reaches_the_walk_away_is_enough() -> None:
    wants = REFUSES.replace(
        "}, walk-away", "}, interactions: [{when: land = theirs and term = 10, points: 40}], walk-away"
    )
    assert found(case(wants + f"offers: [{{{O1}}}]\n")) == []
    assert found(case(wants + f"offers: [{{{O2}}}]\n")) == [("offer-against-judgement", "offers.0")]


def test_an_offer_that_no_feasible_package_meets_is_warned_of() -> None:
    never = "constraints: [{id: c, never: land = theirs and term = 10}]\n"
    assert found(case(REFUSES + never + f"offers: [{{{O1}}}]\n")) == [("offer-empty", "offers.0")]


def test_the_status_quo_does_not_save_an_offer() -> None:
    only_there = "constraints: [{id: c, if: land = ours, then: term = 0}]\n"
    offer = "offers: [{id: o1, by: a, gives: land = ours, if: term = 0}]\n"
    assert found(case(REFUSES + only_there + offer)) == [("offer-empty", "offers.0")]


def test_no_finding_where_the_case_cannot_be_settled() -> None:
    assert found(case(f"offers: [{{{O1}}}]\n")) == []
