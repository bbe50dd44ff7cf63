"""Pairs of states and what one owes the other, as data sets code them, as instruments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from detente.engines.commitments.instrument import (
    ANYWHERE,
    Adversary,
    Clause,
    Determination,
    Duty,
    Instrument,
    Phase,
    Trigger,
)
from detente.foundation.errors import OutOfDomain

KIND_STRENGTHS: Mapping[str, int] = MappingProxyType(
    {"defence": 3, "offence": 3, "consultation": 1, "neutrality": 0, "non-aggression": 0}
)
"""The least that each kind of obligation means on the scale of duties: flags do not tell more."""

_TRIGGER = Trigger(
    types=frozenset({"any-force"}),
    against=frozenset({"territory", "administered-territory", "forces", "vessels", "aircraft", "line"}),
    by=Adversary("anyone"),
    area=frozenset({ANYWHERE}),
    threshold="any",
    non_provocation=frozenset(),
    determined_by=(Determination("self"),),
)
_CONSULTATION = Trigger(
    types=frozenset({"any-force", "threat"}),
    against=_TRIGGER.against,
    by=_TRIGGER.by,
    area=_TRIGGER.area,
    threshold="any",
    non_provocation=frozenset(),
    determined_by=_TRIGGER.determined_by,
)
_RESTRAINT = Trigger(non_provocation=frozenset())


def dyad_instruments(
    obligors: Iterable[object],
    beneficiaries: Iterable[object],
    kind: str,
    *,
    name: str = "directed pairs",
    source: str = "",
    strength: int | None = None,
    year: int | None = None,
) -> tuple[Instrument, ...]:
    """Pairs (obligor, beneficiary) of one kind of obligation as one instrument, with a clause for each beneficiary.

    obligors, beneficiaries: codes of states, of the same length, taken as text. kind: defence, offence,
    consultation, neutrality or non-aggression. strength: on the scale of duties, by default the least that the kind
    means. year: in force in that year only.

    Pairs carry no conditions, and do not say which treaty they stem from: clauses hold against anyone, anywhere,
    also against a party to the same treaty.

    >>> pacts = dyad_instruments([220, 200], [290, 290], "defence")
    >>> sorted(pacts[0].clauses[0].obligors)
    ['200', '220']
    """
    if kind not in KIND_STRENGTHS:
        raise OutOfDomain(f"kind is one of {', '.join(KIND_STRENGTHS)}, not {kind!r}")
    owing, owed = [_code(value) for value in obligors], [_code(value) for value in beneficiaries]
    if len(owing) != len(owed):
        raise OutOfDomain(f"{len(owing)} obligors, but {len(owed)} beneficiaries")
    promised: dict[str, set[str]] = defaultdict(set)
    for obligor, beneficiary in zip(owing, owed, strict=True):
        if obligor != beneficiary:
            promised[beneficiary].add(obligor)
    trigger = {"consultation": _CONSULTATION}.get(kind, _TRIGGER)
    trigger = _RESTRAINT if kind in ("neutrality", "non-aggression") else trigger
    duty = Duty(kind=kind, strength=KIND_STRENGTHS[kind] if strength is None else strength)
    instrument = f"{name} {kind}".replace(" ", "-")
    clauses = (
        Clause(
            id=f"to-{beneficiary}",
            instrument=instrument,
            obligors=frozenset(promised[beneficiary]),
            beneficiaries=frozenset({beneficiary}),
            trigger=trigger,
            duty=duty,
            page=source,
            covers_parties=True,
        )
        for beneficiary in sorted(promised)
    )
    phases = () if year is None else (Phase("in-force", date(year, 1, 1), date(year, 12, 31)),)
    title = f"{name}, {kind}" if year is None else f"{name}, {kind}, {year}"
    return (Instrument(instrument, title, "data", tuple(clauses), phases=phases, sources=(source,) if source else ()),)


def _code(value: object) -> str:
    number = getattr(value, "item", None)  # numpy's numbers print as Python's own
    return str(number() if number else value)
