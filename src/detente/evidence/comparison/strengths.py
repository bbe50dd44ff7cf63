"""How strong a report calls a guarantee: `firm`, `equivalent`, in the style of an article, `legally binding`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.evidence.items import Passage
from detente.evidence.values import Strength

GUARANTEES = re.compile(
    r"\b(?:guarantees?|assurances?|commitments?|undertakings?|pledges?|protection|safeguards?)\b", re.IGNORECASE
)
_GRADES: tuple[tuple[int, str], ...] = (
    (0, r"vague|loose|non-binding|political(?:ly binding)?|voluntary"),
    (1, r"firm|robust|strong|solid|reliable|credible|genuine|real|meaningful|concrete"),
    (2, r"equivalent|comparable|similar|equal(?: worth| value)?"),
    (3, r"article \d+(?:\W?style)?|ironclad|iron-clad|unconditional|treaty-based"),
    (4, r"legally(?:[ -]binding)?|binding|bind in law|ratified|enshrined"),
)
"""From the weakest to the strongest; words of one grade say the same."""
_ANY = re.compile("|".join(f"(?P<g{grade}>\\b(?:{words})\\b)" for grade, words in _GRADES), re.IGNORECASE)


def guarantee_strengths(passage: Passage) -> Iterator[tuple[Strength, Passage]]:
    """Every word of strength in a passage that speaks of guarantees, with its rank and its place.

    >>> [s.rank for s, _ in guarantee_strengths(Passage("r1", 0, 24, "firm security guarantees"))]
    [1]
    """
    text = passage.quote.replace("‑", "-").replace("–", "-")
    if GUARANTEES.search(text) is None:
        return
    for found in _ANY.finditer(text):
        grade = int((found.lastgroup or "g0")[1:])
        start, end = passage.start + found.start(), passage.start + found.end()
        quote = passage.quote[found.start() : found.end()]
        yield Strength(quote, grade), Passage(passage.report, start, end, quote)
