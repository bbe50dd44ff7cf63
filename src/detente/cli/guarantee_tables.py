"""What `commitments` prints of guarantees: beside what they imitate, attack by attack, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType

from detente.cli.difference_tables import difference_parts
from detente.cli.tables import FirstThatFits, cell, heading, note, table
from detente.cli.whole_words import WholeWords, named
from detente.engines.commitments.comparison.coverage import Coverage, CoverageCell
from detente.engines.commitments.comparison.dimensions import dimension
from detente.engines.commitments.comparison.gap import GapCell, GapRow
from detente.engines.commitments.instrument import STRENGTHS
from detente.engines.commitments.of_case import CaseCommitments, Guarantees

Line = tuple[str, str, tuple[str, ...]]
"""A row in words: what it is about, what the reference says, what each instrument says."""


def guarantee_parts(found: CaseCommitments, item: Guarantees) -> list[RenderableType]:
    """One set of guarantees: what is known of it beside the reference, what is owed, what would have to be asked."""
    who, ids = found.name(item.beneficiary), [one.id for one in item.instruments]
    as_if = f", as if {who} were a party to it" if item.supposed_member else ""
    told: list[RenderableType] = [
        heading(f"What {who} would have beside {item.reference.id}{as_if}"),
        named((one.id, one.name) for one in (item.reference, *item.instruments)),
    ]
    told += _known(found, item, ids)
    if item.coverage is not None:
        told += [heading(f"What {who} would be owed, attack by attack"), _coverage(item, item.coverage)]
        told += _strengths(item.coverage)
    for changes in item.differences:
        told += difference_parts(found, item, changes)
    return told + _open(found, item, ids)


def _known(found: CaseCommitments, item: Guarantees, ids: Sequence[str]) -> list[RenderableType]:
    """The rows on which some instrument says something; those that say what the reference says in one line."""
    rows = [row for row in item.gap.table if any(not _is_open(one) for one in row.cells)]
    same = [row for row in rows if all(_is_same(row, one) for one in row.cells)]
    lines = [_line(found, row) for row in rows if row not in same]
    told: list[RenderableType] = []
    if lines:
        told += [_side_by_side(item.reference.id, ids, lines), *_signs(item, lines)]
    if same:
        points = "; ".join(f"{row.title}: {found.reads(row.dimension, row.reference.words)}" for row in same)
        told.append(note(f"The same in {'both' if len(ids) == 1 else 'all'}: {points}."))
    return told + [note(_sentence(words)) for words in item.gap.caveats if not words.startswith("together ")]


def _is_open(one: GapCell) -> bool:
    return one.difference == "unknown" or one.reading.standing == "unknown"


def _is_same(row: GapRow, one: GapCell) -> bool:
    return one.difference in (0, "same") and one.reading.words == row.reference.words and not one.question


def _line(found: CaseCommitments, row: GapRow) -> Line:
    reference = found.reads(row.dimension, row.reference.words)
    return row.title, reference, tuple(_gap_cell(found, row.dimension, one) for one in row.cells)


def _gap_cell(found: CaseCommitments, name: str, item: GapCell) -> str:
    if _is_open(item):
        return "?"
    difference = item.difference
    words = found.reads(name, item.reading.words)
    words = f"at least {words}" if item.at_least and name != "adversary" else words
    if isinstance(difference, int | float):
        return f"{difference:+g}: ".replace("-", "−") + words if difference else words
    return f"{words} ({difference})"


def _side_by_side(reference: str, ids: Sequence[str], lines: Sequence[Line]) -> RenderableType:
    """A column an instrument; where words would break, a line an instrument."""
    made = table("", reference, *ids)
    for title, known, cells in lines:
        made.add_row(cell(title), cell(known), *(cell(words) for words in cells))
    by_line: list[RenderableType] = []
    for title, known, cells in lines:
        by_line += ["", cell(title), named(_listed((reference, *ids), (known, *cells)))]
    return FirstThatFits(WholeWords(made), Group(*by_line), wrapped=True)


def _listed(ids: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"  {name}", words) for name, words in zip(ids, cells, strict=True)]


def _signs(item: Guarantees, lines: Sequence[Line]) -> list[RenderableType]:
    """What the signs in these cells mean; nothing of signs that are not there."""
    cells = [words for _, _, found in lines for words in found]
    meanings: list[str] = []
    if any(words.endswith(("(broader)", "(narrower)")) for words in cells):
        meanings.append(f"broader, narrower: gives more, or less, than {item.reference.id}")
    if any(words.startswith(("+", "−")) for words in cells):
        meanings.append(f"+ and −: steps above and below {item.reference.id} on the scale of the row")
    if "?" in cells:
        meanings.append("?: not known")
    return [note("; ".join(meanings))] if meanings else []


def _coverage(item: Guarantees, matrix: Coverage) -> RenderableType:
    titles = {scenario.id: scenario.title or scenario.id for scenario in item.scenarios}
    lines = [
        (titles[name], tuple(_coverage_cell(one) for one in row))
        for name, row in zip(matrix.scenarios, matrix.cells, strict=True)
    ]
    made = table("", *matrix.instruments)
    by_line: list[RenderableType] = []
    for title, cells in lines:
        made.add_row(cell(title), *(cell(words) for words in cells))
        by_line += ["", cell(title), named(_listed(matrix.instruments, cells))]
    return FirstThatFits(WholeWords(made), Group(*by_line), wrapped=True)


def _coverage_cell(found: CoverageCell) -> str:
    """What is owed for certain; beside it what would be more if something open were so."""
    if found.outcome == "owed":
        hours = "" if found.deadline_hours is None else f", first step in {found.deadline_hours:g} h"
        return f"{_step(found.strength)} by {len(found.obligors)}{hours}{_perhaps(found)}"
    if found.outcome == "open":
        return f"? by {len({party for duty in found.open for party in duty.obligors})}"
    return "nothing"


def _perhaps(found: CoverageCell) -> str:
    more = [one for one in found.open[:1] if one.strength is not None and one.strength > (found.strength or 0)]
    return "".join(f"; perhaps {one.strength} by {len(one.obligors)}" for one in more)


def _step(strength: int | None) -> str:
    return "?" if strength is None else str(strength)


def _strengths(matrix: Coverage) -> list[RenderableType]:
    """What the numbers that stand in the table mean."""
    owed = [one for row in matrix.cells for one in row if one.outcome == "owed"]
    open_duties = [one.open[0] for one in owed if one.open]
    met = sorted({one.strength for one in (*owed, *open_duties) if one.strength is not None})
    parts = [f"{step}: {STRENGTHS[step]}" for step in met]
    if any(one.outcome == "open" for row in matrix.cells for one in row):
        parts.append("?: cannot be told from the text")
    numbers = "The strongest thing owed, and by how many parties"
    return [note(f"{numbers}. {'; '.join(parts)}." if parts else f"{numbers}.")]


def _open(found: CaseCommitments, item: Guarantees, ids: Sequence[str]) -> list[RenderableType]:
    """The questions that the texts leave: of all instruments beside what the reference says, of some with their ids."""
    asking = {row.dimension: _askers(row, ids) for row in item.gap.table}
    of_all = [row for row in item.gap.table if len(asking[row.dimension]) == len(ids)]
    of_some = [row for row in item.gap.table if 0 < len(asking[row.dimension]) < len(ids)]
    told: list[RenderableType] = []
    if of_all:
        every = "all of them leave" if len(ids) > 2 else "both leave" if len(ids) == 2 else f"{ids[0]} leaves"
        told.append(heading(f"What a reader would have to ask: {every} it open"))
        told.append(_questions(found, item.reference.id, of_all))
    if of_some:
        told.append(heading("What some of them leave open"))
        told.append(_questions(found, item.reference.id, of_some, asking))
    return told


def _askers(row: GapRow, ids: Sequence[str]) -> list[str]:
    return [name for name, one in zip(ids, row.cells, strict=True) if one.question]


def _questions(
    found: CaseCommitments, reference: str, rows: Sequence[GapRow], asking: Mapping[str, list[str]] | None = None
) -> RenderableType:
    made = table("question", *(() if asking is None else ("of",)), f"{reference} says")
    for row in rows:
        of = () if asking is None else (cell(", ".join(asking[row.dimension])),)
        made.add_row(cell(dimension(row.dimension).ask), *of, cell(found.reads(row.dimension, row.reference.words)))
    return WholeWords(made)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
