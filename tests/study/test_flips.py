"""Flip points where the margin bends, and where nothing flips, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

from detente.case.reading import parse_case
from detente.engines.settlement.of_case import settle_case
from detente.study.flips import Flip, flip_points

HEAD = """detente: 1
id: one
title: One party
parties: [{id: a, name: A, kind: person}]
issues: [{id: who, question: Who?, kind: set, of: [x, y]}, {id: now, question: When?, kind: choice, options: [{id: n}]}]
"""


def flips(wants: str, rest: str = "") -> dict[str, Flip]:
    found = flip_points(settle_case(parse_case(f"{HEAD}preferences: {{a: {wants}}}\n{rest}")))
    return {flip.what: flip for flip in found.flips}


def test_a_member_that_may_be_wanted_or_unwanted_has_a_flip_on_either_side() -> None:
    found = flips("{weights: {who: 1}, values: {who: {x: {low: -30, high: 50}}}, walk-away: 20}")
    flip = found["Who: value of “x”"]
    # With x it is worth max(m, 0), without it max(-m, 0).
    assert flip.holds == ((-30, -20), (20, 50))
    assert (flip.flips, flip.shown, flip.share) == ((-20, 20), 10, Fraction(40, 80))
    assert flip.nearest == 20


def test_a_set_that_reaches_100_bends_the_margin() -> None:
    found = flips(
        "{weights: {who: 1}, values: {who: {x: {low: 20, high: 90}, y: 40}},"
        " walk-away: {package: {who: [x], now: n}, less: -30}, red-lines: [{never: not y in who}]}"
    )
    # Adding y is worth 40 up to x = 60, then 100 - x; it has to be worth 30.
    assert (found["Who: value of “x”"].holds, found["Who: value of “x”"].flips) == (((20, 70),), (70,))


def test_a_weight_without_company_is_the_whole_whatever_its_number() -> None:
    found = flips("{weights: {who: {low: 0, high: 9}}, values: {who: {x: 60, y: 40}}, walk-away: {low: 50, high: 200}}")
    weight, floor = found["weight of Who"], found["walk-away"]
    assert (weight.holds, weight.decisive) == ((), False)
    assert (floor.holds, floor.flips, floor.packages) == (((50, 100),), (100,), (3,))


def test_a_conclusion_that_holds_at_one_end_alone_flips_there() -> None:
    found = flips("{weights: {who: 1}, values: {who: {x: 60, y: 40}}, walk-away: {low: 100, high: 120}}")
    assert (found["walk-away"].holds, found["walk-away"].flips) == (((100, 100),), (100,))
    assert found["walk-away"].share == 0


def test_members_that_add_up_to_more_than_100_open_nothing() -> None:
    """Uncapped, x at 90 and y at 40 would be worth 130 and reach a walk-away of 110."""
    found = flips("{weights: {who: 1}, values: {who: {x: {low: 20, high: 90}, y: 40}}, walk-away: 110}")
    flip = found["Who: value of “x”"]
    assert (flip.at_low, flip.at_high, flip.holds, flip.around) == (0, 0, (), (None, None))


def test_the_ends_count_packages_and_the_flips_around_the_shown_value_are_told() -> None:
    wants = "{weights: {who: 1}, values: {who: {x: {low: -30, high: 50}}}, walk-away: 20}"
    flip = flips(wants)["Who: value of “x”"]
    # At -30 the two sets without x are worth 30, at 50 the two with it are worth 50.
    assert (flip.at_low, flip.at_high) == (2, 2)
    assert (flip.shown, flip.around) == (10, (-20, 20))
    high = flips(wants.replace("low: -30, high: 50", "low: 10, high: 90"))["Who: value of “x”"]
    assert (high.shown, high.around, high.at_low, high.at_high) == (50, (20, None), 0, 2)
