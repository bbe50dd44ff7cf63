"""Who says, thinks or wants what: source, cue and content of every attribution in a text.

The words are those of PolNeAR, the corpus that this is measured on: a *source* (`the envoy`) and a *cue*
(`said that`: the words that make it an attribution) and a *content* (what is said, thought, wanted), which may
be in several pieces and may reach over sentences and, where a quotation goes on, over blocks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.evidence.extraction.attribution.cue_words import cue_words
from detente.evidence.extraction.attribution.features import CONTENT
from detente.evidence.extraction.attribution.links import Linked, linked
from detente.evidence.extraction.attribution.model import model, spans
from detente.evidence.extraction.attribution.quote_edges import with_names_apart
from detente.evidence.extraction.attribution.rules import Found, Reader, Span
from detente.evidence.extraction.attribution.speakers import with_speakers
from detente.evidence.extraction.attribution.structure import Structure, structure
from detente.evidence.items import Confidence, Passage
from detente.evidence.language.parse import ParsedBlock, ParsedDocument

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SHARE, LIKELY_CUE, SURE = 0.35, 0.5, 0.8


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

    `source` is None where the text leaves it out (`it was reported that`); a cue without a subject of its own
    shares that of its neighbour (`she left, saying that`). `cue` is None where a quotation stands without one.
    `content` comes in the order of the text; a piece never leaves its block, and one in another block carries that
    block. `direct` means that a piece of the content stands between quotation marks. `nested` means that the cue
    stands in the content of another attribution (`A said that B had offered to …`). `sentence` is that of the cue.

    `rule` says what found it: `attribution:` and the construction. `confidence` is high where rules and model agree
    on the cue and its content, medium where the model alone finds it or the two differ, and for nested ones by
    the lexicon's share; low where only the rules find it.
    """

    source: Stretch | None
    cue: Stretch | None
    content: tuple[Stretch, ...]
    direct: bool
    rule: str
    confidence: Confidence
    sentence: Stretch
    nested: bool = False


def attributions_of(parsed: ParsedDocument) -> tuple[Attribution, ...]:
    """Every attribution of a document in the order of the text, quotations followed from block to block."""
    return read_blocks(parsed.blocks)


def attributions(block: ParsedBlock) -> tuple[Attribution, ...]:
    """The attributions of one block in the order of the text; use `attributions_of` for a whole document."""
    return read_blocks((block,))


def read_blocks(blocks: Sequence[ParsedBlock], *, rules_only: bool = False) -> tuple[Attribution, ...]:
    """The attributions of some blocks of one document, in the order of the text."""
    return read_together((blocks,), rules_only=rules_only)[0]


def read_together(
    documents: Sequence[Sequence[ParsedBlock]], *, rules_only: bool = False
) -> list[tuple[Attribution, ...]]:
    """The attributions of each of several documents' blocks; a dozen at a time costs a third of one by one."""
    layout = structure([block.doc for blocks in documents for block in blocks])
    found = list(Reader(layout, cue_words()).candidates())
    labels = None if rules_only else model().labels(layout, found)
    result: list[tuple[Attribution, ...]] = []
    block = at = 0
    for blocks in documents:
        begin, stop = layout.offsets[block], layout.offsets[block + len(blocks)]
        first, at = at, bisect_left(found, stop, at, key=_head)
        own, rules = layout.part_of(block, block + len(blocks)), [one.moved(-begin) for one in found[first:at]]
        ones = _rules_alone(own, rules) if labels is None else _rules_and_model(own, rules, labels[begin:stop])
        result.append(_tied(blocks, own, ones))
        block += len(blocks)
    return result


def _head(one: Found) -> int:
    return one.head


def _rules_alone(layout: Structure, found: Sequence[Found]) -> list[_One]:
    return [_by_rules(one, nested) for one, nested in outermost(layout, found, LIKELY_CUE)]


def _rules_and_model(layout: Structure, found: Sequence[Found], labels: NDArray[np.int64]) -> list[_One]:
    pieces = with_names_apart(layout, spans(labels, layout.offsets))
    named = with_speakers(layout, linked(layout, pieces, found), pieces, found, cue_words())
    ones = [_by_model(one, layout) for one in named]
    cued = {place for one in ones if one.cue for place in range(*one.cue)}
    for rule in found:
        if rule.rate >= LEAST_SHARE and rule.content and rule.head not in cued:
            nested = int(labels[rule.head]) in (CONTENT, CONTENT + 1)
            ones.append(_by_rules(rule, nested, sure=nested))
    return sorted(ones, key=lambda one: one.place)


@dataclass(frozen=True, slots=True)
class _One:
    """An attribution in positions, before it is tied to blocks."""

    place: int
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    confidence: Confidence
    nested: bool


def _by_model(one: Linked, layout: Structure) -> _One:
    place = (one.cue or one.content[0])[0]
    rule = one.rule
    construction = rule.construction if rule else "quote" if _direct(layout, one.content) else "learned"
    agreed = rule is not None and rule.rate >= LIKELY_CUE and set(rule.content) == set(one.content)
    return _One(
        place, one.source, one.cue, one.content, f"attribution:{construction}", "high" if agreed else "medium", False
    )


def _by_rules(rule: Found, nested: bool, *, sure: bool = True) -> _One:
    confidence: Confidence = "low"
    if sure:
        confidence = "high" if rule.rate >= SURE else "medium" if rule.rate >= LIKELY_CUE else "low"
    name = f"attribution:{rule.construction}"
    return _One(rule.cue[0], rule.source, rule.cue, rule.content, name, confidence, nested)


def outermost(layout: Structure, found: Sequence[Found], least: float) -> list[tuple[Found, bool]]:
    """Found attributions of at least this share, the widest content first, and whether another encloses each."""
    taken = np.zeros(len(layout), dtype=bool)
    result: list[tuple[Found, bool]] = []
    for one in sorted(found, key=lambda one: -sum(end - first for first, end in one.content)):
        if one.rate < least:
            continue
        nested = bool(taken[one.head])
        result.append((one, nested))
        for first, end in one.content if not nested else ():
            taken[first:end] = True
    return sorted(result, key=lambda pair: pair[0].head)


def _direct(layout: Structure, content: Sequence[Span]) -> bool:
    return any(bool(layout.opens[first:end].any()) for first, end in content)


def _tied(blocks: Sequence[ParsedBlock], layout: Structure, ones: Sequence[_One]) -> tuple[Attribution, ...]:
    """The attributions with their stretches of blocks."""
    openings = [*np.flatnonzero(layout.starts).tolist(), len(layout)]
    offsets = layout.offsets

    def stretch(span: Span) -> Stretch:
        block = bisect_right(offsets, span[0]) - 1
        return Stretch(blocks[block], span[0] - offsets[block], span[1] - offsets[block])

    def attribution(one: _One) -> Attribution:
        sentence = bisect_right(openings, one.place) - 1
        return Attribution(
            stretch(one.source) if one.source else None,
            stretch(one.cue) if one.cue else None,
            tuple(stretch(span) for span in sorted(one.content)),
            _direct(layout, one.content),
            one.rule,
            one.confidence,
            stretch((openings[sentence], openings[sentence + 1])),
            one.nested,
        )

    return tuple(attribution(one) for one in ones)
