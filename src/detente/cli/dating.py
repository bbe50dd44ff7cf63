"""The command `timeline`: the record of a case in time, and what moved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.cases import AsJson, CasePath
from detente.cli.outcome import guarded, say_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.case.model.case import Case
    from detente.evidence.chronology import Movement


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(timeline))


def timeline(
    case: CasePath,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Say what moved since this day, month or year.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell the record in time: what happened and was said when; with --since, who moved on what.

    Example: detente timeline examples/ukraine-2025 --since 2025-12-14
    """
    from detente.case.reading import read_case
    from detente.cli.tables import facts, heading, show
    from detente.evidence import chronology

    found = read_case(case).case
    moments = chronology.timeline(found)
    moved = chronology.moved_since(found, since) if since is not None else ()
    if as_json:
        answer = {"case": found.id, "timeline": [asdict(moment) for moment in moments]}
        say_json({**answer, "since": since, "moved": [asdict(one) for one in moved]} if since else answer)
        return
    if since is not None:
        show(_movements(found, since, moved))
        return
    rows = [(moment.on or "no date", f"{moment.kind} {moment.id}: {moment.what}") for moment in moments]
    rows = rows or [("no entry", "the record holds nothing that happened or was said")]
    show([heading(found.title.in_language()), facts(rows)])


def _movements(case: Case, since: str, moved: tuple[Movement, ...]) -> list[RenderableType]:
    from detente.cli.tables import facts, heading

    if not moved:
        return [f"The record dates nothing that anybody said on an issue since {since}."]
    names = {party.id: party.name.in_language() for party in case.parties}
    rows: list[tuple[str, str]] = []
    for one in moved:
        rows.append((one.change, f"{names[one.party]} on {one.issue}"))
        for when, told in (("before", one.before), ("since", one.since)):
            for stance in told:
                condition = f", if {stance.if_}" if stance.if_ else ""
                rests = f" [{', '.join(stance.because)}]" if stance.because else ""
                rows.append(("", f"{when} {stance.on}: {stance.direction} {stance.about}{condition}{rests}"))
    return [heading(f"Since {since}"), facts(rows)]
