"""What `grade` says, as JSON: the shape that docs/reference/forecast-json.md documents."""

from __future__ import annotations

from typing import Any

from detente import __version__
from detente.assessment.sealed_forecasts import Graded
from detente.engines.forecast.record import Grade


def grades_answer(found: Graded) -> dict[str, Any]:
    """Every grade, and the models in order."""
    return {
        "detente": __version__,
        "grades": [_grade(one) for one in found.grades],
        "standings": [one.to_dict() for one in found.standings],
        "uncommon": [{"issue": issue, "silent": list(models)} for issue, models in found.uncommon.items()],
        "open": list(found.open),
        "left_out": list(found.left_out),
    }


def _grade(one: Grade) -> dict[str, Any]:
    return {
        "issue": one.forecast.issue,
        "model": one.forecast.model,
        "made_on": one.forecast.made_on.isoformat(),
        "forecast": one.forecast.point,
        "low": one.forecast.low,
        "high": one.forecast.high,
        "confidence": one.forecast.confidence,
        "resolves": one.forecast.resolves,
        "outcome": one.outcome,
        "absolute_error": one.absolute_error,
        "interval_score": one.interval_score,
        "hit": one.hit,
    }
