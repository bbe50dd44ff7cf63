"""Chains of attribution: from the report down to whoever speaks.

An attribution whose source stands inside another's content is passed on by the other's source. One that passes
on nothing but the inner one (`several senators said that the secretary told them …`, `according to an agency, an
aide said …`) is a link of the chain and no statement of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Extent = tuple[int, int]
"""Characters [start, end) of the document."""

MOST_LINKS = 6
_RELAYS = frozenset({"say", "report", "announce"})
SLACK = 24
"""How many characters of an outer content may stay outside the inner statement."""


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution as the chain needs it, in characters of the document."""

    source: Extent | None
    cue: Extent | None
    content: tuple[Extent, ...]
    act: str

    @property
    def extent(self) -> Extent:
        """From the first character of source, cue and content to the last."""
        parts = [part for part in (self.source, self.cue, *self.content) if part is not None]
        return min(start for start, _ in parts), max(end for _, end in parts)


def outer_of(said: Sequence[Said]) -> Mapping[int, int]:
    """For each attribution inside another, the innermost one around it."""
    found: dict[int, int] = {}
    order = sorted(range(len(said)), key=lambda at: (said[at].extent[0], -said[at].extent[1]))
    open_: list[int] = []
    for at in order:
        start = said[at].extent[0]
        open_ = [other for other in open_ if said[other].extent[1] > start]
        around = [other for other in open_ if _inside(said[at], said[other])]
        if around:
            found[at] = min(around, key=lambda other: _size(said[other]))
        open_.append(at)
    return {inner: outer for inner, outer in found.items() if not _circular(found, inner)}


def links(inner: int, outer: Mapping[int, int]) -> tuple[int, ...]:
    """The attributions from the report's side down to this one, the outermost first."""
    chain = [inner]
    while chain[-1] in outer and len(chain) < MOST_LINKS:
        chain.append(outer[chain[-1]])
    return tuple(reversed(chain))


def passed_on(said: Sequence[Said], outer: Mapping[int, int]) -> frozenset[int]:
    """The attributions that only pass another on."""
    found: set[int] = set()
    for inner, around in outer.items():
        if said[around].act in _RELAYS and said[inner].source is not None and _covers(said[inner], said[around]):
            found.add(around)
    return frozenset(found)


def _inside(inner: Said, outer: Said) -> bool:
    """Whether the inner source (or, without one, its cue) stands in the outer content."""
    key = inner.source or inner.cue
    if key is None or inner is outer or inner.cue == outer.cue:
        return False
    return any(start <= key[0] and key[1] <= end for start, end in outer.content)


def _covers(inner: Said, outer: Said) -> bool:
    covered = sum(end - start for start, end in outer.content)
    start, end = inner.extent
    shared = sum(max(0, min(end, b) - max(start, a)) for a, b in outer.content)
    return covered - shared <= SLACK


def _size(said: Said) -> int:
    return sum(end - start for start, end in said.content)


def _circular(found: Mapping[int, int], start: int) -> bool:
    seen = {start}
    at = start
    while at in found:
        at = found[at]
        if at in seen:
            return True
        seen.add(at)
    return False
