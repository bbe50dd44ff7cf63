"""A brief as one HTML file that asks nothing of any host: no script, no font, no picture to fetch."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from detente.brief.blocks import STANDINGS, Brief, Figure, Row, Table, as_cell, plain
from detente.brief.csv_text import csv_text
from detente.brief.drawing import draw
from detente.brief.outline import Outline, outline, text_anchor
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
from detente.foundation.errors import DetenteError

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9_-]")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_MOST_BACK_LINKS = 9
_MOST_COLUMNS, _MOST_WORDY_COLUMNS, _LETTERS_A_COLUMN = 10, 6, 90

Draw = Callable[..., str]


def to_html(brief: Brief, draw: Draw = draw) -> str:
    """The brief as HTML. The same brief gives the same bytes.

    `draw` turns a chart into an `<svg>` element; the default is `detente.brief.drawing.draw`.
    Raises DetenteError where the extra `brief` is not installed.
    """
    environment = _environment()
    page = _Page(outline(brief), draw)
    style = _style(brief)
    environment.filters.update(
        prose=page.prose,
        date=date_in_words,
        plain=plain,
        anchor=anchor,
        drawing=page.drawing,
        csv_link=_csv_link,
        groups=_groups,
        tint=_tint,
        cell=as_cell,
    )
    environment.tests["broad"] = _broad
    environment.tests["date"] = lambda text: bool(_DATE.fullmatch(text))
    html = environment.get_template("page.html").render(
        brief=brief,
        outline=page.outline,
        marks=MARKS,
        standings=STANDINGS,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        direction="rtl" if brief.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr",
        back_links=page.back_links,
        cite=Cite,
        in_text=page.in_text,
    )
    return printable(html)


def anchor(id: str, kind: str = "part") -> str:
    """The HTML id of a part, a source or a citation; safe whatever the id holds.

    >>> anchor("zone"), anchor("s 2", "source")
    ('part-zone', 'source-s.20.2')
    """
    return f"{kind}-" + _NOT_IN_IDS.sub(lambda found: f".{ord(found.group()):x}.", id)


def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415
    except ImportError as error:
        raise DetenteError(
            "HTML briefs are written with Jinja2, which is not installed: pip install 'detente[brief]'"
        ) from error
    return Environment(
        loader=PackageLoader("detente.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style(brief: Brief) -> str:
    """The style sheet, with the running head of printed pages."""
    sheet = resources.files("detente.brief").joinpath("look.css").read_text(encoding="utf-8")
    head = " · ".join(filter(None, (brief.title, date_in_words(brief.as_of))))
    return f"{sheet}\n@media print{{@page{{@top-left{{content:{_css_text(head)}}}}}}}\n"


def _css_text(text: str) -> str:
    """A CSS string in which nothing but letters, digits and spaces stands for itself."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'


def _csv_link(figure: Figure) -> str:
    return "data:text/csv;charset=utf-8," + quote("\ufeff" + csv_text(figure.data))


def _groups(rows: tuple[Row, ...]) -> list[tuple[str, list[Row]]]:
    """Rows in their groups; a row that names a group opens it."""
    groups: list[tuple[str, list[Row]]] = []
    for row in rows:
        if row.group or not groups:
            groups.append((row.group, []))
        groups[-1][1].append(row)
    return groups


def _broad(table: Table) -> bool:
    """Whether paper is too narrow for the columns, so that each row is printed as a card: many, or many wordy ones."""
    count = len(table.columns)
    if count <= _MOST_WORDY_COLUMNS:
        return False
    letters = max((sum(len(plain(cell)) for cell in row.cells) for row in table.rows), default=0)
    return count > _MOST_COLUMNS or letters > _LETTERS_A_COLUMN * count


def _tint(share: float | None) -> str:
    """The class of a tint, in six steps."""
    return "" if share is None else f"tint-{round(5 * min(max(share, 0.0), 1.0))}"


@dataclass(slots=True)
class _Page:
    """What writing one page must remember: which citations of a statement have been written."""

    outline: Outline
    draw: Draw
    written: Counter[str] = field(default_factory=Counter)

    def prose(self, prose: Prose | Number, said: Basis = "") -> Markup:
        """The runs of a passage; numbers leave out their basis where it is `said` above them."""
        from markupsafe import Markup  # noqa: PLC0415

        return Markup("").join(self._run(run, said) for run in runs(prose))

    def _run(self, run: Inline, said: Basis) -> Markup:
        from markupsafe import Markup, escape  # noqa: PLC0415

        match run:
            case str():
                return escape(run)
            case Emphasis(text, strong):
                tag = "strong" if strong else "em"
                return Markup(f"<{tag}>{{}}</{tag}>").format(text)
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Cite(source):
                return self._cite(source)
            case Mark(kind):
                return Markup('<span class="mark mark-{}">{}</span>').format(kind, MARKS[kind].label)
            case Number():
                return _number(run, said)
            case Refer(target, text):
                name = text or self.outline.names.get(target, target)
                if target not in self.outline.names:
                    return escape(name)
                return Markup('<a href="#{}">{}</a>').format(anchor(target), name)
            case Link(url, text) if not run.address:
                return escape(f"{text} ({url})" if url != text else text)
            case Link(text=text):
                return Markup('<a class="outside" rel="noreferrer noopener" href="{}">{}</a>').format(run.address, text)

    def _cite(self, source: str) -> Markup:
        from markupsafe import Markup  # noqa: PLC0415

        if source not in self.outline.sources:
            return Markup('<span class="cite">[{}]</span>').format(source)
        self.written[source] += 1
        here = anchor(f"{source}-{self.written[source]}", "cite")
        return Markup('<a class="cite" id="{}" href="#{}">[{}]</a>').format(here, anchor(source, "source"), source)

    def back_links(self, source: str) -> list[tuple[int, str]]:
        """The places that cite a statement, as many as are of use."""
        count = min(self.outline.citations.get(source, 0), _MOST_BACK_LINKS)
        return [(n, anchor(f"{source}-{n}", "cite")) for n in range(1, count + 1)]

    def in_text(self, source: str) -> str:
        """Where a statement's words stand in the report as printed here, or nothing."""
        target = text_anchor(source)
        return anchor(target) if target in self.outline.names else ""

    def drawing(self, figure: Figure, size: str) -> Markup:
        from markupsafe import Markup  # noqa: PLC0415

        chart: dict[str, Any] = figure.chart.narrow if size == "narrow" else figure.chart.wide
        name = anchor(f"{figure.id}-{size}", "drawing")
        return Markup(self.draw(chart, id=name, title=plain(figure.finding), description=figure.alt))


def _number(number: Number, said: Basis) -> Markup:
    from markupsafe import Markup  # noqa: PLC0415

    text = Markup('<span class="number">{}</span>').format(number.point)
    if number.basis in {"judgement", "computed"} and number.basis != said:
        meaning = MARKS["judgement" if number.basis == "judgement" else "computed"]
        text += Markup('<abbr class="basis" title="{}: {}">{}</abbr>').format(
            meaning.label, meaning.meaning, meaning.short
        )
    if number.spread:
        text += Markup(' <span class="spread">{}</span>').format(number.spread)
    return text
