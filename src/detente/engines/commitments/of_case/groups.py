"""Facts that differ only in who owes, told together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.engines.commitments.obligations import Fact
from detente.engines.commitments.obligations.conditions import Condition
from detente.engines.commitments.of_case.answering import CaseObligations

_NOT_KNOWN = " is not known"


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Several parties of which the same is true under one clause because of one attack."""

    facts: tuple[Fact, ...]
    obligors: tuple[str, ...]
    why: tuple[str, ...]
    """Which condition fails, or what is unknown or arguable, in words; empty for what is owed."""

    @property
    def reason(self) -> str:
        """The reasons in one line, what is not known drawn together; empty for what is owed."""
        unknown = [words.removesuffix(_NOT_KNOWN) for words in self.why if words.endswith(_NOT_KNOWN)]
        others = [words for words in self.why if not words.endswith(_NOT_KNOWN)]
        return "; ".join([*others, *([f"not known: {', '.join(unknown)}"] if unknown else [])])

    @property
    def first(self) -> Fact:
        """One of them, for what they share."""
        return self.facts[0]


def fact_groups(found: CaseObligations, facts: Iterable[Fact]) -> tuple[FactGroup, ...]:
    """The facts grouped by outcome, clause, attack, role, wave and reasons, in the order in which they come."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        attack = fact.attacked.attack
        reasons = tuple((item.name, item.text, _others(item, fact.obligor)) for item in fact.deciding)
        key = (fact.outcome, fact.promise.key, fact.beneficiary, attack, fact.role, fact.wave, reasons)
        groups.setdefault(key, []).append(fact)
    return tuple(_group(found, tuple(members)) for members in groups.values())


def _others(reason: Condition, obligor: str) -> tuple[str, ...]:
    """What the reason is about, with the obligor as nobody in particular."""
    return tuple("" if item == obligor else item for item in reason.about)


def _group(found: CaseObligations, facts: tuple[Fact, ...]) -> FactGroup:
    order = [party.id for party in found.case.parties]
    obligors = sorted(
        {fact.obligor for fact in facts}, key=lambda who: (order.index(who) if who in order else 999, who)
    )
    first = facts[0]
    names = found.names if len(obligors) == 1 else {**found.names, first.obligor: "each of them"}
    return FactGroup(facts, tuple(obligors), tuple(item.words(names) for item in first.deciding))
