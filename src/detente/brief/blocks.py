"""What a brief is made of: a frozen tree that every writer (HTML, Markdown, later PDF and DOCX) reads.

Prose is a plain string, or a tuple of runs where marks and references stand between the words:

>>> offer = Paragraph(("The bid would be given up for a guarantee", Cite("s2"), Mark("single-source"), "."))
>>> plain(offer.prose)
'The bid would be given up for a guarantee [s2] (single source).'

Numbers that an analyst chose, or that follow from such numbers, say so by their `basis`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

_ADDRESS = re.compile(r"(https?://|mailto:)\w", re.IGNORECASE)

Basis = Literal["", "reported", "judgement", "computed"]
"""Where a number comes from: a report, an analyst's judgement, or a computation on judgements."""

MarkKind = Literal["judgement", "computed", "single-source", "contradicted", "differs", "refined", "agreed"]


@dataclass(frozen=True, slots=True)
class MarkMeaning:
    """How a mark reads: in full, abbreviated where space is short, and what it tells the reader."""

    label: str
    short: str
    meaning: str


MARKS: dict[MarkKind, MarkMeaning] = {
    "judgement": MarkMeaning("judgement", "J", "chosen by an analyst; no report gives it"),
    "computed": MarkMeaning("computed from judgements", "C", "follows from numbers that an analyst chose"),
    "single-source": MarkMeaning("single source", "1", "only one report says this"),
    "contradicted": MarkMeaning("contradicted", "≠", "another report says something incompatible"),
    "differs": MarkMeaning("reports differ", "≈", "reports differ in a way that may be reconciled"),
    "refined": MarkMeaning("refined", "+", "another report says the same in part, or in more detail"),
    "agreed": MarkMeaning("reports agree", "=", "all reports that mention this agree"),
}
"""Every mark there is; a brief explains those it uses."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words to stress; `strong` for the few that must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A condition or an id as it stands in the case file."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a statement; writers link it to its place in the source list."""

    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A small label on what stands before it: how well it is sourced, or that it is a judgement."""

    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Refer:
    """A reference to a section, figure, table or definition of this brief, by its id.

    Without a text the target's own number is written: "section 3", "figure 2", "table 4".
    """

    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to the outside. Anything but http, https and mailto is written as plain text."""

    url: str
    text: str

    @property
    def address(self) -> str:
        """The address, if it is one to follow; otherwise nothing.

        >>> Link("https://doi.org/10.2307/1907266", "Nash").address, Link("javascript:f()", "f").address
        ('https://doi.org/10.2307/1907266', '')
        """
        address = self.url.strip()
        return address if _ADDRESS.match(address) else ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its spread over the assumptions (low to high), its unit and its basis.

    >>> str(Number(62, low=55, high=70, unit="points"))
    '62 points (55–70)'
    >>> str(Number(Fraction(1, 3), digits=2))
    '0.33'
    """

    value: float | Fraction
    low: float | Fraction | None = None
    high: float | Fraction | None = None
    digits: int | None = None
    unit: str = ""
    basis: Basis = ""

    @property
    def point(self) -> str:
        """The value in print, with its unit."""
        return in_print(self.value, self.digits) + _with_unit(self.unit)

    @property
    def spread(self) -> str:
        """The low and high end in print, or nothing where there is no spread."""
        if self.low is None or self.high is None or self.low == self.high:
            return ""
        low, high = in_print(self.low, self.digits), in_print(self.high, self.digits)
        return f"{low} to {high}" if low.startswith("−") or high.startswith("−") else f"{low}–{high}"

    def __str__(self) -> str:
        return f"{self.point} ({self.spread})" if self.spread else self.point


Inline = str | Emphasis | Code | Cite | Mark | Refer | Link | Number
Prose = str | tuple[Inline, ...]


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


def in_print(value: float | Fraction, digits: int | None = None) -> str:
    """A number as printed: thousands set off, a real minus, decimals only where they say something.

    >>> in_print(-1536), in_print(2.5), in_print(3.0), in_print(2.25, 1)
    ('−1,536', '2.5', '3', '2.2')
    """
    if isinstance(value, float) and not math.isfinite(value):
        return "–" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    places = digits if digits is not None else (0 if value == int(value) else 1)
    text = f"{float(value):,.{places}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "−")


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_in_words(date: str) -> str:
    """A date of the case (a day, a month or a year) as printed; anything else stays as it is.

    >>> date_in_words("2025-12-14"), date_in_words("2025-12"), date_in_words("2025")
    ('14 December 2025', 'December 2025', '2025')
    """
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not (month.isdecimal() and 1 <= int(month) <= 12) or (day and not day.isdecimal()):
        return date
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if day else f"{_MONTHS[int(month) - 1]} {year}"


def runs(prose: Prose | Number) -> tuple[Inline, ...]:
    """Prose as a tuple of runs."""
    return prose if isinstance(prose, tuple) else (prose,)


def as_cell(cell: CellLike) -> Cell:
    """Whatever stands in a row, as a cell."""
    return cell if isinstance(cell, Cell) else Cell(cell)


def plain(what: CellLike) -> str:
    """The words alone, with marks and references in brackets."""
    cell = as_cell(what)
    text = "".join(_plain_run(run) for run in runs(cell.content))
    under = "; ".join(plain(line) for line in cell.under)
    return f"{text}; {under}" if text and under else text or under


def _plain_run(run: Inline) -> str:
    match run:
        case Cite(source):
            return f" [{source}]"
        case Mark(kind):
            return f" ({MARKS[kind].label})"
        case Number(basis=basis):
            return f"{run} (judgement)" if basis == "judgement" else str(run)
        case Emphasis() | Code() | Refer() | Link():
            return run.text
        case str():
            return run


def _with_unit(unit: str) -> str:
    if not unit:
        return ""
    return unit if unit in {"%", "°"} else f" {unit}"
