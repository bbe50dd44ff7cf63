"""What a promise would be worth: strengths, costs and reliabilities, all of them judgements."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from detente.case.model.base import Because, Id, Label, Number, Part, Text, YesNo
from detente.case.model.commitment import Reliability
from detente.case.model.judgement import Judgement


class Guarantor(Part):
    """A party that might join the protégé's side."""

    party: Id = Field(description="who")
    commitment: Id | None = Field(default=None, description="the instrument that obliges it")
    strength: Judgement | None = Field(default=None, description="its strength; that under strengths where missing")
    projection: Judgement | None = Field(default=None, description="the share of it that arrives: 0 to 1; else 1")
    reliability: Judgement | None = Field(default=None, description="the probability that it joins: 0 to 1")
    prior: Reliability | None = Field(default=None, description="a Beta distribution in place of a reliability")
    added_cost: Judgement | None = Field(default=None, description="what its joining costs the challenger; else 0")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Shift(Part):
    """Power that moves between this period and the next, for the commitment problem."""

    rising: Id = Field(description="the party whose chance to win grows")
    now: Judgement = Field(description="its chance to win a war now: 0 to 1")
    next: Judgement = Field(description="its chance to win one in the next period: 0 to 1")
    discount: Judgement = Field(description="what the next period counts against this one: 0 to 1")
    cost_rising: Judgement = Field(description="what war costs it, in shares of the prize")
    cost_declining: Judgement = Field(description="what war costs the other, in shares of the prize")
    with_guarantee: Judgement | None = Field(default=None, description="its chance to win if the guarantor joins")
    guarantee_cost: Judgement | None = Field(default=None, description="what that costs it more")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Fading(Part):
    """How a guarantee's reliability goes over the years."""

    years: Number | None = Field(default=None, description="its term; none where missing")
    alternatives: tuple[Number, ...] = Field(default=(), description="other terms on the table, in years")
    notice_years: Number | None = Field(default=None, description="the notice for leaving it")
    hazard: Judgement | None = Field(default=None, description="by which share it fades a year: 0 or more")
    discount: Judgement | None = Field(default=None, description="what a year counts against the one before; else 0.95")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Contest(Part):
    """A fight that somebody might choose, and what would hold him back."""

    id: Id = Field(description="a name for it")
    title: Label | None = Field(default=None, description="what is fought over, in short")
    scenario: Id | None = Field(default=None, description="the scenario that it belongs to")
    challenger: Id = Field(description="who might attack")
    protege: Id = Field(description="who might be attacked")
    prize: Judgement = Field(description="what winning is worth to the challenger")
    status_quo: Judgement | None = Field(default=None, description="what not attacking is worth to it; else 0")
    cost: Judgement = Field(description="what fighting costs the challenger, with nobody joining")
    protege_cost: Judgement | None = Field(default=None, description="what fighting costs the protégé")
    decisiveness: Judgement | None = Field(
        default=None, description="how far strength decides: 0 or more; 1 if missing"
    )
    strengths: Mapping[Id, Judgement] = Field(
        default_factory=dict[str, Judgement], description="party → its strength, on any one scale"
    )
    guarantors: tuple[Guarantor, ...] = Field(default=(), description="who might join the protégé")
    only_if_attacked: YesNo = Field(
        default=False, description="whether guarantors stay out of a war that the protégé begins"
    )
    correlation: Judgement | None = Field(
        default=None, description="how far the guarantors decide alike: 0 to below 1; else 0"
    )
    settlement: Judgement | None = Field(
        default=None, description="the challenger's share of the prize in peace: 0 to 1"
    )
    shifts: tuple[Shift, ...] = Field(default=(), description="how power would move; one a party that might rise")
    fading: Fading | None = Field(default=None, description="how the guarantee's reliability goes over the years")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgements these are")


class Ballot(Part):
    """How one voter weighs a yes against things as they are."""

    party: Id = Field(description="who votes")
    yes: Judgement | None = Field(default=None, description="what the outcome is worth to it, on its own scale")
    no: Judgement | None = Field(default=None, description="what no change is worth to it, on its own scale")
    probability: Judgement | None = Field(default=None, description="the probability that it agrees: 0 to 1")
    mean_days: Judgement | None = Field(default=None, description="days that it takes on average once it agrees")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Step(Part):
    """One vote on the way: an invitation, ratifications, the settlement itself."""

    id: Id = Field(description="a name for it")
    title: Label | None = Field(default=None, description="what is voted on")
    quota: Number | None = Field(default=None, description="the weight that carries it; unanimity where missing")
    weights: Mapping[Id, Number] = Field(default_factory=dict[str, Number], description="voter → weight; else 1")
    ballots: tuple[Ballot, ...] = Field(min_length=1, description="who votes, and how each sees it")
    at_least: Number | None = Field(default=None, description="how many have to be in force, for bilateral sets")


class Accession(Part):
    """Votes that have to pass before somebody joins, or a set of guarantees is in force."""

    id: Id = Field(description="a name for it")
    title: Label | None = Field(default=None, description="what is to come into being")
    commitment: Id | None = Field(default=None, description="the instrument that it brings into force or extends")
    candidate: Id | None = Field(default=None, description="who would join")
    steps: tuple[Step, ...] = Field(min_length=1, description="the votes, in their order")
    correlation: Judgement | None = Field(default=None, description="how far voters decide alike: 0 to below 1")
    within_days: Number | None = Field(default=None, description="the time asked about, in days")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgements these are")
