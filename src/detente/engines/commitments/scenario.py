"""What might happen, as the engine is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Attack:
    """Something done to `target` by `attacker`.

    `kind`: armed-attack, invasion, armed-aggression, nuclear-use, blockade, cyber, proxy, ceasefire-breach, threat.
    `against`: territory, administered-territory, forces, vessels, aircraft, line. `scale`: any, significant,
    sustained. `if_joins`: it only happens once the target has joined the fight.
    """

    attacker: str
    target: str
    kind: str = "armed-attack"
    against: str = "territory"
    area: frozenset[str] = frozenset()
    scale: str = "sustained"
    on: date | None = None
    if_joins: bool = False
    because: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The attack in words: kind, who, whom, what is hit."""
        return f"{self.kind.replace('-', ' ')} by {self.attacker} on {self.target} ({self.against.replace('-', ' ')})"


@dataclass(frozen=True, slots=True)
class Override:
    """A finding of the analyst that replaces what a clause says; for all obligors where none is named."""

    instrument: str
    clause: str
    owed: bool
    why: str
    obligor: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Attacks with all findings and votes that bear on them.

    `provoked`: (party, how) with how in initiated, fired-first. `requests`: who asks for help; None for every party
    attacked. `votes`: (instrument, who decides) → whether it finds that the trigger has occurred. `suppose`: ids of
    instruments taken to be in force with all preconditions met. `joins`: "none" (what is owed, nothing more), "all"
    (everyone who owes enough), or those who would fight. `strength_to_join`: the least strength of a duty on which a
    party fights. `transitive`: a stress setting, whoever joins counts as attacked.
    """

    id: str
    on: date
    attacks: tuple[Attack, ...]
    provoked: frozenset[tuple[str, str]] = frozenset()
    requests: frozenset[str] | None = None
    votes: tuple[tuple[tuple[str, str], bool], ...] = ()
    suppose: frozenset[str] = frozenset()
    overrides: tuple[Override, ...] = ()
    joins: str | frozenset[str] = "none"
    strength_to_join: int = 3
    transitive: bool = False
    title: str = ""
