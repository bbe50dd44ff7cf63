"""What was reported, by whom, and what comparing the reports shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import Field, Strict, model_validator

from detente.case.model.base import Condition, Date, Id, Ids, Label, Part, Span, Text

Act = Literal[
    "offer", "demand", "propose", "accept", "reject", "oppose", "support", "concede", "threaten", "promise",
    "consult", "announce", "characterise", "justify", "report", "say",
]  # fmt: skip
Outcome = Literal["agree", "refines", "single-source", "soft", "hard"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""The Admiralty scale for sources: A reliable … E unreliable, F cannot be judged."""

Credibility = Annotated[int, Strict(), Field(ge=1, le=6)]
"""The Admiralty scale for items: 1 confirmed by others … 5 improbable, 6 cannot be judged."""


class Report(Part):
    """A document with outlet, date, language and text."""

    id: Id = Field(description="a name for it")
    outlet: Text = Field(description="who published it")
    title: Text | None = Field(default=None, description="its headline")
    author: Text | None = Field(default=None, description="who wrote it")
    published: Date | None = Field(default=None, description="when it was published")
    lang: Text = Field(default="en", description="language code of the text")
    text: Text = Field(description="a file beside the case that holds the text")
    url: Text | None = Field(default=None, description="where it was found")
    same_story_as: Id | None = Field(
        default=None, description="the report of which this is a copy: one wire story is one source"
    )
    reliability: Reliability | None = Field(default=None, description="how reliable the source is: A to E, F unknown")
    note: Label | None = Field(default=None, description="what a reader should know")


class Statement(Part):
    """A span of a report in which a source says, offers, demands, opposes, accepts something."""

    id: Id = Field(description="a name for it")
    report: Id = Field(description="the report that carries it")
    span: Span
    quote: Text | None = Field(default=None, description="the words of the span, checked against the text")
    source: Text = Field(description="who says it: a party's id, or words where no party fits")
    via: tuple[Text, ...] = Field(
        default=(), description="through whom it reached the report, nearest the report first"
    )
    act: Act = Field(description="what the source does by saying it")
    to: Ids = Field(default=(), description="whom it addresses")
    about: Condition | None = Field(default=None, description="what it concerns, as a condition over issues")
    if_: Condition | None = Field(default=None, description="the condition that the source attaches")
    gist: Label | None = Field(default=None, description="what it says, in the analyst's words")
    proposal: Id | None = Field(default=None, description="the proposal that it speaks of")
    on: Date | None = Field(default=None, description="when it was said")
    credibility: Credibility | None = Field(default=None, description="how credible it is: 1 to 5, 6 unknown")
    by: Text | None = Field(default=None, description="who put it into the record, and what proposed it")
    note: Label | None = Field(default=None, description="what a reader should know")


class Reported(Part):
    """The value that one report gives to a slot."""

    value: Text = Field(description="the value, in words")
    report: Id = Field(description="the report that gives it")
    span: Span | None = Field(default=None, description="where it stands in the report: [start, end)")
    source: Text | None = Field(default=None, description="who said so, where the report says")
    note: Label | None = Field(default=None, description="what a reader should know")


class Slot(Part):
    """One question about an event, and the answer that each report gives."""

    outcome: Outcome | None = Field(default=None, description="what comparing the reports shows")
    values: tuple[Reported, ...] = Field(min_length=1, description="the value that each report gives")
    within: Mapping[Id, Literal["soft", "hard"]] = Field(
        default_factory=dict[str, Literal["soft", "hard"]], description="report → how it contradicts itself"
    )
    note: Label | None = Field(default=None, description="why the outcome is what it is")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"values": cast(list[Any], data)} if isinstance(data, list) else data


class Event(Part):
    """A meeting, call, signing, attack, with slots; each slot has the value that each report gives it."""

    id: Id = Field(description="a name for it")
    kind: Id = Field(description="meeting, call, signing, statement, attack, …")
    title: Label | None = Field(default=None, description="what it is called")
    on: Date | None = Field(default=None, description="when it took place, as far as known")
    slots: Mapping[Id, Slot] = Field(default_factory=dict[str, Slot], description="place, duration, host, … → values")
    note: Label | None = Field(default=None, description="what a reader should know")
