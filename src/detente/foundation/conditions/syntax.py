"""Conditions as values: what `parse` returns, and how it is printed.

An atom says one thing about one term; `Not`, `And`, `Or`, `Iff` and `IfThen` join conditions.
`str(condition)` is its canonical source, and `parse(str(condition)) == condition`. Columns are kept
for messages only: conditions that say the same in the same order are equal wherever they were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from detente.foundation.errors import TooLarge
from detente.foundation.ids import is_id

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

MAX_DEPTH = 100
"""How deep conditions nest at most: deep enough for any reader, shallow enough for any stack."""

MAX_DIGITS = 30
"""How many digits a number in a condition has at most."""


@dataclass(frozen=True, slots=True)
class Name:
    """An id in a condition, and the column where it stands."""

    id: str
    column: int = field(default=1, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise ValueError(f"{self.id!r} is not an id")

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class _Node:
    source: str = field(default="", compare=False, repr=False, kw_only=True)
    """The text this was parsed from, which columns refer to; empty when made otherwise."""

    def __str__(self) -> str:
        assert isinstance(self, Condition)
        return _text(self)


@dataclass(frozen=True, slots=True)
class Holds(_Node):
    """`a`: the action is taken."""

    action: Name


@dataclass(frozen=True, slots=True)
class Is(_Node):
    """`a = x` or `a != x`: the answer to a choice."""

    issue: Name
    option: Name
    negated: bool = False


@dataclass(frozen=True, slots=True)
class OneOf(_Node):
    """`a in {x, y}`: the answer to a choice is among these."""

    issue: Name
    options: tuple[Name, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError("a list after 'in' names at least one option")
        _no_repeats(self.options)


@dataclass(frozen=True, slots=True)
class SetIs(_Node):
    """`a = {x, y}` or `a != {x, y}`: a set has exactly these members."""

    issue: Name
    members: tuple[Name, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        _no_repeats(self.members)


@dataclass(frozen=True, slots=True)
class Has(_Node):
    """`x in a`: a set has this member."""

    issue: Name
    member: Name


@dataclass(frozen=True, slots=True)
class Count(_Node):
    """`count(a) >= 2`: how many members a set has."""

    issue: Name
    operator: Operator
    number: int
    at: int = field(default=1, compare=False, repr=False)
    """The column of the number."""

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("a count is never negative")
        decimal_text(Fraction(self.number))


@dataclass(frozen=True, slots=True)
class Compare(_Node):
    """`a <= 50`: a number issue compared with a number."""

    issue: Name
    operator: Operator
    number: Fraction
    at: int = field(default=1, compare=False, repr=False)
    """The column of the number."""

    def __post_init__(self) -> None:
        decimal_text(self.number)


@dataclass(frozen=True, slots=True)
class _Compound(_Node):
    depth: int = field(init=False, compare=False, repr=False)

    def _measure(self, *parts: Condition) -> None:
        depth = 1
        for part in parts:
            if isinstance(part, _Compound) and part.depth >= depth:
                depth = part.depth + 1
        if depth > MAX_DEPTH:
            raise TooLarge(
                "the nesting of a condition",
                estimate=depth,
                limit=MAX_DEPTH,
                todo="split it into several conditions",
            )
        object.__setattr__(self, "depth", depth)


@dataclass(frozen=True, slots=True)
class Not(_Compound):
    part: Condition

    def __post_init__(self) -> None:
        self._measure(self.part)


@dataclass(frozen=True, slots=True)
class And(_Compound):
    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.parts)
        self._measure(*self.parts)


@dataclass(frozen=True, slots=True)
class Or(_Compound):
    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.parts)
        self._measure(*self.parts)


@dataclass(frozen=True, slots=True)
class Iff(_Compound):
    left: Condition
    right: Condition

    def __post_init__(self) -> None:
        self._measure(self.left, self.right)


@dataclass(frozen=True, slots=True)
class IfThen(_Compound):
    condition: Condition
    consequence: Condition

    def __post_init__(self) -> None:
        self._measure(self.condition, self.consequence)


Atom = Holds | Is | OneOf | SetIs | Has | Count | Compare
Condition = Atom | Not | And | Or | Iff | IfThen


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """What a condition joins, in reading order; nothing for an atom."""
    match condition:
        case Not(part):
            return (part,)
        case And(parts) | Or(parts):
            return parts
        case Iff(left, right):
            return (left, right)
        case IfThen(premise, consequence):
            return (premise, consequence)
        case _:
            return ()


def atoms(condition: Condition) -> Iterator[Atom]:
    """The atoms of a condition in reading order, repeated ones too.

    >>> from detente.foundation.conditions import parse
    >>> [str(atom) for atom in atoms(parse("if not term <= 5 then usa in guarantors"))]
    ['term <= 5', 'usa in guarantors']
    """
    if isinstance(condition, Atom):
        yield condition
    else:
        for part in parts_of(condition):
            yield from atoms(part)


def decimal_text(number: Fraction) -> str:
    """A number as a condition writes it: plain decimals, no exponent, nothing rounded.

    Raises ValueError for a number that has no such writing (1/3) or more than MAX_DIGITS digits.

    >>> decimal_text(Fraction(-5, 4))
    '-1.25'
    """
    if number.denominator == 1 and abs(number.numerator) < 10**MAX_DIGITS:
        return str(number.numerator)
    places = next((p for p in range(1, MAX_DIGITS) if 10**p % number.denominator == 0), None)
    if places is None or abs(number) >= 10**MAX_DIGITS:
        raise ValueError(f"a number has at most {MAX_DIGITS} decimal digits")
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number has at most {MAX_DIGITS} decimal digits")
    point = len(digits) - places
    return ("-" if number < 0 else "") + digits[:point] + "." + digits[point:]


_BINDING: dict[type[Condition], int] = {IfThen: 0, Iff: 1, Or: 2, And: 3, Not: 4}
_ATOM = 5


def _text(condition: Condition) -> str:
    match condition:
        case Not(part):
            return f"not {_within(part, 4)}"
        case And(parts):
            return " and ".join(_within(part, 4) for part in parts)
        case Or(parts):
            return " or ".join(_within(part, 3) for part in parts)
        case Iff(left, right):
            return f"{_within(left, 2)} iff {_within(right, 2)}"
        case IfThen(premise, consequence):
            return f"if {_within(premise, 1)} then {_within(consequence, 0)}"
        case _:
            return _atom_text(condition)


def _within(part: Condition, floor: int) -> str:
    """The part's text, in parentheses where it binds more loosely than its place allows."""
    return _text(part) if _BINDING.get(type(part), _ATOM) >= floor else f"({_text(part)})"


def _atom_text(atom: Atom) -> str:
    match atom:
        case Holds(action):
            return action.id
        case Is(issue, option, negated):
            return f"{issue} {'!=' if negated else '='} {option}"
        case OneOf(issue, options):
            return f"{issue} in {{{', '.join(option.id for option in options)}}}"
        case SetIs(issue, members, negated):
            return f"{issue} {'!=' if negated else '='} {{{', '.join(member.id for member in members)}}}"
        case Has(issue, member):
            return f"{member} in {issue}"
        case Count(issue, operator, number):
            return f"count({issue}) {operator} {number}"
        case Compare(issue, operator, number):
            return f"{issue} {operator} {decimal_text(number)}"


def _at_least_two(parts: tuple[Condition, ...]) -> None:
    if len(parts) < 2:
        raise ValueError("'and' and 'or' join at least two conditions")


def _no_repeats(names: tuple[Name, ...]) -> None:
    if len(set(names)) < len(names):
        raise ValueError("a list names each id once")
