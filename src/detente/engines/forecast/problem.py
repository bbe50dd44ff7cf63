"""What is asked: who stands where on one scale, how much it matters to each, and how much weight each carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.foundation.errors import OutOfDomain

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PositionProblem:
    """Actors' positions on one scale.

    positions[actor]: on the scale from `low` to `high`, in its units. An actor whose position is not known is left
        out by the caller: it is missing, not zero.
    salience[actor]: how much the issue matters to it, 0 to 1.
    influence[actor]: what it can bring to bear, 0 or more on any one scale; only ratios count.
    reversion: what holds if nothing is decided; None where that is not known.
    """

    actors: tuple[str, ...]
    positions: FloatArray
    salience: FloatArray
    influence: FloatArray
    low: float = 0.0
    high: float = 100.0
    reversion: float | None = None

    def __post_init__(self) -> None:
        if not self.actors:
            raise OutOfDomain("a forecast needs an actor with a position")
        if len(set(self.actors)) < len(self.actors):
            raise OutOfDomain("two actors have one name")
        if not -np.inf < self.low < self.high < np.inf:
            raise OutOfDomain(f"the scale runs from {self.low} to {self.high}: its lower end must lie below its upper")
        for name in ("positions", "salience", "influence"):
            object.__setattr__(self, name, _column(getattr(self, name), name, len(self.actors)))
        check_ranges(self.actors, self.positions, self.salience, self.influence, self.low, self.high)
        if self.reversion is not None and not np.isfinite(self.reversion):
            raise OutOfDomain("the reversion must be a number")

    @property
    def weights(self) -> FloatArray:
        """What each brings to bear on this issue: influence times salience."""
        return self.influence * self.salience


def position_problem(
    rows: Sequence[tuple[str, float, float, float]],
    low: float = 0.0,
    high: float = 100.0,
    reversion: float | None = None,
) -> PositionProblem:
    """A problem from rows of actor, position, salience (0 to 1), influence (0 or more).

    >>> position_problem([("a", 10, 0.5, 2), ("b", 90, 1, 1)]).weights.tolist()
    [1.0, 1.0]
    """
    names, positions, salience, influence = zip(*rows, strict=True) if rows else ((), (), (), ())
    return PositionProblem(
        tuple(names), np.array(positions), np.array(salience), np.array(influence), low, high, reversion
    )


def check_ranges(
    actors: Sequence[str], positions: FloatArray, salience: FloatArray, influence: FloatArray, low: float, high: float
) -> None:
    """All faults of the numbers at once, as OutOfDomain; arrays may have runs in front: [..., actor]."""
    faults: list[str] = []
    for k, actor in enumerate(actors):
        if not np.isfinite(positions[..., k]).all():
            faults.append(f"{actor}: a position that is no number; leave out an actor whose position is not known")
        elif not _within(positions[..., k], low, high):
            faults.append(f"{actor}: a position outside the scale from {low:g} to {high:g}")
        if not _within(salience[..., k], 0.0, 1.0):
            scale = "; on a scale from 0 to 100? divide by 100" if _within(salience[..., k], 0.0, 100.0) else ""
            faults.append(f"{actor}: a salience outside 0 to 1{scale}")
        if not _within(influence[..., k], 0.0, np.inf) or not np.isfinite(influence[..., k]).all():
            faults.append(f"{actor}: an influence below 0, or none")
    if not faults and not ((influence * salience).sum(axis=-1) > 0).all():
        faults.append("nobody has both influence and salience: there is nothing to weigh by")
    if faults:
        raise OutOfDomain("; ".join(faults))


def _within(numbers: FloatArray, low: float, high: float) -> bool:
    return bool(((numbers >= low) & (numbers <= high)).all())


def _column(numbers: FloatArray, name: str, count: int) -> FloatArray:
    column = np.array(numbers, dtype=np.float64)
    if column.shape != (count,):
        raise OutOfDomain(f"{name} of shape {column.shape}: {count} actors need one each")
    column.flags.writeable = False
    return column
