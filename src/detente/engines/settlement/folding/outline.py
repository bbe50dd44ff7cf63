"""What folding would have to do, before it starts: groups, their sizes, and how many points there can be at most."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from detente.engines.settlement.folding.groups import Group, Side, grouped
from detente.engines.settlement.folding.maxima import kept
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.problem import SettlementProblem


@dataclass(frozen=True, slots=True)
class GroupOutline:
    """Issues that go together, how many combinations are allowed, and how many vectors of scores are of use."""

    issues: tuple[str, ...]
    combinations: int
    vectors: int


@dataclass(frozen=True, slots=True)
class FoldingOutline:
    """The size of a problem as folding sees it.

    packages: all packages; considered: those that constraints, and for A red lines and offers, leave.
    most_points: the frontier has no more points than this. The bound is the smaller of two: the product of the
        groups' vectors, and the number of places on the grid when the party with the widest range is left out (of
        points that agree for all others one dominates). Frontiers are mostly far smaller.
    restricting: how many parties only restrict what is acceptable; each makes merging dearer, as a bargainer does.
    """

    packages: int
    considered: int
    groups: tuple[GroupOutline, ...]
    most_points: int
    restricting: int


def folding_outline(problem: SettlementProblem, side: Side = "acceptable") -> FoldingOutline:
    """How large a frontier is to fold: its groups, and a bound on its points. O(combinations of all groups).

    TooLarge where the issues of one group have more than 2,000,000 combinations.

    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> from detente.engines.settlement.problem import from_points
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(70)))
    >>> found = folding_outline(from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * 70, [76, 30], consent=[0, 1]))
    >>> found.packages == 2**70, len(found.groups), found.most_points
    (True, 70, 33)
    """
    groups = grouped(problem, side)
    bargainers = groups.bargainers
    # The status quo dominates without being an agreement: what only its options dominate may be of use.
    quo = problem.status_quo
    apart = side == "acceptable" and quo is not None and groups.accepts(quo)
    found: list[GroupOutline] = []
    widths = [0] * bargainers
    best = [0] * bargainers
    for group in groups.groups:
        scores, vectors = _useful(group, bargainers, every=apart)
        names = tuple(problem.issues.terms[i].id for i in group.issues)
        found.append(GroupOutline(names, len(group), vectors))
        for p in range(bargainers if len(group) else 0):
            widths[p] += int(scores[p].max()) - int(scores[p].min())
            best[p] += int(scores[p].max())
    if side == "acceptable":
        widths = [min(w, b - d) for w, b, d in zip(widths, best, groups.floors[:bargainers], strict=True)]
    possible = bool(groups.size) and min(widths) >= 0
    places = sorted(w + 1 for w in widths)[:-1]
    return FoldingOutline(
        packages=problem.size,
        considered=groups.size,
        groups=tuple(found),
        most_points=min(math.prod(g.vectors for g in found), math.prod(places)) if possible else 0,
        restricting=len(groups.columns) - bargainers,
    )


def _useful(group: Group, bargainers: int, *, every: bool) -> tuple[IntArray, int]:
    """The scores of what is of use in a group, a row a bargainer, and how many distinct vectors there are."""
    if every:
        scores = np.unique(group.scores, axis=0)
        return scores.T[:bargainers], len(scores)
    found = kept([np.ascontiguousarray(column) for column in group.scores.T], bargainers)
    return np.stack(found.columns[:bargainers]), len(found)
