"""Settlements at any size against enumeration: counts, grounds, solutions and bounds of problems that allow both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from tests.properties.folding_draws import larger_problem

from detente.engines.settlement import NoSettlement, SettlementProblem, Solution, settle
from detente.engines.settlement import counting as counting_module
from detente.engines.settlement import representatives as representatives_module
from detente.engines.settlement import settle_at_size as facade
from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.counting import Count, acceptable_count
from detente.engines.settlement.folding import FoldedFrontier, zone_size
from detente.engines.settlement.large_settlement import LargeGround, LargeSettlement, LargeSolution, Unsaid
from detente.engines.settlement.packages import Packages
from detente.engines.settlement.representatives import Representatives, representatives
from detente.engines.settlement.searching import CertifiedConcessions
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.engines.settlement.settlement import Settlement
from detente.engines.settlement.zone import blocks
from detente.foundation.errors import TooLarge

CaseCount = Callable[..., int]


def problems(count: int, seed: int = 20261123) -> Iterable[SettlementProblem]:
    for child in np.random.SeedSequence(seed).spawn(count):
        rng = np.random.default_rng(child)
        problem = larger_problem(rng)
        if rng.random() < 0.4:
            share = float(rng.uniform(0.7, 1.0))
            most = np.sum([table.max(axis=0) for table in problem.scores], axis=0)
            problem = replace(problem, walk_away=(most * share).astype(np.int64))
        yield problem


def too_fine(monkeypatch: pytest.MonkeyPatch, problem: SettlementProblem) -> None:
    """Counting on the grids that a problem comes with is refused; on coarser ones it is done."""

    def refusing(asked: SettlementProblem, **_: object) -> object:
        if asked.units == problem.units:
            raise TooLarge("sums", estimate=2, limit=1, todo="")
        return zone_size(asked)

    monkeypatch.setattr(counting_module, "zone_size", refusing)


def agree(count: Count, number: int) -> bool:
    return count.at_least <= number <= count.at_most


def test_every_part_is_what_enumeration_finds(case_count: CaseCount) -> None:
    empty = exact = 0
    for problem in problems(case_count(sample=4, proof=2_000)):
        known, found = settle(problem), settle_at_size(problem)
        assert found.strategy == "folding"
        counts_agree(known, found)
        frontiers_agree(known, found)
        for name, item in known.solutions.items():
            solutions_agree(item, found.solutions[name])
        concessions_agree(known, found)
        empty += known.n_acceptable == 0
        exact += found.zone.acceptable.exact
    assert empty
    assert exact


def counts_agree(known: Settlement, found: LargeSettlement) -> None:
    zone = found.zone
    assert zone.empty == (known.n_acceptable == 0)
    assert agree(zone.feasible, known.n_feasible)
    assert agree(zone.considered, known.zone.considered)
    assert agree(zone.acceptable, known.n_acceptable)
    told = {(g.kind, g.party, g.id): g for g in known.zone.blocking}
    here: dict[tuple[str, str, str], LargeGround] = {(g.kind, g.party, g.id): g for g in zone.blocking}
    assert set(told) <= set(here)
    for key, ground in here.items():
        blocked, alone = (told[key].packages, told[key].alone) if key in told else (0, 0)
        assert agree(ground.packages, blocked), key
        assert agree(ground.alone, alone), key
    for party, known_party in zip(zone.parties, known.zone.parties, strict=True):
        assert party.party == known_party.party
        assert agree(party.packages, known_party.packages)
        assert agree(party.alone, known_party.alone)


def frontiers_agree(known: Settlement, found: LargeSettlement) -> None:
    for edge, other in (
        (known.frontier_acceptable, found.frontier_acceptable),
        (known.frontier_feasible, found.frontier_feasible),
    ):
        assert isinstance(other, FoldedFrontier)
        assert (edge.points, len(edge)) == (len(other), other.n_packages)
    ideal = tuple(known.ideal[p] for p in known.problem.consent)
    assert tuple(found.ideal[p] for p in known.problem.consent) == ideal


def solutions_agree(item: Solution | NoSettlement, other: LargeSolution | NoSettlement) -> None:
    if isinstance(item, NoSettlement):
        assert isinstance(other, NoSettlement)
        assert other.reason == item.reason
        return
    assert isinstance(other, LargeSolution)
    assert other.proved
    assert other.n_packages == len(item.packages)
    assert other.solution.packages == item.packages[: len(other.packages)]
    assert other.gap == 0


def concessions_agree(known: Settlement, found: LargeSettlement) -> None:
    item, other = known.concessions, found.concessions
    if known.n_acceptable:
        assert isinstance(other, Unsaid)
    elif isinstance(item, Concessions):
        assert isinstance(other, CertifiedConcessions)
        assert other.proved
        assert (other.breaches, other.parties_below, other.total_share) == (
            item.breaches, item.parties_below, item.total_share,
        )  # fmt: skip
        assert [found.package(o.package) for o in other.openings] == list(other.packages[: len(other.openings)])


def test_searching_proves_the_same_solutions(case_count: CaseCount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facade, "POINTS", 0)
    stood_in = 0
    for problem in problems(case_count(sample=1, proof=500), 7):
        known, found = settle(problem), settle_at_size(problem)
        assert found.strategy == "searching" or found.zone.empty
        counts_agree(known, found)
        for name, item in known.solutions.items():
            other = found.solutions[name]
            if isinstance(item, Solution):
                assert isinstance(other, LargeSolution)
                assert other.proved
                assert other.solution.values[0] in item.values
                assert other.n_packages == len(item.packages)
                assert found.values(other.packages[0]) == other.all_values[0]
        stood_in += isinstance(found.frontier_acceptable, Representatives)
    assert stood_in


def test_coarser_grids_bound_the_zone_from_both_sides(case_count: CaseCount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting_module, "LEVELS", (12, 6, 3))
    bounded = 0
    for problem in problems(case_count(sample=8, proof=2_000), 11):
        too_fine(monkeypatch, problem)
        count = acceptable_count(problem)
        assert agree(count, settle(problem).n_acceptable)
        bounded += not count.exact
    assert bounded


def test_representatives_are_acceptable_and_as_near_as_they_say(
    case_count: CaseCount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(representatives_module, "LEVELS", (8, 16))
    lossy = 0
    for problem in problems(case_count(sample=5, proof=1_000), 13):
        found = representatives(problem)
        if found is None:
            continue
        known = settle(problem)
        packages = Packages(problem)
        codes = [packages.encode(row) for row in found.packages.tolist()]
        assert set(codes) <= set(known.zone.acceptable.tolist())
        lossy += any(found.lost)
        clear = known.floats(known.zone.acceptable) - np.array([float(d) for d in known.disagreement])
        for name, margin in found.margin:
            if problem.parties.index(name) in problem.consent:
                clear = clear[clear[:, problem.parties.index(name)] >= float(margin)]
            else:
                clear = clear[:0]
        floors = np.array([float(known.disagreement[p]) for p in problem.consent])
        wanted = clear[:, list(problem.consent)] + floors - np.array([float(v) for v in found.lost])
        for row in wanted:
            assert (found.floats >= row - 1e-6).all(axis=1).any()
    assert lossy


def test_conflicts_are_groups_that_accept_nothing_together(case_count: CaseCount) -> None:
    named = 0
    for problem in problems(case_count(sample=4, proof=1_000), 17):
        found = settle_at_size(problem)
        if not found.zone.empty:
            assert found.zone.conflicts == ()
            continue
        named += len(found.zone.conflicts)
        assert set(found.zone.conflicts) == naive_conflicts(problem)
    assert named


def naive_conflicts(problem: SettlementProblem) -> set[tuple[str, ...]]:
    packages = Packages(problem)
    codes = np.arange(len(packages), dtype=np.int64)
    refused = [
        {block.party for block in reasons}
        for code, reasons in zip(codes.tolist(), blocks(packages, codes), strict=True)
        if "" not in {block.party for block in reasons}
        and (problem.status_quo is None or code != packages.encode(problem.status_quo))
    ]
    names = [problem.parties[p] for p in problem.asked]
    irreconcilable: list[tuple[str, ...]] = []
    for size in (1, 2, 3):
        for group in combinations(names, size):
            smaller = any(set(other) <= set(group) for other in irreconcilable)
            if not smaller and all(parties & set(group) for parties in refused):
                irreconcilable.append(group)
    return set(irreconcilable)


def test_estimates_lie_near_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    estimates = 0
    for problem in problems(2, 19):
        too_fine(monkeypatch, problem)
        known, found = settle(problem), settle_at_size(problem)
        count = found.zone.acceptable
        if count.share is not None:
            estimates += 1
            truth = known.n_acceptable / known.zone.considered
            assert abs(count.share - truth) <= 5 * count.error + 1e-4
    assert estimates
