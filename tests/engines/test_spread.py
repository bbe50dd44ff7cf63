"""The spread of values and acceptance on cases small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case.reading import parse_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.engines.settlement.spread import (
    TOLERANCE,
    PackageSpread,
    WeightRange,
    margin_range,
    package_spreads,
    value_range,
    weighted_mean_range,
)
from detente.foundation.errors import OutOfDomain

HEAD = """detente: 1
id: one
title: One party
parties: [{id: a, name: A, kind: person}]
issues:
"""
LAND = "  - {id: land, question: Whose?, kind: choice, options: [{id: ours}, {id: split}, {id: theirs}]}\n"
TERM = "  - {id: term, question: How long?, kind: number, from: 0, to: 50, step: 10}\n"
WHO = "  - {id: who, question: Who?, kind: set, of: [x, y, z]}\n"


def settled(issues: str, wants: str, rest: str = "") -> CaseSettlement:
    return settle_case(parse_case(f"{HEAD}{issues}preferences: {{a: {wants}}}\n{rest}"))


def values(found: CaseSettlement) -> list[tuple[float, float]]:
    return [spread.values[0] for spread in found.spreads(range(found.settlement.n_packages))]


def margins(found: CaseSettlement) -> list[tuple[float, float]]:
    digits = found.settlement.packages.decode(range(found.settlement.n_packages))
    low, high = margin_range(found.ranges[0], digits)
    return list(zip(low.round(9).tolist(), high.round(9).tolist(), strict=True))


def verdicts(found: CaseSettlement) -> list[str]:
    return [spread.verdict for spread in found.spreads(range(found.settlement.n_packages))]


def test_points_have_no_spread() -> None:
    found = settled(LAND, "{weights: {land: 1}, values: {land: {ours: 100, split: 40, theirs: 0}}, walk-away: 40}")
    assert values(found) == [(100, 100), (40, 40), (0, 0)]
    assert verdicts(found) == ["always", "always", "never"]
    zone = found.zone_spread()
    assert zone is not None
    assert (zone.always, zone.sometimes, zone.feasible, zone.tolerance) == (2, 2, 3, TOLERANCE)


def test_a_triangle_runs_from_its_low_to_its_high_end_whatever_its_mode() -> None:
    split = "{low: 20, mode: 30, high: 90}"
    found = settled(
        LAND, f"{{weights: {{land: 1}}, values: {{land: {{ours: 100, split: {split}, theirs: 0}}}}, walk-away: 40}}"
    )
    assert values(found)[1] == (20, 90)
    assert float(found.settlement.values([1])[0][0]) == 30
    assert verdicts(found) == ["always", "depends", "never"]


def test_an_order_fixes_its_ends_and_leaves_the_middle_free() -> None:
    found = settled(LAND, "{weights: {land: 1}, values: {land: [ours, split, theirs]}, walk-away: 0}")
    assert values(found) == [(100, 100), (0, 100), (0, 0)]


def test_options_that_tie_in_an_order_are_worth_the_same() -> None:
    wants = "{weights: {land: 1}, values: {land: [theirs, [ours, split]]}}"
    assert margins(settled(LAND, wants, "status-quo: {land: ours}\n")) == [(0, 0), (0, 0), (100, 100)]
    alike = "{weights: {land: 1}, values: {land: [[ours, split, theirs]]}, walk-away: 0}"
    assert values(settled(LAND, alike)) == [(0, 0)] * 3


def test_options_that_tie_with_the_baseline_in_the_middle_gain_nothing() -> None:
    four = "  - {id: land, question: Whose?, kind: choice, options: [{id: a}, {id: b}, {id: c}, {id: d}]}\n"
    wants = "{weights: {land: 1}, values: {land: [a, [b, c], d]}}"
    assert margins(settled(four, wants, "status-quo: {land: b}\n")) == [(0, 100), (0, 0), (0, 0), (-100, 0)]


def test_an_option_is_never_worth_less_than_one_below_it_in_the_order() -> None:
    wants = "{weights: {land: 1}, values: {land: [ours, split, theirs]}}"
    assert margins(settled(LAND, wants, "status-quo: {land: split}\n")) == [(0, 100), (0, 0), (-100, 0)]


def test_package_and_baseline_share_the_values_of_a_curve() -> None:
    wants = "{weights: {term: 1}, values: {term: {0: 0, 50: {low: 80, high: 100}}}, walk-away: {package: status-quo}}"
    found = settled(TERM, wants, "status-quo: {term: 20}\n")
    assert margins(found) == [(-40, -32), (-20, -16), (0, 0), (16, 20), (32, 40), (48, 60)]
    low, high = value_range(found.ranges[0], np.arange(6)[:, None])
    np.testing.assert_allclose(low, [0, 16, 32, 48, 64, 80])
    np.testing.assert_allclose(high, [0, 20, 40, 60, 80, 100])


def test_a_curve_of_one_number_has_one_value() -> None:
    one = "  - {id: term, question: How long?, kind: number, from: 5, to: 5, step: 1}\n"
    found = settled(one, "{weights: {term: 1}, values: {term: {5: {low: 0, high: 70}}}}", "status-quo: {term: 5}\n")
    assert values(found) == [(0, 70)]
    assert margins(found) == [(0, 0)]


def test_package_and_baseline_share_the_members_they_both_have() -> None:
    points = "{x: {low: 10, high: 40}, y: {low: -20, high: 30}, z: 20}"
    found = settled(WHO, f"{{weights: {{who: 1}}, values: {{who: {points}}}}}", "status-quo: {who: [x]}\n")
    by_code = dict(zip(range(8), margins(found), strict=True))
    assert by_code[0b001] == (0, 0)
    assert by_code[0b000] == (-40, -10)
    assert by_code[0b011] == (-20, 30)
    assert by_code[0b101] == (20, 20)
    assert values(found)[0b010] == (0, 30)
    assert values(found)[0b000] == (0, 20)


def test_a_set_is_worth_100_at_most_and_the_cap_is_shared() -> None:
    points = "{x: {low: 30, high: 80}, y: {low: 30, high: 60}, z: 0}"
    found = settled(WHO, f"{{weights: {{who: 1}}, values: {{who: {points}}}}}", "status-quo: {who: [x]}\n")
    assert values(found)[0b011] == (60, 100)
    assert margins(found)[0b011] == (20, 60)


def test_members_in_an_order_share_100() -> None:
    found = settled(WHO, "{weights: {who: 1}, values: {who: [x, [y, z]]}, walk-away: 0}")
    third = 100 / 3
    np.testing.assert_allclose(
        values(found),
        [(0, 0), (third, 100), (0, third), (2 * third, 100), (0, third), (2 * third, 100), (0, 2 * third), (100, 100)],
    )


def test_what_a_baseline_has_too_cancels_among_members_in_an_order() -> None:
    found = settled(WHO, "{weights: {who: 1}, values: {who: [x, y, z]}}", "status-quo: {who: [y]}\n")
    np.testing.assert_allclose(margins(found)[0b001], (0, 100), atol=1e-6)
    np.testing.assert_allclose(margins(found)[0b100], (-50, 0), atol=1e-6)


def test_interactions_of_package_and_baseline_cancel_and_others_count() -> None:
    wants = (
        "{weights: {land: 1}, values: {land: {ours: 100, split: 50, theirs: 0}}, interactions: "
        "[{when: not land = theirs, points: {low: 5, high: 25}}, {when: land = split, points: {low: -10, high: 10}}],"
        " walk-away: {package: status-quo, less: {low: 0, high: 30}}}"
    )
    assert margins(settled(LAND, wants, "status-quo: {land: ours}\n")) == [(0, 30), (-60, -10), (-125, -75)]


def test_weights_that_may_all_be_0_share_out_in_every_way() -> None:
    wants = (
        "{weights: {land: {low: 0, high: 10}, term: {low: 0, high: 1}}, walk-away: 0,"
        " values: {land: {ours: 100, split: 50, theirs: 0}, term: {0: 0, 50: 100}}}"
    )
    found = settled(LAND + TERM, wants)
    code = found.code({"land": "ours", "term": found.case.issues[1].numbers[0]})
    assert code is not None
    assert values(found)[code] == (0, 100)


def test_a_party_without_weights_values_nothing_and_accepts() -> None:
    found = settled(LAND, "{red-lines: [{never: land = theirs}]}")
    assert values(found) == [(0, 0)] * 3
    assert str(values(found)) == "[(0.0, 0.0), (0.0, 0.0), (0.0, 0.0)]", "no minus zero"
    assert verdicts(found) == ["always", "always", "never"]


def test_a_missing_walk_away_is_the_status_quo() -> None:
    wants = "{weights: {land: 1}, values: {land: {ours: 100, split: {low: 30, high: 60}, theirs: 0}}}"
    found = settled(LAND, wants, "status-quo: {land: split}\n")
    assert margins(found) == [(40, 70), (0, 0), (-60, -30)]
    zone = found.zone_spread()
    assert zone is not None
    assert (zone.always, zone.sometimes, zone.feasible) == (1, 1, 2)


def test_a_value_within_the_tolerance_reaches_the_walk_away() -> None:
    wants = "{weights: {land: 3, term: 7}, values: {land: {ours: 100, split: 70, theirs: 0}, term: {0: 0, 50: 30}}"
    found = settled(LAND + TERM, wants + ", walk-away: {package: {land: split, term: 30}}}")
    code = found.code({"land": "split", "term": found.case.issues[1].numbers[3]})
    assert code is not None
    assert verdicts(found)[code] == "always"


def test_a_package_is_never_where_one_party_never_accepts() -> None:
    assert PackageSpread((), (("a", "always"), ("b", "depends"), ("c", "never"))).verdict == "never"
    assert PackageSpread((), (("a", "always"), ("b", "depends"))).verdict == "depends"
    assert PackageSpread((), (("a", "always"),)).verdict == "always"
    assert PackageSpread((), ()).verdict == "always"


def test_no_packages_have_no_spread() -> None:
    found = settled(LAND, "{weights: {land: 1}, values: {land: [ours, split, theirs]}, walk-away: 0}")
    assert package_spreads(found.settlement.packages, found.ranges, []) == ()


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        ([-1.0], [1.0], ()),
        ([2.0], [1.0], ()),
        ([0.0], [np.inf], ()),
        ([np.nan], [1.0], ()),
        ([0.0, 0.0], [1.0], ()),
        ([0.0], [1.0], ((0,), (0,))),
        ([0.0], [1.0], ((1,),)),
    ],
)
def test_weights_outside_the_domain_are_refused(
    low: list[float], high: list[float], steps: tuple[tuple[int, ...], ...]
) -> None:
    with pytest.raises(OutOfDomain):
        WeightRange(np.array(low), np.array(high), steps)


def test_numbers_and_weights_have_one_length() -> None:
    with pytest.raises(OutOfDomain):
        weighted_mean_range(np.zeros((1, 2)), np.zeros((1, 2)), WeightRange(np.zeros(3), np.ones(3)))
