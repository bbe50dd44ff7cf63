"""The library's small case, whose shares, indices and flip points are worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from detente.case.reading import read_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.errors import OutOfDomain
from detente.study import acceptability_task, judgements_of, packages_of_interest, run, sensitivity_task
from detente.study.acceptability import Share
from detente.study.flips import flip_points
from detente.study.possible import possible_acceptance

FOLDER = Path(__file__).parents[2] / "library/lahdelma-salminen-2001"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))["computed"]
DRAWS = 20_000


@pytest.fixture(scope="module")
def settled() -> CaseSettlement:
    return settle_case(read_case(FOLDER))


def near(share: Share, wanted: float) -> bool:
    """Within four standard errors of what it is; 0 and 1 exactly."""
    error = np.sqrt(wanted * (1 - wanted) / DRAWS)
    assert share.error == pytest.approx(np.sqrt(share.share * (1 - share.share) / DRAWS))
    return bool(abs(share.share - wanted) <= 4 * error + 1e-12)


def test_shares_are_those_worked_out_by_hand(settled: CaseSettlement) -> None:
    study = run(acceptability_task(settled, range(6)), DRAWS, seed=5).answer
    assert study.zone is not None
    assert near(study.zone.open, EXPECTED["zone-open"])
    assert study.zone.mean_size == pytest.approx(sum(item["share"] for item in EXPECTED["accepted"]), abs=0.02)
    for item in EXPECTED["accepted"]:
        code = settled.code(item["package"])
        assert code is not None
        found = study.package(code)
        assert near(found.accepted, item["share"]), item
        for party in ("upper", "lower"):
            refused = found.blocked[party]
            assert near(Share.of(round((1 - refused.share) * DRAWS), DRAWS), item[party]), (item, party)
        # The two judge independently of one another.
        assert near(found.alone["lower"], item["upper"] * (1 - item["lower"])), item
        assert study.zone.accepted[code] == found.accepted.share
    for name, share in EXPECTED["proposals"].items():
        assert near(study.proposal(name).some, share)
    assert study.package(5).ranks["lower"][0] == 1
    np.testing.assert_allclose(study.package(5).central["lower"], [0.75, 0.25], atol=0.005)
    np.testing.assert_allclose(study.weights["lower"], [0.75, 0.25], atol=0.005)


def test_weights_under_which_all_accept_are_told(settled: CaseSettlement) -> None:
    found = run(acceptability_task(settled, [4]), DRAWS, seed=5).answer.package(4)
    land = found.accepting["upper"]
    assert land is not None
    # l is uniform from 10 to 40 where the upper village accepts: the mean of l / (l + 40) is 1 - 40/30 ln(80/50).
    assert land[0] == pytest.approx(1 - 40 / 30 * np.log(80 / 50), abs=0.005)


def test_indices_are_those_worked_out_by_hand(settled: CaseSettlement) -> None:
    zone = run(sensitivity_task(settled), 4096, seed=3).answer.conclusions["zone"]
    assert zone.variance == pytest.approx(EXPECTED["zone-variance"], rel=0.03)
    for name, wanted in EXPECTED["sobol-of-zone"].items():
        found = zone.indices[zone.names.index(name)]
        assert abs(found.first - wanted["first"]) <= 4 * found.first_error + 1e-12, name
        assert abs(found.total - wanted["total"]) <= 4 * found.total_error + 1e-12, name
    assert zone.largest(1)[0][0] == "upper: weight of Land"


def test_a_conclusion_that_never_changes_has_no_indices_but_a_reason(settled: CaseSettlement) -> None:
    found = run(sensitivity_task(settled, [5]), 64, seed=3).answer.conclusions["package 5"]
    assert found.indices == ()
    assert "0 in every draw" in found.reason


def test_the_zone_flips_where_it_should(settled: CaseSettlement) -> None:
    found = flip_points(settled)
    assert found.holds
    assert {flip.what: flip.nearest for flip in found.decisive} == EXPECTED["flip-of-zone"]
    (flip,) = found.decisive
    assert (flip.holds, flip.packages, flip.share) == (((10, 40),), (4,), 0.75)
    assert not flip_points(settled, "halves").holds
    with pytest.raises(OutOfDomain, match="no proposal"):
        flip_points(settled, "nothing")


def test_verdicts_are_those_worked_out_by_hand(settled: CaseSettlement) -> None:
    assert [found.verdict for found in possible_acceptance(settled, range(6))] == EXPECTED["verdicts"]
    assert possible_acceptance(settled, []) == ()
    with pytest.raises(OutOfDomain, match="outside 0 to 5"):
        possible_acceptance(settled, [6])


def test_judgements_are_named_in_the_order_of_the_case(settled: CaseSettlement) -> None:
    assert [(factor.party, factor.what) for factor in judgements_of(settled)] == [
        ("upper", "weight of Land"),
        ("upper", "Land: value of “half each”"),
        ("lower", "order of the weights"),
        ("lower", "walk-away"),
    ]
    assert packages_of_interest(settled).tolist() == [2, 3, 4]
    with pytest.raises(OutOfDomain, match="package 9 is not feasible"):
        acceptability_task(settled, [9])
