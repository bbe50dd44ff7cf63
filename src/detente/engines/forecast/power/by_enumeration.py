"""Swings by looking at every coalition, for rules that no sum of weights describes."""

from __future__ import annotations

import numpy as np

from detente.engines.forecast.power.voting_rule import VotingRule
from detente.engines.forecast.problem import BoolArray, IntArray
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress

MOST_VOTERS = 20
"""Most voters: about a million coalitions."""


def swings(rule: VotingRule, progress: Progress = SILENT) -> tuple[tuple[int, ...], ...]:
    """counts[voter][size] from all 2^n coalitions; TooLarge above 20 voters."""
    count = len(rule.voters)
    if count > MOST_VOTERS:
        raise TooLarge("voters", estimate=count, limit=MOST_VOTERS, todo="two quotas, or use sampled_power")
    wins, sizes = _wins(rule), _sums((1,) * count)
    found: list[tuple[int, ...]] = []
    for k in range(count):
        progress.at("voters", k, count)
        # Coalition codes in pairs: without the voter, and with it.
        pairs = wins.reshape(-1, 2, 2**k)
        turned: BoolArray = pairs[:, 1] & ~pairs[:, 0]
        of_others = sizes.reshape(-1, 2, 2**k)[:, 0]
        found.append(tuple(np.bincount(of_others[turned], minlength=count).tolist()))
    return tuple(found)


def _sums(weights: tuple[int, ...]) -> IntArray:
    """What each coalition weighs; bit k of its code is voter k."""
    sums = np.zeros(1, dtype=np.int64)
    for weight in weights:
        sums = np.concatenate([sums, sums + weight])
    return sums


def _wins(rule: VotingRule) -> BoolArray:
    vetoes = sum(1 << v for v in rule.vetoes)
    codes: IntArray = np.arange(2 ** len(rule.voters), dtype=np.int64)
    holds: BoolArray = np.equal(np.bitwise_and(codes, vetoes), vetoes)
    return rule.met_by([_sums(q.weights) for q in rule.quotas]) & holds
