"""Commands on the case file itself: new, check, fmt, schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from detente.foundation.errors import Fault

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case file, or the folder that holds case.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
View = Annotated[str | None, typer.Option("--view", metavar="NAME", help="Read the overlay views/NAME.yaml too.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (new, check, fmt, schema):
        app.command()(command)


def faults_as_json(faults: Iterable[Fault]) -> str:
    """Faults as other programs read them."""
    rows = [
        {
            "severity": fault.severity,
            "rule": fault.rule,
            "file": fault.place.file if fault.place else None,
            "line": fault.place.line if fault.place else None,
            "column": fault.place.column if fault.place else None,
            "field": fault.field,
            "what": fault.what,
            "todo": fault.todo,
        }
        for fault in faults
    ]
    return json.dumps({"faults": rows}, ensure_ascii=False, indent=2)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The folder to make; its name becomes the case's id.")],
    as_json: AsJson = False,
) -> None:
    """Make a case to fill in, with comments that explain it.

    Example: detente new border-talks
    """
    from detente.case.writing import write_whole

    folder = Path(name)
    slug = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")
    if not slug or not slug[0].isalpha():
        raise typer.BadParameter(f"'{folder.name}' gives no id: start with a letter a to z", param_hint="NAME")
    target = folder / "case.yaml"
    if target.exists():
        raise typer.BadParameter(f"{target} is already there; nothing was changed", param_hint="NAME")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, _filled_template(slug))
    except OSError as error:
        raise typer.BadParameter(f"{target}: {error.strerror or error}", param_hint="NAME") from None
    if as_json:
        typer.echo(json.dumps({"case": str(target)}))
        return
    typer.echo(f"wrote {target}\nnext: detente check {folder}   then   detente settle {folder}")


def _filled_template(slug: str) -> str:
    template = files("detente.case").joinpath("new_case.yaml").read_text(encoding="utf-8")
    today = datetime.now(tz=UTC).date().isoformat()
    words = {"{id}": slug, "{title}": slug.replace("-", " ").capitalize(), "{today}": today}
    for mark, value in words.items():
        template = template.replace(mark, value)
    return template


def check(case: CasePath, view: View = None, as_json: AsJson = False) -> None:
    """List all faults of a case, each with line and column, what is wrong and what to do.

    Example: detente check examples/ukraine-2025
    """
    from detente.case.reading import read_case
    from detente.engines.settlement.of_case import judgement_findings

    read = read_case(case, view)
    warnings = (*read.warnings, *judgement_findings(read))
    if as_json:
        typer.echo(faults_as_json(warnings))
        return
    for warning in warnings:
        typer.echo(f"warning: {warning}")
    sections = {
        "party": len(read.case.parties),
        "issue": len(read.case.issues),
        "statement": len(read.case.statements),
        "report": len(read.case.reports),
    }
    plurals = {"party": "parties"}
    counts = ", ".join(f"{n} {name if n == 1 else plurals.get(name, name + 's')}" for name, n in sections.items())
    warned = f"{len(warnings)} warning{'s' if len(warnings) != 1 else ''}" if warnings else "no warnings"
    typer.echo(f"{read.path}: no faults, {warned} ({counts})")


def fmt(
    case: CasePath,
    check_only: Annotated[bool, typer.Option("--check", help="Say whether it is tidy; change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tidy a case file: even indentation and spacing; comments stay, nothing changes in meaning.

    Example: detente fmt examples/ukraine-2025
    """
    from detente.case.reading import case_path, read_text
    from detente.case.writing import tidy, write_whole

    path = case_path(case)
    before = read_text(path)
    after = tidy(before, path.name)
    changed = before != after
    if changed and not check_only:
        write_whole(path, after)
    if as_json:
        typer.echo(json.dumps({"case": str(path), "tidy": not changed, "written": changed and not check_only}))
    elif check_only:
        typer.echo(f"{path}: {'not tidy' if changed else 'tidy'}")
    else:
        typer.echo(f"{path}: {'tidied' if changed else 'tidy already'}")
    if changed and check_only:
        raise typer.Exit(1)


def schema(
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write it to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the JSON Schema of case.yaml, for editors to complete and check it.

    Example: detente schema -o case.schema.json
    """
    from detente.case.reading import schema as case_schema
    from detente.case.writing import write_whole

    text = json.dumps(case_schema(), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    write_whole(out, text)
    typer.echo(json.dumps({"schema": str(out)}) if as_json else f"wrote {out}")
