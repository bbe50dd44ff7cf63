"""Whether one model has been nearer than another: by hand, beside plain resampling, and where it cannot be said."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.engines.forecast.paired_errors import paired_errors
from detente.engines.forecast.record import Forecast, Grade, grade
from detente.foundation.errors import OutOfDomain

DAY = date(2026, 1, 1)


def graded(model: str, errors: list[float]) -> list[Grade]:
    return [grade(Forecast(f"i{k}", model, e, 0, 100, 0.8, 0, 100, DAY, "the text"), 0.0) for k, e in enumerate(errors)]


def test_the_difference_and_who_was_nearer() -> None:
    found = paired_errors([*graded("a", [10, 20, 30, 40]), *graded("b", [20, 20, 10, 70])], "a", "b")
    assert (found.issues, found.difference, found.nearer) == (4, -5.0, (2, 1, 1))
    assert not found.told_apart
    back = paired_errors([*graded("b", [20, 20, 10, 70]), *graded("a", [10, 20, 30, 40])], "b", "a")
    assert (back.difference, back.low, back.high) == (5.0, -found.high, -found.low)


def test_only_issues_of_both_count() -> None:
    found = paired_errors([*graded("a", [10, 20, 30]), *graded("b", [0, 0]), *graded("c", [99] * 3)], "a", "b")
    assert (found.issues, found.difference) == (2, 15.0)


def test_the_interval_is_that_of_plain_resampling_of_groups() -> None:
    rng = np.random.default_rng(3)
    a, b = (rng.uniform(0, 60, 40).tolist() for _ in range(2))
    groups = {f"i{k}": f"act {k // 3}" for k in range(40)}
    found = paired_errors([*graded("a", a), *graded("b", b)], "a", "b", groups=groups, resamples=4000)
    of_act = [[x - y for x, y, k in zip(a, b, range(40), strict=True) if k // 3 == act] for act in range(14)]
    means: list[float] = []
    for _ in range(4000):
        drawn = [d for act in rng.integers(0, 14, 14) for d in of_act[act]]
        means.append(sum(drawn) / len(drawn))
    assert [found.low, found.high] == pytest.approx(np.quantile(means, [0.05, 0.95]).tolist(), abs=0.8)
    alone = paired_errors([*graded("a", a), *graded("b", b)], "a", "b", resamples=4000)
    assert (alone.low, alone.high) != (found.low, found.high)


def test_what_cannot_be_said_is_refused() -> None:
    one = graded("a", [10, 20])
    for other, what in (("b", "no issue in common"), ("a", "no issue in common")):
        with pytest.raises(OutOfDomain, match=what):
            paired_errors(one, "a", other)
    with pytest.raises(OutOfDomain, match="confidence of 1"):
        paired_errors([*one, *graded("b", [1, 2])], "a", "b", confidence=1)
