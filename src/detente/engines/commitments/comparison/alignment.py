"""Which clause of a new draft is which clause of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.engines.commitments.instrument import Clause

ALIKE = 0.5
"""The least share of equal fields at which two clauses count as one that was changed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause before and after; `by` says what they were paired on: id, article or content."""

    before: Clause | None
    after: Clause | None
    by: str


def align(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[Pair, ...]:
    """Pairs of clauses, those without a partner with None: by id, else by article, else by content.

    An article pairs two clauses where it names one alone on both sides. By content, the pair with the largest share of
    equal fields goes first, down to half of them. The order of the clauses makes no difference.
    """
    old = sorted(before, key=lambda clause: clause.id)
    new = sorted(after, key=lambda clause: clause.id)
    pairs = _pair(old, new, lambda clause: clause.id, "id")
    pairs += _pair(old, new, lambda clause: " ".join(clause.article.lower().split()), "article")
    pairs += _pair_by_content(old, new)
    pairs += [Pair(clause, None, "") for clause in old]
    pairs += [Pair(None, clause, "") for clause in new]
    return tuple(sorted(pairs, key=_place))


def _pair(old: list[Clause], new: list[Clause], key: Callable[[Clause], str], by: str) -> list[Pair]:
    """Pairs with the same key, which are taken off the lists."""
    single = [{name for name, n in Counter(map(key, side)).items() if n == 1 and name} for side in (old, new)]
    found: list[Pair] = []
    for name in sorted(single[0] & single[1]):
        first = next(clause for clause in old if key(clause) == name)
        second = next(clause for clause in new if key(clause) == name)
        old.remove(first)
        new.remove(second)
        found.append(Pair(first, second, by))
    return found


def _pair_by_content(old: list[Clause], new: list[Clause]) -> list[Pair]:
    scored = [(likeness(first, second), first, second) for first in old for second in new]
    # Among equals the first ids: the same pairs come out when the drafts are compared the other way round.
    scored.sort(key=lambda entry: (-entry[0], entry[1].id, entry[2].id))
    found: list[Pair] = []
    for score, first, second in scored:
        if score >= ALIKE and first in old and second in new:
            old.remove(first)
            new.remove(second)
            found.append(Pair(first, second, "content"))
    return found


def likeness(first: Clause, second: Clause) -> float:
    """The share of equal fields among those that at least one of the two clauses states; 0 where none is.

    >>> from detente.engines.commitments.instrument import Duty, Trigger
    >>> a = Clause("a", "x", frozenset("g"), frozenset("b"), Trigger(threshold="any"), Duty(strength=3))
    >>> b = Clause("b", "y", frozenset("g"), frozenset("b"), Trigger(threshold="any"), Duty(strength=4))
    >>> likeness(a, b)
    0.75
    """
    pairs = [(one, other) for one, other in zip(_content(first), _content(second), strict=True) if one or other]
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else 0.0


def _content(clause: Clause) -> tuple[object, ...]:
    """What a clause says, in a form where what is not said is falsy: numbers as text."""
    trigger, duty = clause.trigger, clause.duty
    numbers = (duty.strength, duty.automaticity, duty.deadline_hours)
    return (
        clause.obligors,
        clause.beneficiaries,
        trigger.types,
        trigger.against,
        trigger.by,
        trigger.area,
        trigger.except_area,
        trigger.threshold,
        trigger.determined_by,
        duty.kind,
        *("" if number is None else str(number) for number in numbers),
    )


def _place(pair: Pair) -> tuple[str, str]:
    ids = sorted(clause.id for clause in (pair.before, pair.after) if clause is not None)
    return ids[0], ids[-1]
