"""What would have to be preferred for a wanted state to hold, and how often it holds under preferences left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from detente.assessment.open_preferences import open_rankings
from detente.assessment.stability import StabilityAssessment
from detente.case.model.state_preference import PATTERN
from detente.engines.stability.inverse_preferences import InversePreferences, inverse_preferences
from detente.engines.stability.of_case import CaseConflict
from detente.engines.stability.problem import OptionForm
from detente.engines.stability.verdicts import Concept
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import did_you_mean
from detente.foundation.progress import SILENT, Progress
from detente.study.stability_robustness import StabilityRobustness, stability_robustness

MOST_KEPT = 4_096
"""Most states whose shares are all kept; of more, only those of equilibria and proposals."""


@dataclass(frozen=True, slots=True, eq=False)
class WantedState:
    """A state that somebody would like to hold, and for each concept what would have to be preferred for that."""

    state: int
    asked: str
    inverse: Mapping[Concept, InversePreferences]


def wanted_state(found: StabilityAssessment, wanted: str, concepts: Sequence[Concept]) -> WantedState:
    """What would have to be otherwise in the rankings for a state to be an equilibrium, under each concept.

    wanted: the id of a proposal or of a named state, a pattern of Y and N, or the number of a state in the tables.

    Raises OutOfDomain where that is no state of the conflict.
    """
    state = _state(found, wanted)
    problem = found.answer.found.problem
    answers: dict[Concept, InversePreferences] = {c: inverse_preferences(problem, state, c) for c in concepts}
    return WantedState(state, wanted, MappingProxyType(answers))


def _state(found: StabilityAssessment, wanted: str) -> int:
    conflict, answer = found.answer.found, found.answer
    for item in found.proposals:
        if item.proposal.id == wanted:
            if item.described.state is None:
                raise OutOfDomain(f"the proposal '{wanted}' describes no state: {item.described.reason}")
            return item.described.state
    if wanted in conflict.space.named:
        return _only(conflict, np.flatnonzero(conflict.space.named[wanted] & conflict.space.feasible).tolist(), wanted)
    if wanted.isdecimal():
        if not 1 <= int(wanted) <= len(answer.states):
            raise OutOfDomain(f"there is no state {wanted}: they count from 1 to {len(answer.states):,}")
        return int(answer.states[int(wanted) - 1])
    n_actions = len(conflict.actions)
    if PATTERN.fullmatch(wanted) and "-" not in wanted:
        if len(wanted) != n_actions:
            raise OutOfDomain(f"the pattern {wanted} has {len(wanted)} signs, and there are {n_actions} actions")
        code = sum(1 << o for o, sign in enumerate(wanted) if sign == "Y")
        return _only(conflict, [code] if conflict.space.feasible[code] else [], wanted)
    known = [*(item.proposal.id for item in found.proposals), *conflict.space.named]
    raise OutOfDomain(f"'{wanted}' is no proposal, state, pattern or number of a state ({did_you_mean(wanted, known)})")


def _only(conflict: CaseConflict, places: Sequence[int], wanted: str) -> int:
    states = sorted({conflict.state_of(place) for place in places})
    if not states:
        raise OutOfDomain(f"{wanted} is no feasible state")
    return states[0]


def state_robustness(
    found: StabilityAssessment,
    concepts: Sequence[Concept],
    *,
    wanted: int | None = None,
    draws: int = 2_000,
    seed: int = 0,
    progress: Progress = SILENT,
) -> StabilityRobustness:
    """In what share of the preferences that the case leaves open each state holds.

    Open are the order of prioritised statements, pairs of states that are not known, and ranges of points; all profiles
    are worked out where there are no more than `draws`, else so many are drawn. wanted: a state to keep in any case.

    Raises OutOfDomain where the case leaves nothing open, TooLarge.
    """
    answer = found.answer
    problem = answer.found.problem
    rankings = open_rankings(answer.found)
    if not rankings:
        raise OutOfDomain(
            "the case leaves nothing open: every preference is a full ranking, fixed points or from values"
        )
    states = None
    if isinstance(problem, OptionForm) and problem.n_feasible > MOST_KEPT:
        kept = {state for c in concepts for state in answer.equilibria(c)[:MOST_KEPT]}
        kept |= {item.found.state for item in found.proposals if item.found}
        kept |= set() if wanted is None else {wanted}
        states = sorted(kept)
    return stability_robustness(
        problem, rankings, concepts, states=states, draws=draws, every_up_to=draws, seed=seed, progress=progress
    )
