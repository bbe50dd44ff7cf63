"""Who would owe what to whom, and when, for the commitments engine."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from detente.case.model.base import Because, Id, Ids, Label, Part, Text


class Clause(Part):
    """One directed obligation."""

    id: Id = Field(description="a name for it")
    article: Text | None = Field(default=None, description="where it stands in the instrument")
    obligors: Ids = Field(default=(), description="who owes")
    beneficiaries: Ids = Field(default=(), description="to whom")
    trigger: Label | None = Field(default=None, description="what calls it into force")
    duty: Label = Field(description="what is owed")
    unknown: tuple[Label, ...] = Field(default=(), description="what the sources leave open")
    because: Because = ()


class Commitment(Part):
    """An instrument (treaty, agreement, draft), made of clauses."""

    id: Id = Field(description="a name for it")
    name: Label = Field(description="what it is called")
    kind: Literal["treaty", "agreement", "declaration", "draft"] = Field(description="what it is")
    status: Text | None = Field(default=None, description="in-force, proposed, …")
    imitates: Id | None = Field(default=None, description="the instrument it is modelled on")
    parties: Ids = Field(default=(), description="who is bound by it")
    clauses: tuple[Clause, ...] = Field(default=(), description="its obligations")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
