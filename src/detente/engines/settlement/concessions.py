"""The smallest concessions that would open a zone of agreement when nobody's walk-away leaves one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from detente.engines.methods import method
from detente.engines.settlement.comparing import highest_sum
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.packages import Packages
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.zone import Block, Columns, blocks, needed
from detente.foundation.plain_data import plain


@dataclass(frozen=True, slots=True)
class Concession:
    """What one party would have to give up so that a package is acceptable to it.

    `shortfall` in points, `share` of its range over F; `breached` are the red lines and offers it would lift.
    """

    party: str
    shortfall: Fraction
    share: Fraction
    breached: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """One package that the smallest concessions reach, and who would concede what."""

    package: int
    concessions: tuple[Concession, ...]


OPENINGS_SHOWN = 100


@dataclass(frozen=True, slots=True, eq=False)
class Concessions:
    """The smallest concessions: the codes of all packages that tie, and the first hundred in full.

    The three numbers are minimised one after the other. Where the zone is open already they are 0 and
    `packages` and `openings` are empty.
    """

    breaches: int
    parties_below: int
    total_share: Fraction
    packages: IntArray
    openings: tuple[Opening, ...]
    ranges: tuple[tuple[str, Fraction], ...]
    reference: str

    @property
    def needed(self) -> bool:
        """Whether a concession is needed at all."""
        return len(self.packages) > 0

    @property
    def n_packages(self) -> int:
        """How many packages tie."""
        return len(self.packages)

    @property
    def complete(self) -> bool:
        """Whether all packages that tie are listed: every package was looked at."""
        return True

    @property
    def proved(self) -> bool:
        """Whether nothing less would do: every package was looked at."""
        return True

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON: how many packages tie, and the first hundred in full."""
        return {
            "reference": self.reference,
            "breaches": self.breaches,
            "parties_below": self.parties_below,
            "total_share": plain(self.total_share),
            "tied": len(self.packages),
            "openings": plain(self.openings),
            "ranges": dict(plain(self.ranges)),
        }


def smallest_concessions(
    packages: Packages,
    feasible: IntArray | None,
    columns: Columns,
    ranges: Mapping[int, int],
    *,
    open_already: bool = False,
) -> Concessions | NoSettlement:
    """The least that must be given up, and by whom, before some package is acceptable to everybody asked.

    Over the packages of F other than the status quo, minimises lexicographically: the red lines and offers
    breached; the parties with u_p < d_p; the sum over parties of shortfall_p / range_p, where shortfall_p =
    max(0, d_p - u_p) and range_p is the largest less the smallest u_p over F. A party that values all of F
    alike counts a shortfall as its whole range. Only parties that are asked in a package count in it.

    feasible: codes of F, None where all packages are feasible.
    columns: for each party that is asked, the values of the packages of F, on its grid.
    ranges: the largest less the smallest of each column.
    open_already: A is known not to be empty, so nothing need be worked out.

    NoSettlement where no package is feasible. O(packages × grounds); 10^6 × 3 in 0.05 s. Shares compare
    parties' ranges.

    >>> from detente.engines.settlement import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> land = Vocabulary((Term("land", "choice", ("ours", "split", "theirs")),))
    >>> every = Packages(from_points(["a", "b"], land, [[[9, 0], [5, 5], [0, 9]]], [6, 2], consent=[0, 1]))
    >>> columns = {p: every.column(p) for p in range(2)}
    >>> [o.package for o in smallest_concessions(every, None, columns, {0: 9, 1: 9}).openings]
    [1]

    The bottom lines and the zone they leave follow Raiffa, H. (1982). The Art and Science of Negotiation.
    Harvard University Press, chapters 4 and 11; the order of the three criteria is this project's.
    """
    problem = packages.problem
    spans = tuple((problem.parties[p], problem.points(p, ranges[p])) for p in problem.asked)
    reference = str(method("concessions").reference)
    if open_already:
        return Concessions(0, 0, Fraction(0), np.zeros(0, dtype=np.int64), (), spans, reference)
    codes = np.arange(len(packages), dtype=np.int64) if feasible is None else feasible
    places = np.arange(len(codes))
    if problem.status_quo is not None:
        places = np.flatnonzero(codes != packages.encode(problem.status_quo))
    if not len(places):
        other = " other than the status quo" if len(codes) else ""
        ids = tuple(c.id for c in problem.constraints)
        return NoSettlement(f"no package{other} meets every constraint", ids)
    breaches, below, short = _shortfalls(packages, feasible, columns)
    for count in (breaches, below):
        places = places[count[places] == count[places].min()]
    factors = [Fraction(1, ranges[p] or 1) for p in problem.asked]
    losses = [_loss(short[p][places], ranges[p]) for p in problem.asked]
    places = places[highest_sum([-loss for loss in losses], factors)]
    first = int(places[0])
    total = sum(
        (int(_loss(short[p], ranges[p])[first]) * f for p, f in zip(problem.asked, factors, strict=True)),
        Fraction(0),
    )
    least = int(breaches[first]), int(below[first])
    reached = codes[places] if any(least) else codes[:0]
    return Concessions(
        breaches=least[0],
        parties_below=least[1],
        total_share=total,
        packages=reached,
        openings=_openings(packages, reached[:OPENINGS_SHOWN], ranges),
        ranges=spans,
        reference=reference,
    )


def _shortfalls(
    packages: Packages, feasible: IntArray | None, columns: Columns
) -> tuple[IntArray, IntArray, dict[int, IntArray]]:
    """For each package of F: grounds breached, parties below their walk-away, and each party's shortfall."""
    problem = packages.problem
    size = len(packages) if feasible is None else len(feasible)
    breaches, below = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    short: dict[int, IntArray] = {}
    for party in problem.asked:
        asked = needed(packages, feasible, party)
        lacking = np.maximum(int(problem.walk_away[party]) - columns[party].astype(np.int64), 0)
        short[party] = lacking if asked is None else lacking * asked
        below += short[party] > 0
        for ground in problem.grounds:
            if ground.party == party:
                breached = packages.truth_at(ground.rule, feasible)
                breaches += breached if asked is None else breached & asked
    return breaches, below, short


def _loss(short: IntArray, spread: int) -> IntArray:
    """The shortfall to be divided by the range; a party without a range loses all of it or nothing."""
    return short if spread else (short > 0).astype(np.int64)


def _openings(packages: Packages, codes: IntArray, ranges: Mapping[int, int]) -> tuple[Opening, ...]:
    problem = packages.problem
    place = {problem.parties[p]: p for p in problem.asked}
    found: list[Opening] = []
    for code, reasons in zip(codes.tolist(), blocks(packages, codes), strict=True):
        concessions: list[Concession] = []
        for name, party in place.items():
            own = [b for b in reasons if b.party == name]
            shortfall = sum((b.shortfall for b in own), Fraction(0))
            spread = problem.points(party, ranges[party])
            share = shortfall / spread if spread else Fraction(shortfall > 0)
            breached = tuple(b for b in own if b.kind != "walk-away")
            if own:
                concessions.append(Concession(name, shortfall, share, breached))
        found.append(Opening(code, tuple(concessions)))
    return tuple(found)
