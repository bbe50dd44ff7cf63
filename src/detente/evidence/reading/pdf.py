"""PDF as a document: lines become paragraphs, also over a page break; running heads and feet are set aside."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.faults import Unreadable, missing
from detente.evidence.reading.limits import STANDARD, Limits
from detente.evidence.reading.pieces import Piece, assembled, one_line
from detente.evidence.reading.plain import LONGEST_BLOCK

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_STOP = re.compile(r"""[.!?:…。！？।؟۔]["'”’»)\]]*$""")
_LISTED = re.compile(r"^(?:[-*•–—‣▪]\s|\(?[0-9]{1,3}[.)]\s|\(?[a-z][.)]\s|Article\s+[0-9IVX]+\b)")
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_DIGITS = re.compile(r"[0-9]+")
_EDGE = 2
_WIDE_GAP = 1.35
_MOST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line, and how far below the one above it stands, in line heights; 0 where unknown."""

    text: str
    gap: float = 0.0


class _TooMuch(Exception):
    """A page's drawing goes on beyond the limit."""


def document_of_pdf(raw: bytes, id: str, *, origin: str, digest: str, limits: Limits = STANDARD) -> Document:
    """The text of a PDF; raises Unreadable where it is locked, broken, or holds pictures only."""
    reader, number = _opened(raw)
    notes: list[str] = []
    pages = [page for page in _pages(reader, number, limits, notes) if page]
    if not any(pages):
        what = "the PDF holds no text" + (f" ({notes[0]})" if notes else ", only pictures perhaps")
        raise Unreadable("no-text", what, "run text recognition on it, or save the report as text")
    body, running = _without_running_lines(pages)
    metadata, stated = _metadata(reader)
    pieces = [Piece(text) for text in _paragraphs(body)] + [Piece(text, "furniture") for text in running]
    title = metadata.title if metadata.title and _stands_in(metadata.title, pieces[:12]) else None
    text, blocks, cut = assembled(pieces, title=title, most=limits.characters)
    notes += [*stated, *(("the text was cut at the limit",) if cut else ())]
    if running:
        notes.append("lines that run over the pages stand at the end of the text")
    return Document(id, text, blocks, metadata, origin, "application/pdf", "", digest, tuple(notes))


def _opened(raw: bytes) -> tuple[PdfReader, int]:
    try:
        import pypdf  # noqa: PLC0415
        from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError  # noqa: PLC0415
    except ModuleNotFoundError:
        raise missing("pypdf") from None
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    logging.getLogger("pypdf").propagate = False
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        number = 0 if locked else len(reader.pages)
    except (FileNotDecryptedError, DependencyError):
        raise Unreadable("encrypted", "the PDF is locked", "save it without a password") from None
    except (PyPdfError, *_BROKEN):
        raise Unreadable("broken", "the PDF is broken: its pages cannot be found", "save it anew") from None
    if locked:
        raise Unreadable("encrypted", "the PDF is locked", "save it without a password")
    return reader, number


_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, OSError,
    RecursionError, NotImplementedError, StopIteration, EOFError, MemoryError,
)  # fmt: skip
"""What pypdf raises on broken files, besides its own errors."""


def _pages(reader: PdfReader, number: int, limits: Limits, notes: list[str]) -> Iterator[list[_Line]]:
    """The lines of each page; what is skipped is noted."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    if number > limits.pages:
        notes.append(f"the first {limits.pages} of {number} pages were read")
    skipped: list[str] = []
    unfolded = 0
    for place in range(min(number, limits.pages)):
        try:
            page = reader.pages[place]
            size = _drawing_size(page)
            unfolded += size
            if unfolded > limits.pdf_bytes:
                notes.append(f"reading stopped at page {place + 1}: the pages unfold to more than the limit")
                break
            yield _lines(page, size, limits)
        except (PyPdfError, _TooMuch, *_BROKEN):
            skipped.append(str(place + 1))
    if skipped:
        shown = ", ".join(skipped[:10]) + (" and more" if len(skipped) > 10 else "")
        notes.append(f"not readable: page {shown}")


def _drawing_size(page: PageObject) -> int:
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _lines(page: PageObject, size: int, limits: Limits) -> list[_Line]:
    """The printed lines of a page with the gaps between them, from where the page places its words."""
    if size > limits.pdf_page_bytes:
        raise _TooMuch
    parts: list[tuple[float, float, str]] = []
    operations = 0

    def count(*_: Any) -> None:
        nonlocal operations
        operations += 1
        if operations > limits.operations:
            raise _TooMuch

    def place(text: str, user: Sequence[float], matrix: Sequence[float], _font: Any, size: float) -> None:
        parts.append((matrix[4] * user[1] + matrix[5] * user[3] + user[5], abs(size * matrix[3] * user[3]) or 10, text))

    text = page.extract_text(visitor_operand_before=count, visitor_text=place)
    lines = [one_line(line)[:_MOST_LINE] for line in text.split("\n")]
    heights = _line_heights(parts)
    found: list[_Line] = []
    above: float | None = None
    for line in lines:
        if not line:
            continue
        at, height = heights.get(line[:40], (None, 0.0))
        gap = (above - at) / height if at is not None and above is not None and height else 0.0
        found.append(_Line(line, gap))
        above = at
    return found


def _line_heights(parts: Sequence[tuple[float, float, str]]) -> dict[str, tuple[float, float]]:
    """Where each line stands, by its beginning; a beginning that two lines share is left out."""
    by_height: dict[float, list[tuple[float, str]]] = {}
    for y, size, text in parts:
        by_height.setdefault(round(y, 1), []).append((size, text))
    found: dict[str, tuple[float, float]] = {}
    twice: set[str] = set()
    for y, pieces in by_height.items():
        start = one_line("".join(text for _, text in pieces))[:40]
        if start in found:
            twice.add(start)
        found[start] = (y, max(size for size, _ in pieces))
    return {start: where for start, where in found.items() if start and start not in twice}


def _without_running_lines(pages: Sequence[Sequence[_Line]]) -> tuple[list[list[_Line]], list[str]]:
    """The pages without what stands at the head or foot of several of them, and those lines, each once."""

    def pattern(line: _Line) -> str:
        return _DIGITS.sub("0", line.text.casefold())

    edges: Counter[str] = Counter(
        found for page in pages for found in {pattern(line) for line in [*page[:_EDGE], *page[-_EDGE:]]}
    )
    enough = max(2, (len(pages) + 1) // 2)
    running = {found for found, count in edges.items() if count >= enough} if len(pages) > 1 else set[str]()
    body: list[list[_Line]] = []
    aside: dict[str, str] = {}
    for page in pages:
        kept: list[_Line] = []
        for place, line in enumerate(page):
            at_edge = place < _EDGE or place >= len(page) - _EDGE
            if at_edge and (pattern(line) in running or _page_number(line.text)):
                aside.setdefault(pattern(line), line.text)
            else:
                kept.append(line)
        body.append(kept)
    return body, list(aside.values())


def _page_number(text: str) -> bool:
    return (
        re.fullmatch(r"(?:page\s+)?[-–—\s]*[0-9]{1,4}[-–—\s]*(?:(?:of|/)\s*[0-9]{1,4})?", text, re.IGNORECASE)
        is not None
    )


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """Lines joined to paragraphs; the last one of a page goes on where it has no end and the next none to begin."""
    words = Counter(
        word for page in pages for line in page for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    lengths = sorted(len(line.text) for page in pages for line in page)
    width = lengths[(9 * len(lengths)) // 10 - 1] if lengths else 0
    usual = _usual_gap(pages)
    whole = ""
    before: _Line | None = None
    for page in pages:
        for place, line in enumerate(page):
            if (
                before is None
                or len(whole) > LONGEST_BLOCK
                or _begins_paragraph(before, line, width, usual, over_break=place == 0)
            ):
                if whole:
                    yield whole
                whole = line.text
            else:
                whole = _joined(whole, line.text, words)
            before = line
    if whole:
        yield whole


def _usual_gap(pages: Sequence[Sequence[_Line]]) -> float:
    """The gap between lines of one paragraph: the smallest that is common."""
    gaps = Counter(round(line.gap, 2) for page in pages for line in page if line.gap > 0)
    return min((gap for gap, count in gaps.items() if count >= 0.15 * gaps.total()), default=0.0)


def _begins_paragraph(before: _Line, line: _Line, width: int, usual: float, *, over_break: bool) -> bool:
    ended = _STOP.search(before.text) is not None
    if _HYPHEN.search(before.text) and line.text[:1].islower():
        return False
    if _LISTED.match(line.text):
        return True
    full = len(before.text) + 1 + len(line.text.split(" ", 1)[0]) >= 0.85 * width
    if over_break:
        return not (full and not ended) and not line.text[:1].islower()
    if usual and line.gap > _WIDE_GAP * usual:
        return True
    return not full and (ended or not line.text[:1].islower())


def _joined(whole: str, line: str, words: Counter[str]) -> str:
    """Two lines as one; a word broken at the line's end is put together, unless it has a hyphen of its own."""
    if not (_HYPHEN.search(whole) and line[:1].islower()):
        return f"{whole} {line}"
    tail, head = re.split(r"[\s(“\"]", whole[-60:-1])[-1], re.split(r"[^\w]", line, maxsplit=1)[0]
    hyphenated = whole[-1] != "\u00ad" and words[f"{tail}-{head}"] > words[f"{tail}{head}"]
    return f"{whole if hyphenated else whole[:-1]}{line}"


def _metadata(reader: PdfReader) -> tuple[Metadata, list[str]]:
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        info = reader.metadata
        title, author = (
            (one_line(str(value))[:1000] if value else None for value in (info.title, info.author))
            if info
            else (None, None)
        )
        made = re.match(r"D:([0-9]{4})([0-9]{2})([0-9]{2})", str(info.get("/CreationDate", "")) if info else "")
    except (PyPdfError, *_BROKEN):
        return Metadata(), []
    stated = [f"the file says it was made on {'-'.join(made.groups())}"] if made else []
    return Metadata(title=title or None, author=author or None), stated


def _stands_in(title: str, pieces: Sequence[Piece]) -> bool:
    return any(title.casefold() in piece.text.casefold() for piece in pieces)
