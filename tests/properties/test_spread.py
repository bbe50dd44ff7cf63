"""The spread of values and acceptance over admitted judgements, against draws and against every corner."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest
from tests.properties.settlement_case_draws import corners, drawn
from tests.properties.settlement_case_oracle import Told
from tests.properties.settlement_cases import CaseCount, cases, say, words

from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.engines.settlement.spread import WeightRange, margin_range, value_range, weighted_mean_range

CLOSE = 1e-7
SMALL = {"parties": 2, "issues": 3, "largest": 16}


def random_box(rng: np.random.Generator, issues: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights with ends that are often 0 or alike."""
    stock = np.array([0, 0, 0, 1, 1, 2, 5, 7.5])
    ends = np.sort(stock[rng.integers(len(stock), size=(2, issues))], axis=0)
    return ends[0], ends[1]


def random_numbers(rng: np.random.Generator, issues: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of twelve packages, with ties, some negative."""
    ends = np.sort(rng.integers(-4, 5, size=(2, 12, issues)) * 12.5, axis=0)
    return ends[0], ends[1]


def mean(numbers: np.ndarray, weights: Any) -> np.ndarray:
    return numbers @ np.asarray(weights, dtype=float) / np.sum(weights)


def test_weighted_means_over_a_box_end_at_its_corners(
    case_count: CaseCount, capsys: pytest.CaptureFixture[str]
) -> None:
    count = case_count(sample=60, proof=5000)
    for child in np.random.SeedSequence(20251219).spawn(count):
        rng = np.random.default_rng(child)
        issues = int(rng.integers(1, 7))
        low_weight, high_weight = random_box(rng, issues)
        low, high = random_numbers(rng, issues)
        least, most = weighted_mean_range(low, high, WeightRange(low_weight, high_weight))
        all_corners = [w for w in itertools.product(*zip(low_weight, high_weight, strict=True)) if sum(w)]
        if not all_corners:
            assert not least.any()
            assert not most.any()
            continue
        np.testing.assert_allclose(least, np.min([mean(low, w) for w in all_corners], axis=0), atol=1e-9)
        np.testing.assert_allclose(most, np.max([mean(high, w) for w in all_corners], axis=0), atol=1e-9)
        for _ in range(20):
            weights, share = rng.uniform(low_weight, high_weight), rng.random(low.shape)
            inside = mean(low + share * (high - low), weights)
            assert (least - 1e-9 <= inside).all()
            assert (inside <= most + 1e-9).all()
    say(capsys, f"weights in boxes: {count} end at corners and hold 20 draws each")


def test_weighted_means_over_an_order_end_at_equal_weights_on_the_first_steps(
    case_count: CaseCount, capsys: pytest.CaptureFixture[str]
) -> None:
    count = case_count(sample=60, proof=5000)
    for child in np.random.SeedSequence(20251220).spawn(count):
        rng = np.random.default_rng(child)
        issues = int(rng.integers(1, 7))
        named = rng.permutation(issues)[: int(rng.integers(1, issues + 1))]
        rank = np.sort(rng.integers(0, 4, size=len(named)))
        steps = tuple(tuple(named[rank == r].tolist()) for r in np.unique(rank))
        low, high = random_numbers(rng, issues)
        nothing = np.zeros(issues)
        least, most = weighted_mean_range(low, high, WeightRange(nothing, nothing, steps))
        extremes = []
        for taken in range(1, len(steps) + 1):
            weights = np.zeros(issues)
            weights[[i for step in steps[:taken] for i in step]] = 1
            extremes.append(weights)
        np.testing.assert_allclose(least, np.min([mean(low, w) for w in extremes], axis=0), atol=1e-9)
        np.testing.assert_allclose(most, np.max([mean(high, w) for w in extremes], axis=0), atol=1e-9)
        for _ in range(20):
            weights = np.zeros(issues)
            for step, size in zip(steps, sorted(rng.exponential(size=len(steps)), reverse=True), strict=True):
                weights[list(step)] = size
            inside = mean(low + rng.random(low.shape) * (high - low), weights)
            assert (least - 1e-9 <= inside).all()
            assert (inside <= most + 1e-9).all()
    say(capsys, f"weights in orders: {count} end at extreme points and hold 20 draws each")


def bounds(settled: CaseSettlement, party: int) -> tuple[list[dict[str, Any]], np.ndarray]:
    """All packages in words, and for each [value low, value high, margin low, margin high]."""
    digits = settled.settlement.packages.decode(range(settled.settlement.n_packages))
    ranges = settled.ranges[party]
    found = np.stack([*value_range(ranges, digits), *margin_range(ranges, digits)], axis=1)
    return [dict(words(settled, code)) for code in range(len(digits))], found


def judged_by(told: Told, party: str, packages: list[dict[str, Any]], numbers: Any) -> tuple[np.ndarray, np.ndarray]:
    values = np.array([float(told.value(party, x, numbers)) for x in packages])
    return values, values - float(told.walk_away(party, numbers))


def test_no_admitted_judgement_leaves_the_spread(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=40, proof=2000)
    seen: Counter[str] = Counter()
    for case_text, read, rng in cases(count, 20251221, **SMALL):
        told, settled = Told(case_text.text, case_text.holds), settle_case(read)
        every = [bounds(settled, place) for place in range(len(told.parties))]
        packages = every[0][0]
        spreads = settled.spreads(range(len(packages)))
        agreed: list[set[int]] = []
        for _ in range(8):
            accepting = [told.asked(x) for x in packages]
            for party, (_, ends) in zip(told.parties, every, strict=True):
                values, margins = judged_by(told, party, packages, drawn(told, party, rng))
                for column, judged in ((0, values), (2, margins)):
                    assert (ends[:, column] - CLOSE <= judged).all(), case_text.text
                    assert (judged <= ends[:, column + 1] + CLOSE).all(), case_text.text
                for code, x in enumerate(packages):
                    verdict = dict(spreads[code].verdicts).get(party)
                    seen[str(verdict)] += 1
                    assert (verdict is None) == (party not in told.asked(x))
                    refused = x != told.status_quo and any(told.refused(party, x))
                    if refused or margins[code] < -CLOSE:
                        assert verdict != "always"
                        accepting[code].discard(party)
                    elif margins[code] > CLOSE:
                        assert verdict != "never"
            agreed.append({code for code, x in enumerate(packages) if accepting[code] == told.asked(x)})
        check_zone_spread(told, settled, packages, agreed)
        for party, (_, ends) in zip(told.parties, every, strict=True):
            shown = np.array([float(told.worth(party, x)) for x in packages])
            assert (ends[:, 0] - CLOSE <= shown).all()
            assert (shown <= ends[:, 1] + CLOSE).all()
    say(capsys, f"spread: {count} cases hold 8 draws for each party; verdicts {dict(seen)}")


def check_zone_spread(
    told: Told, settled: CaseSettlement, packages: list[dict[str, Any]], agreed: list[set[int]]
) -> None:
    zone = settled.zone_spread()
    assert zone is not None
    counted = {code for code, x in enumerate(packages) if x in told.feasible and x != told.status_quo}
    verdicts = {code: settled.spreads([code])[0].verdict for code in counted}
    always = {code for code in counted if verdicts[code] == "always"}
    sometimes = {code for code in counted if verdicts[code] != "never"}
    assert (zone.always, zone.sometimes, zone.feasible) == (len(always), len(sometimes), len(counted))
    assert zone.tolerance == 1e-9
    shown = set(settled.settlement.zone.acceptable.tolist())
    assert always <= shown <= sometimes
    assert all(always <= found & counted <= sometimes for found in agreed)


def test_some_admitted_judgements_reach_each_end(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=40, proof=2000)
    tried, verdicts = 0, Counter[str]()
    for case_text, read, _ in cases(count, 20251222, **SMALL):
        told, settled = Told(case_text.text, case_text.holds), settle_case(read)
        for place, party in enumerate(told.parties):
            all_corners = corners(told, party, most=128)
            if all_corners is None:
                continue
            packages, ends = bounds(settled, place)
            values, margins = zip(*(judged_by(told, party, packages, n) for n in all_corners), strict=True)
            reached = [np.min(values, 0), np.max(values, 0), np.min(margins, 0), np.max(margins, 0)]
            np.testing.assert_allclose(ends, np.stack(reached, axis=1), atol=CLOSE, err_msg=case_text.text)
            tried += 1
            for x, spread, low, high in zip(
                packages, settled.spreads(range(len(packages))), reached[2], reached[3], strict=True
            ):
                verdict = dict(spread.verdicts).get(party)
                if verdict is not None and (x == told.status_quo or not any(told.refused(party, x))):
                    verdicts[verdict] += 1
                    assert (verdict == "depends") == (low < -1e-9 <= high) or min(abs(low), abs(high)) < CLOSE
    assert tried > count // 3
    assert min(verdicts.values()) > count // 10
    say(capsys, f"corners: {tried} parties' judgements reach each end of each package; {dict(verdicts)}")
