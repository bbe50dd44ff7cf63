"""Stability straight from the definitions: legal sequences with their possible last movers, on plain sets.

Knows nothing of the engines and shares no code with them. `moves[i][s]` is the set of states that decision maker i can
reach alone from s; `ranks[i][s]` is higher for what i prefers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Targets = Sequence[Mapping[int, set[int]]]


@dataclass(frozen=True)
class Plain:
    """A conflict as plain sets."""

    moves: Targets
    ranks: Sequence[Sequence[int]]
    known: dict[Any, set[int]] = field(default_factory=dict[Any, set[int]])

    @property
    def states(self) -> list[int]:
        return sorted(self.moves[0])

    @property
    def everyone(self) -> range:
        return range(len(self.moves))


def of_options(
    owners: Sequence[int], reversals: Sequence[str], feasible: Sequence[bool], ranks: Sequence[Sequence[int]]
) -> Plain:
    """A conflict in option form: every pair of feasible states is asked whether one decision maker makes the change."""
    states = [s for s in range(1 << len(owners)) if feasible[s]]
    allowed = {"both": {(0, 1), (1, 0)}, "forward": {(0, 1)}, "back": {(1, 0)}, "fixed": set[tuple[int, int]]()}

    def makes(i: int, s: int, q: int) -> bool:
        changed = [o for o in range(len(owners)) if (s >> o & 1) != (q >> o & 1)]
        return all(owners[o] == i and (s >> o & 1, q >> o & 1) in allowed[reversals[o]] for o in changed)

    n = len(ranks)
    return Plain([{s: {q for q in states if q != s and makes(i, s, q)} for s in states} for i in range(n)], ranks)


def of_arcs(n_states: int, arcs: Sequence[Sequence[tuple[int, int]]], ranks: Sequence[Sequence[int]]) -> Plain:
    """A conflict as an explicit graph."""
    return Plain([{s: {q for a, q in mine if a == s and q != s} for s in range(n_states)} for mine in arcs], ranks)


def improving(c: Plain, i: int, s: int) -> set[int]:
    """R_i+(s)."""
    return {q for q in c.moves[i][s] if c.ranks[i][q] > c.ranks[i][s]}


def reached(c: Plain, movers: frozenset[int], s: int, *, credible: bool) -> set[int]:
    """R_H(s), or R_H+(s): rules (a) and (b) applied until nothing is new, with Omega as sets of last movers."""
    if (movers, s, credible) in c.known:
        return c.known[movers, s, credible]
    step = (lambda j, a: improving(c, j, a)) if credible else (lambda j, a: c.moves[j][a])
    omega: dict[int, set[int]] = {}
    for j in movers:
        for q in step(j, s):
            omega.setdefault(q, set()).add(j)
    changed = True
    while changed:
        changed = False
        for a in list(omega):
            for j in movers:
                if omega[a] != {j}:
                    for q in step(j, a):
                        if j not in omega.setdefault(q, set()):
                            omega[q].add(j)
                            changed = True
    c.known[movers, s, credible] = set(omega)
    return c.known[movers, s, credible]


def stable(c: Plain, concept: str, s: int, i: int) -> bool:
    """Whether s is stable for i, word for word."""
    u, others = c.ranks[i], frozenset(j for j in c.everyone if j != i)
    if concept == "nash":
        return not improving(c, i, s)
    for s1 in improving(c, i, s):
        answers = [s2 for s2 in reached(c, others, s1, credible=concept in ("seq", "sseq")) if u[s2] <= u[s]]
        if concept in ("smr", "sseq"):
            answers = [s2 for s2 in answers if all(u[s3] <= u[s] for s3 in c.moves[i][s2])]
        if not answers:
            return False
    return True


def certified(c: Plain, concept: str, s: int, i: int, found: Any) -> bool:
    """Whether a certificate proves its verdict: every step is made, legal and credible, and nothing is left out."""
    u, credible, symmetric = c.ranks[i], concept in ("seq", "sseq"), concept in ("smr", "sseq")
    step = (lambda j, a: improving(c, j, a)) if credible else (lambda j, a: c.moves[j][a])
    if found.stable:
        for x in found.sanctions:
            at, last = x.improvement, None
            for m in x.steps:
                if m.origin != at or m.mover in (last, i) or m.target not in step(m.mover, at):
                    return False
                at, last = m.target, m.mover
            if not (x.steps and at == x.lands and u[at] <= u[s]):
                return False
            if symmetric and (set(x.counter_moves) != c.moves[i][at] or any(u[q] > u[s] for q in c.moves[i][at])):
                return False
        return {x.improvement for x in found.sanctions} == improving(c, i, s)
    x = found.unanswered
    if x.improvement not in improving(c, i, s) or concept == "nash":
        return x.improvement in improving(c, i, s)
    listed, escapes = set(x.reached), dict(x.escapes)
    starts = [(x.improvement, None), *listed]
    closed = all((q, j) in listed for a, last in starts for j in c.everyone if j not in (last, i) for q in step(j, a))
    return closed and all(
        u[q] > u[s] or (symmetric and escapes.get(q) in c.moves[i][q] and u[escapes[q]] > u[s]) for q, _ in listed
    )
