"""What the forecast models refuse, all faults at once, and what they say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.engines.forecast.challenge.model import challenge_model, challenge_outcomes
from detente.engines.forecast.challenge.readings import SCHOLZ_TEXT
from detente.engines.forecast.exchange.model import position_exchange
from detente.engines.forecast.exchange.problem import exchange_problem
from detente.engines.forecast.nash_outcome import nash_outcome
from detente.engines.forecast.problem import position_problem
from detente.engines.forecast.record import Forecast, grade, seal
from detente.engines.forecast.side_by_side import side_by_side
from detente.engines.forecast.weighted_mean import weighted_mean
from detente.engines.forecast.weighted_median import weighted_median
from detente.foundation.errors import OutOfDomain

TWO = position_problem([("a", 10, 0.5, 1), ("b", 90, 1, 1)])
SAID = Forecast("x", "m", 50, 40, 60, 0.8, 0, 100, date(2026, 1, 1), "as signed")


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([], "needs an actor"),
        ([("a", 1, 1, 1), ("a", 2, 1, 1)], "two actors have one name"),
        ([("a", 1, 80, 1), ("b", 200, 1, -1)], "a: a salience.*divide by 100.*b: a position.*b: an influence"),
        ([("a", 1, -0.1, 1)], "a: a salience outside 0 to 1$"),
        ([("a", float("nan"), 1, 1)], "leave out an actor whose position is not known"),
        ([("a", 1, 0, 1), ("b", 1, 1, 0)], "nobody has both influence and salience"),
        ([("a", 1, 1, float("inf"))], "an influence below 0, or none"),
    ],
    ids=["nobody", "one-name", "three-faults", "negative", "unknown", "no-weight", "endless"],
)
def test_positions_out_of_range(rows: list[tuple[str, float, float, float]], what: str) -> None:
    with pytest.raises(OutOfDomain, match=what):
        position_problem(rows)


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (0, float("inf")), (float("nan"), 1)])
def test_a_scale_without_width(low: float, high: float) -> None:
    with pytest.raises(OutOfDomain, match="the scale runs from"):
        position_problem([("a", 1, 1, 1)], low, high)
    with pytest.raises(OutOfDomain, match="x: the scale runs from"):
        exchange_problem([("a", "x", 1, 1, 1)], {"x": (low, high)})


def test_words_and_numbers_that_no_model_knows() -> None:
    for call, what in (
        (lambda: weighted_mean(TWO, weighting="power"), "no weighting 'power': both"),
        (lambda: weighted_median(TWO, tie="left"), "no tie rule 'left': lower"),  # type: ignore[arg-type]
        (lambda: challenge_model(TWO, preset="scholz"), "no preset 'scholz': scholz-text"),
        (lambda: challenge_model(TWO, rounds=0), "0 rounds"),
        (lambda: replace(SCHOLZ_TEXT, q=1.5), "q = 1.5"),
        (lambda: nash_outcome(TWO), "needs a reversion"),
        (lambda: nash_outcome(replace(TWO, reversion=0.0), cost_of_no_deal=-1), "cost of having no deal"),
        (lambda: challenge_outcomes(np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 2))), "one shape, run by actor"),
        (lambda: challenge_outcomes(np.ones((2, 3)), np.full((2, 3), 80), np.ones((2, 3))), "actor 0: a salience"),
        (lambda: challenge_outcomes(np.full((1, 2), np.inf), np.ones((1, 2)), np.ones((1, 2))), "actor 0: a position"),
        (lambda: exchange_problem([("a", "x", 1, 1, 1)], {"x": (0, 9), "y": (0, 9)}), "y: nobody has a position"),
        (lambda: exchange_problem([("a", "x", 1, 1, 1), ("a", "x", 2, 1, 1)], {"x": (0, 9)}), "a on x stands twice"),
        (lambda: exchange_problem([("a", "z", 1, 1, 1)], {"x": (0, 9)}), "'z' has no scale"),
        (lambda: position_exchange(exchange_problem([("a", "x", 1, 1, 1)], {"x": (0, 9)}), rounds=0), "0 rounds"),
        (lambda: grade(SAID, 101), "the outcome 101 lies outside"),
        (lambda: replace(SAID, point=70), "the point 70 lies outside 40 to 60"),
        (lambda: replace(SAID, high=101), "the interval 40 to 101 lies outside the scale"),
        (lambda: replace(SAID, confidence=1), "a confidence of 1"),
        (lambda: replace(SAID, resolves=" "), "say how the outcome will be read"),
    ):
        with pytest.raises(OutOfDomain, match=what):
            call()


def test_a_seal_changes_with_every_field() -> None:
    other = {
        "issue": "y",
        "model": "n",
        "point": 51,
        "low": 41,
        "high": 61,
        "confidence": 0.9,
        "scale_low": -1,
        "scale_high": 101,
        "made_on": date(2026, 1, 2),
        "resolves": "as published",
    }
    seals = {seal(SAID), *(seal(replace(SAID, **{name: value})) for name, value in other.items())}
    assert len(seals) == len(other) + 1
    assert seal(replace(SAID, point=50.0)) == seal(SAID)


def test_a_model_without_an_answer_leaves_the_others() -> None:
    found = side_by_side(TWO)
    assert [m.reason for m in found.models if m.outcome is None] == ["what holds if nothing is decided is not known"]
    blocked = side_by_side(replace(TWO, reversion=50.0))
    (nash,) = (m for m in blocked.models if m.method == "nash-outcome")
    assert (nash.outcome, nash.reason) == (50.0, "no outcome is better than no decision for all of a and b")
    outcomes = [m.outcome for m in blocked.models if m.outcome is not None]
    assert (blocked.low, blocked.high) == (min(outcomes), max(outcomes))
    assert blocked.spread == pytest.approx((blocked.high - blocked.low) / 100)


def test_every_answer_says_where_its_method_was_published() -> None:
    answers = [weighted_mean(TWO), weighted_median(TWO), challenge_model(TWO), side_by_side(TWO)]
    answers.append(nash_outcome(replace(TWO, reversion=0.0)))
    answers.append(position_exchange(exchange_problem([("a", "x", 1, 1, 1)], {"x": (0, 9)})))
    for answer in answers:
        shown = answer.to_dict()
        assert shown["method"] == answer.method
        assert shown["reference"].startswith(("Achen", "Black", "Scholz", "Thomson", "Nash", "Stokman"))
        assert answer.rows()
    assert challenge_model(TWO, preset=replace(SCHOLZ_TEXT, spread="current")).parameters["spread"] == "current"
