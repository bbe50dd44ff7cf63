"""Why a state is stable for a decision maker or not: the moves themselves, checkable without any engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.engines.methods.answer import Answer
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.problem import Conflict
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen

METHOD = "stability-certificate"

LIMIT = 500_000
"""Most states, each with its last mover, that are looked at for one certificate."""

CREDIBLE: frozenset[Concept] = frozenset(("seq", "sseq"))
"""Concepts that count an answer only if each mover in it improves, by its own ranking, where it moves from."""

SYMMETRIC: frozenset[Concept] = frozenset(("smr", "sseq"))
"""Concepts that let the decision maker move once more after the answer."""


@dataclass(frozen=True, slots=True)
class Sanction:
    """What answers one improvement: moves of the others, one after the other, that leave the first mover no better.

    improvement: the state s1 that the decision maker would move to. steps: the others' moves from there, nobody twice
        in a row. lands: where they end, s2. counter_moves: under the symmetric concepts, all states that the
        decision maker could go on to from s2, none of them better for it than where it started; else empty.
    """

    improvement: int
    steps: tuple[Move, ...]
    lands: int
    counter_moves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An improvement that nobody sanctions, and everything that the others could reach after it.

    reached: (state, last mover) for all legal sequences of the others from the improvement; closed under their moves.
    escapes: under the symmetric concepts, for each reached state that is no better for the decision maker, a move of
        its own from there to a state that is; else empty.
    """

    improvement: int
    reached: tuple[tuple[int, int], ...]
    escapes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certificate(Answer):
    """Why one state is stable for one decision maker under one concept, or why it is not.

    sanctions: where stable, one for each improvement; empty where there is none to answer.
    unanswered: where not stable, an improvement that nothing answers; else None.
    """

    problem: Conflict = field(repr=False)
    concept: Concept
    state: int
    decision_maker: int
    stable: bool
    sanctions: tuple[Sanction, ...] = ()
    unanswered: Unanswered | None = None


def certificate(
    problem: Conflict, concept: Concept, state: int, decision_maker: int, *, moves: Moves | None = None
) -> Certificate:
    """Why a decision maker stays at a state, or goes: each tempting move with its answer, or one that has none.

    For i and s, with H all others: stable where for every s1 in R_i+(s) a legal sequence s1 -> ... -> s2 of H is shown
    with u_i(s2) <= u_i(s) and, under SMR and SSEQ, all of R_i(s2) no better than s. Legal: nobody moves twice in a row.
    Under SEQ and SSEQ each mover improves where it moves from. Not stable where some s1 has none: then all
    (state, last mover) that H can reach from s1 are listed. Under Nash any s1 is enough. Sequences are the shortest; of
    these the first, by what the movers like best.

    problem: either form. concept: one of the five. state: a feasible state's code or place. decision_maker: its place.
    moves: the conflict's moves, to be kept between calls.

    There is always an answer. Raises OutOfDomain for an unknown concept, state or decision maker, TooLarge above
    500,000 (state, last mover) to look at. O(improvements × d² × moves) at worst; lazy, only what this one verdict
    needs. 18 actions × 4 decision makers: a millisecond where answers are near, 1 to 4 s where all of R_H is listed.

    >>> from detente.engines.stability.problem import Action, OptionForm
    >>> import numpy as np
    >>> prisoners = OptionForm(("a", "b"), (Action("keep", 0), Action("keep faith", 1)),
    ...     (np.array([1, 0, 3, 2], dtype=np.int32), np.array([1, 3, 0, 2], dtype=np.int32)))
    >>> [(s.improvement, s.lands) for s in certificate(prisoners, "seq", 3, 0).sanctions]
    [(2, 0)]

    Fang, L., Hipel, K. W. and Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for Conflict
    Resolution. Wiley (the definitions, recalled); the form of the certificate is derived here.
    """
    if concept not in CONCEPTS:
        raise OutOfDomain(f"{concept!r} is no concept: {', '.join(CONCEPTS)}")
    known = moves or Moves(problem)
    known.check_state(state)
    known.check_decision_maker(decision_maker)
    sanctions = list[Sanction]()
    unanswered: Unanswered | None = None
    for improvement in known.improvements(decision_maker, state):
        found = answer_to(known, concept, state, decision_maker, improvement)
        if isinstance(found, Unanswered):
            unanswered = found
            break
        sanctions.append(found)
    return Certificate(
        method=METHOD,
        parameters=frozen(concept=concept, state=state, decision_maker=problem.decision_makers[decision_maker]),
        problem=problem,
        concept=concept,
        state=state,
        decision_maker=decision_maker,
        stable=unanswered is None,
        sanctions=tuple(sanctions) if unanswered is None else (),
        unanswered=unanswered,
    )


def stays(moves: Moves, concept: Concept, state: int, decision_maker: int) -> bool:
    """The verdict of `certificate` alone: whether a decision maker would rather not move from a state."""
    improvements = moves.improvements(decision_maker, state)
    return not any(isinstance(answer_to(moves, concept, state, decision_maker, s), Unanswered) for s in improvements)


def answer_to(moves: Moves, concept: Concept, state: int, i: int, improvement: int) -> Sanction | Unanswered:
    """What answers one improvement of a decision maker from a state, or everything that does not."""
    if concept == "nash":
        return Unanswered(improvement, ())
    here = moves.rank(i, state)
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    escapes: dict[int, int] = {}
    for at, came in _legal(moves, moves.others(i), improvement, credible=concept in CREDIBLE):
        before[at] = came
        if len(before) > LIMIT:
            todo = "ask about another state, or fewer actions"
            raise TooLarge("answers to one move", estimate=moves.problem.n_states, limit=LIMIT, todo=todo)
        reached = at[0]
        if moves.rank(i, reached) > here or reached in escapes:
            continue
        counter_moves = moves.from_state(i, reached) if concept in SYMMETRIC else ()
        escape = next((q for q in counter_moves if moves.rank(i, q) > here), None)
        if escape is None:
            return Sanction(improvement, _steps(before, improvement, at), reached, counter_moves)
        escapes[reached] = escape
    return Unanswered(improvement, tuple(sorted(before)), tuple(sorted(escapes.items())))


def _legal(
    moves: Moves, movers: tuple[int, ...], start: int, *, credible: bool
) -> Iterator[tuple[tuple[int, int], tuple[int, int] | None]]:
    """(state, last mover) after each legal sequence from a state, nearest first, with the one before it."""
    seen = set[tuple[int, int]]()
    level: list[tuple[int, int] | None] = [None]
    while level:
        following = list[tuple[int, int] | None]()
        for came in level:
            origin, last = came or (start, -1)
            for mover in movers:
                if mover == last:
                    continue
                targets = moves.improvements(mover, origin) if credible else moves.from_state(mover, origin)
                for target in sorted(targets, key=lambda q: -moves.rank(mover, q)):
                    at = (target, mover)
                    if at not in seen:
                        seen.add(at)
                        following.append(at)
                        yield at, came
        level = following


def _steps(before: dict[tuple[int, int], tuple[int, int] | None], start: int, at: tuple[int, int]) -> tuple[Move, ...]:
    steps = list[Move]()
    place: tuple[int, int] | None = at
    while place is not None:
        came = before[place]
        steps.append(Move(place[1], came[0] if came else start, place[0]))
        place = came
    return tuple(reversed(steps))
