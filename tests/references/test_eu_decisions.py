"""The errors of the models on the EU data, where DETENTE_DATA names a folder with the table of DEU III."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.assessment.track_record import ISSUES, MEAN_ERRORS, MIDDLE
from detente.engines.forecast.challenge.model import challenge_model
from detente.engines.forecast.issue_table import DecidedIssue, read_deu_table
from detente.engines.forecast.weighted_mean import compromise, weighted_mean
from detente.engines.forecast.weighted_median import weighted_median

FILE = "Dataset_DEU_III.csv"


@pytest.fixture(scope="module")
def issues() -> list[DecidedIssue]:
    folder = os.environ.get("DETENTE_DATA")
    found = sorted(Path(folder).rglob(FILE)) if folder else []
    if not found:
        pytest.skip(f"DETENTE_DATA names no folder with {FILE}, https://doi.org/10.34810/data53")
    text = found[0].read_text(encoding="utf-8-sig")
    return [issue for issue in read_deu_table(text, "shapley-shubik") if issue.outcome is not None]


def error(issues: list[DecidedIssue], outcomes: list[float]) -> float:
    off = [abs(at - (issue.outcome or 0.0)) for issue, at in zip(issues, outcomes, strict=True)]
    return sum(off) / len(off)


def test_the_measured_errors_to_a_twentieth(issues: list[DecidedIssue]) -> None:
    problems = [issue.problem for issue in issues]
    assert len(issues) == ISSUES
    assert error(issues, [compromise(p).outcome for p in problems]) == pytest.approx(22.97, abs=0.05)
    alike = [weighted_mean(p, weighting="none").outcome for p in problems]
    assert error(issues, alike) == pytest.approx(23.71, abs=0.05)
    upper = [weighted_median(p, tie="upper", weighting="influence").outcome for p in problems]
    assert error(issues, upper) == pytest.approx(28.23, abs=0.05)
    assert error(issues, [50.0] * len(issues)) == pytest.approx(28.02, abs=0.05)


def test_what_the_program_says_of_its_record_is_what_the_data_say(issues: list[DecidedIssue]) -> None:
    problems = [issue.problem for issue in issues]
    found = {
        ("compromise", ""): [compromise(p).outcome for p in problems],
        ("weighted-mean", "influence"): [weighted_mean(p).outcome for p in problems],
        ("weighted-median", "influence"): [weighted_median(p, weighting="influence").outcome for p in problems],
        ("weighted-median", "both"): [weighted_median(p).outcome for p in problems],
    }
    for preset in ("scholz-text", "scholz-figure", "no-conflict-move"):
        found["challenge-model", preset] = [challenge_model(p, preset=preset).outcome for p in problems]
    for model, outcomes in found.items():
        assert error(issues, outcomes) == pytest.approx(MEAN_ERRORS[model], abs=0.051), model
    assert error(issues, [50.0] * len(issues)) == pytest.approx(MIDDLE, abs=0.05)
