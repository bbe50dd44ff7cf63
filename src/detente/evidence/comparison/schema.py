"""The comparison as JSON: what `detente compare --json` prints, field by field, and its JSON Schema."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from detente.evidence.comparison.result import SHAPE, Outcome
from detente.evidence.comparison.value_words import ValueType
from detente.evidence.items import Confidence


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class VoiceJson(_Part):
    """Who says something."""

    name: str = Field(description="the name as resolved")
    party: str | None = Field(description="the party of the case that it is, if any")


class PassageJson(_Part):
    """Words of a report at their offsets."""

    report: str = Field(description="id of the report")
    span: tuple[int, int] = Field(description="[start, end) in characters of the report's text")
    quote: str = Field(description="the words that stand there")


class ValueJson(_Part):
    """The value that one report gives to a slot."""

    report: str = Field(description="id of the report")
    type: ValueType = Field(description="which comparator the value goes to")
    value: dict[str, Any] = Field(description="the value by its fields, as `type` has them")
    words: str = Field(description="the value in words, for people")
    span: tuple[int, int] = Field(description="[start, end) in characters of the report's text")
    quote: str = Field(description="the words that stand there")
    said_by: tuple[VoiceJson, ...] = Field(
        description="from the report to the speaker; empty where the report itself says so"
    )
    rule: str = Field(description="the rule that found it")
    confidence: Confidence = Field(description="how sure the rule is")


class WithinJson(_Part):
    """Where one report contradicts itself."""

    report: str = Field(description="id of the report")
    outcome: Outcome = Field(description="`soft` or `hard`")
    reason: str = Field(description="one sentence")


class SlotJson(_Part):
    """One slot of an event over all reports."""

    slot: str = Field(description="place, duration, host, … ; a role is `role-<last name>`")
    outcome: Outcome = Field(description="what comparing the reports shows")
    reason: str = Field(description="one sentence that says why")
    within: tuple[WithinJson, ...] = Field(description="reports that contradict themselves here")
    values: tuple[ValueJson, ...] = Field(description="the value of each report, in the order of the reports")


class EventJson(_Part):
    """One event, offer, position or plan."""

    id: str = Field(description="kind and number, stable for the same reports in the same order")
    kind: str = Field(description="meeting, call, statement, war, attack, offer, opposition, demand, plan, …")
    title: str = Field(description="a plain title")
    outcome: Outcome = Field(description="the gravest outcome of its slots")
    reports: tuple[str, ...] = Field(description="ids of the reports that tell of it")
    items: tuple[str, ...] = Field(description="ids of the extracted items that were put together")
    passages: tuple[PassageJson, ...] = Field(description="where each report tells of it")
    slots: tuple[SlotJson, ...] = Field(description="the gravest outcome first")


class CountsJson(_Part):
    """How many slots have which outcome, those inside one report counted with the slot."""

    hard: int = Field(ge=0, description="hard contradictions")
    soft: int = Field(ge=0, description="soft contradictions")
    single_source: int = Field(ge=0, description="what only one source says")
    refines: int = Field(ge=0, description="one report more exact than another")
    agree: int = Field(ge=0, description="the same in two or more reports")


class ComparisonJson(_Part):
    """All events of some reports, slot by slot."""

    schema_: Literal["detente/comparison/1"] = Field(
        default=SHAPE, alias="schema", description="name and version of this shape"
    )
    reports: tuple[str, ...] = Field(description="ids of the reports, in the order given")
    copies: tuple[tuple[str, ...], ...] = Field(description="reports that carry one text and count as one source")
    counts: CountsJson = Field(description="slots by outcome")
    events: tuple[EventJson, ...] = Field(
        description="hard contradictions first, then soft, then what only one says and matters, agreed last"
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `Comparison.to_dict()`."""
    return ComparisonJson.model_json_schema(by_alias=True)
