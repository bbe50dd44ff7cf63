"""Which proposals hold: the state that each describes, who would leave it, and what keeps the others there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from detente.assessment.conflict import conflict_of
from detente.case.model.issue import Answer
from detente.case.model.proposal import Proposal
from detente.case.reading import CaseFile
from detente.engines.stability.certificates import Certificate
from detente.engines.stability.of_case import CaseStability, PackageState, stability_of_case, state_of_package
from detente.engines.stability.of_case.packages import Alone, moves_alone, state_of_proposal
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.progress import SILENT, Progress

TOLD: Sequence[Concept] = ("seq", "sseq", "smr", "gmr", "nash")
"""By which concept stability is told in words: the first of these that was asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class StateStability:
    """One state: under which concepts it is an equilibrium, who would leave it, what holds the others.

    leavers: for each concept the ids of the decision makers for whom it is not stable. why: for each decision maker the
    certificate under `told_by`: the moves that it gains by with what answers them, or one that nothing answers.
    alone: every move that one of them could make alone.
    """

    state: int
    equilibrium_under: tuple[Concept, ...]
    leavers: Mapping[Concept, tuple[str, ...]]
    told_by: Concept
    why: Mapping[str, Certificate] = field(repr=False)
    alone: tuple[Alone, ...] = field(repr=False)

    @property
    def holds(self) -> bool:
        """Whether it is an equilibrium under the concept that it is told by."""
        return not self.leavers[self.told_by]

    @property
    def tempted(self) -> tuple[str, ...]:
        """Those who stay although they have a move that they gain by: what the others could answer holds them."""
        return tuple(who for who, found in self.why.items() if found.stable and found.sanctions)

    @property
    def content(self) -> tuple[str, ...]:
        """Those who have no move that they gain by."""
        return tuple(who for who, found in self.why.items() if found.stable and not found.sanctions)


@dataclass(frozen=True, slots=True, eq=False)
class ProposalStability:
    """One proposal: the state it describes and what holds there; `found` is None where it describes none."""

    proposal: Proposal
    described: PackageState
    found: StateStability | None


@dataclass(frozen=True, slots=True, eq=False)
class StabilityAssessment:
    """The conflict of a case, and what it says of today and of every proposal."""

    answer: CaseStability
    today: StateStability | None
    proposals: tuple[ProposalStability, ...]


def assess_stability(
    read: CaseFile,
    concepts: Sequence[Concept] = CONCEPTS,
    *,
    variant: str | None = None,
    view: str | None = None,
    proposal: str | None = None,
    progress: Progress = SILENT,
) -> StabilityAssessment:
    """Every state of the case's conflict under the concepts, and the states that its proposals describe.

    variant, view: the conflict as a variant of the case has it, or as a party sees it. proposal: one alone.

    Raises CaseError where the case has no conflict.
    """
    answer = stability_of_case(conflict_of(read, variant=variant, view=view), concepts, progress=progress)
    today = answer.found.problem.status_quo
    return StabilityAssessment(
        answer,
        None if today is None else at_state(answer, today),
        tuple(of_proposal(answer, item) for item in read.case.proposals if proposal in (None, item.id)),
    )


def at_state(answer: CaseStability, state: int) -> StateStability:
    """What holds at one state: one certificate for each decision maker."""
    concept: Concept = next(c for c in TOLD if c in answer.concepts)
    names = answer.found.problem.decision_makers
    leavers: dict[Concept, tuple[str, ...]] = {
        c: tuple(names[i] for i in answer.leavers(state, c)) for c in answer.concepts
    }
    return StateStability(
        state,
        answer.equilibrium_under(state),
        MappingProxyType(leavers),
        concept,
        MappingProxyType(dict(zip(names, answer.why(state, concept), strict=True))),
        moves_alone(answer.found, state),
    )


def of_proposal(answer: CaseStability, proposal: Proposal) -> ProposalStability:
    """The state that a proposal describes once it is carried out, and what holds there."""
    described = state_of_proposal(answer.found, proposal)
    return ProposalStability(proposal, described, _at(answer, described))


def of_package(answer: CaseStability, package: Mapping[str, Answer]) -> tuple[PackageState, StateStability | None]:
    """The state that a package describes once it is carried out, and what holds there."""
    described = state_of_package(answer.found, package)
    return described, _at(answer, described)


def _at(answer: CaseStability, described: PackageState) -> StateStability | None:
    return None if described.state is None else at_state(answer, described.state)
