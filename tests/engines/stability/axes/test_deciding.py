"""The axis transforms against the definitions written out, and what must not change a verdict."""

from __future__ import annotations

import os

import numpy as np
import pytest
from tests.engines.stability.axes.conflicts import drawn
from tests.engines.stability.axes.legal_sequences import Naive

from detente.engines.stability.axes import decide, improvements, two_member_stable
from detente.engines.stability.problem import Action, OptionForm, graph_form
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import Cancelled, OutOfDomain
from detente.foundation.progress import Progress, Step

CASES = 2000 if os.environ.get("DETENTE_PROOF") == "1" else 40


def test_verdicts_are_those_of_the_definitions() -> None:
    for seed in np.random.SeedSequence(20261122).spawn(CASES):
        problem = drawn(np.random.default_rng(seed))
        naive, found = Naive(problem), decide(problem)
        for concept in CONCEPTS:
            stable = found[concept]
            assert stable.shape == (problem.n_states, len(problem.decision_makers))
            for state in range(problem.n_states):
                wanted = [state in naive.states and naive.stable(concept, i, state) for i in naive.makers]
                assert stable[state].tolist() == wanted, (seed, concept, state)


def test_coalitions_are_those_of_the_definition() -> None:
    for seed in np.random.SeedSequence(6).spawn(CASES):
        problem = drawn(np.random.default_rng(seed), reversible=True)
        naive, found = Naive(problem), two_member_stable(problem, (1, 0))
        for state in range(problem.n_states):
            wanted = state in naive.states and naive.coalition_stable((0, 1), state)
            assert found[state] == wanted, (seed, state)


def larger(seed: int, actions: int = 12) -> OptionForm:
    """Four decision makers, some actions that go one way, half of the states feasible."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    ways = ("both", "both", "forward", "back")
    return OptionForm(
        ("a", "b", "c", "d"),
        tuple(Action(f"x{o}", int(rng.integers(4)), ways[int(rng.integers(4))]) for o in range(actions)),
        tuple(rng.integers(0, 400, 1 << actions).astype(np.int32) for _ in range(4)),
        rng.random(1 << actions) < 0.5,
    )


def test_seeking_out_blocks_where_little_fell_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = larger(4)
    found = decide(problem, ["seq", "sseq"])
    for few in (1, 1 << 30):
        monkeypatch.setattr(improvements, "_FEW", few)
        again = decide(problem, ["seq", "sseq"])
        assert all(np.array_equal(found[concept], again[concept]) for concept in found)


def test_small_parts_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = larger(5)
    found = decide(problem)
    monkeypatch.setattr(improvements, "_CELLS", 256)
    again = decide(problem)
    assert all(np.array_equal(found[concept], again[concept]) for concept in found)


def test_order_of_actions_and_decision_makers_changes_nothing() -> None:
    problem = larger(6)
    rng = np.random.default_rng(7)
    order, makers = rng.permutation(12), rng.permutation(4)
    codes = np.arange(1 << 12)
    moved = sum((codes >> new & 1) << int(old) for new, old in enumerate(order))
    assert problem.feasible is not None
    actions = [problem.actions[old] for old in order]
    relabelled = OptionForm(
        tuple(problem.decision_makers[j] for j in makers),
        tuple(Action(x.name, makers.tolist().index(x.decision_maker), x.reversal) for x in actions),
        tuple(problem.ranks[j][moved] for j in makers),
        problem.feasible[moved],
    )
    found, again = decide(problem), decide(relabelled)
    for concept in CONCEPTS:
        assert np.array_equal(found[concept][moved][:, makers], again[concept])


def test_only_the_order_of_ranks_counts() -> None:
    problem = larger(8)
    stretched = OptionForm(
        problem.decision_makers,
        problem.actions,
        tuple(r * 5_000_000 - 999_999_999 for r in problem.ranks),
        problem.feasible,
    )
    found, again = decide(problem), decide(stretched)
    assert all(np.array_equal(found[concept], again[concept]) for concept in CONCEPTS)


def test_stronger_concepts_imply_weaker_ones() -> None:
    found = decide(larger(9))
    implied: tuple[tuple[Concept, Concept], ...] = (
        ("nash", "sseq"),
        ("sseq", "smr"),
        ("smr", "gmr"),
        ("sseq", "seq"),
        ("seq", "gmr"),
    )
    for strong, weak in implied:
        assert not np.any(found[strong] & ~found[weak])
    assert np.any(found["gmr"] & ~found["seq"])
    assert np.any(found["sseq"] & ~found["nash"])


def test_a_graph_is_refused_with_the_reason() -> None:
    war = graph_form(["a", "b"], ["peace", "war"], {"a": [("peace", "war")], "b": [("peace", "war")]}, {})
    with pytest.raises(OutOfDomain, match="common moves, single irreversible arcs or coalesced states"):
        decide(war)


def test_coalitions_refuse_what_goes_one_way_and_who_is_not_there() -> None:
    ranks = np.zeros(4, dtype=np.int32)
    problem = OptionForm(("a", "b"), (Action("x", 0), Action("y", 1, "forward")), (ranks, ranks))
    with pytest.raises(OutOfDomain, match="y: goes one way only"):
        two_member_stable(problem, (0, 1))
    with pytest.raises(OutOfDomain, match="two different"):
        two_member_stable(problem, (0, 0))


def test_it_says_where_it_stands_and_stops_when_asked() -> None:
    steps: list[Step] = []
    decide(larger(1, 8), progress=Progress(steps.append))
    assert [step.done for step in steps] == list(range(21))
    assert {step.total for step in steps} == {20}
    progress = Progress(lambda step: progress.cancel() if step.done == 3 else None)
    with pytest.raises(Cancelled):
        decide(larger(1, 8), progress=progress)


def test_nobody_can_move() -> None:
    ranks = np.arange(4, dtype=np.int32)
    stuck = OptionForm(("a", "b"), (Action("x", 0, "fixed"), Action("y", 1, "fixed")), (ranks, ranks))
    assert all(stable.all() for stable in decide(stuck).values())
    alone = OptionForm(("a",), (Action("x", 0), Action("y", 0)), (ranks,))
    assert all(np.flatnonzero(stable[:, 0]).tolist() == [3] for stable in decide(alone).values())
    empty = OptionForm(("a",), (), (np.zeros(1, dtype=np.int32),))
    assert all(stable.tolist() == [[True]] for stable in decide(empty).values())
