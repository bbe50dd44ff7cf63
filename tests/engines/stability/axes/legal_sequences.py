"""The definitions as printed, on sets of states: legal sequences with their last movers, sanctions one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from detente.engines.stability.problem import OptionForm

Moves = Callable[[int, int], set[int]]


class Naive:
    """One conflict in option form, answered by looking at every sequence."""

    def __init__(self, problem: OptionForm) -> None:
        self.problem = problem
        self.states = set(problem.states.tolist())
        self.makers = range(len(problem.decision_makers))
        self.ranks = [ranks.tolist() for ranks in problem.ranks]
        self._moves = {(i, s): self._found(i, s) for i in self.makers for s in self.states}

    def _found(self, maker: int, state: int) -> set[int]:
        reached = set()
        for other in self.states - {state}:
            changed = [o for o in range(len(self.problem.actions)) if (state ^ other) >> o & 1]
            allowed = True
            for o in changed:
                action = self.problem.actions[o]
                way = "forward" if other >> o & 1 else "back"
                allowed &= action.decision_maker == maker and action.reversal in ("both", way)
            if allowed:
                reached.add(other)
        return reached

    def moves(self, maker: int, state: int) -> set[int]:
        return self._moves[maker, state]

    def improvements(self, maker: int, state: int) -> set[int]:
        rank = self.ranks[maker]
        return {q for q in self.moves(maker, state) if rank[q] > rank[state]}

    def reached(self, makers: Iterable[int], state: int, moves: Moves) -> set[int]:
        """By sequences of moves in which nobody moves twice in a row."""
        makers = list(makers)
        seen = {(q, j) for j in makers for q in moves(j, state)}
        open_ = list(seen)
        while open_:
            at, last = open_.pop()
            for j in makers:
                if j != last:
                    new = {(q, j) for q in moves(j, at)} - seen
                    seen |= new
                    open_ += new
        return {q for q, _ in seen}

    def stable(self, concept: str, maker: int, state: int) -> bool:
        rank = self.ranks[maker]
        limit = rank[state]
        others = [j for j in self.makers if j != maker]
        sanctions = self.improvements if concept in ("seq", "sseq") else self.moves
        for gain in self.improvements(maker, state):
            if concept == "nash":
                return False
            held = False
            for answer in self.reached(others, gain, sanctions):
                last = rank[answer] <= limit
                if concept in ("smr", "sseq"):
                    last = last and all(rank[q] <= limit for q in self.moves(maker, answer))
                held = held or last
            if not held:
                return False
        return True

    def coalition_stable(self, members: tuple[int, int], state: int) -> bool:
        reached = self.reached(members, state, self.moves)
        return not any(all(self.ranks[j][q] > self.ranks[j][state] for j in members) for q in reached)

    def anticipated(self, maker: int, state: int, horizon: int, liked: str) -> int:
        """G_h(i, s), two decision makers; `liked` is the tie rule."""
        if horizon == 0 or not self.moves(maker, state):
            return state
        rank, other = self.ranks[maker], 1 - maker
        factor = {"lowest-code": 0, "best-for-other": 1, "worst-for-other": -1}[liked]
        led = [self.anticipated(other, q, horizon - 1, liked) for q in self.moves(maker, state)]
        best = max(led, key=lambda e: (rank[e], factor * self.ranks[other][e], -e))
        return state if rank[state] >= rank[best] else best
