"""The Nash solution: what it selects, where others fail, and what its certificate lets a reader check."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement import NoSettlement, Solution, nash
from detente.foundation.errors import OutOfDomain


def found(answer: Solution | NoSettlement) -> Solution:
    assert isinstance(answer, Solution)
    return answer


def test_selects_the_largest_product_of_gains() -> None:
    answer = found(nash([[8, 1], [5, 4], [1, 9]], [0, 0]))
    assert answer.packages == (1,)
    assert answer.certificate["product"] == 20


def test_two_losses_never_multiply_to_a_gain() -> None:
    """Reserved (.5, .5); of (.6, .55) and (.1, .1) the second has the larger product of two losses."""
    assert found(nash([["0.6", "0.55"], ["0.1", "0.1"]], ["0.5", "0.5"])).packages == (0,)
    assert found(nash([[0.6, 0.55], [0.1, 0.1]], [0.5, 0.5])).packages == (0,)


def test_a_loss_for_two_of_three_is_no_gain_either() -> None:
    """Reserved .4 each: (0, 0, 1) has the larger product, two of its factors being losses."""
    rows = [["0", "0", "1"], ["0.5", "0.5", "0.5"]]
    assert found(nash(rows, ["0.4", "0.4", "0.4"])).packages == (1,)


def test_nothing_above_disagreement_is_an_answer_with_a_reason() -> None:
    answer = nash([[3, 9], [9, 3]], [4, 4])
    assert isinstance(answer, NoSettlement)
    assert "at least its disagreement value" in answer.reason
    assert answer.blocking == ("party 0", "party 1")


def test_names_the_party_that_no_package_satisfies() -> None:
    answer = nash([[3, 9], [2, 3]], [4, 1])
    assert isinstance(answer, NoSettlement)
    assert answer.blocking == ("party 0",)


def test_a_disagreement_value_below_every_utility_stays_as_stated() -> None:
    """d = -10 for the second: the gains are 11 and 14; raised to the minimum 1 they would be 0 and 3."""
    answer = found(nash([[9, 1], [8, 4]], [0, -10]))
    assert answer.certificate["gains"] == (8, 14)
    assert answer.packages == (1,)


def test_where_somebody_must_gain_nothing_the_number_who_gain_comes_first() -> None:
    rows = [[9, 0, 0], [1, 1, 0], [2, 1, 0], [0, 0, 5]]
    answer = found(nash(rows, [0, 0, 0]))
    assert answer.packages == (2,)
    assert answer.certificate["gaining"] == 2


def test_where_nobody_gains_all_packages_at_disagreement_tie() -> None:
    assert found(nash([[1, 1], [1, 1], [0, 5]], [1, 1])).packages == (0, 1)


def test_all_ties_are_reported() -> None:
    assert found(nash([[2, 6], [3, 4], [6, 2], [4, 3], [3, 4]], [0, 0])).packages == (0, 1, 2, 3, 4)


def test_weights_are_exponents() -> None:
    rows = [[2, 6], [4, 4], [8, 1]]
    assert found(nash(rows, [0, 0])).packages == (1,)
    assert found(nash(rows, [0, 0], weights=[4, 1])).packages == (2,)
    assert found(nash(rows, [0, 0], weights=["0.4", Fraction(1, 10)])).certificate["exponents"] == (4, 1)


def test_products_that_floats_cannot_tell_apart_are_told_apart() -> None:
    big = 10**15
    rows = [[big + 1, big - 1], [big, big]]
    assert (big + 1) * (big - 1) < big * big
    assert math.log(big + 1) + math.log(big - 1) == 2 * math.log(big)
    assert found(nash(rows, [0, 0])).packages == (1,)


def test_certificate_holds_the_runner_up() -> None:
    rng = np.random.default_rng(7)
    rows = rng.integers(0, 50, size=(300, 3))
    answer = found(nash(rows, [10, 10, 10]))
    products = sorted({math.prod(int(v) - 10 for v in row) for row in rows if all(v > 10 for v in row)}, reverse=True)
    runner_up = answer.certificate["runner_up"]
    assert answer.certificate["product"] == products[0]
    assert runner_up["product"] == products[1]  # type: ignore[index]


def test_floats_are_snapped_and_say_so() -> None:
    answer = found(nash([[0.1 + 0.2, 1.0], [0.3, 1.0]], [0.0, 0.0]))
    assert answer.packages == (0, 1)
    assert answer.tolerance == Fraction(1, 10**9)
    assert not answer.exact
    assert found(nash([[3, 10]], [0, 0])).exact


@pytest.mark.parametrize(
    ("rows", "disagreement", "weights", "what"),
    [
        ([[1.0, math.nan]], [0, 0], None, "NaN"),
        ([[1, 2]], [0], None, "disagreement values for 2 parties"),
        ([[1, 2]], [0, 0], [1, 0], "above 0"),
        ([[1, 2]], [0, 0], [1], "1 bargaining weights for 2 parties"),
        ([1, 2], [0, 0], None, "two axes"),
        ([[1, 2]], [0, "x"], None, "not a finite number"),
        ([[1, 2]], [0, math.inf], None, "not a finite number"),
        ([[2**63, 2]], [0, 0], None, "cannot be told apart"),
        (np.array([[2**63, 2]], dtype=np.uint64), [0, 0], None, "2\\*\\*62"),
        ([[1, 2]], [0, 0], ["1", "0.00001"], "no small common measure"),
    ],
)
def test_refuses_what_lies_outside_its_domain(
    rows: object, disagreement: list[object], weights: list[object] | None, what: str
) -> None:
    with pytest.raises(OutOfDomain, match=what):
        nash(rows, disagreement, weights)  # type: ignore[arg-type]


def test_an_empty_list_has_no_settlement() -> None:
    assert isinstance(nash(np.zeros((0, 2), dtype=int), [0, 0]), NoSettlement)


def test_turns_into_plain_values() -> None:
    plain = found(nash([["0.5", "1"]], [0, 0])).to_dict()
    assert plain["values"] == [[0.5, 1.0]]
    assert plain["values_exact"] == [["1/2", "1"]]
    assert plain["certificate"]["product"] == "1/2"
    assert plain["seed"] is None
