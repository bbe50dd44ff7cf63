"""Random explicit conflicts, and the definitions of stability written out move by move, for small ones."""

from __future__ import annotations

from itertools import product

import numpy as np

from detente.engines.stability.expansion import coalesced, graph_of, with_common_move, without_arcs
from detente.engines.stability.problem import Action, GraphForm, OptionForm, graph_form

REVERSALS = ("both", "both", "both", "forward", "back", "fixed")


def intransitive_graph(rng: np.random.Generator) -> GraphForm:
    """Two to four decision makers, three to eight states, any arcs at all, ties."""
    count, size = int(rng.integers(2, 5)), int(rng.integers(3, 9))
    names, states = [f"d{i}" for i in range(count)], [f"s{k}" for k in range(size)]
    density = rng.choice([0.1, 0.2, 0.35, 0.6])
    arcs = {n: [(a, b) for a in states for b in states if a != b and rng.random() < density] for n in names}
    form = graph_form(names, states, arcs, {n: _ranking(rng, states) for n in names})
    if rng.random() < 0.5:
        movers = [str(n) for n in rng.choice(names, 2, replace=False)]
        start, end = (str(s) for s in rng.choice(states, 2, replace=False))
        form = with_common_move(form, movers, [(start, end)])
    return form


def restless_conflict(rng: np.random.Generator) -> OptionForm:
    """Two or three decision makers with two actions each or nearly, most of them free, some states infeasible."""
    count, n = int(rng.integers(2, 4)), int(rng.integers(3, 5))
    free = ("both", "both", "both", "forward")
    actions = tuple(Action(f"o{o}", o % count, str(rng.choice(free))) for o in range(n))  # pyright: ignore[reportArgumentType]
    feasible = rng.random(1 << n) < rng.choice([0.7, 0.9, 1.0])
    feasible[0] = True
    ranks = tuple(rng.integers(0, 1 << n, 1 << n).astype(np.int32) for _ in range(count))
    return OptionForm(tuple(f"d{i}" for i in range(count)), actions, ranks, feasible)


def option_conflict(rng: np.random.Generator, most: int = 5) -> OptionForm:
    """Two to four decision makers, up to five actions, irreversible ones, infeasible states, ties."""
    count, n = int(rng.integers(2, 5)), int(rng.integers(2, most + 1))
    actions = tuple(Action(f"o{o}", int(rng.integers(count)), str(rng.choice(REVERSALS))) for o in range(n))  # pyright: ignore[reportArgumentType]
    feasible = rng.random(1 << n) < rng.choice([0.5, 0.8, 1.0])
    feasible[int(rng.integers(1 << n))] = True
    levels = int(rng.choice([3, 6, 1 << n]))
    ranks = tuple(rng.integers(0, levels, 1 << n).astype(np.int32) for _ in range(count))
    return OptionForm(tuple(f"d{i}" for i in range(count)), actions, ranks, feasible)


def changed_graph(rng: np.random.Generator) -> GraphForm:
    """An option form written out, then some states made one, single arcs taken away, a common move added."""
    form = graph_of(option_conflict(rng, 4)).form
    if form.n_states > 3:
        members = [str(s) for s in rng.choice(form.states, int(rng.integers(2, 4)), replace=False)]
        form = coalesced(form, {"one": members}, like={"one": members[0]})
    for name in form.decision_makers:
        i = form.decision_makers.index(name)
        arcs = [(s, q) for s in range(form.n_states) for q in form.moves(i, s).tolist() if rng.random() < 0.2]
        form = without_arcs(form, {name: [(form.states[s], form.states[q]) for s, q in arcs]})
    if rng.random() < 0.5 and form.n_states > 1:
        start, end = (str(s) for s in rng.choice(form.states, 2, replace=False))
        form = with_common_move(form, form.decision_makers[:2], [(start, end)])
    return form


def _ranking(rng: np.random.Generator, states: list[str]) -> list[list[str]]:
    heights = rng.integers(0, int(rng.choice([2, 4, 9])), len(states))
    groups = [[s for s, h in zip(states, heights, strict=True) if h == level] for level in range(9, -1, -1)]
    return [group for group in groups if group]


def moves(form: GraphForm, i: int, s: int) -> list[int]:
    """R_i(s)."""
    return [int(q) for q in form.targets[i][form.starts[i][s] : form.starts[i][s + 1]]]


def improvements(form: GraphForm, i: int, s: int) -> list[int]:
    """R_i+(s)."""
    return [q for q in moves(form, i, s) if form.ranks[i][q] > form.ranks[i][s]]


def legal_ends(members: list[int], start: int, step) -> set[int]:  # pyright: ignore
    """R_H(s) with the set of possible last movers of every state, by the induction that defines them."""
    last: dict[int, set[int]] = {}
    for j in members:
        for q in step(j, start):
            last.setdefault(q, set()).add(j)
    grown = True
    while grown:
        grown = False
        for a, j in product(list(last), members):
            if last[a] != {j}:
                for q in step(j, a):
                    if j not in last.setdefault(q, set()):
                        last[q].add(j)
                        grown = True
    return set(last)


def stable_by_definition(form: GraphForm, concept: str, i: int, s: int) -> bool:
    """Whether s is stable for i, from the definition of the concept."""
    return all(answered(form, concept, i, s, q) for q in improvements(form, i, s))


def answered(form: GraphForm, concept: str, i: int, s: int, improvement: int) -> bool:
    """Whether the others can answer one improvement of i from s; under Nash stability never."""
    others = [j for j in range(len(form.decision_makers)) if j != i]
    step = improvements if concept in ("seq", "sseq") else moves
    u = form.ranks[i]

    def sanctions(end: int) -> bool:
        if concept in ("smr", "sseq") and any(u[q] > u[s] for q in moves(form, i, end)):
            return False
        return bool(u[end] <= u[s])

    if concept == "nash":
        return False
    return any(sanctions(end) for end in legal_ends(others, improvement, lambda j, a: step(form, j, a)))


def simultaneously_stable(problem: OptionForm, form: GraphForm, i: int, s: int, concept: str | None) -> bool:
    """Whether every improvement of i from s, with some improvements of some others from s, is no better for i.

    form: the problem written out. With a concept: who it holds stays, and only those whom it does not hold move.
    """
    codes = problem.states.tolist()
    place = codes.index(s)
    everyone = range(len(problem.decision_makers))
    restless = [j for j in everyone if concept is None or not stable_by_definition(form, concept, j, place)]
    if i not in restless:
        return True

    def goals(j: int) -> list[int]:
        return [codes[q] for q in improvements(form, j, place)]

    def lands(meant: tuple[int, ...]) -> int:
        state = s
        for goal in meant:
            state ^= goal ^ s
        return state

    u = problem.ranks[i]
    others = [[s, *goals(j)] for j in restless if j != i]
    return all(
        any(lands((mine, *theirs)) in codes and u[lands((mine, *theirs))] <= u[s] for theirs in product(*others))
        for mine in goals(i)
        if concept is None or not answered(form, concept, i, place, codes.index(mine))
    )


def coalition_targets(form: GraphForm, members: list[int], s: int) -> set[int]:
    """Where the members can go from s together so that each of them is better off."""
    ends = legal_ends(members, s, lambda j, a: moves(form, j, a))
    return {q for q in ends if all(form.ranks[j][q] > form.ranks[j][s] for j in members)}


def stable_by_relations(form: GraphForm, concept: str, i: int, s: int, *, considers, deters, credible) -> bool:  # pyright: ignore
    """The five concepts with any relations in place of "better" and "not better".

    considers(s, s1): i thinks of moving; deters(s, s2): s2 keeps it from moving; credible(j, a, q): j would move.
    """
    others = [j for j in range(len(form.decision_makers)) if j != i]

    def step(j: int, a: int) -> list[int]:
        return [q for q in moves(form, j, a) if concept in ("gmr", "smr") or credible(j, a, q)]

    def sanctions(end: int) -> bool:
        if concept in ("smr", "sseq") and not all(deters(s, q) for q in moves(form, i, end)):
            return False
        return deters(s, end)

    considered = [q for q in moves(form, i, s) if considers(s, q)]
    if concept == "nash":
        return not considered
    return all(any(sanctions(end) for end in legal_ends(others, q, step)) for q in considered)
