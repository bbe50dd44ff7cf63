"""What a party's weights are: points as shares of their sum, or what an order and comparisons leave of the shares."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.issue import Answer
from detente.case.model.judgement import Comparison, Weights
from detente.case.model.preference import Preference
from detente.case.vocabulary import codes_of, vocabulary
from detente.case.worth import Choose, issue_values, point
from detente.foundation.conditions import Rule, bind
from detente.foundation.contradictions import Row
from detente.foundation.corners import centre, corners
from detente.foundation.errors import OutOfDomain


@dataclass(frozen=True, slots=True)
class ComparedWeights:
    """Shares of 1 for `issues` that keep conditions: row·w <= 0 for each row of each comparison, exact.

    order: the rows that an order gives. comparisons: the rows of each comparison, as the case lists them.
    """

    issues: tuple[str, ...]
    order: tuple[Row, ...]
    comparisons: tuple[tuple[Row, ...], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return (*self.order, *itertools.chain.from_iterable(self.comparisons))

    @property
    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """The rows of each judgement that could be given up: the order, where there is one, then each comparison."""
        return (*((self.order,) if self.order else ()), *self.comparisons)

    def corners(self) -> tuple[Row, ...]:
        """The extreme weights; raises OutOfDomain where the comparisons contradict one another."""
        found = corners(len(self.issues), self.rows)
        if not found:
            raise OutOfDomain("the comparisons of weights contradict one another")
        return found


def party_weights(case: Case, preference: Preference, choose: Choose = point) -> dict[str, Fraction]:
    """Each issue's share of the whole weight, 0 to 1.

    Points are divided by their sum. Of comparisons, and of an order, the mean of the extreme weights is shown: for an
    order alone these are the rank-order centroids (Barron 1992), with the mean of their ranks for tied issues.
    """
    shares = dict.fromkeys((issue.id for issue in case.issues), Fraction(0))
    weights = preference.weights
    if weights is None:
        return shares
    if weights.comparisons or weights.among:
        compared = compared_weights(case, preference)
        return {**shares, **dict(zip(compared.issues, centre(compared.corners()), strict=True))}
    given = {name: choose(judgement) for name, judgement in weights.points.items()} or centroids(weights.order)
    total = sum(given.values(), Fraction(0))
    if total <= 0:
        raise OutOfDomain("the weights add up to 0")
    return {**shares, **{name: weight / total for name, weight in given.items()}}


def centroids(order: Sequence[Sequence[str]]) -> dict[str, Fraction]:
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


def compared_weights(case: Case, preference: Preference) -> ComparedWeights:
    """What the order and the comparisons of a party's weights say, as linear conditions.

    Two packages are compared at the shown values of their answers: sum_i w_i (v_i(x) - v_i(y)) and what interactions
    add is not below 0, so that the condition is linear in the weights. O(comparisons × issues).
    """
    weights = preference.weights or Weights()
    issues = tuple(issue.id for issue in case.issues if issue.id in weights.named)
    order = list[Row]()
    for step, following in itertools.pairwise(weights.order):
        order.append(_ratio(issues, step[-1], following[0]))
    for step in weights.order:
        order += [_ratio(issues, one, other) for one, other in _around(step)]
    worth = Worth.of(case, preference, issues)
    rows = tuple(tuple(_rows(worth, issues, comparison)) for comparison in weights.comparisons)
    return ComparedWeights(issues, tuple(order), rows)


def _around(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each name beside the next, and the last beside the first."""
    if len(names) > 1:
        yield from zip(names, (*names[1:], names[0]), strict=True)


def _rows(worth: Worth, issues: Sequence[str], comparison: Comparison) -> Iterator[Row]:
    for more, less in itertools.product(comparison.more, comparison.than):
        yield _ratio(issues, more, less, comparison.times)
        if comparison.at_most is not None:
            yield _ratio(issues, less, more, 1 / comparison.at_most)
    for one, other in _around(comparison.equal):
        yield _ratio(issues, one, other)
    for one, other in comparison.packages:
        gains, added = worth.gains(one, other)
        yield tuple(-gain - added - comparison.within for gain in gains)
        if comparison.alike:
            yield tuple(gain + added - comparison.within for gain in gains)


def _ratio(issues: Sequence[str], more: str, less: str, times: Fraction = Fraction(1)) -> Row:
    """Weight `more` is at least so many times weight `less`."""
    row = [Fraction(0)] * len(issues)
    row[issues.index(more)], row[issues.index(less)] = Fraction(-1), times
    return tuple(row)


@dataclass(frozen=True, slots=True)
class Worth:
    """A party's shown values and interactions, ready to compare packages.

    values: issue → what each of its answers is worth, for the issues with a weight.
    """

    case: Case
    values: Mapping[str, tuple[Fraction, ...]]
    interactions: tuple[tuple[Rule, Fraction], ...]

    @classmethod
    def of(cls, case: Case, preference: Preference, issues: Sequence[str]) -> Worth:
        """What the preference says of these issues."""
        sizes = {issue.id: issue for issue in case.issues}
        values = {name: issue_values(sizes[name], preference.values.get(name)) for name in issues}
        terms = vocabulary(case) if preference.interactions else None
        bound = tuple((bind(item.when, terms), item.points.point) for item in preference.interactions if terms)
        return cls(case, values, bound)

    def gains(self, one: Mapping[str, Answer], other: Mapping[str, Answer]) -> tuple[Row, Fraction]:
        """By how much each issue's value is higher in one package than in the other, and what interactions add.

        Interactions count where both packages answer every issue.
        """
        sides = codes_of(self.case, one), codes_of(self.case, other)
        found = dict.fromkeys(self.values, Fraction(0))
        for issue, first, second in zip(self.case.issues, *sides, strict=True):
            if issue.id in found and first is not None and second is not None:
                found[issue.id] = self.values[issue.id][first] - self.values[issue.id][second]
        added = Fraction(0)
        whole = [tuple(code for code in codes if code is not None) for codes in sides]
        if self.interactions and all(len(codes) == len(self.case.issues) for codes in whole):
            for rule, points in self.interactions:
                added += (int(rule.holds_for(whole[0])) - int(rule.holds_for(whole[1]))) * points
        return tuple(found.values()), added
