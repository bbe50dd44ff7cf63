"""From the lines of a draft to its pieces: which lines belong together, and which begin something new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.evidence.drafts.markers import BULLETED, DOTTED, LETTERED, NUMBERED, Marker, marker_of

_DECORATION = re.compile(r"[ \t]*(?:>[ \t]*)*(?P<hashes>#{1,6}(?=\s))?[ \t]*(?P<bold>\*{1,3}(?=\S)|_{2,3}(?=\S))?")
_RULE = re.compile(r"\s*(?:[-*_=~]\s*){3,}$")
_SENTENCE_ENDS = re.compile(r"[.;:!?,]['\")\]*_]*\s*$|(?:^|[\s;,])(?:and|or)\s*$")
_CLOSED = re.compile(r"[.;:!?]['\")\]*_]*\s*$")
_WORKING = re.compile(r"\b(?:shall|may|will|must|should|undertakes?|agrees?|is|are|has|have|commits?)\b", re.IGNORECASE)
MOST_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong together: [start, end) with the marker, the words from `body` on."""

    marker: Marker | None
    start: int
    body: int
    end: int
    indent: int
    hashes: int = 0
    bold: bool = False
    apart: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip() or bool(_RULE.match(self.text))


def pieces(text: str) -> list[Piece]:
    """The pieces of a plain text in their order; what stands in none of them is white space and decoration."""
    lines = list(_lines(text))
    by_line = _one_paragraph_a_line(lines)
    running = [line.text.rstrip() for line in lines if not line.text.startswith("#") and not line.text.isupper()]
    width = max(map(len, running), default=0)
    made: list[Piece] = []
    before: _Line | None = None
    for line in lines:
        if line.blank:
            before = None
            continue
        piece = _begun(line)
        broken = before is not None and len(before.text.rstrip()) + 1 + len(line.text.split(maxsplit=1)[0]) <= width
        if made and before is not None and not by_line and not _begins(piece, made, before, text, broken):
            last = made[-1]
            made[-1] = replace(last, end=line.start + len(line.text.rstrip()))
        else:
            made.append(replace(piece, apart=before is None))
        before = line
    return [_without_bold_end(piece, text) for piece in made]


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, line)
        start += len(line) + 1


def _one_paragraph_a_line(lines: list[_Line]) -> bool:
    """Whether each line is a paragraph of its own: lines that end sentences, unnumbered, with no blank line between."""
    full = [place for place, line in enumerate(lines) if not line.blank]
    if len(full) < 3 or full[-1] - full[1] != len(full) - 2:
        return False
    texts = [lines[place].text for place in full[1:]]
    closed = sum(bool(_CLOSED.search(text)) for text in texts)
    return closed >= 0.8 * len(texts) and all(marker_of(text.lstrip()) is None for text in texts)


def _begun(line: _Line) -> Piece:
    """The line as the first of a piece."""
    decoration = _DECORATION.match(line.text)
    hashes = len(decoration["hashes"] or "") if decoration else 0
    bold = decoration["bold"] if decoration else None
    at = decoration.end() if decoration else 0
    indent = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip())
    content = line.text[at:].rstrip()
    marker = marker_of(content.replace(bold, " " * len(bold), 1) if bold else content)
    body = at + (marker.length if marker else 0)
    first = len(line.text) - len(line.text.lstrip())
    if bold and line.text[body:].startswith(bold):
        body += len(bold)
    body += len(line.text[body:]) - len(line.text[body:].lstrip())
    end = line.start + len(line.text.rstrip())
    return Piece(marker, line.start + first, min(line.start + body, end), end, indent, hashes, bool(bold))


def _begins(piece: Piece, made: list[Piece], before: _Line, text: str, broken: bool) -> bool:
    """Whether a line right below another one begins a piece; `broken`: its first word would have fitted above."""
    last = made[-1]
    if piece.hashes or last.hashes:
        return True
    if piece.marker is None:
        return broken and is_heading_like(last, text) and text[piece.body : piece.body + 1].isupper()
    closed = bool(_SENTENCE_ENDS.search(before.text))
    if piece.marker.rank == BULLETED:
        sister = any(_sisters(piece, earlier) for earlier in made[-6:])
        return sister or closed or (last.marker is not None and piece.indent > last.indent)
    if piece.marker.rank < NUMBERED:
        return closed or is_heading_like(last, text) or _follows(piece.marker, made)
    first = all(place == 1 for place in piece.marker.ordinals[-1:]) or piece.marker.roman == 1
    fits = first or _follows(piece.marker, made)
    if piece.marker.rank == DOTTED:
        fits = fits or any(earlier.marker and earlier.marker.rank == DOTTED for earlier in made[-6:])
    return fits and (closed or _listed(piece, made) or is_heading_like(last, text))


def _listed(piece: Piece, made: list[Piece]) -> bool:
    """Whether the list that the line would continue is one whose items need no final stop."""
    return any(_sisters(piece, earlier) for earlier in made[-12:])


def _sisters(piece: Piece, earlier: Piece) -> bool:
    if piece.marker is None or earlier.marker is None:
        return False
    return piece.marker.style == earlier.marker.style and piece.indent == earlier.indent


def _follows(marker: Marker, made: list[Piece]) -> bool:
    """Whether the marker comes right after the last one of its style."""
    for earlier in reversed(made):
        if earlier.marker is not None and earlier.marker.style == marker.style:
            last = earlier.marker
            next_one = (*last.ordinals[:-1], last.ordinals[-1] + 1)
            new_list = marker.ordinals[:-1] != last.ordinals[:-1] and marker.ordinals[-1] == 1
            return marker.ordinals == next_one or new_list or bool(marker.roman and marker.roman == last.roman + 1)
    return False


def is_heading_like(piece: Piece, text: str) -> bool:
    """Whether a piece reads like a heading: short, no final stop, no working verb, on one line."""
    words = text[piece.body : piece.end]
    if "\n" in words or len(words.split()) > MOST_HEADING_WORDS:
        return False
    if not words.strip():
        return piece.marker is not None and piece.marker.rank < LETTERED
    shaped = piece.hashes > 0 or piece.bold or words.isupper() or piece.marker is not None
    return shaped and not re.search(r"[.;:,]['\")\]]*\s*$", words) and not _WORKING.search(words)


def _without_bold_end(piece: Piece, text: str) -> Piece:
    """The piece without the marks that close a bold heading."""
    end = piece.end
    while piece.bold and end > piece.body and text[end - 1] in "*_":
        end -= 1
    return replace(piece, end=end) if end > piece.body else piece
