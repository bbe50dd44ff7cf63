"""Limited-move stability: who moves when both look h moves ahead."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from detente.engines.stability.anticipation import Cycle, NoCycleYet, TieRule, check_two, horizons
from detente.engines.stability.problem import BoolArray, Conflict, IntArray, OptionForm
from detente.engines.stability.verdicts import Verdicts
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimitedMoves(Verdicts):
    """Verdicts at one horizon, and what they rest on.

    anticipated[state, decision_maker]: where it expects to end up if it is the first to move; the state itself where it
    stays. ambiguous[state, decision_maker]: the tie rule chose among several such states, at this horizon or before.
    """

    anticipated: IntArray = field(repr=False)
    ambiguous: BoolArray = field(repr=False)
    cycle: Cycle | NoCycleYet

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON, with the cycle."""
        return {**Verdicts.to_dict(self), "cycle": asdict(self.cycle)}


def limited_move_stability(
    problem: Conflict, horizon: int, *, ties: TieRule = "lowest-code", progress: Progress = SILENT
) -> LimitedMoves:
    """Who moves from each state when two decision makers look h moves ahead and expect each other to act in turn.

    G_0(i, s) = s. If i cannot move, G_h(i, s) = s; else M maximises u_i(G_{h-1}(j, q)) over q in R_i(s), and G_h(i, s)
    is G_{h-1}(j, M) where i strictly prefers it to s, else s. A state is stable for i iff G_h(i, s) = s. With h = 1
    this is Nash stability.

    problem: with two decision makers, in either form. horizon: h >= 1. ties: M is not unique where several moves lead
    to
        states of one rank; of these states is expected the one with the lowest code, or the one best, or worst, for the
        other, then the lowest code. `ambiguous` says where this was so.

    A state that is stable for nobody is an answer. `cycle` tells from which horizon on the answers repeat, or that they
    had not by then. Raises OutOfDomain for other than two decision makers, or a horizon below 1. O(h n 2^n), at most
    over one cycle; 20 actions to h = 6 in 5 s.

    >>> from detente.engines.stability.problem import Action
    >>> prisoners = OptionForm(("a", "b"), (Action("a keeps quiet", 0), Action("b keeps quiet", 1)),
    ...     (np.array([1, 0, 3, 2]), np.array([1, 3, 0, 2])))
    >>> [limited_move_stability(prisoners, h).equilibria.tolist() for h in (1, 2, 3)]
    [[0], [0, 3], [0, 3]]

    Kilgour, D. M. (1985). Anticipation and stability in two-person noncooperative games. In Luterbacher and Ward,
    Dynamic Models of International Conflict, Lynne Rienner: 26-51 (recalled); the graph model's form is Fang, Hipel and
    Kilgour (1993), Interactive Decision Making, Wiley (recalled).
    """
    check_two(problem, ties)
    if horizon < 1:
        raise OutOfDomain(f"a horizon of {horizon}: look at least one move ahead")
    ahead = horizons(problem, ties)
    at = next(ahead)
    left, cycle, ambiguous = horizon - 1, at.cycle, at.ambiguous
    while left:
        progress.at("limited moves", at.number, horizon)
        at, left = next(ahead), left - 1
        ambiguous = ambiguous | at.ambiguous
        if at.cycle is not None and cycle is None:
            # What is left of whole cycles changes nothing.
            cycle, left = at.cycle, left % at.cycle.length
    anticipated = at.anticipated
    stable = (anticipated == np.arange(problem.n_states)).T
    if isinstance(problem, OptionForm) and problem.feasible is not None:
        stable &= problem.feasible[:, None]
    return LimitedMoves(
        method="limited-move-stability",
        parameters=frozen(horizon=horizon, ties=ties),
        certificate=frozen(
            anticipated="G_h(i, s) for every state and decision maker; a state is stable where it is s",
            ambiguous_states=int(np.count_nonzero(ambiguous.any(axis=0))),
        ),
        caveats=_caveats(ambiguous, cycle, horizon, ties),
        problem=problem,
        stable=stable,
        anticipated=anticipated.T,
        ambiguous=ambiguous.T,
        cycle=cycle or NoCycleYet(f"what is anticipated had not repeated by horizon {horizon}"),
    )


def _caveats(ambiguous: BoolArray, cycle: Cycle | None, horizon: int, ties: TieRule) -> tuple[str, ...]:
    found = [f"both are taken to look exactly {horizon} {'move' if horizon == 1 else 'moves'} ahead and to know it"]
    if unsure := int(np.count_nonzero(ambiguous.any(axis=0))):
        found.append(
            f"the anticipated state is not unique at {unsure} of the states: moves of equal rank lead elsewhere, and "
            f"the rule {ties!r} chose; other rules may give other verdicts at higher horizons"
        )
    if cycle is not None and cycle.length > 1:
        found.append(f"verdicts do not settle: from horizon {cycle.start} on they repeat every {cycle.length} horizons")
    return tuple(found)
