"""What the answers to one issue are worth by an analyst's judgements, exact."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction

from detente.case.model.issue import Issue
from detente.case.model.judgement import Comparison, Judgement, Values
from detente.foundation.errors import OutOfDomain, TooLarge

Choose = Callable[[Judgement], Fraction]

MOST_COMPARED = 7
"""Most answers between the best and the worst that comparisons may leave open."""

_TOP = Fraction(100)


def point(judgement: Judgement) -> Fraction:
    """The shown point of a judgement."""
    return judgement.point


def issue_values(issue: Issue, values: Values | None, choose: Choose = point) -> tuple[Fraction, ...]:
    """What each answer to the issue is worth, 0 to 100, in the order of its value codes.

    A set is worth 100 at the most: judgements moved away from their shown points can add up to more.
    """
    if values is None:
        return (Fraction(0),) * _size(issue)
    if values.comparisons:
        levels = compared_levels(issue, values.comparisons)
        return tuple(sum(column, Fraction(0)) / len(levels) for column in zip(*levels, strict=True))
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


def answers_above(issue: Issue, comparisons: Sequence[Comparison]) -> tuple[int, ...]:
    """For each answer the answers worth at least as much, as bits, itself too: what the comparisons say and imply."""
    above = [1 << place for place in range(len(issue.names))]
    places = {name: place for place, name in enumerate(issue.names)}
    for comparison in comparisons:
        pairs = [*itertools.product(comparison.more, comparison.than)]
        pairs += [(a, b) for a, b in itertools.permutations(comparison.equal, 2)]
        for more, less in pairs:
            above[places[less]] |= 1 << places[more]
    for middle in range(len(above)):
        above = [bits | above[middle] if bits >> middle & 1 else bits for bits in above]
    return tuple(above)


def ends_of(above: Sequence[int]) -> tuple[int, int]:
    """Which answers are the best, and which the worst, of all; 0 where the comparisons name none."""
    size = len(above)
    best = sum(1 << a for a in range(size) if all(bits >> a & 1 for bits in above))
    worst = sum(1 << a for a, bits in enumerate(above) if bits == (1 << size) - 1)
    return best, worst


def compared_levels(issue: Issue, comparisons: Sequence[Comparison]) -> tuple[tuple[Fraction, ...], ...]:
    """The extreme values of answers that are compared: 100 or 0 for each, never less for a better one.

    Raises OutOfDomain where no answer is best of all, none is worst, or the best is no better than the worst.
    """
    above = answers_above(issue, comparisons)
    best, worst = ends_of(above)
    if not best or not worst or best & worst:
        raise OutOfDomain(f"{issue.id}: the comparisons make no answer the best, or none the worst, of all")
    between = [place for place in range(len(above)) if not (best | worst) >> place & 1]
    if len(between) > MOST_COMPARED:
        raise TooLarge("answers to compare", estimate=len(between), limit=MOST_COMPARED, todo="write an order")
    found = list[tuple[Fraction, ...]]()
    for chosen in range(1 << len(between)):
        high = best | sum(1 << place for i, place in enumerate(between) if chosen >> i & 1)
        if all(above[place] & ~high == 0 for place in range(len(above)) if high >> place & 1):
            found.append(tuple(_TOP if high >> place & 1 else Fraction(0) for place in range(len(above))))
    return tuple(found)
