"""Conditions in words: by labels that name, labels that ask, and ids."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.foundation.conditions import Term, Vocabulary, parse, words

ASKING = Vocabulary(
    (
        Term(
            "alliance",
            "choice",
            ("kept", "dropped"),
            label="What becomes of the bid?",
            option_labels=("the bid stands", "the bid is given up"),
        ),
        Term(
            "guarantee",
            "choice",
            ("none", "assurances", "article5-style"),
            label="How strong is the guarantee? ",
            option_labels=("", "assurances on paper", "a guarantee like Article 5"),
        ),
        Term(
            "guarantors",
            "set",
            ("usa", "canada"),
            label="Хто гарантує？",
            option_labels=("the United States", "Canada"),
        ),
        Term("term", "number", numbers=(Fraction(0), Fraction(2500)), label="For how many years?", unit="years"),
        Term("sign", "action", label="Ukraine signs"),
    )
)
NAMING = Vocabulary(
    (
        Term("alliance", "choice", ("kept", "dropped"), label="the bid", option_labels=("alive", "given up")),
        Term("guarantee", "choice", ("none", "assurances", "article5-style"), label="the guarantee"),
        Term("guarantors", "set", ("usa", "canada"), label="the guarantors"),
        Term("term", "number", label="the term", unit="years"),
    )
)
BARE = Vocabulary(())

SAID = [
    (
        "alliance = dropped",
        "“the bid is given up” (alliance)",
        "the bid is “given up”",
        "alliance is “dropped”",
    ),
    (
        "not alliance = dropped",
        "anything but “the bid is given up” (alliance)",
        "the bid is not “given up”",
        "alliance is not “dropped”",
    ),
    (
        "guarantee in {none, assurances}",
        "either “none” or “assurances on paper” (guarantee)",
        "the guarantee is either “none” or “assurances”",
        "guarantee is either “none” or “assurances”",
    ),
    (
        "not guarantee in {none, assurances}",
        "neither “none” nor “assurances on paper” (guarantee)",
        "the guarantee is neither “none” nor “assurances”",
        "guarantee is neither “none” nor “assurances”",
    ),
    (
        "guarantee in {article5-style, none, assurances}",
        "one of “a guarantee like Article 5”, “none” or “assurances on paper” (guarantee)",
        "the guarantee is one of “article5-style”, “none” or “assurances”",
        "guarantee is one of “article5-style”, “none” or “assurances”",
    ),
    (
        "usa in guarantors",
        "“the United States” included (guarantors)",
        "“usa” is among the guarantors",
        "“usa” is among guarantors",
    ),
    (
        "not usa in guarantors",
        "“the United States” left out (guarantors)",
        "“usa” is not among the guarantors",
        "“usa” is not among guarantors",
    ),
    (
        "guarantors = {usa, canada}",
        "exactly “the United States” and “Canada” (guarantors)",
        "exactly “usa” and “canada” are among the guarantors",
        "exactly “usa” and “canada” are among guarantors",
    ),
    (
        "guarantors = {}",
        "none (guarantors)",
        "none is among the guarantors",
        "none is among guarantors",
    ),
    (
        "guarantors != {}",
        "at least 1 (guarantors)",
        "at least 1 is among the guarantors",
        "at least 1 is among guarantors",
    ),
    (
        "not count(guarantors) >= 2",
        "fewer than 2 (guarantors)",
        "fewer than 2 are among the guarantors",
        "fewer than 2 are among guarantors",
    ),
    (
        "count(guarantors) != 2",
        "not exactly 2 (guarantors)",
        "not exactly 2 are among the guarantors",
        "not exactly 2 are among guarantors",
    ),
    (
        "not term < 2500",
        "at least 2,500 years (term)",
        "the term is at least 2,500 years",
        "term is at least 2,500",
    ),
    (
        "term != -1.5",
        "anything but −1.5 years (term)",
        "the term is not −1.5 years",
        "term is not −1.5",
    ),
    ("term = 0", "0 years (term)", "the term is 0 years", "term is 0"),
    ("not sign", "“Ukraine signs” is not done", "“sign” is not done", "“sign” is not done"),
]


@pytest.mark.parametrize(("text", "asking", "naming", "bare"), SAID)
def test_an_atom_in_words(text: str, asking: str, naming: str, bare: str) -> None:
    condition = parse(text)
    assert words(condition, ASKING) == asking
    assert words(condition, NAMING) == naming
    assert words(condition, BARE) == bare


JOINED = [
    ("a and b and c", "A and B and C"),
    ("a or not b", "A or not B"),
    ("a and (b or c)", "A, and either B or C"),
    ("a and b or c", "both A and B, or C"),
    ("a and b and c or d", "[A and B and C], or D"),
    ("(a or b) and (c or d)", "either A or B, and either C or D"),
    ("a and (b or c and d)", "A, and [B, or both C and D]"),
    ("not (a and b)", "it is not so that both A and B"),
    ("not (a or b) and c", "[it is not so that either A or B], and C"),
    ("not not a", "A"),
    ("not not (a or b) and c", "either A or B, and C"),
    ("a iff b", "A exactly when B"),
    ("a and b iff not c", "both A and B exactly when not C"),
    ("a or (b iff c)", "A, or [B exactly when C]"),
    ("if a and b then c or d", "if A and B, then C or D"),
    ("if a then if b then c", "if A, then if B, then C"),
    ("if (if a then b) then c", "if [if A, then B], then C"),
    ("a and (if b then c)", "A, and [if B, then C]"),
    ("not (if a then b)", "it is not so that [if A, then B]"),
]


@pytest.mark.parametrize(("text", "said"), JOINED)
def test_joined_conditions_can_be_read_in_one_way(text: str, said: str) -> None:
    found = words(parse(text), BARE)
    for letter in "abcd":
        found = found.replace(f"“{letter}” is not done", f"not {letter.upper()}")
        found = found.replace(f"“{letter}” is done", letter.upper())
    assert found == said


def test_a_red_line_as_a_reader_meets_it() -> None:
    line = parse("alliance = dropped and guarantee in {none, assurances}")
    assert words(line, ASKING) == (
        "“the bid is given up” (alliance) and either “none” or “assurances on paper” (guarantee)"
    )
    rule = parse("if not guarantee = none then count(guarantors) >= 1 and term <= 50")
    assert words(rule, ASKING) == (
        "if anything but “none” (guarantee), then at least 1 (guarantors) and at most 50 years (term)"
    )


def test_names_that_the_vocabulary_lacks_stand_as_they_are() -> None:
    assert words(parse("alliance = sold and mystery"), ASKING) == "“sold” (alliance) and “mystery” is done"
