"""How two sequences of words run alike, within bounds that no hostile text can stretch."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_PAIRS = 25_000_000
"""Words of one side times words of the other, beyond which only what the two begin and end with is compared."""

_COMMON_WORDS_ASIDE = 1_000_000

Opcode = tuple[str, int, int, int, int]


def opcodes(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    """The runs that are equal, replaced, deleted and inserted, as difflib tells them.

    Beyond 25,000,000 pairs of words all between an equal beginning and an equal end counts as replaced.
    """
    if len(a) * len(b) <= MOST_PAIRS:
        found = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > _COMMON_WORDS_ASIDE).get_opcodes()
        return [(str(tag), i, i_end, j, j_end) for tag, i, i_end, j, j_end in found]
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    made: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    i_end, j_end = len(a) - tail, len(b) - tail
    tag = "replace" if head < i_end and head < j_end else "delete" if head < i_end else "insert"
    made += [(tag, head, i_end, head, j_end)] if head < i_end or head < j_end else []
    return made + ([("equal", i_end, len(a), j_end, len(b))] if tail else [])


def word_ratio(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of words that stand in both in one order; beyond 25,000,000 pairs, in any order."""
    size = len(a) * len(b)
    matcher = SequenceMatcher(None, a, b, autojunk=size > _COMMON_WORDS_ASIDE)
    return matcher.ratio() if size <= MOST_PAIRS else matcher.quick_ratio()
