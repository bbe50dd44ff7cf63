"""Frames: what one report tells of one thing, in the form in which reports are put side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.evidence.comparison.words import in_one_word, main_words
from detente.evidence.items import EventMention, Extraction, Passage, ProposalMention, SlotValue
from detente.evidence.language.spelling import spelled
from detente.evidence.values import Actor, Days, Members, Order, Place, Words

Key = Hashable
LONGEST_STRETCH = 7
"""A longer stretch of days is no hint that two tellings are of one event."""
_PARTIES = frozenset(("participants", "speaker"))
_OF_NO_TOPIC = frozenset(
    in_one_word(word)
    for word in ("plan", "paper", "proposal", "document", "draft", "said", "say", "new", "own", "would", "will")
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One report's telling of one event, offer, position or plan.

    `stage` keeps apart what is past, what lies ahead and what goes on; `topic` are issues of the case (`issue:…`)
    and content words; `items` are the ids of what the telling is made of.
    """

    report: str
    kind: str
    stage: str
    actors: tuple[Actor, ...]
    topic: frozenset[str]
    slots: tuple[SlotValue, ...]
    passages: tuple[Passage, ...]
    items: tuple[str, ...]
    parts: tuple[frozenset[str], ...] = ()
    """The topics of the single tellings, where there are several."""

    @property
    def topics(self) -> tuple[frozenset[str], ...]:
        """The topics by which the frame is known, a few of them."""
        return self.parts[:6] or (self.topic,)

    def of_type(self, slot: str, kind: type[Days] | type[Place]) -> list[Days | Place]:
        """The values of a slot that are of a type."""
        return [value.value for value in self.slots if value.slot == slot and isinstance(value.value, kind)]


@lru_cache(maxsize=8192)
def actor_keys(actor: Actor) -> frozenset[str]:
    """By what an actor is known: its party, or the sound of its last name; and whom it acts for."""
    own = actor.party or "~".join(spelled(actor.name)[-1:])
    return frozenset(key for key in (own, actor.for_party) if key)


def own_key(actor: Actor) -> str:
    """The same, without whom it acts for."""
    return actor.party or "~".join(spelled(actor.name)[-1:])


def content(words: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return main_words(words.replace("-", " ")) - _OF_NO_TOPIC


def event_frames(extraction: Extraction) -> Iterator[Frame]:
    """The events of a report; what it only tells of a plan or paper stands with that plan or paper."""
    papers = [mention for proposal in extraction.proposals if proposal.slots for mention in proposal.mentions]
    only = _only_meeting(extraction.events)
    for event in extraction.events:
        if only is not None and _tells_only_who(event):
            continue
        if event.kind in ("publication", "submission") and _of_paper(event, papers):
            continue
        yield Frame(
            report=extraction.report,
            kind=event.kind,
            stage=_stage(event),
            actors=tuple(_actors(event.slots)),
            topic=_topic(event.slots),
            slots=tuple(_slots(event, extraction.events, only)),
            passages=(event.passage, *event.mentions),
            items=(event.id,),
        )


def _only_meeting(events: Iterable[EventMention]) -> EventMention | None:
    """The meeting of a report that tells of one past meeting alone."""
    found = [event for event in events if event.kind == "meeting" and _stage(event) == "past"]
    return found[0] if len(found) == 1 else None


def _tells_only_who(event: EventMention) -> bool:
    """`which hosted the talks`: no talks of their own, but a host or a mediator of those told of elsewhere."""
    return event.rule == "event-talks" and {value.slot for value in event.slots} <= {"host", "mediator", "place"}


def _slots(event: EventMention, events: Iterable[EventMention], only: EventMention | None) -> Iterator[SlotValue]:
    """What a report says of an event, also where it says so of what was said during it, or of `the talks`."""
    for value in event.slots:
        if value.slot != "when" or not value.passage.quote.lower().startswith("since "):
            yield value
    if event.kind != "meeting":
        return
    if event is only:
        yield from (value for other in events if _tells_only_who(other) for value in other.slots)
    if not any(value.slot == "when" for value in event.slots if not value.passage.quote.lower().startswith("since ")):
        for other in events:
            during = [v.value for v in other.slots if isinstance(v.value, Order) and v.value.anchor == event.id]
            if during and all(order.relation == "during" for order in during):
                yield from (value for value in other.slots if value.slot == "when")


def _of_paper(event: EventMention, papers: Iterable[Passage]) -> bool:
    if any(value.slot == "order" for value in event.slots):
        return False
    documents = [value.passage for value in event.slots if value.slot == "document"]
    return any(a.start < b.end and b.start < a.end for a in documents for b in papers)


def _stage(event: EventMention) -> str:
    if event.rule == "event-talks":
        return "going on"
    planned = any(
        value.slot == "status" and isinstance(value.value, Words) and value.value.words == "planned"
        for value in event.slots
    )
    return "ahead" if planned else "past"


def _actors(slots: Iterable[SlotValue]) -> Iterator[Actor]:
    for value in slots:
        if value.slot in _PARTIES:
            if isinstance(value.value, Members):
                yield from value.value.actors
            elif isinstance(value.value, Actor):
                yield value.value


def _topic(slots: Iterable[SlotValue]) -> frozenset[str]:
    words = [value.value.words for value in slots if value.slot == "document" and isinstance(value.value, Words)]
    return frozenset().union(*(content(text) | _head(text) for text in words)) if words else frozenset()


def _head(text: str) -> frozenset[str]:
    last = text.lower().split(" of ")[0].split()
    return frozenset(last[-1:])


def proposal_frames(extraction: Extraction) -> Iterator[Frame]:
    """The plans, drafts and papers that a report speaks of and says something about."""
    for proposal in extraction.proposals:
        if proposal.slots:
            yield Frame(
                report=extraction.report,
                kind="plan",
                stage="past",
                actors=tuple(_authors(proposal)),
                topic=content(proposal.name) | _head(proposal.name),
                slots=proposal.slots,
                passages=(proposal.passage, *proposal.mentions),
                items=(proposal.id,),
            )


def _authors(proposal: ProposalMention) -> Iterator[Actor]:
    for value in proposal.slots:
        if value.slot == "author":
            if isinstance(value.value, Actor):
                yield value.value
            elif isinstance(value.value, Members):
                yield from value.value.actors


_CAMPS = {"rejection": "opposition", "acceptance": "support"}


def camp(frame: Frame) -> str:
    """Kinds that reports use for one stance: who rejects also opposes; terms are terms, offered or demanded."""
    if frame.kind == "demand" and any(value.slot == "gives" for value in frame.slots):
        return "offer"
    return _CAMPS.get(frame.kind, frame.kind)


def keys(frame: Frame) -> Iterator[Key]:
    """The buckets in which a frame looks for others of the same thing."""
    head = (camp(frame), frame.stage)
    if frame.kind == "war" or frame.stage == "going on" or head == ("meeting", "ahead"):
        yield head
        return
    if frame.kind in ("meeting", "call", "statement", "attack"):
        for actor in frame.actors:
            for key in actor_keys(actor):
                yield (*head, "who", key)
        for place in frame.of_type("place", Place):
            yield (*head, "where", getattr(place, "name", ""))
            yield from ((*head, "where", wider) for wider in getattr(place, "within", ())[:1])
        for days in frame.of_type("when", Days):
            yield from ((*head, "when", day) for day in _each_day(days))
        return
    for word in frame.topic:
        yield (*head, "what", word)


def _each_day(days: Days | Place) -> Iterator[int]:
    """The days of a short stretch of time, as numbers."""
    if isinstance(days, Days) and days.first is not None and days.last is not None:
        first, last = days.first.toordinal(), days.last.toordinal()
        if last - first <= LONGEST_STRETCH:
            yield from range(first, last + 1)
