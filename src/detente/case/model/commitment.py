"""Instruments: treaties, agreements and drafts, as directed clauses with a life in time."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from detente.case.model.base import Because, Date, Id, Ids, Label, Number, OneOrMany, Part, Text, YesNo
from detente.case.model.clause import Clause

State = Literal[
    "asked-for", "offered", "draft", "signed", "in-force", "suspended", "denounced", "terminated", "expired",
    "superseded", "not-activated",
]  # fmt: skip
"""Only in-force obliges."""

Kind = Literal["treaty", "agreement", "memorandum", "declaration", "statute", "draft"]


class Phase(Part):
    """What an instrument is, from a day on; or what it is between some of its parties only."""

    state: State = Field(description="asked-for, draft, signed, in-force, suspended, …")
    from_: Date | None = Field(default=None, description="from this day on; from the beginning where missing")
    until: Date | None = Field(default=None, description="the last day; open where missing")
    obligors: Ids = Field(default=(), description="only what these owe; everyone where missing")
    beneficiaries: Ids = Field(default=(), description="only what is owed to these; everyone where missing")
    by: Ids = Field(default=(), description="who suspended, denounced or ended it")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"state": data} if isinstance(data, str) else data


class Membership(Part):
    """A party to an instrument, and since when."""

    party: Id = Field(description="who is bound by it")
    from_: Date | None = Field(default=None, description="the first day; from the beginning where missing")
    until: Date | None = Field(default=None, description="the last day; open where missing")
    note: Label | None = Field(default=None, description="what a reader should know")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"party": data} if isinstance(data, str) else data


class Precondition(Part):
    """Something that has to happen before the instrument obliges anybody."""

    id: Id = Field(description="a name for it")
    what: Label = Field(description="what has to happen")
    met: YesNo | None = Field(default=None, description="whether it has happened, where known")
    on: Date | None = Field(default=None, description="when it happened")
    because: Because = ()


class Legal(Part):
    """What gives an instrument its force, and what is still missing for that."""

    binding: YesNo | None = Field(default=None, description="whether it binds in law; missing where disputed")
    ratification: Label | None = Field(default=None, description="what it needs, in words")
    needed: Ids = Field(default=(), description="whose ratification it needs: ids, or all")
    done: Ids = Field(default=(), description="who has ratified")
    note: Label | None = Field(default=None, description="what a reader should know")


class Term(Part):
    """How long an instrument lasts, and how it can be left."""

    indefinite: YesNo | None = Field(default=None, description="whether it has no end of its own")
    years: Number | None = Field(default=None, description="for how many years")
    renewal: Label | None = Field(default=None, description="how it is renewed")
    ends_when: Label | None = Field(default=None, description="what ends it before")
    notice_months: Number | None = Field(default=None, description="notice for leaving it, in months")
    note: Label | None = Field(default=None, description="what a reader should know")


class AccessionRule(Part):
    """How others may join."""

    rule: Label = Field(description="who has to agree, in words")
    article: Text | None = Field(default=None, description="where it stands")
    second_step: Label | None = Field(default=None, description="what is needed after the invitation")


class Reliability(Part):
    """How often such promises are kept: a Beta distribution, where it is from, and what it is conditional on."""

    beta: Annotated[tuple[Number, Number], Field(description="the two parameters, both above 0")]
    provenance: Text = Field(description="where the numbers are from")
    conditional_on: Text = Field(description="the cases that they were counted over, such as: a war has begun")


class Commitment(Part):
    """An instrument (treaty, agreement, draft), made of clauses."""

    id: Id = Field(description="a name for it")
    name: Label = Field(description="what it is called")
    aliases: tuple[Text, ...] = Field(default=(), description="other names that reports use")
    kind: Kind = Field(description="what it is")
    status: Annotated[tuple[Phase, ...], OneOrMany()] = Field(
        default=(), description="what it is, and since when: in-force, draft, suspended, …"
    )
    imitates: Id | None = Field(default=None, description="the instrument it is modelled on")
    proposal: Id | None = Field(default=None, description="the proposal that is its text")
    parties: Annotated[tuple[Membership, ...], OneOrMany()] = Field(
        default=(), description="who is bound by it, and since when"
    )
    open_parties: YesNo = Field(default=False, description="whether it has parties that are not named here")
    clauses: tuple[Clause, ...] = Field(default=(), description="its obligations")
    preconditions: tuple[Precondition, ...] = Field(default=(), description="what has to happen before it obliges")
    legal: Legal | None = Field(default=None, description="what gives it force")
    term: Term | None = Field(default=None, description="how long it lasts")
    accession: AccessionRule | None = Field(default=None, description="how others may join")
    consent: Ids = Field(default=(), description="who has to agree to it beside its parties")
    enforcement: Label | None = Field(default=None, description="who watches over it and decides disputes")
    forces: Label | None = Field(default=None, description="standing forces, command and planning that come with it")
    limits: tuple[Label, ...] = Field(default=(), description="what it leaves out")
    reliability: Reliability | None = Field(default=None, description="how often such promises are kept")
    sources: tuple[Text, ...] = Field(default=(), description="where its text was read")
    unknown: tuple[Label, ...] = Field(default=(), description="what the sources leave open")
    unsure: tuple[Text, ...] = Field(default=(), description="fields that are guessed, recalled, or disputed; and why")
    coder: Text | None = Field(default=None, description="who coded it")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
