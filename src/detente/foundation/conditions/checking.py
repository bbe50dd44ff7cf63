"""Whether a condition fits a vocabulary: every unknown name and every mismatch of kinds, all at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from fractions import Fraction

from detente.foundation.conditions.syntax import (
    Atom,
    Compare,
    Condition,
    Count,
    Has,
    Holds,
    Is,
    Name,
    OneOf,
    SetIs,
    atoms,
    decimal_text,
)
from detente.foundation.conditions.vocabulary import Term, Vocabulary
from detente.foundation.errors import ConditionFault
from detente.foundation.ids import did_you_mean, nearest

_CALLED = {
    "choice": "a choice, with one option as its answer",
    "set": "a set",
    "number": "a number",
    "action": "an action, taken or not",
}


def check(condition: Condition, vocabulary: Vocabulary) -> tuple[ConditionFault, ...]:
    """All that keeps a condition from fitting a vocabulary, in reading order; empty when it fits.

    Columns are those of the text that the condition was parsed from.
    """
    found = [fault for atom in atoms(condition) for fault in _faults(atom, vocabulary)]
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.column))


def _faults(atom: Atom, vocabulary: Vocabulary) -> Iterator[ConditionFault]:
    name = atom.action if isinstance(atom, Holds) else atom.issue
    term = vocabulary.term(name.id)
    if term is None:
        yield _unknown(atom, name, vocabulary)
        return
    wanted = _WANTED[type(atom)]
    if term.kind != wanted:
        yield ConditionFault(name.column, f"'{term.id}' is {_CALLED[term.kind]}", _instead(atom, term))
        return
    match atom:
        case Is(_, option):
            yield from _strangers((option,), term, "option")
        case OneOf(_, options):
            yield from _strangers(options, term, "option")
        case Has(_, member):
            yield from _strangers((member,), term, "member")
        case SetIs(_, members):
            yield from _strangers(members, term, "member")
        case Compare(_, "=" | "!=", number):
            yield from _off_grid(atom, term, number)
        case Count(_, "=" | "!=", number) if number > len(term.options):
            todo = f"write a number up to {len(term.options)}"
            yield ConditionFault(atom.at, f"'{term.id}' never has {number} members", todo)
        case _:
            pass


_WANTED: dict[type[Atom], str] = {
    Holds: "action",
    Is: "choice",
    OneOf: "choice",
    SetIs: "set",
    Has: "set",
    Count: "set",
    Compare: "number",
}


def _strangers(names: Iterable[Name], term: Term, called: str) -> Iterator[ConditionFault]:
    for name in names:
        if name.id not in term.options:
            what = f"'{term.id}' has no {called} '{name}'"
            yield ConditionFault(name.column, what, did_you_mean(name.id, term.options))


def _off_grid(atom: Compare, term: Term, number: Fraction) -> Iterator[ConditionFault]:
    place = bisect_left(term.numbers, number)
    if number in term.numbers[place : place + 1]:
        return
    near = [f"{_plain(value)}" for value in term.numbers[max(place - 1, 0) : place + 1]]
    todo = f"the nearest: {' and '.join(near)}" if near else "its grid is empty"
    yield ConditionFault(atom.at, f"'{term.id}' never takes the value {_plain(number)}", todo)


def _unknown(atom: Atom, name: Name, vocabulary: Vocabulary) -> ConditionFault:
    """No such issue: perhaps an option standing where its issue should, or two ids that changed places."""
    if isinstance(atom, Holds):
        what = f"there is no action '{name}'"
        owners = [term for term in vocabulary.terms if name.id in term.options]
        todo = f"to give an answer write {_asked(name.id, owners[0])}" if owners else ""
        return ConditionFault(name.column, what, todo or did_you_mean(name.id, vocabulary.ids))
    what = f"there is no issue '{name}'"
    swapped = vocabulary.term(_answer(atom))
    if swapped is not None and name.id in swapped.options:
        return ConditionFault(name.column, what, f"write {_asked(name.id, swapped)}")
    fitting = [term.id for term in vocabulary.terms if term.kind == _WANTED[type(atom)]]
    every = [term.id for term in vocabulary.terms if term.kind != "action"]
    known = fitting if nearest(name.id, fitting) else every
    return ConditionFault(name.column, what, did_you_mean(name.id, known))


def _answer(atom: Atom) -> str:
    match atom:
        case Is(_, option):
            return option.id
        case Has(_, member):
            return member.id
        case _:
            return ""


def _instead(atom: Atom, term: Term) -> str:
    """How to ask about a term of this kind, with the names that were written where they fit."""
    named = _named(atom)
    option = next((name for name in named if name in term.options), (*term.options, "x")[0])
    match term.kind:
        case "choice":
            several = f" or '{term.id} in {{{', '.join(named)}}}'" if len(named) > 1 else ""
            return f"write {_asked(option, term)}{several}"
        case "set":
            exactly = ", ".join(named or [option])
            return f"write {_asked(option, term)} or '{term.id} = {{{exactly}}}' or 'count({term.id}) >= 1'"
        case "number":
            number = _plain(term.numbers[len(term.numbers) // 2]) if term.numbers else "5"
            return f"write '{term.id} <= {number}'"
        case "action":
            return f"write '{term.id}' or 'not {term.id}'"


def _named(atom: Atom) -> list[str]:
    match atom:
        case Is(_, name) | Has(_, name):
            return [name.id]
        case OneOf(_, names) | SetIs(_, names):
            return [name.id for name in names]
        case _:
            return []


def _asked(option: str, term: Term) -> str:
    return f"'{option} in {term.id}'" if term.kind == "set" else f"'{term.id} = {option}'"


def _plain(number: Fraction) -> str:
    try:
        return decimal_text(number)
    except ValueError:
        return str(number)
