"""Numbers and rankings that an analyst put into the case."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, model_validator

from detente.case.model.base import Because, Id, Number, Part, Text, as_one_or_many, fault

WRAPPER = {"value", "because", "by"}
"""The fields that any judgement may be wrapped in."""


def unwrapped(data: object) -> tuple[object, dict[str, Any]]:
    """The judgement itself, and what {value, because, by} says about it."""
    if isinstance(data, Mapping):
        given = cast(Mapping[str, Any], data)
        if "value" in given and set(given) <= WRAPPER:
            return given["value"], {key: given[key] for key in given if key != "value"}
    return cast(object, data), {}


class Judgement(Part):
    """A number: a point, a range {low, high}, or a triangle {low, mode, high}."""

    low: Number = Field(description="the least that the analyst admits")
    high: Number = Field(description="the most that the analyst admits")
    mode: Number | None = Field(default=None, description="the most likely value, for a triangle")
    by: Text | None = Field(default=None, description="whose judgement it is")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, data: object) -> object:
        inner, about = unwrapped(data)
        if isinstance(inner, Mapping):
            return {**cast(Mapping[str, Any], inner), **about}
        return {"low": inner, "high": inner, **about}

    @model_validator(mode="after")
    def _ordered(self) -> Judgement:
        if not self.low <= (self.low if self.mode is None else self.mode) <= self.high:
            raise fault("range", "low, mode and high are not in ascending order", "swap them")
        return self

    @property
    def point(self) -> Fraction:
        """The number shown: the mode, or the middle of the range."""
        return self.mode if self.mode is not None else (self.low + self.high) / 2

    @property
    def is_point(self) -> bool:
        return self.low == self.high


class _Ranking(Part):
    order: tuple[Annotated[tuple[Text, ...], BeforeValidator(as_one_or_many)], ...] = Field(
        default=(), description="best or most important first; ids in one inner list tie"
    )
    by: Text | None = Field(default=None, description="whose judgement it is")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, data: object) -> object:
        if isinstance(data, Mapping) and set(cast(Mapping[str, Any], data)) & {"points", "order"}:
            return cast(object, data)
        inner, about = unwrapped(cast(object, data))
        form = "order" if isinstance(inner, list | tuple) else "points"
        return {form: cast(object, inner), **about}

    @model_validator(mode="after")
    def _once(self) -> _Ranking:
        named = [name for step in self.order for name in step]
        twice = sorted({name for name in named if named.count(name) > 1})
        if twice:
            raise fault("order", f"{', '.join(twice)} stands twice in the order", "name each once")
        return self


class Weights(_Ranking):
    """How much each issue matters: swing weights, or an order of the issues."""

    points: Mapping[Id, Judgement] = Field(
        default_factory=dict[str, Judgement],
        description="issue → swing weight, 0 or more; divided by their sum",
    )

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(self.points) or tuple(name for step in self.order for name in step)


class Values(_Ranking):
    """What each answer to one issue is worth to one party, or an order of the answers.

    For a choice, option → 0 to 100. For a number, grid number → 0 to 100, straight lines between.
    For a set, member → points that its presence adds (negative: the party would rather it were out);
    the set's value counts from its worst: the sum over members in, less the sum of the negative ones.
    """

    points: Mapping[Text, Judgement] = Field(
        default_factory=dict[str, Judgement], description="option, member or number → points"
    )
