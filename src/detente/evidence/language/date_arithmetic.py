"""Months, years and weekdays as words and as intervals of days; how long a unit of time is."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from detente.evidence.values import Days

WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    f"{name[:length].lower()}.": number
    for number, name in enumerate(calendar.month_name)
    for length in (3, 4)
    if name and len(name) > length and (length == 3 or number == 9)
}
UNITS_OF_TIME: Mapping[str, tuple[Literal["hour", "month"], Fraction]] = {
    "second": ("hour", Fraction(1, 3600)), "minute": ("hour", Fraction(1, 60)), "hour": ("hour", Fraction(1)),
    "day": ("hour", Fraction(24)), "week": ("hour", Fraction(168)), "fortnight": ("hour", Fraction(336)),
    "month": ("month", Fraction(1)), "quarter": ("month", Fraction(3)), "year": ("month", Fraction(12)),
    "decade": ("month", Fraction(120)),
}  # fmt: skip
"""A unit → how many hours it has, or how many months: a month is no fixed number of hours."""

PAST_MONTHS = 6
"""A month of another year without a year is in the past when it was at most this many months ago."""


def year_number(word: str, first: int = 1800, last: int = 2099) -> int | None:
    """The year that four digits name, where it lies between the first and the last that are looked for."""
    year = int(word) if len(word) == 4 and word.isascii() and word.isdigit() else 0
    return year if first <= year <= last else None


def day_number(word: str) -> int:
    """The day of the month that `14`, `14th` or `04` names; 0 where it names none."""
    if not word or word[0] not in "0123456789" or len(word) > 4:
        return 0
    digits = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    if not (digits.isascii() and digits.isdigit()):
        return 0
    number = int(digits)
    return number if number <= 31 else 0


def whole_year(year: int) -> Days:
    """From New Year's Day to New Year's Eve."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def month(year: int, number: int, first: int = 0, last: int = 0) -> Days | None:
    """A month, or some days of it; nothing where it has no such days."""
    length = calendar.monthrange(year, number)[1]
    if first > length or last > length or (first and last < first):
        return None
    return Days(date(year, number, first or 1), date(year, number, last or length))


def add_months(day: date, months: int) -> date:
    """The first of the month so many months on."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, number + 1, 1)


def month_near(anchor: date, number: int, step: int | None, *, ahead: bool) -> int:
    """The year of a month named without one: last, this or next, to come, or else the likeliest."""
    back = (anchor.month - number) % 12
    past = add_months(anchor, -back).year
    if step == 0:
        return anchor.year
    if step == -1:
        return past if back else anchor.year - 1
    if step == 1 or ahead:
        return past + 1 if back or step == 1 else past
    this_year = past == anchor.year and back < 11
    return past if this_year or back <= PAST_MONTHS else past + 1


def part_of(days: Days, part: str) -> Days:
    """The early, mid or late third of an interval."""
    if days.first is None or days.last is None:
        return days
    third = (days.last - days.first).days // 3
    if part == "early":
        return Days(days.first, days.first + timedelta(third))
    if part == "late":
        return Days(days.last - timedelta(third), days.last)
    return Days(days.first + timedelta(third), days.last - timedelta(third))


def weekdays_of(days: Days, words: str) -> frozenset[int] | None:
    """The weekdays that an expression allows, 0 for Monday, where it names any or is dated within a week."""
    if days.first is not None and days.last is not None:
        length = (days.last - days.first).days
        return frozenset((days.first.weekday() + i) % 7 for i in range(length + 1)) if length < 7 else None
    low = words.lower().replace("'s", "").replace(",", " ").split()
    named = frozenset(WEEKDAYS[word] for word in low if word in WEEKDAYS)
    return named or (frozenset({5, 6}) if "weekend" in low else None)


def months_of(days: Days, words: str) -> frozenset[int] | None:
    """The months that an expression allows, where it names any or is dated within a year."""
    if days.first is not None and days.last is not None:
        length = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month
        return frozenset((days.first.month + i - 1) % 12 + 1 for i in range(length + 1)) if length < 12 else None
    low = words.lower().replace("'s", "").replace(",", " ").split()
    return frozenset(MONTHS[word] for word in low if word in MONTHS) or None
