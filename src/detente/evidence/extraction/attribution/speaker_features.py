"""What the choice of a speaker sees of a quotation and of somebody who may speak it, as small numbers below `WIDTH`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.evidence.extraction.attribution.cue_words import CueWords
from detente.evidence.extraction.attribution.features import CONSTRUCTIONS, share_class
from detente.evidence.extraction.attribution.rules import Found, Span
from detente.evidence.extraction.attribution.speaker_candidates import KINDS, Candidate, Neighbourhood, Quotation
from detente.evidence.extraction.attribution.structure import TAG, Structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

WIDTH = 64
_EDGES = np.array([-60, -30, -16, -9, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 9, 16, 30, 60])
_LENGTHS = np.array([2, 3, 4, 6, 9, 15, 30, 60])
_CLIMB = 8
_NOWHERE = (-1, -1)


def pair_features(
    near: Neighbourhood, words: CueWords, quotations: Sequence[Quotation], candidates: Sequence[Sequence[Candidate]]
) -> Ints:
    """One row for each candidate of each quotation in turn, one column a property."""
    s = near.layout
    p = _pairs(near, words, quotations, candidates)
    q0, q1, s0, s1, c0, c1, has, cued = p.q0, p.q1, p.s0, p.s1, p.c0, p.c1, p.has, p.cued
    after = s0 >= q1
    low, high = np.where(after, q1, s1), np.where(after, s0, q0)
    cues, starts, marks = (
        np.array(places or [-1]) for places in ([first for first, _ in near.cues], near.starts, near.marks)
    )
    before, behind = np.maximum(q0 - 1, 0), np.minimum(q1, len(s) - 1)
    opening = (q0 == 0) | (s.block[before] != s.block[q0])
    ending = (q1 >= len(s)) | (s.block[behind] != s.block[q1 - 1])
    depth = np.minimum(_depth(s.head), 7)
    columns: list[Any] = [
        p.kind, p.others, p.verb_rate, p.as_next + 3 * (s.closes[q1 - 1] + 2 * ending), p.base + 2 * has,
        p.agreed, p.construction, p.agreed * 3 + p.base,
        (s.block[s0] > s.block[q0]) * 1 - (s.block[s0] < s.block[q0]) + 1 + 4 * has,
        _sentences(s, s0, q0, q1), _distance(s0, s1, q0, q1),
        np.minimum(_between(cues, low, high), 4) + 5 * after,
        np.minimum(_between(starts, low, high), 5) + 6 * after,
        np.minimum(_between(marks, low, high), 3) + 4 * after,
        s.inside[s0] + 2 * ((s0 >= q0) & (s0 < q1)),
        s.part[p.top] * has, s.tag[p.top] * has, s.role[p.top] * has, s.role[p.verb] * has, s.tag[p.verb] * has,
        depth[p.verb] * has + 8 * p.base,
        p.above * has, p.over * cued, _reaches(s.head, p.verb, q0, q1) * has + 2 * after,
        _distance(c0, c1, q0, q1) * cued, _sentences(s, c0, q0, q1) + 9 * cued,
        s.inside[c0] * cued + 2 * (s.tag[c1 - 1] == TAG[":"]) + 4 * cued,
        s.tag[before] * ~opening, s.tag[behind] * ~ending,
        s.starts[q0] + 2 * opening + 4 * ending + 8 * s.closes[q1 - 1] + 16 * s.opens[q0] + 32 * after,
        np.searchsorted(_LENGTHS, q1 - q0) + 10 * s.opens[q0],
        np.searchsorted(_LENGTHS, s1 - s0) * has, s.starts[s0] * has + 2 * after + 4 * s.starts[q0],
        s.tag[np.maximum(s0 - 1, 0)] * has, s.tag[np.minimum(s1, len(s) - 1)] * has,
        p.as_last, p.as_last + 3 * s.starts[q0] + 6 * opening + 12 * p.base, p.share, p.cue_rate,
        s.tag[p.cue_head] * cued, s.role[p.cue_head] * cued, depth[p.cue_head] * cued,
        np.minimum(p.number, 20), _distance(c0, c1, s0, s1) * cued * has,
        (opening & (s.tag[before] == TAG[":"])) + 2 * (s.block[s0] < s.block[q0]) + 4 * has,
        np.minimum(_between(cues, np.minimum(s1, c0), np.maximum(s0, c0)), 3) + 4 * cued,
    ]  # fmt: skip
    return np.clip(np.stack(columns, axis=1).astype(np.int64), 0, WIDTH - 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Arrays with one entry a quotation and candidate.

    `q0`, `q1`, `s0`, `s1`, `c0`, `c1` are where quotation, source and cue begin and end; where a candidate has no
    source (`has`) or no cue (`cued`), the first word of the quotation stands for it. `top` is the word of the source
    that the others hang on, `verb` what it hangs on; `above` and `over` say how far above the quotation `verb` and
    `cue_head` are in the parse. `as_last` and `as_next`: whether the quotation before, after has this source.
    """

    q0: Ints
    q1: Ints
    s0: Ints
    s1: Ints
    c0: Ints
    c1: Ints
    has: Ints
    cued: Ints
    top: Ints
    verb: Ints
    cue_head: Ints
    kind: Ints
    base: Ints
    others: Ints
    agreed: Ints
    construction: Ints
    share: Ints
    verb_rate: Ints
    cue_rate: Ints
    above: Ints
    over: Ints
    as_last: Ints
    as_next: Ints
    number: Ints


def _pairs(
    near: Neighbourhood, words: CueWords, quotations: Sequence[Quotation], candidates: Sequence[Sequence[Candidate]]
) -> _Pairs:
    s = near.layout
    pairs = [(n, one) for n, those in enumerate(candidates) for one in those]
    lengths = np.array([len(those) for those in candidates])
    of = np.repeat(np.arange(len(quotations)), lengths)
    q0, q1 = np.array([one.span for one in quotations])[of].T
    has, cued = (np.array([span is not None for span in spans]) for spans in _source_and_cue(pairs))
    source, cue = (np.array([span or _NOWHERE for span in spans]) for spans in _source_and_cue(pairs))
    s0, s1 = np.where(has, source[:, 0], q0), np.where(has, source[:, 1], q0 + 1)
    c0, c1 = np.where(cued, cue[:, 0], q0), np.where(cued, cue[:, 1], q0 + 1)
    tops: dict[Span, int] = {}
    for span in zip(s0.tolist(), s1.tolist(), strict=True):
        if span not in tops:
            tops[span] = _top(near, span[1] - 1, span)
    top = np.array([tops[span] for span in zip(s0.tolist(), s1.tolist(), strict=True)])
    verb = s.head[top]
    heads = np.array([one.rule.head if one.rule else -1 for _, one in pairs])
    cue_head = np.where(heads >= 0, heads, c0)
    paths = [_path(near.head, _top(near, one.span[0] + 1, one.span)) for one in quotations]
    rates = {place: share_class(words.rate(s, place, "quote")) for place in {*verb.tolist(), *cue_head.tolist()}}
    speakers = [near.ones[one.owner].source or _NOWHERE for one in quotations]
    last, following = (np.array(spans)[of] for spans in ([_NOWHERE, *speakers[:-1]], [*speakers[1:], _NOWHERE]))
    owners = np.array([one.owner for one in quotations])[of]
    return _Pairs(
        q0, q1, s0, s1, c0, c1, has * 1, cued * 1, top, verb, cue_head,
        kind=np.array([KINDS.index(one.kind) for _, one in pairs]),
        base=(np.array([one.owner for _, one in pairs]) == owners) * 1,
        others=np.array([_other_content(near, quotations[n], one) for n, one in pairs]),
        agreed=np.array([_agreed(one.rule, quotations[n].span) for n, one in pairs]),
        construction=np.array([CONSTRUCTIONS.index(one.rule.construction) + 1 if one.rule else 0 for _, one in pairs]),
        share=np.array([share_class(one.rule.rate) if one.rule else 0 for _, one in pairs]),
        verb_rate=np.array([rates[place] for place in verb.tolist()]),
        cue_rate=np.array([rates[place] for place in cue_head.tolist()]),
        above=_steps(paths, of, verb), over=_steps(paths, of, cue_head),
        as_last=_same(source, last), as_next=_same(source, following), number=lengths[of],
    )  # fmt: skip


def _source_and_cue(pairs: Sequence[tuple[int, Candidate]]) -> tuple[list[Span | None], list[Span | None]]:
    return [one.source for _, one in pairs], [one.cue for _, one in pairs]


def _steps(paths: Sequence[dict[int, int]], of: Ints, places: Ints) -> Ints:
    return np.array([paths[n].get(place, _CLIMB + 1) for n, place in zip(of.tolist(), places.tolist(), strict=True)])


def _same(source: Ints, other: Ints) -> Ints:
    """0 where there is no other, 1 where it is another, 2 where it is the same."""
    return (other[:, 0] >= 0) * (1 + (source == other).all(axis=1))


def _distance(first: Ints, end: Ints, q0: Ints, q1: Ints) -> Ints:
    """From a stretch to another, in classes."""
    return np.searchsorted(_EDGES, np.where(first >= q1, first - q1 + 1, end - q0 - 1), side="right")


def _sentences(s: Structure, place: Ints, q0: Ints, q1: Ints) -> Ints:
    """How many sentences a place is before (below 4) or behind a quotation."""
    nearest = np.where(place >= q1, s.sentence[q1 - 1], s.sentence[q0])
    return np.minimum(np.maximum(s.sentence[place] - nearest, -4), 4) + 4


def _other_content(near: Neighbourhood, quotation: Quotation, one: Candidate) -> int:
    """What else the attribution of a candidate has: nothing, indirect speech, a quotation; and whether before this."""
    if one.kind != "linked":
        return 0
    others = [span for span in near.ones[one.owner].content if span != quotation.span]
    if not others:
        return 1
    return 2 + any(span in near.quoted for span in others) + 2 * (others[0] < quotation.span)


def _agreed(rule: Found | None, span: Span) -> int:
    """Whether the rules found this quotation for this cue, something else, or no such cue."""
    if rule is None:
        return 0
    return 2 if any(first < span[1] and span[0] < end for first, end in rule.content) else 1


def _top(near: Neighbourhood, place: int, span: Span) -> int:
    """The word of a stretch that a word of it hangs on and that hangs on a word outside."""
    place = min(place, span[1] - 1)
    head = near.head
    for _ in range(30):
        above = head[place]
        if above == place or not span[0] <= above < span[1]:
            break
        place = above
    return place


def _path(head: Sequence[int], place: int) -> dict[int, int]:
    """The words above a word and how far up."""
    path: dict[int, int] = {}
    for step in range(_CLIMB + 1):
        path.setdefault(place, step)
        place = head[place]
    return path


def _depth(head: Ints) -> Ints:
    depth, place = np.zeros(len(head), dtype=np.int64), np.arange(len(head))
    for _ in range(_CLIMB):
        depth += head[place] != place
        place = head[place]
    return depth


def _reaches(head: Ints, place: Ints, first: Ints, end: Ints) -> Any:
    """Whether a word hangs, over some steps, on a word in [first, end)."""
    found = np.zeros(len(place), dtype=bool)
    for _ in range(_CLIMB):
        place = head[place]
        found |= (place >= first) & (place < end)
    return found


def _between(places: Any, low: Any, high: Any) -> Any:
    return np.maximum(np.searchsorted(places, high) - np.searchsorted(places, low), 0)
