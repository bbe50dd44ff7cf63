"""The guarantees of a case beside the instrument that they imitate, as if the one they protect were party to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.case.instruments import instrument_ids, library_instrument
from detente.case.model.base import last_day
from detente.case.model.case import Case
from detente.case.model.clause import ALL
from detente.case.model.commitment import Commitment, Membership
from detente.engines.commitments.comparison.coverage import Coverage, coverage
from detente.engines.commitments.comparison.differences import ClauseDifferences, clause_differences
from detente.engines.commitments.comparison.gap import GapTable, gap_table
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.of_case.asking import instruments_of_case, scenario_of_case
from detente.engines.commitments.of_case.words import names_of
from detente.engines.commitments.scenario import Scenario
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import did_you_mean

PROTECTING = frozenset({"defence", "support", "consultation", None})


@dataclass(frozen=True, slots=True, eq=False)
class Guarantees:
    """Instruments of the case that protect one party, beside the instrument that they are measured against."""

    beneficiary: str
    reference: Instrument
    supposed_member: bool
    """Whether the party is no party of the reference, and is read as if it were one."""
    instruments: tuple[Instrument, ...]
    gap: GapTable
    scenarios: tuple[Scenario, ...]
    coverage: Coverage | None
    """The scenarios in which the party is attacked, by instrument; the reference with the party as a member."""
    differences: tuple[ClauseDifferences, ...] = ()
    """Clause by clause, from the reference to each instrument, where the reference is one of the case's own."""


def guarantees_of_case(case: Case, against: str | None = None) -> tuple[Guarantees, ...]:
    """Every set of guarantees of the case with a reference: the one it imitates, or `against` for all.

    A set protects one party; instruments that protect different ones make several. `against` is an instrument of the
    case or of the library. Raises OutOfDomain where there is no such instrument, or where nothing protects anybody.
    """
    if against is not None:
        _reference(case, against)
    roots: dict[str, list[Commitment]] = {}
    for item in case.commitments:
        root = against if against is not None else _root(case, item)
        if root is not None and root != item.id and _protected(item):
            roots.setdefault(root, []).append(item)
    if against is not None and not roots:
        raise OutOfDomain("no instrument of the case protects anybody: add clauses with beneficiaries")
    return tuple(
        _compared(case, root, beneficiary, for_it)
        for root, items in roots.items()
        for beneficiary, for_it in _by_beneficiary(case, items, only_attacked=against is not None)
    )


def _by_beneficiary(
    case: Case, items: Sequence[Commitment], *, only_attacked: bool
) -> list[tuple[str, list[Commitment]]]:
    """The instruments by whom they protect: first who is attacked in a scenario, then whom most of them protect.

    `only_attacked` leaves out the sets of those whom no scenario attacks, where there are others.
    """
    attacked = {attack.to for scenario in case.scenarios for attack in scenario.attacks}
    rest: list[Commitment] = list(items)
    found: list[tuple[str, list[Commitment]]] = []
    while rest:
        counts = Counter(name for item in rest for name in dict.fromkeys(_protected(item)))
        beneficiary = max(counts, key=lambda name: (name in attacked, counts[name]))
        found.append((beneficiary, [item for item in rest if beneficiary in _protected(item)]))
        rest = [item for item in rest if beneficiary not in _protected(item)]
    told = [one for one in found if one[0] in attacked]
    return told if only_attacked and told else found


def _root(case: Case, item: Commitment) -> str | None:
    """The instrument at the end of the chain of imitations; None where it imitates nothing."""
    own = {other.id: other for other in case.commitments}
    seen = {item.id}
    found = item.imitates
    while found is not None and found in own and own[found].imitates is not None and found not in seen:
        seen.add(found)
        found = own[found].imitates
    return None if found == item.id else found


def _reference(case: Case, name: str) -> Commitment:
    own = {item.id: item for item in case.commitments}
    if name in own:
        return own[name]
    if name in instrument_ids():
        return library_instrument(name, case)
    known = [*own, *instrument_ids()]
    raise OutOfDomain(f"there is no instrument '{name}', in the case or in the library ({did_you_mean(name, known)})")


def _protected(item: Commitment) -> list[str]:
    parties = [member.party for member in item.parties]
    return [
        name
        for clause in item.clauses
        if clause.duty.kind in PROTECTING
        for named in clause.beneficiaries
        for name in (parties if named == ALL else (named,))
    ]


def _compared(case: Case, root: str, beneficiary: str, for_it: Sequence[Commitment]) -> Guarantees:
    written = _reference(case, root)
    supposed = _with_member(written, beneficiary)
    (reference,) = instruments_of_case(case, [supposed])
    instruments = instruments_of_case(case, for_it)
    day = None if case.as_of is None else last_day(case.as_of)
    scenarios = tuple(
        scenario_of_case(case, item) for item in case.scenarios if any(a.to == beneficiary for a in item.attacks)
    )
    return Guarantees(
        beneficiary=beneficiary,
        reference=reference,
        supposed_member=supposed is not written,
        instruments=instruments,
        gap=gap_table(instruments, reference, beneficiary, on=day),
        scenarios=scenarios,
        coverage=_coverage(case, (reference, *instruments), scenarios, beneficiary),
        differences=_differences(case, root, instruments, scenarios),
    )


def _coverage(
    case: Case, instruments: Sequence[Instrument], scenarios: Sequence[Scenario], beneficiary: str
) -> Coverage | None:
    return coverage(instruments, scenarios, beneficiary=beneficiary, names=names_of(case)) if scenarios else None


def _differences(
    case: Case, root: str, instruments: Sequence[Instrument], scenarios: Sequence[Scenario]
) -> tuple[ClauseDifferences, ...]:
    own = [item for item in case.commitments if item.id == root]
    before = instruments_of_case(case, own)
    names = names_of(case)
    return tuple(clause_differences(one, after, scenarios, names=names) for one in before for after in instruments)


def _with_member(item: Commitment, party: str) -> Commitment:
    """The instrument as if the party were one of its parties."""
    if any(member.party == party for member in item.parties):
        return item
    return item.model_copy(update={"parties": (*item.parties, Membership(party=party))})
