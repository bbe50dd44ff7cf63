"""Numbers in words: one reading for reports and for drafts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.evidence.drafts.tokens import tokens
from detente.evidence.language.numbers import number_in_words, scaled
from detente.evidence.language.quantities import find_quantities
from detente.evidence.language.times import days_in


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("seven tents", 7),
        ("twenty tents", 20),
        ("twenty five tents", 25),
        ("twenty - five tents", 25),
        ("ninety-five thousand tents", 95_000),
        ("two dozen tents", 24),
        ("two hundred tents", 200),
        ("two hundred and fifty tents", 250),
        ("two hundred and fifty thousand tents", 250_000),
        ("three hundred thousand tents", 300_000),
        ("a hundred and one tents", 101),
        ("12 million tents", 12_000_000),
    ],
)
def test_a_report_and_a_draft_are_read_alike(words: str, number: int) -> None:
    ((_, end, quantity),) = find_quantities(words.replace("-", " - ").split())
    assert (end, quantity.number, quantity.unit) == (len(words.replace("-", " - ").split()), number, "tent")
    counted = tokens(words, 0, len(words))[0]
    assert (counted.kind, counted.value, words[counted.end :].strip()) == ("number", number, "tents")


@pytest.mark.parametrize(
    ("words", "at"), [(["ten"], 1), (["many"], 0), ([], 0), (["-", "five"], 0)], ids=["end", "word", "none", "hyphen"]
)
def test_what_is_no_number(words: list[str], at: int) -> None:
    assert number_in_words(words, at) is None


def test_parts_that_do_not_belong_together_stay_apart() -> None:
    assert number_in_words(["twenty", "ten"], 0) == (20, 1)
    assert number_in_words(["twenty", "-", "zero"], 0) == (20, 1)
    assert scaled(Fraction(2), ["two", "hundred", "and", "tents"], 1) == (200, 2)
    assert scaled(Fraction(2), ["two", "-", "m"], 1, {"m": 10**6}) == (2, 1)


@pytest.mark.parametrize("words", ["on 04 May 2031", "on 4 May 2031", "on 4th of May 2031", "on May 4 2031"])
def test_a_day_is_read_alike(words: str) -> None:
    days = days_in(words)
    assert days is not None
    assert days.first == days.last
    assert str(days.first) == tokens(words, 0, len(words))[1].norm == "2031-05-04"
