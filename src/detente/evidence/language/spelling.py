"""Spellings of one name: diacritics, transliteration, and slips bounded by the length of the name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from detente.evidence.language.phrases import word_set

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h"}
)
_SILENT = re.compile(r"['’ʼʹ`´‘ʻʿʾ.]")
_PARTICLES = word_set("al el ul as ash at an ad ar az bin ben ibn bint abu van von der den de di da do dos la le")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"sch|shch", "sh"),
        (r"tch|tsch", "ch"),
        (r"dzh|dj|zh", "j"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"ck", "k"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"(?<=[^aeiou])(?:iy|ij|yy|ii|yi|yj|iyy|ey|ei|y|i|j)$", "y"),
        (r"iy|ij|yy|ii|yi|yj", "y"),
        (r"(?:y|j|i)a", "ia"),
        (r"(?:y|j|i)u", "iu"),
        (r"(?:y|j|i)o", "io"),
        (r"(?:y|j|i)e", "e"),
        (r"y(?!$)", "i"),
        (r"(.)\1", r"\1"),
    )
)
SHORTEST_WITH_A_SLIP = 5
SHORTEST_WITH_TWO = 9


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A name in small letters without diacritics and apostrophes; hyphens become spaces."""
    bare = unicodedata.normalize("NFKD", _SILENT.sub("", name.casefold().translate(_LETTERS)))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(kept.replace("-", " ").split())


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """What the usual transliterations of one word have in common.

    >>> {sound(word) for word in ("Zelenskyy", "Zelensky", "Zelenskiy", "Zelenskij", "Zelenskii")}
    {'zelensky'}
    """
    found = plain(word)
    for pattern, into in _RULES:
        found = pattern.sub(into, found)
    return found


@lru_cache(maxsize=8192)
def spelled(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, without articles and particles of names."""
    words = [word for word in plain(name).split() if word not in _PARTICLES] or plain(name).split()
    return tuple(sound(word) for word in words)


def same_word(a: str, b: str) -> bool:
    """Whether two words are spellings of one name: they sound alike, or differ by few slips for their length."""
    one, two = sound(a), sound(b)
    if one == two:
        return True
    shorter = min(len(one), len(two))
    if shorter < SHORTEST_WITH_A_SLIP or one[0] != two[0]:
        return False
    return _distance_within(one, two, 2 if shorter >= SHORTEST_WITH_TWO else 1)


def _distance_within(a: str, b: str, limit: int) -> bool:
    """Whether a becomes b by at most so many insertions, deletions, changes and swaps of neighbours."""
    if abs(len(a) - len(b)) > limit:
        return False
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, before_last[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return False
        before_last, last = last, row
    return last[-1] <= limit


def same_person_name(a: str, b: str) -> bool:
    """Whether two names can be one person's: the same surname, and first names that do not differ.

    >>> same_person_name("Zelensky", "Volodymyr Zelenskyy"), same_person_name("Anna Berg", "Karl Berg")
    (True, False)
    """
    one, two = spelled(a), spelled(b)
    if one == two:
        return True
    if not one or not two or not same_word(one[-1], two[-1]):
        return False
    if len(one) == 1 or len(two) == 1:
        return one[-1] == two[-1] or (len(one) == len(two) and same_word(one[0], two[0]))
    return _same_first(one[0], two[0])


def _same_first(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if a.replace("g", "h") == b.replace("g", "h"):
        return True
    return same_word(a, b) or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))
