"""Small treaties and scenarios for tests: everything known and wide unless a test narrows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from detente.engines.commitments.instrument import (
    Adversary,
    Clause,
    Determination,
    Duty,
    Instrument,
    Membership,
    Trigger,
)
from detente.engines.commitments.obligations import Fact, Obligations, derive
from detente.engines.commitments.scenario import Attack, Scenario

DAY = date(2030, 6, 1)
WIDE = Trigger(
    types=frozenset({"armed-attack"}),
    against=frozenset({"territory"}),
    by=Adversary("anyone"),
    area=frozenset({"anywhere"}),
    threshold="any",
    non_provocation=frozenset(),
    determined_by=(Determination("self"),),
)


def clause(obligors: str, beneficiaries: str, name: str = "c", instrument: str = "pact", **fields: Any) -> Clause:
    """A defence clause between one-letter parties; `trigger` and `duty` fields may be given by name."""
    trigger = {key: fields.pop(key) for key in list(fields) if hasattr(WIDE, key)}
    duty = Duty(**{"kind": "defence", "strength": 4, **fields.pop("duty", {})})
    return Clause(
        id=name,
        instrument=instrument,
        obligors=frozenset(obligors),
        beneficiaries=frozenset(beneficiaries),
        trigger=replace(WIDE, **trigger),
        duty=duty,
        **fields,
    )


def pact(*clauses: Clause, parties: str | tuple[Membership, ...] = "", name: str = "pact", **fields: Any) -> Instrument:
    """A treaty of these clauses."""
    members = tuple(item if isinstance(item, Membership) else Membership(item) for item in parties)
    return Instrument(id=name, name=name.title(), kind="treaty", clauses=clauses, parties=members, **fields)


X_ON_Y = Attack("x", "y")


def asked(*instruments: Instrument, attack: Attack | tuple[Attack, ...] = X_ON_Y, **fields: Any) -> Obligations:
    """The answer to one attack, x on y where none is given."""
    attacks = attack if isinstance(attack, tuple) else (attack,)
    return derive(instruments, Scenario(**{"id": "s", "on": DAY, "attacks": attacks, **fields}))


def outcomes(answer: Obligations) -> dict[str, str]:
    """Obligor → outcome, for answers with one clause."""
    return {fact.obligor: fact.outcome for fact in answer.facts if fact.role == "protects"}


def only(answer: Obligations) -> Fact:
    """The one fact of an answer."""
    (fact,) = answer.facts
    return fact
