"""Everybody acts on its own view, which need not be the others' view."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from detente.engines.stability.analyse import analyse
from detente.engines.stability.hypergame import METHOD, View, hypergame, seen_as, without_unseen_moves
from detente.engines.stability.problem import Action, OptionForm, graph_form
from detente.engines.stability.verdicts import CONCEPTS
from detente.foundation.errors import OutOfDomain

DUEL = graph_form(
    ["a", "b"],
    ["calm", "raid", "war"],
    {"a": [("calm", "raid")], "b": [("raid", "war")]},
    {"a": [["raid"], ["calm"], ["war"]], "b": [["calm"], ["war"], ["raid"]]},
    status_quo="calm",
)
OPTIONS = OptionForm(
    ("a", "b"),
    (Action("raid", 0, "forward"), Action("war", 1, "forward")),
    (np.array([1, 2, 9, 0], dtype=np.int32), np.array([2, 0, 9, 1], dtype=np.int32)),
    np.array([True, True, False, True]),
    0,
)
"""The same conflict in option form: war is waged only after a raid."""


@pytest.mark.parametrize("problem", [DUEL, OPTIONS], ids=["graph", "options"])
def test_shared_views_give_the_plain_equilibria(problem):
    for concept in CONCEPTS:
        plain = analyse(problem, [concept])[concept]
        found = hypergame(problem, {}, concept=concept)
        assert np.array_equal(found.stable, plain.stable)
        assert [found.surprising(i).tolist() + found.disappointing(i).tolist() for i in range(2)] == [[], []]


def test_who_takes_the_other_for_meek_raids_and_is_surprised():
    meek = seen_as(DUEL, ranks={"b": [2, 1, 0]})
    found = hypergame(DUEL, {"a": meek})
    rows = {row["name"]: row for row in found.rows()}
    assert (rows["calm"]["a"], rows["calm"]["b"]) == ("moves", "stays")
    assert (rows["raid"]["a"], rows["raid"]["b"]) == ("stays", "moves")
    assert rows["raid"]["expected by"] == ["a"]
    assert found.equilibria.tolist() == [2]
    assert found.disappointing(0).tolist() == [1]
    assert found.disappointing(1).tolist() == [0]


@pytest.mark.parametrize(("problem", "war"), [(DUEL, 2), (OPTIONS, 3)], ids=["graph", "options"])
def test_who_does_not_see_the_war_coming_raids(problem, war):
    found = hypergame(problem, {"a": seen_as(problem, unseen=[war])})
    assert not found.stable[0, 0]
    assert found.stable[1].tolist() == [True, False]
    assert found.perceived[war].tolist() == [False, True]
    assert found.rows()[-1]["a"] == "unseen"
    assert found.equilibria.tolist() == []
    assert found.kept.tolist() == [war]
    assert found.expected[0].tolist() == [1]


def test_a_status_quo_that_is_not_seen_is_none_in_that_view():
    for problem in (DUEL, OPTIONS):
        view = seen_as(problem, unseen=[0])
        assert view.problem.status_quo is None
        assert seen_as(problem, unseen=[1]).problem.status_quo == 0
        assert problem.status_quo == 0


def test_a_state_that_is_seen_but_not_feasible_is_no_equilibrium():
    fond = replace(OPTIONS, feasible=None)
    found = hypergame(OPTIONS, {"a": View(fond), "b": View(fond)})
    assert 2 in found.expected[0].tolist()
    assert not found.stable[2].any()
    assert 2 not in found.kept.tolist()


def test_one_graph_for_all_keeps_the_moves_of_others_among_what_one_does_not_see():
    form = without_unseen_moves(OPTIONS, {"a": [3]})
    assert form.states == ("NN", "YN", "YY")
    assert [form.moves(i, s).tolist() for i in range(2) for s in range(3)] == [[1], [], [], [], [2], []]
    # so a still fears the war, which in a view of its own it would not
    assert analyse(form, ["seq"])["seq"].stable[0, 0]
    assert without_unseen_moves(DUEL, {"b": [2]}).moves(1, 1).tolist() == []
    assert without_unseen_moves(DUEL, {"a": [0]}).moves(0, 0).tolist() == []
    assert without_unseen_moves(DUEL, {"a": [1]}).moves(0, 0).tolist() == []


def test_what_makes_no_sense_is_refused():
    others = replace(DUEL, decision_makers=("a", "c"))
    for views in ({"c": View(DUEL)}, {"a": View(others)}, {"a": View(OPTIONS)}):
        with pytest.raises(OutOfDomain):
            hypergame(DUEL, views)
    with pytest.raises(OutOfDomain, match="no state 7"):
        seen_as(DUEL, unseen=[7])
    with pytest.raises(OutOfDomain, match="no such decision maker"):
        seen_as(DUEL, ranks={"c": [0, 0, 0]})
    with pytest.raises(OutOfDomain, match="one a state"):
        seen_as(DUEL, ranks={"a": [0]})


def test_it_goes_into_json():
    told = json.loads(json.dumps(hypergame(DUEL, {"a": seen_as(DUEL, ranks={"b": [2, 1, 0]})}).to_dict()))
    assert (told["method"], told["equilibria"], told["kept"]) == (METHOD, [2], [2])
    assert told["expected"] == {"a": [1, 2], "b": [0, 2]}
