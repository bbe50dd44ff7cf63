"""What a new draft changes in what would be owed, scenario by scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.obligations import derive
from detente.engines.commitments.obligations.facts import Fact
from detente.engines.commitments.obligations.proof import NO_NAMES
from detente.engines.commitments.scenario import Scenario

_RANK = {"not-owed": 0, "open": 1, "owed": 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """The best that one party owes another in a scenario under one draft, and the clause that says it.

    `might`: what is open beside it, where that is stronger.
    """

    outcome: str
    strength: int | None
    automaticity: int | None
    deadline_hours: float | None
    clause: str
    why: str
    might: Standing | None = None

    @property
    def gives(self) -> tuple[tuple[int, int, int, float], ...]:
        """What can be compared: outcome, strength, automaticity, deadline; then the same of what is open beside it."""
        hours = float("-inf") if self.deadline_hours is None else -self.deadline_hours
        own = _RANK[self.outcome], _step(self.strength), _step(self.automaticity), hours
        return (own, *(self.might.gives if self.might else ()))

    @property
    def words(self) -> str:
        """In a few words."""
        if self.outcome == "not-owed":
            return f"nothing: {self.why}" if self.why else "nothing"
        strength = "?" if self.strength is None else str(self.strength)
        hours = "" if self.deadline_hours is None else f", within {self.deadline_hours:g} h"
        said = f"{strength}{hours}" if self.outcome == "owed" else f"open: {strength}{hours} ({self.why})"
        return f"{said}; {self.might.words}" if self.might else said


NOTHING_OWED = Standing("not-owed", None, None, None, "", "")


@dataclass(frozen=True, slots=True)
class Consequence:
    """What changes between two parties in a scenario.

    change: appears, disappears (an obligation that is owed), opens, closes (one that is open), stronger, weaker.
    """

    scenario: str
    obligor: str
    beneficiary: str
    adversary: str
    change: str
    before: Standing
    after: Standing


def consequences(
    before: Instrument, after: Instrument, scenarios: Sequence[Scenario], names: Mapping[str, str] = NO_NAMES
) -> tuple[Consequence, ...]:
    """For each scenario, obligor and beneficiary: what becomes owed, is owed no longer, or is owed differently.

    Both drafts are supposed to be in force with their preconditions met, each alone.
    """
    found: list[Consequence] = []
    for scenario in scenarios:
        both = replace(scenario, suppose=scenario.suppose | {before.id, after.id})
        old, new = (_best(derive([draft], both).facts, names) for draft in (before, after))
        for key in sorted(old.keys() | new.keys()):
            was, now = old.get(key, NOTHING_OWED), new.get(key, NOTHING_OWED)
            if was.gives != now.gives:
                found.append(Consequence(scenario.id, *key, _change(was, now), was, now))
    return tuple(found)


def _best(facts: Iterable[Fact], names: Mapping[str, str]) -> dict[tuple[str, str, str], Standing]:
    """The best of each pair of parties: what is owed, with what is open beside it where that is stronger."""
    found: dict[tuple[str, str, str], list[Standing]] = {}
    for fact in facts:
        if fact.outcome in _RANK and fact.role != "restrains":
            found.setdefault((fact.obligor, fact.beneficiary, fact.adversary), []).append(_standing(fact, names))
    best: dict[tuple[str, str, str], Standing] = {}
    for key, standings in found.items():
        top = max(standings, key=_place)
        stronger = [item for item in standings if item.outcome == "open" and _step(item.strength) > _step(top.strength)]
        beside = max(stronger, key=_place) if stronger and top.outcome == "owed" else None
        best[key] = replace(top, might=beside)
    return best


def _standing(fact: Fact, names: Mapping[str, str]) -> Standing:
    known = fact.outcome != "not-owed"
    return Standing(
        outcome=fact.outcome,
        strength=fact.strength if known else None,
        automaticity=fact.automaticity if known else None,
        deadline_hours=fact.deadline_hours if known else None,
        clause=fact.clause,
        why="; ".join(item.words(names) for item in fact.deciding),
    )


def _place(standing: Standing) -> tuple[tuple[tuple[int, int, int, float], ...], str]:
    return standing.gives, standing.clause


def _change(was: Standing, now: Standing) -> str:
    old, new = _RANK[was.outcome], _RANK[now.outcome]
    if old != new:
        if "owed" in (was.outcome, now.outcome):
            return "appears" if new > old else "disappears"
        return "opens" if new > old else "closes"
    return "stronger" if now.gives > was.gives else "weaker"


def _step(step: int | None) -> int:
    return -1 if step is None else step
