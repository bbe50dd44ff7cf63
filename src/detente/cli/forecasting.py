"""The command of the forecast engine: forecast."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.grading import grade, require_new, write_sealed
from detente.cli.outcome import guarded, say, say_json
from detente.cli.watching import watched


class PresetName(StrEnum):
    """The readings of the challenge model."""

    scholz_text = "scholz-text"
    scholz_figure = "scholz-figure"
    no_conflict_move = "no-conflict-move"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(forecast))
    app.command()(guarded(grade))


def forecast(
    case: CasePath,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="ID", help="One issue only, with who moves whom, round by round.")
    ] = None,
    preset: Annotated[
        list[PresetName] | None,
        typer.Option("--preset", help="Which reading of the challenge model to tell; may be given again."),
    ] = None,
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=1000, help="Rounds of the challenge model.")] = 10,
    draws: Annotated[
        int, typer.Option("--draws", min=0, help="How often salience and influence are drawn; 0 for the shown points.")
    ] = 1_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed is another sample.")] = 0,
    suppose: Annotated[
        str | None,
        typer.Option("--suppose", metavar="PARTY=ANSWER", help="What would come out if this party stood there."),
    ] = None,
    seal: Annotated[
        Path | None, typer.Option("--seal", metavar="FILE", help="Write the forecasts down, to be graded later.")
    ] = None,
    resolves: Annotated[
        str | None, typer.Option("--resolves", metavar="WORDS", help="How the outcome will be read from the world.")
    ] = None,
    confidence: Annotated[
        float, typer.Option("--confidence", min=0.01, max=0.99, help="Which share of the draws an interval holds.")
    ] = 0.8,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Say where positions lead on each scale by every model, how far models differ, and whom to persuade.

    Example: detente forecast examples/ukraine-2025 --issue guarantee
    """
    from detente.assessment.forecast import assess_forecast
    from detente.case.reading import read_case
    from detente.cli.forecast_answers import forecast_answer
    from detente.cli.forecast_tables import forecast_tables, supposed_tables
    from detente.cli.tables import show
    from detente.engines.forecast.challenge.readings import READINGS
    from detente.engines.forecast.of_case import supposed_answer

    if seal is not None and (resolves is None or not draws):
        raise typer.BadParameter(
            "say how the outcome will be read, such as --resolves 'the signed text', and leave --draws above 0",
            param_hint="--seal",
        )
    if seal is None and resolves is not None:
        raise typer.BadParameter("nothing is sealed without --seal FILE", param_hint="--resolves")
    if seal is not None:
        require_new(seal)
    if suppose is not None and (issue is None or "=" not in suppose):
        raise typer.BadParameter("write --issue ID --suppose PARTY=ANSWER", param_hint="--suppose")
    if seal is not None and suppose is not None:
        raise typer.BadParameter("a supposed answer is not sealed: leave out --suppose or --seal", param_hint="--seal")
    presets = tuple(item.value for item in preset) if preset else tuple(READINGS)
    read = read_case(case, view)
    with watched() as progress:
        found = assess_forecast(
            read,
            issue=issue,
            presets=presets,
            rounds=rounds,
            draws=draws,
            seed=seed,
            confidence=confidence,
            progress=progress,
        )
    item = supposed_answer(found.issues[0].forecast, *suppose.split("=", 1)) if suppose is not None else None
    digest = write_sealed(seal, found, resolves) if seal is not None and resolves is not None else ""
    if as_json:
        say_json(forecast_answer(found, item))
        return
    show(supposed_tables(found, item) if item else forecast_tables(found, moves=issue is not None or bool(preset)))
    if seal is not None:
        say(f"\nThe forecasts are sealed in {seal}\nPublish this, and nobody can say they were changed: {digest}")
