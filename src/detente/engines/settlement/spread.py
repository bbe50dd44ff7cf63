"""How far values and acceptance move while every judgement stays inside its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.packages import Packages
from detente.engines.settlement.zone import Block, blocks, needed
from detente.foundation.conditions import Rule
from detente.foundation.errors import OutOfDomain

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Range = tuple[float, float]
Verdict = Literal["always", "depends", "never"]

TOLERANCE = 1e-9
"""Points by which a value may miss the walk-away and still count as reaching it."""

LIMIT = 200_000
"""Most feasible packages over which acceptance under all judgements is counted."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightRange:
    """Swing weights that an analyst admits: each between `low` and `high`, or any that keep an order.

    low, high: [issue], 0 or more, before division by their sum.
    steps: for an order, the issues of each step, most important first; weights fall from step to step and
        are equal within one. Empty where ranges are given.
    """

    low: FloatArray
    high: FloatArray
    steps: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class JudgementRange:
    """One party's judgements as ranges, in points.

    values: for each issue (low, high) of [answer], from 0 to 100.
    gains: the same for what an answer is worth more than the baseline's; used where there is a baseline.
    interactions: rules with the points that they add, low and high.
    walk_away: the value that the party needs; with a baseline, what it needs above the baseline's value.
    baseline: the package whose value the walk-away counts from, if it does.
    """

    weights: WeightRange
    values: tuple[tuple[FloatArray, FloatArray], ...]
    gains: tuple[tuple[FloatArray, FloatArray], ...]
    interactions: tuple[tuple[Rule, Range], ...]
    walk_away: Range
    baseline: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class PackageSpread:
    """One package over all admitted judgements: values per party, and who accepts it under which.

    `verdicts` holds parties that are asked; a breached red line or offer makes it "never".
    """

    values: tuple[Range, ...]
    verdicts: tuple[tuple[str, Verdict], ...]

    @property
    def verdict(self) -> Verdict:
        """Whether everybody who is asked accepts it under all, some or no admitted judgements."""
        found = {verdict for _, verdict in self.verdicts}
        return "never" if "never" in found else "depends" if "depends" in found else "always"


@dataclass(frozen=True, slots=True)
class ZoneSpread:
    """How many feasible packages are acceptable to all that are asked under all, or some, judgements."""

    always: int
    sometimes: int
    feasible: int


def weighted_mean_range(low: FloatArray, high: FloatArray, weights: WeightRange) -> tuple[FloatArray, FloatArray]:
    """The least and the largest weighted mean of numbers between `low` and `high` over all admitted weights.

    min and max of sum_i w_i a_i / sum_i w_i with low_i <= a_i <= high_i. Over a box of weights the minimum
    puts the high weights on the smallest a and the low ones on the rest, for one of the n + 1 places to
    split; over an order it puts equal weight on the first m steps, for one m (its extreme points).

    low, high: [package, issue]. Returns two arrays [package]. O(packages × issues × log issues).

    >>> wide = WeightRange(np.array([1.0, 1.0]), np.array([3.0, 1.0]))
    >>> weighted_mean_range(np.array([[0.0, 100.0]]), np.array([[0.0, 100.0]]), wide)
    (array([25.]), array([50.]))

    Charnes & Cooper (1962), Naval Research Logistics Quarterly 9: 181-186, for ratios of linear forms;
    Kirkwood & Sarin (1985), Operations Research 33: 38-48, for orders. doi:10.1287/opre.33.1.38
    """
    if low.shape != high.shape or low.shape[1:] != weights.low.shape:
        raise OutOfDomain(f"numbers of shape {low.shape} and {high.shape} for {weights.low.shape} weights")
    if weights.steps:
        return _least_by_order(low, weights.steps), -_least_by_order(-high, weights.steps)
    return _least_in_box(low, weights), -_least_in_box(-high, weights)


def _least_by_order(numbers: FloatArray, steps: Sequence[Sequence[int]]) -> FloatArray:
    ordered = [issue for step in steps for issue in step]
    sums = np.cumsum(numbers[:, ordered], axis=1)
    ends = np.cumsum([len(step) for step in steps])
    return np.min(sums[:, ends - 1] / ends, axis=1)


def _least_in_box(numbers: FloatArray, weights: WeightRange) -> FloatArray:
    if float(weights.high.sum()) <= 0:
        return np.zeros(len(numbers))
    order = np.argsort(numbers, axis=1, kind="stable")
    ascending = np.take_along_axis(numbers, order, axis=1)
    low, high = weights.low[order], weights.high[order]
    start = np.zeros((len(numbers), 1))
    heavy = np.hstack([start, np.cumsum(high, axis=1)])
    light = low.sum(axis=1, keepdims=True) - np.hstack([start, np.cumsum(low, axis=1)])
    heavy_sum = np.hstack([start, np.cumsum(high * ascending, axis=1)])
    light_sum = (low * ascending).sum(axis=1, keepdims=True) - np.hstack([start, np.cumsum(low * ascending, axis=1)])
    total = heavy + light
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(total > 0, (heavy_sum + light_sum) / total, np.inf)
    return np.min(means, axis=1)


def value_range(party: JudgementRange, digits: npt.NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
    """The least and the largest value of packages to the party, in points.

    digits: [package, issue], value codes.
    """
    low, high = weighted_mean_range(*_looked_up(party.values, digits), party.weights)
    for rule, (least, most) in party.interactions:
        holds = rule.holds(digits)
        low, high = low + least * holds, high + most * holds
    return low, high


def margin_range(party: JudgementRange, digits: npt.NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
    """The least and the largest value above the walk-away, in points, over the same judgements for both.

    Exact where the walk-away is a number or counts from a package: a judgement that package and baseline
    share cancels. digits: [package, issue], value codes.
    """
    if party.baseline is None:
        low, high = value_range(party, digits)
        return low - party.walk_away[1], high - party.walk_away[0]
    low, high = weighted_mean_range(*_looked_up(party.gains, digits), party.weights)
    for rule, (least, most) in party.interactions:
        change = rule.holds(digits).astype(np.float64) - float(rule.holds_for(party.baseline))
        low = low + np.minimum(least * change, most * change)
        high = high + np.maximum(least * change, most * change)
    return low - party.walk_away[1], high - party.walk_away[0]


def _looked_up(
    tables: tuple[tuple[FloatArray, FloatArray], ...], digits: npt.NDArray[np.int64]
) -> tuple[FloatArray, FloatArray]:
    low = [least[digits[:, place]] for place, (least, _) in enumerate(tables)]
    high = [most[digits[:, place]] for place, (_, most) in enumerate(tables)]
    return np.stack(low, axis=1), np.stack(high, axis=1)


def package_spreads(
    packages: Packages, ranges: Sequence[JudgementRange], codes: Sequence[int]
) -> tuple[PackageSpread, ...]:
    """Each package's values and acceptance over all admitted judgements.

    Parties' judgements are taken as independent of one another, so "always" and "never" for all that are
    asked follow from those of each. O(packages × parties × issues).
    """
    chosen = np.asarray(codes, dtype=np.int64)
    if not len(chosen):
        return ()
    problem = packages.problem
    digits = packages.decode(chosen)
    values = [value_range(party, digits) for party in ranges]
    margins = [margin_range(party, digits) for party in ranges]
    asked = {party: needed(packages, chosen, party) for party in problem.asked}
    breached = blocks(packages, chosen)
    found: list[PackageSpread] = []
    for row in range(len(chosen)):
        verdicts: list[tuple[str, Verdict]] = [
            (problem.parties[p], _verdict(margins[p], row, breached[row], problem.parties[p]))
            for p, where in asked.items()
            if where is None or where[row]
        ]
        spread = tuple((float(low[row]), float(high[row])) for low, high in values)
        found.append(PackageSpread(spread, tuple(verdicts)))
    return tuple(found)


def _verdict(margin: tuple[FloatArray, FloatArray], row: int, reasons: Sequence[Block], party: str) -> Verdict:
    if any(block.party == party and block.kind != "walk-away" for block in reasons):
        return "never"
    if margin[0][row] >= -TOLERANCE:
        return "always"
    return "depends" if margin[1][row] >= -TOLERANCE else "never"


def zone_spread(
    packages: Packages, feasible: npt.NDArray[np.int64] | None, ranges: Sequence[JudgementRange]
) -> ZoneSpread | None:
    """How many feasible packages everybody asked accepts under all, and under some, admitted judgements.

    The status quo is not counted. None above 200,000 feasible packages. O(packages × parties × issues).
    """
    codes = np.arange(len(packages), dtype=np.int64) if feasible is None else feasible
    problem = packages.problem
    if len(codes) > LIMIT:
        return None
    if problem.status_quo is not None:
        codes = codes[codes != packages.encode(problem.status_quo)]
    digits = packages.decode(codes)
    always, sometimes = np.ones(len(codes), dtype=np.bool_), np.ones(len(codes), dtype=np.bool_)
    for party in problem.asked:
        where = needed(packages, codes, party)
        low, high = margin_range(ranges[party], digits)
        refused = np.zeros(len(codes), dtype=np.bool_)
        for ground in problem.grounds:
            if ground.party == party:
                refused |= packages.truth_at(ground.rule, codes)
        free = np.zeros(len(codes), dtype=np.bool_) if where is None else ~where
        always &= free | ((low >= -TOLERANCE) & ~refused)
        sometimes &= free | ((high >= -TOLERANCE) & ~refused)
    return ZoneSpread(int(always.sum()), int(sometimes.sum()), len(codes))
