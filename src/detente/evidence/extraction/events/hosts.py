"""Hosts and chairs told in a sentence of their own: `the chancellor was the host`, `the judge presided`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.events.clues import Clue, is_planned
from detente.evidence.extraction.events.slots import role_slots
from detente.evidence.extraction.events.speech import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.evidence.extraction.events.scene import Scene

HINTS = ("host", "presid", "chair")
"""Letters without which a block tells of no host or chair in this way."""


def hosts(scene: Scene) -> Iterator[Clue]:
    """What such sentences of a block add to the meeting told before them."""
    for token in scene.doc:
        found = _office(token)
        if found is None:
            continue
        slot, verb = found
        subject = subject_of(verb)
        people = scene.people(subject) if subject is not None else []
        if not people and subject is not None:
            people = [person for c in subject.children if c.dep_ == "appos" for person in scene.people(c)]
        for person in people[:1]:
            value = scene.value(slot, person.actor, (person.first, person.end), f"event-{slot}", "high")
            yield Clue(
                kind="meeting",
                scene=scene,
                trigger=token,
                tokens=frozenset((token.i,)),
                definite=True,
                planned=is_planned(verb),
                actors=frozenset(),
                slots=(value, *role_slots(scene, person)),
                follows=True,
            )


def _office(token: Token) -> tuple[str, Token] | None:
    """`host` or `mediator`, and the verb that says so."""
    word = token.lower_
    if word in ("host", "hosts") and token.tag_.startswith("NN"):
        if token.dep_ == "attr" and token.head.lemma_ == "be":
            return "host", token.head
        return ("host", token.head.head) if token.dep_ == "pobj" and token.head.lower_ == "as" else None
    if word == "chair" and token.dep_ == "pobj" and token.head.head.lemma_ == "be":
        return "mediator", token.head.head
    if token.lemma_ == "preside" and token.tag_.startswith("VB"):
        return "mediator", token
    return None
