"""From a case to instruments and scenarios: `all`, blocs and their members, dates of any precision, names."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from detente.case.reading import CaseFile, parse_case
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.of_case import instruments_of_case, obligations_of_case, scenario_of_case
from detente.foundation.errors import OutOfDomain

HEAD = """
detente: 1
id: pacts
title: Pacts
as-of: 2030-06
parties:
  - {id: atlantis, name: Atlantis, kind: state}
  - {id: borduria, name: {en: Borduria, fr: Bordurie}, kind: state}
  - {id: cagliostro, name: Cagliostro, kind: state}
  - {id: drusselstein, name: Drusselstein, kind: state}
  - {id: inner, name: Inner Circle, kind: bloc, members: [borduria, cagliostro]}
  - {id: league, name: The League, kind: organisation, members: [inner, drusselstein], open-membership: true}
  - {id: wanderers, name: Wanderers, kind: organisation}
issues:
  - {id: peace, question: "Is there peace?", kind: choice, options: [{id: kept, label: Yes}, {id: broken, label: No}]}
"""
WIDE = """{type: any-force, against: territory, by: anyone, area: anywhere, threshold: any, non-provocation: false,
          determined-by: self}"""
PACT = f"""
commitments:
  - id: league-pact
    name: {{fr: Pacte, en: League Pact}}
    kind: treaty
    status: [{{state: in-force, from: 1990, until: 2040}}, {{state: suspended, from: 2031-02, obligors: inner}}]
    parties: [league, {{party: wanderers, from: 2000-03, until: 2035}}]
    clauses:
      - id: defence
        article: "5"
        obligors: all
        beneficiaries: all
        trigger: {WIDE}
        duty: {{kind: defence, strength: 4, deadline-hours: 24.5}}
    legal: {{binding: true, needed: all, done: inner}}
    term: {{years: 2.5, notice-months: 12}}
    accession: {{rule: unanimity, second-step: ratification}}
    consent: inner
"""
ATTACK = """
scenarios:
  - id: strike
    attacks: [{by: atlantis, to: borduria}]
  - {id: at-inner, on: 2031-03, attacks: [{by: atlantis, to: inner, on: 2030}]}
  - id: full
    title: {en: All of it, fr: Tout}
    on: 2032
    attacks: [{by: inner, to: atlantis, kind: blockade, against: line, area: [sea], scale: any, if-joins: true}]
    provoked: [atlantis, {party: inner, how: fired-first}]
    requests: [league]
    votes: [{instrument: league-pact, passes: true}]
    suppose: [league-pact]
    overrides: [{instrument: league-pact, clause: defence, obligor: inner, owed: true, why: so found}]
    joins: [inner]
    strength-to-join: 4
    transitive: true
"""


def case(*parts: str) -> CaseFile:
    return parse_case(HEAD + "".join(parts))


@pytest.fixture(scope="module")
def pact() -> Instrument:
    return instruments_of_case(case(PACT).case)[0]


def test_all_is_every_party_and_a_bloc_its_members(pact: Instrument) -> None:
    """The open league stays beside its named members, for those that nobody names."""
    (clause,) = pact.clauses
    everyone = {"league", "borduria", "cagliostro", "drusselstein", "wanderers"}
    assert clause.obligors == clause.beneficiaries == everyone
    assert {member.party for member in pact.parties} == everyone
    assert pact.terms.ratifications_needed == everyone
    assert pact.terms.ratifications_done == pact.terms.consent == {"borduria", "cagliostro"}


def test_dates_begin_on_their_first_day_and_end_on_their_last(pact: Instrument) -> None:
    first, second = pact.phases
    assert (first.start, first.end) == (date(1990, 1, 1), date(2040, 12, 31))
    assert (second.start, second.end, second.obligors) == (date(2031, 2, 1), date.max, {"borduria", "cagliostro"})
    spans = {member.party: (member.start, member.end) for member in pact.parties}
    assert spans["wanderers"] == (date(2000, 3, 1), date(2035, 12, 31))
    assert spans["borduria"] == (date.min, date.max)


def test_texts_are_english_and_numbers_floats(pact: Instrument) -> None:
    assert pact.name == "League Pact"
    assert pact.clauses[0].duty.deadline_hours == 24.5
    assert (pact.terms.years, pact.terms.notice_months) == (2.5, 12.0)
    assert pact.terms.accession == "unanimity; ratification"


def test_what_is_missing_stays_unknown() -> None:
    bare = """
commitments:
  - {id: bare, name: Bare, kind: draft, clauses: [{id: c, duty: help, obligors: league, beneficiaries: atlantis}]}
"""
    (clause,) = instruments_of_case(case(bare).case)[0].clauses
    trigger, duty = clause.trigger, clause.duty
    missing = (trigger.types, trigger.against, trigger.by, trigger.area, trigger.threshold, trigger.non_provocation,
               trigger.determined_by, duty.kind, duty.strength, duty.automaticity, duty.deadline_hours)  # fmt: skip
    assert set(missing) == {None}
    assert duty.text == "help"


def test_a_scenario_with_everything() -> None:
    found = scenario_of_case(case(PACT, ATTACK).case, "full")
    assert found.on == date(2032, 1, 1)
    assert [(item.attacker, item.target) for item in found.attacks] == [("borduria", "atlantis"),
                                                                        ("cagliostro", "atlantis")]  # fmt: skip
    attack = found.attacks[0]
    assert (attack.kind, attack.against, attack.area, attack.scale) == ("blockade", "line", {"sea"}, "any")
    assert attack.if_joins
    assert found.provoked == {("atlantis", "initiated"), ("borduria", "fired-first"), ("cagliostro", "fired-first")}
    assert found.requests == {"league", "borduria", "cagliostro", "drusselstein"}
    assert found.votes == ((("league-pact", "council"), True),)
    assert found.suppose == {"league-pact"}
    assert {item.obligor for item in found.overrides} == {"borduria", "cagliostro"}
    assert (found.joins, found.strength_to_join, found.transitive) == ({"borduria", "cagliostro"}, 4, True)
    assert found.title == "All of it"


def test_without_a_day_the_case_closes() -> None:
    assert scenario_of_case(case(PACT, ATTACK).case, "strike").on == date(2030, 6, 30)


def test_what_a_scenario_lacks_is_said() -> None:
    with pytest.raises(OutOfDomain, match="no scenario 'none'; it has: strike, at-inner, full"):
        scenario_of_case(case(PACT, ATTACK).case, "none")
    undated = parse_case((HEAD + ATTACK.partition("  - {id: at-inner")[0]).replace("as-of: 2030-06\n", ""))
    with pytest.raises(OutOfDomain, match="has no day"):
        scenario_of_case(undated.case, "strike")


def test_proofs_speak_in_names() -> None:
    answer = obligations_of_case(case(PACT, ATTACK), "strike")
    assert {fact.obligor for fact in answer.obligations.owed} == {"league", "cagliostro", "drusselstein", "wanderers"}
    fact = next(fact for fact in answer.obligations.owed if fact.obligor == "league")
    assert answer.says(fact) == (
        "The League owes Borduria defence against Atlantis under League Pact, 5: "
        "aid by all means, military included, within 24.5 hours"
    )
    assert "Borduria is attacked by Atlantis" in answer.proof_words(fact)
    assert answer.name("nobody") == "nobody"


def test_an_attack_on_a_bloc_is_one_on_each_member() -> None:
    answer = obligations_of_case(case(PACT, ATTACK).case, "at-inner")
    assert [item.attack.target for item in answer.obligations.attacked] == ["borduria", "cagliostro"]
    assert {fact.outcome for fact in answer.obligations.facts} == {"owed"}


def test_why_something_is_not_owed_speaks_in_names() -> None:
    late = ATTACK.replace("to: borduria}]", "to: borduria}]\n    on: 2031-03")
    answer = obligations_of_case(case(PACT, late), "strike")
    told = {fact.obligor: answer.why(fact) for fact in answer.obligations.not_owed}
    assert told == {"cagliostro": "its state is “suspended” on 2031-03-01 between Cagliostro and Borduria"}


def test_everything_goes_into_json() -> None:
    told: dict[str, Any] = json.loads(json.dumps(obligations_of_case(case(PACT, ATTACK), "strike").to_dict()))
    assert told["names"]["league"] == "The League"
    assert told["facts"][0]["proof"]["says"].startswith("Cagliostro owes")
