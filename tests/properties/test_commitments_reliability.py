"""Reliability, selection, moral hazard and capability shares against definitions written out naively."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from tests.properties import deterrence_oracle as oracle

from detente.engines.commitments.deterrence import (
    BetaPrior,
    Deterrence,
    Guarantor,
    NoAnswer,
    SelectionEffect,
    State,
    capability_share,
    kendall_tau_b,
    moral_hazard,
    selection_effect,
    uncertain_deterrence,
)
from detente.engines.commitments.deterrence.incomplete_beta import beta_quantile, incomplete_beta
from detente.engines.commitments.deterrence.selection import beta_nodes

CaseCount = Callable[..., int]


def draws(count: int, key: int) -> Iterator[np.random.Generator]:
    for seed in np.random.SeedSequence([20261122, key]).spawn(count):
        yield np.random.default_rng(seed)


def scale(problem: Deterrence) -> float:
    return problem.prize + problem.cost + abs(problem.status_quo) + sum(g.added_cost for g in problem.guarantors)


def test_uncertain_reliability(case_count: CaseCount) -> None:
    """The mean against draws, and each draw's chance against problems with that reliability put in."""
    for rng in draws(case_count(sample=8, proof=200), 12):
        problem = oracle.random_problem(rng, 4)
        shared = bool(rng.random() < 0.5)
        one = BetaPrior(*rng.uniform(0.5, 5, 2).tolist(), "drawn")
        priors = [one if shared else BetaPrior(*rng.uniform(0.5, 5, 2).tolist(), "drawn") for _ in problem.guarantors]
        answer = uncertain_deterrence(problem, priors, 20_000, int(rng.integers(2**31)), shared=shared)
        error = max(answer.expected_utility_error, 1e-12 * scale(problem))
        assert abs(answer.expected_utility_drawn - answer.expected_utility) < 5 * error
        if shared and priors:
            # A polynomial of degree n in the common q: 8 Gauss-Jacobi nodes integrate it exactly.
            nodes, weights = beta_nodes(one.a, one.b, 8)
            naive = [oracle.utility(problem.with_reliabilities([q] * len(priors))) for q in nodes.tolist()]
            assert answer.expected_utility == pytest.approx(float(weights @ naive), abs=1e-11 * scale(problem))
        if not shared:
            mean = problem.with_reliabilities([prior.mean for prior in priors])
            assert answer.expected_utility == pytest.approx(oracle.utility(mean), abs=1e-11 * scale(problem))
        if isinstance(answer.exact_probability, float):
            assert abs(answer.exact_probability - answer.probability_deterred) < 5 * max(answer.standard_error, 2e-4)


def test_one_uncertain_base_rate_for_all_is_not_one_each() -> None:
    """The mean worth by small steps over the density of a shared reliability, proportional to q^3 (1 - q)."""
    three = (Guarantor("g", 6, 1, 0.5, 0.15), Guarantor("h", 2.4, 1, 0.5, 0.05), Guarantor("i", 1.8, 1, 0.5, 0.05))
    problem = Deterrence(4, 1, three, cost=0.3)
    steps = [(k + 0.5) / 1000 for k in range(1000)]
    naive = sum(20 * q**3 * (1 - q) * oracle.utility(problem.with_reliabilities([q] * 3)) for q in steps) / 1000
    shared = uncertain_deterrence(problem, [BetaPrior(4, 2, "assumed")] * 3, 100, 1, shared=True)
    assert shared.expected_utility == pytest.approx(naive, abs=1e-5)
    alone = uncertain_deterrence(problem, [BetaPrior(4, 2, "assumed")] * 3, 100, 1)
    assert abs(alone.expected_utility - naive) > 1e-3


def test_selection_by_quadrature_agrees_with_small_steps(case_count: CaseCount) -> None:
    base = Deterrence(4, 1, (Guarantor("g", 12, 0.5, 0.5, 0.15),), cost=0.3)
    steps = np.linspace(0, 1, 2001)
    for rng in draws(case_count(sample=4, proof=300), 13):
        prior = BetaPrior(*np.exp(rng.uniform(-1, 3, 2)).tolist(), "drawn")
        noise = float(np.exp(rng.uniform(-5, 0)))
        problem = replace(base, cost=float(rng.uniform(0.1, 0.6)))
        answer = selection_effect(problem, prior, noise)
        assert isinstance(answer, SelectionEffect)
        t = answer.threshold
        fine = np.clip(t + noise * np.linspace(-8, 8, 801), 0, 1)
        grid = np.unique(np.concatenate([steps**6 / (steps**6 + (1 - steps) ** 6), fine]))
        attacked = np.array([0.5 * math.erfc(-(t - x) / noise / math.sqrt(2)) for x in grid.tolist()])
        below, kept = (
            np.array([incomplete_beta(prior.a + more, prior.b, x) for x in grid.tolist()]) for more in (0, 1)
        )
        middle = (attacked[1:] + attacked[:-1]) / 2
        assert answer.attack_rate == pytest.approx(float(np.diff(below) @ middle), abs=3e-5)
        honoured = prior.mean * float(np.diff(kept) @ middle)
        assert isinstance(answer.honour_rate, float)
        assert answer.attack_rate * answer.honour_rate == pytest.approx(honoured, abs=3e-5)
        # Which promises are tested: never more reliable ones than all.
        assert answer.honour_rate <= prior.mean + 1e-12


def test_incomplete_beta_against_exact_sums(case_count: CaseCount) -> None:
    """For whole a and b: the chance of at least a successes in a + b - 1 trials, in exact fractions."""
    for rng in draws(case_count(sample=60, proof=2000), 14):
        a, b = (int(rng.choice([1, 2, rng.integers(1, 60)])) for _ in range(2))
        x = Fraction(int(rng.integers(0, 1001)), 1000)
        n = a + b - 1
        exact = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
        assert incomplete_beta(a, b, float(x)) == pytest.approx(float(exact), abs=1e-12)
        chance = float(rng.uniform(1e-6, 1 - 1e-6))
        p, q = (float(np.exp(v)) for v in rng.uniform(-2, 5, 2))
        # Near 1 the function may rise steeply between two neighbouring floats: the quantile is the upper one.
        found = beta_quantile(p, q, chance)
        assert incomplete_beta(p, q, math.nextafter(found, 0)) - 1e-12 <= chance <= incomplete_beta(p, q, found) + 1e-12
        # I_x(1/2, 1/2) = 2/pi asin(sqrt x); I_x(a, 1) = x^a.
        assert incomplete_beta(0.5, 0.5, float(x)) == pytest.approx(2 / math.pi * math.asin(math.sqrt(x)), abs=1e-12)
        assert incomplete_beta(p, 1, float(x)) == pytest.approx(float(x) ** p, abs=1e-12)


def test_tau_b_against_pairs_one_by_one(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=150, proof=3000), 15):
        n = int(rng.integers(2, 12))
        x, y = (rng.integers(0, rng.integers(1, 5), n).tolist() for _ in range(2))
        found = kendall_tau_b(x, y)
        if len(set(x)) == 1 or len(set(y)) == 1:
            assert isinstance(found, NoAnswer)
        else:
            assert found == pytest.approx(oracle.tau_b(x, y), abs=1e-15)


def test_capability_share(case_count: CaseCount) -> None:
    """The definition in loops; swapping the sides turns P into 1 - P where utilities are not bent."""
    answered = 0
    for rng in draws(case_count(sample=60, proof=2000), 16):
        n = int(rng.integers(2, 6))
        risk = float(rng.choice([1, 0.5, 2]))
        states = [
            State(f"s{i}", float(rng.integers(0, 4)), tuple(rng.integers(0, 4, n).tolist()), risk) for i in range(n)
        ]
        a, b, *others = states
        answer = capability_share(a, b, others)
        if isinstance(answer, NoAnswer):
            continue
        answered += 1
        for_a = total = 0.0
        for s in states:
            bent = [((1 + oracle.tau_b(s.portfolio, side.portfolio)) / 2) ** risk for side in (a, b)]
            for_a += s.capability * max(bent[0] - bent[1], 0)
            total += s.capability * abs(bent[0] - bent[1])
        assert answer.success == pytest.approx(for_a / total, abs=1e-6)
        swapped = capability_share(b, a, others)
        assert not isinstance(swapped, NoAnswer)
        assert swapped.success == pytest.approx(1 - answer.success, abs=1e-6)
    assert answered


def test_reservation_points_by_trying_every_offer(case_count: CaseCount) -> None:
    """What B would concede, offer by offer: with help beyond the limit, without up to it."""
    for rng in draws(case_count(sample=40, proof=2000), 17):
        q, limit = float(rng.uniform()), float(rng.uniform())
        guarantor = Guarantor("g", float(rng.uniform(0, 10)), 1, q, float(rng.uniform(0, 0.2)))
        problem = Deterrence(float(rng.uniform(0.1, 5)), float(rng.uniform(0.1, 5)), (guarantor,), cost=0.2)
        cost = float(rng.uniform(0, 0.3))
        answer = moral_hazard(problem, cost, conceded_before_help=limit)
        p0 = oracle.chance_to_win(problem.challenger_strength, problem.protege_strength, 1)
        p1 = oracle.chance_to_win(problem.challenger_strength, problem.protege_strength + guarantor.strength, 1)
        offers = np.linspace(-0.2, 1.5, 3401)
        helped = np.where(offers > limit, (1 - q) * p0 + q * p1, p0)
        conceded = offers[offers <= helped + cost]
        assert not isinstance(answer.conditional, NoAnswer)
        assert answer.conditional.reservation == pytest.approx(conceded.max(), abs=1e-3)
        if not isinstance(answer.least_deterring, NoAnswer):
            sure = problem.with_reliabilities([answer.least_deterring.reliability])
            assert answer.least_deterring.deterred
            assert oracle.utility(sure) <= 1e-9
            assert answer.least_deterring.demand_rise <= answer.full.demand_rise + 1e-12
