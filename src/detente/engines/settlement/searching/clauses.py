"""Conditions as clauses: each clause names some issues and the values of each of which one at least must be taken.

A clause over values is a column of scores like a party's: 1 for each value that meets it, with a walk-away of 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from detente.engines.settlement.grid import BoolArray
from detente.foundation.conditions import And, Condition, Iff, IfThen, Not, Or, Vocabulary, bind
from detente.foundation.errors import TooLarge

Clause: TypeAlias = Mapping[int, BoolArray]
"""For each place of a switch or an issue, which values meet the clause; without places it cannot be met."""

CLAUSE_LIMIT = 2_000
"""Most clauses of a problem."""

_AT_ONCE = 64
"""Most clauses that one 'or' is multiplied out into; beyond, its parts get switches."""

_ON = np.array([False, True])


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """Clauses, and how many switches they use.

    A switch is a place after the issues, with the values off and on; its clauses make it on just where its
    condition holds, so that every package sets the switches in one way.
    """

    clauses: tuple[Clause, ...]
    switches: int


@dataclass(slots=True)
class Writer:
    """Turns conditions over one vocabulary into clauses."""

    vocabulary: Vocabulary
    clauses: list[Clause] = field(default_factory=list[Clause])
    switches: int = 0

    def require(self, condition: Condition, *, holding: bool = True) -> None:
        """The condition must hold, or with `holding` false must fail."""
        self._add(self._clauses(condition, holding))

    def require_denied(self, condition: Condition, other: Condition) -> None:
        """The two conditions must not hold together."""
        self._add(self._one_of([(condition, False), (other, False)]))

    def require_some(self, values: Mapping[int, BoolArray]) -> None:
        """On one of these issues one of the values that are set must be taken."""
        self._add(_simpler(values))

    def switch(self, condition: Condition) -> int:
        """The place of a new switch that is on just where the condition holds."""
        place = len(self.vocabulary.terms) + self.switches
        self.switches += 1
        off: Clause = {place: ~_ON}
        on: Clause = {place: _ON}
        for holding, other in ((True, off), (False, on)):
            for clause in self._clauses(condition, holding):
                self._add(_either(clause, other))
        return place

    def done(self) -> Clauses:
        """What has been written, each clause once."""
        seen: dict[tuple[tuple[int, bytes], ...], Clause] = {}
        for clause in self.clauses:
            seen.setdefault(tuple((i, clause[i].tobytes()) for i in sorted(clause)), clause)
        return Clauses(tuple(MappingProxyType(dict(c)) for c in seen.values()), self.switches)

    def _add(self, clauses: Iterable[Clause]) -> None:
        self.clauses += clauses
        if len(self.clauses) > CLAUSE_LIMIT:
            raise TooLarge(
                "clauses that the rules come to",
                estimate=len(self.clauses),
                limit=CLAUSE_LIMIT,
                todo="drop a rule, or split it into simpler ones",
            )

    def _clauses(self, condition: Condition, holding: bool) -> list[Clause]:
        match condition:
            case Not(part):
                return self._clauses(part, not holding)
            case And(parts) | Or(parts):
                if holding == isinstance(condition, And):
                    return [clause for part in parts for clause in self._clauses(part, holding)]
                return self._one_of([(part, holding) for part in parts])
            case IfThen(premise, consequence):
                if holding:
                    return self._one_of([(premise, False), (consequence, True)])
                return self._clauses(premise, True) + self._clauses(consequence, False)
            case Iff(left, right):
                first = self._one_of([(left, not holding), (right, True)])
                return first + self._one_of([(left, holding), (right, False)])
            case _:
                rule = bind(condition, self.vocabulary)
                [place] = rule.scope
                size = self.vocabulary.terms[place].size
                table = rule.holds_on_scope(np.arange(size, dtype=np.int64)[:, None])
                return _simpler({place: table if holding else ~table})

    def _one_of(self, parts: Sequence[tuple[Condition, bool]]) -> list[Clause]:
        """Clauses that say that one of the parts is as wanted."""
        found: list[Clause] = [{}]
        for part, wanted in parts:
            here = self._clauses(part, wanted)
            if len(found) * len(here) > _AT_ONCE:
                here = [{self.switch(part): _ON if wanted else ~_ON}]
            found = [joined for clause in found for other in here for joined in _either(clause, other)]
        return found


def _either(clause: Clause, other: Clause) -> list[Clause]:
    joined = dict(clause)
    for place, table in other.items():
        joined[place] = joined[place] | table if place in joined else table
    return _simpler(joined)


def _simpler(clause: Mapping[int, BoolArray]) -> list[Clause]:
    """The clause without places that never meet it; none where a place always does."""
    if any(bool(table.all()) for table in clause.values()):
        return []
    return [{place: table for place, table in clause.items() if table.any()}]
