"""Titles of compared events, in plain words that take no side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from detente.evidence.comparison.frames import Frame, own_key
from detente.evidence.comparison.grouping import Group
from detente.evidence.values import Actor, Days, Place, Quantity, Words

LONGEST = 60
_OF_SIDES = frozenset(("offer", "demand", "opposition", "rejection", "support", "acceptance", "threat"))


def title(group: Group) -> str:
    """What a compared event is called.

    With nothing known of who and where, the kind alone is the title.
    """
    first = group.frames[0]
    return _TITLES.get(first.kind, _position)(group, first)


def _names(group: Group) -> list[str]:
    """Everybody by the first name used; a person only where those whom it acts for are not named as well."""
    found: dict[str, Actor] = {}
    for frame in group.frames:
        for actor in frame.actors:
            found.setdefault(own_key(actor), actor)
    sides = {key.lower() for key in found} | {actor.name.lower() for actor in found.values()}
    alone = [actor for actor in found.values() if actor.for_party is None or actor.for_party.lower() not in sides]
    return [actor.name for actor in (alone if group.frames[0].kind in _OF_SIDES else found.values())]


def listed(names: Sequence[str]) -> str:
    """Names as a list in words.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _words(frames: Iterable[Frame], slot: str) -> str:
    """The first words given to a slot, those of a running sentence before those of a headline."""
    given = [
        " ".join(value.value.words.split())
        for frame in frames
        for value in frame.slots
        if value.slot == slot and isinstance(value.value, Words)
    ]
    text = min(given, key=_in_capitals, default="")
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _in_capitals(text: str) -> bool:
    """Whether every word begins with a capital, as in a headline."""
    words = [word for word in text.split() if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _meeting(group: Group, first: Frame) -> str:
    names = _names(group)
    what = {"meeting": "meeting", "call": "call"}[first.kind]
    if first.stage == "going on":
        return "The talks that go on"
    if first.stage == "ahead":
        what = f"planned {what}"
    if len(names) > 1:
        return f"The {what} of {names[0]} with {listed(names[1:])}"
    if names:
        return f"The {what} with {names[0]}"
    place = next((place.name for place in group.places if isinstance(place, Place)), "")
    return f"The {what} in {place}" if place else f"A {what}"


def _statement(group: Group, first: Frame) -> str:
    who = listed(_names(group)) or "somebody"
    if first.stage == "ahead":
        return f"The statement that {who} is to make"
    return f"What {who} tells the press" if "audience" in group.words else f"The statement of {who}"


def _war(group: Group, first: Frame) -> str:
    names = _names(group)
    if len(names) == 2:
        return f"The war between {listed(names)}"
    return f"The war of {listed(names)}" if names else "The war"


def _attack(group: Group, first: Frame) -> str:
    place = next((place.name for place in group.places), "")
    names = listed(_names(group))
    return f"The attack in {place}" if place else f"The attack that involves {names}" if names else "An attack"


def _document(group: Group, first: Frame) -> str:
    what = {"signing": "signing", "publication": "publication", "submission": "handing in"}[first.kind]
    document = _words(group.frames, "document") or "a document"
    article = "" if document.split(" ", 1)[0].lower() in ("the", "a", "an", "its", "their", "his", "her") else "the "
    return f"The {what} of {article}{document}"


def _plan(group: Group, first: Frame) -> str:
    name = first.passages[0].quote if first.passages else "plan"
    bare = name.removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("A ").removeprefix("its own ")
    return f"The {' '.join(bare.split())}"


def _fact(group: Group, first: Frame) -> str:
    value = first.slots[0].value
    if isinstance(value, Quantity):
        return f"How many {first.slots[0].passage.quote.split()[-1].rpartition('-')[2]}"
    topic = " ".join(first.passages[0].quote.split())
    shown = topic if len(topic) <= LONGEST else topic[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    if first.slots[0].slot == "quoted":
        return f"Quoted: {shown}"
    return f"{'When' if isinstance(value, Days) else 'Whether'}: {shown}"


def _position(group: Group, first: Frame) -> str:
    who = listed(_names(group)) or "Unnamed"
    what = _words(group.frames, "gives") or _words(group.frames, "what")
    label = {
        "offer": "Offer",
        "demand": "Demand",
        "opposition": "Opposition",
        "rejection": "Rejection",
        "support": "Support",
        "acceptance": "Acceptance",
        "threat": "Warning",
    }.get(first.kind, first.kind.capitalize())
    return f"{label} of {who}: {what}" if what else f"{label} of {who}"


_TITLES: dict[str, Callable[[Group, Frame], str]] = {
    "meeting": _meeting,
    "call": _meeting,
    "statement": _statement,
    "war": _war,
    "attack": _attack,
    "signing": _document,
    "publication": _document,
    "submission": _document,
    "plan": _plan,
    "fact": _fact,
}
