"""Where positions lead before and after a change, as JSON: the shape that docs/reference/json.md documents."""

from __future__ import annotations

from typing import Any

from detente.assessment.compared_forecasts import ComparedIssue, ForecastSide
from detente.engines.forecast.of_case import NoScale, Stance


def compared_forecast(item: ComparedIssue) -> dict[str, Any]:
    """One issue that the change touches."""
    return {
        "issue": item.issue.id,
        "today": _side(item.today),
        "after": _side(item.after),
        "models": [
            {"method": one.method, "preset": one.preset, "today": one.today, "after": one.after, "shift": one.shift}
            for one in item.models
        ],
        "moved": [
            {"party": party, "today": _stance(today), "after": _stance(after)} for party, today, after in item.moved
        ],
    }


def _side(side: ForecastSide) -> dict[str, Any]:
    asked, models = side.asked, side.models
    if isinstance(asked, NoScale) or models is None:
        nothing = dict.fromkeys(("low", "high", "reversion", "least", "most", "spread"))
        return {"reason": asked.reason if isinstance(asked, NoScale) else "", **nothing}
    return {
        "reason": "",
        "low": asked.scale.low,
        "high": asked.scale.high,
        "reversion": asked.reversion,
        "least": models.low,
        "most": models.high,
        "spread": models.spread,
    }


def _stance(stance: Stance | None) -> dict[str, Any] | None:
    if stance is None:
        return None
    told: dict[str, Any] = {"place": stance.place, "salience_from": stance.salience_from}
    for name, given in (("salience", stance.salience), ("influence", stance.influence)):
        told[name] = {"low": float(given.low), "shown": float(given.point), "high": float(given.high)}
    return told
