"""Uncertain preference: stability where it is not known of every two states which one a decision maker prefers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from detente.engines.stability.expansion import written_out
from detente.engines.stability.problem import BoolArray, Conflict, GraphForm, IntArray, RankArray
from detente.engines.stability.reachability.arcs import Arcs
from detente.engines.stability.reachability.deciding import Question, check_size
from detente.engines.stability.reachability.sequences import reached_blocks
from detente.engines.stability.verdicts import CONCEPTS, STATES_SHOWN, Concept, Verdicts
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "uncertain-preference"

MOST_STATES = 2048
"""Most feasible states where some pairs are unknown: arrays of states by states."""

Extension = Literal["a", "b", "c", "d"]

EXTENSIONS: tuple[Extension, ...] = ("a", "b", "c", "d")

TEMPTED: frozenset[Extension] = frozenset(("a", "c"))
"""Extensions in which a decision maker also considers moves to states that it may prefer."""

DETERRED: frozenset[Extension] = frozenset(("c", "d"))
"""Extensions in which it is also deterred by states that it may not prefer."""


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """A score for every state that is known to lie between low[state] and high[state], whole numbers.

    q is surely better than s where low[q] > high[s], surely not better where high[q] <= low[s], else it is not known.
    """

    low: RankArray
    high: RankArray

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            given = np.asarray(getattr(self, name))
            top = np.iinfo(np.int32)
            if given.dtype.kind not in "iu" or (given.size and (given.max() >= top.max or given.min() <= top.min)):
                raise OutOfDomain(f"{name} must hold whole numbers within 32 bits, the two ends excluded")
            kept = np.array(given, dtype=np.int32)
            kept.flags.writeable = False
            object.__setattr__(self, name, kept)
        if self.low.shape != self.high.shape or np.any(self.low > self.high):
            raise OutOfDomain("an interval needs its low end no higher than its high end")


@dataclass(frozen=True, slots=True)
class KnownOrders:
    """What is known of a preference: rankings of some of the states each; of other pairs nothing is known.

    orders: each from best to worst, ties in groups, as states of the conflict's own numbering. Two states that stand
        in one order are compared, and only those: nothing is concluded from two orders together.
    unknown: pairs that are not compared although they stand in one order.
    """

    orders: tuple[tuple[tuple[int, ...], ...], ...]
    unknown: tuple[tuple[int, int], ...] = ()

    def compared(self, states: IntArray) -> tuple[BoolArray, BoolArray]:
        """better[k, l]: states[l] is surely better than states[k]; not_better[k, l]: surely not. Each equals itself."""
        place = {state: k for k, state in enumerate(states.tolist())}
        named = [s for order in self.orders for group in order for s in group] + [
            s for pair in self.unknown for s in pair
        ]
        outside = [s for s in named if s not in place]
        if outside:
            raise OutOfDomain(f"{outside[0]} is no feasible state")
        better = np.zeros((len(states), len(states)), dtype=np.bool_)
        equal = np.eye(len(states), dtype=np.bool_)
        for order in self.orders:
            groups = [[place[s] for s in group] for group in order]
            for k, group in enumerate(groups):
                better[np.ix_([s for below in groups[k + 1 :] for s in below], group)] = True
                equal[np.ix_(group, group)] = True
        clash = np.argwhere(better & (better.T | equal))
        if len(clash):
            s, q = states[clash[0]].tolist()
            raise OutOfDomain(f"two orders disagree on the states {s} and {q}, or one holds a state twice")
        for s, q in self.unknown:
            for k, m in ((place[s], place[q]), (place[q], place[s])):
                better[k, m] = False
                equal[k, m] = k == m
        return better, better.T | equal


Preference = Intervals | KnownOrders


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UncertainVerdicts(Verdicts):
    """One concept's verdicts in all four extensions; `stable` is the one that was asked for.

    by_extension["a"][state, decision_maker], and so on.
    """

    extension: Extension
    by_extension: Mapping[Extension, BoolArray] = field(repr=False)

    def equilibria_in(self, extension: Extension) -> IntArray:
        """The states, ascending, that are stable for every decision maker in one of the extensions."""
        return np.flatnonzero(self.by_extension[extension].all(axis=1)).astype(np.int64)

    def rows(self) -> list[dict[str, Any]]:
        """A row a state: for each decision maker the extensions in which it is stable, such as "bd"."""
        rows = Verdicts.rows(self)
        for row in rows:
            for i, who in enumerate(self.problem.decision_makers):
                row[who] = "".join(x for x in EXTENSIONS if self.by_extension[x][row["state"], i])
            row["equilibrium in"] = "".join(x for x in EXTENSIONS if self.by_extension[x][row["state"]].all())
        return rows

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; at most 1,000 states of a kind."""
        found = {x: self.equilibria_in(x)[:STATES_SHOWN].tolist() for x in EXTENSIONS}
        return {**Verdicts.to_dict(self), "equilibria_in": found}


def uncertain_preference(
    problem: Conflict,
    preferences: Mapping[str, Preference],
    *,
    concept: Concept = "seq",
    extension: Extension = "a",
    progress: Progress = SILENT,
) -> UncertainVerdicts:
    """Which states hold although it is not known what some decision makers prefer.

    Of s and q a decision maker's preference says q > s, or not, or it is unknown (U). R_i+(s): moves to a surely
    better state; R_i+,U(s): to one that is surely or possibly better. s is stable for i where every considered move s1
    is answered by some s2 that deters:

    - a: considers R+,U, deterred by s2 surely not better than s;
    - b: considers R+, deterred by s2 surely not better;
    - c: considers R+,U, deterred by s2 not surely better;
    - d: considers R+, deterred by s2 not surely better.

    Answers as under the simple concept: s2 in R_H(s1) for gmr and smr, for seq and sseq sequences in which every mover
    goes to what is surely or possibly better for it; for smr and sseq each own move from s2 must deter likewise;
    for nash nothing answers. So a implies b and c, and each of these d.

    problem: either form. preferences: for each decision maker what is known; where none is given, its ranks, fully
        known. concept: one of the five. extension: the one that `stable` shows; all four are worked out.
    progress: told of every decision maker and extension, and may stop the work.

    Raises OutOfDomain for orders that contradict one another, TooLarge beyond 2,048 feasible states where a
    preference is given by orders. Intervals: O(sweeps d^2 E). Orders: O(N^3 / 64 + N^2 d); 2,048 states in 3 s of
    processor time.

    >>> from detente.engines.stability.problem import graph_form
    >>> calm = graph_form(["a", "b"], ["calm", "raid"], {"a": [("calm", "raid")]}, {})
    >>> found = uncertain_preference(calm, {"a": KnownOrders(())})
    >>> [row["a"] for row in found.rows()]
    ['bd', 'abcd']

    Li, K. W., Hipel, K. W., Kilgour, D. M. and Fang, L. (2004). Preference uncertainty in the graph model for conflict
    resolution. IEEE Transactions on Systems, Man, and Cybernetics A 34(4): 507-520 (abstract read, definitions
    recalled; sseq and intervals are added here in the same way).
    """
    if concept not in CONCEPTS or extension not in EXTENSIONS:
        raise OutOfDomain(f"concepts are {', '.join(CONCEPTS)}, extensions {', '.join(EXTENSIONS)}")
    form, codes = written_out(problem)
    check_size(form)
    known = _known(problem, form, codes, preferences)
    arcs = [Arcs.of(form, i) for i in range(len(known))]
    possible = [k.only(a, "possible") for k, a in zip(known, arcs, strict=True)]
    shape = (problem.n_states, len(known))
    found: dict[Extension, BoolArray] = {x: np.zeros(shape, dtype=np.bool_) for x in EXTENSIONS}
    for i, view in enumerate(known):
        others = [j for j in range(len(known)) if j != i]
        movers = [possible[j] if concept in ("seq", "sseq") else arcs[j] for j in others]
        for done, x in enumerate(EXTENSIONS):
            progress.at(f"{form.decision_makers[i]}, {concept}, extension {x}", 4 * i + done, 4 * len(known))
            considered = possible[i] if x in TEMPTED else view.only(arcs[i], "sure")
            found[x][codes, i] = view.stable(concept, considered, arcs[i], movers, x in DETERRED)
    return UncertainVerdicts(
        method=METHOD,
        parameters=frozen(concept=concept, extension=extension),
        certificate=frozen(**{x: frozen(equilibria=int(found[x].all(axis=1).sum())) for x in EXTENSIONS}),
        caveats=("answers count whether their movers surely or possibly prefer where they go",)
        if concept in ("seq", "sseq")
        else (),
        problem=problem,
        stable=found[extension],
        extension=extension,
        by_extension=MappingProxyType(found),
    )


Certainty = Literal["sure", "possible"]


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """A preference by intervals, over places of the graph."""

    low: RankArray
    high: RankArray

    def only(self, arcs: Arcs, certainty: Certainty) -> Arcs:
        """The moves to a surely better state, or to a possibly better one."""
        gain, from_here = (self.low, self.high) if certainty == "sure" else (self.high, self.low)
        return arcs.only(gain[arcs.targets] > from_here[arcs.origins])

    def stable(
        self, concept: Concept, considered: Arcs, own: Arcs, movers: Sequence[Arcs], deterred: bool
    ) -> BoolArray:
        """Where every considered move is answered."""
        values, limit = (self.low, self.high) if deterred else (self.high, self.low)
        return Question(considered, own, movers, movers, values, limit).stable(concept)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """A preference by pairs: better[s, q], not_better[s, q] over places of the graph."""

    better: BoolArray
    not_better: BoolArray

    def only(self, arcs: Arcs, certainty: Certainty) -> Arcs:
        """The moves to a surely better state, or to a possibly better one."""
        here, there = arcs.origins, arcs.targets
        return arcs.only(self.better[here, there] if certainty == "sure" else ~self.not_better[here, there])

    def stable(
        self, concept: Concept, considered: Arcs, own: Arcs, movers: Sequence[Arcs], deterred: bool
    ) -> BoolArray:
        """Where every considered move is answered: there is an s2 both reached from s1 and deterring from leaving s."""
        if concept == "nash":
            return ~considered.leaves
        deters = ~self.better if deterred else self.not_better
        if concept in ("smr", "sseq"):
            # escapes[s2, s]: some own move from s2 does not deter at s
            escapes = own.fold((~deters).T, np.logical_or, 0)
            deters = deters & ~escapes.T
        size = len(deters)
        answered = _product(_reached(movers, size), deters.T)
        unanswered = ~answered[considered.targets, considered.origins]
        return np.bincount(considered.origins[unanswered], minlength=size) == 0


def _reached(movers: Sequence[Arcs], size: int) -> BoolArray:
    blocks = [ends for _, ends in reached_blocks(movers, size, size)]
    return blocks[0]


def _product(left: BoolArray, right: BoolArray) -> BoolArray:
    """Whether some k has left[i, k] and right[k, j]; counts up to 2,048 are exact in float32."""
    product: npt.NDArray[np.float32] = left.astype(np.float32) @ right.astype(np.float32)
    return product > 0.5


def _known(
    problem: Conflict, form: GraphForm, codes: IntArray, preferences: Mapping[str, Preference]
) -> list[_Scores | _Pairs]:
    _check_names(problem, preferences)
    known: list[_Scores | _Pairs] = []
    for i, who in enumerate(form.decision_makers):
        given = preferences.get(who, Intervals(form.ranks[i], form.ranks[i]))
        if isinstance(given, KnownOrders):
            known.append(_pairs(who, given, codes))
        elif who not in preferences:
            known.append(_Scores(given.low, given.high))
        elif given.low.shape != (problem.n_states,):
            raise OutOfDomain(f"{who}: intervals of shape {given.low.shape}, not {(problem.n_states,)}: one a state")
        else:
            known.append(_Scores(given.low[codes], given.high[codes]))
    return known


def _pairs(who: str, given: KnownOrders, codes: IntArray) -> _Pairs:
    if len(codes) > MOST_STATES:
        raise TooLarge(
            f"states of a conflict in which pairs are unknown to {who}",
            estimate=len(codes),
            limit=MOST_STATES,
            todo="give intervals of scores instead of orders",
        )
    better, not_better = given.compared(codes)
    return _Pairs(better, not_better)


def _check_names(problem: Conflict, given: Iterable[str]) -> None:
    unknown = [name for name in given if name not in problem.decision_makers]
    if unknown:
        raise OutOfDomain(f"no such decision maker: {', '.join(map(repr, unknown))}")
