"""Guarantees beside what they imitate, and duties told together: who is compared with what, and who with whom."""

from __future__ import annotations

import pytest

from detente.case.reading import parse_case
from detente.engines.commitments.of_case import commitments_of_case, guarantees_of_case, obligations_of_case
from detente.engines.commitments.of_case.groups import FactGroup, fact_groups
from detente.engines.commitments.of_case.words import reading_words
from detente.foundation.errors import CaseError, OutOfDomain

HEAD = """
detente: 1
id: isles
title: Isles
as-of: 2030-06-01
parties:
  - {id: a, name: Arda, kind: state}
  - {id: b, name: Bree, kind: state}
  - {id: g, name: Gondar, kind: state}
  - {id: h, name: Harad, kind: state}
  - {id: k, name: Khand, kind: state}
issues:
  - {id: peace, question: Peace?, kind: choice, options: [{id: lasting}, {id: broken}]}
"""
RAID = "scenarios: [{id: raid, attacks: [{by: k, to: b}]}]\n"


def instrument(name: str, obligors: str, beneficiaries: str, more: str = "", status: str = "in-force") -> str:
    trigger = (
        "{type: armed-attack, against: territory, by: anyone, area: anywhere, threshold: any, non-provocation: false,"
        " determined-by: self}"
    )
    return f"""  - id: {name}
    name: The {name}
    kind: treaty
    status: {status}
{more}    clauses:
      - id: help
        obligors: {obligors}
        beneficiaries: {beneficiaries}
        trigger: {trigger}
        duty: {{kind: defence, strength: 4, automaticity: 2}}
"""


def imitating(name: str) -> str:
    return f"    imitates: {name}\n"


OLD = instrument("old", "[g, h]", "[g, h]", "    parties: [g, h]\n")
FOR_B = instrument("for-b", "g", "b", imitating("old"))
FOR_B_TOO = instrument("for-b-too", "h", "b", imitating("for-b"))
FOR_A = instrument("for-a", "g", "a", imitating("old"))


def sets(text: str, against: str | None = None) -> list[tuple[str, str, list[str]]]:
    """Reference, beneficiary and instruments of each set."""
    found = guarantees_of_case(parse_case(f"{HEAD}commitments:\n{text}").case, against)
    return [(one.reference.id, one.beneficiary, [item.id for item in one.instruments]) for one in found]


def test_a_chain_of_imitations_leads_to_its_end() -> None:
    assert sets(OLD + FOR_B + FOR_B_TOO) == [("old", "b", ["for-b", "for-b-too"])]


def test_each_protected_party_has_a_set_of_its_own() -> None:
    assert sets(OLD + FOR_A + FOR_B + FOR_B_TOO) == [
        ("old", "b", ["for-b", "for-b-too"]),
        ("old", "a", ["for-a"]),
    ]


def test_who_is_attacked_comes_first_and_alone_where_asked_against() -> None:
    text = OLD + FOR_A.replace("beneficiaries: a", "beneficiaries: [a, b]") + RAID
    assert sets(text) == [("old", "b", ["for-a"])]
    assert sets(OLD + FOR_A + FOR_B + RAID) == [("old", "b", ["for-b"]), ("old", "a", ["for-a"])]
    assert sets(OLD + FOR_A + FOR_B + RAID, "old") == [("old", "b", ["for-b"])]
    assert sets(OLD + FOR_A + FOR_B, "old") == [("old", "a", ["for-a"]), ("old", "b", ["for-b"])]


def test_against_needs_no_imitation_and_takes_the_library_too() -> None:
    bare = instrument("for-b", "g", "b")
    assert sets(OLD + bare) == []
    assert sets(bare + RAID, "csto") == [("csto", "b", ["for-b"])]


def test_a_circle_of_imitations_has_no_end_to_measure_against() -> None:
    one = instrument("one", "g", "b", imitating("two"))
    two = instrument("two", "h", "b", imitating("one"))
    assert sets(one + two) == []


def test_the_reference_is_read_with_the_protected_as_a_member() -> None:
    (found,) = guarantees_of_case(parse_case(f"{HEAD}commitments:\n{OLD}{FOR_B}{RAID}").case)
    assert found.supposed_member
    assert "b" in {member.party for member in found.reference.parties}
    assert found.coverage is not None
    reference, guarantee = found.coverage.cells[0]
    assert (reference.instrument, guarantee.instrument) == ("old", "for-b")
    assert (guarantee.outcome, guarantee.strength, guarantee.obligors) == ("owed", 4, ("g",))
    assert reference.outcome == "none"  # its clause names g and h, not all parties


def test_a_clause_for_all_parties_covers_the_supposed_member() -> None:
    for_all = OLD.replace("obligors: [g, h]", "obligors: all").replace("beneficiaries: [g, h]", "beneficiaries: all")
    (found,) = guarantees_of_case(parse_case(f"{HEAD}commitments:\n{for_all}{FOR_B}{RAID}").case)
    assert found.coverage is not None
    assert found.coverage.cells[0][0].obligors == ("g", "h")


def test_a_member_need_not_be_supposed() -> None:
    member = OLD.replace("parties: [g, h]", "parties: [g, h, b]")
    (found,) = guarantees_of_case(parse_case(f"{HEAD}commitments:\n{member}{FOR_B}").case)
    assert not found.supposed_member
    assert found.coverage is None


def test_what_does_not_exist_is_said() -> None:
    case = parse_case(f"{HEAD}commitments:\n{OLD}{FOR_B}").case
    with pytest.raises(OutOfDomain, match="there is no instrument 'olt', in the case or in the library"):
        guarantees_of_case(case, "olt")
    only_offence = parse_case(f"{HEAD}commitments:\n{OLD.replace('kind: defence', 'kind: offence')}").case
    with pytest.raises(OutOfDomain, match="no instrument of the case protects anybody"):
        guarantees_of_case(only_offence, "nato")
    with pytest.raises(CaseError, match="no commitments, contests or accessions"):
        commitments_of_case(parse_case(HEAD))


def groups(text: str) -> tuple[FactGroup, ...]:
    found = obligations_of_case(parse_case(f"{HEAD}commitments:\n{text}{RAID}"), "raid")
    return fact_groups(found, found.obligations.facts)


def test_equal_facts_are_told_together_in_the_order_of_the_case() -> None:
    (one,) = groups(instrument("pact", "[h, g, a]", "b"))
    assert one.obligors == ("a", "g", "h")
    assert (one.first.outcome, one.reason) == ("owed", "")


def test_one_reason_for_several_speaks_of_each() -> None:
    status = "[{state: in-force}, {state: suspended, obligors: [g, h]}]"
    owed, suspended = groups(instrument("pact", "[g, h, a]", "b", status=status))
    assert owed.obligors == ("a",)
    assert suspended.obligors == ("g", "h")
    assert suspended.reason == "its state is “suspended” on 2030-06-01 between each of them and Bree"


def test_different_states_are_different_reasons() -> None:
    """Both reasons have one sentence with places; what stands in the places differs."""
    status = "[{state: in-force}, {state: suspended, obligors: [g]}, {state: denounced, obligors: [h]}]"
    found = groups(instrument("pact", "[g, h]", "b", status=status))
    assert [(one.obligors, one.reason) for one in found] == [
        (("g",), "its state is “suspended” on 2030-06-01 between Gondar and Bree"),
        (("h",), "its state is “denounced” on 2030-06-01 between Harad and Bree"),
    ]


def test_what_is_not_known_is_drawn_together() -> None:
    text = instrument("pact", "[g, h]", "b").replace("against: territory, ", "").replace("threshold: any, ", "")
    (one,) = groups(text)
    assert one.first.outcome == "open"
    assert one.reason == "not known: what has to be hit, how large the attack has to be"


def test_an_ended_instrument_is_not_yet_to_begin() -> None:
    def state(status: str) -> str:
        (one,) = groups(instrument("pact", "g", "b", status=status))
        return one.reason

    assert "“ended”" in state("{state: in-force, until: 2020}")
    assert "“not begun”" in state("{state: in-force, from: 2040}")


def test_readings_speak_in_names() -> None:
    names = {"g": "Gondar", "h": "Harad"}
    assert reading_words("bound", "2: g, h", names) == "2: Gondar, Harad"
    assert reading_words("trigger", "armed-attack, nuclear-use", names) == "armed attack, nuclear use"
    assert reading_words("area", "north-atlantic, the-far-sea", names).endswith("the far sea")
    assert reading_words("determination", "self", names) == "each of those bound"
    assert reading_words("strength", "g stays g", names) == "g stays g"
