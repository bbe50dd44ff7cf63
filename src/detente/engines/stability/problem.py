"""What is asked: a conflict in option form or as an explicit graph, frozen, with ordinal preferences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente.foundation.errors import OutOfDomain

IntArray = npt.NDArray[np.int64]
RankArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

Reversal = Literal["both", "forward", "back", "fixed"]
"""How an action may change: both ways, only from not taken to taken, only from taken to not taken, not at all."""

MOST_ACTIONS = 24
"""Most actions of a conflict in option form: arrays of 2**24 states."""


@dataclass(frozen=True, slots=True)
class Action:
    """One yes/no move (the field's "option") under one decision maker's control."""

    name: str
    decision_maker: int
    reversal: Reversal = "both"


@dataclass(frozen=True, slots=True, eq=False)
class OptionForm:
    """Decision makers, the actions under their control, and how each ranks the states.

    A state is a whole number: bit o is set where action o is taken. A decision maker moves by changing any of its
    own actions at once, as their reversals allow, to a feasible state.

    ranks: for each decision maker ranks[state], int32 of shape (2**n,), higher is better, equal is indifferent;
        what stands at infeasible states does not matter.
    feasible: feasible[state], shape (2**n,); None where every state is.
    """

    decision_makers: tuple[str, ...]
    actions: tuple[Action, ...]
    ranks: tuple[RankArray, ...]
    feasible: BoolArray | None = None
    status_quo: int | None = None

    def __post_init__(self) -> None:
        _check_option_form(self)
        object.__setattr__(self, "ranks", tuple(_frozen_ranks(r, self.n_states) for r in self.ranks))
        if self.feasible is not None:
            feasible = np.array(self.feasible, dtype=np.bool_)
            if feasible.shape != (self.n_states,):
                raise OutOfDomain(f"feasible has shape {feasible.shape}, not {(self.n_states,)}: one a state")
            feasible.flags.writeable = False
            object.__setattr__(self, "feasible", feasible)
        if not self.n_feasible:
            raise OutOfDomain("no state is feasible")
        _check_status_quo(self.status_quo, self.n_states, self.feasible)

    @property
    def n_states(self) -> int:
        """How many states there are, feasible or not: 2**n."""
        return 1 << len(self.actions)

    @property
    def n_feasible(self) -> int:
        """How many states are feasible."""
        return self.n_states if self.feasible is None else int(np.count_nonzero(self.feasible))

    @property
    def states(self) -> IntArray:
        """The feasible states, ascending."""
        if self.feasible is None:
            return np.arange(self.n_states, dtype=np.int64)
        return np.flatnonzero(self.feasible).astype(np.int64)

    def own(self, decision_maker: int) -> tuple[int, ...]:
        """The places of the actions under this decision maker's control."""
        return tuple(o for o, action in enumerate(self.actions) if action.decision_maker == decision_maker)

    def pattern(self, state: int) -> str:
        """The state as the field writes it: Y or N for each action, in their order.

        >>> taken = OptionForm(("a",), (Action("go", 0), Action("stay", 0)), (np.zeros(4, dtype=np.int32),))
        >>> taken.pattern(1)
        'YN'
        """
        return "".join("Y" if state >> o & 1 else "N" for o in range(len(self.actions)))


@dataclass(frozen=True, slots=True, eq=False)
class GraphForm:
    """A conflict as explicit states and arcs: for common moves, single irreversible arcs and coalesced states.

    A state is a place in `states`. A move that several make together stands among the arcs of each of them.

    starts, targets: for each decision maker the arcs, grouped by origin: those from s lead to
        targets[i][starts[i][s]:starts[i][s + 1]], ascending, without s itself and without repetition.
    ranks: for each decision maker ranks[state], int32, higher is better.
    """

    decision_makers: tuple[str, ...]
    states: tuple[str, ...]
    starts: tuple[IntArray, ...]
    targets: tuple[IntArray, ...]
    ranks: tuple[RankArray, ...]
    status_quo: int | None = None

    def __post_init__(self) -> None:
        count = len(self.decision_makers)
        if not count or not self.states:
            raise OutOfDomain("a conflict needs a decision maker and a state")
        _check_names(self.decision_makers, "decision makers")
        _check_names(self.states, "states")
        if not len(self.starts) == len(self.targets) == len(self.ranks) == count:
            raise OutOfDomain(f"{count} decision makers need arcs and ranks each")
        object.__setattr__(self, "ranks", tuple(_frozen_ranks(r, len(self.states)) for r in self.ranks))
        for name in ("starts", "targets"):
            object.__setattr__(self, name, tuple(_frozen(a) for a in getattr(self, name)))
        for starts, targets in zip(self.starts, self.targets, strict=True):
            _check_arcs(starts, targets, len(self.states))
        _check_status_quo(self.status_quo, len(self.states), None)

    @property
    def n_states(self) -> int:
        """How many states there are; all are feasible."""
        return len(self.states)

    def moves(self, decision_maker: int, state: int) -> IntArray:
        """Where a decision maker can go alone from a state, ascending."""
        starts = self.starts[decision_maker]
        return self.targets[decision_maker][starts[state] : starts[state + 1]]


Conflict = OptionForm | GraphForm


def graph_form(
    decision_makers: Sequence[str],
    states: Sequence[str],
    arcs: Mapping[str, Iterable[tuple[str, str]]],
    ranks: Mapping[str, Sequence[Sequence[str]]],
    *,
    status_quo: str | None = None,
) -> GraphForm:
    """A conflict from named states, arcs by decision maker, and rankings from best to worst with ties in groups.

    Raises OutOfDomain for an unknown name, a state that a ranking leaves out, or one that stands in it twice.

    >>> war = graph_form(["a", "b"], ["peace", "war"], {"a": [("peace", "war")]},
    ...                  {"a": [["war"], ["peace"]], "b": [["peace"], ["war"]]})
    >>> war.moves(0, 0).tolist(), war.moves(1, 0).tolist()
    ([1], [])
    """
    place = {name: k for k, name in enumerate(states)}
    for name in [*arcs, *ranks]:
        if name not in decision_makers:
            raise OutOfDomain(f"{name!r} is no decision maker: {', '.join(decision_makers)}")
    starts: list[IntArray] = []
    targets: list[IntArray] = []
    for name in decision_makers:
        pairs = sorted({(_place(place, s), _place(place, q)) for s, q in arcs.get(name, ())})
        pairs = [(s, q) for s, q in pairs if s != q]
        counts = np.bincount(np.array([s for s, _ in pairs], dtype=np.int64), minlength=len(states))
        starts.append(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))
        targets.append(np.array([q for _, q in pairs], dtype=np.int64))
    return GraphForm(
        decision_makers=tuple(decision_makers),
        states=tuple(states),
        starts=tuple(starts),
        targets=tuple(targets),
        ranks=tuple(_ranked(place, ranks.get(name, [list(states)]), name) for name in decision_makers),
        status_quo=None if status_quo is None else _place(place, status_quo),
    )


def _ranked(place: Mapping[str, int], groups: Sequence[Sequence[str]], name: str) -> RankArray:
    ranks = np.full(len(place), -1, dtype=np.int32)
    for height, group in enumerate(reversed(groups)):
        for state in group:
            if ranks[_place(place, state)] >= 0:
                raise OutOfDomain(f"{name}: {state!r} stands twice in the ranking")
            ranks[_place(place, state)] = height
    missing = [state for state, k in place.items() if ranks[k] < 0]
    if missing:
        raise OutOfDomain(f"{name}: the ranking leaves out {', '.join(missing)}")
    return ranks


def _place(place: Mapping[str, int], name: str) -> int:
    if name not in place:
        raise OutOfDomain(f"{name!r} is no state: {', '.join(place)}")
    return place[name]


def _frozen(numbers: IntArray) -> IntArray:
    whole = np.array(numbers, dtype=np.int64)
    whole.flags.writeable = False
    return whole


def _frozen_ranks(ranks: npt.NDArray[np.signedinteger], n_states: int) -> RankArray:
    given = np.asarray(ranks)
    if given.dtype.kind not in "iu":
        raise OutOfDomain(f"ranks must be whole numbers, not {given.dtype}")
    if given.shape != (n_states,):
        raise OutOfDomain(f"ranks have shape {given.shape}, not {(n_states,)}: one a state")
    top = np.iinfo(np.int32)
    if given.size and (given.max() >= top.max or given.min() <= top.min):
        raise OutOfDomain("ranks must lie within 32 bits, the two ends excluded; number the classes instead")
    frozen = np.array(given, dtype=np.int32)
    frozen.flags.writeable = False
    return frozen


def _check_option_form(conflict: OptionForm) -> None:
    count = len(conflict.decision_makers)
    if not count:
        raise OutOfDomain("a conflict needs a decision maker")
    _check_names(conflict.decision_makers, "decision makers")
    _check_names([action.name for action in conflict.actions], "actions")
    if len(conflict.actions) > MOST_ACTIONS:
        raise OutOfDomain(f"{len(conflict.actions)} actions: at most {MOST_ACTIONS} in option form")
    if len(conflict.ranks) != count:
        raise OutOfDomain(f"{count} decision makers need {count} rankings, not {len(conflict.ranks)}")
    for action in conflict.actions:
        if not 0 <= action.decision_maker < count:
            raise OutOfDomain(f"{action.name}: there is no decision maker {action.decision_maker}")


def _check_names(names: Sequence[str], what: str) -> None:
    if len(set(names)) < len(names):
        raise OutOfDomain(f"two {what} have one name")


def _check_arcs(starts: IntArray, targets: IntArray, n_states: int) -> None:
    if starts.shape != (n_states + 1,) or starts[0] != 0 or starts[-1] != len(targets) or np.any(np.diff(starts) < 0):
        raise OutOfDomain("starts must ascend from 0 to the number of arcs, one a state and one more")
    if len(targets) and not (targets.min() >= 0 and targets.max() < n_states):
        raise OutOfDomain(f"an arc leads outside the {n_states} states")
    origins = np.repeat(np.arange(n_states), np.diff(starts))
    if np.any(origins == targets):
        raise OutOfDomain("an arc leads from a state to itself")
    if np.any((np.diff(targets) <= 0) & (np.diff(origins) == 0)):
        raise OutOfDomain("the arcs from a state must ascend, each once")


def _check_status_quo(state: int | None, n_states: int, feasible: BoolArray | None) -> None:
    if state is None:
        return
    if not 0 <= state < n_states or (feasible is not None and not feasible[state]):
        raise OutOfDomain(f"the status quo {state} is no feasible state")
