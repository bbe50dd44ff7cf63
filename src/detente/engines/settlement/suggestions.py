"""A short list of complete packages to put on the table: acceptable, efficient, and unlike one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente.engines.methods.answer import Answer
from detente.engines.settlement.folding.folded_frontier import FoldedFrontier, folded_frontier, package_scores
from detente.engines.settlement.folding.merging import POINT_LIMIT
from detente.engines.settlement.grid import Number, exact
from detente.engines.settlement.packages import Packages
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.zone import find_zone
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "suggestions"

CANDIDATES = 500
"""Most packages of equal worth among which unlike ones are looked for: those best for the others."""

NEARLY = 0.1
"""How much less they may give the others together than the best of them, in shares, where there are enough."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Suggested:
    """One package of the list, and why it stands there.

    worth: by party, in points. shares: by bargainer, how far from its walk-away (0) to its best acceptable package (1).
    """

    package: PackageValues
    worth: tuple[tuple[str, Fraction], ...]
    shares: tuple[tuple[str, float], ...]
    why: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Suggestions(Answer):
    """The list, first the one to begin with.

    kind: "spread" over all acceptable and efficient packages, or "equal" for one party. among: how many points, or
    packages, the list stands for. radius: every one of them is within this much of a listed one, in shares of each
    bargainer's distance from walk-away to best; for "equal" the largest distance is not bounded, and it is None.
    """

    kind: Literal["spread", "equal"]
    packages: tuple[Suggested, ...]
    among: int
    radius: float | None


def suggestions(
    problem: SettlementProblem, count: int = 4, *, limit: int = POINT_LIMIT, progress: Progress = SILENT
) -> Suggestions | NoSettlement:
    """A few packages that everybody asked accepts, that cannot be improved for all, and that differ as much as can be.

    Over the frontier of A, in shares s_p = (u_p - d_p) / (ideal_p - d_p): first the package with the largest smallest
    share, then again and again the one whose largest difference in a share to those listed is largest. So the list
    covers the frontier: none is farther from it than `radius`, and no list of as many has less than half of that.

    problem: as for `settle`. count: packages wanted, 1 or more; fewer where there are no more points.

    NoSettlement where A is empty. Raises TooLarge as `folded_frontier` does. O(count × points × parties) after folding.

    >>> from detente.engines.settlement import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> goods = Vocabulary((Term("land", "choice", ("a", "b")), Term("water", "choice", ("a", "b"))))
    >>> asked = from_points(["a", "b"], goods, [[[7, 0], [0, 3]], [[3, 0], [0, 7]]], [0, 0], consent=[0, 1])
    >>> found = suggestions(asked, 3)
    >>> [x.package for x in found.packages], round(found.radius, 2)
    ([(0, 1), (1, 1), (0, 0)], 0.0)

    Gonzalez, T. F. (1985). Clustering to minimize the maximum intercluster distance. Theoretical Computer Science 38:
    293-306, https://doi.org/10.1016/0304-3975(85)90224-5, for the list and its bound (recalled, not read).
    """
    if count < 1:
        raise OutOfDomain(f"{count} suggestions: ask for at least one")
    edge = folded_frontier(problem, "acceptable", limit=limit, progress=progress)
    if not len(edge):
        return NoSettlement("no feasible package is acceptable to everybody whose yes is needed", problem.bargainers)
    shares = _shares(edge)
    chosen, radius = _farthest(shares, int(np.argmax(shares.min(axis=1))), count)
    listed = list[Suggested]()
    for place, point in enumerate(chosen):
        package = _unlike(edge.packages(point, 50), [item.package for item in listed])
        why = "the largest smallest share" if place == 0 else _against(edge.parties, shares[point], shares[chosen[0]])
        listed.append(_suggested(problem, edge.parties, package, shares[point], why))
    return Suggestions(
        method=METHOD,
        parameters=frozen(count=count),
        certificate=frozen(points=len(edge), considered=edge.considered),
        kind="spread",
        packages=tuple(listed),
        among=len(edge),
        radius=radius,
    )


def equal_suggestions(
    problem: SettlementProblem, party: int, worth: Number, count: int = 3, *, within: Number = 3
) -> Suggestions | NoSettlement:
    """Packages that are worth the same to one party and differ in what they give the others, to be put side by side.

    Over A with |u_p(x) - worth| <= within: of those that give the other bargainers together, in shares, at most 0.1
    less than the best (all, where these are fewer than `count`; the best 500, where they are more), first the best;
    then again and again the one whose answers give the others, issue by issue, what differs most from those listed.
    Which of them the others like best tells what they want, at no cost to the party that asks.

    problem: enumerated, at most 2,000,000 packages. party: its place. worth, within: points. count: 1 or more.

    NoSettlement where no acceptable package is worth so much. Raises TooLarge above the limit. O(packages × parties).

    >>> from detente.engines.settlement import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> goods = Vocabulary((Term("land", "choice", ("a", "b")), Term("water", "choice", ("a", "b"))))
    >>> asked = from_points(["a", "b"], goods, [[[5, 0], [0, 3]], [[5, 0], [0, 7]]], [0, 0], consent=[0, 1])
    >>> [x.package for x in equal_suggestions(asked, 0, 5, within=0).packages]
    [(0, 1), (1, 0)]

    Leonardelli, G. J., Gu, J., McRuer, G., Medvec, V. H. and Galinsky, A. D. (2019). Multiple equivalent simultaneous
    offers (MESOs) reduce the negotiator dilemma. Organizational Behavior and Human Decision Processes 152: 64-83
    (recalled, not read); how the list is chosen is ours.
    """
    if count < 1 or not 0 <= party < len(problem.parties):
        raise OutOfDomain(f"{count} suggestions for party {party} of {len(problem.parties)}")
    packages = Packages(problem)
    feasible = packages.feasible()
    every = {p: packages.column(p) for p in problem.asked}
    codes = find_zone(
        packages, feasible, {p: column if feasible is None else column[feasible] for p, column in every.items()}
    ).acceptable
    scores = packages.scores(codes)
    low, high = (exact(worth, "worth") + sign * exact(within, "within") for sign in (-1, 1))
    unit = problem.units[party]
    near = (scores[:, party] >= float(low / unit) - 1e-9) & (scores[:, party] <= float(high / unit) + 1e-9)
    near &= np.array(
        [low <= int(s) * unit <= high if n else False for s, n in zip(scores[:, party], near, strict=True)]
    )
    if not near.any():
        what = f"no acceptable package is worth {float(low):g} to {float(high):g} points to {problem.parties[party]}"
        return NoSettlement(what, (problem.parties[party],))
    floors = problem.walk_away[list(problem.consent)]
    span = np.maximum(scores[:, list(problem.consent)].max(axis=0) - floors, 1)
    shares = (scores[:, list(problem.consent)] - floors) / span
    others = [column for column, p in enumerate(problem.consent) if p != party]
    rows = np.flatnonzero(near)
    good = shares[rows][:, others].sum(axis=1)
    close = good >= good.max() - NEARLY if (good >= good.max() - NEARLY).sum() >= count else good > -np.inf
    order = rows[close][np.lexsort((codes[rows[close]], -good[close]))][:CANDIDATES]
    digits = packages.decode(codes[order])
    given = _by_issue(problem, digits, [problem.consent[c] for c in others])
    chosen, _ = _farthest(given, 0, count)
    names = problem.bargainers
    listed = [
        _suggested(
            problem,
            names,
            tuple(digits[row].tolist()),
            shares[order[row]],
            "best for the others together"
            if place == 0
            else _against([names[c] for c in others], shares[order[row]][others], shares[order[0]][others]),
        )
        for place, row in enumerate(chosen)
    ]
    return Suggestions(
        method=METHOD,
        parameters=frozen(party=problem.parties[party], worth=exact(worth, "worth"), within=exact(within, "within")),
        kind="equal",
        packages=tuple(listed),
        among=len(rows),
        radius=None,
    )


def _shares(edge: FoldedFrontier) -> FloatArray:
    floors = edge.problem.walk_away[list(edge.problem.consent)]
    span = np.maximum(edge.scores.max(axis=0) - floors, 1)
    return (edge.scores - floors) / span


def _by_issue(problem: SettlementProblem, digits: npt.NDArray[np.int64], parties: Sequence[int]) -> FloatArray:
    """What each answer gives each of these parties, in shares of the party's range: [package, issue × party]."""
    columns = list[FloatArray]()
    for p in parties:
        tables = [table[:, p] for table in problem.scores]
        reach = max(sum(int(t.max()) - int(t.min()) for t in tables), 1)
        columns += [table[digits[:, issue]] / reach for issue, table in enumerate(tables)]
    return np.stack(columns, axis=1) if columns else np.zeros((len(digits), 1))


def _farthest(points: FloatArray, first: int, count: int) -> tuple[list[int], float]:
    """Points picked one by one, each the farthest from those before; and how far the farthest left is."""
    chosen = [first]
    distance = np.abs(points - points[first]).max(axis=1)
    while len(chosen) < count and float(distance.max()) > 0:
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(distance, np.abs(points - points[chosen[-1]]).max(axis=1))
    return chosen, float(distance.max())


def _unlike(packages: Sequence[PackageValues], listed: Sequence[PackageValues]) -> PackageValues:
    """Of packages with the same values, the one that answers most issues otherwise than those listed."""

    def differs(package: PackageValues) -> int:
        return sum(sum(a != b for a, b in zip(package, other, strict=True)) for other in listed)

    return max(packages, key=differs)


def _against(parties: Sequence[str], here: FloatArray, first: FloatArray) -> str:
    """Who has more and who less than by the first of the list."""
    gain = [name for name, a, b in zip(parties, here, first, strict=True) if a > b + 1e-12]
    lose = [name for name, a, b in zip(parties, here, first, strict=True) if a < b - 1e-12]
    parts = [f"more for {', '.join(gain)}"] if gain else []
    parts += [f"less for {', '.join(lose)}"] if lose else []
    return f"{' and '.join(parts)} than the first" if parts else "the same for all as the first, by other answers"


def _suggested(
    problem: SettlementProblem, parties: Sequence[str], package: PackageValues, shares: FloatArray, why: str
) -> Suggested:
    scores = package_scores(problem, package)
    worth = tuple((name, problem.points(p, scores[p])) for p, name in enumerate(problem.parties))
    return Suggested(package, worth, tuple(zip(parties, (float(s) for s in shares), strict=True)), why)
