"""Random instruments and scenarios for comparing, and what they give by the definition, written naively."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np

from detente.engines.commitments.instrument import (
    Adversary,
    Clause,
    Determination,
    Duty,
    Instrument,
    Membership,
    Phase,
    Precondition,
    Terms,
    Trigger,
)
from detente.engines.commitments.scenario import Attack, Scenario

PARTIES = "abcdef"
DAY = date(2027, 1, 1)
TYPES = ("armed-attack", "any-force", "threat")
TARGETS = ("territory", "forces", "vessels")
SCALES = ("any", "significant", "sustained")

# What an event certainly is, and what one may argue that it is, for the kinds that are drawn here.
MEETS = {
    "invasion": ({"armed-attack", "any-force", "threat"}, set[str]()),
    "threat": ({"threat"}, set[str]()),
    "cyber": (set[str](), {"armed-attack", "any-force", "threat"}),
}


def some(rng: np.random.Generator, items: str | tuple[str, ...], least: int = 0) -> frozenset[str]:
    size = int(rng.integers(least, len(items) + 1))
    return frozenset(items[int(place)] for place in rng.permutation(len(items))[:size])


T = TypeVar("T")


def maybe(rng: np.random.Generator, value: T, chance: float = 0.08) -> T | None:
    return None if rng.random() < chance else value


def random_clause(rng: np.random.Generator, instrument: str, number: int) -> Clause:
    kind = str(rng.choice(["anyone", "non-party", "named", "other-than"]))
    by = Adversary(kind, some(rng, PARTIES, 1) if kind in ("named", "other-than") else frozenset())
    deciders = [Determination("self"), Determination("victim"), Determination("council", rule="consensus")]
    trigger = Trigger(
        text=str(rng.choice(["", "an attack"])),
        types=maybe(rng, some(rng, TYPES, 1)),
        against=maybe(rng, some(rng, TARGETS, 1)),
        by=maybe(rng, by),
        area=maybe(rng, frozenset({"anywhere"}) if rng.random() < 0.7 else some(rng, ("north", "south"), 1)),
        except_area=frozenset({"isles"}) if rng.random() < 0.2 else frozenset(),
        threshold=maybe(rng, str(rng.choice(SCALES, p=[0.8, 0.1, 0.1]))),
        non_provocation=maybe(rng, some(rng, ("initiated", "fired-first"))),
        adversaries_at_least=int(rng.choice([1, 2], p=[0.9, 0.1])),
        determined_by=maybe(rng, (deciders[int(rng.integers(3))],)),
    )
    duty = Duty(
        kind="defence",
        strength=maybe(rng, int(rng.integers(0, 6))),
        automaticity=maybe(rng, int(rng.integers(0, 4))),
        deadline_hours=maybe(rng, float(rng.choice([24, 72])), 0.5),
    )
    return Clause(
        id=f"c{number}",
        instrument=instrument,
        obligors=some(rng, PARTIES, 1),
        beneficiaries=some(rng, PARTIES, 1) | ({"b"} if rng.random() < 0.6 else set()),
        trigger=trigger,
        duty=duty,
        article=str(rng.choice(["", "1", "2"])),
        covers_parties=bool(rng.random() < 0.2),
        unknown=("within how many hours",) if rng.random() < 0.1 else (),
        unsure=("duty.strength: a guess",) if rng.random() < 0.1 else (),
    )


def random_instrument(rng: np.random.Generator, name: str, clauses: int = 3) -> Instrument:
    members = tuple(
        Membership(party, date(int(rng.choice([1990, 2030])), 1, 1) if rng.random() < 0.3 else date.min)
        for party in sorted(some(rng, PARTIES) - ({"a"} if rng.random() < 0.8 else set()))
    )
    state = str(rng.choice(["in-force", "draft", "signed"], p=[0.7, 0.2, 0.1]))
    terms = Terms(
        binding=maybe(rng, bool(rng.random() < 0.5)),
        ratifications_needed=some(rng, "abc"),
        ratifications_done=some(rng, "ab"),
        indefinite=maybe(rng, bool(rng.random() < 0.5), 0.5),
        years=maybe(rng, float(rng.choice([10, 15])), 0.5),
        ends_when=str(rng.choice(["", "membership", "an attack"])),
        notice_months=maybe(rng, float(rng.choice([6, 12])), 0.5),
        consent=some(rng, "ef"),
        enforcement=str(rng.choice(["", "a council", "none"])),
        forces=str(rng.choice(["", "a brigade"])),
        limits=tuple(sorted(some(rng, ("isles", "cyber")))),
    )
    return Instrument(
        id=name,
        name=f"Pact {name}",
        kind=str(rng.choice(["treaty", "draft"])),
        clauses=tuple(random_clause(rng, name, number) for number in range(int(rng.integers(0, clauses + 1)))),
        parties=members,
        phases=(Phase(state),) if rng.random() < 0.8 else (),
        preconditions=(
            (Precondition("p", "a ceasefire", maybe(rng, bool(rng.random() < 0.5))),) if rng.random() < 0.3 else ()
        ),
        terms=terms,
    )


def random_instruments(rng: np.random.Generator, most: int = 3) -> list[Instrument]:
    return [random_instrument(rng, f"i{number}") for number in range(int(rng.integers(1, most + 1)))]


def random_scenario(rng: np.random.Generator, name: str = "s") -> Scenario:
    attacker, target = "ab" if rng.random() < 0.6 else rng.permutation(list(PARTIES))[:2].tolist()
    attack = Attack(
        attacker,
        target,
        kind=str(rng.choice(list(MEETS), p=[0.6, 0.2, 0.2])),
        against=str(rng.choice(["forces", "vessels", "territory"], p=[0.2, 0.2, 0.6])),
        area=some(rng, ("north", "south", "isles")),
        scale=str(rng.choice(SCALES)),
    )
    return Scenario(
        name,
        DAY,
        (attack,),
        provoked=frozenset({(target, "initiated")}) if rng.random() < 0.3 else frozenset(),
        requests=None if rng.random() < 0.7 else some(rng, PARTIES),
        suppose=frozenset({"i0"}) if rng.random() < 0.3 else frozenset(),
    )


def outcome(clause: Clause, instrument: Instrument, scenario: Scenario, obligor: str) -> str:
    """Owed, open or not-owed: every condition of a defensive clause, three-valued, read off the specification."""
    attack, trigger = scenario.attacks[0], clause.trigger
    members = {m.party for m in instrument.parties if m.start <= DAY <= m.end}
    listed = {m.party for m in instrument.parties}
    parties = members if listed else clause.obligors | clause.beneficiaries
    supposed = instrument.id in scenario.suppose
    truths: list[bool | None] = [
        not ({obligor, attack.target} & listed - members),
        supposed or instrument.state(DAY, obligor, attack.target) == "in-force",
        supposed or all(item.met for item in instrument.preconditions) or _none(instrument.preconditions[0].met),
        clause.covers_parties or attack.attacker not in parties,
        _any_of(trigger.types, *MEETS[attack.kind]),
        _any_of(trigger.against, *_hits(attack.against)),
        _meant(trigger.by, attack.attacker, parties),
        _inside(trigger, attack.area),
        None if trigger.threshold is None else SCALES.index(attack.scale) >= SCALES.index(trigger.threshold),
        _unprovoked(trigger, scenario),
        trigger.adversaries_at_least <= 1,
    ]
    for decider in trigger.determined_by or ():
        asked = scenario.requests is None or attack.target in scenario.requests
        truths.append({"self": True, "victim": asked, "council": None}[decider.who])
    if trigger.determined_by is None:
        truths.append(None)
    return "not-owed" if False in truths else "open" if None in truths else "owed"


def _none(met: bool | None) -> bool | None:
    return False if met is False else None


def _any_of(wanted: frozenset[str] | None, known: set[str], contested: set[str]) -> bool | None:
    if not wanted or (not known & wanted and contested & wanted):
        return None
    return bool(known & wanted)


def _hits(hit: str) -> tuple[set[str], set[str]]:
    return {hit}, {"forces"} if hit in ("territory", "vessels") else set()


def _meant(by: Adversary | None, attacker: str, parties: frozenset[str] | set[str]) -> bool | None:
    if by is None:
        return None
    return {
        "anyone": True,
        "non-party": attacker not in parties,
        "named": attacker in by.parties,
        "other-than": attacker not in by.parties,
    }[by.kind]


def _inside(trigger: Trigger, where: frozenset[str]) -> bool | None:
    anywhere = trigger.area is not None and "anywhere" in trigger.area
    if not where:
        return True if anywhere and not trigger.except_area else None
    if not where - trigger.except_area:
        return False
    if trigger.area is None:
        return None
    return anywhere or bool(trigger.area & (where - trigger.except_area))


def _unprovoked(trigger: Trigger, scenario: Scenario) -> bool | None:
    found = {how for party, how in scenario.provoked if party == scenario.attacks[0].target}
    if not found:
        return True
    return None if trigger.non_provocation is None else not found & trigger.non_provocation


def with_clause(rng: np.random.Generator, instrument: Instrument) -> Instrument:
    """The same instrument with one clause more."""
    added = replace(random_clause(rng, instrument.id, 99), id="added")
    return replace(instrument, clauses=(*instrument.clauses, added))


def shuffled(rng: np.random.Generator, instrument: Instrument) -> Instrument:
    """The same instrument with its clauses and parties in another order."""
    clauses = [instrument.clauses[i] for i in rng.permutation(len(instrument.clauses))]
    parties = [instrument.parties[i] for i in rng.permutation(len(instrument.parties))]
    return replace(instrument, clauses=tuple(clauses), parties=tuple(parties))
