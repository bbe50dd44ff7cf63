"""The five concepts for every state and decision maker at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from detente.engines.stability.axes.improvements import Ordered, ordered_blocks, worst_by_improvements
from detente.engines.stability.axes.moves import (
    Values,
    axes_of,
    best_of_own,
    check_option_form,
    infeasible_states,
    opponents_of,
    worst_by_moves,
)
from detente.engines.stability.problem import BoolArray, Conflict, OptionForm
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.progress import SILENT, Progress

_BY_IMPROVEMENTS = frozenset({"seq", "sseq"})


def decide(
    problem: Conflict, concepts: Sequence[Concept] = CONCEPTS, *, progress: Progress = SILENT
) -> dict[Concept, BoolArray]:
    """From which states each decision maker would rather not move, under each concept.

    With u_i the ranks, OWN_i f(s) the largest f over i's moves from s and s itself, OPP_i f(s) the smallest over what
    the others reach by legal sequences of moves from s, and s itself, OPP+_i the same by improvements, and c_i = OWN_i
    u_i:

        nash: c_i <= u_i                          gmr: OWN_i min(u_i, OPP_i u_i) <= u_i
        smr: OWN_i min(u_i, OPP_i c_i) <= u_i     seq: OWN_i min(u_i, OPP+_i u_i) <= u_i
        sseq: OWN_i min(u_i, OPP+_i c_i) <= u_i

    The states that "and s itself" adds change no verdict: an improvement s1 has u_i(s1) > u_i(s) and c_i(s1) >=
    u_i(s1). That nobody moves twice in a row forbids nothing here, for two moves of one decision maker are one move; so
    reaching is plain reaching, and the definitions in the pages of the concepts hold exactly.

    problem: in option form; a graph is refused with OutOfDomain and the reason. progress: told before each concept of
    each decision maker, and can stop the work there. Answers stable[state, decision_maker] for each concept, False at
    infeasible states. O(d n N) for nash, gmr, smr and O(rounds d^2 N + d N log 2^k) for seq, sseq, with N = 2**n states
    and k own actions; no states x states table. 22 actions of 5 decision makers tried.

    >>> from detente.engines.stability.problem import Action
    >>> prisoners = OptionForm(("a", "b"), (Action("a keeps quiet", 0), Action("b keeps quiet", 1)),
    ...     (np.array([1, 0, 3, 2]), np.array([1, 3, 0, 2])))
    >>> {concept: np.flatnonzero(stable.all(axis=1)).tolist() for concept, stable in decide(prisoners).items()}
    {'nash': [0], 'gmr': [0, 3], 'smr': [0, 3], 'seq': [0, 3], 'sseq': [0, 3]}
    """
    conflict = check_option_form(problem)
    wanted = tuple(dict.fromkeys(concepts))
    makers, infeasible = len(conflict.decision_makers), infeasible_states(conflict)
    stable: dict[Concept, BoolArray] = {
        concept: np.zeros((makers, conflict.n_states), dtype=np.bool_) for concept in wanted
    }
    blocks: Mapping[int, tuple[Ordered, ...]] = {}
    if _BY_IMPROVEMENTS.intersection(wanted):
        blocks = {j: found for j in range(makers) if (found := ordered_blocks(conflict, j, infeasible))}
    for i, name in enumerate(conflict.decision_makers):
        asked = enumerate(_asked(conflict, i, wanted, blocks, infeasible))
        for k, concept in enumerate(wanted):
            progress.at(f"stability for {name}", i * len(wanted) + k, makers * len(wanted))
            _, stable[concept][i] = next(asked)
    progress.at("stability", makers * len(wanted), makers * len(wanted))
    if infeasible is not None:
        for found in stable.values():
            found[:, infeasible] = False
    return {concept: found.T for concept, found in stable.items()}


def _asked(
    problem: OptionForm,
    decision_maker: int,
    concepts: Sequence[Concept],
    blocks: Mapping[int, tuple[Ordered, ...]],
    infeasible: BoolArray | None,
) -> Iterator[BoolArray]:
    """One decision maker's verdicts, a concept at a time."""
    ranks: Values = problem.ranks[decision_maker]
    own = axes_of(problem, decision_maker)
    opponents = opponents_of(problem, decision_maker)
    movers = [found for j, found in blocks.items() if j != decision_maker]
    counter = best_of_own(ranks, own, infeasible)
    for concept in concepts:
        if concept == "nash":
            yield counter <= ranks
            continue
        threat = ranks if concept in {"gmr", "seq"} else counter
        if concept in _BY_IMPROVEMENTS:
            worst = worst_by_improvements(threat, movers, infeasible)
        else:
            worst = worst_by_moves(threat, opponents)
        worst = best_of_own(np.minimum(ranks, worst, out=worst), own, infeasible)
        yield worst <= ranks
