"""Hosts told in a sentence of their own: `the chancellor was the host`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.events_clues import Clue, is_planned
from detente.evidence.extraction.events_slots import role_slots
from detente.evidence.extraction.events_speech import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.evidence.extraction.events_scene import Scene


def hosts(scene: Scene) -> Iterator[Clue]:
    """What such sentences of a block add to the meeting told before them."""
    for token in scene.doc:
        if token.lower_ not in ("host", "hosts") or not token.tag_.startswith("NN"):
            continue
        verb = token.head
        if not (token.dep_ == "attr" and verb.lemma_ == "be") and not (token.dep_ == "pobj" and verb.lower_ == "as"):
            continue
        subject = subject_of(verb if token.dep_ == "attr" else verb.head)
        people = scene.people(subject) if subject is not None else []
        if not people and subject is not None:
            people = [person for c in subject.children if c.dep_ == "appos" for person in scene.people(c)]
        for person in people[:1]:
            value = scene.value("host", person.actor, (person.first, person.end), "event-host", "high")
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
