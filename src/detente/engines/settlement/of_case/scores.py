"""An analyst's judgements as exact values: weights to shares, values to points, walk-aways to numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values, Weights
from detente.case.model.preference import Preference
from detente.case.vocabulary import codes_of
from detente.foundation.conditions import Rule, Vocabulary, bind
from detente.foundation.errors import OutOfDomain

Choose = Callable[[Judgement], Fraction]


@dataclass(frozen=True, slots=True)
class PartyScores:
    """One party's values on the scale from 0 to 100, exact."""

    issues: tuple[tuple[Fraction, ...], ...]
    interactions: tuple[tuple[Rule, Fraction], ...]
    walk_away: Fraction


_TOP = Fraction(100)


def point(judgement: Judgement) -> Fraction:
    """The shown point of a judgement."""
    return judgement.point


def party_scores(case: Case, preference: Preference, terms: Vocabulary, choose: Choose = point) -> PartyScores:
    """A party's values, with each judgement replaced by the number that `choose` takes from it."""
    shares = weight_shares(preference.weights, [issue.id for issue in case.issues], choose)
    issues = tuple(
        tuple(share * value for value in issue_values(issue, preference.values.get(issue.id), choose))
        if (share := shares[issue.id])
        else (Fraction(0),) * term.size
        for issue, term in zip(case.issues, terms.terms, strict=True)
    )
    interactions = tuple((bind(item.when, terms), choose(item.points)) for item in preference.interactions)
    return PartyScores(issues, interactions, _walk_away(case, preference, issues, interactions, choose))


def weight_shares(weights: Weights | None, issues: Sequence[str], choose: Choose = point) -> dict[str, Fraction]:
    """Each issue's share of the whole weight, 0 to 1; an order is read as rank-order centroids."""
    shares = dict.fromkeys(issues, Fraction(0))
    if weights is None:
        return shares
    given = {name: choose(judgement) for name, judgement in weights.points.items()} or _centroids(weights.order)
    total = sum(given.values(), Fraction(0))
    if total <= 0:
        raise OutOfDomain("the weights add up to 0")
    return {**shares, **{name: weight / total for name, weight in given.items()}}


def _centroids(order: tuple[tuple[str, ...], ...]) -> dict[str, Fraction]:
    """Rank-order centroid weights (Barron 1992); tied issues share the mean of their ranks' weights."""
    count = sum(len(step) for step in order)
    by_rank = [
        sum((Fraction(1, k) for k in range(rank, count + 1)), Fraction(0)) / count for rank in range(1, count + 1)
    ]
    shares: dict[str, Fraction] = {}
    used = 0
    for step in order:
        mean = sum(by_rank[used : used + len(step)], Fraction(0)) / len(step)
        shares |= dict.fromkeys(step, mean)
        used += len(step)
    return shares


def issue_values(issue: Issue, values: Values | None, choose: Choose = point) -> tuple[Fraction, ...]:
    """What each answer to the issue is worth, 0 to 100, in the order of its value codes.

    A set is worth 100 at the most: judgements moved away from their shown points can add up to more.
    """
    if values is None:
        return (Fraction(0),) * _size(issue)
    given = {name: choose(judgement) for name, judgement in values.points.items()} or _equal_steps(issue, values.order)
    if issue.kind == "choice":
        return tuple(given[name] for name in issue.names)
    if issue.kind == "number":
        points = sorted((Fraction(name), value) for name, value in given.items())
        return tuple(_between(points, number) for number in issue.numbers)
    by_code = [-sum((value for value in given.values() if value < 0), Fraction(0))]
    for name in issue.names:
        by_code += [value + given.get(name, Fraction(0)) for value in by_code]
    return tuple(min(value, _TOP) for value in by_code)


def _size(issue: Issue) -> int:
    return {"choice": len(issue.names), "set": 1 << len(issue.of), "number": len(issue.numbers)}[issue.kind]


def _equal_steps(issue: Issue, order: tuple[tuple[str, ...], ...]) -> dict[str, Fraction]:
    """An order as numbers in equal steps: 100 to 0 for options; for members, shares of 100."""
    if issue.kind == "set":
        total = sum((len(order) - rank) * len(step) for rank, step in enumerate(order))
        return {name: Fraction(100 * (len(order) - rank), total) for rank, step in enumerate(order) for name in step}
    if len(order) == 1:
        return dict.fromkeys(order[0], Fraction(0))
    last = len(order) - 1
    return {name: Fraction(100 * (last - rank), last) for rank, step in enumerate(order) for name in step}


def _between(points: Sequence[tuple[Fraction, Fraction]], number: Fraction) -> Fraction:
    """The value at the number, on straight lines between the given points."""
    for (left, low), (right, high) in itertools.pairwise(points):
        if left <= number <= right:
            return low + (high - low) * (number - left) / (right - left)
    return points[0][1] if number <= points[0][0] else points[-1][1]


def _walk_away(
    case: Case,
    preference: Preference,
    issues: tuple[tuple[Fraction, ...], ...],
    interactions: Iterable[tuple[Rule, Fraction]],
    choose: Choose,
) -> Fraction:
    walk_away = preference.walk_away
    if walk_away is not None and walk_away.at is not None:
        return choose(walk_away.at)
    package = walk_away.package if walk_away is not None and isinstance(walk_away.package, Mapping) else case.status_quo
    if package is None:
        return Fraction(0)
    codes = tuple(code for code in codes_of(case, package) if code is not None)
    value = sum((table[code] for table, code in zip(issues, codes, strict=True)), Fraction(0))
    value += sum((points for rule, points in interactions if rule.holds_for(codes)), Fraction(0))
    less = choose(walk_away.less) if walk_away is not None and walk_away.less is not None else Fraction(0)
    return value - less
