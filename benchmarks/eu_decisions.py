"""Models of one scale on resolved issues of EU decision-making: who has been right, on data that the reader has.

    python -m benchmarks.eu_decisions TABLE.csv [--plain] [--influence INFLUENCE.csv] [--least 3]

TABLE.csv is the table of the data set DEU III (https://doi.org/10.34810/data53): semicolons, a row an issue, columns
p and s with each actor's letters, `rp` and `out`. With --plain it has a row for each actor on each issue, columns
issue, actor, position, salience (0 to 1), influence, and where there are low, high, outcome, reversion. INFLUENCE.csv
holds an actor's letters and a number in each line; without it all count alike, for the data set has no influence.

Each model's forecast of every issue that has an outcome is graded in hundredths of the scale, and compared on the
issues that all of them forecast; Nash bargaining, which needs a reversion, stands apart. On 353 issues, all actors
alike, the mean absolute errors are to be: compromise 22.97, mean 23.71, median 28.23, constant (the middle of the
scale) 28.02. A difference above 0.05 is shown. The data are not in this repository, and this has not been run on them.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from detente.engines.forecast.challenge.model import challenge_model
from detente.engines.forecast.challenge.readings import READINGS
from detente.engines.forecast.issue_table import DecidedIssue, read_deu_table, read_issue_table
from detente.engines.forecast.nash_outcome import nash_outcome
from detente.engines.forecast.problem import PositionProblem
from detente.engines.forecast.record import Forecast, Grade, Standing, grade, leaderboard
from detente.engines.forecast.weighted_mean import compromise, weighted_mean
from detente.engines.forecast.weighted_median import weighted_median

EXPECTED = {"compromise": 22.97, "mean": 23.71, "median": 28.23, "constant": 28.02}
ISSUES, WITHIN = 353, 0.05
DAY, RULE = date(2026, 1, 1), "the outcome in the table"

MODELS: dict[str, Callable[[PositionProblem], float]] = {
    "constant": lambda problem: (problem.low + problem.high) / 2,
    "mean": lambda problem: weighted_mean(problem, weighting="none").outcome,
    "compromise": lambda problem: compromise(problem).outcome,
    "median": lambda problem: weighted_median(problem, tie="lower").outcome,
}


def _challenge(name: str) -> Callable[[PositionProblem], float]:
    return lambda problem: challenge_model(problem, preset=name).outcome


MODELS |= {f"challenge, {name}": _challenge(name) for name in READINGS}


def grades(issues: Iterable[DecidedIssue]) -> tuple[list[Grade], list[Grade]]:
    """Of all models on all issues with an outcome; of Nash and the compromise alone on those with a reversion."""
    every: list[Grade] = []
    apart: list[Grade] = []
    for issue in issues:
        if issue.outcome is None:
            continue
        every += [_grade(issue, issue.outcome, name, model(issue.problem)) for name, model in MODELS.items()]
        if issue.problem.reversion is not None:
            apart.append(_grade(issue, issue.outcome, "nash", nash_outcome(issue.problem).outcome))
            apart.append(_grade(issue, issue.outcome, "compromise", compromise(issue.problem).outcome))
    return every, apart


def _grade(issue: DecidedIssue, outcome: float, model: str, point: float) -> Grade:
    low, high = issue.problem.low, issue.problem.high
    return grade(Forecast(issue.name, model, point, point, point, 0.5, low, high, DAY, RULE), outcome)


def table(standings: Iterable[Standing]) -> list[str]:
    """A line a model: its error, and beside it what is expected where it is off by more than a rounding."""
    lines: list[str] = []
    for row in standings:
        expected = EXPECTED.get(row.model)
        off = expected is not None and row.issues == ISSUES and abs(row.mean_absolute_error - expected) > WITHIN
        beside = f"   expected {expected}" if off else ""
        lines.append(f"{row.model:32} {row.mean_absolute_error:6.2f} {row.issues:5d}{beside}")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--plain", action="store_true", help="a row for each actor on each issue, commas")
    parser.add_argument("--influence", type=Path)
    parser.add_argument("--least", type=int, default=3, help="fewest actors of an issue that counts")
    chosen = parser.parse_args()
    text = chosen.table.read_text(encoding="utf-8-sig")
    influence = None
    if chosen.influence:
        with chosen.influence.open(encoding="utf-8", newline="") as lines:
            influence = {row[0]: float(row[1]) for row in csv.reader(lines)}
    issues = read_issue_table(text) if chosen.plain else read_deu_table(text, influence, chosen.least)
    every, apart = grades(issues)
    print(f"{'model':32} {'error':>6} {'issues':>5}", *table(leaderboard(every)), sep="\n")
    if apart:
        print("where there is a reference point:", *table(leaderboard(apart)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
