"""Whether a text reads as English; the rules of extraction are for English only."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 8_000
_LEAST = 30
_COMMON = (
    "the of and to in a that is was for on with as at by it from be has have had not are were will would an its which "
    "this said his he they but their who or been after also she her we you"
)
_ENGLISH = frozenset(_COMMON.split())
_LEAST_SHARE = 0.16


def language_of(text: str, stated: str = "en") -> tuple[str, str]:
    """The stated language, or `und` with a note where the text does not read as English though it should.

    >>> language_of("The two sides met in the port for talks on the grounds that both of them fish. " * 3)
    ('en', '')
    """
    if stated != "en":
        return stated, f"in '{stated}' by its own account; the rules read English only"
    words = _WORD.findall(text[:_SAMPLE])
    if len(words) < _LEAST:
        return stated, ""
    latin = sum(unicodedata.name(word[0], "").startswith("LATIN") for word in words)
    if latin < 0.5 * len(words):
        return "und", "not in Latin letters; the rules read English only"
    if sum(word.lower() in _ENGLISH for word in words) < _LEAST_SHARE * len(words):
        return "und", "this does not read as English; the rules read English only"
    return stated, ""
