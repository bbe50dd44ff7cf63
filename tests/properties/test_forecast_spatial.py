"""The spatial model and its election against plain loops, and what must not change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.properties import forecast_draws as draws
from tests.properties import spatial_oracle as oracle
from tests.properties.conftest import CaseCount

from detente.engines.forecast.spatial_model.election import condorcet_election
from detente.engines.forecast.spatial_model.model import SpatialForecast, spatial_model
from detente.engines.forecast.spatial_model.problem import SpatialProblem
from detente.engines.forecast.spatial_model.readings import (
    KTAB,
    SPATIAL_READINGS,
    Election,
    SpatialReading,
    Victory,
    Votes,
)

EVERY = [
    *(replace(reading, drawn=False) for reading in SPATIAL_READINGS.values()),
    SpatialReading("binary", votes="binary", victory="square", risk_range="max", risk_known=1.0),
    SpatialReading("both", votes="cubic", victory="binary", bargain="both", risk_range="min", meeting="s1p1"),
    SpatialReading("alone", third_parties="stay-out", meeting="s2pmax", victory="octic", risk_known=0.0),
    SpatialReading("compromise", votes="proportional-binary", victory="quartic", bargain="compromise"),
]
READING = pytest.mark.parametrize("reading", EVERY, ids=[reading.name for reading in EVERY])

VOTES: tuple[Votes, ...] = ("proportional", "binary", "proportional-binary", "cubic", "proportional-cubic")
VICTORY: tuple[Victory, ...] = ("linear", "square", "quartic", "octic", "binary")
ELECTION: tuple[Election, ...] = ("conditional", "markov-uniform", "markov-incentive")


def problems(count: int, seed: int, *, tied: float = 0.4) -> Iterator[SpatialProblem]:
    """One to three scales; some places, saliences and capabilities equal, some actors without; some accommodate."""
    for rng in draws.rngs(count, seed):
        actors, width = int(rng.integers(1, 7)), int(rng.integers(1, 4))
        low = rng.uniform(-50, 50, width)
        shares, salience, capability = (
            rng.random((actors, width)),
            rng.random((actors, width)),
            rng.uniform(1, 9, actors),
        )
        if rng.random() < tied:
            shares, salience = rng.integers(0, 5, (actors, width)) / 4, rng.integers(0, 4, (actors, width)) / 3
            capability = rng.integers(0, 4, actors).astype(np.float64)
            capability[0] = 2
        accommodation = rng.dirichlet(np.ones(actors + 1), actors)[:, :actors] if rng.random() < 0.3 else None
        yield SpatialProblem(
            tuple(f"a{k}" for k in range(actors)),
            tuple(f"d{k}" for k in range(width)),
            low + 8 * shares,
            salience / width,
            capability,
            low,
            low + 8,
            accommodation,
        )


def differ(found: SpatialForecast, problem: SpatialProblem, states: list[oracle.World]) -> bool:
    """Whether turns, positions or chances are not those of the plain loops."""
    if found.turns + 1 != len(states):
        return True
    far = np.abs(found.positions - problem.in_units(np.array([state.x for state in states]))).max()
    chances = np.array([state.win_chances() for state in states])
    return bool(far > 1e-6 or np.abs(found.probabilities - chances).max() > 1e-6)


def decided_by_rounding(problem: SpatialProblem, reading: SpatialReading, states: list[oracle.World]) -> bool:
    """Whether 1e-11 more or less of capability, in the plain loops, leads elsewhere."""
    shaken = problem.capability * (1 + 1e-11 * np.arange(1, len(problem.actors) + 1))
    others = oracle.states(replace(problem, capability=shaken), reading, len(states) - 1)
    return len(others) != len(states) or any(
        oracle.moved(one, other) > 1e-6 for one, other in zip(states, others, strict=True)
    )


@READING
def test_every_turn_as_in_plain_loops(reading: SpatialReading, case_count: CaseCount) -> None:
    count, left_out = case_count(sample=8, proof=600), 0
    for problem in problems(count, 81):
        found, states = spatial_model(problem, preset=reading, turns=3), oracle.states(problem, reading, 3)
        if differ(found, problem, states):
            assert decided_by_rounding(problem, reading, states)
            left_out += 1
    assert left_out <= max(1, count / 50)


@pytest.mark.parametrize("election", ELECTION)
def test_an_election_as_in_plain_loops(election: Election, case_count: CaseCount) -> None:
    """Every way to vote and to win, with ties, options that all refuse, and voters without weight."""
    for rng in draws.rngs(case_count(sample=40, proof=2000), 82):
        options, voters = int(rng.integers(1, 6)), int(rng.integers(1, 6))
        tied = rng.random() < 0.4
        u = rng.integers(0, 3, (options, voters)) / 2 if tied else rng.random((options, voters))
        weights = rng.integers(0, 3, voters).astype(np.float64) if tied else rng.random(voters)
        weights[0] += 1
        votes, victory = VOTES[int(rng.integers(5))], VICTORY[int(rng.integers(5))]
        found = condorcet_election(u, weights, votes=votes, victory=victory, election=election)
        expected = oracle.election(u.tolist(), weights.tolist(), votes, victory, election)
        assert found.probabilities == pytest.approx(expected, abs=2e-6)
        assert found.probabilities.sum() == pytest.approx(1)
        assert found.pairwise + found.pairwise.T == pytest.approx(np.ones((options, options)))
        best = [o for o, p in zip(found.options, expected, strict=True) if p >= max(expected) - 1e-5]
        assert set(found.likeliest) <= set(best)


@pytest.mark.parametrize("election", ["markov-uniform", "markov-incentive"])
def test_the_end_of_a_process_is_where_a_challenge_changes_nothing(election: Election, case_count: CaseCount) -> None:
    """Chance in is chance out for every option, by the certificate alone."""
    for rng in draws.rngs(case_count(sample=30, proof=2000), 83):
        options, voters = int(rng.integers(2, 8)), int(rng.integers(1, 6))
        found = condorcet_election(rng.random((options, voters)), rng.random(voters) + 0.1, election=election)
        pi, p, support = found.probabilities, found.pairwise, np.asarray(found.certificate["support"])
        urge = np.full((options, options), 1.0) if election == "markov-uniform" else support * p
        np.fill_diagonal(urge, 1.0 if election == "markov-uniform" else 0.0)
        for i in range(options):
            others = [j for j in range(options) if j != i]
            gains = sum(pi[j] * urge[i, j] / urge[:, j].sum() * p[i, j] for j in others if urge[:, j].sum() > 0)
            loses = sum(pi[i] * urge[j, i] / urge[:, i].sum() * p[j, i] for j in others if urge[:, i].sum() > 0)
            assert gains == pytest.approx(loses, abs=1e-9)


def all_apart(problem: SpatialProblem, found: SpatialForecast, turn: int) -> bool:
    """Whether any two stand at one point, or clearly at two."""
    places = (found.positions[turn] - problem.low) / (problem.high - problem.low)
    far = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    return not ((far > 1e-12) & (far < 1.1e-3)).any()


@READING
def test_names_scales_and_units_change_nothing(reading: SpatialReading, case_count: CaseCount) -> None:
    """Relabelled actors and dimensions, other units, all capability doubled."""
    count, left_out = case_count(sample=6, proof=300), 0
    for problem in problems(count, 84, tied=0):
        found = spatial_model(problem, preset=reading, turns=3)
        rng = np.random.default_rng(np.random.SeedSequence([84, len(problem.actors)]))
        actors, dimensions = rng.permutation(len(problem.actors)), rng.permutation(len(problem.dimensions))
        follows = problem.accommodation
        other = SpatialProblem(
            tuple(problem.actors[k] for k in actors),
            tuple(problem.dimensions[k] for k in dimensions),
            4 * problem.positions[np.ix_(actors, dimensions)],
            problem.salience[np.ix_(actors, dimensions)],
            2 * problem.capability[actors],
            4 * problem.low[dimensions],
            4 * problem.high[dimensions],
            None if follows is None else follows[np.ix_(actors, actors)],
        )
        again = spatial_model(other, preset=reading, turns=3)
        same = again.turns == found.turns and bool(
            np.allclose(again.positions, 4 * found.positions[:, actors][:, :, dimensions], atol=1e-8)
        )
        # Of actors who stand together, but not at one point, the first as listed stands for all in the last election.
        clear = [t for t in range(found.turns + 1) if all_apart(problem, found, t)]
        if same:
            assert again.probabilities[clear] == pytest.approx(found.probabilities[clear][:, actors], abs=1e-8)
        left_out += not same
        if not same:
            assert decided_by_rounding(problem, reading, oracle.states(problem, reading, 3))
    assert left_out <= max(1, count / 50)


def test_a_reader_can_check_every_bargain_without_the_code(case_count: CaseCount) -> None:
    """Where two meet follows from their saliences and the chance; who took it stands there in the next turn."""
    for problem in problems(case_count(sample=10, proof=500), 85):
        found = spatial_model(problem, turns=3)
        width = problem.high - problem.low
        for deal in found.bargains:
            i, j = found.actors.index(deal.initiator), found.actors.index(deal.receiver)
            before, after = found.positions[deal.turn - 1], found.positions[deal.turn]
            mine, theirs = (problem.salience[i] * deal.chance) ** 2, (problem.salience[j] * (1 - deal.chance)) ** 2
            meet = (mine * before[i] + theirs * before[j]) / np.maximum(mine + theirs, 1e-12)
            strong = (mine + theirs) > 0.02
            for end, actor, takes in (
                (deal.initiator_to, i, deal.initiator_takes),
                (deal.receiver_to, j, deal.receiver_takes),
            ):
                assert np.abs((np.array(end) - meet) / width)[strong].max(initial=0) < 2e-4
                if found.actors[actor] in deal.taken:
                    assert after[actor] == pytest.approx(end)
                    assert takes > 0
            assert deal.gain > 0
        movers = {(deal.turn, actor) for deal in found.bargains for actor in deal.taken}
        for turn in range(1, found.turns + 1):
            for k, actor in enumerate(found.actors):
                if (turn, actor) not in movers:
                    assert found.positions[turn, k] == pytest.approx(found.positions[turn - 1, k])


def test_what_is_drawn_comes_from_the_seed_and_by_the_chances() -> None:
    problem = next(p for p in problems(60, 86, tied=0) if len(p.actors) > 4)
    reading = replace(KTAB, name="drawn", drawn=True)
    first, again = (spatial_model(problem, preset=reading, turns=4, seed=7) for _ in range(2))
    assert (first.positions == again.positions).all()
    assert first.seed == 7
    runs = [spatial_model(problem, preset=reading, turns=1, seed=seed) for seed in range(100)]
    for k, deal in enumerate(runs[0].bargains):
        share = float(np.mean([deal.initiator in run.bargains[k].taken for run in runs]))
        assert share == pytest.approx(deal.initiator_takes, abs=0.2)
