"""What a plain text says of its own publication: in a head of `key: value` lines, in its byline, above its title."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.kinds import is_outlet

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(r"\b([0-9]{1,2})\s+([A-Za-z]{3,9})\.?,?\s+([0-9]{4})\b")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+([0-9]{1,2}),?\s+([0-9]{4})\b")
_ISO = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")
_BY = re.compile(r"^By\s+(.{2,100})$", re.IGNORECASE)
_DATED = re.compile(r"^([^,]{2,60}),\s+[^,]*(?:[0-9]{4}|day)$")
_OPENING = 12
_LONG = 200


def stated_by(document: Document) -> Metadata:
    """The metadata with what the opening of the text adds to them; what is known already stays."""
    known = document.metadata
    for block in document.blocks[:_OPENING]:
        words = document.quoted(block.start, min(block.end, block.start + 300))
        if block.kind == "paragraph" and len(words) > _LONG:
            break
        if block.kind == "byline":
            known = _of_byline(words, known)
        elif block.kind == "boilerplate" and is_outlet(words):
            known = replace(known, outlet=known.outlet or words)
    return known


def _of_byline(words: str, known: Metadata) -> Metadata:
    by, dated = _BY.match(words), _DATED.match(words)
    outlet = dated.group(1) if dated is not None and by is None and is_outlet(dated.group(1)) else None
    return replace(
        known,
        author=known.author or (by.group(1).strip() if by else None),
        published=known.published or day_in(words),
        outlet=known.outlet or outlet,
    )


def day_in(words: str) -> str | None:
    """The first full date in the words, as 2025-12-14.

    >>> day_in("Published: 4 March 2025, 08:30"), day_in("March 4, 2025"), day_in("on Sunday")
    ('2025-03-04', '2025-03-04', None)
    """
    if found := _ISO.search(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.search(words):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.search(words):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(word: str) -> int:
    start = word[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
