"""What a case leaves open of how its parties rank states: orders of statements, pairs not known, ranges of points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.case.model.state_preference import StatePreference
from detente.engines.stability.of_case import CaseConflict
from detente.engines.stability.problem import BoolArray, IntArray
from detente.study.admissible_rankings import Admissible, OpenPoints, OpenStatements, but_for_pairs, only_pairs


def open_rankings(found: CaseConflict) -> dict[int, Admissible]:
    """What a case leaves open of each decision maker's ranking: the order of its statements, pairs not known, points.

    Statements that mark a great difference stay before the others; points lie in the ranges that the case gives.
    A ranking without unknown pairs and preferences from values leave nothing open.
    """
    rankings: dict[int, Admissible] = {}
    for i, (party, item) in enumerate(zip(found.problem.decision_makers, found.ranked, strict=True)):
        preference = found.conflict.preferences.get(party)
        if item.form in ("pairs", "nothing"):
            rankings[i] = only_pairs(found.problem, _pairs(found, item.known))
        elif item.unknown:
            rankings[i] = but_for_pairs(found.problem, i, _pairs(found, item.unknown))
        elif preference is not None and preference.statements:
            much = sum(statement.much for statement in preference.statements)
            before = tuple((a, b) for a in range(much) for b in range(much, len(preference.statements)))
            rankings[i] = OpenStatements(statement_truths(found, preference), before)
        elif preference is not None and any(not item.points.is_point for item in preference.weights):
            rankings[i] = _points(found, preference)
    return rankings


def statement_truths(found: CaseConflict, preference: StatePreference) -> BoolArray:
    """holds[statement, state] of the problem's states, or holds[weight, state]."""
    places = np.array([found.place_of(state) for state in range(found.problem.n_states)], dtype=np.int64)
    conditions = [item.holds for item in preference.statements or preference.weights]
    return np.stack([found.space.holds(condition)[places] for condition in conditions])


def _points(found: CaseConflict, preference: StatePreference) -> OpenPoints:
    ends = [(item.points.low, item.points.high) for item in preference.weights]
    unit = int(np.lcm.reduce([end.denominator for pair in ends for end in pair]))
    low: IntArray = np.array([int(pair[0] * unit) for pair in ends], dtype=np.int64)
    high: IntArray = np.array([int(pair[1] * unit) for pair in ends], dtype=np.int64)
    return OpenPoints(statement_truths(found, preference), low, high)


def _pairs(found: CaseConflict, pairs: Sequence[tuple[BoolArray, BoolArray]]) -> Iterator[tuple[int, int]]:
    for one, other in pairs:
        for a in np.flatnonzero(one).tolist():
            for b in np.flatnonzero(other).tolist():
                yield found.state_of(a), found.state_of(b)
