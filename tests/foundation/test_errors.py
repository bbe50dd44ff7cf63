"""Errors: one tree, all faults in each, and messages that say where, what and what to do."""

from __future__ import annotations

import pytest

from detente.foundation import errors
from detente.foundation.errors import (
    CaseError,
    ConditionError,
    ConditionFault,
    Conflict,
    DetenteError,
    Fault,
    MethodError,
    OutOfDomain,
    Place,
    TooLarge,
    WorkspaceError,
)


def test_every_error_is_ours_and_stands_in_the_tree_of_the_docstring() -> None:
    ours = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert all(issubclass(kind, DetenteError) for kind in ours)
    assert not any(issubclass(kind, ValueError | KeyError | TypeError) for kind in ours)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in ours)
    assert issubclass(OutOfDomain, MethodError)
    assert issubclass(TooLarge, MethodError)
    assert issubclass(Conflict, WorkspaceError)


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault("error", "unknown-field", "parties.1.countyr", "not a field here", "did you mean 'country'?"),
            "parties.1.countyr: not a field here (did you mean 'country'?)",
        ),
        (
            Fault("warning", "empty", "issues", "none", place=Place("case.yaml", 8, 5)),
            "case.yaml:8:5: issues: none",
        ),
        (Fault("error", "syntax", "", "a tab", place=Place("case.yaml", 2, 1)), "case.yaml:2:1: a tab"),
    ],
)
def test_a_fault_as_a_line(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_an_error_tells_all_its_faults() -> None:
    first, second = (Fault("error", "rule", name, "wrong") for name in ("first", "second"))
    assert str(CaseError([first, second])) == "first: wrong\nsecond: wrong"
    assert CaseError([first, second]).faults == (first, second)
    error = ConditionError("a == b !", [ConditionFault(3, "twice", "write it once"), ConditionFault(8, "odd")])
    assert str(error) == "column 3: twice (write it once)\ncolumn 8: odd"
    assert error.text == "a == b !"


def test_too_large_says_how_large_and_what_to_do() -> None:
    error = TooLarge("the packages", estimate=2_000_000, limit=1_000_000, todo="constrain the case")
    assert str(error) == "the packages: about 2,000,000, the limit is 1,000,000 (constrain the case)"
    assert (error.estimate, error.limit) == (2_000_000, 1_000_000)


def test_a_conflict_keeps_both_values() -> None:
    error = Conflict("ukraine.walk-away", 40, 45)
    assert (error.ours, error.theirs) == (40, 45)
    assert "ukraine.walk-away" in str(error)
