"""What the stability engine says of a case's conflict: verdicts, equilibria, ways there, and what holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from detente.engines.stability.analyse import analyse
from detente.engines.stability.certificates import Certificate, certificate
from detente.engines.stability.coalition_stability import CoalitionStability, coalition_stability
from detente.engines.stability.hypergame import HypergameVerdicts, hypergame
from detente.engines.stability.moves import Moves
from detente.engines.stability.of_case.asking import CaseConflict, levels_of
from detente.engines.stability.of_case.uncertain import known_preferences
from detente.engines.stability.problem import BoolArray, IntArray, OptionForm
from detente.engines.stability.status_quo_analysis import StatusQuoAnalysis, status_quo_analysis
from detente.engines.stability.strength_of_preference import Strength, StrengthVerdicts, strength_of_preference
from detente.engines.stability.uncertain_preference import UncertainVerdicts, uncertain_preference
from detente.engines.stability.verdicts import CONCEPTS, Concept, Verdicts
from detente.foundation.errors import TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

TARGETS = 50
"""Most equilibria to which ways are looked for."""

NOTHING_UNCERTAIN: Mapping[Concept, UncertainVerdicts] = frozen()  # type: ignore[assignment]
NOTHING_STRONG: Mapping[Concept, StrengthVerdicts] = frozen()  # type: ignore[assignment]
NOTHING_SEEN: Mapping[Concept, HypergameVerdicts] = frozen()  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, eq=False)
class Skipped:
    """An analysis that was not made, and why."""

    what: str
    reason: str


@dataclass(frozen=True, eq=False)
class CaseStability:
    """Everything that the stability engine says of one conflict of a case.

    verdicts: a concept's verdicts on every state. uncertain: where some preferences are unknown, which states hold
    whatever they are (extension "a") and which might (extension "d"). strength: where some differences are great.
    seen: where parties see the conflict otherwise, what holds with everybody acting on its own view.
    coalitions: where the case names some. ways, gains: from the status quo to equilibria, by any moves, and by moves
    that the mover gains by. skipped: what was too large.
    """

    found: CaseConflict
    verdicts: Mapping[Concept, Verdicts]
    uncertain: Mapping[Concept, UncertainVerdicts] = field(default_factory=lambda: NOTHING_UNCERTAIN)
    strength: Mapping[Concept, StrengthVerdicts] = field(default_factory=lambda: NOTHING_STRONG)
    seen: Mapping[Concept, HypergameVerdicts] = field(default_factory=lambda: NOTHING_SEEN)
    coalitions: CoalitionStability | None = None
    ways: StatusQuoAnalysis | None = None
    gains: StatusQuoAnalysis | None = None
    skipped: tuple[Skipped, ...] = ()

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that were asked for."""
        return tuple(self.verdicts)

    @property
    def states(self) -> IntArray:
        """The feasible states, ascending."""
        problem = self.found.problem
        return problem.states if isinstance(problem, OptionForm) else np.arange(problem.n_states, dtype=np.int64)

    @property
    def moves(self) -> Moves:
        """The moves of the conflict."""
        return Moves(self.found.problem)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a reader has to know before relying on the verdicts."""
        return tuple(_caveats(self))

    def number(self, state: int) -> int:
        """The number of a state in the tables, from 1: its place among the feasible states."""
        return int(np.searchsorted(self.states, state)) + 1

    def equilibria(self, concept: Concept) -> tuple[int, ...]:
        """The equilibria under a concept, ascending."""
        return tuple(self.verdicts[concept].equilibria.tolist())

    def equilibrium_under(self, state: int) -> tuple[Concept, ...]:
        """The concepts under which a state is an equilibrium."""
        return tuple(c for c, found in self.verdicts.items() if bool(found.stable[state].all()))

    def leavers(self, state: int, concept: Concept) -> tuple[int, ...]:
        """The decision makers for whom a state is not stable under a concept."""
        return tuple(np.flatnonzero(~self.verdicts[concept].stable[state]).tolist())

    def why(self, state: int, concept: Concept) -> tuple[Certificate, ...]:
        """For each decision maker why it stays at a state or goes."""
        moves = self.moves
        return tuple(certificate(self.found.problem, concept, state, i, moves=moves) for i in moves.everyone)

    def ranks(self, state: int) -> tuple[int, ...]:
        """How high each decision maker ranks a state: 1 is best among the feasible states, ties share a place."""
        states = self.states
        return tuple(int(np.sum(np.unique(r[states]) > r[state])) + 1 for r in self.found.problem.ranks)


def stability_of_case(
    found: CaseConflict, concepts: Sequence[Concept] = CONCEPTS, *, progress: Progress = SILENT
) -> CaseStability:
    """Every state of a case's conflict under several concepts, and what follows from the rest of the section.

    Ways from the status quo, coalitions, strength and unknown preferences are worked out where the case speaks of
    them; what is too large for that is left out and says why.
    """
    verdicts = analyse(found.problem, concepts, progress=progress)
    skipped: list[Skipped] = []
    return CaseStability(
        found,
        verdicts,
        uncertain=_uncertain(found, tuple(verdicts), progress, skipped),
        strength=_strength(found, tuple(verdicts), progress, skipped),
        seen=_seen(found, tuple(verdicts), progress, skipped),
        coalitions=_coalitions(found, verdicts, progress, skipped),
        ways=_ways(found, verdicts, progress, skipped, gaining=False),
        gains=_ways(found, verdicts, progress, skipped, gaining=True),
        skipped=tuple(skipped),
    )


def _uncertain(
    found: CaseConflict, concepts: Sequence[Concept], progress: Progress, skipped: list[Skipped]
) -> Mapping[Concept, UncertainVerdicts]:
    if not (found.not_known or found.partly_known):
        return NOTHING_UNCERTAIN
    try:
        known = known_preferences(found)
        answers: dict[Concept, UncertainVerdicts] = {
            c: uncertain_preference(found.problem, known, concept=c, progress=progress) for c in concepts
        }
    except TooLarge as error:
        skipped.append(Skipped("unknown preferences", str(error)))
        return NOTHING_UNCERTAIN
    return MappingProxyType(answers)


def _strength(
    found: CaseConflict, concepts: Sequence[Concept], progress: Progress, skipped: list[Skipped]
) -> Mapping[Concept, StrengthVerdicts]:
    given = levels_of(found)
    if not given:
        return NOTHING_STRONG
    problem = found.problem
    firsts = np.array([found.place_of(state) for state in range(problem.n_states)], dtype=np.int64)
    bands = {name: item.levels[firsts] for name, item in given.items() if item.levels is not None}
    try:
        strength = Strength.of_bands(problem, bands)
        answers: dict[Concept, StrengthVerdicts] = {
            c: strength_of_preference(problem, strength, concept=c, progress=progress) for c in concepts
        }
    except TooLarge as error:
        skipped.append(Skipped("strength of preference", str(error)))
        return NOTHING_STRONG
    return MappingProxyType(answers)


def _seen(
    found: CaseConflict, concepts: Sequence[Concept], progress: Progress, skipped: list[Skipped]
) -> Mapping[Concept, HypergameVerdicts]:
    if not found.views or found.view is not None:
        return NOTHING_SEEN
    try:
        answers: dict[Concept, HypergameVerdicts] = {
            c: hypergame(found.problem, found.views, concept=c, progress=progress) for c in concepts
        }
    except TooLarge as error:
        skipped.append(Skipped("views", str(error)))
        return NOTHING_SEEN
    return MappingProxyType(answers)


def _coalitions(
    found: CaseConflict, verdicts: Mapping[Concept, Verdicts], progress: Progress, skipped: list[Skipped]
) -> CoalitionStability | None:
    if not found.conflict.coalitions:
        return None
    names = [item.members for item in found.conflict.coalitions]
    stable: dict[Concept, BoolArray] = {concept: answer.stable for concept, answer in verdicts.items()}
    try:
        return coalition_stability(found.problem, names, concepts=tuple(verdicts), individual=stable, progress=progress)
    except TooLarge as error:
        skipped.append(Skipped("coalitions", str(error)))
        return None


def _ways(
    found: CaseConflict,
    verdicts: Mapping[Concept, Verdicts],
    progress: Progress,
    skipped: list[Skipped],
    *,
    gaining: bool,
) -> StatusQuoAnalysis | None:
    if found.problem.status_quo is None:
        return None
    targets = sorted({state for answer in verdicts.values() for state in answer.equilibria.tolist()})
    try:
        return status_quo_analysis(
            found.problem,
            targets[:TARGETS],
            preset="improvements" if gaining else "any",
            most=1,
            progress=progress,
        )
    except TooLarge as error:
        skipped.append(Skipped("ways from the status quo", str(error)))
        return None


def _caveats(answer: CaseStability) -> list[str]:
    found = answer.found
    names = {party.id: str(party.name) for party in found.case.parties}
    said = ["which states hold follows from the actions and preferences of the case, which are an analyst's judgements"]
    for party in found.not_known:
        said.append(f"nothing is known of the preferences of {names[party]}: in the tables all states tie there")
    for party in found.partly_known:
        said.append(f"not all preferences of {names[party]} are known")
    for party in found.problem.decision_makers:
        given = found.conflict.preferences.get(party)
        if given is not None and any(not item.points.is_point for item in given.weights):
            said.append(f"the points of {names[party]} lie in ranges: the verdicts take the middle of each")
    if answer.coalitions is not None:
        said += answer.coalitions.caveats
    for seen in list(answer.seen.values())[:1]:
        said += seen.caveats
    return said + [f"left out: {item.what} ({item.reason})" for item in answer.skipped]
