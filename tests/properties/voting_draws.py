"""Random voting rules and spatial problems, and what they mean, written out coalition by coalition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np

from detente.engines.forecast.power.voting_rule import Quota, VotingRule
from detente.engines.forecast.voting.spatial_problem import SpatialProblem


def rngs(count: int, seed: int) -> Iterator[np.random.Generator]:
    """A generator for each case."""
    for child in np.random.SeedSequence(seed).spawn(count):
        yield np.random.default_rng(child)


def whole(rng: np.random.Generator, low: int, high: int, count: int) -> list[int]:
    """Whole numbers, both ends included."""
    return rng.integers(low, high + 1, count).tolist()


def voting_rule(rng: np.random.Generator, least: int = 1, most: int = 8) -> VotingRule:
    """One quota, members and another, or three; often with zero weights, vetoes, and a least number to block."""
    count = int(rng.integers(least, most + 1))
    kind = int(rng.integers(4))
    weights = [[1] * count] if kind else []
    for _ in range((1, 1, 1, 2)[kind]):
        drawn = whole(rng, 0, 6, count)
        drawn[int(rng.integers(count))] += 1
        weights.append(drawn)
    quotas = tuple(Quota(int(rng.integers(1, sum(w) + 1)), tuple(w)) for w in weights)
    blocking = int(rng.integers(0, sum(quotas[0].weights) + 1)) if rng.random() < 0.4 else 0
    vetoes = rng.choice(count, int(rng.integers(0, count + 1)), replace=False).tolist() if rng.random() < 0.4 else []
    return VotingRule(tuple(f"v{k}" for k in range(count)), quotas, blocking, tuple(vetoes))


def wins(rule: VotingRule, members: Iterable[int]) -> bool:
    """The definition, with nothing of the code under test."""
    inside, count = set(members), len(rule.voters)
    if any(veto not in inside for veto in rule.vetoes):
        return False
    first, *others = rule.quotas
    if sum(first.weights[v] for v in inside) < first.quota:
        return False
    against = sum(first.weights[v] for v in range(count) if v not in inside)
    return against < rule.blocking or all(sum(q.weights[v] for v in inside) >= q.quota for q in others)


def swings(rule: VotingRule) -> list[list[int]]:
    """By voter and size, from every coalition."""
    count = len(rule.voters)
    found = [[0] * count for _ in range(count)]
    for voter in range(count):
        others = [v for v in range(count) if v != voter]
        for size in range(count):
            for members in combinations(others, size):
                found[voter][size] += wins(rule, (*members, voter)) and not wins(rule, members)
    return found


def spatial(rng: np.random.Generator, dimensions: int, most: int = 6, top: int = 8) -> SpatialProblem:
    """Ideal points and a status quo on whole numbers, so that many tie."""
    rule = voting_rule(rng, 1, most)
    points = rng.integers(0, top + 1, (len(rule.voters), dimensions)).astype(float)
    quo = rng.integers(-1, top + 2, dimensions).astype(float)
    return SpatialProblem(rule.voters, points, quo, rule, bool(rng.integers(2)))


def beats(problem: SpatialProblem, y: list[float], x: list[float]) -> bool:
    """Whether y defeats x: enough accept it, and one of them gains."""
    there, here = (
        [sum((a - b) ** 2 for a, b in zip(i, p, strict=True)) for i in problem.ideals.tolist()] for p in (y, x)
    )
    gains = [v for v, (a, b) in enumerate(zip(there, here, strict=True)) if a < b]
    ties = [v for v, (a, b) in enumerate(zip(there, here, strict=True)) if a == b]
    return bool(gains) and wins(problem.rule, [*gains, *(ties if problem.indifferent_accept else [])])
