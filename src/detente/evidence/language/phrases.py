"""Phrases of a table found in a sequence of words: longest first, one look-up a capitalised word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

V = TypeVar("V")


_PIECES = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*\.?|'s(?!\w)|\S")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+|(?:St|Mt|Ft|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Prof|Rev|Jr|Sr|No)\.")


def word_set(words: str) -> frozenset[str]:
    """The words of a short list, parted by spaces."""
    return frozenset(words.split())


def texts(words: Sequence[str] | Doc | Span) -> Sequence[str]:
    """The words of a parse, or the words as given."""
    if isinstance(words, (list, tuple)):
        return words
    return [word if isinstance(word, str) else word.text for word in words]


def pieces(text: str) -> tuple[str, ...]:
    """A table's phrase cut as the parser cuts: hyphens and possessives apart, stops kept on abbreviations only."""
    found: list[str] = []
    for piece in _PIECES.findall(text.replace("\u2019", "'").replace("'s ", " 's ")):
        if len(piece) > 1 and piece.endswith(".") and _ABBREVIATION.fullmatch(piece) is None:
            found.extend((piece[:-1], "."))
        else:
            found.append(piece)
    return tuple(found)


_SHORT = 3
"""Abbreviations up to this length count only in capitals: `US` is a state, `Us` is not."""


class PhraseTable(Generic[V]):
    """Phrases and what they stand for, found whatever their case, but not where the first word is in small letters."""

    __slots__ = ("_by_first", "_capitals", "_whole")

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        by_first: dict[str, dict[tuple[str, ...], V]] = {}
        self._capitals: set[str] = set()
        self._whole: dict[tuple[str, ...], V] = {}
        for phrase, value in entries:
            cut = pieces(phrase)
            key = tuple(piece.lower() for piece in cut)
            if key and key not in self._whole:
                if len(key) == 1 and len(phrase) <= _SHORT and phrase.isupper() and phrase.isalpha():
                    self._capitals.add(key[0])
                self._whole[key] = value
                by_first.setdefault(key[0], {})[key[1:]] = value
        self._by_first = {
            first: tuple(sorted(rests.items(), key=lambda item: -len(item[0]))) for first, rests in by_first.items()
        }

    def __len__(self) -> int:
        return len(self._whole)

    def first_words(self) -> Iterable[str]:
        """The first word of every phrase, in small letters."""
        return self._by_first.keys()

    def get(self, phrase: str) -> V | None:
        """What a whole phrase stands for."""
        return self._whole.get(tuple(piece.lower() for piece in pieces(phrase)))

    def at(self, words: Sequence[str], start: int) -> tuple[int, V] | None:
        """The end and the value of the longest phrase that starts at a word."""
        first = words[start].lower()
        rests = self._by_first.get(first)
        if rests is None:
            return None
        for rest, value in rests:
            end = start + 1 + len(rest)
            if not rest:
                return None if first in self._capitals and not words[start].isupper() else (end, value)
            if end <= len(words) and all(words[start + 1 + i].lower() == r for i, r in enumerate(rest)):
                return end, value
        return None

    def find(self, words: Sequence[str]) -> list[tuple[int, int, V]]:
        """All phrases, leftmost and longest first, without overlap."""
        found: list[tuple[int, int, V]] = []
        by_first = self._by_first
        free = 0
        for start, word in enumerate(words):
            if word.islower() or start < free or word.lower() not in by_first:
                continue
            match = self.at(words, start)
            if match is not None:
                found.append((start, match[0], match[1]))
                free = match[0]
        return found
