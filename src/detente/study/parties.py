"""What draws of a party's judgements make of packages: values[draw, package] and the walk-away of each draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.study.factors import Factor, FloatArray

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number that is drawn: a factor of the party, and which of its numbers; `scale` times it counts."""

    factor: int
    column: int = 0
    scale: int = 1


Source = Fraction | Drawn
"""A number of a party: a point, exact, or what a judgement gives in each draw."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the answers to one issue are worth, answer by answer."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """What sets are worth: the points of members, from the worst set upwards, 100 at the most."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """What numbers are worth: straight lines between anchors; value[i] = (1 - part) a[left] + part a[left + 1]."""

    sources: tuple[Source, ...]
    left: IntArray
    part: tuple[Fraction, ...]


Values = Answers | Members | Curve | None
"""What the answers to one issue are worth to one party; None where it says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class JudgedParty:
    """One party's judgements.

    weights: a source an issue, 0 or more, divided by their sum in each draw. values: one an issue.
    interactions: for each, its points and where it holds; `holds[interaction, package]` with the packages below.
    walk_away: what the party needs; with a baseline, what it needs above the value of the last package.
    digits: [package, issue], value codes of the packages asked about; with a baseline, it is one more row.
    """

    name: str
    factors: tuple[Factor, ...]
    weights: tuple[Source, ...]
    values: tuple[Values, ...]
    interactions: tuple[Source, ...]
    holds: BoolArray
    walk_away: Source
    baseline: bool
    digits: IntArray

    def judged(self, uniforms: FloatArray, layout: Layout | None = None) -> Judged:
        """Values of all packages, walk-aways and weights in each draw, from rows of uniforms."""
        return self.judged_by([factor.numbers(uniforms) for factor in self.factors], len(uniforms), layout)

    def judged_by(self, numbers: Sequence[FloatArray], draws: int, layout: Layout | None = None) -> Judged:
        """The same from the numbers of each factor, number[draw, …]. O(draws × answers × packages)."""
        shares, columns = self._shares(numbers, draws), list[FloatArray]()
        layout = layout or self.layout()
        for issue, codes in layout.issues:
            given, share = self.values[issue], shares[:, issue : issue + 1]
            columns.append(share if codes is None or given is None else share * table(given, numbers, codes))
        for source in self.interactions:
            columns.append(np.broadcast_to(_number(source, numbers)[:, None], (draws, 1)))
        values = np.hstack(columns) @ layout.rows if columns else np.zeros((draws, len(self.digits)))
        floor = np.broadcast_to(_number(self.walk_away, numbers), (draws,))
        if self.baseline:
            floor, values = floor + values[:, -1], values[:, :-1]
        return Judged(values, floor, shares)

    def layout(self) -> Layout:
        """What of the packages' values no draw changes. O(answers × packages)."""
        issues, rows = list[tuple[int, IntArray | None]](), list[FloatArray]()
        for issue, given in enumerate(self.values):
            if given is None or not _ever(self.weights[issue]):
                continue
            used, place = np.unique(self.digits[:, issue], return_inverse=True)
            if any(isinstance(source, Drawn) for source in given.sources):
                issues.append((issue, used))
                rows.append((place == np.arange(len(used))[:, None]).astype(np.float64))
            else:
                issues.append((issue, None))
                rows.append(table(given, [], used)[:, place])
        rows += [where[None, :].astype(np.float64) for where in self.holds]
        return Layout(tuple(issues), np.vstack(rows) if rows else np.zeros((0, len(self.digits))))

    def by_answer(self, uniforms: FloatArray, sizes: Sequence[int]) -> tuple[list[FloatArray], list[FloatArray]]:
        """What the first so many answers of each issue add, value[draw, code], and the points of each interaction."""
        numbers, draws = [factor.numbers(uniforms) for factor in self.factors], len(uniforms)
        shares, found = self._shares(numbers, draws), list[FloatArray]()
        for issue, (given, size) in enumerate(zip(self.values, sizes, strict=True)):
            if given is None:
                found.append(np.zeros((draws, size)))
            else:
                codes = np.arange(size, dtype=np.int64)
                found.append(shares[:, issue : issue + 1] * table(given, numbers, codes))
        points = [np.broadcast_to(_number(source, numbers), (draws,)) for source in self.interactions]
        return found, points

    def weights_drawn(self, numbers: Sequence[FloatArray], draws: int) -> FloatArray:
        """Swing weights before division by their sum: weight[draw, issue]."""
        return np.stack([np.broadcast_to(_number(source, numbers), (draws,)) for source in self.weights], axis=1)

    def _shares(self, numbers: Sequence[FloatArray], draws: int) -> FloatArray:
        weights = self.weights_drawn(numbers, draws)
        total = weights.sum(axis=1, keepdims=True)
        return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Packages as sums of columns: value[draw, package] = column[draw, i] @ rows[i, package].

    issues: the columns of issues, in order: an issue whose values no draw changes has one, its share of the weights;
        else one for each of the codes that the packages use. Interactions follow, one column each.
    """

    issues: tuple[tuple[int, IntArray | None], ...]
    rows: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One party in some draws: values[draw, package] in points, walk_away[draw], shares[draw, issue]."""

    values: FloatArray
    walk_away: FloatArray
    shares: FloatArray


def table(given: Answers | Members | Curve, numbers: Sequence[FloatArray], codes: IntArray) -> FloatArray:
    """What the answers with these codes are worth: value[draw, code]; one row where no draw changes them."""
    points = np.stack(np.broadcast_arrays(*(_number(source, numbers) for source in given.sources)), axis=1)
    if isinstance(given, Answers):
        return points[:, codes]
    if isinstance(given, Curve):
        left, part = given.left[codes], np.array([float(part) for part in given.part])[codes]
        return points[:, left] * (1.0 - part) + points[:, left + 1] * part
    inside = (codes[None, :] >> np.arange(len(given.sources))[:, None] & 1).astype(np.float64)
    total = np.maximum(points, 0.0) @ inside + np.maximum(-points, 0.0) @ (1.0 - inside)
    return np.minimum(total, 100.0)


def _ever(source: Source) -> bool:
    return isinstance(source, Drawn) or source != 0


def _number(source: Source, numbers: Sequence[FloatArray]) -> FloatArray:
    if isinstance(source, Drawn):
        return source.scale * numbers[source.factor][:, source.column]
    return np.array([float(source)])
