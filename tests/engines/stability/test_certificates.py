"""Certificates and their words, the moves they rest on, and what the facade refuses."""

from __future__ import annotations

import numpy as np
import pytest

from detente.engines.stability import certificates
from detente.engines.stability.analyse import analyse
from detente.engines.stability.certificates import certificate
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.narration import listed, phrase_of, words
from detente.engines.stability.nash_stability import nash_stability
from detente.engines.stability.problem import Action, GraphForm, OptionForm, graph_form
from detente.foundation.errors import OutOfDomain, TooLarge


def options(feasible: list[bool] | None = None) -> OptionForm:
    actions = (
        Action("sign", 0),
        Action("pay", 0, "forward"),
        Action("leave", 1, "back"),
        Action("stay put", 1, "fixed"),
    )
    ranks = tuple(np.arange(16, dtype=np.int32)[::step] for step in (1, -1))
    return OptionForm(("A", "B"), actions, ranks, None if feasible is None else np.array(feasible))


def row() -> GraphForm:
    """A raids; only B, then C, then B again spoil it."""
    arcs = {"A": [("now", "raid")], "B": [("raid", "talks"), ("ready", "war")], "C": [("talks", "ready")]}
    ranking = {"A": [["raid", "talks", "ready"], ["now"], ["war"]]}
    return graph_form(["A", "B", "C"], ["now", "raid", "talks", "ready", "war"], arcs, ranking)


def test_moves_keep_reversals_and_feasibility() -> None:
    moves = Moves(options())
    assert moves.from_state(0, 0b0000) == (0b0001, 0b0010, 0b0011)
    assert moves.from_state(0, 0b0010) == (0b0011,)
    assert moves.from_state(1, 0b0100) == (0b0000,)
    assert moves.from_state(1, 0b1000) == ()
    assert moves.to_state(0, 0b0011) == (0b0000, 0b0001, 0b0010)
    assert Moves(options([s != 1 for s in range(16)])).from_state(0, 0) == (0b0010, 0b0011)
    assert moves.improvements(1, 0b0100) == (0b0000,)
    assert Moves(row()).to_state(1, 4) == (3,)
    assert [moves.name(5), Moves(row()).name(4)] == ["YNYN", "war"]


def test_moves_from_many_states_are_those_from_each() -> None:
    for problem in (options([s != 1 for s in range(16)]), row()):
        moves = Moves(problem)
        states = problem.states if isinstance(problem, OptionForm) else np.arange(problem.n_states)
        for i in moves.everyone:
            found = [
                (int(states[p]), int(q)) for ps, qs in moves.from_many(i, states) for p, q in zip(ps, qs, strict=True)
            ]
            assert sorted(found) == sorted((s, q) for s in states.tolist() for q in moves.from_state(i, s))
            assert all(s in moves.to_state(i, q) for s, q in found)


def test_a_decision_maker_moves_twice_but_not_twice_in_a_row() -> None:
    found = certificate(row(), "gmr", 0, 0)
    assert [(step.mover, step.origin, step.target) for step in found.sanctions[0].steps] == [
        (1, 1, 2),
        (2, 2, 3),
        (1, 3, 4),
    ]
    alone = graph_form(
        ["A", "B"],
        ["now", "raid", "talks", "war"],
        {"A": [("now", "raid")], "B": [("raid", "talks"), ("talks", "war")]},
        {"A": [["raid", "talks"], ["now"], ["war"]]},
    )
    assert not certificate(alone, "gmr", 0, 0).stable


def test_words_of_every_kind() -> None:
    ranking = {"A": [["raid"], ["truce"], ["now"], ["war"]], "B": [["now"], ["war", "truce"], ["raid"]]}
    arcs = {"A": [("now", "raid"), ("war", "truce")], "B": [("raid", "war")]}
    conflict = graph_form(["A", "B"], ["now", "raid", "war", "truce"], arcs, ranking)
    assert words(certificate(conflict, "nash", 0, 0)) == (
        "A does not stay at now (Nash).",
        "A could move to raid, which is better for A.",
    )
    assert (
        words(certificate(conflict, "gmr", 0, 0))[1]
        == "A could move to raid; then B could move to war, leaving A no better."
    )
    assert words(certificate(conflict, "sseq", 0, 0))[1] == (
        "A could move to raid, which is better for A; whatever the others could do by moves that improve each mover's "
        "own lot, A would stay or become better off by a further move."
    )
    assert words(certificate(conflict, "seq", 1, 0)) == (
        "A stays at raid (SEQ).",
        "No move from there is better for A.",
    )
    assert (
        words(certificate(conflict, "gmr", 2, 0))[1]
        == "A could move to truce, which is better for A, and nobody else can answer."
    )
    quiet = graph_form(
        ["A", "B"],
        ["now", "raid", "war"],
        {"A": [("now", "raid")], "B": [("raid", "war")]},
        {"A": [["raid"], ["war"], ["now"]]},
    )
    assert (
        words(certificate(quiet, "seq", 0, 0))[1]
        == "A could move to raid, which is better for A, and nobody else gains by an answer."
    )
    assert words(certificate(quiet, "gmr", 0, 0))[1].endswith(
        "nothing that the others could do would leave A no better."
    )


def test_words_say_whether_a_further_move_was_there() -> None:
    arcs = {"A": [("now", "raid")], "B": [("raid", "war")]}
    ranking = {"A": [["raid"], ["now"], ["war"]], "B": [["war"], ["now"], ["raid"]]}
    without = graph_form(["A", "B"], ["now", "raid", "war"], arcs, ranking)
    assert words(certificate(without, "sseq", 0, 0))[1].endswith(
        "leaving A no better, and there is no further move for A."
    )
    back = graph_form(["A", "B"], ["now", "raid", "war"], {**arcs, "A": [("now", "raid"), ("war", "now")]}, ranking)
    assert words(certificate(back, "smr", 0, 0))[1].endswith("and no further move would help A.")


def test_words_in_the_phrases_of_the_caller_and_no_more_than_asked() -> None:
    conflict = options()
    say = phrase_of(conflict)
    assert say(Move(0, 0b0001, 0b0010)) == "take “pay” and give up “sign”"
    assert say(Move(1, 0b0100, 0b0000)) == "give up “leave”"
    wide = graph_form(
        ["A", "B"],
        ["now", "x", "y", "bad"],
        {"A": [("now", "x"), ("now", "y")], "B": [("x", "bad"), ("y", "bad")]},
        {"A": [["x", "y"], ["now"], ["bad"]]},
    )
    told = words(certificate(wide, "gmr", 0, 0), phrase=lambda step: f"go to {step.target}", most=1)
    assert told[1:] == (
        "A could go to 1; then B could go to 3, leaving A no better.",
        "1 more improvement is answered likewise.",
    )
    assert [listed([]), listed(["a"]), listed(["a", "b"])] == ["", "a", "a and b"]


def test_what_is_refused() -> None:
    conflict = options([s != 1 for s in range(16)])
    with pytest.raises(OutOfDomain, match="no concept"):
        certificate(conflict, "sim", 0, 0)  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain, match="no feasible state 1"):
        certificate(conflict, "nash", 1, 0)
    with pytest.raises(OutOfDomain, match="no decision maker 2"):
        certificate(conflict, "nash", 0, 2)
    with pytest.raises(OutOfDomain, match="no concept"):
        analyse(conflict, ["nash", "sim"])  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain, match="no engine"):
        nash_stability(conflict, engine="both")  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain):
        nash_stability(row(), engine="axes")


def test_too_many_answers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "LIMIT", 2)
    with pytest.raises(TooLarge, match="answers to one move"):
        certificate(row(), "gmr", 0, 0)


def test_the_facade_says_which_engine_and_where_it_was_published() -> None:
    found = analyse(options())
    assert [found[c].parameters["engine"] for c in found] == ["axes"] * 5
    assert analyse(row())["seq"].parameters["engine"] == "reachability"
    assert analyse(options(), ["smr"], engine="reachability")["smr"].parameters["engine"] == "reachability"
    assert found["sseq"].reference.startswith("Rêgo")
    for concept in found:
        again = analyse(options(), [concept], engine="reachability")[concept]
        assert np.array_equal(found[concept].stable, again.stable)
        assert found[concept].to_dict()["n_equilibria"] == len(found[concept].equilibria)
