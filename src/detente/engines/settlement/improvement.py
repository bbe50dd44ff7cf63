"""What would be better than a deal already reached: for some party more, for none less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, product

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.settlement.folding.folded_frontier import FoldedFrontier, folded_frontier, package_scores
from detente.engines.settlement.folding.merging import POINT_LIMIT
from detente.engines.settlement.folding.solutions import FoldedSolution, folded_solutions
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.problem import Ground, PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "improvement"

LISTED = 20
"""Most improvements that are listed unless more are asked for; counts are always complete."""


@dataclass(frozen=True, slots=True)
class Improved:
    """A package better than the baseline for some bargainer and worse for none.

    changes: the issues answered otherwise. gains: by party, in points, of every bargainer. losers: parties whose yes is
    not always needed that lose by it, with how much.
    """

    package: PackageValues
    changes: tuple[str, ...]
    gains: tuple[tuple[str, Fraction], ...]
    losers: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Improvements(Answer):
    """Everything better than a baseline.

    efficient: nothing improves on it. worth: the baseline by party, in points. n_packages: how many packages improve
    on it and are not improved themselves; `packages` lists all, or some spread evenly over all. best: what each
    solution selects when the baseline is what each party has already. fewest: the improvements that change one issue
    only, or else two.
    """

    baseline: PackageValues
    worth: tuple[tuple[str, Fraction], ...]
    efficient: bool
    n_packages: int
    packages: tuple[Improved, ...]
    best: Mapping[str, FoldedSolution | NoSettlement]
    fewest: tuple[Improved, ...]


def improvements(
    problem: SettlementProblem,
    baseline: PackageValues,
    *,
    listed: int = LISTED,
    limit: int = POINT_LIMIT,
    progress: Progress = SILENT,
) -> Improvements:
    """What the parties could still gain together, starting from a deal that they have.

    I(b) = {x in F : u_p(x) >= u_p(b) for every bargainer p, > for one, and nobody's red line or live offer breached
    that b keeps}. Given are the x in I(b) that none in I(b) improves, and the best by each solution with d = u(b): the
    frontier of A after every walk-away is put to what the baseline gives.

    problem: as for `settle`. baseline: value codes, one an issue; it meets the constraints. It need not be acceptable:
        what each party has by it is the floor, also for parties whose yes is needed in some packages only. The
        status quo counts as no package, so nothing is improved into it.
    listed: most packages listed, of many those whose points are spread evenly. limit: most partial sums kept at once.

    Where nothing is better, `efficient` is True, `packages` empty and `best` says so with a reason. Raises OutOfDomain
    where the baseline breaks a constraint, TooLarge as `folded_frontier` does. Cost as of `folded_frontier`: floors at
    the baseline leave less than the whole zone; 10^20 packages of two parties in 0.05 s.

    >>> from detente.engines.settlement import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> goods = Vocabulary((Term("land", "choice", ("a", "b")), Term("water", "choice", ("a", "b"))))
    >>> asked = from_points(["a", "b"], goods, [[[7, 0], [0, 3]], [[3, 0], [0, 7]]], [0, 0], consent=[0, 1])
    >>> [(x.package, [(n, str(g)) for n, g in x.gains]) for x in improvements(asked, (1, 0)).packages]
    [((0, 1), [('a', '4'), ('b', '4')])]

    Raiffa, H. (1985). Post-settlement settlements. Negotiation Journal 1: 9-12,
    https://doi.org/10.1111/j.1571-9979.1985.tb00286.x (recalled, not read).
    """
    broken = [item.id for item in problem.constraints if not item.rule.holds_for(baseline)]
    worth = package_scores(problem, baseline)
    if broken:
        raise OutOfDomain(f"the baseline breaks the constraint {', '.join(broken)}")
    floor = _from(problem, baseline, worth)
    edge = folded_frontier(floor, "acceptable", limit=limit, progress=progress)
    have = np.array([worth[p] for p in problem.consent])
    better = np.flatnonzero((edge.scores > have).any(axis=1)) if len(edge) else np.zeros(0, dtype=np.int64)
    nothing = NoSettlement("no package is better for one party and worse for none", problem.bargainers)
    solved = folded_solutions(edge, most=listed) if len(better) else None
    breached = tuple(ground.id for ground in problem.grounds if _breaks(problem, ground, baseline))
    return Improvements(
        method=METHOD,
        parameters=frozen(baseline=baseline, listed=listed),
        certificate=frozen(compared=edge.considered, floors=tuple(worth[p] for p in problem.consent)),
        caveats=_caveats(breached),
        baseline=baseline,
        worth=tuple((name, problem.points(p, worth[p])) for p, name in enumerate(problem.parties)),
        efficient=not len(better),
        n_packages=sum(edge.counts[point] for point in better.tolist()),
        packages=tuple(_listed(edge, better, problem, baseline, worth, listed)),
        best=solved
        or dict.fromkeys(("nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "equal-loss"), nothing),
        fewest=_fewest(floor, baseline, worth) if len(better) else (),
    )


def _caveats(breached: Sequence[str]) -> tuple[str, ...]:
    return (f"the baseline itself breaches {', '.join(breached)}: improvements may too",) if breached else ()


def _from(problem: SettlementProblem, baseline: PackageValues, worth: Sequence[int]) -> SettlementProblem:
    """The problem of those who have the baseline: it is everybody's walk-away, and what it breaches binds no more."""
    kept = tuple(ground for ground in problem.grounds if not _breaks(problem, ground, baseline))
    return replace(problem, walk_away=np.array(worth, dtype=np.int64), grounds=kept)


def _breaks(problem: SettlementProblem, ground: Ground, baseline: PackageValues) -> bool:
    """Whether a deal breaches a red line or an offer; the status quo is no deal."""
    return baseline != problem.status_quo and ground.rule.holds_for(baseline)


def _listed(
    edge: FoldedFrontier,
    better: IntArray,
    problem: SettlementProblem,
    baseline: PackageValues,
    worth: Sequence[int],
    listed: int,
) -> Iterator[Improved]:
    # The points run from the worst to the best for the first bargainer: the first few of many would be its worst.
    spread = better[np.linspace(0, len(better) - 1, min(listed, len(better))).round().astype(np.int64)]
    each = 1 if len(better) >= listed else listed
    packages = (package for point in spread.tolist() for package in edge.packages(point, each))
    return (improved(problem, baseline, worth, package) for package in islice(packages, listed))


def improved(
    problem: SettlementProblem, baseline: PackageValues, worth: Sequence[int], package: PackageValues
) -> Improved:
    """A package beside the baseline: what changes, who gains, who loses."""
    gains = [new - old for new, old in zip(package_scores(problem, package), worth, strict=True)]
    names = problem.parties
    return Improved(
        package=package,
        changes=tuple(
            term.id for term, new, old in zip(problem.issues.terms, package, baseline, strict=True) if new != old
        ),
        gains=tuple((names[p], problem.points(p, gains[p])) for p in problem.consent),
        losers=tuple((name, problem.points(p, -gains[p])) for p, name in enumerate(names) if gains[p] < 0),
    )


def _fewest(floor: SettlementProblem, baseline: PackageValues, worth: Sequence[int]) -> tuple[Improved, ...]:
    """All improvements that change one issue; where there is none, all that change two. O(issues² × answers²)."""
    for count in (1, 2):
        found = list[Improved]()
        for issues in combinations(range(len(baseline)), count):
            for package in _changed(baseline, issues, floor.sizes):
                if _accepted(floor, package) and _better(floor, package, worth):
                    found.append(improved(floor, baseline, worth, package))
        if found:
            return tuple(sorted(found, key=lambda item: (-min(g for _, g in item.gains), item.package)))
    return ()


def _changed(baseline: PackageValues, issues: Sequence[int], sizes: Sequence[int]) -> Iterator[PackageValues]:
    others = [[value for value in range(sizes[issue]) if value != baseline[issue]] for issue in issues]
    for values in product(*others):
        package = list(baseline)
        for issue, value in zip(issues, values, strict=True):
            package[issue] = value
        yield tuple(package)


def _better(problem: SettlementProblem, package: PackageValues, worth: Sequence[int]) -> bool:
    scores = package_scores(problem, package)
    return any(scores[p] > worth[p] for p in problem.consent)


def _accepted(problem: SettlementProblem, package: PackageValues) -> bool:
    """Whether a package is in A."""
    if package == problem.status_quo or not all(item.rule.holds_for(package) for item in problem.constraints):
        return False
    scores = package_scores(problem, package)
    asked = {*problem.consent, *(p for rule, p in problem.conditional if rule.holds_for(package))}
    if any(scores[p] < int(problem.walk_away[p]) for p in asked):
        return False
    return not any(ground.party in asked and ground.rule.holds_for(package) for ground in problem.grounds)
