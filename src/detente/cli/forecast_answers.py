"""What the forecast engine says, as JSON: the shape that docs/reference/forecast-json.md documents."""

from __future__ import annotations

from typing import Any

from detente import __version__
from detente.assessment.forecast import AssessedIssue, ForecastAssessment
from detente.assessment.track_record import TRACK_RECORD, mean_error
from detente.case.model.judgement import Judgement
from detente.engines.forecast.challenge.model import ChallengeForecast
from detente.engines.forecast.exchange.model import ExchangeForecast
from detente.engines.forecast.of_case import NotKnown, NoVote, ScaleVote, Stance, Supposed
from detente.engines.forecast.of_case.blocs import BlocPower, NoRule
from detente.foundation.plain_data import plain

NOTE = (
    "positions are the case's; places on a scale, salience and influence are judgements, and results follow from them"
)


def forecast_answer(found: ForecastAssessment, supposed: Supposed | None = None) -> dict[str, Any]:
    """Everything the engine says about a case."""
    read = found.found.read
    return {
        "detente": __version__,
        "case": found.found.case.id,
        "digest": read.digest,
        "view": read.view.view if read.view else None,
        "note": NOTE,
        "track_record": TRACK_RECORD,
        "issues": [_issue(item) for item in found.issues],
        "unanswered": [{"issue": item.issue.id, "reason": item.reason} for item in found.found.unanswered],
        "exchange": None if found.found.exchange is None else _exchange(found.found.exchange),
        "blocs": [_bloc(item) for item in found.found.blocs],
        "supposed": None if supposed is None else _supposed(supposed),
    }


def _issue(item: AssessedIssue) -> dict[str, Any]:
    found, asked = item.forecast, item.forecast.asked
    return {
        "id": asked.issue.id,
        "low": asked.scale.low,
        "high": asked.scale.high,
        "units": asked.scale.units,
        "answers": [{"id": name, "at": at} for name, at in asked.scale.answers],
        "as_of": asked.as_of,
        "reversion": asked.reversion,
        "positions": [_stance(stance) for stance in asked.stances],
        "left_out": [{"party": one.party, "reason": one.reason} for one in asked.left_out],
        "models": _models(item),
        "spread": found.models.spread,
        "headline": item.headline.outcome,
        "leverage": found.compromise.rows(),
        "persuaded": [_supposed(one) for one in found.persuaded],
        "challenge": {name: _challenge(one) for name, one in found.challenge.items()},
        "votes": [_vote(one) for one in found.votes],
        "draws": None
        if item.study is None
        else {
            "draws": item.study.draws,
            "seed": item.study.seed,
            "key": item.study.key,
            "confidence": item.confidence,
            "caveats": list(item.study.answer.caveats),
        },
        "caveats": list(found.caveats),
    }


def _exchange(found: ExchangeForecast) -> dict[str, Any]:
    return {
        "method": found.method,
        "reference": found.reference,
        "parameters": plain(found.parameters),
        "issues": found.rows(),
        "deals": plain(found.deals),
        "candidates": found.candidates,
    }


def _bloc(item: BlocPower | NoRule) -> dict[str, Any]:
    if isinstance(item, NoRule):
        return {"party": item.party, "reason": item.reason, "shapley_shubik": None, "banzhaf": None}
    indices = {"shapley_shubik": item.shapley_shubik.to_dict(), "banzhaf": item.banzhaf.to_dict()}
    return {"party": item.party, "reason": None, **indices}


def _vote(found: ScaleVote | NoVote) -> dict[str, Any]:
    if isinstance(found, NoVote):
        return {"decider": found.decider or None, "reason": found.reason}
    answer = found.to_dict()
    answer["decider"] = found.decider or None
    answer["also"] = [{"party": one.party, "when": str(one.when)} for one in found.also]
    answer["voters"] = [
        {"party": one.party or None, "place": one.place, "limit": one.limit, "veto": one.veto} for one in found.voters
    ]
    known = found.core if isinstance(found.core, NotKnown) else None
    answer["core"] = plain(known) if known else answer["core"]
    return answer | {"reason": None}


def _stance(stance: Stance) -> dict[str, Any]:
    return {
        "party": stance.party,
        "answer": plain(stance.position.option),
        "place": stance.place,
        "on": stance.position.on,
        "salience": _judgement(stance.salience),
        "place_from": stance.place_from,
        "salience_from": stance.salience_from,
        "influence_on": stance.influence_on or None,
        "influence": _judgement(stance.influence),
        "by": stance.position.by,
        "because": list(stance.position.because),
    }


def _judgement(given: Judgement) -> dict[str, float]:
    return {"low": float(given.low), "shown": float(given.point), "high": float(given.high)}


def _models(item: AssessedIssue) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for model in item.forecast.models.models:
        interval = item.intervals.get((model.method, model.preset))
        rows.append(
            {
                "method": model.method,
                "preset": model.preset,
                "outcome": model.outcome,
                "words": None if model.outcome is None else item.forecast.asked.scale.words(model.outcome),
                "reason": model.reason,
                "low": interval and interval.low,
                "median": interval and interval.median,
                "high": interval and interval.high,
                "mean_error_on_eu_issues": mean_error(model.method, model.preset),
            }
        )
    return rows


def _challenge(found: ChallengeForecast) -> dict[str, Any]:
    return {name: value for name, value in found.to_dict().items() if name != "certificate"}


def _supposed(found: Supposed) -> dict[str, Any]:
    return {
        "party": found.party,
        "place": found.place,
        "compromise": found.compromise,
        "challenge": dict(found.challenge),
        "shifts": dict(found.shifts),
    }
