"""The fixpoint: waves, joins, counter-attacks, the attacker's own allies, restraints, precedence, domain."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.engines.commitments.obligations.treaties import DAY, asked, clause, only, pact

from detente.engines.commitments.instrument import Adversary, Phase
from detente.engines.commitments.obligations import ObligationIndex, Obligations, derive
from detente.engines.commitments.scenario import Attack, Scenario
from detente.foundation.errors import OutOfDomain

CHAIN = pact(clause("b", "y", "1"), clause("c", "b", "2"), clause("d", "c", "3"))


def by_wave(answer: Obligations) -> list[tuple[str, str, int]]:
    return [(fact.obligor, fact.beneficiary, fact.wave) for fact in answer.owed]


def test_a_chain_stops_at_the_first_link_by_default() -> None:
    assert by_wave(asked(CHAIN)) == [("b", "y", 0)]
    assert by_wave(asked(CHAIN, joins="all")) == [("b", "y", 0)]


def test_the_stress_setting_follows_the_chain() -> None:
    answer = asked(CHAIN, joins="all", transitive=True)
    assert by_wave(answer) == [("b", "y", 0), ("c", "b", 1), ("d", "c", 2)]
    assert answer.owing == (("b",), ("c",), ("d",), ())
    assert [item.counts_as for item in answer.attacked] == [False, True, True, True]
    assert by_wave(asked(CHAIN, joins=frozenset({"b"}), transitive=True)) == [("b", "y", 0), ("c", "b", 1)]
    assert by_wave(asked(CHAIN, joins="none", transitive=True)) == [("b", "y", 0)]


def test_a_counter_attack_happens_only_once_its_target_has_joined() -> None:
    hit = (Attack("x", "y"), Attack("x", "b", if_joins=True))
    assert by_wave(asked(CHAIN, attack=hit)) == [("b", "y", 0)]
    assert by_wave(asked(CHAIN, attack=hit, joins="all")) == [("b", "y", 0), ("c", "b", 1)]
    assert by_wave(asked(CHAIN, attack=hit, joins=frozenset({"c"}))) == [("b", "y", 0)]


def test_consultation_never_makes_anyone_fight() -> None:
    weak = pact(clause("b", "y", "1", duty={"kind": "consultation", "strength": 1, "deadline_hours": 24.0}),
                clause("d", "y", "3", duty={"kind": "support", "strength": 2}),
                clause("c", "b", "2"))  # fmt: skip
    answer = asked(weak, joins="all", strength_to_join=0, transitive=True)
    assert [(fact.kind, fact.deadline_hours) for fact in answer.owed] == [("consultation", 24.0), ("support", None)]
    assert not answer.joins
    assert "consult, within 24 hours" in answer.owed[0].says.words()


def test_who_joins_owes_enough_and_is_willing() -> None:
    two = pact(clause("b", "y", "1", duty={"strength": 3}), clause("c", "y", "2", duty={"strength": 5}),
               clause("d", "y", "3", duty={"strength": None}))  # fmt: skip
    assert {join.party for join in asked(two, joins="all").joins} == {"b", "c"}
    assert {join.party for join in asked(two, joins="all", strength_to_join=4).joins} == {"c"}
    chosen = asked(two, joins=frozenset({"b", "e"}))
    assert {join.party for join in chosen.joins} == {"b"}
    assert any("nothing obliges them to: e" in caveat for caveat in chosen.caveats)
    assert any("strength is not known" in caveat for caveat in asked(two, joins="all").caveats)


def test_allies_of_the_attacker() -> None:
    """Its offence clauses are owed at once; its defence clauses are at best arguable."""
    allied = pact(clause("a", "x", "attack", duty={"kind": "offence"}), clause("b", "x", "defend"),
                  clause("c", "x", "void", non_provocation=frozenset({"initiated"})))  # fmt: skip
    answer = asked(allied, joins="all")
    assert [(fact.obligor, fact.role, fact.wave) for fact in answer.owed] == [("a", "joins-attack", 0)]
    assert [(fact.obligor, fact.role) for fact in answer.open] == [("b", "aggressor")]
    assert [(fact.obligor, fact.deciding[0].name) for fact in answer.not_owed] == [("c", "aggressor")]
    assert "a owes x to join its attack on y" in answer.proof(answer.owed[0]).words()
    assert answer.highest("y").words == "nothing is owed"


def test_non_aggression_is_breached_by_attacking() -> None:
    promise = {"kind": "non-aggression", "strength": 0}
    peace = pact(clause("xy", "xy", duty=promise, types=None), parties="xy")
    assert [(fact.obligor, fact.beneficiary) for fact in asked(peace).breached] == [("x", "y")]
    assert [fact.outcome for fact in asked(peace, attack=Attack("x", "y", "cyber")).facts] == ["open"]
    assert [fact.outcome for fact in asked(peace, attack=Attack("x", "y", "threat")).facts] == ["not-owed"]
    assert not asked(peace, attack=Attack("z", "y")).facts
    threatened = pact(clause("x", "y", duty=promise, types=frozenset({"any-force", "threat"})))
    assert asked(threatened, attack=Attack("x", "y", "threat")).breached


def test_joining_against_whom_one_owes_neutrality_breaches_it() -> None:
    neutral = clause("g", "x", "n", duty={"kind": "neutrality", "strength": 0})
    both = pact(clause("g", "y"), neutral)
    assert not asked(both).breached
    answer = asked(both, joins="all")
    assert [(fact.obligor, fact.beneficiary, fact.kind) for fact in answer.breached] == [("g", "x", "neutrality")]
    voided = pact(clause("g", "y"), clause("g", "x", "n", duty={"kind": "neutrality", "strength": 0},
                                           non_provocation=frozenset({"initiated"})))  # fmt: skip
    assert not asked(voided, joins="all").breached


def test_joining_an_attack_breaches_non_aggression_too() -> None:
    sworn = pact(clause("a", "x", "o", duty={"kind": "offence"}),
                 clause("a", "y", "p", duty={"kind": "non-aggression", "strength": 0}))  # fmt: skip
    assert [fact.kind for fact in asked(sworn, joins="all").breached] == ["non-aggression"]
    assert not asked(sworn).breached


def test_precedence_marks_what_yields() -> None:
    first = pact(clause("g", "y", "five", "first"), name="first")
    second = pact(clause("gh", "y", "seven", "second", yields_to=frozenset({"first"})), name="second")
    answer = asked(first, second)
    assert {(fact.clause, fact.obligor): fact.subsumed_by for fact in answer.owed} == {
        ("five", "g"): (),
        ("seven", "g"): ("first.five",),
        ("seven", "h"): (),
    }
    assert "it yields to first.five" in answer.proof(answer.owed[1]).words()


def test_the_strongest_duty_and_by_how_many() -> None:
    two = pact(clause("bc", "y", "1", duty={"strength": 3}), clause("d", "y", "2", duty={"strength": 1}),
               clause("e", "y", "3", area=None))  # fmt: skip
    found = asked(two).highest("y")
    assert (found.strength, found.by, found.anyone, found.open) == (3, ("b", "c"), ("b", "c", "d"), ("e",))
    assert found.words == "act, means of its own choice, by 2"


def test_the_proof_names_the_parties_and_says_why_line_by_line() -> None:
    treaty = pact(clause("g", "y", article="Article 1", quote="shall assist", page="p. 3", because=("s1",)))
    answer = asked(treaty)
    words = answer.proof(answer.owed[0]).words({"g": "France", "y": "Poland", "x": "Germany"}).splitlines()
    assert words[0] == (
        "France owes Poland defence against Germany under Pact, Article 1: aid by all means, military included "
        "[Article 1; “shall assist”; p. 3; s1]"
    )
    assert words[1] == "  Poland is attacked by Germany: an armed attack on territory"
    assert all(line.startswith("  ") for line in words[1:])


def test_everything_goes_into_json() -> None:
    allied = pact(clause("g", "y"), clause("h", "y", "2", area=None), clause("i", "y", "3", threshold=None),
                  clause("j", "y", "4", by=Adversary("named", frozenset("z"))))  # fmt: skip
    answer = asked(allied, joins="all", transitive=True)
    told: dict[str, Any] = json.loads(json.dumps(answer.to_dict({"g": "Gallia"})))
    assert told["facts"][0]["proof"]["says"].startswith("Gallia owes y")
    assert told["highest"]["y"]["strength"] == 4
    assert [row["outcome"] for row in answer.rows()] == ["owed", "open", "open", "not-owed"]


def test_the_same_attack_twice_counts_once() -> None:
    twice = (Attack("x", "y", because=("s1",)), Attack("x", "y", because=("s2",)))
    assert len(asked(CHAIN, attack=twice).owed) == 1


def test_nothing_owed_is_an_answer_with_a_reason() -> None:
    assert "no clause on record protects" in asked(pact(clause("g", "z"))).caveats[-1]
    assert "no clause has all its conditions met" in asked(pact(clause("g", "y", by=None))).caveats[-1]


def test_an_index_serves_many_scenarios() -> None:
    index = ObligationIndex([CHAIN])
    for target, obligor in (("y", "b"), ("b", "c"), ("c", "d")):
        answer = derive(index, Scenario("s", DAY, (Attack("x", target),)))
        assert [fact.obligor for fact in answer.owed] == [obligor]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"attack": ()}, "at least one attack"),
        ({"attack": Attack("x", "x")}, "attacks itself"),
        ({"attack": Attack("x", "y", "shouting")}, "unknown kind"),
        ({"attack": Attack("x", "y", against="the moon")}, "unknown kind"),
        ({"attack": Attack("x", "y", scale="huge")}, "unknown kind"),
        ({"joins": "some"}, "none, all"),
        ({"strength_to_join": 6}, "0 to 5"),
    ],
)
def test_outside_the_domain(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(OutOfDomain, match=words):
        asked(CHAIN, **fields)


def test_ids_that_occur_twice_are_refused() -> None:
    with pytest.raises(OutOfDomain, match="instruments have the same id: pact"):
        asked(CHAIN, CHAIN)
    with pytest.raises(OutOfDomain, match="clauses of pact"):
        asked(pact(clause("g", "y"), clause("h", "y")))


def test_the_day_of_an_attack_counts_before_that_of_the_scenario() -> None:
    old = pact(clause("g", "y"), phases=(Phase("in-force", end=date(2029, 12, 31)),))
    assert only(asked(old)).outcome == "not-owed"
    assert only(asked(old, attack=Attack("x", "y", on=date(2029, 5, 1)))).outcome == "owed"


def test_a_later_attack_makes_enough_attackers_for_an_earlier_one() -> None:
    """g protects y against two; z attacks y only once y has joined, which it does for w."""
    pacts = pact(clause("y", "w", "join"), clause("g", "y", "two", adversaries_at_least=2))
    attacks = (Attack("x", "w"), Attack("x", "y"), Attack("z", "y", if_joins=True))
    answer = asked(pacts, attack=attacks, joins=frozenset({"y"}))
    assert [(fact.obligor, fact.adversary, fact.wave) for fact in answer.owed] == [
        ("y", "x", 0),
        ("g", "x", 1),
        ("g", "z", 1),
    ]
    assert not [fact for fact in asked(pacts, attack=attacks).owed if fact.obligor == "g"]


def test_a_defence_clause_without_force_makes_nobody_fight() -> None:
    weak = pact(clause("g", "y", duty={"kind": "defence", "strength": 2}))
    assert not asked(weak, joins="all", strength_to_join=0).joins
