"""Who joins, drawn at random: a second way to every number, and the only assumption-free one for many guarantors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.commitments.deterrence.common_factor import check_correlation
from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.deterrence.joining import subset_sums
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.commitments.gaussian_factor import normal_quantile
from detente.foundation.errors import OutOfDomain
from detente.foundation.progress import SILENT, Progress

CHUNK = 2**14
"""Draws of one stream. The size is fixed and every chunk has a seed of its own, so a result depends on the seed alone,
not on memory or on how many workers shared the chunks."""

COUNTED = 16
"""Up to this many guarantors draws are counted by joined set; above it only their sums are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Means over draws, with standard errors; `counts[S]` is empty where sets are not counted."""

    draws: int
    seed: int
    payoff: float
    payoff_error: float
    success: float
    success_error: float
    nobody: float
    nobody_error: float
    counts: npt.NDArray[np.int64]


def check_draws(draws: int) -> None:
    """Refuse fewer draws than a standard error needs."""
    if draws < 2:
        raise OutOfDomain(f"draws is {draws}: a standard error needs at least 2")


def streams(seed: int | None, draws: int) -> tuple[int, list[tuple[np.random.SeedSequence, int]]]:
    """The seed, made up where none is given, and one seed sequence with its number of draws for every chunk."""
    if seed is not None and seed < 0:
        raise OutOfDomain(f"seed is {seed}: give a whole number of at least 0")
    root = np.random.SeedSequence(seed)
    sizes = [CHUNK] * (draws // CHUNK) + ([draws % CHUNK] if draws % CHUNK else [])
    # Without a seed numpy takes one integer from the machine's entropy; kept, so that the run can be repeated.
    kept = root.entropy if isinstance(root.entropy, int) else 0
    return kept, list(zip(root.spawn(len(sizes)), sizes, strict=True))


def draw(
    problem: Deterrence,
    correlation: float,
    draws: int,
    seed: int | None,
    workers: int = 1,
    progress: Progress = SILENT,
) -> Drawn:
    """Draw who joins, and average what the challenger gets.

    O(draws n) time; memory of one chunk a worker: 10^6 draws of 10 correlated guarantors in 0.3 s.
    """
    check_correlation(correlation)
    check_draws(draws)
    kept, work = streams(seed, draws)
    chunk = _Chunk(problem, correlation)
    totals = np.zeros(5)
    columns: list[list[float]] = []
    counts = np.zeros(2 ** len(problem.guarantors) if chunk.counted else 0, dtype=np.int64)
    for done, part in enumerate(_parts(chunk, work, workers)):
        progress.at("draws", done, len(work))
        if chunk.counted:
            counts += part.astype(np.int64)
        else:
            columns.append(part.tolist())
    if chunk.counted:
        payoff, success = chunk.table_payoff, chunk.table_success
        totals[:] = counts @ payoff, counts @ payoff**2, counts @ success, counts @ success**2, counts[0]
    else:
        totals[:] = [math.fsum(column) for column in zip(*columns, strict=True)]
    mean, square, wins, wins_square, alone = (totals / draws).tolist()
    return Drawn(
        draws=draws,
        seed=kept,
        payoff=mean + chunk.shift,
        payoff_error=_error(mean, square, draws),
        success=wins,
        success_error=_error(wins, wins_square, draws),
        nobody=alone,
        nobody_error=_error(alone, alone, draws),
        counts=counts,
    )


def _error(mean: float, square: float, draws: int) -> float:
    return math.sqrt(max(square - mean**2, 0.0) / (draws - 1))


def _parts(chunk: _Chunk, work: list[tuple[np.random.SeedSequence, int]], workers: int) -> Iterator[FloatArray]:
    if workers <= 1:
        yield from (chunk(*task) for task in work)
        return
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        yield from pool.map(chunk, *zip(*work, strict=True))
    finally:
        # Work that was stopped does not draw on.
        pool.shutdown(cancel_futures=True)


class _Chunk:
    """Draws of one stream: counts by set, or sums of payoff, payoff^2, p, p^2 and 'nobody'."""

    def __init__(self, problem: Deterrence, correlation: float) -> None:
        self.problem, self.correlation = problem, correlation
        self.counted = len(problem.guarantors) <= COUNTED
        self.projected, self.costs = problem.projected, problem.added_costs
        self.thresholds = np.array([normal_quantile(q) for q in problem.reliabilities.tolist()])
        # The fixed cost is added to the mean in the end: squares of smaller numbers lose fewer digits.
        self.shift = -problem.cost
        if self.counted:
            self.table_success = problem.success(subset_sums(self.projected))
            self.table_payoff = problem.prize * self.table_success - subset_sums(self.costs)

    def __call__(self, seed: np.random.SeedSequence, draws: int) -> FloatArray:
        joined = self._joined(np.random.default_rng(seed), draws)
        if self.counted:
            sets = np.zeros(draws, dtype=np.int64)
            for i, row in enumerate(joined):
                sets += row.astype(np.int64) << i
            return np.bincount(sets, minlength=2 ** len(joined)).astype(np.float64)
        in_numbers = joined.astype(np.float64)
        success = self.problem.success(self.projected @ in_numbers)
        payoff = self.problem.prize * success - self.costs @ in_numbers
        alone = np.sum(~joined.any(axis=0))
        return np.array([payoff.sum(), payoff @ payoff, success.sum(), success @ success, alone], dtype=np.float64)

    def _joined(self, rng: np.random.Generator, draws: int) -> npt.NDArray[np.bool_]:
        """joined[i, draw]."""
        common = math.sqrt(self.correlation) * rng.standard_normal(draws)
        own = rng.standard_normal((len(self.thresholds), draws))
        own *= math.sqrt(1 - self.correlation)
        own += common
        return own < self.thresholds[:, None]
