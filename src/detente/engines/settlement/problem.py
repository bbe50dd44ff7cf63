"""What is asked: a settlement problem, frozen, on each party's own grid of whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from detente.engines.settlement.grid import SAFE, IntArray, Number, exact
from detente.foundation.conditions import Rule, Vocabulary
from detente.foundation.errors import OutOfDomain

PackageValues = tuple[int, ...]
"""One value code an issue, in the order of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """Where the rule holds, the party's value changes by `score`, on its grid."""

    rule: Rule
    party: int
    score: int


@dataclass(frozen=True, slots=True)
class Constraint:
    """What is possible at all: packages where the rule fails are not feasible."""

    id: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Ground:
    """What a party refuses whatever its value: the rule holds where its red line or offer is breached."""

    kind: Literal["red-line", "offer"]
    id: str
    party: int
    rule: Rule


@dataclass(frozen=True, slots=True, eq=False)
class SettlementProblem:
    """Who values what, what is possible, what is refused, and whose yes is needed.

    scores: for each issue score[value, party], whole multiples of the party's unit; a package is worth the
        sum over its issues, plus the interactions that hold in it.
    units: points on the scale from 0 to 100 that one whole step of each party is worth.
    walk_away: the lowest value each party accepts, on its grid; may lie outside what packages are worth.
    consent: the bargainers, whose yes is always needed; solutions and frontiers are over them.
    conditional: parties whose yes is needed where the rule holds; they restrict what is acceptable.
    status_quo: what holds without agreement; exempt from constraints and grounds, and no agreement.
    """

    parties: tuple[str, ...]
    issues: Vocabulary
    scores: tuple[IntArray, ...]
    units: tuple[Fraction, ...]
    walk_away: IntArray
    consent: tuple[int, ...]
    interactions: tuple[Interaction, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    grounds: tuple[Ground, ...] = ()
    conditional: tuple[tuple[Rule, int], ...] = ()
    status_quo: PackageValues | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "scores", tuple(_whole(s, "scores") for s in self.scores))
        object.__setattr__(self, "walk_away", _whole(self.walk_away, "walk_away"))
        _check_shapes(self)
        _check_parties(self)
        _check_status_quo(self)
        _check_magnitudes(self)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each issue has."""
        return tuple(term.size for term in self.issues.terms)

    @property
    def size(self) -> int:
        """How many packages there are, feasible or not."""
        return math.prod(self.sizes)

    @property
    def bargainers(self) -> tuple[str, ...]:
        """The names of the parties whose yes is always needed."""
        return tuple(self.parties[p] for p in self.consent)

    @property
    def asked(self) -> tuple[int, ...]:
        """Every party whose yes is needed somewhere: bargainers, then those asked under a condition."""
        others = {p for _, p in self.conditional} - set(self.consent)
        return self.consent + tuple(sorted(others))

    def points(self, party: int, score: int) -> Fraction:
        """A score of this party in points."""
        return int(score) * self.units[party]

    def code(self, package: PackageValues) -> int:
        """The place of a package in mixed-radix order, as long as it may be."""
        code = 0
        for value, size in zip(package, self.sizes, strict=True):
            code = code * size + value
        return code

    def package(self, code: int) -> PackageValues:
        """The package at a place in mixed-radix order."""
        if not 0 <= code < self.size:
            raise OutOfDomain(f"{code} is no package: the codes go from 0 to {self.size - 1}")
        values: list[int] = []
        for size in reversed(self.sizes):
            code, value = divmod(code, size)
            values.append(value)
        return tuple(reversed(values))


def from_points(
    parties: Sequence[str],
    issues: Vocabulary,
    values: Sequence[Sequence[Sequence[Number]]],
    walk_away: Sequence[Number],
    *,
    consent: Sequence[int],
    interactions: Iterable[tuple[Rule, int, Number]] = (),
    constraints: Iterable[Constraint] = (),
    grounds: Iterable[Ground] = (),
    conditional: Iterable[tuple[Rule, int]] = (),
    status_quo: PackageValues | None = None,
) -> SettlementProblem:
    """The problem with `values[issue][value][party]` in points, each party on the coarsest grid that fits.

    Raises OutOfDomain where a party's numbers have no common unit that fits 64 bits.

    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> land = Vocabulary((Term("land", "choice", ("ours", "theirs")),))
    >>> problem = from_points(["a", "b"], land, [[["12.5", 0], [0, 100]]], [0, 0], consent=[0, 1])
    >>> problem.units, problem.scores[0].tolist()
    ((Fraction(25, 2), Fraction(100, 1)), [[1, 0], [0, 1]])
    """
    table = [[[exact(v, "value") for v in row] for row in issue] for issue in values]
    floors = [exact(w, "walk-away") for w in walk_away]
    bonuses = [(rule, party, exact(points, "interaction")) for rule, party, points in interactions]
    units: list[Fraction] = []
    for p in range(len(parties)):
        numbers = [row[p] for issue in table for row in issue] + [floors[p]]
        units.append(_unit(numbers + [points for _, party, points in bonuses if party == p], parties[p]))
    return SettlementProblem(
        parties=tuple(parties),
        issues=issues,
        scores=tuple(
            np.array([[int(v / u) for v, u in zip(row, units, strict=True)] for row in issue], dtype=np.int64)
            for issue in table
        ),
        units=tuple(units),
        walk_away=np.array([int(f / u) for f, u in zip(floors, units, strict=True)], dtype=np.int64),
        consent=tuple(consent),
        interactions=tuple(Interaction(rule, party, int(points / units[party])) for rule, party, points in bonuses),
        constraints=tuple(constraints),
        grounds=tuple(grounds),
        conditional=tuple(conditional),
        status_quo=status_quo,
    )


def _unit(numbers: Sequence[Fraction], party: str) -> Fraction:
    """The largest unit of which all numbers are whole multiples; 1 where all are 0."""
    below = math.lcm(*(n.denominator for n in numbers))
    above = math.gcd(*(int(n * below) for n in numbers)) or below
    unit = Fraction(above, below)
    if any(abs(n / unit) > SAFE for n in numbers):
        raise OutOfDomain(f"{party}: the values have no common unit that fits 64 bits; round them")
    return unit


def _whole(table: object, what: str) -> IntArray:
    given = np.asarray(table)
    if given.size and given.dtype.kind not in "iu":
        raise OutOfDomain(f"{what} must be whole numbers on each party's grid, not {given.dtype}")
    whole = np.array(given, dtype=np.int64)
    whole.flags.writeable = False
    return whole


def _check_shapes(problem: SettlementProblem) -> None:
    count = len(problem.parties)
    if not count:
        raise OutOfDomain("a settlement problem needs a party")
    if not problem.issues.terms:
        raise OutOfDomain("a settlement problem needs an issue")
    if len(problem.scores) != len(problem.issues.terms):
        raise OutOfDomain(f"scores for {len(problem.scores)} of {len(problem.issues.terms)} issues")
    for term, table in zip(problem.issues.terms, problem.scores, strict=True):
        if not term.size:
            raise OutOfDomain(f"{term.id} has no values")
        if table.shape != (term.size, count):
            raise OutOfDomain(f"{term.id}: scores of shape {table.shape}, not {(term.size, count)} (values × parties)")
    if problem.walk_away.shape != (count,) or len(problem.units) != count:
        raise OutOfDomain(f"{count} parties need {count} walk-away values and units")
    if any(unit <= 0 for unit in problem.units):
        raise OutOfDomain("a unit must be above 0")


def _check_parties(problem: SettlementProblem) -> None:
    if len(set(problem.parties)) < len(problem.parties):
        raise OutOfDomain("two parties have one name")
    if not problem.consent:
        raise OutOfDomain("nobody's yes is always needed: name at least one party whose consent makes an agreement")
    if len(set(problem.consent)) < len(problem.consent):
        raise OutOfDomain("a party stands twice among those whose consent is needed")
    named = (
        *problem.consent,
        *(i.party for i in problem.interactions),
        *(g.party for g in problem.grounds),
        *(p for _, p in problem.conditional),
    )
    if any(not 0 <= p < len(problem.parties) for p in named):
        raise OutOfDomain(f"a party index outside 0 to {len(problem.parties) - 1}")


def _check_status_quo(problem: SettlementProblem) -> None:
    given = problem.status_quo
    if given is None:
        return
    if len(given) != len(problem.sizes) or any(not 0 <= v < s for v, s in zip(given, problem.sizes, strict=True)):
        raise OutOfDomain(f"the status quo {given} is no package: the issues have {problem.sizes} values")


def _check_magnitudes(problem: SettlementProblem) -> None:
    for p, party in enumerate(problem.parties):
        reach = sum(max(abs(int(t[:, p].max())), abs(int(t[:, p].min()))) for t in problem.scores)
        reach += sum(abs(i.score) for i in problem.interactions if i.party == p)
        if reach + abs(int(problem.walk_away[p])) > SAFE // 2:
            raise OutOfDomain(f"{party}: scores add up beyond 2**61; use a coarser grid")
