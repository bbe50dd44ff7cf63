"""What `commitments --against` prints of two drafts of the case: clause by clause, and what that comes to."""

from __future__ import annotations

from rich.console import RenderableType

from detente.cli.tables import cell, facts, heading, note, table
from detente.engines.commitments.comparison.differences import ClauseDifference, ClauseDifferences
from detente.engines.commitments.comparison.dimensions import DIMENSIONS
from detente.engines.commitments.of_case import CaseCommitments, Guarantees

TITLES = {entry.name: entry.title for entry in DIMENSIONS}
LONGEST = 80


def difference_parts(found: CaseCommitments, item: Guarantees, changes: ClauseDifferences) -> list[RenderableType]:
    """The clauses that differ, the terms that differ, and which duties appear, change or go."""
    told: list[RenderableType] = [heading(f"From {changes.before} to {changes.after}, clause by clause")]
    lines = [(_name(one), _clause(found, one)) for one in changes.clauses if one.change != "same"]
    lines += [(_title(term.field), f"{_short(term.before)} → {_short(term.after)}") for term in changes.terms]
    if not lines:
        return [*told, note("No clause differs.")]
    told.append(facts(lines))
    if changes.consequences:
        told += [heading("What that changes in what would be owed"), _consequences(found, item, changes)]
        told += [note(f"{caveat[0].upper()}{caveat[1:]}.") for caveat in changes.caveats]
    return told


def _name(one: ClauseDifference) -> str:
    return one.after or one.before


def _clause(found: CaseCommitments, one: ClauseDifference) -> str:
    if not one.fields:
        return one.change
    fields = [
        f"{_title(field.field)}: {field.direction}\n"
        f"  {_short(found.reads(field.field, field.before))} → {_short(found.reads(field.field, field.after))}"
        for field in one.fields
    ]
    return "\n".join([one.change, *fields])


def _title(field: str) -> str:
    return TITLES.get(field, field.replace("-", " "))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def _consequences(found: CaseCommitments, item: Guarantees, changes: ClauseDifferences) -> RenderableType:
    titles = {scenario.id: scenario.title or scenario.id for scenario in item.scenarios}
    made = table("in", "who", "to whom", "change", changes.before, changes.after)
    for one in changes.consequences:
        made.add_row(
            cell(titles[one.scenario]),
            cell(found.name(one.obligor)),
            cell(found.name(one.beneficiary)),
            cell(one.change),
            cell(one.before.words),
            cell(one.after.words),
        )
    return made
