"""How the partial sums that a search follows came about: how many packages have one of them, and which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.problem import PackageValues
from detente.engines.settlement.searching.splitting import Split

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Of one block, the distinct rows of use, and the block's choices that have each."""

    rows: IntArray
    members: Positions
    starts: Positions

    def of(self, option: int) -> list[int]:
        """The block's choices that have one of the rows."""
        return self.members[self.starts[option] : self.starts[option + 1]].tolist()


@dataclass(slots=True, eq=False)
class _Frame:
    """The partial sums being followed at one depth: sum i came about in the ways starts[i] to ends[i]."""

    starts: Positions
    ends: Positions
    source: Positions
    choice: Positions
    counts: dict[int, int] = field(default_factory=dict[int, int])


class Ways:
    """The way back from the sums being followed: block after block, in the order in which they were added."""

    def __init__(self, split: Split, order: Sequence[int], options: Sequence[Options]) -> None:
        self._split, self._order, self._options = split, order, options
        self._frames: list[_Frame] = []

    def enter(self, starts: Positions, ends: Positions, source: Positions, choice: Positions) -> None:
        """Add a block: way w, of those starts[i] to ends[i] of sum i, is a sum before it and one of its options."""
        self._frames.append(_Frame(starts, ends, source, choice))

    def leave(self) -> None:
        """Take the last block away again."""
        self._frames.pop()

    def count(self, place: int) -> int:
        """How many packages have the sum at this place, all blocks being added."""
        return self._count(len(self._frames), place)

    def packages(self, place: int) -> Iterator[PackageValues]:
        """The packages that have the sum at this place, all blocks being added."""
        for path in self._paths(len(self._frames), place):
            choices = [0] * len(path)
            for block, choice in zip(self._order, path, strict=True):
                choices[block] = choice
            yield self._split.package(choices)

    def _count(self, depth: int, place: int) -> int:
        if not depth:
            return 1
        frame = self._frames[depth - 1]
        if place not in frame.counts:
            options = self._options[depth - 1]
            frame.counts[place] = sum(
                self._count(depth - 1, int(frame.source[way])) * len(options.of(int(frame.choice[way])))
                for way in range(int(frame.starts[place]), int(frame.ends[place]))
            )
        return frame.counts[place]

    def _paths(self, depth: int, place: int) -> Iterator[tuple[int, ...]]:
        if not depth:
            yield ()
            return
        frame = self._frames[depth - 1]
        for way in range(int(frame.starts[place]), int(frame.ends[place])):
            choices = self._options[depth - 1].of(int(frame.choice[way]))
            for path in self._paths(depth - 1, int(frame.source[way])):
                for choice in choices:
                    yield (*path, choice)
