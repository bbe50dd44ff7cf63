"""Which state of the conflict a package or a proposal describes, and what each can do alone from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.case.meanings import taken_in
from detente.case.model.issue import Answer
from detente.case.model.proposal import Proposal
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.of_case.asking import CaseConflict


@dataclass(frozen=True, slots=True)
class PackageState:
    """The state that holds once a package is signed and carried out, or why there is none.

    state: of the problem; None where `reason` says why. settled: actions of which the package says whether they are
        taken, or the case says it for the proposal. assumed: actions of which it says nothing, held to be as today.
    """

    state: int | None
    settled: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Alone:
    """One move that a decision maker could make alone, and whether it prefers where that leads."""

    move: Move
    improves: bool


def state_of_package(found: CaseConflict, package: Mapping[str, Answer]) -> PackageState:
    """The state in which the actions are as the package means them, and those it says nothing of are as today.

    An action `with-agreement` is taken or not as that says. Any other without `means`, or whose issues the package
    leaves open, is as in the status quo of the conflict; a conflict without status quo has it not taken.
    """
    whether = dict(zip((action.id for action in found.actions), taken_in(found.case, package), strict=True))
    if any(taken is not None for taken in whether.values()):
        whether |= {a.id: a.with_agreement for a in found.actions if a.with_agreement is not None}
    return _state(found, whether)


def state_of_proposal(found: CaseConflict, proposal: Proposal) -> PackageState:
    """The state that a proposal describes: as `conflict.proposals` says, else as its package means it."""
    given = found.conflict.proposals.get(proposal.id)
    if given is not None:
        return _state(found, {action.id: action.id in given for action in found.actions})
    return state_of_package(found, proposal.package)


def _state(found: CaseConflict, whether: Mapping[str, bool | None]) -> PackageState:
    space = found.space
    if not found.actions:
        return PackageState(None, reason="the conflict has states only, no actions that a package could mean")
    settled = tuple(name for name, taken in whether.items() if taken is not None)
    assumed = tuple(name for name, taken in whether.items() if taken is None)
    if not settled:
        return PackageState(None, (), assumed, "it says nothing of any action")
    today = _today(found)
    code = 0
    for place, (name, taken) in enumerate(whether.items()):
        code |= bool(today >> place & 1 if whether[name] is None else taken) << place
    if not space.feasible[code]:
        what = f"{space.pattern(code)}, which it describes with everything else as today, is no feasible state"
        return PackageState(None, settled, assumed, what)
    return PackageState(found.state_of(code), settled, assumed)


def _today(found: CaseConflict) -> int:
    """The code of the status quo, 0 where there is none in the option form."""
    if found.conflict.status_quo is None:
        return 0
    places = np.flatnonzero(found.space.where(found.conflict.status_quo))
    return int(places[0]) if len(places) and places[0] < found.space.n_codes else 0


def moves_alone(found: CaseConflict, state: int, moves: Moves | None = None) -> tuple[Alone, ...]:
    """What each decision maker could do alone from a state, in the order of the decision makers."""
    known = moves or Moves(found.problem)
    return tuple(
        Alone(Move(i, state, target), known.rank(i, target) > known.rank(i, state))
        for i in known.everyone
        for target in known.from_state(i, state)
    )
