"""Values of a dimension in words."""

from __future__ import annotations

import math
from collections.abc import Callable

from detente.engines.commitments.comparison.extent import NONE_AT_ALL, Extent
from detente.engines.commitments.comparison.measure import Value

SHOWN = 8
"""How many names are listed, where they are counted as well."""

Words = Callable[[Value], str]


def names(everything: str = "anyone", nothing: str = "none", counted: bool = False) -> Words:
    """A set of names, with this field's words for all of it and for nothing; how many, and the first, where counted."""

    def words(value: Value) -> str:
        if value == NONE_AT_ALL:
            return nothing
        if not isinstance(value, Extent):
            return str(value)
        if not counted or value.beyond:
            return value.words(everything)
        listed = sorted(value.names)
        shown = listed if len(listed) <= SHOWN else listed[: SHOWN - 1]
        more = f" and {len(listed) - len(shown)} more" if shown != listed else ""
        return f"{len(listed)}: {', '.join(shown)}{more}"

    return words


def steps(*words: str) -> Words:
    """A step of a scale that counts from 0."""
    return lambda value: words[int(value)] if isinstance(value, int | float) else str(value)


def amount(text: str, nothing: str = "none", endless: str = "no end") -> Words:
    """A number put into a text with a place for it, with words for 0 and for no bound."""

    def words(value: Value) -> str:
        if value == 0:
            return nothing
        if value == math.inf:
            return endless
        return text.format(f"{value:g}" if isinstance(value, int | float) else value)

    return words


def text(nothing: str) -> Words:
    """Words as they are, or these where there are none."""
    return lambda value: str(value) or nothing
