"""Names of instruments as they stand inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ARTICLES = frozenset({"The", "A", "An"})
_HEADS = frozenset(
    {
        "accord", "act", "agreement", "alliance", "arrangement", "assurance", "charter", "clause", "commitment",
        "communiqué", "compact", "convention", "deal", "declaration", "defence", "defense", "draft", "framework",
        "guarantee", "guaranty", "law", "memorandum", "pact", "partnership", "plan", "promise", "proposal",
        "protocol", "statute", "treaty", "understanding",
    }
)  # fmt: skip
"""Nouns of which there is one: before a name that ends in them English puts an article."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_HEAD_ENDS = re.compile(r"\s+(?:of|on|between|with|within|in|for|from|to|by|and|as)\s|[,;:(]")


def in_sentence(name: str, proper: Iterable[str] = ()) -> str:
    """The name with the article that it needs, and small where it is a description; `proper` holds names of parties.

    >>> in_sentence("North Atlantic Treaty"), in_sentence("The bilateral guarantee of the United States")
    ('the North Atlantic Treaty', 'the bilateral guarantee of the United States')
    >>> in_sentence("Comparable commitments of partners"), in_sentence("Ukraine's offer", ["Ukraine"])
    ('comparable commitments of partners', "Ukraine's offer")
    """
    first, _, rest = name.partition(" ")
    if first in _ARTICLES and rest:
        return f"{first.lower()} {rest}"
    bare = name
    parties = sorted((one for one in proper if one), key=len, reverse=True)
    for party in parties:
        bare = bare.replace(party, "")
    named = first.isupper() or any(name.startswith(party) for party in parties)
    described = not named and all(word.islower() for word in _WORD.findall(bare)[1:])
    text = name[:1].lower() + name[1:] if described else name
    head = _WORD.findall(_HEAD_ENDS.split(name, maxsplit=1)[0])
    owned = first.endswith(("'s", "’s", "s'", "s’"))
    return f"the {text}" if head and head[-1].lower() in _HEADS and not owned else text


_WITH_ARTICLE = re.compile(
    r"(?:United |European Union\b|Holy See\b|Philippines\b|Netherlands\b|Gambia\b|Bahamas\b)"
    r"|.*\b(?:Republic|Kingdom|Emirates|Federation|Union|States|Islands|partners|members|allies)$"
)


def party_in_sentence(name: str) -> str:
    """The name of a party with the article that English gives a few of them.

    >>> party_in_sentence("United States"), party_in_sentence("European partners"), party_in_sentence("Ukraine")
    ('the United States', 'the European partners', 'Ukraine')
    """
    return f"the {name}" if _WITH_ARTICLE.match(name) else name
