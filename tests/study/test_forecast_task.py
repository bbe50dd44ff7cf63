"""Every model over draws of salience and influence: the same numbers as one run at a time, and the same every time."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from detente.engines.forecast.nash_outcome import nash_outcome, nash_outcomes
from detente.engines.forecast.problem import PositionProblem, position_problem
from detente.engines.forecast.side_by_side import side_by_side
from detente.foundation.errors import OutOfDomain
from detente.study.factors import Range, Triangle
from detente.study.forecast_task import MODELS, ForecastTask
from detente.study.running import one_chunk, run

PROBLEM = position_problem([("a", 10, 0.5, 2), ("b", 40, 0.8, 1), ("c", 45, 0.3, 4), ("d", 100, 0.9, 3)], reversion=0.0)
NOT_DRAWN = ("spatial-model",)
"""Takes too long to be run for every draw."""

TASK = ForecastTask(
    PROBLEM,
    (Range(0.3, 0.7), Range(0.8, 0.8), Triangle(0.1, 0.3, 0.6), Range(0.5, 1)),
    (Range(1, 3), Range(1, 1), Range(2, 6), Triangle(1, 3, 4)),
    rounds=3,
)


def drawn(task: ForecastTask, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Salience and influence of each draw of the first chunk, by their forms."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
    uniforms = rng.random((draws, 8))
    numbers = np.hstack([form.numbers(uniforms[:, [k]]) for k, form in enumerate((*task.salience, *task.influence))])
    return numbers[:, :4], numbers[:, 4:]


def test_every_draw_is_what_the_models_say_one_at_a_time() -> None:
    outcomes = one_chunk(TASK, 7, 0, 12)["outcomes"]
    for row, salience, influence in zip(outcomes, *drawn(TASK, 12, 7), strict=True):
        problem = dataclasses.replace(PROBLEM, salience=salience, influence=influence)
        alone = [m for m in side_by_side(problem, rounds=3).models if m.method not in NOT_DRAWN]
        assert [(m.method, m.preset) for m in alone] == list(MODELS)
        assert row.tolist() == pytest.approx([m.outcome for m in alone], abs=1e-7)


def test_points_give_the_shown_outcomes_in_every_draw() -> None:
    salience = tuple(Range(s, s) for s in PROBLEM.salience.tolist())
    influence = tuple(Range(c, c) for c in PROBLEM.influence.tolist())
    found = run(ForecastTask(PROBLEM, salience, influence), 3).answer
    shown = [m.outcome for m in side_by_side(PROBLEM).models if m.method not in NOT_DRAWN]
    assert found.outcomes[0].tolist() == pytest.approx(shown, abs=1e-7)
    assert np.ptp(found.outcomes, axis=0).max() < 1e-12
    assert all(i.width < 1e-12 for i in found.intervals())


def test_intervals_are_quantiles_of_the_draws() -> None:
    found = run(TASK, 500, seed=3).answer
    for k, interval in enumerate(found.intervals(0.5)):
        assert (interval.method, interval.preset) == MODELS[k]
        ordered = np.sort(found.outcomes[:, k])
        assert interval.low <= interval.median <= interval.high
        assert (ordered < interval.low).mean() <= 0.25
        assert (ordered > interval.high).mean() <= 0.25
    wide, narrow = found.intervals(0.9)[1], found.intervals(0.5)[1]
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize("confidence", [0.0, 1.0, 80.0])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(OutOfDomain):
        run(TASK, 10).answer.intervals(confidence)


def test_the_compromise_lies_where_its_bounds_say() -> None:
    """Within what the ends of all ranges admit: it is monotone in each weight."""
    outcomes = run(TASK, 1_000).answer.outcomes[:, 1]
    x = PROBLEM.positions
    least, most = np.array([0.3 * 1, 0.8, 0.1 * 2, 0.5 * 1]), np.array([0.7 * 3, 0.8, 0.6 * 6, 1 * 4])

    def mean(weights: np.ndarray) -> float:
        return float((weights * x).sum() / weights.sum())

    below = min(mean(np.where(x <= cut, most, least)) for cut in x)
    above = max(mean(np.where(x >= cut, most, least)) for cut in x)
    assert below <= outcomes.min() < outcomes.max() <= above


def test_without_a_reversion_one_model_has_no_interval() -> None:
    found = run(dataclasses.replace(TASK, problem=dataclasses.replace(PROBLEM, reversion=None)), 20).answer
    assert [i.method for i in found.intervals()].count("nash-outcome") == 0
    assert len(found.intervals()) == len(MODELS) - 1


def test_the_same_wherever_it_is_worked_out_and_after_a_stop(tmp_path: Path) -> None:
    alone = run(TASK, 40, chunk=10, seed=1)
    with ThreadPoolExecutor(2) as threads:
        together = run(TASK, 40, chunk=10, seed=1, executor=threads)
    assert (alone.answer.outcomes == together.answer.outcomes).all()
    run(TASK, 20, chunk=10, seed=1, store=tmp_path)
    resumed = run(TASK, 40, chunk=10, seed=1, store=tmp_path)
    assert resumed.resumed == 2
    assert (alone.answer.outcomes == resumed.answer.outcomes).all()


def test_what_decides_a_draw_is_in_the_key() -> None:
    keys = {
        repr(sorted(task.about.items()))
        for task in (
            TASK,
            dataclasses.replace(TASK, rounds=4),
            dataclasses.replace(TASK, salience=(Range(0.3, 0.8), *TASK.salience[1:])),
            dataclasses.replace(TASK, problem=dataclasses.replace(PROBLEM, reversion=50.0)),
        )
    }
    assert len(keys) == 4
    with pytest.raises(OutOfDomain, match="4 actors"):
        dataclasses.replace(TASK, salience=TASK.salience[1:])


def test_nash_in_bulk_is_nash_alone() -> None:
    rng = np.random.default_rng(20)
    for _ in range(8):
        runs, count = 20, int(rng.integers(1, 6))
        x, s = rng.integers(0, 101, (runs, count)).astype(float), rng.integers(0, 5, (runs, count)) / 4
        c = rng.integers(0, 4, (runs, count)).astype(float)
        s[:, 0], c[:, 0] = 0.5, 1.0
        quo = float(rng.integers(0, 101))
        many = nash_outcomes(x, s, c, quo, 0.0, 100.0)
        names = tuple(f"actor {k}" for k in range(count))
        one = [
            nash_outcome(PositionProblem(names, row[0], row[1], row[2], reversion=quo)).outcome
            for row in zip(x, s, c, strict=True)
        ]
        assert many.tolist() == pytest.approx(one, abs=1e-6)
