"""What is derived: who is attacked, what is owed or breached, who joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.engines.commitments.instrument import STRENGTHS
from detente.engines.commitments.obligations.conditions import RESTRAINS, Condition
from detente.engines.commitments.obligations.events import FAILS, HOLDS
from detente.engines.commitments.obligations.index import Promise
from detente.engines.commitments.obligations.proof import Sentence
from detente.engines.commitments.scenario import Attack

OWED = "owed"
BREACHED = "breached"
OPEN = "open"
NOT_OWED = "not-owed"


@dataclass(frozen=True, slots=True)
class Attacked:
    """An attack that happens in the scenario, and in which wave it comes to count.

    `origin`: its place among the scenario's attacks, or that of the attack it stems from. `counts_as`: whether it is
    none of the scenario's own, but a party that joined and counts as attacked (the transitive stress setting).
    """

    attack: Attack
    wave: int
    origin: int
    counts_as: bool = False

    @property
    def order(self) -> tuple[int, str]:
        """Its place: as in the scenario, then by target."""
        return self.origin, self.attack.target


@dataclass(frozen=True, slots=True)
class Fact:
    """What one party owes another under one clause because of one attack, or why that is open, or not so.

    `role`: protects (the beneficiary is attacked), joins-attack (the beneficiary attacks, an offence duty),
    aggressor (the beneficiary of a defensive clause attacks), restrains (the obligor itself attacks or joins).
    """

    outcome: str
    promise: Promise
    obligor: str
    beneficiary: str
    adversary: str
    attacked: Attacked
    wave: int
    role: str
    conditions: tuple[Condition, ...]
    subsumed_by: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, tuple[int, str], str, str, tuple[str, str]]:
        """By wave, attack, beneficiary, obligor, clause."""
        return self.wave, self.attacked.order, self.beneficiary, self.obligor, self.promise.key

    @property
    def instrument(self) -> str:
        """The instrument's id."""
        return self.promise.instrument.id

    @property
    def clause(self) -> str:
        """The clause's id within its instrument."""
        return self.promise.clause.id

    @property
    def article(self) -> str:
        """Where it stands in the instrument."""
        return self.promise.clause.article

    @property
    def kind(self) -> str:
        """defence, offence, consultation, support, neutrality, non-aggression or other; empty where not known."""
        return self.promise.kind

    @property
    def strength(self) -> int | None:
        """0 to 5 on the scale of duties; None where not known."""
        return self.promise.clause.duty.strength

    @property
    def automaticity(self) -> int | None:
        """0 to 3; None where not known."""
        return self.promise.clause.duty.automaticity

    @property
    def deadline_hours(self) -> float | None:
        """Within how many hours; None where none is known."""
        return self.promise.clause.duty.deadline_hours

    @property
    def deciding(self) -> tuple[Condition, ...]:
        """Why it is so: the first condition that fails, or all that are unknown or arguable; empty where it is owed."""
        failing = [item for item in self.conditions if item.truth == FAILS]
        return tuple(failing[:1]) or tuple(item for item in self.conditions if item.truth != HOLDS)

    def feeds_joins(self, least: int) -> bool:
        """Whether a party may fight on it: a duty to act, of a known strength that is enough."""
        strength = self.strength
        return (
            self.outcome == OWED
            and self.kind in ("defence", "offence")
            and not self.promise.without_force
            and strength is not None
            and strength >= least
        )

    @property
    def says(self) -> Sentence:
        """The fact in words."""
        if self.role == RESTRAINS:
            text = _NOT_BREACHED if self.outcome == NOT_OWED else _BREACHES[self.kind]
        else:
            text = _DUTIES[self.kind]
            text = text.replace("owes", "does not owe", 1) if self.outcome == NOT_OWED else text
        if self.outcome == OPEN:
            text = f"it cannot be told whether {text}"
        article = f", {self.article}" if self.article else ""
        under = f"{self.promise.instrument.name}{article}"
        return Sentence(text, (self.obligor, self.beneficiary, self.adversary, under, self._duty))

    @property
    def _duty(self) -> str:
        duty = self.promise.clause.duty
        if self.kind in ("", "other") and duty.text:
            parts = [duty.text]
        else:
            parts = [STRENGTHS[duty.strength] if duty.strength is not None else "of a strength that is not known"]
        if duty.deadline_hours is not None:
            parts.append(f"within {duty.deadline_hours:g} hours")
        return ", ".join(parts)

    def row(self) -> dict[str, Any]:
        """The fact as a row of a table."""
        return {
            "outcome": self.outcome,
            "obligor": self.obligor,
            "beneficiary": self.beneficiary,
            "adversary": self.adversary,
            "instrument": self.instrument,
            "clause": self.clause,
            "article": self.article,
            "kind": self.kind,
            "role": self.role,
            "strength": self.strength,
            "automaticity": self.automaticity,
            "deadline_hours": self.deadline_hours,
            "wave": self.wave,
            "attack": self.attacked.attack.words,
            "subsumed_by": list(self.subsumed_by),
            "conditions": [item.name for item in self.deciding],
            "why": "; ".join(item.words() for item in self.deciding),
        }


@dataclass(frozen=True, slots=True)
class Join:
    """A party that fights beside another against a third, from a wave on, and the duty on which it does."""

    party: str
    beside: str
    against: str
    wave: int
    fact: Fact

    @property
    def order(self) -> tuple[int, str, str, str]:
        """By wave and names."""
        return self.wave, self.party, self.beside, self.against


_DUTIES = {
    "defence": "{0} owes {1} defence against {2} under {3}: {4}",
    "offence": "{0} owes {1} to join its attack on {2} under {3}: {4}",
    "consultation": "{0} owes {1} consultation over the attack by {2} under {3}: {4}",
    "support": "{0} owes {1} support against {2} under {3}: {4}",
    "other": "{0} owes {1}, over the attack by {2} under {3}: {4}",
    "": "{0} owes {1} a duty of unknown kind over the attack by {2} under {3}: {4}",
}
_BREACHES = {
    "non-aggression": "{0} breaches its duty not to attack {1} under {3}",
    "neutrality": "{0} breaches its duty to stay neutral towards {1} under {3}",
}
_NOT_BREACHED = "{0} breaches no duty towards {1} under {3}"
