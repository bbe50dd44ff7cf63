"""Numbers and rankings that an analyst put into the case."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, model_validator

from detente.case.model.base import Because, Id, Ids, Number, Part, Text, as_one_or_many, fault
from detente.case.model.issue import Package

WRAPPER = {"value", "because", "by"}
"""The fields that any judgement may be wrapped in."""

_WRITTEN_OUT = {"points", "order", "comparisons", "among"}


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


_FORMS = "write {more: a, than: b}, {equal: [a, b]}, {prefers: {…}, to: {…}}, or {alike: [{…}, {…}]}"


class Comparison(Part):
    """One comparison: of issues by weight, of answers by value, or of two packages all else equal."""

    more: Ids = Field(default=(), description="each of these counts at least as much …")
    than: Ids = Field(default=(), description="… as each of these")
    times: Number = Field(default=Fraction(1), description="at least so many times as much; weights only")
    at_most: Number | None = Field(default=None, description="and at most so many times as much; weights only")
    equal: Ids = Field(default=(), description="all of these count the same")
    prefers: Package | None = Field(default=None, description="the party would rather take this package …")
    to: Package | None = Field(default=None, description="… than this one; both answer the same issues")
    alike: tuple[Package, ...] = Field(default=(), description="two packages that the party would as soon take")
    within: Number = Field(default=Fraction(0), description="by how many points two alike packages may differ")
    by: Text | None = Field(default=None, description="whose judgement it is")
    because: Because = ()

    @model_validator(mode="after")
    def _one_form(self) -> Comparison:
        forms = bool(self.more or self.than), bool(self.equal), self.prefers is not None or self.to is not None
        whole = (
            (not forms[0] or (self.more and self.than))
            and (not forms[1] or len(self.equal) > 1)
            and (self.prefers is None) == (self.to is None)
            and len(self.alike) in (0, 2)
        )
        if sum((*forms, bool(self.alike))) != 1 or not whole:
            raise fault("comparison", "a comparison has one form, and both of its sides", _FORMS)
        if not forms[0] and (self.times != 1 or self.at_most is not None):
            raise fault("comparison", "times and at-most belong to more and than", _FORMS)
        if self.within and not self.alike:
            raise fault("comparison", "within belongs to alike", _FORMS)
        if self.times <= 0 or self.within < 0 or (self.at_most is not None and self.at_most < self.times):
            raise fault("comparison", "times, at-most or within is out of bounds", "0 < times <= at-most, within >= 0")
        twice = sorted({*self.more} & {*self.than} | {name for name in self.equal if self.equal.count(name) > 1})
        if twice:
            raise fault("comparison", f"{', '.join(twice)} is compared with itself", "name each once")
        for one, other in self.packages:
            if not one or set(one) != set(other):
                raise fault("comparison", "the two packages do not answer the same issues", "name the same in both")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The issues, or answers, that it names, in the order written."""
        sides = (*self.more, *self.than, *self.equal, *(name for pair in self.packages for name in pair[0]))
        return tuple(dict.fromkeys(sides))

    @property
    def packages(self) -> tuple[tuple[Package, Package], ...]:
        """The two packages, the preferred first, where packages are compared; else nothing."""
        if self.prefers is not None and self.to is not None:
            return ((self.prefers, self.to),)
        return ((self.alike[0], self.alike[1]),) if self.alike else ()


class _Ranking(Part):
    order: tuple[Annotated[tuple[Text, ...], BeforeValidator(as_one_or_many)], ...] = Field(
        default=(), description="best or most important first; ids in one inner list tie"
    )
    comparisons: tuple[Comparison, ...] = Field(
        default=(), description="what is known of them in comparison: the judgement is whatever keeps all of these"
    )
    by: Text | None = Field(default=None, description="whose judgement it is")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, data: object) -> object:
        if isinstance(data, Mapping) and set(cast(Mapping[str, Any], data)) & _WRITTEN_OUT:
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

    @property
    def ranked(self) -> tuple[str, ...]:
        """The names in the order, most important first."""
        return tuple(name for step in self.order for name in step)


class Weights(_Ranking):
    """How much each issue matters: swing weights, an order of the issues, or comparisons.

    Comparisons may stand beside an order, not beside points. The weights shown are then the mean of the extreme
    weights that keep all of them; for an order alone these are the rank-order centroids.
    """

    points: Mapping[Id, Judgement] = Field(
        default_factory=dict[str, Judgement],
        description="issue → swing weight, 0 or more; divided by their sum",
    )
    among: tuple[Id, ...] = Field(
        default=(), description="the issues that have a weight, beside those that an order or a comparison names"
    )

    @model_validator(mode="after")
    def _no_points_beside(self) -> Weights:
        if self.points and (self.comparisons or self.among):
            todo = "write all weights as points, or all as an order and comparisons"
            raise fault("comparison", "comparisons stand beside points", todo)
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The issues that have a weight."""
        compared = (name for comparison in self.comparisons for name in comparison.names)
        return tuple(self.points) or tuple(dict.fromkeys((*self.ranked, *self.among, *compared)))


class Values(_Ranking):
    """What each answer to one issue is worth to one party: points, an order of the answers, or comparisons of them.

    For a choice, option → 0 to 100. For a number, grid number → 0 to 100, straight lines between.
    For a set, member → points that its presence adds (negative: the party would rather it were out);
    the set's value counts from its worst: the sum over members in, less the sum of the negative ones.
    Comparisons are for a choice and make one answer the best, worth 100, and one the worst, worth 0.
    """

    points: Mapping[Text, Judgement] = Field(
        default_factory=dict[str, Judgement], description="option, member or number → points"
    )

    @model_validator(mode="after")
    def _comparisons_alone(self) -> Values:
        if self.comparisons and (self.points or self.order):
            todo = "write {more: a, than: [b, c]} for what the order says, or leave out the comparisons"
            raise fault("comparison", "comparisons of answers stand beside points or an order", todo)
        if any(c.packages or c.times != 1 or c.at_most is not None for c in self.comparisons):
            raise fault("comparison", "answers are compared by more and than, or equal", "{more: [a, b], than: c}")
        return self

    @property
    def compared(self) -> tuple[str, ...]:
        """The answers that comparisons name."""
        return tuple(dict.fromkeys(name for comparison in self.comparisons for name in comparison.names))
