"""From text to condition, by precedence climbing over the tokens.

Three tables say nearly all: how tightly each word binds, and what to say where something is missing or
stands in the wrong place. The parser's stack grows only with parentheses, 'not' and 'if', and each of
these has its limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import cast

from detente.foundation.conditions.syntax import (
    MAX_DEPTH,
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
    Operator,
    Or,
    SetIs,
)
from detente.foundation.conditions.tokens import Token, tokens
from detente.foundation.errors import ConditionError, ConditionFault, TooLarge
from detente.foundation.ids import KEYWORDS

_ANY, _NO_IF, _IFF, _OR, _AND, _NOT = range(6)
_BINDING = {"iff": _IFF, "or": _OR, "and": _AND}

_NO_START = {
    "end": ("the condition ends too early", "write what follows, as in 'a = x'"),
    ")": ("nothing stands before ')'", "write a condition in the parentheses, or remove them"),
    "{": ("a list stands only after '=' or 'in'", "write 'a in {x, y}' or 'a = {x, y}'"),
    "}": ("no brace is open here", "remove it"),
    ",": ("a comma stands only in a list in braces", "join conditions with 'and' or 'or'"),
    "number": ("a number stands after its issue", "write the issue first, as in 'term >= 5'"),
    "compare": ("nothing stands before '{}'", "write the issue first, as in 'a {} x'"),
    "in": ("nothing stands before 'in'", "write 'a in {x, y}' for a choice, 'x in a' for a set"),
    "then": ("'then' without 'if'", "write 'if … then …'"),
    "and": ("nothing stands before 'and'", "'and' joins two conditions"),
    "or": ("nothing stands before 'or'", "'or' joins two conditions"),
    "iff": ("nothing stands before 'iff'", "'iff' joins two conditions"),
}
_NO_SEQUEL = {
    ")": ("no parenthesis is open here", "remove ')', or open one before"),
    "{": ("a list stands only after '=' or 'in'", "write 'a in {x, y}' or 'a = {x, y}'"),
    "}": ("no brace is open here", "remove it, or write '{' where the list begins"),
    ",": ("a comma stands only in a list in braces", "write 'a in {x, y}', or join with 'and' or 'or'"),
    "number": ("the number {} stands alone", "write '=', '<=' or another comparison before it"),
    "compare": ("a second comparison, '{}'", "make one comparison at a time and join them with 'and'"),
    "in": ("nothing that 'in' can ask about stands before it", "write 'a in {x, y}' or 'x in a'"),
    "then": ("'then' without 'if'", "write 'if … then …'"),
    "if": (
        "'if' after a complete condition",
        "put it first: 'if … then …', in parentheses inside another condition",
    ),
    "not": ("'not' after a complete condition", "join the two with 'and' or 'or'"),
    "count": ("'count' after a complete condition", "join the two with 'and' or 'or'"),
    "(": ("a parenthesis after a complete condition", "join the two with 'and' or 'or'"),
    "id": ("'{}' after a complete condition", "join the two with 'and' or 'or'"),
}
_MEANT = {
    **dict.fromkeys(["is", "are", "equals", "be", "was"], "write '='"),
    **dict.fromkeys(["has", "have", "includes", "include", "contains", "contain"], "write 'x in a'"),
    **dict.fromkeys(["else", "otherwise"], "there is no 'else': write a second 'if … then …'"),
    **dict.fromkeys(["implies", "when", "unless", "provided"], "write 'if … then …'"),
    **dict.fromkeys(["but", "plus"], "write 'and'"),
    "xor": "write 'iff not'",
    "nor": "write 'and not'",
}


def parse(text: str) -> Condition:
    """The condition that a text states; ConditionError where it states none.

    >>> parse("alliance = dropped and not guarantee in {none, assurances}") == parse(
    ...     "(alliance = dropped) and (not guarantee in {none, assurances})")
    True
    >>> str(parse("if a=x then (b or c)"))
    'if a = x then b or c'
    """
    found = tokens(text)
    if len(found) == 1:
        todo = "write one, as in 'a = x'"
        raise ConditionError(text, [ConditionFault(1, "the condition is empty", todo)])
    return replace(_Parser(text, found).whole(), source=text)


class _Parser:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._at = 0
        self._next = found[0]
        self._open = {"(": 0, "not": 0, "if": 0}

    def whole(self) -> Condition:
        condition = self._expression(_ANY)
        if self._next.kind != "end":
            raise self._wrong_sequel()
        return condition

    def _take(self) -> Token:
        """The next token, which is not the end; the one after it becomes the next."""
        token = self._next
        self._at += 1
        self._next = self._tokens[self._at]
        return token

    def _expression(self, floor: int) -> Condition:
        """A condition in which every joining word outside parentheses binds at least as tightly as floor."""
        left = self._operand(floor)
        while (binding := _BINDING.get(self._next.kind, -1)) >= floor:
            word = self._next
            parts = [left]
            while self._next.kind == word.kind:
                if len(parts) == 2 and word.kind == "iff":
                    todo = "put one of the two in parentheses, or join 'a iff b' and 'b iff c' with 'and'"
                    raise self._fault(self._next, "'iff' joins two conditions, not three", todo)
                self._take()
                parts.append(self._expression(binding + 1))
            left = self._join(word, parts)
        return left

    def _join(self, word: Token, parts: list[Condition]) -> Condition:
        match word.kind:
            case "and":
                return self._made(word, lambda: And(tuple(parts)))
            case "or":
                return self._made(word, lambda: Or(tuple(parts)))
            case _:
                return self._made(word, lambda: Iff(parts[0], parts[1]))

    def _operand(self, floor: int) -> Condition:
        token = self._next
        match token.kind:
            case "id":
                return self._named(self._name())
            case "not":
                self._deeper(self._take())
                part = self._operand(_NOT)
                self._open["not"] -= 1
                return self._made(token, lambda: Not(part))
            case "(":
                self._deeper(self._take())
                inner = self._expression(_ANY)
                if self._next.kind != ")":
                    what = f"the parenthesis opened at column {token.column} is not closed"
                    raise self._missing({"end", "then"}, what, "write ')' where it ends")
                self._take()
                self._open["("] -= 1
                return inner
            case "if":
                return self._if_then(floor)
            case "count":
                return self._count()
            case _:
                raise self._wrong_start()

    def _if_then(self, floor: int) -> Condition:
        word = self._take()
        if floor > _ANY:
            todo = "put 'if … then …' in parentheses"
            raise self._fault(word, "'if' inside a larger condition", todo)
        self._deeper(word)
        premise = self._expression(_NO_IF)
        if self._next.kind == "," and self._tokens[self._at + 1].kind == "then":
            raise self._fault(self._next, "a comma before 'then'", "leave it out")
        if self._next.kind != "then":
            what = f"the 'if' at column {word.column} has no 'then'"
            raise self._missing({"end", ")", "}", ","}, what, "write 'if … then …'")
        self._take()
        consequence = self._expression(_ANY)
        self._open["if"] -= 1
        return self._made(word, lambda: IfThen(premise, consequence))

    def _named(self, name: Name) -> Condition:
        """An atom that begins with an id."""
        sign = self._next
        match sign.kind:
            case "compare":
                self._take()
                return self._compared(name, sign)
            case "in":
                self._take()
                if self._next.kind == "{":
                    return self._one_of(name)
                if self._next.kind == "id":
                    return Has(self._name(), name)
                if self._next.kind in KEYWORDS:
                    raise self._keyword(self._next)
                todo = f"write '{name} in {{x, y}}' for a choice, or 'x in {name}' for a set"
                what = (
                    "a list is written in braces" if self._next.kind == "(" else "a list or a set is missing after 'in'"
                )
                raise self._fault(self._next, what, todo)
            case "not" if self._tokens[self._at + 1].kind == "in":
                raise self._fault(sign, "'not' stands before what it denies", f"write 'not {name} in …'")
            case "(":
                todo = "'count(a)' is the only word before a parenthesis; or join with 'and' or 'or'"
                raise self._fault(sign, f"'{name}' followed by a parenthesis", todo)
            case _:
                return Holds(name)

    def _compared(self, name: Name, sign: Token) -> Condition:
        operator = cast("Operator", sign.text)
        value = self._next
        if value.kind == "number":
            self._take()
            return Compare(name, operator, Fraction(value.text), at=value.column)
        if value.kind in {"id", "{"} and operator not in {"=", "!="}:
            todo = "write a number, or ask with '=' or '!='"
            raise self._fault(value, f"'{operator}' compares with a number", todo)
        if value.kind == "{":
            return SetIs(name, self._list(), negated=operator == "!=")
        if value.kind == "id":
            return Is(name, self._name(), negated=operator == "!=")
        if value.kind in KEYWORDS:
            raise self._keyword(value)
        raise self._fault(value, f"nothing to compare '{name}' with", f"write a value after '{operator}'")

    def _one_of(self, name: Name) -> Condition:
        brace = self._next
        options = self._list()
        if not options:
            todo = f"name options; for an empty set write '{name} = {{}}'"
            raise self._fault(brace, "no option is in an empty list", todo)
        return OneOf(name, options)

    def _list(self) -> tuple[Name, ...]:
        brace = self._take()
        names: list[Name] = []
        while self._next.kind != "}":
            token = self._next
            if token.kind == "number":
                raise self._fault(token, "a list holds ids", "compare numbers with '=', '<=' and the like")
            if token.kind not in {"id", *KEYWORDS}:
                break
            names.append(self._name())
            if names[-1] in names[:-1]:
                raise self._fault(token, f"'{token.text}' is listed twice", "name it once")
            after = self._next
            if after.kind in {"id", "number", "and", "or"}:
                raise self._fault(after, "a comma is missing", "separate the ids with commas")
            if after.kind != ",":
                break
            self._take()
            if self._next.kind == "}":
                raise self._fault(after, "a comma after the last id of the list", "remove it")
        self._close(brace, "brace", "}")
        return tuple(names)

    def _count(self) -> Condition:
        word = self._take()
        opened = self._next
        if opened.kind != "(":
            todo = "write 'count(a) >= 2'; 'count' is no id"
            raise self._fault(opened, "'count' without parentheses", todo)
        self._take()
        name = self._name()
        self._close(opened, "parenthesis", ")")
        sign = self._next
        if sign.kind != "compare":
            todo = f"write 'count({name}) >= 1' or another comparison"
            raise self._fault(sign, f"the count at column {word.column} is compared with nothing", todo)
        self._take()
        value = self._next
        if value.kind != "number":
            todo = f"write 'count({name}) {sign.text} 2'"
            raise self._fault(value, "a count is compared with a number", todo)
        if not value.text.isdecimal():
            raise self._fault(value, f"a count is never {value.text}", "write a whole number, 0 or more")
        self._take()
        return Count(name, cast("Operator", sign.text), int(value.text), at=value.column)

    def _name(self) -> Name:
        token = self._next
        if token.kind == "id":
            self._take()
            return Name(token.text, token.column)
        if token.kind in KEYWORDS:
            raise self._keyword(token)
        raise self._fault(token, "an id is missing", "write the id of an issue, an option or a member")

    def _close(self, opened: Token, called: str, sign: str) -> None:
        if self._next.kind != sign:
            what = f"the {called} opened at column {opened.column} is not closed"
            raise self._fault(self._next, what, f"write '{sign}' where it ends")
        self._take()

    def _deeper(self, token: Token) -> None:
        self._open[token.kind] += 1
        if max(self._open["("], self._open["not"] + self._open["if"]) > MAX_DEPTH:
            raise self._too_deep(token)

    def _made(self, word: Token, make: Callable[[], Condition]) -> Condition:
        try:
            return make()
        except TooLarge:
            raise self._too_deep(word) from None

    def _too_deep(self, token: Token) -> ConditionError:
        what = f"nested more than {MAX_DEPTH} deep"
        return self._fault(token, what, "split it into several conditions")

    def _missing(self, plain: set[str], what: str, todo: str) -> ConditionError:
        """What is missing here, unless what stands here is itself the better thing to speak of."""
        return self._fault(self._next, what, todo) if self._next.kind in plain else self._wrong_sequel()

    def _keyword(self, token: Token) -> ConditionError:
        todo = "write an id; keywords cannot be ids"
        return self._fault(token, f"'{token.text}' is a keyword", todo)

    def _wrong_start(self) -> ConditionError:
        token = self._next
        before = self._tokens[self._at - 1]
        if token.kind == "compare" and before.kind in {"if", "then", "not"}:
            return self._keyword(before)
        if token.kind in KEYWORDS and self._tokens[self._at + 1].kind in {"compare", "in"}:
            return self._keyword(token)
        what, todo = _NO_START[token.kind]
        return self._fault(token, what.replace("{}", token.text), todo.replace("{}", token.text))

    def _wrong_sequel(self) -> ConditionError:
        token = self._next
        what, todo = _NO_SEQUEL[token.kind]
        if token.kind in {"id", ","} and self._tokens[self._at - 1].kind == "number":
            todo = "write the number without its unit and without commas"
        todo = _MEANT.get(token.text, todo)
        return self._fault(token, what.replace("{}", token.text), todo)

    def _fault(self, token: Token, what: str, todo: str) -> ConditionError:
        return ConditionError(self._text, [ConditionFault(token.column, what, todo)])
