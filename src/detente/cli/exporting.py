"""The command `export`: the record of a case, or what stands in reports, in the formats of other tools."""

from __future__ import annotations

import os
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import guarded, say, say_json
from detente.cli.saving import require_place
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.evidence.exports.records import Record, RowKind


class Name(StrEnum):
    """The formats."""

    annotations = "annotations"
    qdpx = "qdpx"
    csl = "csl"
    csv = "csv"
    jsonl = "jsonl"
    gmcr = "gmcr"


class What(StrEnum):
    """What is exported."""

    statements = "statements"
    offers = "offers"
    slots = "slots"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(export))


def export(
    what: Annotated[
        list[Path], typer.Argument(metavar="CASE|REPORT...", help="A case; or reports: text, HTML, PDF, feeds.")
    ],
    name: Annotated[
        Name,
        typer.Option(
            "--format",
            help="W3C Web Annotations, REFI-QDA (.qdpx), the reports as CSL-JSON, a CSV table, JSON Lines; "
            "or the conflict for GMCR+.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to write it; by default named after the case, here.")
    ] = None,
    only: Annotated[
        list[What] | None, typer.Option("--what", help="Only these rows; may be given again. By default all.")
    ] = None,
    proposed: Annotated[
        bool, typer.Option("--proposed", help="What the rules find in the case's reports, not what was accepted.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the record in the format of another tool.

    Example: detente export my-case --format qdpx -o my-case.qdpx
    """
    from detente.evidence.exports.formats import FORMATS
    from detente.evidence.exports.refi_qda import placeless

    if out is not None:
        require_place(out, "--out")
    if name is Name.gmcr:
        _conflict(what, out, only, proposed, as_json)
        return
    form = FORMATS[name]
    if only and not form.rows:
        raise typer.BadParameter(f"{name} holds the reports alone; leave --what out", param_hint="--what")
    record = _record(what, proposed, rows=form.rows)
    if only:
        record = record.only([_KINDS[kind] for kind in only])
    target = out or Path(f"{record.id}{form.suffix}")
    _save(target, form.write(record))
    left_out = placeless(record) if name is Name.qdpx else 0
    counts = record.counts() if form.rows else {"reports": len(record.sources)}
    if as_json:
        answer = {"file": str(target), "format": name.value, "record": record.id}
        of_rows = {"accepted": record.accepted, "left_out": left_out} if form.rows else {}
        say_json({**answer, **counts, **of_rows})
        return
    say(f"{form.words} with {_counted(counts)} in {target}")
    if form.rows and not record.accepted:
        say("found by rules; nobody has reviewed it")
    if left_out:
        say(f"left out, because no report has a place for it: {left_out}")


def _conflict(what: list[Path], out: Path | None, only: list[What] | None, proposed: bool, as_json: bool) -> None:
    """Write the conflict of the one case that is named."""
    from detente.case.exchange.gmcr import to_json
    from detente.case.exchange.gmcr_of_case import gmcr_of_case
    from detente.case.reading import read_case
    from detente.cli.reporting import is_case

    if len(what) != 1 or not is_case(what[0]):
        raise typer.BadParameter("name one case: its conflict is exported", param_hint="CASE|REPORT...")
    if only or proposed:
        raise typer.BadParameter(
            "gmcr holds the conflict alone; leave --what and --proposed out", param_hint="--format"
        )
    read = read_case(what[0])
    found = gmcr_of_case(read.case)
    target = out or Path(f"{read.case.id}.gmcr")
    _save(target, to_json(found).encode())
    options, makers = len(found.options), len(found.decision_makers)
    if as_json:
        say_json({"file": str(target), "format": "gmcr", "record": read.case.id, "options": options, "makers": makers})
        return
    say(f"a conflict of GMCR+ with {options} options of {makers} decision makers in {target}")


_KINDS: dict[What, RowKind] = {What.statements: "statement", What.offers: "offer", What.slots: "slot"}


def _record(what: list[Path], proposed: bool, *, rows: bool) -> Record:
    """What stands in the one case that is named; or what the rules find in its reports, or in files."""
    from detente.cli.reporting import is_case

    if len(what) == 1 and is_case(what[0]):
        return _of_case(what[0], proposed and rows)
    case = next((path for path in what if is_case(path)), None)
    if case is not None:
        raise typer.BadParameter(f"{case} is a case: name it alone to export its record", param_hint="CASE|REPORT...")
    return _of_files(what, rows=rows)


def _of_case(path: Path, proposed: bool) -> Record:
    from detente.case.reading import read_case
    from detente.evidence.exports.records import record_of_case, record_of_reports

    read = read_case(path)
    if not proposed:
        return record_of_case(read)
    from detente.evidence.reports import reports_of_case

    with watched() as progress:
        return record_of_reports(reports_of_case(read, progress))


def _of_files(paths: list[Path], *, rows: bool) -> Record:
    """The reports in the files; what is said in them only where rows are wanted."""
    from detente.evidence.exports.records import record_of_reports
    from detente.evidence.items import Extraction
    from detente.evidence.reading.read import read_documents
    from detente.evidence.reports import Reports, found_in

    with watched() as progress:
        documents = tuple(read_documents(paths, progress=progress))
        if rows:
            return record_of_reports(found_in(documents, None, progress))
    return record_of_reports(Reports(documents, tuple(Extraction(document.id) for document in documents)))


def _counted(counts: dict[str, int]) -> str:
    """The counts in words.

    >>> _counted({"reports": 2, "statements": 1, "offers": 0})
    '2 reports, 1 statement, no offers'
    """
    return ", ".join(
        f"{number or 'no'} {name.removesuffix('s') if number == 1 else name}" for name, number in counts.items()
    )


def _save(path: Path, data: bytes) -> None:
    """Write the file at once or not at all. A link stays a link; a device or pipe is written into."""
    require_place(path, "--out")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _write_whole(path.resolve(), data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise typer.BadParameter(
            f"{path} cannot be written: {reason}; nothing was changed", param_hint="--out"
        ) from None


def _write_whole(path: Path, data: bytes) -> None:
    """To a temporary file beside it, then rename, as the case file is written."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
