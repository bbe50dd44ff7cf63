"""Comparisons that bind weights and values at once: exact answers by one linear program in their products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.engines.methods.answer import Answer
from detente.engines.settlement.grid import Number, exact
from detente.foundation.contradictions import Row
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.simplex_method import Optimum, maximise

METHOD = "joint-judgements"

MOST_UNKNOWNS = 150
"""Most weights and values together."""

Package = Sequence[int]


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: the range of each answer's value, and pairs (better, worse) of answers that keep that order."""

    values: tuple[tuple[Fraction, Fraction], ...]
    order: tuple[tuple[int, int], ...] = ()


def issue(values: Sequence[tuple[Number, Number]], order: Sequence[tuple[int, int]] = ()) -> Issue:
    """Ranges of values, 0 to 100, and an order of some answers; floats are taken as they are printed.

    >>> issue([(0, 0), (20, "60.5"), (100, 100)]).values[1]
    (Fraction(20, 1), Fraction(121, 2))
    """
    ends = tuple((exact(low, "value"), exact(high, "value")) for low, high in values)
    if not ends or any(low > high for low, high in ends):
        raise OutOfDomain("an issue needs answers, and each a range from low to high")
    if any(not (0 <= a < len(ends) and 0 <= b < len(ends)) for a, b in order):
        raise OutOfDomain(f"the order names an answer outside 0 to {len(ends) - 1}")
    return Issue(ends, tuple(order))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class JointRange(Answer):
    """The least and the largest of a difference in worth, and weights and values that reach each end.

    least_at, most_at: (weights[issue], values[issue][answer]): who puts them in finds the ends. A value of an issue
    without weight is any in its range: it counts for nothing.

    certificate: that nothing lies beyond. `aim` and `rows` with their `bounds` are the program, max aim·x over x >= 0
    with row·x <= bound for each; `most` are multipliers y >= 0, one a row, with y·rows >= aim and y·bounds the end, and
    `least` the same for -aim and the end with a minus sign.
    """

    least: Fraction
    most: Fraction
    least_at: tuple[tuple[Fraction, ...], tuple[tuple[Fraction, ...], ...]]
    most_at: tuple[tuple[Fraction, ...], tuple[tuple[Fraction, ...], ...]]


def joint_range(
    issues: Sequence[Issue],
    weights: Sequence[Row],
    preferred: Sequence[tuple[Package, Package]],
    one: Package,
    other: Package | None = None,
    *,
    within: Sequence[Number] = (),
) -> JointRange:
    """How much more one package can be worth than another, where neither weights nor values are known for certain.

    min and max of sum_i w_i (v_i(x_i) - v_i(y_i)) over all w >= 0, sum w = 1, row·w <= 0 for each row, low <= v <= high
    with its orders, and sum_i w_i (v_i(a_i) - v_i(b_i)) >= 0 for every package a preferred to b. With z_ij = w_i v_ij
    all of this is linear: w_i low_ij <= z_ij <= w_i high_ij, z_ij >= z_ik for an order, sum_i (z_i,a - z_i,b) >= 0; and
    any such (w, z) comes from weights and values, v_ij = z_ij / w_i. So one linear program for each end is exact.

    issues: see `issue`. weights: rows as of `at_least`. preferred: pairs of packages, value codes. one, other:
        packages; without `other` the worth of `one` itself. within: for each pair by how many points the preferred may
        be worth less; 0 by default.

    least >= 0: `one` is at least as good under all admitted judgements; most >= 0: under some. OutOfDomain where no
    judgements keep everything, TooLarge above 150 weights and values. The simplex method on fractions; 5 issues of 4
    answers and 8 comparisons in 0.15 s.

    >>> land, fish = issue([(0, 0), (30, 70), (100, 100)]), issue([(0, 0), (100, 100)])
    >>> found = joint_range([land, fish], [], [((1, 0), (0, 1))], (2, 0), (0, 1))
    >>> str(found.least), str(found.most)
    ('300/17', '100')

    Derived here; the substitution is that of Salo, A. A. and Hämäläinen, R. P. (1992). Preference assessment by
    imprecise ratio statements. Operations Research 40(6): 1053-1061, https://doi.org/10.1287/opre.40.6.1053 (recalled,
    not read).
    """
    program = _Program(tuple(issues))
    for row in weights:
        program.add({program.weight(i): a for i, a in enumerate(row)})
    short = [exact(points, "within") for points in within] or [Fraction(0)] * len(preferred)
    for (better, worse), bound in zip(preferred, short, strict=True):
        program.add({place: -a for place, a in program.difference(better, worse).items()}, bound)
    aim = program.difference(one, other)
    highest = program.solved(aim)
    lowest = program.solved({place: -a for place, a in aim.items()})
    if highest is None or lowest is None:
        raise OutOfDomain("no weights and values keep all of this: some comparisons contradict one another")
    most_at, least_at = highest.point, lowest.point
    return JointRange(
        method=METHOD,
        parameters=frozen(issues=len(issues), preferred=len(preferred)),
        least=sum((a * least_at[place] for place, a in aim.items()), Fraction(0)),
        most=sum((a * most_at[place] for place, a in aim.items()), Fraction(0)),
        least_at=program.judgements(least_at),
        most_at=program.judgements(most_at),
        certificate=frozen(
            aim=tuple(aim.get(place, Fraction(0)) for place in range(program.size)),
            rows=tuple(map(tuple, program.matrix())),
            bounds=tuple(bound for _, bound in program.rows),
            least=lowest.multipliers,
            most=highest.multipliers,
        ),
    )


class _Program:
    """Unknowns: the weights, then for each answer how far z lies above w·low."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        self.starts = list[int]()
        size = len(issues)
        for item in issues:
            self.starts.append(size)
            size += len(item.values)
        if size > MOST_UNKNOWNS:
            raise TooLarge(
                "weights and values", estimate=size, limit=MOST_UNKNOWNS, todo="leave out answers nobody asks about"
            )
        self.size = size
        whole = {i: Fraction(1) for i in range(len(issues))}
        self.rows: list[tuple[dict[int, Fraction], Fraction]] = [(whole, Fraction(1))]
        self.rows.append(({i: Fraction(-1) for i in whole}, Fraction(-1)))
        for i, item in enumerate(issues):
            for answer, (low, high) in enumerate(item.values):
                self.add({self.starts[i] + answer: Fraction(1), i: low - high})
            for better, worse in item.order:
                self.add(self._less(self._worth(i, worse), self._worth(i, better)))

    def weight(self, place: int) -> int:
        return place

    def add(self, row: dict[int, Fraction], bound: Fraction = Fraction(0)) -> None:
        self.rows.append((row, bound))

    def difference(self, one: Package, other: Package | None) -> dict[int, Fraction]:
        """Worth of one package less that of the other, as coefficients of the unknowns."""
        found = dict[int, Fraction]()
        for i in range(len(self.issues)):
            second = {} if other is None else self._worth(i, other[i])
            for place, a in self._less(self._worth(i, one[i]), second).items():
                found[place] = found.get(place, Fraction(0)) + a
        return {place: a for place, a in found.items() if a}

    def matrix(self) -> list[list[Fraction]]:
        return [[row.get(place, Fraction(0)) for place in range(self.size)] for row, _ in self.rows]

    def solved(self, aim: dict[int, Fraction]) -> Optimum | None:
        objective = [aim.get(place, Fraction(0)) for place in range(self.size)]
        return maximise(objective, self.matrix(), [bound for _, bound in self.rows])

    def judgements(self, point: tuple[Fraction, ...]) -> tuple[tuple[Fraction, ...], tuple[tuple[Fraction, ...], ...]]:
        """Weights, and values from their products with these; where the weight is 0, from the order alone."""
        weights, values = point[: len(self.issues)], list[tuple[Fraction, ...]]()
        for i, item in enumerate(self.issues):
            rest = point[self.starts[i] : self.starts[i] + len(item.values)]
            if weights[i]:
                values.append(tuple(low + x / weights[i] for (low, _), x in zip(item.values, rest, strict=True)))
            else:
                values.append(_any(item))
        return weights, tuple(values)

    def _worth(self, i: int, answer: int) -> dict[int, Fraction]:
        return {self.starts[i] + answer: Fraction(1), i: self.issues[i].values[answer][0]}

    @staticmethod
    def _less(one: dict[int, Fraction], other: dict[int, Fraction]) -> dict[int, Fraction]:
        return {place: one.get(place, Fraction(0)) - other.get(place, Fraction(0)) for place in {**one, **other}}


def _any(item: Issue) -> tuple[Fraction, ...]:
    """Values that keep the ranges and the order: each as low as its range and the answers below it allow."""
    found = [low for low, _ in item.values]
    for _ in found:
        for better, worse in item.order:
            found[better] = max(found[better], found[worse])
    return tuple(found)
