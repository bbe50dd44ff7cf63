"""The conflict that a case states: who can do what, which states there are, and how each party ranks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from detente.case.conflict_states import StateSpace
from detente.case.model.case import Case
from detente.case.model.conflict import Action as CaseAction
from detente.case.model.conflict import Conflict as CaseConflictSection
from detente.case.model.conflict import PerceivedConflict, Variant
from detente.engines.stability.hypergame import View, seen_as
from detente.engines.stability.of_case.graph import Nodes, graph_form_of, is_graph, of_nodes
from detente.engines.stability.of_case.ranks import NO_SCORES, Ranked, Scores, ranked
from detente.engines.stability.problem import Action, Conflict, OptionForm
from detente.foundation.errors import CaseError, Fault, OutOfDomain

NO_VIEWS: Mapping[str, View] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class CaseConflict:
    """A case's conflict as the engine's problem, with the case's names.

    problem: decision makers are the ids of parties, actions those of the case. ranked: how each decision maker ranks
        the states, in the order of `problem.decision_makers`. nodes: for a graph, what each of its states stands for.
    views: for the parties that see the conflict otherwise how they see it, over the same states.
    variant, view: which part of the case replaces others; None for the conflict as it is.
    """

    case: Case = field(repr=False)
    conflict: CaseConflictSection = field(repr=False)
    space: StateSpace = field(repr=False)
    problem: Conflict
    ranked: tuple[Ranked, ...] = field(repr=False)
    nodes: Nodes | None = field(default=None, repr=False)
    views: Mapping[str, View] = field(default_factory=lambda: NO_VIEWS, repr=False)
    variant: str | None = None
    view: str | None = None

    @property
    def actions(self) -> tuple[CaseAction, ...]:
        """The actions, in the order of the bits of a state."""
        return self.conflict.actions

    @property
    def not_known(self) -> tuple[str, ...]:
        """Decision makers of whose preferences the case says nothing: for them all states tie."""
        return tuple(p for p, r in zip(self.problem.decision_makers, self.ranked, strict=True) if r.form == "nothing")

    @property
    def partly_known(self) -> tuple[str, ...]:
        """Decision makers of whose preferences some pairs are unknown."""
        names = zip(self.problem.decision_makers, self.ranked, strict=True)
        return tuple(p for p, r in names if r.form != "nothing" and not r.certain)

    @property
    def coalitions(self) -> tuple[tuple[int, ...], ...]:
        """Who may act together, by their places among the decision makers."""
        order = self.problem.decision_makers
        return tuple(tuple(sorted(order.index(name) for name in item.members)) for item in self.conflict.coalitions)

    def state_of(self, place: int) -> int:
        """The state of the problem that a place in the space of states belongs to."""
        return place if self.nodes is None else int(self.nodes.node_of[place])

    def place_of(self, state: int) -> int:
        """The first place in the space of states that a state of the problem stands for."""
        return state if self.nodes is None else self.nodes.members[state][0]


def conflict_of_case(
    case: Case, *, variant: str | None = None, view: str | None = None, scores: Scores = NO_SCORES
) -> CaseConflict:
    """The conflict of a case, of one of its variants, or as one party sees it.

    scores: for parties whose preference comes from their values the worth of every state (`assessment.conflict`).

    Raises CaseError where the case has no conflict, OutOfDomain for a variant or view that does not exist,
    TooLarge above 24 actions. O(states × statements).
    """
    section = case.conflict
    if section is None or not (section.actions or section.states):
        what = "the case has no conflict, so nothing is known of what parties can do alone"
        todo = "add conflict: {actions: [{id: sign, party: a, label: sign the draft}]}; docs/reference/conflict.md"
        raise CaseError([Fault("error", "section-missing", "conflict", what, todo)])
    if variant is not None:
        section = with_variant(section, _named(section.variants, variant, "variant"))
    seen = None if view is None else _seen(section, view)
    if seen is not None:
        section = section.model_copy(update={"preferences": {**section.preferences, **seen.preferences}})
    return _asked(case, section, variant, seen, scores)


def with_variant(section: CaseConflictSection, variant: Variant) -> CaseConflictSection:
    """The conflict with what a variant says instead."""
    actions = tuple(
        action.model_copy(update={"moves": variant.moves[action.id]}) if action.id in variant.moves else action
        for action in section.actions
    )
    arcs = section.arcs if variant.arcs is None else variant.arcs
    preferences = {**section.preferences, **variant.preferences}
    return section.model_copy(update={"actions": actions, "arcs": arcs, "preferences": preferences})


def decision_makers(case: Case, section: CaseConflictSection) -> tuple[str, ...]:
    """The parties with an action, an arc, a preference or a coalition, in the order of the case."""
    named = {action.party for action in section.actions} | set(section.preferences)
    named |= {party for arc in section.arcs for party in arc.party}
    named |= {party for coalition in section.coalitions for party in coalition.members}
    return tuple(party.id for party in case.parties if party.id in named)


def _asked(
    case: Case, section: CaseConflictSection, variant: str | None, seen: PerceivedConflict | None, scores: Scores
) -> CaseConflict:
    space = StateSpace(section, seen.unseen if seen else ())
    parties = decision_makers(case, section)
    found = tuple(ranked(space, party, section.preferences.get(party), scores) for party in parties)
    actions = tuple(Action(item.id, parties.index(item.party), item.moves) for item in section.actions)
    status_quo = _status_quo(space)
    ranks = [item.ranks for item in found]
    view = seen.party if seen else None
    if is_graph(space):
        form, nodes = graph_form_of(space, parties, actions, ranks, status_quo)
        views = _views(section, space, form, nodes, scores)
        return CaseConflict(case, section, space, form, found, nodes, views, variant, view)
    every = bool(space.feasible.all())
    problem = OptionForm(parties, actions, tuple(ranks), None if every else space.feasible, status_quo)
    views = _views(section, space, problem, None, scores)
    return CaseConflict(case, section, space, problem, found, None, views, variant, view)


def _views(
    section: CaseConflictSection, space: StateSpace, problem: Conflict, nodes: Nodes | None, scores: Scores
) -> Mapping[str, View]:
    """How the parties that see the conflict otherwise see it."""
    found: dict[str, View] = {}
    for item in section.views:
        if item.party not in problem.decision_makers:
            raise OutOfDomain(f"{item.party} has no action and no preference, so how it sees the conflict is idle")
        believed = {name: ranked(space, name, preference, scores) for name, preference in item.preferences.items()}
        ranks = {
            name: one.ranks if nodes is None else of_nodes(nodes, name, one.ranks) for name, one in believed.items()
        }
        hidden = [place for one in item.unseen for place in np.flatnonzero(space.where(one)).tolist()]
        states = sorted({place if nodes is None else int(nodes.node_of[place]) for place in hidden})
        found[item.party] = seen_as(problem, ranks=ranks, unseen=states)
    return MappingProxyType(found)


def _status_quo(space: StateSpace) -> int | None:
    if space.conflict.status_quo is None:
        return None
    found = np.flatnonzero(space.where(space.conflict.status_quo))
    return int(found[0]) if len(found) else None


def _named(variants: tuple[Variant, ...], name: str, kind: str) -> Variant:
    for item in variants:
        if item.id == name:
            return item
    known = ", ".join(item.id for item in variants) or "the case has none"
    raise OutOfDomain(f"there is no {kind} '{name}' ({known})")


def _seen(section: CaseConflictSection, party: str) -> PerceivedConflict:
    for item in section.views:
        if item.party == party:
            return item
    known = ", ".join(item.party for item in section.views) or "the case has none"
    raise OutOfDomain(f"there is no view of '{party}' ({known})")


def levels_of(found: CaseConflict) -> Mapping[str, Ranked]:
    """The decision makers for whom some differences are great."""
    names = zip(found.problem.decision_makers, found.ranked, strict=True)
    return {name: item for name, item in names if item.levels is not None}
