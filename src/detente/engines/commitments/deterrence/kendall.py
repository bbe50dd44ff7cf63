"""Kendall's tau-b: how alike two rankings with ties are."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.foundation.errors import OutOfDomain


def kendall_tau_b(first: npt.ArrayLike, second: npt.ArrayLike) -> float | NoAnswer:
    """How alike two rankings of the same things are, from -1 (opposite) to 1 (the same), ties allowed.

    tau_b = (C - D) / sqrt((P - T1) (P - T2)): C concordant and D discordant of P = n (n - 1) / 2 pairs, T1 and T2 those
    tied in the first and in the second. Counts are exact whole numbers, from a table of the k x l distinct values.

    first, second: n numbers each, n >= 2; only their order matters.

    NoAnswer where one of them is the same for all: it ranks nothing. O(n log n + k l); 10^6 of 4 values in 0.2 s.

    >>> round(kendall_tau_b([3, 3, 0, 1], [3, 1, 0, 0]), 6)
    0.8

    Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika 33(3): 239-251,
    https://doi.org/10.1093/biomet/33.3.239
    """
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape or len(a) < 2:
        raise OutOfDomain(f"rankings of shapes {a.shape} and {b.shape}: give two of one length, at least 2")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise OutOfDomain("a ranking holds a number that is not finite")
    values_a, rows = np.unique(a, return_inverse=True)
    values_b, columns = np.unique(b, return_inverse=True)
    if len(values_a) == 1 or len(values_b) == 1:
        return NoAnswer("capability-share", "a ranking in which all are equal ranks nothing")
    shape = (len(values_a), len(values_b))
    table = np.bincount(rows.reshape(-1) * shape[1] + columns.reshape(-1), minlength=shape[0] * shape[1]).reshape(shape)
    # below[i, j]: things ranked strictly lower in both; discordant ones are lower in the first, higher in the second.
    sums = np.zeros((shape[0] + 1, shape[1] + 1), dtype=np.int64)
    sums[1:, 1:] = table.cumsum(axis=0).cumsum(axis=1)
    below = sums[:-1, :-1]
    above = sums[:-1, -1:] - sums[:-1, 1:]
    difference = int((table * (below - above)).sum())
    pairs = len(a) * (len(a) - 1) // 2
    untied_a, untied_b = (pairs - sum(k * (k - 1) // 2 for k in table.sum(axis=axis).tolist()) for axis in (1, 0))
    return difference / math.sqrt(untied_a * untied_b)
