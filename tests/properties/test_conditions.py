"""Conditions: what is written is read back, every way of asking gives the naive answer, no text breaks it."""

from __future__ import annotations

import itertools
import operator
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.foundation.conditions import (
    And,
    Compare,
    Condition,
    Count,
    Has,
    Holds,
    Iff,
    IfThen,
    Is,
    Name,
    Not,
    OneOf,
    Or,
    SetIs,
    Term,
    Vocabulary,
    bind,
    check,
    parse,
    words,
)
from detente.foundation.errors import ConditionError
from detente.foundation.ids import KEYWORDS

CHOICE, SCALE = ("kept", "dropped", "deferred"), ("none", "assurances")
MEMBERS = ("usa", "europeans", "canada")
GRID = (Fraction(-5), Fraction(0), Fraction(5, 2), Fraction(50))
VOCABULARY = Vocabulary(
    (
        Term("alliance", "choice", CHOICE, label="What becomes of the bid?", option_labels=("on", "off", "")),
        Term("guarantee", "choice", SCALE, label="the guarantee"),
        Term("guarantors", "set", MEMBERS, label="Who gives it?"),
        Term("term", "number", numbers=GRID, unit="years"),
        Term("sign", "action", label="Ukraine signs"),
    )
)
PACKAGES = np.array(list(itertools.product(*(range(term.size) for term in VOCABULARY.terms))), np.int16)
COMPARES = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

operators = st.sampled_from(list(COMPARES))
decimals = st.builds(Fraction, st.integers(-(10**9), 10**9), st.sampled_from([1, 2, 4, 8, 5, 10, 1000]))
IDS = ("a", "b2", "c-", "d-e", "f--9", "notable", "android", "iffy", "counts", "in-1", "then-x", "not-a-or-b")
any_name = st.sampled_from(IDS).map(Name)
any_names = st.lists(any_name, max_size=4, unique=True).map(tuple)
any_atom = st.one_of(
    st.builds(Holds, any_name),
    st.builds(Is, any_name, any_name, st.booleans()),
    st.builds(OneOf, any_name, any_names.filter(bool)),
    st.builds(SetIs, any_name, any_names, st.booleans()),
    st.builds(Has, any_name, any_name),
    st.builds(Count, any_name, operators, st.integers(0, 10**6)),
    st.builds(Compare, any_name, operators, decimals),
)


def picks(ids: tuple[str, ...], least: int) -> st.SearchStrategy[tuple[Name, ...]]:
    return st.lists(st.sampled_from(ids).map(Name), min_size=least, max_size=3, unique=True).map(tuple)


def named(id: str) -> st.SearchStrategy[Name]:
    return st.just(Name(id))


fitting_atom = st.one_of(
    st.builds(Holds, named("sign")),
    st.builds(Is, named("alliance"), st.sampled_from(CHOICE).map(Name), st.booleans()),
    st.builds(Is, named("guarantee"), st.sampled_from(SCALE).map(Name), st.booleans()),
    st.builds(OneOf, named("alliance"), picks(CHOICE, 1)),
    st.builds(SetIs, named("guarantors"), picks(MEMBERS, 0), st.booleans()),
    st.builds(Has, named("guarantors"), st.sampled_from(MEMBERS).map(Name)),
    st.builds(Count, named("guarantors"), operators, st.integers(0, 3)),
    st.builds(Compare, named("term"), operators, st.sampled_from(GRID)),
    st.builds(Compare, named("term"), st.sampled_from(["<", "<=", ">", ">="]), decimals),
)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(Not, parts),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Iff, parts, parts),
        st.builds(IfThen, parts, parts),
    )


any_condition = st.recursive(any_atom, joined, max_leaves=20)
fitting = st.recursive(fitting_atom, joined, max_leaves=12)


def value(term: Term, code: int) -> Any:
    """What a code stands for, as a reader would say it."""
    match term.kind:
        case "choice":
            return term.options[code]
        case "set":
            return frozenset(member for place, member in enumerate(term.options) if code >> place & 1)
        case "number":
            return term.numbers[code]
        case "action":
            return code == 1


def naive(c: Condition, package: dict[str, Any]) -> bool:
    """The meaning of a condition, from the definition of the language alone."""
    match c:
        case Not(part):
            return not naive(part, package)
        case And(parts):
            return all(naive(part, package) for part in parts)
        case Or(parts):
            return any(naive(part, package) for part in parts)
        case Iff(left, right):
            return naive(left, package) == naive(right, package)
        case IfThen(premise, consequence):
            return naive(consequence, package) if naive(premise, package) else True
        case Holds(action):
            return package[action.id]
        case _:
            return naive_atom(c, package[c.issue.id])


def naive_atom(c: Condition, value: Any) -> bool:
    match c:
        case Is(_, option, negated):
            return (value != option.id) if negated else (value == option.id)
        case OneOf(_, options):
            return any(value == option.id for option in options)
        case SetIs(_, members, negated):
            return (value == {member.id for member in members}) is not negated
        case Has(_, member):
            return member.id in value
        case Count(_, sign, number):
            return COMPARES[sign](len(value), number)
        case Compare(_, sign, number):
            return COMPARES[sign](value, number)


VALUES = [
    {term.id: value(term, code) for term, code in zip(VOCABULARY.terms, package, strict=True)}
    for package in PACKAGES.tolist()
]


@given(any_condition)
def test_what_is_written_is_read_back(condition: Condition) -> None:
    again = parse(str(condition))
    assert again == condition
    assert str(again) == str(condition)


@given(any_condition, st.randoms(use_true_random=False))
def test_spaces_change_nothing(condition: Condition, chance: random.Random) -> None:
    spaced = "".join(letter if letter != " " else chance.choice([" ", "  ", "\n\t"]) for letter in str(condition))
    assert parse(f" {spaced} ") == condition


@given(fitting)
def test_every_way_of_asking_gives_the_naive_answer(condition: Condition) -> None:
    rule = bind(condition, VOCABULARY)
    expected = [naive(condition, package) for package in VALUES]
    assert rule.holds(PACKAGES).tolist() == expected
    assert [rule.holds_for(package) for package in PACKAGES.tolist()] == expected
    assert rule.holds_on_scope(PACKAGES[:, list(rule.scope)]).tolist() == expected


@given(fitting, fitting)
def test_joined_rules_are_rules_of_joined_conditions(first: Condition, second: Condition) -> None:
    one, other = bind(first, VOCABULARY), bind(second, VOCABULARY)
    both, either, denied = one.holds(PACKAGES), other.holds(PACKAGES), (~one).holds(PACKAGES)
    assert (one & other).holds(PACKAGES).tolist() == (both & either).tolist()
    assert (one | other).holds(PACKAGES).tolist() == (both | either).tolist()
    assert denied.tolist() == (~both).tolist()
    assert (one & other).scope == tuple(sorted({*one.scope, *other.scope}))
    again = bind(parse((one & other).text), VOCABULARY)
    assert again == one & other
    assert again.holds(PACKAGES).tolist() == (both & either).tolist()


@given(fitting, st.permutations(range(len(VOCABULARY.terms))), st.randoms(use_true_random=False))
def test_the_order_of_terms_and_options_changes_nothing(
    condition: Condition, order: list[int], chance: random.Random
) -> None:
    moved: list[Term] = []
    columns: list[list[int]] = []
    for place in order:
        term = VOCABULARY.terms[place]
        shuffled = tuple(chance.sample(term.options, len(term.options)))
        moved.append(Term(term.id, term.kind, shuffled, term.numbers))
        codes = {value(term, code): code for code in range(term.size)}
        columns.append([codes[value(moved[-1], code)] for code in range(term.size)])
    elsewhere = Vocabulary(tuple(moved))
    packages = np.array(list(itertools.product(*(range(term.size) for term in moved))))
    originals = np.empty_like(packages)
    for column, place in enumerate(order):
        originals[:, place] = np.array(columns[column])[packages[:, column]]
    found = bind(condition, elsewhere).holds(packages)
    assert found.tolist() == bind(condition, VOCABULARY).holds(originals).tolist()


@given(any_condition)
def test_any_condition_can_be_checked_and_said(condition: Condition) -> None:
    source = str(condition)
    faults = check(parse(source), VOCABULARY)
    assert all(1 <= fault.column <= len(source) and fault.what and fault.todo for fault in faults)
    assert [fault.column for fault in faults] == sorted(fault.column for fault in faults)
    assert words(condition, VOCABULARY)
    assert words(condition, Vocabulary(()))


@given(fitting)
def test_a_condition_that_fits_is_said_with_the_name_of_every_term(condition: Condition) -> None:
    assert check(condition, VOCABULARY) == ()
    said = words(condition, VOCABULARY)
    for place in bind(condition, VOCABULARY).scope:
        term = VOCABULARY.terms[place]
        assert (f"({term.id})" if term.label.endswith("?") else term.label or term.id) in said


def read(text: str) -> None:
    """Reads a text or finds it at fault, in no other way than the promised one."""
    try:
        condition = parse(text)
    except ConditionError as error:
        assert error.faults
        assert all(1 <= fault.column <= len(text) + 1 for fault in error.faults)
        assert all(fault.what and fault.todo for fault in error.faults)
    else:
        assert parse(str(condition)) == condition


SCRAPS = [
    *KEYWORDS,
    *"(){},",
    "=",
    "!=",
    "<=",
    ">",
    "a",
    "usa",
    "5",
    "-2.5",
    "AND",
    "&&",
    "==",
    "“",
    "–",
    "->",
]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)


@given(st.lists(st.sampled_from(SCRAPS), max_size=40))
def test_any_heap_of_words_is_read_or_refused(scraps: list[str]) -> None:
    read(" ".join(scraps))
    read("".join(scraps))


@given(
    st.sampled_from([*KEYWORDS, *"(){},=<>!&-", "if a then ", "not ", "a = {", "(a and "]),
    st.integers(1, 12_000),
)
def test_any_repetition_is_read_or_refused(scrap: str, times: int) -> None:
    read(scrap * times)
    read((scrap + " ") * times)


def test_mutated_conditions_are_read_or_refused(case_count: Callable[..., int]) -> None:
    seeds = [
        "alliance = dropped and not guarantee in {none, assurances}",
        "if count(guarantors) >= 2 then (sign iff term <= 2.5) or guarantors = {}",
        "not (usa in guarantors or guarantors != {canada, europeans}) iff not not sign",
    ]
    chance = random.Random(20251215)
    for _ in range(case_count(sample=1_000, proof=50_000)):
        text = chance.choice(seeds)
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(text) + 1)
            end = min(len(text), start + chance.choice([0, 0, 1, 1, 5, 20]))
            scrap = chance.choice(["", " ", *SCRAPS, chr(chance.randrange(32, 0x2100)), text[end : end + 9]])
            text = text[:start] + scrap + text[end:]
        read(text)
