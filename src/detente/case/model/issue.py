"""What is to be settled, what answers there are, and what is impossible for anyone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, cast

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from detente.case.model.base import (
    Because,
    Condition,
    Id,
    Label,
    Number,
    Part,
    Text,
    YesNo,
    exact,
    fault,
    plain,
    shown,
)


def _answer(value: object) -> str | Fraction | tuple[str, ...]:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        members = cast(list[object], value)
        wrong = [member for member in members if not isinstance(member, str)]
        if wrong:
            raise fault("answer", f"{shown(wrong[0])} is no member's id", "write [a, b]")
        return tuple(str(member) for member in members)
    if not isinstance(value, int | Decimal | float | Fraction) or isinstance(value, bool):
        raise fault("answer", f"{shown(value)} is not an answer", "write an option, a list, or a number")
    return exact(value)


def _written(answer: str | Fraction | tuple[str, ...]) -> object:
    return plain(answer) if isinstance(answer, Fraction) else answer


Answer = Annotated[
    str | Fraction | tuple[str, ...],
    PlainValidator(_answer),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "array", "items": {"type": "string"}}]}),
]
Package = Mapping[Id, Answer]


class Option(Part):
    """One possible answer to a choice."""

    id: Id = Field(description="the id that conditions and packages use")
    label: Label | None = Field(default=None, description="the answer in words")
    aliases: tuple[Text, ...] = Field(default=(), description="other words that reports use for it")
    at: Number | None = Field(default=None, description="its place on the scale of a scaled issue")
    commitment: Id | None = Field(default=None, description="the instrument in `commitments` that it stands for")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()


class Issue(Part):
    """A question to be settled, and its possible answers."""

    id: Id = Field(description="the id that conditions and packages use")
    question: Label = Field(description="the question in words")
    label: Label | None = Field(default=None, description="a short name for tables and pictures")
    aliases: tuple[Text, ...] = Field(default=(), description="other words that reports use for it")
    kind: Literal["choice", "set", "number"] = Field(
        description="choice: one of several; set: any subset; number: a number on a grid"
    )
    options: tuple[Option, ...] = Field(default=(), description="the answers of a choice")
    of: tuple[Id, ...] = Field(default=(), description="the members of a set: parties or other ids")
    from_: Number | None = Field(default=None, description="the lowest number")
    to: Number | None = Field(default=None, description="the highest number")
    step: Number | None = Field(default=None, description="the distance between numbers of the grid")
    units: Text | None = Field(default=None, description="the unit of the number")
    scaled: YesNo = Field(default=False, description="whether the options of a choice have places on one scale")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()

    @model_validator(mode="after")
    def _complete(self) -> Issue:
        number = (self.from_, self.to, self.step)
        wanted = {
            "choice": bool(self.options) and not self.of and number == (None, None, None),
            "set": bool(self.of) and not self.options and number == (None, None, None),
            "number": None not in number and not self.options and not self.of,
        }
        if not wanted[self.kind]:
            forms = {
                "choice": "a choice has `options` and neither `of` nor `from`, `to`, `step`",
                "set": "a set has `of` and neither `options` nor `from`, `to`, `step`",
                "number": "a number has `from`, `to` and `step` and neither `options` nor `of`",
            }
            raise fault("issue-kind", f"the fields do not fit kind: {self.kind}", forms[self.kind])
        if self.kind == "number" and len(self._checked_grid()) < 1:
            raise fault("issue-grid", "the grid is empty", "`from` must not lie above `to`")
        return self

    def _checked_grid(self) -> tuple[Fraction, ...]:
        if self.from_ is None or self.to is None or self.step is None:
            return ()
        if self.step <= 0:
            raise fault("issue-grid", "step is not above 0", "write the distance between two numbers")
        count = (self.to - self.from_) // self.step + 1
        if count > 10_000:
            raise fault("issue-grid", f"the grid has {count:,} numbers", "choose a larger step; 10,000 at most")
        return tuple(self.from_ + index * self.step for index in range(int(count)))

    @cached_property
    def numbers(self) -> tuple[Fraction, ...]:
        """The grid of a number, ascending; empty for other kinds."""
        return self._checked_grid()

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the options of a choice or of the members of a set."""
        return self.of or tuple(option.id for option in self.options)

    @property
    def short(self) -> str:
        """A short name: the label, or the id in words."""
        return str(self.label) if self.label else self.id.replace("-", " ").capitalize()

    def option_label(self, name: str) -> str:
        """The words for an option, or its id."""
        found = next((option for option in self.options if option.id == name), None)
        return str(found.label) if found and found.label else name.replace("-", " ")


class Constraint(Part):
    """What is impossible for anyone: `must`, `never`, or `if` with `then`."""

    id: Id = Field(description="a name for it")
    must: Condition | None = Field(default=None, description="what holds in every package")
    never: Condition | None = Field(default=None, description="what holds in no package")
    if_: Condition | None = Field(default=None, description="where this holds …")
    then: Condition | None = Field(default=None, description="… this holds as well")
    note: Label | None = Field(default=None, description="why it is impossible")
    because: Because = ()

    @model_validator(mode="after")
    def _one_form(self) -> Constraint:
        forms = (self.must is not None) + (self.never is not None) + (self.if_ is not None or self.then is not None)
        if forms != 1 or (self.if_ is None) != (self.then is None):
            raise fault("constraint", "a constraint has one form", "write `must`, or `never`, or `if` with `then`")
        return self
