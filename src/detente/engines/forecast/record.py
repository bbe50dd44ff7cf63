"""Forecasts that are sealed before the outcome is known, and graded after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

METHOD = "forecast-score"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one model says of one issue, and by which rule it will be judged.

    point and low to high on the scale from scale_low to scale_high; the interval claims to hold with probability
    `confidence`. All three of these are None where a model gives a point alone. resolves: in words, how the outcome
    will be read from the world.
    """

    issue: str
    model: str
    point: float
    low: float | None
    high: float | None
    confidence: float | None
    scale_low: float
    scale_high: float
    made_on: date
    resolves: str

    def __post_init__(self) -> None:
        if not self.scale_low < self.scale_high:
            raise OutOfDomain(f"{self.issue}: the scale's lower end must lie below its upper")
        interval = self.interval
        if interval is None and not self.low is self.high is self.confidence:
            raise OutOfDomain(f"{self.issue}: an interval has two ends and a confidence, or there is none")
        low, high, confidence = interval or (self.scale_low, self.scale_high, 0.5)
        if not self.scale_low <= low <= high <= self.scale_high:
            raise OutOfDomain(f"{self.issue}: the interval {low:g} to {high:g} lies outside the scale")
        if not low <= self.point <= high:
            raise OutOfDomain(f"{self.issue}: the point {self.point:g} lies outside {low:g} to {high:g}")
        if not 0 < confidence < 1:
            raise OutOfDomain(f"{self.issue}: a confidence of {confidence:g}: above 0 and below 1")
        if not self.resolves.strip():
            raise OutOfDomain(f"{self.issue}: say how the outcome will be read, or it cannot be graded")

    @property
    def interval(self) -> tuple[float, float, float] | None:
        """Low, high and confidence; None where the model gives a point alone."""
        if self.low is None or self.high is None or self.confidence is None:
            return None
        return self.low, self.high, self.confidence


def seal(forecast: Forecast) -> str:
    """The SHA-256 of a forecast in hex: published before the outcome, it shows later that nothing was changed.

    >>> day = date(2025, 12, 15)
    >>> said = Forecast("term", "compromise", 20, 10, 30, 0.8, 0, 50, day, "years in the signed text")
    >>> seal(said)[:8], seal(said) == seal(said)
    ('...', True)
    """
    plain = asdict(forecast) | {"made_on": forecast.made_on.isoformat()}
    numbers = {key: float(value) if isinstance(value, int) else value for key, value in plain.items()}
    return hashlib.sha256(json.dumps(numbers, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Grade:
    """One forecast beside what happened, in hundredths of the scale; no interval score and no hit for a point alone."""

    forecast: Forecast
    outcome: float
    absolute_error: float
    interval_score: float | None
    hit: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Answer):
    """One model over all issues that are graded: mean absolute error, mean interval score, share of hits.

    The last two are None where one of its forecasts is a point alone.
    """

    model: str
    issues: int
    mean_absolute_error: float
    mean_interval_score: float | None
    hits: float | None


def grade(forecast: Forecast, outcome: float) -> Grade:
    """How far a forecast was off, and what its interval was worth.

    |x - y|; (high - low) + 2/a (low - y)+ + 2/a (y - high)+ with a = 1 - confidence: narrow is good, missing costs.

    outcome: on the issue's scale; OutOfDomain outside it. A point alone has an error, and no score. O(1).

    >>> said = Forecast("term", "compromise", 20, 10, 30, 0.8, 0, 50, date(2025, 12, 15), "years in the signed text")
    >>> found = grade(said, 35)
    >>> found.absolute_error, round(found.interval_score, 6), found.hit
    (30.0, 140.0, False)

    Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. Journal of the
    American Statistical Association 102(477): 359-378, https://doi.org/10.1198/016214506000001437, equation 43.
    """
    if not forecast.scale_low <= outcome <= forecast.scale_high:
        scale = f"the scale from {forecast.scale_low:g} to {forecast.scale_high:g}"
        raise OutOfDomain(f"{forecast.issue}: the outcome {outcome:g} lies outside {scale}")
    unit = 100 / (forecast.scale_high - forecast.scale_low)
    error = abs(forecast.point - outcome) * unit
    if forecast.interval is None:
        return Grade(forecast, outcome, error, None, None)
    low, high, confidence = forecast.interval
    miss = max(low - outcome, outcome - high, 0.0)
    score = (high - low) + 2 / (1 - confidence) * miss
    return Grade(forecast, outcome, error, score * unit, miss == 0)


def leaderboard(grades: Iterable[Grade]) -> tuple[Standing, ...]:
    """The models by their mean absolute error over the issues that every one of them was graded on; best first.

    Issues that some model said nothing of are left out, so that none is helped by the questions it chose; equal
    errors come by name. Empty where no issue is common to all.
    """
    given = list(grades)
    by_model: dict[str, dict[str, Grade]] = {}
    for item in given:
        mine = by_model.setdefault(item.forecast.model, {})
        if item.forecast.issue in mine:
            raise OutOfDomain(f"{item.forecast.model} has two graded forecasts of {item.forecast.issue}")
        mine[item.forecast.issue] = item
    issues = {item.forecast.issue for item in given}
    common = {issue for issue in issues if all(issue in mine for mine in by_model.values())}
    if not common:
        return ()
    standings = [_standing(model, [mine[issue] for issue in sorted(common)]) for model, mine in by_model.items()]
    return tuple(sorted(standings, key=lambda s: (s.mean_absolute_error, s.model)))


def _standing(model: str, grades: list[Grade]) -> Standing:
    count = len(grades)
    errors: list[dict[str, Any]] = [{"issue": g.forecast.issue, "error": g.absolute_error} for g in grades]
    scores = [g.interval_score for g in grades if g.interval_score is not None]
    with_interval = len(scores) == count
    return Standing(
        method=METHOD,
        certificate=frozen(errors=errors),
        model=model,
        issues=count,
        mean_absolute_error=sum(g.absolute_error for g in grades) / count,
        mean_interval_score=sum(scores) / count if with_interval else None,
        hits=sum(bool(g.hit) for g in grades) / count if with_interval else None,
    )
