"""What an offer or a position consists of: main words decide; figures and days in it are slots of their own."""

from __future__ import annotations

import re

from detente.evidence.comparison.words import content_words, main_words, opposite
from detente.evidence.language.quantities import quantity_in

TERMS = frozenset(("gives", "condition", "what"))
"""Slots whose words are compared as terms."""
ENOUGH = 0.5
_SECOND_CLAUSE = re.compile(
    r"\b(?:and|but) (?:also |then )?(?!the |its |their |his |her |all |any )[a-z]+ "
    r"(?:over |up |out |off |back )?(?:its|their|his|her|the|all|any|every|maps|a|an)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def added_condition(one: str, two: str) -> str | None:
    """A second thing to be done that only the first of two conditions names.

    >>> added_condition("the army leaves the passes and hands over its maps", "the army's withdrawal from the passes")
    'hands over its maps'
    """
    found = _SECOND_CLAUSE.search(" ".join(one.split()))
    if found is None:
        return None
    clause = found.group().split(" ", 1)[1]
    words = main_words(clause)
    return None if not words or words & main_words(two) else clause.rstrip(" .,;")


def shared_terms(one: str, two: str) -> float:
    """The share of the main words of the shorter that both have."""
    a, b = main_words(one), main_words(two)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def denies(one: str, two: str) -> bool:
    """Whether exactly one of two phrases is negated."""
    return content_words(one).negated != content_words(two).negated


def opposed(one: str, two: str) -> tuple[str, str] | None:
    """Words of the two that oppose each other."""
    return opposite(content_words(one).words, content_words(two).words)


def only_one_has_a_figure(one: str, two: str) -> bool:
    """Whether one of two phrases gives a figure and the other none."""
    return (quantity_in(one) is None) != (quantity_in(two) is None)
