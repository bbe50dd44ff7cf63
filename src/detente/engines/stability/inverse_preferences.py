"""Inverse preferences: what would have to be thought of the states for a wanted one to be an equilibrium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.stability.analyse import analyse
from detente.engines.stability.certificates import CREDIBLE
from detente.engines.stability.moves import Moves
from detente.engines.stability.preference_changes import Order, groups_of, nearest_profile
from detente.engines.stability.preference_conditions import Requirement, requirements
from detente.engines.stability.preference_counts import count_rankings, feasible_states
from detente.engines.stability.problem import Conflict, IntArray, RankArray
from detente.engines.stability.raised_ranking import levels_needed, raised
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen

METHOD = "inverse-preferences"

PAIRS_LISTED = 1000
"""Most changed pairs that are listed."""


@dataclass(frozen=True, slots=True)
class NotWorkedOut:
    """A part of the answer that is missing, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class RankingCount:
    """How many profiles of rankings make the state an equilibrium, and of how many."""

    rankings: int
    of: int

    @property
    def share(self) -> Fraction:
        """The share of all profiles."""
        return Fraction(self.rankings, self.of)


@dataclass(frozen=True, slots=True)
class PairChange:
    """Two states that one decision maker would have to order otherwise: 1 the first is better, 0 level, -1 worse."""

    decision_maker: int
    one: int
    other: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, eq=False)
class PreferenceChange:
    """Rankings that do it, and the pairs that they order otherwise; others may do it with as few.

    n_pairs: how many. at_least: no rankings do it with fewer; equal where n_pairs is proven to be the fewest. ranks: as
    in a conflict, for every decision maker. pairs: what changes, at most 1,000 of them.
    """

    n_pairs: int
    at_least: int
    ranks: tuple[RankArray, ...] = field(repr=False)
    pairs: tuple[PairChange, ...]

    @property
    def fewest(self) -> bool:
        """Whether no rankings do it with fewer pairs."""
        return self.n_pairs == self.at_least


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InversePreferences(Answer):
    """What a state's being an equilibrium asks of the rankings: all requirements, of each one alternative.

    requirements: listed where they are not too many. holds: whether the rankings given meet them all. count: how many
    rankings do. change: the nearest ones that do.
    """

    problem: Conflict = field(repr=False)
    concept: Concept
    state: int
    requirements: tuple[Requirement, ...] | NotWorkedOut
    holds: bool
    count: RankingCount | NotWorkedOut
    change: PreferenceChange | NotWorkedOut

    def lines(self) -> tuple[str, ...]:
        """The requirements in words, where listed: "A: not raid > peace, or B: war > raid and A: not war > peace"."""
        if isinstance(self.requirements, NotWorkedOut):
            return ()
        moves = Moves(self.problem)
        return tuple(
            ", or ".join(
                " and ".join(
                    f"{self.problem.decision_makers[c.decision_maker]}: {'' if c.better else 'not '}"
                    f"{moves.name(c.state)} > {moves.name(c.than)}"
                    for c in sorted(one)
                )
                or "always"
                for one in requirement.alternatives
            )
            for requirement in self.requirements
        )

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        count, change, asked = self.count, self.change, self.requirements
        return {
            "method": self.method,
            "reference": self.reference,
            "concept": self.concept,
            "state": self.state,
            "holds": self.holds,
            "requirements": {"reason": asked.reason} if isinstance(asked, NotWorkedOut) else list(self.lines()),
            "count": {"reason": count.reason}
            if isinstance(count, NotWorkedOut)
            else {"rankings": count.rankings, "of": count.of},
            "change": {"reason": change.reason}
            if isinstance(change, NotWorkedOut)
            else {
                "n_pairs": change.n_pairs,
                "at_least": change.at_least,
                "pairs": [
                    {
                        "decision_maker": self.problem.decision_makers[p.decision_maker],
                        "states": [p.one, p.other],
                        "before": p.before,
                        "after": p.after,
                    }
                    for p in change.pairs
                ],
            },
            "caveats": list(self.caveats),
        }


def inverse_preferences(
    problem: Conflict, state: int, concept: Concept = "seq", *, varied: Mapping[int, Sequence[int]] | None = None
) -> InversePreferences:
    """What would have to be preferred for a wanted outcome to hold, and which change of preferences is the smallest.

    s is an equilibrium iff for every i and s1 in R_i(s) some alternative holds: u_i(s1) <= u_i(s), or an answer of H,
    s1 -> ... -> s2, with u_i(s2) <= u_i(s), under SEQ and SSEQ each move an improvement, u_j(q_r) > u_j(q_{r-1}), under
    SMR and SSEQ all u_i(s3) <= u_i(s), s3 in R_i(s2). Counted: the profiles of rankings that meet this. Nearest:
    those that order the fewest pairs of states otherwise than the rankings given.

    problem: either form. state: a feasible state. concept: one of the five. varied: decision maker -> the states that
    change places among themselves, all else staying; None: every strict ranking of everybody. Only the rankings of
    those in `varied` change in the nearest ones.

    Under Nash, GMR and SMR the nearest rankings raise s, each as far as it must: proven in `raised_ranking.raised`, at
    any size. Under SEQ and SSEQ a search, best first, ends with the fewest pairs where rankings have no ties and few
    sequences answer a move; else raising s gives rankings that do it, and `at_least` how many pairs it takes anyway.

    Parts that cannot be worked out are `NotWorkedOut` with the reason: requirements with more than 5,000 answers to a
    move, too many rankings to count, no ranking that does it. Raises OutOfDomain for an unknown state or concept.
    Counts are exponential in the states compared: under GMR 16 of them in seconds. Nearest rankings cost about as much
    as `analyse`: for a state of the trade conflict, 138,240 states, 1 s under GMR and 7 s under SEQ.

    >>> from detente.engines.stability.problem import graph_form
    >>> war = graph_form(["A", "B"], ["peace", "raid", "war"], {"A": [("peace", "raid")], "B": [("raid", "war")]},
    ...                  {"A": [["raid"], ["peace"], ["war"]], "B": [["peace"], ["raid"], ["war"]]})
    >>> found = inverse_preferences(war, 0, "seq")
    >>> found.lines(), found.count, found.change.n_pairs
    (('A: not raid > peace, or A: not war > peace and B: war > raid',), RankingCount(rankings=21, of=36), 1)

    Kinsara, R. A., Kilgour, D. M. and Hipel, K. W. (2015). Inverse approach to the graph model for conflict resolution.
    IEEE Transactions on Systems, Man, and Cybernetics: Systems 45(5): 734-742 (recalled, not read).
    """
    if concept not in CONCEPTS:
        raise OutOfDomain(f"{concept!r} is no concept: {', '.join(CONCEPTS)}")
    moves = Moves(problem)
    moves.check_state(state)
    for i, states in (varied or {}).items():
        moves.check_decision_maker(i)
        for s in states:
            moves.check_state(s)
    movable = tuple(moves.everyone) if varied is None else tuple(sorted(varied))
    asked, count = _asked(moves, concept, state, varied)
    return InversePreferences(
        method=METHOD,
        parameters=frozen(concept=concept, state=state, varied=varied or "all"),
        certificate=frozen(
            requirements=None if isinstance(asked, NotWorkedOut) else len(asked),
            check="requirement.holds(rank) for each, or certificates.certificate",
        ),
        problem=problem,
        concept=concept,
        state=state,
        requirements=asked,
        holds=_holds(moves, concept, state, asked),
        count=count,
        change=_change(moves, concept, state, asked, movable),
    )


def _asked(
    moves: Moves, concept: Concept, state: int, varied: Mapping[int, Sequence[int]] | None
) -> tuple[tuple[Requirement, ...] | NotWorkedOut, RankingCount | NotWorkedOut]:
    """The requirements and how many rankings meet them, each where it is not too much."""
    try:
        asked = requirements(moves, concept, state, moves.everyone)
    except TooLarge as error:
        return NotWorkedOut(str(error)), NotWorkedOut(str(error))
    try:
        return asked, RankingCount(*count_rankings(moves, state, asked, varied))
    except TooLarge as error:
        return asked, NotWorkedOut(str(error))


def _holds(moves: Moves, concept: Concept, state: int, asked: Sequence[Requirement] | NotWorkedOut) -> bool:
    if isinstance(asked, NotWorkedOut):
        return _stable(moves.problem, concept, state)
    return all(requirement.holds(moves.rank) for requirement in asked)


def _stable(problem: Conflict, concept: Concept, state: int) -> bool:
    return bool(analyse(problem, [concept])[concept].stable[state].all())


def _change(
    moves: Moves,
    concept: Concept,
    state: int,
    asked: Sequence[Requirement] | NotWorkedOut,
    movable: Sequence[int],
) -> PreferenceChange | NotWorkedOut:
    """The nearest rankings that make the state an equilibrium."""
    if concept not in CREDIBLE:
        return _raised(moves, concept, state, movable) or _impossible(moves, movable)
    simple = _raised(moves, concept, state, movable) or _raised(moves, "nash", state, movable)
    # What holds by credible answers holds by any: fewer pairs than that needs do not suffice.
    without = _raised(moves, "gmr" if concept == "seq" else "smr", state, movable)
    least = without.n_pairs if without else 0
    states = feasible_states(moves)
    orders = [groups_of(moves, i, states) for i in moves.everyone]
    ties = any(len(group) > 1 for order in orders for group in order)
    least = max(least, 0 if _holds(moves, concept, state, asked) else 1)
    if simple is not None and simple.n_pairs == least:
        return replace(simple, at_least=least)
    ended = False
    if not ties and not isinstance(asked, NotWorkedOut):
        strict = [tuple(s for group in order for s in group) for order in orders]
        found = nearest_profile(strict, asked, movable, below=simple and simple.n_pairs)
        if found.orders is not None:
            return _compared(moves, strict, found.orders, found.at_least)
        least, ended = max(least, found.at_least), found.ended
    if simple is None:
        return _impossible(moves, movable, sure=ended)
    return replace(simple, at_least=least)


def _impossible(moves: Moves, movable: Sequence[int], *, sure: bool = True) -> NotWorkedOut:
    names = ", ".join(moves.problem.decision_makers[i] for i in movable) or "nobody"
    if sure:
        return NotWorkedOut(f"no ranking by {names} makes it an equilibrium, the others' staying as they are")
    return NotWorkedOut(f"no ranking by {names} that makes it an equilibrium was found; others may")


def _raised(moves: Moves, concept: Concept, state: int, movable: Sequence[int]) -> PreferenceChange | None:
    """The state raised in each ranking as far as stability asks, other rankings as they are; None where it fails."""
    problem = moves.problem
    ranks, pairs, total = list(problem.ranks), list[PairChange](), 0
    for i, level in enumerate(levels_needed(problem, concept, state)):
        found = raised(problem, i, state, level)
        if found is None:
            continue
        if i not in movable:
            return None
        ranks[i], total = found.ranks, total + len(found.over)
        pairs += [_passed(problem.ranks[i], i, state, other) for other in found.over[:PAIRS_LISTED].tolist()]
    if concept in CREDIBLE and not _stable(replace(problem, ranks=tuple(ranks)), concept, state):
        return None
    return PreferenceChange(total, total if concept not in CREDIBLE else 0, tuple(ranks), tuple(pairs[:PAIRS_LISTED]))


def _passed(ranks: RankArray, i: int, state: int, other: int) -> PairChange:
    before = int(np.sign(int(ranks[state]) - int(ranks[other])))
    return PairChange(i, state, other, before, 1) if state < other else PairChange(i, other, state, -before, -1)


def _compared(moves: Moves, before: Sequence[Order], after: Sequence[Order], n_pairs: int) -> PreferenceChange:
    pairs, ranks = list[PairChange](), list[RankArray]()
    for i in moves.everyone:
        if before[i] == after[i]:
            ranks.append(moves.problem.ranks[i])
            continue
        new = np.zeros(moves.problem.n_states, dtype=np.int32)
        new[list(after[i])] = np.arange(len(after[i]), 0, -1)
        ranks.append(new)
        pairs += _pairs_changed(i, moves.problem.ranks[i], new, np.array(sorted(before[i])))
    return PreferenceChange(n_pairs, n_pairs, tuple(ranks), tuple(pairs[:PAIRS_LISTED]))


def _pairs_changed(i: int, old: RankArray, new: RankArray, states: IntArray) -> list[PairChange]:
    """The pairs that two rankings order otherwise, a few more than are listed at most."""
    found = list[PairChange]()
    for place, s in enumerate(states.tolist()):
        others = states[place + 1 :]
        before, after = np.sign(old[s] - old[others]), np.sign(new[s] - new[others])
        for k in np.flatnonzero(before != after)[:PAIRS_LISTED].tolist():
            found.append(PairChange(i, s, int(others[k]), int(before[k]), int(after[k])))
        if len(found) >= PAIRS_LISTED:
            break
    return found
