"""What a new draft of an instrument changes: clause by clause, field by field, and in what would be owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.engines.commitments.comparison.alignment import Pair, align
from detente.engines.commitments.comparison.clause_fields import CLAUSE_FIELDS, LEFT_OPEN, SETTLED, FieldChange
from detente.engines.commitments.comparison.consequences import Consequence, consequences
from detente.engines.commitments.comparison.dimensions import DIMENSIONS
from detente.engines.commitments.comparison.measure import SAME
from detente.engines.commitments.comparison.reading import Evidence, Subject, clause_evidence
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.obligations.proof import NO_NAMES
from detente.engines.commitments.scenario import Scenario
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """One clause: added, dropped, changed or same; its ids before and after, and what they were paired on."""

    change: str
    before: str
    after: str
    paired_by: str
    fields: tuple[FieldChange, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDifferences(Answer):
    """Two drafts compared: their clauses, the instrument as a whole, and the consequences in the scenarios asked."""

    method: str = "clause-differences"
    before: str
    after: str
    clauses: tuple[ClauseDifference, ...]
    terms: tuple[FieldChange, ...]
    consequences: tuple[Consequence, ...]

    @property
    def changed(self) -> tuple[ClauseDifference, ...]:
        """The clauses that are not the same."""
        return tuple(clause for clause in self.clauses if clause.change != SAME)

    @property
    def same(self) -> bool:
        """Whether nothing that is coded differs."""
        return not self.changed and not self.terms

    def rows(self) -> list[dict[str, Any]]:
        """One row a field that changed, a clause added or dropped, a term, and a consequence."""
        listed: list[dict[str, Any]] = []
        for clause in self.changed:
            name = clause.after or clause.before
            if not clause.fields:
                listed.append(_row("clause", name, clause.change))
            listed += [_row("clause", name, f.direction, f.field, f.before, f.after) for f in clause.fields]
        listed += [_row("instrument", self.after, f.direction, f.field, f.before, f.after) for f in self.terms]
        for item in self.consequences:
            what = f"{item.obligor} to {item.beneficiary}"
            listed.append(_row("scenario", item.scenario, item.change, what, item.before.words, item.after.words))
        return listed


def clause_differences(
    before: Instrument,
    after: Instrument,
    scenarios: Sequence[Scenario] = (),
    *,
    on: date | None = None,
    names: Mapping[str, str] = NO_NAMES,
) -> ClauseDifferences:
    """What changes from one draft to the next, and who would owe more or less because of it.

    Clauses are paired by id, else by article, else by content (the pair with the largest share of equal fields
    first, at least half). A field f of a pair changed if f(before) != f(after); its direction is that of the
    dimension: stronger or weaker on a scale, broader or narrower between sets, different without an order, settled or
    left open where only one draft says it. A consequence is a pair of parties for which (outcome, strength,
    automaticity, deadline) of the best duty differs between the two drafts in a scenario, each draft alone and
    supposed to be in force.

    before, after: two drafts; their ids may be the same. scenarios: any number. on: the day for which members and
        ratifications are read; None: as written. names: of parties, for what is said in words.

    There is always an answer; two equal drafts give no changes. Compared the other way round, added and dropped change
    places, and so do the directions. O(clauses^2 x fields + scenarios x clauses x parties); 60 clauses each in 0.1 s.

    >>> from detente.engines.commitments.instrument import Clause, Duty, Trigger
    >>> def draft(strength):
    ...     clause = Clause("help", "draft", frozenset("g"), frozenset("b"), Trigger(), Duty(strength=strength))
    ...     return Instrument("draft", "Draft", "draft", (clause,))
    >>> [(field.field, field.direction) for field in clause_differences(draft(4), draft(2)).clauses[0].fields]
    [('strength', 'weaker')]

    Derived here.
    """
    sides = Subject(before, on=on), Subject(after, on=on)
    clauses = tuple(_difference(pair, *sides) for pair in align(before.clauses, after.clauses))
    found = consequences(before, after, scenarios, names)
    caveats = ("each draft is supposed to be in force, with its preconditions met and without the other",)
    return ClauseDifferences(
        before=before.id,
        after=after.id,
        clauses=clauses,
        terms=_terms(*sides),
        consequences=found,
        parameters=frozen(
            before=before.id,
            after=after.id,
            scenarios=tuple(scenario.id for scenario in scenarios),
            on=on.isoformat() if on else None,
        ),
        certificate=frozen(
            paired=[[clause.before, clause.after, clause.paired_by] for clause in clauses if clause.paired_by]
        ),
        caveats=caveats if scenarios else (),
    )


def _difference(pair: Pair, old: Subject, new: Subject) -> ClauseDifference:
    if pair.before is None or pair.after is None:
        clause = pair.before or pair.after
        assert clause is not None
        before, after = (clause.id, "") if pair.after is None else ("", clause.id)
        return ClauseDifference("dropped" if before else "added", before, after, "", (), clause_evidence([clause]))
    first, second = (pair.before, old), (pair.after, new)
    fields = tuple(change for field in CLAUSE_FIELDS if (change := field.change(first, second)) is not None)
    evidence = clause_evidence([pair.before]) + clause_evidence([pair.after])
    change = "changed" if fields else SAME
    return ClauseDifference(change, pair.before.id, pair.after.id, pair.by, fields, evidence)


def _terms(old: Subject, new: Subject) -> tuple[FieldChange, ...]:
    """What changed in the instrument as a whole."""
    changes: list[FieldChange] = []
    for entry in DIMENSIONS:
        if entry.of_instrument is None or entry.name == "protects":
            continue
        before, after = entry.read(old), entry.read(new)
        if before.value is None or after.value is None:
            direction = SAME if before.value is after.value else SETTLED if before.value is None else LEFT_OPEN
        else:
            direction = entry.direction(entry.difference(before, after))
        if direction != SAME:
            changes.append(FieldChange(entry.name, before.words, after.words, direction))
    return tuple(changes)


def _row(what: str, name: str, change: str, field: str = "", before: str = "", after: str = "") -> dict[str, Any]:
    return {"what": what, "name": name, "field": field, "before": before, "after": after, "change": change}
