"""One draw of all values, decided by merging issues: is there a package that leaves everybody its walk-away?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.engines.settlement.folding.maxima import kept
from detente.study.factors import FloatArray

KEPT = 5_000
"""Most partial sums that are kept when a draw is merged."""

OPEN, SHUT, UNDECIDED = 1, 0, -1

_GRAIN = 2.0**40


def merged(tables: Sequence[FloatArray], floor: FloatArray, multipliers: FloatArray) -> int:
    """Whether one combination a group adds up to the floor for everybody, by keeping partial sums that none dominates.

    On whole multiples of 2**-40 points. A sum that is enough whatever follows counts no further than that, and one
    falls out that even the best rest leaves below a floor, or below the floors under the multipliers.
    """
    if not all(len(table) for table in tables):
        return SHUT
    ordered = sorted((np.rint(table * _GRAIN).astype(np.int64) for table in tables), key=len)
    weighed = [float((table @ multipliers).max()) for table in ordered]
    needs = np.floor(floor * _GRAIN).astype(np.int64) - len(tables)
    best = np.array([table.max(axis=0) for table in ordered])
    worst = np.array([table.min(axis=0) for table in ordered])
    sums = np.zeros((1, len(needs)), dtype=np.int64)
    for g, table in enumerate(ordered):
        low, enough = needs - best[g + 1 :].sum(axis=0), needs - worst[g + 1 :].sum(axis=0)
        sums = (sums[:, None, :] + table).reshape(-1, len(needs))
        # As doubles these sums are a few units off at the most: 2**10, a billionth of a point, is beyond all rounding.
        lacking = float(needs @ multipliers) - sum(weighed[g + 1 :]) - 2.0**10
        sums = sums[(sums >= low).all(axis=1) & (sums @ multipliers >= lacking)]
        if not len(sums):
            return SHUT
        sums = np.minimum(sums, enough)
        if (sums == enough).all(axis=1).any():
            return OPEN
        found = kept([np.ascontiguousarray(column) for column in sums.T], len(needs))
        if len(found) > KEPT:
            return UNDECIDED
        sums = np.stack(found.columns, axis=1)
    return OPEN
