"""How two sequences of words run alike, within bounds that no hostile text can stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST_PAIRS = 90_000
"""Words of one side times words of the other up to which every word is compared with every other."""

_RUN = 3
"""Beyond that, runs of three words that stand once on either side part the texts first."""

Opcode = tuple[str, int, int, int, int]
Block = tuple[int, int, int]


def opcodes(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    """The runs that are equal, replaced, deleted and inserted, as difflib tells them.

    Exact up to 90,000 pairs of words. Longer texts are first parted at runs of three words that stand once in both;
    what still is longer counts as replaced. O(n log n) beyond that bound.

    >>> opcodes("a b c".split(), "a x c".split())
    [('equal', 0, 1, 0, 1), ('replace', 1, 2, 1, 2), ('equal', 2, 3, 2, 3)]
    """
    made: list[Opcode] = []
    i = j = 0
    for at, there, size in (*_joined(_blocks(a, b, 0, 0, deep=True)), (len(a), len(b), 0)):
        if i < at or j < there:
            tag = "replace" if i < at and j < there else "delete" if i < at else "insert"
            made.append((tag, i, at, j, there))
        if size:
            made.append(("equal", at, at + size, there, there + size))
        i, j = at + size, there + size
    return made


def word_ratio(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of words that stand in both in one order."""
    equal = sum(size for _, _, size in _blocks(a, b, 0, 0, deep=True))
    return 2 * equal / ((len(a) + len(b)) or 1)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks that follow one another without a gap as one."""
    last: Block | None = None
    for block in blocks:
        if last and last[0] + last[2] == block[0] and last[1] + last[2] == block[1]:
            last = (last[0], last[1], last[2] + block[2])
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _blocks(a: Sequence[str], b: Sequence[str], i: int, j: int, *, deep: bool) -> Iterator[Block]:
    """The equal runs, in order, as (place in a, place in b, length), counted from i and j."""
    if len(a) * len(b) <= MOST_PAIRS:
        for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            if block.size:
                yield i + block.a, j + block.b, block.size
        return
    if not deep:
        return
    at = there = 0
    for one, other in (*_anchors(a, b), (len(a), len(b))):
        yield from _blocks(a[at:one], b[there:other], i + at, j + there, deep=False)
        if one < len(a):
            yield i + one, j + other, _RUN
        at, there = one + _RUN, other + _RUN


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The longest chain of runs of words that stand once in both, none overlapping the next."""
    ones, others = _once(a), _once(b)
    pairs = [(place, others[run]) for run, place in ones.items() if run in others]
    ends: list[int] = []
    chain: list[int] = []
    came_from = [-1] * len(pairs)
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        came_from[at] = chain[length - 1] if length else -1
        ends[length : length + 1] = [place]
        chain[length : length + 1] = [at]
    found: list[tuple[int, int]] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        if not found or (pairs[at][0] + _RUN <= found[-1][0] and pairs[at][1] + _RUN <= found[-1][1]):
            found.append(pairs[at])
        at = came_from[at]
    return found[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The runs that stand once, with their places, in order."""
    runs = [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}
