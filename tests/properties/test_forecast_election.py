"""The election over positions: beside plain loops, in bulk, and what may not change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from tests.properties import forecast_draws as draws
from tests.properties.conftest import CaseCount

from detente.engines.forecast.position_election import election_outcomes, position_election
from detente.engines.forecast.problem import PositionProblem, position_problem
from detente.engines.forecast.spatial_model.readings import Election
from detente.foundation.errors import OutOfDomain

WAYS = get_args(Election)


def by_loops(problem: PositionProblem, election: Election) -> dict[float, float]:
    """Place to chance by the definition: the Markov ones by many small steps of the process, from an even start."""
    places = sorted(set(problem.positions.tolist()))
    actors = list(zip(problem.positions.tolist(), problem.weights.tolist(), strict=True))

    def support(y: float, z: float) -> float:
        return sum(w * max(0.0, abs(z - x) - abs(y - x)) for x, w in actors)

    def wins(y: float, z: float) -> float:
        both = support(y, z) + support(z, y)
        return support(y, z) / both if both > 0 else 0.5

    if election == "conditional":
        odds = [float(np.prod([wins(y, z) for z in places if z != y])) for y in places]
        return {y: odd / sum(odds) for y, odd in zip(places, odds, strict=True)}
    now = dict.fromkeys(places, 1 / len(places))
    for _ in range(1500):
        after = dict.fromkeys(places, 0.0)
        for held, chance in now.items():
            urge = {y: support(y, held) * wins(y, held) if election == "markov-incentive" else 1.0 for y in places}
            urge[held] = 0.0 if election == "markov-incentive" else 1.0
            for y in places:
                comes = urge[y] / sum(urge.values()) if sum(urge.values()) > 0 else 0.0
                if y != held:
                    after[y] += chance * comes * wins(y, held) / 2
                    after[held] -= chance * comes * wins(y, held) / 2
            after[held] += chance
        now = after
    return now


@pytest.mark.parametrize("election", WAYS)
def test_chances_are_those_of_the_definition(election: Election, case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=2, proof=120), 601):
        problem = draws.problem(rng, most=4)
        expected = by_loops(problem, election)
        found = position_election(problem, election=election)
        assert found.places.tolist() == list(expected)
        assert found.probabilities.tolist() == pytest.approx(list(expected.values()), abs=2e-3)
        assert found.outcome == pytest.approx(
            sum(y * p for y, p in zip(found.places, found.probabilities, strict=True))
        )


@pytest.mark.parametrize("election", WAYS)
def test_in_bulk_as_one_by_one(election: Election, case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=20, proof=2000), 602):
        problem = draws.problem(rng)
        salience = rng.uniform(0.01, 1, (3, len(problem.actors)))
        found = election_outcomes(problem.positions, salience * problem.influence + 1e-3, election=election)
        for k, row in enumerate(salience):
            one = replace(problem, salience=np.ones(len(row)), influence=row * problem.influence + 1e-3)
            assert found[k] == pytest.approx(position_election(one, election=election).outcome, abs=1e-9)


@pytest.mark.parametrize("election", WAYS)
def test_order_units_and_the_scale_of_influence_change_nothing(election: Election, case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=20, proof=2000), 603):
        problem = draws.problem(rng)
        before = position_election(problem, election=election)
        order = rng.permutation(len(problem.actors))
        changes: list[dict[str, Any]] = [
            {name: getattr(problem, name)[order] for name in ("positions", "salience", "influence")},
            {"influence": problem.influence * 7.5},
        ]
        for change in changes:
            after = position_election(replace(problem, **change), election=election)
            assert after.outcome == pytest.approx(before.outcome, abs=1e-7 * (problem.high - problem.low))
        wide = replace(problem, positions=problem.positions * 3 - 5, low=problem.low * 3 - 5, high=problem.high * 3 - 5)
        after = position_election(wide, election=election)
        assert after.outcome == pytest.approx(before.outcome * 3 - 5, abs=1e-6 * (wide.high - wide.low))


def test_together_they_stand_where_they_stand_and_two_are_weighed() -> None:
    assert position_election(position_problem([("a", 40, 1, 1), ("b", 40, 0, 1)])).outcome == 40
    two = position_problem([("a", 0, 1, 1), ("b", 100, 1, 3)])
    assert position_election(two).outcome == pytest.approx(75)
    with pytest.raises(OutOfDomain, match="there is no 'plurality'"):
        position_election(two, election="plurality")  # type: ignore[arg-type]
