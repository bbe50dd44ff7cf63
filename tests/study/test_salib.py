"""Our Sobol indices beside SALib's on the very same outputs, where SALib is installed."""

from __future__ import annotations

import numpy as np
import pytest

from detente.study.factors import FloatArray
from detente.study.sobol import Sampled, estimated


def ishigami(x: FloatArray) -> FloatArray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def accepted(x: FloatArray) -> FloatArray:
    """A yes or no, as most conclusions of a study are."""
    return (x @ np.array([4.0, 2.0, 1.0]) >= 2.0).astype(np.float64)


@pytest.mark.parametrize("model", [ishigami, accepted])
def test_salib_finds_the_same_in_the_same_outputs(model: object) -> None:
    sampling = pytest.importorskip("SALib.sample.sobol", reason="SALib is not installed")
    analysis = pytest.importorskip("SALib.analyze.sobol")
    rows, names = 4096, ["a", "b", "c"]
    asked = {"num_vars": 3, "names": names, "bounds": [[-np.pi, np.pi]] * 3}
    points = sampling.sample(asked, rows, calc_second_order=False, seed=1)
    output = model(points)  # type: ignore[operator]
    theirs = analysis.analyze(asked, output, calc_second_order=False, seed=1)
    # SALib's rows: A, then A with one factor at a time from B, then B.
    by_row = output.reshape(rows, 5)
    ours = estimated(
        Sampled(by_row[:, 0], by_row[:, 4], by_row[:, 1:4].T), tuple(names), np.random.default_rng(1), resamples=100
    )
    for place, index in enumerate(ours.indices):
        assert index.first == pytest.approx(theirs["S1"][place], abs=1e-3)
        assert index.total == pytest.approx(theirs["ST"][place], abs=1e-9)
        # SALib says 1.96 standard errors.
        assert index.total_error == pytest.approx(theirs["ST_conf"][place] / 1.96, rel=0.5)
