"""All models of one scale side by side: how far forecasts differ because models do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.engines.forecast.challenge.model import ROUNDS, challenge_model
from detente.engines.forecast.challenge.readings import READINGS
from detente.engines.forecast.nash_outcome import nash_outcome
from detente.engines.forecast.position_election import UNIFORM, position_election
from detente.engines.forecast.problem import PositionProblem
from detente.engines.forecast.spatial_model.model import spatial_model
from detente.engines.forecast.spatial_model.problem import ACTORS, on_one_scale
from detente.engines.forecast.spatial_model.readings import KTAB
from detente.engines.forecast.weighted_mean import compromise, weighted_mean
from detente.engines.forecast.weighted_median import weighted_median
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "forecast-spread"


@dataclass(frozen=True, slots=True)
class ModelForecast:
    """One model's outcome on the scale, by method and preset; where it has none, or one with a caveat, the reason."""

    method: str
    preset: str
    outcome: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide(Answer):
    """Every model's outcome, and the stretch of the scale that they cover."""

    models: tuple[ModelForecast, ...]
    low: float
    high: float
    width_of_scale: float

    @property
    def spread(self) -> float:
        """How far the models differ, as a share of the scale."""
        return (self.high - self.low) / self.width_of_scale

    def rows(self) -> list[dict[str, Any]]:
        """A row a model."""
        return [{"method": m.method, "preset": m.preset, "outcome": m.outcome, "reason": m.reason} for m in self.models]


def side_by_side(problem: PositionProblem, *, rounds: int = ROUNDS, progress: Progress = SILENT) -> SideBySide:
    """What does each published model say, and how far apart are they?

    The means and medians by influence and by influence times salience, the compromise, an election over the positions,
    Nash bargaining where there is a reversion, the challenge model in each of its readings, and the spatial model, its
    positions by their chances.

    problem: positions in units of the scale, salience 0 to 1, influence 0 or more. rounds: of the challenge model.

    A model that has no answer says why; the others remain. O(rounds n^3): 10 actors in 70 ms.

    >>> from detente.engines.forecast.problem import position_problem
    >>> found = side_by_side(position_problem([("a", 0, 1, 1), ("b", 60, 0.5, 1), ("c", 100, 1, 3)]))
    >>> len(found.models), found.low, found.high
    (10, 72.0, 100.0)

    Thomson, R., Stokman, F. N., Achen, C. H. and König, T. (eds., 2006). The European Union Decides. Cambridge
    University Press, chapter 10 compares these models on the same issues.
    """
    asked: list[tuple[str, str, Callable[[], float]]] = [
        ("weighted-mean", "influence", lambda: weighted_mean(problem).outcome),
        ("compromise", "", lambda: compromise(problem).outcome),
        ("weighted-median", "influence", lambda: weighted_median(problem, weighting="influence").outcome),
        ("weighted-median", "both", lambda: weighted_median(problem).outcome),
        ("condorcet-election", UNIFORM, lambda: position_election(problem).outcome),
    ]
    count = len(asked) + 2 + len(READINGS)
    found: list[ModelForecast] = []
    for k, (method, preset, outcome) in enumerate(asked):
        progress.at("models", k, count)
        found.append(ModelForecast(method, preset, outcome()))
    found.append(_nash(problem))
    for k, name in enumerate(READINGS):
        progress.at("models", len(asked) + 1 + k, count)
        answer = challenge_model(problem, preset=name, rounds=rounds)
        found.append(ModelForecast("challenge-model", name, answer.outcome, "; ".join(answer.caveats)))
    progress.at("models", count - 1, count)
    found.append(_spatial(problem, rounds))
    outcomes = [m.outcome for m in found if m.outcome is not None]
    return SideBySide(
        method=METHOD,
        parameters=frozen(rounds=rounds),
        certificate=frozen(models=len(outcomes)),
        models=tuple(found),
        low=min(outcomes),
        high=max(outcomes),
        width_of_scale=problem.high - problem.low,
    )


def _nash(problem: PositionProblem) -> ModelForecast:
    if problem.reversion is None:
        return ModelForecast("nash-outcome", "", None, "what holds if nothing is decided is not known")
    answer = nash_outcome(problem)
    if answer.agreed:
        return ModelForecast("nash-outcome", "", answer.outcome)
    *others, last = answer.blocking
    who = f"all of {', '.join(others)} and {last}" if others else last
    return ModelForecast("nash-outcome", "", answer.outcome, f"no outcome is better than no decision for {who}")


def _spatial(problem: PositionProblem, turns: int) -> ModelForecast:
    if len(problem.actors) > ACTORS:
        return ModelForecast("spatial-model", KTAB.name, None, f"it is run for {ACTORS} actors at most")
    answer = spatial_model(on_one_scale(problem), preset=KTAB, turns=turns)
    return ModelForecast("spatial-model", KTAB.name, answer.outcome[0], "; ".join(answer.caveats))
