"""An analyst's judgements as ranges: what each number may be, for the spread of values and acceptance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detente.case.model.case import Case
from detente.case.model.preference import Preference
from detente.case.vocabulary import codes_of, vocabulary
from detente.case.weighing import compared_weights
from detente.engines.settlement.of_case.value_ranges import gains_over, values_between
from detente.engines.settlement.spread import JudgementRange, Range, WeightRange
from detente.foundation.conditions import Vocabulary, bind


def judgement_ranges(case: Case, parties: tuple[str, ...]) -> tuple[JudgementRange, ...]:
    """For each party what the analyst admits, in the order of `parties`. O(sum of answers × parties)."""
    terms = vocabulary(case)
    return tuple(_party_range(case, case.preferences[name], terms) for name in parties)


def _party_range(case: Case, preference: Preference, terms: Vocabulary) -> JudgementRange:
    given = [(issue, preference.values.get(issue.id)) for issue in case.issues]
    baseline = _baseline(case, preference)
    gains = [] if baseline is None else [gains_over(*pair, code) for pair, code in zip(given, baseline, strict=True)]
    return JudgementRange(
        weights=_weights(case, preference),
        values=tuple(values_between(issue, values) for issue, values in given),
        gains=tuple(gains),
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
    if given.comparisons or given.among:
        compared = compared_weights(case, preference)
        found = compared.corners()
        corners = np.zeros((len(found), len(places)))
        corners[:, [places[name] for name in compared.issues]] = [[float(w) for w in corner] for corner in found]
        return WeightRange(low, high, corners=corners)
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
