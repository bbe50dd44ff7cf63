"""Commands on reports: compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import guarded, say, say_json
from detente.cli.saving import require_place, save
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.evidence.reading.document import Document
    from detente.evidence.reports import Reports
    from detente.foundation.progress import Progress

NamesFrom = Annotated[
    Path | None,
    typer.Option("--case", metavar="CASE", help="Take the names of parties, issues and proposals from this case."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(compare))


def compare(
    what: Annotated[
        list[Path],
        typer.Argument(metavar="CASE|REPORT...", help="A case; or two or more reports: text, HTML, PDF, feeds."),
    ],
    case: NamesFrom = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write the reports side by side to this file: .html or .md.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show also what the reports agree on.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what reports of one event contradict, what only one says, what they agree on.

    Example: detente compare a.txt b.html
    """
    from detente.cli.report_tables import comparison_of_reports
    from detente.cli.tables import show

    if out is not None:
        require_place(out, "--out")
        if out.suffix not in (".html", ".md"):
            raise typer.BadParameter(f"{out}: write a page that ends in .html or .md", param_hint="--out")
    with watched() as progress:
        reports = _found_in(what, case, progress)
        found = reports.compared()
    if out is not None:
        save(out, _page(reports, out.suffix), "--out")
    if as_json:
        say_json(found.to_dict())
        return
    show(comparison_of_reports(found, reports, everything=everything))
    if out is not None:
        say(f"the reports side by side are in {out}")


def _found_in(what: list[Path], names_from: Path | None, progress: Progress) -> Reports:
    """The reports of the one case that is named, or those in the files, with what was found in each."""
    from detente.case.reading import read_case
    from detente.evidence.reading.read import read_documents
    from detente.evidence.reports import documents_of, found_in

    if len(what) == 1 and is_case(what[0]):
        if names_from is not None:
            raise typer.BadParameter("a case takes its own names; leave --case out", param_hint="--case")
        read = read_case(what[0])
        return found_in(_enough(documents_of(read), f"{what[0]} has"), read.case, progress)
    other = next((path for path in what if is_case(path)), None)
    if other is not None:
        raise typer.BadParameter(
            f"{other} is a case: name it alone to compare its reports, or as --case to take its names",
            param_hint="CASE|REPORT...",
        )
    named = read_case(names_from).case if names_from is not None else None
    return found_in(_enough(tuple(read_documents(what, progress=progress)), "there is"), named, progress)


def _enough(documents: tuple[Document, ...], who: str) -> tuple[Document, ...]:
    """The documents, where there are two or more."""
    if len(documents) < 2:
        number = "no report" if not documents else "one report, which compares with nothing"
        raise typer.BadParameter(f"{who} {number}; name two or more", param_hint="REPORT")
    return documents


def is_case(path: Path) -> bool:
    """Whether the path means a case: a YAML file, or a folder that holds one."""
    from detente.case.files import FILE

    return (path / FILE).is_file() if path.is_dir() else path.suffix in (".yaml", ".yml")


def _page(reports: Reports, suffix: str) -> str:
    from detente.brief.comparison_page import comparison_page
    from detente.brief.to_html import to_html
    from detente.brief.to_markdown import to_markdown

    told = comparison_page(reports)
    return to_html(told) if suffix == ".html" else to_markdown(told)
