"""Packages that stand for a frontier too large to give: each package is matched to within a stated number of points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.methods import method
from detente.engines.settlement.coarsening import coarsened, reaches
from detente.engines.settlement.dominance import non_dominated
from detente.engines.settlement.folding.folded_frontier import folded_frontier
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.packages import scores_of
from detente.engines.settlement.problem import SettlementProblem
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress

LEVELS = (16, 32, 64, 128, 256, 512, 1024)
"""Levels of value a party of the grids that are tried, coarsest first."""

SUMS = 5_000
"""Most partial sums kept: above it the grid before is the one."""


@dataclass(frozen=True, slots=True, eq=False)
class Representatives:
    """Acceptable packages, none of which another of them dominates, and how well they stand for all.

    packages: value code[package, issue]; scores: [package, bargainer] in multiples of `units`. lost: for every
    acceptable package that clears each walk-away by `margin`, one of these gives each bargainer at most `lost` points
    less. Both by party, in points; `margin` covers everybody whose yes is needed somewhere.
    """

    problem: SettlementProblem
    packages: IntArray
    scores: IntArray
    lost: tuple[Fraction, ...]
    margin: tuple[tuple[str, Fraction], ...]
    reference: str
    method: str = "folded-frontier"

    def __len__(self) -> int:
        return len(self.packages)

    @property
    def parties(self) -> tuple[str, ...]:
        """The bargainers, in the order of the columns."""
        return self.problem.bargainers

    @property
    def floats(self) -> npt.NDArray[np.float64]:
        """The values in points, as floats: value[package, bargainer]."""
        units = [float(self.problem.units[p]) for p in self.problem.consent]
        return self.scores.astype(np.float64) * np.array(units)

    def to_dict(self) -> dict[str, Any]:
        """What is said of them, as plain values; the packages themselves are left to the caller."""
        return {
            "complete": False,
            "representatives": len(self),
            "lost": [float(v) for v in self.lost],
            "margin": {name: float(v) for name, v in self.margin},
        }


def spread_over(scores: IntArray, most: int) -> tuple[IntArray, tuple[int, ...]]:
    """Places of at most so many of these points, and widths: every point is nearer than these to one of them.

    The points are dealt into cells of equal width, the narrowest that are not too many, and one of each is taken.
    scores: [point, party], whole steps. Widths of 1 where all points are taken. O(points log points) a width.

    >>> places, widths = spread_over(np.array([[0, 9], [1, 8], [8, 1], [9, 0]]), 2)
    >>> places.tolist(), widths
    ([0, 2], (5, 5))
    """
    if len(scores) <= most:
        return np.arange(len(scores), dtype=np.int64), (1,) * scores.shape[1]
    low = scores.min(axis=0)
    reach = scores.max(axis=0) - low
    levels = float(most)
    while True:
        width = np.maximum(1, np.ceil((reach + 1) / levels)).astype(np.int64)
        places = np.sort(np.unique((scores - low) // width, axis=0, return_index=True)[1])
        if len(places) <= most:
            return places.astype(np.int64), tuple(width.tolist())
        levels *= min(0.8, (most / len(places)) ** 0.5)


def representatives(problem: SettlementProblem, progress: Progress = SILENT) -> Representatives | None:
    """A few acceptable packages that stand for all: nobody gets much less by one of them than by any other package.

    Scores are rounded down and walk-aways up to whole steps of a coarser grid, and the frontier of what is acceptable
    there is folded. If u'_p = floor of each issue's score, then u_p - lost_p <= step_p u'_p <= u_p, so a package that
    clears its walk-aways by `margin` is acceptable there, and one on that frontier has u'_p no smaller for anybody.
    Grids are tried from coarse to fine while at most 5,000 partial sums are kept.

    None where even the coarsest grid has too many, or leaves nothing. O(sums × vectors) a merge and grid.

    >>> from detente.engines.settlement.problem import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(40)))
    >>> found = representatives(from_points(["a", "b"], issues, [[[1, 0], [0, 1]]] * 40, [5, 5], consent=[0, 1]))
    >>> len(found), found.lost
    (31, (Fraction(0, 1), Fraction(0, 1)))

    Derived here from the rounding of Papadimitriou, C. H. and Yannakakis, M. (2000). On the approximability of
    trade-offs and optimal access of web sources. Proceedings of FOCS 2000: 86-92 (recalled, not read).
    """
    best: Representatives | None = None
    tried: tuple[int, ...] = ()
    for levels in LEVELS:
        steps = tuple(max(1, reach // levels) for reach in reaches(problem))
        if steps == tried:
            break
        tried = steps
        try:
            found = _on_grid(problem, steps, progress)
        except TooLarge:
            break
        best = found or best
    return best


def _on_grid(problem: SettlementProblem, steps: tuple[int, ...], progress: Progress) -> Representatives | None:
    coarse = coarsened(problem, steps, inside=True)
    edge = folded_frontier(coarse.problem, "acceptable", limit=SUMS, progress=progress)
    if not len(edge):
        return None
    packages = edge.one_each()
    scores = scores_of(problem, packages)[:, list(problem.consent)]
    stay = non_dominated([np.ascontiguousarray(column) for column in scores.T])
    floors = coarse.problem.walk_away.tolist()
    margin = {p: max(0, floors[p] * steps[p] + coarse.lost[p] - int(problem.walk_away[p])) for p in problem.asked}
    return Representatives(
        problem=problem,
        packages=packages[stay],
        scores=scores[stay],
        lost=tuple(problem.points(p, coarse.lost[p]) for p in problem.consent),
        margin=tuple((problem.parties[p], problem.points(p, m)) for p, m in margin.items()),
        reference=str(method("pareto-frontier").reference),
    )
