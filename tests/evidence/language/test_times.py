"""Expressions of time are intervals of the right grain, anchored on the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.evidence.language.date_arithmetic import months_of, weekdays_of
from detente.evidence.language.times import days_relation, find_days
from detente.evidence.values import Days

MONDAY = date(2025, 12, 15)


def days(first: str | None, last: str | None = "same") -> Days:
    end = first if last == "same" else last
    return Days(date.fromisoformat(first) if first else None, date.fromisoformat(end) if end else None)


def cut(text: str) -> list[str]:
    return text.replace(",", " ,").replace("'s", " 's").replace(".", " .").replace("Dec .", "Dec.").split()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("They met on Sunday", "Sunday", days("2025-12-14")),
        ("They met on Monday", "Monday", days("2025-12-15")),
        ("They met on Tuesday", "Tuesday", days("2025-12-09")),
        ("They will meet on Friday", "Friday", days("2025-12-19")),
        ("They will meet again, he said on Friday", "Friday", days("2025-12-12")),
        ("They met last Sunday", "last Sunday", days("2025-12-14")),
        ("until next Sunday", "until next Sunday", days(None, "2025-12-21")),
        ("Sunday morning", "Sunday morning", days("2025-12-14")),
        ("Sunday's session", "Sunday", days("2025-12-14")),
        ("Sunday, December 14, in Oslo", "Sunday , December 14", days("2025-12-14")),
        ("over the weekend", "the weekend", days("2025-12-13", "2025-12-14")),
        ("next weekend", "next weekend", days("2025-12-20", "2025-12-21")),
        ("continuing this week", "this week", days("2025-12-15", "2025-12-21")),
        ("last week", "last week", days("2025-12-08", "2025-12-14")),
        ("next month", "next month", days("2026-01-01", "2026-01-31")),
        ("late last year", "late last year", days("2024-09-01", "2024-12-31")),
        ("yesterday", "yesterday", days("2025-12-14")),
        ("tonight", "tonight", days("2025-12-15")),
        ("last night", "last night", days("2025-12-14")),
        ("in 2022", "2022", days("2022-01-01", "2022-12-31")),
        ("in February 2022", "February 2022", days("2022-02-01", "2022-02-28")),
        ("February 2024", "February 2024", days("2024-02-01", "2024-02-29")),
        ("since 2022", "since 2022", days("2022-01-01", None)),
        ("submitted in October", "October", days("2025-10-01", "2025-10-31")),
        ("will start in January", "January", days("2026-01-01", "2026-01-31")),
        ("last October", "last October", days("2025-10-01", "2025-10-31")),
        ("early 2024", "early 2024", days("2024-01-01", "2024-05-01")),
        ("14 December 2025", "14 December 2025", days("2025-12-14")),
        ("December 14, 2025", "December 14 , 2025", days("2025-12-14")),
        ("Dec. 14", "Dec. 14", days("2025-12-14")),
        ("the 14th of December", "the 14th of December", days("2025-12-14")),
        ("from 3 to 5 May 2024", "3 to 5 May 2024", days("2024-05-03", "2024-05-05")),
        ("May 3 - 5", "May 3 - 5", days("2025-05-03", "2025-05-05")),
        ("from 30 May to 2 June 2025", "30 May to 2 June 2025", days("2025-05-30", "2025-06-02")),
        ("between Monday and Wednesday", "Monday and Wednesday", days("2025-12-08", "2025-12-10")),
        ("from 2014 to 2021", "2014 to 2021", days("2014-01-01", "2021-12-31")),
        ("2025-12-14", "2025-12-14", days("2025-12-14")),
        ("2025 - 12 - 14", "2025 - 12 - 14", days("2025-12-14")),
        ("until Friday", "until Friday", days(None, "2025-12-19")),
        ("before May 3", "before May 3", days(None, "2025-05-02")),
        ("two days ago", "two days ago", days("2025-12-13")),
        ("a year ago", "a year ago", days("2024-01-01", "2024-12-31")),
        ("for the past three weeks", "past three weeks", days("2025-11-24", "2025-12-15")),
    ],
)
def test_expressions(text: str, words: str, expected: Days) -> None:
    plain = cut(text)
    assert [(" ".join(plain[first:end]), found) for first, end, found in find_days(plain, MONDAY)] == [
        (words, expected)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nearly four years of war", "in the 1990s", "2000 troops marched", "they may go", "people march on",
        "a five-hour meeting", "Article 5", "31 February 2025 x", "14/12/2025", "day after day", "",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    found = [days for _, _, days in find_days(cut(text), MONDAY)]
    assert found in ([], [days("2025-01-01", "2025-12-31")]) if "February" in text else found == []


def test_without_an_anchor_the_words_are_found_and_the_days_stay_open() -> None:
    assert find_days(["on", "Sunday"], None) == [(1, 2, Days(None, None))]
    assert find_days("in February 2022".split(), None) == [(1, 3, days("2022-02-01", "2022-02-28"))]  # noqa: SIM905
    assert weekdays_of(Days(None, None), "over the weekend") == {5, 6}
    assert weekdays_of(days("2025-12-14"), "14 December") == {6}
    assert months_of(Days(None, None), "in October") == {10}


def test_intervals_relate() -> None:
    year, month = days("2022-01-01", "2022-12-31"), days("2022-02-01", "2022-02-28")
    assert days_relation(month, year) == "within"
    assert days_relation(year, month) == "contains"
    assert days_relation(days("2022-02-20", "2022-03-05"), month) == "overlap"
    assert days_relation(days("2023-01-01", None), month) == "apart"
    assert days_relation(Days(None, None), month) == "unknown"


SOME_WORDS = (
    "Sunday May 3 - 5 , 2022 2025 the of last next this week weekend ago two years in since "
    "until between and to December 31 14th from before early mid late today 's Feb. 99 0 ² ٣ x"
)
WORDS = st.sampled_from(SOME_WORDS.split())


@settings(derandomize=True, deadline=None)
@given(st.lists(WORDS, max_size=9), st.none() | st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_any_words_give_ordered_spans_and_intervals(words: list[str], anchor: date | None) -> None:
    free = 0
    for first, end, found in find_days(words, anchor):
        assert free <= first < end <= len(words)
        free = end
        assert found.first is None or found.last is None or found.first <= found.last
