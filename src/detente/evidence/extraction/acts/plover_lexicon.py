"""The words of `plover-words.txt`, as dictionaries by lemma."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

CLASS = "class"
FRAMES = ("intend", "demand", "refuse", "threaten", "stop", "begin", "allow")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What decides about a kind of event.

    `verbs` gives for a verb, by its second word (mostly none), the kinds it may stand for; `with_objects` gives the
    kinds for a verb and a class of objects; `classes` the classes of a noun; `nouns` the kind of a noun that names
    an event; `frames` the frame of a word, by kind of word, with its second word.
    """

    verbs: dict[str, dict[str, list[str]]]
    with_objects: dict[str, dict[str, dict[str, list[str]]]]
    classes: dict[str, tuple[str, ...]]
    nouns: dict[str, str]
    frames: dict[str, dict[str, dict[str, list[str]]]]


@cache
def lexicon() -> Lexicon:
    """Read once; the order of the lines decides between kinds of equal weight."""
    found = Lexicon({}, {}, {}, {}, {"verb": {}, "noun": {}, "adjective": {}})
    text = (
        resources.files("detente.evidence.extraction").joinpath("data", "plover-words.txt").read_text(encoding="utf-8")
    )
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, tail = line.partition(":")
            name, sort = head.split(" ", 1)
            _enter(found, name, sort, [word.strip() for word in tail.split(",") if word.strip()])
    return found


def _enter(into: Lexicon, name: str, sort: str, words: list[str]) -> None:
    """One line: a class of objects, words of a frame, nouns, verbs, or verbs with a class of objects."""
    pairs = [(first, second) for first, _, second in (word.partition(" ") for word in words)]
    if name == CLASS:
        for word in words:
            into.classes[word] = (*into.classes.get(word, ()), sort)
    elif name in FRAMES:
        for first, second in pairs:
            into.frames[sort].setdefault(first, {}).setdefault(second, []).append(name)
    elif sort == "noun":
        for word in words:
            into.nouns.setdefault(word, name)
    elif sort == "verb":
        for first, second in pairs:
            into.verbs.setdefault(first, {}).setdefault(second, []).append(name)
    else:
        object_class = sort.removeprefix("verb+")
        for first, second in pairs:
            of_verb = into.with_objects.setdefault(first, {}).setdefault(second, {})
            of_verb.setdefault(object_class, []).append(name)
