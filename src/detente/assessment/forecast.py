"""Where the positions of a case lead, by every model, and how far each moves over all that the judgements admit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from detente.case.model.judgement import Judgement
from detente.case.reading import CaseFile
from detente.engines.forecast.challenge.model import ROUNDS
from detente.engines.forecast.challenge.readings import READINGS
from detente.engines.forecast.of_case import CaseForecast, IssueForecast, forecast_of_case
from detente.engines.forecast.side_by_side import ModelForecast
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress
from detente.study.factors import Form, Range
from detente.study.forecast_task import CONFIDENCE, ForecastDraws, ForecastTask, Interval
from detente.study.of_case import form_of
from detente.study.running import Study, run

MOST_DRAWS = 1_000_000
"""More than this many draws are refused: a million of ten actors take some ten minutes."""

HEADLINE = ("compromise", "")
"""The model whose figure stands first: where models were compared none was clearly nearer, and it is the plainest."""


@dataclass(frozen=True, eq=False)
class AssessedIssue:
    """One issue's forecast, and each model over draws of all judgements; none where every one is a point."""

    forecast: IssueForecast
    study: Study[ForecastDraws] | None
    confidence: float = CONFIDENCE

    @cached_property
    def intervals(self) -> Mapping[tuple[str, str], Interval]:
        """Method and preset → the interval over the draws."""
        if self.study is None:
            return MappingProxyType({})
        return {(i.method, i.preset): i for i in self.study.answer.intervals(self.confidence)}

    @property
    def headline(self) -> ModelForecast:
        """The forecast of the model that stands first."""
        return next(m for m in self.forecast.models.models if (m.method, m.preset) == HEADLINE)


@dataclass(frozen=True, slots=True, eq=False)
class ForecastAssessment:
    """All issues of a case on which positions lead somewhere."""

    found: CaseForecast = field(repr=False)
    issues: tuple[AssessedIssue, ...]


def assess_forecast(
    read: CaseFile,
    *,
    issue: str | None = None,
    presets: tuple[str, ...] = tuple(READINGS),
    rounds: int = ROUNDS,
    draws: int = 1_000,
    seed: int = 0,
    confidence: float = CONFIDENCE,
    progress: Progress = SILENT,
) -> ForecastAssessment:
    """Every model on one issue of a case, or on each that has positions, with its interval over all judgements.

    draws: how often salience and influence are drawn; 0 for the shown points alone. confidence: of the intervals.

    Raises CaseError where the case has no positions, TooLarge for more than a million draws.
    """
    if draws > MOST_DRAWS:
        raise TooLarge("draws", estimate=draws, limit=MOST_DRAWS, todo="10,000 fix an interval to a hundredth")
    found = forecast_of_case(read, issue=issue, presets=presets, rounds=rounds, progress=progress)
    return ForecastAssessment(
        found, tuple(_assessed(item, rounds, draws, seed, confidence, progress) for item in found.issues)
    )


def _assessed(
    item: IssueForecast, rounds: int, draws: int, seed: int, confidence: float, progress: Progress
) -> AssessedIssue:
    stances = item.asked.stances
    open_ones = [j for s in stances for j in (s.salience, s.influence) if not j.is_point]
    if not draws or not open_ones:
        return AssessedIssue(item, None, confidence)
    task = ForecastTask(
        item.asked.problem,
        tuple(_form(s.salience) for s in stances),
        tuple(_form(s.influence) for s in stances),
        rounds,
    )
    return AssessedIssue(item, run(task, draws, seed=seed, progress=progress), confidence)


def _form(judgement: Judgement) -> Form:
    return Range(judgement.low, judgement.high) if judgement.is_point else form_of(judgement)
