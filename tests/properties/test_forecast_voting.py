"""Winsets, cores and proposers against every point of a grid put to the vote."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.properties import voting_draws as naive
from tests.properties.conftest import CaseCount

from detente.engines.forecast.power.voting_rule import unanimity, weighted_rule
from detente.engines.forecast.voting.agenda_setter import agenda_setter
from detente.engines.forecast.voting.core import NoCore, core
from detente.engines.forecast.voting.spatial_problem import SpatialProblem
from detente.engines.forecast.voting.unanimity_core import unanimity_core
from detente.engines.forecast.voting.veto_players import veto_players
from detente.engines.forecast.voting.voting_outcome import voting_outcome
from detente.engines.forecast.voting.winset import winset
from detente.engines.forecast.voting.winset_plane import PlaneWinset, winset_plane

GRID = [k / 2 for k in range(-40, 61)]
"""Halves: between any two ends 2 x - sq of whole numbers lies one, and so does every end."""


def test_the_winset_holds_exactly_the_points_of_the_line_that_win(case_count: CaseCount) -> None:
    found_sides = set[tuple[bool, int]]()
    for rng in naive.rngs(case_count(sample=40, proof=3000), 51):
        problem = naive.spatial(rng, 1)
        quo = problem.status_quo.tolist()
        found = winset(problem)
        for point in GRID:
            expected = naive.beats(problem, [point], quo)
            assert any(point in part for part in found.intervals) == expected == problem.beats([point])
        for part in found.intervals:
            far = part.low if part.high == quo[0] else part.high
            inside = [p for p in GRID if p in part]
            always = [v for v in problem.voters if all(v in _accepting(problem, p) for p in inside)]
            assert set(part.carried_by) == set(always)
            assert set(part.pivots) == {
                v for v, x in zip(problem.voters, problem.line, strict=True) if 2 * x - quo[0] == far
            }
        found_sides.add((problem.indifferent_accept, len(found.intervals)))
    assert {(a, n) for a in (False, True) for n in (0, 1)} <= found_sides
    assert any(n == 2 for _, n in found_sides)


def _accepting(problem: SpatialProblem, point: float) -> set[str]:
    return {problem.voters[v] for v in problem.accepting([point])}


def test_the_core_holds_exactly_the_points_that_no_point_beats(case_count: CaseCount) -> None:
    kinds = set[str]()
    grid = [k / 2 for k in range(-4, 23)]
    for rng in naive.rngs(case_count(sample=12, proof=1000), 52):
        problem = naive.spatial(rng, 1)
        found = core(problem)
        stable = [x for x in grid if not any(naive.beats(problem, [y], [x]) for y in grid)]
        inside = [] if isinstance(found, NoCore) else [x for x in grid if found.low <= x <= found.high]
        assert inside == stable
        kinds.add("none" if isinstance(found, NoCore) else "point" if found.low == found.high else "stretch")
        if not isinstance(found, NoCore):
            assert found.holds == (not winset(problem).intervals)
            stands = dict(zip(problem.voters, problem.line.tolist(), strict=True))
            assert {stands[v] for v in found.low_pivots} == {found.low}
            assert {stands[v] for v in found.high_pivots} == {found.high}
    assert kinds >= {"point", "stretch"}


def test_an_empty_core_is_found() -> None:
    rule = weighted_rule(1, [1, 1])
    problem = SpatialProblem(rule.voters, np.array([[0.0], [1]]), np.array([0.0]), rule)
    assert isinstance(core(problem), NoCore)
    assert len(winset(replace(problem, status_quo=np.array([0.5]))).intervals) == 2


def test_the_proposer_gets_the_nearest_point_that_passes(case_count: CaseCount) -> None:
    changed = missed = 0
    for rng in naive.rngs(case_count(sample=50, proof=3000), 53):
        problem = naive.spatial(rng, 1)
        quo, place = float(problem.status_quo[0]), int(rng.integers(len(problem.voters) + 1))
        outsider = place == len(problem.voters)
        ideal = float(rng.integers(0, 9)) if outsider else float(problem.line[place])
        setter = "somebody" if outsider else problem.voters[place]
        found = agenda_setter(problem, setter, ideal=ideal if outsider else None)
        passing = [p for p in GRID if naive.beats(problem, [p], [quo])]
        nearest = min([abs(ideal - quo), *(abs(ideal - p) for p in passing)])
        reached = abs(ideal - found.outcome)
        # The grid has points within a half of an open end.
        assert nearest - (0 if found.attained else 0.5) <= reached <= nearest
        assert found.attained == (found.outcome == quo or naive.beats(problem, [found.outcome], [quo]))
        assert found.changes == (found.outcome != quo)
        if found.attained and found.changes:
            assert bool(found.limited_by) == (found.outcome != ideal)
        changed, missed = changed + found.changes, missed + (not found.attained)
    assert changed
    assert missed


def test_each_vote_is_decided_by_its_decisive_voters(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=40, proof=2000), 54):
        problem = naive.spatial(rng, 1)
        proposals = [p for p in GRID[::9] if p != problem.status_quo[0]]
        for vote in voting_outcome(problem, proposals).votes:
            assert vote.passes == naive.beats(problem, [vote.proposal], problem.status_quo.tolist())
            yes = {problem.voters.index(v) for v in vote.supporters}
            assert {problem.voters.index(v) for v in vote.opponents} == set(range(len(problem.voters))) - yes
            before = naive.wins(problem.rule, yes)
            turned = [v for k, v in enumerate(problem.voters) if naive.wins(problem.rule, yes ^ {k}) != before]
            assert sorted(vote.decisive) == sorted(turned)


def _contains(found: PlaneWinset, point: list[float]) -> bool:
    """By the polygons: whether a ray to the right crosses the edge an odd number of times."""
    x, y = point
    for petal in found.petals:
        here, there = petal.corners, np.roll(petal.corners, -1, axis=0)
        crosses = (here[:, 1] > y) != (there[:, 1] > y)
        low, high = here[crosses], there[crosses]
        at = low[:, 0] + (y - low[:, 1]) * (high[:, 0] - low[:, 0]) / (high[:, 1] - low[:, 1])
        if np.count_nonzero(at > x) % 2:
            return True
    return False


def test_the_petals_hold_the_points_of_the_plane_that_win(case_count: CaseCount) -> None:
    counts = set[int]()
    for rng in naive.rngs(case_count(sample=20, proof=2000), 55):
        problem = naive.spatial(rng, 2)
        found = winset_plane(problem, corners=720)
        counts.add(len(found.petals))
        quo = problem.status_quo.tolist()
        reach = np.hypot(*(problem.ideals - problem.status_quo).T)
        points = (problem.status_quo + rng.uniform(-2, 2, (60, 2)) * max(reach.max(), 1)).tolist()
        for point in points:
            expected = naive.beats(problem, point, quo)
            assert problem.beats(point) == expected
            near = np.abs(np.hypot(*(problem.ideals - point).T) - reach).min()
            if near > 2 * (found.tolerance or 0) + 1e-9:
                assert _contains(found, point) == expected
        for petal in found.petals:
            x, y = (petal.corners - problem.status_quo).T
            polygon = float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)
            assert petal.area == pytest.approx(polygon, rel=5e-3, abs=1e-9)
    assert {0, 1} <= counts


def test_area_is_the_share_of_points_that_win(case_count: CaseCount) -> None:
    draws = case_count(sample=4000, proof=20_000)
    for rng in naive.rngs(case_count(sample=6, proof=300), 56):
        problem = naive.spatial(rng, 2, most=7)
        side = 4 * max(float(np.hypot(*(problem.ideals - problem.status_quo).T).max()), 1)
        points = problem.status_quo + rng.uniform(-side / 2, side / 2, (draws, 2))
        loss = np.square(points[:, None] - problem.ideals[None]).sum(axis=2)
        today = np.square(problem.ideals - problem.status_quo).sum(axis=1)
        share = problem.rule.wins_each(loss < today).mean()
        true = winset_plane(problem).area / side**2
        assert abs(share - true) < 5 * math.sqrt(max(true * (1 - true), 1 / draws) / draws)


def test_under_unanimity_the_hull_is_what_nothing_beats(case_count: CaseCount) -> None:
    inside = outside = 0
    for rng in naive.rngs(case_count(sample=60, proof=2000), 57):
        count = int(rng.integers(1, 7))
        rule = unanimity([f"v{k}" for k in range(count)])
        points = rng.integers(0, 6, (count, 2)).astype(float)
        quo = rng.integers(-1, 7, 2).astype(float)
        found = winset_plane(SpatialProblem(rule.voters, points, quo, rule))
        hull = unanimity_core(points)
        assert all(_in_hull(hull, point) for point in points)
        assert len(hull) < 3 or (_turns(hull, np.roll(hull, -2, axis=0)) > 0).all()
        stable = _in_hull(hull, quo)
        assert (not found.petals) == stable
        inside, outside = inside + stable, outside + (not stable)
    assert inside
    assert outside


def _in_hull(hull: np.ndarray, point: np.ndarray) -> bool:
    """Ends included; whole numbers, so that nothing is rounded."""
    boxed = (hull.min(axis=0) <= point).all() and (point <= hull.max(axis=0)).all()
    return bool((_turns(hull, point) >= 0).all() and boxed)


def _turns(hull: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Above 0 where what is seen lies to the left of the way from a corner to the next."""
    ahead, away = np.roll(hull, -1, axis=0) - hull, seen - hull
    return ahead[:, 0] * away[:, 1] - ahead[:, 1] * away[:, 0]


def test_the_plane_along_a_line_is_the_line(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=40, proof=2000), 58):
        problem = replace(naive.spatial(rng, 1), indifferent_accept=False)
        ideals, quo = (np.concatenate([v, np.zeros_like(v)], axis=-1) for v in (problem.ideals, problem.status_quo))
        flat = replace(problem, ideals=ideals, status_quo=quo)
        reached = sorted(
            (float(p.corners[:, 0].min()), float(p.corners[:, 0].max())) for p in winset_plane(flat).petals
        )
        line = [(part.low, part.high) for part in winset(problem).intervals]
        assert np.array(reached).ravel() == pytest.approx(np.array(line).ravel(), abs=2e-3)


def test_a_list_is_what_dominance_says(case_count: CaseCount) -> None:
    sizes = set[tuple[bool, bool]]()
    for rng in naive.rngs(case_count(sample=60, proof=2500), 59):
        problem = naive.spatial(rng, int(rng.integers(1, 4)), top=6)
        listed = (rng.integers(0, 13, (int(rng.integers(1, 9)), problem.ideals.shape[1])) / 2).tolist()
        answer = veto_players(problem, listed)
        quo = problem.status_quo.tolist()
        winning = [i for i, y in enumerate(listed) if naive.beats(problem, y, quo)]
        stable = [i for i, x in enumerate(listed) if not any(naive.beats(problem, y, x) for y in listed)]
        assert (list(answer.winset), list(answer.core)) == (winning, stable)
        for i, who in zip(answer.winset, answer.supporters, strict=True):
            assert who == tuple(problem.voters[v] for v in problem.accepting(listed[i]))
        # Decimals are taken as printed: ties stay ties where floats would part them.
        tenth = replace(problem, ideals=problem.ideals / 10, status_quo=problem.status_quo / 10)
        there = veto_players(tenth, [[v / 10 for v in row] for row in listed])
        assert (there.winset, there.core) == (answer.winset, answer.core)
        sizes.add((bool(winning), bool(stable)))
    assert {(True, True), (False, True), (True, False)} <= sizes


def test_salience_stretches_the_scales(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=30, proof=2000), 60):
        problem = naive.spatial(rng, 2, top=6)
        listed = rng.integers(0, 7, (6, 2)).tolist()
        factors = [1, int(rng.integers(1, 4))]
        wide = replace(problem, ideals=problem.ideals * factors, status_quo=problem.status_quo * factors)
        squared = [[float(f * f) for f in factors]] * len(problem.voters)
        here = veto_players(problem, listed, salience=squared)
        there = veto_players(wide, [[v * f for v, f in zip(row, factors, strict=True)] for row in listed])
        assert (here.winset, here.core) == (there.winset, there.core)


def test_relabelling_voters_and_mirroring_the_line_change_nothing(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=40, proof=2000), 61):
        problem = naive.spatial(rng, 1)
        mirrored = replace(problem, ideals=-problem.ideals, status_quo=-problem.status_quo)
        here, there = winset(problem), winset(mirrored)
        assert [(-p.high, -p.low) for p in reversed(there.intervals)] == [(p.low, p.high) for p in here.intervals]
        assert here.against_up == there.against_down
        cores = core(problem), core(mirrored)
        if not isinstance(cores[0], NoCore) and not isinstance(cores[1], NoCore):
            assert (cores[0].low, cores[0].high) == (-cores[1].high, -cores[1].low)
        else:
            assert isinstance(cores[0], NoCore)
            assert isinstance(cores[1], NoCore)
