"""What guarantees would oblige whom to do, beside what they imitate: point by point, and attack by attack."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.brief.blocks import Block, Cell, Column, Items, Note, Paragraph, Row, Section, Table
from detente.brief.prose import Cite, Emphasis, Inline, Prose
from detente.brief.sections.duties import UNKNOWN, duties, in_days
from detente.brief.sections.material import Material, counted, listed
from detente.brief.sections.naming import in_sentence, party_in_sentence
from detente.brief.sections.record import record
from detente.engines.commitments.comparison.coverage import CoverageCell
from detente.engines.commitments.comparison.dimensions import dimension
from detente.engines.commitments.comparison.gap import GapCell, GapTable
from detente.engines.commitments.comparison.reading import Reading
from detente.engines.commitments.instrument import STRENGTHS, Instrument
from detente.engines.commitments.of_case import CaseCommitments, Guarantees

MOST_STACKED = 3
"""Most instruments whose cells stand below one another on a phone; more are compared by scrolling."""
_NUMBER = re.compile(r"\d+[a-z]?(?:\(\d+\))*")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_ALL_TOGETHER = "together is "
"""So begins the caveat on a column that the brief does not print."""


def guarantees(material: Material) -> Section | None:
    """The section on duties, or nothing where the case has no instrument."""
    found = material.commitments
    if found is None or not (found.instruments or found.obligations):
        return None
    blocks: list[Block] = [Paragraph(guarantees_sentence(material, found), lead=True)]
    for item in found.guarantees:
        blocks += _beside(material, found, item)
    if found.obligations:
        blocks.append(duties(material, found))
    else:
        blocks += record(material, found)
    return Section("guarantees", "What would the guarantees oblige whom to do?", tuple(blocks))


def guarantees_sentence(material: Material, found: CaseCommitments) -> str:
    """How much of what is on the table is known, in one or two sentences."""
    if found.guarantees:
        parts = [part for item in found.guarantees for part in (_gap_words(material, item), _coverage_words(item))]
        return " ".join(part for part in parts if part)
    if found.obligations:
        owed, open_ = (
            sum(len(getattr(item.obligations, kind)) for item in found.obligations) for kind in ("owed", "open")
        )
        more = f"; of {counted(open_, 'other')} it cannot be told" if open_ else ""
        where = counted(len(found.obligations), "scenario")
        return f"In {where}, {counted(owed, 'duty', 'duties')} would be owed{more}."
    clauses = counted(sum(len(instrument.clauses) for instrument in found.instruments), "clause")
    have = "has" if len(found.instruments) == 1 else "have"
    on_record = counted(len(found.instruments), "instrument")
    return f"{on_record} on record {have} {clauses}; no attack on anybody is asked about."


def _names(material: Material, instruments: Sequence[Instrument]) -> list[str]:
    return [in_sentence(instrument.name, material.names.values()) for instrument in instruments]


def _gap_words(material: Material, item: Guarantees) -> str:
    unknown = {question.dimension for question in item.gap.questions()}
    leave = "leaves" if len(item.instruments) == 1 else "leave"
    reference = in_sentence(item.reference.name, material.names.values())
    who = party_in_sentence(material.name(item.beneficiary))
    return (
        f"Beside {reference}, {listed(_names(material, item.instruments))} {leave} open {len(unknown)} of"
        f" {counted(len(item.gap.table), 'point')} that decide what {who} would be owed."
    )


def _coverage_words(item: Guarantees) -> str:
    if item.coverage is None:
        return ""
    rows = [row[1:] for row in item.coverage.cells]
    owed = sum(any(cell.outcome == "owed" for cell in row) for row in rows)
    if owed:
        return f"In {owed} of the {counted(len(rows), 'attack')} looked at, something is owed for certain."
    open_ = any(cell.outcome == "open" for row in rows for cell in row)
    sure = " for certain: what would decide it is not reported" if open_ else ""
    if len(rows) == 1:
        return f"In the attack looked at, nothing is owed{sure}."
    return f"In none of the {len(rows)} attacks looked at is anything owed{sure}."


def _beside(material: Material, found: CaseCommitments, item: Guarantees) -> list[Block]:
    blocks: list[Block] = [_gap(material, found, item)]
    if item.coverage is not None:
        blocks.append(_coverage(material, item))
    questions = _questions(material, item)
    if questions:
        beside = f" beside {in_sentence(item.reference.name)}" if len(found.guarantees) > 1 else ""
        title = f"What a reader would have to ask for{beside} ({counted(len(questions), 'question')})"
        blocks.append(Note("note", title, (Items(questions),)))
    return blocks


def _gap(material: Material, found: CaseCommitments, item: Guarantees) -> Table:
    who = party_in_sentence(material.name(item.beneficiary))
    reference = in_sentence(item.reference.name, material.names.values())
    coded = f"{item.reference.name} as coded from its text by one coder, with {who} as if it were a party to it."
    steps = "+ and − say that the instrument gives more or less than it, in steps of the row's scale; "
    scales = any(
        isinstance(cell.difference, int | float) and cell.difference for r in item.gap.table for cell in r.cells
    )
    unknown = f"What no report says is {UNKNOWN}, and is never read as an answer."
    notes: list[Prose] = [f"{coded} {steps}{unknown[:1].lower()}{unknown[1:]}" if scales else f"{coded} {unknown}"]
    notes += [_sentence(caveat) for caveat in item.gap.caveats if not caveat.startswith(_ALL_TOGETHER)]
    return Table(
        id=f"gap-{item.reference.id}",
        caption=f"What is on the table for {who}, beside {reference}",
        columns=(Column(item.reference.name), *(Column(instrument.name) for instrument in item.instruments)),
        rows=_gap_rows(found, item.gap),
        corner="Point",
        notes=tuple(notes),
        narrow="stack" if len(item.instruments) <= MOST_STACKED else "scroll",
    )


def _gap_rows(found: CaseCommitments, gap: GapTable) -> tuple[Row, ...]:
    """First the points on which an instrument says something, then those on which none does."""
    silent = [row for row in gap.table if all(cell.reading.standing == "unknown" for cell in row.cells)]
    said = [row for row in gap.table if row not in silent]
    both = bool(said and silent)
    rows: list[Row] = []
    for group, title in ((said, "Said in part at least"), (silent, "Not known of any of them")):
        for place, row in enumerate(group):
            reference = _reading(found, row.dimension, row.reference)
            cells = (reference, *(_gap_cell(found, row.dimension, cell) for cell in row.cells))
            rows.append(Row(row.title, cells, group=title if both and place == 0 else ""))
    return tuple(rows)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _reading(found: CaseCommitments, name: str, reading: Reading) -> Cell:
    """What the reference says, and in which article; the decisive words beside the strength of the duty alone."""
    if reading.standing == "unknown":
        return Cell((Emphasis(UNKNOWN),))
    articles = list(dict.fromkeys(e.article for e in reading.evidence if e.article))
    under: list[Prose] = [articles_in_words(articles)] if articles else []
    if name == "strength":
        under += [f"“{e.quote}”" for e in reading.evidence[:1] if e.quote]
    return Cell(found.reads(name, reading.words), tuple(under))


def articles_in_words(articles: Sequence[str]) -> str:
    """Where several clauses stand, each number once.

    >>> articles_in_words(["4", "5 and 6", "5"]), articles_in_words(["5"]), articles_in_words(["Preamble", "I"])
    ('Articles 4, 5 and 6', 'Article 5', 'Preamble and I')
    """
    parts = [part for article in articles for part in re.split(r" and |, ", article)]
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return listed(list(articles))
    numbers = list(dict.fromkeys(parts))
    return f"{'Article' if len(numbers) == 1 else 'Articles'} {listed(numbers)}"


def _gap_cell(found: CaseCommitments, name: str, cell: GapCell) -> Cell:
    """What the instrument says, and under it how that stands to the reference."""
    difference, reading = cell.difference, cell.reading
    if reading.standing == "unknown":
        return Cell((Emphasis(UNKNOWN),))
    because = tuple(dict.fromkeys(cited for evidence in reading.evidence for cited in evidence.because))
    cites: tuple[Inline, ...] = tuple(Cite(cited) for cited in because)
    unsure: tuple[Prose, ...] = tuple(f"unsure: {note.partition(': ')[2] or note}" for note in reading.unsure)
    beside = () if difference == "unknown" else (_difference(name, cell),)
    return Cell((found.reads(name, reading.words), *cites), (*beside, *unsure))


def _difference(name: str, cell: GapCell) -> str:
    difference = cell.difference
    open_ = "; part of it is open" if cell.at_least else ""
    if difference == "same" or difference == 0:
        return f"the same{open_}"
    if isinstance(difference, str):
        return f"{difference}{open_}"
    step = f"{difference:+g}".replace("-", "−", 1)
    return f"{step}, {dimension(name).direction(difference)}{open_}"


def _coverage(material: Material, item: Guarantees) -> Table:
    matrix = item.coverage
    assert matrix is not None
    titles = {scenario.id: scenario.title or scenario.id for scenario in item.scenarios}
    rows = [
        Row(titles[name], tuple(_coverage_cell(material, cell) for cell in row))
        for name, row in zip(matrix.scenarios, matrix.cells, strict=True)
    ]
    steps = "; ".join(f"{step} {words}" for step, words in enumerate(STRENGTHS))
    who = party_in_sentence(material.name(item.beneficiary))
    names = {
        instrument.id: name
        for instrument, name in zip(item.instruments, _names(material, item.instruments), strict=True)
    }
    caveats = [_sentence(_ID.sub(lambda found: names.get(found[0], found[0]), caveat)) for caveat in matrix.caveats]
    return Table(
        id=f"coverage-{item.reference.id}",
        caption=f"The strongest thing owed to {who}, attack by attack, and by how many",
        columns=(Column(item.reference.name), *(Column(instrument.name) for instrument in item.instruments)),
        rows=tuple(rows),
        corner="Attack",
        notes=(f"Strength: {steps}.", f"{item.reference.name}: as if {who} were a party to it.", *caveats),
        narrow="stack" if len(item.instruments) <= MOST_STACKED else "scroll",
    )


def _coverage_cell(material: Material, cell: CoverageCell) -> Cell:
    if cell.outcome == "owed":
        strength = UNKNOWN if cell.strength is None else f"{cell.strength}: {STRENGTHS[cell.strength]}"
        tint = None if cell.strength is None else cell.strength / 5
        hours = () if cell.deadline_hours is None else (f"within {cell.deadline_hours:g} hours",)
        return Cell(strength, (f"by {len(cell.obligors)}", *hours, *_perhaps(cell)), tint=tint)
    if cell.outcome == "open":
        count = len({party for duty in cell.open for party in duty.obligors})
        return Cell((Emphasis("cannot be told"),), (f"of {counted(count, 'party', 'parties')}",))
    why = (cell.failing[0].why,) if cell.failing else ()
    return Cell("nothing", tuple(in_days(_ID.sub(lambda found: material.name(found[0]), words)) for words in why))


def _perhaps(cell: CoverageCell) -> tuple[str, ...]:
    """What would be owed beyond that if something open were so, and what is open."""
    first = next(iter(cell.open), None)
    if first is None or first.strength is None or first.strength <= (cell.strength or 0):
        return ()
    return (f"perhaps {first.strength} by {len(first.obligors)}: {in_days('; '.join(first.needs))}",)


def _questions(material: Material, item: Guarantees) -> tuple[Prose, ...]:
    """One question a point, with the instruments that leave it open where not all do."""
    gap: GapTable = item.gap
    names = dict(zip(gap.proposal, _names(material, item.instruments), strict=True))
    asked: dict[str, list[str]] = {}
    for question in gap.questions():
        asked.setdefault(question.dimension, []).append(names[question.instrument])
    return tuple(
        dimension(point).ask if len(who) == len(names) else (Emphasis(f"Of {listed(who)}:"), f" {dimension(point).ask}")
        for point, who in asked.items()
    )
