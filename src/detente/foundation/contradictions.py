"""Comparisons that contradict one another: the proof, and the fewest that have to be given up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.foundation.errors import TooLarge
from detente.foundation.simplex_method import maximise

Row = tuple[Fraction, ...]
Group = Sequence[Row]
"""The rows of one judgement: it is given up whole, or kept whole."""

MOST_SETS = 50_000
"""Most sets of judgements that are tried."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that contradict together, and without any one of them do not.

    multipliers: one for each row of these judgements, 0 or more. The rows times these, added up, are above 0 in every
    place; but w >= 0, not all 0, that keeps every row makes the same sum 0 or less.
    """

    judgements: tuple[int, ...]
    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Reconsideration:
    """The smallest sets of judgements to give up so that the others agree, every one of that size.

    conflicts: the contradictions that show that fewer do not suffice: each needs one of its judgements given up.
    """

    sets: tuple[tuple[int, ...], ...]
    conflicts: tuple[Conflict, ...]


def multipliers(rows: Sequence[Row]) -> tuple[Fraction, ...] | None:
    """Multipliers y >= 0 with sum_j y_j row_j > 0 in every place; None where some w >= 0, sum w = 1, keeps all rows.

    One of the two holds always (Ville 1938): the rows ask for row·w <= 0. Exact.

    >>> a_twice_b, b_over_a = (Fraction(-1), Fraction(2)), (Fraction(1), Fraction(-1))
    >>> multipliers([a_twice_b]), multipliers([a_twice_b, b_over_a])
    (None, (Fraction(2, 5), Fraction(3, 5)))
    """
    if not rows:
        return None
    one, none = Fraction(1), Fraction(0)
    matrix = [[*(-row[place] for row in rows), one] for place in range(len(rows[0]))]
    found = maximise([none] * len(rows) + [one], [*matrix, [one] * len(rows) + [none]], [none] * len(rows[0]) + [one])
    if found is None or found.value <= 0:
        return None
    return found.point[:-1]


def reconsider(groups: Sequence[Group], fixed: Sequence[Row] = ()) -> Reconsideration:
    """The fewest judgements to give up so that some w >= 0, sum w = 1, keeps all rows of the others.

    Contradictions are collected one at a time; the smallest sets that meet every one of them are tried, until all
    that are tried leave an agreement. So the sets are smallest, and all of that size are found.

    groups: the rows (row·w <= 0) of each judgement. fixed: rows that are not up for discussion.

    No set and no conflict where nothing contradicts. Raises TooLarge above 50,000 sets; OutOfDomain never: rows that
    contradict alone make a conflict of one judgement. ValueError where the fixed rows contradict one another.
    Exponential in the size of the set; 20 comparisons of 8 shares with 2 to give up in 0.2 s.

    >>> a_over_b, b_over_c, c_over_twice_a = (-1, 1, 0), (0, -1, 1), (2, 0, -1)
    >>> rows = [[tuple(map(Fraction, row))] for row in (a_over_b, b_over_c, c_over_twice_a)]
    >>> found = reconsider(rows)
    >>> found.sets, found.conflicts[0].judgements
    (((0,), (1,), (2,)), (0, 1, 2))
    """
    if fixed and multipliers(fixed) is not None:
        raise ValueError("the fixed rows contradict one another")
    conflicts = list[Conflict]()
    while True:
        tried = _smallest_hitting([set(conflict.judgements) for conflict in conflicts])
        again = False
        for given_up in tried:
            if any(not set(conflict.judgements) & set(given_up) for conflict in conflicts):
                again = True
                continue
            found = conflict_among(groups, [g for g in range(len(groups)) if g not in given_up], fixed)
            if found is not None:
                conflicts.append(found)
                again = True
        if not again:
            return Reconsideration(tuple(tried) if conflicts else (), tuple(conflicts))


def conflict_among(groups: Sequence[Group], places: Sequence[int], fixed: Sequence[Row] = ()) -> Conflict | None:
    """A contradiction among these judgements from which none can be left out; None where they agree."""
    proof = _proof(groups, places, fixed)
    if proof is None:
        return None
    needed = [place for place, used in zip(places, proof, strict=True) if used]
    for place in list(needed):
        fewer = [other for other in needed if other != place]
        if _proof(groups, fewer, fixed) is not None:
            needed = fewer
    rows = [row for place in needed for row in groups[place]]
    return Conflict(tuple(needed), (multipliers([*rows, *fixed]) or ())[: len(rows)])


def _proof(groups: Sequence[Group], places: Sequence[int], fixed: Sequence[Row]) -> list[bool] | None:
    """Which of the judgements the proof of their contradiction uses; None where there is none."""
    found = multipliers([*(row for place in places for row in groups[place]), *fixed])
    if found is None:
        return None
    used, start = list[bool](), 0
    for place in places:
        used.append(any(found[start : start + len(groups[place])]))
        start += len(groups[place])
    return used


def _smallest_hitting(families: Sequence[set[int]]) -> list[tuple[int, ...]]:
    """All sets of the smallest size that share a member with each family."""
    size = 0
    while not (found := sorted(set(_hitting(families, size)))):
        size += 1
        if size > len(families):
            raise ValueError("a contradiction without a judgement")
    if len(found) > MOST_SETS:
        raise TooLarge("sets of judgements to try", estimate=len(found), limit=MOST_SETS, todo="drop some judgements")
    return found


def _hitting(families: Sequence[set[int]], size: int) -> Iterator[tuple[int, ...]]:
    """Sets of at most so many members that meet every family; a set may come more than once."""
    first = families[0] if families else None
    if first is None:
        yield ()
    elif size:
        for member in sorted(first):
            rest = [family for family in families if member not in family]
            yield from (tuple(sorted((member, *others))) for others in _hitting(rest, size - 1))
