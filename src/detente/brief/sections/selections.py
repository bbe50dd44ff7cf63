"""What the published solutions select, in one shape whether packages were enumerated or searched for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.brief.sections.large_numbers import in_size
from detente.brief.sections.material import Material, listed
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.large_settlement import LargeSolution
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement, PackageName, SettledCase
from detente.engines.settlement.packages import scores_of
from detente.engines.settlement.result import NoSettlement, Solution

SOLUTIONS = {
    "nash": "Nash",
    "kalai-smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "Egalitarian",
    "utilitarian": "Utilitarian",
    "equal-loss": "Equal loss",
}

TIES_SHOWN = 4
"""Most packages of one solution that are told or drawn, where they tie."""

Point = tuple[int, ...]
"""What a package is worth to the bargainers, on their grids: all that the solutions look at."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What one solution selects.

    packages: those that are listed, and the point of each; count: how many tie. counts: for each point how many
    packages have it, all of them where `counted`, else of those listed. values: of the first few, what each is worth
    to every party. proved: no package is better; gap: where that is not proved, by which share the bound lies above
    what a better one would need.
    """

    name: str
    packages: tuple[PackageName, ...]
    points: tuple[Point, ...]
    values: tuple[tuple[float, ...], ...]
    count: int
    counts: Mapping[Point, int]
    compares_scales: bool
    counted: bool = True
    proved: bool = True
    gap: float = 0.0

    @property
    def outcome(self) -> frozenset[Point]:
        """By which two solutions are told apart: they select the same packages where they select the same points."""
        return frozenset(self.counts)

    @property
    def tied(self) -> str:
        """How many packages tie, in words."""
        return f"{'' if self.counted else 'at least '}{in_size(self.count)}"


def selections(settled: CaseSettlement | LargeCaseSettlement) -> dict[str, Selection]:
    """The solutions that select something, by their method."""
    found = settled.settlement.solutions
    if isinstance(settled, CaseSettlement):
        return {n: _enumerated(settled, n, item) for n, item in found.items() if isinstance(item, Solution)}
    return {n: _searched(settled, n, item) for n, item in found.items() if isinstance(item, LargeSolution)}


def _enumerated(settled: CaseSettlement, method: str, item: Solution) -> Selection:
    found = settled.settlement
    points = _points(settled, found.packages.scores(np.array(item.packages, dtype=np.int64)))
    return Selection(
        name=SOLUTIONS[method],
        packages=item.packages,
        points=points,
        values=tuple(map(tuple, found.floats(item.packages[:TIES_SHOWN]).tolist())),
        count=len(item.packages),
        counts=Counter(points),
        compares_scales=item.compares_scales,
    )


def _searched(settled: LargeCaseSettlement, method: str, item: LargeSolution) -> Selection:
    return Selection(
        name=SOLUTIONS[method],
        packages=item.packages,
        points=_points(settled, scores_of(settled.problem, np.array(item.packages, dtype=np.int64))),
        values=tuple(tuple(map(float, row)) for row in item.all_values[:TIES_SHOWN]),
        count=item.n_packages,
        counts=item.points,
        compares_scales=item.solution.compares_scales,
        counted=item.counted,
        proved=item.proved,
        gap=float(item.gap),
    )


def _points(settled: SettledCase, scores: IntArray) -> tuple[Point, ...]:
    return tuple(map(tuple, scores[:, list(settled.problem.consent)].tolist()))


def none_selected(settled: CaseSettlement | LargeCaseSettlement) -> str:
    """Why no solution selects anything."""
    solutions = settled.settlement.solutions.values()
    reasons = dict.fromkeys(item.reason for item in solutions if isinstance(item, NoSettlement))
    known = "exists" if isinstance(settled, CaseSettlement) else "is given"
    return f"No solution {known} at the shown judgements: {'; '.join(reasons)}."


def selected_sentence(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> str:
    """The package that most solutions select, which of them do, and how many more the same ones select."""
    told = list(selections(settled).values())
    if not told:
        return none_selected(settled)
    choosing = {point: sum(point in item.counts for item in told) for item in told for point in set(item.points)}
    most = max(choosing.values())
    best = {point for point, count in choosing.items() if count == most}
    firsts = (
        next((settled.value_codes(x), at) for x, at in zip(item.packages, item.points, strict=True) if at in best)
        for item in told
        if best & set(item.points)
    )
    package, point = min(firsts)
    same = [item for item in told if point in item.counts]
    words = settled.in_words(package)
    says = "; ".join(f"{words[issue.id]} ({issue.short})" for issue in material.case.issues)
    perhaps_more = any(not item.counted for item in told if item not in same)
    return (
        f"{'At least ' if perhaps_more else ''}{len(same)} of {len(told)} published solutions"
        f" ({', '.join(_with_ties(same))}) {'selects' if len(same) == 1 else 'select'} this package{_tied(same, point)}"
        f"{'' if isinstance(settled, CaseSettlement) else _how_sure(same)}: {says}."
    )


def _with_ties(same: Sequence[Selection]) -> list[str]:
    """The solutions, each with whether it selects packages that the others do not."""
    shared = _shared(same)
    return [f"{item.name}{' among ties' if set(item.counts) > shared else ''}" for item in same]


def _shared(same: Sequence[Selection]) -> set[Point]:
    return set[Point].intersection(*(set(item.counts) for item in same))


def _tied(same: Sequence[Selection], point: Point) -> str:
    """How many other packages all these solutions select: whoever selects one selects all that have its point."""
    known = [item for item in same if item.counted]
    if len(known) == len(same):
        others, least = sum(same[0].counts[shared] for shared in _shared(same)) - 1, ""
    elif known:
        others, least = known[0].counts[point] - 1, "at least "
    else:
        others, least = (same[0].count if len(same) == 1 else max(item.counts[point] for item in same)) - 1, "at least "
    return f", tied with {least}{in_size(others)} other{'' if others == 1 else 's'}" if others else ""


def _how_sure(same: Sequence[Selection]) -> str:
    """Whether it is proved of all these solutions that no package is better."""
    unproved = [item for item in same if not item.proved]
    rule = "its rule" if len(same) == 1 else "their rules"
    if not unproved:
        return f", proved to be best by {rule}"
    gap = f"{100 * max(item.gap for item in unproved):.2g} %"
    if len(unproved) == len(same):
        return f", the best met by {rule}, with a gap of {gap}"
    return f", proved to be best but for {listed([item.name for item in unproved])}, with a gap of {gap} there"
