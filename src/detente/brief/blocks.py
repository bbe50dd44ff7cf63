"""What a brief is made of: a frozen tree that every writer (HTML, Markdown, later PDF and DOCX) reads.

>>> row = Row("The bid", ("given up",))
>>> plain(row.cells[0]), Table("t", "What is settled", (Column("Answer"),), (row,)).rows[0].head
('given up', 'The bid')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from detente.brief.prose import Basis, MarkKind, Number, Prose, unmarked


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` sets it larger, as the opening of a section."""

    prose: Prose
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, bulleted or numbered."""

    items: tuple[Prose, ...]
    ordered: bool = False


Standing = Literal["holds", "fails", "unknown", "arguable"]

STANDINGS: dict[Standing, str] = {"holds": "", "fails": "fails", "unknown": "not known", "arguable": "arguable"}
"""How a step of a proof stands, in the words before it; a step that holds needs none."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof, how it stands, and what it rests on in turn."""

    prose: Prose
    standing: Standing = "holds"
    because: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Why something is so, or cannot be told: a claim and its steps, folded on a screen until a reader asks.

    The claim is what unfolds the steps, so no reference stands in it.
    """

    claim: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A conclusion in one sentence: what it covers, what it depends on, how it was reached and what carries it."""

    claim: Prose
    points: tuple[Prose, ...] = ()
    conditions: tuple[Prose, ...] = ()
    method: Prose = ""
    evidence: tuple[str, ...] = ()
    basis: Basis = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number worth seeing from across the desk, and what it counts."""

    number: Number | str
    label: Prose


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Two to four numbers side by side."""

    figures: tuple[KeyFigure, ...]
    basis: Basis = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: what it says, smaller lines under it, and a tint from 0 (none) to 1 (full).

    The tint repeats a number that the cell also prints; it never carries the meaning alone.
    """

    content: Prose | Number
    under: tuple[Prose, ...] = ()
    tint: float | None = None


CellLike = Prose | Number | Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header; `kind` "number" aligns right and lets digits line up."""

    title: Prose
    kind: Literal["text", "number"] = "text"
    align: Literal["", "left", "right", "center"] = ""
    basis: Basis = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its header, then one cell a column; `group` opens a new group of rows."""

    head: CellLike
    cells: tuple[CellLike, ...]
    strong: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns` leaves out the row headers, whose own title is `corner`.

    `narrow` says what happens on a phone: each row becomes a card ("stack"), or the table scrolls.
    """

    id: str
    caption: Prose
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    corner: str = ""
    notes: tuple[Prose, ...] = ()
    basis: Basis = ""
    narrow: Literal["stack", "scroll"] = "stack"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"table {self.id!r}: row {plain(row.head)!r} has {len(row.cells)} cells "
                    f"for {len(self.columns)} columns"
                )


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture as two Vega-Lite dictionaries: for a page and paper, and for a phone."""

    wide: dict[str, Any]
    narrow: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture under the one sentence that it shows, with its data as a table for those who cannot see it.

    `alt` says in words what the picture shows; `notes` how to read it and where it comes from.
    """

    id: str
    finding: Prose
    chart: Chart
    alt: str
    data: Table
    notes: tuple[Prose, ...] = ()
    basis: Basis = ""


NoteKind = Literal["note", "judgement", "missing", "warning", "method"]


@dataclass(frozen=True, slots=True)
class Note:
    """A passage set apart: a caveat, a section that could not be written, a warning, a method note."""

    kind: NoteKind
    title: str
    blocks: tuple[Paragraph | Items, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means; `id` makes it a target of `Refer`."""

    term: Prose
    body: tuple[Prose, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms with what they mean; `small` sets them as small print."""

    items: tuple[Definition, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A statement in a report: its words, who said it, where it was printed, how well it stands."""

    id: str
    quotation: str
    speaker: str
    says: str = ""
    report: str = ""
    outlet: str = ""
    published: str = ""
    place: str = ""
    language: str = ""
    marks: tuple[MarkKind, ...] = ()
    note: Prose = ""


@dataclass(frozen=True, slots=True)
class SourceList:
    """Statements that the brief cites, in the order given."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a report: in which statements they stand, how well those stand, and where a reference may lead.

    `sources` are the statements that the words belong to, `ending` those whose last words these are, `anchors`
    the parts of the brief that begin here.
    """

    text: str
    sources: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    marks: tuple[MarkKind, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report's own words with what was taken from them highlighted; what nothing was taken from is left out."""

    id: str
    title: str
    under: str
    language: str
    paragraphs: tuple[tuple[Stretch, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Reports beside one another; below one another where there is no room."""

    texts: tuple[ReportText, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; sections inside a section are its subsections (one level)."""

    id: str
    title: str
    blocks: tuple[Block, ...]


Block = (
    Paragraph
    | Items
    | Proof
    | Finding
    | KeyFigures
    | Table
    | Figure
    | Note
    | DefinitionList
    | SourceList
    | SideBySide
    | Section
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What it takes to make the same brief again: the case and its digest, the program, the views used."""

    case: str
    digest: str
    version: str
    views: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief: its title and question, the findings on its front, what the reader must know, its sections."""

    title: str
    question: str
    as_of: str
    language: str
    imprint: Imprint
    front: tuple[Finding, ...]
    sections: tuple[Section, ...]
    subtitle: str = ""
    notices: tuple[Note, ...] = ()
    front_figures: KeyFigures | None = None


def as_cell(cell: CellLike) -> Cell:
    """Whatever stands in a row, as a cell."""
    return cell if isinstance(cell, Cell) else Cell(cell)


def plain(what: CellLike) -> str:
    """The words alone, with marks and references in brackets."""
    cell = as_cell(what)
    text = unmarked(cell.content)
    under = "; ".join(plain(line) for line in cell.under)
    return f"{text}; {under}" if text and under else text or under
