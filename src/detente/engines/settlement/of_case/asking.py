"""The settlement problem that a case states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.case.checks.consistency import allowed
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.party import Also
from detente.case.reading import CaseFile
from detente.case.vocabulary import vocabulary
from detente.engines.settlement.of_case.grounds import grounds, status_quo_codes
from detente.engines.settlement.of_case.scores import party_scores
from detente.engines.settlement.packages import LIMIT
from detente.engines.settlement.problem import Constraint, SettlementProblem, from_points
from detente.foundation.conditions import bind
from detente.foundation.errors import CaseError, Fault, TooLarge


def settlement_problem(case: Case) -> SettlementProblem:
    """The settlement problem that a case states, with every judgement at its shown point.

    Any number of packages. Raises CaseError where the case lacks what the engine needs, TooLarge where one issue has
    too many answers for a table (before any is made). O(sum of the issues' answers × parties).
    """
    needed(case)
    _tabled(case)
    terms = vocabulary(case)
    parties = tuple(party.id for party in case.parties if party.id in case.preferences)
    scores = [party_scores(case, case.preferences[name], terms) for name in parties]
    return from_points(
        parties,
        terms,
        [list(zip(*(score.issues[place] for score in scores), strict=True)) for place in range(len(case.issues))],
        [score.walk_away for score in scores],
        consent=[parties.index(name) for name in consenting(case)],
        interactions=[
            (rule, index, points) for index, score in enumerate(scores) for rule, points in score.interactions
        ],
        constraints=[Constraint(item.id, allowed(item, terms)) for item in case.constraints],
        grounds=grounds(case, parties, terms),
        conditional=[(bind(also.when, terms), parties.index(also.party)) for also in _also(case)],
        status_quo=status_quo_codes(case),
    )


def problem_of(read: CaseFile) -> SettlementProblem:
    """The same for a case as it was read: a fault says where it stands in the file."""
    try:
        return settlement_problem(read.case)
    except CaseError as error:
        raise CaseError([_placed(read, fault) for fault in error.faults]) from None


def _placed(read: CaseFile, fault: Fault) -> Fault:
    return fault if fault.place is not None else replace(fault, place=read.place(*fault.field.split(".")))


def _also(case: Case) -> tuple[Also, ...]:
    return case.agreement.also if case.agreement else ()


def _tabled(case: Case) -> None:
    most = max(case.issues, key=_answers)
    if _answers(most) > LIMIT:
        todo = f"make it smaller; '{most.id}' alone has {_answers(most):,} answers"
        raise TooLarge("answers of one issue", estimate=_answers(most), limit=LIMIT, todo=todo)


def _answers(issue: Issue) -> int:
    return 1 << len(issue.of) if issue.kind == "set" else len(issue.names) or len(issue.numbers)


def needed(case: Case) -> None:
    """Raise CaseError, with every reason, where the case cannot be settled."""
    if not case.preferences:
        what = "the case has no preferences, so nothing can be said about what the parties would accept"
        todo = "add, for example, preferences: {a: {weights: {x: 1}, values: {x: {y: 100, n: 0}}}}"
        raise CaseError([Fault("error", "section-missing", "preferences", what, todo)])
    faults = [*_consent_faults(case), *_judgement_faults(case)]
    if faults:
        raise CaseError(faults)


def _consent_faults(case: Case) -> Iterator[Fault]:
    asked = consenting(case)
    for name in dict.fromkeys((*asked, *(also.party for also in _also(case)))):
        if name not in case.preferences:
            what = f"{name}'s yes is needed, but the case says nothing of what {name} wants"
            todo = f"add preferences.{name}, or take {name} from `agreement`"
            yield Fault("error", "preferences-missing", "preferences", what, todo)
    for name in sorted({name for name in asked if asked.count(name) > 1}):
        yield Fault("error", "consent", "agreement.consent", f"{name} stands twice", "name it once")


def _judgement_faults(case: Case) -> Iterator[Fault]:
    numbers = {issue.id for issue in case.issues if issue.kind == "number"}
    for name, preference in case.preferences.items():
        field = f"preferences.{name}"
        if preference.weights is not None and not preference.weights.named:
            todo = "name the issues that matter to it, or leave `weights` out"
            yield Fault("error", "weight", f"{field}.weights", "the weights name no issue", todo)
        if preference.walk_away is None and preference.weights is not None and case.status_quo is None:
            what = f"{name} has no walk-away, and there is no status quo to take it from"
            todo = "add walk-away: 40, or the section status-quo"
            yield Fault("error", "walk-away-missing", field, what, todo)
        for issue in sorted(numbers & set(preference.values)):
            if not preference.values[issue].points:
                todo = "write, for example, {0: 0, 50: 100}; between them runs a straight line"
                yield Fault("error", "value", f"{field}.values.{issue}", "there are no values", todo)


def consenting(case: Case) -> tuple[str, ...]:
    """The parties whose yes is always needed: as the case says, else all that have preferences."""
    if case.agreement:
        return case.agreement.consent
    return tuple(party.id for party in case.parties if party.id in case.preferences)
