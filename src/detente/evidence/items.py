"""What is found in a report: every item with its passage, the rule that found it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from detente.evidence.values import Days, Value

Confidence = Literal["high", "medium", "low"]

Act = Literal[
    "offer", "demand", "accept", "reject", "oppose", "support", "concede", "threaten", "promise",
    "consult", "announce", "characterise", "justify", "report", "say",
]  # fmt: skip

Modality = Literal["considers", "prepared", "seeks", "offers", "promises", "commits", "does", "none"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters [start, end) of a report's text, and the words that stand there."""

    report: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something: the name as resolved, the party it is in the case, the words that name it here."""

    name: str
    party: str | None = None
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A source says, offers, demands, opposes, accepts something.

    `chain` leads from the report to the speaker: (Reuters, Dmytro Lytvyn); its last link is the source, and it
    is empty where the outlet itself asserts. `content` may be in several pieces.
    """

    id: str
    passage: Passage
    source: Passage | None
    cue: Passage | None
    content: tuple[Passage, ...]
    chain: tuple[Voice, ...]
    act: Act
    modality: Modality
    negated: bool
    direct: bool
    addressees: tuple[Voice, ...]
    on: Days | None
    setting: tuple[Passage, ...]
    about: str | None
    if_: str | None
    proposal: str | None
    rule: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ConditionalOffer:
    """This, if that: what is given, under which condition or for what, and who would have to deliver it."""

    id: str
    passage: Passage
    statement: str | None
    chain: tuple[Voice, ...]
    gives: Passage
    condition: Passage
    trigger: Passage
    guarantors: tuple[Voice, ...]
    guarantors_open: bool
    act: Literal["offer", "demand", "threat", "report"]
    about: str | None
    if_: str | None
    rule: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class SlotValue:
    """The value that a report gives to a slot; `chain` is empty where the outlet itself says so."""

    slot: str
    value: Value
    passage: Passage
    chain: tuple[Voice, ...]
    rule: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class EventMention:
    """A meeting, call, signing, attack, statement, publication as one report tells it."""

    id: str
    kind: str
    passage: Passage
    mentions: tuple[Passage, ...]
    slots: tuple[SlotValue, ...]
    rule: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ProposalMention:
    """A plan, draft, paper or counterproposal that a report speaks of, and what it says of it, as slots.

    Slots: author, circulated-among, submitted, on, based-on, answers, priorities, status, length, covers,
    at-request-of.
    """

    id: str
    name: str
    passage: Passage
    mentions: tuple[Passage, ...]
    slots: tuple[SlotValue, ...]
    rule: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one report, in the order of the text."""

    report: str
    statements: tuple[Statement, ...] = ()
    offers: tuple[ConditionalOffer, ...] = ()
    events: tuple[EventMention, ...] = ()
    proposals: tuple[ProposalMention, ...] = ()


def as_data(found: Any) -> Any:
    """An item, or any part of one, as plain data for JSON; the value of a slot says which type it is.

    >>> from detente.evidence.values import Place
    >>> as_data(SlotValue("place", Place("Oslo"), Passage("r1", 3, 7, "Oslo"), (), "place", "high"))["value"]
    {'is': 'Place', 'name': 'Oslo', 'within': []}
    """
    if isinstance(found, SlotValue):
        return {**_fields(found), "value": {"is": type(found.value).__name__, **_fields(found.value)}}
    if is_dataclass(found) and not isinstance(found, type):
        return _fields(found)
    if isinstance(found, tuple | list):
        return [as_data(part) for part in found]
    return found.isoformat() if isinstance(found, date) else found


def _fields(found: Any) -> dict[str, Any]:
    return {field.name.rstrip("_"): as_data(getattr(found, field.name)) for field in fields(found)}
