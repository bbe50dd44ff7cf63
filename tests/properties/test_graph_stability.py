"""Stability on explicit graphs agrees with the definitions written out, where moves need not be transitive."""

from __future__ import annotations

import numpy as np
import pytest
from tests.properties import graph_conflicts as oracle
from tests.properties.conftest import CaseCount

from detente.engines.stability import reachability
from detente.engines.stability.coalition_stability import coalition_stability
from detente.engines.stability.expansion import graph_of
from detente.engines.stability.problem import GraphForm
from detente.engines.stability.simultaneous_stability import simultaneous_stability
from detente.engines.stability.strength_of_preference import Strength, strength_of_preference
from detente.engines.stability.uncertain_preference import (
    EXTENSIONS,
    Intervals,
    KnownOrders,
    uncertain_preference,
)
from detente.engines.stability.verdicts import CONCEPTS

KINDS = (oracle.intransitive_graph, oracle.changed_graph, lambda rng: graph_of(oracle.option_conflict(rng)).form)


def generators(seed: int, count: int):
    return [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(count)]


def graphs(seed: int, count: int) -> list[tuple[np.random.Generator, GraphForm]]:
    return [(rng, KINDS[k % len(KINDS)](rng)) for k, rng in enumerate(generators(seed, count))]


def test_every_verdict_is_that_of_the_definition(case_count: CaseCount):
    differences = []
    for k, (_, form) in enumerate(graphs(2, case_count(sample=60, proof=3000))):
        found = reachability.decide(form)
        for concept in CONCEPTS:
            for i in range(len(form.decision_makers)):
                defined = [oracle.stable_by_definition(form, concept, i, s) for s in range(form.n_states)]
                if defined != found[concept][:, i].tolist():
                    differences.append((k, concept, i))
    assert not differences


def test_simultaneous_sanctions_are_those_of_the_definition(case_count: CaseCount):
    for k, rng in enumerate(generators(5, case_count(sample=40, proof=2000))):
        problem = oracle.restless_conflict(rng) if k % 3 else oracle.option_conflict(rng, 4)
        form = graph_of(problem).form
        after = (None, None, "seq", "smr")[k % 4]
        found = simultaneous_stability(problem, after=after).stable
        for s in problem.states.tolist():
            for i in range(len(problem.decision_makers)):
                assert found[s, i] == oracle.simultaneously_stable(problem, form, i, s, after)


def test_coalitions_leave_where_the_definition_lets_them(case_count: CaseCount):
    for _, form in graphs(6, case_count(sample=25, proof=1500)):
        found = coalition_stability(form, jumps_from=range(form.n_states))
        listed = {(j.members, j.origin, j.target) for j in found.jumps}
        defined = set()
        for c, members in enumerate(found.coalitions):
            for s in range(form.n_states):
                targets = oracle.coalition_targets(form, list(members), s)
                defined |= {(members, s, q) for q in targets}
                assert found.stable[s, c] == (not targets)
        assert listed == defined
        assert found.n_jumps == len(defined)
        for jump in found.jumps:
            assert _is_legal(form, jump.members, jump.origin, jump.target, jump.moves)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_strong_stability_is_that_of_the_definition(concept, case_count: CaseCount):
    for rng, form in graphs(7, case_count(sample=12, proof=600)):
        cuts = [np.sort(rng.integers(0, 9, 2)) for _ in form.decision_makers]
        bands = [np.searchsorted(cut, ranks) for cut, ranks in zip(cuts, form.ranks, strict=True)]
        strength = Strength.of_bands(form, dict(zip(form.decision_makers, bands, strict=True)))
        found = strength_of_preference(form, strength, concept=concept)
        for i in range(len(bands)):
            for s in range(form.n_states):
                strongly = oracle.stable_by_relations(
                    form,
                    concept,
                    i,
                    s,
                    considers=lambda a, q, u=form.ranks[i]: u[q] > u[a],
                    deters=lambda a, q, b=bands[i]: b[q] < b[a],
                    credible=lambda j, a, q, f=form: f.ranks[j][q] > f.ranks[j][a],
                )
                assert found.strongly[s, i] == strongly
                assert found.stable[s, i] == oracle.stable_by_definition(form, concept, i, s)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_uncertain_preferences_are_those_of_the_definition(concept, case_count: CaseCount):
    for rng, form in graphs(8, case_count(sample=12, proof=600)):
        known = {name: _preference(rng, form) for name in form.decision_makers}
        found = uncertain_preference(form, {n: given for n, (given, _, _) in known.items()}, concept=concept)
        sure = [known[name][1] for name in form.decision_makers]
        never = [known[name][2] for name in form.decision_makers]
        for i in range(len(sure)):
            for s in range(form.n_states):
                for x in EXTENSIONS:
                    stable = oracle.stable_by_relations(
                        form,
                        concept,
                        i,
                        s,
                        considers=(lambda a, q, n=never[i]: not n(a, q)) if x in "ac" else sure[i],
                        deters=never[i] if x in "ab" else (lambda a, q, b=sure[i]: not b(a, q)),
                        credible=lambda j, a, q, n=never: not n[j](a, q),
                    )
                    assert found.by_extension[x][s, i] == stable, (x, s, i)


def test_extensions_imply_one_another_as_published(case_count: CaseCount):
    for rng, form in graphs(9, case_count(sample=9, proof=400)):
        given = {name: _preference(rng, form)[0] for name in form.decision_makers}
        for concept in CONCEPTS:
            found = uncertain_preference(form, given, concept=concept).by_extension
            for strong, weak in ("ab", "ac", "bd", "cd"):
                assert not np.any(found[strong] & ~found[weak])


def test_fully_known_preferences_give_the_simple_concepts(case_count: CaseCount):
    for _, form in graphs(10, case_count(sample=9, proof=300)):
        simple = reachability.decide(form)
        whole = {name: _whole_order(ranks) for name, ranks in zip(form.decision_makers, form.ranks, strict=True)}
        for concept in CONCEPTS:
            for given in ({}, whole):
                found = uncertain_preference(form, given, concept=concept).by_extension
                assert all(np.array_equal(found[x], simple[concept]) for x in EXTENSIONS)


def _whole_order(ranks) -> KnownOrders:
    return KnownOrders((tuple(tuple(np.flatnonzero(ranks == r).tolist()) for r in sorted(set(ranks), reverse=True)),))


def _preference(rng: np.random.Generator, form: GraphForm):
    """What is known of a preference, and the relations "surely better" and "surely not better" it stands for."""
    n = form.n_states
    if rng.random() < 0.5:
        low = rng.integers(0, 6, n)
        high = low + rng.integers(0, 3, n)
        return Intervals(low, high), lambda s, q: low[q] > high[s], lambda s, q: high[q] <= low[s]
    heights = rng.integers(0, 5, n)
    inside = [set(rng.choice(n, int(rng.integers(1, n + 1)), replace=False).tolist()) for _ in range(2)]
    orders = [[[s for s in sorted(part) if heights[s] == h] for h in range(4, -1, -1)] for part in inside]
    given = KnownOrders(tuple(tuple(tuple(group) for group in order if group) for order in orders))

    def compared(s: int, q: int) -> bool:
        return s == q or any({s, q} <= part for part in inside)

    return (
        given,
        lambda s, q: compared(s, q) and heights[q] > heights[s],
        lambda s, q: compared(s, q) and heights[q] <= heights[s],
    )


def _is_legal(form: GraphForm, members, origin: int, target: int, moves) -> bool:
    at, last = origin, None
    for move in moves:
        if move.mover == last or move.mover not in members or move.origin != at:
            return False
        if move.target not in oracle.moves(form, move.mover, at):
            return False
        at, last = move.target, move.mover
    return at == target and bool(moves)
