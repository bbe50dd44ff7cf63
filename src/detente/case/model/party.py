"""Who takes positions, and whose yes makes an agreement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from detente.case.model.base import Because, Condition, Id, Ids, Label, Number, Part, Text, YesNo, fault

_COUNTRY = re.compile("[A-Z]{2}")


def _country(code: str) -> str:
    if _COUNTRY.fullmatch(code) is None:
        raise fault("country", f"'{code[:20]}' is not a country code", "write two capital letters, such as CH")
    return code


Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
PartyKind = Literal["state", "organisation", "bloc", "armed-group", "person", "group"]


class Rule(Part):
    """How a bloc or organisation decides."""

    kind: Literal["unanimity", "majority", "quota"] = Field(description="unanimity, majority, or a quota over weights")
    quota: Number | None = Field(default=None, description="the weight that a decision needs")
    weights: Mapping[Id, Number] = Field(default_factory=dict[str, Any], description="member → weight; 1 where missing")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        if isinstance(data, Mapping):
            given = cast(Mapping[str, Any], data)
            return given if "kind" in given else {"kind": "quota", **given}
        return {"kind": data}

    @model_validator(mode="after")
    def _complete(self) -> Rule:
        if self.kind == "quota" and self.quota is None:
            raise fault("rule", "a quota is missing", "write {quota: 4, weights: {a: 2, b: 3}}")
        return self


class Party(Part):
    """A state, organisation, bloc, armed group or person that takes positions."""

    id: Id = Field(description="the id that the rest of the case uses")
    name: Label = Field(description="the name to show")
    kind: PartyKind = Field(description="what the party is")
    country: Country | None = Field(default=None, description="two-letter country code")
    roles: tuple[Id, ...] = Field(default=(), description="negotiator, mediator, host, guarantor, envoy, …")
    members: tuple[Id, ...] = Field(default=(), description="the parties that make up a bloc or organisation")
    open_membership: YesNo = Field(default=False, description="whether it has members that the case does not name")
    rule: Rule | None = Field(default=None, description="how its members decide")
    for_: Ids = Field(default=(), description="the party or parties that a person speaks or acts for")
    aliases: tuple[Text, ...] = Field(default=(), description="other names that reports use")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()


class Also(Part):
    """A party whose yes is needed where a condition holds."""

    when: Condition = Field(description="where the yes is needed")
    party: Id = Field(description="whose yes")
    because: Because = ()


class Agreement(Part):
    """Whose yes makes a package an agreement; others are shown but block nothing."""

    consent: tuple[Id, ...] = Field(min_length=1, description="parties whose yes is always needed")
    also: tuple[Also, ...] = Field(default=(), description="parties whose yes is needed under a condition")
    because: Because = ()


class Name(Part):
    """Which name the brief uses where reports differ; names of places are positions too."""

    use: Text = Field(description="the name to use")
    instead_of: tuple[Text, ...] = Field(default=(), description="spellings that reports use for the same")
    note: Label | None = Field(default=None, description="why this one")
