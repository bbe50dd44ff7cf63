"""How far models of positions have been right before: their errors on issues of EU decision-making."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ISSUES = 353
"""Issues with an outcome in the data set DEU III, https://doi.org/10.34810/data53."""

MEAN_ERRORS: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("compromise", ""): 22.9,
        ("weighted-mean", "influence"): 23.1,
        ("weighted-median", "influence"): 28.1,
        ("weighted-median", "both"): 29.0,
        ("condorcet-election", "markov-uniform"): 22.6,
        ("challenge-model", "scholz-text"): 31.3,
        ("challenge-model", "scholz-figure"): 29.3,
        ("challenge-model", "no-conflict-move"): 28.5,
        ("nash-outcome", ""): 44.2,
        ("spatial-model", "ktab"): 25.0,
    }
)
"""Method and preset to the mean absolute error, of a scale of 100, by `benchmarks/eu_decisions.py`.

Influence is the Shapley-Shubik index in the Council of the day. Nash bargaining on 253 of the issues, those with a
reference point."""

MIDDLE = 28.0
"""The error of always saying the middle of the scale: who does no better knows nothing of the issue."""

ERROR_OF_COMPROMISE = MEAN_ERRORS["compromise", ""] / 100
"""The mean absolute error of the model that stands first, as a share of the scale."""

TRACK_RECORD = (
    "on 353 resolved issues of EU decision-making the mean absolute error, of a scale of 100, was 22.9 for the"
    " compromise model, 22.6 for an election over positions, 23.1 for the weighted mean, 25.0 for the spatial model,"
    " 28.1 and 29.0 for weighted medians, 28.5 to 31.3 for the readings of the challenge model, and 28.0 for always"
    " saying the middle of the scale"
)
"""The same in a sentence."""


def mean_error(method: str, preset: str) -> float | None:
    """Of a model in one of its presets, in hundredths of the scale; None where it was not measured."""
    return MEAN_ERRORS.get((method, preset))
