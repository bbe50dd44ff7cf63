"""Paths, conditions, counts and nearest rankings against listing everything, on small random conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product

import numpy as np
from tests.properties import stability_draws as draws
from tests.properties import stability_oracle as oracle
from tests.properties.conftest import CaseCount

from detente.engines.stability.inverse_preferences import InversePreferences, NotWorkedOut, inverse_preferences
from detente.engines.stability.status_quo_analysis import Preset, status_quo_analysis
from detente.engines.stability.verdicts import CONCEPTS, Concept

INVERTIBLE: tuple[Concept, ...] = ("nash", "gmr", "smr")


def small(seed: int, count: int, states: int = 4) -> Iterator[tuple[draws.Drawn, np.random.Generator]]:
    """Conflicts of 2 or 3 decision makers with so few states that all rankings can be listed."""
    for child in np.random.SeedSequence(seed).spawn(count):
        rng = np.random.default_rng(child)
        m, d = int(rng.integers(3, states + 1)), int(rng.integers(2, 4))
        arcs = [[(s, q) for s in range(m) for q in range(m) if s != q and rng.random() < 0.4] for _ in range(d)]
        ranks = [rng.integers(0, m, m).tolist() for _ in range(d)]
        yield draws.Drawn(draws.as_graph(m, arcs, ranks), oracle.of_arcs(m, arcs, ranks)), rng


def sequences(c: oracle.Plain, start: int, preset: Preset, length: int) -> set[tuple[tuple[int, int], ...]]:
    """Every legal sequence of so many moves, as (mover, target)."""
    found: set[tuple[tuple[int, int], ...]] = {()}
    for _ in range(length):
        found = {
            (*path, (j, q))
            for path in found
            for j in c.everyone
            if not path or path[-1][0] != j
            for q in (
                oracle.improving(c, j, path[-1][1] if path else start)
                if preset == "improvements"
                else c.moves[j][path[-1][1] if path else start]
            )
        }
    return found


def test_shortest_paths_are_all_that_there_are(case_count: CaseCount) -> None:
    for drawn, rng in small(71, case_count(sample=25, proof=2_000), states=6):
        start = int(rng.integers(drawn.problem.n_states))
        preset: Preset = "any" if rng.random() < 0.5 else "improvements"
        states = list(range(drawn.problem.n_states))
        found = status_quo_analysis(drawn.problem, states, start=start, preset=preset, most=10_000)
        left, lengths = dict.fromkeys(states), {start: 0}
        for length in range(1, 5):
            paths = sequences(drawn.plain, start, preset, length)
            for target in [s for s in left if s not in lengths]:
                there = {path for path in paths if path[-1][1] == target}
                if there:
                    lengths[target] = length
                    steps = {tuple((t.move.mover, t.move.target) for t in path) for path in found.paths[target].steps}
                    assert steps == there
                    assert len(found.paths[target].steps) == len(there)
        for s in states:
            if s in lengths or found.levels[s] <= 4:
                assert found.levels[s] == lengths.get(s, -1)


def test_paths_in_option_form_lead_where_they_say_by_moves_that_can_be_made(case_count: CaseCount) -> None:
    for child in np.random.SeedSequence(72).spawn(case_count(sample=15, proof=2_000)):
        rng = np.random.default_rng(child)
        drawn = draws.option_form(rng)
        c, start = drawn.plain, int(rng.choice(drawn.plain.states))
        found = status_quo_analysis(drawn.problem, c.states, start=start, preset="improvements")
        assert {int(s) for s in found.reached} == oracle.reached(c, frozenset(c.everyone), start, credible=True) | {
            start
        }
        for paths in found.paths:
            for steps in paths.steps:
                at, last = start, -1
                for step in steps:
                    assert step.move.origin == at
                    assert step.move.mover != last
                    assert step.move.target in oracle.improving(c, step.move.mover, at)
                    at, last = step.move.target, step.move.mover
                assert at == paths.target
                assert len(steps) == paths.length == found.levels[at]


def equilibrium(c: oracle.Plain, concept: str, s: int, ranks: Sequence[Sequence[int]]) -> bool:
    plain = oracle.Plain(c.moves, ranks)
    return all(oracle.stable(plain, concept, s, i) for i in c.everyone)


def test_conditions_say_what_the_definitions_say(case_count: CaseCount) -> None:
    for drawn, rng in small(73, case_count(sample=25, proof=2_000), states=5):
        for concept in CONCEPTS:
            s = int(rng.integers(drawn.problem.n_states))
            found = inverse_preferences(drawn.problem, s, concept, varied={})
            assert found.holds == equilibrium(drawn.plain, concept, s, drawn.plain.ranks)
            for _ in range(5):
                other = [rng.integers(0, 4, drawn.problem.n_states).tolist() for _ in drawn.plain.everyone]
                met = all(asked.holds(lambda i, q, other=other: other[i][q]) for asked in found.requirements)
                assert met == equilibrium(drawn.plain, concept, s, other)


def test_counts_are_those_of_listing_every_ranking(case_count: CaseCount) -> None:
    for drawn, rng in small(74, case_count(sample=4, proof=300), states=3):
        m, d = drawn.problem.n_states, len(drawn.plain.everyone)
        for concept in CONCEPTS:
            s = int(rng.integers(m))
            right = [
                equilibrium(drawn.plain, concept, s, profile) for profile in product(permutations(range(m)), repeat=d)
            ]
            found = inverse_preferences(drawn.problem, s, concept).count
            assert not isinstance(found, NotWorkedOut)
            assert (found.rankings, found.of) == (sum(right), len(right))


def test_counts_where_some_states_change_places(case_count: CaseCount) -> None:
    for drawn, rng in small(75, case_count(sample=10, proof=500)):
        m, i = drawn.problem.n_states, int(rng.integers(len(drawn.plain.everyone)))
        states = sorted(rng.choice(m, int(rng.integers(2, m + 1)), replace=False).tolist())
        concept, s = CONCEPTS[int(rng.integers(5))], int(rng.integers(m))
        held = [drawn.plain.ranks[i][q] for q in states]
        right = list[bool]()
        for dealt in sorted(set(permutations(held))):
            ranks = [list(r) for r in drawn.plain.ranks]
            for q, rank in zip(states, dealt, strict=True):
                ranks[i][q] = rank
            right.append(equilibrium(drawn.plain, concept, s, ranks))
        found = inverse_preferences(drawn.problem, s, concept, varied={i: states}).count
        assert not isinstance(found, NotWorkedOut)
        assert (found.rankings, found.of) == (sum(right), len(right))


def weak_orders(m: int) -> list[tuple[int, ...]]:
    """Every ranking of m states with ties, by ranks 0, 1, ... without gaps."""
    return [r for r in product(range(m), repeat=m) if set(r) == set(range(max(r) + 1))]


def with_ranking(c: oracle.Plain, i: int, ranks: Sequence[int]) -> oracle.Plain:
    """The same conflict with another ranking of i; what can be reached by any moves stays known."""
    return oracle.Plain(c.moves, [*c.ranks[:i], ranks, *c.ranks[i + 1 :]], c.known)


def apart(one: Sequence[int], other: Sequence[int]) -> int:
    """In how many pairs of states two rankings differ."""
    return sum(np.sign(one[a] - one[b]) != np.sign(other[a] - other[b]) for a in range(len(one)) for b in range(a))


def achieved(drawn: draws.Drawn, found: InversePreferences) -> int:
    """How many pairs the proposed rankings order otherwise, after seeing that they do what they are for."""
    assert not isinstance(found.change, NotWorkedOut)
    ranks = [r.tolist() for r in found.change.ranks]
    assert equilibrium(drawn.plain, found.concept, found.state, ranks)
    total = sum(apart(a, b) for a, b in zip(drawn.plain.ranks, ranks, strict=True))
    assert found.change.n_pairs == total == len(found.change.pairs)
    return total


def test_nearest_rankings_are_nearest_among_all_with_ties(case_count: CaseCount) -> None:
    for drawn, rng in small(76, case_count(sample=12, proof=1_000)):
        c, m = drawn.plain, drawn.problem.n_states
        for concept in INVERTIBLE:
            s, least = int(rng.integers(m)), 0
            for i in c.everyone:
                mine = [
                    apart(c.ranks[i], r)
                    for r in weak_orders(m)
                    if oracle.stable(
                        oracle.Plain(c.moves, [*c.ranks[:i], r, *c.ranks[i + 1 :]], c.known), concept, s, i
                    )
                ]
                least += min(mine)
            assert achieved(drawn, inverse_preferences(drawn.problem, s, concept)) == least


def test_nearest_rankings_under_seq_are_nearest_among_all_strict_ones(case_count: CaseCount) -> None:
    for drawn, rng in small(77, case_count(sample=3, proof=200), states=3):
        m, c = drawn.problem.n_states, drawn.plain
        ranks = [rng.permutation(m).tolist() for _ in c.everyone]
        arcs = [[(s, q) for s in c.states for q in sorted(mine[s])] for mine in c.moves]
        strict = draws.Drawn(draws.as_graph(m, arcs, ranks), oracle.Plain(c.moves, ranks))
        for concept in ("seq", "sseq"):
            s = int(rng.integers(m))
            least = min(
                sum(apart(a, b) for a, b in zip(ranks, profile, strict=True))
                for profile in product(permutations(range(m)), repeat=len(ranks))
                if equilibrium(c, concept, s, profile)
            )
            assert achieved(strict, inverse_preferences(strict.problem, s, concept)) == least
