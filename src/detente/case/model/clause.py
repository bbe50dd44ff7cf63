"""One directed promise: what calls it into force, who decides that, and what is then owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, Strict, WithJsonSchema, model_validator

from detente.case.model.base import Because, Id, Ids, Label, Number, OneOrMany, Part, Text, YesNo, as_one_or_many

TriggerType = Literal["armed-attack", "armed-aggression", "any-force", "nuclear-use", "ceasefire-breach", "threat"]
Target = Literal["territory", "administered-territory", "forces", "vessels", "aircraft", "line"]
Scale = Literal["any", "significant", "sustained"]
"""How large an attack is, or has to be: any; significant; significant, deliberate and sustained."""
Provocation = Literal["initiated", "fired-first"]
DutyKind = Literal["defence", "offence", "neutrality", "non-aggression", "consultation", "support", "other"]
Decider = Literal["self", "victim", "council", "official", "commission"]

Strength = Annotated[int, Strict(), Field(ge=0, le=5)]
"""0 negative assurance; 1 consult; 2 support without force; 3 act, means of its own choice; 4 aid by all means,
military included; 5 military assistance without a clause of discretion."""
Automaticity = Annotated[int, Strict(), Field(ge=0, le=3)]
"""0 no duty on the trigger; 1 consult or decide, then discretion; 2 act, choice of means; 3 military assistance."""

ALL = "all"
"""Stands for every party of the instrument, among obligors and beneficiaries."""


def _one_or_many(*words: str) -> dict[str, Any]:
    word: dict[str, Any] = {"enum": list(words)}
    return {"anyOf": [word, {"type": "array", "items": word}]}


class Adversary(Part):
    """Against whose attack a clause protects."""

    kind: Literal["anyone", "non-party", "named", "other-than"] = Field(description="anyone, or who")
    parties: Ids = Field(default=(), description="the parties that are named, or excepted")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        if isinstance(data, Mapping):
            given = cast(Mapping[str, Any], data)
            return {"kind": "other-than", "parties": given["other-than"]} if set(given) == {"other-than"} else given
        if isinstance(data, str) and data in ("anyone", "non-party"):
            return {"kind": data}
        return {"kind": "named", "parties": data}


class Determination(Part):
    """Who establishes that the trigger has occurred."""

    who: Decider = Field(description="self (each obligor), victim (on its request), council, official, commission")
    body: Label | None = Field(default=None, description="the council, office or commission, in words")
    rule: Literal["consensus", "unanimity", "two-thirds", "majority"] | None = Field(
        default=None, description="how it decides"
    )

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"who": data} if isinstance(data, str) else data


def _provocations(value: object) -> object:
    """true and false beside the list of what counts as provocation."""
    if isinstance(value, bool):
        return ("initiated",) if value else ()
    return as_one_or_many(value)


class Trigger(Part):
    """What calls a clause into force. A field that is missing is not known: no answer is assumed for it."""

    text: Label | None = Field(default=None, description="in the words of the source, or ours")
    type: Annotated[tuple[TriggerType, ...], OneOrMany()] | None = Field(
        default=None, description="kinds of event, any one of which is enough"
    )
    against: Annotated[tuple[Target, ...], OneOrMany()] | None = Field(
        default=None, description="what has to be hit, any one of which is enough"
    )
    by: Adversary | None = Field(default=None, description="by whom: anyone, non-party, ids, or {other-than: ids}")
    area: Ids | None = Field(default=None, description="labels of the areas that it covers; anywhere for no limit")
    except_area: Ids = Field(default=(), description="labels of areas that it leaves out")
    threshold: Scale | None = Field(default=None, description="the least scale: any, significant, sustained")
    non_provocation: (
        Annotated[
            tuple[Provocation, ...],
            BeforeValidator(_provocations),
            WithJsonSchema({"anyOf": [{"type": "boolean"}, _one_or_many("initiated", "fired-first")]}),
        ]
        | None
    ) = Field(default=None, description="what voids it: false, or true for having initiated")
    ongoing_conflict: Label | None = Field(default=None, description="the conflict that it is limited to")
    adversaries_at_least: Annotated[int, Strict(), Field(ge=1)] | None = Field(
        default=None, description="how many states have to attack together"
    )
    demand_refused: Label | None = Field(default=None, description="the demand that has to be refused before")
    determined_by: Annotated[tuple[Determination, ...], OneOrMany()] | None = Field(
        default=None, description="who establishes it; of several, each has to"
    )

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str) else data


class Duty(Part):
    """What is owed once the trigger has occurred. A field that is missing is not known."""

    text: Label | None = Field(default=None, description="in the words of the source, or ours")
    kind: DutyKind | None = Field(default=None, description="defence, consultation, support, neutrality, …")
    strength: Strength | None = Field(default=None, description="0 negative assurance … 5 military, no discretion")
    automaticity: Automaticity | None = Field(default=None, description="0 none … 3 military assistance follows")
    deadline_hours: Number | None = Field(default=None, description="within how many hours")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str) else data


class Clause(Part):
    """One directed obligation."""

    id: Id = Field(description="a name for it")
    article: Text | None = Field(default=None, description="where it stands in the instrument")
    quote: Text | None = Field(default=None, description="its decisive words, short")
    page: Text | None = Field(default=None, description="the page or address where it was read")
    provision: Id | None = Field(default=None, description="the provision of the instrument's proposal that says it")
    obligors: Ids = Field(default=(), description="who owes: ids, or all for every party of the instrument")
    beneficiaries: Ids = Field(default=(), description="to whom: ids, or all")
    trigger: Trigger | None = Field(default=None, description="what calls it into force")
    duty: Duty = Field(description="what is owed")
    covers_parties: YesNo = Field(default=False, description="whether it also answers an attack by another party to it")
    yields_to: Ids = Field(default=(), description="instruments that go before it where both oblige the same parties")
    unknown: tuple[Label, ...] = Field(default=(), description="what the sources leave open")
    unsure: tuple[Text, ...] = Field(default=(), description="fields that are guessed, recalled, or disputed; and why")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
