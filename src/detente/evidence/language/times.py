"""Days: expressions of time as intervals, anchored on the day of publication.

An expression keeps its grain: `2022` is a whole year, `February 2022` a month, `the weekend` two days. Without an
anchor, or where the year is not said, both ends are open; the words then still tell weekdays and months apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from detente.evidence.language.date_arithmetic import (
    MONTHS,
    WEEKDAYS,
    add_months,
    day_number,
    month,
    month_near,
    part_of,
    whole_year,
    year_number,
)
from detente.evidence.language.numbers import NUMBER_WORDS
from detente.evidence.language.phrases import texts, word_set
from detente.evidence.values import Days

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

DaysRelation = Literal["same", "within", "contains", "overlap", "apart", "unknown"]
Found = tuple[int, int, Days]

UNKNOWN = Days(None, None)

_PLAIN_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
_PARTS = frozenset({"morning", "afternoon", "evening", "night", "noon", "midday", "midnight"})
_TRIGGERS = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(_PLAIN_DAYS)
    | frozenset({"weekend", "week", "month", "year", "ago", "weeks", "months", "years", "days", *_PARTS})
)
_DIGITS = frozenset("0123456789")
_LAST, _THIS, _NEXT = frozenset({"last", "previous"}), frozenset({"this", "current"}), frozenset({"next", "coming"})
_STEPS = {**dict.fromkeys(_LAST, -1), **dict.fromkeys(_THIS, 0), **dict.fromkeys(_NEXT, 1)}
_FUTURE = word_set(
    "until till by next will 'll shall due expected expects scheduled set planned plans slated would tomorrow"
)
_SPEECH = word_set("said says told announced . ; :")
_BEFORE_A_YEAR = word_set(
    "in since of from by until till to after before during early late mid and through around the ( - between "
    "throughout year , a its his their until circa about for or spring summer autumn fall winter back with"
)
_NOT_AFTER_A_YEAR = word_set(
    "people troops soldiers men women children km kilometers kilometres miles meters metres tons tonnes dollars euros "
    "others more members deaths prisoners hours days weeks months years times percent % million billion thousand "
    "victims killed civilians police officers jobs homes families"
)
_RANGE = frozenset({"to", "-", "until", "through", "till"})


def find_days(words: Sequence[str] | Doc | Span, anchor: date | None) -> list[Found]:
    """The expressions of time, as [first, end) of the words.

    >>> find_days("They met on Sunday".split(), date(2025, 12, 15))
    [(3, 4, Days(first=datetime.date(2025, 12, 14), last=datetime.date(2025, 12, 14)))]
    """
    plain = texts(words)
    low = [word.lower() for word in plain]
    hits = [i for i, word in enumerate(low) if word in _TRIGGERS or word[:1] in _DIGITS or word[:4] == "mid-"]
    found: list[Found] = []
    free = 0
    for hit in hits:
        if hit < free:
            continue
        match = _expression(plain, low, hit, anchor)
        if match is None or match[0] < free:
            continue
        match = _with_second_end(plain, low, match, anchor)
        match = _bounded(low, match, free)
        found.append(match)
        free = match[1]
    return found


def days_in(text: str, anchor: date | None = None) -> Days | None:
    """The first expression of time in a short text."""
    found = find_days(text.replace(",", " ,").replace("-", " - ").split(), anchor)
    return found[0][2] if found else None


def _expression(words: Sequence[str], low: list[str], i: int, anchor: date | None) -> Found | None:
    word = low[i]
    if word in WEEKDAYS:
        return _weekday(words, low, i, anchor)
    if word in MONTHS:
        return _month(words, low, i, anchor)
    if word in _PLAIN_DAYS:
        return i, i + 1, _shifted(anchor, _PLAIN_DAYS[word])
    if word == "weekend":
        return _weekend(low, i, anchor)
    if word == "ago":
        return _ago(low, i, anchor)
    if word in _PARTS:
        return _part_of_day(low, i, anchor)
    if word in _UNITS:
        return _unit(low, i, anchor)
    return _numeric(words, low, i, anchor)


def _shifted(anchor: date | None, days: int) -> Days:
    if anchor is None:
        return UNKNOWN
    day = anchor + timedelta(days)
    return Days(day, day)


def _before(low: Sequence[str], i: int) -> str:
    return low[i - 1] if i > 0 else ""


def _after(low: Sequence[str], i: int) -> str:
    return low[i] if i < len(low) else ""


def _looks_ahead(low: Sequence[str], i: int) -> bool:
    """Whether the words just before speak of what is to come."""
    for j in range(i - 1, max(-1, i - 9), -1):
        if low[j] in _FUTURE:
            return True
        if low[j] in _SPEECH:
            return False
    return False


def _weekday(words: Sequence[str], low: list[str], i: int, anchor: date | None) -> Found | None:
    if not words[i][:1].isupper():
        return None
    step = _STEPS.get(_before(low, i))
    start = i if step is None else i - 1
    end = i + 1
    if _after(low, end) in _PARTS:
        end += 1
    dated = _dated_after(words, low, end, anchor)
    if dated is not None:
        return start, dated[0], dated[1]
    if anchor is None:
        return start, end, UNKNOWN
    back = (anchor.weekday() - WEEKDAYS[low[i]]) % 7
    if step == -1:
        days = -(back or 7)
    elif step is not None or _looks_ahead(low, i):
        days = (-back) % 7 or (7 if step == 1 else 0)
    else:
        days = -back
    return start, end, _shifted(anchor, days)


def _dated_after(words: Sequence[str], low: list[str], end: int, anchor: date | None) -> tuple[int, Days] | None:
    """`Sunday, December 14` and `Sunday 14 December`: the date that follows a weekday."""
    at = end + 1 if _after(low, end) == "," else end
    for ahead in (at, at + 1):
        if ahead < len(low) and low[ahead] in MONTHS and (ahead == at or day_number(low[at])):
            match = _month(words, low, ahead, anchor)
            if match is not None and match[0] == at and any(day_number(word) for word in low[at : match[1]]):
                return match[1], match[2]
    return None


def _month(words: Sequence[str], low: list[str], i: int, anchor: date | None) -> Found | None:
    if not words[i][:1].isupper():
        return None
    start, end = i, i + 1
    first = last = 0
    before = _days_before(low, i)
    after = _days_after(low, i + 1) if before is None else None
    if before is not None:
        start, first, last = before
    elif after is not None:
        end, first, last = after
    step = _STEPS.get(_before(low, start)) if not first else None
    year_at = end + 1 if _after(low, end) in {",", "of"} else end
    year = year_number(_after(low, year_at))
    if low[i] == "may" and not (first or year or step is not None or _before(low, i) in _BEFORE_A_YEAR - {"the", ","}):
        return None
    if year:
        end = year_at + 1
    elif step is not None:
        start -= 1
    if not year:
        year = month_near(anchor, MONTHS[low[i]], step, ahead=_looks_ahead(low, start)) if anchor else None
    if year is None:
        return start, end, UNKNOWN
    days = month(year, MONTHS[low[i]], first, last)
    return None if days is None else _in_part(low, start, end, days)


def _days_before(low: list[str], i: int) -> tuple[int, int, int] | None:
    """Start, first and last day of `14 December`, `14th of December`, `3 to 5 May`, `3-5 May`."""
    at = i - 1
    if at > 0 and low[at] == "of":
        at -= 1
    if at < 0:
        return None
    last = day_number(low[at])
    if not last:
        one, dash, two = low[at].partition("-")
        first, last = day_number(one), day_number(two)
        return (at, first, last) if dash and first and last else None
    if at >= 2 and low[at - 1] in {"to", "-", "and"} and (first := day_number(low[at - 2])) and first < last:
        return at - 2, first, last
    start = at - 1 if at > 0 and low[at - 1] == "the" and low[at + 1] == "of" else at
    return start, last, last


def _days_after(low: list[str], at: int) -> tuple[int, int, int] | None:
    """End, first and last day of `December 14`, `May 3-5`, `May 3 to 5`."""
    word = _after(low, at)
    one, dash, two = word.partition("-")
    if dash and (first := day_number(one)) and (last := day_number(two)):
        return at + 1, first, last
    first = day_number(word)
    if not first or _after(low, at + 1) in _NOT_AFTER_A_YEAR:
        return None
    last = day_number(_after(low, at + 2)) if _after(low, at + 1) in {"-", "to", "and", "through"} else 0
    if last > first and _after(low, at + 3) not in MONTHS and _after(low, at + 3) not in _NOT_AFTER_A_YEAR:
        return at + 3, first, last
    return at + 1, first, first


def _in_part(low: Sequence[str], start: int, end: int, days: Days) -> Found:
    """`early`, `mid` and `late` before a month or a year."""
    word = _before(low, start)
    if word == "-" and _before(low, start - 1) == "mid":
        return start - 2, end, part_of(days, "mid")
    if word in {"early", "mid", "late"}:
        return start - 1, end, part_of(days, word)
    return start, end, days


def _weekend(low: list[str], i: int, anchor: date | None) -> Found:
    word = _before(low, i)
    start = i - 1 if word in {"the", "last", "this", "next", "coming", "past"} else i
    if anchor is None:
        return start, i + 1, UNKNOWN
    latest = anchor - timedelta((anchor.weekday() - 5) % 7)
    weeks = 0
    if word in _NEXT or (word != "this" and _looks_ahead(low, i)):
        weeks = 1
    elif word == "this" and anchor.weekday() < 5:
        weeks = 1 if anchor.weekday() > 1 or _looks_ahead(low, i) else 0
    saturday = latest + timedelta(7 * weeks)
    return start, i + 1, Days(saturday, saturday + timedelta(1))


def _ago(low: list[str], i: int, anchor: date | None) -> Found | None:
    unit = _UNITS.get(_before(low, i))
    number = _count(_before(low, i - 1))
    if unit is None or number is None or i < 2:
        return None
    if anchor is None:
        return i - 2, i + 1, UNKNOWN
    if unit == 365:
        return i - 2, i + 1, whole_year(anchor.year - int(number))
    if unit == 30:
        day = add_months(anchor, -int(number))
        return i - 2, i + 1, month(day.year, day.month) or UNKNOWN
    day = anchor - timedelta(unit * int(number))
    slack = timedelta(0 if unit == 1 else 3)
    return i - 2, i + 1, Days(day - slack, day + slack)


def _count(word: str) -> float | None:
    if word in {"a", "an"}:
        return 1
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 else None


def _part_of_day(low: list[str], i: int, anchor: date | None) -> Found | None:
    word = _before(low, i)
    if word == "this" and low[i] != "night":
        return i - 1, i + 1, _shifted(anchor, 0)
    if word == "last" and low[i] == "night":
        return i - 1, i + 1, _shifted(anchor, -1)
    return None


def _unit(low: list[str], i: int, anchor: date | None) -> Found | None:
    """`this week`, `last month`, `next year`, `the past three weeks`."""
    word, unit = _before(low, i), _UNITS[low[i]]
    if low[i].endswith("s"):
        number = _count(word)
        if number is None or _before(low, i - 1) not in {"past", "last"}:
            return None
        return i - 2, i + 1, UNKNOWN if anchor is None else Days(anchor - timedelta(int(number * unit)), anchor)
    if word == "past" and unit > 1:
        return i - 1, i + 1, UNKNOWN if anchor is None else Days(anchor - timedelta(unit), anchor)
    step = _STEPS.get(word)
    if step is None or unit == 1:
        return None
    if anchor is None:
        return i - 1, i + 1, UNKNOWN
    if unit == 7:
        monday = anchor - timedelta(anchor.weekday() - 7 * step)
        return i - 1, i + 1, Days(monday, monday + timedelta(6))
    if unit == 365:
        return _in_part(low, i - 1, i + 1, whole_year(anchor.year + step))
    day = add_months(anchor, step)
    return i - 1, i + 1, month(day.year, day.month) or UNKNOWN


def _numeric(words: Sequence[str], low: list[str], i: int, anchor: date | None) -> Found | None:
    iso = low[i] if low[i].count("-") == 2 else "".join(low[i : i + 5]) if _after(low, i + 1) == "-" else ""
    if iso:
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            day = None
        if day is not None:
            return i, i + (1 if low[i] == iso else 5), Days(day, day)
    if day_number(low[i]):
        ahead = i + 4 if _after(low, i + 1) in _RANGE else i + 3
        at = next((j for j in range(i + 1, min(ahead, len(low))) if low[j] in MONTHS), None)
        return None if at is None else _starting_at(i, _month(words, low, at, anchor))
    one, dash, two = low[i].partition("-")
    if dash and day_number(one) and day_number(two) and _after(low, i + 1) in MONTHS:
        return _month(words, low, i + 1, anchor)
    if _after(low, i).startswith("mid-") and (year := year_number(low[i][4:])):
        return i, i + 1, part_of(whole_year(year), "mid")
    year = year_number(low[i])
    if year is None or _after(low, i + 1) in _NOT_AFTER_A_YEAR or (i and _before(low, i) not in _BEFORE_A_YEAR):
        return None
    return _in_part(low, i, i + 1, whole_year(year))


def _starting_at(i: int, match: Found | None) -> Found | None:
    return match if match is not None and match[0] <= i else None


def _with_second_end(words: Sequence[str], low: list[str], match: Found, anchor: date | None) -> Found:
    """`from 30 May to 2 June`, `between Monday and Wednesday`."""
    start, end, days = match
    link, ahead = _after(low, end), end + 1
    between = link == "and" and _before(low, start) == "between"
    if ahead >= len(low) or not (between or link in _RANGE):
        return match
    if low[ahead] not in _TRIGGERS and low[ahead][:1] not in _DIGITS:
        return match
    second = _expression(words, low, ahead, anchor)
    if second is None or second[0] != ahead:
        return match
    first, last = days.first, second[2].last
    if first is not None and last is not None and last < first:
        if first - last >= timedelta(7):
            return match
        first -= timedelta(7)
    return start, second[1], Days(first, last) if first is not None and last is not None else UNKNOWN


def _bounded(low: list[str], match: Found, free: int) -> Found:
    """`since 2022`, `until Friday`, `by March`, `before May 3`: one end is open."""
    start, end, days = match
    if start <= free or _after(low, end) in {"'s", "'"} or days.first is None or days.last is None:
        return match
    word = low[start - 1]
    if word == "since":
        return start - 1, end, Days(days.first, None)
    if word in {"until", "till", "by"}:
        return start - 1, end, Days(None, days.last)
    if word == "before":
        return start - 1, end, Days(None, days.first - timedelta(1))
    if word == "after":
        return start - 1, end, Days(days.last + timedelta(1), None)
    return match


def days_relation(a: Days, b: Days) -> DaysRelation:
    """How interval a lies to interval b; an open end reaches as far as it can, and two open ends say nothing.

    >>> days_relation(Days(date(2022, 2, 1), date(2022, 2, 28)), Days(date(2022, 1, 1), date(2022, 12, 31)))
    'within'
    """
    if UNKNOWN in (a, b):
        return "unknown"
    if a == b:
        return "same"
    a_first, a_last = a.first or date.min, a.last or date.max
    b_first, b_last = b.first or date.min, b.last or date.max
    if a_last < b_first or b_last < a_first:
        return "apart"
    if b_first <= a_first and a_last <= b_last:
        return "within"
    if a_first <= b_first and b_last <= a_last:
        return "contains"
    return "overlap"
