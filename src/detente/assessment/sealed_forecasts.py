"""Forecasts kept in a file with their digests before the outcome is known, and graded there when it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from detente.assessment.forecast import ForecastAssessment
from detente.engines.forecast.of_case.words import model_words
from detente.engines.forecast.record import Forecast, Grade, Standing, grade, leaderboard, seal
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import did_you_mean

FORMAT = 1
"""The version of the file."""


@dataclass(frozen=True, slots=True)
class SealedForecasts:
    """Forecasts of one case with their digests, the places of answers by issue, and the outcomes known so far.

    digest: of the case that they came from. seals: of each forecast, in their order.
    """

    case: str
    digest: str
    forecasts: tuple[Forecast, ...]
    seals: tuple[str, ...]
    places: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    outcomes: Mapping[str, float] = field(default_factory=dict[str, float])
    file: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """All grades that the outcomes allow, the models in order, and the issues still open."""

    grades: tuple[Grade, ...]
    standings: tuple[Standing, ...]
    open: tuple[str, ...]


def sealed_of(found: ForecastAssessment, made_on: date, resolves: str) -> SealedForecasts:
    """A forecast for each model that has an interval, on each issue, with its seal.

    The interval is that of the draws, widened to hold the model's outcome at the shown points.
    """
    forecasts: list[Forecast] = []
    places: dict[str, Mapping[str, float]] = {}
    for item in found.issues:
        scale, intervals = item.forecast.asked.scale, item.intervals
        places[scale.issue.id] = dict(scale.answers) if scale.issue.kind == "choice" else {}
        for model in item.forecast.models.models:
            interval = intervals.get((model.method, model.preset))
            if model.outcome is None or interval is None:
                continue
            forecasts.append(
                Forecast(
                    issue=scale.issue.id,
                    model=model_words(model.method, model.preset),
                    point=model.outcome,
                    low=min(interval.low, model.outcome),
                    high=max(interval.high, model.outcome),
                    confidence=item.confidence,
                    scale_low=scale.low,
                    scale_high=scale.high,
                    made_on=made_on,
                    resolves=resolves,
                )
            )
    if not forecasts:
        raise OutOfDomain("there is no forecast with an interval to seal: every judgement is a single number")
    case = found.found.case
    seals = tuple(seal(item) for item in forecasts)
    return SealedForecasts(case.id, found.found.read.digest, tuple(forecasts), seals, places)


def sealed_text(sealed: SealedForecasts) -> str:
    """The file's text: JSON, a forecast with its seal an entry."""
    told: dict[str, Any] = {
        "detente_forecasts": FORMAT,
        "case": sealed.case,
        "digest": sealed.digest,
        "places": {issue: dict(answers) for issue, answers in sealed.places.items()},
        "forecasts": [
            {**asdict(item), "made_on": item.made_on.isoformat(), "seal": mark}
            for item, mark in zip(sealed.forecasts, sealed.seals, strict=True)
        ],
        "outcomes": dict(sealed.outcomes),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read_sealed(path: Path) -> SealedForecasts:
    """The forecasts of a file. Raises OutOfDomain where it holds none, or where one differs from its seal."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise OutOfDomain(f"{path.name} is not JSON: {error}") from None
    if not isinstance(found, dict) or cast("dict[str, Any]", found).get("detente_forecasts") != FORMAT:
        raise OutOfDomain(f"{path.name} holds no sealed forecasts of version {FORMAT}")
    try:
        return _read(path, cast("dict[str, Any]", found))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OutOfDomain(f"{path.name} is no file of sealed forecasts: {type(error).__name__} {error}") from None


def _read(path: Path, found: dict[str, Any]) -> SealedForecasts:
    forecasts: list[Forecast] = []
    seals: list[str] = []
    for entry in found["forecasts"]:
        told = dict(entry)
        seals.append(told.pop("seal"))
        forecasts.append(Forecast(**{**told, "made_on": date.fromisoformat(told["made_on"])}))
        if seal(forecasts[-1]) != seals[-1]:
            what = f"{path.name}: the forecast of {forecasts[-1].issue} by {forecasts[-1].model} was changed after it"
            raise OutOfDomain(f"{what} was sealed")
    outcomes = {str(issue): float(place) for issue, place in found["outcomes"].items()}
    return SealedForecasts(
        found["case"], found["digest"], tuple(forecasts), tuple(seals), found["places"], outcomes, path.name
    )


def with_outcomes(sealed: SealedForecasts, told: Iterable[str]) -> SealedForecasts:
    """The same with what came out: "guarantee=40", or the id of an answer in place of the number.

    Raises OutOfDomain for an issue or an answer that there is not, and for an outcome that differs from a known one.
    """
    outcomes = dict(sealed.outcomes)
    issues = {item.issue: item for item in sealed.forecasts}
    for words in told:
        issue, _, answer = (part.strip() for part in words.partition("="))
        if issue not in issues:
            raise OutOfDomain(f"there is no forecast of {issue!r} ({did_you_mean(issue, issues)})")
        place = _place(sealed.places.get(issue, {}), issue, answer)
        if outcomes.get(issue, place) != place:
            raise OutOfDomain(f"{issue}: the outcome {outcomes[issue]:g} is noted already")
        grade(issues[issue], place)
        outcomes[issue] = place
    return replace(sealed, outcomes=outcomes)


def _place(answers: Mapping[str, float], issue: str, answer: str) -> float:
    if answer in answers:
        return float(answers[answer])
    try:
        return float(answer)
    except ValueError:
        raise OutOfDomain(
            f"{issue}: {answer!r} is neither a number nor an answer ({did_you_mean(answer, answers)})"
        ) from None


def graded(files: Sequence[SealedForecasts]) -> Graded:
    """The grades of all forecasts whose outcome is known, and the models ranked over the issues that all spoke of.

    An issue counts once a case: those of different files are told apart by the case's id.
    """
    grades: list[Grade] = []
    open_issues: list[str] = []
    for sealed in files:
        for item in sealed.forecasts:
            name = f"{sealed.case}: {item.issue}"
            if item.issue in sealed.outcomes:
                found = grade(item, sealed.outcomes[item.issue])
                grades.append(replace(found, forecast=replace(item, issue=name)))
            elif name not in open_issues:
                open_issues.append(name)
    return Graded(tuple(grades), leaderboard(grades), tuple(open_issues))
