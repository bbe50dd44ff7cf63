"""Simultaneous stability: improvements that would not have been, had others moved at the same time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.engines.stability.expansion import Expanded, graph_of
from detente.engines.stability.problem import BoolArray, GraphForm, IntArray, OptionForm, RankArray
from detente.engines.stability.reachability.arcs import Arcs, improving
from detente.engines.stability.reachability.deciding import check_size, questions
from detente.engines.stability.verdicts import CONCEPTS, Concept, Verdicts
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "simultaneous-stability"

MOST_COMBINATIONS = 50_000_000
"""Most combinations of one improvement with some of the others' improvements that are looked at."""


def simultaneous_stability(
    problem: OptionForm | Expanded | GraphForm,
    *,
    after: Concept | None = None,
    progress: Progress = SILENT,
) -> Verdicts:
    """Whom the fear of moving at the same moment as others keeps from moving.

    Of decision maker i at state s every improvement s1 in R_i+(s) must be sanctioned. s1 is sanctioned
    simultaneously when there are others, at least one, each with one of its improvements from the same s, such that
    all these changes of actions and i's own, made together, give a feasible state s2 with u_i(s2) <= u_i(s).

    problem: a conflict in option form; or an `Expanded` one whose arcs were changed. A graph alone does not say what
        two moves give together: OutOfDomain.
    after: a concept that is asked first, as Fraser and Hipel did with sequential stability ("seq"). What it holds
        stays stable, an improvement that it answers counts as sanctioned, and only those of the others whom it does
        not hold at s can move at the same moment: simultaneous sanctions are a risk where several are about to leave.
        Without, anybody with an improvement may move.
    progress: told of every decision maker, and may stop the work.

    Without an improvement a state is stable. Which of the others move is left open, also how many; an infeasible
    combination sanctions nothing. The certificate holds, for each decision maker, how many states with an
    improvement it nevertheless does not leave. Raises TooLarge beyond 50 million combinations.

    O(sum_s sum_i |R_i+(s)| prod_{j != i} (|R_j+(s)| + 1)); 12 actions of 4 decision makers, 4,096 states, 5 million
    combinations, in 1.4 s of processor time.

    >>> from detente.engines.stability.problem import Action
    >>> chicken = OptionForm(("a", "b"), (Action("a swerves", 0), Action("b swerves", 1)),
    ...     (np.array([0, 1, 3, 2], dtype=np.int32), np.array([0, 3, 1, 2], dtype=np.int32)))
    >>> simultaneous_stability(chicken).equilibria.tolist()
    [1, 2, 3]

    Fraser, N. M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. North-Holland, chapter 2
    (recalled, not read); for more than two decision makers restated here.
    """
    if after is not None and after not in CONCEPTS:
        raise OutOfDomain(f"no such concept: {after}; there are {', '.join(CONCEPTS)}")
    if isinstance(problem, GraphForm):
        raise OutOfDomain(
            "an explicit graph does not say what two moves give together; give the option form, or its expansion with "
            "the arcs changed"
        )
    expanded = graph_of(problem) if isinstance(problem, OptionForm) else problem
    form = expanded.form
    check_size(form)
    asked = questions(form)
    leaving = [question.considered for question in asked]
    answers: list[RankArray | None] = [None] * len(asked)
    if after is not None:
        answers = [question.least(after, progress) for question in asked]
        leaving = [q.considered.only(~q.stable(after, progress)[q.considered.origins]) for q in asked]
    _check_combinations(leaving)
    stable = np.zeros((form.n_states, len(asked)), dtype=np.bool_)
    for i, who in enumerate(form.decision_makers):
        progress.at(f"simultaneous sanctions of {who}", i, len(asked))
        others = [moves for j, moves in enumerate(leaving) if j != i]
        stable[:, i] = _stable(expanded, i, leaving[i], others, answers[i])
    held = stable & np.stack([question.considered.leaves for question in asked], axis=1)
    return Verdicts(
        method=METHOD,
        parameters=frozen(after=after),
        certificate=frozen(
            held_by_sanctions=frozen(**dict(zip(form.decision_makers, held.sum(axis=0).tolist(), strict=True))),
        ),
        caveats=("a combination that is not feasible sanctions nothing",),
        problem=expanded.problem,
        stable=expanded.in_codes(stable),
    )


def simultaneous_sanction(
    problem: OptionForm | Expanded, state: int, decision_maker: int, improvement: int
) -> tuple[int, tuple[int, ...]] | None:
    """One sanction of an improvement: where all the changes together lead, and where each of the others meant to go.

    state, improvement: codes of feasible states, the second an improvement from the first. None where nothing
    sanctions it. The second part holds for each decision maker, in order, the state that it meant to reach alone, the
    state itself where it does not move, and for `decision_maker` the improvement.
    """
    expanded = graph_of(problem) if isinstance(problem, OptionForm) else problem
    form, places = expanded.form, expanded.places
    origin, target = int(places[state]), int(places[improvement])
    better = [improving(Arcs.of(form, j), ranks) for j, ranks in enumerate(form.ranks)]
    if origin < 0 or target not in better[decision_maker].from_state(origin):
        raise OutOfDomain(f"from {state} decision maker {decision_maker} has no improvement to {improvement}")
    changes = _changes(expanded, [b for j, b in enumerate(better) if j != decision_maker], origin)
    lands = places[improvement ^ np.bitwise_xor.reduce(changes, axis=1)]
    ranks = form.ranks[decision_maker]
    found = np.flatnonzero((lands >= 0) & (ranks[lands] <= ranks[origin]))
    if not len(found):
        return None
    meant = (changes[found[0]] ^ state).tolist()
    meant.insert(decision_maker, improvement)
    return int(expanded.codes[lands[found[0]]]), tuple(meant)


def _stable(expanded: Expanded, i: int, moves: Arcs, others: Sequence[Arcs], answers: RankArray | None) -> BoolArray:
    ranks, codes, places = expanded.form.ranks[i], expanded.codes, expanded.places
    stable = ~moves.leaves
    for s in np.flatnonzero(moves.leaves).tolist():
        targets = moves.from_state(s)
        if answers is not None:
            targets = targets[answers[targets] > ranks[s]]
        # every improvement meets every combination: one row an improvement
        together = np.bitwise_xor.reduce(_changes(expanded, others, s), axis=1)
        lands = places[codes[targets][:, None] ^ together[None, :]]
        stable[s] = ((lands >= 0) & (ranks[lands] <= ranks[s])).any(axis=1).all()
    return stable


def _changes(expanded: Expanded, others: Sequence[Arcs], state: int) -> IntArray:
    """changes[combination, other]: the bits that each of the others changes, 0 where it stays; all staying left out."""
    codes = expanded.codes
    choices = [np.concatenate([[0], codes[arcs.from_state(state)] ^ codes[state]]) for arcs in others]
    if not choices:
        return np.empty((0, 0), dtype=np.int64)
    grids = np.meshgrid(*choices, indexing="ij")
    return np.stack([grid.ravel() for grid in grids], axis=1)[1:].astype(np.int64)


def _check_combinations(better: Sequence[Arcs]) -> None:
    counts = np.stack([np.diff(b.starts) for b in better]).astype(np.float64)
    products = np.prod(counts + 1, axis=0)
    estimate = float((products * (counts / (counts + 1)).sum(axis=0)).sum())
    if estimate > MOST_COMBINATIONS:
        raise TooLarge(
            "combinations of improvements made at the same time",
            estimate=int(estimate),
            limit=MOST_COMBINATIONS,
            todo="ask about fewer actions, or use sequential stability",
        )
