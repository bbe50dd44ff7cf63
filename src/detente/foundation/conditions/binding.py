"""From a condition and a vocabulary to a rule that answers for packages.

Each atom becomes a table with one truth value for each value of its term, so that asking about many
packages is one look-up for each. Parts that speak of one term alone are merged into one table.
"""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.foundation.conditions.checking import check
from detente.foundation.conditions.parsing import parse
from detente.foundation.conditions.syntax import (
    And,
    Atom,
    Compare,
    Condition,
    Count,
    Has,
    Holds,
    Iff,
    IfThen,
    Is,
    Not,
    OneOf,
    Or,
    SetIs,
)
from detente.foundation.conditions.vocabulary import Term, Vocabulary
from detente.foundation.errors import ConditionError, TooLarge

Codes = NDArray[np.integer[Any]]
Truths = NDArray[np.bool_]

MAX_TABLE = 2**20
"""How many values a term in a condition has at most: a set of 20 members."""

_BLOCK = 1 << 15
"""Packages answered at once: few enough that what is computed between stays near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class _Lookup:
    place: int
    table: Truths


@dataclass(frozen=True, slots=True, eq=False)
class _Denied:
    part: _Step


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """Every part holds, or with `either` one of them does."""

    either: bool
    parts: tuple[_Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    left: _Step
    right: _Step


_Step = _Lookup | _Denied | _Joined | _Same


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition bound to a vocabulary; made by `bind`, and joined with `&`, `|` and `~`.

    Rules are equal when their canonical text and their vocabulary are.
    """

    text: str
    """The canonical source."""
    vocabulary: Vocabulary
    condition: Condition = field(compare=False, repr=False)
    scope: tuple[int, ...] = field(compare=False)
    """The places of the terms that the condition names, ascending."""
    _step: _Step = field(compare=False, repr=False)

    def __hash__(self) -> int:
        return hash(self.text)

    def holds(self, packages: Codes) -> Truths:
        """Where the condition holds, for value codes `packages[package, term]` of all terms.

        IndexError for a code that is no value of its term.
        """
        columns = _columns(packages, len(self.vocabulary.terms))
        return _answers(self._step, len(columns), lambda place, rows: columns[rows, place])

    def holds_for(self, package: Sequence[int]) -> bool:
        """Whether the condition holds for one package, given as the value codes of all terms."""
        if len(package) != len(self.vocabulary.terms):
            raise ValueError(f"{len(package)} codes for {len(self.vocabulary.terms)} terms")
        return _answer(self._step, package)

    def holds_on_scope(self, codes: Codes) -> Truths:
        """Where the condition holds, for value codes `codes[row, i]` of the terms `scope[i]` alone."""
        columns = _columns(codes, len(self.scope))
        slots = {place: slot for slot, place in enumerate(self.scope)}
        return _answers(self._step, len(columns), lambda place, rows: columns[rows, slots[place]])

    def __and__(self, other: Rule) -> Rule:
        return self._joined(other, either=False)

    def __or__(self, other: Rule) -> Rule:
        return self._joined(other, either=True)

    def __invert__(self) -> Rule:
        condition = self.condition.part if isinstance(self.condition, Not) else Not(self.condition)
        return Rule(str(condition), self.vocabulary, condition, self.scope, _denied(self._step))

    def _joined(self, other: Rule, *, either: bool) -> Rule:
        if self.vocabulary != other.vocabulary:
            raise ValueError("the two rules speak of different vocabularies")
        kind = Or if either else And
        parts = [c.parts if isinstance(c, kind) else (c,) for c in (self.condition, other.condition)]
        condition = kind((*parts[0], *parts[1]))
        scope = tuple(sorted({*self.scope, *other.scope}))
        step = _joined([self._step, other._step], either=either)
        return Rule(str(condition), self.vocabulary, condition, scope, step)


def bind(condition: Condition, vocabulary: Vocabulary) -> Rule:
    """The rule that a condition states over a vocabulary.

    ConditionError with all that `check` finds; TooLarge for a set of more than 20 members.

    >>> alliance = Term("alliance", "choice", ("kept", "dropped"))
    >>> guarantors = Term("guarantors", "set", ("usa", "europeans"))
    >>> rule = bind(parse("if alliance = dropped then usa in guarantors"), Vocabulary((alliance, guarantors)))
    >>> rule.holds(np.array([[0, 0], [1, 0], [1, 1], [1, 2]])).tolist()
    [True, False, True, False]
    """
    located = condition if condition.source else parse(str(condition))
    faults = check(located, vocabulary)
    if faults:
        raise ConditionError(located.source, faults)
    step, scope = _bound(condition, vocabulary)
    return Rule(str(condition), vocabulary, condition, tuple(sorted(scope)), step)


def _bound(condition: Condition, vocabulary: Vocabulary) -> tuple[_Step, frozenset[int]]:
    """The step that answers for a condition, and the places of the terms it names."""

    def each(*parts: Condition) -> tuple[list[_Step], frozenset[int]]:
        found = [_bound(part, vocabulary) for part in parts]
        return [step for step, _ in found], frozenset[int]().union(*(scope for _, scope in found))

    match condition:
        case Not(part):
            step, scope = _bound(part, vocabulary)
            return _denied(step), scope
        case And(parts) | Or(parts):
            steps, scope = each(*parts)
            return _joined(steps, either=isinstance(condition, Or)), scope
        case Iff(left, right):
            steps, scope = each(left, right)
            return _same(*steps), scope
        case IfThen(premise, consequence):
            (first, second), scope = each(premise, consequence)
            return _joined([_denied(first), second], either=True), scope
        case _:
            name = condition.action if isinstance(condition, Holds) else condition.issue
            place = vocabulary.index(name.id)
            return _Lookup(place, _table(condition, vocabulary.terms[place])), frozenset({place})


def _denied(step: _Step) -> _Step:
    match step:
        case _Lookup(place, table):
            return _Lookup(place, ~table)
        case _Denied(part):
            return part
        case _:
            return _Denied(step)


def _joined(steps: list[_Step], *, either: bool) -> _Step:
    """The steps under one 'and' or 'or', with all look-ups in one term merged into one."""
    merge = np.logical_or if either else np.logical_and
    tables: dict[int, Truths] = {}
    others: list[_Step] = []
    for step in steps:
        for part in step.parts if isinstance(step, _Joined) and step.either == either else (step,):
            if isinstance(part, _Lookup):
                seen = tables.get(part.place)
                tables[part.place] = part.table if seen is None else merge(seen, part.table)
            else:
                others.append(part)
    lookups = (_Lookup(place, tables[place]) for place in sorted(tables))
    parts: tuple[_Step, ...] = (*lookups, *others)
    return parts[0] if len(parts) == 1 else _Joined(either, parts)


def _same(left: _Step, right: _Step) -> _Step:
    if isinstance(left, _Lookup) and isinstance(right, _Lookup) and left.place == right.place:
        return _Lookup(left.place, left.table == right.table)
    return _Same(left, right)


_COMPARES: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _table(atom: Atom, term: Term) -> Truths:
    """The truth of an atom for each value of its term."""
    if term.size > MAX_TABLE:
        todo = "split the issue into several" if term.kind == "set" else "make the grid coarser"
        raise TooLarge(f"the values of '{term.id}'", estimate=term.size, limit=MAX_TABLE, todo=todo)
    values = np.arange(term.size)
    match atom:
        case Holds():
            return values == 1
        case Is(_, option, negated):
            return (values == term.options.index(option.id)) != negated
        case OneOf(_, options):
            return np.isin(values, [term.options.index(option.id) for option in options])
        case SetIs(_, members, negated):
            code = sum(1 << term.options.index(member.id) for member in members)
            return (values == code) != negated
        case Has(_, member):
            return (values >> term.options.index(member.id)) & 1 == 1
        case Count(_, sign, number):
            return _COMPARES[sign](_members(len(term.options)), number)
        case Compare(_, sign, number):
            # Places on the grid stand for its numbers, doubled so that a number between two has a place too.
            place = bisect_left(term.numbers, number) + bisect_right(term.numbers, number) - 1
            return _COMPARES[sign](2 * values, place)


def _members(size: int) -> NDArray[np.int64]:
    """How many members each subset of a set has, by its code."""
    return reduce(lambda counts, _: np.concatenate((counts, counts + 1)), range(size), np.zeros(1, np.int64))


def _columns(codes: Codes, wanted: int) -> Codes:
    """The codes as unsigned integers, in which a negative code is out of every range."""
    found = np.asarray(codes)
    if found.ndim != 2 or found.shape[1] != wanted:
        raise ValueError(f"value codes of shape {found.shape}, expected (any, {wanted})")
    if found.size and found.dtype.kind not in "iu":
        raise TypeError(f"value codes are integers, not {found.dtype}")
    return found.view(found.dtype.str.replace("i", "u"))


_Reader = Callable[[int, slice], Codes]


def _answers(step: _Step, size: int, read: _Reader) -> Truths:
    found = np.empty(size, np.bool_)
    for start in range(0, size, _BLOCK):
        rows = slice(start, start + _BLOCK)
        found[rows] = _block(step, read, rows)
    return found


def _block(step: _Step, read: _Reader, rows: slice) -> Truths:
    """The answers for some rows, in an array of their own."""
    match step:
        case _Lookup(place, table):
            codes = read(place, rows)
            if codes.size and codes.max() >= len(table):
                raise IndexError(f"a value code of term {place} lies outside 0 to {len(table) - 1}")
            return table.take(codes, mode="clip")
        case _Denied(part):
            return np.logical_not(found := _block(part, read, rows), out=found)
        case _Same(left, right):
            return _block(left, read, rows) == _block(right, read, rows)
        case _Joined(either, parts):
            join = np.logical_or if either else np.logical_and
            found = _block(parts[0], read, rows)
            for part in parts[1:]:
                join(found, _block(part, read, rows), out=found)
            return found


def _answer(step: _Step, package: Sequence[int]) -> bool:
    match step:
        case _Lookup(place, table):
            code = package[place]
            if not 0 <= code < len(table):
                raise IndexError(f"a value code of term {place} lies outside 0 to {len(table) - 1}")
            return bool(table[code])
        case _Denied(part):
            return not _answer(part, package)
        case _Same(left, right):
            return _answer(left, package) == _answer(right, package)
        case _Joined(either, parts):
            for part in parts:
                if _answer(part, package) == either:
                    return either
            return not either
