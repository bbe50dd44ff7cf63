"""All packages of a problem, numbered, and what each is worth to each party.

A package's code is its place in mixed-radix order: the first issue turns slowest. Values and conditions
are spread from small tables over all packages by broadcasting; codes are turned back into values only
for the packages somebody asks about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.problem import SettlementProblem
from detente.foundation.conditions import Rule, Term
from detente.foundation.errors import OutOfDomain, TooLarge

LIMIT = 2_000_000
"""Most packages that are enumerated."""

_CHUNK = 2**16
_NARROW = 2**31

OptionValue = str | tuple[str, ...] | Fraction | bool
"""What a value code means: an option, the members of a set, a number, whether an action is taken."""


@dataclass(frozen=True, slots=True)
class Packages:
    """The packages of a problem. Raises TooLarge where they are more than 2,000,000."""

    problem: SettlementProblem

    def __post_init__(self) -> None:
        if self.problem.size > LIMIT:
            raise TooLarge(
                "packages to enumerate",
                estimate=self.problem.size,
                limit=LIMIT,
                todo="fix an issue, drop options nobody proposes, or widen the step of a number",
            )

    def __len__(self) -> int:
        return self.problem.size

    @property
    def strides(self) -> tuple[int, ...]:
        """By how much the code grows when the value of each issue grows by one."""
        sizes = self.problem.sizes
        return tuple(math.prod(sizes[i + 1 :]) for i in range(len(sizes)))

    def decode(self, codes: npt.ArrayLike) -> IntArray:
        """The value codes of packages: one row a package, one column an issue."""
        given = np.asarray(codes, dtype=np.int64)
        if given.size and not 0 <= int(given.min()) <= int(given.max()) < len(self):
            raise OutOfDomain(f"a package code outside 0 to {len(self) - 1}")
        return np.stack([(given // k) % s for k, s in zip(self.strides, self.problem.sizes, strict=True)], axis=-1)

    def encode(self, package: Sequence[int]) -> int:
        """The code of the package with these value codes, one an issue."""
        sizes = self.problem.sizes
        if len(package) != len(sizes) or any(not 0 <= v < s for v, s in zip(package, sizes, strict=True)):
            raise OutOfDomain(f"{tuple(package)} is no package: the issues have {sizes} values")
        return sum(int(v) * k for v, k in zip(package, self.strides, strict=True))

    def describe(self, code: int) -> dict[str, OptionValue]:
        """What a package says on each issue."""
        digits = self.decode([code])[0].tolist()
        return {t.id: meaning(t, v) for t, v in zip(self.problem.issues.terms, digits, strict=True)}

    def scores(self, codes: IntArray) -> IntArray:
        """What these packages are worth to every party, on the parties' grids: score[package, party]."""
        return scores_of(self.problem, self.decode(codes))

    def column(self, party: int) -> npt.NDArray[np.signedinteger]:
        """What every package is worth to one party, on its grid; 32 bits wide where that is enough."""
        tables = [table[:, party] for table in self.problem.scores]
        bonuses = [i for i in self.problem.interactions if i.party == party]
        reach = sum(int(np.abs(t).max()) for t in tables) + sum(abs(i.score) for i in bonuses)
        width = np.int32 if reach < _NARROW else np.int64
        half = self._middle()
        left, right = _sums(tables[:half], width), _sums(tables[half:], width)
        worth = (left[:, None] + right[None, :]).reshape(-1)
        for bonus in bonuses:
            worth += self.truth(bonus.rule) * width(bonus.score)
        return worth

    def truth(self, rule: Rule) -> BoolArray:
        """In which of all packages the rule holds: worked out on the issues it names, then spread."""
        scope, sizes = rule.scope, self.problem.sizes
        table = np.concatenate([rule.holds_on_scope(part) for part in _combinations(scope, sizes)])
        shape, full = _axes(scope, sizes)
        return np.broadcast_to(table.reshape(shape), full).flatten()

    def truth_at(self, rule: Rule, codes: IntArray | None) -> BoolArray:
        """In which of these packages, or of all where codes is None, the rule holds."""
        if codes is None:
            return self.truth(rule)
        if len(codes) <= _CHUNK:
            return rule.holds(self.decode(codes))
        return self.truth(rule)[codes]

    def feasible(self) -> IntArray | None:
        """The codes, ascending, of the packages that meet every constraint; None where all do."""
        if not self.problem.constraints:
            return None
        allowed = np.ones(len(self), dtype=np.bool_)
        for constraint in self.problem.constraints:
            allowed &= self.truth(constraint.rule)
        return None if allowed.all() else np.flatnonzero(allowed).astype(np.int64)

    def _middle(self) -> int:
        """Where to cut the issues in two so that both halves have about as many packages."""
        sizes = self.problem.sizes
        return min(range(len(sizes)), key=lambda i: (max(math.prod(sizes[:i]), math.prod(sizes[i:])), i))


def scores_of(problem: SettlementProblem, digits: IntArray) -> IntArray:
    """What packages, given as value codes, are worth to every party, on its grid: score[package, party]."""
    worth = np.zeros((len(digits), len(problem.parties)), dtype=np.int64)
    for issue, table in enumerate(problem.scores):
        worth += table[digits[:, issue]]
    for bonus in problem.interactions:
        worth[:, bonus.party] += bonus.score * bonus.rule.holds(digits)
    return worth


def among(codes: IntArray, known: IntArray | None) -> BoolArray:
    """Which of the codes stand in an ascending list of codes; None stands for all packages."""
    if known is None:
        return np.ones(len(codes), dtype=np.bool_)
    if not len(known):
        return np.zeros(len(codes), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return known[place] == codes


def range_of(column: npt.NDArray[np.signedinteger]) -> int:
    """The largest less the smallest score; 0 where there is none."""
    return int(column.max()) - int(column.min()) if len(column) else 0


def meaning(term: Term, value: int) -> OptionValue:
    """What a value code of an issue means.

    >>> meaning(Term("guarantors", "set", ("usa", "canada", "japan")), 5)
    ('usa', 'japan')
    """
    match term.kind:
        case "choice":
            return term.options[value]
        case "set":
            return tuple(option for i, option in enumerate(term.options) if value >> i & 1)
        case "number":
            return term.numbers[value]
        case "action":
            return bool(value)


def _sums(tables: Sequence[IntArray], width: type[np.int32] | type[np.int64]) -> npt.NDArray[np.signedinteger]:
    total = np.zeros(1, dtype=width)
    for table in tables:
        total = (total[:, None] + table.astype(width)[None, :]).reshape(-1)
    return total


def _combinations(scope: Sequence[int], sizes: Sequence[int]) -> Iterator[IntArray]:
    """All combinations of the values of some issues, in mixed-radix order, in parts."""
    count = math.prod(sizes[i] for i in scope)
    for start in range(0, count, _CHUNK):
        rest = np.arange(start, min(start + _CHUNK, count), dtype=np.int64)
        values = np.zeros((len(rest), len(scope)), dtype=np.int64)
        for place in reversed(range(len(scope))):
            rest, values[:, place] = np.divmod(rest, sizes[scope[place]])
        yield values


def _axes(scope: Sequence[int], sizes: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The table's shape and the shape of all packages, neighbouring issues outside the scope as one axis."""
    table: list[int] = []
    full: list[int] = []
    open_axis = False
    for issue, size in enumerate(sizes):
        if size == 1:
            continue
        if issue in scope:
            table.append(size)
            full.append(size)
            open_axis = False
        elif open_axis:
            full[-1] *= size
        else:
            table.append(1)
            full.append(size)
            open_axis = True
    return tuple(table), tuple(full)
