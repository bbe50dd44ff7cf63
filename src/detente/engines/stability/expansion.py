"""From option form to explicit graph, and changes to a graph: states made one, arcs taken away, common moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.engines.stability.problem import BoolArray, Conflict, GraphForm, IntArray, OptionForm
from detente.foundation.errors import OutOfDomain, TooLarge

MOST_ARCS = 20_000_000
"""Most arcs that an expansion writes out: 160 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Expanded:
    """A conflict in option form as a graph, with the way back: place k of the graph is the state `codes[k]`.

    The graph's arcs may have been changed since; its states are the feasible ones, ascending, named as patterns of
    Y and N.
    """

    problem: OptionForm
    form: GraphForm
    codes: IntArray

    def __post_init__(self) -> None:
        if len(self.codes) != self.form.n_states:
            raise OutOfDomain(f"{len(self.codes)} codes for {self.form.n_states} states: one a state")

    @property
    def places(self) -> IntArray:
        """For each code of the option form its place in the graph, -1 where the state is infeasible."""
        places = np.full(self.problem.n_states, -1, dtype=np.int64)
        places[self.codes] = np.arange(len(self.codes))
        return places

    def in_codes(self, flags: BoolArray) -> BoolArray:
        """Flags over places, first axis, as flags over codes: False at infeasible states."""
        spread = np.zeros((self.problem.n_states, *flags.shape[1:]), dtype=np.bool_)
        spread[self.codes] = flags
        return spread


def graph_of(problem: OptionForm) -> Expanded:
    """The same conflict with every feasible state and every move written out.

    Arcs of decision maker i: from s to each other feasible state that differs in i's own actions only, as their
    reversals allow. O(sum_i N 2^k_i) for N feasible states and k_i own actions; 14 actions of 4 decision makers,
    16,384 states and 0.7 million arcs, in 0.6 s.

    Raises TooLarge beyond 20 million arcs.

    >>> from detente.engines.stability.problem import Action
    >>> import numpy as np
    >>> ranks = np.zeros(4, dtype=np.int32)
    >>> expanded = graph_of(OptionForm(("a", "b"), (Action("go", 0, "forward"), Action("stay", 1)), (ranks, ranks)))
    >>> expanded.form.states, expanded.form.moves(0, 0).tolist(), expanded.form.moves(0, 1).tolist()
    (('NN', 'YN', 'NY', 'YY'), [1], [])
    """
    codes = problem.states
    _check_size(problem, len(codes))
    places = np.full(problem.n_states, -1, dtype=np.int64)
    places[codes] = np.arange(len(codes))
    arcs = [_own_arcs(problem, i, codes, places) for i in range(len(problem.decision_makers))]
    quo = problem.status_quo
    form = GraphForm(
        decision_makers=problem.decision_makers,
        states=tuple(problem.pattern(code) for code in codes.tolist()),
        starts=tuple(starts for starts, _ in arcs),
        targets=tuple(targets for _, targets in arcs),
        ranks=tuple(ranks[codes] for ranks in problem.ranks),
        status_quo=None if quo is None else int(places[quo]),
    )
    return Expanded(problem, form, codes)


def written_out(problem: Conflict) -> tuple[GraphForm, IntArray]:
    """Either form as a graph, and for each of its places the state in the problem's own numbering."""
    if isinstance(problem, OptionForm):
        expanded = graph_of(problem)
        return expanded.form, expanded.codes
    return problem, np.arange(problem.n_states, dtype=np.int64)


def coalesced(
    form: GraphForm, groups: Mapping[str, Sequence[str]], *, like: Mapping[str, str] | None = None
) -> GraphForm:
    """The graph with each group of states made one: what the decision makers do not tell apart.

    The one state stands where the first of its group stood. Arcs within a group vanish; all others into or out of
    a member lead into or out of the one state. So moves that were transitive need no longer be.

    groups: for the name of each new state the names of those it replaces.
    like: for a new state the member whose ranks it takes. Without, the members must be ranked alike by everybody.

    Raises OutOfDomain for an unknown state, one in two groups, and members ranked differently without `like`.
    """
    into = _merged_places(form, groups)
    firsts = np.unique(into)
    renumbered = np.searchsorted(firsts, into)
    new_name: dict[int, str] = {min(_places(form, members)): name for name, members in groups.items()}
    chosen = firsts.copy()
    for name, members in groups.items():
        first = min(_places(form, members))
        if like is not None and name in like:
            if like[name] not in members:
                raise OutOfDomain(f"{name} cannot be ranked like {like[name]!r}, which is not one of its states")
            chosen[np.searchsorted(firsts, first)] = _places(form, [like[name]])[0]
        else:
            _check_alike(form, name, members)
    arcs = [_renumbered(form, i, renumbered, len(firsts)) for i in range(len(form.decision_makers))]
    return GraphForm(
        decision_makers=form.decision_makers,
        states=tuple(new_name.get(k, form.states[k]) for k in map(int, firsts)),
        starts=tuple(starts for starts, _ in arcs),
        targets=tuple(targets for _, targets in arcs),
        ranks=tuple(ranks[chosen] for ranks in form.ranks),
        status_quo=None if form.status_quo is None else int(renumbered[form.status_quo]),
    )


def without_arcs(form: GraphForm, arcs: Mapping[str, Iterable[tuple[str, str]]]) -> GraphForm:
    """The graph without some single arcs, by decision maker: moves that cannot be made from there.

    Raises OutOfDomain for an arc that is not in the graph.
    """
    return _with_arcs(form, arcs, added=False)


def with_common_move(form: GraphForm, movers: Sequence[str], arcs: Iterable[tuple[str, str]]) -> GraphForm:
    """The graph with arcs that each of several decision makers can make alone, as when either can start a war.

    Raises OutOfDomain for fewer than two movers, and for an unknown name. Arcs that are there already stay.
    """
    if len(set(movers)) < 2:
        raise OutOfDomain("a common move needs at least two decision makers")
    pairs = tuple(arcs)
    return _with_arcs(form, dict.fromkeys(movers, pairs), added=True)


def grouped(origins: IntArray, targets: IntArray, n_states: int) -> tuple[IntArray, IntArray]:
    """Arcs as (starts, targets): grouped by origin, ascending, each once, without those from a state to itself."""
    keys = np.unique(origins[origins != targets] * n_states + targets[origins != targets])
    counts = np.bincount(keys // n_states, minlength=n_states)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), keys % n_states


def _check_size(problem: OptionForm, n_feasible: int) -> None:
    estimate = sum(n_feasible * ((1 << len(problem.own(i))) - 1) for i in range(len(problem.decision_makers)))
    if estimate > MOST_ARCS:
        raise TooLarge(
            "arcs of the conflict written out",
            estimate=estimate,
            limit=MOST_ARCS,
            todo="leave it in option form: the axes engine needs no arcs",
        )


def _own_arcs(problem: OptionForm, i: int, codes: IntArray, places: IntArray) -> tuple[IntArray, IntArray]:
    own = [o for o in problem.own(i) if problem.actions[o].reversal != "fixed"]
    only_up = sum(1 << o for o in own if problem.actions[o].reversal == "forward")
    only_down = sum(1 << o for o in own if problem.actions[o].reversal == "back")
    none = np.empty(0, dtype=np.int64)
    origins, targets = [none], [none]
    for choice in range(1, 1 << len(own)):
        change = sum(1 << o for bit, o in enumerate(own) if choice >> bit & 1)
        reached = places[codes ^ change]
        # an action that only goes up must not be taken yet, one that only goes down must be
        legal = (codes & change & only_up == 0) & (~codes & change & only_down == 0) & (reached >= 0)
        origins.append(np.flatnonzero(legal))
        targets.append(reached[legal])
    return grouped(np.concatenate(origins), np.concatenate(targets), len(codes))


def _places(form: GraphForm, names: Iterable[str]) -> list[int]:
    place = {name: k for k, name in enumerate(form.states)}
    unknown = [name for name in names if name not in place]
    if unknown:
        raise OutOfDomain(f"no such state: {', '.join(map(repr, unknown))}")
    return [place[name] for name in names]


def _merged_places(form: GraphForm, groups: Mapping[str, Sequence[str]]) -> IntArray:
    into = np.arange(form.n_states, dtype=np.int64)
    seen: set[int] = set()
    for name, members in groups.items():
        if not members:
            raise OutOfDomain(f"{name} replaces no state")
        places = _places(form, members)
        if seen & set(places):
            raise OutOfDomain(f"{name} shares a state with another group")
        seen |= set(places)
        into[places] = min(places)
    return into


def _check_alike(form: GraphForm, name: str, members: Sequence[str]) -> None:
    places = _places(form, members)
    for who, ranks in zip(form.decision_makers, form.ranks, strict=True):
        if len(np.unique(ranks[places])) > 1:
            raise OutOfDomain(f"{who} ranks the states of {name} differently; say with `like` whose ranks it takes")


def _renumbered(form: GraphForm, i: int, renumbered: IntArray, n_states: int) -> tuple[IntArray, IntArray]:
    return grouped(renumbered[_origins(form, i)], renumbered[form.targets[i]], n_states)


def _origins(form: GraphForm, i: int) -> IntArray:
    return np.repeat(np.arange(form.n_states, dtype=np.int64), np.diff(form.starts[i]))


def _with_arcs(form: GraphForm, arcs: Mapping[str, Iterable[tuple[str, str]]], *, added: bool) -> GraphForm:
    unknown = [name for name in arcs if name not in form.decision_makers]
    if unknown:
        raise OutOfDomain(f"no such decision maker: {', '.join(map(repr, unknown))}")
    starts, targets = list(form.starts), list(form.targets)
    for name, pairs in arcs.items():
        i = form.decision_makers.index(name)
        ends = [_places(form, pair) for pair in pairs]
        keys = np.array([s * form.n_states + q for s, q in ends], dtype=np.int64)
        present = _origins(form, i) * form.n_states + form.targets[i]
        missing = keys[~np.isin(keys, present)]
        if len(missing) and not added:
            s, q = divmod(int(missing[0]), form.n_states)
            raise OutOfDomain(f"{name} has no arc from {form.states[s]} to {form.states[q]}")
        kept = np.concatenate([present, keys]) if added else np.setdiff1d(present, keys)
        starts[i], targets[i] = grouped(kept // form.n_states, kept % form.n_states, form.n_states)
    return replace(form, starts=tuple(starts), targets=tuple(targets))
