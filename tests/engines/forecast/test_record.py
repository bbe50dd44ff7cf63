"""A forecast with and without an interval, graded, and models in order where some give points alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detente.engines.forecast.record import Forecast, grade, leaderboard, seal
from detente.foundation.errors import OutOfDomain

SAID = Forecast("term", "compromise", 20, 10, 30, 0.8, 0, 50, date(2025, 12, 15), "years in the signed text")
ALONE = replace(SAID, low=None, high=None, confidence=None)


@pytest.mark.parametrize(
    "change",
    [
        {"low": None},
        {"high": None},
        {"confidence": None},
        {"low": None, "high": None},
        {"low": None, "confidence": None},
    ],
    ids=lambda change: " and ".join(change),
)
def test_half_an_interval_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(OutOfDomain, match="an interval has two ends and a confidence, or there is none"):
        replace(SAID, **change)


@pytest.mark.parametrize("point", [-1, 51, float("nan")])
def test_a_point_alone_lies_on_the_scale(point: float) -> None:
    with pytest.raises(OutOfDomain, match="lies outside 0 to 50"):
        replace(ALONE, point=point)


def test_a_point_alone_has_an_error_and_no_score() -> None:
    found = grade(ALONE, 35)
    assert (found.absolute_error, found.interval_score, found.hit) == (30, None, None)
    assert grade(SAID, 35).absolute_error == 30
    assert seal(ALONE) != seal(SAID)


def test_means_of_scores_are_over_intervals_only() -> None:
    """One point alone leaves a model its mean error; the other model keeps its score."""
    other = replace(SAID, issue="force")
    grades = [grade(SAID, 35), grade(replace(other, low=None, high=None, confidence=None), 20)]
    grades += [grade(replace(one, model="mean"), 20) for one in (SAID, other)]
    best, worst = leaderboard(grades)
    assert (best.model, best.mean_interval_score, best.hits) == ("mean", 40, 1)
    assert (worst.model, worst.mean_interval_score, worst.hits) == ("compromise", None, None)
    assert (best.mean_absolute_error, worst.mean_absolute_error) == (0, 15)
