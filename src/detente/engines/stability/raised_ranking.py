"""How far a state would have to rise in the rankings to become stable: the nearest rankings under Nash, GMR and SMR."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.stability.axes.improvements import ordered_blocks, worst_by_improvements
from detente.engines.stability.axes.moves import (
    axes_of,
    best_of_own,
    infeasible_states,
    opponents_of,
    worst_by_moves,
)
from detente.engines.stability.problem import Conflict, GraphForm, IntArray, OptionForm, RankArray
from detente.engines.stability.reachability.deciding import check_size, questions
from detente.engines.stability.verdicts import Concept


@dataclass(frozen=True, slots=True, eq=False)
class Raised:
    """One decision maker's ranking with a state moved up, just above others and above all that it tied with.

    over: the states that it comes to stand above, those that it tied with included. Each is one pair that the two
    rankings order otherwise; all other pairs stay as they are.
    """

    decision_maker: int
    ranks: RankArray
    over: IntArray


def levels_needed(problem: Conflict, concept: Concept, state: int) -> tuple[int, ...]:
    """For each decision maker the lowest level from which a state is stable for it, all other states staying in place.

    The level is a rank: the state would have to stand at it, or just above. With m(q) = min(u_i(q), the least that the
    others' answers to q come to for i, counter-moves included) it is the larger of u_i(s) and max of m over R_i(s).
    Under SEQ and SSEQ answers are those that the others' present rankings make credible. O(n 2^n) a decision maker, or
    as `reachability.decide` for a graph.
    """
    if isinstance(problem, GraphForm):
        return _levels_of_graph(problem, concept, state)
    infeasible = infeasible_states(problem)
    makers = range(len(problem.decision_makers))
    return (
        tuple(_level(problem, concept, state, i) for i in makers) if infeasible is None or not infeasible[state] else ()
    )


def _level(problem: OptionForm, concept: Concept, state: int, i: int) -> int:
    ranks, own, infeasible = problem.ranks[i], axes_of(problem, i), infeasible_states(problem)
    worst = best_of_own(ranks, own, infeasible)
    if concept != "nash":
        threat = ranks if concept in ("gmr", "seq") else worst
        if concept in ("gmr", "smr"):
            answered = worst_by_moves(threat, opponents_of(problem, i))
        else:
            others = (j for j in range(len(problem.decision_makers)) if j != i)
            movers = [found for j in others if (found := ordered_blocks(problem, j, infeasible))]
            answered = worst_by_improvements(threat, movers, infeasible)
        worst = best_of_own(np.minimum(ranks, answered), own, infeasible)
    return max(int(ranks[state]), int(worst[state]))


def _levels_of_graph(form: GraphForm, concept: Concept, state: int) -> tuple[int, ...]:
    check_size(form)
    found: list[int] = []
    for i, question in enumerate(questions(form)):
        ranks, improvements = form.ranks[i], question.considered.from_state(state)
        least = np.minimum(ranks, question.least(concept))[improvements]
        found.append(max(int(ranks[state]), int(least.max(initial=ranks[state]))))
    return tuple(found)


def raised(problem: Conflict, decision_maker: int, state: int, level: int) -> Raised | None:
    """The ranking with the state just above a level; None where it stands there already.

    That no ranking nearer to the old one makes the state stable under Nash, GMR or SMR: these ask only that some states
    are not better than s. Let D be the states better than s that a ranking brings down, and d a highest of them, with L
    better states below d and m level with it. Each state of L that stays above s has changed places with d, each that
    does not with s; of the m, j come down, which changes j pairs with s and j (m - j) among them, at least m together.
    So at least L + m pairs change, beside those with what tied with s; and bringing down all L + m, that is raising s
    above them, changes no more and meets whatever D meets.
    """
    ranks = problem.ranks[decision_maker]
    here = int(ranks[state])
    if level <= here:
        return None
    feasible = problem.states if isinstance(problem, OptionForm) else np.arange(problem.n_states)
    own = ranks[feasible]
    over = feasible[(own >= here) & (own <= level) & (feasible != state)]
    classes = np.unique(own)
    new = np.zeros(problem.n_states, dtype=np.int32)
    new[feasible] = 2 * np.searchsorted(classes, own)
    new[state] = 2 * np.searchsorted(classes, level) + 1
    return Raised(decision_maker, new, over.astype(np.int64))
