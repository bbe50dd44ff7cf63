"""How likely each challenge is to succeed: all others, and the two themselves, take sides by nearness."""

from __future__ import annotations

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray


def contest_probabilities(positions: FloatArray, weights: FloatArray) -> FloatArray:
    """P[i, j, run]: the share of all weighted votes between i and j that are for i.

    positions[actor, run], ascending in each run; weights[actor, run]. 0 where two stand together, 1/2 where they do
    not but nobody votes. Voter k votes w_k (|x_k - x_j| - |x_k - x_i|) for i against j: all of the distance between
    the two if it stands outside them, else twice its distance from their midpoint. By prefix sums of w and w x: votes
    are found to 1e-14 of all weight times the range, and no more than that counts as none. O(runs n^2) and a count of
    O(runs n^3) comparisons.
    """
    count, runs = positions.shape
    positions = positions - positions[:1]
    mass = np.concatenate([np.zeros((1, runs)), np.cumsum(weights, axis=0)])
    moment = np.concatenate([np.zeros((1, runs)), np.cumsum(weights * positions, axis=0)])
    least = 1e-14 * mass[-1] * positions[-1]
    run: IntArray = np.arange(runs, dtype=np.int64)
    found = np.zeros((count, count, runs))
    for i in range(count - 1):
        low, high, above = positions[i], positions[i + 1 :], slice(i + 1, count)
        middle, apart = (low + high) / 2, high - low
        at: IntArray = _nearer_the_low(positions[above], middle, i) * runs + run
        mass_split: FloatArray = mass.ravel().take(at)
        moment_split: FloatArray = moment.ravel().take(at)
        for_low: FloatArray = 2 * ((mass_split - mass[i + 1]) * middle - (moment_split - moment[i + 1]))
        for_low += apart * mass[i + 1]
        cast: FloatArray = 2 * ((mass_split - mass[above]) * middle - (moment_split - moment[above]))
        cast += apart * (mass[-1] - mass[above])
        cast += for_low
        share: FloatArray = np.divide(for_low, cast, out=np.full_like(cast, 0.5), where=cast > least)
        found[i, above] = share
        found[above, i] = 1 - share
        together = apart == 0
        found[i, above][together] = found[above, i][together] = 0
    return found


def _nearer_the_low(higher: FloatArray, middle: FloatArray, i: int) -> IntArray:
    """Up to which actor, counted from the first, all stand nearer to i than to each of the higher ones."""
    count = np.zeros(middle.shape, dtype=np.int8 if len(higher) < 127 else np.int16)
    below = np.empty(middle.shape, dtype=np.bool_)
    for position in higher:
        np.less(position, middle, out=below)
        count += below.view(np.int8)
    found: IntArray = count.astype(np.int64) + (i + 1)
    return found


def supports(distances: FloatArray, weights: FloatArray) -> FloatArray:
    """support[i, j, run] = sum_k w_k max(0, D_kj - D_ki), for any D[voter, position, run]. O(runs n^3).

    max(0, d) = (|d| + d) / 2, and the second part needs no voter by voter: sum_k w_k d is W_j - W_i, with
    W_y = sum_k w_k D_ky.
    """
    count, _, runs = distances.shape
    weighed = distances * weights[:, None]
    total = weighed.sum(axis=0)
    support = np.zeros_like(distances)
    for i in range(count - 1):
        above = slice(i + 1, count)
        cast = np.zeros((count - 1 - i, runs))
        for voter in weighed:
            votes = voter[above] - voter[i]
            cast += np.abs(votes, out=votes)
        signed = total[above] - total[i]
        support[i, above] = (cast + signed) / 2
        support[above, i] = (cast - signed) / 2
    return np.maximum(support, 0, out=support)
