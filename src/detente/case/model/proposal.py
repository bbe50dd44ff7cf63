"""Drafts on the table, and where parties stand on single issues."""

from __future__ import annotations

from pydantic import Field

from detente.case.model.base import Because, Condition, Date, Id, Ids, Label, Part, Span, Text
from detente.case.model.issue import Answer, Package
from detente.case.model.judgement import Judgement


class Provision(Part):
    """A passage of a draft's text; says what it settles."""

    id: Id = Field(description="a name for it")
    label: Label | None = Field(default=None, description="what it says, in short")
    span: Span | None = Field(default=None, description="where it stands in the draft's text: [start, end)")
    settles: Condition | None = Field(default=None, description="what it settles, as a condition over issues")
    because: Because = ()


class Proposal(Part):
    """A dated, authored, possibly partial package, with its text in provisions and its predecessor."""

    id: Id = Field(description="a name for it")
    title: Label | None = Field(default=None, description="what it is called")
    aliases: tuple[Text, ...] = Field(default=(), description="other names that reports use")
    by: Ids = Field(default=(), description="its authors, where known")
    on: Date | None = Field(default=None, description="when it appeared")
    status: Text | None = Field(default=None, description="circulated, submitted, signed, …")
    package: Package = Field(default_factory=dict, description="what it settles; may leave issues open")
    after: Ids = Field(default=(), description="the earlier proposals that it builds on or answers")
    text: Text | None = Field(default=None, description="a file beside the case that holds its text")
    provisions: tuple[Provision, ...] = Field(default=(), description="passages of the text")
    note: Label | None = Field(default=None, description="what is known and unknown about it")
    because: Because = ()


class Position(Part):
    """Where a party stands on one issue, how much it cares and how much it can do."""

    party: Id = Field(description="who")
    issue: Id = Field(description="on which issue")
    option: Answer = Field(description="the answer it favours")
    on: Date | None = Field(default=None, description="as of when")
    salience: Judgement | None = Field(default=None, description="how much it cares: 0 to 1")
    influence: Judgement | None = Field(default=None, description="how much it can do: 0 to 100")
    note: Label | None = Field(default=None, description="what a reader should know")
    by: Text | None = Field(default=None, description="whose judgement it is")
    because: Because = ()
