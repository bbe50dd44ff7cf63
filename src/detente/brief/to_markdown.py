"""A brief as GitHub-flavoured Markdown: readable as it stands, with every figure as its finding and data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.brief.blocks import (
    STANDINGS,
    Block,
    Brief,
    CellLike,
    DefinitionList,
    Figure,
    Finding,
    Items,
    KeyFigures,
    Note,
    Paragraph,
    Proof,
    Row,
    Section,
    SideBySide,
    Source,
    SourceList,
    Step,
    Stretch,
    Table,
    as_cell,
)
from detente.brief.outline import Outline, outline
from detente.brief.printable import printable
from detente.brief.prose import (
    MARKS,
    Basis,
    Cite,
    Code,
    Emphasis,
    Inline,
    Link,
    Mark,
    Number,
    Prose,
    Refer,
    date_in_words,
    runs,
)

_ACTIVE = re.compile(r"([\\`*_\[\]<>#|~$!&])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)
_LINK_STARTS = re.compile(r"(?i)\b(https?|ftp):|\bwww\.")
_NOTE_WORDS = {
    "note": "Note",
    "judgement": "Judgement",
    "missing": "Missing",
    "warning": "Warning",
    "method": "Method",
}


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown. The case's text is escaped: it can make no link, tag or table of its own."""
    writer = _Writer(outline(brief))
    parts = [*writer.head(brief)]
    for section in brief.sections:
        parts += writer.block(section, 2)
    parts += writer.imprint(brief)
    return printable("\n\n".join(part for part in parts if part) + "\n")


def escaped(text: str) -> str:
    """Text in which nothing is markup, on one line.

    >>> print(escaped("a|b *c* <script> 1. x"))
    a\\|b \\*c\\* \\<script\\> 1. x
    """
    line = " ".join(text.split())
    line = _ACTIVE.sub(r"\\\1", line)
    line = _AT_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", line)
    return _LINK_STARTS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)


class _Writer:
    def __init__(self, parts: Outline) -> None:
        self.outline = parts

    def head(self, brief: Brief) -> Iterator[str]:
        yield f"# {escaped(brief.title)}"
        if brief.subtitle:
            yield escaped(brief.subtitle)
        yield f"*{escaped(brief.question)}*"
        views = [f"with view “{escaped(view)}”" for view in brief.imprint.views]
        as_of = [f"As of {escaped(date_in_words(brief.as_of))}"] if brief.as_of else []
        yield " · ".join([*as_of, *views])
        if brief.front:
            yield "## Main findings"
            for place, item in enumerate(brief.front, 1):
                yield f"{place}. " + self.finding(item).replace("\n", "\n   ")
        if brief.front_figures:
            yield self.key_figures(brief.front_figures)
        for item in brief.notices:
            yield from self.block(item, 2)
        if self.outline.marks:
            yield "\n".join(f"- **{MARKS[k].label}**: {MARKS[k].meaning}" for k in self.outline.marks)

    def imprint(self, brief: Brief) -> Iterator[str]:
        imprint = brief.imprint
        rows = [("Case", imprint.case), ("Digest", imprint.digest), ("Program", f"Détente {imprint.version}")]
        rows += [("Views", ", ".join(imprint.views))] if imprint.views else []
        yield "---"
        yield "\n".join(f"- {escaped(term)}: {escaped(words)}" for term, words in (*rows, *imprint.more))

    def block(self, item: Block, level: int) -> Iterator[str]:
        match item:
            case Section():
                yield f"{'#' * level} {self.outline.numbers[item.id]} {escaped(item.title)}"
                for inner in item.blocks:
                    yield from self.block(inner, level + 1)
            case Figure():
                yield from self.figure(item)
            case Table():
                yield from self.table(item, f"Table {self.outline.numbers[item.id]}")
            case Note():
                yield self.note(item)
            case SideBySide():
                for text in item.texts:
                    yield f"**{escaped(text.title)}** ({escaped(text.under)})"
                    yield from ("> " + self.stretches(paragraph) for paragraph in text.paragraphs)
            case SourceList():
                yield "\n".join(self.source(source) for source in item.sources)
            case _:
                yield self.text(item)

    def text(self, item: Paragraph | Items | Proof | Finding | KeyFigures | DefinitionList) -> str:
        match item:
            case Paragraph():
                return self.prose(item.prose)
            case Items():
                marks = (f"{n}." if item.ordered else "-" for n in range(1, len(item.items) + 1))
                return "\n".join(f"{m} {self.prose(p)}" for m, p in zip(marks, item.items, strict=True))
            case Proof():
                return "\n".join([f"- {self.prose(item.claim)}", *self.steps(item.steps, "  ")])
            case Finding():
                return "> " + self.finding(item).replace("\n", "\n> ")
            case KeyFigures():
                return self.key_figures(item)
            case DefinitionList():
                return "\n".join(
                    f"- **{self.prose(d.term)}**: {' '.join(self.prose(line) for line in d.body)}" for d in item.items
                )

    def steps(self, steps: tuple[Step, ...], indent: str) -> Iterator[str]:
        """The steps of a proof as a numbered list, what a step rests on as a list inside its item."""
        for number, step in enumerate(steps, 1):
            said = f"**{STANDINGS[step.standing]}:** " if STANDINGS[step.standing] else ""
            yield f"{indent}{number}. {said}{self.prose(step.prose)}"
            yield from self.steps(step.because, indent + " " * (len(str(number)) + 2))

    def finding(self, item: Finding) -> str:
        lines = [f"**{self.prose(item.claim, item.basis)}**{_basis(item.basis)}"]
        lines += [f"- {self.prose(point)}" for point in item.points]
        if item.conditions:
            lines.append("Holds if: " + "; ".join(self.prose(c) for c in item.conditions) + ".")
        if item.method:
            lines.append(f"Method: {self.prose(item.method)}.")
        if item.evidence:
            lines.append("Evidence:" + "".join(self.run(Cite(s)) for s in item.evidence))
        return "  \n".join(lines)

    def key_figures(self, item: KeyFigures) -> str:
        figures = (f"**{self.prose(f.number, item.basis)}** {self.prose(f.label)}" for f in item.figures)
        return " · ".join(figures) + _basis(item.basis)

    def figure(self, item: Figure) -> Iterator[str]:
        number = self.outline.numbers[item.id]
        yield f"**Figure {number}. {self.prose(item.finding)}**{_basis(item.basis)}"
        yield escaped(item.alt)
        yield from self.table(item.data, f"Data of figure {number}")
        yield from (self.prose(line) for line in item.notes)

    def table(self, item: Table, name: str) -> Iterator[str]:
        yield f"*{name}: {self.prose(item.caption)}*{_basis(item.basis)}"
        titles = [
            self.prose(c.title) + _basis(c.basis) + (f"<br>{escaped(c.under)}" if c.under else "") for c in item.columns
        ]
        rule = ["---:" if c.align == "right" or c.kind == "number" else "---" for c in item.columns]
        rows = [_row([escaped(item.corner), *titles]), _row(["---", *rule])]
        for row in item.rows:
            rows += self.row(row, item)
        yield "\n".join(rows)
        yield from (self.prose(line) for line in item.notes)

    def row(self, row: Row, table: Table) -> Iterator[str]:
        if row.group:
            yield _row([f"**{escaped(row.group)}**", *[""] * len(table.columns)])
        columns: list[Basis] = [column.basis or table.basis for column in table.columns]
        head = self.cell(row.head, table.basis)
        cells = [self.cell(cell, said) for cell, said in zip(row.cells, columns, strict=True)]
        yield _row([f"**{head}**" if row.strong else head, *cells])

    def cell(self, what: CellLike, said: Basis) -> str:
        cell = as_cell(what)
        return "<br>".join(self.prose(part, said) for part in (cell.content, *cell.under))

    def note(self, item: Note) -> str:
        title = escaped(item.title)
        lines = [f"**{_NOTE_WORDS[item.kind]}: {title}**", *(self.text(inner) for inner in item.blocks)]
        return "> " + "\n\n".join(lines).replace("\n", "\n> ")

    def stretches(self, paragraph: tuple[Stretch, ...]) -> str:
        ends = "".join(f"{_spaced(part.text)}{''.join(self.run(Cite(s)) for s in part.ending)}" for part in paragraph)
        return ends.strip()

    def source(self, source: Source) -> str:
        marks = "".join(f" ({MARKS[kind].label})" for kind in source.marks)
        where = [source.outlet, source.report, date_in_words(source.published), source.place]
        lines = [f"- **\\[{escaped(source.id)}\\] {escaped(source.speaker)}** {escaped(source.says)}{marks}"]
        lines += [f"  “{escaped(source.quotation)}”"] if source.quotation else []
        lines += ["  " + ", ".join(escaped(w) for w in where if w)]
        lines += [f"  {self.prose(source.note)}"] if source.note else []
        return "  \n".join(line.rstrip() for line in lines if line.strip())

    def prose(self, prose: Prose | Number, said: Basis = "") -> str:
        """The runs of a passage; numbers leave out their basis where it is `said` above them."""
        return "".join(self.run(run, said) for run in runs(prose)).strip()

    def run(self, run: Inline, said: Basis = "") -> str:
        match run:
            case str():
                return _spaced(run)
            case Emphasis(text, strong):
                return f"**{escaped(text)}**" if strong else f"*{escaped(text)}*"
            case Code(text):
                return _code(text)
            case Cite(source):
                return f" \\[{escaped(source)}\\]"
            case Mark(kind):
                return f" ({MARKS[kind].label})"
            case Number():
                return escaped(str(run)) + ("" if run.basis == said else _basis(run.basis))
            case Refer(target, text):
                return escaped(text or self.outline.names.get(target, target))
            case Link():
                return _link(run)


def _spaced(text: str) -> str:
    """Escaped, keeping the blanks at both ends that part it from its neighbours."""
    inner = escaped(text)
    if not inner:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def _code(text: str) -> str:
    line = " ".join(text.split()).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", line)), default=0))
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _link(link: Link) -> str:
    if not link.address:
        return escaped(link.text)
    safe = re.sub(r"[\s<>()\[\]\\|`]", lambda found: f"%{ord(found.group()):02X}", link.address)
    return f"[{escaped(link.text)}]({safe})"


def _basis(basis: Basis) -> str:
    if basis in {"judgement", "computed"}:
        return f" ({MARKS['judgement' if basis == 'judgement' else 'computed'].label})"
    return " (reported)" if basis == "reported" else ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
