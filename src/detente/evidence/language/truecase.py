"""Headlines in Title Case or capitals, written as a sentence would be, so that the parser can read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_SENTENCE_END = re.compile(r"[.!?:;\"“”‘(\[\n—–-]\s*$")
_SHORT_WORDS = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "it", "its", "nor", "of",
    "off", "on", "onto", "or", "over", "per", "so", "than", "that", "the", "their", "them", "then", "to", "up",
    "upon", "via", "was", "were", "when", "while", "who", "with", "without", "yet", "after", "before", "against",
    "not", "no",
})  # fmt: skip
LEAST_WORDS = 3
TITLE_SHARE = 0.65


def true_cased(title: str, body: str, common: Callable[[str], bool] = lambda word: False) -> str:
    """The title with lower case where a sentence would have it; the same length.

    A word is taken for a name when the body writes it with a capital inside a sentence more often than without.
    A word that the body does not have becomes lower case when `common` knows its lower-case form. A title that
    is already written like a sentence stays as it is.

    >>> true_cased("Envoy Rejects New Draft On Port", "The envoy, Ana Port, spoke. Port rejects it. A new draft on it.")
    'Envoy rejects new draft on Port'
    """
    words = list(_WORD.finditer(title))
    if not _in_title_case(words):
        return title
    shouted = title.upper() == title
    capital, small = _seen(body)
    characters = list(title)
    for position, match in enumerate(words):
        word = match.group()
        if shouted and len(word) > 1:
            _write(characters, match.start() + 1, _lower(word[1:]))
        if not shouted and _has_inner_capital(word):
            continue
        if _is_name(word, capital, small, common):
            continue
        if position > 0 or shouted:
            _write(characters, match.start(), _lower(word))
    if shouted and words:
        characters[words[0].start()] = title[words[0].start()]
    return "".join(characters)


def _in_title_case(words: list[re.Match[str]]) -> bool:
    long = [word.group() for word in words[1:] if word.group().lower() not in _SHORT_WORDS]
    if len(words) < LEAST_WORDS or not long:
        return False
    return sum(word[0].isupper() for word in long) / len(long) >= TITLE_SHARE


def _seen(body: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands inside a sentence with a capital, and how often without, by its lower-case form."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for match in _WORD.finditer(body):
        word = match.group()
        if word[0].islower():
            small[word.lower()] += 1
        elif not _opens_sentence(body, match.start()):
            capital[word.lower()] += 1
    return capital, small


def _opens_sentence(body: str, start: int) -> bool:
    before = body[max(0, start - 4) : start]
    return start == 0 or not before.strip() or _SENTENCE_END.search(before) is not None


def _has_inner_capital(word: str) -> bool:
    return any(character.isupper() for character in word[1:])


def _is_name(word: str, capital: Counter[str], small: Counter[str], common: Callable[[str], bool]) -> bool:
    lower = re.sub(r"['’]s$", "", word.lower())
    if lower in _SHORT_WORDS:
        return False
    seen, plain = capital[lower] + capital[word.lower()], small[lower] + small[word.lower()]
    if seen or plain:
        return seen > plain
    return not common(lower)


def _lower(word: str) -> str:
    return "".join(low if len(low := character.lower()) == 1 else character for character in word)


def _write(characters: list[str], start: int, word: str) -> None:
    characters[start : start + len(word)] = word
