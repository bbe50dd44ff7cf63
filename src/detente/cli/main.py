"""`detente`: one command a question; errors become messages and exit codes here and nowhere else."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from detente import __version__
from detente.cli import analysis, cases
from detente.foundation.errors import Cancelled, CaseError, DetenteError, TooLarge

DONE, FAULTS, WRONG_USE, BEYOND_LIMITS = 0, 1, 2, 3
"""Exit codes: done; the case has faults; wrong use; asked for more than the stated limits."""

app = typer.Typer(
    name="detente",
    help="Negotiation analysis: from reports to settlements, every number traceable to a sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cases.register(app)
analysis.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def detente(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Negotiation analysis: from reports to settlements, every number traceable to a sentence.

    Start with: detente new my-case
    """


def main() -> None:
    """Run the command line; never show a traceback for what a user can mend."""
    try:
        app()
    except CaseError as error:
        _say_faults(error)
        sys.exit(FAULTS)
    except TooLarge as error:
        _say(str(error))
        sys.exit(BEYOND_LIMITS)
    except (Cancelled, KeyboardInterrupt):
        _say("stopped; nothing was half-written")
        sys.exit(130)
    except DetenteError as error:
        _say(str(error))
        sys.exit(FAULTS)
    except BrokenPipeError:
        sys.exit(DONE)


def _say(message: str) -> None:
    if "--json" in sys.argv:
        typer.echo(json.dumps({"error": message}, ensure_ascii=False))
    typer.echo(f"detente: {message}", err=True)


def _say_faults(error: CaseError) -> None:
    if "--json" in sys.argv:
        typer.echo(cases.faults_as_json(error.faults))
        return
    for fault in error.faults:
        mark = "warning: " if fault.severity == "warning" else ""
        typer.echo(f"{mark}{fault}", err=True)
    count = sum(fault.severity == "error" for fault in error.faults)
    typer.echo(f"{count} fault{'s' if count != 1 else ''}; nothing was written", err=True)


if __name__ == "__main__":
    main()
