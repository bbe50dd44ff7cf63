"""Where a model's quotation stands in the report: exactly, up to typography, or up to a few small words.

What is found is always a passage of the report; its words, not the model's, enter the record. A quotation is
looked for in three steps, and the answer says which one found it:

exact        character by character
typography   the same with plain quotes, hyphens and spaces, any run of white space as one space, invisible
             characters left out, and accents composed or not
fuzzy        at least 8 words, of which at most 1 in 10 and never more than 3 are missing, added or different; none of
             those may be a number, a name (a word with a capital), a negation, or a word that says how far something
             binds (`will`, `may`, `must`, …). Upper and lower case and punctuation do not count here.

Every match begins and ends at the edge of a word. A quotation of fewer than 3 words must stand in the searched text
exactly, and once; it is otherwise sent back for more of its sentence. A longer one that stands there several times is
found where it stands first, and the answer says how often it stands there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from detente.evidence.language.normalised import normalised

How = Literal["exact", "typography", "fuzzy"]

FEWEST_WORDS = 3
FEWEST_WORDS_FUZZY = 8
WORDS_PER_DIFFERENCE = 10
MOST_DIFFERENCES = 3
LONGEST = 4_000
"""A quotation of more characters is refused."""
MOST_WINDOWS = 40
"""How many places are compared word by word before a fuzzy search gives up."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_BINDING = frozenset(
    [
        *("not", "no", "never", "none", "neither", "nor", "without", "cannot", "nothing", "nobody", "hardly", "except"),
        *("will", "would", "shall", "should", "may", "might", "can", "could", "must", "ought", "if", "unless", "only"),
        *("before", "after", "until", "against", "for", "all", "every", "any", "some", "half", "more", "less", "than"),
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand"),
        *("million", "billion", "i", "we", "he", "she", "it", "they", "you", "un", "non"),
    ]
)


@dataclass(frozen=True, slots=True)
class Grounded:
    """Characters [start, end) of the text; `differences` counts words, `occurrences` the equal places."""

    start: int
    end: int
    how: How
    differences: int = 0
    occurrences: int = 1


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """Why a quotation was not found, in words that the model can act on."""

    reason: str


def ground(quotation: str, text: str, start: int = 0, end: int | None = None) -> Grounded | Ungrounded:
    """The place of the quotation in characters [start, end) of the text.

    >>> ground("‘I will not sign’, she", 'Asked again: "I will not sign", she')
    Ungrounded(reason='these words do not stand in the report')
    >>> ground("“I will not sign”, she", 'Asked again: "I will not sign", she')
    Grounded(start=13, end=35, how='typography', differences=0, occurrences=1)
    """
    end = len(text) if end is None else min(end, len(text))
    quotation = quotation.strip()
    words = _WORD.findall(quotation)
    if not words:
        return Ungrounded("the quotation is empty")
    if len(quotation) > LONGEST:
        return Ungrounded(f"the quotation has more than {LONGEST:,} characters")
    exact = _places(quotation, text, start, end)
    if len(words) < FEWEST_WORDS:
        return _short(exact, len(quotation))
    if exact:
        return Grounded(exact[0], exact[0] + len(quotation), "exact", occurrences=len(exact))
    return _typographic(quotation, text, start, end) or _fuzzy(quotation, text, start, end)


def named(words: str, text: str, start: int = 0, end: int | None = None) -> list[Grounded]:
    """Every place where a name stands in characters [start, end): exactly, else up to typography.

    >>> named("King Oskar", "King Oskar met Ms Lind. King\u00a0Oskar left.")
    [Grounded(start=0, end=10, how='exact', differences=0, occurrences=1)]
    """
    end = len(text) if end is None else min(end, len(text))
    words = words.strip()
    if not _WORD.search(words) or len(words) > LONGEST:
        return []
    exact = [Grounded(at, at + len(words), "exact") for at in _places(words, text, start, end)]
    return exact or [Grounded(first, last, "typography") for first, last in _alike(words, text, start, end)]


def _short(places: list[int], length: int) -> Grounded | Ungrounded:
    if len(places) == 1:
        return Grounded(places[0], places[0] + length, "exact")
    if places:
        return Ungrounded(f"so short a quotation stands there {len(places)} times: quote more of its sentence")
    return Ungrounded("so short a quotation must stand there exactly: quote more of its sentence")


def _places(quotation: str, text: str, start: int, end: int) -> list[int]:
    """Where it stands, beginning and ending at the edge of a word."""
    found: list[int] = []
    at = text.find(quotation, start, end)
    while at != -1:
        if _at_edges(text, at, at + len(quotation)):
            found.append(at)
        at = text.find(quotation, at + 1, end)
    return found


def _at_edges(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and (
        (text[end - 1].isalnum() and text[end].isalnum()) or unicodedata.combining(text[end])
    )
    return not cut_before and not cut_after


def _typographic(quotation: str, text: str, start: int, end: int) -> Grounded | None:
    found = _alike(quotation, text, start, end)
    return Grounded(*found[0], "typography", occurrences=len(found)) if found else None


def _alike(quotation: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the same characters stand, up to typography."""
    folded, places = _folded(text[start:end])
    wanted = _folded(quotation)[0].strip()
    if not wanted:
        return []
    found: list[tuple[int, int]] = []
    at = folded.find(wanted)
    while at != -1:
        first, last = start + places[at], start + places[at + len(wanted) - 1] + 1
        while last < end and unicodedata.combining(text[last]):
            last += 1
        if _at_edges(text, first, last):
            found.append((first, last))
        at = folded.find(wanted, at + 1)
    return found


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without differences of typography, and the place of each of its characters in the text."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(normalised(text)):
        if character in _INVISIBLE:
            continue
        if character.isspace():
            if not characters or characters[-1] != " ":
                characters.append(" ")
                places.append(place)
            continue
        for part in "..." if character == "…" else unicodedata.normalize("NFD", character):
            characters.append(part)
            places.append(place)
    return "".join(characters), places


def _fuzzy(quotation: str, text: str, start: int, end: int) -> Grounded | Ungrounded:
    missing = Ungrounded("these words do not stand in the report")
    wanted = [match.group() for match in _WORD.finditer(normalised(quotation))]
    allowed = min(MOST_DIFFERENCES, max(1, len(wanted) // WORDS_PER_DIFFERENCE))
    if len(wanted) < FEWEST_WORDS_FUZZY:
        return missing
    there = list(_WORD.finditer(normalised(text[start:end])))
    spoken = [match.group() for match in there]
    best: tuple[int, int, int] | None = None
    places = 0
    for first in _windows(wanted, spoken, allowed):
        aligned = _aligned(wanted, spoken, first, allowed)
        if aligned is None:
            continue
        if best is None or aligned[0] < best[0]:
            best, places = aligned, 1
        elif aligned[0] == best[0] and aligned[1:] != best[1:]:
            places += 1
    if best is None:
        return missing
    if places > 1:
        return Ungrounded("these words stand there in several places, and in none exactly: quote them as they stand")
    differences, first, last = best
    return Grounded(start + there[first].start(), start + there[last].end(), "fuzzy", differences)


def _windows(wanted: list[str], spoken: list[str], allowed: int) -> list[int]:
    """Where the quotation may begin: with so few differences, one of `allowed + 1` parts of it stands there whole."""
    lower = [word.casefold() for word in spoken]
    by_word: dict[str, list[int]] = {}
    for place, word in enumerate(lower):
        by_word.setdefault(word, []).append(place)
    size = len(wanted) // (allowed + 1)
    found: dict[int, None] = {}
    for part in range(allowed + 1):
        offset = part * size
        words = [word.casefold() for word in wanted[offset : offset + size]]
        for place in by_word.get(words[0], ()):
            if lower[place : place + size] == words:
                found[max(0, place - offset - allowed)] = None
                if len(found) >= MOST_WINDOWS:
                    return list(found)
    return list(found)


def _aligned(wanted: list[str], spoken: list[str], first: int, allowed: int) -> tuple[int, int, int] | None:
    """The fewest differences in words from `first` on, and the first and last word; None where more than allowed."""
    window = spoken[first : first + len(wanted) + 2 * allowed + 1]
    worst = allowed + 1
    width = len(window)
    costs = [[worst] * (width + 1) for _ in range(len(wanted) + 1)]
    costs[0] = [0] * (width + 1)
    for i, word in enumerate(wanted, start=1):
        previous, row = costs[i - 1], costs[i]
        row[0] = min(worst, i if _may_differ(word) else worst)
        for j, other in enumerate(window, start=1):
            same = word.casefold() == other.casefold()
            swap = 0 if same else (1 if _may_differ(word) and _may_differ(other) else worst)
            left_out = 1 if _may_differ(word) else worst
            put_in = 1 if _may_differ(other) else worst
            row[j] = min(worst, previous[j - 1] + swap, previous[j] + left_out, row[j - 1] + put_in)
    cost = min(costs[-1])
    if cost > allowed:
        return None
    last = max(j for j, value in enumerate(costs[-1]) if value == cost)
    return cost, first + _begin(costs, wanted, window, last), first + last - 1


def _begin(costs: list[list[int]], wanted: list[str], window: list[str], last: int) -> int:
    """The place in the window of the first word of the alignment that ends at `last`."""
    i, j = len(wanted), last
    while i > 0 and j > 0:
        here = costs[i][j]
        same = wanted[i - 1].casefold() == window[j - 1].casefold()
        if (same and costs[i - 1][j - 1] == here) or (not same and costs[i - 1][j - 1] + 1 == here):
            i, j = i - 1, j - 1
        elif costs[i - 1][j] + 1 == here:
            i -= 1
        else:
            j -= 1
    return j


def _may_differ(word: str) -> bool:
    """Whether a difference in this word changes neither a number, a name, a negation nor how far something binds."""
    lower = word.casefold()
    if lower in _BINDING or lower.endswith("n't") or any(character.isdigit() for character in word):
        return False
    return word == lower
