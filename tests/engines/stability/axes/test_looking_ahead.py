"""Limited-move and non-myopic stability against the recursion written out."""

from __future__ import annotations

import os
from functools import lru_cache

import numpy as np
import pytest
from tests.engines.stability.axes.conflicts import drawn
from tests.engines.stability.axes.legal_sequences import Naive

from detente.engines.stability.anticipation import TIE_RULES, Cycle, NoCycleYet
from detente.engines.stability.axes import decide
from detente.engines.stability.expansion import graph_of
from detente.engines.stability.limited_move_stability import limited_move_stability
from detente.engines.stability.non_myopic_stability import NonMyopic, Unsettled, non_myopic_stability
from detente.engines.stability.problem import Action, OptionForm
from detente.foundation.errors import OutOfDomain

CASES = 250 if os.environ.get("DETENTE_PROOF") == "1" else 8


def test_anticipated_states_are_those_of_the_recursion() -> None:
    for seed in np.random.SeedSequence(20261123).spawn(CASES):
        problem = drawn(np.random.default_rng(seed), makers=(2, 2))
        naive = Naive(problem)
        recursion = lru_cache(None)(naive.anticipated)
        naive.anticipated = recursion  # pyright: ignore[reportAttributeAccessIssue] (remembers what it found)
        for ties in TIE_RULES:
            for horizon in (1, 2, 3, 4, 7, 40):
                found = limited_move_stability(problem, horizon, ties=ties)
                for maker in (0, 1):
                    for state in naive.states:
                        wanted = recursion(maker, state, horizon, ties)
                        assert found.anticipated[state, maker] == wanted, (seed, ties, horizon, state)
                        assert found.stable[state, maker] == (wanted == state)
            settled = non_myopic_stability(problem, ties=ties)
            assert isinstance(settled, NonMyopic)
            far = range(50, 50 + settled.cycle.length)
            for maker in (0, 1):
                for state in naive.states:
                    stays = [recursion(maker, state, horizon, ties) == state for horizon in far]
                    assert settled.stable[state, maker] == all(stays)
                    assert settled.sometimes[state, maker] == any(stays)


def test_one_move_ahead_is_nash_and_a_graph_is_answered_alike() -> None:
    for seed in np.random.SeedSequence(3).spawn(CASES):
        problem = drawn(np.random.default_rng(seed), makers=(2, 2))
        assert np.array_equal(limited_move_stability(problem, 1).stable, decide(problem, ["nash"])["nash"])
        graph = graph_of(problem)
        for horizon in (2, 5):
            on_graph = limited_move_stability(graph.form, horizon)
            assert np.array_equal(limited_move_stability(problem, horizon).stable[graph.codes], on_graph.stable)
            assert np.array_equal(limited_move_stability(problem, horizon).ambiguous[graph.codes], on_graph.ambiguous)


def both(first: list[int], second: list[int]) -> OptionForm:
    return OptionForm(
        ("a", "b"), (Action("x", 0), Action("y", 1)), (np.array(first, np.int32), np.array(second, np.int32))
    )


def test_a_conflict_that_never_settles() -> None:
    """Matching pennies in ranks: whoever looks ahead finds no end."""
    pennies = both([1, 0, 0, 1], [0, 1, 1, 0])
    answer = non_myopic_stability(pennies)
    assert isinstance(answer, NonMyopic)
    assert answer.cycle.length > 1
    assert not answer.stable.all()
    assert any("never settles" in caveat for caveat in answer.caveats)
    assert isinstance(limited_move_stability(pennies, 1).cycle, NoCycleYet)
    early = non_myopic_stability(pennies, farthest=1)
    assert isinstance(early, Unsettled)
    assert "by horizon 1" in early.reason
    far, same = limited_move_stability(pennies, 1_000_001), limited_move_stability(pennies, 101)
    assert 1_000_000 % answer.cycle.length == 100 % answer.cycle.length
    assert np.array_equal(far.anticipated, same.anticipated)


@pytest.mark.parametrize("ranks", [([1, 0, 0, 1], [0, 1, 1, 0]), ([0, 0, 0, 1], [0, 2, 0, 1])])
def test_every_horizon_of_a_cycle_counts(ranks: tuple[list[int], list[int]]) -> None:
    """Two conflicts that never settle: what the recursion says at each horizon, and at all of them together."""
    problem = both(*ranks)
    naive, answer = Naive(problem), non_myopic_stability(problem)
    assert isinstance(answer, NonMyopic)
    for horizon in range(1, 14):
        found = limited_move_stability(problem, horizon)
        for maker in (0, 1):
            wanted = [naive.anticipated(maker, state, horizon, "lowest-code") for state in range(4)]
            assert found.anticipated[:, maker].tolist() == wanted, horizon
    start, length = answer.cycle.start, answer.cycle.length
    for maker in (0, 1):
        for state in range(4):
            stays = [naive.anticipated(maker, state, h, "lowest-code") == state for h in range(start, start + length)]
            assert (answer.stable[state, maker], answer.sometimes[state, maker]) == (all(stays), any(stays))
    assert answer.sometimes.any()
    assert not np.array_equal(answer.stable, answer.sometimes)


def test_ties_are_told_and_the_rule_decides() -> None:
    """One decision maker has two moves that it likes equally; the other likes one of them much better."""
    actions = (Action("x", 0), Action("z", 0), Action("y", 1))
    problem = OptionForm(
        ("a", "b"),
        actions,
        (np.array([0, 5, 5, 0, 0, 0, 0, 0], np.int32), np.array([4, 1, 9, 0, 5, 0, 0, 0], np.int32)),
    )
    found = {ties: limited_move_stability(problem, 2, ties=ties) for ties in TIE_RULES}
    assert found["lowest-code"].anticipated[0, 0] == 1
    assert found["best-for-other"].anticipated[0, 0] == 2
    assert found["worst-for-other"].anticipated[0, 0] == 1
    for answer in found.values():
        assert answer.ambiguous[0, 0]
        assert any("not unique" in caveat for caveat in answer.caveats)
    # b at 4 could go back to 0, from where a is taken to go where the rule says.
    assert found["lowest-code"].stable[4, 1]
    assert not found["best-for-other"].stable[4, 1]


def test_the_prisoners_keep_silent_when_they_look_ahead() -> None:
    prisoners = both([1, 0, 3, 2], [1, 3, 0, 2])
    answer = non_myopic_stability(prisoners)
    assert isinstance(answer, NonMyopic)
    assert answer.equilibria.tolist() == [0, 3]
    assert answer.cycle == Cycle(2, 1)
    assert answer.to_dict()["cycle"] == {"start": 2, "length": 1}
    assert "had not repeated" in limited_move_stability(prisoners, 1).to_dict()["cycle"]["reason"]


def test_other_than_two_are_refused() -> None:
    ranks = np.zeros(8, dtype=np.int32)
    three = OptionForm(("a", "b", "c"), tuple(Action(f"x{j}", j) for j in range(3)), (ranks,) * 3)
    for ask in (lambda: limited_move_stability(three, 2), lambda: non_myopic_stability(three)):
        with pytest.raises(OutOfDomain, match="disputed"):
            ask()
    two = both([0, 0, 0, 0], [0, 0, 0, 0])
    with pytest.raises(OutOfDomain, match="at least one move"):
        limited_move_stability(two, 0)
    with pytest.raises(OutOfDomain, match="no tie rule"):
        limited_move_stability(two, 1, ties="hopeful")  # pyright: ignore[reportArgumentType]
