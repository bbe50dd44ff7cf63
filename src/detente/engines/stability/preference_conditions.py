"""What a state's stability asks of rankings: for every move, one of its answers, each a list of comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from detente.engines.stability.certificates import CREDIBLE, SYMMETRIC
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.verdicts import Concept
from detente.foundation.errors import TooLarge

SEQUENCES_LIMIT = 5_000
"""Most answers to one move that are looked at: states, or under SEQ and SSEQ sequences."""

Ranks = Callable[[int, int], int]
"""rank(decision maker, state): higher is better."""


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """What one decision maker must think of two states: that one is better than the other, or that it is not."""

    decision_maker: int
    state: int
    better: bool
    than: int

    def holds(self, rank: Ranks) -> bool:
        """Whether it is so under some ranks."""
        above = rank(self.decision_maker, self.state) > rank(self.decision_maker, self.than)
        return above == self.better


@dataclass(frozen=True, slots=True)
class Requirement:
    """What keeps one move from being worth making: at least one of the alternatives, each a set of comparisons.

    The first alternative is always that the move is no improvement; others are answers to it.
    """

    move: Move
    alternatives: tuple[frozenset[Comparison], ...]

    def holds(self, rank: Ranks) -> bool:
        """Whether some alternative holds in full under some ranks."""
        return any(all(comparison.holds(rank) for comparison in one) for one in self.alternatives)


def requirements(moves: Moves, concept: Concept, state: int, decision_makers: Iterable[int]) -> tuple[Requirement, ...]:
    """One requirement for each move of each decision maker from the state; the state is stable iff all hold.

    Alternatives that ask for all of another one and more are left out.
    """
    return tuple(
        Requirement(Move(i, state, q), _alternatives(moves, concept, state, i, q))
        for i in decision_makers
        for q in moves.from_state(i, state)
    )


def _alternatives(moves: Moves, concept: Concept, state: int, i: int, move: int) -> tuple[frozenset[Comparison], ...]:
    found = {frozenset([Comparison(i, move, False, state)])}
    if concept != "nash":
        sequences = _credible if concept in CREDIBLE else _reached
        for lands, asked in sequences(moves, moves.others(i), move):
            after = {Comparison(i, lands, False, state)}
            if concept in SYMMETRIC:
                after |= {Comparison(i, q, False, state) for q in moves.from_state(i, lands)}
            after = {c for c in after if c.state != state}
            found.add(frozenset(after) | asked)
    return tuple(sorted(_smallest(found), key=lambda one: (len(one), sorted(one))))


def _smallest(found: set[frozenset[Comparison]]) -> list[frozenset[Comparison]]:
    kept = list[frozenset[Comparison]]()
    single, wider = set[Comparison](), list[frozenset[Comparison]]()
    for one in sorted(found, key=len):
        if _contradicts(one) or not single.isdisjoint(one) or any(other <= one for other in wider):
            continue
        kept.append(one)
        if len(one) == 1:
            single |= one
        else:
            wider.append(one)
    return kept


def _contradicts(one: frozenset[Comparison]) -> bool:
    """Whether a set of comparisons asks for a better than b and for the opposite; longer cycles are left in."""
    return any(c.better and any(Comparison(c.decision_maker, a, b, t) in one for a, b, t in _opposites(c)) for c in one)


def _opposites(c: Comparison) -> Iterator[tuple[int, bool, int]]:
    yield c.state, False, c.than
    yield c.than, True, c.state


def _reached(moves: Moves, movers: tuple[int, ...], start: int) -> Iterator[tuple[int, frozenset[Comparison]]]:
    """R_H of a state: where the movers can get, nobody moving twice in a row."""
    seen, level, told = set[tuple[int, int]](), [(start, -1)], set[int]()
    while level:
        at, last = level.pop()
        for mover in movers:
            if mover == last:
                continue
            for q in moves.from_state(mover, at):
                if (q, mover) not in seen:
                    seen.add((q, mover))
                    level.append((q, mover))
                    if q not in told:
                        told.add(q)
                        _check_answers(len(told))
                        yield q, frozenset()


def _credible(moves: Moves, movers: tuple[int, ...], start: int) -> Iterator[tuple[int, frozenset[Comparison]]]:
    """Every legal sequence without the same (state, mover) twice, and that each of its moves be an improvement."""
    looked = 0
    open_: list[tuple[int, int, frozenset[tuple[int, int]], frozenset[Comparison]]] = [
        (start, -1, frozenset(), frozenset())
    ]
    while open_:
        at, last, been, asked = open_.pop()
        for mover in movers:
            for q in moves.from_state(mover, at) if mover != last else ():
                step = Comparison(mover, q, True, at)
                if (q, mover) in been or _contradicts(asked | {step}):
                    continue
                looked += 1
                _check_answers(looked)
                yield q, asked | {step}
                open_.append((q, mover, been | {(q, mover)}, asked | {step}))


def _check_answers(looked: int) -> None:
    if looked > SEQUENCES_LIMIT:
        todo = "ask about a smaller conflict, or under nash"
        raise TooLarge("answers to one move", estimate=looked, limit=SEQUENCES_LIMIT, todo=todo)
