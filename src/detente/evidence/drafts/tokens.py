"""The words of a provision with what has a value joined: numbers, dates, durations, shares, binding phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from detente.evidence.drafts.binding_words import NEGATIONS, Binding, binding_at, canonical
from detente.evidence.drafts.markers import RANKS, ordinals_of, roman
from detente.evidence.drafts.typography import Word, words
from detente.evidence.language.date_arithmetic import MONTHS, UNITS_OF_TIME, day_number, year_number
from detente.evidence.language.numbers import BOUNDS, NUMBER_WORDS, SCALES, number_in_words, scaled

TokenKind = Literal["word", "number", "percentage", "duration", "date", "modal", "negation", "bound", "reference"]

LONGEST_NUMBER = 30
"""Characters; what is longer is a word like others."""

Value = Fraction | tuple[int, ...] | Binding | None

_MONTHS = {name.removesuffix("."): number for name, number in MONTHS.items()}
_FIRST_YEAR, _LAST_YEAR = 1500, 2499
_QUALIFIED = frozenset({"calendar", "working", "business", "consecutive", "full", "additional", "further"})
_CURRENCIES = frozenset("$€£¥")
_BOUNDS: Mapping[tuple[str, ...], str] = {
    **BOUNDS,
    ("not", "exceeding"): "<=", ("not", "to", "exceed"): "<=", ("no", "later", "than"): "by",
    ("not", "later", "than"): "by", ("no", "earlier", "than"): "from", ("not", "earlier", "than"): "from",
}  # fmt: skip
_COUNTED = frozenset({*NUMBER_WORDS, *_MONTHS, *_CURRENCIES})
DEADLINE_WORDS = frozenset({"by", "before", "until", "till", "within"})
_SOME_TIME = {
    "as": (("as", "soon", "as", "possible"), ("as", "soon", "as", "practicable")),
    "immediately": (("immediately",),),
    "forthwith": (("forthwith",),),
    "without": (("without", "delay"), ("without", "undue", "delay")),
    "in": (("in", "due", "course"),),
}
_YEAR_BEFORE = frozenset({"in", "by", "until", "since", "before", "after", "from", "year", "of", "through", "during"})
_YEAR_AFTER = frozenset({"and", "or", "to", "the", "shall", "at", "all", "each", "both", "on", "for", "with", "unless"})
_REFERRED = {f"{name}s": name for name in RANKS if name not in ("§", "art", "para")} | {
    name: name for name in RANKS if name != "§"
}
_REFERRED |= {"annexes": "annex", "appendices": "appendix", "arts": "article", "art": "article", "para": "paragraph"}
_WRITTEN_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4})")


@dataclass(frozen=True, slots=True)
class Token:
    """Words [start, end) of the text that count as one; tokens with the same `norm` say the same.

    `value` is the number, the length of a duration (in hours or months), the parts of a date, or the binding.
    """

    start: int
    end: int
    norm: str
    kind: TokenKind = "word"
    value: Value = None
    unit: str = ""
    deadline: bool = False
    first: int = 0


def tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of a plain text between two offsets. O(n).

    >>> text = "Each Party shall withdraw within thirty (30) days, by 1 March 2026."
    >>> [(token.kind, token.norm) for token in tokens(text, 0, len(text)) if token.kind != "word"]
    [('modal', 'shall'), ('duration', '30 day'), ('date', '2026-03-01')]
    """
    return _Scanner(text, words(text, start, end)).scan()


@lru_cache(maxsize=8192)
def number_value(norm: str) -> Fraction | None:
    """The value of a number in digits: `1 000`, `1,000`, `10,5`, `3rd`; None where it is none.

    >>> [str(number_value(text)) for text in ("1,000", "1.000", "10,5", "0.5", "12.000,50", "3rd", "x")]
    ['1000', '1000', '21/2', '1/2', '24001/2', '3', 'None']
    """
    if not norm[:1].isdecimal() or ":" in norm or len(norm) > LONGEST_NUMBER:
        return None
    text = re.sub(r"(?:st|nd|rd|th)$", "", norm)
    grouped = re.fullmatch(r"(\d{1,3}(?:[ ,.']\d{3})+)(?:[.,](\d{1,2}))?", text)
    if grouped and not (text.startswith("0") and len(grouped[1]) == 5):
        whole = re.sub(r"\D", "", grouped[1])
        return Fraction(f"{whole}.{grouped[2]}") if grouped[2] else Fraction(whole)
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return Fraction(text.replace(",", "."))
    return None


class _Scanner:
    """Joins the words of one provision into tokens, from left to right."""

    def __init__(self, text: str, found: Sequence[Word]) -> None:
        self._text = text
        self._words = found
        self._norms = [word.norm for word in found]

    def scan(self) -> tuple[Token, ...]:
        made: list[Token] = []
        place = 0
        while place < len(self._words):
            token, length = self._at(place)
            made.append(token)
            place += length
            if token.kind == "reference":
                place = self._more_references(made, place)
        return tuple(made)

    def _at(self, place: int) -> tuple[Token, int]:
        norm = self._norms[place]
        if norm[:1].isdecimal():
            return self._date(place) or self._quantity(place) or self._plain(place)
        return (
            (self._date(place) if norm in _MONTHS else None)
            or (self._reference(place) if norm in _REFERRED else None)
            or (self._some_time(place) if norm in _SOME_TIME else None)
            or self._bound(place)
            or (self._quantity(place) if norm in NUMBER_WORDS or norm == "a" else None)
            or self._modal(place)
            or self._plain(place)
        )

    def _token(
        self, place: int, length: int, norm: str, kind: TokenKind, value: Value = None, unit: str = ""
    ) -> tuple[Token, int]:
        first, last = self._words[place], self._words[place + length - 1]
        timed = kind in ("date", "duration")
        made = Token(first.start, last.end, norm, kind, value, unit, timed and self._is_deadline(place, length), place)
        return made, length

    def _plain(self, place: int) -> tuple[Token, int]:
        norm = self._norms[place]
        if norm == "%":
            norm = "percent"
        return self._token(place, 1, norm, "negation" if norm in NEGATIONS else "word")

    def _norm(self, place: int) -> str:
        return self._norms[place] if 0 <= place < len(self._norms) else ""

    def _gap(self, place: int) -> str:
        return self._text[self._words[place - 1].end : self._words[place].start]

    def _is_deadline(self, place: int, length: int) -> bool:
        before = [self._norm(at) for at in range(max(0, place - 4), place)]
        after = [self._norm(at) for at in range(place + length, place + length + 3)]
        later = ("later" in before and "than" in before) or before[-2:] == ["prior", "to"]
        return bool(DEADLINE_WORDS & set(before[-2:])) or later or after == ["at", "the", "latest"]

    def _modal(self, place: int) -> tuple[Token, int] | None:
        found = binding_at(self._words, place, self._text)
        if found is None:
            return None
        binding, length = found
        norm = canonical(self._norms[place : place + length])
        return self._token(place, length, norm, "modal", binding)

    def _bound(self, place: int) -> tuple[Token, int] | None:
        for length in (3, 2, 1):
            phrase = tuple(self._norms[place : place + length])
            relation = _BOUNDS.get(phrase)
            if relation is None or len(phrase) != length:
                continue
            after = self._norm(place + length)
            counted = after[:1].isdecimal() or after in _COUNTED
            if counted or relation == "by" or (relation == "from" and length == 3) or phrase == ("at", "least"):
                return self._token(place, length, " ".join(phrase), "bound", unit=relation)
        return None

    def _some_time(self, place: int) -> tuple[Token, int] | None:
        """A deadline without a day."""
        for phrase in _SOME_TIME[self._norms[place]]:
            if tuple(self._norms[place : place + len(phrase)]) == phrase:
                made, length = self._token(place, len(phrase), " ".join(phrase), "date")
                return replace(made, deadline=True), length
        return None

    def _reference(self, place: int) -> tuple[Token, int] | None:
        word = _REFERRED[self._norms[place]]
        nearby = place + 1 < len(self._words) and self._words[place + 1].start - self._words[place].end <= 3
        ordinal = self._ordinal(place + 1, word) if nearby else ()
        if not ordinal:
            return None
        return self._token(place, 2, f"<{word}>", "reference", ordinal, word)

    def _ordinal(self, place: int, word: str) -> tuple[int, ...]:
        if place >= len(self._words):
            return ()
        found = self._words[place]
        written = self._text[found.start : found.end]
        if (written.isdecimal() and len(written) <= 3) or re.fullmatch(r"\d{1,2}\.\d{1,2}", written):
            return tuple(int(part) for part in written.split("."))
        capital = written.isupper() and (roman(written) or len(written) == 1)
        bracketed = self._text[found.start - 1 : found.start] == "(" and len(written) <= 4
        return ordinals_of(written) if capital or bracketed else ()

    def _more_references(self, made: list[Token], place: int) -> int:
        """`Articles 5, 6 and 7`: each number after the first is a reference too."""
        word = made[-1].unit
        if not self._norm(made[-1].first).endswith("s") or self._norm(made[-1].first) not in _REFERRED:
            return place
        while place < len(self._words):
            at = place + (self._norm(place) in {"and", "or", "to"})
            ordinal = self._ordinal(at, word) if at < len(self._words) and self._norm(at)[:1].isdecimal() else ()
            between = self._gap(at) if ordinal else ""
            if not ordinal or (at == place and "," not in between and "-" not in between):
                break
            made += [self._plain(place)[0]] if at != place else []
            made.append(self._token(at, 1, f"<{word}>", "reference", ordinal, word)[0])
            place = at + 1
        return place

    def _date(self, place: int) -> tuple[Token, int] | None:
        norm = self._norms[place]
        written = _WRITTEN_DATE.fullmatch(norm)
        if written:
            year, month, day = (
                (written[1], written[2], written[3]) if written[1] else (written[6], written[5], written[4])
            )
            return self._dated(place, 1, int(year), int(month), int(day))
        if norm in _MONTHS:
            return self._month_first(place)
        day = day_number(norm)
        month = place + 1 + (self._norm(place + 1) == "of")
        if day and self._norm(month) in _MONTHS:
            year = self._year(month + 1)
            return self._dated(place, month + 1 + bool(year) - place, year, _MONTHS[self._norm(month)], day)
        year = self._year(place)
        return self._dated(place, 1, year) if year and self._is_year(place) else None

    def _month_first(self, place: int) -> tuple[Token, int] | None:
        word = self._words[place]
        if not self._text[word.start].isupper():
            return None
        month, year, day = _MONTHS[self._norms[place]], self._year(place + 1), day_number(self._norm(place + 1))
        if year:
            return self._dated(place, 2, year, month)
        if day:
            year = self._year(place + 2)
            return self._dated(place, 2 + bool(year), year, month, day)
        if word.norm in {"may", "march"} and self._norm(place - 1) not in _YEAR_BEFORE:
            return None
        return self._dated(place, 1, 0, month) if len(word.norm) > 3 or word.norm == "may" else None

    def _year(self, place: int) -> int:
        """The year that a word names; 0 where it names none."""
        return year_number(self._norm(place), _FIRST_YEAR, _LAST_YEAR) or 0

    def _dated(self, place: int, length: int, year: int, month: int = 0, day: int = 0) -> tuple[Token, int]:
        norm = "-".join(f"{part:02d}" for part in (year, month, day) if part)
        return self._token(place, length, norm if year else f"--{norm}", "date", (year, month, day))

    def _is_year(self, place: int) -> bool:
        if self._norm(place - 1) not in _YEAR_BEFORE:
            return False
        rest = self._text[self._words[place].end : self._words[place].end + 2].strip()
        return not rest[:1].isalnum() or self._norm(place + 1) in _YEAR_AFTER

    def _quantity(self, place: int) -> tuple[Token, int] | None:
        found = self._number(place)
        if found is None:
            return None
        value, length = found
        again = self._number(place + length)
        if (
            again
            and again[0] == value
            and "(" in self._text[self._words[place + length - 1].end : self._words[place + length].start]
        ):
            length += again[1]
        after = self._norm(place + length)
        if after in ("%", "percent") or (after == "per" and self._norm(place + length + 1) == "cent"):
            taken = length + (2 if after == "per" else 1)
            return self._token(place, taken, f"{value} percent", "percentage", value, "percent")
        qualified = after in _QUALIFIED
        unit = self._norm(place + length + qualified)
        single = unit.removesuffix("s")
        if single in UNITS_OF_TIME and unit != "second":
            base, size = UNITS_OF_TIME[single]
            name = f"{after} {single}" if qualified else single
            taken = length + 1 + qualified
            return self._token(place, taken, f"{value} {name}", "duration", value * size, base)
        if length == 1 and self._norms[place] in ("one", "zero", "a"):
            return None
        currency = self._norm(place - 1)
        name = currency if currency in _CURRENCIES else single
        return self._token(place, length, str(value), "number", value, name)

    def _number(self, place: int) -> tuple[Fraction, int] | None:
        """A number in digits or words with its scale words, and how many words it takes."""
        norm = self._norm(place)
        value, end = number_value(norm), place + 1
        if value is None:
            named = number_in_words(self._norms, place)
            if named is not None:
                value, end = Fraction(named[0]), named[1]
            elif norm == "a" and self._norm(place + 1) in SCALES:
                value = Fraction(1)
            else:
                return None
        value, end = scaled(value, self._norms, end)
        return value, end - place
