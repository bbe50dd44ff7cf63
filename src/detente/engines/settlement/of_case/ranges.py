"""An analyst's judgements as ranges: what each number may be, for the spread of values and acceptance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values
from detente.case.model.preference import Preference
from detente.case.vocabulary import codes_of, vocabulary
from detente.engines.settlement.of_case.scores import issue_values
from detente.engines.settlement.spread import FloatArray, JudgementRange, Range, WeightRange
from detente.foundation.conditions import Vocabulary, bind

Table = tuple[FloatArray, FloatArray]


def judgement_ranges(case: Case, parties: tuple[str, ...]) -> tuple[JudgementRange, ...]:
    """For each party what the analyst admits, in the order of `parties`."""
    terms = vocabulary(case)
    return tuple(_party_range(case, case.preferences[name], terms) for name in parties)


def _party_range(case: Case, preference: Preference, terms: Vocabulary) -> JudgementRange:
    baseline = _baseline(case, preference)
    tables = [_values(issue, preference.values.get(issue.id)) for issue in case.issues]
    return JudgementRange(
        weights=_weights(case, preference),
        values=tuple(tables),
        gains=()
        if baseline is None
        else tuple(
            _gains(issue, preference.values.get(issue.id), table, code)
            for issue, table, code in zip(case.issues, tables, baseline, strict=True)
        ),
        interactions=tuple(
            (bind(item.when, terms), (float(item.points.low), float(item.points.high)))
            for item in preference.interactions
        ),
        walk_away=_walk_away(preference),
        baseline=baseline,
    )


def _weights(case: Case, preference: Preference) -> WeightRange:
    given = preference.weights
    places = {issue.id: place for place, issue in enumerate(case.issues)}
    low, high = np.zeros(len(places)), np.zeros(len(places))
    if given is None:
        return WeightRange(low, high)
    for name, judgement in given.points.items():
        low[places[name]], high[places[name]] = float(judgement.low), float(judgement.high)
    steps = tuple(tuple(places[name] for name in step) for step in given.order)
    return WeightRange(low, high, steps)


def _baseline(case: Case, preference: Preference) -> tuple[int, ...] | None:
    walk_away = preference.walk_away
    if walk_away is not None and walk_away.at is not None:
        return None
    package = walk_away.package if walk_away is not None and isinstance(walk_away.package, Mapping) else None
    package = case.status_quo if package is None else package
    if package is None:
        return None
    return tuple(code for code in codes_of(case, package) if code is not None)


def _walk_away(preference: Preference) -> Range:
    walk_away = preference.walk_away
    if walk_away is None:
        return 0.0, 0.0
    if walk_away.at is not None:
        return float(walk_away.at.low), float(walk_away.at.high)
    if walk_away.less is None:
        return 0.0, 0.0
    return -float(walk_away.less.high), -float(walk_away.less.low)


def _ends(judgement: Judgement) -> Range:
    return float(judgement.low), float(judgement.high)


def _values(issue: Issue, values: Values | None) -> Table:
    if values is not None and values.order:
        return _ordered_members(issue, values) if issue.kind == "set" else _ordered_options(issue, values.order)
    if values is not None and issue.kind == "set":
        return _member_values(issue, values)
    return _at(issue, values, lambda item: item.low), _at(issue, values, lambda item: item.high)


def _at(issue: Issue, values: Values | None, choose: Callable[[Judgement], Fraction]) -> FloatArray:
    return np.array([float(value) for value in issue_values(issue, values, choose)])


def _ordered_options(issue: Issue, order: Sequence[Sequence[str]]) -> Table:
    """An order fixes the ends at 100 and 0; what lies between may be anything."""
    low, high = np.zeros(len(issue.names)), np.full(len(issue.names), 100.0)
    for name in order[0]:
        low[issue.names.index(name)] = 100.0 if len(order) > 1 else 0.0
    for name in order[len(order) - 1]:
        high[issue.names.index(name)] = 0.0
    return low, high


def _ordered_members(issue: Issue, values: Values) -> Table:
    """An order of members fixes the empty set at 0 and the whole at 100."""
    point = _at(issue, values, lambda item: item.point)
    low: FloatArray = np.where(point >= 100, 100.0, 0.0)
    high: FloatArray = np.where(point <= 0, 0.0, 100.0)
    return low, high


def _member_values(issue: Issue, values: Values) -> Table:
    """A set counts from its worst: a member adds its points when in, or when out if they are negative."""
    ends = [_ends(values.points[name]) if name in values.points else (0.0, 0.0) for name in issue.of]
    low, high = np.zeros(1 << len(ends)), np.zeros(1 << len(ends))
    codes = np.arange(1 << len(ends))
    for place, (least, most) in enumerate(ends):
        inside = (codes >> place & 1).astype(bool)
        low += np.where(inside, max(least, 0.0), max(-most, 0.0))
        high += np.where(inside, max(most, 0.0), max(-least, 0.0))
    return np.minimum(low, 100.0), np.minimum(high, 100.0)


def _gains(issue: Issue, values: Values | None, table: Table, baseline: int) -> Table:
    """What each answer is worth more than the baseline's; the baseline's own is exactly 0."""
    if values is not None and issue.kind == "set" and values.points:
        return _member_gains(issue, values, baseline)
    low, high = table[0] - table[1][baseline], table[1] - table[0][baseline]
    if values is not None and values.order and issue.kind == "choice":
        rank = {name: place for place, step in enumerate(values.order) for name in step}
        ranks = np.array([rank[name] for name in issue.names])
        np.maximum(low, 0.0, out=low, where=ranks <= ranks[baseline])
        np.minimum(high, 0.0, out=high, where=ranks >= ranks[baseline])
    low[baseline] = high[baseline] = 0.0
    return low, high


def _member_gains(issue: Issue, values: Values, baseline: int) -> Table:
    codes = np.arange(1 << len(issue.of))
    low, high = np.zeros(len(codes)), np.zeros(len(codes))
    for place, name in enumerate(issue.of):
        least, most = _ends(values.points[name]) if name in values.points else (0.0, 0.0)
        change = (codes >> place & 1) - (baseline >> place & 1)
        low += np.minimum(least * change, most * change)
        high += np.maximum(least * change, most * change)
    return low, high
