"""Inverse preferences: what would have to be thought of the states for a wanted one to be an equilibrium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.stability.certificates import CREDIBLE
from detente.engines.stability.moves import Moves
from detente.engines.stability.preference_changes import Order, demoted_order, nearest_profile, order_of
from detente.engines.stability.preference_conditions import Requirement, requirements
from detente.engines.stability.preference_counts import count_rankings, feasible_states
from detente.engines.stability.problem import Conflict, IntArray, RankArray
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
    """The fewest pairs that must be ordered otherwise, and rankings that do it; others may do it with as few.

    ranks: as in a conflict, for every decision maker. pairs: what changes, at most 1,000 of them.
    """

    n_pairs: int
    ranks: tuple[RankArray, ...] = field(repr=False)
    pairs: tuple[PairChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InversePreferences(Answer):
    """What a state's being an equilibrium asks of the rankings: all requirements, of each one alternative.

    holds: whether the rankings given meet them all. count: how many rankings do. change: the nearest ones that do.
    """

    problem: Conflict = field(repr=False)
    concept: Concept
    state: int
    requirements: tuple[Requirement, ...]
    holds: bool
    count: RankingCount | NotWorkedOut
    change: PreferenceChange | NotWorkedOut

    def lines(self) -> tuple[str, ...]:
        """The requirements in words: "A: not raid > peace, or B: war > raid and A: not war > peace"."""
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
        count, change = self.count, self.change
        return {
            "method": self.method,
            "reference": self.reference,
            "concept": self.concept,
            "state": self.state,
            "holds": self.holds,
            "requirements": list(self.lines()),
            "count": {"reason": count.reason}
            if isinstance(count, NotWorkedOut)
            else {"rankings": count.rankings, "of": count.of},
            "change": {"reason": change.reason}
            if isinstance(change, NotWorkedOut)
            else {
                "n_pairs": change.n_pairs,
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

    Count and nearest rankings are `NotWorkedOut`, with the reason, where they are too large, where SEQ or SSEQ meets
    ties, or where no ranking does it. Raises OutOfDomain for an unknown state or concept, TooLarge above 5,000
    sequences of answers to one move. Exponential in the states that are compared: under GMR 16 of them in seconds.

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
    asked = requirements(moves, concept, state, moves.everyone)
    movable = tuple(moves.everyone) if varied is None else tuple(sorted(varied))
    holds = all(requirement.holds(moves.rank) for requirement in asked)
    try:
        count: RankingCount | NotWorkedOut = RankingCount(*count_rankings(moves, state, asked, varied))
    except TooLarge as error:
        count = NotWorkedOut(str(error))
    return InversePreferences(
        method=METHOD,
        parameters=frozen(concept=concept, state=state, varied=varied or "all"),
        certificate=frozen(
            requirements=len(asked), check="requirement.holds(rank) for each, or certificates.certificate"
        ),
        problem=problem,
        concept=concept,
        state=state,
        requirements=asked,
        holds=holds,
        count=count,
        change=_change(moves, concept, state, asked, movable),
    )


def _change(
    moves: Moves, concept: Concept, state: int, asked: Sequence[Requirement], movable: Sequence[int]
) -> PreferenceChange | NotWorkedOut:
    """The nearest rankings under which all requirements hold."""
    states = feasible_states(moves)
    orders = [order_of(moves, i, states) for i in moves.everyone]
    try:
        if concept in CREDIBLE:
            found = nearest_profile(orders, asked, movable)
            return _compared(moves, orders, found[1], found[0]) if found else _impossible(moves, movable)
        after, total = list(orders), 0
        for i in moves.everyone:
            own = [requirement for requirement in asked if requirement.move.mover == i]
            if i not in movable:
                if all(requirement.holds(moves.rank) for requirement in own):
                    continue
                return _impossible(moves, movable)
            nearest = demoted_order(orders[i], state, own)
            if nearest is None:
                return _impossible(moves, movable)
            total, after[i] = total + nearest[0], nearest[1]
    except (TooLarge, OutOfDomain) as error:
        return NotWorkedOut(str(error))
    return _compared(moves, orders, after, total)


def _impossible(moves: Moves, movable: Sequence[int]) -> NotWorkedOut:
    names = ", ".join(moves.problem.decision_makers[i] for i in movable) or "nobody"
    return NotWorkedOut(f"no ranking by {names} makes it an equilibrium, the others' staying as they are")


def _compared(moves: Moves, before: Sequence[Order], after: Sequence[Order], n_pairs: int) -> PreferenceChange:
    pairs, ranks = list[PairChange](), list[RankArray]()
    for i in moves.everyone:
        if before[i] == after[i]:
            ranks.append(moves.problem.ranks[i])
            continue
        new = np.zeros(moves.problem.n_states, dtype=np.int32)
        for height, group in enumerate(reversed(after[i])):
            new[list(group)] = height
        ranks.append(new)
        pairs += _pairs_changed(
            i, moves.problem.ranks[i], new, np.array(sorted(s for group in before[i] for s in group))
        )
    return PreferenceChange(n_pairs, tuple(ranks), tuple(pairs[:PAIRS_LISTED]))


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
