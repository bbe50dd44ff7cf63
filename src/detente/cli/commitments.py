"""The command of the commitments engine."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.outcome import guarded, say_json
from detente.cli.watching import watched


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(guarded(commitments))


def commitments(
    case: CasePath,
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="ID", help="One scenario only, with the proof of each duty.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="INSTRUMENT", help="What to measure the guarantees against, such as nato."),
    ] = None,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Say who would owe what to whom in each scenario, how guarantees differ from a treaty, what they are worth.

    Example: detente commitments examples/ukraine-2025 --scenario renewed-invasion
    """
    from detente.case.reading import read_case
    from detente.cli.commitment_answers import commitments_answer
    from detente.cli.commitment_tables import commitment_tables
    from detente.cli.tables import show
    from detente.engines.commitments.of_case import commitments_of_case

    with watched() as progress:
        found = commitments_of_case(read_case(case, view), scenario=scenario, against=against, progress=progress)
    if as_json:
        say_json(commitments_answer(found))
        return
    show(commitment_tables(found, proofs=scenario is not None))
