"""Folding against definitions written out naively, and its certificates by independent conditions."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.properties import settlement_oracle as oracle
from tests.properties.folding_draws import larger_problem
from tests.properties.settlement_oracle import Package, Story
from tests.properties.settlement_stories import (
    code_values,
    condition,
    number,
    problem_of,
    random_story,
    relabelled,
    rescaled,
)

from detente.engines.settlement import NoSettlement, settle
from detente.engines.settlement.folding import (
    FoldedFrontier,
    FoldedSolution,
    folded_frontier,
    folded_solutions,
    folding_outline,
    zone_size,
)
from detente.engines.settlement.folding.folded_frontier import package_scores

CaseCount = Callable[..., int]

FEATURES = (
    "ties",
    "constraints",
    "red lines",
    "offers",
    "interactions",
    "conditional consent",
    "conditional consent that binds",
    "status quo that would be an agreement",
    "status quo that would be on the frontier",
    "bargaining weights",
    "negative walk-aways",
    "walk-aways above everything",
    "empty zones",
    "nothing feasible",
    "several groups, one of several issues",
    "a point of several packages",
    "frontiers of F and A differ",
)


def stories(count: int) -> Iterable[tuple[Story, np.random.Generator]]:
    for seed in np.random.SeedSequence(20261122).spawn(count):
        rng = np.random.default_rng(seed)
        yield _told(rng), rng


def _told(rng: np.random.Generator) -> Story:
    """A random story, in most cases with conditions that leave some issues free of one another."""
    story = random_story(rng)
    kind = rng.random()
    if kind < 0.25:
        return story
    if kind < 0.45:
        return replace(story, interactions=story.interactions[:1], constraints=story.constraints[:1], grounds=[])
    others = [p for p in story.parties if p not in story.consent]
    asked = [(condition(rng, story.issues, depth), p) for p in others for depth in (0, 1)[: int(rng.integers(1, 3))]]
    plain = [(kind, name, who, condition(rng, story.issues, 0)) for kind, name, who, _ in story.grounds]
    worth = {
        p: {i: {v: number(rng) for v in values} for i, values in story.worth[p].items()} if p in others else worth
        for p, worth in story.worth.items()
    }
    constraints = [(name, condition(rng, story.issues, 0)) for name, _ in story.constraints[:1]]
    return replace(
        story,
        worth=worth,
        conditional=asked,
        grounds=plain,
        constraints=constraints,
        interactions=story.interactions[: int(rng.integers(2))],
    )


def coded(story: Story, among: Iterable[Package]) -> set[tuple[int, ...]]:
    return {code_values(story, x) for x in among}


FOLDING = "detente.engines.settlement.folding"
SMALL = (
    ("maxima", "_FEW", 0),
    ("maxima", "_PAIRS", 0),
    ("merging", "_FEW", 0),
    ("halving", "_SMALL", 3),
    ("halving", "_AT_ONCE", 2),
    ("merging", "_AT_ONCE", 4),
    ("merging", "_FITS", 3),
    ("groups", "_CHUNK", 5),
    ("zone_size", "_PAIRS", 0),
    ("zone_size", "_AT_ONCE", 4),
    ("zone_size", "_FITS", 3),
    ("zone_size", "_EXACT_FLOAT", 0),
)
"""Sizes from which on another way is taken: made small in turn, so that problems of a few packages take every way."""


def vary(ways: pytest.MonkeyPatch, rng: np.random.Generator) -> None:
    ways.undo()
    for module, name, small in SMALL:
        if rng.random() < 0.4:
            ways.setattr(importlib.import_module(f"{FOLDING}.{module}"), name, small)


def say(capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    """The counts, shown where output is (make proof)."""
    with capsys.disabled():
        sys.stdout.write(f"\n  {sentence}\n")


def test_folding_agrees_with_brute_force(
    case_count: CaseCount, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    count = case_count(sample=150, proof=5000)
    seen: Counter[str] = Counter()
    for story, rng in stories(count):
        vary(monkeypatch, rng)
        problem = problem_of(story)
        agreed, feasible = oracle.acceptable(story), oracle.feasible(story)
        of_f = folded_frontier(problem, "feasible")
        of_a = folded_frontier(problem, "acceptable")
        _check_frontier(story, of_f, feasible, rng)
        _check_frontier(story, of_a, agreed, rng)
        _check_solutions(story, of_a, agreed)
        _check_size(story, agreed, rng)
        _note(seen, story, of_f, of_a, agreed)
    assert all(seen[kind] >= max(2, count // 100) for kind in FEATURES), seen
    say(capsys, f"folding: {count} problems agree with brute force; {dict(seen)}")


def _check_frontier(story: Story, found: FoldedFrontier, among: list[Package], rng: np.random.Generator) -> None:
    expected = oracle.frontier(story, among)
    by_values: Counter[tuple[Fraction, ...]] = Counter(tuple(oracle.points(story, x)) for x in expected)
    assert found.values() == tuple(sorted(by_values))
    assert found.counts == tuple(by_values[v] for v in found.values())
    assert found.compared == len(oracle.packages(story))
    assert (len(found), found.n_packages) == (len(by_values), len(expected))
    outline = folding_outline(found.problem, found.side)
    assert len(found) <= outline.most_points
    assert (outline.packages, outline.considered) == (found.compared, found.considered)
    rebuilt = [found.packages(i) for i in range(len(found))]
    assert all(list(some) == sorted(set(some)) for some in rebuilt)
    assert {x for some in rebuilt for x in some} == coded(story, expected)
    for values, some, one in zip(found.values(), rebuilt, found.one_each().tolist(), strict=True):
        assert tuple(one) in some
        assert all(_worth(found, x) == values for x in some)
    if by_values:
        ideal = tuple(max(oracle.u(story, p, x) for x in among) for p in story.consent)
        assert found.ideal == ideal
    else:
        assert isinstance(found.ideal, NoSettlement)
    _check_certificates(story, found, among, rng)


def _worth(found: FoldedFrontier, package: tuple[int, ...]) -> tuple[Fraction, ...]:
    scores = package_scores(found.problem, package)
    return tuple(scores[p] * found.problem.units[p] for p in found.problem.consent)


def _check_certificates(story: Story, found: FoldedFrontier, among: list[Package], rng: np.random.Generator) -> None:
    """Whatever is not on the frontier is dominated by a package that belongs to the set; nothing on it is."""
    if not among:
        return
    inside = coded(story, among)
    for i in rng.integers(len(among), size=3).tolist():
        x = among[i]
        above = found.dominating_package(code_values(story, x))
        on_frontier = code_values(story, x) in {y for k in range(len(found)) for y in found.packages(k)}
        assert bool(above) != on_frontier
        for point in above:
            certificate = found.packages(point, most=1)[0]
            assert certificate in inside
            assert oracle.dominates(list(_worth(found, certificate)), oracle.points(story, x))


def _check_solutions(story: Story, found: FoldedFrontier, agreed: list[Package]) -> None:
    weights = [story.weights[p] for p in story.consent]
    answers = folded_solutions(found, weights=weights)
    enumerated = settle(problem_of(story), weights=weights)
    if not agreed:
        for name, answer in answers.items():
            other = enumerated.solutions[name]
            assert isinstance(answer, NoSettlement)
            assert isinstance(other, NoSettlement)
            assert answer.reason == other.reason
        return
    for name, packages in oracle.solutions(story, agreed).items():
        answer = answers[name]
        assert isinstance(answer, FoldedSolution)
        assert answer.complete
        assert set(answer.packages) == coded(story, packages), name
        assert answer.n_packages == len(packages)
        _check_same(answer, enumerated.solutions[name])


def _check_same(ours: FoldedSolution, theirs: object) -> None:
    """Field by field what enumeration says; of a runner-up its worth, as several packages may share the place."""
    found, expected = ours.solution.to_dict(), theirs.to_dict()  # type: ignore[attr-defined]
    seconds = [answer["certificate"].pop("runner_up") for answer in (found, expected)]
    assert found == expected
    assert bool(seconds[0]) == bool(seconds[1])
    if seconds[0]:
        for key in ("product", "gaining", "sorted_gains", "total"):
            assert seconds[0].get(key) == seconds[1].get(key)


def _check_size(story: Story, agreed: list[Package], rng: np.random.Generator) -> None:
    problem = problem_of(story)
    size = zone_size(problem)
    assert size.acceptable == len(agreed)
    assert (size.feasible, size.packages) == (len(oracle.feasible(story)), len(oracle.packages(story)))
    party = str(rng.choice(story.consent))
    higher = {**story.walk_away, party: number(rng)}
    retold = replace(story, walk_away=higher)
    assert zone_size(problem, {party: higher[party]}).acceptable == len(oracle.acceptable(retold))


def _note(seen: Counter[str], story: Story, of_f: FoldedFrontier, of_a: FoldedFrontier, agreed: list[Package]) -> None:
    """Which features this problem had, so that the sample is known to reach them."""
    best = {p: max(oracle.u(story, p, x) for x in oracle.packages(story)) for p in story.parties}
    kinds = {kind for kind, _, _, _ in story.grounds}
    unbound = replace(story, conditional=[])
    without_quo = replace(story, status_quo=None)
    nash = folded_solutions(of_a)["nash"]
    quo = story.status_quo
    had = {
        "ties": isinstance(nash, FoldedSolution) and nash.n_packages > 1,
        "constraints": bool(story.constraints),
        "red lines": "red-line" in kinds,
        "offers": "offer" in kinds,
        "interactions": bool(story.interactions),
        "conditional consent": bool(story.conditional),
        "conditional consent that binds": len(oracle.acceptable(unbound)) > len(agreed),
        "status quo that would be an agreement": len(oracle.acceptable(without_quo)) > len(agreed),
        "status quo that would be on the frontier": quo is not None
        and quo in oracle.frontier(story, oracle.acceptable(without_quo)),
        "bargaining weights": len(set(story.weights.values())) > 1,
        "negative walk-aways": any(d < 0 for d in story.walk_away.values()),
        "walk-aways above everything": any(d > best[p] for p, d in story.walk_away.items()),
        "empty zones": not agreed,
        "nothing feasible": not oracle.feasible(story),
        "several groups, one of several issues": len(of_a.merges) > 1 and any(len(m.issues) > 1 for m in of_a.merges),
        "a point of several packages": max(of_a.counts, default=0) > 1,
        "frontiers of F and A differ": set(of_f.values()) != set(of_a.values()),
    }
    seen.update(name for name, present in had.items() if present)


def test_other_names_and_orders_change_nothing(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=20, proof=2000)
    for story, rng in stories(count):
        retold = relabelled(story, rng)
        found = [_by_name(one) for one in (story, retold)]
        assert found[0] == found[1]
    say(capsys, f"folding: relabelling leaves {count} problems unchanged")


def _by_name(story: Story) -> object:
    problem = problem_of(story)
    told: list[object] = [zone_size(problem).acceptable]
    for side in ("feasible", "acceptable"):
        found = folded_frontier(problem, side)  # type: ignore[arg-type]
        order = [story.consent.index(p) for p in sorted(story.consent)]
        told.append(Counter({tuple(v[i] for i in order): n for v, n in zip(found.values(), found.counts, strict=True)}))
    return told


def test_another_scale_for_one_party_moves_its_values_only(case_count: CaseCount) -> None:
    for story, rng in stories(case_count(sample=20, proof=2000)):
        party = str(rng.choice(story.parties))
        factor, shift = Fraction(7, 3), Fraction(-5, 2)
        before = folded_frontier(problem_of(story))
        after = folded_frontier(problem_of(rescaled(story, party, factor, shift)))
        moved = [
            [factor * v + shift if p == party else v for p, v in zip(story.consent, row, strict=True)]
            for row in before.values()
        ]
        assert [list(row) for row in after.values()] == moved
        assert after.counts == before.counts


def test_larger_problems_agree_with_enumeration(
    case_count: CaseCount, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    count = case_count(sample=10, proof=1000)
    seen: Counter[str] = Counter()
    for seed in np.random.SeedSequence(20261123).spawn(count):
        rng = np.random.default_rng(seed)
        problem = larger_problem(rng)
        if rng.random() < 0.3:
            monkeypatch.setattr(importlib.import_module(f"{FOLDING}.halving"), "_SMALL", 24)
        enumerated = settle(problem)
        of_f, of_a = folded_frontier(problem, "feasible"), folded_frontier(problem, "acceptable")
        assert zone_size(problem).acceptable == enumerated.n_acceptable
        for ours, theirs in ((of_f, enumerated.frontier_feasible), (of_a, enumerated.frontier_acceptable)):
            rows = Counter(map(tuple, theirs.scores.tolist()))
            assert dict(zip(map(tuple, ours.scores.tolist()), ours.counts, strict=True)) == rows
            rebuilt = [enumerated.packages.encode(x) for i in range(len(ours)) for x in ours.packages(i)]
            assert sorted(rebuilt) == theirs.packages.tolist()
        for name, answer in folded_solutions(of_a).items():
            other = enumerated.solutions[name]
            assert isinstance(answer, NoSettlement) == isinstance(other, NoSettlement)
            if isinstance(answer, FoldedSolution):
                _check_same(answer, other)
        monkeypatch.undo()
        free = sum(len(m.issues) == 1 for m in of_a.merges)
        seen.update(["groups", "mixed"] if 1 < free < len(problem.sizes) else ["groups"])
        seen.update(["empty"] if not enumerated.n_acceptable else [])
        seen.update(["restricting"] if folding_outline(problem).restricting else [])
    assert seen["mixed"] > count // 4, seen
    assert seen["restricting"] > count // 10, seen
    say(capsys, f"folding: {count} problems of thousands of packages agree with enumeration; {dict(seen)}")
