"""Non-myopic stability: who moves when both look as far ahead as matters."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.stability.anticipation import Cycle, TieRule, check_two, horizons
from detente.engines.stability.problem import BoolArray, Conflict, OptionForm
from detente.engines.stability.verdicts import Verdicts
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

FARTHEST = 1000
"""Horizons that are tried unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NonMyopic(Verdicts):
    """Verdicts over all horizons of the cycle that limited moves end in.

    stable[state, decision_maker]: at every horizon of the cycle. sometimes[state, decision_maker]: at some of them;
    where the cycle has length 1 the two are the same.
    """

    sometimes: BoolArray = field(repr=False)
    cycle: Cycle

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON, with the cycle."""
        return {**Verdicts.to_dict(self), "cycle": asdict(self.cycle)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled(Answer):
    """No answer: what is anticipated did not repeat up to the farthest horizon that was allowed."""

    reason: str
    horizons: int


def non_myopic_stability(
    problem: Conflict, *, ties: TieRule = "lowest-code", farthest: int = FARTHEST, progress: Progress = SILENT
) -> NonMyopic | Unsettled:
    """From which states neither of two decision makers moves however far both look ahead.

    With G_h as in `limited_move_stability`: s is stable for i iff G_h(i, s) = s for all h from some horizon on. Since
    G_h follows from G_{h-1} alone, the sequence ends in a cycle; stable is what is stable at each of its horizons.

    problem: with two decision makers, in either form. ties: as in `limited_move_stability`. farthest: horizons tried,
    >= 1.

    Where nothing repeated by then, the answer is `Unsettled` with the reason. Where the cycle is longer than 1 no limit
    exists at some states: `sometimes` minus `stable` are these, and a caveat says so. Raises OutOfDomain for other than
    two decision makers. O((start + 2 length) n 2^n); 16 actions settle in seconds.

    >>> from detente.engines.stability.problem import Action
    >>> prisoners = OptionForm(("a", "b"), (Action("a keeps quiet", 0), Action("b keeps quiet", 1)),
    ...     (np.array([1, 0, 3, 2]), np.array([1, 3, 0, 2])))
    >>> answer = non_myopic_stability(prisoners)
    >>> answer.equilibria.tolist(), answer.cycle
    ([0, 3], Cycle(start=2, length=1))

    Kilgour, D. M. (1984). Equilibria for far-sighted players. Theory and Decision 16(2): 135-157; Brams, S. J. and
    Wittman, D. (1981). Nonmyopic equilibria in 2 x 2 games. Conflict Management and Peace Science 6(1): 39-62 (both
    recalled).
    """
    check_two(problem, ties)
    if farthest < 1:
        raise OutOfDomain(f"farthest is {farthest}: look at least one move ahead")
    states = np.arange(problem.n_states)
    always, sometimes = np.ones((2, problem.n_states), dtype=np.bool_), np.zeros((2, problem.n_states), dtype=np.bool_)
    ambiguous, counted, cycle = 0, 0, None
    for at in horizons(problem, ties):
        progress.at("non-myopic horizons", at.number)
        ambiguous = max(ambiguous, int(np.count_nonzero(at.ambiguous.any(axis=0))))
        if at.cycle is not None:
            cycle = at.cycle
            always &= at.anticipated == states
            sometimes |= at.anticipated == states
            counted += 1
            if counted == cycle.length:
                break
        elif at.number >= farthest:
            return Unsettled(
                method="non-myopic-stability",
                parameters=frozen(ties=ties, farthest=farthest),
                reason=f"what is anticipated had not repeated by horizon {farthest}",
                horizons=farthest,
            )
    if isinstance(problem, OptionForm) and problem.feasible is not None:
        always &= problem.feasible
        sometimes &= problem.feasible
    assert cycle is not None
    return NonMyopic(
        method="non-myopic-stability",
        parameters=frozen(ties=ties, farthest=farthest),
        certificate=frozen(cycle_start=cycle.start, cycle_length=cycle.length),
        caveats=_caveats(always, sometimes, cycle, ambiguous, ties),
        problem=problem,
        stable=always.T,
        sometimes=sometimes.T,
        cycle=cycle,
    )


def _caveats(always: BoolArray, sometimes: BoolArray, cycle: Cycle, ambiguous: int, ties: TieRule) -> tuple[str, ...]:
    found: list[str] = []
    if cycle.length > 1:
        unsettled = int(np.count_nonzero((sometimes & ~always).any(axis=0)))
        found.append(
            f"what is anticipated never settles but repeats every {cycle.length} horizons; at {unsettled} of the "
            "states the verdict depends on the horizon, and they count as unstable"
        )
    if ambiguous:
        found.append(
            f"at some horizon the anticipated state is not unique at {ambiguous} of the states; the rule {ties!r} chose"
        )
    return tuple(found)
