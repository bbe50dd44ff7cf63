"""Stability where some preferences are not known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.engines.stability.problem import Action, OptionForm, graph_form
from detente.engines.stability.uncertain_preference import METHOD, Intervals, KnownOrders, uncertain_preference
from detente.foundation.errors import OutOfDomain, TooLarge

RAID = graph_form(
    ["a", "b"],
    ["calm", "raid", "war"],
    {"a": [("calm", "raid")], "b": [("raid", "war")]},
    {"b": [["war"], ["raid"], ["calm"]]},
)


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ((), "bcd"),  # nothing known: a would go, and deterred by the unknown it stays; else it does not go
        ((((1,), (0,)),), "cd"),  # the raid is surely better, of the war nothing is known
        ((((0,), (2,)),), "abcd"),  # the war is surely worse
        ((((2,), (0,)),), "bd"),  # the war is surely better, of the raid nothing is known
        ((((2,), (0,)), ((1,), (0,))), ""),  # both are surely better
        ((((0,), (1,)),), "abcd"),  # the raid is surely worse
    ],
)
def test_extensions_differ_in_what_tempts_and_what_deters(orders, expected):
    for concept in ("gmr", "seq"):
        found = uncertain_preference(RAID, {"a": KnownOrders(orders)}, concept=concept)
        assert found.rows()[0]["a"] == expected


def test_intervals_that_overlap_are_unknown_and_those_that_touch_are_surely_no_better():
    def extensions(raid: tuple[int, int], war: tuple[int, int]) -> str:
        low, high = (np.array([x, raid[k], war[k]]) for k, x in enumerate((3, 5)))
        return uncertain_preference(RAID, {"a": Intervals(low, high)}, concept="gmr").rows()[0]["a"]

    assert extensions((6, 7), (0, 3)) == "abcd"
    assert extensions((6, 7), (0, 4)) == "cd"
    assert extensions((5, 7), (5, 9)) == "bcd"
    assert extensions((6, 7), (6, 9)) == ""
    assert extensions((0, 3), (6, 9)) == "abcd"


def test_other_movers_answer_with_what_they_may_prefer():
    """Of b nothing is known: its war is a possible answer to the raid, also under SEQ."""
    known = KnownOrders((((1,), (0,), (2,)),))
    found = uncertain_preference(RAID, {"a": known, "b": KnownOrders(())}, concept="seq")
    assert found.rows()[0]["a"] == "abcd"
    never = KnownOrders((((1,), (2,)),))
    assert uncertain_preference(RAID, {"a": known, "b": never}, concept="seq").rows()[0]["a"] == ""


def test_stable_shows_the_extension_that_was_asked_for():
    found = {x: uncertain_preference(RAID, {"a": KnownOrders(())}, concept="nash", extension=x) for x in "abcd"}
    assert [bool(found[x].stable[0, 0]) for x in "abcd"] == [False, True, False, True]
    assert found["b"].equilibria.tolist() == found["a"].equilibria_in("b").tolist() == [0, 2]


def test_unknown_pairs_are_taken_out_of_an_order():
    order = ((1,), (0,), (2,))
    whole, less = KnownOrders((order,)), KnownOrders((order,), unknown=((2, 0),))
    assert uncertain_preference(RAID, {"a": whole}, concept="gmr").rows()[0]["a"] == "abcd"
    assert uncertain_preference(RAID, {"a": less}, concept="gmr").rows()[0]["a"] == "cd"


def test_option_form_is_told_in_its_own_codes():
    feasible = np.array([True, True, False, True])
    ranks = (np.zeros(4, dtype=np.int32), np.array([0, 0, 0, 1], dtype=np.int32))
    problem = OptionForm(("a", "b"), (Action("raid", 0, "forward"), Action("war", 1, "forward")), ranks, feasible)
    orders = KnownOrders((((1,), (0,), (3,)),))
    intervals = Intervals(np.array([1, 2, 9, 0]), np.array([1, 2, 9, 0]))
    for given in (orders, intervals):
        found = uncertain_preference(problem, {"a": given})
        assert found.stable[:, 0].tolist() == [True, True, False, True]
    with pytest.raises(OutOfDomain, match="2 is no feasible state"):
        uncertain_preference(problem, {"a": KnownOrders((((2,), (0,)),))})


def test_what_makes_no_sense_is_refused(monkeypatch):
    with pytest.raises(OutOfDomain, match="disagree on the states 0 and 1"):
        uncertain_preference(RAID, {"a": KnownOrders((((0,), (1,)), ((1,), (0,))))})
    with pytest.raises(OutOfDomain, match="disagree"):
        uncertain_preference(RAID, {"a": KnownOrders((((0,), (1,)), ((0, 1),)))})
    with pytest.raises(OutOfDomain, match="no higher"):
        Intervals(np.array([1]), np.array([0]))
    with pytest.raises(OutOfDomain, match="whole numbers"):
        Intervals(np.array([0.5]), np.array([1.0]))  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain, match="one a state"):
        uncertain_preference(RAID, {"a": Intervals(np.array([1]), np.array([1]))})
    with pytest.raises(OutOfDomain, match="no such decision maker"):
        uncertain_preference(RAID, {"c": KnownOrders(())})
    with pytest.raises(OutOfDomain, match="extensions a, b, c, d"):
        uncertain_preference(RAID, {}, extension="e")  # pyright: ignore[reportArgumentType]
    monkeypatch.setattr("detente.engines.stability.uncertain_preference.MOST_STATES", 2)
    with pytest.raises(TooLarge):
        uncertain_preference(RAID, {"a": KnownOrders(())})


def test_it_goes_into_json():
    told = json.loads(json.dumps(uncertain_preference(RAID, {"a": KnownOrders(())}).to_dict()))
    assert (told["method"], told["equilibria"]) == (METHOD, [2])
    assert told["equilibria_in"] == {"a": [2], "b": [0, 2], "c": [0, 2], "d": [0, 2]}
