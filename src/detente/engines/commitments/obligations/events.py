"""What an event of one kind is under the words of a clause: certainly, or by an argument that can be contested."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HOLDS = "holds"
FAILS = "fails"
UNKNOWN = "unknown"
ARGUABLE = "arguable"

_FORCE = frozenset({"armed-attack", "armed-aggression", "any-force", "threat"})
_CONTESTED = frozenset({"armed-attack", "armed-aggression", "any-force"})

ENTAILED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "armed-attack": _FORCE,
        "invasion": _FORCE,
        "armed-aggression": _FORCE - {"armed-attack"},
        "nuclear-use": _FORCE | {"nuclear-use"},
        "blockade": frozenset({"any-force", "threat"}),
        "cyber": frozenset[str](),
        "proxy": frozenset[str](),
        "ceasefire-breach": frozenset({"ceasefire-breach"}),
        "threat": frozenset({"threat"}),
    }
)
"""Kind of event → types of trigger that it certainly meets. Whoever is attacked is threatened, a fortiori."""

CONTESTABLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "armed-attack": frozenset({"ceasefire-breach"}),
        "invasion": frozenset({"ceasefire-breach"}),
        "armed-aggression": frozenset({"armed-attack", "ceasefire-breach"}),
        "nuclear-use": frozenset({"ceasefire-breach"}),
        "blockade": frozenset({"armed-attack", "armed-aggression", "ceasefire-breach"}),
        "cyber": _CONTESTED | {"threat"},
        "proxy": _CONTESTED | {"threat", "ceasefire-breach"},
        "ceasefire-breach": _CONTESTED | {"threat"},
        "threat": frozenset[str](),
    }
)
"""Kind of event → types of trigger of which one may argue that it meets them."""

USES_FORCE = frozenset(kind for kind, types in ENTAILED.items() if "any-force" in types)

HIT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "territory": frozenset({"territory", "administered-territory"}),
        "administered-territory": frozenset({"administered-territory"}),
        "forces": frozenset({"forces"}),
        "vessels": frozenset({"vessels"}),
        "aircraft": frozenset({"aircraft"}),
        "line": frozenset({"line"}),
    }
)
"""What is hit → what it certainly is: territory that has still to be attacked is under the target's administration."""

HIT_CONTESTABLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "territory": frozenset({"forces", "line"}),
        "administered-territory": frozenset({"territory", "forces", "line"}),
        "forces": frozenset[str](),
        "vessels": frozenset({"forces"}),
        "aircraft": frozenset({"forces"}),
        "line": frozenset({"territory", "administered-territory", "forces"}),
    }
)
"""What is hit → what one may argue that it is."""

EVENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "armed-attack": "an armed attack",
        "invasion": "an invasion",
        "armed-aggression": "armed aggression",
        "nuclear-use": "a use of nuclear weapons",
        "blockade": "a blockade",
        "cyber": "a cyber attack",
        "proxy": "an attack by a proxy",
        "ceasefire-breach": "a breach of a ceasefire",
        "threat": "a threat",
    }
)
HIT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "territory": "territory",
        "administered-territory": "administered territory",
        "forces": "forces",
        "vessels": "vessels",
        "aircraft": "aircraft",
        "line": "the line of contact",
    }
)
SCALES = ("any", "significant", "sustained")


def meets(known: Mapping[str, frozenset[str]], contested: Mapping[str, frozenset[str]], what: str,
          wanted: frozenset[str]) -> str:  # fmt: skip
    """Whether an event of this kind meets one of the wanted types: holds, arguable or fails.

    >>> meets(ENTAILED, CONTESTABLE, "invasion", frozenset({"armed-attack"}))
    'holds'
    >>> meets(ENTAILED, CONTESTABLE, "blockade", frozenset({"armed-attack"}))
    'arguable'
    """
    if known[what] & wanted:
        return HOLDS
    return ARGUABLE if contested[what] & wanted else FAILS
