"""How long it takes until the last of those who must act has acted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from detente.engines.commitments.gaussian_factor import conditional, expectation
from detente.engines.commitments.quadrature import TOLERANCE, FloatArray, trapezoid
from detente.engines.commitments.quantity import Number, as_printed, not_negative, positive, probability
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen, plain

TERMS = 600
"""Terms of the exact mean; with more, it is integrated."""

LARGEST_FRAILTY = 10

_RELATIVE = 1e-9
"""How near a quantile is found, relative to itself."""


@dataclass(frozen=True, slots=True)
class DoneBy:
    """The probability that all have acted by this time."""

    days: float
    probability: float


@dataclass(frozen=True, slots=True)
class NoMean:
    """There is no mean, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationDelay(Answer):
    """When the last has acted. `quantiles`: for each level, the time by which all have acted with that probability."""

    dependence: str
    mean: float | NoMean
    median: float
    by: tuple[DoneBy, ...]
    quantiles: tuple[DoneBy, ...]
    slowest: tuple[str, ...]
    """Those with the smallest hazard, all ties."""

    def rows(self) -> list[dict[str, Any]]:
        """One row a time asked for, then one a quantile."""
        asked = [("by", *item) for item in ((d.days, d.probability) for d in self.by)]
        found = [("quantile", *item) for item in ((d.days, d.probability) for d in self.quantiles)]
        return [{"kind": kind, "days": plain(t), "probability": plain(p)} for kind, t, p in (*asked, *found)]


def activation_delay(
    hazards: Sequence[Number],
    *,
    by: Sequence[Number] = (),
    levels: Sequence[Number] = ("0.1", "0.5", "0.9"),
    voters: Sequence[str] | None = None,
    frailty: Number = 0,
    correlation: Number = 0,
) -> ActivationDelay:
    """How long until everybody has acted: mostly the wait for the slowest.

    Independent exponential times: P(done by t) = prod (1 - exp(-h_i t)), mean by inclusion and exclusion over subsets
    S: sum (-1)^(|S|+1) / sum_{i in S} h_i. Dependent, either by a shared gamma frailty G of mean 1 and variance
    theta, all hazards times G: P = E prod (1 - exp(-G h_i t)), mean / (1 - theta), none from theta = 1 on. Or by one
    Gaussian factor of correlation rho between the times (the copula of `ratification_probability`).

    hazards: h_i > 0 a day: 1 / (mean days of i). by: times in days, >= 0. levels: probabilities between 0 and 1.
    frailty: theta, 0 to 10. correlation: rho, 0 to below 1. At most one of the two is above 0.

    Where no mean exists it is `NoMean` with the reason. The mean is exact up to 600 terms (equal hazards share
    terms), else integrated; `tolerance` is the largest error of a number by quadrature, in its own unit. Quantiles are
    found to 1e-9 of themselves. O(n × times); 30 voters in 15 ms, with a factor in 0.4 s.

    >>> answer = activation_delay(["1/60"] * 28 + ["1/300", "1/400"], by=[365])
    >>> round(answer.by[0].probability, 9), round(answer.mean, 2), round(answer.median, 2)
    (0.395117098, 555.0, 436.97)

    Order statistics of exponential times, derived here. Frailty: Vaupel, J. W., Manton, K. G. and Stallard, E. (1979).
    The impact of heterogeneity in individual frailty on the dynamics of mortality. Demography 16(3): 439-454,
    https://doi.org/10.2307/2061224. Factor: Vasicek, O. A. (2002). Loan portfolio value. Risk 15(12): 160-162.
    """
    names = tuple(voters) if voters is not None else tuple(f"voter {i}" for i in range(len(hazards)))
    if not hazards or len(names) != len(hazards):
        raise OutOfDomain("give at least one hazard, and one name a hazard")
    # As printed, so that equal hazards are found equal and the mean is exact.
    rates = [as_printed(positive(h, f"hazard of {name}"), "hazard") for h, name in zip(hazards, names, strict=True)]
    theta, rho = float(not_negative(frailty, "frailty")), float(probability(correlation, "correlation"))
    if theta > LARGEST_FRAILTY or rho >= 1 or (theta > 0 and rho > 0):
        raise OutOfDomain("frailty is at most 10, correlation below 1, and only one of the two above 0")
    groups = sorted(Counter(rates).items())
    chance = _chance(groups, theta, rho)
    times = [float(not_negative(t, "time")) for t in by]
    done = [(t, *chance(t)) for t in times]
    wanted = [float(probability(level, "level")) for level in levels]
    if any(not 0 < level < 1 for level in wanted):
        raise OutOfDomain("a level lies between 0 and 1, both excluded")
    mean, exact, error = _mean(groups, theta, rho, chance)
    slowest = min(rates)
    summed = theta > 0 or rho > 0 or not isinstance(exact, Fraction)
    return ActivationDelay(
        method="activation-delay",
        dependence="gamma frailty" if theta else ("gaussian factor" if rho else "independent"),
        mean=mean,
        median=_quantile(chance, 0.5, slowest),
        by=tuple(DoneBy(t, p) for t, p, _ in done),
        quantiles=tuple(DoneBy(_quantile(chance, level, slowest), level) for level in wanted),
        slowest=tuple(name for name, rate in zip(names, rates, strict=True) if rate == slowest),
        tolerance=max(TOLERANCE, error, *(e for _, _, e in done)) if summed else None,
        caveats=(
            "a constant hazard says that who has waited long is no nearer to acting",
            "everybody is taken to act at some time; multiply by the probability that all do",
        ),
        parameters=frozen(voters=len(rates), frailty=theta, correlation=rho),
        certificate=frozen(
            independent_mean_exact=exact,
            slowest_mean=1 / slowest,
            sum_of_means=sum((1 / r for r in rates), Fraction(0)),
        ),
    )


def _chance(groups: Sequence[tuple[Fraction, int]], theta: float, rho: float) -> Callable[[float], tuple[float, float]]:
    """The probability of being done by a time, and its tolerance."""
    rates = np.array([float(rate) for rate, _ in groups])
    counts = np.array([count for _, count in groups])

    def independent(scaled: FloatArray) -> FloatArray:
        """For times in days multiplied by the frailty."""
        acted = -np.expm1(-rates[:, None] * scaled[None, :])
        return np.asarray(np.prod(acted ** counts[:, None], axis=0), dtype=np.float64)

    def frail(time: float) -> tuple[float, float]:
        shape = 1 / theta
        constant = shape * math.log(shape) - math.lgamma(shape)

        def integrand(log: FloatArray) -> FloatArray:
            return np.exp(constant + shape * (log - np.exp(log))) * independent(time * np.exp(log))

        low, high = _gamma_ends(shape)
        # Where even the quickest has acted with a probability below e^-45 there is nothing to add up.
        return trapezoid(integrand, max(low, -45 - math.log(time * rates.max())), high)

    def factored(time: float) -> tuple[float, float]:
        alone = (-np.expm1(-rates * time)).tolist()
        return expectation(lambda z: np.prod(conditional(alone, rho, z) ** counts[:, None], axis=0))

    def chance(time: float) -> tuple[float, float]:
        if time == 0:
            return 0.0, 0.0
        if theta > 0:
            return frail(time)
        return factored(time) if rho > 0 else (float(independent(np.array([time]))[0]), 0.0)

    return chance


def _gamma_ends(shape: float) -> tuple[float, float]:
    """Logarithms of a gamma variable of mean 1 beyond which its density is below e^-45 of the largest.

    With d = e^s - 1 - s the density of the logarithm falls as e^(-shape d); d >= s^2 / (2 - s) below 0,
    d >= s^2 / 2 above 0, and d >= e^s / 2 from s = 2 on.
    """
    far = 45 / shape
    return -(far + math.sqrt(far**2 + 8 * far)) / 2, min(math.sqrt(2 * far), max(2.0, math.log(2 * far)))


def _mean(
    groups: Sequence[tuple[Fraction, int]], theta: float, rho: float, chance: Callable[[float], tuple[float, float]]
) -> tuple[float | NoMean, Fraction | str, float]:
    """The mean, the exact mean under independence where it is known, and the tolerance of the first."""
    exact: Fraction | str = "integrated"
    error = 0.0
    if math.prod(count + 1 for _, count in groups) <= TERMS:
        exact = _inclusion_exclusion(groups)
    if theta >= 1:
        return NoMean("with a frailty of 1 or more, slow years are so likely that no mean exists"), exact, error
    if rho == 0 and isinstance(exact, Fraction):
        return float(exact) / (1 - theta), exact, error
    survival = chance if rho > 0 else _chance(groups, 0.0, 0.0)
    found, error = _integrated(groups, survival)
    return found / (1 - theta), exact, error / (1 - theta)


def _inclusion_exclusion(groups: Sequence[tuple[Fraction, int]]) -> Fraction:
    total = Fraction(0)
    for taken in product(*(range(count + 1) for _, count in groups)):
        if any(taken):
            ways = math.prod(math.comb(count, k) for (_, count), k in zip(groups, taken, strict=True))
            rate = sum((k * rate for (rate, _), k in zip(groups, taken, strict=True)), Fraction(0))
            total += (-1) ** (sum(taken) + 1) * ways / rate
    return total


def _integrated(
    groups: Sequence[tuple[Fraction, int]], chance: Callable[[float], tuple[float, float]]
) -> tuple[float, float]:
    """The integral of P(not done by t), in the logarithm of t."""
    slowest = float(groups[0][0])
    last = (math.log(sum(count for _, count in groups)) + 45) / slowest

    def integrand(log: FloatArray) -> FloatArray:
        return np.array([(1 - chance(t)[0]) * t * slowest for t in np.exp(log).tolist()])

    found, error = trapezoid(integrand, math.log(1 / slowest) - 30, math.log(last), tolerance=1e-10)
    return found / slowest, error / slowest


def _quantile(chance: Callable[[float], tuple[float, float]], level: float, slowest: Fraction) -> float:
    """The time by which all have acted with this probability, by halving."""
    low, high = 0.0, 1 / float(slowest)
    while chance(high)[0] < level:
        low, high = high, 2 * high
    while high - low > _RELATIVE * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if chance(middle)[0] < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
