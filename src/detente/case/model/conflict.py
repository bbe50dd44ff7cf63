"""What single parties can do and how they rank what comes of it, for the stability engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, cast

from pydantic import Field, model_validator

from detente.case.model.base import Because, Condition, Id, Ids, Label, OneOrMany, Part, Text, YesNo, fault
from detente.case.model.state_preference import StatePreference, StateSet

Moves = Literal["both", "forward", "back", "fixed"]


class Action(Part):
    """A yes/no move under one party's control (the field's "option")."""

    id: Id = Field(description="a name for it, that conditions use")
    party: Id = Field(description="whose move it is")
    label: Label = Field(description="the move in words, as after “could”: give up the bid")
    undone: Label | None = Field(default=None, description="undoing it in words, as after “could”: renew the bid")
    moves: Moves = Field(
        default="both",
        description="both: it can be taken and undone; forward: only taken; back: only undone; fixed: neither",
    )
    means: Condition | None = Field(
        default=None, description="what taking it makes of the issues, such as alliance = dropped"
    )
    with_agreement: YesNo | None = Field(
        default=None, description="whether any agreement has it taken, where no issue speaks of it: the fighting stops"
    )
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")

    @model_validator(mode="after")
    def _one_source(self) -> Action:
        if self.means is not None and self.with_agreement is not None:
            what = "what the action means tells already whether a package has it taken"
            raise fault("with-agreement", what, "leave `means` or `with-agreement` out")
        return self


class Feasibility(Part):
    """What can and what cannot be the case together; a condition alone is one that must hold."""

    id: Id | None = Field(default=None, description="a name for it")
    must: Condition | None = Field(default=None, description="what holds in every state")
    never: Condition | None = Field(default=None, description="what holds in no state")
    if_: Condition | None = Field(default=None, description="where this holds …")
    then: Condition | None = Field(default=None, description="… this holds as well")
    exactly_one: tuple[Id, ...] = Field(default=(), description="actions of which one is taken: one of several answers")
    at_most_one: tuple[Id, ...] = Field(default=(), description="actions of which no two are taken")
    note: Label | None = Field(default=None, description="why it is so")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return cast(object, data) if isinstance(data, Mapping) else {"must": data}

    @model_validator(mode="after")
    def _one_form(self) -> Feasibility:
        pair = (self.if_ is not None, self.then is not None)
        forms = [self.must is not None, self.never is not None, any(pair)]
        forms += [bool(self.exactly_one), bool(self.at_most_one)]
        if sum(forms) != 1 or pair[0] != pair[1]:
            todo = "write `must`, `never`, `if` with `then`, `exactly-one` or `at-most-one`"
            raise fault("feasible", "what is feasible has one form", todo)
        return self


class NamedState(Part):
    """A state with a name of its own: one of the option form, several that count as one, or one beside them."""

    id: Id = Field(description="a name for it, that conditions, arcs and rankings use")
    when: StateSet | None = Field(
        default=None,
        description="the states of the option form that it names; several are coalesced; missing: none of them",
    )
    label: Label | None = Field(default=None, description="the state in words")
    note: Label | None = Field(default=None, description="what a reader should know")


class Arc(Part):
    """A move between states beside those that the actions give, by one or by each of several; or one that is barred."""

    party: Ids = Field(
        min_length=1, description="who can move so; several: each of them alone, the field's common move"
    )
    from_: StateSet = Field(description="from which states")
    to: StateSet = Field(description="to which states; what others do stays as it is")
    back: YesNo = Field(default=False, description="whether it leads back as well")
    never: YesNo = Field(default=False, description="whether this move, which the actions give, cannot be made")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Coalition(Part):
    """Parties that may act together."""

    id: Id | None = Field(default=None, description="a name for it")
    members: tuple[Id, ...] = Field(description="who: two or more")
    label: Label | None = Field(default=None, description="what it is called")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: object) -> object:
        return {"members": cast(object, data)} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _several(self) -> Coalition:
        if len(self.members) < 2 or len(set(self.members)) < len(self.members):
            raise fault("coalition", "a coalition has two or more different members", "write [a, b]")
        return self


class PerceivedConflict(Part):
    """The conflict as one party sees it, where that differs: the field's hypergame."""

    party: Id = Field(description="who sees it so")
    preferences: Mapping[Id, StatePreference] = Field(
        default_factory=dict[str, StatePreference], description="party → what this party believes of its preferences"
    )
    unseen: Annotated[tuple[StateSet, ...], OneOrMany()] = Field(
        default=(), description="states that it does not see, nor moves from and to them"
    )
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Variant(Part):
    """The conflict with some things otherwise, to see what hangs on them."""

    id: Id = Field(description="a name for it")
    label: Label | None = Field(default=None, description="what is otherwise, in words")
    preferences: Mapping[Id, StatePreference] = Field(
        default_factory=dict[str, StatePreference], description="party → its preference instead"
    )
    moves: Mapping[Id, Moves] = Field(
        default_factory=dict[str, Moves], description="action → how it may change instead"
    )
    arcs: tuple[Arc, ...] | None = Field(default=None, description="the arcs instead")
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgement it is")


class Conflict(Part):
    """The moves that parties have, and how they rank the states these lead to."""

    actions: tuple[Action, ...] = Field(default=(), description="the moves, each under one party's control")
    feasible: tuple[Feasibility, ...] = Field(default=(), description="what can and what cannot be the case together")
    status_quo: StateSet | None = Field(default=None, description="what is so today: the actions taken, or a state")
    preferences: Mapping[Id, StatePreference] = Field(
        default_factory=dict[str, StatePreference], description="party → how it ranks the states; missing: not known"
    )
    states: tuple[NamedState, ...] = Field(default=(), description="states with names; coalesced and explicit ones")
    arcs: tuple[Arc, ...] = Field(default=(), description="moves beside those that the actions give")
    coalitions: tuple[Coalition, ...] = Field(default=(), description="who may act together")
    views: tuple[PerceivedConflict, ...] = Field(default=(), description="who sees the conflict otherwise")
    variants: tuple[Variant, ...] = Field(default=(), description="what might be otherwise")
    proposals: Mapping[Id, tuple[Id, ...]] = Field(
        default_factory=dict[str, tuple[str, ...]],
        description="proposal → the actions taken once it is carried out, where `means` does not say it",
    )
    note: Label | None = Field(default=None, description="what a reader should know")
    because: Because = ()
    by: Text | None = Field(default=None, description="whose judgements these are")
