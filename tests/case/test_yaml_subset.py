"""The YAML subset: what is text, what is a number, and where everything stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from detente.case.page import Page
from detente.case.yaml_subset import Numeral, compose


def value(written: str) -> object:
    return compose(f"a: {written}\n", "case.yaml").plain()["a"]


@pytest.mark.parametrize(
    "written", ["NO", "yes", "Off", "2025-12-14", "12:30", "0x1F", "0o17", "1_000", ".nan", "=", "9" * 41, "1e99999"]
)
def test_text_stays_text(written: str) -> None:
    assert value(written) == written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("40", 40), ("-5", -5), ("007", 7), ("+5", 5), ("1.10", Decimal("1.10")), ("1e3", 1000), (".5", Decimal("0.5")),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("'40'", "40"), ('"true"', "true"),
    ],
)  # fmt: skip
def test_plain_numbers_and_words_mean_what_they_say(written: str, meant: object) -> None:
    assert value(written) == meant
    assert type(value(written)) in (type(meant), Decimal, Numeral)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert compose("on: 1\nNO: 2\n0: 3\ntrue: 4\n1.50: 5\n", "f").plain() == {
        "on": 1, "NO": 2, "0": 3, "true": 4, "1.50": 5
    }  # fmt: skip


def test_every_value_has_its_place() -> None:
    root = compose("# é\na:\n  - ünd\n  - {b: 'x'}\n", "f")
    first, second = root.entries["a"].items
    assert (first.line, first.column) == (3, 5)
    inner = second.entries["b"]
    assert (inner.line, inner.column, inner.start, inner.end) == (4, 9, 23, 26)
    assert root.child("b") is None
    assert root.entries["a"].child(7) is None


@pytest.mark.parametrize(
    ("text", "column", "place"),
    [
        ("a: one = two", 7, (1, 10)),
        ("a: 'one = two'", 7, (1, 11)),
        ('a: "one = two"', 7, (1, 11)),
        ("a: 'it''s = two'", 8, (1, 4)),
        ('a: "\\x6fne = two"', 7, (1, 4)),
        ("a: >-\n  one\n  = two\n", 7, (3, 5)),
        ("a: |\n  one\n\n  = two\n", 8, (4, 5)),
        ("a: one\n  = two\n", 7, (2, 5)),
        ('a: "one\n  = two"\n', 5, (2, 3)),
        ("a: one = two", 10, (1, 13)),
        ("a: >-\n  one\n  = two\n", 10, (3, 8)),
        ("a: >-  # a remark\r\n  one\r\n  = two\r\n", 7, (3, 5)),
    ],
)
def test_a_column_of_a_text_is_found_in_the_file(text: str, column: int, place: tuple[int, int]) -> None:
    root = compose(text, "f")
    found = Page("f", text, root).place_within(root.entries["a"], column)
    assert (found.line, found.column) == place
