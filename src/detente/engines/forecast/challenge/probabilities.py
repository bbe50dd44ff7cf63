"""How likely each challenge is to succeed: all others, and the two themselves, take sides by nearness."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray


def contest_probabilities(positions: FloatArray, weights: FloatArray) -> FloatArray:
    """P[i, j, run]: the share of all weighted votes between i and j that are for i.

    positions[actor, run], ascending in each run; weights[actor, run]. 0 where two stand together, 1/2 where they do
    not but nobody votes. Voter k votes w_k (|x_k - x_j| - |x_k - x_i|) for i against j: all of the distance between
    the two if it stands outside them, else twice its distance from their midpoint. By prefix sums of w and w x, to
    1e-12 of all weight times the range, below which nobody counts as voting. O(runs n^2) and a count of O(runs n^3)
    comparisons.
    """
    count, runs = positions.shape
    positions = positions - positions[:1]
    rows, columns = _pairs(count)
    mass = np.concatenate([np.zeros((1, runs)), np.cumsum(weights, axis=0)])
    moment = np.concatenate([np.zeros((1, runs)), np.cumsum(weights * positions, axis=0)])
    low, high = positions[rows], positions[columns]
    middle = (low + high) / 2
    apart = np.subtract(high, low, out=high)
    at: IntArray = _nearer_the_low(positions, middle, rows, columns) * runs + np.arange(runs, dtype=np.int64)
    mass_split: FloatArray = mass.ravel().take(at)
    moment_split: FloatArray = moment.ravel().take(at)
    for_low: FloatArray = mass_split - mass[rows + 1]
    for_low *= middle
    for_low -= moment_split
    for_low += moment[rows + 1]
    for_low *= 2
    for_low += apart * mass[rows + 1]
    cast: FloatArray = mass_split - mass[columns]
    cast *= middle
    cast -= moment_split
    cast += moment[columns]
    cast *= 2
    cast += apart * (mass[-1] - mass[columns])
    cast += for_low
    nobody = cast <= 1e-14 * mass[-1] * positions[-1]
    share: FloatArray = np.divide(for_low, cast, out=for_low, where=~nobody)
    share[nobody] = 0.5
    found = np.zeros((count, count, runs))
    found[rows, columns] = share
    found[columns, rows] = np.subtract(1, share, out=share)
    together = np.flatnonzero(apart == 0)
    if together.size:
        pair, run = np.divmod(together, runs)
        found[rows[pair], columns[pair], run] = found[columns[pair], rows[pair], run] = 0
    return found


@lru_cache(maxsize=16)
def _pairs(count: int) -> tuple[IntArray, IntArray]:
    rows, columns = np.triu_indices(count, 1)
    rows.flags.writeable = columns.flags.writeable = False
    return rows, columns


def _nearer_the_low(positions: FloatArray, middle: FloatArray, rows: IntArray, columns: IntArray) -> IntArray:
    """How many stand below the middle of each pair, from the lower one up to the one before the higher."""
    count = np.zeros(middle.shape, dtype=np.int8 if len(positions) < 128 else np.int16)
    below = np.empty(middle.shape, dtype=np.bool_)
    for position in positions:
        np.less(position, middle, out=below)
        count += below.view(np.int8)
    return np.clip(count.astype(np.int64), rows[:, None] + 1, columns[:, None])


def supports(distances: FloatArray, weights: FloatArray) -> FloatArray:
    """support[i, j, run] = sum_k w_k max(0, D_kj - D_ki), for any D[voter, position, run]. O(runs n^3)."""
    count, _, runs = distances.shape
    support = np.zeros_like(distances)
    for i in range(count - 1):
        signed = np.zeros((count - 1 - i, runs))
        cast = np.zeros_like(signed)
        for k in range(count):
            votes = distances[k, i + 1 :] - distances[k, i]
            votes *= weights[k]
            signed += votes
            cast += np.abs(votes, out=votes)
        support[i, i + 1 :] = (cast + signed) / 2
        support[i + 1 :, i] = (cast - signed) / 2
    return support
