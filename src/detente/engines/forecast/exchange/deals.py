"""The deals that pairs of actors could make, and what each would be worth to both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import FloatArray, IntArray

WORTH_IT = 1e-10
"""Least gain, in shares of a scale, for which a deal is made."""


ON_IT = 1e-9
"""Who stands no farther than this from an outcome stands on it, in shares of a scale: rounding moves nobody off."""


@dataclass(frozen=True, slots=True, eq=False)
class Partners:
    """All pairs who stand on opposite sides of the outcome on both of two issues; a row a pair and issues.

    first demands `demanded`, on which second moves towards it; in return first moves on `supplied`. Who demands what
    follows from relative salience: first cares more for `demanded` against `supplied` than second does.
    """

    first: IntArray
    second: IntArray
    demanded: IntArray
    supplied: IntArray

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What each pair would agree on: the gain of either, and the moves of first and second on their scales."""

    gains: FloatArray
    first_moves: FloatArray
    second_moves: FloatArray


def outcomes(positions: FloatArray, weights: FloatArray) -> FloatArray:
    """The weighted mean on each issue, over those who take part: outcome[issue]."""
    return np.nansum(positions * weights, axis=0) / np.nansum(weights, axis=0)


def partners(positions: FloatArray, salience: FloatArray, weights: FloatArray) -> Partners:
    """Every pair on opposite sides of the outcome on two issues; who stands on the outcome counts as left of it."""
    present = ~np.isnan(positions)
    left = positions <= outcomes(positions, weights) + ON_IT
    count = positions.shape[1]
    rows: list[IntArray] = []
    i, j = np.triu_indices(len(positions), 1)
    both = present[i] & present[j]
    opposed = both & (left[i] != left[j])
    for p in range(count - 1):
        for q in range(p + 1, count):
            pair = np.flatnonzero(opposed[:, p] & opposed[:, q])
            a, b = i[pair], j[pair]
            swap = salience[a, p] * salience[b, q] <= salience[b, p] * salience[a, q]
            demanded, supplied = np.where(swap, q, p), np.where(swap, p, q)
            rows.append(np.stack([a, b, demanded, supplied]))
    every = np.concatenate(rows, axis=1) if rows else np.zeros((4, 0), dtype=np.int64)
    return Partners(*(row.astype(np.int64) for row in every))


def terms(
    found: Partners,
    positions: FloatArray,
    voting: FloatArray,
    salience: FloatArray,
    weights: FloatArray,
) -> Terms:
    """The terms at which both gain alike, as far as either can go.

    With D_p = |move of second| w / W the shift of the outcome on the demanded issue, and D_q that on the supplied:
    s_ip D_p - s_iq D_q = s_jq D_q - s_jp D_p. Neither goes beyond the other's position, and no shift takes the outcome,
    with all moves so far, beyond the demander's position. Who has no weight on what it supplies has nothing to give.

    positions: where the actors stand, shares of scales; voting: where they vote after the deals so far.
    """
    i, j, p, q = found.first, found.second, found.demanded, found.supplied
    total = np.nansum(weights, axis=0)
    stand = outcomes(voting, weights)
    to_first, to_second = np.sign(positions[i, p] - positions[j, p]), np.sign(positions[j, q] - positions[i, q])
    able = (weights[j, p] > 0) & (weights[i, q] > 0)
    asked, given = salience[i, p] + salience[j, p], salience[i, q] + salience[j, q]
    ratio = np.divide(asked, given, out=np.ones_like(asked), where=able)
    room_p = np.minimum(
        to_first * (positions[i, p] - voting[j, p]) * weights[j, p] / total[p],
        to_first * (positions[i, p] - stand[p]),
    )
    room_q = np.minimum(
        to_second * (positions[j, q] - voting[i, q]) * weights[i, q] / total[q],
        to_second * (positions[j, q] - stand[q]),
    )
    shift_p = np.where(able, np.maximum(np.minimum(room_p, room_q / ratio), 0.0), 0.0)
    shift_q = shift_p * ratio
    nothing = np.zeros_like(shift_p)
    first_moves = to_second * np.divide(shift_q * total[q], weights[i, q], out=nothing.copy(), where=able)
    second_moves = to_first * np.divide(shift_p * total[p], weights[j, p], out=nothing, where=able)
    return Terms(salience[i, p] * shift_p - salience[i, q] * shift_q, first_moves, second_moves)
