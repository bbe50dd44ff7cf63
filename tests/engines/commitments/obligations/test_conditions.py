"""Each condition of a clause: when it holds, fails, is not known or can be argued, and which one is named first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.engines.commitments.obligations.treaties import DAY, asked, clause, only, outcomes, pact

from detente.engines.commitments.instrument import Adversary, Determination, Membership, Phase, Precondition, Terms
from detente.engines.commitments.obligations.events import CONTESTABLE, ENTAILED, HIT, HIT_CONTESTABLE
from detente.engines.commitments.scenario import Attack, Override

COUNCIL = (Determination("council", "the Council", "consensus"),)


def test_a_clause_with_every_condition_met_is_owed() -> None:
    fact = only(asked(pact(clause("g", "y"))))
    assert (fact.outcome, fact.obligor, fact.beneficiary, fact.adversary, fact.wave) == ("owed", "g", "y", "x", 0)
    assert (fact.strength, fact.kind, fact.deciding) == (4, "defence", ())


@pytest.mark.parametrize(
    ("kind", "wanted", "outcome"),
    [
        ("invasion", "armed-attack", "owed"),
        ("invasion", "armed-aggression", "owed"),
        ("invasion", "any-force", "owed"),
        ("invasion", "threat", "owed"),
        ("invasion", "nuclear-use", "not-owed"),
        ("nuclear-use", "nuclear-use", "owed"),
        ("nuclear-use", "armed-attack", "owed"),
        ("armed-aggression", "armed-attack", "open"),
        ("blockade", "armed-attack", "open"),
        ("cyber", "armed-attack", "open"),
        ("proxy", "armed-attack", "open"),
        ("ceasefire-breach", "ceasefire-breach", "owed"),
        ("armed-attack", "ceasefire-breach", "open"),
        ("threat", "threat", "owed"),
        ("threat", "armed-attack", "not-owed"),
    ],
)
def test_what_an_event_is_under_a_clause(kind: str, wanted: str, outcome: str) -> None:
    answer = asked(pact(clause("g", "y", types=frozenset({wanted}))), attack=Attack("x", "y", kind))
    assert only(answer).outcome == outcome


def test_tables_of_events_do_not_say_both() -> None:
    """Nothing is certain and contested at once, and every kind is in every table."""
    for known, contested in ((ENTAILED, CONTESTABLE), (HIT, HIT_CONTESTABLE)):
        assert set(known) == set(contested)
        assert all(not known[kind] & contested[kind] for kind in known)


@pytest.mark.parametrize(
    ("hit", "wanted", "outcome"),
    [
        ("territory", "territory", "owed"),
        ("territory", "administered-territory", "owed"),
        ("administered-territory", "territory", "open"),
        ("vessels", "forces", "open"),
        ("vessels", "territory", "not-owed"),
        ("line", "territory", "open"),
    ],
)
def test_what_is_hit(hit: str, wanted: str, outcome: str) -> None:
    answer = asked(pact(clause("g", "y", against=frozenset({wanted}))), attack=Attack("x", "y", against=hit))
    assert only(answer).outcome == outcome


@pytest.mark.parametrize(
    ("by", "outcome"),
    [
        (Adversary("anyone"), "owed"),
        (Adversary("named", frozenset("x")), "owed"),
        (Adversary("named", frozenset("z")), "not-owed"),
        (Adversary("other-than", frozenset("x")), "not-owed"),
        (Adversary("other-than", frozenset("z")), "owed"),
        (Adversary("non-party"), "owed"),
        (None, "open"),
    ],
)
def test_by_whom(by: Adversary | None, outcome: str) -> None:
    assert only(asked(pact(clause("g", "y", by=by)))).outcome == outcome


@pytest.mark.parametrize(
    ("area", "left_out", "where", "outcome"),
    [
        ({"anywhere"}, (), (), "owed"),
        ({"anywhere"}, ("isles",), ("isles",), "not-owed"),
        ({"anywhere"}, ("isles",), ("isles", "main"), "owed"),
        ({"anywhere"}, ("isles",), (), "open"),
        ({"main"}, (), ("main", "isles"), "owed"),
        ({"main"}, (), ("isles",), "not-owed"),
        ({"main"}, (), (), "open"),
        ({"main", "isles"}, ("isles",), ("isles",), "not-owed"),
        (None, (), ("main",), "open"),
        (None, ("main",), ("main",), "not-owed"),
    ],
)
def test_where(area: set[str] | None, left_out: tuple[str, ...], where: tuple[str, ...], outcome: str) -> None:
    narrowed = clause("g", "y", area=None if area is None else frozenset(area), except_area=frozenset(left_out))
    assert only(asked(pact(narrowed), attack=Attack("x", "y", area=frozenset(where)))).outcome == outcome


@pytest.mark.parametrize(
    ("least", "scale", "outcome"),
    [("any", "any", "owed"), ("sustained", "significant", "not-owed"), ("significant", "sustained", "owed"),
     (None, "sustained", "open")],
)  # fmt: skip
def test_how_large(least: str | None, scale: str, outcome: str) -> None:
    answer = asked(pact(clause("g", "y", threshold=least)), attack=Attack("x", "y", scale=scale))
    assert only(answer).outcome == outcome


@pytest.mark.parametrize(
    ("voids", "provoked", "outcome"),
    [
        (frozenset(), {("y", "initiated")}, "owed"),
        (frozenset({"initiated"}), set(), "owed"),
        (frozenset({"initiated"}), {("y", "initiated")}, "not-owed"),
        (frozenset({"initiated"}), {("y", "fired-first")}, "owed"),
        (frozenset({"initiated"}), {("g", "initiated")}, "owed"),
        (None, set(), "owed"),
        (None, {("y", "fired-first")}, "open"),
    ],
)
def test_provocation(voids: frozenset[str] | None, provoked: set[tuple[str, str]], outcome: str) -> None:
    answer = asked(pact(clause("g", "y", non_provocation=voids)), provoked=frozenset(provoked))
    assert only(answer).outcome == outcome


@pytest.mark.parametrize(
    ("deciders", "scenario", "outcome"),
    [
        (None, {}, "open"),
        ((), {}, "owed"),
        ((Determination("victim"),), {}, "owed"),
        ((Determination("victim"),), {"requests": frozenset("y")}, "owed"),
        ((Determination("victim"),), {"requests": frozenset("z")}, "not-owed"),
        (COUNCIL, {}, "open"),
        (COUNCIL, {"votes": ((("pact", "council"), True),)}, "owed"),
        (COUNCIL, {"votes": ((("pact", "council"), False),)}, "not-owed"),
        (COUNCIL, {"votes": ((("other", "council"), True),)}, "open"),
        ((Determination("victim"), *COUNCIL), {"requests": frozenset()}, "not-owed"),
    ],
)
def test_who_determines(deciders: Any, scenario: dict[str, Any], outcome: str) -> None:
    assert only(asked(pact(clause("g", "y", determined_by=deciders)), **scenario)).outcome == outcome


def test_a_judgement_of_its_own_is_said_to_be_that() -> None:
    answer = asked(pact(clause("g", "y")))
    assert "each obligor judges for itself" in answer.proof(answer.owed[0]).words()


def test_conditions_that_only_a_reader_can_judge_leave_it_open() -> None:
    answer = asked(pact(clause("g", "y", ongoing_conflict="the war of that year", demand_refused="the demand")))
    assert [item.name for item in only(answer).deciding] == ["conflict", "demand"]


def test_unknown_kind_and_strength_leave_it_open() -> None:
    assert only(asked(pact(clause("g", "y", duty={"kind": None, "strength": None})))).outcome == "open"
    assert only(asked(pact(clause("g", "y", duty={"kind": None, "strength": 5})))).kind == "defence"


def test_two_that_attack_together() -> None:
    guarded = pact(clause("g", "y", adversaries_at_least=2))
    assert only(asked(guarded)).outcome == "not-owed"
    both = asked(guarded, attack=(Attack("x", "y"), Attack("z", "y")))
    assert {(fact.adversary, fact.outcome) for fact in both.facts} == {("x", "owed"), ("z", "owed")}
    twice = asked(guarded, attack=(Attack("x", "y"), Attack("x", "y", "invasion")))
    assert {fact.outcome for fact in twice.facts} == {"not-owed"}


def test_phases_memberships_and_supposing() -> None:
    suspended = (Phase("in-force", start=date(2000, 1, 1)), Phase("suspended", obligors=frozenset("g")))
    assert outcomes(asked(pact(clause("gh", "y"), phases=suspended))) == {"g": "not-owed", "h": "owed"}
    draft = pact(clause("g", "y"), phases=(Phase("draft"),))
    assert only(asked(draft)).deciding[0].name == "in-force"
    assert only(asked(draft, suppose=frozenset({"pact"}))).outcome == "owed"
    later = (Membership("g", start=DAY + timedelta(1)), Membership("y"))
    assert only(asked(pact(clause("g", "y"), parties=later))).outcome == "not-owed"
    after = Attack("x", "y", on=DAY + timedelta(1))
    assert only(asked(pact(clause("g", "y"), parties=later), attack=after)).outcome == "owed"


@pytest.mark.parametrize(
    ("met", "on", "outcome"),
    [(True, None, "owed"), (False, None, "not-owed"), (None, None, "open"), (None, DAY, "owed"),
     (True, DAY + timedelta(1), "not-owed")],
)  # fmt: skip
def test_preconditions(met: bool | None, on: date | None, outcome: str) -> None:
    item = pact(clause("g", "y"), preconditions=(Precondition("p", "a ceasefire is in force", met, on),))
    assert only(asked(item)).outcome == outcome
    assert only(asked(item, suppose=frozenset({"pact"}))).outcome == "owed"


def test_an_attack_by_a_party_is_covered_only_where_the_clause_says_so() -> None:
    inside = asked(pact(clause("gxy", "gxy"), parties="gxy"))
    protected = [fact for fact in inside.facts if fact.role == "protects"]
    assert {fact.obligor: fact.deciding[0].name for fact in protected} == {"g": "parties", "x": "parties"}
    covered = asked(pact(clause("gxy", "gxy", covers_parties=True), parties="gxy"))
    assert {fact.obligor for fact in covered.owed} == {"g"}


def test_the_first_condition_that_fails_is_named() -> None:
    narrow = clause("g", "y", types=frozenset({"nuclear-use"}), threshold="sustained", by=None)
    fact = only(asked(pact(narrow), attack=Attack("x", "y", scale="any")))
    assert [item.name for item in fact.deciding] == ["type"]
    assert fact.deciding[0].words() == "an armed attack is not among what triggers it (nuclear use)"


def test_a_finding_of_the_analyst_replaces_everything() -> None:
    draft = pact(clause("gh", "y", types=None), phases=(Phase("draft"),))
    finding = (Override("pact", "c", True, "the text was signed"), Override("pact", "c", False, "not by h", "h"))
    assert outcomes(asked(draft, overrides=finding)) == {"g": "owed", "h": "not-owed"}
    answer = asked(draft, overrides=finding)
    assert "the analyst finds it owed: the text was signed" in answer.proof(answer.owed[0]).words()


@pytest.mark.parametrize(
    ("terms", "end", "outcome"),
    [
        (Terms(years=5), date.max, "open"),
        (Terms(years=5, renewal="by agreement in writing"), date.max, "owed"),
        (Terms(years=5, indefinite=True), date.max, "owed"),
        (Terms(years=5), DAY + timedelta(days=1), "owed"),
        (Terms(years=50), date.max, "owed"),
    ],
)
def test_after_its_term_a_treaty_is_open_where_no_renewal_is_on_record(terms: Terms, end: date, outcome: str) -> None:
    begun = date(DAY.year - 6, DAY.month, 1)
    fact = only(asked(pact(clause("g", "y"), phases=(Phase("in-force", begun, end),), terms=terms)))
    assert fact.outcome == outcome
    if outcome == "open":
        ended = date(DAY.year - 1, DAY.month, 1) - timedelta(days=1)
        assert fact.deciding[0].words() == f"whether it was renewed after its term of 5 years, which ended on {ended}"


def test_the_last_day_of_a_term() -> None:
    leap = pact(phases=(Phase("in-force", date(2024, 2, 29)),), terms=Terms(years=1))
    assert leap.term_end(date(2024, 6, 1)) == date(2025, 2, 28)
    half = pact(phases=(Phase("in-force", date(2024, 1, 1)),), terms=Terms(years=0.5))
    assert half.term_end(date(2024, 6, 1)) == date(2024, 7, 1)
    assert pact(phases=(Phase("in-force"),), terms=Terms(years=5)).term_end(DAY) is None


def test_an_event_that_is_more_than_the_trigger_counts_as_it() -> None:
    fact = only(asked(pact(clause("g", "y", types=frozenset({"threat"}))), attack=Attack("x", "y")))
    assert "an armed attack counts as what triggers it (threat)" in [one.words() for one in fact.conditions]
