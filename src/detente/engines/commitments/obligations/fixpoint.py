"""Who owes what to whom, from clauses and one scenario: the least set of facts that is closed under the rules.

Attacked parties call in what is owed to them; who owes enough may join, by the scenario's policy; who has joined may
be attacked in turn, where the scenario says so. Every condition that is denied (not a party, not void, not outside the
area) is about what the scenario gives, never about what is derived, so facts only grow and the least set is unique.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.obligations.conditions import (
    AGGRESSOR,
    JOINS_ATTACK,
    PROTECTS,
    RESTRAINS,
    Condition,
    Findings,
    Question,
    in_force,
    shared_conditions,
)
from detente.engines.commitments.obligations.events import ENTAILED, FAILS, HIT, HOLDS, SCALES
from detente.engines.commitments.obligations.facts import BREACHED, NOT_OWED, OPEN, OWED, Attacked, Fact, Join
from detente.engines.commitments.obligations.index import ObligationIndex, Promise
from detente.engines.commitments.scenario import Attack, Override, Scenario
from detente.foundation.errors import OutOfDomain

FactKey = tuple[tuple[str, str], str, tuple[int, str]]
JoinKey = tuple[str, str, str]
FightKey = tuple[int, str, str, str]


@dataclass(slots=True)
class Closure:
    """The facts found so far.

    `causes`: on which owed fact a later attack rests. `fights`: by place of the attack, party, opponent and role, the
    first owed fact on which somebody fights.
    """

    index: ObligationIndex
    findings: Findings
    overrides: Mapping[tuple[str, str], Mapping[str, Override]]
    attacked: dict[tuple[int, str], Attacked] = field(default_factory=dict)
    owed: dict[FactKey, Fact] = field(default_factory=dict)
    joins: dict[JoinKey, Join] = field(default_factory=dict)
    fights: dict[FightKey, Fact] = field(default_factory=dict)
    causes: dict[tuple[int, str], Fact] = field(default_factory=dict)
    attackers: dict[str, set[str]] = field(default_factory=dict)

    @property
    def scenario(self) -> Scenario:
        """What was asked."""
        return self.findings.scenario


def close(instruments: Sequence[Instrument] | ObligationIndex, scenario: Scenario) -> Closure:
    """All facts, by waves, until a wave adds none."""
    _check(scenario)
    index = instruments if isinstance(instruments, ObligationIndex) else ObligationIndex(instruments)
    overrides: dict[tuple[str, str], dict[str, Override]] = {}
    for item in scenario.overrides:
        overrides.setdefault((item.instrument, item.clause), {})[item.obligor] = item
    found = Closure(index, Findings(scenario), overrides)
    own = _distinct(scenario.attacks)
    waiting = {origin: attack for origin, attack in own.items() if attack.if_joins}
    new = [Attacked(attack, 0, origin) for origin, attack in own.items() if not attack.if_joins]
    wave = 0
    while new:
        owed: list[Fact] = []
        for item in _count_in(found, new):
            owed.extend(_newly_owed(found, item, wave, only_counting=True))
        for item in new:
            owed.extend(_newly_owed(found, item, wave, only_counting=False))
        owed.sort(key=lambda fact: fact.order)
        new = _next(found, owed, waiting, wave + 1)
        wave += 1
    _mark_subsumed(found)
    return found


def _check(scenario: Scenario) -> None:
    if not scenario.attacks:
        raise OutOfDomain("a scenario needs at least one attack")
    if isinstance(scenario.joins, str) and scenario.joins not in ("none", "all"):
        raise OutOfDomain(f"joins is none, all, or a set of parties, not {scenario.joins!r}")
    if not 0 <= scenario.strength_to_join <= 5:
        raise OutOfDomain(f"strength to join is 0 to 5, not {scenario.strength_to_join}")
    for attack in scenario.attacks:
        if attack.attacker == attack.target:
            raise OutOfDomain(f"{attack.attacker} attacks itself")
        known = attack.kind in ENTAILED and attack.against in HIT and attack.scale in SCALES
        if not known:
            raise OutOfDomain(f"unknown kind, target or scale of attack: {attack.words}, {attack.scale}")


def _distinct(attacks: Sequence[Attack]) -> dict[int, Attack]:
    """By their place; the first of those that differ in nothing but their grounds."""
    first: dict[Attack, int] = {}
    for origin, attack in enumerate(attacks):
        first.setdefault(replace(attack, because=()), origin)
    return {origin: attacks[origin] for origin in first.values()}


def _count_in(found: Closure, new: list[Attacked]) -> list[Attacked]:
    """Enter the new attacks; earlier ones on a target that more states attack now have to be asked about again."""
    grown: set[str] = set()
    for item in new:
        found.attacked[item.order] = item
        attackers = found.attackers.setdefault(item.attack.target, set())
        if item.attack.attacker not in attackers:
            attackers.add(item.attack.attacker)
            grown.add(item.attack.target)
    fresh = {item.order for item in new}
    return [item for key, item in found.attacked.items() if key not in fresh and item.attack.target in grown]


def asked_about(found: Closure, item: Attacked, *, roles: tuple[str, ...]) -> Iterator[tuple[Promise, Question]]:
    """Every clause that may bear on an attack, as a question."""
    attack = item.attack
    for role in roles:
        beneficiary, adversary = attack.target, attack.attacker
        if role != PROTECTS:
            if item.counts_as:
                continue
            beneficiary, adversary = adversary, beneficiary
        table = found.index.joining_attacks if role == JOINS_ATTACK else found.index.protecting
        for promise in table.get(beneficiary, ()):
            if role != AGGRESSOR or promise.kind == "defence":
                yield promise, question(found, promise, attack, role, beneficiary, adversary)


def question(found: Closure, promise: Promise, attack: Attack, role: str, beneficiary: str, adversary: str) -> Question:
    """One clause asked about one attack."""
    day = found.findings.day(attack)
    return Question(
        instrument=promise.instrument,
        clause=promise.clause,
        attack=attack,
        role=role,
        beneficiary=beneficiary,
        adversary=adversary,
        day=day,
        parties=found.index.parties(promise, day),
        attackers=len(found.attackers.get(attack.target, ())),
        findings=found.findings,
    )


def _newly_owed(found: Closure, item: Attacked, wave: int, *, only_counting: bool) -> Iterator[Fact]:
    for promise, asked in asked_about(found, item, roles=(PROTECTS, JOINS_ATTACK)):
        if only_counting and promise.clause.trigger.adversaries_at_least == 1:
            continue
        shared = shared_conditions(asked)
        met = all(condition.truth == HOLDS for condition in shared)
        if not met and promise.key not in found.overrides:
            continue
        for obligor in promise.clause.obligors:
            key = (promise.key, obligor, item.order)
            if obligor in (asked.beneficiary, asked.adversary) or key in found.owed:
                continue
            conditions = conditions_for(found, promise, asked, shared, obligor)
            if outcome(conditions) == OWED:
                fact = Fact(
                    OWED, promise, obligor, asked.beneficiary, asked.adversary, item, wave, asked.role, conditions
                )
                found.owed[key] = fact
                yield fact


def conditions_for(
    found: Closure, promise: Promise, asked: Question, shared: tuple[Condition, ...], obligor: str
) -> tuple[Condition, ...]:
    """All conditions of a clause for one obligor; a finding of the analyst stands for all of them."""
    if asked.role in (PROTECTS, JOINS_ATTACK):
        if obligor == asked.adversary:
            return (Condition("parties", FAILS, "{0} is the adversary itself", (obligor,)),)
        findings = found.overrides.get(promise.key)
        finding = (findings.get(obligor) or findings.get("")) if findings else None
        if finding is not None:
            text = "the analyst finds it owed: {0}" if finding.owed else "the analyst finds it not owed: {0}"
            return (Condition("override", HOLDS if finding.owed else FAILS, text, (finding.why,)),)
    return (in_force(asked, obligor), *shared)


def outcome(conditions: Sequence[Condition]) -> str:
    """Owed where all hold, not owed where one fails, else open."""
    truths = {condition.truth for condition in conditions}
    if FAILS in truths:
        return NOT_OWED
    return OWED if truths <= {HOLDS} else OPEN


def _next(found: Closure, owed: list[Fact], waiting: dict[int, Attack], wave: int) -> list[Attacked]:
    """Who joins on what is newly owed, and which attacks follow from that."""
    scenario = found.scenario
    new: dict[tuple[int, str], Attacked] = {}
    if scenario.joins == "none":
        return []
    for fact in owed:
        if not fact.feeds_joins(scenario.strength_to_join):
            continue
        if scenario.joins != "all" and fact.obligor not in scenario.joins:
            continue
        key = (fact.obligor, fact.beneficiary, fact.adversary)
        if key not in found.joins:
            found.joins[key] = Join(*key, wave - 1, fact)
        found.fights.setdefault((fact.attacked.origin, fact.obligor, fact.adversary, fact.role), fact)
        for origin in [place for place, attack in waiting.items() if attack.target == fact.obligor]:
            new[origin, fact.obligor] = Attacked(waiting.pop(origin), wave, origin)
            found.causes[origin, fact.obligor] = fact
        place = (fact.attacked.origin, fact.obligor)
        if scenario.transitive and fact.role == PROTECTS and place not in found.attacked and place not in new:
            attack = replace(fact.attacked.attack, target=fact.obligor, if_joins=False)
            new[place] = Attacked(attack, wave, fact.attacked.origin, counts_as=True)
            found.causes[place] = fact
    return list(new.values())


def _mark_subsumed(found: Closure) -> None:
    """Precedence: what yields to an instrument that obliges the same parties over the same attack is marked."""
    if not any(fact.promise.clause.yields_to for fact in found.owed.values()):
        return
    owing: dict[tuple[str, str, tuple[int, str]], list[Fact]] = {}
    for fact in found.owed.values():
        owing.setdefault((fact.obligor, fact.beneficiary, fact.attacked.order), []).append(fact)
    for key, fact in found.owed.items():
        before = owing[fact.obligor, fact.beneficiary, fact.attacked.order]
        names = sorted(item.promise.clause.name for item in before if item.instrument in fact.promise.clause.yields_to)
        if names:
            found.owed[key] = replace(fact, subsumed_by=tuple(names))


def undecided(found: Closure) -> Iterator[Fact]:
    """What is open, and what is not owed, each with its conditions; O(clauses of those attacked and attacking)."""
    for item in sorted(found.attacked.values(), key=lambda fact: (fact.wave, fact.order)):
        for promise, asked in asked_about(found, item, roles=(PROTECTS, JOINS_ATTACK, AGGRESSOR)):
            shared = shared_conditions(asked)
            for obligor in sorted(promise.clause.obligors - {asked.beneficiary}):
                if asked.role != AGGRESSOR and (promise.key, obligor, item.order) in found.owed:
                    continue
                if asked.role == AGGRESSOR and obligor == asked.adversary:
                    continue
                conditions = conditions_for(found, promise, asked, shared, obligor)
                yield Fact(
                    outcome(conditions), promise, obligor, asked.beneficiary, asked.adversary, item, item.wave,
                    asked.role, conditions,
                )  # fmt: skip


def restraints(found: Closure) -> Iterator[Fact]:
    """What duties of neutrality and non-aggression say of those who attack and of those who join."""
    for item in found.attacked.values():
        if not item.counts_as:
            attack = item.attack
            yield from _restraint(
                found, item, item.wave, attack.attacker, attack.target, "non-aggression", attack.target
            )
    for fact in found.fights.values():
        for kind in ("neutrality", "non-aggression") if fact.role == JOINS_ATTACK else ("neutrality",):
            yield from _restraint(found, fact.attacked, fact.wave, fact.obligor, fact.adversary, kind, fact.beneficiary)


def _restraint(
    found: Closure, item: Attacked, wave: int, obligor: str, beneficiary: str, kind: str, adversary: str
) -> Iterator[Fact]:
    for promise in found.index.restraining.get((obligor, beneficiary), ()):
        if promise.kind != kind:
            continue
        asked = question(found, promise, item.attack, RESTRAINS, beneficiary, adversary)
        conditions = conditions_for(found, promise, asked, shared_conditions(asked), obligor)
        says = {OWED: BREACHED}.get(outcome(conditions), outcome(conditions))
        yield Fact(says, promise, obligor, beneficiary, adversary, item, wave, RESTRAINS, conditions)


def counts_by_wave(facts: Sequence[Fact]) -> dict[int, int]:
    """How many facts each wave adds."""
    return dict(sorted(Counter(fact.wave for fact in facts).items()))
