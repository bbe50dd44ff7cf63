"""What nothing beats in the plane if all must agree: the convex hull of the ideal points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.engines.forecast.problem import FloatArray


def unanimity_core(ideals: FloatArray | Sequence[Sequence[float]]) -> FloatArray:
    """The corners of the convex hull of ideal points in the plane, counterclockwise.

    From inside nobody can gain without another's loss; from outside all gain by going straight to the nearest point of
    the hull. One or two corners where the points lie in one place or on a line. O(n log n).

    >>> unanimity_core([[0, 0], [4, 0], [1, 1], [0, 4]]).tolist()
    [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]]
    """
    points = sorted({(float(x), float(y)) for x, y in np.asarray(ideals, dtype=np.float64)})
    if len(points) <= 2:
        return np.array(points)
    return np.array([*_half(points), *_half(points[::-1])])


def _half(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """One side of the hull of sorted points, without its last."""
    kept: list[tuple[float, float]] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept[:-1]


def _turn(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
