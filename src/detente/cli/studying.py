"""The command that says how sure: study."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.outcome import guarded, say_json
from detente.cli.watching import watched


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(guarded(study))


def study(
    case: CasePath,
    draws: Annotated[int, typer.Option("--draws", min=1, help="How often all judgements are drawn.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed is another sample.")] = 0,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that draw.")] = 1,
    store: Annotated[
        Path | None, typer.Option("--store", help="A folder that keeps finished chunks: a stopped run goes on.")
    ] = None,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Say how sure the conclusions are while every judgement moves inside what the case admits.

    Example: detente study examples/ukraine-2025 --draws 2000
    """
    from detente.case.reading import read_case
    from detente.cli.study_answers import study_answer
    from detente.cli.study_tables import study_tables
    from detente.cli.tables import show
    from detente.engines.settlement.of_case import settle_case
    from detente.study.case_study import study_case

    with watched() as progress, _executor(workers) as executor:
        settled = settle_case(read_case(case, view), progress)
        found = study_case(settled, draws, seed=seed, executor=executor, store=store, progress=progress)
    if as_json:
        say_json(study_answer(found))
        return
    show(study_tables(found))


@contextmanager
def _executor(workers: int) -> Iterator[Executor | None]:
    if workers == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield pool
