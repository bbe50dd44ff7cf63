"""What can replace the status quo, and what nothing can replace, when several must agree (Tsebelis 2002)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.engines.commitments.quantity import Number, as_printed
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen, plain

Points: TypeAlias = Sequence[Sequence[Number]]
Exact: TypeAlias = npt.NDArray[Any]
"""Whole numbers: 64 bits where they fit, Python's own otherwise."""

COMPARISONS = 2 * 10**8
"""Pairs of alternatives times voters that are compared."""

_SAFE = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoPlayers(Answer):
    """Positions in the list of alternatives, ascending.

    `winset`: those that defeat the status quo; none where it is stable. `core`: those of the list that none of the list
    defeats. `status_quo_stable`: whether the winset is empty.
    """

    winset: tuple[int, ...]
    core: tuple[int, ...]
    supporters: tuple[tuple[int, ...], ...]
    """For each alternative of the winset, the voters that it leaves no worse off, by position."""

    @property
    def status_quo_stable(self) -> bool:
        """Whether nothing on the list defeats the status quo."""
        return not self.winset

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return Answer.to_dict(self) | {"status_quo_stable": plain(self.status_quo_stable)}

    def rows(self) -> list[dict[str, Any]]:
        """One row an alternative that is in the winset or in the core."""
        listed = sorted({*self.winset, *self.core})
        return [{"alternative": i, "winset": i in self.winset, "core": i in self.core} for i in listed]


@dataclass(frozen=True, slots=True)
class Interval:
    """Points between `low` and `high`; whether each end belongs to it."""

    low: Fraction
    high: Fraction
    with_low: bool
    with_high: bool

    def __contains__(self, point: Fraction) -> bool:
        """Whether the point belongs to it."""
        above = self.low < point or (self.with_low and self.low == point)
        return above and (point < self.high or (self.with_high and self.high == point))


@dataclass(frozen=True, slots=True)
class Nowhere:
    """No point at all, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoPlayersOnLine(Answer):
    """On one dimension: every point that defeats the status quo, and every point that none defeats."""

    winset: tuple[Interval, ...]
    core: Interval | Nowhere

    def rows(self) -> list[dict[str, Any]]:
        """One row an interval."""
        parts = [("winset", part) for part in self.winset] + [("core", self.core)]
        return [{"set": name, **plain(part)} for name, part in parts]


def veto_players(
    ideal: Points,
    status_quo: Sequence[Number],
    alternatives: Points,
    *,
    salience: Points | None = None,
    weights: Sequence[Number] | None = None,
    quota: Number | None = None,
    ties: Literal["consent", "object"] = "consent",
) -> VetoPlayers:
    """What those who must agree could agree to instead of the status quo, and what they could never leave.

    Voter i loses sum_k w_ik (x_k - a_ik)^2 at x. y defeats x iff voters whose weights reach the quota are no worse off
    at y and one of them is better off; unanimity where no quota is given. The winset of the status quo is all that
    defeats it; the core is all that nothing defeats. Under unanimity the core is the Pareto set of the list.

    ideal: ideal[voter, dimension]. status_quo: one number a dimension. alternatives: alternatives[point, dimension].
    salience: salience[voter, dimension] >= 0, 1 by default. weights: one a voter, > 0; quota: above 0.
    ties: whether a voter to whom both are the same consents or objects (then the core is the weak Pareto set).

    An empty winset says that the status quo is stable among these alternatives; an empty core is possible under a
    quota, never under unanimity. Exact: floats are taken as printed. O(points^2 × voters), at most 2 × 10^8: 1,000
    points and 7 voters in 0.7 s; more are refused. The core is that of the list: a finer list may have a smaller one.

    >>> answer = veto_players([[0, 0], [4, 0], [0, 4]], [3, 3], [[1, 1], [2, 2], [3, 3], [4, 4]])
    >>> answer.winset, answer.core
    ((0, 1), (0, 1))

    Tsebelis, G. (2002). Veto Players: How Political Institutions Work. Princeton University Press, chapter 1.
    """
    names = len(ideal)
    carried, needed = _rule(names, weights, quota)
    if not len(alternatives):
        raise OutOfDomain("there is no alternative to the status quo on the list")
    if len(alternatives) ** 2 * names > COMPARISONS:
        work = len(alternatives) ** 2 * names
        raise TooLarge("comparisons", estimate=work, limit=COMPARISONS, todo="give fewer alternatives")
    losses = _losses(ideal, [*alternatives, status_quo], salience)
    quo, rest = losses[-1], losses[:-1]
    winning = _defeating(rest, quo, carried, needed, ties)
    core = [i for i, row in enumerate(rest) if not _defeating(rest, row, carried, needed, ties).any()]
    winset = np.flatnonzero(winning).tolist()
    return VetoPlayers(
        method="veto-players",
        winset=tuple(winset),
        core=tuple(core),
        supporters=tuple(tuple(np.flatnonzero(rest[i] <= quo).tolist()) for i in winset),
        caveats=("distances stand for preferences; the core is that of the list of alternatives",),
        parameters=frozen(voters=names, alternatives=len(alternatives), quota=needed, ties=ties),
        certificate=frozen(weights=carried),
    )


def veto_players_on_line(
    ideal: Sequence[Number],
    status_quo: Number,
    *,
    weights: Sequence[Number] | None = None,
    quota: Number | None = None,
) -> VetoPlayersOnLine:
    """The same on one dimension, for all points of the line at once; equal distance is consent.

    Let r be the largest point such that voters with ideal points at or above it reach the quota, and l the smallest
    such that those at or below it do. The winset goes from SQ to 2r - SQ if r > SQ and to 2l - SQ if l < SQ. The
    core is all x such that neither the voters above x nor those below x reach the quota, from r to l: under unanimity
    from min a to max a.

    ideal: one ideal point a voter. O(n log n); 10^4 voters in 1 s.

    >>> answer = veto_players_on_line([1, 4, 6], 9)
    >>> answer.winset
    (Interval(low=Fraction(3, 1), high=Fraction(9, 1), with_low=True, with_high=False),)
    >>> answer.core.low, answer.core.high
    (Fraction(1, 1), Fraction(6, 1))

    Tsebelis, G. (2002). Veto Players: How Political Institutions Work. Princeton University Press, chapter 1; under a
    quota the argument of Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56.
    """
    carried, needed = _rule(len(ideal), weights, quota)
    places = [as_printed(a, "ideal point") for a in ideal]
    quo = as_printed(status_quo, "status quo")
    ordered = sorted(zip(places, carried, strict=True))
    from_left, from_right = _reaches(ordered, needed), _reaches(ordered[::-1], needed)
    parts = list[Interval]()
    # The far end belongs to it only if somebody is better off there, and not all who are needed indifferent.
    if from_left < quo:
        parts.append(Interval(2 * from_left - quo, quo, ordered[0][0] < from_left, False))
    if from_right > quo:
        parts.append(Interval(quo, 2 * from_right - quo, False, ordered[-1][0] > from_right))
    # Left of `from_right` enough voters want to go right, right of `from_left` enough want to go left.
    core: Interval | Nowhere
    if from_right <= from_left:
        core = Interval(from_right, from_left, True, True)
    else:
        core = Nowhere("from every point a coalition that reaches the quota prefers to move")
    return VetoPlayersOnLine(
        method="veto-players",
        winset=tuple(parts),
        core=core,
        caveats=("distances stand for preferences",),
        parameters=frozen(ideal=tuple(places), status_quo=quo, quota=needed),
        certificate=frozen(from_left=from_left, from_right=from_right),
    )


def _rule(voters: int, weights: Sequence[Number] | None, quota: Number | None) -> tuple[tuple[Fraction, ...], Fraction]:
    """Weights and the weight that is needed."""
    if not voters:
        raise OutOfDomain("nobody votes: give at least one ideal point")
    carried = tuple(as_printed(w, "weight") for w in (weights if weights is not None else [1] * voters))
    if len(carried) != voters:
        raise OutOfDomain(f"{len(carried)} weights for {voters} voters: give one a voter")
    if any(w <= 0 for w in carried):
        raise OutOfDomain("a weight must be above 0; leave a voter out instead of weighing it 0")
    total = sum(carried, Fraction(0))
    needed = total if quota is None else as_printed(quota, "quota")
    if not 0 < needed <= total:
        raise OutOfDomain(f"quota {needed}: above 0 and at most the sum of the weights, {total}")
    return carried, needed


def _reaches(ordered: Sequence[tuple[Fraction, Fraction]], needed: Fraction) -> Fraction:
    """The first place at which the weights so far reach what is needed."""
    so_far = Fraction(0)
    for place, weight in ordered:
        so_far += weight
        if so_far >= needed:
            return place
    raise AssertionError("the quota is at most the sum of the weights")


def _losses(ideal: Points, points: Points, salience: Points | None) -> Exact:
    """losses[point, voter] as whole numbers, on a scale of each voter's own."""
    dimensions = {len(row) for row in (*ideal, *points, *(salience or ()))}
    if len(dimensions) != 1 or dimensions == {0}:
        raise OutOfDomain("every ideal point, alternative and salience needs one number a dimension")
    (width,) = dimensions
    places, _ = _whole([[as_printed(v, "coordinate") for v in row] for row in (*ideal, *points)])
    weighed = [[as_printed(v, "salience") for v in row] for row in (salience or [[1] * width] * len(ideal))]
    if len(weighed) != len(ideal):
        raise OutOfDomain(f"{len(weighed)} rows of salience for {len(ideal)} voters: give one a voter")
    if any(v < 0 for row in weighed for v in row):
        raise OutOfDomain("salience must not be below 0")
    heavy, _ = _whole(weighed)
    spread = max(abs(v) for row in places for v in row) * 2
    fits = spread**2 * max(1, *(v for row in heavy for v in row)) * width < _SAFE
    kind: Any = np.int64 if fits else object
    targets, where = np.array(places[: len(ideal)], dtype=kind), np.array(places[len(ideal) :], dtype=kind)
    columns = [
        ((where - target) ** 2 * np.array(weight, dtype=kind)).sum(axis=1)
        for target, weight in zip(targets, heavy, strict=True)
    ]
    return np.stack(columns, axis=1)


def _whole(rows: Sequence[Sequence[Fraction]]) -> tuple[list[list[int]], int]:
    """The same numbers times one common denominator."""
    shared = math.lcm(*(v.denominator for row in rows for v in row))
    return [[v.numerator * (shared // v.denominator) for v in row] for row in rows], shared


def _defeating(
    losses: Exact, at: Exact, carried: Sequence[Fraction], needed: Fraction, ties: str
) -> npt.NDArray[np.bool_]:
    """Which points defeat the one at which the voters lose `at`."""
    better = (losses < at).astype(np.bool_)
    willing = (losses <= at).astype(np.bool_) if ties == "consent" else better
    whole, _ = _whole([[*carried, needed]])
    *parts, target = whole[0]
    kind: Any = np.int64 if sum(parts) < _SAFE else object
    reached = (willing * np.array(parts, dtype=kind)).sum(axis=1) >= target
    return (reached.astype(np.bool_) & better.any(axis=1)).astype(np.bool_)
