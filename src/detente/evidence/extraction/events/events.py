"""Meetings, calls, statements to the press, wars, signings and other events that a report tells of.

One pass over the words finds triggers (`met`, `talks`, `told reporters`, `invasion`); each becomes a clue with
the slots that its own clause fills; clues of one event are put together; then order among events is named by
their ids. Ids follow the order of the text: `r1-e1`, `r1-e2`. Slots: place, when, duration, host, mediator,
participants, role, channel, audience, speaker, substance, framing, assessment, status, document, order; of a war
began, lasting, called, ground-given. What lies ahead has status `planned`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.evidence.extraction.events import kinds
from detente.evidence.extraction.events.clues import Clue, kind_of
from detente.evidence.extraction.events.hosts import HINTS, hosts
from detente.evidence.extraction.events.merging import Telling, tellings
from detente.evidence.extraction.events.scene import Scene
from detente.evidence.extraction.events.speech import Speech, spoke_of
from detente.evidence.extraction.events.words import trigger_hashes
from detente.evidence.items import EventMention, SlotValue
from detente.evidence.values import Actor, Members, Order, Role, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.evidence.items import Passage
    from detente.evidence.language.cast import Cast
    from detente.evidence.language.names import Actors
    from detente.evidence.language.parse import ParsedDocument


def events(
    parsed: ParsedDocument, cast: Cast, actors: Actors, *, anchor: date | None = None
) -> tuple[EventMention, ...]:
    """The events of one document, merged over its mentions, in the order of the text.

    Relative days count from `anchor`, or from the day of publication. An order names its own side in words and
    the other by its id (`Order("after", "announcement", "r1-e2")`).
    """
    every = tellings(_clues(parsed, cast, anchor or _day(parsed.document.metadata.published)))
    anchored = {
        clue.scene.place_in_text(order.anchor.i)
        for telling in every
        if _tells(telling)
        for clue in telling.clues
        for order in clue.orders
    }
    found = [telling for telling in every if _tells(telling) or any(clue.at in anchored for clue in telling.clues)]
    names = {id(telling): f"{parsed.document.id}-e{number}" for number, telling in enumerate(found, start=1)}
    anchors = {clue.at: names[id(telling)] for telling in found for clue in telling.clues}
    return tuple(_mention(parsed, telling, names[id(telling)], anchors) for telling in found)


def _clues(parsed: ParsedDocument, cast: Cast, anchor: date | None) -> Iterator[Clue]:
    speech: Speech | None = None
    for number, block in enumerate(parsed.blocks):
        if not len(block.doc) or block.block.kind == "byline":
            continue
        wanted = trigger_hashes(block.doc.vocab.strings)
        scene: Scene | None = None
        for i, lemma in enumerate(block.doc.to_array("LEMMA").tolist()):
            if lemma not in wanted:
                continue
            token = block.doc[i]
            kind = kind_of(token)
            if kind is None:
                continue
            scene = scene or Scene(parsed, block, number, cast, anchor)
            yield from kinds.clues(scene, token, speech)
            if kind == "say":
                yield from spoke_of(scene, token)
                if token.dep_ == "ROOT" or token.dep_ in ("conj", "parataxis"):
                    speech = Speech(scene, token)
        text = parsed.document.text[block.start : block.block.end]
        if any(hint in text for hint in HINTS):
            scene = scene or Scene(parsed, block, number, cast, anchor)
            yield from hosts(scene)


def _day(published: str | None) -> date | None:
    if published is None or len(published) < 10:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _tells(telling: Telling) -> bool:
    """Whether an event is worth a line: something is known of it beyond that it is mentioned."""
    slots = {value.slot for clue in telling.clues for value in clue.slots}
    ordered = any(clue.orders for clue in telling.clues)
    if telling.kind == "statement":
        announced = any(
            clue.trigger.tag_.startswith("NN") or clue.trigger.lemma_ == "announce" for clue in telling.clues
        )
        return bool(slots - {"speaker", "when", "substance"}) or ordered or (announced and len(slots) > 1)
    if telling.kind == "talks":
        return bool(slots - {"participants"}) or ordered
    return bool(slots) or ordered


def _mention(parsed: ParsedDocument, telling: Telling, name: str, anchors: dict[tuple[int, int], str]) -> EventMention:
    richest = max(telling.clues, key=lambda clue: (not clue.follows, len(clue.slots)))
    mentions = tuple(
        dict.fromkeys(
            clue.scene.passage(clue.trigger.i, clue.trigger.i + 1)
            for clue in sorted(telling.clues, key=lambda clue: clue.at)
        )
    )
    return EventMention(
        id=name,
        kind="meeting" if telling.kind == "talks" else telling.kind,
        passage=_words_of(richest),
        mentions=mentions,
        slots=tuple(_slots(telling, name, anchors)),
        rule=f"event-{telling.kind}",
        confidence="high" if len(richest.slots) > 1 else "medium",
    )


def _words_of(clue: Clue) -> Passage:
    doc = clue.scene.doc
    first, end = min(clue.tokens), max(clue.tokens) + 1
    while first < end - 1 and doc[first].is_punct and not doc[first].is_quote:
        first += 1
    return clue.scene.passage(first, end)


def _slots(telling: Telling, name: str, anchors: dict[tuple[int, int], str]) -> Iterator[SlotValue]:
    seen: set[tuple[str, object]] = set()
    listed: list[SlotValue] = []
    for clue in sorted(telling.clues, key=_is_told_in_passing):
        for value in clue.slots:
            key = (value.slot, _same(value))
            if value.slot == "participants":
                listed.append(value)
            elif key not in seen:
                seen.add(key)
                yield value
        for one in clue.orders:
            anchor = anchors.get(clue.scene.place_in_text(one.anchor.i))
            if anchor is not None and anchor != name:
                order = Order(one.relation, _label(clue), anchor)
                yield clue.scene.value("order", order, (one.first, one.end), "event-order", "high")
        if clue.planned and clue is next(c for c in telling.clues if c.planned):
            yield _planned(clue)
    if listed:
        yield _together(listed, {v.value.name for v in telling.values("host") if hasattr(v.value, "name")})  # type: ignore[union-attr]


def _is_told_in_passing(clue: Clue) -> bool:
    """Whether a clue is less of an event than others: of two tellings of one value the fuller one counts."""
    return clue.kind == "statement" and not any(value.slot in ("audience", "channel") for value in clue.slots)


def _same(value: SlotValue) -> object:
    """What makes a second telling of a value superfluous."""
    if isinstance(value.value, Role):
        return value.value.actor.name, value.value.words.lower()
    if isinstance(value.value, Actor):
        return value.value.name
    return value.value, value.chain[-1:] and value.chain[-1].name


def _label(clue: Clue) -> str:
    """What is said to come before or after: by its own words where two tellings may be two occasions."""
    if clue.kind != "statement":
        return clue.kind
    if any(value.slot == "audience" for value in clue.slots):
        return "telling the press"
    return clue.trigger.lemma_.lower() if clue.trigger.tag_.startswith("NN") else clue.trigger.lower_


def _planned(clue: Clue) -> SlotValue:
    span = (clue.trigger.i, clue.trigger.i + 1)
    return clue.scene.value("status", Words("planned"), span, "event-planned", "medium", clue.scene.chain(clue.trigger))


def _together(listed: list[SlotValue], hosts: set[str]) -> SlotValue:
    """All who take part, with the words that name the most of them."""
    best = max(listed, key=lambda value: len(value.value.actors) if isinstance(value.value, Members) else 0)
    actors = dict.fromkeys(
        actor for value in (best, *listed) if isinstance(value.value, Members) for actor in value.value.actors
    )
    kept = tuple(actor for actor in actors if actor.name not in hosts) or tuple(actors)
    return SlotValue("participants", Members(kept), best.passage, best.chain, best.rule, best.confidence)
