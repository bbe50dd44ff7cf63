"""Improvements on a deal and suggestions, against the definitions written out naively."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.properties import settlement_oracle as oracle
from tests.properties.settlement_oracle import Package, Story
from tests.properties.settlement_stories import code_values, problem_of, random_story

from detente.engines.settlement import NoSettlement, from_points
from detente.engines.settlement.folding import FoldedSolution
from detente.engines.settlement.improvement import improvements
from detente.engines.settlement.suggestions import equal_suggestions, suggestions
from detente.foundation.conditions import Term, Vocabulary
from detente.foundation.errors import OutOfDomain

CaseCount = Callable[..., int]


def better(story: Story, baseline: Package) -> list[Package]:
    """Packages better than the baseline for one bargainer, worse for none asked, with no new breach."""
    kept = story.grounds
    if baseline != story.status_quo:
        kept = [ground for ground in story.grounds if not oracle.holds(ground[3], baseline)]
    told = replace(story, grounds=kept, walk_away={p: oracle.u(story, p, baseline) for p in story.parties})
    have = oracle.points(story, baseline)
    return [x for x in oracle.acceptable(told) if oracle.dominates(oracle.points(story, x), have)]


def changed(one: Package, other: Package) -> int:
    return sum(one[name] != other[name] for name in one)


def test_improvements_are_those_of_the_definition(case_count: CaseCount) -> None:
    rng = np.random.default_rng(np.random.SeedSequence(2026))
    efficient = few = solved = 0
    for _ in range(case_count(sample=60, proof=3000)):
        story = random_story(rng)
        feasible = oracle.feasible(story)
        if not feasible:
            continue
        baseline = feasible[int(rng.integers(len(feasible)))]
        among = better(story, baseline)
        found = improvements(problem_of(story), code_values(story, baseline), listed=10_000)
        edge = {code_values(story, x) for x in oracle.frontier(story, among)}
        assert {item.package for item in found.packages} == edge
        assert found.n_packages == len(edge)
        assert found.efficient == (not among)
        nearest = min((changed(x, baseline) for x in among), default=9)
        wanted = {code_values(story, x) for x in among if changed(x, baseline) == nearest} if nearest <= 2 else set()
        assert {item.package for item in found.fewest} == wanted
        for item in found.packages:
            assert min(gain for _, gain in item.gains) >= 0 < max(gain for _, gain in item.gains)
        told = replace(story, walk_away={p: oracle.u(story, p, baseline) for p in story.parties}, weights={})
        told = replace(told, weights=dict.fromkeys(story.parties, 1))
        if among:
            reach = oracle.solutions(told, [*among])
            for name in ("nash", "egalitarian", "utilitarian"):
                best = found.best[name]
                assert isinstance(best, FoldedSolution)
                assert {code_values(story, x) for x in reach[name]} == set(best.packages), name
            solved += 1
        efficient += found.efficient
        few += bool(found.fewest)
    assert min(efficient, few, solved) > 5


def test_of_many_improvements_those_listed_are_spread_over_all() -> None:
    goods = Vocabulary(
        (Term("split", "choice", tuple(f"s{k}" for k in range(101))), Term("peace", "choice", ("no", "yes")))
    )
    values = [[k, 100 - k] for k in range(101)]
    asked = from_points(["a", "b"], goods, [values, [[0, 0], [50, 50]]], [-1, -1], consent=[0, 1])
    found = improvements(asked, (50, 0), listed=5)
    assert found.n_packages == 101
    assert [item.package[0] for item in found.packages] == [0, 25, 50, 75, 100]


def test_a_baseline_that_breaks_a_constraint_is_refused() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(7))
    for _ in range(200):
        story = random_story(rng)
        broken = [x for x in oracle.packages(story) if x not in oracle.feasible(story)]
        if broken:
            with pytest.raises(OutOfDomain, match="breaks the constraint"):
                improvements(problem_of(story), code_values(story, broken[0]))
            return
    pytest.fail("no story had a constraint")


def test_suggestions_are_acceptable_efficient_and_cover_the_frontier(case_count: CaseCount) -> None:
    rng = np.random.default_rng(np.random.SeedSequence(11))
    several = 0
    for _ in range(case_count(sample=70, proof=2000)):
        story = random_story(rng)
        among = oracle.acceptable(story)
        problem = problem_of(story)
        found = suggestions(problem, 2)
        if isinstance(found, NoSettlement):
            assert not among
            continue
        edge = {code_values(story, x): np.array(oracle.points(story, x)) for x in oracle.frontier(story, among)}
        listed = [item.package for item in found.packages]
        assert len(set(listed)) == len(listed)
        assert set(listed) <= set(edge)
        floors = np.array([story.walk_away[p] for p in story.consent])
        span = np.array([max(oracle.u(story, p, x) for x in among) for p in story.consent]) - floors
        units = np.array([problem.units[p] for p in problem.consent])
        span = np.array([max(s, u) for s, u in zip(span, units, strict=True)])
        shares = {package: ((worth - floors) / span).astype(float) for package, worth in edge.items()}
        gaps = [min(np.abs(share - shares[one]).max() for one in listed) for share in shares.values()]
        assert found.radius is not None
        assert abs(max(gaps) - found.radius) < 1e-9
        assert min(shares[listed[0]]) > max(min(share) for share in shares.values()) - 1e-9
        several += len(listed) > 1
    assert several > 5


def test_equal_suggestions_are_worth_the_same_to_the_party(case_count: CaseCount) -> None:
    rng = np.random.default_rng(np.random.SeedSequence(12))
    several = none = 0
    for _ in range(case_count(sample=40, proof=2000)):
        story = random_story(rng)
        among = oracle.acceptable(story)
        if not among:
            continue
        party = story.consent[0]
        worth = oracle.u(story, party, among[int(rng.integers(len(among)))]) if rng.random() < 0.8 else 999
        found = equal_suggestions(problem_of(story), story.parties.index(party), worth, 3, within=1)
        band = {code_values(story, x) for x in among if abs(oracle.u(story, party, x) - worth) <= 1}
        if isinstance(found, NoSettlement):
            assert not band
            none += 1
            continue
        assert found.among == len(band)
        assert {item.package for item in found.packages} <= band
        several += len(found.packages) > 1
    assert several > 3
    assert none > 1
