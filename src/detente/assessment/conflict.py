"""The conflict of a case with preferences from the case's values, and the one that a signed package leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.case.conflict_states import StateSpace
from detente.case.meanings import Meant, answers_meant
from detente.case.model.case import Case
from detente.case.model.conflict import Conflict
from detente.case.model.issue import Answer
from detente.case.model.state_preference import StatePreference
from detente.case.reading import CaseFile
from detente.case.vocabulary import code_of, codes_of
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.of_case import settlement_problem
from detente.engines.settlement.packages import scores_of
from detente.engines.stability.of_case import CaseConflict, PackageState, conflict_of_case, state_of_package
from detente.foundation.errors import OutOfDomain


@dataclass(frozen=True, slots=True, eq=False)
class SignedPackage:
    """The conflict once a package is signed: the same moves, and the state that the package describes as today's.

    from_values: the parties whose preference the conflict does not give, so that it is taken from their values.
    """

    found: CaseConflict
    described: PackageState
    from_values: tuple[str, ...]


def conflict_of(read: CaseFile, *, variant: str | None = None, view: str | None = None) -> CaseConflict:
    """The conflict of a case, with what `from: values` asks for worked out by the settlement engine.

    Raises CaseError where the case has no conflict, or values are asked for and it cannot be settled.
    """
    return _with_values(read.case, variant=variant, view=view)


def conflict_after(read: CaseFile, package: Mapping[str, Answer], *, variant: str | None = None) -> SignedPackage:
    """What each could do alone once a package is signed, possibly a partial one.

    A party with actions and no preference in the conflict is taken to rank the states by its values in the case, if it
    has some. Raises CaseError where the case has no conflict.
    """
    case = read.case
    section = case.conflict or Conflict()
    movers = {action.party for action in section.actions if action.means is not None}
    any_means = bool(movers) and case.status_quo is not None
    added = tuple(
        party.id
        for party in case.parties
        if any_means and party.id not in section.preferences and _has_values(case, party.id)
        if any(action.party == party.id for action in section.actions)
    )
    by_values = {name: StatePreference.model_validate({"from": "values"}) for name in added}
    preferences = {**section.preferences, **by_values}
    asked = case.model_copy(update={"conflict": section.model_copy(update={"preferences": preferences})})
    found = _with_values(asked, variant=variant, view=None)
    return SignedPackage(found, state_of_package(found, package), added)


def _has_values(case: Case, party: str) -> bool:
    given = case.preferences.get(party)
    return given is not None and given.weights is not None


def _with_values(case: Case, *, variant: str | None, view: str | None) -> CaseConflict:
    section = case.conflict
    if section is None or not _asks_for_values(section):
        return conflict_of_case(case, variant=variant, view=view)
    return conflict_of_case(case, variant=variant, view=view, scores=state_scores(case, section))


def _asks_for_values(section: Conflict) -> bool:
    groups = [section.preferences, *(item.preferences for item in (*section.views, *section.variants))]
    return any(preference.from_ is not None for group in groups for preference in group.values())


def state_scores(case: Case, section: Conflict) -> dict[str, IntArray]:
    """For every party with preferences what each state is worth to it, in whole steps of its scale.

    A state is worth what its package is: the status quo with the answers that the actions taken mean. Red lines and
    offers do not count. Raises OutOfDomain for states beside the option form, which mean no package.
    """
    space = StateSpace(section)
    if space.beside:
        raise OutOfDomain(f"{space.beside[0]} means no package, so values cannot rank it: rank the states instead")
    problem = settlement_problem(case)
    scores = scores_of(problem, packages_of_states(case, section))
    return {party: scores[:, place] for place, party in enumerate(problem.parties)}


def packages_of_states(case: Case, section: Conflict) -> IntArray:
    """digits[state, issue]: the package that each state of the option form means, as value codes."""
    today = codes_of(case, case.status_quo or {})
    if None in today:
        raise OutOfDomain("the status quo leaves issues open, so states mean no packages")
    states = np.arange(1 << len(section.actions), dtype=np.int64)
    digits = np.tile(np.array(today, dtype=np.int64), (len(states), 1))
    for place, action in enumerate(section.actions):
        taken = (states >> place & 1).astype(np.bool_)
        for item in answers_meant(action.means) or ():
            _give(case, digits, taken, item)
    return digits


def _give(case: Case, digits: IntArray, taken: np.ndarray, item: Meant) -> None:
    column = next(k for k, issue in enumerate(case.issues) if issue.id == item.issue)
    issue = case.issues[column]
    if item.answer is not None:
        digits[taken, column] = code_of(issue, item.answer) or 0
        return
    bit = 1 << issue.names.index(item.member)
    digits[taken, column] = digits[taken, column] | bit if item.in_it else digits[taken, column] & ~bit
