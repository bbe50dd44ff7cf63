"""What a writer must know of a brief before it writes: numbers, citations, the marks that need explaining."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import MappingProxyType

from detente.brief.blocks import (
    Block,
    Brief,
    Definition,
    DefinitionList,
    Figure,
    Finding,
    Note,
    Section,
    SideBySide,
    Source,
    SourceList,
    Stretch,
    Table,
)
from detente.brief.prose import MARKS, Cite, Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Outline:
    """The numbered parts of a brief, by id.

    `numbers` holds "3" or "3.1" for sections and "2" for figures and tables; `names` what a reference
    to each prints; `sources` every listed statement; `citations` how often each is cited; `marks`
    every kind of mark that occurs.
    """

    numbers: Mapping[str, str]
    names: Mapping[str, str]
    sources: Mapping[str, Source]
    citations: Mapping[str, int]
    marks: tuple[MarkKind, ...]


def outline(brief: Brief) -> Outline:
    """The outline of a brief. Two parts with one id are a fault of the program that made it."""
    numbers: dict[str, str] = {}
    names: dict[str, str] = {}

    def number(id: str, kind: str, count: str) -> None:
        if id in names:
            raise ValueError(f"two parts of the brief have the id {id!r}")
        numbers[id] = count
        names[id] = f"{kind} {count}".strip()

    for place, section in enumerate(brief.sections, 1):
        number(section.id, "section", str(place))
        inner = [block for block in section.blocks if isinstance(block, Section)]
        for sub, block in enumerate(inner, 1):
            number(block.id, "section", f"{place}.{sub}")
    blocks = list(_blocks((*brief.notices, *brief.sections)))
    for place, block in enumerate((b for b in blocks if isinstance(b, Figure)), 1):
        number(block.id, "figure", str(place))
    for place, block in enumerate((b for b in blocks if isinstance(b, Table)), 1):
        number(block.id, "table", str(place))
    for id, name in _targets(blocks):
        names.setdefault(id, name)
    sources = {s.id: s for block in blocks if isinstance(block, SourceList) for s in block.sources}
    values = _values(brief)
    used = {run.kind for run in values if isinstance(run, Mark)} | set(_source_marks(sources))
    used |= {kind for stretch in _stretches(blocks) for kind in stretch.marks}
    used |= {"judgement"} if _has_basis(values, "judgement") else set()
    used |= {"computed"} if _has_basis(values, "computed") else set()
    return Outline(
        numbers=MappingProxyType(numbers),
        names=MappingProxyType(names),
        sources=MappingProxyType(sources),
        citations=MappingProxyType(Counter(_cited(values))),
        marks=tuple(kind for kind in MARKS if kind in used),
    )


def text_anchor(statement: str) -> str:
    """The id of the place where a statement's words begin in the text of its report."""
    return f"text-{statement}"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Note):
            yield from _blocks(block.blocks)


def _targets(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """What a reference may lead to besides sections, figures and tables, and what it then prints."""
    for block in blocks:
        if isinstance(block, DefinitionList):
            yield from ((item.id, _words(item)) for item in block.items if item.id)
    yield from ((id, "the text") for stretch in _stretches(blocks) for id in stretch.anchors)


def _stretches(blocks: Iterable[Block]) -> Iterator[Stretch]:
    for block in blocks:
        if isinstance(block, SideBySide):
            yield from (part for text in block.texts for paragraph in text.paragraphs for part in paragraph)


def _values(whole: object) -> list[object]:
    """Every part of the tree but charts and bare words."""
    found: list[object] = []
    left = [whole]
    while left:
        value = left.pop()
        if isinstance(value, tuple):
            left += value
        elif is_dataclass(value):
            found.append(value)
            left += [getattr(value, name) for name in _names(type(value))]
    return found


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a part in which others may stand."""
    return tuple(field.name for field in fields(kind) if field.name != "chart")


def _cited(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, Cite):
            yield value.source
        elif isinstance(value, Finding):
            yield from value.evidence


def _source_marks(sources: Mapping[str, Source]) -> Iterator[MarkKind]:
    for source in sources.values():
        yield from source.marks


def _has_basis(values: Iterable[object], basis: str) -> bool:
    return any(getattr(value, "basis", "") == basis for value in values)


def _words(item: Definition) -> str:
    return item.term if isinstance(item.term, str) else "".join(r for r in item.term if isinstance(r, str))
