"""Improvements that would not have been, had others moved at the same time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.engines.stability.expansion import graph_of, without_arcs
from detente.engines.stability.problem import Action, OptionForm
from detente.engines.stability.simultaneous_stability import simultaneous_sanction, simultaneous_stability
from detente.foundation.errors import OutOfDomain, TooLarge


def chicken(feasible=None) -> OptionForm:
    """States: nobody swerves, a does, b does, both do."""
    ranks = (np.array([0, 1, 3, 2], dtype=np.int32), np.array([0, 3, 1, 2], dtype=np.int32))
    return OptionForm(("a", "b"), (Action("a swerves", 0), Action("b swerves", 1)), ranks, feasible)


def test_both_stopping_to_swerve_at_once_keeps_each_from_it():
    found = simultaneous_stability(chicken())
    assert found.stable.tolist() == [[False, False], [True, True], [True, True], [True, True]]
    assert simultaneous_sanction(chicken(), 3, 0, 2) == (0, (2, 1))
    assert dict(found.certificate["held_by_sanctions"]) == {"a": 1, "b": 1}  # pyright: ignore


def test_an_infeasible_combination_sanctions_nothing():
    found = simultaneous_stability(chicken(np.array([False, True, True, True])))
    assert found.stable[3].tolist() == [False, False]
    assert simultaneous_sanction(chicken(np.array([False, True, True, True])), 3, 0, 2) is None


def test_every_improvement_must_be_sanctioned_not_only_the_first():
    """a may go from 0 to 1 or to 2; b's improvement spoils the first for a, not the second."""
    rank = {0: 5, 1: 6, 2: 7, 4: 5, 5: 4, 6: 8}
    ranks = np.array([rank.get(s, 0) for s in range(8)], dtype=np.int32)
    b = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=np.int32)
    problem = OptionForm(("a", "b"), (Action("p", 0), Action("q", 0), Action("r", 1)), (ranks, b))
    assert not simultaneous_stability(problem).stable[0, 0]
    assert simultaneous_sanction(problem, 0, 0, 1) == (5, (1, 4))
    assert simultaneous_sanction(problem, 0, 0, 2) is None


def test_after_a_concept_only_those_it_does_not_hold_move_at_once():
    """At 0 b would gain, but a's answer holds it there (SEQ), so that b is no danger to a."""
    a, b = np.array([1, 2, 0, 1], dtype=np.int32), np.array([1, 0, 2, 0], dtype=np.int32)
    problem = OptionForm(("a", "b"), (Action("p", 0), Action("q", 1)), (a, b))
    assert simultaneous_stability(problem).stable[0].tolist() == [True, True]
    assert simultaneous_stability(problem, after="seq").stable[0].tolist() == [False, True]
    # under Nash stability nothing holds either, so each is a danger to the other
    assert simultaneous_stability(problem, after="nash").stable[0].tolist() == [True, True]


def test_arcs_taken_away_take_their_sanctions_with_them():
    expanded = graph_of(chicken())
    bound = replace(expanded, form=without_arcs(expanded.form, {"b": [("YY", "YN")]}))
    assert simultaneous_stability(bound).stable[3].tolist() == [False, True]


def test_what_cannot_be_asked_is_refused(monkeypatch):
    with pytest.raises(OutOfDomain, match="two moves give together"):
        simultaneous_stability(graph_of(chicken()).form)
    with pytest.raises(OutOfDomain, match="no such concept"):
        simultaneous_stability(chicken(), after="often")  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain, match="no improvement"):
        simultaneous_sanction(chicken(), 0, 0, 2)
    # at 0 and at 3 each of the two has one improvement that meets two choices of the other
    monkeypatch.setattr("detente.engines.stability.simultaneous_stability.MOST_COMBINATIONS", 7)
    with pytest.raises(TooLarge, match="about 8"):
        simultaneous_stability(chicken())
