"""Direct quotations with their speakers, each followed over paragraphs until its last mark."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detente.evidence.extraction.attribution.attributions import Attribution, Stretch, attributions_of
from detente.evidence.items import Passage
from detente.evidence.language.normalised import normalised
from detente.evidence.language.parse import ParsedDocument
from detente.evidence.reading.document import Block

OPENING, CLOSING = frozenset("“„«‹‘"), frozenset("”»›’")
LONGEST_GAP = 3


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """Words between quotation marks; `pieces` are several where it goes on over paragraphs.

    `whole` says that the marks hold at least a clause, not a word or a phrase within the outlet's own sentence
    (`a “brazen breach”`). `attribution` is None where nobody is named as the speaker.
    """

    pieces: tuple[Passage, ...]
    whole: bool
    closed: bool
    attribution: Attribution | None

    @property
    def speaker(self) -> Stretch | None:
        """The words that name the speaker."""
        return self.attribution.source if self.attribution else None


def quotes_of(parsed: ParsedDocument, found: Sequence[Attribution] | None = None) -> tuple[Quote, ...]:
    """Every quotation of a document in the order of the text, with the attribution whose content it is or is part of.

    A paragraph that opens with a mark while the quotation before it is still open goes on with it. A quotation that
    nothing closes ends with its paragraph.
    """
    attributions = attributions_of(parsed) if found is None else found
    contents = [
        (stretch.passage(parsed), attribution) for attribution in attributions for stretch in attribution.content
    ]
    return tuple(_quote(parsed, pieces, closed, contents) for pieces, closed in _followed(parsed))


def _quote(
    parsed: ParsedDocument, pieces: list[Passage], closed: bool, contents: list[tuple[Passage, Attribution]]
) -> Quote:
    whole = any(len(piece.quote.split()) > LONGEST_GAP and _has_clause(parsed, piece) for piece in pieces)
    fitting = [
        (_shared(piece, content), not attribution.nested, attribution)
        for piece in pieces
        for content, attribution in contents
        if _shared(piece, content) > 0 and attribution.confidence != "low"
    ]
    best = max(fitting, key=lambda one: (one[0], one[1]), default=None)
    return Quote(tuple(pieces), whole, closed, best[2] if best else None)


def _shared(one: Passage, other: Passage) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _has_clause(parsed: ParsedDocument, piece: Passage) -> bool:
    number = bisect_right(parsed.blocks, piece.start, key=lambda block: block.start) - 1
    block = parsed.blocks[number]
    span = block.doc.char_span(piece.start - block.start, piece.end - block.start, alignment_mode="contract")
    return span is not None and any(token.dep_ in ("nsubj", "nsubjpass", "expl") for token in span)


def _followed(parsed: ParsedDocument) -> list[tuple[list[Passage], bool]]:
    result: list[tuple[list[Passage], bool]] = []
    for block in dict.fromkeys(block.block for block in parsed.blocks):
        for start, end, closed in quotations(parsed.document.text[block.start : block.end]):
            piece = _passage(parsed, block, start, end)
            if result and not result[-1][1] and start == 0 and result[-1][0][-1].end == _end_before(parsed, block):
                result[-1] = ([*result[-1][0], piece], closed)
            else:
                result.append(([piece], closed))
    return result


def _passage(parsed: ParsedDocument, block: Block, start: int, end: int) -> Passage:
    first, last = block.start + start, block.start + end
    return Passage(parsed.document.id, first, last, parsed.document.text[first:last])


def _end_before(parsed: ParsedDocument, block: Block) -> int:
    """Where the paragraph before this one ends, white space aside."""
    end, text = block.start, parsed.document.text
    while end and text[end - 1].isspace():
        end -= 1
    return end


def quotations(text: str) -> list[tuple[int, int, bool]]:
    """The outermost quotations of a paragraph: start, end, and whether a mark closes it; the marks are included.

    Curly marks say which way they face; of a straight one the spaces around it do. A single mark is read only where
    it opens before a word and closes after one, so that apostrophes stay apostrophes. A mark of another kind inside
    a quotation belongs to it.

    >>> quotations('He said “it is ‘over’” and left.')
    [(8, 22, True)]
    """
    plain = normalised(text)
    found: list[tuple[int, int, bool]] = []
    place = 0
    while place < len(text):
        kind = _kind(plain, place)
        if kind is None or not _opens(text, plain, place):
            place += 1
            continue
        end = _closing(text, plain, place, kind)
        if end is None and kind == "'":
            place += 1
            continue
        stop = len(text.rstrip()) if end is None else end
        found.append((place, stop, end is not None))
        place = stop
    return found


def _kind(plain: str, place: int) -> str | None:
    """`"` for a double mark or two single ones, `'` for a single one."""
    if plain[place] == '"' or plain[place : place + 2] == "''":
        return '"'
    return "'" if plain[place] == "'" else None


def _width(plain: str, place: int) -> int:
    return 2 if plain[place : place + 2] == "''" else 1


def _opens(text: str, plain: str, place: int) -> bool:
    after = plain[place + _width(plain, place) :][:1]
    before = plain[place - 1] if place else " "
    if text[place] in CLOSING and text[place] != "’":
        return False
    if not after.strip():
        return False
    if text[place] in OPENING:
        return not (text[place] == "‘" and before.isalnum())
    return not (before.isalnum() or before in ".,!?;")


def _closing(text: str, plain: str, start: int, kind: str) -> int | None:
    """Where the quotation that starts here ends, or None."""
    place = start + _width(plain, start)
    depth = 1
    while place < len(text):
        if _kind(plain, place) != kind or (kind == "'" and text[place] == "‘"):
            place += 1
            continue
        width = _width(plain, place)
        if text[place] in "“„«" and kind == '"':
            depth += 1
        elif _closes(text, plain, place, width):
            depth -= 1
            if depth <= 0 or text[start] not in OPENING:
                return place + width
        place += width
    return None


def _closes(text: str, plain: str, place: int, width: int) -> bool:
    before, after = plain[place - 1], plain[place + width : place + width + 1]
    if text[place] in "”»":
        return True
    if plain[place] == "'" and width == 1:
        return not after.isalnum() and not before.isspace()
    return not before.isspace() or not after.strip()
