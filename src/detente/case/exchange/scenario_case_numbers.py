"""One party's utilities as a case states them: weights, values from 0 to 100, and a walk-away.

A case says a party's value as weight ÷ sum of weights × value of the option. Utilities come out as an affine image,
score = slope × utility + shift with a positive slope, so frontiers and every solution that does not compare parties'
scales stay as they are. Five ways are tried for each party:

- recovered: where the decimals were printed from binary floats, one of the next three on the fractions that they stand
  for, such as 6/7;
- swing: on each issue the worst option is worth 0 and the best 100, and the weight is the step between them; exact, but
  possible only where the shares between have an end as decimals;
- as printed: weights and evaluations as the files have them;
- slack: weights a little above the swings, so that the best option of an issue may have fewer than 100 points;
- rounded: swing with weights that add up to 100, both with as many decimals as the engine's whole numbers hold.

Three are exact; the first and the last state by how much they can move a score.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from detente.case.exchange.negotiation_scenario import Scenario, ScenarioParty
from detente.case.model.base import LARGEST, MOST_DECIMALS
from detente.foundation.errors import OutOfDomain

Way = Literal["swing", "as printed", "slack", "recovered", "rounded"]
MOST_STEPS = 2**60
"""The engine holds a party's values as whole numbers in 64 bits; this many steps leave room for the walk-away."""
DECIMALS = (7, 6, 5, 4)
"""Decimals of weights and values that are tried in turn where a party's numbers have to be rounded."""
_SMALL = 10**5
"""Largest denominator of a fraction that printed floats are taken for: by chance, one number in 10^5 is near one."""
_FLOAT = Fraction(1, 2 * 10**15)
_SHARES = (Fraction(1), Fraction(4, 5), Fraction(1, 2), Fraction(1, 4))
"""Shares of the steepest common slope that are tried in turn."""
_ENDING = tuple(Fraction(n, 1000) for n in (1000, 1024, 1250, 1280, 1600, 2000, 2048, 2500, 2560, 3125, 3200, 4000,
                                            4096, 5000, 5120, 6250, 6400, 8000))  # fmt: skip
"""Numbers whose inverse has few decimals."""


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """One party's numbers as a case states them; score = slope × utility + shift, but for `error`.

    `error` is the most by which rounding moves a package's score, in points; 0 where nothing is rounded.
    """

    weights: tuple[Fraction, ...]
    values: tuple[tuple[Fraction, ...], ...]
    walk_away: Fraction
    slope: Fraction
    shift: Fraction
    way: Way
    error: Fraction = Fraction(0)


def case_numbers(party: ScenarioParty, *, exact: bool = False, slope: Fraction | None = None) -> CaseNumbers:
    """The party's weights, values and walk-away on the scale of a case.

    A party without a reservation takes any deal: its walk-away is what its worst package is worth. `slope` asks for so
    many points a unit of utility, at most 100 for the party's whole range; without it the worst package has 0 points
    and the best 100. With `exact`, raises OutOfDomain instead of rounding. O(options × decimals tried).
    """
    if slope is not None and not 0 < slope * (party.highest - party.lowest) <= 100 and party.highest > party.lowest:
        raise OutOfDomain(f"{party.name}: {slope} points a unit of utility do not lie between 0 and 100")
    recovered = None if exact else _recovered(party)
    if recovered is not None and (moved := _moved(party, recovered)):
        for way in _exact_ways(recovered, slope):
            if _fits(way):
                return replace(way, way="recovered", error=way.slope * moved)
    if _countable(party):
        for way in _exact_ways(party, slope):
            if _fits(way):
                return way
    if exact:
        raise OutOfDomain(f"{party.name}: the numbers have no common step that fits 64 bits; allow rounding")
    for decimals in DECIMALS:
        rounded = _rounded(party, decimals, slope)
        if _fits(rounded):
            return rounded
    raise OutOfDomain(f"{party.name}: the reservation lies too far outside what packages are worth")


def _steepest(scenario: Scenario) -> Fraction:
    """Points a unit of utility, the same for every party, under which the party with the widest range has 0 to 100.

    Where all weights are printed with one sum, the slope is 100 by that sum, and most numbers stay as printed.
    """
    sums = {sum(_printed_weights(party), Fraction(0)) if _printable(party) else None for party in scenario.parties}
    common = sums.pop() if len(sums) == 1 else None
    widest = max(party.highest - party.lowest for party in scenario.parties)
    return 100 / (common or widest or Fraction(1))


def _countable(party: ScenarioParty) -> bool:
    """Whether the party's worths are few enough steps of one unit; no exact way exists without."""
    parts = [value for row in party.worths for value in row]
    return (max(parts) - min(parts)) / _unit(parts) < MOST_STEPS


def _unit(parts: Sequence[Fraction]) -> Fraction:
    """The largest number of which all are whole multiples; 1 where all are 0."""
    below = math.lcm(*(part.denominator for part in parts))
    return Fraction(math.gcd(*(part.numerator * (below // part.denominator) for part in parts)) or below, below)


def _exact_ways(party: ScenarioParty, slope: Fraction | None) -> Iterator[CaseNumbers]:
    worths = party.worths
    lows = tuple(min(row) for row in worths)
    swings = tuple(max(row) - low for row, low in zip(worths, lows, strict=True))
    if not any(swings):
        yield _indifferent(party, slope)
        return
    shifted = tuple(tuple(value - low for value in row) for row, low in zip(worths, lows, strict=True))
    yield _numbers(party, swings, shifted, party.bias + sum(lows, Fraction(0)), "swing", slope)
    if _printable(party):
        weights = _printed_weights(party)
        if slope is None or slope * sum(weights, Fraction(0)) == 100:
            yield _numbers(party, weights, worths, party.bias, "as printed", slope)
    yield from _with_slack(party, swings, shifted, slope)


def _with_slack(
    party: ScenarioParty,
    swings: tuple[Fraction, ...],
    shifted: tuple[tuple[Fraction, ...], ...],
    slope: Fraction | None,
) -> Iterator[CaseNumbers]:
    """Weights a little above the swings, or all alike, of which every share has an end as a decimal.

    Worths are counted in their common unit, so that a scale can be chosen on which each has few decimals. The walk-away
    has nine; where it needs more, it is rounded down.
    """
    unit = _unit([worth for row in shifted for worth in row]) if slope is None else Fraction(1)
    steps = [swing / unit for swing in swings]
    least = Fraction(10) ** (len(str(int(max(steps)))) - 1) / 10 if max(steps) >= 1 else max(steps) / 10
    for weights in (tuple(_ending_above(step or least) for step in steps), (Fraction(1),) * len(steps)):
        total = sum(weights, Fraction(0))
        needed = total * max(step / weight for step, weight in zip(steps, weights, strict=True))
        steep = 100 / _ending_above(needed) if slope is None else slope
        if steep * needed > 100:
            continue
        values = tuple(
            tuple(steep * total * worth / unit / weight for worth in row)
            for weight, row in zip(weights, shifted, strict=True)
        )
        points = steep / unit
        floor = Fraction(0) if party.reservation is None else points * (party.reservation - party.lowest)
        yield CaseNumbers(_scaled(weights), values, _down(floor), points, -points * party.lowest, "slack")


def _down(walk_away: Fraction) -> Fraction:
    return walk_away if written(walk_away) else Fraction(math.floor(walk_away * 10**MOST_DECIMALS), 10**MOST_DECIMALS)


def _recovered(party: ScenarioParty) -> ScenarioParty | None:
    """The party with worths that are fractions of small numbers, where each printed one is within a float's rounding.

    Files that were written from binary floats print 0.8571428571428571 for 6/7. Sums of such decimals miss ties that
    their authors meant. None where one of the worths is near no such fraction.
    """
    near = _FLOAT * max(abs(party.highest), abs(party.lowest), Fraction(1))
    rows: list[tuple[Fraction, ...]] = []
    for row in party.worths:
        fractions = tuple(worth.limit_denominator(_SMALL) for worth in row)
        if any(abs(one - worth) > near for one, worth in zip(fractions, row, strict=True)):
            return None
        rows.append(fractions)
    return replace(party, weights=(Fraction(1),) * len(rows), evaluations=tuple(rows))


def _moved(party: ScenarioParty, recovered: ScenarioParty) -> Fraction:
    """The most by which a package's utility differs between the two."""
    both = zip(party.worths, recovered.evaluations, strict=True)
    return sum((max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in both), Fraction(0))


def _ending_above(number: Fraction) -> Fraction:
    """The nearest number at or above of whose inverse, times a power of ten, few digits are needed."""
    power = Fraction(10) ** (len(str(int(number))) - 1 if number >= 1 else -len(str(int(1 / number))))
    return next(found for step in (*_ENDING, 10, 12) if (found := step * power) >= number)


def _printable(party: ScenarioParty) -> bool:
    """Whether weights and evaluations can stand in a case as they are."""
    return min(party.weights) >= 0 and min(min(row) for row in party.evaluations) >= 0


def _printed_weights(party: ScenarioParty) -> tuple[Fraction, ...]:
    """The weights, larger where evaluations exceed 1."""
    return tuple(w * max(*row, Fraction(1)) for w, row in zip(party.weights, party.evaluations, strict=True))


def _numbers(
    party: ScenarioParty,
    weights: tuple[Fraction, ...],
    worths: tuple[tuple[Fraction, ...], ...],
    zero: Fraction,
    way: Way,
    slope: Fraction | None,
) -> CaseNumbers:
    """Numbers whose score is (utility − zero) × slope; the slope is 100 ÷ sum of weights where none is asked for."""
    total = sum(weights, Fraction(0))
    steep = 100 / total if slope is None else slope
    values = tuple(
        tuple(steep * total * worth / weight if weight else Fraction(0) for worth in row)
        for weight, row in zip(weights, worths, strict=True)
    )
    floor = party.lowest if party.reservation is None else party.reservation
    return CaseNumbers(_scaled(weights), values, steep * (floor - zero), steep, -steep * zero, way)


def _indifferent(party: ScenarioParty, slope: Fraction | None) -> CaseNumbers:
    """A party to which every package is worth the same: 0, and its walk-away 100 above or below where it differs."""
    values = tuple((Fraction(0),) * len(row) for row in party.evaluations)
    floor = Fraction(0) if party.reservation is None else party.reservation - party.lowest
    steep = slope or (100 / abs(floor) if floor else Fraction(100))
    return CaseNumbers((Fraction(1),) * len(values), values, steep * floor, steep, -steep * party.lowest, "swing")


def _scaled(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The weights times a power of ten under which they are written with the fewest decimals."""
    scaled = tuple(weights)
    while max(scaled) <= LARGEST / 10 and not all(written(weight) for weight in scaled):
        scaled = tuple(10 * weight for weight in scaled)
    if all(written(weight) for weight in scaled):
        return scaled
    unit = Fraction(
        math.gcd(*(weight.numerator for weight in weights)), math.lcm(*(weight.denominator for weight in weights))
    )
    whole = tuple(weight / unit for weight in weights)
    while not all(weight <= LARGEST for weight in whole):
        whole = tuple(weight / 10 for weight in whole)
    return whole


def written(number: Fraction) -> bool:
    """Whether a case can hold the number: at most 10^9 in size, with at most 9 decimals."""
    return abs(number) <= LARGEST and (number * 10**MOST_DECIMALS).denominator == 1


def _fits(numbers: CaseNumbers) -> bool:
    """Whether the case can hold every number, and the engine all values on one grid of whole numbers."""
    rows = [value for row in numbers.values for value in row]
    if not all(written(number) for number in (*numbers.weights, *rows, numbers.walk_away)):
        return False
    total = sum(numbers.weights, Fraction(0))
    worths = [w / total * value for w, row in zip(numbers.weights, numbers.values, strict=True) for value in row]
    parts = [*worths, numbers.walk_away]
    return (100 + abs(numbers.walk_away)) / _unit(parts) < MOST_STEPS


def _rounded(party: ScenarioParty, decimals: int, slope: Fraction | None) -> CaseNumbers:
    """Swing with weights that add up to 100, and values, to so many decimals.

    The walk-away lies lower by the error, so that a package that is worth the reservation stays acceptable.
    """
    worths = party.worths
    lows = [min(row) for row in worths]
    swings = [max(row) - low for row, low in zip(worths, lows, strict=True)]
    total = sum(swings, Fraction(0))
    step = Fraction(1, 10**decimals)
    steep = slope or 100 / (total or Fraction(1))
    weights = _adding_up([100 * swing / total if total else Fraction(100, len(swings)) for swing in swings], step)
    values = tuple(
        tuple(_near(steep * total * (worth - low) / swing, step) if swing else Fraction(0) for worth in row)
        for row, low, swing in zip(worths, lows, swings, strict=True)
    )
    error = sum(
        (
            max(abs(weight / 100 * value - steep * (worth - low)) for value, worth in zip(row, worth_row, strict=True))
            for weight, row, worth_row, low in zip(weights, values, worths, lows, strict=True)
        ),
        Fraction(0),
    )
    walk_away = Fraction(0)
    if party.reservation is not None:
        walk_away = math.floor((steep * (party.reservation - party.lowest) - error) / step) * step
    return CaseNumbers(weights, values, walk_away, steep, -steep * party.lowest, "rounded", error)


def _near(number: Fraction, step: Fraction) -> Fraction:
    return round(number / step) * step


def _adding_up(shares: Sequence[Fraction], step: Fraction) -> tuple[Fraction, ...]:
    """The shares in whole steps with the same sum: rounded down, then one step more for the largest rests."""
    floors = [share // step for share in shares]
    missing = int(sum(shares, Fraction(0)) / step) - sum(floors)
    rests = sorted(range(len(shares)), key=lambda place: (floors[place] - shares[place] / step, place))
    more = set(rests[:missing])
    return tuple((floor + (place in more)) * step for place, floor in enumerate(floors))


def common_slope(scenario: Scenario) -> Fraction:
    """The common slope, or a little less where then nobody's numbers need to be rounded."""
    most = _steepest(scenario)
    if not all(_countable(party) or _recovered(party) for party in scenario.parties):
        return most
    for share in _SHARES:
        found = [case_numbers(party, slope=share * most) for party in scenario.parties]
        if all(numbers.way != "rounded" for numbers in found):
            return share * most
    return most
