"""Tokens worth a look: those whose word is in a list, found without touching the others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc


def with_lower(doc: Doc, words: frozenset[str]) -> list[int]:
    """The places of tokens whose lower-case form is in the list."""
    return _among(doc, "LOWER", words)


def with_lemma(doc: Doc, words: frozenset[str]) -> list[int]:
    """The places of tokens whose lemma is in the list, as the lemmatiser writes it."""
    return _among(doc, "LEMMA", words)


def _among(doc: Doc, attribute: str, words: frozenset[str]) -> list[int]:
    hashes = _hashes(words)
    values: Any = doc.to_array([attribute])
    return [at for at, value in enumerate(values.ravel().tolist()) if value in hashes]


@cache
def _hashes(words: frozenset[str]) -> frozenset[int]:
    from spacy.strings import hash_string  # type: ignore[attr-defined]  # noqa: PLC0415

    return frozenset(hash_string(word) for word in words)
