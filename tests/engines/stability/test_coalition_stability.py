"""States that several could leave together, all of them for the better."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.engines.stability import axes
from detente.engines.stability.axes.coalition import two_member_stable
from detente.engines.stability.coalition_stability import coalition_stability
from detente.engines.stability.problem import Action, OptionForm, graph_form
from detente.foundation.errors import OutOfDomain, TooLarge

PRISONERS = OptionForm(
    ("a", "b"),
    (Action("a keeps quiet", 0), Action("b keeps quiet", 1)),
    (np.array([1, 0, 3, 2], dtype=np.int32), np.array([1, 3, 0, 2], dtype=np.int32)),
)


def test_together_prisoners_leave_what_neither_leaves_alone():
    found = coalition_stability(PRISONERS)
    assert found.names == ("a + b",)
    assert found.stable.ravel().tolist() == [False, True, True, True]
    assert found.upset("nash").tolist() == [0]
    assert found.equilibria("nash").tolist() == []
    assert found.equilibria("seq").tolist() == [3]
    assert found.rows() == [{"coalition": "a + b", "from": 0, "to": 3, "moves": ["a: 0 to 1", "b: 1 to 3"]}]
    told = found.to_dict()
    assert (told["n_jumps"], told["equilibria"]["seq"], told["upset"]["nash"]) == (1, [3], [0])


def test_everybody_must_gain():
    form = graph_form(
        ["a", "b", "c"],
        ["0", "1"],
        {"a": [("0", "1")]},
        {"a": [["1"], ["0"]], "b": [["1"], ["0"]], "c": [["0", "1"]]},
    )
    found = coalition_stability(form, jumps_from=[0])
    assert found.names == ("a + b", "a + c", "b + c", "a + b + c")
    assert found.stable[0].tolist() == [False, True, True, True]


def test_jumps_are_counted_beyond_those_listed_and_over_blocks(monkeypatch):
    monkeypatch.setattr("detente.engines.stability.coalition_stability.BLOCK", 3)
    rng = np.random.default_rng(5)
    actions = tuple(Action(f"o{k}", k % 2) for k in range(4))
    problem = OptionForm(("a", "b"), actions, tuple(rng.permutation(16).astype(np.int32) for _ in range(2)))
    everywhere = coalition_stability(problem, jumps_from=range(16))
    u, v = problem.ranks
    better = [(s, q) for s in range(16) for q in range(16) if u[q] > u[s] and v[q] > v[s]]
    assert [(jump.origin, jump.target) for jump in everywhere.jumps] == better
    few = coalition_stability(problem, jumps_from=range(16), listed=2)
    assert (len(few.jumps), few.n_jumps) == (2, len(better))


def test_it_agrees_with_the_axes_for_two_members():
    rng = np.random.default_rng(6)
    for _ in range(10):
        actions = tuple(Action(f"o{k}", int(rng.integers(3))) for k in range(5))
        ranks = tuple(rng.integers(0, 9, 32).astype(np.int32) for _ in range(3))
        problem = OptionForm(("a", "b", "c"), actions, ranks, np.arange(32) % 7 != 3)
        found = coalition_stability(problem, [["c", "a"]], individual=axes.decide(problem, ["seq"]))
        assert found.coalitions == ((0, 2),)
        assert np.array_equal(found.stable[:, 0], two_member_stable(problem, (0, 2)))


def test_what_cannot_be_asked_is_refused(monkeypatch):
    for names in (["a"], ["a", "a"], [], ["a", "d"]):
        with pytest.raises(OutOfDomain):
            coalition_stability(PRISONERS, [names])
    with pytest.raises(OutOfDomain, match="no feasible state 9"):
        coalition_stability(PRISONERS, jumps_from=[9])
    monkeypatch.setattr("detente.engines.stability.coalition_stability.MOST_PAIRS", 15)
    one_way = replace(PRISONERS, actions=(Action("a keeps quiet", 0, "forward"), PRISONERS.actions[1]))
    with pytest.raises(TooLarge, match="about 16"):
        coalition_stability(one_way)


def test_two_with_reversible_actions_are_answered_without_pairs(monkeypatch):
    listed = coalition_stability(PRISONERS)
    monkeypatch.setattr("detente.engines.stability.coalition_stability.MOST_PAIRS", 15)
    found = coalition_stability(PRISONERS)
    assert np.array_equal(found.stable, listed.stable)
    assert (found.upset("nash").tolist(), found.jumps, found.jumps_known, listed.jumps_known) == ([0], (), False, True)
    assert "which jumps there are is not worked out at this size" in found.caveats[-1]
