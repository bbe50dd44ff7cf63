"""The command `read`: reports in, items to review, and what is accepted into the case."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import guarded, say, say_json
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.evidence.review.acceptance import Acceptance
    from detente.evidence.review.decisions import Choice
    from detente.evidence.review.queue import Review
    from detente.evidence.review.sitting import Sitting

MOST_LINES = 12
"""Most changes that are shown before they are written."""

LONGEST_LINE = 240
"""Characters of a change that are shown before it is written."""


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
    settle: Annotated[
        bool, typer.Option("--settle", help="Review disputed items alone; your word on one ends the dispute.")
    ] = False,
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

    named = _named(accept, reject)
    second = next((path for path in what[1:] if is_case(path)), None)
    if second is not None:
        raise typer.BadParameter(f"{second} is a case; name one case, and name it first", param_hint="CASE")
    if not is_case(what[0]):
        if named or write or agreement or settle or model:
            raise typer.BadParameter("reports alone can be read but not reviewed; name a case first", param_hint="CASE")
        _reports_alone(what, as_json)
        return
    sitting = _sitting(what[0], what[1:], by or getpass.getuser(), first, model)
    sitting.review.settling = settle
    if agreement:
        _tell_agreement(sitting, as_json)
        return
    _decide(sitting, named, why)
    on_screen = not (named or only_list or as_json or write) and sys.stdin.isatty() and sys.stdout.isatty()
    if on_screen:
        from detente.cli.review_screen import review_on_screen

        review_on_screen(sitting)
    elif only_list or not (named or write or as_json):
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
        if not sitting.reports.documents:
            raise typer.BadParameter(f"{case} has no reports; name some after it", param_hint="REPORT")
        return sitting.with_model(_configured(), progress) if model else sitting


def _configured() -> Any:
    from detente.evidence.language_model.configuration import MODEL, configured_model

    found = configured_model()
    if found is None:
        raise typer.BadParameter(f"no model is configured; name one in {MODEL}", param_hint="--model")
    return found


def _named(accept: str | None, reject: str | None) -> dict[str, Choice]:
    """What is decided of each item that is named on the line."""
    named: dict[str, Choice] = {}
    given: tuple[tuple[str, str | None, Choice], ...] = (
        ("--accept", accept, "accepted"),
        ("--reject", reject, "rejected"),
    )
    for option, words, choice in given:
        names = [name.strip() for name in (words or "").split(",") if name.strip()]
        if words is not None and not names:
            raise typer.BadParameter("no item is named; --list shows them all", param_hint=option)
        for name in names:
            if named.setdefault(name, choice) != choice:
                raise typer.BadParameter(f"{name} cannot be both accepted and rejected", param_hint=option)
    return named


def _decide(sitting: Sitting, named: Mapping[str, Choice], why: str) -> None:
    """Note one decision for each item named; all names are checked first."""
    known = {item.item.id: item for item in sitting.review.items if item.found}
    unknown = [name for name in named if name not in known]
    if unknown:
        raise typer.BadParameter(f"no item has the id {', '.join(unknown)}; --list shows them all")
    for name, choice in named.items():
        sitting.review.decide(known[name], choice, why=why)


def _enter(sitting: Sitting, *, write: bool, ask: bool, as_json: bool) -> None:
    """Show what would enter the case, and write it where that is wanted."""
    planned = sitting.would_enter()
    if sitting.turned_away and not as_json:
        say(f"turned away: {len(sitting.turned_away)} that the model proposed and the reports do not say")
    counts = sitting.review.counts()
    names = {item.key: item.item.id for item in sitting.review.items if item.found}
    if not as_json:
        say("\n" + ", ".join(f"{count} {state}" for state, count in counts.items() if count))
        _tell_planned(planned, names)
    wanted = write or (ask and bool(planned.changes) and _confirmed())
    if wanted and planned.changes:
        from detente.evidence.review.acceptance import write_acceptance

        write_acceptance(sitting.read, planned)
    if as_json:
        answer = {
            "case": str(sitting.read.path),
            "states": counts,
            "entered" if wanted else "would_enter": {names.get(key, key): new for key, new in planned.ids.items()},
            "refused": {names.get(refused.key, refused.key): refused.why for refused in planned.refused},
            **sitting.reports.to_dict(),
        }
        say_json(answer)
    elif planned.changes:
        say(f"wrote {sitting.read.path}" if wanted else "nothing was written into the case; --write does")


def _tell_planned(planned: Acceptance, names: Mapping[str, str]) -> None:
    """What stays out and why, and each change on a line of its own."""
    there = [refused for refused in planned.refused if "in the case already" in refused.why]
    if there:
        say(f"in the case already: {len(there)}")
    for refused in planned.refused:
        if refused not in there:
            say(f"stays out: {names.get(refused.key, refused.key)}: {refused.why}")
    lines = planned.in_words()
    for line in lines[:MOST_LINES]:
        say(f"  {line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 2] + ' …'}")
    if len(lines) > MOST_LINES:
        say(f"  and {len(lines) - MOST_LINES} more")


def _confirmed() -> bool:
    try:
        return typer.confirm("Write this into the case?", default=True)
    except typer.Abort:
        raise KeyboardInterrupt from None


def _standing_words(sitting: Sitting) -> dict[str, str]:
    """Item id → how it stands, where somebody said something of it."""
    standings = sitting.review.standings
    return {
        item.item.id: standings[item.key].state for item in sitting.review.items if item.found and item.key in standings
    }


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
