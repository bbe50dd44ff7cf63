"""The issues of a case as the vocabulary of its conditions, and packages as value codes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.issue import Answer, Issue
from detente.foundation.conditions import Term, Vocabulary


def vocabulary(case: Case) -> Vocabulary:
    """The terms that conditions over this case may name, in the order of its issues.

    Where an id stands twice, which the check of ids tells, the first counts.
    """
    issues = {issue.id: issue for issue in reversed(case.issues)}
    return Vocabulary(tuple(_term(case, issues.pop(issue.id)) for issue in case.issues if issue.id in issues))


def _term(case: Case, issue: Issue) -> Term:
    names = tuple(dict.fromkeys(issue.names))
    return Term(
        id=issue.id,
        kind=issue.kind,
        options=names,
        numbers=issue.numbers,
        label=issue.short,
        option_labels=tuple(name_in_words(case, issue, name) for name in names),
    )


def code_of(issue: Issue, answer: Answer) -> int | None:
    """The value code of an answer, or None where the issue has no such answer."""
    if issue.kind == "choice":
        return issue.names.index(answer) if isinstance(answer, str) and answer in issue.names else None
    if issue.kind == "set":
        members = () if answer == "none" else (answer,) if isinstance(answer, str) else answer
        if isinstance(members, Fraction) or any(member not in issue.names for member in members):
            return None
        return sum({1 << issue.names.index(member) for member in members})
    number = Fraction(answer) if isinstance(answer, Fraction) else None
    return issue.numbers.index(number) if number in issue.numbers else None


def codes_of(case: Case, package: Mapping[str, Answer]) -> tuple[int | None, ...]:
    """The value codes of a package, None where it leaves an issue open."""
    return tuple(code_of(issue, package[issue.id]) if issue.id in package else None for issue in case.issues)


def answer_of(issue: Issue, code: int) -> Answer:
    """The answer that a value code stands for."""
    if issue.kind == "choice":
        return issue.names[code]
    if issue.kind == "set":
        return tuple(name for index, name in enumerate(issue.names) if code >> index & 1)
    return issue.numbers[code]


def name_in_words(case: Case, issue: Issue, name: str) -> str:
    """An option as a reader sees it; a member of a set that is a party has the party's name."""
    if issue.kind == "set":
        found = next((party for party in case.parties if party.id == name), None)
        if found is not None:
            return str(found.name)
    return issue.option_label(name)


def answer_in_words(case: Case, issue: Issue, answer: Answer) -> str:
    """An answer as a reader sees it."""
    if isinstance(answer, tuple):
        return ", ".join(name_in_words(case, issue, member) for member in answer) or "none"
    if isinstance(answer, Fraction):
        number = str(answer.numerator) if answer.denominator == 1 else str(float(answer))
        return f"{number} {issue.units}" if issue.units else number
    return name_in_words(case, issue, answer)
