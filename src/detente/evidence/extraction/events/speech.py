"""Telling the press, announcing, being interviewed: speech that is an event, with its day, channel and order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.extraction.events.clues import (
    Clue,
    Standing,
    is_definite,
    is_planned,
    kind_of,
    opening,
    region,
    standings,
)
from detente.evidence.extraction.events.scene import Person, np_span, said, trimmed
from detente.evidence.extraction.events.slots import channel_slots, day_slots, place_slots
from detente.evidence.extraction.events.words import CHANNELS, DELIVERING, EVALUATIVE, MADE, OFFERED, PRESS
from detente.evidence.items import Voice
from detente.evidence.values import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.evidence.extraction.events.scene import Scene
    from detente.evidence.items import SlotValue

_CONDITIONAL = frozenset(("if", "unless", "provided"))
_EXCHANGE = frozenset(("exchange", "return"))


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """Who spoke, and whether it was an offer: `the announcement` then means that."""

    person: Person
    offers: bool
    scene: Scene


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A verb of speech; who speaks is looked up only where something points back to it."""

    scene: Scene
    verb: Token


def clues(scene: Scene, trigger: Token, kind: str, speech: Speech | None) -> Iterator[Clue]:
    """The statement events that a word of speech tells of."""
    if kind == "frame":
        yield from _framings(scene, trigger)
    elif trigger.tag_.startswith("NN"):
        yield from _nouns(scene, trigger, speech)
    else:
        yield from _verbs(scene, trigger, kind)


def spoken_by(scene: Scene, verb: Token) -> Spoken | None:
    """Who speaks in a clause of speech, for what points back to it later."""
    subject = subject_of(verb)
    people = scene.people(subject) if subject is not None else []
    return Spoken(people[0], is_offer(verb), scene) if people else None


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or the one that it shares with the verb above it."""
    word = verb
    for _ in range(4):
        subject = next((c for c in word.children if c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP")), None)
        if subject is not None:
            return subject
        if word.dep_ not in ("conj", "xcomp", "advcl"):
            break
        word = word.head
    return _right_before(verb)


def _right_before(verb: Token) -> Token | None:
    """A name right before the verb, where the parser took it for something else: `On Sunday X answered`."""
    at = verb.i - 1
    start = opening(verb)
    while at > start and verb.doc[at].dep_ in ("aux", "advmod", "neg"):
        at -= 1
    before = verb.doc[at] if at >= start else None
    return before if before is not None and before.pos_ == "PROPN" and before.dep_ == "pobj" else None


def is_offer(verb: Token) -> bool:
    """Whether what is said is an offer: `offered to`, `said it would … if`, `told of the concession`."""
    if verb.lemma_ in ("offer", "propose"):
        return True
    if any(_is_offered(below) for below in _objects(verb)):
        return True
    if not any(c.dep_ == "ccomp" for c in verb.children):
        return False
    return any(
        (t.dep_ in ("mark", "prep") and t.lower_ in _CONDITIONAL) or (t.dep_ == "pobj" and t.lower_ in _EXCHANGE)
        for t in verb.subtree
    )


def _is_offered(noun: Token) -> bool:
    return noun.lemma_.lower() in OFFERED and noun.pos_ == "NOUN" and (is_definite(noun) or noun.dep_ == "dobj")


def _objects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "dobj":
            yield child
        if child.dep_ == "prep" and child.lower_ in ("about", "of", "on", "over", "regarding", "via"):
            for below in child.children:
                if below.dep_ == "pobj":
                    yield below
                    yield from (p for c in below.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj")


def _verbs(scene: Scene, verb: Token, kind: str) -> Iterator[Clue]:
    press = _audience(verb)
    orders = tuple(standings(verb))
    if kind == "say" and press is None and not orders and not _may_have_day_or_channel(scene, verb):
        return
    subject = subject_of(verb)
    if subject is None or any(c.dep_ == "neg" for c in verb.children) or not _is_speech(verb):
        return
    people = scene.people(subject)
    if not people:
        return
    tokens = region(verb)
    taken = _within_anchors(orders, tokens)
    own = tokens - taken
    slots = [*day_slots(scene, verb, own), *channel_slots(scene, verb, own)]
    if press is None and kind == "say" and not orders and not slots:
        return
    if press is not None:
        slots.append(scene.value("audience", Words("the press"), (press.i, press.i + 1), "event-audience", "high"))
        slots.extend(place_slots(scene, verb, own))
    slots.extend(_about(scene, verb))
    yield _statement(scene, verb, people[0], slots, orders, tokens, offers=is_offer(verb))
    yield from _of_anchors(scene, verb, people[0], orders)


def _may_have_day_or_channel(scene: Scene, verb: Token) -> bool:
    """A quick look before a closer one."""
    return bool(scene.days(verb)) or any(
        below.lower_ in CHANNELS for c in verb.rights if c.dep_ == "prep" for below in c.subtree
    )


def _statement(
    scene: Scene,
    trigger: Token,
    person: Person,
    slots: list[SlotValue],
    orders: tuple[Standing, ...],
    tokens: frozenset[int],
    *,
    offers: bool,
    named_in: Scene | None = None,
) -> Clue:
    span = (person.first, person.end)
    speaker = (named_in or scene).value("speaker", person.actor, span, "event-speaker", "high")
    return Clue(
        kind="statement",
        scene=scene,
        trigger=trigger,
        tokens=tokens,
        definite=trigger.tag_.startswith("NN"),
        planned=is_planned(trigger),
        actors=frozenset((person.actor.name,)),
        slots=said([speaker, *slots], scene.chain(trigger)),
        orders=orders,
        offers=offers,
    )


def _is_speech(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in ("answer", "field", "take"):
        return any(c.dep_ == "dobj" and c.lemma_ == "question" for c in verb.children)
    if lemma == "make":
        return any(c.dep_ == "dobj" and c.lemma_.lower() in MADE for c in verb.children)
    if lemma in ("speak", "talk", "address", "brief"):
        return _audience(verb) is not None or is_planned(verb)
    return True


def _audience(verb: Token) -> Token | None:
    """The press, where it is told: `told reporters`, `spoke to journalists`, `answered journalists' questions`."""
    lemma = verb.lemma_.lower()
    if lemma not in ("tell", "speak", "talk", "address", "brief", "answer", "field", "take", "say", "announce"):
        return None
    for child in verb.children:
        if child.dep_ in ("dobj", "dative") or (child.dep_ == "prep" and child.lower_ in ("to", "with", "from")):
            asked = lemma in ("answer", "field", "take")
            among = child.subtree if asked else (child, *child.children)
            found = next((t for t in among if _is_press(t)), None)
            if found is not None:
                return found
    return None


def _is_press(noun: Token) -> bool:
    return noun.lemma_.lower() in PRESS and noun.pos_ == "NOUN" and noun.dep_ != "compound"


def _within_anchors(orders: tuple[Standing, ...], tokens: frozenset[int]) -> frozenset[int]:
    """The words of the events that a statement stands to: their days and places are not the statement's."""
    taken: set[int] = set()
    for one in orders:
        taken.update(region(one.anchor))
        taken.update(range(one.first, one.end))
    return frozenset(taken & tokens)


def _about(scene: Scene, verb: Token) -> Iterator[SlotValue]:
    if verb.lemma_ not in ("speak", "talk", "tell", "make", "brief"):
        return
    for child in verb.subtree:
        if child.dep_ == "prep" and child.lower_ in ("about", "regarding", "on", "of") and child.head.i <= child.i:
            below = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None)
            if below is None or (child.lower_ in ("on", "of") and not _is_offered(below)):
                continue
            span = np_span(below)
            yield scene.value("substance", Words(scene.doc[span[0] : span[1]].text), span, "event-about", "medium")
            return


def _nouns(scene: Scene, noun: Token, speech: Speech | None) -> Iterator[Clue]:
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    verb = noun.head if noun.dep_ in ("dobj", "pobj") else None
    delivered = verb is not None and noun.dep_ == "dobj" and verb.lemma_.lower() in DELIVERING
    orders = tuple(standings(noun))
    if noun.lemma_ == "word" and (owner is None or not orders):
        return
    person: Person | None = None
    spoken = spoken_by(speech.scene, speech.verb) if speech is not None and is_definite(noun) else None
    named_in = scene
    offers = False
    if delivered and verb is not None and (subject := subject_of(verb)) is not None:
        person = next(iter(scene.people(subject)), None)
    elif owner is not None:
        person = next(iter(scene.people(owner)), None)
    elif is_definite(noun) and spoken is not None:
        person, named_in = spoken.person, spoken.scene
    if person is None:
        return
    if spoken is not None and spoken.person.actor.name == person.actor.name and is_definite(noun):
        offers = spoken.offers
    tokens = region(noun)
    if delivered and verb is not None:
        orders = (*orders, *standings(verb))
        tokens |= region(verb)
    own = tokens - _within_anchors(orders, tokens)
    slots = [*day_slots(scene, noun, own), *channel_slots(scene, noun, own), *_topic(scene, noun)]
    yield _statement(scene, noun, person, slots, orders, tokens, offers=offers, named_in=named_in)


def _topic(scene: Scene, noun: Token) -> Iterator[SlotValue]:
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("about", "regarding", "on", "concerning"):
            below = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None)
            if below is not None:
                end = next((t.i for t in below.subtree if t.i > below.i and t.dep_ == "prep"), below.right_edge.i + 1)
                span = (np_span(below)[0], end)
                words = scene.doc[span[0] : span[1]].text
                yield scene.value("substance", Words(words), span, "event-about", "medium")


def _framings(scene: Scene, verb: Token) -> Iterator[Clue]:
    """`described the offer as a compromise`, `calling the offer "a compromise"`, `framed it as a step`."""
    subject = subject_of(verb)
    thing = next((c for c in verb.children if c.dep_ in ("dobj", "nsubj") and c.dep_ != "nsubj"), None)
    if thing is not None and thing.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), subject)
        thing = verb.head
    called = _called(verb, thing)
    if subject is None or thing is None or called is None or not _is_framed(thing, verb):
        return
    people = scene.people(subject)
    if people:
        yield _framing(scene, verb, people[0], called)


def spoke_of(scene: Scene, verb: Token) -> Iterator[Clue]:
    """`spoke of a compromise`."""
    if verb.lemma_ != "speak":
        return
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            noun = next((c for c in child.children if c.dep_ == "pobj" and c.lemma_ in EVALUATIVE), None)
            person = _nearest_subject(scene, verb) if noun is not None else None
            if noun is not None and person is not None:
                yield _framing(scene, verb, person, noun)


def _nearest_subject(scene: Scene, verb: Token) -> Person | None:
    """The first subject on the way up that names somebody."""
    for word in (verb, *verb.ancestors):
        subject = next((c for c in word.children if c.dep_ == "nsubj"), None)
        people = scene.people(subject) if subject is not None else []
        if people:
            return people[0]
    return None


def _framing(scene: Scene, verb: Token, person: Person, called: Token) -> Clue:
    span = _quoted(np_span(called), called)
    voice = Voice(person.actor.name, person.actor.party, scene.passage(person.first, person.end))
    value = scene.value("framing", Words(scene.doc[span[0] : span[1]].text), span, "event-framing", "high", (voice,))
    return Clue(
        kind="statement",
        scene=scene,
        trigger=verb,
        tokens=region(verb),
        definite=True,
        planned=False,
        actors=frozenset((person.actor.name,)),
        slots=(value,),
        follows=True,
        offers=True,
    )


def _called(verb: Token, thing: Token | None) -> Token | None:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ in ("oprd", "attr") and child.pos_ == "NOUN" and thing is not None:
            return child
    return None


def _is_framed(thing: Token, verb: Token) -> bool:
    if thing.pos_ == "PRON":
        before = verb.doc[opening(verb) : thing.i]
        return any(t.lemma_.lower() in OFFERED and t.pos_ == "NOUN" for t in before)
    return thing.lemma_.lower() in OFFERED


def _quoted(span: tuple[int, int], noun: Token) -> tuple[int, int]:
    """Up to the closing quotation mark, where there is one, and without `by somebody`."""
    for i in range(noun.i + 1, span[1]):
        token = noun.doc[i]
        if token.tag_ == "''" or (token.lower_ == "by" and token.head == noun):
            return span[0], i
    return span


def _of_anchors(scene: Scene, verb: Token, person: Person, orders: tuple[Standing, ...]) -> Iterator[Clue]:
    """What a statement tells of the meeting that it stands to: what was offered in it, how it is judged after it."""
    for one in orders:
        kind = kind_of(one.anchor)
        if kind not in ("meeting", "talks", "call") or is_planned(verb):
            continue
        span: tuple[int, int] | None = None
        slot = "substance"
        chain: tuple[Voice, ...] = ()
        if one.relation == "during" and is_offer(verb):
            span = (verb.i, one.first)
        elif one.relation == "after":
            content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
            slot = "assessment"
            if content is not None and any(t.lemma_ in EVALUATIVE for t in content.subtree):
                span = _quoted((content.left_edge.i, content.right_edge.i + 1), content)
                chain = (Voice(person.actor.name, person.actor.party, scene.passage(person.first, person.end)),)
        if span is None or span[0] >= span[1]:
            continue
        span = trimmed(scene.doc, span)
        value = scene.value(slot, Words(scene.doc[span[0] : span[1]].text), span, f"event-{slot}", "medium", chain)
        yield Clue(
            kind=kind,
            scene=scene,
            trigger=one.anchor,
            tokens=frozenset((one.anchor.i,)),
            definite=True,
            planned=False,
            actors=frozenset(),
            slots=(value,),
            follows=True,
        )
