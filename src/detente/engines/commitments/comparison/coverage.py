"""Who would be protected against what, and by whom: scenarios beside instruments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.obligations import ObligationIndex, derive
from detente.engines.commitments.obligations.facts import Fact
from detente.engines.commitments.obligations.proof import NO_NAMES
from detente.engines.commitments.scenario import Scenario
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

TOGETHER = "together"
"""Among the instruments of a cell: all of them."""


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """What would be owed if something that is unknown or can be argued were so."""

    clause: str
    strength: int | None
    automaticity: int | None
    deadline_hours: float | None
    obligors: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """Why nothing is owed under a clause: the first condition that fails, in words."""

    clause: str
    obligors: tuple[str, ...]
    condition: str
    why: str


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """What an instrument gives in a scenario.

    outcome: owed, open (nothing owed, something open), not-owed (every clause fails), none (no clause is for them).
    strength, automaticity: of the strongest duty owed, and of these the most automatic; None where nothing is owed or
        the strength is not known. obligors: who owe that strength; owing: all who owe anything, however little.
    deadline_hours: the shortest among all that is owed; None where none is stated.
    open: what would be owed if …, strongest first. failing: the first failing condition of each clause under which
        nothing is owed, strongest clause first. breached: who breaks a promise of its own by attacking.
    clauses: those that give the strength.
    """

    scenario: str
    instrument: str
    outcome: str
    strength: int | None
    automaticity: int | None
    deadline_hours: float | None
    obligors: tuple[str, ...]
    owing: tuple[str, ...]
    open: tuple[OpenDuty, ...]
    failing: tuple[Failing, ...]
    breached: tuple[str, ...]
    clauses: tuple[str, ...]

    @property
    def words(self) -> str:
        """The cell in a few words; never a single score."""
        said: list[str] = []
        if self.outcome == "owed":
            hours = "" if self.deadline_hours is None else f", first step within {self.deadline_hours:g} h"
            said.append(f"{_step(self.strength)} by {len(self.obligors)}{hours}")
        if self.open and (self.outcome == "open" or _rank(self.open[0].strength) > _rank(self.strength)):
            first = self.open[0]
            said.append(f"open: {_step(first.strength)} by {len(first.obligors)} ({'; '.join(first.needs)})")
        if said:
            return "; ".join(said)
        return f"nothing: {self.failing[0].why}" if self.failing else "nothing: it owes those attacked nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Answer):
    """The matrix: a row of cells for each scenario, a column for each instrument, and all of them together."""

    method: str = "coverage"
    scenarios: tuple[str, ...]
    instruments: tuple[str, ...]
    cells: tuple[tuple[CoverageCell, ...], ...]
    together: tuple[CoverageCell, ...]

    def cell(self, scenario: str, instrument: str) -> CoverageCell:
        """One cell; `together` names the column of all instruments."""
        row = self.scenarios.index(scenario)
        return self.together[row] if instrument == TOGETHER else self.cells[row][self.instruments.index(instrument)]

    def rows(self) -> list[dict[str, Any]]:
        """One row a cell, the column of all instruments last."""
        return [
            {
                "scenario": cell.scenario,
                "instrument": cell.instrument,
                "outcome": cell.outcome,
                "strength": cell.strength,
                "automaticity": cell.automaticity,
                "deadline_hours": cell.deadline_hours,
                "obligors": len(cell.obligors),
                "owing": len(cell.owing),
                "open": len(cell.open),
                "words": cell.words,
            }
            for row, together in zip(self.cells, self.together, strict=True)
            for cell in (*row, together)
        ]


def coverage(
    instruments: Sequence[Instrument],
    scenarios: Sequence[Scenario],
    *,
    beneficiary: str | None = None,
    names: Mapping[str, str] = NO_NAMES,
) -> Coverage:
    """Against which attacks which guarantee obliges whom to do what; a table, because a single score would hide it.

    For scenario s and instrument i, with O(s, i) the duties that are owed in s under i to those attacked:
    strength = max over O of strength, obligors = those who owe it, automaticity = max over the duties of that strength,
    deadline = min over O; and beside it what is open, or why nothing is owed.

    instruments: any number, each id once. scenarios: one or more, each id once. beneficiary: count only what is owed to
        this party; None: to whoever is attacked. names: of parties, for what is said in words; ids where they are not
        given.

    There is always an answer. A duty that is open counts as nothing owed and is listed with what it needs. Instruments
    are derived together, so that one may yield to another, and columns come in the order given. A strength that is not
    known ranks below all that are known. O(scenarios x clauses x obligors); 22 instruments in 7 scenarios in 0.2 s.

    >>> from datetime import date
    >>> from detente.engines.commitments.comparison.standard_scenarios import standard_scenarios
    >>> coverage([], standard_scenarios("a", "b", date(2027, 1, 1))).together[0].words
    'nothing: it owes those attacked nothing'

    The scenario matrix is derived here, from the obligations of `derive`.
    """
    ids = [instrument.id for instrument in instruments]
    _unique(ids, "instruments")
    _unique([scenario.id for scenario in scenarios], "scenarios")
    if not scenarios:
        raise OutOfDomain("coverage needs at least one scenario")
    index = ObligationIndex(instruments)
    cells: list[tuple[CoverageCell, ...]] = []
    together: list[CoverageCell] = []
    for scenario in scenarios:
        facts = _about(derive(index, scenario).facts, scenario, beneficiary)
        own = {name: [fact for fact in facts if fact.instrument == name] for name in ids}
        cells.append(tuple(_cell(scenario.id, name, own[name], names) for name in ids))
        together.append(_cell(scenario.id, TOGETHER, facts, names))
    return Coverage(
        scenarios=tuple(scenario.id for scenario in scenarios),
        instruments=tuple(ids),
        cells=tuple(cells),
        together=tuple(together),
        parameters=frozen(
            instruments=tuple(ids), scenarios=tuple(scenario.id for scenario in scenarios), beneficiary=beneficiary
        ),
        certificate=frozen(decisive=[_decisive(row) for row in cells]),
        caveats=_caveats(scenarios),
    )


def _about(facts: Iterable[Fact], scenario: Scenario, beneficiary: str | None) -> list[Fact]:
    """The facts on what is owed to those attacked, or broken towards them; not what an attacker may call upon."""
    attacked = {attack.target for attack in scenario.attacks} if beneficiary is None else {beneficiary}
    return [fact for fact in facts if fact.beneficiary in attacked and fact.role in ("protects", "restrains")]


def _cell(scenario: str, instrument: str, facts: Sequence[Fact], names: Mapping[str, str]) -> CoverageCell:
    protecting = [fact for fact in facts if fact.role == "protects"]
    owed = [fact for fact in protecting if fact.outcome == "owed"]
    open_duties = _open_duties([fact for fact in protecting if fact.outcome == "open"], names)
    failing = _failing([fact for fact in protecting if fact.outcome == "not-owed"], names)
    strength = max((_rank(fact.strength) for fact in owed), default=-1)
    strongest = [fact for fact in owed if _rank(fact.strength) == strength]
    automaticity = max((_rank(fact.automaticity) for fact in strongest), default=-1)
    outcome = "owed" if owed else "open" if open_duties else "not-owed" if failing else "none"
    return CoverageCell(
        scenario=scenario,
        instrument=instrument,
        outcome=outcome,
        strength=None if strength < 0 else strength,
        automaticity=None if automaticity < 0 else automaticity,
        deadline_hours=min((hours for fact in owed if (hours := fact.deadline_hours) is not None), default=None),
        obligors=_sorted(fact.obligor for fact in strongest),
        owing=_sorted(fact.obligor for fact in owed),
        open=open_duties,
        failing=failing,
        breached=_sorted(fact.obligor for fact in facts if fact.outcome == "breached"),
        clauses=_sorted(_clause(fact) for fact in strongest),
    )


def _decisive(row: Iterable[CoverageCell]) -> dict[str, list[str]]:
    """The clauses to read in order to check a row."""
    return {cell.instrument: list(cell.clauses) for cell in row}


def _open_duties(facts: Iterable[Fact], names: Mapping[str, str]) -> tuple[OpenDuty, ...]:
    """Facts that are open, those of one clause and for the same reasons put together."""
    grouped: dict[tuple[str, tuple[str, ...]], list[Fact]] = {}
    for fact in facts:
        grouped.setdefault((_clause(fact), tuple(item.words(names) for item in fact.deciding)), []).append(fact)
    duties = [
        OpenDuty(
            clause=clause,
            strength=group[0].strength,
            automaticity=group[0].automaticity,
            deadline_hours=group[0].deadline_hours,
            obligors=_sorted(fact.obligor for fact in group),
            needs=needs,
        )
        for (clause, needs), group in grouped.items()
    ]

    def place(duty: OpenDuty) -> tuple[int, int, int, str, tuple[str, ...]]:
        return -_rank(duty.strength), len(duty.needs), -len(duty.obligors), duty.clause, duty.needs

    return tuple(sorted(duties, key=place))


def _failing(facts: Iterable[Fact], names: Mapping[str, str]) -> tuple[Failing, ...]:
    """Facts that fail, those of one clause and for the same reason put together; those first that fail last."""
    grouped: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        first = fact.deciding[0]
        grouped.setdefault((_clause(fact), first.name, first.words(names)), []).append(fact)

    def place(entry: tuple[tuple[str, str, str], list[Fact]]) -> tuple[int, int, tuple[str, str, str]]:
        key, group = entry
        conditions = [item.name for item in group[0].conditions]
        reached = conditions.index(key[1]) if key[1] in conditions else 0
        return -_rank(group[0].strength), -reached, key

    return tuple(
        Failing(clause, _sorted(fact.obligor for fact in group), condition, why)
        for (clause, condition, why), group in sorted(grouped.items(), key=place)
    )


def _caveats(scenarios: Iterable[Scenario]) -> tuple[str, ...]:
    said = ["what is owed is what the texts say; whether it would be done is another question"]
    if supposed := sorted({name for scenario in scenarios for name in scenario.suppose}):
        said.append(f"supposed to be in force with all preconditions met: {', '.join(supposed)}")
    return tuple(said)


def _clause(fact: Fact) -> str:
    return f"{fact.instrument}.{fact.clause}"


def _step(step: int | None) -> str:
    return "?" if step is None else str(step)


def _rank(step: int | None) -> int:
    """A step of a scale, with what is not known below all steps."""
    return -1 if step is None else step


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _unique(ids: Sequence[str], what: str) -> None:
    if twins := sorted({item for item in ids if ids.count(item) > 1}):
        raise OutOfDomain(f"two {what} have the same id: {', '.join(twins)}")
