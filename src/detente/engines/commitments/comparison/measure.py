"""How two readings of one dimension compare, and what several instruments offer together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.engines.commitments.comparison.extent import Extent

Value = float | Extent | str
"""A number on a scale, a set of names, or words that have no order."""
Difference = float | str
"""A signed number where the scale is ordered, else broader, narrower, same, different, unknown; above 0 and broader:
the second gives the beneficiary more, or asks less for it."""

BROADER, NARROWER, SAME, DIFFERENT, UNKNOWN = "broader", "narrower", "same", "different", "unknown"
_BEST_FIRST = (BROADER, SAME, DIFFERENT, NARROWER, UNKNOWN)
OPPOSITE = {BROADER: NARROWER, NARROWER: BROADER, SAME: SAME, DIFFERENT: DIFFERENT, UNKNOWN: UNKNOWN}


class Measure(Protocol):
    """A way to compare values of one kind."""

    @property
    def unites(self) -> bool:
        """Whether `best` is a value that is better than, or as good as, each; else it only lists them."""
        ...

    def difference(self, first: Value, second: Value) -> Difference:
        """What the second gives more than the first."""
        ...

    def best(self, values: Sequence[Value]) -> Value:
        """What is on offer where any one of these can be called upon."""
        ...


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers; `sign` is 1 where more is more for the beneficiary, -1 where less is."""

    sign: int = 1

    @property
    def unites(self) -> bool:
        return True

    def difference(self, first: Value, second: Value) -> Difference:
        before, after = _number(first), _number(second)
        if before == after:
            return 0
        if math.isinf(before) or math.isinf(after):
            return BROADER if self.sign * after > self.sign * before else NARROWER
        return _whole(self.sign * (after - before))

    def best(self, values: Sequence[Value]) -> Value:
        return _whole(max((_number(value) for value in values), key=lambda number: self.sign * number))


@dataclass(frozen=True, slots=True)
class Breadth:
    """Sets of names, the larger of which gives more."""

    @property
    def unites(self) -> bool:
        return True

    def difference(self, first: Value, second: Value) -> Difference:
        return _relation(_extent(first), _extent(second))

    def best(self, values: Sequence[Value]) -> Value:
        together, *others = map(_extent, values)
        for other in others:
            together = together | other
        return together


@dataclass(frozen=True, slots=True)
class Hurdles:
    """Sets of names that stand in the way, the smaller of which gives more."""

    @property
    def unites(self) -> bool:
        return False

    def difference(self, first: Value, second: Value) -> Difference:
        return _relation(_extent(second), _extent(first))

    def best(self, values: Sequence[Value]) -> Value:
        """The set within all others, such as the empty one; all names where there is none.

        Not the common part: what one instrument asks of one body and another of another is not asked of nobody.
        """
        extents = [_extent(value) for value in values]
        least = [extent for extent in extents if all(extent <= other for other in extents)]
        return least[0] if least else Extent(frozenset[str]().union(*(extent.names for extent in extents)))


@dataclass(frozen=True, slots=True)
class Wording:
    """Words, which are the same or not; saying something is more than silence where `more_than_silence`."""

    more_than_silence: bool = False

    @property
    def unites(self) -> bool:
        return False

    def difference(self, first: Value, second: Value) -> Difference:
        before, after = (" ".join(str(value).lower().split()) for value in (first, second))
        if before == after:
            return SAME
        if self.more_than_silence and not (before and after):
            return BROADER if after else NARROWER
        return DIFFERENT

    def best(self, values: Sequence[Value]) -> Value:
        return "; ".join(sorted({str(value) for value in values if value != ""}))


def _relation(first: Extent, second: Extent) -> str:
    if first == second:
        return SAME
    if first <= second:
        return BROADER
    return NARROWER if second <= first else DIFFERENT


def best_difference(differences: Iterable[Difference]) -> Difference:
    """The best of several differences in words; different, which cannot be told to be less, before narrower."""
    return min(differences, key=lambda difference: _BEST_FIRST.index(str(difference)), default=UNKNOWN)


def opposite(difference: Difference) -> Difference:
    """The difference the other way round."""
    return OPPOSITE[difference] if isinstance(difference, str) else -difference


def _whole(number: float) -> float:
    return int(number) if math.isfinite(number) and number == int(number) else number


def _number(value: Value) -> float:
    if isinstance(value, int | float):
        return value
    raise TypeError(f"{value!r} is no number")


def _extent(value: Value) -> Extent:
    if isinstance(value, Extent):
        return value
    raise TypeError(f"{value!r} is no set of names")
