"""Who says, thinks or wants what: source, cue and content of every attribution in a text.

The words are those of PolNeAR, the corpus that this is measured on: a *source* (`the envoy`) and a *cue*
(`said that`: the words that make it an attribution) and a *content* (what is said, thought, wanted), which may
be in several pieces and may reach over sentences and, where a quotation goes on, over blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.evidence.extraction.attribution_rules import Found, Reader, Span
from detente.evidence.extraction.attribution_structure import Structure, structure
from detente.evidence.extraction.cue_words import cue_words
from detente.evidence.items import Confidence, Passage
from detente.evidence.language.parse import ParsedBlock, ParsedDocument

LEAST_SHARE, LIKELY, SURE = 0.35, 0.6, 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Tokens [first, end) of a parsed block."""

    block: ParsedBlock
    first: int
    end: int

    @property
    def words(self) -> str:
        """The words as the parser read them: plain typography."""
        return self.block.doc[self.first : self.end].text

    def passage(self, parsed: ParsedDocument) -> Passage:
        """The words as they stand in the document, with their offsets."""
        return parsed.passage(self.block, self.first, self.end)

    def __contains__(self, token: int) -> bool:
        return self.first <= token < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """One attribution.

    `source` is None where the text leaves it out (`it was reported that`), `cue` is None where a quotation
    goes on without one. `content` comes in the order of the text; a piece in another block carries that block.
    `direct` means that a piece of the content stands between quotation marks. `sentence` is the one of the cue.
    """

    source: Stretch | None
    cue: Stretch | None
    content: tuple[Stretch, ...]
    direct: bool
    rule: str
    confidence: Confidence
    sentence: Stretch


def attributions_of(parsed: ParsedDocument) -> tuple[Attribution, ...]:
    """Every attribution of a document in the order of the text, quotations followed from block to block."""
    return _read(parsed.blocks)


def attributions(block: ParsedBlock) -> tuple[Attribution, ...]:
    """The attributions of one block in the order of the text; use `attributions_of` for a whole document."""
    return _read((block,))


def _read(blocks: Sequence[ParsedBlock]) -> tuple[Attribution, ...]:
    layout = structure([block.doc for block in blocks])
    found = Reader(layout, cue_words()).found(LEAST_SHARE)
    return tuple(_attribution(blocks, layout, one) for one in found)


def _attribution(blocks: Sequence[ParsedBlock], layout: Structure, found: Found) -> Attribution:
    pieces = tuple(_stretch(blocks, layout, span) for span in found.content)
    source = _stretch(blocks, layout, found.source) if found.source else None
    direct = any(layout.opens[first] or layout.closes[end - 1] for first, end in found.content)
    confidence: Confidence = "high" if found.rate >= SURE else "medium" if found.rate >= LIKELY else "low"
    first = int(np.searchsorted(layout.sentence, layout.sentence[found.head]))
    end = int(np.searchsorted(layout.sentence, layout.sentence[found.head], side="right"))
    return Attribution(
        source, _stretch(blocks, layout, found.cue), pieces, direct, f"attribution:{found.construction}", confidence,
        _stretch(blocks, layout, (first, end)),
    )  # fmt: skip


def _stretch(blocks: Sequence[ParsedBlock], layout: Structure, span: Span) -> Stretch:
    block = int(layout.block[span[0]])
    offset = layout.offsets[block]
    return Stretch(blocks[block], span[0] - offset, span[1] - offset)
