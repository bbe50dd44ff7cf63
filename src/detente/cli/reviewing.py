"""The command `read`: reports in, items to review, and what is accepted into the case."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import guarded, say, say_json
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.evidence.review.queue import Review
    from detente.evidence.review.sitting import Sitting

MOST_LINES = 12
"""Most changes that are shown before they are written."""


class First(StrEnum):
    """Which items come first."""

    sure = "sure"
    unsure = "unsure"
    text = "text"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(read))


def read(
    what: Annotated[
        list[Path],
        typer.Argument(metavar="[CASE] [REPORT...]", help="A case and new reports to review for it; or reports alone."),
    ],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who reviews; by default your user name.")
    ] = None,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="IDS", help="Accept these items, as in r1-s3,r1-o1; no screen.")
    ] = None,
    reject: Annotated[
        str | None, typer.Option("--reject", metavar="IDS", help="Reject these items; no screen.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The reason noted with --accept or --reject.")] = "",
    first: Annotated[First, typer.Option("--first", help="Review sure or unsure items first, or as in the text.")] = (
        First.sure
    ),
    write: Annotated[bool, typer.Option("--write", help="Write what is accepted into the case; do not ask.")] = False,
    only_list: Annotated[bool, typer.Option("--list", help="List the items and how they stand; no screen.")] = False,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Say how far several coders agree: Krippendorff's alpha per field.")
    ] = False,
    model: Annotated[bool, typer.Option("--model", help="Ask the language model named in DETENTE_MODEL too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find who said, offered and opposed what in reports, and review it into the case.

    Example: detente read my-case reports/*.txt
    """
    from detente.cli.reporting import is_case

    if not is_case(what[0]):
        if accept or reject or write or agreement:
            raise typer.BadParameter("reports alone can be read but not reviewed; name a case first", param_hint="CASE")
        _reports_alone(what, as_json)
        return
    sitting = _sitting(what[0], what[1:], by or getpass.getuser(), first, model)
    if agreement:
        _tell_agreement(sitting, as_json)
        return
    for words, choice in ((accept, "accepted"), (reject, "rejected")):
        _decide(sitting, words, choice, why)
    on_screen = not (accept or reject or only_list or as_json or write) and sys.stdin.isatty() and sys.stdout.isatty()
    if on_screen:
        from detente.cli.review_screen import review_on_screen

        review_on_screen(sitting)
    elif only_list or not (accept or reject or write or as_json):
        from detente.cli.report_tables import items_found
        from detente.cli.tables import show

        show(items_found(sitting.reports, _standing_words(sitting)))
    _enter(sitting, write=write, ask=on_screen, as_json=as_json)


def _reports_alone(what: Sequence[Path], as_json: bool) -> None:
    from detente.cli.report_tables import items_found
    from detente.cli.tables import show
    from detente.evidence.reports import reports_of_files

    with watched() as progress:
        reports = reports_of_files(what, progress=progress)
    if as_json:
        say_json(reports.to_dict())
    else:
        show(items_found(reports))


def _sitting(case: Path, files: Sequence[Path], coder: str, first: First, model: bool) -> Sitting:
    from detente.case.reading import read_case
    from detente.evidence.review.sitting import sit_down

    with watched() as progress:
        sitting = sit_down(read_case(case), files, coder, first=first.value, progress=progress)
        return sitting.with_model(_configured(), progress) if model else sitting


def _configured() -> Any:
    from detente.evidence.language_model.configuration import MODEL, configured_model

    found = configured_model()
    if found is None:
        raise typer.BadParameter(f"no model is configured; name one in {MODEL}", param_hint="--model")
    return found


def _decide(sitting: Sitting, words: str | None, choice: Any, why: str) -> None:
    """Note one decision for each item named; all names are checked first."""
    wanted = [name.strip() for name in (words or "").split(",") if name.strip()]
    known = {item.item.id: item for item in sitting.review.items}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise typer.BadParameter(f"no item has the id {', '.join(unknown)}; --list shows them all")
    for name in wanted:
        sitting.review.decide(known[name], choice, why=why)


def _enter(sitting: Sitting, *, write: bool, ask: bool, as_json: bool) -> None:
    """Show what would enter the case, and write it where that is wanted."""
    planned = sitting.would_enter()
    if sitting.turned_away and not as_json:
        say(f"turned away: {len(sitting.turned_away)} that the model proposed and the reports do not say")
    counts = sitting.review.counts()
    if not as_json:
        say("\n" + ", ".join(f"{count} {state}" for state, count in counts.items() if count))
        for refused in planned.refused:
            say(f"stays out: {refused.key}: {refused.why}")
        lines = planned.in_words()
        for line in lines[:MOST_LINES]:
            say(f"  {line}")
        if len(lines) > MOST_LINES:
            say(f"  and {len(lines) - MOST_LINES} more")
    wanted = write or (ask and bool(planned.changes) and typer.confirm("Write this into the case?", default=True))
    if wanted and planned.changes:
        from detente.evidence.review.acceptance import write_acceptance

        write_acceptance(sitting.read, planned)
    if as_json:
        answer = {
            "case": str(sitting.read.path),
            "states": counts,
            "entered" if wanted else "would_enter": planned.ids,
            "refused": {refused.key: refused.why for refused in planned.refused},
            **sitting.reports.to_dict(),
        }
        say_json(answer)
    elif planned.changes:
        say(f"wrote {sitting.read.path}" if wanted else "nothing was written into the case; --write does")


def _standing_words(sitting: Sitting) -> dict[str, str]:
    """Item id → how it stands, where somebody said something of it."""
    standings = sitting.review.standings
    return {item.item.id: standings[item.key].state for item in sitting.review.items if item.key in standings}


def _tell_agreement(sitting: Sitting, as_json: bool) -> None:
    from detente.cli.report_tables import agreement_table
    from detente.cli.tables import show
    from detente.evidence.review.agreement import agreements
    from detente.evidence.review.entries import entry_of

    review: Review = sitting.review
    entries = {item.key: entry_of(item.item, sitting.read.case) for item in review.items}
    found = agreements(review.decisions, entries)
    if as_json:
        say_json({"agreement": {name: _alpha(value) for name, value in found.items()}})
    else:
        show(agreement_table(found))


def _alpha(found: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(found)
