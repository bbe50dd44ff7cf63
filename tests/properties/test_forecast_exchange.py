"""The exchange model against plain loops; both gain alike; the order of actors changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.properties import forecast_draws as draws
from tests.properties import forecast_oracle as oracle
from tests.properties.conftest import CaseCount

from detente.engines.forecast.exchange.model import position_exchange
from detente.engines.forecast.exchange.problem import ExchangeProblem, exchange_problem


def stand_of(problem: ExchangeProblem) -> oracle.Stand:
    tables = (problem.positions, problem.salience, problem.influence)
    return {
        (actor, issue): (float(tables[0][a, i]), float(tables[1][a, i]), float(tables[2][a, i]))
        for a, actor in enumerate(problem.actors)
        for i, issue in enumerate(problem.issues)
        if not np.isnan(tables[0][a, i])
    }


def test_one_round_as_in_plain_loops(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=40, proof=2000), 81):
        problem = draws.exchange(rng)
        found = position_exchange(problem)
        candidates, gains, outcomes = oracle.exchanges(stand_of(problem))
        assert found.candidates == candidates
        assert [deal.gain for deal in found.deals] == pytest.approx(gains, abs=1e-8)
        assert dict(zip(found.issues, found.outcomes[-1].tolist(), strict=True)) == pytest.approx(outcomes, abs=1e-6)


def test_both_gain_alike_and_nobody_passes_the_other(case_count: CaseCount) -> None:
    """From the deals alone: what each gains on what it asked for less what it gave, and how far the moves go."""
    for rng in draws.rngs(case_count(sample=40, proof=2000), 82):
        problem = draws.exchange(rng)
        stand = stand_of(problem)
        total = {i: sum(s * c for key, (_, s, c) in stand.items() if key[1] == i) for i in problem.issues}
        for deal in position_exchange(problem).deals:
            q, p = deal.first_moves_on, deal.second_moves_on
            shift_q = abs(deal.first_to - deal.first_from) * np.prod(stand[deal.first, q][1:]) / total[q]
            shift_p = abs(deal.second_to - deal.second_from) * np.prod(stand[deal.second, p][1:]) / total[p]
            gain_first = stand[deal.first, p][1] * shift_p - stand[deal.first, q][1] * shift_q
            gain_second = stand[deal.second, q][1] * shift_q - stand[deal.second, p][1] * shift_p
            assert gain_first == pytest.approx(deal.gain, abs=1e-9)
            assert gain_second == pytest.approx(deal.gain, abs=1e-9)
            assert deal.gain > 0
            for start, end, target in (
                (deal.first_from, deal.first_to, stand[deal.second, q][0]),
                (deal.second_from, deal.second_to, stand[deal.first, p][0]),
            ):
                assert min(start, target) - 1e-6 <= end <= max(start, target) + 1e-6


def test_the_order_of_rows_changes_nothing(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=20, proof=2000), 83):
        problem = draws.exchange(rng)
        rows = [(a, i, *numbers) for (a, i), numbers in stand_of(problem).items()]
        mixed = [rows[k] for k in rng.permutation(len(rows))]
        scales = {f"q{k}": (0.0, 100.0) for k in rng.permutation(len(problem.issues))}
        one, two = position_exchange(problem), position_exchange(exchange_problem(mixed, scales))
        assert [deal.gain for deal in two.deals] == pytest.approx([deal.gain for deal in one.deals], abs=1e-8)
        ends = [dict(zip(f.issues, f.outcomes[-1].tolist(), strict=True)) for f in (one, two)]
        assert ends[1] == pytest.approx(ends[0], abs=1e-6)


def test_the_units_of_scales_and_of_influence_change_nothing_but_themselves(case_count: CaseCount) -> None:
    for rng in draws.rngs(case_count(sample=20, proof=2000), 84):
        problem = draws.exchange(rng)
        units = rng.uniform(0.1, 5, len(problem.issues))
        other = replace(
            problem,
            positions=problem.positions * units,
            influence=problem.influence * rng.uniform(0.5, 3),
            high=problem.high * units,
        )
        one, two = position_exchange(problem, rounds=2), position_exchange(other, rounds=2)
        assert two.outcomes / units == pytest.approx(one.outcomes, abs=1e-6)


def test_what_a_deal_brings_the_others_adds_up_to_where_the_outcomes_went(case_count: CaseCount) -> None:
    """What all deals bring an actor outside them is what the way of the outcomes brings it."""
    for rng in draws.rngs(case_count(sample=20, proof=2000), 85):
        problem = draws.exchange(rng)
        found, stand = position_exchange(problem), stand_of(problem)
        partners = {name for deal in found.deals for name in (deal.first, deal.second)}
        for actor in set(problem.actors) - partners:
            brought = sum(dict(deal.others)[actor] for deal in found.deals)
            nearer = sum(
                stand[actor, issue][1]
                * (
                    abs(found.outcomes[0, k] - stand[actor, issue][0])
                    - abs(found.outcomes[-1, k] - stand[actor, issue][0])
                )
                for k, issue in enumerate(found.issues)
                if (actor, issue) in stand
            )
            assert brought == pytest.approx(nearer, abs=1e-6)


def test_who_cares_for_nothing_that_it_could_give_makes_no_deal() -> None:
    """A supplies an issue on which neither has salience: it has no weight there, so nothing is offered for it."""
    rows = [
        ("a", "x", 0, 1, 1),
        ("b", "x", 100, 0.5, 1),
        ("a", "y", 0, 0, 1),
        ("b", "y", 100, 0, 1),
        ("c", "y", 50, 1, 1),
    ]
    found = position_exchange(exchange_problem(rows, {"x": (0, 100), "y": (0, 100)}))
    assert found.deals == ()
    assert found.outcomes[0].tolist() == found.outcomes[1].tolist()
    assert np.isfinite(found.outcomes).all()
