"""The challenge model against plain loops, and what must not change it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.properties import forecast_draws as draws
from tests.properties import forecast_oracle as oracle
from tests.properties.conftest import CaseCount

from detente.engines.forecast.challenge import model
from detente.engines.forecast.challenge.model import challenge_model, challenge_outcomes
from detente.engines.forecast.challenge.offers import offers
from detente.engines.forecast.challenge.probabilities import (
    curved_supports,
    shares_of_all,
    shares_of_contests,
    sides,
    straight_supports,
)
from detente.engines.forecast.challenge.readings import READINGS, SCHOLZ_TEXT, Reading
from detente.engines.forecast.challenge.utilities import expectations
from detente.engines.forecast.problem import PositionProblem

EVERY = [
    *READINGS.values(),
    replace(SCHOLZ_TEXT, name="half", q=0.5),
    replace(SCHOLZ_TEXT, name="own-half-current", q=0.25, view="own", spread="current"),
    Reading("all-compels", denominator="all", offers="contest-first", curved_votes=True, q=0.9),
    Reading("curved-contests", curved_votes=True, spread="current"),
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


def places_and_weights(problem: PositionProblem) -> tuple[np.ndarray, np.ndarray]:
    """Ascending, as shares of the range; and the weights of those who stand there."""
    order = np.argsort(problem.positions, kind="stable")
    x = problem.positions[order]
    return (x - x[0]) / ((x[-1] - x[0]) or 1.0), problem.weights[order]


def direct_supports(x: np.ndarray, w: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Voter by voter, and pair by pair."""
    far = np.abs(x[:, None] - x[None]) ** r[:, None]
    return np.array([[(w * np.maximum(far[:, j] - far[:, i], 0)).sum() for j in range(len(x))] for i in range(len(x))])


def direct_shares(x: np.ndarray, w: np.ndarray, support: np.ndarray) -> np.ndarray:
    cast = support + support.T
    shares = np.divide(support, cast, out=np.full_like(cast, 0.5), where=cast > 1e-14 * w.sum())
    return np.where(x[:, None] == x[None], 0.0, shares)


def test_prefix_sums_are_the_direct_sums(case_count: CaseCount) -> None:
    """To 1e-12, ties included: supports by distances and by powers of them from 1/2 to 2, and the shares of each."""
    for rng in draws.rngs(case_count(sample=40, proof=4000), 72):
        problem = draws.problem(rng, 2, 12)
        x, w = places_and_weights(problem)
        column, gaps = x[:, None], np.abs(x[:, None, None] - x[None, :, None])
        nearer, ones = sides(column), np.ones_like(x)
        r = np.where(rng.random(len(x)) < 0.2, rng.choice([0.5, 1.0, 2.0], len(x)), rng.uniform(0.5, 2, len(x)))
        straight = straight_supports(column, w[:, None], nearer)
        curved = curved_supports(gaps, r[:, None], w[:, None], nearer)
        for found, exponents in ((straight, ones), (curved, r)):
            support = direct_supports(x, w, exponents)
            assert np.abs(found[:, :, 0] - support).max() <= 1e-12
            votes = support.sum()
            every = shares_of_all(found)[:, :, 0]
            assert np.abs(every - (support / (2 * votes) if votes else 0)).max() <= 1e-12
        shares = shares_of_contests(straight, column, w[:, None])[:, :, 0]
        assert np.abs(shares - direct_shares(x, w, direct_supports(x, w, ones))).max() <= 1e-12


def test_probabilities_are_as_good_however_near_two_stand(case_count: CaseCount) -> None:
    """Against exact arithmetic on the same numbers, in which votes between neighbours do not cancel."""
    for rng in draws.rngs(case_count(sample=20, proof=2000), 78):
        count = int(rng.integers(2, 7))
        near = 10.0 ** -rng.integers(0, 7, count)
        x = np.sort(rng.integers(0, 2, count) * 0.4 + 0.3 + 0.25 * near * rng.uniform(-1, 1, count))
        w = rng.uniform(0.1, 3, count)
        column = x[:, None]
        found = shares_of_contests(straight_supports(column, w[:, None], sides(column)), column, w[:, None])
        at, weights = [Fraction(k) for k in x.tolist()], [Fraction(k) for k in w.tolist()]
        for i in range(count):
            for j in range(count):
                votes = [b * (abs(a - at[j]) - abs(a - at[i])) for a, b in zip(at, weights, strict=True)]
                cast = sum(abs(v) for v in votes)
                exact = float(sum(v for v in votes if v > 0) / cast) if cast else 0.0
                assert abs(found[i, j, 0] - exact) <= 1e-12


def test_more_actors_than_a_byte_counts() -> None:
    """Nearly all of them low, so that more than 127 stand nearer to the lowest than to the highest."""
    rng = np.random.default_rng(np.random.SeedSequence(79))
    x, w, r = np.sort(rng.uniform(0, 1, 150) ** 12), rng.uniform(0, 1, 150), rng.uniform(0.5, 2, 150)
    column, gaps = x[:, None], np.abs(x[:, None, None] - x[None, :, None])
    found = curved_supports(gaps, r[:, None], w[:, None], sides(column))[:, :, 0]
    assert np.abs(found - direct_supports(x, w, r)).max() <= 1e-12


@READING
def test_where_runs_are_cut_changes_nothing(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(np.random.SeedSequence(80))
    columns = rng.integers(0, 9, (23, 5)).astype(np.float64), rng.uniform(0.1, 1, (23, 5)), rng.uniform(0.1, 2, (23, 5))
    whole = challenge_outcomes(*columns, preset=reading, rounds=4)
    monkeypatch.setattr(model, "_AT_ONCE", 20)
    assert challenge_outcomes(*columns, preset=reading, rounds=4) == pytest.approx(whole, abs=1e-9)


@READING
def test_many_runs_at_once_are_each_run(reading: Reading, case_count: CaseCount) -> None:
    rng = np.random.default_rng(np.random.SeedSequence(73))
    runs, count = case_count(sample=8, proof=2000), 6
    positions = np.where(
        rng.random((runs, 1)) < 0.5, rng.integers(0, 5, (runs, count)) * 25.0, rng.uniform(0, 100, (runs, count))
    )
    salience, influence = rng.integers(1, 5, (runs, count)) / 4.0, rng.integers(1, 4, (runs, count)).astype(np.float64)
    found = challenge_outcomes(positions, salience, influence, preset=reading, rounds=3)
    names = tuple(f"a{k}" for k in range(count))
    for k in range(runs):
        alone = challenge_model(
            PositionProblem(names, positions[k], salience[k], influence[k]), preset=reading, rounds=3
        )
        assert found[k].tolist() == pytest.approx(alone.medians, abs=1e-9)


def medians(problems: list[PositionProblem], reading: Reading) -> list[list[float]]:
    """The medians of each problem after each of 3 rounds, those of as many actors in bulk."""
    found: list[list[float]] = [[] for _ in problems]
    for count in {len(problem.actors) for problem in problems}:
        at = [k for k, problem in enumerate(problems) if len(problem.actors) == count]
        x = np.stack([problems[k].positions for k in at])
        s = np.stack([problems[k].salience for k in at])
        c = np.stack([problems[k].influence for k in at])
        for k, row in zip(at, challenge_outcomes(x, s, c, preset=reading, rounds=3).tolist(), strict=True):
            found[k] = row
    return found


def shuffled(problem: PositionProblem, order: np.ndarray) -> PositionProblem:
    return replace(
        problem,
        actors=tuple(problem.actors[k] for k in order),
        positions=problem.positions[order],
        salience=problem.salience[order],
        influence=problem.influence[order],
    )


@READING
def test_the_order_of_actors_changes_nothing(reading: Reading, case_count: CaseCount) -> None:
    """All positions of the first few, and the medians of all."""
    problems, others = list[PositionProblem](), list[PositionProblem]()
    for k, rng in enumerate(draws.rngs(case_count(sample=25, proof=4000), 74)):
        problem = draws.problem(rng, 2)
        order = rng.permutation(len(problem.actors))
        problems.append(problem)
        others.append(shuffled(problem, order))
        if k < 5:
            one, two = (challenge_model(p, preset=reading, rounds=3) for p in (problem, others[-1]))
            assert two.positions == pytest.approx(one.positions[:, order], abs=near(problem))
            assert two.medians == pytest.approx(one.medians, abs=near(problem))
    for problem, one, two in zip(problems, medians(problems, reading), medians(others, reading), strict=True):
        assert two == pytest.approx(one, abs=near(problem))


@READING
def test_another_unit_of_the_scale_and_of_influence_changes_nothing(reading: Reading, case_count: CaseCount) -> None:
    """All positions of the first few, and the medians of all."""
    problems, others, scales = list[PositionProblem](), list[PositionProblem](), list[tuple[float, float]]()
    for k, rng in enumerate(draws.rngs(case_count(sample=25, proof=4000), 75)):
        problem = draws.problem(rng, 2)
        stretch, shift, unit = float(rng.uniform(0.01, 50)), float(rng.uniform(-3000, 3000)), float(rng.uniform(0.1, 9))
        low, high = (shift + stretch * end for end in (problem.low, problem.high))
        at = np.clip(shift + stretch * problem.positions, low, high)
        other = replace(problem, positions=at, influence=unit * problem.influence, low=low, high=high, reversion=None)
        problems.append(problem)
        others.append(other)
        scales.append((stretch, shift))
        if k < 5:
            one, two = (challenge_model(p, preset=reading, rounds=3) for p in (problem, other))
            assert (two.positions - shift) / stretch == pytest.approx(one.positions, abs=near(problem))
    found = zip(problems, scales, medians(problems, reading), medians(others, reading), strict=True)
    for problem, (stretch, shift), one, two in found:
        assert [(m - shift) / stretch for m in two] == pytest.approx(one, abs=near(problem))


@pytest.mark.parametrize("reading", [r for r in EVERY if r.offers != "least-move"], ids=lambda r: r.name)
def test_a_move_is_told_by_an_offer_that_its_reading_prefers(reading: Reading, case_count: CaseCount) -> None:
    """Also where several stand at one place and ask for different things."""
    kinds = ("conflict", "compromise", "compel")
    for rng in draws.rngs(case_count(sample=30, proof=2000), 182):
        problem = draws.problem(rng, 3)
        order = np.argsort(problem.positions, kind="stable")
        x, s, c = (a[order, None] for a in (problem.positions, problem.salience, problem.influence))
        spread = np.array([float(x.max() - x.min()) or 1.0])
        seen = expectations(x, s, c, reading, spread)
        made = offers(x, seen, reading)
        asked = made.conflict | made.compromise | made.compel
        names = [problem.actors[k] for k in order.tolist()]
        for move in challenge_model(problem, preset=reading, rounds=1).moves:
            i, j = names.index(move.actor), names.index(move.towards)
            others = np.flatnonzero(asked[i, :, 0]).tolist()
            assert j in others
            if reading.offers == "contest-first":
                assert kinds.index(move.kind) == min(kinds.index(made.kind(i, k, 0)) for k in others)
            else:
                assert seen.threat[i, j, 0] >= max(seen.threat[i, k, 0] for k in others) - 2e-9


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
