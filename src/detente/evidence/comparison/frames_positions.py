"""Offers and positions as frames: grouped within a report by who, which act and which issue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detente.evidence.comparison.figures import figure_slots
from detente.evidence.comparison.frames import Frame, actor_keys, content, own_key
from detente.evidence.comparison.sentences import Sentence
from detente.evidence.comparison.strengths import guarantee_strengths
from detente.evidence.comparison.topics import alike
from detente.evidence.extraction.acts.modality import RANKS
from detente.evidence.items import Act, ConditionalOffer, Extraction, Passage, SlotValue, Statement, Voice
from detente.evidence.language.names import Actors
from detente.evidence.values import Actor, Members, Strength, Value, Words

if TYPE_CHECKING:
    from detente.evidence.reading.document import Document

_ID = re.compile(r"[a-z][a-z0-9-]*")
_OPEN = re.compile(r"\b(several|some|many|various|including|such as|among|a number of|others?)\b", re.IGNORECASE)
_TEXTS = re.compile(r"\b(counter-?proposals?|proposals?|plans?|papers?|drafts?|documents?|letters?)\b", re.IGNORECASE)
_POINTING = re.compile(r"(?:the|this|that|its|his|her|their)?\s*(?:offer|concession|proposal|step|move)", re.IGNORECASE)
_POINTING_THERE = re.compile(rf"it|this|that|{_POINTING.pattern}", re.IGNORECASE)
POINTING = "pointing"
"""The topic of a stance on `it` or `the offer`: what that is, those who take the stance must tell."""
_KINDS: dict[Act, str] = {
    "oppose": "opposition",
    "reject": "rejection",
    "support": "support",
    "demand": "demand",
    "accept": "acceptance",
    "threaten": "threat",
}
_TURNED = {"opposition": "support", "support": "opposition", "rejection": "acceptance", "acceptance": "rejection"}
_MARKS = {
    modality: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for modality, words in {
        "considers": r"may|might|could|consider\w*|weigh\w*|possibl[ey]|explor\w*",
        "prepared": r"(?:is |are |was |were )?(?:prepared|ready|willing|open)|readiness|willingness|would",
        "seeks": r"seek\w*|aim\w*|want\w*|hope\w*|must|should|insist\w*",
        "offers": r"offer\w*|propos\w*|suggest\w*",
        "promises": r"will|promis\w*|pledg\w*|vow\w*|would",
        "commits": r"commit\w*|agree\w*|shall|undert\w+|sign\w*",
    }.items()
}
_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "one", "some", "all"))
_NO_MODALITY = frozenset(("does", "none"))
"""An offer is not yet done; what is done is no matter of degree."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """One offer or statement as a telling of a position."""

    kind: str
    who: tuple[Actor, ...]
    topic: frozenset[str]
    slots: tuple[SlotValue, ...]
    passage: Passage
    item: str


@dataclass(eq=False)
class _Stand:
    """An offer or position of one report while its tellings are put together."""

    kind: str
    tellings: list[_Telling] = field(default_factory=list)

    def fit(self, telling: _Telling, known: Known) -> float:
        """How well another telling fits: the same kind, nobody else's, and about the same."""
        if self.kind != telling.kind:
            return 0
        who = [actor for one in self.tellings for actor in one.who]
        if not known.compatible(telling.who, who):
            return 0
        if not telling.topic:
            return 0.5
        return max(alike(telling.topic, one.topic) for one in self.tellings)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the items of a report: its sentences, and where its headlines are."""

    sentences: tuple[Sentence, ...] = ()
    headlines: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, document: Document | None, told: Mapping[str, tuple[Sentence, ...]]) -> Surroundings:
        """Those of a report; nothing is known around the items of a report whose text is not at hand."""
        if document is None:
            return cls()
        headlines = tuple((block.start, block.end) for block in document.blocks if block.kind != "paragraph")
        return cls(told.get(document.id, ()), headlines)

    def in_headline(self, passage: Passage) -> bool:
        """Whether words stand in a headline."""
        return any(start <= passage.start < end for start, end in self.headlines)

    def figures(self, passage: Passage) -> Iterator[SlotValue]:
        """The figures of the sentence in which a passage begins."""
        for sentence in self.sentences:
            if sentence.start <= passage.start < sentence.start + len(sentence.text):
                yield from figure_slots(sentence, "figure")


class Known:
    """Who acts for whom, from the case, the tables and the reports themselves."""

    def __init__(self, actors: Actors, extractions: Iterable[Extraction]) -> None:
        self.actors = actors
        self._acts_for: dict[str, str | None] = {}
        for extraction in extractions:
            for event in extraction.events:
                for value in event.slots:
                    self._learn(value.value)

    def _learn(self, value: Value) -> None:
        for actor in value.actors if isinstance(value, Members) else (value,) if isinstance(value, Actor) else ():
            if actor.for_party is not None:
                key = own_key(actor)
                known = self._acts_for.setdefault(key, actor.for_party)
                if known != actor.for_party:
                    self._acts_for[key] = None

    def actor(self, voice: Voice) -> Actor:
        """A voice as an actor, with whom it acts for where that is known."""
        found = self.actors.party(voice.party) if voice.party is not None else self.actors.named(voice.name)
        actor = found or Actor(voice.name, voice.party)
        acts_for = actor.for_party or self._acts_for.get(own_key(actor))
        return replace(actor, for_party=acts_for) if acts_for != actor.for_party else actor

    def actors_of(self, voices: Iterable[Voice]) -> tuple[Actor, ...]:
        """The voices as actors, without pronouns that stand for nobody known."""
        return tuple(self.actor(voice) for voice in voices if voice.name.lower() not in _PRONOUNS)

    def compatible(self, one: Iterable[Actor], other: Iterable[Actor]) -> bool:
        """Whether two lists can be one side: somebody in both, or somebody whose side nobody knows."""
        a, b = tuple(one), tuple(other)
        if not a or not b:
            return True
        if frozenset().union(*map(_sides, a)) & frozenset().union(*map(_sides, b)):
            return True
        unknown_a, unknown_b = (not any(self._has_side(actor) for actor in side) for side in (a, b))
        return unknown_a != unknown_b

    def _has_side(self, actor: Actor) -> bool:
        return actor.party is not None or actor.for_party is not None or self.actors.kind(actor) is not None


_NOTHING_AROUND = Surroundings()


def _sides(actor: Actor) -> frozenset[str]:
    return frozenset(key.lower() for key in actor_keys(actor))


def position_frames(
    extraction: Extraction, known: Known, issues: frozenset[str], around: Surroundings = _NOTHING_AROUND
) -> Iterator[Frame]:
    """The offers, demands, opposition and support of a report."""
    stands: list[_Stand] = []
    late: list[_Telling] = []
    for telling in _tellings(extraction, known, issues):
        if telling.topic:
            _put(stands, telling, known)
        else:
            late.append(telling)
    for telling in late:
        _put(stands, telling, known)
    for stand in stands:
        yield _frame(extraction.report, stand, around)


def _put(stands: list[_Stand], telling: _Telling, known: Known) -> None:
    best = max(stands, key=lambda stand: stand.fit(telling, known), default=None)
    if best is None or best.fit(telling, known) <= 0:
        if not telling.topic:
            return
        best = _Stand(telling.kind)
        stands.append(best)
    best.tellings.append(telling)


def _tellings(extraction: Extraction, known: Known, issues: frozenset[str]) -> Iterator[_Telling]:
    for offer in extraction.offers:
        yield _of_offer(offer, extraction.statements, known, issues)
    in_offers = {offer.statement for offer in extraction.offers if offer.statement}
    members: dict[int, list[Statement]] = {}
    for statement in extraction.statements:
        if _is_member(statement):
            members.setdefault(_cue_at(statement), []).append(statement)
    for statement in extraction.statements:
        kind = _kind_of_statement(statement)
        if kind is not None and statement.id not in in_offers and not _is_member(statement):
            yield _of_statement(kind, statement, members.get(_cue_at(statement), ()), known, issues)


def _cue_at(statement: Statement) -> int:
    """The statement of a group and those of its members have one cue."""
    return (statement.cue or statement.passage).start


def _where_named(offer: ConditionalOffer, statements: Sequence[Statement]) -> Passage:
    """The words that name the guarantors: the condition, or the shortest statement elsewhere that holds them all."""
    places = [voice.passage for voice in offer.guarantors if voice.passage is not None]
    if not places:
        return offer.condition
    first, last = min(place.start for place in places), max(place.end for place in places)
    pieces = [
        offer.condition,
        *(piece for statement in statements for piece in (*statement.content, statement.passage)),
    ]
    around = [piece for piece in pieces if piece.start <= first and last <= piece.end]
    whole = min(around, key=lambda piece: piece.end - piece.start, default=None)
    if whole is None:
        return max(places, key=lambda place: place.end - place.start)
    quote = whole.quote[first - whole.start : last - whole.start].rstrip(" ,;:.-–—")
    return Passage(whole.report, first, first + len(quote), quote)


def _of_offer(
    offer: ConditionalOffer, statements: Sequence[Statement], known: Known, issues: frozenset[str]
) -> _Telling:
    statement = next((one for one in statements if one.id == offer.statement), None)
    relay = offer.chain[:-1]
    slots = [
        SlotValue("gives", Words(offer.gives.quote), offer.gives, relay, offer.rule, offer.confidence),
        SlotValue("condition", Words(offer.condition.quote), offer.condition, relay, offer.rule, offer.confidence),
    ]
    if offer.guarantors:
        members = Members(known.actors_of(offer.guarantors), offer.guarantors_open)
        where = _where_named(offer, statements)
        slots.append(SlotValue("guarantors", members, where, relay, offer.rule, offer.confidence))
    slots.extend(
        SlotValue("strength", strength, passage, relay, "guarantee-strength", "medium")
        for strength, passage in guarantee_strengths(offer.condition)
    )
    if statement is not None:
        slots.extend(_modality(statement, relay))
    words = {f"gives:{word}" for word in content(offer.gives.quote)}
    words |= {f"if:{word}" for word in content(offer.condition.quote)}
    return _Telling(
        kind={"offer": "offer", "report": "offer", "demand": "demand", "threat": "threat"}[offer.act],
        who=known.actors_of(offer.chain[-1:]),
        topic=_issues(offer.about, issues) | words,
        slots=tuple(slots),
        passage=offer.passage,
        item=offer.id,
    )


def _modality(statement: Statement, relay: tuple[Voice, ...]) -> Iterator[SlotValue]:
    rank = RANKS.get(statement.modality)
    if rank is not None and statement.modality not in _NO_MODALITY and statement.cue is not None:
        passage = _marked(statement) or statement.cue
        value = Strength(statement.modality, rank)
        yield SlotValue("modality", value, passage, relay, statement.rule, statement.confidence)


def _marked(statement: Statement) -> Passage | None:
    """The words that show how far a statement binds: `is prepared`, `would`; nothing where the cue alone does."""
    whole = statement.passage
    found = _MARKS[statement.modality].search(whole.quote) if statement.modality in _MARKS else None
    if found is None:
        return None
    return Passage(whole.report, whole.start + found.start(), whole.start + found.end(), found.group())


def _kind_of_statement(statement: Statement) -> str | None:
    """The kind of position, where a statement takes one; handing in a paper is no offer of its own."""
    if statement.act == "offer":
        first = statement.content[0].quote if statement.content else ""
        is_text = _TEXTS.search(" ".join(first.split()[:5])) is not None and _POINTING.fullmatch(first) is None
        return None if statement.negated or is_text else "offer"
    kind = _KINDS.get(statement.act)
    return _TURNED.get(kind) if kind is not None and statement.negated else kind


def _is_member(statement: Statement) -> bool:
    return statement.rule.endswith(", member")


def _of_statement(
    kind: str, statement: Statement, members: Sequence[Statement], known: Known, issues: frozenset[str]
) -> _Telling:
    words = " … ".join(piece.quote for piece in statement.content)
    relay = statement.chain[:-1]
    holders = known.actors_of(member.chain[-1] for member in members if member.chain)
    holders = holders or known.actors_of(statement.chain[-1:])
    slots: list[SlotValue] = []
    points_back = kind == "offer" and _POINTING.fullmatch(words) is not None
    if kind == "offer":
        if statement.content and not points_back:
            slots.append(_slot("gives", Words(words), statement.content[0], relay, statement))
        slots.extend(_modality(statement, relay))
    else:
        passage = statement.source or statement.passage
        if holders:
            is_open = bool(members) or _OPEN.search(passage.quote) is not None
            slots.append(_slot("who", Members(holders, is_open), passage, relay, statement))
        slots.extend(_slot("what", Words(piece.quote), piece, relay, statement) for piece in statement.content[:1])
    topic = frozenset[str]() if points_back else _issues(statement.about, issues) | _given(kind, words)
    if kind in ("opposition", "rejection", "support", "acceptance") and _POINTING_THERE.fullmatch(words):
        topic = frozenset((POINTING,))
    return _Telling(kind, holders, topic, tuple(slots), statement.passage, statement.id)


def _given(kind: str, words: str) -> frozenset[str]:
    if kind == "offer":
        return frozenset(f"gives:{word}" for word in content(words))
    return content(words) or frozenset(words.lower().strip(" .,").split()[-1:])


def _issues(about: str | None, issues: frozenset[str]) -> frozenset[str]:
    return frozenset(f"issue:{word}" for word in _ID.findall(about or "") if word in issues)


def _slot(slot: str, value: Value, passage: Passage, relay: tuple[Voice, ...], statement: Statement) -> SlotValue:
    return SlotValue(slot, value, passage, relay, statement.rule, statement.confidence)


def _frame(report: str, stand: _Stand, around: Surroundings) -> Frame:
    given = _running_text([value for telling in stand.tellings for value in telling.slots], around)
    asked = stand.kind in ("offer", "demand", "threat")
    passages = dict.fromkeys(value.passage for value in given if asked and value.slot in _WITH_FIGURES)
    given += dict.fromkeys(figure for passage in passages for figure in around.figures(passage))
    slots = [value for value in given if value.slot not in _STRONGEST]
    for slot, choose in _STRONGEST.items():
        of_slot = [value for value in given if value.slot == slot]
        if of_slot:
            slots.append(max(of_slot, key=choose))
    return Frame(
        report=report,
        kind=stand.kind,
        stage="past",
        actors=tuple(dict.fromkeys(actor for telling in stand.tellings for actor in telling.who)),
        topic=frozenset().union(*(telling.topic for telling in stand.tellings)),
        slots=tuple(slots),
        passages=tuple(dict.fromkeys(telling.passage for telling in stand.tellings)),
        items=tuple(telling.item for telling in stand.tellings),
        parts=tuple(dict.fromkeys(telling.topic for telling in stand.tellings if telling.topic)),
    )


_WITH_FIGURES = frozenset(("gives", "condition", "what"))


def _running_text(given: Sequence[SlotValue], around: Surroundings) -> list[SlotValue]:
    """The values without those of a headline, where running text gives the same slot: a headline shortens."""
    told = {value.slot for value in given if not around.in_headline(value.passage)}
    return [value for value in given if value.slot not in told or not around.in_headline(value.passage)]


def _rank(value: SlotValue) -> int:
    return (value.value.rank or 0) if isinstance(value.value, Strength) else 0


def _listed(value: SlotValue) -> int:
    return len(value.value.actors) if isinstance(value.value, Members) else 0


_STRONGEST = {"modality": _rank, "strength": _rank, "guarantors": _listed}
"""Slots of which a report's strongest or longest telling counts: the lead says less than what follows."""
