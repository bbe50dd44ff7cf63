"""Ids and the nearest known one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

KEYWORDS = frozenset({"not", "and", "or", "iff", "if", "then", "in", "count"})
"""Words of the condition language, never ids."""

_ID = re.compile(r"[a-z][a-z0-9-]*")


def is_id(text: str) -> bool:
    """Whether the text is an id: a lower-case ASCII letter, then letters, digits and hyphens."""
    return _ID.fullmatch(text) is not None and text not in KEYWORDS


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, if any is alike enough to be meant.

    >>> nearest("countyr", ["country", "kind"])
    'country'
    """
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What to do about an unknown word: the nearest one, or the list of what there is."""
    names = sorted(known)
    guess = nearest(word, names)
    if guess:
        return f"did you mean '{guess}'?"
    if not names:
        return "none is defined"
    shown = ", ".join(names[:8])
    return f"known: {shown}{', …' if len(names) > 8 else ''}"
