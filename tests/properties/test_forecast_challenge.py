"""The challenge model against plain loops, and what must not change it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.properties import forecast_draws as draws
from tests.properties import forecast_oracle as oracle
from tests.properties.conftest import CaseCount

from detente.engines.forecast.challenge.model import challenge_model, challenge_outcomes
from detente.engines.forecast.challenge.probabilities import contest_probabilities, supports
from detente.engines.forecast.challenge.readings import READINGS, SCHOLZ_TEXT, Reading
from detente.engines.forecast.problem import PositionProblem

EVERY = [
    *READINGS.values(),
    replace(SCHOLZ_TEXT, name="half", q=0.5),
    replace(SCHOLZ_TEXT, name="own-half-current", q=0.25, view="own", spread="current"),
    Reading("all-compels", denominator="all", offers="contest-first", curved_votes=True, q=0.9),
]
READING = pytest.mark.parametrize("reading", EVERY, ids=[reading.name for reading in EVERY])


def near(problem: PositionProblem) -> float:
    """What counts as the same place: 1e-7 of the scale."""
    return 1e-7 * (problem.high - problem.low)


def decided_by_rounding(problem: PositionProblem, reading: Reading, expected: np.ndarray) -> bool:
    """Whether 1e-12 more or less of influence, in the plain loops, leads elsewhere."""
    shaken = problem.influence * (1 + 1e-12 * np.arange(1, len(problem.actors) + 1))
    other = oracle.challenge_positions(replace(problem, influence=shaken), reading, len(expected) - 1)
    return bool(np.abs(np.array(other) - expected).max() > near(problem))


@READING
def test_every_round_as_in_plain_loops(reading: Reading, case_count: CaseCount) -> None:
    count, left_out = case_count(sample=20, proof=2000), 0
    for rng in draws.rngs(count, 71):
        problem = draws.problem(rng)
        found = challenge_model(problem, preset=reading, rounds=3)
        expected = np.array(oracle.challenge_positions(problem, reading, 3))
        if np.abs(found.positions - expected).max() > near(problem):
            assert decided_by_rounding(problem, reading, expected)
            left_out += 1
    assert left_out <= count / 200


def test_probabilities_are_the_direct_sums(case_count: CaseCount) -> None:
    """To 1e-12, ties included; and the general sums over voters give the same shares."""
    for rng in draws.rngs(case_count(sample=60, proof=2000), 72):
        problem = draws.problem(rng, 2, 12)
        order = np.argsort(problem.positions, kind="stable")
        x, w = (problem.positions - problem.low)[order] / (problem.high - problem.low), problem.weights[order]
        found = contest_probabilities(x[:, None], w[:, None])[:, :, 0]
        direct = np.zeros_like(found)
        far = np.abs(x[:, None] - x[None])
        support = supports(far[:, :, None], w[:, None])[:, :, 0]
        for i in range(len(x)):
            for j in range(len(x)):
                signed = w * (far[:, j] - far[:, i])
                assert support[i, j] == pytest.approx(signed[signed > 0].sum(), abs=1e-12)
                if x[i] != x[j]:
                    cast = np.abs(signed).sum()
                    direct[i, j] = signed[signed > 0].sum() / cast if cast > 1e-14 * w.sum() else 0.5
        assert np.abs(found - direct).max() <= 1e-12


@READING
def test_many_runs_at_once_are_each_run(reading: Reading, case_count: CaseCount) -> None:
    rng = np.random.default_rng(np.random.SeedSequence(73))
    runs, count = case_count(sample=12, proof=2000), 6
    positions = np.where(
        rng.random((runs, 1)) < 0.5, rng.integers(0, 5, (runs, count)) * 25.0, rng.uniform(0, 100, (runs, count))
    )
    salience, influence = rng.integers(1, 5, (runs, count)) / 4.0, rng.integers(1, 4, (runs, count)).astype(np.float64)
    found = challenge_outcomes(positions, salience, influence, preset=reading, rounds=4)
    names = tuple(f"a{k}" for k in range(count))
    for k in range(runs):
        alone = challenge_model(
            PositionProblem(names, positions[k], salience[k], influence[k]), preset=reading, rounds=4
        )
        assert found[k].tolist() == pytest.approx(alone.medians, abs=1e-9)


@READING
def test_the_order_of_actors_changes_nothing(reading: Reading, case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=10, proof=2000), 74):
        problem = draws.problem(rng, 2)
        order = rng.permutation(len(problem.actors))
        other = PositionProblem(
            tuple(problem.actors[k] for k in order),
            problem.positions[order],
            problem.salience[order],
            problem.influence[order],
            problem.low,
            problem.high,
        )
        one, two = (challenge_model(p, preset=reading, rounds=3) for p in (problem, other))
        assert two.positions == pytest.approx(one.positions[:, order], abs=near(problem))
        assert two.medians == pytest.approx(one.medians, abs=near(problem))


@READING
def test_another_unit_of_the_scale_and_of_influence_changes_nothing(reading: Reading, case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=10, proof=2000), 75):
        problem = draws.problem(rng, 2)
        stretch, shift, unit = float(rng.uniform(0.01, 50)), float(rng.uniform(-3000, 3000)), float(rng.uniform(0.1, 9))
        low, high = (shift + stretch * end for end in (problem.low, problem.high))
        other = PositionProblem(
            problem.actors,
            np.clip(shift + stretch * problem.positions, low, high),
            problem.salience,
            unit * problem.influence,
            low,
            high,
        )
        one, two = (challenge_model(p, preset=reading, rounds=3) for p in (problem, other))
        assert (two.positions - shift) / stretch == pytest.approx(one.positions, abs=near(problem))


@pytest.mark.parametrize("reading", [r for r in EVERY if r.offers != "contest-first"], ids=lambda r: r.name)
def test_a_mirrored_scale_mirrors_the_forecast_where_nothing_ties(reading: Reading, case_count: CaseCount) -> None:
    """Not where an offer is chosen by the smaller weighted average of positions: that has a direction."""
    for rng in draws.rngs(case_count(sample=10, proof=2000), 76):
        problem = draws.plain_problem(rng, 2)
        other = replace(problem, positions=problem.low + problem.high - problem.positions)
        one, two = (challenge_model(p, preset=reading, rounds=3) for p in (problem, other))
        if ties(one.positions[1:], problem):
            continue
        assert problem.low + problem.high - two.positions == pytest.approx(one.positions, abs=near(problem))


def ties(positions: np.ndarray, problem: PositionProblem) -> bool:
    """Whether an actor stands midway between two places, where the tie rule decides which of the two is taken."""
    for x in positions:
        far = np.abs(x[:, None] - x[None])
        for row, here in zip(far, x, strict=True):
            above, below = np.sort(row[x > here]), np.sort(row[x < here])
            if np.any(np.abs(above[:, None] - below[None]) <= near(problem)):
                return True
    return False


def test_a_run_that_comes_to_rest_keeps_its_last_median() -> None:
    """Beside another that goes on: a gives way to b in round 1, and then nobody is left to challenge."""
    names = ("a", "b")
    rests = PositionProblem(names, np.array([0.0, 100.0]), np.array([0.9, 0.9]), np.array([3.0, 1.0]))
    alone = challenge_model(rests, rounds=6)
    assert alone.settled == 1
    assert alone.medians[0] != alone.medians[1]
    columns = [np.stack([a, a]) for a in (rests.positions, rests.salience, rests.influence)]
    columns[1][1] = [0.7, 0.9]
    found = challenge_outcomes(*columns, rounds=6)
    assert found[0].tolist() == pytest.approx(alone.medians)


def test_nobody_moves_alone_or_together() -> None:
    for count in (1, 2, 5):
        columns = np.full(count, 40.0), np.full(count, 0.5), np.ones(count)
        found = challenge_model(PositionProblem(tuple(f"a{k}" for k in range(count)), *columns))
        assert found.settled == 0
        assert set(found.medians) == {40.0}
        assert found.caveats == ()


def test_two_alike_stay_neutral_and_where_they_are() -> None:
    """Equal sums that rounding tells apart give nobody a risk; of two who expect the same neither gives way."""
    pair = PositionProblem(("a", "b"), np.array([0.1, 0.7]), np.array([0.3, 0.3]), np.array([1.1, 1.1]), 0.0, 1.0)
    found = challenge_model(pair)
    assert found.risk.tolist() == [1.0, 1.0]
    assert found.settled == 0


def test_the_median_does_not_pass_the_outermost_positions(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=10, proof=2000), 77):
        problem = draws.problem(rng, 2)
        found = challenge_model(problem)
        assert (np.diff(found.positions.max(axis=1)) <= near(problem)).all()
        assert (np.diff(found.positions.min(axis=1)) >= -near(problem)).all()
