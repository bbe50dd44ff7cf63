"""How firmly the states hold that matter to a reader: under other orders of what parties want, and in variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detente.assessment.conflict import conflict_of
from detente.assessment.open_preferences import open_rankings, statement_truths
from detente.assessment.stability import StabilityAssessment, assess_stability
from detente.case.model.conflict import Variant
from detente.case.reading import CaseFile
from detente.engines.stability.analyse import analyse
from detente.engines.stability.certificates import Unanswered, answer_to, stays
from detente.engines.stability.inverse_preferences import InversePreferences, inverse_preferences
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.of_case import CaseConflict
from detente.engines.stability.of_case.packages import state_of_proposal
from detente.engines.stability.option_prioritisation import ranks_by_truths
from detente.engines.stability.problem import Conflict, RankArray
from detente.engines.stability.verdicts import Concept
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.progress import SILENT, Progress
from detente.study.stability_robustness import StabilityRobustness, stability_robustness

DRAWS = 60
"""Profiles of orders that are drawn where there are too many for all."""

EVERY, SMALL = 150, 64
"""Most profiles that are all worked out in a conflict of at most so many states."""

MOST_STATES = 4_096
"""Most states of a conflict that is decided again under other preferences."""

MOST_INVERTED = 32
"""Most states of a conflict for which all that would have to be preferred otherwise is worked out."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One statement of one decision maker that, moved to another place in its list, turns the verdict on a state.

    origin, target: its places before and after, from 0; of several places the nearest. leavers: who would leave the
    state then; nobody where it would become an equilibrium.
    """

    party: str
    origin: int
    target: int
    state: int
    leavers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Temptation:
    """A move away from a state that nothing answers, and single moves of others that would answer it, did they gain.

    answers: moves of others from where it leads that leave its mover no better, and by which they do not gain.
    """

    move: Move
    answers: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class InVariant:
    """What becomes of states in a variant of the case: who would leave each, by proposal or, for today, by ""."""

    variant: Variant
    leavers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """The stability of a case's states, and what it hangs on.

    concept: by which it is told. states: today and those of proposals. robustness: over all orders of the statements;
    None with a reason. moved: single statements that turn the verdict on a state. temptations: for the states of
    proposals that do not hold the moves that nothing answers. inverse: for the same all that would have to be preferred
    otherwise, where the conflict is small enough.
    """

    found: StabilityAssessment
    concept: Concept
    states: tuple[int, ...]
    robustness: StabilityRobustness | None = None
    reason: str = ""
    moved: tuple[Moved, ...] = ()
    variants: tuple[InVariant, ...] = ()
    temptations: Mapping[int, tuple[Temptation, ...]] = field(default_factory=dict[int, tuple[Temptation, ...]])
    inverse: Mapping[int, InversePreferences] = field(default_factory=dict[int, InversePreferences])


def assess_holding(read: CaseFile, *, draws: int = DRAWS, seed: int = 0, progress: Progress = SILENT) -> Holding:
    """What holds today and what proposals describe, and what would have to be otherwise for that to change.

    Raises CaseError where the case has no conflict, and what the engine raises where it is too large.
    """
    found = assess_stability(read, progress=progress)
    told = [item.found for item in found.proposals if item.found]
    states = tuple(dict.fromkeys(item.state for item in ([found.today] if found.today else []) + told))
    concept = (found.today or told[0]).told_by if states else "seq"
    holding = Holding(found, concept, states)
    problem = found.answer.found.problem
    if not states:
        return replace(holding, reason="no state is asked about")
    if problem.n_states > MOST_STATES:
        return replace(holding, reason=f"the conflict has more than {MOST_STATES:,} states")
    left = dict.fromkeys(item.state for item in told if item.leavers[concept])
    holding = replace(
        holding,
        moved=tuple(statements_moved(found.answer.found, concept, states)),
        variants=tuple(_variants(read, found, concept)),
        temptations={state: tuple(temptations(problem, concept, state)) for state in left},
        inverse=_inverse(problem, left, concept) if problem.n_states <= MOST_INVERTED else {},
    )
    try:
        rankings = open_rankings(found.answer.found)
        if not rankings:
            return replace(holding, reason="every preference is a ranking or comes from values")
        few = max(draws, EVERY) if problem.n_states <= SMALL else draws
        robust = stability_robustness(
            problem, rankings, [concept], states=states, draws=draws, every_up_to=few, seed=seed, progress=progress
        )
    except (TooLarge, OutOfDomain) as error:
        return replace(holding, reason=str(error))
    return replace(holding, robustness=robust)


def statements_moved(found: CaseConflict, concept: Concept, states: Sequence[int]) -> Iterator[Moved]:
    """Every statement that, moved alone in its party's list, turns the verdict on one of the states."""
    moves = Moves(found.problem)
    before = {state: bool(_leavers(moves, concept, state)) for state in states}
    for i, party in enumerate(found.problem.decision_makers):
        preference = found.conflict.preferences.get(party)
        if preference is None or len(preference.statements) < 2:
            continue
        truths = statement_truths(found, preference)
        told: dict[tuple[bytes, int], tuple[str, ...]] = {}
        for origin in range(len(truths)):
            left = set(states)
            for target in sorted(range(len(truths)), key=lambda place: (abs(place - origin), place)):
                order = [k for k in range(len(truths)) if k != origin]
                order.insert(target, origin)
                ranks: list[RankArray] = list(found.problem.ranks)
                ranks[i] = ranks_by_truths(list(truths[order]), truths.shape[1])
                other = Moves(replace(found.problem, ranks=tuple(ranks)), moves)
                for state in sorted(left):
                    key = ranks[i].tobytes(), state
                    if key not in told:
                        told[key] = _leavers(other, concept, state)
                    if bool(told[key]) != before[state]:
                        left.discard(state)
                        yield Moved(party, origin, target, state, told[key])


def temptations(problem: Conflict, concept: Concept, state: int) -> Iterator[Temptation]:
    """The moves away from a state that nothing answers, with the single moves that would answer each if they paid."""
    moves = Moves(problem)
    for i in moves.everyone:
        for target in moves.improvements(i, state):
            if isinstance(answer_to(moves, concept, state, i, target), Unanswered):
                here = moves.rank(i, state)
                answers = [
                    Move(j, target, q)
                    for j in moves.others(i)
                    for q in moves.from_state(j, target)
                    if moves.rank(i, q) <= here and moves.rank(j, q) <= moves.rank(j, target)
                ]
                yield Temptation(Move(i, state, target), tuple(answers))


def _leavers(moves: Moves, concept: Concept, state: int) -> tuple[str, ...]:
    makers = enumerate(moves.problem.decision_makers)
    return tuple(name for i, name in makers if not stays(moves, concept, state, i))


def _variants(read: CaseFile, found: StabilityAssessment, concept: Concept) -> Iterator[InVariant]:
    for variant in found.answer.found.conflict.variants:
        there = conflict_of(read, variant=variant.id)
        stable = analyse(there.problem, [concept])[concept].stable
        names = there.problem.decision_makers
        states = {item.proposal.id: state_of_proposal(there, item.proposal).state for item in found.proposals}
        states[""] = there.problem.status_quo
        yield InVariant(
            variant,
            {
                name: tuple(names[i] for i in np.flatnonzero(~stable[state]).tolist())
                for name, state in states.items()
                if state is not None
            },
        )


def _inverse(problem: Conflict, states: Iterable[int], concept: Concept) -> dict[int, InversePreferences]:
    answers: dict[int, InversePreferences] = {}
    for state in states:
        try:
            answers[state] = inverse_preferences(problem, state, concept)
        except TooLarge:
            continue
    return answers
