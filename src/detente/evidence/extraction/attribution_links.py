"""Which source and which content belong to which cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.evidence.extraction.attribution_rules import Found, Span
from detente.evidence.extraction.attribution_structure import PART, TAG, Structure

AGREED = -1000
OTHER_SENTENCE = 30
ACROSS_CUE = 25
WRONG_SIDE = 6
FURTHEST = 140
LONGEST_SIGNATURE = 12
DASHES = frozenset((TAG[":"], TAG["HYPH"], TAG["NFP"], TAG["SYM"]))


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution in positions; `rule` is what the rules found for this cue, if anything."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: Found | None


def linked(structure: Structure, spans: Sequence[tuple[str, Span]], found: Sequence[Found]) -> tuple[Linked, ...]:
    """Attributions made of spans: each content goes to the cheapest cue, each cue takes its cheapest source.

    Cheap is what the rules found too; else what is near, in the same sentence, with no other cue between.
    """
    cues = [span for kind, span in spans if kind == "cue"]
    sources = [span for kind, span in spans if kind == "source"]
    rules = [_rule_of(cue, found) for cue in cues]
    contents: list[list[Span]] = [[] for _ in cues]
    alone: list[Span] = []
    for span in (span for kind, span in spans if kind == "content"):
        claims = [rule is not None and _meet(rule.content, span) for rule in rules]
        agreed = (span,) if sum(claims) == 1 else ()
        costs = [
            _cost(structure, cue, span, cues, agreed if claim else ()) for cue, claim in zip(cues, claims, strict=True)
        ]
        best = min(range(len(cues)), key=costs.__getitem__, default=None)
        if best is None or costs[best] > FURTHEST:
            alone.append(span)
        else:
            contents[best].append(span)
    result = [
        Linked(_source_of(structure, cue, sources, cues, rule), cue, tuple(content), rule)
        for cue, content, rule in zip(cues, contents, rules, strict=True)
    ]
    for span in alone:
        signed = _signature(structure, span)
        source, cue = signed or (_beside(structure, span, sources), None)
        result.append(Linked(source, cue, (span,), None))
    return tuple(sorted(result, key=lambda one: (one.cue or one.content[0])[0]))


def _rule_of(cue: Span, found: Sequence[Found]) -> Found | None:
    heads = [one for one in found if cue[0] <= one.head < cue[1]]
    return max(heads, key=lambda one: one.rate, default=None)


def _source_of(
    structure: Structure, cue: Span, sources: Sequence[Span], cues: Sequence[Span], rule: Found | None
) -> Span | None:
    """The source among the spans; else, where the rules see one that the cue shares with another, theirs."""
    own = (rule.source,) if rule and rule.source else ()
    near = [span for span in sources if structure.block[span[0]] == structure.block[cue[0]]]
    costs = {span: _cost(structure, cue, span, cues, own) for span in near}
    best = min(near, key=costs.__getitem__, default=None)
    if best is not None and costs[best] < OTHER_SENTENCE:
        return best
    if own:
        return own[0]
    return None


def _signature(structure: Structure, content: Span) -> tuple[Span, Span] | None:
    """`“…” - Ana Port` at the end of a block: the name and the dash."""
    dash, first = content[1], content[1] + 1
    end = int(np.searchsorted(structure.block, structure.block[content[0]], side="right"))
    if first >= end or end - first > LONGEST_SIGNATURE or not structure.closes[content[1] - 1]:
        return None
    if structure.tag[dash] not in DASHES or not (structure.part[first:end] == PART["PROPN"]).any():
        return None
    while end > first and structure.part[end - 1] in (PART["PUNCT"], PART["SPACE"]):
        end -= 1
    return (first, end), (dash, first)


def _beside(structure: Structure, content: Span, sources: Sequence[Span]) -> Span | None:
    near = [s for s in sources if structure.block[s[0]] == structure.block[content[0]] and _gap(s, content) < 4]
    return min(near, key=lambda span: _gap(span, content), default=None)


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _cost(structure: Structure, cue: Span, span: Span, cues: Sequence[Span], agreed: Sequence[Span]) -> int:
    if structure.block[cue[0]] != structure.block[span[0]]:
        return _across_blocks(structure, cue, span)
    if _meet(agreed, span):
        return AGREED + _gap(cue, span)
    low, high = sorted((cue[0], span[0]))
    between = sum(low < other[0] < high for other in cues if other != cue)
    nearest = structure.sentence[span[1] - 1] if span[0] < cue[0] else structure.sentence[span[0]]
    apart = abs(int(structure.sentence[cue[0]]) - int(nearest))
    return _gap(cue, span) + ACROSS_CUE * between + OTHER_SENTENCE * apart + WRONG_SIDE * (span[0] < cue[0])


def _meet(spans: Sequence[Span], other: Span) -> bool:
    return any(first < other[1] and other[0] < end for first, end in spans)


def _across_blocks(structure: Structure, cue: Span, span: Span) -> int:
    """A content may follow its cue into the next block when a colon or an open quotation announces it."""
    if int(structure.block[span[0]]) - int(structure.block[cue[0]]) != 1:
        return FURTHEST + 1
    if not structure.opens[span[0]]:
        return FURTHEST + 1
    return 60 + (span[0] - cue[1]) // 4
