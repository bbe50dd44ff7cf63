"""How a party ranks the states of a conflict, and how a file names states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, cast

from pydantic import Field, model_validator

from detente.case.model.base import (
    Because,
    Condition,
    Id,
    Label,
    OneOrMany,
    Part,
    Text,
    YesNo,
    as_one_or_many,
    fault,
)
from detente.case.model.judgement import Judgement

PATTERN = re.compile(r"[YN-]+")


class StateSet(Part):
    """States of the conflict: a pattern such as YN-, a condition, or the actions taken and no others."""

    pattern: Text | None = Field(
        default=None, description="signs Y, N or - (either) for each action, in the order of the actions"
    )
    condition: Condition | None = Field(default=None, description="a condition over actions and states")
    taken: tuple[Id, ...] | None = Field(default=None, description="the actions taken; all others are not")

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, data: object) -> object:
        if isinstance(data, str) and PATTERN.fullmatch(data):
            return {"pattern": data}
        if isinstance(data, list | tuple):
            return {"taken": cast(object, data)}
        return cast(Mapping[str, Any], data) if isinstance(data, Mapping) else {"condition": data}

    @model_validator(mode="after")
    def _one_form(self) -> StateSet:
        if sum(form is not None for form in (self.pattern, self.condition, self.taken)) != 1:
            raise fault("states", "states are named in one form", "write a pattern, a condition, or taken: [a, b]")
        if self.pattern is not None and not PATTERN.fullmatch(self.pattern):
            raise fault("pattern", f"'{self.pattern}' is no pattern", "write Y, N or - for each action")
        return self

    def __str__(self) -> str:
        if self.taken is not None:
            return f"taken: {', '.join(self.taken) or 'nothing'}"
        return str(self.condition) if self.pattern is None else self.pattern


class PreferenceStatement(Part):
    """A wish about states; the first in the list on which two states differ decides between them."""

    holds: Condition = Field(description="a condition over actions; states where it holds are preferred")
    much: YesNo = Field(default=False, description="whether the difference is great; such statements stand first")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return cast(object, data) if isinstance(data, Mapping) else {"holds": data}


class WeightedCondition(Part):
    """Points of every state where a condition holds."""

    holds: Condition = Field(description="a condition over actions")
    points: Judgement = Field(description="points added where it holds; may be negative")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class RankedStates(Part):
    """One place of a ranking: a state, or states that tie."""

    states: Annotated[tuple[StateSet, ...], Field(min_length=1), OneOrMany()] = Field(
        description="the states on this place; those named on an earlier place stay there"
    )
    much: YesNo = Field(default=False, description="whether they are greatly preferred to all that follow")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        if isinstance(data, Mapping) and "states" in data:
            return cast(object, data)
        return {"states": as_one_or_many(cast(object, data))}


def _pair(data: object, first: str, second: str) -> object:
    if not isinstance(data, list | tuple):
        return data
    pair = cast(list[object], data)
    if len(pair) != 2:
        raise fault("pair", f"{len(pair)} states stand where two should", f"write [{first}, {second}]")
    return {first: pair[0], second: pair[1]}


class PairOfStates(Part):
    """Two states, or two sets of states: every one of the first against every one of the second."""

    better: StateSet = Field(description="the state preferred")
    worse: StateSet = Field(description="the state that it is preferred to")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return _pair(data, "better", "worse")


class UnknownPair(Part):
    """Two states, or sets of states, between which nobody knows what the party prefers."""

    one: StateSet = Field(description="the one")
    other: StateSet = Field(description="the other")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return _pair(data, "one", "other")


class StatePreference(Part):
    """How a party ranks the states, in one of five forms; a list alone is its prioritised statements."""

    statements: tuple[PreferenceStatement, ...] = Field(
        default=(), description="prioritised statements, most important first"
    )
    weights: tuple[WeightedCondition, ...] = Field(default=(), description="points on conditions; more is better")
    ranking: tuple[RankedStates, ...] = Field(default=(), description="states from best to worst; ties in inner lists")
    pairs: tuple[PairOfStates, ...] = Field(
        default=(), description="the only preferences known, as [better, worse]; all other pairs are unknown"
    )
    from_: Literal["values"] | None = Field(
        default=None, description="values: what the party's values give for the package that a state means"
    )
    unknown: tuple[UnknownPair, ...] = Field(
        default=(), description="pairs [one, other] of which it is not known which one is preferred"
    )
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"statements": cast(object, data)} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _one_form(self) -> StatePreference:
        forms = [bool(self.statements), bool(self.weights), bool(self.ranking), bool(self.pairs), bool(self.from_)]
        if sum(forms) != 1:
            todo = "write statements, weights, ranking, pairs, or from: values"
            raise fault("state-preference", "a preference over states has one form", todo)
        if self.pairs and self.unknown:
            what = "with pairs, every pair that is not named is unknown anyway"
            raise fault("state-preference", what, "leave `unknown` out")
        marks = [item.much for item in self.statements]
        if any(late and not early for early, late in pairwise(marks)):
            what = "a statement with much: true stands below one without"
            raise fault("much", what, "statements with much: true are the first ones")
        return self
