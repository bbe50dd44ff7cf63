"""The grammar, its order of binding, and what is said of every text that states no condition."""

from __future__ import annotations

from fractions import Fraction

import pytest

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
    atoms,
    parse,
)
from detente.foundation.conditions.syntax import decimal_text
from detente.foundation.errors import ConditionError, TooLarge

A, B, C, D, X, Y = (Name(id) for id in "abcdxy")
a, b, c, d = Holds(A), Holds(B), Holds(C), Holds(D)

ATOMS = {
    "a": a,
    "a = x": Is(A, X),
    "a != x": Is(A, X, negated=True),
    "a in {x}": OneOf(A, (X,)),
    "a in {x, y}": OneOf(A, (X, Y)),
    "a = {}": SetIs(A, ()),
    "a = {y, x}": SetIs(A, (Y, X)),
    "a != {x}": SetIs(A, (X,), negated=True),
    "x in a": Has(A, X),
    "count(a) != 2": Count(A, "!=", 2),
    "a <= 50": Compare(A, "<=", Fraction(50)),
    "a > -2.5": Compare(A, ">", Fraction(-5, 2)),
    "a = 0.125": Compare(A, "=", Fraction(1, 8)),
    "a-b = c3-": Is(Name("a-b"), Name("c3-")),
    "kept-at-5 in a": Has(A, Name("kept-at-5")),
}


@pytest.mark.parametrize(("text", "atom"), ATOMS.items())
def test_an_atom_is_read_and_written(text: str, atom: Condition) -> None:
    assert parse(text) == atom
    assert str(atom) == text


BINDING = {
    "not a and b": And((Not(a), b)),
    "not (a and b)": Not(And((a, b))),
    "not not a": Not(Not(a)),
    "not x in a": Not(Has(A, X)),
    "a and b and c": And((a, b, c)),
    "a and (b and c)": And((a, And((b, c)))),
    "(a and b) and c": And((And((a, b)), c)),
    "a or b and c": Or((a, And((b, c)))),
    "a and b or c": Or((And((a, b)), c)),
    "(a or b) and c": And((Or((a, b)), c)),
    "a or b or c and d": Or((a, b, And((c, d)))),
    "a iff b or c": Iff(a, Or((b, c))),
    "a and b iff not c": Iff(And((a, b)), Not(c)),
    "(a iff b) iff c": Iff(Iff(a, b), c),
    "a or (b iff c)": Or((a, Iff(b, c))),
    "if a then b": IfThen(a, b),
    "if a iff b then c iff d": IfThen(Iff(a, b), Iff(c, d)),
    "if a or b then c and d": IfThen(Or((a, b)), And((c, d))),
    "if a then if b then c": IfThen(a, IfThen(b, c)),
    "if (if a then b) then c": IfThen(IfThen(a, b), c),
    "a and (if b then c)": And((a, IfThen(b, c))),
    "(if a then b) or c": Or((IfThen(a, b), c)),
    "not (if a then b)": Not(IfThen(a, b)),
    "(if a then b) iff c": Iff(IfThen(a, b), c),
}


@pytest.mark.parametrize(("text", "condition"), BINDING.items())
def test_order_of_binding(text: str, condition: Condition) -> None:
    assert parse(text) == condition
    assert str(condition) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  ( a=x )\n", "a = x"),
        ("((a))", "a"),
        ("a in{x,y}and not(b)", "a in {x, y} and not b"),
        ("a<=050.50", "a <= 50.5"),
        ("a\u00a0=\tx", "a = x"),
        ("count ( a )>=2", "count(a) >= 2"),
        ("a<-5", "a < -5"),
    ],
)
def test_spaces_and_idle_parentheses_change_nothing(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical


def test_columns_are_kept_and_do_not_matter() -> None:
    here, there = parse("a = x and b <= 5"), parse("  a   = x and (b<= 5)")
    assert here == there
    assert hash(here) == hash(there)
    first, second = atoms(there)
    assert isinstance(first, Is)
    assert isinstance(second, Compare)
    assert (first.issue.column, first.option.column, second.issue.column, second.at) == (3, 9, 16, 20)


NOTATION = [
    ("a == x", 3, "'=='", "write '=' once"),
    ("a === x", 3, "'==='", "write '=' once"),
    ("a := x", 3, "':='", "write '='"),
    ("a: x", 2, "':'", "write '='"),
    ("a <> x", 3, "'<>'", "write '!='"),
    ("a !== x", 3, "'!=='", "write '!='"),
    ("a ≠ x", 3, "'≠'", "write '!='"),
    ("a =< 5", 3, "'=<'", "write '<='"),
    ("a ≤ 5", 3, "'≤'", "write '<='"),
    ("a ≥ 5", 3, "'≥'", "write '>='"),
    ("a => 5", 3, "'=>'", "write '>=' for 'at least'"),
    ("a && b", 3, "'&&'", "write 'and'"),
    ("a & b", 3, "'&'", "write 'and'"),
    ("a || b", 3, "'||'", "write 'or'"),
    ("a | b", 3, "'|'", "write 'or'"),
    ("!a", 1, "'!'", "write 'not'"),
    ("¬a", 1, "'¬'", "write 'not'"),
    ("a -> b", 3, "'->'", "write 'if … then …'"),
    ("a->b", 2, "'->'", "write 'if … then …'"),
    ("a ==> b", 3, "'==>'", "write 'if … then …'"),
    ("a <-> b", 3, "'<->'", "write 'iff'"),
    ("a <=> b", 3, "'<=>'", "write 'iff'"),
    ("x ∈ a", 3, "'∈'", "write 'in'"),
    ("a AND b", 3, "'AND' is a keyword in capitals", "write 'and'"),
    ("NOT a", 1, "'NOT' is a keyword in capitals", "write 'not'"),
    ("Iff = x", 1, "'Iff' is a keyword in capitals", "write 'iff'"),
    ("a = 'x'", 5, "quotes (')", "without quotes"),
    ('a = "x"', 5, 'quotes (")', "without quotes"),
    ("a = “x”", 5, "quotes (“)", "without quotes"),
    ("a = «x»", 5, "quotes («)", "without quotes"),
    ("a - b", 3, "there is no arithmetic ('-')", "compare one issue with one value"),
    ("a + b >= 2", 3, "there is no arithmetic ('+')", "compare one issue with one value"),
    ("a <= 5-3", 6, "'5-3' is no number, and there is no arithmetic", "write one number"),
    ("article5–style", 9, "'–' (EN DASH) is not a hyphen", "write '-' inside an id"),
    ("a <= −5", 6, "'−' (MINUS SIGN) is not a hyphen", "before a number"),
    ("Ukraine = x", 1, "'Ukraine' is not an id", "write 'ukraine'"),
    ("nato_bid", 1, "'nato_bid' is not an id", "write 'nato-bid'"),
    ("a = 28-points", 5, "'28-points' is neither a number nor an id", "an id starts with a letter"),
    ("a <= 1e3", 6, "'1e3' is neither a number nor an id", "a number has only digits and a point"),
    ("bаn", 2, "'а' (CYRILLIC SMALL LETTER A) cannot stand in an id", "labels may be in any script"),
    ("a \u200b= x", 3, "the character ZERO WIDTH SPACE", "remove it"),
    ("a\x00", 2, "the character U+0000", "remove it"),
    ("a ? x", 3, "'?' cannot stand in a condition", "remove it"),
    ("a <= .5", 6, "a point stands only inside a number", "0.5"),
    ("a <= 50%", 8, "'%'", "write the number alone"),
    ("a in [x", 6, "'['", "write a list in braces: {x, y}"),
    ("a; b", 2, "';'", "join conditions with 'and' or 'or'"),
    ("a <= " + "9" * 31, 6, "more than 30 digits", "write a shorter one"),
]
GRAMMAR = [
    ("", 1, "the condition is empty", "write one"),
    ("  \n ", 1, "the condition is empty", "write one"),
    ("a and", 6, "ends too early", "write what follows"),
    ("a and ", 7, "ends too early", "write what follows"),
    ("not", 4, "ends too early", "write what follows"),
    ("(a = x", 7, "the parenthesis opened at column 1 is not closed", "write ')'"),
    ("((a) and (b = y", 16, "the parenthesis opened at column 10 is not closed", "write ')'"),
    ("if (a then b", 7, "the parenthesis opened at column 4 is not closed", "write ')'"),
    ("a = x)", 6, "no parenthesis is open here", "remove ')'"),
    ("()", 2, "nothing stands before ')'", "write a condition in the parentheses"),
    ("a (b)", 3, "'a' followed by a parenthesis", "'count(a)' is the only word before a parenthesis"),
    ("(a) (b)", 5, "a parenthesis after a complete condition", "join the two"),
    ("a in x, y", 7, "a comma stands only in a list in braces", "write 'a in {x, y}'"),
    ("a in (x, y)", 6, "a list is written in braces", "write 'a in {x, y}' for a choice"),
    ("a in", 5, "a list or a set is missing after 'in'", "'x in a' for a set"),
    ("a in {}", 6, "no option is in an empty list", "write 'a = {}'"),
    ("a in {x", 8, "the brace opened at column 6 is not closed", "write '}'"),
    ("a = {x = y}", 8, "the brace opened at column 5 is not closed", "write '}'"),
    ("a in {x,}", 8, "a comma after the last id", "remove it"),
    ("a in {, x}", 7, "the brace opened at column 6 is not closed", "write '}'"),
    ("a in {x y}", 9, "a comma is missing", "separate the ids with commas"),
    ("a in {x and y}", 9, "a comma is missing", "separate the ids with commas"),
    ("a in {x, x}", 10, "'x' is listed twice", "name it once"),
    ("a in {5, 10}", 7, "a list holds ids", "compare numbers"),
    ("{x} in a", 1, "a list stands only after '=' or 'in'", "write 'a in {x, y}'"),
    ("a {x}", 3, "a list stands only after '=' or 'in'", "write 'a in {x, y}'"),
    ("a = x}", 6, "no brace is open here", "remove it"),
    ("}", 1, "no brace is open here", "remove it"),
    (", a", 1, "a comma stands only in a list in braces", "join conditions"),
    ("x not in a", 3, "'not' stands before what it denies", "write 'not x in …'"),
    ("a = x in b", 7, "nothing that 'in' can ask about", "write 'a in {x, y}'"),
    ("in {x}", 1, "nothing stands before 'in'", "write 'a in {x, y}'"),
    ("if = x", 1, "'if' is a keyword", "keywords cannot be ids"),
    ("then in a", 1, "'then' is a keyword", "keywords cannot be ids"),
    ("not = x", 1, "'not' is a keyword", "keywords cannot be ids"),
    ("a = if", 5, "'if' is a keyword", "keywords cannot be ids"),
    ("a in {x, or}", 10, "'or' is a keyword", "keywords cannot be ids"),
    ("x in count", 6, "'count' is a keyword", "keywords cannot be ids"),
    ("count(iff) > 1", 7, "'iff' is a keyword", "keywords cannot be ids"),
    ("count = 3", 7, "'count' without parentheses", "'count' is no id"),
    ("count a >= 2", 7, "'count' without parentheses", "write 'count(a) >= 2'"),
    ("count() >= 2", 7, "an id is missing", "write the id"),
    ("count(a b) >= 2", 9, "the parenthesis opened at column 6 is not closed", "write ')'"),
    ("b and count(a) or b", 16, "the count at column 7 is compared with nothing", "write 'count(a) >= 1'"),
    ("count(a) >= x", 13, "a count is compared with a number", "write 'count(a) >= 2'"),
    ("count(a) >= 2.5", 13, "a count is never 2.5", "write a whole number"),
    ("count(a) >= -1", 13, "a count is never -1", "write a whole number"),
    ("a count(b) > 1", 3, "'count' after a complete condition", "join the two"),
    ("5 <= a", 1, "a number stands after its issue", "write the issue first"),
    ("= x", 1, "nothing stands before '='", "as in 'a = x'"),
    ("a 5", 3, "the number 5 stands alone", "another comparison before it"),
    ("a <= x", 6, "'<=' compares with a number", "ask with '=' or '!='"),
    ("a > {x}", 5, "'>' compares with a number", "ask with '=' or '!='"),
    ("a =", 4, "nothing to compare 'a' with", "write a value after '='"),
    ("a = (x)", 5, "nothing to compare 'a' with", "write a value after '='"),
    ("a <= 5 <= 7", 8, "a second comparison, '<='", "one comparison at a time"),
    ("a <= 1,000", 7, "a comma", "without its unit and without commas"),
    ("a <= 50 years", 9, "'years' after a complete condition", "without its unit"),
    ("a = x y", 7, "'y' after a complete condition", "join the two with 'and' or 'or'"),
    ("a is x", 3, "'is' after a complete condition", "write '='"),
    ("a includes x", 3, "'includes' after a complete condition", "write 'x in a'"),
    ("if a then b else c", 13, "'else' after a complete condition", "there is no 'else'"),
    ("a not b", 3, "'not' after a complete condition", "join the two"),
    ("and a", 1, "nothing stands before 'and'", "joins two conditions"),
    ("a or or b", 6, "nothing stands before 'or'", "joins two conditions"),
    ("iff a", 1, "nothing stands before 'iff'", "joins two conditions"),
    ("a iff b iff c", 9, "'iff' joins two conditions, not three", "in parentheses"),
    ("if a", 5, "the 'if' at column 1 has no 'then'", "write 'if … then …'"),
    ("(if a) then b", 6, "the 'if' at column 2 has no 'then'", "write 'if … then …'"),
    ("if a, then b", 5, "a comma before 'then'", "leave it out"),
    ("if a b then c", 6, "'b' after a complete condition", "join the two"),
    ("then a", 1, "'then' without 'if'", "write 'if … then …'"),
    ("a then b", 3, "'then' without 'if'", "write 'if … then …'"),
    ("a if b", 3, "'if' after a complete condition", "put it first"),
    ("a and if b then c", 7, "'if' inside a larger condition", "in parentheses"),
    ("not if a then b", 5, "'if' inside a larger condition", "in parentheses"),
    ("if if a then b then c", 4, "'if' inside a larger condition", "in parentheses"),
    ("(" * 101 + "a" + ")" * 101, 101, "nested more than 100 deep", "split it"),
    ("not " * 101 + "a", 401, "nested more than 100 deep", "split it"),
    ("if a then " * 101 + "a", 1001, "nested more than 100 deep", "split it"),
    ("a" * 10_001, 10_001, "10,001 characters, the limit is 10,000", "split it"),
]


@pytest.mark.parametrize(("text", "column", "what", "todo"), NOTATION + GRAMMAR)
def test_a_fault_says_where_what_and_what_to_do(text: str, column: int, what: str, todo: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    fault = caught.value.faults[0]
    assert caught.value.text == text
    assert fault.column == column
    assert what in fault.what
    assert todo in fault.todo
    assert "{}" not in fault.what


def test_all_foreign_signs_are_told_at_once() -> None:
    with pytest.raises(ConditionError) as caught:
        parse("a == x && NOT b = 'y'")
    assert [fault.column for fault in caught.value.faults] == [3, 8, 11, 19]
    with pytest.raises(ConditionError) as caught:
        parse("! " * 1000)
    assert len(caught.value.faults) == 20


def test_nesting_up_to_the_limit_is_read_and_written() -> None:
    for text in ("(" * 100 + "a" + ")" * 100, "not " * 100 + "a", "if a then " * 100 + "a"):
        assert parse(str(parse(text))) == parse(text)
    premises: Condition = a
    for _ in range(100):
        premises = IfThen(premises, b)
    assert parse(str(premises)) == premises


def test_nesting_that_needs_few_parentheses_has_the_same_limit() -> None:
    deep = "(a and not b or " * 60 + "a" + ")" * 60
    with pytest.raises(ConditionError, match="nested more than 100 deep"):
        parse(deep.replace("or ", "or c and "))


def test_a_long_chain_is_not_deep() -> None:
    chain = " and ".join(["a"] * 1600)
    condition = parse(chain)
    assert isinstance(condition, And)
    assert (len(condition.parts), condition.depth) == (1600, 1)
    assert str(condition) == chain


def test_a_text_may_be_as_long_as_the_limit() -> None:
    assert parse("a" + " " * 9_999) == a
    assert parse(" " * 9_999 + "a") == a


def test_conditions_made_by_hand_keep_the_rules_of_the_language() -> None:
    for make in (
        lambda: Name("NATO"),
        lambda: Name("not"),
        lambda: OneOf(A, ()),
        lambda: SetIs(A, (X, X)),
        lambda: And((a,)),
        lambda: Or(()),
        lambda: Count(A, "<", -1),
        lambda: Compare(A, "<", Fraction(1, 3)),
        lambda: Compare(A, "<", Fraction(10) ** 30),
        lambda: Compare(A, "<", Fraction(1, 10**30)),
    ):
        with pytest.raises(ValueError):
            make()
    deep: Condition = a
    for _ in range(100):
        deep = Not(deep)
    with pytest.raises(TooLarge, match="the limit is 100"):
        Not(deep)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-7), "-7"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(100), "100"),
        (Fraction(12345, 100), "123.45"),
        (Fraction(1, 2**20), "0.00000095367431640625"),
    ],
)
def test_decimals_are_written_in_full(number: Fraction, text: str) -> None:
    assert decimal_text(number) == text
