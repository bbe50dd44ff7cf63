"""What `commitments` prints: duties by scenario, the guarantees beside what they imitate, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from detente.cli.contest_tables import accession_parts, contest_parts
from detente.cli.tables import cell, facts, heading, note, table
from detente.engines.commitments.comparison.coverage import Coverage, CoverageCell
from detente.engines.commitments.comparison.gap import GapCell, GapTable
from detente.engines.commitments.instrument import STRENGTHS
from detente.engines.commitments.obligations import Fact
from detente.engines.commitments.of_case import CaseCommitments, CaseObligations, Guarantees
from detente.engines.commitments.of_case.groups import FactGroup, fact_groups

OUTCOMES = {"owed": "owed", "breached": "breached", "open": "cannot be told", "not-owed": "not owed"}
SHOWN_PARTIES = 8


def commitment_tables(found: CaseCommitments, *, proofs: bool) -> list[RenderableType]:
    """Everything `commitments` says about a case, in reading order."""
    parts: list[RenderableType] = [heading(str(found.case.title))]
    if not (found.obligations or found.guarantees or found.contests or found.accessions):
        todo = "add commitments with clauses, and scenarios (docs/reference/commitments.md shows an example)"
        return [*parts, note(f"The case says nothing that the engine could work on: {todo}.")]
    before: dict[tuple[str, ...], str] = {}
    for item in found.obligations:
        parts += _scenario(item, before, proofs=proofs)
    for guarantees in found.guarantees:
        parts += _guarantees(found, guarantees)
    for contest in found.contests:
        parts += contest_parts(found, contest)
    for accession in found.accessions:
        parts += accession_parts(found, accession)
    closing = "--json adds methods, references and certificates."
    if found.obligations and not proofs:
        closing = f"--scenario {found.obligations[0].obligations.scenario.id} shows the proof of each duty. {closing}"
    return [*parts, "", closing]


def _scenario(item: CaseObligations, before: dict[tuple[str, ...], str], *, proofs: bool) -> list[RenderableType]:
    """One scenario; where the same holds as in an earlier one, it says so."""
    found = item.obligations
    told: list[RenderableType] = [heading(found.scenario.title or found.scenario.id)]
    attacks = [
        f"{item.name(a.attack.attacker)} → {item.name(a.attack.target)}: {a.attack.kind.replace('-', ' ')} on"
        f" {a.attack.against.replace('-', ' ')}"
        for a in found.attacked
        if not a.counts_as
    ]
    told.append(facts([("on", found.scenario.on.isoformat()), ("attack", "; ".join(dict.fromkeys(attacks)))]))
    listed = fact_groups(item, found.facts)
    if not listed:
        return [*told, note("No clause of the case is about those involved: nothing is owed.")]
    key = tuple(f"{group.first.outcome} {_duty_line(item, group)}" for group in listed)
    if key in before:
        return [*told, note(f"The same is owed and open as in “{before[key]}”.")]
    before[key] = found.scenario.title or found.scenario.id
    told += ["", _duties(item, listed)]
    if proofs:
        told += _proofs(item, listed)
    return told


def _duties(item: CaseObligations, groups: Sequence[FactGroup]) -> RenderableType:
    """Two columns: the outcome, and beside it who owes what to whom, under what, and why it is so."""
    return facts((OUTCOMES[group.first.outcome], _duty_line(item, group)) for group in groups)


def _duty_line(item: CaseObligations, group: FactGroup) -> str:
    first = group.first
    article = f" {first.article}" if first.article else ""
    who = f"{_parties(item, group.obligors)} → {item.name(first.beneficiary)}, {first.instrument}{article}"
    why = f"\n  {group.reason}" if group.reason else ""
    return f"{who}\n  {_duty(first)}{why}"


def _parties(item: CaseObligations, parties: Sequence[str]) -> str:
    names = [item.name(party) for party in parties[:SHOWN_PARTIES]]
    more = len(parties) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _duty(fact: Fact) -> str:
    if fact.strength is None:
        return fact.promise.clause.duty.text or fact.kind or "not known"
    hours = "" if fact.deadline_hours is None else f", within {fact.deadline_hours:g} h"
    return f"{fact.strength}: {STRENGTHS[fact.strength]}{hours}"


def _proofs(item: CaseObligations, groups: Iterable[FactGroup]) -> list[RenderableType]:
    """The proof of one fact a group: the others differ in the name alone."""
    told: list[RenderableType] = [heading("Why")]
    for group in groups:
        told.append(note(item.proof_words(group.first)))
        others = len(group.obligors) - 1
        if others:
            told.append(note(f"and likewise for {_parties(item, group.obligors[1:])}"))
        told.append("")
    return told


def _guarantees(found: CaseCommitments, item: Guarantees) -> list[RenderableType]:
    who = found.name(item.beneficiary)
    title = f"What {who} would have, beside {item.reference.name} with {who} as a member"
    told: list[RenderableType] = [heading(title), _gap(found, item.gap)]
    told.append(
        note(f"+ and − : more and less than {item.reference.id} gives, on the scale of the row; ? : not known.")
    )
    told += [note(caveat) for caveat in item.gap.caveats]
    if item.coverage is not None:
        told += [heading("What is owed, attack by attack"), _coverage(found, item, item.coverage)]
        told.append(note("strength 0 to 5 and by how many; ? : cannot be told from the text"))
    questions = item.gap.questions()
    if questions:
        told += [heading("What a reader would have to ask for"), *_questions(item.gap)]
    return told


def _gap(found: CaseCommitments, gap: GapTable) -> RenderableType:
    made = table("", gap.reference_id, *gap.proposal)
    for row in gap.table:
        known = found.reads(row.dimension, row.reference.words)
        made.add_row(cell(row.title), cell(known), *(cell(_gap_cell(found, row.dimension, c)) for c in row.cells))
    return made


def _gap_cell(found: CaseCommitments, dimension: str, item: GapCell) -> str:
    difference = item.difference
    if difference == "unknown" or item.reading.standing == "unknown":
        return "?"
    words = found.reads(dimension, item.reading.words)
    if isinstance(difference, int | float):
        sign = "" if difference == 0 else f"{difference:+g} "
        return f"{sign.replace('-', '−')}{words}"
    return f"{words} ({difference})"


def _coverage(found: CaseCommitments, item: Guarantees, matrix: Coverage) -> RenderableType:
    titles = {scenario.id: scenario.title or scenario.id for scenario in item.scenarios}
    made = table("", *matrix.instruments)
    for name, row in zip(matrix.scenarios, matrix.cells, strict=True):
        made.add_row(cell(titles[name]), *(cell(_coverage_cell(one)) for one in row))
    return made


def _coverage_cell(found: CoverageCell) -> str:
    if found.outcome == "owed":
        return found.words
    if found.outcome == "open":
        return f"? by {len(found.open[0].obligors)}"
    return "nothing"


def _questions(gap: GapTable) -> list[RenderableType]:
    """One line a dimension, with the instruments that leave it open."""
    asked: dict[str, list[str]] = {}
    for question in gap.questions():
        asked.setdefault(question.dimension, []).append(question.instrument)
    rows = [
        (row.title, f"{row.question} ({', '.join(asked[row.dimension])})")
        for row in gap.table
        if row.dimension in asked
    ]
    return [facts(rows)]
