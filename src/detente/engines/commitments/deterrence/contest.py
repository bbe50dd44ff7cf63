"""Who wins if it comes to a contest: success from strengths, in the ratio form."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from detente.foundation.errors import OutOfDomain

FloatArray = npt.NDArray[np.float64]


def contest_success(challenger: npt.ArrayLike, defender: npt.ArrayLike, decisiveness: float) -> FloatArray:
    """The chance that the challenger wins, from how strong the two sides are and how much strength decides.

    p = A^m / (A^m + D^m) for m > 0 and A + D > 0; p = 1/2 for m = 0, and where both strengths are 0.

    challenger, defender: strengths A, D >= 0 in one unit, finite; scalars or arrays that broadcast. The defender's
        strength holds whoever has joined: the protege's own, and of each guarantor what it can bring to bear.
    decisiveness: m >= 0, finite; 0: strength does not matter, 1: shares of strength, large: the stronger side wins.

    Returns chances in [0, 1], of the broadcast shape; there is always an answer. The limits hold: A = 0 gives 0, D = 0
    gives 1, and a large m gives 0, 1/2 or 1 without overflow. Only the ratio D/A matters, so the unit does not.
    O(size); 2^20 in 0.05 s.

    >>> contest_success(4, [1, 7], 1).round(6).tolist()
    [0.8, 0.363636]
    >>> contest_success(4, [1, 4, 7], 0).tolist()
    [0.5, 0.5, 0.5]

    Tullock, G. (1980). Efficient rent seeking. In Buchanan, Tollison and Tullock (eds), Toward a Theory of the
    Rent-Seeking Society, Texas A&M University Press: 97-112. Axioms: Skaperdas, S. (1996). Contest success functions.
    Economic Theory 7(2): 283-290, https://doi.org/10.1007/BF01213906
    """
    a = _strength("challenger", challenger)
    d = _strength("defender", defender)
    if not (math.isfinite(decisiveness) and decisiveness >= 0):
        raise OutOfDomain(f"decisiveness is {decisiveness}: give a finite number of at least 0")
    if decisiveness == 0:
        return np.full(np.broadcast_shapes(a.shape, d.shape), 0.5)
    # D/A runs over all of [0, inf]; a power that overflows or underflows is the limit that is meant.
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        ratio = np.divide(d, a)
        success = np.asarray(1.0 / (1.0 + (ratio if decisiveness == 1 else np.power(ratio, decisiveness))))
    return np.where((a == 0) & (d == 0), 0.5, success)


def _strength(who: str, value: npt.ArrayLike) -> FloatArray:
    strength = np.asarray(value, dtype=np.float64)
    if not np.all(np.isfinite(strength) & (strength >= 0)):
        raise OutOfDomain(f"a strength of the {who} is negative or not finite: give numbers of at least 0")
    return strength
