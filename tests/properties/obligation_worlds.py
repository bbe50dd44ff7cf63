"""Random instruments and scenarios for the obligations engine: every field may be unknown, narrow or wide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

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
    Trigger,
)
from detente.engines.commitments.scenario import Attack, Override, Scenario

ACTORS = ("a", "b", "c", "d", "e", "f")
DAY = date(2030, 6, 1)
KINDS = ("armed-attack", "invasion", "armed-aggression", "nuclear-use", "blockade", "cyber", "proxy",
         "ceasefire-breach", "threat")  # fmt: skip
TYPES = ("armed-attack", "armed-aggression", "any-force", "nuclear-use", "ceasefire-breach", "threat")
TARGETS = ("territory", "administered-territory", "forces", "vessels", "aircraft", "line")
AREAS = ("north", "south")
SCALES = ("any", "significant", "sustained")


class Draws:
    """Draws of one world."""

    def __init__(self, seed: np.random.SeedSequence) -> None:
        self.rng = np.random.default_rng(seed)

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def one(self, items: Any) -> Any:
        return items[int(self.rng.integers(len(items)))]

    def some(self, items: Any, share: float = 0.5) -> frozenset[str]:
        return frozenset(item for item in items if self.chance(share))

    def field(self, wide: Any, narrow: Any, unknown: float = 0.03, limited: float = 0.11) -> Any:
        """Wide mostly, else narrow, else not known."""
        at = self.rng.random()
        return None if at < unknown else narrow() if at < unknown + limited else wide


def clause(draw: Draws, place: int, instrument: str) -> Clause:
    trigger = Trigger(
        types=draw.field(frozenset(TYPES), lambda: draw.some(TYPES) or frozenset({"threat"})),
        against=draw.field(frozenset(TARGETS), lambda: draw.some(TARGETS) or frozenset({"line"})),
        by=draw.field(
            Adversary("anyone"),
            lambda: Adversary(draw.one(("non-party", "named", "other-than")), draw.some(ACTORS)),
        ),
        area=draw.field(frozenset({"anywhere"}), lambda: draw.some(AREAS)),
        except_area=draw.some(AREAS, 0.08),
        threshold=draw.field("any", lambda: draw.one(SCALES)),
        non_provocation=draw.field(frozenset[str](), lambda: draw.some(("initiated", "fired-first")), unknown=0.2),
        ongoing_conflict="the war" if draw.chance(0.04) else "",
        adversaries_at_least=draw.one((1, 1, 1, 1, 1, 1, 2)),
        demand_refused="the demand" if draw.chance(0.04) else "",
        determined_by=draw.field(
            (Determination("self"),),
            lambda: tuple(
                Determination(draw.one(("self", "victim", "council", "official", "commission")))
                for _ in range(draw.one((0, 1, 1, 2)))
            ),
        ),
    )
    kind = draw.field(
        "defence", lambda: draw.one(("offence", "offence", "consultation", "support", "neutrality", "non-aggression",
                                     "other")), limited=0.5
    )  # fmt: skip
    return Clause(
        id=f"c{place}",
        instrument=instrument,
        obligors=draw.some(ACTORS, 0.6),
        beneficiaries=draw.some(ACTORS, 0.6),
        trigger=trigger,
        duty=Duty(kind=kind, strength=draw.one((None, 0, 1, 2, 3, 3, 4, 4, 5, 5)), deadline_hours=draw.one((None, 24))),
        covers_parties=draw.chance(0.4),
        yields_to=frozenset({f"i{draw.one((0, 1, 2))}"}) if draw.chance(0.2) else frozenset(),
    )


def instrument(draw: Draws, place: int) -> Instrument:
    name = f"i{place}"
    parties = tuple(
        Membership(party, DAY + timedelta(draw.one((-900, -900, -900, 30))), DAY + timedelta(draw.one((-1, 900, 900))))
        if draw.chance(0.4)
        else Membership(party)
        for party in sorted(draw.some(ACTORS, 0.7))
    )
    phases = [
        Phase(
            draw.one(("in-force", "in-force", "in-force", "suspended", "draft")),
            start=draw.one((date.min, DAY - timedelta(400), DAY + timedelta(1))),
            obligors=draw.some(ACTORS, 0.3) if draw.chance(0.3) else frozenset(),
            beneficiaries=draw.some(ACTORS, 0.3) if draw.chance(0.2) else frozenset(),
        )
        for _ in range(draw.one((1, 1, 2)))
    ]
    conditions = [
        Precondition("p", "it happens", draw.one((True, True, False, None)), draw.one((None, DAY, DAY + timedelta(9))))
    ]
    return Instrument(
        id=name,
        name=name,
        kind="treaty",
        clauses=tuple(clause(draw, number, name) for number in range(draw.one((1, 2, 3)))),
        parties=parties if draw.chance(0.6) else (),
        phases=tuple(phases) if draw.chance(0.4) else (),
        preconditions=tuple(conditions) if draw.chance(0.15) else (),
    )


def attack(draw: Draws, *, if_joins: bool = False) -> Attack:
    attacker, target = draw.rng.choice(ACTORS, 2, replace=False).tolist()
    return Attack(
        attacker,
        target,
        kind=draw.one((*KINDS, "armed-attack", "armed-attack", "armed-attack", "invasion", "invasion")),
        against=draw.one((*TARGETS, "territory", "territory", "territory")),
        area=draw.some(AREAS),
        scale=draw.one((*SCALES, "sustained", "sustained")),
        on=draw.one((None, None, DAY + timedelta(60))),
        if_joins=if_joins,
    )


def world(seed: np.random.SeedSequence) -> tuple[tuple[Instrument, ...], Scenario]:
    """One to five instruments and a scenario."""
    draw = Draws(seed)
    instruments = tuple(instrument(draw, place) for place in range(draw.one((1, 2, 3, 4, 5))))
    attacks = [attack(draw) for _ in range(draw.one((1, 1, 1, 2, 3)))]
    attacks += [attack(draw, if_joins=True) for _ in range(draw.one((0, 0, 0, 1, 2)))]
    votes = {
        (f"i{draw.one((0, 1, 2))}", draw.one(("council", "official", "commission"))): draw.chance(0.6)
        for _ in range(draw.one((0, 0, 1, 2)))
    }
    overrides = tuple(
        Override(f"i{draw.one((0, 1))}", f"c{draw.one((0, 1))}", draw.chance(0.5), "so found", draw.one(("", *ACTORS)))
        for _ in range(draw.one((0, 0, 0, 1, 2)))
    )
    scenario = Scenario(
        id="s",
        on=DAY,
        attacks=tuple(attacks),
        provoked=frozenset((party, draw.one(("initiated", "fired-first"))) for party in draw.some(ACTORS, 0.15)),
        requests=draw.some(ACTORS, 0.7) if draw.chance(0.3) else None,
        votes=tuple(votes.items()),
        suppose=frozenset({f"i{draw.one((0, 1, 2))}"}) if draw.chance(0.15) else frozenset(),
        overrides=overrides,
        joins=draw.one(("none", "all", "all", draw.some(ACTORS))),
        strength_to_join=draw.one((0, 3, 3, 4)),
        transitive=draw.chance(0.4),
    )
    return instruments, scenario
