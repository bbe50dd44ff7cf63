"""Whether two offers or positions are about one thing: by the case's issues, else by content words of the same part."""

from __future__ import annotations

from collections.abc import Iterable

ENOUGH = 0.5
"""The share of the smaller set of words that two tellings must have in common."""
ENOUGH_WITH_CONDITION = 0.3
"""The same for what is given, where the conditions share as much as well."""
ENOUGH_ALONE = 0.75
"""The share for conditions, two words at least, where what is given is told in other words."""


def alike(one: Iterable[str], two: Iterable[str]) -> float:
    """How far two topics are one, from 0.

    A topic holds `issue:…`, `gives:…`, `if:…` or bare words. Issues decide where both have them.

    >>> alike({"issue:alliance"}, {"issue:alliance", "gives:bid"}), alike({"issue:alliance"}, {"issue:term"})
    (3.0, 0.0)
    >>> alike({"gives:nato", "gives:membership"}, {"gives:nato", "gives:forgo"})
    0.5
    """
    one, two = tuple(one), tuple(two)
    a, b = _parts(one), _parts(two)
    if a.get("issue") and b.get("issue"):
        shared = a["issue"] & b["issue"]
        return 2.0 + len(shared) if shared else 0.0
    if a.get("") or b.get(""):
        share = _share(_all(a), _all(b))
        return share if share >= ENOUGH else 0.0
    gives, condition = (_share(a.get(part, set()), b.get(part, set())) for part in ("gives", "if"))
    if gives >= ENOUGH or (gives >= ENOUGH_WITH_CONDITION and condition >= ENOUGH_WITH_CONDITION):
        return gives + condition / 2
    return condition / 2 if one_condition(one, two) else 0.0


def one_condition(one: Iterable[str], two: Iterable[str]) -> bool:
    """Whether two topics name one condition, whatever is given for it."""
    a, b = _parts(one).get("if", set()), _parts(two).get("if", set())
    return len(a & b) >= 2 and _share(a, b) >= ENOUGH_ALONE


def _parts(topic: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for word in topic:
        part, _, rest = word.rpartition(":")
        found.setdefault(part, set()).add(rest)
    return found


def _all(parts: dict[str, set[str]]) -> set[str]:
    return set().union(*(words for part, words in parts.items() if part != "issue"))


def _share(a: set[str], b: set[str]) -> float:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0
