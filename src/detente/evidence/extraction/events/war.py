"""Wars and attacks: since when, for how long, who, what it is called and by whom, which ground is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.events.clues import (
    Clue,
    container,
    is_definite,
    is_planned,
    kind_of,
    opening,
    region,
    standings,
)
from detente.evidence.extraction.events.scene import np_span, said
from detente.evidence.extraction.events.slots import TIME_UNITS, day_slots, members_slot, place_slots, with_adjacent
from detente.evidence.extraction.events.speech import subject_of
from detente.evidence.extraction.events.words import ATTITUDES, GROUNDS, WAGING
from detente.evidence.items import Voice
from detente.evidence.values import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.evidence.extraction.events.scene import Person, Scene
    from detente.evidence.items import SlotValue

_SIDES = frozenset(("with", "against", "between", "by", "on", "of", "in"))
_MARKED = frozenset(("operation", "invasion", "incursion", "offensive"))


def clues(scene: Scene, trigger: Token, kind: str) -> Iterator[Clue]:
    """A war or attack: one that is named, dated or fought by somebody."""
    is_verb = trigger.tag_.startswith("VB")
    if trigger.lemma_.lower() == "operation" and not any(c.lower_ == "military" for c in trigger.lefts):
        return
    if is_verb and not any(c.dep_ in ("dobj", "nsubjpass") and scene.people(c) for c in trigger.children):
        return
    tokens = _extent(scene, trigger)
    people = _sides(scene, trigger, tokens)
    slots: list[SlotValue] = []
    if kind == "war":
        slots.extend(day_slots(scene, trigger, tokens, "began"))
        slots.extend(_lasting(scene, trigger))
        slots.extend(_called(scene, trigger))
    else:
        slots.extend(day_slots(scene, trigger, tokens))
        slots.extend(place_slots(scene, trigger, tokens))
    named = [person for person in people if scene.doc[person.head.i].pos_ != "PRON"]
    if not slots and not named and (kind == "attack" or not is_definite(trigger)):
        return
    members = members_slot(scene, people)
    if members is not None:
        slots.append(members)
    yield Clue(
        kind=kind,
        scene=scene,
        trigger=trigger,
        tokens=tokens,
        definite=is_definite(trigger),
        planned=trigger.tag_.startswith("VB") and is_planned(trigger),
        actors=frozenset(person.actor.name for person in people),
        one_sided=len(people) == 1,
        slots=said(slots, scene.chain(trigger)) if kind == "attack" else tuple(slots),
        orders=tuple(standings(trigger)),
    )


def _extent(scene: Scene, trigger: Token) -> frozenset[int]:
    tokens = with_adjacent(scene, trigger, region(trigger))
    verb = container(trigger).head
    if trigger.dep_ in ("dobj", "nsubj") and verb.lemma_.lower() in WAGING:
        tokens |= {t.i for t in verb.subtree if t.dep_ not in ("ccomp", "advcl")}
    return tokens


def _sides(scene: Scene, trigger: Token, tokens: frozenset[int]) -> list[Person]:
    found: list[Person] = []
    subject = subject_of(trigger) if trigger.tag_.startswith("VB") else None
    waging = trigger.head if trigger.dep_ == "dobj" and trigger.head.lemma_.lower() in WAGING else None
    for i in sorted(tokens):
        token = scene.doc[i]
        is_side = (
            (token.dep_ == "pobj" and token.head.lower_ in _SIDES and not _in_days(scene, token))
            or (token.dep_ in ("poss", "amod", "compound", "nmod") and token.head == trigger)
            or (token.dep_ in ("dobj", "nsubj", "nsubjpass") and token.head in (trigger, waging))
        )
        if is_side:
            found.extend(scene.people(token))
    if subject is not None:
        found.extend(scene.people(subject))
    kept: dict[str, Person] = {}
    for person in found:
        kept.setdefault(person.actor.name, person)
    return list(kept.values())


def _in_days(scene: Scene, token: Token) -> bool:
    return any(first <= token.i < end for first, end, _ in scene.days(token))


def _lasting(scene: Scene, trigger: Token) -> Iterator[SlotValue]:
    """`Nearly four years of war`, `the four-year war`, `a war that has lasted four years`."""
    whole = container(trigger)
    for first, end, quantity in scene.quantities(trigger):
        if quantity.unit not in TIME_UNITS:
            continue
        root = scene.doc[first:end].root
        lasting = root.head.lemma_ == "last" and trigger in (c for c in root.head.ancestors)
        subject = root.head.lemma_ == "last" and any(c == trigger for c in root.head.children)
        if root == whole or root.head == trigger or first <= whole.i < end or lasting or subject:
            yield scene.value("lasting", quantity, (first, end), "event-lasting", "high")


def _called(scene: Scene, trigger: Token) -> Iterator[SlotValue]:
    """A name that is a position: `special military operation`, `full-scale invasion`; whose, where it is quoted."""
    if trigger.lemma_.lower() not in _MARKED:
        return
    first = trigger.i
    doc = scene.doc
    while first > opening(trigger) and _is_part_of_name(doc[first - 1], trigger):
        first -= 1
    if first == trigger.i:
        return
    before = doc[first - 1] if first > 0 else None
    chain: tuple[Voice, ...] = ()
    if before is not None and before.tag_ == "``":
        chain = _whose(scene, trigger)
    yield scene.value(
        "called", Words(doc[first : trigger.i + 1].text), (first, trigger.i + 1), "event-called", "high", chain
    )


def _is_part_of_name(token: Token, trigger: Token) -> bool:
    if token.tag_ not in ("JJ", "NN", "HYPH", "RB", "VBN"):
        return False
    return token.tag_ == "HYPH" or token.head == trigger or token.head.head == trigger


def _whose(scene: Scene, trigger: Token) -> tuple[Voice, ...]:
    for word in trigger.ancestors:
        subject = next((c for c in word.children if c.dep_ == "nsubj"), None)
        people = scene.people(subject) if subject is not None else []
        if people:
            return (voice(scene, people[0]),)
    return ()


def voice(scene: Scene, person: Person) -> Voice:
    """Somebody as one who says something."""
    return Voice(person.actor.name, person.actor.party, scene.passage(person.first, person.end))


def grounds(scene: Scene, verb: Token, _kind: str) -> Iterator[Clue]:
    """`Cited X as a justification for the invasion`: the ground belongs to the war, and to who gives it."""
    ground = next((t for t in verb.subtree if t.lemma_.lower() in GROUNDS), None)
    if ground is None:
        return
    reason_for = next((c for c in ground.children if c.dep_ == "prep" and c.lower_ in ("for", "of")), None)
    if reason_for is None:
        return
    war = next((t for t in reason_for.subtree if kind_of(t) in ("war", "attack") and t.tag_.startswith("NN")), None)
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    subject = subject_of(verb)
    people = scene.people(subject) if subject is not None else []
    if war is None or thing is None or not people:
        return
    span = _ground_span(verb, thing)
    if span is None:
        return
    value = scene.value(
        "ground-given",
        Words(scene.doc[span[0] : span[1]].text),
        span,
        "event-ground",
        "medium",
        (voice(scene, people[0]),),
    )
    yield Clue(
        kind="war",
        scene=scene,
        trigger=war,
        tokens=frozenset((war.i,)),
        definite=True,
        planned=False,
        actors=frozenset(),
        slots=(value,),
        follows=True,
    )


def _ground_span(verb: Token, thing: Token) -> tuple[int, int] | None:
    if thing.pos_ == "PRON":
        noun = _antecedent(verb)
        return np_span(noun) if noun is not None else None
    first, end = np_span(thing)
    for i in range(thing.i + 1, end):
        token = thing.doc[i]
        if token.lower_ == "as" or token.dep_ == "npadvmod":
            return first, token.left_edge.i
    return first, end


def _antecedent(verb: Token) -> Token | None:
    """What `it` stands for: the object of the clause before, of an attitude (`its opposition to X`) what it is to."""
    main = verb.head
    for child in (t for t in main.subtree if t.i < verb.i and t.dep_ in ("pobj", "dobj")):
        if child.lemma_.lower() in ATTITUDES:
            below = next((c for c in child.children if c.dep_ == "prep" and c.lower_ in ("to", "of", "against")), None)
            return next((c for c in below.children if c.dep_ == "pobj"), None) if below is not None else None
        return child
    return None
