"""What the model sees of a token: grammar, quotation marks, and what the rules found, never a word by itself
unless the lexicon has it. Every feature is a number below `BUCKETS`; all arrays have one entry a token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.evidence.extraction.attribution.rules import Found
from detente.evidence.extraction.attribution.structure import Structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

BUCKET_BITS = 16
BUCKETS = 1 << BUCKET_BITS
LEAST_SHARE = 0.25
CONSTRUCTIONS = ("clause", "quote", "infinitive", "object", "preposition", "none")
NOTHING, SOURCE, CUE, CONTENT = 0, 1, 3, 5
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 2048
_CLIMB = 14


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What the rules found: label (source 1, 2, cue 3, 4, content 5, 6; odd begins), share, construction."""

    label: Ints
    share: Ints
    construction: Ints
    cue_share: Ints
    cue_construction: Ints


def share_class(share: float) -> int:
    """A share as one of eight classes; 0 stands for no candidate."""
    return 1 + min(6, int(share * 7))


def marks(structure: Structure, found: Sequence[Found]) -> Marks:
    """Found attributions laid on the tokens, the outermost first; one inside another's content leaves no label."""
    count = len(structure)
    label, share, construction, cue_share, cue_construction = (np.zeros(count, dtype=np.int64) for _ in range(5))
    for one in sorted(found, key=lambda one: -sum(end - first for first, end in one.content)):
        strength, kind = share_class(one.rate), 1 + CONSTRUCTIONS.index(one.construction)
        cue_share[one.head], cue_construction[one.head] = strength, kind
        if one.rate < LEAST_SHARE or label[one.head]:
            continue
        spans = [(CUE, one.cue), *([(SOURCE, one.source)] if one.source else []), *((CONTENT, c) for c in one.content)]
        for code, (first, end) in spans:
            if label[first:end].any():
                continue
            label[first:end], share[first:end], construction[first:end] = code + 1, strength, kind
            label[first] = code
    return Marks(label, share, construction, cue_share, cue_construction)


def features(structure: Structure, found: Sequence[Found], words: Ints) -> Ints:
    """Features of every token, one column a template; `words` has the lexicon's number of each token's base form."""
    return _hashed(_columns(structure, marks(structure, found), words))


def _columns(s: Structure, rules: Marks, words: Ints) -> list[tuple[Any, ...]]:
    back, ahead = _shifter(s, 1), _shifter(s, -1)
    tag, role, head = s.tag, s.role, s.head
    label, share, kind = rules.label, rules.share, rules.construction
    quote = s.inside.astype(np.int64) + 2 * s.opens + 4 * s.closes
    tag_1, tag1, tag_2, tag2 = back(tag), ahead(tag), back(back(tag)), ahead(ahead(tag))
    label_1, label1 = back(label), ahead(label)
    quote_1, quote1 = back(quote), ahead(quote)
    word_1, word1 = back(words), ahead(words)
    above = _above(s, rules)
    up, below, edge = above.ancestor, above.role, above.edge
    strength, upkind = rules.cue_share[up] * above.has, rules.cue_construction[up] * above.has
    near = _nearest(s, rules)
    sentence = _sentences(s, rules)
    first = s.starts.astype(np.int64)
    verb_kind = s.part[head]
    return [
        (tag,), (tag_1, tag), (tag, tag1), (tag_1, tag, tag1), (tag_2, tag_1, tag), (tag, tag1, tag2),
        (words,), (word_1,), (word1,), (words, role), (word_1, tag), (words, tag1), (back(word_1), tag_1, tag),
        (ahead(word1), tag1, tag), (role, tag), (role, back(role)), (role, ahead(role)),
        (role, words[head]), (role, tag[head], np.sign(head - np.arange(len(s)))), (role, role[head], tag[head]),
        (role, rules.cue_share[head], rules.cue_construction[head]), (role, role[head], words[head[head]]),
        (label, share), (label, kind), (label, share, kind), (label_1, label, label1), (label, share, back(share)),
        (label, tag), (label, role), (label, tag_1), (label, tag1), (label_1, label, tag), (label, label1, tag1),
        (label, words), (label, quote), (label_1, label, quote), (label, quote, quote1), (label, quote_1, quote),
        (label, word1), (label, word_1), (label, role, role[head]), (label, share, sentence.best),
        (below, strength), (below, strength, edge), (below, upkind, edge), (below, strength, upkind, edge),
        (below, words[up] * above.has), (edge, words[up] * above.has, quote), (below, edge, label), (below, edge, tag),
        (above.distance, strength, role), (back(edge), edge, below), (ahead(edge), edge, ahead(below), tag1),
        (rules.cue_share, rules.cue_construction), (rules.cue_share, tag, role), (rules.cue_share, sentence.best),
        (rules.cue_share, words), (rules.cue_share, quote), (rules.cue_share, strength, below),
        (near.last, near.last_share), (near.next, near.next_share), (near.last, near.last_share, tag),
        (near.next, near.next_share, tag), (near.last, near.next, quote), (near.last, near.last_share, label),
        (quote, sentence.best), (quote, sentence.quoted, sentence.best), (quote_1, quote, quote1),
        (quote, sentence.quoted, sentence.before), (first, quote, sentence.before, sentence.best),
        (sentence.best, label), (sentence.best, sentence.before, label, first), (first, tag), (first, label, quote),
        (quote, tag), (quote, role), (quote, tag1, tag), (quote, tag_1, tag), (verb_kind, role, label),
        (tag_2, tag_1, label), (tag1, tag2, label), (back(back(label)), label_1, label), (label, label1, ahead(label1)),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """The nearest candidate that a token hangs under, by which role of its, and which edges of that part it is at."""

    ancestor: Ints
    has: Ints
    role: Ints
    edge: Ints
    distance: Ints


def _above(s: Structure, rules: Marks) -> Above:
    here = np.arange(len(s))
    below, up = here.copy(), s.head.copy()
    candidate = rules.cue_share > 1
    for _ in range(_CLIMB):
        going = ~candidate[up] & (up != s.head[up])
        if not going.any():
            break
        below, up = np.where(going, up, below), np.where(going, s.head[up], up)
    has = (candidate[up] & (up != here)).astype(np.int64)
    side = (below > up).astype(np.int64)
    edge = (s.left[below] == here) + 2 * (s.right[below] == here) + 4 * side + 8 * (here > up)
    return Above(up, has, s.role[below] * has, edge * has, _binned(np.abs(here - up)) * has)


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """Distance to the last and the next candidate in the sentence, binned, and its class."""

    last: Ints
    last_share: Ints
    next: Ints
    next_share: Ints


def _nearest(s: Structure, rules: Marks) -> Nearest:
    count = len(s)
    here = np.arange(count)
    strong = rules.cue_share > 3
    last = np.maximum.accumulate(np.where(strong, here, -1)) if count else here
    coming = np.minimum.accumulate(np.where(strong, here, count)[::-1])[::-1] if count else here
    has_last = (last >= 0) & (s.sentence[last] == s.sentence)
    bounded = np.minimum(coming, count - 1)
    has_next = (coming < count) & (s.sentence[bounded] == s.sentence)
    return Nearest(
        np.where(has_last, 1 + _binned(here - last), 0), np.where(has_last, rules.cue_share[last], 0),
        np.where(has_next, 1 + _binned(bounded - here), 0), np.where(has_next, rules.cue_share[bounded], 0),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """The strongest candidate of a token's sentence, how much of it is quoted, and how the one before it was."""

    best: Ints
    quoted: Ints
    before: Ints


def _sentences(s: Structure, rules: Marks) -> Sentences:
    count = int(s.sentence[-1]) + 1 if len(s) else 0
    best = np.zeros(count, dtype=np.int64)
    np.maximum.at(best, s.sentence, np.where(s.inside, 0, rules.cue_share))
    length = np.bincount(s.sentence, minlength=count)
    inside = np.bincount(s.sentence, weights=s.inside, minlength=count)
    quoted = np.where(inside == 0, 0, np.where(inside >= length - 1, 3, np.where(inside * 2 > length, 2, 1)))
    first = np.flatnonzero(s.starts)
    opening = s.block[first] != np.concatenate([[-1], s.block[first[:-1]]])
    before = np.where(opening, 31, np.concatenate([[0], best[:-1] + 8 * quoted[:-1]]))
    return Sentences(best[s.sentence], quoted[s.sentence], before[s.sentence])


def _binned(distance: Ints) -> Ints:
    return np.searchsorted(np.array([1, 2, 3, 4, 6, 9, 15, 30]), distance, side="right")


def _shifter(s: Structure, by: int) -> Callable[[Ints], Ints]:
    """The value of the token before (1) or after (-1); 63 beyond the edges of the block."""
    outside = np.zeros(len(s), dtype=bool)
    if len(s):
        changes = np.flatnonzero(np.diff(s.block))
        outside[changes + 1 if by > 0 else changes] = True
        outside[0 if by > 0 else -1] = True

    def shifted(values: Ints) -> Ints:
        return np.where(outside, 63, np.roll(values, by))

    return shifted


def _hashed(columns: list[tuple[Any, ...]]) -> Ints:
    """Each template's values, multiplied by odd numbers of their own and summed; the top bits are the feature."""
    distinct: dict[int, int] = {}
    values: list[Any] = []
    for part in (part for parts in columns for part in parts):
        if id(part) not in distinct:
            distinct[id(part)] = len(values)
            values.append(part)
    nothing = len(values)
    table = np.stack([*values, np.zeros_like(values[0])]).astype(np.uint64)
    width = max(len(parts) for parts in columns)
    places = np.array([[distinct[id(part)] for part in parts] + [nothing] * (width - len(parts)) for parts in columns])
    constants, factors = _factors(len(columns), width)
    result = np.empty((len(columns), table.shape[1]), dtype=np.int64)
    for first in range(0, table.shape[1], _CHUNK):
        chunk = table[:, first : first + _CHUNK]
        code = chunk[places[:, 0]] * factors[:, 0, None]
        code += constants[:, None]
        for number in range(1, width):
            code += chunk[places[:, number]] * factors[:, number, None]
        code ^= code >> np.uint64(29)
        code *= _MIX
        result[:, first : first + _CHUNK] = code >> np.uint64(64 - BUCKET_BITS)
    return result.T


@cache
def _factors(count: int, width: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    drawn = np.random.Generator(np.random.PCG64(20_160_408)).integers(0, 1 << 63, (count, width + 1), dtype=np.uint64)
    drawn = drawn * np.uint64(2) + np.uint64(1)
    return drawn[:, 0], drawn[:, 1:]
