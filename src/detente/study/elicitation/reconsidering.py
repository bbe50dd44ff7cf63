"""Answers that contradict one another: the fewest to reconsider, with a proof that anyone can add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.engines.methods.answer import Answer
from detente.engines.settlement.grid import Number, exact
from detente.foundation.contradictions import Conflict, reconsider
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

METHOD = "reconsideration"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReconsider(Answer):
    """Every smallest set of comparisons to give up so that the others agree; () where all agree already.

    conflicts: contradictions that no smaller set meets. Each is minimal: without any one of its comparisons the rest
    of it agrees. The rows of a conflict times its multipliers, added up, are above 0 in every place.
    """

    sets: tuple[tuple[int, ...], ...]
    conflicts: tuple[Conflict, ...]


def to_reconsider(comparisons: Sequence[Sequence[Sequence[Number]]]) -> ToReconsider:
    """The fewest answers that an analyst must take back so that some weights agree with all the others.

    Comparison j asks row·w <= 0 for each of its rows. Sought are the smallest J such that some w >= 0, sum w = 1,
    keeps the rows of all comparisons outside J; every J of that size is given. By the theorem of the alternative a
    set of rows contradicts itself exactly where some multipliers y >= 0 make sum_j y_j row_j > 0 in every place:
    that is the certificate, in fractions. Conflicts are collected until the smallest sets that meet all of them
    leave an agreement.

    comparisons: for each its rows, a coefficient for each weight; floats are taken as they are printed.

    No sets where nothing contradicts. OutOfDomain where rows differ in length; TooLarge above 50,000 sets to try.
    Exponential in the size of J; 40 comparisons of 8 weights with two to give up in 1.5 s.

    >>> found = to_reconsider([[[-1, 2, 0]], [[0, -1, 1]], [[1, 0, -1]], [[0, 1, -5]]])
    >>> found.sets, [conflict.judgements for conflict in found.conflicts]
    (((0,), (1,), (2,)), [(0, 1, 2)])
    >>> [str(y) for y in found.conflicts[0].multipliers]
    ['1/4', '5/12', '1/3']

    Chinneck, J. W. and Dravnieks, E. W. (1991). Locating minimal infeasible constraint sets in linear programs. ORSA
    Journal on Computing 3(2): 157-168, https://doi.org/10.1287/ijoc.3.2.157, for the sets that are shown; the smallest
    sets that meet them all are found by trying (recalled, not read).
    """
    groups = [tuple(tuple(exact(c, "coefficient") for c in row) for row in rows) for rows in comparisons]
    sizes = {len(row) for rows in groups for row in rows}
    if len(sizes) > 1:
        raise OutOfDomain("the rows of the comparisons differ in length")
    found = reconsider(groups)
    return ToReconsider(
        method=METHOD,
        parameters=frozen(comparisons=len(groups)),
        certificate=frozen(
            conflicts=[frozen(comparisons=c.judgements, multipliers=c.multipliers) for c in found.conflicts]
        ),
        sets=found.sets,
        conflicts=found.conflicts,
    )


def proves(conflict: Conflict, comparisons: Sequence[Sequence[Sequence[Fraction]]]) -> bool:
    """Whether the multipliers of a conflict prove it: a check by addition alone."""
    rows = [row for place in conflict.judgements for row in comparisons[place]]
    sums = [
        sum((y * c for y, c in zip(conflict.multipliers, column, strict=True)), Fraction(0))
        for column in zip(*rows, strict=True)
    ]
    return min(conflict.multipliers) >= 0 and min(sums) > 0
