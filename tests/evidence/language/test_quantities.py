"""Quantities with their unit and relation; what names no number is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.evidence.language.quantities import find_quantities
from detente.evidence.values import Quantity


def cut(text: str) -> list[str]:
    for mark in ("-", "$", "€", "%", ","):
        if mark != "," or ", " in text:
            text = text.replace(mark, f" {mark} ")
    return text.split()


@pytest.mark.parametrize(
    ("text", "words", "number", "unit", "relation"),
    [
        ("a five-hour meeting", "five - hour", 5, "hour", "="),
        ("a more-than-five-hour meeting", "more - than - five - hour", 5, "hour", ">"),
        ("for over five hours", "over five hours", 5, "hour", ">"),
        ("after nearly four years of war", "nearly four years", 4, "year", "<"),
        ("close to four years", "close to four years", 4, "year", "~"),
        ("at least 3 people", "at least 3 people", 3, "person", ">="),
        ("no fewer than 3 people", "no fewer than 3 people", 3, "person", ">="),
        ("up to 10000 troops", "up to 10000 troops", 10000, "troop", "<="),
        ("about a dozen officials", "about a dozen officials", 12, "official", "~"),
        ("20 percent of it", "20 percent", 20, "percent", "="),
        ("20% of it", "20 %", 20, "percent", "="),
        ("$2.5 billion in aid", "$ 2.5 billion", 2.5e9, "dollar", "="),
        ("the 28-point plan", "28 - point", 28, "point", "="),
        ("twenty-five armed men", "twenty - five armed men", 25, "man", "="),
        ("two and a half hours", "two and a half hours", 2.5, "hour", "="),
        ("half an hour", "half an hour", 0.5, "hour", "="),
        ("90 minutes", "90 minutes", 1.5, "hour", "="),
        ("more than an hour", "more than an hour", 1, "hour", ">"),
        ("two hundred and fifty prisoners", "two hundred and fifty prisoners", 250, "prisoner", "="),
        ("five hours or more", "five hours or more", 5, "hour", ">="),
        ("15 to 20 years", "15 to 20 years", 20, "year", "<="),
        ("a 30-day truce", "30 - day", 30, "day", "="),
        ("three hundred thousand men", "three hundred thousand men", 300000, "man", "="),
    ],
)
def test_quantities(text: str, words: str, number: float, unit: str, relation: str) -> None:
    plain = cut(text)
    found = [(" ".join(plain[first:end]), quantity) for first, end, quantity in find_quantities(plain)]
    assert found == [(words, Quantity(float(number), unit, relation))]  # type: ignore[arg-type]


def test_a_word_that_was_not_cut_at_its_hyphens() -> None:
    assert find_quantities(["a", "more-than-five-hour", "meeting"]) == [(1, 2, Quantity(5.0, "hour", ">"))]


@pytest.mark.parametrize(
    "text",
    [
        "several senators",
        "a lengthy meeting",
        "in 2022 he left",
        "one of the two",
        "Article 5",
        "twice a week",
        "an hour",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(cut(text)) == []


SOME_WORDS = "five - hour hours more than a an half of the dozen 10,000 $ 3.5 % and ² ٣ to , hundred x 's"
WORDS = st.sampled_from(SOME_WORDS.split())


@settings(derandomize=True, deadline=None)
@given(st.lists(WORDS, max_size=10))
def test_any_words_give_ordered_spans(words: list[str]) -> None:
    free = 0
    for first, end, found in find_quantities(words):
        assert free <= first < end <= len(words)
        free = end
        assert found.number >= 0
        assert found.unit


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("it holds 19 of the 120 seats", Quantity(19, "seat")),
        ("cut the duty from 40 to 15 percent", Quantity(15, "percent")),
        ("paid back over eight years", Quantity(8, "year")),
        ("it lasted over eight years", Quantity(8, "year", ">")),
        ("three fishermen were hurt", Quantity(3, "fisherman")),
    ],
)
def test_parts_changes_and_spans(words: str, expected: Quantity) -> None:
    assert [found for _, _, found in find_quantities(words.split())] == [expected]
