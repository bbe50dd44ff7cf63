"""From a trigger to a clue: what each kind of event needs to count, and the slots that are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.events import speech as speaking
from detente.evidence.extraction.events import war
from detente.evidence.extraction.events.clues import (
    Clue,
    is_definite,
    is_generic,
    is_planned,
    kind_of,
    region,
    standings,
)
from detente.evidence.extraction.events.scene import np_span, said, trimmed
from detente.evidence.extraction.events.slots import (
    channel_slots,
    day_slots,
    duration_slots,
    members_slot,
    party_slots,
    place_slots,
    subject_within,
    with_adjacent,
)
from detente.evidence.extraction.events.words import DOCUMENTS, ROLES, STATUS
from detente.evidence.values import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from detente.evidence.extraction.events.scene import Scene
    from detente.evidence.extraction.events.speech import Speech
    from detente.evidence.items import SlotValue


def clues(scene: Scene, trigger: Token, speech: Speech | None) -> Iterator[Clue]:
    """What one trigger word tells of; `speech` is the last one told before it."""
    kind = kind_of(trigger)
    if kind is None or trigger.dep_ == "compound":
        return
    if trigger.tag_.startswith("NN") and is_generic(trigger):
        return
    if trigger.lemma_ == "call" and trigger.tag_.startswith("VB") and _by_telephone(trigger):
        kind = "call"
    if kind in ("say", "frame", "statement"):
        yield from speaking.clues(scene, trigger, kind, speech)
    else:
        yield from _MAKERS[kind](scene, trigger, kind)


def _meetings(scene: Scene, trigger: Token, kind: str) -> Iterator[Clue]:
    if trigger.lemma_.lower() == "work":
        if trigger.dep_ != "nsubj" or not _on_paper(trigger):
            return
    elif (trigger.tag_.startswith("VB") and not _is_meeting_verb(scene, trigger)) or (
        kind == "talks" and trigger.tag_ not in ("NNS", "NNPS")
    ):
        return
    if trigger.lemma_ in ("call", "conversation") and trigger.tag_.startswith("NN") and not _is_call(trigger):
        return
    if trigger.lemma_ in ("conference", "round", "session") and not _is_occasion(trigger):
        return
    tokens = with_adjacent(scene, trigger, region(trigger))
    slots = [
        *place_slots(scene, trigger, tokens),
        *day_slots(scene, trigger, tokens),
        *duration_slots(scene, trigger, tokens),
    ]
    if kind == "talks" and any(value.slot in ("place", "duration") for value in slots):
        kind = "meeting"
    parties, people = party_slots(scene, trigger, tokens)
    people = [*subject_within(scene, trigger), *people]
    chain = scene.chain(trigger)
    members = members_slot(scene, people)
    slots = [*slots, *parties, *([members] if members else []), *_substance(scene, trigger), *_status(scene, trigger)]
    if kind == "call":
        slots.extend(channel_slots(scene, trigger, tokens))
        slots.extend(_caller(scene, trigger))
    yield Clue(
        kind=kind,
        scene=scene,
        trigger=trigger,
        tokens=tokens,
        definite=is_definite(trigger),
        planned=kind != "talks" and is_planned(trigger),
        actors=frozenset(person.actor.name for person in people),
        slots=said(slots, chain),
        orders=tuple(standings(trigger)),
    )


def _is_meeting_verb(scene: Scene, verb: Token) -> bool:
    """Whether people meet: `X met Y`, `X and Y met`, `X hosted Y`, `X sat down with Y`, `X called Y`."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    partner = next((c for c in verb.children if c.dep_ == "dobj"), None)
    somebody = partner is not None and bool(scene.people(partner))
    if verb.lemma_ == "call":
        return somebody and _by_telephone(verb)
    if verb.lemma_ == "sit":
        return subject is not None and any(c.lower_ in ("down", "across", "opposite") for c in verb.rights)
    if verb.lemma_ == "host" or partner is not None:
        return somebody
    return subject is not None and _meet_together(scene, verb, subject)


def _meet_together(scene: Scene, verb: Token, subject: Token) -> bool:
    several = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
    if several and subject.lemma_.lower() in ROLES:
        return True
    together = any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children)
    return (together or several or subject.lower_ == "they") and bool(scene.people(subject))


def _caller(scene: Scene, trigger: Token) -> Iterator[SlotValue]:
    if trigger.tag_.startswith("VB"):
        subject = speaking.subject_of(trigger)
        for person in scene.people(subject)[:1] if subject is not None else []:
            yield scene.value("caller", person.actor, (person.first, person.end), "event-caller", "high")
        if trigger.lemma_ in ("telephone", "phone"):
            yield scene.value("channel", Words("telephone"), (trigger.i, trigger.i + 1), "event-channel", "high")


def _on_paper(noun: Token) -> bool:
    """`Work on a draft`: talks by another name."""
    return any(
        c.dep_ == "prep" and c.lower_ == "on" and any(below.lemma_.lower() in DOCUMENTS for below in c.children)
        for c in noun.rights
    )


def _by_telephone(verb: Token) -> bool:
    return any(
        c.lower_ in ("telephone", "phone") and c.dep_ == "pobj" and c.head.lower_ in ("by", "on", "over")
        for c in verb.subtree
    )


def _is_call(noun: Token) -> bool:
    return any(c.lower_ in ("phone", "telephone", "video", "conference") for c in noun.lefts) or (
        noun.lemma_ == "call" and any(c.dep_ == "prep" and c.lower_ in ("with", "between") for c in noun.rights)
    )


def _is_occasion(noun: Token) -> bool:
    if any(c.lower_ in ("press", "news") for c in noun.lefts):
        return False
    if noun.lemma_ == "round" and any(c.lower_ in ("next", "last", "first", "second", "third") for c in noun.lefts):
        return True
    if noun.lemma_ == "round":
        return any(c.dep_ == "prep" and c.lower_ == "of" and _has_talks(c) for c in noun.rights)
    return any(c.lower_ in ("peace", "security", "donor", "negotiating", "closed", "plenary") for c in noun.lefts)


def _has_talks(preposition: Token) -> bool:
    return any(c.dep_ == "pobj" and kind_of(c) in ("talks", "meeting") for c in preposition.children)


def _substance(scene: Scene, trigger: Token) -> Iterator[SlotValue]:
    """What was on the table: `talks on prisoners`, `met to discuss prisoners`, `made the offer in talks`."""
    for child in trigger.rights:
        if child.dep_ == "prep" and child.lower_ in ("on", "over", "about", "regarding", "concerning"):
            for below in child.children:
                if below.dep_ == "pobj" and below.pos_ in ("NOUN", "PROPN") and not _is_time(scene, below):
                    span = np_span(below)
                    words = scene.doc[span[0] : span[1]].text
                    yield scene.value("substance", Words(words), span, "event-about", "medium")
        if child.dep_ in ("advcl", "relcl", "acl", "xcomp") and child.lemma_ in ("discuss", "negotiate", "review"):
            topic = next((c for c in child.children if c.dep_ == "dobj"), None)
            if topic is not None:
                span = np_span(topic)
                words = scene.doc[span[0] : span[1]].text
                yield scene.value("substance", Words(words), span, "event-discuss", "high")


def _is_time(scene: Scene, token: Token) -> bool:
    return any(first <= token.i < end for first, end, _ in scene.days(token))


def _status(scene: Scene, trigger: Token) -> Iterator[SlotValue]:
    """How a process stands: `are continuing`, `are set to continue`, `will go on`, `have collapsed`."""
    if trigger.dep_ not in ("nsubj", "nsubjpass"):
        return
    verb = trigger.head
    words = [verb, *(c for c in verb.children if c.dep_ in ("xcomp", "acomp"))]
    for word in words:
        status = STATUS.get(word.lemma_.lower())
        if status is None or (word.lemma_ == "go" and not any(c.lower_ in ("on", "ahead") for c in word.rights)):
            continue
        first = min([verb.i, word.i, *(c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass"))])
        end = max(verb.i, word.i) + 1
        end += sum(1 for c in word.rights if c.dep_ in ("prt", "advmod") and c.i == end)
        yield scene.value("status", Words(status), (first, end), "event-status", "high")
        return


def _documents(scene: Scene, trigger: Token, kind: str) -> Iterator[Clue]:
    """A paper is signed, published, handed in: by whom, when."""
    if not trigger.tag_.startswith("VB"):
        return
    if trigger.lemma_ in ("hand", "put") and not any(c.lower_ in ("in", "forward") for c in trigger.rights):
        return
    paper = _paper(trigger)
    if paper is None:
        return
    tokens = region(trigger)
    span = np_span(paper) if paper.i < trigger.i or paper.dep_ == "dobj" else (paper.i, paper.i + 1)
    span = trimmed(scene.doc, (span[0], min(span[1], trigger.i)) if span[0] < trigger.i < span[1] else span)
    slots = [scene.value("document", Words(scene.doc[span[0] : span[1]].text), span, "event-document", "high")]
    slots.extend(day_slots(scene, trigger, tokens))
    subject = next((c for c in trigger.children if c.dep_ == "nsubj"), None)
    agent = next((b for c in trigger.children if c.dep_ == "agent" for b in c.children if b.dep_ == "pobj"), None)
    people = [person for word in (subject, agent) if word is not None for person in scene.people(word)]
    members = members_slot(scene, people)
    if members is not None:
        slots.append(members)
    if kind == "signing":
        slots.extend(place_slots(scene, trigger, tokens))
    yield Clue(
        kind=kind,
        scene=scene,
        trigger=trigger,
        tokens=tokens,
        definite=is_definite(paper),
        planned=is_planned(trigger),
        actors=frozenset(person.actor.name for person in people) | {paper.lemma_.lower()},
        slots=said(slots, scene.chain(trigger)),
        orders=tuple(standings(trigger)),
    )


def _paper(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass") and child.lemma_.lower() in DOCUMENTS:
            return child
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in DOCUMENTS:
        return verb.head
    if verb.dep_ == "acl" and verb.head.dep_ == "pobj" and verb.head.head.head.lemma_.lower() in DOCUMENTS:
        return verb.head.head.head
    return None


_MAKERS: dict[str, Callable[[Scene, Token, str], Iterator[Clue]]] = {
    "meeting": _meetings,
    "talks": _meetings,
    "call": _meetings,
    "war": war.clues,
    "attack": war.clues,
    "signing": _documents,
    "publication": _documents,
    "submission": _documents,
    "ground": war.grounds,
}
