"""Strong and weak stability: what deters is much worse, or only no better."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.engines.stability.problem import Action, OptionForm, graph_form
from detente.engines.stability.strength_of_preference import METHOD, Strength, strength_of_preference
from detente.engines.stability.verdicts import CONCEPTS
from detente.foundation.errors import OutOfDomain

DUEL = graph_form(
    ["a", "b"],
    ["calm", "raid", "war"],
    {"a": [("calm", "raid")], "b": [("raid", "war")]},
    {"a": [["raid"], ["calm"], ["war"]], "b": [["calm"], ["war"], ["raid"]]},
)


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([1, 1, 0], "strong"),  # raid > calm >> war
        ([0, 1, 0], "weak"),  # raid >> calm > war
        ([0, 0, 0], "weak"),  # all mild
    ],
)
def test_stability_is_strong_where_the_answer_is_much_worse(bands, expected):
    for concept in ("gmr", "smr", "seq", "sseq"):
        found = strength_of_preference(DUEL, Strength.of_bands(DUEL, {"a": bands}), concept=concept)
        rows = {row["name"]: row for row in found.rows()}
        assert rows["calm"]["a"] == expected
        assert (rows["calm"]["equilibrium"], rows["calm"]["strong equilibrium"]) == (True, expected == "strong")
        assert found.weakly[0].tolist() == [expected == "weak", False]
    assert strength_of_preference(DUEL, Strength.of_bands(DUEL, {}), concept="nash").rows()[0]["a"] == "unstable"


def test_a_margin_counts_from_its_own_size_on():
    scores = (np.array([5, 9, 3, 0], dtype=np.int32), np.array([1, 0, 1, 0], dtype=np.int32))
    problem = OptionForm(("a", "b"), (Action("x", 0), Action("y", 1, "forward")), scores)
    # from 0 a goes to 1; nobody answers, since b prefers 1 to 3; with b's plain moves the answer is 3, worth 0 to a
    for margin, strong in ((5, True), (6, False)):
        found = strength_of_preference(problem, Strength.of_margins(problem, {"a": margin}), concept="gmr")
        assert (found.stable[0, 0], found.strongly[0, 0]) == (True, strong)


def test_after_a_strong_answer_every_counter_move_must_be_much_worse_too():
    form = graph_form(
        ["a", "b"],
        ["s", "1", "2", "3"],
        {"a": [("s", "1"), ("2", "3")], "b": [("1", "2")]},
        {"a": [["1"], ["s"], ["3"], ["2"]], "b": [["2"], ["1"], ["s", "3"]]},
    )
    strength = Strength.of_bands(form, {"a": [2, 2, 0, 2]})
    strong = {c: bool(strength_of_preference(form, strength, concept=c).strongly[0, 0]) for c in CONCEPTS}
    assert strong == {"nash": False, "gmr": True, "smr": False, "seq": True, "sseq": False}


def test_infeasible_states_are_never_stable_and_set_no_limit():
    feasible = np.array([True, True, False, True])
    ranks = (np.array([0, 1, 9, 1], dtype=np.int32), np.zeros(4, dtype=np.int32))
    problem = OptionForm(("a", "b"), (Action("x", 0), Action("y", 1)), ranks, feasible)
    strength = Strength.of_bands(problem, {"a": [0, 1, 0, 1]})
    assert strength.limits[0][[0, 1, 3]].tolist() == [np.iinfo(np.int32).min, 0, 0]
    found = strength_of_preference(problem, strength)
    assert not found.strongly[2].any()
    assert not found.stable[2].any()


def test_what_makes_no_sense_is_refused():
    with pytest.raises(OutOfDomain, match="no higher than one of a lower band"):
        Strength.of_bands(DUEL, {"a": [0, 0, 1]})
    with pytest.raises(OutOfDomain, match="one a state"):
        Strength.of_bands(DUEL, {"a": [0, 0]})
    with pytest.raises(OutOfDomain, match="no such decision maker"):
        Strength.of_margins(DUEL, {"c": 1})
    with pytest.raises(OutOfDomain, match="at least 1"):
        Strength.of_margins(DUEL, {"a": 0})
    with pytest.raises(OutOfDomain, match="ranked lower"):
        strength_of_preference(DUEL, Strength(DUEL.ranks))
    with pytest.raises(OutOfDomain, match="another conflict"):
        strength_of_preference(DUEL, Strength(DUEL.ranks[:1]))
    with pytest.raises(OutOfDomain, match="no such concept"):
        strength_of_preference(DUEL, Strength.of_bands(DUEL, {}), concept="often")  # pyright: ignore[reportArgumentType]


def test_it_goes_into_json():
    told = json.loads(json.dumps(strength_of_preference(DUEL, Strength.of_bands(DUEL, {"a": [1, 1, 0]})).to_dict()))
    assert (told["method"], told["equilibria"], told["strong_equilibria"]) == (METHOD, [0, 2], [0, 2])
    assert told["states"][1]["b"] == "unstable"
