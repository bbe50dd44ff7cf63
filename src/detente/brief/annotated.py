"""A report's text cut into stretches, so that what was taken from it can be highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.brief.blocks import ReportText, Stretch
from detente.brief.prose import MarkKind

LEFT_OUT = (Stretch("[…]"),)
"""What stands for paragraphs that nothing was taken from."""

_WORST: tuple[MarkKind, ...] = ("contradicted", "differs", "single-source")


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters [start, end) of a text that a statement holds or a reference leads to."""

    start: int
    end: int
    statement: str = ""
    anchor: str = ""
    marks: tuple[MarkKind, ...] = ()


def annotated_text(id: str, title: str, under: str, language: str, text: str, taken: Sequence[Highlight]) -> ReportText:
    """The paragraphs from which something was taken, with what was taken highlighted."""
    paragraphs: list[tuple[Stretch, ...]] = []
    for start, end in _paragraphs(text):
        here = [item for item in taken if item.start < end and item.end > start]
        if here:
            paragraphs.append(tuple(_stretches(text, start, end, here)))
        elif not paragraphs or paragraphs[-1] != LEFT_OUT:
            paragraphs.append(LEFT_OUT)
    return ReportText(id, title, under, language, tuple(paragraphs))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        if line.strip():
            yield start, end
        start += len(line)


def _stretches(text: str, start: int, end: int, here: Iterable[Highlight]) -> Iterator[Stretch]:
    taken = list(here)
    cuts = {start, end, *(place for item in taken for place in (item.start, item.end) if start < place < end)}
    for left, right in pairwise(sorted(cuts)):
        over = [item for item in taken if item.start < right and item.end > left]
        marks = {kind for item in over for kind in item.marks}
        yield Stretch(
            text[left:right],
            sources=tuple(item.statement for item in over if item.statement),
            ending=tuple(item.statement for item in over if item.statement and min(item.end, end) == right),
            anchors=tuple(dict.fromkeys(item.anchor for item in over if item.anchor and item.start == left)),
            marks=tuple(kind for kind in _WORST if kind in marks),
        )
