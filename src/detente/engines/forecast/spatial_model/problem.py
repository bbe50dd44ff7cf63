"""What is asked: who stands where on one or several scales, what each attends to, and what it can bring to bear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import FloatArray, PositionProblem
from detente.foundation.errors import OutOfDomain, TooLarge

ACTORS = 200
"""At most so many actors: the largest election of a turn compares all bargains of one actor, for every voter."""

_OVER = 1e-9
"""How far the shares of one actor's attention may exceed 1 by rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class SpatialProblem:
    """Actors' positions on one or several scales.

    positions[actor, dimension]: on the dimension's scale from low to high, in its units.
    salience[actor, dimension]: the share of the actor's attention that the dimension has; at most 1 over all of them.
    capability[actor]: what it can bring to bear, 0 or more on any one scale; only ratios count.
    low, high[dimension]: the ends of each scale.
    accommodation[actor, other]: how far what an actor wants follows, each turn, where the other stands; 0 or more, at
        most 1 in a row; the rest is what it wanted before. None: everybody wants what it stands for.
    """

    actors: tuple[str, ...]
    dimensions: tuple[str, ...]
    positions: FloatArray
    salience: FloatArray
    capability: FloatArray
    low: FloatArray
    high: FloatArray
    accommodation: FloatArray | None = None

    def __post_init__(self) -> None:
        count, width = len(self.actors), len(self.dimensions)
        if not count or not width:
            raise OutOfDomain("a forecast needs an actor with a position, and a scale")
        if count > ACTORS:
            raise TooLarge("actors", estimate=count, limit=ACTORS, todo="put actors of one mind together")
        for what, names in (("actors", self.actors), ("dimensions", self.dimensions)):
            if len(set(names)) < len(names):
                raise OutOfDomain(f"two {what} have one name")
        shapes = {"positions": (count, width), "salience": (count, width), "capability": (count,)}
        for name, shape in (shapes | {"low": (width,), "high": (width,)}).items():
            object.__setattr__(self, name, _shaped(getattr(self, name), name, shape))
        if self.accommodation is not None:
            object.__setattr__(self, "accommodation", _shaped(self.accommodation, "accommodation", (count, count)))
        faults = [*_scale_faults(self), *_actor_faults(self)]
        if faults:
            raise OutOfDomain("; ".join(faults))

    @property
    def places(self) -> FloatArray:
        """The positions as shares of their scales, 0 to 1."""
        return (self.positions - self.low) / (self.high - self.low)

    def in_units(self, places: FloatArray) -> FloatArray:
        """Shares of the scales, places[..., dimension], in the units of the scales."""
        return self.low + places * (self.high - self.low)


def spatial_problem(
    rows: Sequence[tuple[str, float, Sequence[float], Sequence[float]]],
    scales: Mapping[str, tuple[float, float]],
) -> SpatialProblem:
    """A problem from rows of actor, capability, positions and saliences; scales: each dimension's low and high end.

    >>> rows = [("a", 2, [10, 0], [0.5, 0.1]), ("b", 1, [90, 4], [0.3, 0.3])]
    >>> spatial_problem(rows, {"price": (0, 100), "years": (0, 5)}).places.tolist()
    [[0.1, 0.0], [0.9, 0.8]]
    """
    names, capability, positions, salience = zip(*rows, strict=True) if rows else ((), (), (), ())
    for name, places, shares in zip(names, positions, salience, strict=True):
        if not len(places) == len(shares) == len(scales):
            raise OutOfDomain(f"{name}: {len(places)} positions and {len(shares)} saliences on {len(scales)} scales")
    ends = np.array([*scales.values()], dtype=np.float64).reshape(-1, 2)
    return SpatialProblem(
        tuple(names),
        tuple(scales),
        np.array(positions),
        np.array(salience),
        np.array(capability),
        ends[:, 0],
        ends[:, 1],
    )


def on_one_scale(problem: PositionProblem, dimension: str = "position") -> SpatialProblem:
    """The same actors on one scale, influence as capability."""
    return SpatialProblem(
        problem.actors,
        (dimension,),
        problem.positions[:, None],
        problem.salience[:, None],
        problem.influence,
        np.array([problem.low]),
        np.array([problem.high]),
    )


def _scale_faults(problem: SpatialProblem) -> list[str]:
    return [
        f"{name}: the scale runs from {low:g} to {high:g}: its lower end must lie below its upper"
        for name, low, high in zip(problem.dimensions, problem.low.tolist(), problem.high.tolist(), strict=True)
        if not -np.inf < low < high < np.inf
    ]


def _actor_faults(problem: SpatialProblem) -> list[str]:
    faults: list[str] = []
    for k, actor in enumerate(problem.actors):
        here, shares = problem.positions[k], problem.salience[k]
        if not np.isfinite(here).all():
            faults.append(f"{actor}: a position that is no number; leave out an actor whose position is not known")
        elif not ((problem.low <= here) & (here <= problem.high)).all():
            faults.append(f"{actor}: a position outside its scale")
        if not ((shares >= 0) & (shares <= 1)).all():
            percent = bool(((shares >= 0) & (shares <= 100)).all())
            faults.append(
                f"{actor}: a salience outside 0 to 1" + ("; on a scale from 0 to 100? divide by 100" if percent else "")
            )
        elif shares.sum() > 1 + _OVER:
            faults.append(f"{actor}: saliences that sum to {shares.sum():g}: they are shares of attention, at most 1")
        if not 0 <= problem.capability[k] < np.inf:
            faults.append(f"{actor}: a capability below 0, or none")
        if problem.accommodation is not None:
            row = problem.accommodation[k]
            if not ((row >= 0) & (row <= 1)).all() or row.sum() > 1 + _OVER:
                faults.append(f"{actor}: accommodation is 0 or more of each, and at most 1 of all")
    if not faults and not (problem.capability > 0).any():
        faults.append("nobody has capability: there is nothing to weigh by")
    return faults


def _shaped(numbers: FloatArray, name: str, shape: tuple[int, ...]) -> FloatArray:
    array = np.array(numbers, dtype=np.float64)
    if array.shape != shape:
        raise OutOfDomain(f"{name} of shape {array.shape}: {shape} is needed")
    array.flags.writeable = False
    return array
