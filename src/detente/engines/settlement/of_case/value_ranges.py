"""What the answers to one issue may be worth while every judgement of them stays inside its range.

Every bound is exact: some admitted judgements reach it, taken for one answer (or one answer and the
baseline) at a time. What an analyst admits:

| written | admitted |
|---|---|
| values of options | each within its range |
| comparisons of options | the best worth 100, the worst 0, between them any that keep the comparisons |
| an order of options | the first worth 100, the last 0, between them any that keep the order; ties equal |
| points of members | each within its range; a set whose points add up to more than 100 is worth 100 |
| an order of members | points of 0 or more that keep the order and add up to 100; ties equal |
| values of numbers | each within its range, straight lines between them |
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values
from detente.case.worth import compared_levels
from detente.engines.settlement.spread import FloatArray, Range

Table = tuple[FloatArray, FloatArray]
"""The least and the largest, by value code."""

_TOP = 100.0


def values_between(issue: Issue, values: Values | None) -> Table:
    """The least and the largest value of each answer, 0 to 100, by value code. O(answers × judgements)."""
    if values is None:
        size = {"choice": len(issue.names), "set": 1 << len(issue.of), "number": len(issue.numbers)}[issue.kind]
        return np.zeros(size), np.zeros(size)
    if issue.kind == "number":
        return _curve(issue, values).values()
    if issue.kind == "set":
        return _ranked_members(issue, values.order, 0) if values.order else _members(issue, values)
    if values.comparisons:
        levels = np.array(compared_levels(issue, values.comparisons), dtype=np.float64)
        return levels.min(axis=0), levels.max(axis=0)
    return _ranked_options(issue, values.order) if values.order else _options(issue, values)


def gains_over(issue: Issue, values: Values | None, baseline: int) -> Table:
    """The least and the largest that each answer is worth more than the answer `baseline`, by value code.

    Both answers are valued by the same judgements, so what they share cancels; the baseline gains exactly 0.
    O(answers × judgements).
    """
    if values is None:
        low, high = values_between(issue, values)
    elif issue.kind == "number":
        low, high = _curve(issue, values).gains(baseline)
    elif issue.kind == "set":
        low, high = (
            _ranked_members(issue, values.order, baseline) if values.order else _member_gains(issue, values, baseline)
        )
    elif values.comparisons:
        levels = np.array(compared_levels(issue, values.comparisons), dtype=np.float64)
        gains = levels - levels[:, baseline : baseline + 1]
        low, high = gains.min(axis=0), gains.max(axis=0)
    else:
        low, high = _option_gains(issue, values, baseline)
    low[baseline] = high[baseline] = 0.0
    return low, high


def _ends(judgement: Judgement | None) -> Range:
    return (0.0, 0.0) if judgement is None else (float(judgement.low), float(judgement.high))


def _options(issue: Issue, values: Values) -> Table:
    ends = np.array([_ends(values.points[name]) for name in issue.names])
    return ends[:, 0], ends[:, 1]


def _ranked_options(issue: Issue, order: Sequence[Sequence[str]]) -> Table:
    low, high = np.zeros(len(issue.names)), np.full(len(issue.names), _TOP)
    for name in order[0]:
        low[issue.names.index(name)] = _TOP if len(order) > 1 else 0.0
    for name in order[-1]:
        high[issue.names.index(name)] = 0.0
    return low, high


def _option_gains(issue: Issue, values: Values, baseline: int) -> Table:
    least, most = values_between(issue, values)
    low, high = least - most[baseline], most - least[baseline]
    if values.order:
        rank = {name: place for place, step in enumerate(values.order) for name in step}
        ranks = np.array([rank[name] for name in issue.names])
        np.maximum(low, 0.0, out=low, where=ranks <= ranks[baseline])
        np.minimum(high, 0.0, out=high, where=ranks >= ranks[baseline])
    return low, high


def _ranked_members(issue: Issue, order: Sequence[Sequence[str]], baseline: int) -> Table:
    """Gains over the set `baseline`; the extreme points share 100 equally among the first so many steps."""
    codes = np.arange(1 << len(issue.of))
    low, high = np.full(len(codes), np.inf), np.full(len(codes), -np.inf)
    more, named = np.zeros(len(codes)), 0
    for step in order:
        for name in step:
            place = issue.of.index(name)
            more += (codes >> place & 1) - (baseline >> place & 1)
        named += len(step)
        low, high = np.minimum(low, _TOP * more / named), np.maximum(high, _TOP * more / named)
    return low, high


def _present(points: Range) -> Range:
    """What a member adds to a set's value by being in: its points, if they are not negative."""
    return max(points[0], 0.0), max(points[1], 0.0)


def _absent(points: Range) -> Range:
    """What a member adds by being out: a set counts from its worst."""
    return max(-points[1], 0.0), max(-points[0], 0.0)


def _members(issue: Issue, values: Values) -> Table:
    codes = np.arange(1 << len(issue.of))
    low, high = np.zeros(len(codes)), np.zeros(len(codes))
    for place, name in enumerate(issue.of):
        points = _ends(values.points.get(name))
        inside = (codes >> place & 1).astype(np.bool_)
        for total, present, absent in zip((low, high), _present(points), _absent(points), strict=True):
            total += np.where(inside, present, absent)
    return np.minimum(low, _TOP), np.minimum(high, _TOP)


def _member_gains(issue: Issue, values: Values, baseline: int) -> Table:
    """A gain falls, and a loss shrinks, as the points that both sets have grow towards 100."""
    codes = np.arange(1 << len(issue.of))
    shared, own, other = np.zeros((2, len(codes))), np.zeros((2, len(codes))), np.zeros((2, len(codes)))
    for place, name in enumerate(issue.of):
        points = _ends(values.points.get(name))
        before = baseline >> place & 1
        change = (codes >> place & 1) - before
        held = _present(points) if before else _absent(points)
        for side, (for_joining, for_leaving) in enumerate((points, points[::-1])):
            shared[side] += np.where(change == 0, held[side], 0.0)
            gain = np.where(change > 0, for_joining, -for_leaving) * (change != 0)
            own[side] += np.maximum(gain, 0.0)
            other[side] += np.maximum(-gain, 0.0)
    return (
        _capped_gain(np.where(own[0] <= other[0], *shared), own[0], other[0]),
        _capped_gain(np.where(own[1] >= other[1], *shared), own[1], other[1]),
    )


def _capped_gain(shared: FloatArray, own: FloatArray, other: FloatArray) -> FloatArray:
    return np.minimum(shared + own, _TOP) - np.minimum(shared + other, _TOP)


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """Each number of the grid between two that have values: value[i] = (1 - part) a[left] + part a[left + 1]."""

    left: npt.NDArray[np.int64]
    part: FloatArray
    low: FloatArray
    high: FloatArray

    def values(self) -> Table:
        low, high = (a[self.left] * (1 - self.part) + a[self.left + 1] * self.part for a in (self.low, self.high))
        return low, high

    def gains(self, baseline: int) -> Table:
        own = np.zeros(len(self.low))
        own[self.left[baseline]] = 1 - self.part[baseline]
        own[self.left[baseline] + 1] = self.part[baseline]
        without = _times(-own, self.low, self.high)
        total = [np.full(len(self.left), float(end.sum())) for end in without]
        for place, share in ((self.left, 1 - self.part), (self.left + 1, self.part)):
            both = _times(share - own[place], self.low[place], self.high[place])
            for side in range(2):
                total[side] += both[side] - without[side][place]
        return total[0], total[1]


def _times(factor: FloatArray, low: FloatArray, high: FloatArray) -> Table:
    return np.minimum(factor * low, factor * high), np.maximum(factor * low, factor * high)


def _curve(issue: Issue, values: Values) -> _Curve:
    anchors = sorted(((Fraction(number), _ends(judgement)) for number, judgement in values.points.items()))
    numbers, ends = [number for number, _ in anchors], [ends for _, ends in anchors]
    if len(numbers) == 1:
        numbers, ends = [numbers[0], numbers[0] + 1], [ends[0], (0.0, 0.0)]
    left = [min(max(bisect_right(numbers, number) - 1, 0), len(numbers) - 2) for number in issue.numbers]
    part = [
        float(min(max((number - numbers[at]) / (numbers[at + 1] - numbers[at]), Fraction(0)), Fraction(1)))
        for number, at in zip(issue.numbers, left, strict=True)
    ]
    low, high = np.array(ends).T
    return _Curve(np.array(left, dtype=np.int64), np.array(part), low, high)
