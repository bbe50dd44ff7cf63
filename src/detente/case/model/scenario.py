"""What might happen: attacks, findings and votes, from which the commitments engine says who would owe what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict, model_validator

from detente.case.model.base import Because, Date, Id, Ids, Label, OneOrMany, Part, Text, YesNo

EventKind = Literal[
    "armed-attack", "invasion", "armed-aggression", "nuclear-use", "blockade", "cyber", "proxy", "ceasefire-breach",
    "threat",
]  # fmt: skip


class Attack(Part):
    """Something done to one party by another."""

    by: Id = Field(description="who does it")
    to: Id = Field(description="to whom")
    kind: EventKind = Field(default="armed-attack", description="armed-attack, blockade, cyber, proxy, threat, …")
    against: Literal["territory", "administered-territory", "forces", "vessels", "aircraft", "line"] = Field(
        default="territory", description="what is hit"
    )
    area: Ids = Field(default=(), description="labels of the areas where it happens")
    scale: Literal["any", "significant", "sustained"] = Field(default="sustained", description="how large it is")
    on: Date | None = Field(default=None, description="when; the scenario's day where missing")
    if_joins: YesNo = Field(default=False, description="whether it only happens once its target has joined the fight")
    because: Because = ()


class Provoked(Part):
    """A finding that a party brought the attack on itself."""

    party: Id = Field(description="who")
    how: Literal["initiated", "fired-first"] = Field(default="initiated", description="what it is held to have done")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"party": data} if isinstance(data, str) else data


class Vote(Part):
    """What a council, official or commission decides under one instrument."""

    instrument: Id = Field(description="under which instrument")
    who: Literal["council", "official", "commission"] = Field(default="council", description="who decides")
    passes: YesNo = Field(description="whether it finds that the trigger has occurred")


class Override(Part):
    """A finding of the analyst that replaces what the clause says."""

    instrument: Id = Field(description="under which instrument")
    clause: Id = Field(description="which clause")
    obligor: Id | None = Field(default=None, description="for whom; everyone where missing")
    owed: YesNo = Field(description="whether it is owed")
    why: Text = Field(description="the reason, shown wherever the finding counts")
    because: Because = ()


class Scenario(Part):
    """What might happen, so that one can ask who would owe what."""

    id: Id = Field(description="a name for it")
    title: Label | None = Field(default=None, description="what happens, in short")
    on: Date | None = Field(default=None, description="when; the case's as-of where missing")
    attacks: Annotated[tuple[Attack, ...], Field(min_length=1)] = Field(description="who does what to whom")
    provoked: Annotated[tuple[Provoked, ...], OneOrMany()] = Field(
        default=(), description="who is held to have brought it on"
    )
    requests: Ids | None = Field(default=None, description="who asks for help; every party attacked where missing")
    votes: tuple[Vote, ...] = Field(default=(), description="what councils, officials and commissions decide")
    suppose: Ids = Field(default=(), description="instruments supposed to be in force with all preconditions met")
    overrides: tuple[Override, ...] = Field(default=(), description="findings that replace what a clause says")
    joins: Literal["none", "all"] | tuple[Id, ...] = Field(default="none", description="who fights: none, all, or ids")
    strength_to_join: Annotated[int, Strict(), Field(ge=0, le=5)] = Field(
        default=3, description="the least strength of a duty on which a party fights"
    )
    transitive: YesNo = Field(
        default=False, description="stress: whoever joins counts as attacked, and calls in its own allies"
    )
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose scenario it is")
