"""Legal sequences by (state, last mover), and the verdicts that follow."""

from __future__ import annotations

import numpy as np
import pytest

from detente.engines.stability import reachability
from detente.engines.stability.problem import Action, GraphForm, OptionForm, graph_form
from detente.engines.stability.reachability.arcs import Arcs
from detente.engines.stability.reachability.sequences import legal_sequences, over_sequences, reached_blocks
from detente.foundation.errors import Cancelled, OutOfDomain, TooLarge
from detente.foundation.progress import Progress

STEPS = graph_form(
    ["a", "b", "c"],
    ["0", "1", "2", "3"],
    {"a": [("0", "1")], "b": [("1", "2"), ("2", "3")], "c": [("3", "3")]},
    {"a": [["1"], ["2"], ["0"], ["3"]], "b": [["3"], ["2"], ["1"], ["0"]]},
)
"""After a's improvement only b can answer; two steps in a row would hurt a, one does not."""


def ends(form: GraphForm, members: list[int], start: int) -> list[int]:
    movers = [Arcs.of(form, i) for i in members]
    (block,) = [found for _, found in reached_blocks(movers, form.n_states, form.n_states)]
    return np.flatnonzero(block[start]).tolist()


def test_one_opponent_answers_with_exactly_one_move():
    assert ends(STEPS, [1], 1) == [2]
    found = reachability.decide(STEPS)
    assert not found["gmr"][0, 0]
    assert not found["seq"][0, 0]


def test_two_opponents_of_whom_one_cannot_move_are_as_one():
    assert ends(STEPS, [1, 2], 1) == [2]


def test_a_common_move_lets_each_of_its_movers_go_on():
    form = graph_form(["a", "b"], ["0", "1", "2"], {"a": [("0", "1")], "b": [("0", "1"), ("1", "2")]}, {})
    assert ends(form, [0, 1], 0) == [1, 2]
    assert ends(form, [1], 0) == [1]
    assert [(m.mover, m.origin, m.target) for m in legal_sequences(form, [0, 1], 0, [2])[2]] == [
        (0, 0, 1),
        (1, 1, 2),
    ]


def test_a_sequence_may_come_back_to_where_it_began():
    form = graph_form(["a", "b"], ["0", "1"], {"a": [("0", "1")], "b": [("1", "0")]}, {})
    assert ends(form, [0, 1], 0) == [0, 1]
    assert legal_sequences(form, [1], 0, [0, 1]) == {}
    assert [len(path) for path in legal_sequences(form, [0, 1], 0, [0, 1]).values()] == [1, 2]


def test_three_moves_with_one_mover_twice_but_not_in_a_row():
    """Two opponents take turns: b, c, b. A program that lets each answer once misses this sanction."""
    form = graph_form(
        ["a", "b", "c"],
        ["s", "1", "2", "3", "4"],
        {"a": [("s", "1")], "b": [("1", "2"), ("3", "4")], "c": [("2", "3")]},
        {
            "a": [["1", "2", "3"], ["s"], ["4"]],
            "b": [["4"], ["2"], ["3"], ["1"], ["s"]],
            "c": [["3"], ["2"], ["1", "4", "s"]],
        },
    )
    found = reachability.decide(form)
    assert {concept: bool(stable[0, 0]) for concept, stable in found.items()} == {
        "nash": False,
        "gmr": True,
        "smr": True,
        "seq": True,
        "sseq": True,
    }
    moves = legal_sequences(form, [1, 2], 1, [4])[4]
    assert [move.mover for move in moves] == [1, 2, 1]


def test_a_counter_move_undoes_a_sanction():
    form = graph_form(
        ["a", "b"],
        ["s", "1", "2", "3"],
        {"a": [("s", "1"), ("2", "3")], "b": [("1", "2")]},
        {"a": [["1", "3"], ["s"], ["2"]], "b": [["2"], ["1"], ["s", "3"]]},
    )
    found = reachability.decide(form)
    assert [bool(found[c][0, 0]) for c in ("nash", "gmr", "smr", "seq", "sseq")] == [False, True, False, True, False]


def test_an_answer_that_costs_its_mover_counts_for_gmr_only():
    form = graph_form(
        ["a", "b"],
        ["s", "1", "2"],
        {"a": [("s", "1")], "b": [("1", "2")]},
        {"a": [["1"], ["s"], ["2"]], "b": [["1"], ["2", "s"]]},
    )
    found = reachability.decide(form)
    assert [bool(found[c][0, 0]) for c in ("nash", "gmr", "smr", "seq", "sseq")] == [False, True, True, False, False]


def test_a_single_decision_maker_is_stable_where_it_cannot_improve():
    form = graph_form(["a"], ["0", "1"], {"a": [("0", "1")]}, {"a": [["1"], ["0"]]})
    found = reachability.decide(form)
    assert all(stable.ravel().tolist() == [False, True] for stable in found.values())


def test_option_form_is_answered_in_its_own_codes():
    ranks = (np.array([0, 1, 3, 2], dtype=np.int32), np.array([0, 3, 1, 2], dtype=np.int32))
    actions = (Action("a swerves", 0), Action("b swerves", 1))
    problem = OptionForm(("a", "b"), actions, ranks, np.array([True, False, True, True]))
    found = reachability.decide(problem, ["nash"])
    assert list(found) == ["nash"]
    assert found["nash"].tolist() == [[True, False], [False, False], [True, True], [False, True]]


def test_a_long_ladder_is_climbed_to_its_end():
    """Two opponents in turn, 400 steps: as many sweeps as the sequence has moves."""
    names = [str(k) for k in range(400)]
    up = [(names[k], names[k + 1]) for k in range(399)]
    form = graph_form(["a", "b", "c"], names, {"b": up[::2], "c": up[1::2]}, {"a": [[name] for name in names]})
    least = over_sequences([Arcs.of(form, 1), Arcs.of(form, 2)], form.ranks[0], np.minimum, 999)
    assert least[:3].tolist() == [0, 0, 0]
    assert least[398:].tolist() == [0, 999]


def test_what_cannot_be_asked_is_refused(monkeypatch):
    with pytest.raises(OutOfDomain, match="no such concept"):
        reachability.decide(STEPS, ["nash", "often"])  # pyright: ignore[reportArgumentType]
    monkeypatch.setattr("detente.engines.stability.reachability.deciding.MOST_ARCS", 2)
    with pytest.raises(TooLarge, match="about 3, the limit is 2"):
        reachability.decide(STEPS)


def test_it_can_be_stopped():
    steps: list[str] = []
    progress = Progress(lambda step: steps.append(step.task) or progress.cancel())
    with pytest.raises(Cancelled):
        reachability.decide(STEPS, progress=progress)
    assert steps == ["a, nash"]
