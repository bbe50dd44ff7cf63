"""Words of a text whatever its quotation marks, dashes, spaces and wrapping; offsets stay those of the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SINGLE = "‘’‚‛‹›`´′＇"
_DOUBLE = "“”„‟«»″〝〞〟＂「」『』"
_DASHES = "‐‑‒–—―−⁃﹘﹣－⸺⸻"
_OTHER = {"。": ".", "、": ",", "،": ",", "؛": ";", "؟": "?", "・": "•", "…": ".", "⁄": "/", "∕": "/"}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_JOINED = rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f{_INVISIBLE}]|'(?=[^\W\d_]))*"
_GROUPED = r"\d{1,3}(?:[ ,.']\d{3})+(?![\d]|[.,]\d)(?:[.,]\d{1,2})?(?!\d)"
_WORD = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}(?!\d)|\d{{1,2}}:\d{{2}}(?!\d)"
    rf"|(?<![\d.,]){_GROUPED}|\d+(?:[.,]\d+)?(?:(?:st|nd|rd|th)\b)?|{_JOINED}|[%‰$€£¥§]",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(f"[{_INVISIBLE}]")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _SINGLE:
        return "'"
    if character in _DOUBLE:
        return '"'
    if character in _DASHES:
        return "-"
    if character in _OTHER:
        return _OTHER[character]
    if character.isspace():
        return "\n" if character in "\u2028\u2029\u0085" else " "
    form = unicodedata.normalize("NFKC", character)
    return form if len(form) == 1 and character not in _INVISIBLE else character


def plain(text: str) -> str:
    """The same text, of the same length, with plain quotation marks, dashes, spaces and full-width characters.

    >>> plain("«５–１０　years»")
    '"5-10 years"'
    """
    return text if text.isascii() else _BEYOND_ASCII.sub(lambda found: _plain(found[0]), text)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number at [start, end) of a text; `norm` is what counts when words are compared."""

    start: int
    end: int
    norm: str


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a plain text between two offsets; punctuation and hyphens only part them.

    >>> [word.norm for word in words(plain("The cease‑fire “holds” for 1 000 days"))]
    ['the', 'cease', 'fire', 'holds', 'for', '1 000', 'days']
    """
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word(match.start(), match.end(), norm(match[0])) for match in found]


@lru_cache(maxsize=65536)
def norm(word: str) -> str:
    """A word without case, invisible characters and ways of writing one letter."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", _NOT_SEEN.sub("", word)).casefold()
