"""Obligations on random worlds: beside plain loops, and what has to hold whatever the clauses say."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from tests.properties.conftest import CaseCount
from tests.properties.obligation_oracle import naive
from tests.properties.obligation_worlds import ACTORS, AREAS, DAY, SCALES, TARGETS, TYPES, Draws, clause, world

from detente.engines.commitments.instrument import Adversary, Determination, Instrument, Membership, Phase, Trigger
from detente.engines.commitments.obligations import Fact, ObligationIndex, Obligations, derive, random_joins
from detente.engines.commitments.scenario import Override, Scenario

SEED = 41_949

World = tuple[tuple[Instrument, ...], Scenario]


@pytest.fixture
def worlds(request: pytest.FixtureRequest, case_count: CaseCount) -> Iterator[World]:
    """Random worlds, others for each test."""
    count = case_count(sample=50, proof=2000)
    own = sum(ord(letter) * (place + 1) for place, letter in enumerate(request.node.name))
    return (world(seed) for seed in np.random.SeedSequence([SEED, own]).spawn(count))


def name(fact: Fact) -> tuple[Any, ...]:
    target = "" if fact.role == "restrains" else fact.attacked.attack.target
    return (fact.instrument, fact.clause, fact.obligor, fact.role, fact.beneficiary, fact.attacked.origin, target)


def owed(answer: Obligations) -> set[tuple[Any, ...]]:
    return {name(fact) for fact in answer.owed}


def test_plain_loops_find_the_same(worlds: Iterator[World]) -> None:
    seen = {"owed": 0, "open": 0, "not-owed": 0, "breached": 0, "joins": 0, "later": 0}
    for instruments, scenario in worlds:
        answer, expected = derive(instruments, scenario), naive(instruments, scenario)
        assert {name(fact): fact.wave for fact in answer.owed} == expected.owed
        assert {name(fact) for fact in answer.breached} == expected.breached
        assert {name(fact) for fact in answer.open} == {key for key, met in expected.others.items() if met is None}
        assert {name(fact) for fact in answer.not_owed} == {key for key, met in expected.others.items() if met is False}
        assert {(j.party, j.beside, j.against): j.wave for j in answer.joins} == expected.joins
        assert {i.order: (i.wave, i.counts_as) for i in answer.attacked} == {
            key: (wave, derived) for key, (_, wave, derived) in expected.attacks.items()
        }
        for fact in answer.facts:
            seen[fact.outcome] += 1
        seen["joins"] += len(answer.joins)
        seen["later"] += sum(item.wave > 0 for item in answer.attacked)
    assert min(seen.values()) >= 5, seen


def test_one_more_clause_takes_nothing_away(worlds: Iterator[World]) -> None:
    for number, (instruments, scenario) in enumerate(worlds):
        before = owed(derive(instruments, scenario))
        draw = Draws(np.random.SeedSequence([SEED, number]))
        more = dataclasses.replace(instruments[-1], id="more", clauses=(clause(draw, 0, "more"),))
        assert before <= owed(derive((*instruments, more), scenario))
        assert before <= owed(derive(_with_clause(instruments, clause(draw, 9, instruments[0].id)), scenario))


def _with_clause(instruments: tuple[Instrument, ...], added: Any) -> tuple[Instrument, ...]:
    first = instruments[0]
    return (dataclasses.replace(first, clauses=(*first.clauses, added)), *instruments[1:])


def test_the_order_of_instruments_and_clauses_changes_nothing(worlds: Iterator[World]) -> None:
    for instruments, scenario in worlds:
        turned = tuple(
            dataclasses.replace(item, clauses=item.clauses[::-1], parties=item.parties[::-1])
            for item in instruments[::-1]
        )
        ours, theirs = derive(instruments, scenario), derive(ObligationIndex(turned), scenario)
        assert [fact.row() for fact in ours.facts] == [fact.row() for fact in theirs.facts]
        assert [ours.proof(f).words() for f in ours.owed] == [theirs.proof(f).words() for f in theirs.owed]
        assert dict(ours.certificate) == dict(theirs.certificate)


def test_other_names_change_only_the_names(worlds: Iterator[World]) -> None:
    """Renaming the parties in reverse order renames the facts."""
    new = dict(zip(ACTORS, reversed(ACTORS), strict=True))
    for instruments, scenario in worlds:
        ours = derive(instruments, scenario)
        theirs = derive(_renamed(instruments, new), _renamed(scenario, new))
        for kind in ("owed", "open", "not_owed", "breached"):
            renamed = {_renamed(name(fact), new) for fact in getattr(ours, kind)}
            assert renamed == {name(fact) for fact in getattr(theirs, kind)}


def _renamed(value: Any, new: dict[str, str]) -> Any:
    if isinstance(value, str):
        return new.get(value, value)
    if isinstance(value, tuple | frozenset):
        return type(value)(_renamed(item, new) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{f.name: _renamed(getattr(value, f.name), new) for f in
                                             dataclasses.fields(value) if f.init})  # fmt: skip
    return value


def test_who_is_suspended_owes_nothing(worlds: Iterator[World]) -> None:
    for instruments, scenario in worlds:
        plain = dataclasses.replace(scenario, overrides=(), suppose=frozenset())
        for actor in ACTORS[:2]:
            pause = Phase("suspended", obligors=frozenset({actor}))
            paused = tuple(dataclasses.replace(i, phases=(Phase("in-force"), *i.phases, pause)) for i in instruments)
            answer = derive(paused, plain)
            assert actor not in {fact.obligor for fact in (*answer.owed, *answer.breached, *answer.open)}
            left = tuple(dataclasses.replace(i, parties=(*_others(i, actor), _former(actor))) for i in instruments)
            assert actor not in {fact.obligor for fact in derive(left, plain).owed}


def _others(item: Instrument, actor: str) -> tuple[Membership, ...]:
    return tuple(member for member in item.parties if member.party != actor)


def _former(actor: str) -> Membership:
    return Membership(actor, end=DAY - timedelta(1))


def test_an_attack_between_parties_calls_in_only_what_covers_it(worlds: Iterator[World]) -> None:
    for instruments, scenario in worlds:
        plain = dataclasses.replace(scenario, overrides=())
        answer = derive(instruments, plain)
        for fact in answer.owed:
            item, day = fact.promise.instrument, fact.attacked.attack.on or scenario.on
            if fact.adversary in set(item.members(day)):
                assert fact.promise.clause.covers_parties
        assert all(fact.obligor not in (fact.beneficiary, fact.adversary) for fact in answer.owed)


def test_more_findings_for_help_take_nothing_away(worlds: Iterator[World]) -> None:
    """One more request, one more vote that passes, one more fighter, a lower bar to fight, one more attack."""
    for instruments, scenario in worlds:
        before = owed(derive(instruments, scenario))
        requests = None if scenario.requests is None else scenario.requests | {"a"}
        votes = {key: True for key, _ in scenario.votes} | {("i0", "council"): True}
        joins = scenario.joins if isinstance(scenario.joins, str) else scenario.joins | {"b"}
        for change in (
            {"requests": requests},
            {"requests": None},
            {"votes": tuple(votes.items())},
            {"joins": joins},
            {"joins": "all"},
            {"strength_to_join": 0},
            {"transitive": True},
        ):
            assert before <= owed(derive(instruments, dataclasses.replace(scenario, **change))), change


def test_knowing_more_never_turns_a_yes_or_a_no_around(worlds: Iterator[World]) -> None:
    """What is owed, or not, although a field is not known, stays so whatever the field turns out to be."""
    turned = 0
    for number, (instruments, scenario) in enumerate(worlds):
        draw = Draws(np.random.SeedSequence([SEED, number, 1]))
        alone = dataclasses.replace(scenario, joins="none")
        before = derive(instruments, alone)
        after = derive(tuple(_completed(item, draw) for item in instruments), alone)
        assert owed(before) <= owed(after)
        still = {name(fact) for fact in after.not_owed}
        assert {name(fact) for fact in before.not_owed if fact.role != "restrains"} <= still
        turned += len(owed(after) - owed(before))
    assert turned > 5


def _completed(item: Instrument, draw: Draws) -> Instrument:
    known = tuple(dataclasses.replace(p, met=draw.chance(0.7)) if p.met is None and p.on is None else p
                  for p in item.preconditions)  # fmt: skip
    return dataclasses.replace(
        item,
        preconditions=known,
        clauses=tuple(dataclasses.replace(c, trigger=_complete(c.trigger, draw)) for c in item.clauses),
    )


def _complete(trigger: Trigger, draw: Draws) -> Trigger:
    guesses = {
        "types": draw.some(TYPES) or frozenset(TYPES),
        "against": draw.some(TARGETS) or frozenset(TARGETS),
        "by": draw.one((Adversary("anyone"), Adversary("named", draw.some(ACTORS)))),
        "area": draw.one((frozenset({"anywhere"}), draw.some(AREAS))),
        "threshold": draw.one(SCALES),
        "non_provocation": draw.some(("initiated", "fired-first")),
        "determined_by": draw.one(((Determination("self"),), (Determination("victim"),))),
    }
    return dataclasses.replace(trigger, **{k: v for k, v in guesses.items() if getattr(trigger, k) is None})


def test_a_finding_of_the_analyst_replaces_the_clause(worlds: Iterator[World]) -> None:
    for instruments, scenario in worlds:
        item = instruments[0].clauses[0]
        for found in (True, False):
            finding = Override(item.instrument, item.id, found, "so found")
            answer = derive(instruments, dataclasses.replace(scenario, overrides=(finding,)))
            about = [f for f in answer.facts if f.promise.clause.name == item.name
                     and f.role in ("protects", "joins-attack") and f.obligor != f.adversary]  # fmt: skip
            assert all(fact.outcome == ("owed" if found else "not-owed") for fact in about)
            assert all("so found" in answer.proof(fact).words() for fact in about)


def test_every_fact_is_proved(worlds: Iterator[World]) -> None:
    """The certificate: a proof down to attacks of the scenario, waves within their bound, each condition true."""
    for instruments, scenario in worlds:
        answer = derive(instruments, scenario)
        assert answer.certificate["waves"] <= answer.certificate["bound"]
        pairwise = any(phase.obligors or phase.beneficiaries for item in instruments for phase in item.phases)
        if len(scenario.attacks) == 1 and not pairwise:
            assert answer.certificate["waves"] <= answer.certificate["clauses"] + 1
        for fact in answer.owed:
            assert {condition.truth for condition in fact.conditions} == {"holds"}
            depth, at = 0, fact.attacked
            while at.wave:
                cause = answer.closure.causes[at.order]
                assert cause.obligor == at.attack.target
                assert cause.wave < at.wave <= fact.wave
                at, depth = cause.attacked, depth + 1
            assert not at.attack.if_joins
            assert depth <= fact.wave
            assert fact.obligor in answer.proof(fact).words()
        for fact in answer.not_owed:
            assert [condition.truth for condition in fact.deciding] == ["fails"]
        for fact in answer.open:
            assert {condition.truth for condition in fact.deciding} <= {"unknown", "arguable"}


def test_precedence_marks_and_never_removes(worlds: Iterator[World]) -> None:
    marked = 0
    for instruments, scenario in worlds:
        answer = derive(instruments, scenario)
        free = tuple(
            dataclasses.replace(i, clauses=tuple(dataclasses.replace(c, yields_to=frozenset()) for c in i.clauses))
            for i in instruments
        )
        assert owed(answer) == owed(derive(free, scenario))
        owing = {(f.obligor, f.beneficiary, f.attacked.order, f.instrument) for f in answer.owed}
        for fact in answer.owed:
            before = {i for i in fact.promise.clause.yields_to
                      if (fact.obligor, fact.beneficiary, fact.attacked.order, i) in owing}  # fmt: skip
            assert {said.split(".")[0] for said in fact.subsumed_by} == before
            marked += bool(before)
    assert marked


def test_random_joins_at_certainty_is_the_fixpoint(worlds: Iterator[World]) -> None:
    for number, (instruments, scenario) in enumerate(worlds):
        if number % 5:
            continue
        sure = random_joins(instruments, scenario, dict.fromkeys(ACTORS, 1.0), draws=3, seed=number)
        exact = derive(instruments, dataclasses.replace(scenario, joins="all"))
        assert set(sure.joins) == {join.party for join in exact.joins}
        assert set(sure.joins.values()) <= {1.0}
        never = random_joins(instruments, scenario, {}, draws=3, seed=number)
        assert not never.joins
