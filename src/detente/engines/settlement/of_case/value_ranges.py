"""What the answers to one issue may be worth while every judgement of them stays inside its range.

Every bound is exact: some admitted judgements reach it, taken for one answer (or one answer and the
baseline) at a time. What an analyst admits:

| written | admitted |
|---|---|
| values of options | each within its range |
| an order of options | the first worth 100, the last 0, between them any that keep the order; ties equal |
| points of members | each within its range; a set whose points add up to more than 100 is worth 100 |
| an order of members | points of 0 or more that keep the order and add up to 100; ties equal |
| values of numbers | each within its range, straight lines between them |
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values
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
        return _Curve(issue, values).values()
    if issue.kind == "set":
        return _ranked_members(issue, values.order, 0) if values.order else _members(issue, values)
    return _ranked_options(issue, values.order) if values.order else _options(issue, values)


def gains_over(issue: Issue, values: Values | None, baseline: int) -> Table:
    """The least and the largest that each answer is worth more than the answer `baseline`, by value code.

    Both answers are valued by the same judgements, so what they share cancels; the baseline gains exactly 0.
    O(answers × judgements).
    """
    if values is None:
        low, high = values_between(issue, values)
    elif issue.kind == "number":
        low, high = _Curve(issue, values).gains(baseline)
    elif issue.kind == "set":
        low, high = (
            _ranked_members(issue, values.order, baseline) if values.order else _member_gains(issue, values, baseline)
        )
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
        low = np.where(ranks <= ranks[baseline], np.maximum(low, 0.0), low)
        high = np.where(ranks >= ranks[baseline], np.minimum(high, 0.0), high)
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
    return -_largest_gains(issue, values, baseline, sign=-1)[0], _largest_gains(issue, values, baseline, sign=1)[0]


def _largest_gains(issue: Issue, values: Values, baseline: int, sign: int) -> tuple[FloatArray]:
    raise NotImplementedError


class _Curve:
    """Values on straight lines between the numbers that have one."""
