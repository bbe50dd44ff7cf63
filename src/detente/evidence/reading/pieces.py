"""Pieces of a page, a PDF or a feed, put together as one text with its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.evidence.reading.document import Block, BlockKind
from detente.evidence.reading.kinds import kinds, same_headline, squeezed
from detente.evidence.reading.plain import cleaned, cut_to_blocks

Hint = Literal["heading", "prose", "listed", "furniture"]
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage as the page marks it up; no hint where the page says nothing."""

    text: str
    hint: Hint | None = None


def one_line(text: str) -> str:
    """The text with each run of white space as one space; no-break spaces inside it stay."""
    return _SPACE.sub(" ", cleaned(text)).strip()


def assembled(pieces: Iterable[Piece], *, title: str | None, most: int) -> tuple[str, tuple[Block, ...], bool]:
    """The text of the pieces, parted by blank lines, its blocks, and whether it was cut at `most` characters.

    A title that stands in none of the first pieces is put before them.
    """
    given = [piece for piece in (Piece(one_line(piece.text), piece.hint) for piece in pieces) if piece.text.strip()]
    title = one_line(title) if title else None
    if title and not any(same_headline(squeezed(piece.text[:400]), squeezed(title)) for piece in given[:12]):
        given.insert(0, Piece(title, "heading"))
    kept, cut = _within(given, most)
    found = kinds([piece.text for piece in kept], title=title)
    blocks: list[Block] = []
    offset = 0
    text = "\n\n".join(piece.text for piece in kept)
    for piece, kind in zip(kept, found, strict=True):
        chosen = _chosen(piece, kind)
        blocks += [Block(chosen, *span) for span in cut_to_blocks(text, offset, offset + len(piece.text))]
        offset += len(piece.text) + 2
    return text, tuple(blocks), cut


def _within(pieces: Sequence[Piece], most: int) -> tuple[list[Piece], bool]:
    kept: list[Piece] = []
    room = most
    for piece in pieces:
        if len(piece.text) > room:
            return [*kept, Piece(piece.text[:room].rstrip(), piece.hint)] if room > 0 else kept, True
        kept.append(piece)
        room -= len(piece.text) + 2
    return kept, False


def _chosen(piece: Piece, kind: BlockKind) -> BlockKind:
    """The kind by the words, unless the page's own marks know better."""
    if kind in ("title", "repeated", "boilerplate"):
        return kind
    if piece.hint == "furniture":
        return "boilerplate"
    if piece.hint == "heading":
        return "heading" if len(piece.text) <= _LONGEST_HEADING else "paragraph"
    if kind == "heading" and (piece.hint == "listed" or (piece.hint == "prose" and len(piece.text.split()) >= 5)):
        return "paragraph"
    return kind
