"""What draws make of packages, on parties small enough to work out by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from detente.case.reading import parse_case
from detente.engines.settlement.of_case import settle_case
from detente.study import exact
from detente.study.of_case import judged_parties
from detente.study.parties import Curve, Drawn, JudgedParty, Members, table
from detente.study.possible import possible_acceptance

HEAD = """detente: 1
id: one
title: One party
parties: [{id: a, name: A, kind: person}]
issues:
  - {id: who, question: Who?, kind: set, of: [x, y, z]}
  - {id: land, question: Whose?, kind: choice, options: [{id: ours}, {id: split}, {id: theirs}]}
status-quo: {who: [x], land: theirs}
"""


def judged(wants: str) -> tuple[JudgedParty, list[tuple[Fraction, ...]]]:
    """The party over all packages, and its shown judgements."""
    settled = settle_case(parse_case(f"{HEAD}preferences: {{a: {wants}}}\n"))
    every = settled.settlement.packages
    party = judged_parties(settled, every.decode(range(len(every))))[0]
    return party, exact.shown(party)


def test_a_set_is_worth_100_at_the_most() -> None:
    members = Members((Drawn(0), Drawn(1), Fraction(-10)))
    numbers = [np.array([[70.0], [20.0]]), np.array([[60.0], [20.0]])]
    worth = table(members, numbers, np.arange(8))
    assert worth.tolist() == [[10, 80, 70, 100, 0, 70, 60, 100], [10, 30, 30, 50, 0, 20, 20, 40]]
    exactly = [(Fraction(70),), (Fraction(60),)]
    assert [exact.answer_value(members, code, exactly) for code in range(8)] == worth[0].tolist()


def test_numbers_lie_on_straight_lines() -> None:
    curve = Curve((Fraction(0), Drawn(0)), np.array([0, 0, 0]), (Fraction(0), Fraction(1, 4), Fraction(1)))
    assert table(curve, [np.array([[40.0], [80.0]])], np.arange(3)).tolist() == [[0, 10, 40], [0, 20, 80]]


def test_what_both_sets_share_hides_a_difference_as_it_grows() -> None:
    # Adding y to x is worth 50, unless x alone is worth so much that 100 is reached.
    wants = (
        "{weights: {who: 1}, values: {who: {x: {low: 20, high: 90}, y: {low: 30, high: 50}}},"
        " walk-away: {package: status-quo}}"
    )
    settled = settle_case(parse_case(f"{HEAD}preferences: {{a: {wants}}}\n"))
    code = settled.code({"who": ("x", "y"), "land": "ours"})
    assert code is not None
    found = possible_acceptance(settled, [code])[0].party("a")
    assert (found.least, found.most) == (10, 50)
    assert found.refusing["Who: value of “x”"] == (90,)
    assert found.accepting == {"Who: value of “x”": (20,), "Who: value of “y”": (50,)}


def test_weights_are_drawn_in_their_ranges_before_they_are_divided() -> None:
    party, _ = judged(
        "{weights: {who: {low: 0, high: 10}, land: 10}, walk-away: 0,"
        " values: {who: {x: 100}, land: [ours, split, theirs]}}"
    )
    found = party.judged(np.array([[0.0, 0.5], [0.5, 0.5], [0.9, 0.25]]))
    np.testing.assert_allclose(found.shares, [[0, 1], [1 / 3, 2 / 3], [9 / 19, 10 / 19]])
    split = [code for code, digits in enumerate(party.digits) if tuple(digits) == (1, 1)]
    np.testing.assert_allclose(found.values[:, split[0]], [50, 100 / 3 + 100 / 3, 900 / 19 + 250 / 19])


def test_the_shown_judgements_give_the_shown_margins() -> None:
    party, shown = judged(
        "{weights: [[who, land]], values: {who: [x, [y, z]], land: {ours: 100, split: {low: 0, mode: 30, high: 60},"
        " theirs: 0}}, interactions: [{when: land = split and x in who, points: {low: -10, high: 0}}],"
        " walk-away: {package: status-quo, less: {low: 0, high: 20}}}"
    )
    # x alone is worth 50 of 100: two steps beside one each of y and z. The status quo has that, and no land.
    assert [float(margin) for margin in (exact.margin(party, row, shown) for row in (3, 4, 5))] == [60, 20, 10]
    assert [f.what for f in party.factors] == [
        "order of the weights",
        "Who: order of the answers",
        "Land: value of “split”",
        "points where Land is “split” and “x” is among Who",
        "cost of having no deal",
    ]
