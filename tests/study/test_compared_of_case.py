"""A case with comparisons: the spread, possible acceptance and draws agree, and the shown point lies inside."""

from __future__ import annotations

import numpy as np
import pytest
from tests.case.test_comparisons import VALUES, read

from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.study import acceptability_task, run
from detente.study.compared import ComparedNumbers
from detente.study.of_case import judged_parties
from detente.study.possible import possible_acceptance

COMPARED = VALUES.replace(
    "{short: 0, mid: 50, long: 100, ever: 80}",
    "{comparisons: [{more: long, than: [mid, ever]}, {more: [mid, ever], than: short}]}",
)
FORMS = {
    "ratios": "{comparisons: [{more: land, than: [fee, term], times: 2}]}",
    "partial order": "{comparisons: [{more: [land, fee], than: term}]}",
    "order and ratio": "{order: [land, fee, term], comparisons: [{more: land, than: term, times: 2, at-most: 5}]}",
    "packages": "{comparisons: [{prefers: {land: split, fee: 0}, to: {land: theirs, fee: 10}}, "
    "{more: term, than: land}]}",
    "equal": "{comparisons: [{equal: [land, fee]}, {more: land, than: term}]}",
    "alike": "{comparisons: [{alike: [{land: ours, fee: 0}, {land: theirs, fee: 10}], within: 10}], among: [term]}",
}


@pytest.fixture(scope="module", params=FORMS)
def settled(request: pytest.FixtureRequest) -> CaseSettlement:
    found = settle_case(read(FORMS[request.param], COMPARED))
    assert isinstance(found, CaseSettlement)
    return found


def test_spread_possible_acceptance_and_draws_agree(settled: CaseSettlement) -> None:
    codes = list(range(0, settled.settlement.n_packages, 5))
    spreads = settled.spreads(codes)
    digits = settled.settlement.packages.decode(np.array(codes))
    (party,) = judged_parties(settled, digits)
    rng = np.random.default_rng(np.random.SeedSequence(3))
    judged = party.judged(rng.random((400, max(f.columns.stop for f in party.factors))))
    for row, (spread, found) in enumerate(zip(spreads, possible_acceptance(settled, codes), strict=True)):
        low, high = spread.values[0]
        exact = found.parties[0]
        assert abs(low - 20 - float(exact.least)) < 1e-9
        assert abs(high - 20 - float(exact.most)) < 1e-9
        assert spread.verdict == found.verdict
        assert low - 1e-9 <= judged.values[:, row].min()
        assert judged.values[:, row].max() <= high + 1e-9
        shown = float(settled.settlement.packages.scores(np.array([codes[row]]))[0, 0] * settled.problem.units[0])
        assert low - 1e-9 <= shown <= high + 1e-9


def test_a_study_counts_over_the_comparisons(settled: CaseSettlement) -> None:
    found = run(acceptability_task(settled), draws=300, seed=1)
    assert found.answer.zone is not None
    assert not [words for words in found.answer.caveats if "walk" in words]
    assert any(
        isinstance(f.form, ComparedNumbers) for p in judged_parties(settled, np.zeros((0, 3), int)) for f in p.factors
    )


def test_a_study_says_where_a_walk_stands_for_the_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.study.compared._pieces", lambda *_: None)
    settled = settle_case(read(FORMS["ratios"]))
    assert isinstance(settled, CaseSettlement)
    (remark,) = (words for words in acceptability_task(settled).caveats if "walk" in words)
    assert "a, comparisons of the weights: drawn from 4,096 points" in remark
