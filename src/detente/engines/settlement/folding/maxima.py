"""Which of many integer vectors no other dominates, for sets that hold few dominated ones after a cheap look.

Partial sums come in hundreds of thousands, lie close to their frontier and repeat. So: a coarse grid drops what
lies clearly below, equal vectors become one, and what is left is decided exactly: two columns by a running
maximum, more by halving.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.folding.halving import halved_maxima, nothing_to_tell
from detente.engines.settlement.folding.staircase import Table, changes, standing_out
from detente.engines.settlement.grid import BoolArray, IntArray

Positions: TypeAlias = npt.NDArray[np.intp]

_CELLS = 2**18
_SIDE = 512
_FEW = 256
_PAIRS = 256
_SAFE_BITS = 62


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Distinct vectors in ascending order, and at which positions of the list each of them stood.

    Vector i stood at `members[starts[i]:starts[i + 1]]`.
    """

    columns: Table
    members: Positions
    starts: Positions

    def __len__(self) -> int:
        return len(self.starts) - 1


def kept(
    columns: Table, deciding: int, among: Positions | None = None, alive: Callable[[], None] = nothing_to_tell
) -> Kept:
    """The distinct vectors that remain when every vector is dropped that another makes superfluous.

    y makes x superfluous where y is at least x in every column and above it in one of the first `deciding`
    columns. The columns after those only say what can still become of a vector: of two that differ there alone,
    both stay. `among` are the positions to look at, all where it is None. `alive` is
    called now and then, and may raise to stop the work.
    """
    if among is not None:
        columns = [c[among] for c in columns]
    if not len(columns[0]):
        return Kept(list(columns), np.zeros(0, dtype=np.intp), np.zeros(1, dtype=np.intp))
    if len(columns) == 2 == deciding and len(columns[0]) <= _FEW and among is None:
        few = _few_of_two(*columns)
        if few is not None:
            return few
    position = above_the_grid(columns)
    columns = [c[position] for c in columns]
    order = ascending(columns)
    ordered = [c[order] for c in columns]
    starts = np.flatnonzero(changes(ordered))
    distinct = [c[starts] for c in ordered]
    stay = maxima(_with_equals_apart(distinct, deciding), alive)
    if len(starts) == len(order):
        members = position[order[stay]]
        return Kept(
            [c[stay] for c in distinct], members if among is None else among[members], np.arange(len(members) + 1)
        )
    lengths = np.diff(np.append(starts, len(order)))
    members = position[order[np.repeat(stay, lengths)]]
    return Kept(
        [c[stay] for c in distinct],
        members if among is None else among[members],
        np.concatenate([[0], np.cumsum(lengths[stay])]).astype(np.intp),
    )


def _few_of_two(first: IntArray, second: IntArray) -> Kept | None:
    """The same for a few vectors of two columns, where those that remain are distinct; None where two are equal."""
    order = np.lexsort((second, first))
    above = second[order]
    order = order[above == np.maximum.accumulate(above[::-1])[::-1]]
    ahead, above = first[order], second[order]
    fall = above[1:] != above[:-1]
    if (ahead[1:] == ahead[:-1])[~fall].any():
        return None
    stay = np.append(fall, True)
    members = order[stay]
    return Kept([ahead[stay], above[stay]], members, np.arange(len(members) + 1))


def _with_equals_apart(distinct: Table, deciding: int) -> Table:
    """With one more column that keeps vectors apart which differ in the later columns alone.

    It rises where the first columns rise in order, hence wherever they dominate, and falls within equal ones.
    """
    size = len(distinct[0])
    if deciding == len(distinct) or size < 2:
        return distinct
    starts = np.flatnonzero(changes(distinct[:deciding]))
    lengths = np.diff(np.append(starts, size))
    if int(lengths.max()) == 1:
        return distinct
    start = np.repeat(starts, lengths)
    last = start + np.repeat(lengths, lengths) - 1
    return [*distinct, (start + last - np.arange(size)).astype(np.int64)]


def above_the_grid(columns: Table) -> Positions:
    """Positions of the vectors that a coarse grid does not show to be dominated in every column at once.

    The columns but the last span the grid; a cell holds the largest last entry of all cells that are higher
    in every direction. Whoever lies at or below it is dominated, strictly in every column that spans the grid.
    """
    size = len(columns[0])
    spanning = columns[:-1]
    if size <= _FEW or not spanning:
        return np.arange(size, dtype=np.intp)
    side = min(_SIDE, int(min(_CELLS, 4 * size) ** (1 / len(spanning))))
    if side < 2:
        return np.arange(size, dtype=np.intp)
    cell = np.zeros(size, dtype=np.intp)
    for column in spanning:
        cell *= side + 1
        cell += _bucket(column, side)
    last = columns[-1]
    shape = (side + 1,) * len(spanning)
    highest = np.full(math.prod(shape), np.iinfo(np.int64).min, dtype=np.int64)
    np.maximum.at(highest, cell, last)
    highest = highest.reshape(shape)
    for axis in range(len(shape)):
        turned = np.flip(highest, axis)
        np.maximum.accumulate(turned, axis=axis, out=turned)
    cell += sum((side + 1) ** i for i in range(len(shape)))
    return np.flatnonzero(highest.reshape(-1)[cell] < last)


def _bucket(column: IntArray, side: int) -> Positions:
    """The place of each value among `side` even steps: never falls when the value rises."""
    low = int(column.min())
    share = side / (int(column.max()) - low + 1)
    return np.minimum((column - low) * share, side - 1).astype(np.intp)


def ascending(columns: Table) -> Positions:
    """The order in which the vectors ascend, first column first."""
    if len(columns[0]) <= _FEW:
        return np.lexsort(columns[::-1])
    lows = [int(c.min()) for c in columns]
    bits = [(int(c.max()) - low).bit_length() for c, low in zip(columns, lows, strict=True)]
    if sum(bits) > _SAFE_BITS:
        return np.lexsort(columns[::-1])
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, width in zip(columns, lows, bits, strict=True):
        key <<= width
        key += column - low
    return np.argsort(key)


def maxima(columns: Table, alive: Callable[[], None] = nothing_to_tell) -> BoolArray:
    """For distinct vectors in ascending order: which of them no other dominates."""
    size = len(columns[0])
    if size <= _PAIRS and len(columns) > 2:
        dominating = columns[0] >= columns[0][:, None]
        for column in columns[1:]:
            dominating &= column >= column[:, None]
        np.fill_diagonal(dominating, val=False)
        return np.logical_not(dominating.any(axis=1))
    varying = [c for c in columns if size and int(c.min()) < int(c.max())]
    if len(varying) <= 1:
        kept = np.zeros(size, dtype=np.bool_)
        kept[-1:] = True
        return kept
    if len(varying) == 2:
        return standing_out(varying[1])
    return halved_maxima(varying, alive)
