"""The Kalai–Smorodinsky solution on a list of packages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from detente.engines.settlement.grid import GRID, Bargaining, Number, Utilities, bargaining
from detente.engines.settlement.leximin import solution
from detente.engines.settlement.result import NoSettlement, Solution
from detente.foundation.errors import OutOfDomain


def kalai_smorodinsky(
    utilities: Utilities,
    disagreement: Sequence[Number],
    weights: Iterable[Number] | None = None,
    *,
    grid: Number = GRID,
) -> Solution | NoSettlement:
    """The package where the smallest share that a party gets of its best case is as large as possible.

    Leximin of (u_p - d_p) / (a_p (ideal_p - d_p)) over the packages with u_p >= d_p for all p, where
    ideal_p is the largest u_p among them: the smallest share first, then the next. A party whose ideal
    is its disagreement value has no share and drops out.

    utilities: utilities[package, party], in points; integers, fractions or decimal text are exact,
        floats are snapped to `grid`.
    disagreement: what each party has without agreement, in points.
    weights: a_p > 0, equal by default; a party with twice the weight is owed twice the share.

    Returns all ties; NoSettlement where every package leaves some party below its disagreement value.
    O(packages × parties); 10^6 × 3 in 0.1 s.

    >>> kalai_smorodinsky([[8, 1], [5, 4], [1, 9]], disagreement=[0, 0]).packages
    (1,)

    Kalai, E. and Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica
    43(3): 513-518, https://doi.org/10.2307/1914280; leximin for more than two parties and finitely many
    packages.
    """
    asked = bargaining(utilities, disagreement, weights, grid)
    return asked if isinstance(asked, NoSettlement) else solve(asked)


def solve(asked: Bargaining) -> Solution:
    """The Kalai–Smorodinsky solution of a problem already on its grid."""
    if asked.disagreement is None:
        raise OutOfDomain("the Kalai–Smorodinsky solution needs every party's disagreement value")
    best = asked.ideal()
    taking_part = tuple(p for p, (b, d) in enumerate(zip(best, asked.disagreement, strict=True)) if b > d)
    return solution(
        asked,
        "kalai-smorodinsky",
        gains=tuple(asked.columns[p] - asked.disagreement[p] for p in taking_part),
        factors=tuple(1 / (asked.weights[p] * Fraction(best[p] - asked.disagreement[p])) for p in taking_part),
        taking_part=taking_part,
        ideal=tuple(b * u for b, u in zip(best, asked.units, strict=True)),
    )
