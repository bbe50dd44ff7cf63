"""Commands that compute: settle, brief, what-if."""

from __future__ import annotations

import shutil
import textwrap
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.outcome import guarded, say, say_json
from detente.cli.saving import require_place, save
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.assessment.what_if import Comparison, PositionsAlone
    from detente.brief.blocks import Block, Brief
    from detente.case.reading import CaseFile
    from detente.foundation.progress import Progress


class BriefFormat(StrEnum):
    """What a brief can be written as."""

    html = "html"
    md = "md"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(settle))
    app.command()(guarded(brief))
    app.command("what-if")(guarded(what_if))


def settle(
    case: CasePath,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", min=0.1, help="Of a case too large to enumerate: say what is certain after so long."),
    ] = None,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Say what all could accept, what is efficient, what the solutions select and who blocks the rest.

    Example: detente settle examples/ukraine-2025
    """
    from detente.case.reading import read_case
    from detente.cli.answers import settlement_answer
    from detente.cli.large_tables import large_settlement_tables
    from detente.cli.settlement_tables import settlement_tables
    from detente.cli.tables import show
    from detente.engines.settlement.of_case import LargeCaseSettlement, settle_case

    with watched() as progress, _cancelled_after(seconds, progress):
        settled = settle_case(read_case(case, view), progress, keep_if_stopped=seconds is not None)
    if as_json:
        say_json(settlement_answer(settled))
        return
    large = isinstance(settled, LargeCaseSettlement)
    show(large_settlement_tables(settled) if large else settlement_tables(settled))


@contextmanager
def _cancelled_after(seconds: float | None, progress: Progress) -> Iterator[None]:
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, progress.cancel)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def brief(
    case: CasePath,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to write it; by default CASE-ID.html or .md here.")
    ] = None,
    form: Annotated[
        BriefFormat, typer.Option("--format", help="A self-contained page, or Markdown.")
    ] = BriefFormat.html,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Write the brief: who stands where, what all could accept, and what it rests on. The main job.

    Example: detente brief examples/ukraine-2025 -o brief.html
    """
    from detente.brief.blocks import plain
    from detente.brief.writing import write_brief
    from detente.case.reading import read_case

    if out is not None:
        require_place(out, "--out")
    with watched() as progress:
        read = read_case(case, view)
        target = out or Path(f"{read.case.id}.{form.value}")
        require_place(target, "--out")
        told = write_brief(read, progress)
        progress.at("pages", 0, 1)
        text = _written(told, form)
    save(target, text, "--out")
    claims = [plain(finding.claim) for finding in told.front]
    missing = [note for section in told.sections for note in _missing(section.blocks)]
    if as_json:
        answer = {"brief": str(target), "digest": read.digest, "findings": claims, "missing": missing}
        say_json(answer)
        return
    say(f"\n{told.title}: the brief's main findings")
    for place, finding in enumerate(told.front, 1):
        say("\n" + _wrapped(f"{place}. ", plain(finding.claim)))
        for condition in finding.conditions:
            say(_wrapped("   holds if ", plain(condition)))
    say("")
    for note in missing:
        say(_wrapped("missing: ", note))
    say(f"The brief is in {target}")


def _wrapped(head: str, words: str) -> str:
    """Words behind a head, as wide as the terminal but no wider than reads well."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    indent = "  " + " " * len(head)
    return textwrap.fill(words, width, initial_indent=f"  {head}", subsequent_indent=indent)


def _written(told: Brief, form: BriefFormat) -> str:
    if form is BriefFormat.md:
        from detente.brief.to_markdown import to_markdown

        return to_markdown(told)
    from detente.brief.to_html import to_html

    return to_html(told)


def _missing(blocks: Iterable[Block]) -> list[str]:
    from detente.brief.blocks import Note, Paragraph, plain

    notes = [block for block in blocks if isinstance(block, Note) and block.kind == "missing"]
    return [
        f"{note.title}. {' '.join(plain(part.prose) for part in note.blocks if isinstance(part, Paragraph))}"
        for note in notes
    ]


def what_if(
    case: CasePath,
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="CHANGE", help="ukraine.walk-away=40, positions.russia.guarantee.option=none, 'remove offers.o1'"
        ),
    ],
    write: Annotated[bool, typer.Option("--write", help="Write the changes into the case file too.")] = False,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Show what a change would do, beside today. The file stays as it is, unless --write is given.

    Example: detente what-if examples/ukraine-2025 "ukraine.walk-away=40"
    """
    from detente.assessment.what_if import typed_changes
    from detente.assessment.what_if import what_if as compared
    from detente.case.reading import read_case
    from detente.cli.answers import comparison_answer
    from detente.cli.comparison_tables import comparison_tables
    from detente.cli.tables import show

    with watched() as progress:
        read = read_case(case, view)
        found = compared(read, typed_changes(changes, read), progress)
    written = _write_changes(read, found) if write else []
    if as_json:
        say_json(comparison_answer(found, written=write))
        return
    show(comparison_tables(found, read.case))
    if written:
        say(f"wrote the change into {' and '.join(str(path) for path in written)}")


def _write_changes(read: CaseFile, found: Comparison | PositionsAlone) -> list[Path]:
    """Write the texts that changed; the paths written."""
    texts = {read.path: (read.text, found.text)}
    if read.view_page is not None and found.view_text is not None:
        texts[read.path.parent / read.view_page.file] = (read.view_page.text, found.view_text)
    changed = {path: after for path, (before, after) in texts.items() if before != after}
    for path, after in changed.items():
        save(path, after, "CASE")
    return list(changed)
