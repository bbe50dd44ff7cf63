"""Votes, ratifications and delays against enumeration and simulation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

import numpy as np
from tests.properties.conftest import CaseCount

from detente.engines.commitments.accession.activation import NoMean, activation_delay
from detente.engines.commitments.accession.ratification import ratification_probability
from detente.engines.commitments.accession.ratifications_in_force import ratifications_in_force
from detente.engines.commitments.accession.voting import accession_vote


def draws(count: int, entropy: int) -> Iterator[np.random.Generator]:
    yield from (np.random.default_rng(seed) for seed in np.random.SeedSequence(entropy).spawn(count))


def whole(rng: np.random.Generator, low: int, high: int, count: int) -> list[int]:
    return [int(v) for v in rng.integers(low, high + 1, size=count)]


def subsets(of: list[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(of) + 1):
        yield from combinations(of, size)


def test_the_least_payment_is_the_least_over_all_coalitions(case_count: CaseCount) -> None:
    tied = 0
    for rng in draws(case_count(sample=100, proof=3000), 21):
        voters = int(rng.integers(1, 9))
        new, old, weights = whole(rng, 0, 6, voters), whole(rng, 0, 6, voters), whole(rng, 1, 4, voters)
        unanimous = rng.integers(3) == 0
        quota = None if unanimous else int(rng.integers(1, sum(weights) + 1))
        answer = accession_vote(new, old, weights=weights, quota=quota)
        needed = sum(weights) if quota is None else quota
        content = [i for i in range(voters) if new[i] >= old[i]]
        against = [i for i in range(voters) if new[i] < old[i]]
        assert answer.passes == (sum(weights[i] for i in content) >= needed)
        assert answer.blocking == tuple(f"voter {i}" for i in against)
        enough = {
            paid: sum(old[i] - new[i] for i in paid)
            for paid in subsets(against)
            if sum(weights[i] for i in (*content, *paid)) >= needed
        }
        least = min(enough.values())
        assert answer.payment == least
        cheapest = {paid for paid, price in enough.items() if price == least}
        assert set(answer.paid) == {tuple(f"voter {i}" for i in paid) for paid in cheapest}
        assert len(answer.paid) == len(cheapest)
        tied += len(cheapest) > 1
    assert tied


def test_votes_with_decimals_are_as_with_whole_numbers(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=50, proof=2000), 22):
        new, old, weights = whole(rng, 0, 9, 6), whole(rng, 0, 9, 6), whole(rng, 1, 5, 6)
        quota = int(rng.integers(1, sum(weights) + 1))
        there = accession_vote(new, old, weights=weights, quota=quota)
        here = accession_vote(
            [v / 10 for v in new], [v / 10 for v in old], weights=[v / 10 for v in weights], quota=quota / 10
        )
        assert here.paid == there.paid
        assert math.isclose(here.payment, there.payment / 10, abs_tol=1e-12)


def test_the_number_in_force_by_all_outcomes(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=60, proof=2000), 26):
        chances = [Fraction(int(v), 10) for v in rng.integers(0, 11, size=int(rng.integers(0, 8)))]
        naive = [Fraction(0)] * (len(chances) + 1)
        for outcome in product((0, 1), repeat=len(chances)):
            naive[sum(outcome)] += math.prod(
                (a if acts else 1 - a for a, acts in zip(chances, outcome, strict=True)), start=Fraction(1)
            )
        answer = ratifications_in_force(chances)
        assert list(answer.exactly) == naive
        assert list(answer.at_least) == [sum(naive[k:], Fraction(0)) for k in range(len(naive))]
        assert answer.mean == sum((k * p for k, p in enumerate(naive)), Fraction(0))
        assert answer.certificate["total"] == 1


def test_dependence_lies_between_its_bounds_and_two_voters_have_a_closed_form(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=60, proof=2000), 27):
        chances = [float(v) for v in rng.uniform(0, 1, size=int(rng.integers(1, 6)))]
        rho = float(rng.uniform(0, 0.999))
        answer = ratification_probability(chances, correlation=rho)
        dependent = answer.with_correlation
        assert isinstance(dependent, float)
        # A shared factor can only help a unanimous vote (Slepian's inequality).
        assert answer.lowest - 1e-10 <= answer.independent - 1e-10 <= dependent <= answer.highest + 1e-10
        even = ratification_probability([0.5, 0.5], correlation=rho).with_correlation
        assert isinstance(even, float)
        # The orthant probability of two normal variables with this correlation.
        assert math.isclose(even, 0.25 + math.asin(rho) / (2 * math.pi), abs_tol=1e-9)
        more = ratification_probability(chances, correlation=min(rho + 0.0005, 1)).with_correlation
        assert isinstance(more, float)
        assert more >= dependent - 1e-10


def survival_mean(rates: list[float]) -> float:
    """By subsets, one by one."""
    return sum(
        (-1) ** (len(chosen) + 1) / sum(rates[i] for i in chosen)
        for chosen in subsets(list(range(len(rates))))
        if chosen
    )


def test_the_mean_delay_by_all_subsets(case_count: CaseCount) -> None:
    for rng in draws(case_count(sample=30, proof=2000), 28):
        rates = [float(v) for v in rng.choice([0.01, 0.02, 0.05, 0.1, 0.3], size=int(rng.integers(1, 8)))]
        answer = activation_delay(rates, by=[10, 50])
        assert not isinstance(answer.mean, NoMean)
        assert math.isclose(answer.mean, survival_mean(rates), rel_tol=1e-9)
        for done in answer.by:
            assert math.isclose(done.probability, math.prod(1 - math.exp(-r * done.days) for r in rates), rel_tol=1e-9)
        for done in answer.quantiles:
            assert math.isclose(math.prod(1 - math.exp(-r * done.days) for r in rates), done.probability, rel_tol=1e-6)
        assert max(1 / r for r in rates) <= answer.mean * (1 + 1e-12)
        assert answer.mean <= sum(1 / r for r in rates) * (1 + 1e-12)


def test_many_different_hazards_are_integrated_to_the_same_mean() -> None:
    rates = [0.01 * (1 + i / 7) for i in range(10)]
    answer = activation_delay(rates)
    assert answer.certificate["independent_mean_exact"] == "integrated"
    assert not isinstance(answer.mean, NoMean)
    assert math.isclose(answer.mean, survival_mean(rates), rel_tol=1e-9)
    assert answer.tolerance is not None


def test_dependent_delays_agree_with_simulation(case_count: CaseCount) -> None:
    draws_made = case_count(sample=20_000, proof=400_000)
    rates = np.array([1 / 60] * 6 + [1 / 300, 1 / 400])
    rng = np.random.default_rng(np.random.SeedSequence(29))
    for theta in (0.3, 2.0):
        shared = rng.gamma(1 / theta, theta, size=draws_made)
        times = (rng.exponential(size=(draws_made, len(rates))) / rates).max(axis=1) / np.maximum(shared, 1e-300)
        answer = activation_delay(rates.tolist(), by=[200, 800], frailty=theta)
        _within(answer.by, times)
        if theta < 1:
            assert not isinstance(answer.mean, NoMean)
            assert abs(answer.mean - times.mean()) < 5 * times.std() / math.sqrt(draws_made)
        else:
            assert isinstance(answer.mean, NoMean)
    rho = 0.6
    latent = math.sqrt(rho) * rng.normal(size=(draws_made, 1)) + math.sqrt(1 - rho) * rng.normal(
        size=(draws_made, len(rates))
    )
    # Uniform by the normal distribution function, early where the latent variable is small.
    early = np.array([math.erfc(-v / math.sqrt(2)) / 2 for v in latent.ravel().tolist()]).reshape(latent.shape)
    times = (-np.log1p(-early) / rates).max(axis=1)
    answer = activation_delay(rates.tolist(), by=[200, 800], correlation=rho)
    _within(answer.by, times)
    assert not isinstance(answer.mean, NoMean)
    assert abs(answer.mean - times.mean()) < 5 * times.std() / math.sqrt(draws_made)


def _within(found: tuple[object, ...], times: np.ndarray) -> None:
    for done in found:
        days, chance = getattr(done, "days", 0.0), getattr(done, "probability", 0.0)
        error = math.sqrt(chance * (1 - chance) / len(times))
        assert abs(float((times <= days).mean()) - chance) < 5 * error
