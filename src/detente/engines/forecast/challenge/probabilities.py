"""How likely each challenge is to succeed: all others, and the two themselves, take sides by nearness.

Everywhere places[actor, run] ascend in each run and weights[actor, run] are 0 or more. Support of i against j is what
those who prefer i to j vote: sum_k w_k max(0, D_kj - D_ki), where D is the distance, or a power of it.
"""

from __future__ import annotations

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray


def sides(places: FloatArray) -> IntArray:
    """nearer[i, j, run] for i < j: how many, counted from the first, stand nearer to i than to j.

    Given as the place of [how many, run] in an array over [count + 1, run] laid out flat. Whoever stands on their
    midpoint is counted to j, and votes nothing anyway. O(runs n^3), but comparisons only: of 40 actors an eighth of a
    round.
    """
    count, runs = places.shape
    nearer: IntArray = np.empty((count, count, runs), dtype=np.int64)
    run: IntArray = np.arange(runs, dtype=np.int64)
    for i in range(count - 1):
        middle = (places[i] + places[i + 1 :]) / 2
        tally = np.zeros(middle.shape, dtype=np.int8 if count < 127 else np.int16)
        below = np.empty(middle.shape, dtype=np.bool_)
        one = below.view(np.int8)
        for k in range(1, len(middle)):
            np.less(places[i + k], middle[k:], out=below[k:])
            tally[k:] += one[k:]
        np.multiply(tally, runs, out=nearer[i, i + 1 :], dtype=np.int64)
        nearer[i, i + 1 :] += run + (i + 1) * runs
    return nearer


def straight_supports(places: FloatArray, weights: FloatArray, nearer: IntArray) -> FloatArray:
    """support[i, j, run] by distances themselves. O(runs n^2).

    Up to the last who is nearer to i all vote for it: the whole of its distance from j, less twice what they stand
    above i. All of it counted from i, so that rounding is small against the distance of the two, not of all.
    """
    count, runs = places.shape
    mass = added_up(weights)
    beyond, double = mass[-1] - 2 * mass, 2 * weights
    support = apart_from_itself((count, count, runs))
    above_low = np.empty((count + 1, runs))
    for i in range(count - 1):
        above = slice(i + 1, count)
        apart = places[above] - places[i]
        _add_up(apart * double[above], above_low[i + 1 :])
        at = nearer[i, above]
        low = apart * mass.take(at, mode="clip")
        low -= above_low.take(at, mode="clip")
        apart *= beyond[above]
        apart += above_low[above]
        apart += low
        np.maximum(low, 0, out=support[i, above])
        np.maximum(apart, 0, out=support[above, i])
    return support


def curved_supports(gaps: FloatArray, exponents: FloatArray, weights: FloatArray, nearer: IntArray) -> FloatArray:
    """support[i, j, run] where voter k raises distances to exponents[k, run]. O(runs n^2).

    gaps[i, j, run]: the distances. A power leaves the order of distances as it is, so who is nearer to whom is the
    same as without it; by sums over the first m voters of their distances from each place, to 1e-15 of all weight.
    """
    count, _, runs = gaps.shape
    far = apart_from_itself(gaps.shape)
    for i in range(count - 1):
        above = slice(i + 1, count)
        with np.errstate(divide="ignore"):
            log = np.log(gaps[i, above])
        for here, there in ((i, above), (above, i)):
            power = log * exponents[here]
            np.exp(power, out=power)
            np.multiply(power, weights[here], out=far[here, there])
    total, upto = np.empty_like(weights), np.empty((count + 1, runs))
    for y in range(count):
        _add_up(far[:, y], upto)
        total[y] = upto[-1]
        far[:y, y] = upto.take(nearer[:y, y], mode="clip")
        far[y + 1 :, y] = upto.take(nearer[y, y + 1 :], mode="clip")
    for i in range(count - 1):
        above = slice(i + 1, count)
        low = far[i, above] - far[above, i]
        np.maximum(low, 0, out=far[i, above])
        low -= total[above]
        low += total[i]
        np.maximum(low, 0, out=far[above, i])
    return far


def shares_of_contests(support: FloatArray, places: FloatArray, weights: FloatArray) -> FloatArray:
    """P[i, j, run]: the support of i against j, of all votes between the two.

    0 where the two stand together; 1/2 where they do not, but no more than 1e-14 of all weight votes.
    """
    found = apart_from_itself(support.shape)
    least = 1e-14 * weights.sum(axis=0)
    for i in range(len(places) - 1):
        above = slice(i + 1, len(places))
        cast = support[i, above] + support[above, i]
        nobody = cast <= least
        even = nobody & (places[above] > places[i])
        cast += nobody
        np.divide(support[i, above], cast, out=found[i, above])
        np.divide(support[above, i], cast, out=found[above, i])
        if even.any():
            found[i, above][even] = found[above, i][even] = 0.5
    return found


def shares_of_all(support: FloatArray) -> FloatArray:
    """P[i, j, run]: the support of i against j, of all votes of all ordered pairs."""
    cast = 2 * support.sum(axis=(0, 1))
    return support * np.divide(1, cast, out=np.zeros_like(cast), where=cast > 0)


def apart_from_itself(shape: tuple[int, ...]) -> FloatArray:
    """An array over [i, j, run] to be filled, but for what each is to itself: 0."""
    found = np.empty(shape)
    every = np.arange(shape[0])
    found[every, every] = 0
    return found


def added_up(rows: FloatArray) -> FloatArray:
    """found[m]: the sum of the first m rows."""
    found = np.empty((len(rows) + 1, rows.shape[1]))
    _add_up(rows, found)
    return found


def _add_up(rows: FloatArray, found: FloatArray) -> None:
    """The sums of the first m rows into found[m]: row by row, as numpy's own is slower."""
    found[0] = 0
    for before, row, after in zip(found[:-1], rows, found[1:], strict=True):
        np.add(before, row, out=after)
