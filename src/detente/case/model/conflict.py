"""What single parties can do, for the stability engine."""

from __future__ import annotations

from pydantic import Field

from detente.case.model.base import Because, Id, Label, Part


class Action(Part):
    """A yes/no move under one party's control (the field's "option")."""

    id: Id = Field(description="a name for it")
    party: Id = Field(description="whose move it is")
    label: Label = Field(description="the move in words")
    because: Because = ()


class Conflict(Part):
    """The moves that parties have."""

    actions: tuple[Action, ...] = Field(default=(), description="the moves, each under one party's control")
    note: Label | None = Field(default=None, description="what a reader should know")
