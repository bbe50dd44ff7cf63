"""What a challenge is expected to be worth: success, failure, and what comes if nobody challenges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.challenge.probabilities import (
    added_up,
    apart_from_itself,
    curved_supports,
    shares_of_all,
    shares_of_contests,
    sides,
    straight_supports,
)
from detente.engines.forecast.challenge.readings import TIE, Reading
from detente.engines.forecast.problem import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Expectations:
    """One round's second pass, all over runs.

    gaps[i, j, run]: their distance, as a share of the range. probabilities[i, j, run]: that i prevails over j.
    risk[i, run]: the exponent, 1/2 to 2, 1 neutral, above 1 averse to risk. challenge[i, j, run]: what i expects of
    challenging j. threat[i, j, run]: what i thinks that j expects of challenging i.
    """

    gaps: FloatArray
    probabilities: FloatArray
    risk: FloatArray
    challenge: FloatArray
    threat: FloatArray


def expectations(
    positions: FloatArray, salience: FloatArray, influence: FloatArray, reading: Reading, spread: FloatArray
) -> Expectations:
    """Both passes of one round: first with everybody neutral, then with the risks that this shows.

    positions[actor, run], ascending in each run; salience, influence[actor, run].
    spread[run]: the range that distances are shares of.
    """
    weights = influence * salience
    places = (positions - positions[0]) / spread
    gaps = np.abs(places[:, None] - places[None])
    nearer = sides(places)

    def shares(support: FloatArray) -> FloatArray:
        return shares_of_all(support) if reading.denominator == "all" else shares_of_contests(support, places, weights)

    chances = shares(straight_supports(places, weights, nearer))
    quo = _StatusQuo(positions, weights, gaps, spread) if reading.q < 1 else None
    risk = _risks(_security(gaps, chances, salience, reading.q, quo))
    if reading.curved_votes:
        chances = shares(curved_supports(gaps, risk, weights, nearer))
    challenge, own = _expected(gaps, chances, salience, risk, reading.q, own=reading.view == "own")
    if quo is not None:
        challenge -= (1 - reading.q) * quo.worth(gaps, risk[:, None], own=False)
        if own is not None:
            own -= (1 - reading.q) * quo.worth(gaps, risk[:, None], own=True)
    threat = challenge.transpose(1, 0, 2) if own is None else own
    return Expectations(gaps, chances, risk, challenge, threat)


def lower_medians(positions: FloatArray, weights: FloatArray) -> FloatArray:
    """The lower weighted median of each run, as `weighted_medians` finds it: positions[actor, run], ascending."""
    below = added_up(weights)
    first: IntArray = (below[1:] < below[-1] * (0.5 - 1e-12)).sum(axis=0, dtype=np.int64)
    first *= len(first)
    first += np.arange(len(first), dtype=np.int64)
    return positions.take(first)


class _StatusQuo:
    """What enters where q < 1: how far each is from the median, and whether the other is farther."""

    def __init__(self, positions: FloatArray, weights: FloatArray, gaps: FloatArray, spread: FloatArray) -> None:
        median = lower_medians(positions, weights)
        self.from_median = np.abs(positions - median) / spread
        self.improves = gaps - self.from_median[:, None] > TIE

    def worth(self, gaps: FloatArray, risk: FloatArray, *, own: bool) -> FloatArray:
        """T Ub + (1 - T) Uw, for i as the challenger, or for j where `own` looks at a challenge by j."""
        near = self.from_median[None] if own else self.from_median[:, None]
        improves = self.improves.transpose(1, 0, 2) if own else self.improves
        sign = np.where(improves, -0.25, 0.25)
        return 2 - 4 * (0.5 + sign * (near + gaps)) ** risk


def _security(
    gaps: FloatArray, chances: FloatArray, salience: FloatArray, q: float, quo: _StatusQuo | None
) -> FloatArray:
    """S_i = sum_{j != i} E[j, i] where every exponent is 1: Us = 2g, Uf = -2g, Usq = 0.

    E[j, i] = 2 g (1 - 2 s_i (1 - P_ji)), less the status quo; g = 0 where two stand together.
    """
    around = gaps.sum(axis=0)
    found = 2 * around - 4 * salience * (around - np.einsum("jir,jir->ir", gaps, chances))
    if quo is not None:
        worth = quo.worth(gaps, np.ones((1, 1, 1)), own=False)
        found -= (1 - q) * (worth.sum(axis=0) - worth.diagonal().T)
    return found


def _expected(
    gaps: FloatArray, chances: FloatArray, salience: FloatArray, risk: FloatArray, q: float, *, own: bool
) -> tuple[FloatArray, FloatArray | None]:
    """E[i, j, run] of i challenging j, and where `own` asks for it of j challenging i, both with i's exponent.

    Us - Q Usq - s_j (1 - P)(Us - Uf), where Us = 2 - 4 a and Uf = 2 - 4 b. One actor after the other with all above it,
    as the bases of the powers are the same in both directions; and what is worked on then fits a cache.
    """
    count, fourfold = len(gaps), 4 * salience
    mine = apart_from_itself(gaps.shape)
    theirs = apart_from_itself(gaps.shape) if own else None
    sure = 2 - q * (2 - 4 * np.exp2(-risk))
    for i in range(count - 1):
        above = slice(i + 1, count)
        half = gaps[i, above] * 0.5
        with np.errstate(divide="ignore"):
            success, failure = np.log(0.5 - half), np.log(0.5 + half)
        up, down = 1 - chances[i, above], 1 - chances[above, i]
        up *= fourfold[above]
        down *= fourfold[i]
        for here, there, lost, others in ((i, above, up, down), (above, i, down, up)):
            a, stakes = success * risk[here], failure * risk[here]
            np.exp(a, out=a)
            np.exp(stakes, out=stakes)
            stakes -= a
            a *= -4
            a += sure[here]
            np.subtract(a, lost * stakes, out=mine[here, there])
            if theirs is not None:
                stakes *= others
                np.subtract(a, stakes, out=theirs[here, there])
    return mine, theirs


def _risks(security: FloatArray) -> FloatArray:
    """r_i from the security of i, what all others together expect of challenging it, against the extremes.

    Where all are equally secure everybody is neutral: what rounding makes of equal sums ranks nobody.
    """
    top, bottom = security.max(axis=0), security.min(axis=0)
    width = top - bottom
    place = (2 * security - top - bottom) / np.where(width > TIE, width, np.inf)
    return (1 - place / 3) / (1 + place / 3)
