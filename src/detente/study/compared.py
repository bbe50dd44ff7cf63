"""Numbers that comparisons leave open, drawn uniformly from all that keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from detente.foundation.contradictions import Row
from detente.study.factors import FloatArray
from detente.study.parties import IntArray, JudgedParty
from detente.study.polytope import Condition, SampledWeights, sample_weights

MOST_PIECES = 20_000
"""Most simplices into which a set is cut for exact draws."""

POOL = 4096
"""Points of a random walk that stand for a set that would take more pieces."""


@dataclass(frozen=True, slots=True)
class ComparedNumbers:
    """Any mean of the corners, all as likely: shares under comparisons, or values of answers under comparisons.

    corners: the extreme points, exact. rows: the conditions row·x <= 0 that they keep, beside lying between the
    smallest and the largest number in each place.

    The set is cut into simplices at its corners; a draw takes one by its volume, then a uniform point in it: exact,
    and independent of other draws. Where more than 20,000 pieces were needed, it takes one of 4,096 points of a
    random walk instead (`walked`).
    """

    corners: tuple[tuple[Fraction, ...], ...]
    rows: tuple[Row, ...] = ()

    @property
    def size(self) -> int:
        """How many uniforms one draw takes: none where the comparisons leave one point."""
        pieces = _pieces(self.corners, self.rows)
        if len(self.corners) == 1:
            return 0
        return 1 if pieces is None else 1 + pieces.corners.shape[1]

    @property
    def walked(self) -> SampledWeights | None:
        """The random walk that stands for the set, with its diagnostics; None where draws are exact."""
        return _pool(len(self.corners[0]), self.rows) if _pieces(self.corners, self.rows) is None else None

    def numbers(self, uniforms: FloatArray) -> FloatArray:
        """number[draw, place] from uniform[draw, …].

        >>> half = ((Fraction(1), Fraction(0)), (Fraction(1, 2), Fraction(1, 2)))
        >>> ComparedNumbers(half).numbers(np.array([[0.3, 0.5, 0.5]])).tolist()
        [[0.75, 0.25]]
        """
        if len(self.corners) == 1:
            return np.tile([float(x) for x in self.corners[0]], (len(uniforms), 1))
        pieces = _pieces(self.corners, self.rows)
        if pieces is None:
            pool = _pool(len(self.corners[0]), self.rows).weights
            return pool[np.minimum((uniforms[:, 0] * len(pool)).astype(np.int64), len(pool) - 1)]
        place = np.minimum(np.searchsorted(pieces.ends, uniforms[:, 0], side="right"), len(pieces.ends) - 1)
        spacings = -np.log1p(-uniforms[:, 1:])
        parts = spacings / spacings.sum(axis=1, keepdims=True)
        return np.einsum("dc,dcn->dn", parts, pieces.points[pieces.corners[place]])


def walks(parties: Sequence[JudgedParty]) -> Iterator[str]:
    """A remark for every judgement that is drawn from a random walk, with how far its points are from independent."""
    for party in parties:
        for factor in party.factors:
            walked = factor.form.walked if isinstance(factor.form, ComparedNumbers) else None
            if walked is not None and walked.diagnostics is not None:
                told = walked.diagnostics
                yield (
                    f"{party.name}, {factor.what}: drawn from {POOL:,} points of a random walk that tell as much as"
                    f" {told.effective:,.0f} independent ones (spread between chains beside within: {told.between:.3f})"
                )


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Simplices: corners[piece, …] as rows of points[corner, place], and ends[piece], the shares of volume added up."""

    points: FloatArray
    corners: IntArray
    ends: FloatArray


@lru_cache(maxsize=64)
def _pool(size: int, rows: tuple[Row, ...]) -> SampledWeights:
    return sample_weights(size, [Condition(row) for row in dict.fromkeys(rows)], POOL, seed=0)


@lru_cache(maxsize=64)
def _pieces(corners: tuple[tuple[Fraction, ...], ...], rows: tuple[Row, ...]) -> _Pieces | None:
    """The set cut into simplices; None where they are too many."""
    found = _cut_up((1 << len(corners)) - 1, _faces(corners, rows))
    if found is None:
        return None
    points = np.array([[float(x) for x in corner] for corner in corners])
    places = np.array(found, dtype=np.int64)
    edges = points[places[:, 1:]] - points[places[:, :1]]
    spread = points[1:] - points[0]
    along = np.linalg.svd(spread, full_matrices=False)[2][: places.shape[1] - 1]
    volumes = np.abs(np.linalg.det(edges @ along.T))
    return _Pieces(points, places, np.cumsum(volumes / volumes.sum()))


def _faces(corners: Sequence[Sequence[Fraction]], rows: Sequence[Row]) -> list[int]:
    """The corners at which each condition is an equality, as bits."""

    def where(holds: Callable[[Sequence[Fraction]], bool]) -> int:
        return sum(1 << i for i, corner in enumerate(corners) if holds(corner))

    found = list[int]()
    for place in range(len(corners[0])):
        for end in (min(c[place] for c in corners), max(c[place] for c in corners)):
            found.append(where(lambda corner, place=place, end=end: corner[place] == end))
    for row in rows:
        found.append(where(lambda corner, row=row: not sum(a * x for a, x in zip(row, corner, strict=True))))
    return list(dict.fromkeys(found))


def _cut_up(everything: int, faces: Sequence[int]) -> list[tuple[int, ...]] | None:
    """A triangulation: the first corner of a face joined with the pieces of each facet that does not hold it."""
    known = dict[int, list[tuple[int, ...]] | None]()

    def pieces(face: int) -> list[tuple[int, ...]] | None:
        if face not in known:
            known[face] = joined(face)
        return known[face]

    def joined(face: int) -> list[tuple[int, ...]] | None:
        first = face & -face
        if face == first:
            return [(first.bit_length() - 1,)]
        found = list[tuple[int, ...]]()
        for facet in _facets(face, faces):
            if not facet & first:
                below = pieces(facet)
                if below is None or len(found) + len(below) > MOST_PIECES:
                    return None
                found += [(first.bit_length() - 1, *piece) for piece in below]
        return found

    return pieces(everything)


def _facets(face: int, faces: Sequence[int]) -> list[int]:
    """The largest faces inside a face."""
    inside = {face & other for other in faces} - {face, 0}
    return [one for one in inside if not any(one != other and one & other == one for other in inside)]
