"""Plain text as a document: lines become paragraphs, and each paragraph a block of some kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from detente.evidence.reading.document import Block, Document, Metadata
from detente.evidence.reading.kinds import kinds

LONGEST_BLOCK = 20_000
"""A paragraph of more characters is cut into several blocks, so that no parser meets an endless one."""

_LINE = re.compile(r"[^\n\x85\u2028\u2029]+")
_STOP = re.compile(r"""[.!?:;…。！？।؟۔][\s"'”’»)\]]*$""")
_CUT = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]]*\s+|\s+")
_WIDEST = 132
_ODD = dict.fromkeys((*range(9), *range(14, 32), 127, *range(55296, 57344)), "�")
_ODD |= {0x0B: "\n", 0x0C: "\n", 0x0D: "\n"}

Span = tuple[int, int]


def cleaned(text: str) -> str:
    """The text with `\\n` for line ends; a control character or half a surrogate pair becomes U+FFFD.

    >>> cleaned("one\\r\\ntwo\\x00")
    'one\\ntwo\ufffd'
    """
    return text.replace("\r\n", "\n").translate(_ODD)


def document_of_text(
    text: str,
    id: str,
    *,
    metadata: Metadata | None = None,
    origin: str = "",
    media_type: str = "text/plain",
    encoding: str = "utf-8",
    digest: str = "",
    notes: tuple[str, ...] = (),
) -> Document:
    """The text as a document; a title that the metadata lack is taken from the text."""
    text = cleaned(text)
    known = metadata or Metadata()
    found = blocks(text, title=known.title)
    if known.title is None:
        first = next((block for block in found if block.kind == "title"), None)
        known = replace(known, title=" ".join(text[first.start : first.end].split())) if first else known
    digest = digest or hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(id, text, found, known, origin, media_type, encoding, digest, notes)


def blocks(text: str, *, title: str | None = None) -> tuple[Block, ...]:
    """The paragraphs of a text in order, each with its kind.

    >>> [(b.kind, b.start, b.end) for b in blocks("Talks resume in the capital\\n\\nBy A. Writer\\n\\nThey met today.")]
    [('title', 0, 27), ('byline', 29, 41), ('paragraph', 43, 58)]
    """
    spans = paragraphs(text)
    return tuple(
        Block(kind, *piece)
        for (start, end), kind in zip(spans, kinds([text[a:b] for a, b in spans], title=title), strict=True)
        for piece in cut_to_blocks(text, start, end)
    )


def paragraphs(text: str) -> list[Span]:
    """Where the paragraphs stand: parted by blank lines, or a line each, and hard-wrapped lines together."""
    chunks = _chunks(text)
    width = _wrapping_width(text, chunks)
    found: list[Span] = []
    for chunk in chunks:
        open_line = chunk[0]
        start = open_line[0]
        for line in chunk[1:]:
            if not _goes_on(text, open_line, line, width):
                found.append((start, open_line[1]))
                start = line[0]
            open_line = line
        found.append((start, open_line[1]))
    return found


def _chunks(text: str) -> list[list[Span]]:
    """Lines without the white space around them, in groups parted by blank lines."""
    chunks: list[list[Span]] = []
    expected = -1
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if not bare:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        if not chunks or match.start() != expected:
            chunks.append([])
        chunks[-1].append((start, start + len(bare)))
        expected = match.end() + 1
    return chunks


def _first_word(text: str, line: Span) -> int:
    """The length of the line's first word, looked for in a bounded stretch."""
    return len(text[line[0] : min(line[1], line[0] + 40)].split(None, 1)[0])


def _wrapping_width(text: str, chunks: Sequence[Sequence[Span]]) -> int | None:
    """The width at which lines were wrapped by hand, if they were."""
    pairs = [pair for chunk in chunks for pair in pairwise(chunk)]
    if not pairs:
        return None
    lengths = sorted(end - start for (start, end), _ in pairs)
    width = lengths[(9 * len(lengths)) // 10 if len(lengths) > 9 else -1]
    if not 40 <= width <= _WIDEST:
        return None
    full = [a for a, b in pairs if a[1] - a[0] + 1 + _first_word(text, b) >= 0.9 * width]
    unfinished = [a for a in full if not _STOP.search(text, max(a[0], a[1] - 8), a[1])]
    return width if len(full) >= 0.6 * len(pairs) and len(unfinished) >= 0.5 * len(full) else None


def _goes_on(text: str, line: Span, after: Span, width: int | None) -> bool:
    """Whether the next line belongs to the same paragraph."""
    length = line[1] - line[0]
    if width is not None:
        return length + 1 + _first_word(text, after) >= 0.9 * width
    return length >= 50 and text[after[0]].islower() and not _STOP.search(text, max(line[0], line[1] - 8), line[1])


def cut_to_blocks(text: str, start: int, end: int) -> list[Span]:
    """The paragraph, cut at sentence ends or spaces where it is longer than a block may be."""
    found: list[Span] = []
    while end - start > LONGEST_BLOCK:
        cuts = list(_CUT.finditer(text, start + LONGEST_BLOCK // 2, start + LONGEST_BLOCK))
        sentence_ends = [match.end() for match in cuts if not match.group()[0].isspace()]
        cut = (sentence_ends or [match.end() for match in cuts] or [start + LONGEST_BLOCK])[-1]
        found.append((start, start + len(text[start:cut].rstrip())))
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip()) if text[cut].isspace() else cut
    if start < end:
        found.append((start, end))
    return found
