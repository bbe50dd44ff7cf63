"""What instruments say on a dimension, in names instead of ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
