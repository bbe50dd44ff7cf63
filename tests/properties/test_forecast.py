"""Means, medians, Nash outcomes and scores against their definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import numpy as np
import pytest
from tests.properties import forecast_draws as draws
from tests.properties.conftest import CaseCount

from detente.engines.forecast.nash_outcome import nash_outcome, nash_outcomes
from detente.engines.forecast.problem import PositionProblem
from detente.engines.forecast.record import Forecast, grade, leaderboard
from detente.engines.forecast.weighted_mean import compromise, compromise_outcomes, weighted_mean
from detente.engines.forecast.weighted_median import TieRule, weighted_median, weighted_medians

DAY = date(2026, 1, 1)


def test_the_median_is_where_the_weighted_distances_are_least(case_count: CaseCount) -> None:
    """Some actor's position is always a minimum, so the least and the greatest of those are the two ends."""
    for rng in draws.rngs(case_count(sample=60, proof=2000), 91):
        problem = draws.problem(rng)
        w, x = problem.weights, problem.positions
        total = {float(at): float((w * np.abs(x - at)).sum()) for at in x}
        least = min(total.values())
        best = [at for at, far in total.items() if far <= least + 1e-9 * w.sum() * (problem.high - problem.low)]
        found = {tie: weighted_median(problem, tie=tie).outcome for tie in get_args(TieRule)}
        assert found["lower"] == pytest.approx(min(best), abs=1e-9)
        assert found["upper"] == pytest.approx(max(best), abs=1e-9)
        assert found["midpoint"] == pytest.approx((min(best) + max(best)) / 2)
        assert weighted_medians(x[None], w[None])[0] == found["lower"]
        shown = weighted_median(problem).certificate
        assert max(shown["weight_below"], shown["weight_above"]) <= shown["weight"] * (0.5 + 1e-9)  # type: ignore[operator, type-var]


def test_the_median_wins_every_pairwise_contest_by_proportional_votes(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=30, proof=2000), 92):
        problem = draws.problem(rng)
        w, x = problem.weights, problem.positions
        at = weighted_median(problem).outcome
        for other in x:
            assert (w * (np.abs(x - other) - np.abs(x - at))).sum() >= -1e-9 * w.sum() * (problem.high - problem.low)


@pytest.mark.parametrize("weighting", ["both", "influence", "salience", "none"])
def test_leverage_is_what_a_small_change_does(weighting: str, case_count: CaseCount) -> None:
    step = 1e-6
    for rng in draws.rngs(case_count(sample=15, proof=2000), 93):
        problem = draws.plain_problem(rng, 2)
        found = weighted_mean(problem, weighting=weighting)
        assert sum(item.share for item in found.leverage) == pytest.approx(1)
        width = problem.high - problem.low
        for k, item in enumerate(found.leverage):
            nudge = np.eye(len(problem.actors))[k] * step
            wide = replace(problem, low=problem.low - width, high=problem.high + width)
            for name, by, unit in (
                ("positions", item.by_position, width),
                ("influence", item.by_influence, 1.0),
                ("salience", item.by_salience, -1.0 if problem.salience[k] > 0.5 else 1.0),
            ):
                moved = replace(wide, **{name: getattr(wide, name) + nudge * unit})
                change = (weighted_mean(moved, weighting=weighting).outcome - found.outcome) / (step * unit)
                assert change == pytest.approx(by, rel=1e-3, abs=1e-4 * width / max(problem.weights.sum(), 0.1))


def test_many_compromises_at_once(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=30, proof=2000), 94):
        problem = draws.problem(rng)
        columns = [a[None] for a in (problem.positions, problem.salience, problem.influence)]
        assert compromise_outcomes(*columns)[0] == pytest.approx(compromise(problem).outcome)
    assert np.isnan(compromise_outcomes(np.array([[1.0]]), np.array([[0.0]]), np.array([[1.0]]))[0])


def product_of_gains(problem: PositionProblem, at: np.ndarray, cost: float) -> np.ndarray:
    """sum c ln(gain) at each outcome; minus infinity where somebody with weight gains nothing."""
    held = problem.weights > 0
    x, s, c = (a[held][:, None] for a in (problem.positions, problem.salience, problem.influence))
    assert problem.reversion is not None
    gains = cost + s * ((problem.reversion - x) ** 2 - (at - x) ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((gains > 0).all(axis=0), (c * np.log(np.maximum(gains, 0))).sum(axis=0), -np.inf)


def test_the_nash_outcome_is_the_best_of_a_fine_grid(case_count: CaseCount) -> None:
    agreed = 0
    for rng in draws.rngs(case_count(sample=40, proof=2000), 95):
        problem = draws.problem(rng)
        width = problem.high - problem.low
        cost = 0.0 if rng.random() < 0.5 else float(rng.uniform(0, 1)) * width**2
        found = nash_outcome(problem, cost_of_no_deal=cost)
        grid = np.linspace(problem.low, problem.high, 2001)
        worth = product_of_gains(problem, grid, cost)
        if not found.agreed:
            assert found.outcome == problem.reversion
            assert np.isinf(worth).all()
            assert found.blocking
            continue
        agreed += 1
        ours = product_of_gains(problem, np.array([found.outcome]), cost)[0]
        assert ours >= worth.max() - 1e-9
        if np.isfinite(worth).any():
            assert abs(grid[worth.argmax()] - found.outcome) <= width / 2000 + 1e-9 * width
        if not cost:
            x, s, c = (a[None] for a in (problem.positions, problem.salience, problem.influence))
            many = nash_outcomes(x, s, c, float(problem.reversion or 0), problem.low, problem.high)
            assert many[0] == pytest.approx(found.outcome, abs=1e-8 * width)
    assert agreed > 5


def test_the_compromise_is_its_limit_as_no_deal_costs_ever_more(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=20, proof=2000), 96):
        problem = draws.problem(rng)
        width, limit = problem.high - problem.low, compromise(problem).outcome
        off = [abs(nash_outcome(problem, cost_of_no_deal=d * width**2).outcome - limit) / width for d in (10, 100, 1e6)]
        assert off[1] <= off[0] + 1e-8
        assert off[2] <= 1e-5


def test_those_who_block_cannot_all_be_better_off(case_count: CaseCount) -> None:
    seen = 0
    for rng in draws.rngs(case_count(sample=60, proof=2000), 97):
        problem = draws.problem(rng, 2)
        found = nash_outcome(problem)
        if found.agreed:
            continue
        seen += 1
        kept = np.array([name in found.blocking for name in problem.actors])
        only = replace(problem, influence=np.where(kept, problem.influence, 0.0))
        assert not nash_outcome(only).agreed
        named = nash_outcome(
            replace(
                problem,
                actors=problem.actors[::-1],
                **{key: getattr(problem, key)[::-1] for key in ("positions", "salience", "influence")},
            )
        ).blocking
        assert set(named) == set(found.blocking)
    assert seen > 5


def test_the_interval_score_rewards_the_honest_interval() -> None:
    """Of an outcome that is uniform on the scale, the central 80 per cent has the least expected score."""
    outcomes = (np.arange(2000) + 0.5) / 20

    def mean(low: float, high: float) -> float:
        said = Forecast("x", "m", (low + high) / 2, low, high, 0.8, 0, 100, DAY, "as signed")
        return float(np.mean([grade(said, float(y)).interval_score or 0.0 for y in outcomes]))

    honest = mean(10, 90)
    for low, high in ((0, 100), (5, 95), (15, 85), (20, 100), (0, 80), (40, 60), (10, 80)):
        assert honest < mean(low, high)


def test_a_leaderboard_compares_on_common_issues_only() -> None:
    said = [("a", "x", 10), ("a", "y", 20), ("b", "x", 12), ("b", "y", 50), ("b", "z", 0)]
    grades = [
        grade(Forecast(issue, model, at, max(at - 5, 0), at + 5, 0.8, 0, 100, DAY, "as signed"), 10)
        for model, issue, at in said
    ]
    found = leaderboard(grades)
    assert [(s.model, s.issues, s.mean_absolute_error, s.hits) for s in found] == [
        ("a", 2, 5.0, 0.5),
        ("b", 2, 21.0, 0.5),
    ]
    assert leaderboard(reversed(grades)) == found
    assert leaderboard([g for g in grades if g.forecast.issue != g.forecast.model]) == found
