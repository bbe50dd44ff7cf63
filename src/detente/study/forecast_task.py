"""How sure a forecast is of its own inputs: every model over draws of salience and influence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.engines.forecast.challenge.model import ROUNDS, challenge_outcomes
from detente.engines.forecast.challenge.readings import READINGS
from detente.engines.forecast.nash_outcome import nash_outcomes
from detente.engines.forecast.position_election import UNIFORM, election_outcomes
from detente.engines.forecast.problem import FloatArray, PositionProblem
from detente.engines.forecast.weighted_mean import compromise_outcomes
from detente.engines.forecast.weighted_median import weighted_medians
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.study.factors import Form
from detente.study.store import Arrays

METHOD = "forecast-spread"

CONFIDENCE = 0.8
"""The share of draws that an interval holds, unless asked otherwise."""

MODELS: tuple[tuple[str, str], ...] = (
    ("weighted-mean", "influence"),
    ("compromise", ""),
    ("weighted-median", "influence"),
    ("weighted-median", "both"),
    ("condorcet-election", UNIFORM),
    ("nash-outcome", ""),
    *(("challenge-model", name) for name in READINGS),
)
"""Method and preset of every model that is drawn, as `side_by_side` lists them; its spatial model takes too long."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where one model's outcome lies over the draws: the ends of its middle share, and the median."""

    method: str
    preset: str
    low: float
    median: float
    high: float

    @property
    def width(self) -> float:
        """From end to end."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastDraws(Answer):
    """The outcome of every model in every draw: outcomes[draw, model], in the order of `MODELS`."""

    outcomes: FloatArray = field(repr=False)

    def intervals(self, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
        """For each model that has an outcome, the middle `confidence` of its draws, and the median."""
        if not 0 < confidence < 1:
            raise OutOfDomain(f"a confidence of {confidence:g}: above 0 and below 1")
        tail = (1 - confidence) / 2
        found: list[Interval] = []
        for k, (method, preset) in enumerate(MODELS):
            outcomes = self.outcomes[:, k]
            if not np.isnan(outcomes).any():
                low, middle, high = np.quantile(outcomes, [tail, 0.5, 1 - tail]).tolist()
                found.append(Interval(method, preset, low, middle, high))
        return tuple(found)

    def rows(self) -> list[dict[str, Any]]:
        """A row a model: its interval."""
        return [
            {"method": i.method, "preset": i.preset, "low": i.low, "median": i.median, "high": i.high}
            for i in self.intervals()
        ]


@dataclass(frozen=True, eq=False)
class ForecastTask:
    """One issue, drawn: positions as they are, salience and influence from their forms, in the order of the actors."""

    problem: PositionProblem
    salience: tuple[Form, ...]
    influence: tuple[Form, ...]
    rounds: int = ROUNDS

    def __post_init__(self) -> None:
        count = len(self.problem.actors)
        if len(self.salience) != count or len(self.influence) != count:
            raise OutOfDomain(f"{count} actors need a salience and an influence each")

    @property
    def about(self) -> Mapping[str, object]:
        """All that decides what a draw gives."""
        problem = self.problem
        told = (
            problem.actors,
            problem.positions.tolist(),
            (problem.low, problem.high, problem.reversion),
            self.salience,
            self.influence,
        )
        digest = hashlib.sha256(repr(told).encode()).hexdigest()
        return {"method": METHOD, "problem": digest, "rounds": self.rounds, "models": MODELS}

    def chunk(self, draws: int, rng: np.random.Generator) -> Arrays:
        """The outcome of every model: outcomes[draw, model]; NaN where a model has none."""
        problem = self.problem
        forms = (*self.salience, *self.influence)
        uniforms = rng.random((draws, len(forms)))
        drawn = np.hstack([form.numbers(uniforms[:, [k]]) for k, form in enumerate(forms)])
        salience, influence = np.hsplit(drawn, 2)
        positions = np.broadcast_to(problem.positions, salience.shape)
        ones = np.ones_like(salience)
        columns = [
            compromise_outcomes(positions, ones, influence),
            compromise_outcomes(positions, salience, influence),
            _middle_medians(positions, influence),
            _middle_medians(positions, salience * influence),
            election_outcomes(problem.positions, salience * influence),
            self._nash(positions, salience, influence),
            *(
                challenge_outcomes(positions, salience, influence, preset=name, rounds=self.rounds)[:, -1]
                for name in READINGS
            ),
        ]
        return {"outcomes": np.column_stack(columns)}

    def answer(self, parts: Sequence[Arrays], seed: int) -> ForecastDraws:
        """The outcomes of all chunks."""
        outcomes = np.concatenate([part["outcomes"] for part in parts])
        return ForecastDraws(
            method=METHOD,
            parameters=frozen(rounds=self.rounds, draws=len(outcomes)),
            caveats=("salience and influence are drawn each by itself over its range; positions stay as they are",),
            seed=seed,
            outcomes=outcomes,
        )

    def _nash(self, positions: FloatArray, salience: FloatArray, influence: FloatArray) -> FloatArray:
        problem = self.problem
        if problem.reversion is None:
            return np.full(len(positions), np.nan)
        return nash_outcomes(positions, salience, influence, problem.reversion, problem.low, problem.high)


def _middle_medians(positions: FloatArray, weights: FloatArray) -> FloatArray:
    """The middle of the interval of medians of each run."""
    return (weighted_medians(positions, weights) - weighted_medians(-positions, weights)) / 2
