"""What actions of a conflict make of the issues: the answers that a condition gives, and packages as states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.issue import Answer
from detente.case.vocabulary import codes_of, vocabulary
from detente.foundation.conditions import And, Compare, Condition, Has, Is, Not, SetIs, Vocabulary, bind


@dataclass(frozen=True, slots=True)
class Meant:
    """One answer that an action gives: a whole one, or that a set has or has not one member."""

    issue: str
    answer: Answer | None = None
    member: str = ""
    in_it: bool = True


def answers_meant(means: Condition | None) -> tuple[Meant, ...] | None:
    """The answers that a condition gives; None where it leaves open which."""
    if means is None:
        return ()
    parts = means.parts if isinstance(means, And) else (means,)
    found: list[Meant] = []
    for part in parts:
        one = _answer(part)
        if one is None:
            return None
        found.append(one)
    return tuple(found)


def _answer(part: Condition) -> Meant | None:
    match part:
        case Is(issue, option, False):
            return Meant(issue.id, option.id)
        case SetIs(issue, members, False):
            return Meant(issue.id, tuple(member.id for member in members))
        case Compare(issue, "=", number):
            return Meant(issue.id, number)
        case Has(issue, member):
            return Meant(issue.id, member=member.id)
        case Not(Has(issue, member)):
            return Meant(issue.id, member=member.id, in_it=False)
        case _:
            return None


def clash(first: Iterable[Meant], second: Iterable[Meant]) -> str:
    """The first issue to which both give answers that cannot hold together; empty where there is none."""
    others = tuple(second)
    return next((one.issue for one in first for other in others if _contradict(one, other)), "")


def _contradict(one: Meant, other: Meant) -> bool:
    if one.issue != other.issue:
        return False
    if one.answer is not None and other.answer is not None:
        whole = [set(a) if isinstance(a, tuple) else a for a in (one.answer, other.answer)]
        return whole[0] != whole[1]
    if one.answer is None and other.answer is None:
        return one.member == other.member and one.in_it != other.in_it
    answer, part = (one.answer, other) if one.answer is not None else (other.answer, one)
    return isinstance(answer, tuple) and (part.member in answer) != part.in_it


def package_after(package: Mapping[str, Answer], meant: Iterable[Meant]) -> dict[str, Answer]:
    """The package once these answers are given; everything else stays as it is."""
    after = dict(package)
    for item in meant:
        if item.answer is not None:
            after[item.issue] = item.answer
            continue
        before = after.get(item.issue, ())
        members = () if before == "none" or isinstance(before, Fraction) else before
        members = (members,) if isinstance(members, str) else members
        kept = tuple(member for member in members if member != item.member)
        after[item.issue] = (*kept, item.member) if item.in_it else kept
    return after


def taken_in(case: Case, package: Mapping[str, Answer]) -> tuple[bool | None, ...]:
    """For each action of the conflict whether a package, possibly partial, means that it is taken; None: left open."""
    terms = vocabulary(case)
    codes = codes_of(case, package)
    actions = case.conflict.actions if case.conflict else ()
    return tuple(_taken(action.means, terms, codes) for action in actions)


def _taken(means: Condition | None, terms: Vocabulary, codes: Sequence[int | None]) -> bool | None:
    if means is None:
        return None
    truths = {_whether(part, terms, codes) for part in (means.parts if isinstance(means, And) else (means,))}
    return False if False in truths else None if None in truths else True


def _whether(part: Condition, terms: Vocabulary, codes: Sequence[int | None]) -> bool | None:
    rule = bind(part, terms)
    if any(codes[place] is None for place in rule.scope):
        return None
    return rule.holds_for([code or 0 for code in codes])
