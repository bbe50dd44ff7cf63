"""The words of the event rules: what tells of which kind of event, and the small classes that slots need."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.strings import StringStore


def _lines(name: str) -> list[str]:
    text = resources.files("detente.evidence.extraction").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _classes() -> dict[str, frozenset[str]]:
    pairs = (line.split(":", 1) for line in _lines("event-words.txt"))
    return {name: frozenset(words.split()) for name, words in pairs}


_CLASS = _classes()
PRESS = _CLASS["press"]
LIGHT = _CLASS["light"]
CONTAINERS = _CLASS["containers"]
WITHIN = _CLASS["within"]
BEFORE = _CLASS["before"]
AFTER = _CLASS["after"]
TOGETHER = _CLASS["together"]
HOSTING = _CLASS["hosting"]
MEDIATING = _CLASS["mediating"]
FUTURE = _CLASS["future"]
PLANNING = _CLASS["planning"]
UPCOMING = _CLASS["upcoming"]
GENERIC = _CLASS["generic"]
DOCUMENTS = _CLASS["documents"]
OFFERED = _CLASS["offered"]
DELIVERING = _CLASS["delivering"]
EVALUATIVE = _CLASS["evaluative"]
CHANNELS = _CLASS["channels"]
CHANNEL_NOUNS = _CLASS["channel-nouns"]
ATTITUDES = _CLASS["attitudes"]
GROUNDS = _CLASS["grounds"]
ENDED = _CLASS["ended"]
ROLES = _CLASS["roles"]
WAGING = _CLASS["waging"]
TIES = _CLASS["ties"]
MADE = _CLASS["made"]
VENUES = _CLASS["venues"]
STATUS = {
    "continue": "continuing",
    "ongoing": "continuing",
    "go": "continuing",
    "proceed": "continuing",
    "resume": "resuming",
    "reconvene": "resuming",
    "restart": "resuming",
    "collapse": "broken off",
    "stall": "stalled",
    "break": "broken off",
    "suspend": "suspended",
    "end": "ended",
    "conclude": "ended",
}
"""What is said of a process, as one word for all the ways to say it."""


@cache
def triggers() -> dict[tuple[str, str], str]:
    """Base form and part of speech (`n` or `v`) to the kind of event."""
    return {(word, part): kind for word, part, kind in csv.reader(_lines("event-triggers.csv"))}


@cache
def trigger_hashes(strings: StringStore) -> frozenset[int]:
    """The base forms as spaCy numbers them, so that a block is searched without making tokens."""
    return frozenset(strings.add(word) for word, _ in triggers())
