"""Clauses by whom they protect and whom they bind, built once and used for any number of scenarios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from detente.engines.commitments.instrument import Clause, Duty, Instrument
from detente.foundation.errors import OutOfDomain

RESTRAINTS = frozenset({"neutrality", "non-aggression"})
OFFENCE = "offence"
ACTS = 3
"""The least strength that is more than consulting or supporting without force."""


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """A clause together with its instrument.

    `key`: by which promises are put in order. `kind`: what is owed, as coded, else by its strength; empty where
    neither is known.
    """

    instrument: Instrument
    clause: Clause
    key: tuple[str, str] = field(init=False)
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.instrument.id, self.clause.id))
        object.__setattr__(self, "kind", kind_of(self.clause.duty))

    @property
    def without_force(self) -> bool:
        """Whether it is owed to consult, or to support without force, and nothing more."""
        strength = self.clause.duty.strength
        return self.kind in ("consultation", "support") or (strength is not None and strength < ACTS)


def kind_of(duty: Duty) -> str:
    """What is owed: as coded, else by its strength; empty where neither is known.

    >>> kind_of(Duty(strength=1)), kind_of(Duty(strength=4)), kind_of(Duty())
    ('consultation', 'defence', '')
    """
    if duty.kind is not None:
        return duty.kind
    if duty.strength is None:
        return ""
    return ("non-aggression", "consultation", "support")[duty.strength] if duty.strength < ACTS else "defence"


class ObligationIndex:
    """Clauses of instruments by whom they protect (beneficiary); restraints by obligor and beneficiary.

    O(pairs of obligor and beneficiary) to build. The order of instruments and of clauses makes no difference.
    """

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self.instruments: tuple[Instrument, ...] = tuple(sorted(instruments, key=lambda item: item.id))
        self.protecting: dict[str, list[Promise]] = defaultdict(list)
        self.joining_attacks: dict[str, list[Promise]] = defaultdict(list)
        self.restraining: dict[tuple[str, str], list[Promise]] = defaultdict(list)
        self.count = 0
        self.ground = 0
        self._parties: dict[tuple[str, date], frozenset[str]] = {}
        _no_twins([item.id for item in self.instruments], "instruments")
        for instrument in self.instruments:
            _no_twins([clause.id for clause in instrument.clauses], f"clauses of {instrument.id}")
            for clause in sorted(instrument.clauses, key=lambda item: item.id):
                self._add(Promise(instrument, clause))

    def _add(self, promise: Promise) -> None:
        clause = promise.clause
        self.count += 1
        self.ground += len(clause.obligors) * len(clause.beneficiaries)
        kind = promise.kind
        if kind in RESTRAINTS:
            for pair in product(clause.obligors, clause.beneficiaries):
                self.restraining[pair].append(promise)
            return
        table = self.joining_attacks if kind == OFFENCE else self.protecting
        for party in clause.beneficiaries:
            table[party].append(promise)

    def parties(self, promise: Promise, day: date) -> frozenset[str]:
        """The parties on the day: of the instrument where they are listed, else those that the clause names."""
        instrument = promise.instrument
        if not instrument.parties:
            return promise.clause.obligors | promise.clause.beneficiaries
        found = self._parties.get((instrument.id, day))
        if found is None:
            found = self._parties[instrument.id, day] = frozenset(instrument.members(day))
        return found


def _no_twins(ids: Sequence[str], what: str) -> None:
    twins = sorted({item for item in ids if ids.count(item) > 1}) if len(set(ids)) != len(ids) else []
    if twins:
        raise OutOfDomain(f"two {what} have the same id: {', '.join(twins)}")
