"""Sets of names that may be everything but a few: anyone, anyone other than, these and no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """These names; or, with `beyond`, everything else, named or not, but these."""

    names: frozenset[str] = frozenset()
    beyond: bool = False

    def __or__(self, other: Extent) -> Extent:
        if self.beyond and other.beyond:
            return Extent(self.names & other.names, True)
        if self.beyond or other.beyond:
            wide, narrow = (self, other) if self.beyond else (other, self)
            return Extent(wide.names - narrow.names, True)
        return Extent(self.names | other.names)

    def __and__(self, other: Extent) -> Extent:
        return (self.complement | other.complement).complement

    def __sub__(self, names: Iterable[str]) -> Extent:
        return self & Extent(frozenset(names), True)

    def __le__(self, other: Extent) -> bool:
        return self | other == other

    def __contains__(self, name: str) -> bool:
        return (name in self.names) != self.beyond

    @property
    def complement(self) -> Extent:
        return Extent(self.names, not self.beyond)

    def words(self, everything: str = "anyone") -> str:
        """In words: all of it, all but these, these; or nothing."""
        listed = ", ".join(sorted(self.names))
        if self.beyond:
            return f"{everything} but {listed}" if listed else everything
        return listed or "none"


EVERYTHING = Extent(beyond=True)
NONE_AT_ALL = Extent()
