"""A case: everything known about one negotiation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from detente.case.model.base import Date, Id, Label, Part, Text
from detente.case.model.commitment import Commitment
from detente.case.model.conflict import Conflict
from detente.case.model.contest import Accession, Contest
from detente.case.model.issue import Constraint, Issue, Package
from detente.case.model.party import Agreement, Name, Party
from detente.case.model.preference import Offer, Preference
from detente.case.model.proposal import Position, Proposal
from detente.case.model.record import Event, Report, Statement
from detente.case.model.scenario import Scenario


class Case(Part):
    """Everything known about one negotiation; only `parties` and `issues` are always needed."""

    detente: Literal[1] = Field(description="the version of this format")
    id: Id = Field(description="a name for the case; the folder has the same")
    title: Label = Field(description="what the negotiation is called")
    question: Label | None = Field(default=None, description="the question that the brief answers")
    as_of: Date | None = Field(default=None, description="the day on which the record closes")
    by: Text | None = Field(default=None, description="whose judgements these are, where nothing closer says so")
    note: Label | None = Field(default=None, description="what a reader should know")
    names: tuple[Name, ...] = Field(default=(), description="which names the brief uses")
    parties: tuple[Party, ...] = Field(min_length=1, description="who takes positions")
    agreement: Agreement | None = Field(default=None, description="whose yes makes a package an agreement")
    issues: tuple[Issue, ...] = Field(min_length=1, description="what is to be settled")
    status_quo: Package | None = Field(default=None, description="what holds with no agreement")
    constraints: tuple[Constraint, ...] = Field(default=(), description="what is impossible for anyone")
    preferences: Mapping[Id, Preference] = Field(
        default_factory=dict[str, Preference], description="party → what it wants"
    )
    offers: tuple[Offer, ...] = Field(default=(), description="conditional concessions")
    proposals: tuple[Proposal, ...] = Field(default=(), description="drafts on the table")
    positions: tuple[Position, ...] = Field(default=(), description="where parties stand on single issues")
    reports: tuple[Report, ...] = Field(default=(), description="the documents that the record rests on")
    statements: tuple[Statement, ...] = Field(default=(), description="who said what, and where it stands")
    events: tuple[Event, ...] = Field(default=(), description="what happened, slot by slot and report by report")
    conflict: Conflict | None = Field(default=None, description="what single parties can do")
    commitments: tuple[Commitment, ...] = Field(default=(), description="instruments and their clauses")
    scenarios: tuple[Scenario, ...] = Field(default=(), description="what might happen, for the commitments engine")
    contests: tuple[Contest, ...] = Field(default=(), description="fights that somebody might choose")
    accessions: tuple[Accession, ...] = Field(
        default=(), description="votes before somebody joins, or a set is in force"
    )
