"""Bounds in whole numbers: multipliers, what each choice is worth under them, and the best of the blocks to come.

All sums are whole numbers below 2**53, so that floating point holds them exactly. Columns too wide for that are
counted in coarse steps of 2**k, rounded up choice by choice: the bound grows, and stays a bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.searching.aims import Aim
from detente.engines.settlement.searching.multipliers import Floats

_WIDTH = 36
_ROOM = 2**51


@dataclass(slots=True, eq=False)
class Cut:
    """One set of multipliers. `rest[k]` is the most that the blocks from k on can add; `found` what it came from."""

    weights: tuple[int, ...]
    found: Floats
    rest: Floats
    low: Floats
    vector: Floats
    _worth: tuple[Floats, ...]
    _known: tuple[Aim | None, int] = field(default=(None, 0))

    def bound(self, depth: int) -> int:
        """The most that the blocks from this depth on can add."""
        return int(self.rest[depth])

    def spread(self, depth: int) -> float:
        """How far the blocks from this depth on can move the sum: what slacks of several cuts are compared in."""
        return float(self.rest[depth] - self.low[depth])

    def worth(self, block: int) -> Floats:
        """What each choice of a block adds."""
        return self._worth[block]

    def need(self, aim: Aim, coarse: Sequence[int]) -> int:
        """What the aim needs under these multipliers; worked out once for every aim."""
        if self._known[0] is not aim:
            self._known = (aim, min(aim.need(self.weights, coarse), 2**52))
        return self._known[1]


class Cuts:
    """Makes cuts for blocks of scores, in order."""

    def __init__(self, scores: Sequence[IntArray], floors: IntArray) -> None:
        full = [s for s in scores if len(s)]
        widest = sum((np.abs(s).max(axis=0) for s in full), np.abs(floors))
        self.coarse = tuple(max(0, int(w).bit_length() - _WIDTH) for w in widest.tolist())
        self._plain = not any(self.coarse)
        self._steps = np.array([1 << k for k in self.coarse], dtype=np.int64)
        self._scores = [self.coarsened(s) for s in scores]
        self._widest = sum(
            (np.abs(s).max(axis=0) for s in self._scores if len(s)), self.coarsened(np.abs(floors)[None])[0]
        )
        spreads = np.array([s.max(axis=0) - s.min(axis=0) for s in full], dtype=np.float64)
        self.scale: Floats = np.maximum(spreads.sum(axis=0) / np.maximum((spreads > 0).sum(axis=0), 1), 1.0)

    def coarsened(self, rows: IntArray) -> Floats:
        """Rows in the coarse steps of the columns, rounded up."""
        if self._plain:
            return rows.astype(np.float64)
        return (-(-rows // self._steps)).astype(np.float64)

    def slacks(self, rows: IntArray, depth: int, aim: Aim, cuts: Sequence[Cut]) -> Floats:
        """slack[cut, row]: by how much each row, with the best of the blocks from `depth` on, exceeds the need."""
        spare = np.array([cut.rest[depth] - cut.need(aim, self.coarse) for cut in cuts])
        return np.stack([cut.vector for cut in cuts]) @ self.coarsened(rows).T + spare[:, None]

    def cut(self, found: Floats) -> Cut:
        """The cut for some multipliers, in units of the columns; they are rounded to whole numbers."""
        wanted = np.maximum(found, 0) * self._steps
        reach = float(wanted @ self._widest)
        weights = np.floor(wanted * (_ROOM / reach)) if reach > 0 else np.zeros(len(wanted))
        worth = tuple(s @ weights for s in self._scores)
        rest, low = np.zeros(len(worth) + 1), np.zeros(len(worth) + 1)
        for k in range(len(worth) - 1, -1, -1):
            rest[k] = rest[k + 1] + (worth[k].max() if len(worth[k]) else 0.0)
            low[k] = low[k + 1] + (worth[k].min() if len(worth[k]) else 0.0)
        return Cut(tuple(int(w) for w in weights), found, rest, low, weights, worth)
