"""Power indices by drawing orders or coalitions of voters, where there are too many to count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.engines.forecast.power.voting_rule import VotingRule
from detente.engines.forecast.problem import BoolArray, FloatArray, IntArray
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

_AT_ONCE = 1_000_000
"""Voters times draws in one step; a part of what fixes the draws of a seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledPower(Answer):
    """An index as a share of draws, with the standard error of each.

    errors: never 0, also where a voter decided in no draw or in all: of the share after one more draw of each kind.
    """

    voters: tuple[str, ...]
    index: tuple[float, ...]
    errors: tuple[float, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row a voter."""
        return [
            {"voter": v, "index": x, "error": e} for v, x, e in zip(self.voters, self.index, self.errors, strict=True)
        ]


def sampled_power(
    rule: VotingRule, draws: int = 100_000, *, seed: int = 0, progress: Progress = SILENT
) -> SampledPower:
    """The Shapley–Shubik index from random orders: the share of draws in which each voter decides.

    rule: any, with as many quotas and voters as wanted. draws: how many orders, 1 or more. The standard error of a
    share x is sqrt(x (1 - x) / draws). The same seed and draws give the same answer. O(draws n): 100,000 orders of 100
    voters in 0.2 s.

    >>> from detente.engines.forecast.power.voting_rule import weighted_rule
    >>> sampled_power(weighted_rule(51, [50, 49, 1]), 10_000).index[0]
    0.6...

    Castro, J., Gómez, D. and Tejada, J. (2009). Polynomial calculation of the Shapley value based on sampling.
    Computers & Operations Research 36(5): 1726-1730, https://doi.org/10.1016/j.cor.2008.04.004.
    """
    count = len(rule.voters)
    decided = np.zeros(count, dtype=np.int64)
    for rng, some in _steps(count, draws, seed, progress):
        orders = rng.permuted(np.tile(np.arange(count), (some, 1)), axis=1)
        decided += np.bincount(_pivots(rule, orders), minlength=count)
    return _answer("shapley-shubik", rule, decided, draws, seed)


def sampled_banzhaf(
    rule: VotingRule, draws: int = 100_000, *, seed: int = 0, progress: Progress = SILENT
) -> SampledPower:
    """The absolute Banzhaf index from random coalitions: the share of draws in which each voter's yes decides.

    rule, draws, seed: as in `sampled_power`. One toss of coins serves all voters: each is tried in and out of it.

    >>> from detente.engines.forecast.power.voting_rule import weighted_rule
    >>> sampled_banzhaf(weighted_rule(51, [50, 49, 1]), 10_000).index[0]
    0.7...

    Bachrach, Y. et al. (2010). Approximating power indices: theoretical and empirical analysis. Autonomous Agents and
    Multi-Agent Systems 20(2): 105-122 (recalled).
    """
    count = len(rule.voters)
    decided = np.zeros(count, dtype=np.int64)
    for rng, some in _steps(count, draws, seed, progress):
        inside: BoolArray = rng.random((some, count)) < 0.5
        held = [inside @ np.array(q.weights) for q in rule.quotas]
        for k in range(count):
            others = [h - q.weights[k] * inside[:, k] for h, q in zip(held, rule.quotas, strict=True)]
            vetoes = [v for v in rule.vetoes if v != k]
            free = inside[:, vetoes].all(axis=1)
            with_it = rule.met_by([h + q.weights[k] for h, q in zip(others, rule.quotas, strict=True)])
            without = rule.met_by(others) if k not in rule.vetoes else np.zeros(some, dtype=np.bool_)
            decided[k] += np.count_nonzero(free & with_it & ~without)
    return _answer("banzhaf", rule, decided, draws, seed)


def _steps(count: int, draws: int, seed: int, progress: Progress) -> Iterator[tuple[np.random.Generator, int]]:
    if draws < 1:
        raise OutOfDomain("at least one draw")
    step = max(1, _AT_ONCE // count)
    starts = range(0, draws, step)
    for start, stream in zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True):
        progress.at("draws", start, draws)
        yield np.random.default_rng(stream), min(step, draws - start)


def _pivots(rule: VotingRule, orders: IntArray) -> IntArray:
    """In each order the first voter with whom those so far win."""
    wins = rule.met_by([np.cumsum(np.array(q.weights)[orders], axis=1) for q in rule.quotas])
    for veto in rule.vetoes:
        wins &= np.cumsum(orders == veto, axis=1, dtype=np.int8).astype(np.bool_)
    return np.take_along_axis(orders, wins.argmax(axis=1)[:, None], axis=1)[:, 0]


def _answer(method: str, rule: VotingRule, decided: IntArray, draws: int, seed: int) -> SampledPower:
    near: FloatArray = (decided + 1) / (draws + 2)
    errors = np.sqrt(near * (1 - near) / draws)
    return SampledPower(
        method=method,
        parameters=frozen(draws=draws),
        certificate=frozen(decided=decided.tolist()),
        tolerance=float(errors.max()),
        seed=seed,
        voters=rule.voters,
        index=tuple((decided / draws).tolist()),
        errors=tuple(errors.tolist()),
    )
