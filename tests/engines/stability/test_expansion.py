"""From option form to graph, and changes to a graph."""

from __future__ import annotations

import numpy as np
import pytest

from detente.engines.stability.expansion import (
    coalesced,
    graph_of,
    with_common_move,
    without_arcs,
    written_out,
)
from detente.engines.stability.problem import Action, OptionForm, graph_form
from detente.foundation.errors import OutOfDomain, TooLarge

NAMES = ("a", "b")


def two_by_two(*reversals: str, feasible=None) -> OptionForm:
    actions = tuple(Action(f"o{k}", k % 2, reversal) for k, reversal in enumerate(reversals))  # pyright: ignore[reportArgumentType]
    n_states = 1 << len(reversals)
    ranks = tuple(np.arange(n_states, dtype=np.int32) * (1 - 2 * i) for i in range(2))
    return OptionForm(NAMES, actions, ranks, feasible, 0)


@pytest.mark.parametrize("reversals", [("both", "both"), ("forward", "back", "both", "fixed"), ("fixed", "forward")])
def test_moves_change_own_actions_only_and_as_their_reversals_allow(reversals):
    allowed = {"both": {"NY", "YN"}, "forward": {"NY"}, "back": {"YN"}, "fixed": set()}
    feasible = np.ones(1 << len(reversals), dtype=np.bool_)
    feasible[1] = False
    problem = two_by_two(*reversals, feasible=feasible)
    form = graph_of(problem).form
    for i in range(2):
        for s, here in enumerate(form.states):
            expected = [
                q
                for q, there in enumerate(form.states)
                if q != s
                and all(
                    x == y or (k % 2 == i and x + y in allowed[reversals[k]])
                    for k, (x, y) in enumerate(zip(here, there, strict=True))
                )
            ]
            assert form.moves(i, s).tolist() == expected


def test_codes_and_places_lead_back():
    feasible = np.array([True, False, True, True])
    expanded = graph_of(two_by_two("both", "both", feasible=feasible))
    assert expanded.codes.tolist() == [0, 2, 3]
    assert expanded.places.tolist() == [0, -1, 1, 2]
    assert expanded.form.states == ("NN", "NY", "YY")
    assert expanded.in_codes(np.array([[True], [False], [True]])).ravel().tolist() == [True, False, False, True]
    assert [ranks.tolist() for ranks in expanded.form.ranks] == [[0, 2, 3], [0, -2, -3]]
    assert written_out(expanded.form)[1].tolist() == [0, 1, 2]


def test_too_many_arcs_are_refused_before_any_is_written():
    ranks = (np.zeros(1 << 20, dtype=np.int32),)
    with pytest.raises(TooLarge) as refused:
        graph_of(OptionForm(("a",), tuple(Action(f"o{k}", 0) for k in range(20)), ranks))
    assert refused.value.estimate == (1 << 20) * ((1 << 20) - 1)


PATH = graph_form(
    NAMES,
    ["w", "x", "y", "z"],
    {"a": [("w", "x"), ("x", "y"), ("y", "x")], "b": [("x", "z"), ("y", "z"), ("z", "w")]},
    {"a": [["w"], ["x", "y"], ["z"]], "b": [["z"], ["x", "y"], ["w"]]},
    status_quo="y",
)


def test_coalesced_states_keep_what_leads_in_and_out_and_lose_what_leads_within():
    form = coalesced(PATH, {"xy": ["y", "x"]})
    assert form.states == ("w", "xy", "z")
    assert [[form.moves(i, s).tolist() for s in range(3)] for i in range(2)] == [[[1], [], []], [[], [2], [0]]]
    assert [ranks.tolist() for ranks in form.ranks] == [[2, 1, 0], [0, 1, 2]]
    assert form.status_quo == 1
    assert PATH.n_states == 4


def test_coalesced_states_that_are_ranked_differently_need_to_be_told_whose_rank_they_take():
    with pytest.raises(OutOfDomain, match="a ranks the states of yz differently"):
        coalesced(PATH, {"yz": ["y", "z"]})
    form = coalesced(PATH, {"yz": ["y", "z"]}, like={"yz": "z"})
    assert form.states == ("w", "x", "yz")
    assert form.ranks[0].tolist() == [2, 1, 0]
    late = coalesced(PATH, {"xy": ["x", "y"], "last": ["z"]}, like={"last": "z"})
    assert (late.states, late.ranks[0].tolist()) == (("w", "xy", "last"), [2, 1, 0])
    for groups, like in (({"g": ["x", "q"]}, None), ({"g": ["x"], "h": ["x", "y"]}, None), ({"g": []}, None)):
        with pytest.raises(OutOfDomain):
            coalesced(PATH, groups, like=like)
    with pytest.raises(OutOfDomain, match="not one of its states"):
        coalesced(PATH, {"yz": ["y", "z"]}, like={"yz": "w"})


def test_single_arcs_are_taken_away_from_one_decision_maker():
    form = without_arcs(PATH, {"a": [("x", "y")]})
    assert form.moves(0, 1).tolist() == []
    assert form.moves(0, 2).tolist() == [1]
    assert form.moves(1, 1).tolist() == [3]
    with pytest.raises(OutOfDomain, match="a has no arc from x to w"):
        without_arcs(PATH, {"a": [("x", "w")]})
    with pytest.raises(OutOfDomain, match="no such decision maker"):
        without_arcs(PATH, {"c": []})


def test_a_common_move_is_an_arc_of_each_mover():
    form = with_common_move(PATH, ["a", "b"], [("w", "z"), ("x", "z")])
    assert form.moves(0, 0).tolist() == [1, 3]
    assert form.moves(1, 0).tolist() == [3]
    assert form.moves(1, 1).tolist() == [3]
    assert form.moves(0, 1).tolist() == [2, 3]
    with pytest.raises(OutOfDomain, match="at least two"):
        with_common_move(PATH, ["a", "a"], [("w", "z")])
