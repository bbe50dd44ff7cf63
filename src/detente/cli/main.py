"""`detente`: one command a question; errors become messages and exit codes in `outcome` and nowhere else."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from detente import __version__
from detente.cli import (
    analysis,
    cases,
    commitments,
    dating,
    drafting,
    eliciting,
    exporting,
    forecasting,
    importing,
    improving,
    reporting,
    reviewing,
    stability,
    studying,
)
from detente.cli.outcome import DONE, STOPPED, WRONG_USE, hush

_MADE_BETWEEN_LOOKS = 50_000
"""How many objects a command may make before the next look for garbage."""

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cases.register(app)
analysis.register(app)
reviewing.register(app)
reporting.register(app)
drafting.register(app)
dating.register(app)
exporting.register(app)
commitments.register(app)
importing.register(app)
stability.register(app)
forecasting.register(app)
studying.register(app)
eliciting.register(app)
improving.register(app)


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
    """Run the command line; never show a traceback for what a user can mend.

    One thread multiplies matrices: they are small here, and two threads on busy cores mostly wait for each other.
    Garbage is looked for seldom: a command makes much that it keeps, and few cycles.
    """
    gc.set_threshold(_MADE_BETWEEN_LOOKS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    code: int | str | None = DONE
    try:
        app(prog_name="detente")
    except SystemExit as done:
        code = done.code
    except KeyboardInterrupt:
        code = STOPPED
    except OSError as error:
        code = _unwritten(error)
    sys.exit(_closed(code))


def _closed(code: int | str | None) -> int | str | None:
    """The exit code once all output has left; an output that nobody reads is no fault."""
    try:
        if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison]  (a shell may close it)
            sys.stdout.flush()
    except BrokenPipeError:
        hush()
    except OSError as error:
        return code or _unwritten(error)
    return code


def _unwritten(error: OSError) -> int:
    hush()
    typer.echo(f"detente: the output cannot be written: {(error.strerror or str(error)).lower()}", err=True)
    return WRONG_USE


if __name__ == "__main__":
    main()
