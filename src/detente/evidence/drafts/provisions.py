"""A draft as provisions: numbered points, paragraphs and headings, each with its place among the others.

>>> draft = read_draft("Article 1\\nBorders\\n\\n1. The line of contact is frozen.\\n2. Forces shall (a) halt.", "plan")
>>> [(item.number, item.kind, item.quote) for item in draft.provisions]
[('Article 1', 'heading', 'Borders'), ('Article 1(1)', 'provision', 'The line of contact is frozen.'),
 ('Article 1(2)', 'provision', 'Forces shall (a) halt.')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from detente.evidence.drafts.lines import Piece, is_heading_like, pieces
from detente.evidence.drafts.markers import BULLETED, DOTTED, LETTERED, NUMBERED, Marker
from detente.evidence.drafts.typography import plain
from detente.foundation.errors import TooLarge

Kind = Literal["provision", "heading", "preamble"]

MOST_CHARACTERS = 4_000_000
MOST_PROVISIONS = 20_000
_HEADING_RANK = 5
_WORDS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Provision:
    """One point, paragraph or heading of a draft.

    `number` is its place in words (`Article 4(2)(a)`, empty where nothing is numbered); `quote` stands verbatim at
    [start, end) of the draft's text, without the marker; `parent` is the id of the heading or point that it is under.
    """

    id: str
    kind: Kind
    number: str
    start: int
    end: int
    quote: str
    parent: str | None = None
    heading: str = ""
    ordinal: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text of a plan or treaty, read into provisions. Offsets count characters of `text`."""

    id: str
    text: str = field(repr=False)
    provisions: tuple[Provision, ...] = field(repr=False)
    title: str = ""

    @property
    def count(self) -> int:
        """How many provisions there are, headings not counted."""
        return sum(item.kind != "heading" for item in self.provisions)


@dataclass(frozen=True, slots=True)
class _Level:
    """A container that is open while the text is read."""

    style: str
    rank: int
    label: str
    id: str
    indent: int
    ordinals: tuple[int, ...] = ()


def read_draft(text: str, id: str) -> Draft:
    """The provisions of a text. Raises TooLarge beyond 4,000,000 characters or 20,000 provisions. O(n).

    The first line is the title where it reads like one; it is no provision.
    """
    if len(text) > MOST_CHARACTERS:
        todo = "compare the chapters one by one"
        raise TooLarge(f"the draft '{id}', in characters", estimate=len(text), limit=MOST_CHARACTERS, todo=todo)
    level_text = plain(text)
    found = _with_bodies(
        [piece for piece in pieces(level_text) if piece.marker or _WORDS.search(level_text, piece.body, piece.end)]
    )
    if len(found) > MOST_PROVISIONS:
        todo = "compare the chapters one by one"
        raise TooLarge(f"the draft '{id}', in provisions", estimate=len(found), limit=MOST_PROVISIONS, todo=todo)
    titled = _is_title(found, level_text)
    reader = _Reader(text, level_text)
    for place, piece in enumerate(found[1:] if titled else found):
        reader.read(piece, found[place + 1 + titled :][:1])
    title = text[found[0].body : found[0].end] if titled else ""
    return Draft(id, text, tuple(reader.made), title)


def _with_bodies(found: Sequence[Piece]) -> list[Piece]:
    """The pieces, where a marker alone on its line has the words below it."""
    made: list[Piece] = []
    for piece in found:
        last = made[-1] if made else None
        if last and last.marker and last.body >= last.end and not piece.marker and not piece.hashes:
            made[-1] = replace(last, body=piece.body, end=piece.end, bold=piece.bold)
        else:
            made.append(piece)
    return made


def _is_title(found: Sequence[Piece], text: str) -> bool:
    if len(found) < 2 or found[0].marker is not None:
        return False
    first = found[0]
    words = text[first.body : first.end]
    short = len(words) <= 160 and not words.rstrip().endswith((".", ";", ":", ","))
    return short and (first.hashes == 1 or not first.hashes)


class _Reader:
    """Reads pieces one after the other and keeps which containers are open."""

    def __init__(self, text: str, level_text: str) -> None:
        self._text = text
        self._plain = level_text
        self._open: list[_Level] = []
        self._paragraphs: dict[str, int] = {}
        self._lead: tuple[str, bool] | None = None
        self.made: list[Provision] = []

    def read(self, piece: Piece, after: Sequence[Piece]) -> None:
        """Add the piece as a provision or heading."""
        heading = self._is_heading(piece, after[0] if after else None)
        name = f"p{len(self.made) + 1}"
        if piece.marker is not None:
            ordinals = self._ordinals(piece.marker)
            self._close(piece, piece.marker, ordinals)
            parent, number = self._parent(), self._number(piece.marker)
            level = _Level(piece.marker.style, piece.marker.rank, number, name, piece.indent, ordinals)
            self._open.append(level)
            self._add(piece, name, heading, number, parent, ordinals[-1], piece.marker.style)
        elif heading:
            self._open = [level for level in self._open if self._stays(level, piece)]
            parent = self._parent()
            label = self._open[-1].label if self._open else ""
            self._open.append(_Level(f"#{piece.hashes}", _HEADING_RANK, label, name, piece.indent, (piece.hashes,)))
            self._add(piece, name, True, "", parent, 0, "#")
        else:
            self._read_paragraph(piece, name)

    def _read_paragraph(self, piece: Piece, name: str) -> None:
        while self._open and self._open[-1].rank >= NUMBERED and piece.indent <= self._open[-1].indent:
            self._open.pop()
        parent = self._parent()
        label = self._open[-1].label if self._open else ""
        count = self._paragraphs[parent or ""] = self._paragraphs.get(parent or "", 0) + 1
        holder = next((item for item in reversed(self.made) if item.id == parent), None)
        alone = count == 1 and (holder is None or holder.kind == "heading")
        number = label if alone or not label else f"{label} ¶{count + (holder is None or holder.kind != 'heading')}"
        self._add(piece, name, False, number, parent, count, "¶")

    def _add(
        self, piece: Piece, name: str, heading: bool, number: str, parent: str | None, ordinal: int, style: str
    ) -> None:
        if piece.body >= piece.end:
            start, end = piece.end, piece.end
        else:
            start, end = piece.body, piece.end
        above = self._heading_above(parent)
        kind: Kind = "heading" if heading else "provision"
        if kind == "provision" and self._in_preamble(piece):
            kind = "preamble"
        self.made.append(
            Provision(name, kind, number, start, end, self._text[start:end], parent, above, ordinal, style)
        )

    def _in_preamble(self, piece: Piece) -> bool:
        if piece.marker is not None:
            return any(level.style == "preamble" for level in self._open)
        return not any(level.rank <= LETTERED and level.style != "preamble" for level in self._open) and not any(
            item.style not in ("¶", "#") for item in self.made
        )

    def _heading_above(self, parent: str | None) -> str:
        by_id = {item.id: item for item in self.made[-400:]} if parent else {}
        while parent is not None and parent in by_id:
            item = by_id[parent]
            if item.kind == "heading" and item.quote:
                return item.quote
            parent = item.parent
        return ""

    def _parent(self) -> str | None:
        return self._open[-1].id if self._open else None

    def _stays(self, level: _Level, piece: Piece) -> bool:
        if level.style.startswith("#"):
            return 0 < level.ordinals[0] < piece.hashes
        return (level.rank < _HEADING_RANK and not piece.hashes) or level.rank == 0

    def _close(self, piece: Piece, marker: Marker, ordinals: tuple[int, ...]) -> None:
        """Close the containers that the marker does not stand in."""
        sister = self._sister(piece, marker, ordinals)
        if sister is not None:
            del self._open[sister:]
            return
        if marker.rank == DOTTED:
            self._open = [level for level in self._open if self._holds(level, marker)]
            return
        if marker.rank < NUMBERED:
            self._open = [level for level in self._open if level.rank < marker.rank or self._above(level, piece)]
            return
        if marker.rank == BULLETED:
            self._open = [level for level in self._open if level.rank < BULLETED or level.indent < piece.indent]

    def _above(self, level: _Level, piece: Piece) -> bool:
        if not level.style.startswith("#"):
            return False
        return not piece.hashes or level.ordinals[0] < piece.hashes

    def _sister(self, piece: Piece, marker: Marker, ordinals: tuple[int, ...]) -> int | None:
        """The place of the open container that the marker comes after, if one is numbered in its style."""
        for place in range(len(self._open) - 1, -1, -1):
            level = self._open[place]
            if level.style != marker.style or (marker.rank == BULLETED and level.indent != piece.indent):
                continue
            if (
                marker.rank == LETTERED
                and ordinals[-1] == 1
                and (ordinals != marker.ordinals or piece.indent > level.indent)
            ):
                continue
            return place
        return None

    @staticmethod
    def _holds(level: _Level, marker: Marker) -> bool:
        if level.rank < NUMBERED:
            return level.style == "annex" or level.ordinals == marker.ordinals[: len(level.ordinals)] or level.rank < 6
        if level.rank in (NUMBERED, DOTTED):
            count = len(level.ordinals)
            return count < len(marker.ordinals) and level.ordinals == marker.ordinals[:count]
        return level.style.startswith("#")

    def _ordinals(self, marker: Marker) -> tuple[int, ...]:
        """The marker's places; a letter that is also a Roman numeral is a letter where it follows its neighbour."""
        if not marker.roman or marker.rank != LETTERED:
            return marker.ordinals
        before = next((level for level in reversed(self._open) if level.style == marker.style), None)
        follows = before is not None and before.ordinals[-1] > 0 and before.ordinals[-1] + 1 == marker.ordinals[0]
        return marker.ordinals if follows and marker.ordinals[0] else (marker.roman,)

    def _number(self, marker: Marker) -> str:
        """The number with the numbers that it stands under; a bullet under nothing has none."""
        if marker.rank == BULLETED and not self._open:
            return ""
        if marker.rank < NUMBERED or not self._open:
            wide = [level.label for level in self._open if level.rank < 6 and level.rank < marker.rank and level.label]
            own = marker.label
            return f"{wide[-1]}, {own}" if wide and not own.startswith(wide[-1]) else own
        above = self._open[-1].label
        if marker.rank == BULLETED:
            count = 1 + sum(item.parent == self._open[-1].id for item in self.made[-400:])
            return f"{above} bullet {count}" if above else ""
        own = marker.label.strip("().[]:- ")
        if marker.rank == DOTTED and above.split(", ")[-1].rstrip(".").isdecimal():
            return ", ".join([*above.split(", ")[:-1], own])
        if marker.rank == DOTTED and above and above[-1].isdecimal() and own.startswith(above.split()[-1]):
            return " ".join([*above.split()[:-1], own])
        return f"{above.rstrip('.')}({own})" if above else marker.label

    def _is_heading(self, piece: Piece, after: Piece | None) -> bool:
        if after is None or not is_heading_like(piece, self._plain):
            return False
        marker = piece.marker
        if marker is None:
            return True
        if marker.rank >= LETTERED:
            return False
        if after.marker is None:
            return not after.apart or marker.rank < NUMBERED or after.indent <= piece.indent
        if after.marker.style == marker.style:
            return False
        return after.marker.rank > marker.rank or marker.rank < 6
