"""Both engines against the definitions written out, implications, symmetries, and the certificate of every verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.properties import stability_draws as draws
from tests.properties import stability_oracle as oracle
from tests.properties.conftest import CaseCount

from detente.engines.stability import axes, reachability
from detente.engines.stability.certificates import certificate
from detente.engines.stability.moves import Moves
from detente.engines.stability.problem import Action, GraphForm, OptionForm
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import OutOfDomain

IMPLICATIONS: tuple[tuple[Concept, Concept], ...] = (
    ("nash", "sseq"),
    ("sseq", "smr"),
    ("smr", "gmr"),
    ("sseq", "seq"),
    ("seq", "gmr"),
)


def option_forms(count: int, seed: int) -> Iterator[draws.Drawn]:
    for child in np.random.SeedSequence(seed).spawn(count):
        yield draws.option_form(np.random.default_rng(child))


def graphs(count: int, seed: int) -> Iterator[draws.Drawn]:
    for child in np.random.SeedSequence(seed).spawn(count):
        yield draws.graph(np.random.default_rng(child))


def expected(drawn: draws.Drawn) -> dict[Concept, np.ndarray]:
    """stable[state, decision_maker] from the definitions; False at infeasible states."""
    plain, found = drawn.plain, dict[Concept, np.ndarray]()
    for concept in CONCEPTS:
        table = np.zeros((drawn.problem.n_states, len(plain.everyone)), dtype=bool)
        for s in plain.states:
            table[s] = [oracle.stable(plain, concept, s, i) for i in plain.everyone]
        found[concept] = table
    return found


def agree(found: Mapping[Concept, Any], right: Mapping[Concept, Any]) -> bool:
    return all(np.array_equal(found[concept], right[concept]) for concept in CONCEPTS)


def proved(drawn: draws.Drawn, right: Mapping[Concept, Any]) -> bool:
    """Whether every verdict has a certificate that says the same and holds."""
    moves = Moves(drawn.problem)
    for concept in CONCEPTS:
        for s in drawn.plain.states:
            for i in drawn.plain.everyone:
                found = certificate(drawn.problem, concept, s, i, moves=moves)
                if found.stable != right[concept][s, i] or not oracle.certified(drawn.plain, concept, s, i, found):
                    return False
    return True


def test_both_engines_agree_with_the_definitions_and_every_certificate_holds(case_count: CaseCount) -> None:
    for k, drawn in enumerate(option_forms(case_count(sample=20, proof=10_000), seed=61)):
        right = expected(drawn)
        assert agree(axes.decide(drawn.problem), right), f"axes differ in conflict {k}"
        assert agree(reachability.decide(drawn.problem), right), f"reachability differs in conflict {k}"
        assert proved(drawn, right), f"a certificate fails in conflict {k}"


def test_explicit_graphs_agree_with_the_definitions_and_axes_refuse_them(case_count: CaseCount) -> None:
    twice = 0
    for k, drawn in enumerate(graphs(case_count(sample=30, proof=10_000), seed=62)):
        right = expected(drawn)
        assert agree(reachability.decide(drawn.problem), right), f"reachability differs in conflict {k}"
        assert proved(drawn, right), f"a certificate fails in conflict {k}"
        twice += not agree(right, expected(draws.Drawn(drawn.problem, anyone_again(drawn.plain))))
        with pytest.raises(OutOfDomain, match=r"\w+ \w+"):
            axes.decide(drawn.problem)  # pyright: ignore[reportArgumentType]
    assert twice > 0, "no conflict drawn shows that nobody may move twice in a row"


def anyone_again(plain: oracle.Plain) -> oracle.Plain:
    """The conflict with each decision maker's moves closed under its own moves: as if it could move twice in a row."""
    closed = list[dict[int, set[int]]]()
    for mine in plain.moves:
        far = {s: set(targets) for s, targets in mine.items()}
        for _ in far:
            far = {s: {*targets, *(q for t in targets for q in far[t])} - {s} for s, targets in far.items()}
        closed.append(far)
    return oracle.Plain(closed, plain.ranks)


def test_implications_hold(case_count: CaseCount) -> None:
    for drawn in [
        *option_forms(case_count(sample=15, proof=5_000), seed=63),
        *graphs(case_count(sample=20, proof=5_000), seed=64),
    ]:
        found = reachability.decide(drawn.problem)
        for stronger, weaker in IMPLICATIONS:
            assert not np.any(found[stronger] & ~found[weaker]), (stronger, weaker)


def test_relabelling_of_states_actions_and_decision_makers_changes_nothing(case_count: CaseCount) -> None:
    for child in np.random.SeedSequence(65).spawn(case_count(sample=10, proof=2_000)):
        rng = np.random.default_rng(child)
        drawn = draws.option_form(rng)
        problem = drawn.problem
        assert isinstance(problem, OptionForm)
        who, which = rng.permutation(len(problem.decision_makers)), rng.permutation(len(problem.actions))
        other, code = relabelled(problem, who.tolist(), which.tolist())
        for decide in (axes.decide, reachability.decide):
            before, after = decide(problem), decide(other)
            for concept in CONCEPTS:
                assert np.array_equal(after[concept][code][:, np.argsort(who)], before[concept])
        graph = draws.graph(rng)
        assert isinstance(graph.problem, GraphForm)
        place = rng.permutation(graph.problem.n_states)
        moved, base = reachability.decide(shuffled(graph.plain, place.tolist())), reachability.decide(graph.problem)
        for concept in CONCEPTS:
            assert np.array_equal(moved[concept][place], base[concept])


def relabelled(problem: OptionForm, who: list[int], which: list[int]) -> tuple[OptionForm, np.ndarray]:
    """Decision maker k of the new conflict is who[k], action k is which[k]; and each state's new code."""
    codes = np.arange(problem.n_states)
    new = sum(((codes >> o & 1) << k for k, o in enumerate(which)), start=np.zeros_like(codes))
    old_of = np.argsort(new)
    actions = tuple(
        Action(problem.actions[o].name, who.index(problem.actions[o].decision_maker), problem.actions[o].reversal)
        for o in which
    )
    feasible = None if problem.feasible is None else problem.feasible[old_of]
    names = tuple(problem.decision_makers[i] for i in who)
    return OptionForm(names, actions, tuple(problem.ranks[i][old_of] for i in who), feasible), new


def shuffled(plain: oracle.Plain, place: list[int]) -> GraphForm:
    """The same graph with state s at place[s]."""
    arcs = [[(place[s], place[q]) for s in plain.states for q in sorted(mine[s])] for mine in plain.moves]
    ranks = [[int(r[place.index(k)]) for k in range(len(place))] for r in plain.ranks]
    return draws.as_graph(len(place), arcs, ranks)


def test_only_the_order_of_ranks_counts(case_count: CaseCount) -> None:
    for child in np.random.SeedSequence(66).spawn(case_count(sample=10, proof=2_000)):
        rng = np.random.default_rng(child)
        problem = draws.option_form(rng).problem
        assert isinstance(problem, OptionForm)
        stretched = tuple(
            np.cumsum(rng.integers(1, 9, int(r.max()) + 1)).astype(np.int32)[r] - 40 for r in problem.ranks
        )
        other = replace(problem, ranks=stretched)
        for decide in (axes.decide, reachability.decide):
            assert agree(decide(other), decide(problem))


def test_a_wrong_certificate_is_refused() -> None:
    """The checker itself can fail: cut short, led astray, or with a state left out, no certificate passes."""
    refused = {"sanction": 0, "unanswered": 0}
    for drawn in option_forms(20, seed=67):
        for s in drawn.plain.states:
            found = certificate(drawn.problem, "seq", s, 0)
            if found.stable and found.sanctions:
                first = found.sanctions[0]
                broken = replace(found, sanctions=(replace(first, steps=first.steps[1:]), *found.sanctions[1:]))
                assert not oracle.certified(drawn.plain, "seq", s, 0, broken)
                assert not oracle.certified(drawn.plain, "seq", s, 0, replace(found, sanctions=found.sanctions[1:]))
                refused["sanction"] += 1
            elif found.unanswered is not None and found.unanswered.reached:
                cut = replace(found.unanswered, reached=found.unanswered.reached[1:])
                refused["unanswered"] += not oracle.certified(drawn.plain, "seq", s, 0, replace(found, unanswered=cut))
    assert min(refused.values()) > 5, refused
