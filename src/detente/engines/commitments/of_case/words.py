"""What instruments say on a dimension, in names instead of ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from detente.case.instruments import actors, areas
from detente.case.model.case import Case
from detente.engines.commitments.of_case.actors import party_names

_OF_PARTIES = frozenset({"bound", "adversary", "consent"})
_OF_KINDS = frozenset({"trigger", "targets"})
_DECIDERS = {"self": "each of those bound", "victim": "the one attacked, by its request"}
_ID = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*\b")


def names_of(case: Case) -> dict[str, str]:
    """Names for the parties of the case, and for those of the library's instruments that the case does not have."""
    return {**{actor.id: actor.name for actor in actors()}, **party_names(case)}


@cache
def _areas() -> Mapping[str, str]:
    return {area.id: area.name for area in areas()}


def reading_words(dimension: str, words: str, names: Mapping[str, str]) -> str:
    """The words of a reading with names for the ids in it: of parties, areas, kinds of event, deciders."""
    if dimension in _OF_PARTIES:
        return _ID.sub(lambda found: names.get(found[0], found[0]), words)
    if dimension == "area":
        return _ID.sub(lambda found: _areas().get(found[0], found[0].replace("-", " ")), words)
    if dimension in _OF_KINDS:
        return _ID.sub(lambda found: found[0].replace("-", " "), words)
    if dimension == "determination":
        return _ID.sub(lambda found: _DECIDERS.get(found[0], found[0]), words)
    return words


LEAST_SHARE = 0.0001
"""Per cent below which a probability is only said to be smaller."""


def share(value: Fraction | float) -> str:
    """A probability in per cent, small ones with two digits.

    >>> share(0.914), share(0.00074), share(0), share(Fraction(1, 2)), share(1e-9)
    ('91 %', '0.074 %', '0 %', '50 %', 'under 0.0001 %')
    """
    percent = 100 * float(value)
    if 0 < percent < LEAST_SHARE:
        return f"under {LEAST_SHARE:.4f} %"
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.2g} %"
