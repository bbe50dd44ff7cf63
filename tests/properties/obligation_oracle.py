"""Obligations by plain loops, written from the words of the specification and sharing no code with the engine.

Everything is tried in every round until a round adds nothing. Truths are True, False and None for what cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from detente.engines.commitments.instrument import Clause, Instrument
from detente.engines.commitments.scenario import Attack, Scenario

YES, NO, OPEN = True, False, None

EVENTS: dict[str, dict[str, str]] = {
    # event: what it is, certainly (y) or arguably (?), in the order of the types below
    "armed-attack": {"armed-attack": "y", "armed-aggression": "y", "any-force": "y", "threat": "y",
                     "ceasefire-breach": "?"},
    "invasion": {"armed-attack": "y", "armed-aggression": "y", "any-force": "y", "threat": "y",
                 "ceasefire-breach": "?"},
    "armed-aggression": {"armed-attack": "?", "armed-aggression": "y", "any-force": "y", "threat": "y",
                         "ceasefire-breach": "?"},
    "nuclear-use": {"armed-attack": "y", "armed-aggression": "y", "any-force": "y", "threat": "y", "nuclear-use": "y",
                    "ceasefire-breach": "?"},
    "blockade": {"armed-attack": "?", "armed-aggression": "?", "any-force": "y", "threat": "y",
                 "ceasefire-breach": "?"},
    "cyber": {"armed-attack": "?", "armed-aggression": "?", "any-force": "?", "threat": "?"},
    "proxy": {"armed-attack": "?", "armed-aggression": "?", "any-force": "?", "threat": "?", "ceasefire-breach": "?"},
    "ceasefire-breach": {"armed-attack": "?", "armed-aggression": "?", "any-force": "?", "threat": "?",
                         "ceasefire-breach": "y"},
    "threat": {"threat": "y"},
}  # fmt: skip
THINGS: dict[str, dict[str, str]] = {
    "territory": {"territory": "y", "administered-territory": "y", "forces": "?", "line": "?"},
    "administered-territory": {"administered-territory": "y", "territory": "?", "forces": "?", "line": "?"},
    "forces": {"forces": "y"},
    "vessels": {"vessels": "y", "forces": "?"},
    "aircraft": {"aircraft": "y", "forces": "?"},
    "line": {"line": "y", "territory": "?", "administered-territory": "?", "forces": "?"},
}
SIZES = {"any": 0, "significant": 1, "sustained": 2}


def one_of(table: dict[str, str], wanted: frozenset[str]) -> bool | None:
    marks = {table.get(item, "n") for item in wanted}
    return YES if "y" in marks else OPEN if "?" in marks else NO


def kind_of(clause: Clause) -> str:
    if clause.duty.kind:
        return clause.duty.kind
    return {None: "", 0: "non-aggression", 1: "consultation", 2: "support"}.get(clause.duty.strength, "defence")


def parties_of(inst: Instrument, clause: Clause, day: Any) -> set[str]:
    if inst.parties:
        return {p.party for p in inst.parties if p.start <= day <= p.end}
    return set(clause.obligors) | set(clause.beneficiaries)


def in_force(inst: Instrument, g: str, b: str, day: Any, scenario: Scenario) -> bool:
    for who in (g, b):
        spells = [p for p in inst.parties if p.party == who]
        if spells and all(day < p.start or day > p.end for p in spells):
            return False
    if inst.id in scenario.suppose or not inst.phases:
        return True
    state = "nothing yet"
    for phase in inst.phases:
        when = phase.start <= day <= phase.end
        who = (not phase.obligors or g in phase.obligors) and (not phase.beneficiaries or b in phase.beneficiaries)
        if when and who:
            state = phase.state
    return state == "in-force"


def preconditions(inst: Instrument, day: Any, scenario: Scenario) -> bool | None:
    if inst.id in scenario.suppose:
        return YES
    answers = []
    for item in inst.preconditions:
        if item.met is False or (item.on and item.on > day):
            answers.append(NO)
        else:
            answers.append(YES if item.met or item.on else OPEN)
    return together(answers)


def together(answers: list[bool | None]) -> bool | None:
    return NO if NO in answers else OPEN if OPEN in answers else YES


def area(clause: Clause, attack: Attack) -> bool | None:
    covered, excepted = clause.trigger.area, clause.trigger.except_area
    if not attack.area:
        return OPEN if excepted or covered is None or "anywhere" not in covered else YES
    rest = [label for label in attack.area if label not in excepted]
    if not rest:
        return NO
    if covered is None:
        return OPEN
    return "anywhere" in covered or any(label in covered for label in rest)


def against_whom(inst: Instrument, clause: Clause, other: str, day: Any) -> bool | None:
    by = clause.trigger.by
    if by is None:
        return OPEN
    return {
        "anyone": YES,
        "non-party": other not in parties_of(inst, clause, day),
        "named": other in by.parties,
        "other-than": other not in by.parties,
    }[by.kind]


def determined(inst: Instrument, clause: Clause, b: str, scenario: Scenario) -> bool | None:
    if clause.trigger.determined_by is None:
        return OPEN
    answers: list[bool | None] = []
    for item in clause.trigger.determined_by:
        if item.who == "self":
            answers.append(YES)
        elif item.who == "victim":
            answers.append(scenario.requests is None or b in scenario.requests)
        else:
            answers.append(dict(scenario.votes).get((inst.id, item.who)))
    return together(answers)


def provocation(clause: Clause, b: str, attack: Attack, scenario: Scenario) -> bool | None:
    found = {how for who, how in scenario.provoked if who == b}
    if attack.attacker == b:
        found.add("initiated")
    if not found:
        return YES
    if clause.trigger.non_provocation is None:
        return OPEN
    return not found & clause.trigger.non_provocation


def asks(clause: Clause) -> list[bool | None]:
    return [OPEN] * (bool(clause.trigger.ongoing_conflict) + bool(clause.trigger.demand_refused))


def protects(inst: Instrument, clause: Clause, g: str, attack: Attack, scenario: Scenario, crowd: int) -> bool | None:
    x, y, t, day = attack.attacker, attack.target, clause.trigger, attack.on or scenario.on
    if g == x:
        return NO
    found = override(inst, clause, g, scenario)
    if found is not None:
        return found
    return together([
        in_force(inst, g, y, day, scenario),
        preconditions(inst, day, scenario),
        clause.covers_parties or x not in parties_of(inst, clause, day),
        one_of(EVENTS[attack.kind], t.types) if t.types else OPEN,
        against_whom(inst, clause, x, day),
        one_of(THINGS[attack.against], t.against) if t.against else OPEN,
        area(clause, attack),
        OPEN if t.threshold is None else SIZES[attack.scale] >= SIZES[t.threshold],
        provocation(clause, y, attack, scenario),
        crowd >= t.adversaries_at_least,
        *asks(clause),
        determined(inst, clause, y, scenario),
        OPEN if clause.duty.kind is None and clause.duty.strength is None else YES,
    ])  # fmt: skip


def helps_attack(inst: Instrument, clause: Clause, g: str, attack: Attack, scenario: Scenario) -> bool | None:
    x, y, day = attack.attacker, attack.target, attack.on or scenario.on
    if g == y:
        return NO
    found = override(inst, clause, g, scenario)
    if found is not None:
        return found
    return together([
        in_force(inst, g, x, day, scenario),
        preconditions(inst, day, scenario),
        clause.covers_parties or y not in parties_of(inst, clause, day),
        against_whom(inst, clause, y, day),
        area(clause, attack),
        *asks(clause),
        determined(inst, clause, x, scenario),
    ])  # fmt: skip


def for_aggressor(inst: Instrument, clause: Clause, g: str, attack: Attack, scenario: Scenario) -> bool | None:
    x, y, day = attack.attacker, attack.target, attack.on or scenario.on
    return together([
        in_force(inst, g, x, day, scenario),
        preconditions(inst, day, scenario),
        clause.covers_parties or y not in parties_of(inst, clause, day),
        against_whom(inst, clause, y, day),
        NO if clause.trigger.non_provocation else OPEN,
    ])  # fmt: skip


def restrains(inst: Instrument, clause: Clause, g: str, b: str, attack: Attack, scenario: Scenario) -> bool | None:
    t, day = clause.trigger, attack.on or scenario.on
    forceful = {"y": YES, "?": OPEN}.get(EVENTS[attack.kind].get("any-force", ""), NO)
    limited = t.area is not None or bool(t.except_area)
    return together([
        in_force(inst, g, b, day, scenario),
        preconditions(inst, day, scenario),
        one_of(EVENTS[attack.kind], t.types) if t.types else forceful,
        area(clause, attack) if limited else YES,
        provocation(clause, b, attack, scenario),
    ])  # fmt: skip


def override(inst: Instrument, clause: Clause, g: str, scenario: Scenario) -> bool | None:
    mine = [o for o in scenario.overrides if (o.instrument, o.clause) == (inst.id, clause.id)]
    for who in (g, ""):
        named = [o for o in mine if o.obligor == who]
        if named:
            return named[-1].owed
    return None


@dataclass
class Found:
    """Facts as plain tuples: (instrument, clause, obligor, role, place of the attack, its target) → wave or truth."""

    owed: dict[tuple[Any, ...], int] = field(default_factory=dict)
    others: dict[tuple[Any, ...], bool | None] = field(default_factory=dict)
    joins: dict[tuple[str, str, str], int] = field(default_factory=dict)
    attacks: dict[tuple[int, str], tuple[Attack, int, bool]] = field(default_factory=dict)
    fights: set[tuple[int, str, str, str]] = field(default_factory=set)
    breached: set[tuple[Any, ...]] = field(default_factory=set)


def naive(instruments: tuple[Instrument, ...], scenario: Scenario) -> Found:
    """All facts; rounds over everything until nothing changes."""
    found = Found()
    for place, attack in enumerate(scenario.attacks):
        if not attack.if_joins and attack not in scenario.attacks[:place]:
            found.attacks[place, attack.target] = (attack, 0, False)
    wave = 0
    while one_round(found, instruments, scenario, wave):
        wave += 1
    leftovers(found, instruments, scenario)
    return found


def crowd_on(found: Found, target: str) -> int:
    return len({attack.attacker for attack, _, _ in found.attacks.values() if attack.target == target})


def one_round(found: Found, instruments: tuple[Instrument, ...], scenario: Scenario, wave: int) -> bool:
    for (place, target), (attack, _, derived) in sorted(found.attacks.items()):
        for inst in instruments:
            for clause in inst.clauses:
                for g in clause.obligors:
                    for role, b, met in owed_roles(found, inst, clause, g, attack, scenario, derived):
                        if met:
                            found.owed.setdefault((inst.id, clause.id, g, role, b, place, target), wave)
    before = len(found.attacks)
    joining(found, instruments, scenario, wave)
    return len(found.attacks) > before


def owed_roles(
    found: Found, inst: Instrument, clause: Clause, g: str, attack: Attack, scenario: Scenario, derived: bool
) -> list[tuple[str, str, bool | None]]:
    kind, x, y = kind_of(clause), attack.attacker, attack.target
    roles: list[tuple[str, str, bool | None]] = []
    if kind in ("defence", "consultation", "support", "other", "") and y in clause.beneficiaries and g != y:
        met = protects(inst, clause, g, attack, scenario, crowd_on(found, y))
        roles.append(("protects", y, met))
    if kind == "offence" and x in clause.beneficiaries and g != x and not derived:
        roles.append(("joins-attack", x, helps_attack(inst, clause, g, attack, scenario)))
    return roles


def joining(found: Found, instruments: tuple[Instrument, ...], scenario: Scenario, wave: int) -> None:
    clauses = {(inst.id, clause.id): clause for inst in instruments for clause in inst.clauses}
    for name, when in list(found.owed.items()):
        inst, clause_id, g, role, b, place, target = name
        clause = clauses[inst, clause_id]
        strength, kind = clause.duty.strength, kind_of(clause)
        enough = strength is not None and strength >= max(3, scenario.strength_to_join)
        willing = scenario.joins == "all" or (scenario.joins != "none" and g in scenario.joins)
        if when != wave or not willing or not enough or kind not in ("defence", "offence"):
            continue
        attack = found.attacks[place, target][0]
        against = attack.attacker if role == "protects" else attack.target
        found.joins.setdefault((g, b, against), wave)
        for other, waiting in enumerate(scenario.attacks):
            if waiting.if_joins and waiting.target == g and waiting not in scenario.attacks[:other]:
                found.attacks.setdefault((other, g), (waiting, wave + 1, False))
        found.fights.add((place, g, against, role))
        if scenario.transitive and role == "protects":
            hit = Attack(attack.attacker, g, attack.kind, attack.against, attack.area, attack.scale, attack.on)
            found.attacks.setdefault((place, g), (hit, wave + 1, True))


def leftovers(found: Found, instruments: tuple[Instrument, ...], scenario: Scenario) -> None:
    """What is open or not owed in the end, and which restraints are breached."""
    every = [(inst, clause, g) for inst in instruments for clause in inst.clauses for g in clause.obligors]
    for (place, target), (attack, _, derived) in found.attacks.items():
        for inst, clause, g in every:
            for role, b, met in owed_roles(found, inst, clause, g, attack, scenario, derived):
                name = (inst.id, clause.id, g, role, b, place, target)
                if name not in found.owed:
                    found.others[name] = met
            if not derived:
                about_attacker(found, inst, clause, g, place, attack, scenario)
    for place, g, against, role in found.fights:
        kinds = ("neutrality", "non-aggression") if role == "joins-attack" else ("neutrality",)
        for inst, clause, who in every:
            if who == g and kind_of(clause) in kinds and against in clause.beneficiaries:
                restraint(found, inst, clause, g, against, place, scenario.attacks[place], scenario)


def about_attacker(
    found: Found, inst: Instrument, clause: Clause, g: str, place: int, attack: Attack, scenario: Scenario
) -> None:
    kind, x, y = kind_of(clause), attack.attacker, attack.target
    if kind == "defence" and x in clause.beneficiaries and g not in (x, y):
        met = for_aggressor(inst, clause, g, attack, scenario)
        found.others[inst.id, clause.id, g, "aggressor", x, place, y] = met
    if kind == "non-aggression" and g == x and y in clause.beneficiaries:
        restraint(found, inst, clause, g, y, place, attack, scenario)


def restraint(
    found: Found, inst: Instrument, clause: Clause, g: str, b: str, place: int, attack: Attack, scenario: Scenario
) -> None:
    met = restrains(inst, clause, g, b, attack, scenario)
    name = (inst.id, clause.id, g, "restrains", b, place, "")
    if met:
        found.breached.add(name)
    else:
        found.others[name] = met
