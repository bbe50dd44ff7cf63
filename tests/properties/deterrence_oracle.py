"""Deterrence written out naively: loops over all sets, integrals as sums, pairs counted one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from detente.engines.commitments.deterrence import Deterrence, Guarantor


def random_problem(rng: np.random.Generator, most: int = 6) -> Deterrence:
    """Strengths, worths and chances with ties, zeros and ends among them."""
    guarantors = tuple(
        Guarantor(
            f"g{i}",
            float(rng.choice([0, 1, 1, rng.uniform(0, 10)])),
            float(rng.choice([0, 1, rng.uniform()])),
            float(rng.choice([0, 1, 0.5, rng.uniform(), rng.uniform()])),
            float(rng.choice([0, 0.1, rng.uniform(0, 0.5)])),
        )
        for i in range(rng.integers(0, most + 1))
    )
    return Deterrence(
        float(rng.choice([0, 1, rng.uniform(0, 10)])),
        float(rng.choice([0, 1, rng.uniform(0, 10)])),
        guarantors,
        prize=float(rng.choice([1, 100, rng.uniform(0.1, 5)])),
        cost=float(rng.choice([0, rng.uniform(0, 0.5)])),
        status_quo=float(rng.choice([0, rng.uniform(-0.5, 0.5)])),
        decisiveness=float(rng.choice([0, 0.5, 1, 1, 2, 30])),
    )


def chance_to_win(a: float, d: float, m: float) -> float:
    if m == 0 or (a == 0 and d == 0):
        return 0.5
    if a == 0 or d == 0:
        return 0.0 if a == 0 else 1.0
    return 1 / (1 + math.exp(min(m * (math.log(d) - math.log(a)), 700)))


def sets(problem: Deterrence) -> Iterator[tuple[Guarantor, ...]]:
    for size in range(len(problem.guarantors) + 1):
        yield from itertools.combinations(problem.guarantors, size)


def chance_of_set(problem: Deterrence, joined: Sequence[Guarantor], chances: Sequence[float]) -> float:
    product = 1.0
    for guarantor, q in zip(problem.guarantors, chances, strict=True):
        product *= q if guarantor in joined else 1 - q
    return product


def payoff(problem: Deterrence, joined: Sequence[Guarantor]) -> float:
    help_ = sum(g.projection * g.strength for g in joined)
    wins = chance_to_win(problem.challenger_strength, problem.protege_strength + help_, problem.decisiveness)
    return wins * problem.prize - problem.cost - sum(g.added_cost for g in joined)


def utility(problem: Deterrence) -> float:
    stated = [g.reliability for g in problem.guarantors]
    return math.fsum(chance_of_set(problem, s, stated) * payoff(problem, s) for s in sets(problem))


def quantile(chance: float) -> float:
    """Phi^-1 by bisection on erfc."""
    if chance in (0, 1):
        return math.inf if chance else -math.inf
    low, high = -40.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * math.erfc(-middle / math.sqrt(2)) < chance else (low, middle)
    return high


def correlated_utility(problem: Deterrence, correlation: float, steps: int = 400) -> float:
    """The integral over the common cause as a sum of equal steps."""
    thresholds = [quantile(g.reliability) for g in problem.guarantors]
    worth = [(s, payoff(problem, s)) for s in sets(problem)]
    total, weight = 0.0, 0.0
    for step in range(steps):
        z = -9 + 18 * (step + 0.5) / steps
        density = math.exp(-z * z / 2)
        spread = math.sqrt(1 - correlation)
        given = [0.5 * math.erfc(-(t - math.sqrt(correlation) * z) / spread / math.sqrt(2)) for t in thresholds]
        total += density * sum(chance_of_set(problem, s, given) * x for s, x in worth)
        weight += density
    return total / weight


def tau_b(x: Sequence[float], y: Sequence[float]) -> float:
    agree = tied_x = tied_y = pairs = 0
    for i in range(len(x)):
        for j in range(i):
            pairs += 1
            product = (x[i] - x[j]) * (y[i] - y[j])
            agree += (product > 0) - (product < 0)
            tied_x += x[i] == x[j]
            tied_y += y[i] == y[j]
    return agree / math.sqrt((pairs - tied_x) * (pairs - tied_y))


def permuted(problem: Deterrence, order: Sequence[int]) -> Deterrence:
    return replace(problem, guarantors=tuple(problem.guarantors[i] for i in order))
