"""The graph of a conflict whose states are coalesced, stand beside the option form, or have moves of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.case.conflict_states import StateSpace
from detente.case.model.conflict import Arc
from detente.engines.stability.expansion import graph_of, grouped
from detente.engines.stability.problem import Action, GraphForm, IntArray, OptionForm, RankArray
from detente.foundation.errors import OutOfDomain, TooLarge

MOST_ADDED = 2_000_000
"""Most pairs of states that one arc of the case is spread over."""


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The states of the graph, and what each stands for: places in the space of states, ascending."""

    names: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    node_of: IntArray
    """For each place in the space the node it belongs to; -1 where it is infeasible."""


def is_graph(space: StateSpace) -> bool:
    """Whether the option form does not do: arcs of its own, states beside it, or several states in one."""
    if space.conflict.arcs or space.beside:
        return True
    return any((space.named[state.id] & space.feasible).sum() > 1 for state in space.conflict.states)


def nodes_of(space: StateSpace) -> Nodes:
    """The states of the graph in the order of their lowest codes, those beside the option form last.

    Raises OutOfDomain where a state is part of two that are coalesced.
    """
    label = np.where(space.feasible, np.arange(len(space)), -1)
    names: dict[int, str] = {}
    for state in space.conflict.states:
        places = np.flatnonzero(space.named[state.id] & space.feasible)
        if not len(places):
            continue
        if len(places) > 1 and np.any(label[places] != places):
            raise OutOfDomain(f"{state.id}: a state that it is made of is part of another coalesced state")
        label[places] = places[0]
        names.setdefault(int(places[0]), state.id)
    firsts = np.unique(label[label >= 0])
    node_of = np.where(label >= 0, np.searchsorted(firsts, label), -1).astype(np.int64)
    members: list[list[int]] = [[] for _ in firsts]
    for place in np.flatnonzero(node_of >= 0).tolist():
        members[int(node_of[place])].append(place)
    return Nodes(
        tuple(names[first] if first in names else space.pattern(first) for first in firsts.tolist()),
        tuple(map(tuple, members)),
        node_of,
    )


def graph_form_of(
    space: StateSpace,
    parties: Sequence[str],
    actions: tuple[Action, ...],
    ranks: Sequence[RankArray],
    status_quo: int | None,
) -> tuple[GraphForm, Nodes]:
    """The graph: arcs of the option form less those that are barred, joined where states are, and those of the case.

    Raises OutOfDomain where states that count as one are ranked differently.
    """
    nodes = nodes_of(space)
    arcs = [
        _joined(*_kept(space, party, arcs), nodes)
        for party, arcs in zip(parties, _own_arcs(space, parties, actions), strict=True)
    ]
    for arc in space.conflict.arcs:
        if not arc.never:
            origins, targets = _added(space, nodes, arc)
            for party in arc.party:
                i = parties.index(party)
                arcs[i] = (np.concatenate([arcs[i][0], origins]), np.concatenate([arcs[i][1], targets]))
    n = len(nodes.names)
    both = [grouped(origins, targets, n) for origins, targets in arcs]
    form = GraphForm(
        decision_makers=tuple(parties),
        states=nodes.names,
        starts=tuple(starts for starts, _ in both),
        targets=tuple(targets for _, targets in both),
        ranks=tuple(of_nodes(nodes, party, r) for party, r in zip(parties, ranks, strict=True)),
        status_quo=None if status_quo is None else int(nodes.node_of[status_quo]),
    )
    return form, nodes


def _own_arcs(
    space: StateSpace, parties: Sequence[str], actions: tuple[Action, ...]
) -> list[tuple[IntArray, IntArray]]:
    """For each party the arcs between codes that its actions give."""
    none = np.zeros(0, dtype=np.int64)
    if not actions:
        return [(none, none) for _ in parties]
    flat = tuple(np.zeros(space.n_codes, dtype=np.int32) for _ in parties)
    found = graph_of(OptionForm(tuple(parties), actions, flat, space.feasible[: space.n_codes]))
    return [
        (np.repeat(found.codes, np.diff(starts)), found.codes[targets])
        for starts, targets in zip(found.form.starts, found.form.targets, strict=True)
    ]


def _kept(space: StateSpace, party: str, arcs: tuple[IntArray, IntArray]) -> tuple[IntArray, IntArray]:
    """The arcs that no entry of the case bars."""
    origins, targets = arcs
    keep = np.ones(len(origins), dtype=np.bool_)
    for arc in space.conflict.arcs:
        if arc.never and party in arc.party:
            one, other = space.where(arc.from_), space.where(arc.to)
            keep &= ~(one[origins] & other[targets])
            if arc.back:
                keep &= ~(other[origins] & one[targets])
    return origins[keep], targets[keep]


def _joined(origins: IntArray, targets: IntArray, nodes: Nodes) -> tuple[IntArray, IntArray]:
    return nodes.node_of[origins], nodes.node_of[targets]


def _added(space: StateSpace, nodes: Nodes, arc: Arc) -> tuple[IntArray, IntArray]:
    """The arcs of one entry, between nodes; what parties that do not move have done stays as it is."""
    one = np.unique(nodes.node_of[np.flatnonzero(space.where(arc.from_))])
    other = np.unique(nodes.node_of[np.flatnonzero(space.where(arc.to))])
    if len(one) * len(other) > MOST_ADDED:
        todo = "name fewer states in `from` and `to`"
        raise TooLarge("pairs of states of one arc", estimate=len(one) * len(other), limit=MOST_ADDED, todo=todo)
    origins, targets = np.repeat(one, len(other)), np.tile(other, len(one))
    others = sum(1 << o for o, action in enumerate(space.conflict.actions) if action.party not in arc.party)
    single = np.array([len(m) == 1 and m[0] < space.n_codes for m in nodes.members], dtype=np.bool_)
    codes = np.array([m[0] if m[0] < space.n_codes else 0 for m in nodes.members], dtype=np.int64)
    alike = (codes[origins] & others) == (codes[targets] & others)
    keep = alike | ~single[origins] | ~single[targets]
    origins, targets = origins[keep], targets[keep]
    if arc.back:
        return np.concatenate([origins, targets]), np.concatenate([targets, origins])
    return origins, targets


def of_nodes(nodes: Nodes, party: str, ranks: RankArray) -> RankArray:
    """The ranks of the graph's states. Raises OutOfDomain where states that count as one are ranked differently."""
    firsts = np.array([members[0] for members in nodes.members], dtype=np.int64)
    for name, members in zip(nodes.names, nodes.members, strict=True):
        if len(members) > 1 and len(set(ranks[list(members)].tolist())) > 1:
            what = f"{party} ranks the states that count as {name} differently"
            raise OutOfDomain(f"{what}: rank {name} itself, by ranking or by a statement")
    return ranks[firsts]
