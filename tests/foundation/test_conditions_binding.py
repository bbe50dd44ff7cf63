"""Terms, vocabularies, and rules that answer for packages."""

from __future__ import annotations

import itertools
import pickle
import sys
from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.conditions import (
    And,
    Condition,
    Holds,
    IfThen,
    Name,
    Not,
    Or,
    Rule,
    Term,
    Vocabulary,
    bind,
    check,
    parse,
    words,
)
from detente.foundation.errors import TooLarge

CHOICE = Term("choice", "choice", ("x", "y", "z"))
SET = Term("set", "set", ("p", "q", "r"))
NUMBER = Term("number", "number", numbers=(Fraction(-1), Fraction(0), Fraction(5, 2), Fraction(10)))
ACTION = Term("act", "action")
VOCABULARY = Vocabulary((CHOICE, SET, NUMBER, ACTION))
PACKAGES = np.array(list(itertools.product(*(range(term.size) for term in VOCABULARY.terms))))


def rule(text: str) -> Rule:
    return bind(parse(text), VOCABULARY)


def test_sizes_and_places() -> None:
    assert [term.size for term in VOCABULARY.terms] == [3, 8, 4, 2]
    assert VOCABULARY.ids == ("choice", "set", "number", "act")
    assert VOCABULARY.index("number") == 2
    assert VOCABULARY.term("nothing") is None
    with pytest.raises(KeyError):
        VOCABULARY.index("nothing")


def test_what_no_vocabulary_can_be() -> None:
    with pytest.raises(ValueError, match="two terms have one id"):
        Vocabulary((CHOICE, CHOICE))
    with pytest.raises(ValueError, match="an option stands twice"):
        Term("a", "choice", ("x", "x"))
    with pytest.raises(ValueError, match="do not ascend"):
        Term("a", "number", numbers=(Fraction(1), Fraction(1)))
    with pytest.raises(ValueError, match="1 labels for 2 options"):
        Term("a", "choice", ("x", "y"), option_labels=("only one",))


CODES = [
    ("choice = y", "choice", [1]),
    ("choice != y", "choice", [0, 2]),
    ("choice in {z, x}", "choice", [0, 2]),
    ("p in set", "set", [1, 3, 5, 7]),
    ("r in set", "set", [4, 5, 6, 7]),
    ("set = {}", "set", [0]),
    ("set = {r, p}", "set", [5]),
    ("set != {q}", "set", [0, 1, 3, 4, 5, 6, 7]),
    ("count(set) = 2", "set", [3, 5, 6]),
    ("count(set) != 2", "set", [0, 1, 2, 4, 7]),
    ("count(set) < 1", "set", [0]),
    ("count(set) <= 1", "set", [0, 1, 2, 4]),
    ("count(set) > 2", "set", [7]),
    ("count(set) >= 0", "set", list(range(8))),
    ("count(set) > 3", "set", []),
    ("number = 2.5", "number", [2]),
    ("number != 2.5", "number", [0, 1, 3]),
    ("number < 2.5", "number", [0, 1]),
    ("number <= 2.5", "number", [0, 1, 2]),
    ("number > 2.5", "number", [3]),
    ("number >= 2.5", "number", [2, 3]),
    ("number < 2.4", "number", [0, 1]),
    ("number <= 2.4", "number", [0, 1]),
    ("number > 2.4", "number", [2, 3]),
    ("number >= 2.4", "number", [2, 3]),
    ("number <= -2", "number", []),
    ("number < 11", "number", [0, 1, 2, 3]),
    ("act", "act", [1]),
    ("not act", "act", [0]),
]


@pytest.mark.parametrize(("text", "id", "codes"), CODES)
def test_the_codes_for_which_an_atom_holds(text: str, id: str, codes: list[int]) -> None:
    place = VOCABULARY.index(id)
    found = rule(text)
    assert found.scope == (place,)
    assert found.holds(PACKAGES).tolist() == [package[place] in codes for package in PACKAGES.tolist()]


def test_scope_is_ascending_and_keeps_terms_that_make_no_difference() -> None:
    assert rule("act or number <= 5 and not act").scope == (2, 3)
    assert rule("if act then choice = x or choice != x").scope == (0, 3)


def test_on_the_scope_alone() -> None:
    found = rule("act iff number <= 5 and choice = x")
    assert found.scope == (0, 2, 3)
    assert (found.holds_on_scope(PACKAGES[:, [0, 2, 3]]) == found.holds(PACKAGES)).all()


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i2", ">u4"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_any_integers_in_any_order(dtype: str, order: str) -> None:
    found = rule("choice = y and (r in set or number > 0)")
    expected = [found.holds_for(package) for package in PACKAGES.tolist()]
    codes = np.asarray(PACKAGES, dtype=dtype, order=order)  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert found.holds(codes).tolist() == expected
    assert found.holds(codes[::-2]).tolist() == expected[::-2]


def test_no_packages() -> None:
    found = rule("choice = y or act")
    for empty in (np.empty((0, 4)), np.empty((0, 4), np.int16)):
        assert found.holds(empty).shape == (0,)  # pyright: ignore[reportArgumentType]
        assert found.holds(empty).dtype == np.bool_  # pyright: ignore[reportArgumentType]
    assert found.holds_on_scope(np.empty((0, 2), np.int8)).shape == (0,)


def test_more_packages_than_one_block() -> None:
    found = rule("choice = y iff act")
    many = np.tile(PACKAGES, (400, 1))
    assert (found.holds(many) == np.tile(found.holds(PACKAGES), 400)).all()


def test_packages_are_left_as_they_are() -> None:
    before = PACKAGES.copy()
    frozen = PACKAGES.copy()
    frozen.setflags(write=False)
    rule("not (choice = y or not act)").holds(frozen)
    assert (frozen == before).all()


def test_codes_that_are_none() -> None:
    found = rule("choice = y")
    for code in (3, -1, -128):
        for dtype in ("i1", "i2", "i8"):
            with pytest.raises(IndexError, match="term 0 lies outside 0 to 2"):
                found.holds(np.array([[code, 0, 0, 0]], dtype))
        with pytest.raises(IndexError, match="term 0 lies outside 0 to 2"):
            found.holds_for([code, 0, 0, 0])
    with pytest.raises(ValueError, match="expected"):
        found.holds(PACKAGES[:, :3])
    with pytest.raises(ValueError, match="expected"):
        found.holds(PACKAGES[0])
    with pytest.raises(ValueError, match="3 codes for 4 terms"):
        found.holds_for([0, 0, 0])
    with pytest.raises(TypeError, match="integers"):
        found.holds(PACKAGES.astype(float))  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="integers"):
        found.holds(PACKAGES.astype(bool))  # pyright: ignore[reportArgumentType]


def test_rules_combine() -> None:
    p, q = rule("act"), rule("choice = x or p in set")
    assert (p & q).text == "act and (choice = x or p in set)"
    assert (p | q).text == "act or choice = x or p in set"
    assert (~q).text == "not (choice = x or p in set)"
    assert (~~q) == q
    assert (p & q).scope == (0, 1, 3)
    holds_p, holds_q = p.holds(PACKAGES), q.holds(PACKAGES)
    assert ((p & q).holds(PACKAGES) == (holds_p & holds_q)).all()
    assert ((p | q).holds(PACKAGES) == (holds_p | holds_q)).all()
    assert ((~q).holds(PACKAGES) == ~holds_q).all()
    assert (~~q).holds(PACKAGES).tolist() == holds_q.tolist()
    for joined in (p & q, p | q, ~q):
        again = bind(parse(joined.text), VOCABULARY)
        assert again == joined
        assert again.holds(PACKAGES).tolist() == joined.holds(PACKAGES).tolist()
    with pytest.raises(ValueError, match="different vocabularies"):
        p & bind(parse("act"), Vocabulary((ACTION,)))


def test_many_rules_combine_without_nesting() -> None:
    every = rule("act")
    for _ in range(300):
        every = every & rule("number > 0")
    assert every.holds(PACKAGES).tolist() == rule("act and number > 0").holds(PACKAGES).tolist()
    zigzag = rule("act")
    with pytest.raises(TooLarge, match="nesting"):
        for _ in range(60):
            zigzag = (zigzag & rule("number > 0")) | rule("choice = y")


def test_rules_are_values() -> None:
    one, other = rule("choice=x and (act)"), rule("choice = x and act")
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, rule("act")}) == 2
    assert one != bind(parse("choice = x and act"), Vocabulary((*VOCABULARY.terms, Term("more", "action"))))
    copy = pickle.loads(pickle.dumps(one))
    assert copy == one
    assert copy.holds(PACKAGES).tolist() == one.holds(PACKAGES).tolist()
    with pytest.raises(AttributeError):
        one.text = "act"  # pyright: ignore[reportAttributeAccessIssue]


def test_sets_up_to_twenty_members() -> None:
    members = tuple(f"m{i}" for i in range(21))
    large = Vocabulary((Term("s", "set", members[:20]),))
    found = bind(parse("count(s) >= 20 or s = {m3, m19}"), large)
    assert found.holds(np.array([[2**20 - 1], [2**19 + 8], [2**19]])).tolist() == [True, True, False]
    with pytest.raises(TooLarge) as caught:
        bind(parse("m0 in s"), Vocabulary((Term("s", "set", members),)))
    assert (caught.value.estimate, caught.value.limit) == (2**21, 2**20)
    elsewhere = Vocabulary((Term("s", "set", members), ACTION))
    assert bind(parse("act"), elsewhere).holds_for([0, 1])


@pytest.mark.parametrize("kinds", [(Not,), (IfThen,), (And, Or), (Not, Or, IfThen, And)])
def test_the_deepest_conditions_leave_most_of_the_stack_to_others(kinds: tuple[type, ...]) -> None:
    act = Holds(Name("act"))
    deep: Condition = act
    for level in range(100):
        kind = kinds[level % len(kinds)]
        deep = Not(deep) if kind is Not else IfThen(deep, act) if kind is IfThen else kind((act, deep))
    limit, frame, used = sys.getrecursionlimit(), sys._getframe(), 0
    while frame is not None:
        frame, used = frame.f_back, used + 1
    sys.setrecursionlimit(used + 600)
    try:
        again = parse(str(deep))
        assert again == deep
        assert hash(again) == hash(deep)
        assert check(again, VOCABULARY) == ()
        assert words(again, VOCABULARY)
        assert bind(deep, VOCABULARY).holds_for([0, 0, 0, 1]) == bind(again, VOCABULARY).holds_for([0, 0, 0, 1])
        assert pickle.loads(pickle.dumps(again)) == deep
    finally:
        sys.setrecursionlimit(limit)
