"""What a line of a draft begins with: `Article 4`, `4.`, `(a)`, `IV.`, `§ 2`, `Point 28`, a bullet, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

RANKS = {
    "annex": 0, "appendix": 0, "schedule": 0, "attachment": 0, "protocol": 0, "book": 1, "title": 2, "part": 3,
    "chapter": 4, "section": 5, "article": 6, "art": 6, "§": 6, "clause": 7, "point": 7, "provision": 7,
    "item": 7, "principle": 7, "paragraph": 8, "para": 8, "subparagraph": 9,
}  # fmt: skip
"""Words that number the parts of a treaty, the widest first; unnamed numbers come below them all."""

NUMBERED, DOTTED, LETTERED, BULLETED = 10, 11, 12, 20
"""Ranks of markers without a word: numbers, numbers with a dot inside, letters and Roman numerals, bullets."""

_ORDINAL_WORDS = {
    name: place
    for place, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        1,
    )
}
_WORD_MARKER = re.compile(
    rf"(?P<word>{'|'.join(sorted((name for name in RANKS if name != '§'), key=len, reverse=True))}|§§?)\.?"
    rf"\s*(?:no\.?\s*)?(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*(?:\s?(?:bis|ter))?|[ivxlc]{{1,7}}|[a-z]|{'|'.join(_ORDINAL_WORDS)})"
    r"(?P<letter>\s?\([a-z0-9]{1,3}\))?(?P<close>\s*[.:)-]+)?(?=\s|$)\s*",
    re.IGNORECASE,
)
_LONE_ANNEX = re.compile(r"(?P<word>annex|appendix|schedule|preamble)(?P<close>\s*[.:-]+)?\s*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<open>\(|\[)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})(?P<close>\)|\]|\.(?=\s|$|[^\W\d_])|\.\)|\s?-(?=\s)|:(?=\s))?\s*"
)
_LETTER = re.compile(
    r"(?P<open>\(|\[)?(?P<number>[ivxlc]{1,7}|[a-z])(?P<close>\)|\]|\.\)|\.(?=\s|$))\s*", re.IGNORECASE
)
_BULLET = re.compile(r"(?P<bullet>[-*+•·▪■●○◦‣⁃▸►➢✓o])\s+(?=\S)")
_ROMAN = re.compile(r"(?=.)(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Marker:
    """How a line is numbered: `style` is shared by sisters, `ordinals` has one place for each level in the number."""

    style: str
    rank: int
    ordinals: tuple[int, ...]
    label: str
    length: int
    roman: int = 0


def roman(text: str) -> int:
    """The value of a Roman numeral, 0 where it is none.

    >>> roman("XIV"), roman("vii"), roman("d"), roman("ic")
    (14, 7, 0, 0)
    """
    if not _ROMAN.fullmatch(text):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in text.lower()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def ordinals_of(number: str) -> tuple[int, ...]:
    """The places of a number as written after a word such as Article: 4, IV, 4.2, A, one; empty where unreadable."""
    bare = re.sub(r"\s?(?:bis|ter)$", "", number.lower())
    if bare[:1].isdecimal():
        return tuple(int(part) for part in bare.split("."))
    if bare in _ORDINAL_WORDS:
        return (_ORDINAL_WORDS[bare],)
    value = roman(bare) or (ord(bare) - ord("a") + 1 if len(bare) == 1 and bare.isascii() and bare.isalpha() else 0)
    return (value,) if value else ()


def marker_of(line: str) -> Marker | None:
    """The marker that a plain line begins with, if any.

    >>> marker_of("Article IV - Borders").style, marker_of("Article IV - Borders").ordinals
    ('article', (4,))
    >>> marker_of("(b) withdraw").style, marker_of("3.2 Forces").ordinals, marker_of("2025 saw") is None
    ('(a)', (3, 2), True)
    >>> marker_of("Article 5 of the Charter applies") is None
    True
    """
    return _with_word(line) or _lone(line) or _numbered(line) or _lettered(line) or _bulleted(line)


def _with_word(line: str) -> Marker | None:
    found = _WORD_MARKER.match(line)
    if found is None:
        return None
    word = found["word"].lower().replace("§§", "§")
    rest = line[found.end() :]
    refers = not found["close"] and rest[:1].islower()
    letter_only = found["number"].isalpha() and not found["number"][0].isupper()
    if refers or (letter_only and found["number"].lower() not in _ORDINAL_WORDS and not found["close"]):
        return None
    ordinals = ordinals_of(found["number"])
    if not ordinals:
        return None
    style = {"art": "article", "para": "paragraph"}.get(word, word)
    label = line[: found.end()].strip().rstrip(".:- ")
    return Marker(style, RANKS[word], ordinals, label, found.end())


def _lone(line: str) -> Marker | None:
    found = _LONE_ANNEX.match(line)
    if found is None:
        return None
    word = found["word"].lower()
    return Marker(word, RANKS.get(word, 9), (1,), line[: found.end("word")], found.end())


def _numbered(line: str) -> Marker | None:
    found = _NUMBER.match(line)
    if found is None or not (found["close"] or "." in found["number"]) or bool(found["open"]) > bool(found["close"]):
        return None
    if found.end() < len(line) and line[found.end() - 1 : found.end()].isdecimal():
        return None
    ordinals = tuple(int(part) for part in found["number"].split("."))
    form = f"{found['open'] or ''}1{(found['close'] or '').strip() or '.'}"
    style, rank = (form, NUMBERED) if len(ordinals) == 1 else (f"1.{len(ordinals)}", DOTTED)
    return Marker(style, rank, ordinals, found[0].strip(), found.end())


def _lettered(line: str) -> Marker | None:
    found = _LETTER.match(line)
    if found is None or (found["open"] and not found["close"]):
        return None
    number = found["number"]
    as_roman = roman(number)
    as_letter = ord(number.lower()) - ord("a") + 1 if len(number) == 1 else 0
    if not (as_roman or as_letter):
        return None
    sample = "A" if number[0].isupper() else "a"
    style = f"{found['open'] or ''}{sample}{found['close']}"
    return Marker(style, LETTERED, (as_letter,), found[0].strip(), found.end(), roman=as_roman)


def _bulleted(line: str) -> Marker | None:
    found = _BULLET.match(line)
    return Marker(found["bullet"], BULLETED, (0,), found["bullet"], found.end()) if found else None
