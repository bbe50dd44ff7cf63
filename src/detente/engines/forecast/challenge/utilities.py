"""What a challenge is expected to be worth: success, failure, and what comes if nobody challenges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.challenge.probabilities import contest_probabilities, supports
from detente.engines.forecast.challenge.readings import TIE, Reading
from detente.engines.forecast.problem import FloatArray
from detente.engines.forecast.weighted_median import weighted_medians


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
    gaps = positions[:, None] - positions[None]
    np.abs(gaps, out=gaps)
    gaps /= spread
    chances = _probabilities(positions, gaps, weights, reading)
    quo = _StatusQuo(positions, weights, gaps, spread) if reading.q < 1 else None
    risk = _risks(_security(gaps, chances, salience, reading.q, quo))
    if reading.curved_votes:
        curved = gaps ** risk[:, None]
        chances = _shares_of_all(supports(curved, weights))
    challenge, own = _expected(gaps, chances, salience, risk, reading.q, quo, own=reading.view == "own")
    threat = challenge.transpose(1, 0, 2) if own is None else own
    return Expectations(gaps, chances, risk, challenge, threat)


def _probabilities(positions: FloatArray, gaps: FloatArray, weights: FloatArray, reading: Reading) -> FloatArray:
    if reading.denominator == "contest":
        return contest_probabilities(positions, weights)
    return _shares_of_all(supports(gaps, weights))


def _shares_of_all(support: FloatArray) -> FloatArray:
    """Each support over all votes of all ordered pairs."""
    cast = 2 * support.sum(axis=(0, 1))
    return np.divide(support, cast, out=np.zeros_like(support), where=cast > 0)


class _StatusQuo:
    """What enters where q < 1: how far each is from the median, and whether the other is farther."""

    def __init__(self, positions: FloatArray, weights: FloatArray, gaps: FloatArray, spread: FloatArray) -> None:
        median = weighted_medians(positions.T, weights.T)
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
    gaps: FloatArray,
    chances: FloatArray,
    salience: FloatArray,
    risk: FloatArray,
    q: float,
    quo: _StatusQuo | None,
    *,
    own: bool,
) -> tuple[FloatArray, FloatArray | None]:
    """E[i, j, run] of i challenging j, and where `own` asks for it of j challenging i, both with i's exponent.

    Us - Q Usq - s_j (1 - P)(Us - Uf), where Us = 2 - 4 a and Uf = 2 - 4 b. One challenger after the other: what is
    worked on then fits a cache.
    """
    mine = np.empty_like(gaps)
    theirs = np.empty_like(gaps) if own else None
    a, b = np.empty_like(gaps[0]), np.empty_like(gaps[0])
    for i, (distance, exponent) in enumerate(zip(gaps, risk, strict=True)):
        _powered(distance, -0.5, exponent, a)
        _powered(distance, 0.5, exponent, b)
        b -= a
        b *= 4
        a *= -4
        a += 2 - q * (2 - 4 * 0.5**exponent)
        _less_what_is_lost(a, b, chances[i], salience, mine[i])
        if theirs is not None:
            _less_what_is_lost(a, b, chances[:, i], salience[i], theirs[i])
    if quo is not None:
        mine -= (1 - q) * quo.worth(gaps, risk[:, None], own=False)
        if theirs is not None:
            theirs -= (1 - q) * quo.worth(gaps, risk[:, None], own=True)
    return mine, theirs


def _powered(distance: FloatArray, slope: float, exponent: FloatArray, found: FloatArray) -> None:
    """(1/2 + slope g)^r into `found`; a power of 0 is 0."""
    np.multiply(distance, slope, out=found)
    found += 0.5
    with np.errstate(divide="ignore"):
        np.log(found, out=found)
    found *= exponent
    np.exp(found, out=found)


def _less_what_is_lost(
    gained: FloatArray, stakes: FloatArray, chance: FloatArray, salience: FloatArray, found: FloatArray
) -> None:
    """gained - s (1 - P) stakes into `found`."""
    np.subtract(1, chance, out=found)
    found *= salience
    found *= stakes
    np.subtract(gained, found, out=found)


def _risks(security: FloatArray) -> FloatArray:
    """r_i from the security of i, what all others together expect of challenging it, against the extremes.

    Where all are equally secure everybody is neutral: what rounding makes of equal sums ranks nobody.
    """
    top, bottom = security.max(axis=0), security.min(axis=0)
    width = top - bottom
    place = np.divide(2 * security - top - bottom, width, out=np.zeros_like(security), where=width > TIE)
    return (1 - place / 3) / (1 + place / 3)
