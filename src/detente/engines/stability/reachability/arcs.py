"""One decision maker's moves, grouped by origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.stability.problem import BoolArray, GraphForm, IntArray, RankArray


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Moves of one decision maker: those from s lead to targets[starts[s]:starts[s + 1]]."""

    starts: IntArray
    targets: IntArray

    @classmethod
    def of(cls, form: GraphForm, decision_maker: int) -> Arcs:
        """All moves of a decision maker."""
        return cls(form.starts[decision_maker], form.targets[decision_maker])

    @property
    def origins(self) -> IntArray:
        """Where each arc starts."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int64), np.diff(self.starts))

    @property
    def leaves(self) -> BoolArray:
        """Which states have an arc that starts there."""
        return np.diff(self.starts) > 0

    def only(self, kept: BoolArray) -> Arcs:
        """Some of the arcs; kept[arc]."""
        before = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
        return Arcs(before[self.starts], self.targets[kept])

    def from_state(self, state: int) -> IntArray:
        """Where the moves from a state lead."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    def fold(self, values: npt.NDArray[Any], combine: np.ufunc, empty: int) -> npt.NDArray[Any]:
        """For each state the values of where its arcs lead, combined; `empty` where it has none.

        values[state, ...]: the result has the same shape.
        """
        folded = np.full(values.shape, empty, dtype=values.dtype)
        leaves = self.leaves
        if leaves.any():
            # reduceat would give an origin without arcs the value of its neighbour, so only the others take part
            folded[leaves] = combine.reduceat(values[self.targets], self.starts[:-1][leaves], axis=0)
        return folded


def improving(arcs: Arcs, ranks: RankArray) -> Arcs:
    """The moves that their maker prefers to the state they start from, by its own ranks."""
    return arcs.only(ranks[arcs.targets] > ranks[arcs.origins])
