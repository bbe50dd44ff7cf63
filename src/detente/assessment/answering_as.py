"""The rules that hold in the packages that answer as a proposal does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.issue import Answer, Issue
from detente.case.vocabulary import answer_of, code_of
from detente.foundation.conditions import Compare, Condition, Is, Name, Rule, SetIs, Vocabulary, bind


def answering_as(case: Case, package: Mapping[str, Answer], terms: Vocabulary) -> Iterator[Rule]:
    """One rule for each issue that the proposal answers."""
    for issue in case.issues:
        if issue.id in package:
            yield bind(_condition(issue, package[issue.id]), terms)


def _condition(issue: Issue, given: Answer) -> Condition:
    code = code_of(issue, given)
    if code is None:
        raise ValueError(f"{issue.id} has no answer {given!r}")
    answer = answer_of(issue, code)
    if isinstance(answer, Fraction):
        return Compare(Name(issue.id), "=", answer)
    if isinstance(answer, tuple):
        return SetIs(Name(issue.id), tuple(Name(member) for member in answer))
    return Is(Name(issue.id), Name(answer))
