"""Speakers that the model took into the quotation beside them: `“…,” Ana Port` before `said`, `“…” - Ana Port`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from detente.evidence.extraction.attribution.rules import VERBS, Span
from detente.evidence.extraction.attribution.structure import PART, QUOTES, TAG, Structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST_NAME = 20
LONGEST_SIGNATURE = 12
DASHES = frozenset((TAG[":"], TAG["HYPH"], TAG["NFP"], TAG["SYM"]))
NAMING = frozenset((PART["PROPN"], PART["NOUN"], PART["PRON"]))
OPENING = NAMING | {PART["DET"], PART["ADJ"], PART["NUM"]}
BLANK = frozenset((PART["PUNCT"], PART["SPACE"]))
COMMA = TAG[","]


def with_names_apart(layout: Structure, spans: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The spans, of which a quotation that runs on into its speaker's name ends at its last mark."""
    cues = {first for kind, (first, _) in spans if kind == "cue"}
    result: list[tuple[str, Span]] = []
    for kind, span in spans:
        end = _last_mark(layout, span) if kind == "content" and layout.opens[span[0]] else span[1]
        if end >= span[1]:
            result.append((kind, span))
        elif (signed := signature(layout, (span[0], end))) and layout.part[signed[0][0]] == PART["PROPN"]:
            result.append((kind, (span[0], end)))
        elif (name := _name(layout, (end, span[1]))) and _next_word(layout, span[1]) in cues:
            result += [(kind, (span[0], end)), ("source", name)]
        else:
            result.append((kind, span))
    return result


def signature(layout: Structure, content: Span) -> tuple[Span, Span | None] | None:
    """`“…” - Ana Port` at the end of a block: the name and the dash, None for a dash that is part of the mark."""
    dash = content[1]
    end = int(np.searchsorted(layout.block, layout.block[content[0]], side="right"))
    glued = int(layout.orth[dash - 1]) in _marks(glued=True)
    first = dash if glued else dash + 1
    if first >= end or end - first > LONGEST_SIGNATURE:
        return None
    if not glued and (int(layout.orth[dash - 1]) not in _marks() or int(layout.tag[dash]) not in DASHES):
        return None
    if not (layout.part[first:end] == PART["PROPN"]).any():
        return None
    while end > first and layout.part[end - 1] in BLANK:
        end -= 1
    return (first, end), None if glued else (dash, first)


@cache
def _marks(*, glued: bool = False) -> frozenset[int]:
    from spacy.strings import get_string_id  # noqa: PLC0415

    tails = ("-", "--") if glued else ("",)
    return frozenset(int(get_string_id(mark + tail)) for mark in QUOTES for tail in tails)


def _last_mark(layout: Structure, span: Span) -> int:
    """Where the last quotation mark of a span ends; the span's own end where it has none but the first."""
    codes: NDArray[np.uint64] = layout.orth[span[0] + 1 : span[1]]
    marks = np.isin(codes, np.array(sorted(_marks() | _marks(glued=True)), dtype=np.uint64)).nonzero()[0]
    return span[0] + 2 + int(marks[-1]) if len(marks) else span[1]


def _name(layout: Structure, span: Span) -> Span | None:
    first, end = span
    while end > first and layout.part[end - 1] in BLANK:
        end -= 1
    parts = set(layout.part[first:end].tolist())
    if end - first > LONGEST_NAME or not parts & NAMING or parts & VERBS or int(layout.part[first]) not in OPENING:
        return None
    return first, end


def _next_word(layout: Structure, place: int) -> int:
    """The next place that is no comma."""
    return place + 1 if place < len(layout) and layout.tag[place] == COMMA else place
