"""Forecasts kept in a file with their digests before the outcome is known, and graded there when it is."""

from __future__ import annotations

import hashlib
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

    @property
    def seal(self) -> str:
        """The SHA-256 over the case's digest, the places of answers and all seals: the one line to publish."""
        places = {issue: {name: float(at) for name, at in answers.items()} for issue, answers in self.places.items()}
        told = json.dumps([self.case, self.digest, places, self.seals], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Graded:
    """All grades that the outcomes allow, the models in order, and the issues still open.

    uncommon: graded issues that the order leaves out, each with the models that said nothing of it.
    left_out: files that hold no sealed forecasts.
    """

    grades: tuple[Grade, ...]
    standings: tuple[Standing, ...]
    open: tuple[str, ...]
    uncommon: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    left_out: tuple[str, ...] = ()


def sealed_of(found: ForecastAssessment, made_on: date, resolves: str) -> SealedForecasts:
    """A forecast for each model that has an outcome, on each issue, with its seal.

    The interval is that of the draws, widened to hold the model's outcome at the shown points; where every judgement is
    a single number nothing is drawn, and the forecast is a point alone.
    """
    forecasts: list[Forecast] = []
    places: dict[str, Mapping[str, float]] = {}
    for item in found.issues:
        scale, intervals = item.forecast.asked.scale, item.intervals
        places[scale.issue.id] = dict(scale.answers) if scale.issue.kind == "choice" else {}
        for model in item.forecast.models.models:
            if model.outcome is None:
                continue
            interval = intervals.get((model.method, model.preset))
            forecasts.append(
                Forecast(
                    issue=scale.issue.id,
                    model=model_words(model.method, model.preset),
                    point=model.outcome,
                    low=None if interval is None else min(interval.low, model.outcome),
                    high=None if interval is None else max(interval.high, model.outcome),
                    confidence=None if interval is None else item.confidence,
                    scale_low=scale.low,
                    scale_high=scale.high,
                    made_on=made_on,
                    resolves=resolves,
                )
            )
    if not forecasts:
        raise OutOfDomain("there is no forecast to seal: no issue has a scale and two parties with positions on it")
    case = found.found.case
    seals = tuple(seal(item) for item in forecasts)
    return SealedForecasts(case.id, found.found.read.digest, tuple(forecasts), seals, places)


def sealed_text(sealed: SealedForecasts) -> str:
    """The file's text: JSON, a forecast with its seal an entry."""
    told: dict[str, Any] = {
        "detente_forecasts": FORMAT,
        "case": sealed.case,
        "digest": sealed.digest,
        "seal": sealed.seal,
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
    found = _document(path)
    if found.get("detente_forecasts") != FORMAT:
        raise OutOfDomain(f"{path.name} holds no sealed forecasts of version {FORMAT}")
    try:
        return _read(path.name, found)
    except OutOfDomain as error:
        raise OutOfDomain(f"{path.name}: {error}") from None
    except KeyError as error:
        raise OutOfDomain(f"{path.name} is no file of sealed forecasts: it lacks {error}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise OutOfDomain(f"{path.name} is no file of sealed forecasts: {error}") from None


def read_folder(folder: Path) -> tuple[tuple[SealedForecasts, ...], tuple[str, ...]]:
    """The forecasts of every .json file in a folder, and the files that hold something else.

    Raises OutOfDomain with all that is wrong, so that no file is passed over in silence.
    """
    found: list[SealedForecasts] = []
    others: list[str] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            if "detente_forecasts" in _document(path):
                found.append(read_sealed(path))
            else:
                others.append(path.name)
        except OutOfDomain as error:
            wrong.append(str(error))
    if wrong:
        raise OutOfDomain("; ".join(wrong))
    if not found:
        raise OutOfDomain(f"the folder {folder} holds no sealed forecasts: make some with detente forecast --seal")
    return tuple(found), tuple(others)


def _document(path: Path) -> dict[str, Any]:
    """The file's JSON where that is an object; empty for other JSON."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_named_once)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise OutOfDomain(f"{path.name} is not JSON, as detente forecast --seal writes it: {error}") from None
    except OutOfDomain as error:
        raise OutOfDomain(f"{path.name}: {error}") from None
    except OSError as error:
        raise OutOfDomain(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}") from None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a name stand twice, and readers take the last: an outcome must not be replaced in silence."""
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _ in pairs]
        raise OutOfDomain(f"{next(name for name in names if names.count(name) > 1)!r} stands twice; leave one of them")
    return told


def _read(file: str, found: dict[str, Any]) -> SealedForecasts:
    forecasts: list[Forecast] = []
    seals: list[str] = []
    for entry in found["forecasts"]:
        told = dict(entry)
        seals.append(told.pop("seal"))
        forecasts.append(Forecast(**{**told, "made_on": date.fromisoformat(told["made_on"])}))
        if seal(forecasts[-1]) != seals[-1]:
            what = f"the forecast of {forecasts[-1].issue} by the {forecasts[-1].model}"
            raise OutOfDomain(f"{what} was changed after it was sealed")
    outcomes = {str(issue): float(place) for issue, place in found["outcomes"].items()}
    read = SealedForecasts(
        found["case"], found["digest"], tuple(forecasts), tuple(seals), found["places"], outcomes, file
    )
    if read.seal != found["seal"]:
        what = "a forecast was taken out or put in, or the place of an answer or the case's digest was changed"
        raise OutOfDomain(f"{what} after it was sealed")
    for issue, place in outcomes.items():
        grade(_about(forecasts, issue), place)
    return read


def _about(forecasts: Iterable[Forecast], issue: str) -> Forecast:
    by_issue = {item.issue: item for item in forecasts}
    if issue not in by_issue:
        raise OutOfDomain(f"there is no forecast of {issue!r} ({did_you_mean(issue, by_issue)})")
    return by_issue[issue]


def with_outcomes(sealed: SealedForecasts, told: Iterable[str]) -> SealedForecasts:
    """The same with what came out: "guarantee=40", or the id of an answer in place of the number.

    Raises OutOfDomain for an issue or an answer that there is not, and for an outcome that differs from a known one.
    """
    outcomes = dict(sealed.outcomes)
    for words in told:
        issue, equals, answer = (part.strip() for part in words.partition("="))
        if not equals or not answer:
            raise OutOfDomain(f"{words!r} is no outcome: write ISSUE=PLACE, such as guarantee=40")
        about = _about(sealed.forecasts, issue)
        place = _place(sealed.places.get(issue, {}), about, answer)
        grade(about, place)
        known = outcomes.setdefault(issue, place)
        if known != place:
            noted = f"{issue}: the outcome {known:g} is noted already, and {place:g} is another"
            raise OutOfDomain(f"{noted}; if the first was a mistake, take it out of `outcomes` in the file")
    return replace(sealed, outcomes=outcomes)


def _place(answers: Mapping[str, float], about: Forecast, answer: str) -> float:
    if answer in answers:
        return float(answers[answer])
    try:
        return float(answer)
    except ValueError:
        what = f"{about.issue}: {answer!r} is no number from {about.scale_low:g} to {about.scale_high:g}"
        raise OutOfDomain(f"{what}, and no answer ({did_you_mean(answer, answers)})" if answers else what) from None


def graded(files: Sequence[SealedForecasts], left_out: Sequence[str] = ()) -> Graded:
    """The grades of all forecasts whose outcome is known, and the models ranked over the issues that all spoke of.

    Issues are told apart by the case's id. One that was forecast anew, another day or in another file, is another
    issue; a copy of a file counts once.
    """
    once = _without_copies(files)
    grades: list[Grade] = []
    open_issues: list[str] = []
    for sealed in once:
        suffix = _apart(sealed, once)
        for item in sealed.forecasts:
            name = f"{sealed.case}: {item.issue}{suffix}"
            if item.issue in sealed.outcomes:
                found = grade(item, sealed.outcomes[item.issue])
                grades.append(replace(found, forecast=replace(item, issue=name)))
            elif name not in open_issues:
                open_issues.append(name)
    return Graded(tuple(grades), leaderboard(grades), tuple(open_issues), _uncommon(grades), tuple(left_out))


def _without_copies(files: Sequence[SealedForecasts]) -> tuple[SealedForecasts, ...]:
    """Of files with one seal the first, with the outcomes of all."""
    found: dict[str, SealedForecasts] = {}
    for sealed in files:
        first = found.setdefault(sealed.seal, sealed)
        for issue, place in sealed.outcomes.items():
            if first.outcomes.get(issue, place) != place:
                two = f"{first.outcomes[issue]:g} in {first.file}, {place:g} in its copy {sealed.file}"
                raise OutOfDomain(f"{issue} has two outcomes: {two}")
        found[sealed.seal] = replace(first, outcomes={**first.outcomes, **sealed.outcomes})
    return tuple(found.values())


def _apart(sealed: SealedForecasts, files: Sequence[SealedForecasts]) -> str:
    """What tells a file from others on the same case: its day, or its name where the day is the same."""
    others = [one for one in files if one.case == sealed.case and one is not sealed]
    if not others:
        return ""
    day = sealed.forecasts[0].made_on
    same_day = any(one.forecasts[0].made_on == day for one in others)
    return f" ({sealed.file})" if same_day else f" ({day.isoformat()})"


def _uncommon(grades: Sequence[Grade]) -> dict[str, tuple[str, ...]]:
    models = dict.fromkeys(one.forecast.model for one in grades)
    spoke: dict[str, set[str]] = {}
    for one in grades:
        spoke.setdefault(one.forecast.issue, set()).add(one.forecast.model)
    silent = {issue: tuple(model for model in models if model not in said) for issue, said in spoke.items()}
    return {issue: names for issue, names in silent.items() if names}
