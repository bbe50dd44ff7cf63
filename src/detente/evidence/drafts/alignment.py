"""Which provisions of two drafts are the same ones: equal words first, then the best matching of what is alike."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.evidence.drafts.assignment import Pair, best_matching
from detente.evidence.drafts.provisions import Draft, Provision
from detente.evidence.drafts.tokens import Token, tokens
from detente.evidence.drafts.typography import plain
from detente.evidence.drafts.word_order import opcodes, word_ratio

LIKE = 0.5
"""The likeness, from 0 to 1, from which two provisions are the same one, changed."""

LIKE_IN_PLACE = 0.45
"""The likeness that is enough for the only one that is left between two neighbours that match."""

LIKE_BESIDE = 0.475
"""The likeness that is enough right after a neighbour that matches."""

_RAREST, _COMMON, _CANDIDATES = 24, 64, 10
_PIECE_HELD, _WHOLE_HELD, _GAIN = 0.6, 0.55, 0.08
_CLEARLY, _SHORTER = 0.85, 0.8
_SAME_BUT_VALUES = 0.8
MOST_PIECES = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision with its tokens; `norms` decide whether two say the same."""

    provision: Provision
    tokens: tuple[Token, ...]
    norms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Provisions, by their places among the units, that are the same in both drafts; several where split or merged."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    likeness: float


def units(draft: Draft) -> tuple[Unit, ...]:
    """What of a draft is compared: every provision and heading that has words."""
    text = plain(draft.text)
    made = []
    for item in draft.provisions:
        found = tokens(text, item.start, item.end)
        if found:
            made.append(Unit(item, found, tuple(token.norm for token in found)))
    return tuple(made)


def align(before: Sequence[Unit], after: Sequence[Unit]) -> tuple[Match, ...]:
    """The matches, in the order of the later draft.

    Equal words match first. The rest is compared by shared words and word pairs, weighted by how rare they are, with
    the ratio of equal words in order; neighbours that together hold the words of one provision are its split or
    merger; of single pairs the matching with the largest total likeness is taken. About O(n) for n provisions, as
    only those that share rare words are compared; 2,000 against 2,000 take a few seconds.
    """
    pairs = _equal(before, after)
    free = _Free(set(range(len(before))), set(range(len(after)))).without(Match((a,), (b,), 1.0) for a, b in pairs)
    made = [Match((one,), (other,), 1.0) for one, other in pairs]
    if free.before and free.after:
        rated = _Words(before, after)
        likely = list(_candidates(rated, sorted(free.before), sorted(free.after)))
        parted = _clear_splits(before, after, likely, free, rated)
        free = free.without(parted)
        single = _alike(before, after, likely, free, rated, pairs)
        free = free.without(single)
        single += _in_place(before, after, [*made, *parted, *single], free, rated)
        free = free.without(single)
        made += [*parted, *(_with_pieces(before, after, match, free) for match in single)]
    return tuple(sorted(made, key=lambda item: item.after))


@dataclass(frozen=True, slots=True)
class _Free:
    """The places on either side that have no match."""

    before: set[int]
    after: set[int]

    def without(self, matches: Iterable[Match]) -> _Free:
        found = list(matches)
        return _Free(
            self.before - {place for match in found for place in match.before},
            self.after - {place for match in found for place in match.after},
        )


def out_of_order(matches: Sequence[Match]) -> frozenset[int]:
    """The places, among the matches, of those that moved: the fewest that must be taken out to leave one order.

    O(n log n).

    >>> [Match((a,), (b,), 1) for a, b in ((1, 0), (2, 1), (0, 2))] and sorted(
    ...     out_of_order([Match((a,), (b,), 1) for a, b in ((1, 0), (2, 1), (0, 2))]))
    [2]
    """
    order = sorted(range(len(matches)), key=lambda at: matches[at].after)
    places = [matches[at].before[0] for at in order]
    ends: list[int] = []
    end_at: list[int] = []
    came_from = [-1] * len(places)
    for at, place in enumerate(places):
        length = bisect_left(ends, place)
        came_from[at] = end_at[length - 1] if length else -1
        if length == len(ends):
            ends.append(place)
            end_at.append(at)
        else:
            ends[length], end_at[length] = place, at
    kept = set[int]()
    at = end_at[-1] if end_at else -1
    while at >= 0:
        kept.add(order[at])
        at = came_from[at]
    return frozenset(set(range(len(matches))) - kept)


def _equal(before: Sequence[Unit], after: Sequence[Unit]) -> dict[Pair, float]:
    by_words: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, unit in enumerate(before):
        by_words[unit.norms][0].append(place)
    for place, unit in enumerate(after):
        by_words[unit.norms][1].append(place)
    pairs: dict[Pair, float] = {}
    repeated: list[tuple[list[int], list[int]]] = []
    for ones, others in by_words.values():
        if len(ones) == len(others) == 1:
            pairs[ones[0], others[0]] = 1.0
        elif ones and others:
            repeated.append((ones, others))
    for ones, others in repeated:
        pairs |= _nearest(ones, others, pairs, len(before), len(after))
    return pairs


def _nearest(ones: list[int], others: list[int], pairs: Iterable[Pair], n: int, m: int) -> dict[Pair, float]:
    """Words that stand several times: in order where equally often, else each where its neighbours went."""
    if len(ones) == len(others) or len(ones) * len(others) > 10_000:
        return dict.fromkeys(zip(ones, others, strict=False), 1.0)
    known = set(pairs)
    worth: dict[Pair, float] = {}
    for one in ones:
        for other in others:
            near = sum((one + step, other + step) in known for step in (-2, -1, 1, 2))
            worth[one, other] = 1 + near - abs(one / n - other / m) / 2
    return dict.fromkeys(best_matching(worth), 1.0)


class _Words:
    """Words and word pairs of units, weighted by how rare they are in both drafts."""

    def __init__(self, before: Sequence[Unit], after: Sequence[Unit]) -> None:
        self.before = [_shingles(unit.norms) for unit in before]
        self.after = [_shingles(unit.norms) for unit in after]
        seen = Counter[str]()
        for shingles in (*self.before, *self.after):
            seen.update(shingles.keys())
        total = len(before) + len(after)
        self.weight = {shingle: math.log(1 + total / count) for shingle, count in seen.items()}
        self.size = tuple(
            [math.sqrt(sum((count * self.weight[item]) ** 2 for item, count in shingles.items())) for shingles in side]
            for side in (self.before, self.after)
        )

    def cosine(self, one: int, other: int) -> float:
        a, b = self.before[one], self.after[other]
        small, large = (a, b) if len(a) <= len(b) else (b, a)
        shared = sum(count * large[item] * self.weight[item] ** 2 for item, count in small.items() if item in large)
        return shared / (self.size[0][one] * self.size[1][other] or 1.0)

    def held(self, one: int, other: int) -> float:
        """How much of the shorter one's words the longer one has, by weight."""
        a, b = self.before[one], self.after[other]
        small, large = (a, b) if a.total() <= b.total() else (b, a)
        words = [item for item in small if " " not in item]
        total = sum(self.weight[item] for item in words)
        return sum(self.weight[item] for item in words if item in large) / (total or 1.0)


def _shingles(norms: Sequence[str]) -> Counter[str]:
    return Counter([*norms, *(f"{one} {other}" for one, other in pairwise(norms))])


def _alike(
    before: Sequence[Unit],
    after: Sequence[Unit],
    likely: Iterable[Pair],
    free: _Free,
    rated: _Words,
    known: dict[Pair, float],
) -> list[Match]:
    """The best matching of single provisions that are alike enough."""
    likenesses: dict[Pair, float] = {}
    for one, other in likely:
        if one in free.before and other in free.after:
            likeness = _likeness(rated, before, after, one, other)
            if likeness >= LIKE:
                likenesses[one, other] = likeness
    worth = {
        (one, other): value + _context(before, after, one, other, known) - LIKE / 2
        for (one, other), value in likenesses.items()
    }
    return [Match((one,), (other,), likenesses[one, other]) for one, other in best_matching(worth)]


def _in_place(
    before: Sequence[Unit], after: Sequence[Unit], known: Iterable[Match], free: _Free, rated: _Words
) -> list[Match]:
    """Provisions rewritten at their place: less likeness is enough where a neighbour, or both, match."""
    pairs = {(match.before[-1], match.after[-1]) for match in known} | {(-1, -1)}
    starts = {(match.before[0], match.after[0]) for match in known} | {(len(before), len(after))}
    follows = {one + 1: other + 1 for one, other in pairs}
    made: list[Match] = []
    for one in sorted(free.before):
        other = follows.get(one, -1)
        if other in free.after:
            likeness = _likeness(rated, before, after, one, other)
            enough = LIKE_IN_PLACE if (one + 1, other + 1) in starts else LIKE_BESIDE
            made += [Match((one,), (other,), likeness)] if likeness >= enough else []
    return made


def _likeness(rated: _Words, before: Sequence[Unit], after: Sequence[Unit], one: int, other: int) -> float:
    cosine = rated.cosine(one, other)
    if cosine < 0.1:
        return 0.0
    a, b = before[one].norms, after[other].norms
    ratio = word_ratio(a, b)
    likeness = 0.4 * cosine + 0.4 * ratio + 0.2 * rated.held(one, other)
    return max(likeness, _SAME_BUT_VALUES * (_shape(before[one]) == _shape(after[other])))


def _shape(unit: Unit) -> tuple[str, ...]:
    """The words, with every value as its kind: what differs in its values only has the same shape."""
    return tuple(token.norm if token.kind == "word" else f"<{token.kind}>" for token in unit.tokens)


def _context(before: Sequence[Unit], after: Sequence[Unit], one: int, other: int, known: dict[Pair, float]) -> float:
    """A little for standing at the same place: neighbours that match, the same number, the same kind."""
    a, b = before[one].provision, after[other].provision
    near = sum((one + step, other + step) in known for step in (-1, 1))
    return 0.02 * near + 0.02 * (bool(a.number) and a.number == b.number) + 0.02 * (a.kind == b.kind)


def _candidates(rated: _Words, ones: Sequence[int], others: Sequence[int]) -> Iterable[Pair]:
    """The pairs worth comparing: those that share rare words, and those at about the same place."""
    having: dict[str, list[int]] = defaultdict(list)
    for other in others:
        for shingle in rated.after[other]:
            having[shingle].append(other)
    for rank, one in enumerate(ones):
        shingles = [item for item in rated.before[one] if 0 < len(having.get(item, ())) <= _COMMON]
        shingles.sort(key=lambda item: (-rated.weight[item], item))
        shared = Counter[int]()
        for item in shingles[:_RAREST]:
            for other in having[item]:
                shared[other] += rated.weight[item]  # type: ignore[assignment]
        found = [other for other, _ in sorted(shared.items(), key=lambda kv: (-kv[1], kv[0]))[:_CANDIDATES]]
        middle = round(rank * len(others) / len(ones))
        near = others[max(0, middle - 2) : middle + 3]
        yield from ((one, other) for other in dict.fromkeys([*found, *near]))


def _clear_splits(
    before: Sequence[Unit], after: Sequence[Unit], likely: Iterable[Pair], free: _Free, rated: _Words
) -> list[Match]:
    """Provisions whose words stand, nearly all, in two or more neighbours, and the other way round."""
    made: list[Match] = []
    for one, other in likely:
        if one not in free.before or other not in free.after or rated.held(one, other) < _CLEARLY:
            continue
        sizes = len(before[one].norms), len(after[other].norms)
        if sizes[1] < _SHORTER * sizes[0]:
            match = Match((one,), _pieces(before[one], after, other, free.after, _CLEARLY), 1.0)
        elif sizes[0] < _SHORTER * sizes[1]:
            match = Match(_pieces(after[other], before, one, free.before, _CLEARLY), (other,), 1.0)
        else:
            continue
        if len(match.before) + len(match.after) > 2:
            made.append(match)
            free = free.without([match])
    return made


def _with_pieces(before: Sequence[Unit], after: Sequence[Unit], match: Match, free: _Free) -> Match:
    """A match with the free neighbours on either side that hold the rest of its words."""
    (one,), (other,) = match.before, match.after
    pieces = _pieces(before[one], after, other, free.after, _WHOLE_HELD)
    if len(pieces) > 1:
        free.after.difference_update(pieces)
        return Match(match.before, pieces, match.likeness)
    pieces = _pieces(after[other], before, one, free.before, _WHOLE_HELD)
    free.before.difference_update(pieces)
    return Match(pieces, match.after, match.likeness)


def _pieces(whole: Unit, side: Sequence[Unit], first: int, free: set[int], enough: float) -> tuple[int, ...]:
    """The piece at `first` with the free neighbours that hold the rest of the whole's words, in order.

    Together they are as like the whole as `enough` says, and more so than the first alone; else it stays alone.
    """
    chosen = [first]
    ratio = word_ratio(whole.norms, side[first].norms)
    grown = True
    while grown and len(chosen) < MOST_PIECES:
        grown = False
        for place in (chosen[0] - 1, chosen[-1] + 1):
            if place not in free or not _held_in(side[place], whole):
                continue
            trial = sorted([*chosen, place])
            joined = [norm for at in trial for norm in side[at].norms]
            together = word_ratio(whole.norms, joined)
            if together >= ratio + _GAIN:
                chosen, ratio, grown = trial, together, True
                break
    return tuple(chosen) if ratio >= enough else (first,)


def _held_in(piece: Unit, whole: Unit) -> bool:
    """Whether most of a piece's words stand in the whole, in the piece's order."""
    found = opcodes(whole.norms, piece.norms)
    equal = sum(end - start for tag, start, end, _, _ in found if tag == "equal")
    return len(piece.norms) >= 3 and equal >= _PIECE_HELD * len(piece.norms)
