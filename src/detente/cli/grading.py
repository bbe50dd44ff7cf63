"""Forecasts written down before the outcome is known, and the command that grades them: grade."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import say, say_json
from detente.cli.saving import save

if TYPE_CHECKING:
    from detente.assessment.forecast import ForecastAssessment


def require_new(path: Path) -> None:
    """Refuse to seal into a file that is there: a record that can be written over is none."""
    if path.exists():
        what = f"{path} is there already, and a record is never written over; name another file"
        raise typer.BadParameter(what, param_hint="--seal")


def write_sealed(path: Path, found: ForecastAssessment, resolves: str) -> str:
    """Write the forecasts down with their seals; the one seal over all of them."""
    from detente.assessment.sealed_forecasts import sealed_of, sealed_text

    sealed = sealed_of(found, datetime.now(UTC).date(), resolves)
    save(path, sealed_text(sealed), "--seal")
    return sealed.seal


def grade(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", exists=True, help="A file of sealed forecasts, or a folder of them.")
    ],
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="ISSUE=PLACE", help="What came out; may be given again. Kept in the file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade sealed forecasts by what came out, and rank the models over all that are graded.

    Example: detente grade forecasts/talks.json --outcome guarantee=assurances
    """
    from detente.assessment.sealed_forecasts import graded, read_folder, read_sealed, sealed_text, with_outcomes
    from detente.cli.grade_answers import grades_answer
    from detente.cli.grade_tables import grade_tables
    from detente.cli.tables import show

    if outcome and path.is_dir():
        raise typer.BadParameter("name the file that holds the forecasts", param_hint="--outcome")
    if path.is_dir():
        found = graded(*read_folder(path))
    else:
        sealed = read_sealed(path)
        if outcome:
            before, sealed = sealed, with_outcomes(sealed, outcome)
            if sealed != before:
                save(path, sealed_text(sealed), "--outcome")
        found = graded([sealed])
    if as_json:
        say_json(grades_answer(found))
        return
    show(grade_tables(found))
    if outcome:
        say(f"\nThe outcome is kept in {path}")
