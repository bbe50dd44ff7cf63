"""A wanted state by its several names, and what a case leaves open of preferences."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.case.border import TEXT, TEXTS

from detente.assessment.open_preferences import open_rankings
from detente.assessment.stability import assess_stability
from detente.assessment.wanted_state import state_robustness, wanted_state
from detente.case.reading import CaseFile, parse_case
from detente.foundation.errors import OutOfDomain
from detente.study.admissible_rankings import STEPS, OpenPoints

SHORT = """\
detente: 1
id: two
title: Two
parties: [{id: a, name: A, kind: state}, {id: b, name: B, kind: state}]
issues: [{id: taken, question: Which?, kind: set, of: [x, y]}]
conflict:
  actions: [{id: x, party: a, label: do x}, {id: y, party: b, label: do y}]
  states: [{id: quiet, when: NN}]
  preferences:
    a:
      weights: [{holds: x, points: {low: 0, high: 3}}, {holds: y, points: 1}, {holds: x and y, points: -2}]
    b: {ranking: [YY, NY, YN, NN]}
"""


def short(text: str = SHORT) -> CaseFile:
    return parse_case(text)


def test_a_state_has_several_names() -> None:
    found = assess_stability(short(), ["nash"])
    for name, state in (("quiet", 0), ("NN", 0), ("1", 0), ("YN", 1), ("3", 2)):
        assert wanted_state(found, name, ["nash"]).state == state
    with pytest.raises(OutOfDomain, match="did you mean 'quiet'"):
        wanted_state(found, "quite", ["nash"])
    with pytest.raises(OutOfDomain, match="from 1 to 4"):
        wanted_state(found, "5", ["nash"])


def test_ranges_of_points_are_drawn() -> None:
    """A does x after y iff the first range is above 2 of 3: by hand a third of all; the midpoint says it does not."""
    found = assess_stability(short(), ["nash"])
    rankings = open_rankings(found.answer.found)
    assert list(rankings) == [0]
    assert "the points of A lie in ranges: the verdicts take the middle of each" in found.answer.caveats
    points = rankings[0]
    assert isinstance(points, OpenPoints)
    extensions = points.extensions()
    assert extensions.count == STEPS + 1
    above = [int(points.ranks(order)[3] > points.ranks(order)[2]) for order in extensions.every()]
    assert sum(above) == STEPS - 2 * STEPS // 3
    robust = state_robustness(found, ["nash"], draws=2_000)
    assert robust.exact
    level = sum(int(points.ranks(order)[3] >= points.ranks(order)[2]) for order in extensions.every())
    assert robust.share("nash", 3) == Fraction(level, STEPS + 1)
    drawn = state_robustness(found, ["nash"], draws=400, seed=3)
    assert not drawn.exact
    assert abs(drawn.share("nash", 3) - Fraction(1, 3)) < 0.1


def test_points_on_several_conditions_keep_their_ends() -> None:
    holds = np.array([[0, 1, 0, 1], [0, 0, 1, 1]], dtype=np.bool_)
    points = OpenPoints(holds, np.array([1, -2]), np.array([1, 4]))
    low, high = points.ranks((0, 0)), points.ranks((0, STEPS))
    assert low.tolist() == [2, 3, 0, 1]
    assert high.tolist() == [0, 1, 2, 3]
    assert points.extensions().count == STEPS + 1


def test_nothing_open_is_a_reason() -> None:
    fixed = short(SHORT.replace("{low: 0, high: 3}", "1"))
    with pytest.raises(OutOfDomain, match="leaves nothing open"):
        state_robustness(assess_stability(fixed, ["nash"]), ["nash"])


def test_pairs_and_statements_of_a_case_are_open() -> None:
    found = assess_stability(parse_case(TEXT, TEXTS), ["nash"])
    names = found.answer.found.problem.decision_makers
    kinds = {names[i]: type(item).__name__ for i, item in open_rankings(found.answer.found).items()}
    assert kinds["league"] == "OpenRanking"
    assert set(kinds.values()) <= {"OpenRanking", "OpenStatements", "OpenPoints"}
