"""Whether the zone and proposals are open, draw by draw without enumeration, beside looking at every package."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tests.properties.settlement_cases import CaseCount, cases

from detente.case.reading import parse_case
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement, settle_case
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.study import opening as module
from detente.study import run, tasks_at_size
from detente.study.factors import width
from detente.study.of_case import feasible_codes, judged_parties, setting_of
from detente.study.opening import Opening, opened, verdicts_only
from detente.study.parties import BoolArray, IntArray, Judged
from detente.study.tally import Acceptance, Setting, acceptance
from detente.study.tasks_at_size import acceptability_task_at_size, sensitivity_task_at_size

DRAWS = 12


def at_size(settled: CaseSettlement) -> LargeCaseSettlement:
    return LargeCaseSettlement(settled.read, settle_at_size(settled.problem), settled.ranges)


def looked_at(settled: CaseSettlement, uniforms: np.ndarray) -> tuple[IntArray, Setting, list[Judged], Acceptance]:
    """Who accepts which feasible package in which draw, package by package."""
    codes = feasible_codes(settled)
    digits = settled.settlement.packages.decode(codes)
    setting = setting_of(settled, codes, codes, [], every=True)
    judged = [party.judged(uniforms) for party in judged_parties(settled, digits)]
    return digits, setting, judged, acceptance(setting, judged)


def check(settled: CaseSettlement, opening: Opening, rng: np.random.Generator, seen: Counter[str]) -> None:
    nothing = np.zeros((0, len(settled.case.issues)), dtype=np.int64)
    size = width([f for party in judged_parties(settled, nothing) for f in party.factors])
    uniforms = rng.random((DRAWS, size))
    digits, setting, judged, found = looked_at(settled, uniforms)
    without = [(found.refusing == ~accepts) & setting.agreement for accepts in found.accepts]
    parties = judged_parties(settled, digits)
    floors = [one.walk_away for one in judged]
    told = opened(opening, parties, uniforms, floors)
    for verdicts, answer in zip(verdicts_only(opening, parties, uniforms, floors), told, strict=True):
        assert np.array_equal(verdicts, answer.some)
    for question, answer in zip(opening.questions, told, strict=True):
        same = setting.agreement.copy()
        for group, among in zip(opening.groups, question.among, strict=True):
            rows = {tuple(row) for row in group.values[among].tolist()}
            same &= np.array([tuple(row) in rows for row in digits[:, group.issues].tolist()], dtype=np.bool_)
        assert question.completions == same.sum()
        some: BoolArray = np.any(found.all_accept[:, same], axis=1)
        decided = answer.some >= 0
        assert np.array_equal(answer.some[decided] == 1, some[decided])
        assert np.array_equal(answer.every, found.all_accept[:, same].all(axis=1) & bool(same.any()))
        for column, party in enumerate(opening.asked):
            assert np.array_equal(answer.blocked[:, column], ~found.accepts[party][:, same].any(axis=1))
            alone = ~some & without[party][:, same].any(axis=1)
            assert not (answer.alone[:, column] & ~alone).any()
            if seen["whole"]:
                assert np.array_equal(answer.alone[:, column], alone)
            seen["alone"] += int(alone.sum())
        seen["open"] += int(some.sum())
        seen["shut"] += int((~some).sum())
        seen["undecided"] += int((~decided).sum())
        seen["every"] += int(answer.every.sum())
        seen["several"] += any(len(group.issues) > 1 for group in opening.groups)
        seen["quo"] += opening.quo is not None


@pytest.mark.parametrize(("steps", "folded"), [(40, 1000), (0, 1000), (6, 0)], ids=["both", "folded", "multipliers"])
def test_verdicts_are_those_of_every_package(
    steps: int, folded: int, case_count: CaseCount, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = case_count(sample=6, proof=1000)
    monkeypatch.setattr(module, "STEPS", steps)
    monkeypatch.setattr(module, "FOLDED", folded)
    seen: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for _, read, rng in cases(count, 20261305 + steps, parties=3, issues=4, largest=120):
        settled = settle_case(read)
        assert isinstance(settled, CaseSettlement)
        if not len(feasible_codes(settled)):
            continue
        monkeypatch.setattr(tasks_at_size, "_settling", lambda one, rng=rng: drawn_proposals(one, rng))
        task = acceptability_task_at_size(at_size(settled))
        assert task.opening is not None
        seen["whole"] = int(folded > 0)
        check(settled, task.opening, rng, seen)
        total += seen
        seen.clear()
    assert total["undecided"] == 0 or not folded
    assert all(total[kind] for kind in ("open", "shut", "alone", "several", "quo")), total


TIGHT = """detente: 1
id: tight
title: What one gains the other loses
parties: [{id: a, name: A, kind: person}, {id: b, name: B, kind: person}, {id: c, name: C, kind: person}]
agreement: {consent: [a, b], also: [{when: land >= 60, party: c}]}
issues:
  - {id: land, question: How much?, kind: number, from: 0, to: 100, step: 20}
  - {id: rent, question: How much?, kind: number, from: 0, to: 100, step: 25}
  - {id: term, question: How long?, kind: number, from: 0, to: 4, step: 1}
status-quo: {land: 0, rent: 0, term: 0}
preferences:
  a:
    weights: {land: {low: 40, high: 50}, rent: 30, term: {low: 10, high: 40}}
    values: {land: {0: 0, 100: 100}, rent: {0: 0, 100: 100}, term: {0: 0, 4: 100}}
    walk-away: {low: 40, high: 60}
  b:
    weights: {land: {low: 30, high: 40}, rent: {low: 20, high: 40}, term: 30}
    values: {land: {0: 100, 100: 0}, rent: {0: 100, 100: 0}, term: {0: 100, 4: 0}}
    walk-away: {low: 42, high: 62}
  c: {weights: {term: 1}, values: {term: {0: 0, 4: 100}}, walk-away: {low: 10, high: 60},
    red-lines: [{never: rent >= 50}]}
"""


@pytest.mark.parametrize(("steps", "folded"), [(40, 1000), (0, 1000)], ids=["both", "folded"])
def test_verdicts_hold_where_the_zone_just_closes(
    steps: int, folded: int, case_count: CaseCount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STEPS", steps)
    monkeypatch.setattr(module, "FOLDED", folded)
    settled = settle_case(parse_case(TIGHT))
    assert isinstance(settled, CaseSettlement)
    rng = np.random.default_rng(np.random.SeedSequence(20261307))
    monkeypatch.setattr(tasks_at_size, "_settling", lambda one: drawn_proposals(one, rng))
    seen: Counter[str] = Counter({"whole": 1})
    large = at_size(settled)
    for _ in range(case_count(sample=4, proof=400)):
        task = acceptability_task_at_size(large)
        assert task.opening is not None
        check(settled, task.opening, rng, seen)
    assert min(seen["open"], seen["shut"], seen["alone"]) > 20, seen
    assert not seen["undecided"]


def drawn_proposals(settled: LargeCaseSettlement, rng: np.random.Generator) -> list[tuple[str, tuple[int | None, ...]]]:
    """Three proposals that leave some issues open."""
    sizes = settled.problem.sizes
    return [
        (f"p{k}", tuple(int(rng.integers(size)) if rng.random() < 0.5 else None for size in sizes)) for k in range(3)
    ]


def test_shares_are_those_of_the_study_of_every_package(case_count: CaseCount, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within what is left undecided, where merging is not allowed in every draw; where it is, the same."""
    from detente.study import acceptability_task

    seen = set[bool]()
    for _, read, _ in cases(case_count(sample=8, proof=200), 20261306, parties=3, issues=3, largest=40):
        settled = settle_case(read)
        if not isinstance(settled, CaseSettlement) or not len(feasible_codes(settled)):
            continue
        every = run(acceptability_task(settled), 60, chunk=30, seed=3).answer
        large = at_size(settled)
        found = run(acceptability_task_at_size(large), 60, chunk=30, seed=3).answer
        assert every.zone is not None
        assert found.zone is not None
        assert found.zone.undecided is not None
        if found.zone.undecided.share:
            low, high = found.zone.open.share, found.zone.open.share + found.zone.undecided.share
            assert low - 1e-12 <= every.zone.open.share <= high + 1e-12
            with monkeypatch.context() as patch:
                patch.setattr(module, "FOLDED", 1000)
                found = run(acceptability_task_at_size(large), 60, chunk=30, seed=3).answer
            assert found.zone is not None
            assert found.zone.undecided is not None
        assert found.zone.undecided.share == 0
        assert (found.zone.open, dict(found.zone.alone)) == (every.zone.open, dict(every.zone.alone))
        for package in found.packages:
            whole = run(acceptability_task(settled, [package.package]), 60, chunk=30, seed=3).answer.packages[0]
            assert (package.accepted, dict(package.blocked)) == (whole.accepted, dict(whole.blocked))
        indices = run(sensitivity_task_at_size(large, resamples=2), 8, seed=1).answer
        assert set(indices.conclusions) == {
            "zone",
            *(f"proposal {item.id}" for item in large.case.proposals if item.package),
        }
        seen.add(found.zone.open.share > 0)
    assert seen == {False, True}
