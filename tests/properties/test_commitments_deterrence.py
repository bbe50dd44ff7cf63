"""Deterrence against definitions written out naively, on random problems, and the relations that have to hold."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import comb

import numpy as np
import pytest
from tests.properties import deterrence_oracle as oracle

from detente.engines.commitments.deterrence import (
    Deterrence,
    Guarantor,
    NoAnswer,
    ReliabilityThreshold,
    capability_bins,
    contest_success,
    critical_reliabilities,
    deterrence,
    deterrence_curve,
    joined_sets,
    reliability_threshold,
)
from detente.engines.commitments.deterrence.common_factor import mixture
from detente.engines.commitments.deterrence.joining import most_likely, outlook, subset_sums

CaseCount = Callable[..., int]


def draws(count: int, key: int) -> Iterator[np.random.Generator]:
    for seed in np.random.SeedSequence([20261122, key]).spawn(count):
        yield np.random.default_rng(seed)


def scale(problem: Deterrence) -> float:
    return problem.prize + problem.cost + abs(problem.status_quo) + sum(g.added_cost for g in problem.guarantors)


def utility(problem: Deterrence, correlation: float = 0.0) -> float:
    return deterrence(problem, correlation).expected_utility


def test_expected_utility_agrees_with_loops_over_all_sets(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=100, proof=4000), 1):
        problem = oracle.random_problem(rng)
        answer = deterrence(problem)
        assert answer.expected_utility == pytest.approx(oracle.utility(problem), abs=1e-12 * scale(problem))
        table = answer.certificate["sets"]
        rest = answer.certificate["rest"]
        listed = sum(row.probability * row.payoff for row in table) + rest["adds"]  # type: ignore[attr-defined, index]
        assert listed == pytest.approx(answer.expected_utility, abs=1e-12 * scale(problem))
        assert answer.deterred == (answer.expected_utility <= problem.status_quo + problem.rounding)


def test_correlated_utility_agrees_with_a_sum_of_steps(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=4, proof=2000), 2):
        problem = oracle.random_problem(rng, 3)
        correlation = float(rng.choice([0.05, 0.3, 0.65, 0.7, 0.9]))
        naive = oracle.correlated_utility(problem, correlation)
        assert utility(problem, correlation) == pytest.approx(naive, abs=1e-8 * scale(problem))


@pytest.mark.parametrize("correlation", [0, 0.1, 0.5, 0.65, 0.66, 0.9, 0.99, 0.9999, 1])
def test_two_of_even_chances_join_as_sheppard_found(correlation: float) -> None:
    """P(both) = 1/4 + asin(rho) / (2 pi), exactly."""
    pair = Deterrence(1, 1, (Guarantor("g", 1, reliability=0.5), Guarantor("h", 1, reliability=0.5)))
    both = joined_sets(pair, correlation).probabilities[3]
    assert both == pytest.approx(0.25 + math.asin(correlation) / (2 * math.pi), abs=1e-9)


def test_joined_sets_keep_everybodys_reliability(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=60, proof=2000), 3):
        problem = oracle.random_problem(rng)
        sets = joined_sets(problem, float(rng.choice([0, 0.2, 0.69, 0.8, 0.97, 1])))
        assert sets.probabilities.sum() == pytest.approx(1, abs=1e-9)
        assert (sets.probabilities >= 0).all()
        assert sets.certificate["reliabilities_from_sets"] == pytest.approx(problem.reliabilities.tolist(), abs=1e-8)


def test_the_most_likely_sets_come_first(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=60, proof=2000), 19):
        chances = rng.integers(0, 5, int(rng.integers(1, 40))) / 7
        count = int(rng.integers(1, 20))
        naive = sorted(range(len(chances)), key=lambda number: (-chances[number], number))[:count]
        assert most_likely(chances, count) == naive


def test_the_ends_of_correlation(case_count: CaseCount) -> None:
    """At 0 the product; near 1 the one will: nobody joins with the chance that the most reliable one stays out."""
    for rng in draws(case_count(sample=40, proof=2000), 4):
        problem = oracle.random_problem(rng)
        independent, one_will = joined_sets(problem), joined_sets(problem, 1.0)
        for number, chance in enumerate(independent.probabilities.tolist()):
            joined = [g for g in problem.guarantors if g.name in independent.members(number)]
            naive = oracle.chance_of_set(problem, joined, problem.reliabilities.tolist())
            assert chance == pytest.approx(naive, abs=1e-14)
        most = max(problem.reliabilities.tolist(), default=0.0)
        assert one_will.nobody == pytest.approx(1 - most, abs=1e-14)
        near = joined_sets(problem, 1 - 1e-7).probabilities
        assert np.abs(near - one_will.probabilities).max() < 1e-3


def test_names_order_and_units_change_nothing(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=40, proof=2000), 5):
        problem = oracle.random_problem(rng)
        correlation = float(rng.choice([0, 0.6, 0.9]))
        before = deterrence(problem, correlation)
        order = rng.permutation(len(problem.guarantors)).tolist()
        after = deterrence(oracle.permuted(problem, order), correlation)
        assert after.expected_utility == pytest.approx(before.expected_utility, abs=1e-12 * scale(problem))
        assert after.deterred == before.deterred or abs(before.margin) < 1e-11 * scale(problem)
        renamed = replace(problem, guarantors=tuple(replace(g, name=f"x{g.name}") for g in problem.guarantors))
        assert utility(renamed, correlation) == before.expected_utility
        k = float(rng.uniform(0.01, 100))
        armies = replace(
            problem,
            challenger_strength=k * problem.challenger_strength,
            protege_strength=k * problem.protege_strength,
            guarantors=tuple(replace(g, strength=k * g.strength) for g in problem.guarantors),
        )
        assert utility(armies, correlation) == pytest.approx(before.expected_utility, abs=1e-11 * scale(problem))
        money = replace(
            problem,
            prize=k * problem.prize,
            cost=k * problem.cost,
            status_quo=k * problem.status_quo,
            guarantors=tuple(replace(g, added_cost=k * g.added_cost) for g in problem.guarantors),
        )
        assert utility(money, correlation) == pytest.approx(k * before.expected_utility, abs=1e-11 * scale(money))


def test_more_help_never_raises_the_worth_of_an_attack(case_count: CaseCount) -> None:
    lowered = 0
    for rng in draws(case_count(sample=50, proof=2000), 6):
        problem = oracle.random_problem(rng, 5)
        correlation = float(rng.choice([0, 0.5, 0.85, 1]))
        before = utility(problem, correlation)
        bar = before + 1e-8 * scale(problem)
        one_more = Guarantor("one more", *rng.uniform(0, 3, 1), 1.0, float(rng.uniform()), float(rng.uniform(0, 0.2)))
        more = utility(replace(problem, guarantors=(*problem.guarantors, one_more)), correlation)
        assert more <= bar
        lowered += more < before - 1e-9
        if problem.guarantors:
            surer = problem.reliabilities
            i = int(rng.integers(len(surer)))
            surer[i] += (1 - surer[i]) * rng.uniform()
            assert utility(problem.with_reliabilities(surer), correlation) <= bar
    assert lowered


def test_thresholds_are_where_an_attack_stops_paying(case_count: CaseCount) -> None:
    seen = {"inside": 0, "anyway": 0, "never": 0}
    for rng in draws(case_count(sample=20, proof=2000), 7):
        problem = oracle.random_problem(rng, 4)
        if not problem.guarantors:
            continue
        correlation = float(rng.choice([0, 0, 0, 0, 0, 0.6]))
        answer = critical_reliabilities(problem, correlation)
        for i, each in enumerate(answer.guarantors):
            if isinstance(each.critical, NoAnswer):
                seen["never"] += 1
                continue
            if not 0 < each.critical <= 1:
                seen["anyway"] += 1
                continue
            seen["inside"] += 1
            q = problem.reliabilities
            q[i] = each.critical
            at = utility(problem.with_reliabilities(q), correlation)
            assert at == pytest.approx(problem.status_quo, abs=1e-8 * scale(problem))
        if isinstance(answer.common, float) and answer.common > 1e-6:
            low, high = (
                utility(problem.with_reliabilities([q] * len(problem.guarantors)), correlation)
                for q in (answer.common - 1e-6, answer.common)
            )
            assert low > problem.status_quo - 1e-9
            assert high <= problem.status_quo + 2 * problem.rounding
        if isinstance(answer.multiplier, float):
            q = np.minimum(answer.multiplier * problem.reliabilities, 1)
            assert utility(problem.with_reliabilities(q), correlation) <= problem.status_quo + 2 * problem.rounding
        if len(problem.guarantors) == 1:
            found = reliability_threshold(problem)
            if isinstance(found, ReliabilityThreshold) and correlation == 0:
                assert found.threshold == pytest.approx(float(answer.guarantors[0].critical), rel=1e-6, abs=1e-6)
                assert found.deterred == deterrence(problem).deterred or abs(found.threshold - found.stated) < 1e-9
    assert all(seen.values())


def test_the_curve_and_its_band(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=12, proof=2000), 8):
        problem = oracle.random_problem(rng, 4)
        correlation = float(rng.choice([0, 0.6, 0.9]))
        ranges = {"cost": _around(rng, problem.cost), "challenger_strength": _around(rng, problem.challenger_strength)}
        if rng.random() < 0.5:
            ranges["decisiveness"] = _around(rng, problem.decisiveness)
        for g in problem.guarantors[:2]:
            ranges[f"{g.name}.strength"] = _around(rng, g.strength)
            ranges[f"{g.name}.projection"] = (g.projection / 2, g.projection)
        curve = deterrence_curve(problem, 3, correlation, ranges)
        small = 1e-8 * scale(problem)
        for point in curve.points:
            same = problem.with_reliabilities([point.reliability] * len(problem.guarantors))
            assert utility(same, correlation) == pytest.approx(point.expected_utility, abs=small)
            for _ in range(4):
                other = _within(same, ranges, rng)
                assert point.low - small <= utility(other, correlation) <= point.high + small
            if "decisiveness" not in ranges:
                ends = [{k: v[side] for k, v in ranges.items()} for side in (0, 1)]
                best = {k: ends[k in ("challenger_strength",)][k] for k in ranges}
                assert utility(_with(same, best), correlation) == pytest.approx(point.high, abs=small)


def _around(rng: np.random.Generator, value: float) -> tuple[float, float]:
    return value * float(rng.uniform(0.5, 1)), value * float(rng.uniform(1, 1.5))


def _within(problem: Deterrence, ranges: dict[str, tuple[float, float]], rng: np.random.Generator) -> Deterrence:
    return _with(problem, {name: float(rng.uniform(*ends)) for name, ends in ranges.items()})


def _with(problem: Deterrence, values: dict[str, float]) -> Deterrence:
    for name, value in values.items():
        whose, _, what = name.rpartition(".")
        if whose:
            renewed = tuple(
                dataclasses.replace(g, **{what: value}) if g.name == whose else g for g in problem.guarantors
            )
            problem = replace(problem, guarantors=renewed)
        else:
            problem = dataclasses.replace(problem, **{name: value})
    return problem


def test_bins_hold_the_exact_answer(case_count: CaseCount, monkeypatch: pytest.MonkeyPatch) -> None:
    """With few bins on purpose, on sizes where all sets can be listed; with many, on equal guarantors."""
    monkeypatch.setattr(capability_bins, "BINS", 40)
    monkeypatch.setattr(capability_bins, "CELLS", 0)
    wide = 0
    for rng in draws(case_count(sample=20, proof=2000), 9):
        n = int(rng.integers(7, 13))
        problem = Deterrence(
            4, 1, tuple(Guarantor(f"g{i}", float(rng.uniform(0, 4)), 1, float(rng.uniform())) for i in range(n))
        )
        exact = outlook(problem, 0.0)
        atoms = capability_bins.binned(problem.projected, mixture(problem.reliabilities, 0.0))
        assert len(atoms.mass) <= 40
        assert atoms.mass.sum() == pytest.approx(1, abs=1e-12)
        low, high = float(atoms.mass @ problem.success(atoms.high)), float(atoms.mass @ problem.success(atoms.low))
        assert low - 1e-12 <= exact.success <= high + 1e-12
        wide += high - low > 1e-6
    assert wide


@pytest.mark.parametrize(("count", "correlation"), [(25, 0.0), (25, 0.6), (60, 0.0)])
def test_many_equal_guarantors_are_a_binomial(count: int, correlation: float) -> None:
    problem = Deterrence(4, 1, tuple(Guarantor(f"g{i}", 0.3, 1, 0.4) for i in range(count)))
    mixed = mixture(np.full(2, 0.4), correlation)
    naive = 0.0
    for weight, q in zip(mixed.weights.tolist(), mixed.joins[:, 0].tolist(), strict=True):
        naive += weight * sum(
            comb(count, k) * q**k * (1 - q) ** (count - k) * 4 / (5 + 0.3 * k) for k in range(count + 1)
        )
    answer = deterrence(problem, correlation)
    assert answer.success == pytest.approx(naive, abs=1e-9)
    assert answer.tolerance is None or answer.tolerance < 1e-6


def test_draws_agree_with_sums_and_do_not_depend_on_workers(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=6, proof=200), 10):
        problem = oracle.random_problem(rng)
        correlation = float(rng.choice([0, 0.5, 0.9]))
        seed = int(rng.integers(2**31))
        drawn = deterrence(problem, correlation, 40_000, seed)
        shared = deterrence(problem, correlation, 40_000, seed, workers=3)
        assert shared.expected_utility == drawn.expected_utility
        error = max(float(drawn.tolerance or 0), 1e-12 * scale(problem))
        # Over 200 problems one in 80 goes beyond 4 errors by chance; 5 are one in 9,000.
        assert abs(drawn.expected_utility - utility(problem, correlation)) < 5 * error


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_draws_agree_with_bins(correlation: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capability_bins, "CELLS", 2**17)
    rng = np.random.default_rng(11)
    guarantors = tuple(
        Guarantor(f"g{i}", float(rng.uniform(0, 2)), 1, float(rng.uniform(0, 0.5)), 0.01) for i in range(24)
    )
    problem = Deterrence(4, 1, guarantors, cost=0.1)
    exact, drawn = deterrence(problem, correlation), deterrence(problem, correlation, 60_000, 12)
    assert drawn.tolerance is not None
    assert exact.tolerance is not None
    assert abs(drawn.expected_utility - exact.expected_utility) < 4 * drawn.tolerance + exact.tolerance
    assert abs(drawn.nobody_joins - exact.nobody_joins) < 4 * math.sqrt(exact.nobody_joins / 60_000)
    assert deterrence(problem, correlation, 60_000, 12, workers=2).expected_utility == drawn.expected_utility


def test_contest_success_is_symmetric_and_monotone(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=100, proof=3000), 18):
        a, d = (float(rng.choice([0, 1, rng.uniform(0, 10), 1e-300, 1e300])) for _ in range(2))
        m = float(rng.choice([0, 0.3, 1, 2, 50, 1e6]))
        p = float(contest_success(a, d, m))
        assert p == pytest.approx(oracle.chance_to_win(a, d, m), abs=1e-12)
        assert p + float(contest_success(d, a, m)) == pytest.approx(1, abs=1e-12)
        assert float(contest_success(a, 2 * d if d < 1e300 else d, m)) <= p
    assert subset_sums(np.array([1.0, 2.0, 4.0])).tolist() == list(range(8))
