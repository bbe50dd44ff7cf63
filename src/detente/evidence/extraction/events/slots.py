"""Slots that any event can have: place, day, duration, host, participants and their roles, channel."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from detente.evidence.extraction.events.clues import carrier, container
from detente.evidence.extraction.events.scene import Person, described
from detente.evidence.extraction.events.words import (
    CHANNEL_NOUNS,
    CHANNELS,
    HOSTING,
    MEDIATING,
    PRESS,
    ROLES,
    TIES,
    TOGETHER,
    VENUES,
    WITHIN,
)
from detente.evidence.language.names import Actors
from detente.evidence.language.roles import role_of
from detente.evidence.values import Actor, Members, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.evidence.extraction.events.scene import Scene
    from detente.evidence.items import SlotValue

TIME_UNITS = frozenset(("minute", "hour", "day", "week", "month", "year"))
_PERSON_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))


def with_adjacent(scene: Scene, noun: Token, tokens: frozenset[int]) -> frozenset[int]:
    """The words of an event with the day that stands right behind them, wherever the parser hangs it."""
    doc = scene.doc
    end = noun.i + 1
    while end in tokens:
        end += 1
    at = end + 1 if end < len(doc) and doc[end].lower_ in ("in", "on", "over", "since", "during") else end
    if at < len(doc) and doc[at].lower_ == "the":
        at += 1
    found = next((days for days in scene.days(noun) if days[0] == at or days[0] == at - 1 == end), None)
    return tokens if found is None else tokens | frozenset(range(end, found[1]))


def place_slots(scene: Scene, trigger: Token, tokens: frozenset[int]) -> Iterator[SlotValue]:
    """Where: `in Geneva`, `the Geneva meeting`."""
    for first, end, place in scene.places(trigger):
        if first not in tokens:
            continue
        root = scene.doc[first:end].root
        if _is_where(scene, root, trigger) or _is_modifier(root, trigger, place.within):
            yield scene.value("place", place, (first, end), "event-place", "high")


def _is_where(scene: Scene, root: Token, trigger: Token) -> bool:
    preposition = root.head
    while root.dep_ in ("conj", "appos") and root.head != root:
        root = root.head
        preposition = root.head
    if root.dep_ != "pobj" or preposition.lower_ not in ("in", "at", "near", "outside"):
        return False
    above = preposition.head
    if above == trigger or above == container(trigger) or above.pos_ in ("VERB", "AUX"):
        return True
    if above.lemma_.lower() in VENUES and above.dep_ == "pobj":
        return True
    if scene.mention(above) is not None and above.i > trigger.i:
        return trigger.tag_.startswith("VB") or _is_city(scene, root)  # `met X in Geneva`: where they met
    return any(first <= above.i < end for first, end, _ in scene.days(trigger)) or any(
        first <= above.i < end for first, end, _ in scene.quantities(trigger)
    )


@cache
def is_town(within: tuple[str, ...]) -> bool:
    """Whether what lies in these lies in a state: a town, no state or continent."""
    return bool(within) and Actors.general().kind(Actor(within[0])) == "state"


def _is_modifier(root: Token, trigger: Token, within: tuple[str, ...]) -> bool:
    """A city before the noun; a state there takes part (`Ukraine talks`)."""
    if root.head.lemma_.lower() in VENUES and root.head.dep_ == "pobj" and root.dep_ in ("compound", "nmod"):
        return is_town(within)
    return is_town(within) and root.head == trigger and root.i < trigger.i and root.dep_ in ("compound", "nmod", "poss")


def day_slots(scene: Scene, trigger: Token, tokens: frozenset[int], slot: str = "when") -> Iterator[SlotValue]:
    """When, as far as the report says."""
    for first, end, days in scene.days(trigger):
        if any(i in tokens for i in range(first, end)):
            yield scene.value(slot, days, (first, end), "event-day", "high")


def duration_slots(scene: Scene, trigger: Token, tokens: frozenset[int], slot: str = "duration") -> Iterator[SlotValue]:
    """How long: `five-hour`, `lasted five hours`, `a meeting of more than five hours`, `three hours of talks`."""
    for first, end, quantity in scene.quantities(trigger):
        if quantity.unit in TIME_UNITS and first in tokens and _is_length(scene, first, end, trigger):
            yield scene.value(slot, quantity, (first, end), "event-duration", "high")


def _is_length(scene: Scene, first: int, end: int, trigger: Token) -> bool:
    root = scene.doc[first:end].root
    above = root.head
    if root == container(trigger) or above == trigger or above == container(trigger):
        return True
    if (root.dep_ == "pobj" and above.lower_ in ("of", "for", "than", "after")) or root.dep_ == "npadvmod":
        upper = above.head if root.dep_ == "pobj" else above
        return upper == trigger or upper.lemma_.lower() in ("last", "drag", "go", "run") or upper == carrier(trigger)
    return above.lemma_ == "last" or end <= trigger.i <= end + 2


def party_slots(scene: Scene, trigger: Token, tokens: frozenset[int]) -> tuple[list[SlotValue], list[Person]]:
    """Hosts, mediators and roles as slots, and those who take part."""
    slots: list[SlotValue] = []
    people: list[Person] = []
    seen: set[str] = set()
    for person in (*_hosting(scene, trigger), *_inviting(scene, trigger, tokens)):
        seen.add(person.actor.name)
        slots.append(scene.value("host", person.actor, (person.first, person.end), "event-host", "high"))
        slots.extend(role_slots(scene, person))
    if trigger.tag_.startswith("VB") and trigger.dep_ == "acl":
        people.extend(scene.people(trigger.head))
        seen.update(person.actor.name for person in people)
    for i in sorted(tokens):
        token = scene.doc[i]
        if token.tag_ not in _PERSON_TAGS and token.pos_ not in ("PRON", "ADJ"):
            continue
        how = _takes_part(scene, token, trigger)
        if how is None:
            continue
        for person in scene.people(token):
            if person.actor.name in seen or is_press(scene, person):
                continue
            seen.add(person.actor.name)
            if how == "participant":
                people.append(person)
            else:
                slots.append(scene.value(how, person.actor, (person.first, person.end), f"event-{how}", "high"))
            slots.extend(role_slots(scene, person))
    return slots, people


def _hosting(scene: Scene, trigger: Token) -> list[Person]:
    """`X hosted the talks`; `X, which hosted the talks`; `talks hosted by X`."""
    verb = carrier(trigger)
    if verb is None or verb.lemma_.lower() != "host":
        return []
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is not None and subject.tag_ in ("WDT", "WP"):
        subject = verb.head if verb.dep_ == "relcl" else None
    if subject is None or subject == trigger:
        return []
    return scene.people(subject) or scene.called(subject)


def _inviting(scene: Scene, trigger: Token, tokens: frozenset[int]) -> list[Person]:
    """`At the invitation of X`."""
    for i in sorted(tokens):
        if scene.doc[i].lower_ == "invitation" and scene.doc[i].dep_ == "pobj":
            of = next((c for c in scene.doc[i].rights if c.lower_ == "of"), None)
            whom = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
            return (scene.people(whom) or scene.called(whom)) if whom is not None else []
    return []


def is_press(scene: Scene, person: Person) -> bool:
    """Whether the person is only there to listen."""
    return scene.doc[person.end - 1].lemma_.lower() in PRESS


def _takes_part(scene: Scene, token: Token, trigger: Token) -> str | None:
    above = token.head
    if token.dep_ == "pobj":
        return _by_preposition(scene, above, trigger)
    if token.dep_ in ("compound", "amod", "nmod", "poss") and above == trigger:
        mention = scene.mention(token)
        return "participant" if mention is not None and not _is_city(scene, token) else None
    verb = above
    if token.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.pos_ == "VERB":
        return _by_verb(token, verb, trigger)
    return None


def _is_city(scene: Scene, token: Token) -> bool:
    return any(first <= token.i < end and is_town(place.within) for first, end, place in scene.places(token))


def _by_preposition(scene: Scene, preposition: Token, trigger: Token) -> str | None:
    above, word = preposition.head, preposition.lower_
    lemma = above.lemma_.lower()
    if word == "by" and above.tag_ in ("VBN", "VBD"):
        if lemma in HOSTING:
            return "host"
        return "mediator" if lemma in MEDIATING else "participant" if lemma == "attend" else None
    if word in TOGETHER or word == "including":
        tied = above.tag_ in ("VBN", "JJ") and lemma not in HOSTING and lemma not in MEDIATING
        return None if tied else "participant"
    if word in ("of", "for") and above == trigger and preposition.i == trigger.i + 1:
        return "participant"
    if word == "under" and above != trigger:
        return "mediator" if lemma == "mediation" else None
    if word == "from" and scene.person(above) is None and lemma in ROLES:
        return "participant"
    return None


def _by_verb(token: Token, verb: Token, trigger: Token) -> str | None:
    lemma = verb.lemma_.lower()
    if lemma == "host":
        return "host" if token.dep_ == "nsubj" else "participant" if verb == trigger else None
    if lemma in MEDIATING and token.dep_ == "nsubj":
        return "mediator"
    if verb == trigger or lemma in ("meet", "attend", "join", "participate", "gather", "convene"):
        return "participant"
    if verb == carrier(trigger) and token.dep_ == "nsubj" and lemma in ("hold", "have", "conduct", "begin", "conclude"):
        return "participant"
    return None


def subject_within(scene: Scene, trigger: Token) -> list[Person]:
    """Who does something in the event: `X made the offer in talks`, `X offered … during a meeting with Y`."""
    whole = container(trigger)
    if whole.dep_ != "pobj" or (whole.head.lower_ not in WITHIN and not _after_with(whole, trigger)):
        return []
    word = whole.head.head
    for _ in range(4):
        subject = next((c for c in word.children if c.dep_ == "nsubj"), None)
        if subject is not None:
            return scene.people(subject)
        if word.dep_ not in ("xcomp", "conj", "dobj", "ccomp", "pcomp", "prep"):
            break
        word = word.head
    return []


def _after_with(whole: Token, trigger: Token) -> bool:
    """`After talks with Y`: who speaks after them took part in them."""
    return whole.head.lower_ in ("after", "following") and any(
        c.dep_ == "prep" and c.lower_ == "with" for word in (whole, trigger) for c in word.subtree
    )


def members_slot(scene: Scene, people: list[Person]) -> SlotValue | None:
    """Those who take part, as one list with the words from the first to the last of them."""
    if not people:
        return None
    actors = tuple(dict.fromkeys(person.actor for person in people))
    span = (min(person.first for person in people), max(person.end for person in people))
    return scene.value("participants", Members(actors), span, "event-participants", "high")


def role_slots(scene: Scene, person: Person) -> Iterator[SlotValue]:
    """How a report describes somebody: title, apposition, `described as`, `affiliated with`."""
    for first, end in _descriptions(scene, person):
        words = scene.doc[first:end].text
        yield scene.value("role", role_of(words, person.actor), (first, end), "event-role", "high")


def _descriptions(scene: Scene, person: Person) -> Iterator[tuple[int, int]]:
    doc = scene.doc
    if person.role is not None:
        yield person.role
    head = person.head
    title = head.left_edge.i
    while title < person.first and doc[title].tag_ in ("DT", "CC", ",", "PRP$"):
        title += 1
    if title < person.first and any(doc[i].lemma_.lower() in ROLES for i in range(title, person.first)):
        yield title, person.first
    together = _list_of(head)
    for word in together:
        yield from _ties(word)
        for child in word.rights:
            right_behind = child.left_edge.i - 2 == person.end - 1 and doc[child.left_edge.i - 1].text == ","
            if child.dep_ == "appos" and child.lemma_.lower() in ROLES and right_behind:
                yield described(child)
    yield from _ties_of_all(together)


def _list_of(head: Token) -> list[Token]:
    """Who is named together: what is added after the last of them is said of all."""
    group = head
    while group.dep_ in ("conj", "appos") and group.head.i < group.i:
        group = group.head
    found = [group]
    for word in found:
        found.extend(c for c in word.rights if c.dep_ in ("conj", "appos") and c.lower_ not in ("both", "all"))
    return found


def _ties(word: Token) -> Iterator[tuple[int, int]]:
    """`affiliated with X`, `who are both linked to X`, `described as U.S. officials`, `both affiliated with X`."""
    for child in word.rights:
        if child.dep_ in ("acl", "relcl"):
            yield from _tie(child)


def _tie(clause: Token) -> Iterator[tuple[int, int]]:
    lemma = clause.lemma_.lower()
    preposition = next((c for c in clause.rights if c.dep_ == "prep"), None)
    if lemma in TIES and preposition is not None:
        yield preposition.i + 1 if lemma in ("describe", "know", "identify") else clause.i, preposition.right_edge.i + 1


def _ties_of_all(together: list[Token]) -> Iterator[tuple[int, int]]:
    """`X and Y, both affiliated with Z`: of the list that ends right before, wherever the parser hangs it."""
    end = max(word.i for word in together) + 1
    doc = together[0].doc
    if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ in ("both", "all"):
        for child in doc[end + 1].children:
            if child.dep_ in ("acl", "relcl"):
                yield from _tie(child)


def channel_slots(scene: Scene, trigger: Token, tokens: frozenset[int]) -> Iterator[SlotValue]:
    """Over what: `via WhatsApp`, `in a WhatsApp chat`, `by phone`, `on Telegram`."""
    for i in sorted(tokens):
        token = scene.doc[i]
        word = token.lower_
        if word not in CHANNELS or (word in ("x", "truth", "text", "letter", "signal") and not token.is_title):
            continue
        above = token.head
        if token.dep_ == "pobj" and above.lower_ in ("via", "by", "over", "on", "in", "through"):
            yield scene.value("channel", Words(token.text), (i, i + 1), "event-channel", "high")
        elif token.dep_ in ("compound", "nmod") and above.lemma_.lower() in CHANNEL_NOUNS:
            yield scene.value("channel", Words(token.text), (i, above.i + 1), "event-channel", "high")
