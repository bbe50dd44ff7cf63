"""Power indices against every coalition and every order, for rules with vetoes, several quotas and zero weights."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import numpy as np
from tests.properties import voting_draws as naive
from tests.properties.conftest import CaseCount

from detente.engines.forecast.power import by_enumeration, by_halves, by_weight
from detente.engines.forecast.power.banzhaf import banzhaf
from detente.engines.forecast.power.counting import Counting
from detente.engines.forecast.power.sampled_power import sampled_banzhaf, sampled_power
from detente.engines.forecast.power.shapley_shubik import shapley_shubik
from detente.engines.forecast.power.swings import swings
from detente.engines.forecast.power.voting_rule import Quota, VotingRule


def test_every_route_counts_what_enumeration_counts(case_count: CaseCount) -> None:
    seen = {"one dimension": 0, "several": 0, "vetoes": 0, "blocking": 0, "zero": 0}
    for rng in naive.rngs(case_count(sample=80, proof=3000), 41):
        rule = naive.voting_rule(rng, most=7)
        expected = tuple(tuple(sizes) for sizes in naive.swings(rule))
        assert swings(rule).counts == by_enumeration.swings(rule) == expected
        task = Counting.of(rule)
        if task:
            assert by_weight.swings(task) == by_halves.swings(task) == expected
        seen["one dimension" if task else "several"] += 1
        seen["vetoes"] += bool(rule.vetoes)
        seen["blocking"] += bool(rule.blocking and len(rule.quotas) > 1)
        seen["zero"] += any(w == 0 for q in rule.quotas for w in q.weights)
    assert min(seen.values()) > 5, seen


def test_many_coalitions_at_once_win_as_each_alone(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=60, proof=2000), 42):
        rule = naive.voting_rule(rng)
        inside = rng.random((20, len(rule.voters))) < 0.7
        expected = [naive.wins(rule, np.flatnonzero(row).tolist()) for row in inside]
        assert rule.wins_each(inside).tolist() == expected
        assert [rule.wins(np.flatnonzero(row).tolist()) for row in inside] == expected


def test_the_shapley_shubik_index_is_the_share_of_all_orders(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=25, proof=2000), 43):
        rule = naive.voting_rule(rng, most=5)
        count = len(rule.voters)
        pivots = [0] * count
        for order in permutations(range(count)):
            pivots[next(v for k, v in enumerate(order) if naive.wins(rule, order[: k + 1]))] += 1
        assert list(shapley_shubik(rule).index) == [Fraction(n, math.factorial(count)) for n in pivots]


def test_what_holds_of_every_index(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=60, proof=2000), 44):
        rule = naive.voting_rule(rng)
        count = len(rule.voters)
        power, coalitions = shapley_shubik(rule), banzhaf(rule)
        assert sum(power.index) == 1 == sum(coalitions.normalised)
        assert power.certificate["sum"] == 1
        for voter in range(count):
            null = not any(naive.swings(rule)[voter]) if count < 6 else coalitions.swings[voter] == 0
            assert (power.index[voter] == 0) == (coalitions.absolute[voter] == 0) == null
            assert 0 <= coalitions.absolute[voter] <= 1
        order = rng.permutation(count).tolist()
        turned = _relabelled(rule, order)
        assert list(shapley_shubik(turned).index) == [power.index[v] for v in order]
        assert list(banzhaf(turned).swings) == [coalitions.swings[v] for v in order]
        _alike_and_greater(rule, power.index)


def _relabelled(rule: VotingRule, order: list[int]) -> VotingRule:
    quotas = tuple(Quota(q.quota, tuple(q.weights[v] for v in order)) for q in rule.quotas)
    vetoes = tuple(order.index(v) for v in rule.vetoes)
    return VotingRule(tuple(rule.voters[v] for v in order), quotas, rule.blocking, vetoes)


def _alike_and_greater(rule: VotingRule, index: tuple[Fraction, ...]) -> None:
    """Who weighs no less by every quota, and has a veto where the other has, is worth no less."""
    for a in range(len(rule.voters)):
        for b in range(len(rule.voters)):
            heavier = all(q.weights[a] >= q.weights[b] for q in rule.quotas)
            if heavier and (a in rule.vetoes or b not in rule.vetoes):
                assert index[a] >= index[b]


def test_weights_times_a_number_change_nothing_and_a_dummy_changes_nobody(case_count: CaseCount) -> None:
    for rng in naive.rngs(case_count(sample=30, proof=2000), 45):
        rule = replace(naive.voting_rule(rng, most=6), blocking=0)
        factor = int(rng.integers(2, 10**9))
        last = rule.quotas[-1]
        scaled = Quota(last.quota * factor, tuple(w * factor for w in last.weights))
        wide = replace(rule, quotas=(*rule.quotas[:-1], scaled))
        index = shapley_shubik(rule).index
        assert shapley_shubik(wide).index == index
        with_dummy = replace(
            rule,
            voters=(*rule.voters, "nobody"),
            quotas=tuple(Quota(q.quota, (*q.weights, 0)) for q in rule.quotas),
        )
        assert shapley_shubik(with_dummy).index == (*index, 0)
        assert banzhaf(with_dummy).normalised == (*banzhaf(rule).normalised, 0)
        assert banzhaf(with_dummy).absolute == (*banzhaf(rule).absolute, 0)


def test_more_than_62_voters_are_counted_in_long_numbers() -> None:
    rule = VotingRule(tuple(f"v{k}" for k in range(70)), (Quota(40, (1,) * 70),))
    assert shapley_shubik(rule).index == (Fraction(1, 70),) * 70
    assert banzhaf(rule).swings == (math.comb(69, 39),) * 70


def test_samples_lie_within_five_standard_errors(case_count: CaseCount) -> None:
    draws = case_count(sample=4000, proof=20_000)
    for rng in naive.rngs(case_count(sample=25, proof=400), 46):
        rule, seed = naive.voting_rule(rng, most=8), int(rng.integers(1000))
        for sampled, exact in (
            (sampled_power(rule, draws, seed=seed), shapley_shubik(rule).index),
            (sampled_banzhaf(rule, draws, seed=seed), banzhaf(rule).absolute),
        ):
            assert sampled.voters == rule.voters
            for share, error, true in zip(sampled.index, sampled.errors, exact, strict=True):
                assert error > 0
                assert abs(share - float(true)) < 5 * error
                assert true not in (0, 1) or share == true
        again = sampled_power(rule, draws, seed=seed)
        assert again.index == sampled_power(rule, draws, seed=seed).index
        assert math.isclose(sum(again.index), 1)
