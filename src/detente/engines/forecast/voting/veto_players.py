"""What of a list can replace the status quo, and what nothing on the list can replace, in any number of dimensions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.forecast.problem import BoolArray
from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen, plain

METHOD = "veto-players"

COMPARISONS = 2 * 10**8
"""Pairs of alternatives times voters that are compared."""

_SAFE = 2**62

_Exact = npt.NDArray[Any]
"""Whole numbers: 64 bits where they fit, Python's own otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoPlayers(Answer):
    """Positions in the list of alternatives, ascending.

    `winset`: those that defeat the status quo; none where it is stable. `core`: those of the list that none of the list
    defeats. `supporters`: for each alternative of the winset, the voters who accept it.
    """

    winset: tuple[int, ...]
    core: tuple[int, ...]
    supporters: tuple[tuple[str, ...], ...]

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


def veto_players(
    problem: SpatialProblem,
    alternatives: Sequence[Sequence[float]],
    *,
    salience: Sequence[Sequence[float]] | None = None,
) -> VetoPlayers:
    """What those who must agree could agree to instead of the status quo, and what they could never leave.

    Voter i loses sum_k s_ik (x_k - a_ik)^2 at x. y defeats x iff those who accept y win by the rule, and one of them is
    better off. The winset of the status quo is all that defeats it; the core is all that nothing on the list defeats.
    Under unanimity, and if the indifferent accept, the core is the Pareto set of the list.

    problem: ideal points in any number of dimensions, the status quo, the rule. alternatives: alternatives[point,
    dimension]. salience: salience[voter, dimension] >= 0, 1 by default.

    An empty winset says that the status quo is stable among these alternatives; an empty core is possible under a
    quota, never under unanimity. Exact: floats are taken as printed. O(points^2 × voters), at most 2 × 10^8: 1,000
    points and 7 voters in 0.1 s; more are refused. The core is that of the list: a finer list may have a smaller one.

    >>> from detente.engines.forecast.power.voting_rule import unanimity
    >>> rule = unanimity("abc")
    >>> triangle = SpatialProblem(rule.voters, [[0, 0], [4, 0], [0, 4]], [3, 3], rule, indifferent_accept=True)
    >>> veto_players(triangle, [[1, 1], [2, 2], [3, 3], [4, 4]]).winset
    (0, 1)

    Tsebelis, G. (2002). Veto Players. Princeton University Press, chapter 1 (recalled).
    """
    voters = len(problem.voters)
    if not len(alternatives):
        raise OutOfDomain("there is no alternative to the status quo on the list")
    if len(alternatives) ** 2 * voters > COMPARISONS:
        work = len(alternatives) ** 2 * voters
        raise TooLarge("comparisons", estimate=work, limit=COMPARISONS, todo="give fewer alternatives")
    losses = _losses(problem, alternatives, salience)
    quo, rest = losses[-1], losses[:-1]
    winset: list[int] = np.flatnonzero(_defeating(problem, rest, quo)).tolist()
    accepting = _accepting(problem, rest, quo)
    return VetoPlayers(
        method=METHOD,
        winset=tuple(winset),
        core=tuple(i for i, row in enumerate(rest) if not _defeating(problem, rest, row).any()),
        supporters=tuple(tuple(problem.voters[v] for v in np.flatnonzero(accepting[i]).tolist()) for i in winset),
        caveats=("distances stand for preferences; the core is that of the list of alternatives",),
        parameters=frozen(alternatives=len(alternatives), indifferent_accept=problem.indifferent_accept),
        certificate=frozen(quotas=[q.quota for q in problem.rule.quotas]),
    )


def _accepting(problem: SpatialProblem, losses: _Exact, at: _Exact) -> BoolArray:
    return (losses <= at if problem.indifferent_accept else losses < at).astype(np.bool_)


def _defeating(problem: SpatialProblem, losses: _Exact, at: _Exact) -> BoolArray:
    """Which points defeat the one at which the voters lose `at`."""
    gaining = np.asarray((losses < at).any(axis=1), dtype=np.bool_)
    return problem.rule.wins_each(_accepting(problem, losses, at)) & gaining


def _losses(
    problem: SpatialProblem, points: Sequence[Sequence[float]], salience: Sequence[Sequence[float]] | None
) -> _Exact:
    """losses[point, voter] as whole numbers, on a scale of each voter's own; the status quo comes last."""
    voters, width = problem.ideals.shape
    weighed = [[1.0] * width] * voters if salience is None else salience
    if len(weighed) != voters:
        raise OutOfDomain(f"{len(weighed)} rows of salience for {voters} voters: give one a voter")
    if any(len(row) != width for row in (*points, *weighed)):
        raise OutOfDomain("every alternative and salience needs one number a dimension")
    if any(v < 0 for row in weighed for v in row):
        raise OutOfDomain("salience must not be below 0")
    places = _whole([*problem.ideals.tolist(), *points, problem.status_quo.tolist()])
    heavy = _whole(weighed)
    spread = max(abs(v) for row in places for v in row) * 2
    fits = spread**2 * max(1, *(v for row in heavy for v in row)) * width < _SAFE
    kind: Any = np.int64 if fits else object
    targets, where = np.array(places[:voters], dtype=kind), np.array(places[voters:], dtype=kind)
    columns = [
        ((where - target) ** 2 * np.array(weight, dtype=kind)).sum(axis=1)
        for target, weight in zip(targets, heavy, strict=True)
    ]
    return np.stack(columns, axis=1)


def _whole(rows: Sequence[Sequence[float]]) -> list[list[int]]:
    """The same numbers, floats as they are printed, times one common denominator."""
    exact = [[_as_printed(v) for v in row] for row in rows]
    shared = math.lcm(*(v.denominator for row in exact for v in row))
    return [[v.numerator * (shared // v.denominator) for v in row] for row in exact]


def _as_printed(number: float) -> Fraction:
    try:
        return Fraction(repr(float(number)) if isinstance(number, float | np.floating) else number)
    except (ValueError, OverflowError, TypeError):
        raise OutOfDomain(f"{number!r} is not a finite number") from None
