"""Which source and which content belong to which cue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detente.evidence.extraction.attribution.quote_edges import signature
from detente.evidence.extraction.attribution.rules import Found, Span
from detente.evidence.extraction.attribution.structure import Structure

AGREED = -1000
OTHER_SENTENCE = 30
ACROSS_CUE = 25
WRONG_SIDE = 6
FURTHEST = 140


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution in positions; `rule` is what the rules found for this cue, if anything."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: Found | None


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Of the structure what linking asks for, as lists: single entries of an array are slow to read."""

    whole: Structure
    block: list[int]
    sentence: list[int]
    cues: list[int]


def linked(whole: Structure, spans: Sequence[tuple[str, Span]], found: Sequence[Found]) -> tuple[Linked, ...]:
    """Attributions made of spans: each content goes to the cheapest cue, each cue takes its cheapest source.

    Cheap is what the rules found too; else what is near, in the same sentence, with no other cue between.
    """
    cues = [span for kind, span in spans if kind == "cue"]
    structure = _Layout(whole, whole.block.tolist(), whole.sentence.tolist(), [first for first, _ in cues])
    sources = [span for kind, span in spans if kind == "source"]
    by_head = {one.head: one for one in found}
    rules = [_rule_of(cue, by_head) for cue in cues]
    by_block: dict[int, list[Span]] = {}
    for span in sources:
        by_block.setdefault(structure.block[span[0]], []).append(span)
    contents: list[list[Span]] = [[] for _ in cues]
    alone: list[Span] = []
    for span in (span for kind, span in spans if kind == "content"):
        near = _near(structure, span)
        claiming = [number for number in near if (rule := rules[number]) and _meet(rule.content, span)]
        agreed = claiming[0] if len(claiming) == 1 else None
        among = _within_reach(structure, span, near) | ({agreed} if agreed is not None else set())
        costs = {n: _cost(structure, cues[n], span, (span,) if n == agreed else ()) for n in sorted(among)}
        best = min(costs, key=costs.__getitem__, default=None)
        if best is None or costs[best] > FURTHEST:
            alone.append(span)
        else:
            contents[best].append(span)
    result = [
        Linked(_source_of(structure, cue, by_block.get(structure.block[cue[0]], ()), rule), cue, tuple(content), rule)
        for cue, content, rule in zip(cues, contents, rules, strict=True)
    ]
    for span in alone:
        signed = signature(whole, span)
        source, cue = signed or (_beside(structure, span, sources), None)
        result.append(Linked(source, cue, (span,), None))
    return tuple(sorted(result, key=lambda one: (one.cue or one.content[0])[0]))


def _rule_of(cue: Span, by_head: dict[int, Found]) -> Found | None:
    heads = [by_head[place] for place in range(*cue) if place in by_head]
    return max(heads, key=lambda one: one.rate, default=None)


def _near(structure: _Layout, span: Span) -> range:
    """The numbers of the cues in the span's block and the one before."""
    block = structure.block[span[0]]
    return range(
        bisect_left(structure.cues, max(block - 1, 0), key=structure.block.__getitem__),
        bisect_right(structure.cues, block, key=structure.block.__getitem__),
    )


def _within_reach(structure: _Layout, span: Span, near: range) -> set[int]:
    """Of the cues near by those that can be cheap enough: with more cues between, the cost is past the limit."""
    most = FURTHEST // ACROSS_CUE + 2
    place = bisect_left(structure.cues, span[0])
    first = bisect_left(structure.cues, structure.block[span[0]], key=structure.block.__getitem__)
    window = {*range(place - most, place + most), *range(first - most, first)}
    return {n for n in window if n in near}


def _source_of(structure: _Layout, cue: Span, sources: Sequence[Span], rule: Found | None) -> Span | None:
    """The source among the spans of the block; else, where the cue shares one with another, what the rules see."""
    own = (rule.source,) if rule and rule.source else ()
    costs = {span: _cost(structure, cue, span, own) for span in sources}
    best = min(sources, key=costs.__getitem__, default=None)
    if best is not None and costs[best] < OTHER_SENTENCE:
        return best
    return own[0] if own else None


def _beside(structure: _Layout, content: Span, sources: Sequence[Span]) -> Span | None:
    near = [s for s in sources if structure.block[s[0]] == structure.block[content[0]] and _gap(s, content) < 4]
    return min(near, key=lambda span: _gap(span, content), default=None)


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _cost(structure: _Layout, cue: Span, span: Span, agreed: Sequence[Span]) -> int:
    if structure.block[cue[0]] != structure.block[span[0]]:
        return _across_blocks(structure, cue, span)
    if _meet(agreed, span):
        return AGREED + _gap(cue, span)
    low, high = sorted((cue[0], span[0]))
    between = bisect_left(structure.cues, high) - bisect_right(structure.cues, low)
    nearest = structure.sentence[span[1] - 1] if span[0] < cue[0] else structure.sentence[span[0]]
    apart = abs(structure.sentence[cue[0]] - nearest)
    return _gap(cue, span) + ACROSS_CUE * between + OTHER_SENTENCE * apart + WRONG_SIDE * (span[0] < cue[0])


def _meet(spans: Sequence[Span], other: Span) -> bool:
    return any(first < other[1] and other[0] < end for first, end in spans)


def _across_blocks(structure: _Layout, cue: Span, span: Span) -> int:
    """A content may follow its cue into the next block when a colon or an open quotation announces it."""
    if structure.block[span[0]] - structure.block[cue[0]] != 1:
        return FURTHEST + 1
    if not structure.whole.opens[span[0]]:
        return FURTHEST + 1
    return 60 + (span[0] - cue[1]) // 4
