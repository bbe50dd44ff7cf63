"""What a party wants: weights over issues, values of answers, walk-away, red lines, offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import Discriminator, Field, Tag, model_validator

from detente.case.model.base import Because, Condition, Date, Id, Ids, Label, Part, Text, fault
from detente.case.model.issue import Package
from detente.case.model.judgement import Judgement, Values, Weights, unwrapped


class Interaction(Part):
    """Points added where a condition over several issues holds."""

    when: Condition = Field(description="where the points are added")
    points: Judgement = Field(description="points on the party's scale from 0 to 100; may be negative")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


def _form(value: object) -> str:
    return "{package}" if isinstance(value, Mapping) else "{word}"


Base = Annotated[
    Annotated[Literal["status-quo"], Tag("{word}")] | Annotated[Package, Tag("{package}")],
    Discriminator(_form),
]
"""What a walk-away is measured from."""


class WalkAway(Part):
    """What a party needs at least: a number on its scale, or a package's value less the cost of no deal."""

    at: Judgement | None = Field(default=None, description="a number on the party's own scale")
    package: Base | None = Field(default=None, description="status-quo, or a package, whose value is the walk-away")
    less: Judgement | None = Field(default=None, description="the cost of having no deal; may be negative")
    by: Text | None = Field(default=None, description="whose judgement it is")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, data: object) -> object:
        inner, about = unwrapped(data)
        if isinstance(inner, Mapping):
            given = cast(Mapping[str, Any], inner)
            if {"package", "at", "less"} & set(given):
                return {**given, **about}
        return {"at": cast(object, inner), **about}

    @model_validator(mode="after")
    def _one_form(self) -> WalkAway:
        if (self.at is None) == (self.package is None):
            todo = "write 40, or {package: status-quo, less: 10}"
            raise fault("walk-away", "a walk-away is a number or a package", todo)
        if self.at is not None and self.less is not None:
            raise fault("walk-away", "less stands beside a number", "subtract it, or write package: status-quo")
        return self


class RedLine(Part):
    """What a party refuses whatever else it gets."""

    id: Id | None = Field(default=None, description="a name for it")
    never: Condition = Field(description="what the party does not accept")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Preference(Part):
    """What one party wants."""

    weights: Weights | None = Field(default=None, description="how much each issue matters")
    values: Mapping[Id, Values] = Field(
        default_factory=dict[str, Values], description="issue → what each answer is worth"
    )
    interactions: tuple[Interaction, ...] = Field(default=(), description="points that depend on several issues")
    walk_away: WalkAway | None = Field(default=None, description="what the party needs at least")
    red_lines: tuple[RedLine, ...] = Field(default=(), description="what the party refuses whatever else it gets")
    note: Label | None = Field(default=None, description="how the analyst reached these judgements")
    by: Text | None = Field(default=None, description="whose judgement it is, where nothing closer says so")
    because: Because = ()


class Offer(Part):
    """A conditional concession that binds its author: this, if that."""

    id: Id = Field(description="a name for it")
    by: Id = Field(description="who makes it")
    to: Ids = Field(default=(), description="whom it is made to")
    gives: Condition = Field(description="what the author concedes")
    if_: Condition = Field(description="what the author asks in return")
    on: Date | None = Field(default=None, description="when it was made")
    until: Date | None = Field(default=None, description="the last day on which it stands")
    withdrawn: Date | None = Field(default=None, description="when it was taken back")
    replaces: Id | None = Field(default=None, description="the earlier offer that it replaces")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()


class View(Part):
    """An overlay: another analyst's, or a confidential, set of preferences."""

    view: Id = Field(description="the name of the view; the file is views/NAME.yaml")
    title: Label | None = Field(default=None, description="what the brief calls it")
    by: Text | None = Field(default=None, description="whose judgements these are")
    preferences: Mapping[Id, Preference] = Field(description="party → preference; replaces the case's own")
