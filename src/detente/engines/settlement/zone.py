"""Who accepts what: the zone of possible agreement, and who blocks the rest on which ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.packages import Packages, scores_of
from detente.engines.settlement.problem import SettlementProblem

Kind = Literal["constraint", "walk-away", "red-line", "offer"]


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why one package is no agreement; `party` is empty for a constraint.

    `shortfall` is how many points a party lacks to its walk-away.
    """

    kind: Kind
    party: str
    id: str = ""
    shortfall: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class GroundCount:
    """How many packages one ground blocks, and how many of them nothing else blocks.

    Constraints are counted over all packages, the grounds of parties over the feasible ones.
    """

    kind: Kind
    party: str
    id: str
    packages: int
    alone: int


@dataclass(frozen=True, slots=True)
class PartyCount:
    """How many feasible packages one party blocks on any ground, and how many it alone blocks."""

    party: str
    packages: int
    alone: int


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """What is acceptable: the codes of A, and what keeps the rest out.

    `considered` is the number of feasible packages without the status quo, over which parties are counted.
    """

    acceptable: IntArray
    n_packages: int
    n_feasible: int
    considered: int
    constraints: tuple[GroundCount, ...]
    grounds: tuple[GroundCount, ...]
    parties: tuple[PartyCount, ...]

    @property
    def n_acceptable(self) -> int:
        """How many packages everybody whose yes is needed accepts."""
        return len(self.acceptable)

    @property
    def empty(self) -> bool:
        """Whether nothing is acceptable."""
        return not len(self.acceptable)

    @property
    def blocking(self) -> tuple[GroundCount, ...]:
        """The grounds that block something: those that alone block most come first."""
        counted = [g for g in (*self.constraints, *self.grounds) if g.packages]
        return tuple(sorted(counted, key=lambda g: (-g.alone, -g.packages, g.kind, g.party, g.id)))


Columns = Mapping[int, npt.NDArray[np.signedinteger]]
"""What the feasible packages are worth to each party that is asked."""


def find_zone(packages: Packages, feasible: IntArray | None, columns: Columns) -> Zone:
    """The packages that everybody whose yes is needed accepts, and what blocks the others.

    A = the packages of F, without the status quo, where every party that is asked has u_p >= d_p and none of
    its red lines or live offers is breached. A party with a conditional yes is asked where its rule holds.

    packages: the packages of a problem.
    feasible: the codes of F; None where every package is feasible.
    columns: for each party that is asked, the values of the packages of F, on its grid.

    Where A is empty, `blocking` says on which grounds. O(packages × grounds); 10^6 × 3 in 0.03 s.

    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> from detente.engines.settlement.problem import from_points
    >>> land = Vocabulary((Term("land", "choice", ("ours", "split", "theirs")),))
    >>> asked = from_points(["a", "b"], land, [[[9, 0], [5, 5], [0, 9]]], [6, 1], consent=[0, 1])
    >>> zone = find_zone(Packages(asked), None, {0: Packages(asked).column(0), 1: Packages(asked).column(1)})
    >>> [(b.party, b.kind, b.packages, b.alone) for b in zone.blocking]
    [('a', 'walk-away', 2, 2), ('b', 'walk-away', 1, 1)]

    Raiffa, H. (1982). The Art and Science of Negotiation. Harvard University Press, chapter 4.
    """
    problem = packages.problem
    n_feasible = len(packages) if feasible is None else len(feasible)
    exempt = _place(packages, feasible)
    by_ground = _Tally(n_feasible)
    by_party = _Tally(n_feasible)
    for party in problem.asked:
        blocked = np.zeros(n_feasible, dtype=np.bool_)
        for kind, name, breached in _breaches(packages, feasible, columns, party):
            if exempt is not None:
                breached[exempt] = False
            by_ground.add((kind, problem.parties[party], name), breached)
            blocked |= breached
        by_party.add((problem.parties[party],), blocked)
    accepted = by_party.count == 0
    if exempt is not None:
        accepted[exempt] = False
    places = np.flatnonzero(accepted)
    return Zone(
        acceptable=places.astype(np.int64) if feasible is None else feasible[places],
        n_packages=len(packages),
        n_feasible=n_feasible,
        considered=n_feasible - (exempt is not None),
        constraints=_constraints(packages),
        grounds=tuple(GroundCount(k, p, i, n, a) for (k, p, i), n, a in by_ground.counts()),  # pyright: ignore[reportArgumentType]
        parties=tuple(PartyCount(p, n, a) for (p,), n, a in by_party.counts()),
    )


def blocks(packages: Packages, codes: IntArray) -> tuple[tuple[Block, ...], ...]:
    """For each package every reason why it is no agreement: unmet constraints, then parties' grounds.

    Empty for an acceptable package and for the status quo, which is exempt.
    """
    return blocks_of(packages.problem, packages.decode(codes))


def blocks_of(problem: SettlementProblem, digits: IntArray) -> tuple[tuple[Block, ...], ...]:
    """The same for packages given as value codes, digits[package, issue], however many packages there are."""
    worth = scores_of(problem, digits)
    found: list[list[Block]] = [[] for _ in range(len(digits))]
    for constraint in problem.constraints:
        for i in np.flatnonzero(~constraint.rule.holds(digits)).tolist():
            found[i].append(Block("constraint", "", constraint.id))
    for party in problem.asked:
        name, floor = problem.parties[party], int(problem.walk_away[party])
        for kind, ground, breached in breaches_of(problem, digits, worth[:, party], party):
            for i in np.flatnonzero(breached).tolist():
                lack = floor - int(worth[i, party]) if kind == "walk-away" else 0
                found[i].append(Block(kind, name, ground, problem.points(party, lack)))
    if problem.status_quo is not None:
        for i in np.flatnonzero((digits == np.array(problem.status_quo)).all(axis=1)).tolist():
            found[i] = []
    return tuple(tuple(row) for row in found)


def breaches_of(
    problem: SettlementProblem, digits: IntArray, worth: IntArray, party: int
) -> Iterator[tuple[Kind, str, BoolArray]]:
    """Each ground of a party, and which of these packages, worth so much to it, it blocks."""
    asked = needed_at(problem, digits, party)
    below = worth < int(problem.walk_away[party])
    yield "walk-away", "", below if asked is None else below & asked
    for ground in problem.grounds:
        if ground.party == party:
            breached = ground.rule.holds(digits)
            yield ground.kind, ground.id, breached if asked is None else breached & asked


def needed_at(problem: SettlementProblem, digits: IntArray, party: int) -> BoolArray | None:
    """In which packages, given as value codes, the party's yes is needed; None where it is everywhere."""
    if party in problem.consent:
        return None
    asked = np.zeros(len(digits), dtype=np.bool_)
    for rule, who in problem.conditional:
        if who == party:
            asked |= rule.holds(digits)
    return asked


def needed(packages: Packages, codes: IntArray | None, party: int) -> BoolArray | None:
    """In which of these packages (None: all) the party's yes is needed; None where it is everywhere."""
    problem = packages.problem
    if party in problem.consent:
        return None
    size = len(packages) if codes is None else len(codes)
    asked = np.zeros(size, dtype=np.bool_)
    for rule, who in problem.conditional:
        if who == party:
            asked |= packages.truth_at(rule, codes)
    return asked


def _breaches(
    packages: Packages, codes: IntArray | None, columns: Columns, party: int
) -> Iterator[tuple[Kind, str, BoolArray]]:
    """Each ground of a party, and which of these packages it blocks."""
    problem = packages.problem
    asked = needed(packages, codes, party)
    below = columns[party] < int(problem.walk_away[party])
    yield "walk-away", "", below if asked is None else below & asked
    for ground in problem.grounds:
        if ground.party == party:
            breached = packages.truth_at(ground.rule, codes)
            yield ground.kind, ground.id, breached if asked is None else breached & asked


def _constraints(packages: Packages) -> tuple[GroundCount, ...]:
    if not packages.problem.constraints:
        return ()
    tally = _Tally(len(packages))
    exempt = _place(packages, None)
    for constraint in packages.problem.constraints:
        broken = ~packages.truth(constraint.rule)
        if exempt is not None:
            broken[exempt] = False
        tally.add((constraint.id,), broken)
    return tuple(GroundCount("constraint", "", i, n, a) for (i,), n, a in tally.counts())


def _place(packages: Packages, feasible: IntArray | None) -> int | None:
    """Where the status quo stands among the feasible packages, if it does."""
    quo = packages.problem.status_quo
    if quo is None:
        return None
    code = packages.encode(quo)
    if feasible is None:
        return code
    place = int(np.searchsorted(feasible, code))
    return place if place < len(feasible) and feasible[place] == code else None


class _Tally:
    """Counts how often each of several marks over the same packages is set, and how often it is alone."""

    def __init__(self, size: int) -> None:
        self.count = np.zeros(size, dtype=np.uint16)
        self._first = np.zeros(size, dtype=np.uint16)
        self._marks: list[tuple[tuple[str, ...], int]] = []

    def add(self, name: tuple[str, ...], marked: BoolArray) -> None:
        self.count += marked
        self._first[marked] = len(self._marks)
        self._marks.append((name, int(np.count_nonzero(marked))))

    def counts(self) -> list[tuple[tuple[str, ...], int, int]]:
        alone = np.bincount(self._first[self.count == 1], minlength=len(self._marks)).tolist()
        return [(name, marked, alone[i]) for i, (name, marked) in enumerate(self._marks)]
