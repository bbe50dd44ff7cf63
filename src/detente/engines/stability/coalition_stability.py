"""Coalition stability: states that several decision makers could leave together, all of them for the better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.stability.analyse import analyse
from detente.engines.stability.axes.coalition import two_member_stable
from detente.engines.stability.expansion import written_out
from detente.engines.stability.moves import Move
from detente.engines.stability.problem import BoolArray, Conflict, GraphForm, IntArray, OptionForm
from detente.engines.stability.reachability.arcs import Arcs
from detente.engines.stability.reachability.deciding import check_size
from detente.engines.stability.reachability.sequences import legal_sequences, reached_blocks
from detente.engines.stability.verdicts import CONCEPTS, STATES_SHOWN, Concept
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "coalition-stability"

BLOCK = 512
"""How many targets are looked at together."""

MOST_PAIRS = 4_000_000_000
"""Most pairs of a state and a target that are looked at, over all coalitions."""

JUMPS_LISTED = 1000
"""Most jumps that are listed with their moves unless more are asked for; the counts are always complete."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A coalition's way from one state to another that all its members prefer; nobody moves twice in a row."""

    members: tuple[int, ...]
    origin: int
    target: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoalitionStability(Answer):
    """What coalitions keep, and where they would go.

    stable[state, coalition]: False where the members together can reach a state that all of them prefer, and at
        infeasible states. individual[concept][state]: equilibria without coalitions.
    jumps: the ways out of the states that were asked about, targets ascending, each with a shortest sequence;
        n_jumps counts all, also beyond those listed. jumps_known: False where only whether there is one was worked out.
    """

    problem: Conflict = field(repr=False)
    coalitions: tuple[tuple[int, ...], ...]
    stable: BoolArray = field(repr=False)
    individual: Mapping[Concept, BoolArray] = field(repr=False)
    jumps: tuple[Jump, ...]
    n_jumps: int
    jumps_known: bool = True

    @property
    def kept(self) -> BoolArray:
        """Which states no coalition leaves, over all codes or places."""
        return np.all(self.stable, axis=1)

    @property
    def names(self) -> tuple[str, ...]:
        """The coalitions by the names of their members."""
        return tuple(" + ".join(self.problem.decision_makers[i] for i in members) for members in self.coalitions)

    def equilibria(self, concept: Concept) -> IntArray:
        """The states, ascending, that are equilibria under the concept and that no coalition leaves."""
        return np.flatnonzero(self.individual[concept] & self.kept).astype(np.int64)

    def upset(self, concept: Concept) -> IntArray:
        """The states, ascending, that are equilibria under the concept until a coalition leaves them."""
        return np.flatnonzero(self.individual[concept] & ~self.kept).astype(np.int64)

    def rows(self) -> list[dict[str, Any]]:
        """A row a jump: the coalition, from where, to where, and who moves in which order."""
        who = self.problem.decision_makers
        return [
            {
                "coalition": " + ".join(who[i] for i in jump.members),
                "from": jump.origin,
                "to": jump.target,
                "moves": [f"{who[move.mover]}: {move.origin} to {move.target}" for move in jump.moves],
            }
            for jump in self.jumps
        ]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; at most 1,000 states of a kind, all counts."""
        return {
            "method": self.method,
            "reference": self.reference,
            "parameters": dict(self.parameters),
            "caveats": list(self.caveats),
            "exact": True,
            "coalitions": list(self.names),
            "equilibria": {c: self.equilibria(c)[:STATES_SHOWN].tolist() for c in self.individual},
            "upset": {c: self.upset(c)[:STATES_SHOWN].tolist() for c in self.individual},
            "n_jumps": self.n_jumps,
            "jumps": self.rows(),
        }


def coalition_stability(
    problem: Conflict,
    coalitions: Sequence[Sequence[str]] | None = None,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    individual: Mapping[Concept, BoolArray] | None = None,
    jumps_from: Sequence[int] | None = None,
    listed: int = JUMPS_LISTED,
    progress: Progress = SILENT,
) -> CoalitionStability:
    """States that nobody leaves alone but several would leave together, because all of them gain.

    Coalition H keeps s (coalition Nash) iff no q in R_H(s) has u_j(q) > u_j(s) for every j in H. R_H(s): the ends of
    legal sequences of moves of the members from s, in which nobody moves twice in a row; a single move need be no
    improvement. A jump is such an s and q.

    problem: an explicit graph, or option form, which is written out. coalitions: the members' names, two or more
        each; all sets of two or more decision makers where None.
    concepts: under which equilibria are told apart. individual: for each concept stable[state, decision maker], if
        known already, as `decide` of either engine answers it; else they are worked out.
    jumps_from: list the jumps from these states only; from all equilibria under any of the concepts where None.
    listed: most jumps that are listed.
    progress: told of every block of targets, and may stop the work.

    Without a jump a coalition keeps a state. What others would answer to a jump is not asked: that would be a
    coalition's GMR or SEQ. Where states x states x coalitions pass 4 billion, and the option form's coalitions are of
    two whose actions go both ways, `axes.coalition` says which states they keep, and no jump is listed. Raises
    OutOfDomain for an unknown name or a coalition of one, else TooLarge.

    O(N / 64 sweeps |H| E + N^2) time for each coalition, O(512 N) memory; 10,000 states with 100,000 arcs and one
    coalition of two in 3 s of processor time.

    >>> from detente.engines.stability.problem import graph_form
    >>> deal = graph_form(["a", "b"], ["stuck", "half", "done"], {"a": [("stuck", "half")], "b": [("half", "done")]},
    ...                   {"a": [["done"], ["stuck"], ["half"]], "b": [["done"], ["half"], ["stuck"]]})
    >>> coalition_stability(deal).rows()
    [{'coalition': 'a + b', 'from': 0, 'to': 2, 'moves': ['a: 0 to 1', 'b: 1 to 2']}]

    Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. (2001). Coalition analysis in group decision support. Group
    Decision and Negotiation 10(2): 159-175 (recalled, not read).
    """
    sets = _members(problem, coalitions)
    if individual is None:
        verdicts = analyse(problem, concepts, progress=progress)
        individual = {concept: verdict.stable for concept, verdict in verdicts.items()}
    equilibria: dict[Concept, BoolArray] = {concept: np.all(stable, axis=1) for concept, stable in individual.items()}
    try:
        form, codes = written_out(problem)
        check_size(form)
        _check_pairs(form.n_states, len(sets))
    except TooLarge:
        stable = _of_two(problem, sets)
        if stable is None:
            raise
        return _answer(problem, sets, stable, equilibria, ())
    wanted = _origins(problem, equilibria, jumps_from)[codes]
    stable = np.zeros((problem.n_states, len(sets)), dtype=np.bool_)
    jumps: list[Jump] = []
    n_jumps = 0
    for c, members in enumerate(sets):
        improves, count, pairs = _improvements(form, members, wanted, max(0, listed - len(jumps)), progress)
        stable[codes, c] = ~improves
        n_jumps += count
        jumps += _jumps(form, members, pairs, codes)
    return _answer(problem, sets, stable, equilibria, tuple(jumps), n_jumps)


def _answer(
    problem: Conflict,
    sets: tuple[tuple[int, ...], ...],
    stable: BoolArray,
    equilibria: dict[Concept, BoolArray],
    jumps: tuple[Jump, ...],
    n_jumps: int | None = None,
) -> CoalitionStability:
    unlisted = () if n_jumps is not None else ("which jumps there are is not worked out at this size, only from where",)
    return CoalitionStability(
        method=METHOD,
        parameters=frozen(coalitions=sets, concepts=tuple(equilibria)),
        certificate=frozen(jumps=jumps),
        caveats=("whether others would answer a jump is not asked", *unlisted),
        problem=problem,
        coalitions=sets,
        stable=stable,
        individual=MappingProxyType(equilibria),
        jumps=jumps,
        n_jumps=n_jumps or 0,
        jumps_known=n_jumps is not None,
    )


def _of_two(problem: Conflict, sets: tuple[tuple[int, ...], ...]) -> BoolArray | None:
    """What coalitions of two with reversible actions keep, without pairs of states; None where others ask."""
    if not isinstance(problem, OptionForm) or any(len(members) != 2 for members in sets):
        return None
    theirs = {problem.actions[o].reversal for members in sets for i in members for o in problem.own(i)}
    if not theirs <= {"both", "fixed"}:
        return None
    return np.stack([two_member_stable(problem, (first, second)) for first, second in sets], axis=1)


def _members(problem: Conflict, coalitions: Sequence[Sequence[str]] | None) -> tuple[tuple[int, ...], ...]:
    who = problem.decision_makers
    if coalitions is None:
        return tuple(m for size in range(2, len(who) + 1) for m in combinations(range(len(who)), size))
    for names in coalitions:
        unknown = [name for name in names if name not in who]
        if unknown:
            raise OutOfDomain(f"no such decision maker: {', '.join(map(repr, unknown))}")
        if len(set(names)) < max(2, len(names)):
            raise OutOfDomain(f"a coalition has two or more different members, not {', '.join(names) or 'none'}")
    return tuple(tuple(sorted(who.index(name) for name in names)) for names in coalitions)


def _check_pairs(n_states: int, n_coalitions: int) -> None:
    if n_states * n_states * n_coalitions > MOST_PAIRS:
        raise TooLarge(
            "pairs of states that coalitions could jump between",
            estimate=n_states * n_states * n_coalitions,
            limit=MOST_PAIRS,
            todo="ask about fewer coalitions, or about coalitions of two whose actions go both ways",
        )


def _origins(problem: Conflict, equilibria: Mapping[Concept, BoolArray], jumps_from: Sequence[int] | None) -> BoolArray:
    wanted = np.zeros(problem.n_states, dtype=np.bool_)
    if jumps_from is None:
        for flags in equilibria.values():
            wanted |= flags
        return wanted
    feasible = problem.feasible if isinstance(problem, OptionForm) else None
    outside = [s for s in jumps_from if not 0 <= s < problem.n_states or (feasible is not None and not feasible[s])]
    if outside:
        raise OutOfDomain(f"there is no feasible state {outside[0]}")
    wanted[list(jumps_from)] = True
    return wanted


def _improvements(
    form: GraphForm, members: tuple[int, ...], wanted: BoolArray, most: int, progress: Progress
) -> tuple[BoolArray, int, list[tuple[int, int]]]:
    """Which states the coalition would leave, how many jumps the wanted ones have, and the first of them."""
    movers = [Arcs.of(form, i) for i in members]
    improves = np.zeros(form.n_states, dtype=np.bool_)
    jumps: list[tuple[int, int]] = []
    count = 0
    for first, ends in reached_blocks(movers, form.n_states, BLOCK, progress):
        for i in members:
            ends &= form.ranks[i][None, first : first + ends.shape[1]] > form.ranks[i][:, None]
        improves |= ends.any(axis=1)
        ends &= wanted[:, None]
        count += int(np.count_nonzero(ends))
        if len(jumps) < most:
            origins, targets = np.nonzero(ends)
            jumps += list(zip(origins.tolist(), (targets + first).tolist(), strict=True))
    return improves, count, sorted(jumps)[:most]


def _jumps(
    form: GraphForm, members: tuple[int, ...], pairs: Sequence[tuple[int, int]], codes: IntArray
) -> Iterator[Jump]:
    for origin, group in groupby(pairs, key=itemgetter(0)):
        targets = [target for _, target in group]
        ways = legal_sequences(form, members, origin, targets)
        for target in targets:
            moves = tuple(Move(m.mover, int(codes[m.origin]), int(codes[m.target])) for m in ways[target])
            yield Jump(members=members, origin=int(codes[origin]), target=int(codes[target]), moves=moves)
