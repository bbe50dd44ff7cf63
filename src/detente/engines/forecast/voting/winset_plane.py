"""What beats the status quo in two dimensions, as arcs of circles and as polygons."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.engines.forecast.problem import FloatArray
from detente.engines.forecast.voting.reach import Reach, farthest
from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "winset-plane"

CORNERS = 360
"""Corners that a whole circle would have."""

MOST_VOTERS = 100
"""Most voters: about 10,000 directions in which the order of their limits changes."""

_LEAST = 16
"""Fewest sides of an arc, so that a small petal is as round as a large one."""

_SAME = 1e-9
"""Directions nearer than this, in radians, are one: rounding would open gaps between them."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A stretch of the winset's edge: directions from the status quo, and the voter whose circle it is.

    start, end: radians, counterclockwise from the first dimension. pivots: the voter whose indifference ends the
    winset there; several where they stand in one place. carried_by: who prefers all that lies inside.
    """

    start: float
    end: float
    pivots: tuple[str, ...]
    carried_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Petal:
    """One part of the winset, which begins at the status quo: its edge, its area, and the polygon inside it.

    corners[k, dimension]: counterclockwise, the status quo first unless it lies inside, as under rules by which
    coalitions that share nobody can win.
    """

    arcs: tuple[Arc, ...]
    area: float
    corners: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlaneWinset(Answer):
    """The winset as petals around the status quo, which do not overlap; none where nothing wins.

    Whether a point belongs to it is a question to the problem: `SpatialProblem.beats`, without polygons.
    """

    status_quo: tuple[float, float]
    petals: tuple[Petal, ...]

    @property
    def area(self) -> float:
        """Of the whole winset, in squared units of the scales."""
        return math.fsum(petal.area for petal in self.petals)

    def rows(self) -> list[dict[str, Any]]:
        """A row an arc."""
        return [
            {"petal": k, "start": a.start, "end": a.end, "pivots": list(a.pivots), "carried_by": list(a.carried_by)}
            for k, petal in enumerate(self.petals)
            for a in petal.arcs
        ]


def winset_plane(problem: SpatialProblem, *, corners: int = CORNERS, progress: Progress = SILENT) -> PlaneWinset:
    """Everything in the plane that enough voters prefer to what holds today.

    Voter i prefers y to the status quo sq iff |y - x_i| < |sq - x_i|. In the direction e from sq that is so up to the
    distance 2 (x_i - sq).e, so who follows far also follows less far, and the winset reaches to the largest distance to
    which a coalition that wins follows. Its edge consists of arcs of the voters' circles through sq.

    problem: ideal points in two dimensions in units that compare, the status quo, the rule. corners: that a whole
    circle would have, at least 8; the polygons lie inside, by less than r (1 - cos(pi / corners)) for a circle of
    radius r. The arcs and areas are exact but for rounding.

    No petal where nothing beats the status quo. Raises OutOfDomain in other than two dimensions, TooLarge above 100
    voters. O(n^3 log n): 27 voters under a double majority in 0.05 s.

    >>> from detente.engines.forecast.power.voting_rule import weighted_rule
    >>> rule = weighted_rule(2, [1, 1])
    >>> problem = SpatialProblem(rule.voters, [[0, 0], [2, 0]], [1, 1], rule)
    >>> len(winset_plane(problem).petals), round(winset_plane(problem).area, 4), problem.beats([1, 0])
    (1, 1.1416, True)

    Tsebelis, G. (2002). Veto Players. Princeton University Press, chapter 1 (recalled), for winsets; that they are made
    of petals around the status quo is derived here.
    """
    if problem.ideals.shape[1] != 2:
        raise OutOfDomain(f"{problem.ideals.shape[1]} dimensions: this is for two")
    if corners < 8:
        raise OutOfDomain("a circle needs at least 8 corners")
    if len(problem.voters) > MOST_VOTERS:
        raise TooLarge("voters", estimate=len(problem.voters), limit=MOST_VOTERS, todo="fewer voters, or one dimension")
    away = problem.ideals - problem.status_quo
    sectors = list(_sectors(problem, away, progress))
    petals = tuple(_petal(problem, away, part, corners) for part in _runs(away, sectors))
    x, y = problem.status_quo.tolist()
    radii = np.hypot(*away.T)
    return PlaneWinset(
        method=METHOD,
        parameters=frozen(corners=corners, indifferent_accept=problem.indifferent_accept),
        certificate=frozen(radii=dict(zip(problem.voters, radii.tolist(), strict=True))),
        tolerance=float(radii.max() * (1 - math.cos(math.pi / corners))),
        status_quo=(x, y),
        petals=petals,
    )


@dataclass(frozen=True, slots=True)
class _Sector:
    """Directions in which the limits of all voters keep their order."""

    start: float
    end: float
    reach: Reach


def _sectors(problem: SpatialProblem, away: FloatArray, progress: Progress) -> Iterator[_Sector]:
    turns = _turns(away)
    for k, (start, end) in enumerate(zip(turns, [*turns[1:], turns[0] + 2 * math.pi] if turns else [], strict=True)):
        progress.at("directions", k, len(turns))
        middle = (start + end) / 2
        yield _Sector(start, end, farthest(problem.rule, 2 * away @ [math.cos(middle), math.sin(middle)]))


def _turns(away: FloatArray) -> list[float]:
    """The directions, ascending, at right angles to which a voter stands, or two stand one behind the other."""
    first, second = np.triu_indices(len(away), 1)
    lines = np.concatenate([away, away[first] - away[second]])
    lines = lines[lines.any(axis=1)]
    angles = np.arctan2(lines[:, 1], lines[:, 0])
    both = np.concatenate([angles + math.pi / 2, angles - math.pi / 2])
    found: list[float] = []
    for turn in np.sort(np.mod(both, 2 * math.pi)).tolist():
        if not found or turn - found[-1] > _SAME:
            found.append(turn)
    if len(found) > 1 and found[0] + 2 * math.pi - found[-1] <= _SAME:
        found.pop()
    return found


def _runs(away: FloatArray, sectors: list[_Sector]) -> list[list[_Sector]]:
    """Neighbouring sectors with something in them, parted where the winset narrows to the status quo itself."""
    joints = [_joined(away, a, b) for a, b in zip(sectors[-1:] + sectors[:-1], sectors, strict=True)]
    if sectors and all(joints):
        return [sectors]
    begin = next((k for k, joint in enumerate(joints) if not joint), 0)
    found: list[list[_Sector]] = []
    for k in range(begin, begin + len(sectors)):
        sector = sectors[k % len(sectors)]
        if sector.reach.distance <= 0:
            continue
        if joints[k % len(sectors)] and found:
            found[-1].append(sector)
        else:
            found.append([sector])
    return found


def _joined(away: FloatArray, before: _Sector, after: _Sector) -> bool:
    """Whether the winset goes on through the direction between two sectors."""
    if not (before.reach.pivots and after.reach.pivots):
        return False
    leaving = away[after.reach.pivots[0]]
    here = leaving[0] * math.cos(after.start) + leaving[1] * math.sin(after.start)
    return bool(here > _SAME * float(np.hypot(*leaving)))


def _petal(problem: SpatialProblem, away: FloatArray, sectors: list[_Sector], corners: int) -> Petal:
    arcs, area, edge = list[Arc](), 0.0, list[FloatArray]()
    for sector in _merged(sectors):
        x, y = away[sector.reach.pivots[0]].tolist()
        angle, span = math.atan2(y, x), sector.end - sector.start
        sines = math.sin(2 * (sector.end - angle)) - math.sin(2 * (sector.start - angle))
        area += (x * x + y * y) * (span + sines / 2)
        steps = np.linspace(sector.start, sector.end, max(_LEAST, math.ceil(span * corners / math.pi)) + 1)
        rays = np.stack([np.cos(steps), np.sin(steps)], axis=1)
        edge.append(2 * (rays @ [x, y])[:, None] * rays)
        pivots, carried = (
            tuple(problem.voters[v] for v in who) for who in (sector.reach.pivots, sector.reach.following)
        )
        arcs.append(Arc(sector.start, sector.end, pivots, carried))
    whole_turn = arcs[-1].end - arcs[0].start > 2 * math.pi - _SAME
    around = np.concatenate([np.zeros((0 if whole_turn else 1, 2)), *edge]) + problem.status_quo
    around.flags.writeable = False
    return Petal(tuple(arcs), area, around)


def _merged(sectors: list[_Sector]) -> list[_Sector]:
    """Neighbours with the same voters as one; angles go on above a whole turn."""
    found: list[_Sector] = []
    for sector in sectors:
        start, end = sector.start, sector.end
        if found and start < found[-1].start:
            start, end = start + 2 * math.pi, end + 2 * math.pi
        last = found[-1].reach if found else None
        if last and (last.pivots, last.following) == (sector.reach.pivots, sector.reach.following):
            found[-1] = _Sector(found[-1].start, end, last)
        else:
            found.append(_Sector(start, end, sector.reach))
    return found
