"""What is said of a condition that does not fit its vocabulary."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.foundation.conditions import Is, Name, Term, Vocabulary, bind, check, parse
from detente.foundation.errors import ConditionError, ConditionFault

VOCABULARY = Vocabulary(
    (
        Term("alliance", "choice", ("kept", "dropped")),
        Term("guarantee", "choice", ("none", "assurances", "article5-style")),
        Term("guarantors", "set", ("usa", "europeans", "canada", "japan")),
        Term("term", "number", numbers=tuple(Fraction(years) for years in range(0, 55, 5))),
        Term("sign", "action"),
    )
)

FITTING = [
    "alliance = kept",
    "guarantee in {none, assurances}",
    "guarantors = {}",
    "guarantors != {usa, japan}",
    "canada in guarantors",
    "count(guarantors) <= 9",
    "count(guarantors) = 4",
    "term <= 7",
    "term > 1000",
    "term = 50",
    "sign",
]


@pytest.mark.parametrize("text", FITTING)
def test_a_fitting_condition_has_no_fault(text: str) -> None:
    assert check(parse(text), VOCABULARY) == ()


FAULTS = [
    ("aliance = kept", 1, "there is no issue 'aliance'", "did you mean 'alliance'?"),
    ("count(guarntors) > 1", 7, "there is no issue 'guarntors'", "did you mean 'guarantors'?"),
    ("zzz = yyy", 1, "there is no issue 'zzz'", "known: alliance, guarantee, guarantors, term"),
    ("not sing", 5, "there is no action 'sing'", "did you mean 'sign'?"),
    ("dropped", 1, "there is no action 'dropped'", "write 'alliance = dropped'"),
    ("usa", 1, "there is no action 'usa'", "write 'usa in guarantors'"),
    ("guarantors in usa", 15, "there is no issue 'usa'", "write 'usa in guarantors'"),
    ("kept = alliance", 1, "there is no issue 'kept'", "write 'alliance = kept'"),
    ("alliance = droped", 12, "'alliance' has no option 'droped'", "did you mean 'dropped'?"),
    ("alliance = usa", 12, "'alliance' has no option 'usa'", "known: dropped, kept"),
    ("uas in guarantors", 1, "'guarantors' has no member 'uas'", "did you mean 'usa'?"),
    ("guarantors = {usa, japn}", 20, "'guarantors' has no member 'japn'", "did you mean 'japan'?"),
    ("alliance", 1, "'alliance' is a choice", "write 'alliance = kept'"),
    ("alliance <= 5", 1, "'alliance' is a choice", "write 'alliance = kept'"),
    ("alliance = 5", 1, "'alliance' is a choice", "write 'alliance = kept'"),
    ("alliance = {dropped}", 1, "'alliance' is a choice", "write 'alliance = dropped'"),
    ("alliance = {x, dropped}", 1, "'alliance' is a choice", "or 'alliance in {x, dropped}'"),
    ("dropped in alliance", 12, "'alliance' is a choice", "write 'alliance = dropped'"),
    ("count(alliance) >= 1", 7, "'alliance' is a choice", "write 'alliance = kept'"),
    ("guarantors", 1, "'guarantors' is a set", "'count(guarantors) >= 1'"),
    ("guarantors = canada", 1, "'guarantors' is a set", "'canada in guarantors' or 'guarantors = {canada}'"),
    ("guarantors in {japan}", 1, "'guarantors' is a set", "'japan in guarantors' or 'guarantors = {japan}'"),
    ("guarantors <= 2", 1, "'guarantors' is a set", "'count(guarantors) >= 1'"),
    ("term = long", 1, "'term' is a number", "write 'term <= 25'"),
    ("term in {short, long}", 1, "'term' is a number", "write 'term <= 25'"),
    ("long in term", 9, "'term' is a number", "write 'term <= 25'"),
    ("count(term) > 1", 7, "'term' is a number", "write 'term <= 25'"),
    ("term", 1, "'term' is a number", "write 'term <= 25'"),
    ("sign = yes", 1, "'sign' is an action", "write 'sign' or 'not sign'"),
    ("sign >= 1", 1, "'sign' is an action", "write 'sign' or 'not sign'"),
    ("term = 7", 8, "'term' never takes the value 7", "the nearest: 5 and 10"),
    ("term != 7.5", 9, "'term' never takes the value 7.5", "the nearest: 5 and 10"),
    ("term = 60", 8, "'term' never takes the value 60", "the nearest: 50"),
    ("term = -1", 8, "'term' never takes the value -1", "the nearest: 0"),
    ("count(guarantors) = 5", 21, "'guarantors' never has 5 members", "up to 4"),
]


@pytest.mark.parametrize(("text", "column", "what", "todo"), FAULTS)
def test_a_misfit_says_where_what_and_what_to_do(text: str, column: int, what: str, todo: str) -> None:
    (fault,) = check(parse(text), VOCABULARY)
    assert fault.column == column
    assert what in fault.what
    assert todo in fault.todo


def test_all_misfits_are_told_at_once_in_reading_order() -> None:
    text = "alliance = droped and (gurantee = nil or guarantee in {nil, none, assurance }) iff uas in guarantors"
    faults = check(parse(text), VOCABULARY)
    assert [text[fault.column - 1 :].split()[0].strip(",}") for fault in faults] == [
        "droped",
        "gurantee",
        "nil",
        "assurance",
        "uas",
    ]


def test_bind_refuses_what_check_finds_with_the_text_as_it_was_written() -> None:
    text = "( alliance=droped )"
    with pytest.raises(ConditionError) as caught:
        bind(parse(text), VOCABULARY)
    assert caught.value.text == text
    assert caught.value.faults == check(parse(text), VOCABULARY)
    assert caught.value.faults[0].column == 12


def test_a_condition_made_by_hand_is_refused_with_the_columns_of_its_canonical_text() -> None:
    with pytest.raises(ConditionError) as caught:
        bind(Is(Name("alliance"), Name("droped")), VOCABULARY)
    assert caught.value.text == "alliance = droped"
    assert caught.value.faults == (ConditionFault(12, "'alliance' has no option 'droped'", "did you mean 'dropped'?"),)


def test_an_empty_vocabulary_is_no_trouble() -> None:
    faults = check(parse("a = x and b"), Vocabulary(()))
    assert [(fault.column, fault.todo) for fault in faults] == [
        (1, "none is defined"),
        (11, "none is defined"),
    ]


def test_a_grid_of_thirds_and_an_empty_grid_can_be_spoken_of() -> None:
    thirds = Term("share", "number", numbers=(Fraction(1, 3), Fraction(2, 3)))
    (fault,) = check(parse("share = 0.5"), Vocabulary((thirds,)))
    assert fault.todo == "the nearest: 1/3 and 2/3"
    (fault,) = check(parse("share = 0.5"), Vocabulary((Term("share", "number"),)))
    assert fault.todo == "its grid is empty"
