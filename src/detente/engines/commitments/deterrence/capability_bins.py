"""The distribution of joined strength for many guarantors: dynamic programming on bins that know their edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.commitments.deterrence.common_factor import Mixture
from detente.engines.commitments.deterrence.contest import FloatArray
from detente.foundation.errors import TooLarge

BINS = 2**16
"""Bins where the guarantors are independent; with a common factor fewer, so that bins x nodes stay at most CELLS."""
CELLS = 2**21
MOST = 1000
"""Guarantors. A thousand equal ones have a thousand sums and are quick; a thousand different ones take minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class Atoms:
    """mass[b] of joined strength somewhere in [low[b], high[b]]; sums that are equal stay one exact atom."""

    low: FloatArray
    high: FloatArray
    mass: FloatArray


def binned(projected: FloatArray, mixed: Mixture) -> Atoms:
    """The distribution of the joined strength.

    One guarantor after the other either stays out or joins; the nodes of a common factor share the bins, for strengths
    do not depend on it. Nothing is rounded: when sums become too many, those in one bin are merged and the bin keeps
    the smallest and the largest. So any function that only falls with strength is bracketed by its values there.
    O(n bins (nodes + log bins)).
    """
    if len(projected) > MOST:
        raise TooLarge("guarantors", estimate=len(projected), limit=MOST, todo="join small guarantors into groups")
    most = max(CELLS // len(mixed.weights), 1024) if len(mixed.weights) > 1 else BINS
    low, high, mass = np.zeros(1), np.zeros(1), np.ones((1, len(mixed.weights)))
    # The strongest first: the weak come last and are merged into bins that are already there.
    for i in np.argsort(-projected, kind="stable").tolist():
        joins = mixed.joins[:, i]
        low, high, mass = _merged(
            np.concatenate([low, low + projected[i]]),
            np.concatenate([high, high + projected[i]]),
            np.concatenate([mass * (1 - joins), mass * joins]),
            most,
        )
    return Atoms(low, high, mass @ mixed.weights)


def _merged(
    low: FloatArray, high: FloatArray, mass: FloatArray, most: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Equal atoms become one; if too many are left, so do all whose middle lies in one of `most` equal bins."""
    order = np.lexsort((high, low))
    low, high, mass = low[order], high[order], mass[order]
    starts = np.flatnonzero(np.concatenate([[True], (np.diff(low) > 0) | (np.diff(high) > 0)]))
    low, high, mass = _grouped(low, high, mass, starts)
    if len(low) <= most:
        return low, high, mass
    middle = (low + high) / 2
    order = np.argsort(middle, kind="stable")
    low, high, mass, middle = low[order], high[order], mass[order], middle[order]
    which = np.minimum((middle * (most / middle[-1])).astype(np.int64), most - 1)
    return _grouped(low, high, mass, np.flatnonzero(np.concatenate([[True], np.diff(which) > 0])))


def _grouped(
    low: FloatArray, high: FloatArray, mass: FloatArray, starts: npt.NDArray[np.int64]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    return np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts), np.add.reduceat(mass, starts, axis=0)
