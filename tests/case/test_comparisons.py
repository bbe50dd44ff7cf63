"""Comparisons in the case: their forms, their faults with places, the weights shown."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.case.reading import CaseFile, parse_case
from detente.case.weighing import compared_weights, party_weights
from detente.case.worth import issue_values
from detente.foundation.errors import CaseError

HEAD = """\
detente: 1
id: goods
title: Goods
parties:
  - {id: a, name: Anna, kind: state}
issues:
  - {id: land, question: Whose?, kind: choice, options: [{id: ours}, {id: split}, {id: theirs}]}
  - {id: fee, question: How much?, kind: number, from: 0, to: 10, step: 5}
  - {id: term, question: How long?, kind: choice, options: [{id: short}, {id: mid}, {id: long}, {id: ever}]}
preferences:
  a:
    by: an analyst
    walk-away: 20
"""
VALUES = """\
    values:
      land: {ours: 100, split: 40, theirs: 0}
      fee: {0: 0, 10: 100}
      term: {short: 0, mid: 50, long: 100, ever: 80}
"""


def read(weights: str, values: str = VALUES, more: str = "") -> CaseFile:
    return parse_case(f"{HEAD}    weights: {weights}\n{values}{more}")


def shown(weights: str) -> dict[str, Fraction]:
    case = read(weights).case
    return party_weights(case, case.preferences["a"])


def fault_of(weights: str, values: str = VALUES, more: str = "") -> str:
    with pytest.raises(CaseError) as caught:
        read(weights, values, more)
    return "\n".join(map(str, caught.value.faults))


def test_twice_as_important_shows_the_mean_of_the_extreme_weights() -> None:
    found = shown("{comparisons: [{more: land, than: fee, times: 2}]}")
    assert found == {"land": Fraction(5, 6), "fee": Fraction(1, 6), "term": 0}


def test_a_partial_order_and_an_issue_beside_it() -> None:
    """Corners: e_land, e_term, (land, fee)/2, over three issues of which land is before fee."""
    found = shown("{among: [term], comparisons: [{more: [land], than: [fee]}]}")
    assert found == {"land": Fraction(1, 2), "fee": Fraction(1, 6), "term": Fraction(1, 3)}


def test_an_order_with_nothing_beside_it_keeps_its_rank_order_centroids() -> None:
    ranked = shown("[land, fee, term]")
    assert ranked == {"land": Fraction(11, 18), "fee": Fraction(5, 18), "term": Fraction(2, 18)}
    assert shown("{order: [land, fee, term], comparisons: [{more: land, than: term}]}") == ranked


def test_at_most_and_equal() -> None:
    case = read("{comparisons: [{more: land, than: fee, times: 1.5, at-most: 3}, {equal: [fee, term]}]}").case
    found = compared_weights(case, case.preferences["a"]).corners()
    assert {(w[0] / w[1], w[1] == w[2]) for w in found} == {(Fraction(3, 2), True), (Fraction(3), True)}


def test_two_packages_are_compared_at_the_shown_values() -> None:
    """40 w_land >= 50 w_term: the corners with no fee are (1, 0, 0) and (5/9, 0, 4/9)."""
    comparisons = "[{prefers: {land: split, term: short}, to: {land: theirs, term: mid}}]"
    case = read(f"{{among: [land, fee, term], comparisons: {comparisons}}}").case
    found = compared_weights(case, case.preferences["a"])
    assert found.comparisons == (((-40, 0, 50),),)
    assert set(found.corners()) == {(1, 0, 0), (0, 1, 0), (Fraction(5, 9), 0, Fraction(4, 9))}


def test_alike_packages_differ_by_a_few_points_at_most() -> None:
    comparisons = "[{alike: [{land: split, term: short}, {land: theirs, term: mid}], within: 5}]"
    case = read(f"{{comparisons: {comparisons}}}").case
    for land, term in compared_weights(case, case.preferences["a"]).corners():
        assert abs(40 * land - 50 * term) <= 5


def test_interactions_count_in_packages_that_answer_everything() -> None:
    both = "prefers: {land: ours, fee: 0, term: short}, to: {land: split, fee: 0, term: short}"
    more = "    interactions: [{when: land = ours, points: -10}]\n"
    case = read(f"{{among: [fee, term], comparisons: [{{{both}}}]}}", more=more).case
    row = compared_weights(case, case.preferences["a"]).comparisons[0][0]
    assert row == (-60 + 10, 10, 10)


def test_a_partial_order_of_answers_has_the_best_at_100_and_the_worst_at_0() -> None:
    values = VALUES.replace(
        "{short: 0, mid: 50, long: 100, ever: 80}",
        "{comparisons: [{more: long, than: [mid, ever]}, {more: [mid, ever], than: short}]}",
    )
    case = read("{land: 1, fee: 1, term: 1}", values).case
    assert issue_values(case.issues[2], case.preferences["a"].values["term"]) == (0, 50, 100, 50)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ("{land: 10, comparisons: []}", "not a field here"),
        ("{points: {land: 1}, comparisons: [{more: land, than: fee}]}", "comparisons stand beside points"),
        ("{comparisons: [{more: land}]}", "one form, and both of its sides"),
        ("{comparisons: [{more: land, than: fee, equal: [land, fee]}]}", "one form"),
        ("{comparisons: [{more: land, than: land}]}", "compared with itself"),
        ("{comparisons: [{more: land, than: fee, times: 3, at-most: 2}]}", "out of bounds"),
        ("{comparisons: [{equal: [land, fee], times: 2}]}", "times and at-most belong"),
        ("{comparisons: [{prefers: {land: ours}, to: {fee: 0}}]}", "do not answer the same issues"),
        ("{comparisons: [{prefers: {land: ours}, to: {land: ours}}]}", "the same"),
        ("{comparisons: [{prefers: {land: mine}, to: {land: ours}}]}", "no option 'mine'"),
        ("{comparisons: [{more: lnad, than: fee}]}", "17:36: preferences.a.weights.comparisons.0.more: there is no"),
    ],
)
def test_faults_of_comparisons_have_their_places(weights: str, told: str) -> None:
    found = fault_of(weights)
    assert told.removeprefix("17:36: ") in found
    assert "case.yaml:14:" in found


def test_a_contradiction_names_the_fewest_to_reconsider() -> None:
    found = fault_of(
        "{comparisons: [{more: land, than: fee, times: 2}, {more: fee, than: term}, {more: term, than: land}]}"
    )
    assert "comparisons 1 and 2 and 3 cannot all hold" in found
    assert "reconsider comparison 1; or comparison 2; or comparison 3" in found
    against = fault_of("{order: [land, fee], comparisons: [{more: fee, than: land, times: 2}]}")
    assert "the order with comparison 1 cannot all hold" in against


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("{comparisons: [{more: long, than: [mid, ever]}]}", "which answer is the"),
        ("{comparisons: [{equal: [short, mid, long, ever]}]}", "all answers worth the same"),
        ("{comparisons: [{more: long, than: [mid, ever, shrt]}]}", "there is no option 'shrt'"),
        ("{comparisons: [{more: long, than: mid, times: 2}]}", "answers are compared by more and than"),
        ("{order: [long], comparisons: [{more: long, than: mid}]}", "stand beside points or an order"),
    ],
)
def test_faults_of_compared_answers(values: str, told: str) -> None:
    written = VALUES.replace("{short: 0, mid: 50, long: 100, ever: 80}", values)
    assert told in fault_of("{land: 1, fee: 1, term: 1}", written)


def test_only_the_answers_of_a_choice_are_compared() -> None:
    written = VALUES.replace("{0: 0, 10: 100}", "{comparisons: [{more: much, than: little}]}")
    assert "only the answers of a choice" in fault_of("{land: 1, fee: 1, term: 1}", written)
