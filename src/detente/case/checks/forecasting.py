"""Checks of what a forecast from positions rests on: one position a party, issue and day, and rules that can be met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from detente.case.finding import Check, Finding, Texts
from detente.case.model.base import first_day
from detente.case.model.case import Case


def positions_said_twice(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A party has one position on an issue at a time: the latest counts, and of two with one date the first."""
    seen: dict[tuple[str, str, date | None], int] = {}
    for index, position in enumerate(case.positions):
        when = first_day(position.on) if position.on else None
        first = seen.setdefault((position.party, position.issue, when), index)
        if first != index:
            since = f" as of {position.on}" if position.on else " without a date"
            what = f"{position.party} has two positions on '{position.issue}'{since}, and only the first counts"
            yield Finding("warning", "position-twice", ("positions", index), what, "date them with on:, or keep one")


def rules_of_blocs(case: Case, _texts: Texts) -> Iterator[Finding]:
    """The members of a bloc can reach what its rule asks for, and only members have a weight."""
    for index, party in enumerate(case.parties):
        rule = party.rule
        if rule is None or not party.members:
            continue
        for name in rule.weights:
            if name not in party.members and not party.open_membership:
                what = f"{name} has a weight in '{party.id}' and is no member of it"
                path = ("parties", index, "rule", "weights", name)
                yield Finding("warning", "weight-of-a-stranger", path, what, "add it to members, or drop the weight")
        total = sum((Fraction(rule.weights.get(name, 1)) for name in party.members), Fraction(0))
        if rule.quota is not None and rule.quota > total and not party.open_membership:
            what = f"quota {float(rule.quota):g} is more than all members have together, {float(total):g}"
            path = ("parties", index, "rule", "quota")
            yield Finding("warning", "bloc-quota", path, what, f"write at most {float(total):g}")


CHECKS: tuple[Check, ...] = (positions_said_twice, rules_of_blocs)
