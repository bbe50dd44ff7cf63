"""Selection: which promises are tested at all, and so what the record of tested promises can show."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.deterrence.drawing import check_draws, streams
from detente.engines.commitments.deterrence.incomplete_beta import incomplete_beta, log_beta
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.commitments.deterrence.reliability import BetaPrior
from detente.engines.commitments.deterrence.threshold import reliability_threshold
from detente.engines.commitments.gaussian_factor import normal_cdf
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

NODES = 256
FARTHEST = 8.5
"""Standard deviations of noise beyond which the challenger is taken to see on which side of q* the reliability is: the
chance of more is below 1e-16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionEffect(Answer):
    """Attacks that happen, and how often the promise is kept in them."""

    attack_rate: float
    honour_rate: float | NoAnswer
    """Among attacks; NoAnswer where the challenger never attacks."""
    mean_reliability: float
    """Over all promises, tested or not."""
    threshold: float
    attack_rate_error: float = 0.0
    honour_rate_error: float = 0.0
    """Standard errors; 0 where nothing is drawn."""

    @property
    def understated_by(self) -> float | NoAnswer:
        """How much lower the honour rate among attacks is than the mean reliability."""
        honoured = self.honour_rate
        return honoured if isinstance(honoured, NoAnswer) else self.mean_reliability - honoured


def selection_effect(
    problem: Deterrence,
    prior: BetaPrior,
    noise: float,
    draws: int | None = None,
    seed: int | None = None,
    *,
    progress: Progress = SILENT,
) -> SelectionEffect | NoAnswer:
    """How far the record of promises in war understates them, because promises that look firm are not tested.

    q ~ Beta(a, b); the challenger sees q + e, e ~ N(0, noise^2), and attacks iff EU at what it sees exceeds u, that is
    iff q + e < q*. Attack rate P(q + e < q*); honour rate E[q | q + e < q*]; mean reliability a / (a + b).

    problem: one guarantor, of whom only strength, projection and added cost matter. prior: of its reliability.
    noise: standard deviation >= 0, in units of reliability. The challenger takes what it sees at face value.
    draws: None for quadrature, a number (at least 2) for Monte Carlo with standard errors. seed: made up if None.

    NoAnswer where the guarantor's joining changes nothing for the challenger; `honour_rate` is a NoAnswer where nobody
    attacks. Quadrature: 256 Gauss-Jacobi nodes over the reliabilities that the noise leaves open; without noise a
    closed form. O(draws) for Monte Carlo: 10^6 in 0.1 s.

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> asked = Deterrence(4, 1, (Guarantor("g", 12, 0.5, 0.5, 0.15),), cost=0.3)
    >>> answer = selection_effect(asked, BetaPrior(4, 1.5, "assumed"), 0.15)
    >>> round(answer.attack_rate, 3), round(answer.honour_rate, 3), round(answer.mean_reliability, 3)
    (0.69, 0.667, 0.727)

    Smith, A. (1995). Alliance formation and war. International Studies Quarterly 39(4): 405-425; Fearon, J. D. (2002).
    Selection effects and deterrence. International Interactions 28(1): 5-29. The formulas are derived here.
    """
    if not (math.isfinite(noise) and noise >= 0):
        raise OutOfDomain(f"noise is {noise}: give a finite standard deviation of at least 0")
    found = reliability_threshold(problem)
    if isinstance(found, NoAnswer):
        return NoAnswer("selection-effect", found.reason)
    if draws is None:
        attack, kept_too = _quadrature(prior, noise, found.threshold)
        seen = _Seen(attack, kept_too / attack if attack > 0 else 0.0, 0.0, 0.0, None)
    else:
        seen = _simulated(prior, noise, found.threshold, draws, seed, progress)
    honour = seen.honour if seen.attack > 0 else NoAnswer("selection-effect", "the challenger never attacks")
    return SelectionEffect(
        method="selection-effect",
        attack_rate=seen.attack,
        honour_rate=honour,
        mean_reliability=prior.mean,
        threshold=found.threshold,
        attack_rate_error=seen.attack_error,
        honour_rate_error=seen.honour_error,
        parameters=frozen(noise=noise, draws=draws, prior=prior),
        certificate=frozen(attacked_and_honoured=seen.attack * seen.honour, threshold=found.certificate),
        caveats=(
            *prior.caveats,
            "the challenger takes the reliability it sees at face value and attacks whenever that pays",
        ),
        tolerance=seen.attack_error if draws is not None else 1e-9,
        seed=seen.seed,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    attack: float
    honour: float
    attack_error: float
    honour_error: float
    seed: int | None


def _quadrature(prior: BetaPrior, noise: float, threshold: float) -> tuple[float, float]:
    """P(attack) and P(attack and honoured): below a window around q* everybody is attacked, above it nobody."""
    a, b = prior.a, prior.b
    low, high = (min(max(threshold + side * FARTHEST * noise, 0.0), 1.0) for side in (-1, 1))
    # A window that nearly reaches an end reaches it: there the density may be steep, and the nodes know how.
    low = 0.0 if low < 0.05 * high else low
    high = 1.0 if 1 - high < 0.05 * (1 - low) else high
    attack, kept = incomplete_beta(a, b, low), prior.mean * incomplete_beta(a + 1, b, low)
    if noise == 0 or high <= low:
        return attack, kept
    of_low, of_high = (a if low == 0 else 1.0), (b if high == 1 else 1.0)
    unit, weights = beta_nodes(of_low, of_high, NODES)
    q = low + (high - low) * unit
    log_density = (a - 1) * np.log(q) + (b - 1) * np.log1p(-q) - log_beta(a, b)
    known = (of_low - 1) * np.log(unit) + (of_high - 1) * np.log1p(-unit) - log_beta(of_low, of_high)
    attacked = weights * (high - low) * np.exp(log_density - known) * normal_cdf((threshold - q) / noise)
    return attack + float(attacked.sum()), kept + float(attacked @ q)


def beta_nodes(a: float, b: float, count: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights that integrate polynomials below degree 2 count exactly against a Beta(a, b) density.

    Gauss-Jacobi by Golub and Welsch: nodes are eigenvalues of the matrix of the recurrence, weights the squares of the
    first components of its eigenvectors. O(count^3).
    """
    alpha, beta = b - 1.0, a - 1.0
    k = np.arange(1, count, dtype=np.float64)
    first = (beta - alpha) / (alpha + beta + 2)
    total = 2 * k + alpha + beta
    middle = (beta**2 - alpha**2) / (total * (total + 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = 4 * k * (k + alpha) * (k + beta) * (k + alpha + beta) / (total**2 * (total + 1) * (total - 1))
    # k = 1 by its limit: the general form is 0/0 where alpha + beta = -1.
    squares[0] = 4 * (1 + alpha) * (1 + beta) / ((2 + alpha + beta) ** 2 * (3 + alpha + beta))
    off = np.sqrt(squares)
    matrix = np.diag(np.concatenate([[first], middle])) + np.diag(off, 1) + np.diag(off, -1)
    nodes, vectors = np.linalg.eigh(matrix)
    return (nodes + 1) / 2, vectors[0] ** 2


def _simulated(
    prior: BetaPrior, noise: float, threshold: float, draws: int, seed: int | None, progress: Progress
) -> _Seen:
    check_draws(draws)
    kept, work = streams(seed, draws)
    attacks, joined = 0, 0.0
    squares = 0.0
    for done, (stream, size) in enumerate(work):
        progress.at("draws", done, len(work))
        rng = np.random.default_rng(stream)
        reliability = rng.beta(prior.a, prior.b, size)
        attacked = reliability[reliability + noise * rng.standard_normal(size) < threshold]
        attacks += len(attacked)
        joined += float(attacked.sum())
        squares += float(attacked @ attacked)
    rate = attacks / draws
    honour = joined / attacks if attacks else 0.0
    spread = math.sqrt(max(squares / attacks - honour**2, 0.0) / max(attacks - 1, 1)) if attacks else 0.0
    return _Seen(rate, honour, math.sqrt(rate * (1 - rate) / draws), spread, kept)
