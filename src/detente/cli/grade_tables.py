"""What `grade` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table

from detente.assessment.sealed_forecasts import Graded
from detente.brief.percent import percent
from detente.cli.scale_numbers import ends, number
from detente.cli.tables import cell, heading, note, table
from detente.cli.whole_words import WholeWords
from detente.engines.forecast.record import Grade

MANY = 4
"""From so many graded issues on each gets one line; --json has every grade."""

POINTS_ALONE = "–: some of its forecasts are points alone, as where every judgement is a single number."


def grade_tables(found: Graded) -> list[RenderableType]:
    """The models in order, every grade, and what is open."""
    told: list[RenderableType] = []
    if found.standings:
        told += [heading("Models, the smallest mean error first"), WholeWords(_standings(found))]
        if any(one.hits is None for one in found.standings):
            told.append(note(POINTS_ALONE))
    told += [note(words) for words in _left_out(found)]
    by_issue: dict[str, list[Grade]] = {}
    for one in found.grades:
        by_issue.setdefault(one.forecast.issue, []).append(one)
    if len(by_issue) < MANY:
        for issue, grades in by_issue.items():
            told += _issue(issue, grades)
    else:
        told += [heading("Issues"), WholeWords(_issues(by_issue)), note("--json has every grade.")]
    if found.grades:
        told += [
            "",
            note("Errors and scores are in hundredths of the scale; small is good. A hit lies in the interval."),
        ]
    if found.open:
        told += ["", note(f"Not known yet: {', '.join(found.open)}.")]
        if not found.grades:
            told.append(note("When one is: detente grade FILE --outcome ISSUE=PLACE."))
    if found.left_out:
        told += ["", note(f"Holds no sealed forecasts: {', '.join(found.left_out)}.")]
    return told


def _issue(issue: str, grades: Sequence[Grade]) -> Iterator[RenderableType]:
    """Every model on one issue, the nearest first."""
    first = grades[0]
    day = first.forecast.made_on.isoformat()
    yield heading(f"{issue} came out at {_place(first, first.outcome)}")
    yield note(f"Sealed on {day}; read from: {first.forecast.resolves}.")
    numbers = ("said", "interval", "error")
    made = table("model", *numbers, "hit", numbers=numbers)
    for one in sorted(grades, key=lambda one: one.absolute_error):
        hit = "" if one.hit is None else "yes" if one.hit else "no"
        said = (_place(one, one.forecast.point), _interval(one), number(one.absolute_error))
        made.add_row(cell(one.forecast.model), *said, hit)
    yield WholeWords(made)


def _issues(by_issue: Mapping[str, Sequence[Grade]]) -> Table:
    """A line an issue: what came out, and the nearest model."""
    made = table("issue", "came out", "nearest", "said", "error", numbers=("came out", "said", "error"))
    for issue, grades in by_issue.items():
        best = min(grades, key=lambda one: one.absolute_error)
        numbers = (_place(best, best.forecast.point), number(best.absolute_error))
        made.add_row(cell(issue), _place(best, best.outcome), cell(best.forecast.model), *numbers)
    return made


def _standings(found: Graded) -> Table:
    numbers = ("mean error", "interval score", "hits", "issues")
    made = table("model", *numbers, numbers=numbers)
    for one in found.standings:
        score = "–" if one.mean_interval_score is None else number(one.mean_interval_score)
        hits = "–" if one.hits is None else percent(one.hits).replace("\u00a0", " ")
        made.add_row(cell(one.model), number(one.mean_absolute_error), score, hits, str(one.issues))
    return made


def _left_out(found: Graded) -> Iterator[str]:
    """Which graded issues the order of the models leaves out, and why."""
    by_silent: dict[tuple[str, ...], list[str]] = {}
    for issue, silent in found.uncommon.items():
        by_silent.setdefault(silent, []).append(issue)
    for silent, issues in by_silent.items():
        yield f"Not in the order: {', '.join(issues)}. No forecast of that by: {', '.join(silent)}."
    if found.grades and not found.standings:
        yield "No issue was forecast by every model, so the models have no order."


def _place(one: Grade, place: float) -> str:
    return number(place, one.forecast.scale_high - one.forecast.scale_low)


def _interval(one: Grade) -> str:
    given = one.forecast.interval
    return "–" if given is None else ends(given[0], given[1], one.forecast.scale_high - one.forecast.scale_low)
