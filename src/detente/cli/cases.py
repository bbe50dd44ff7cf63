"""Commands on the case file itself: new, check, fmt, schema."""

from __future__ import annotations

import json
import re
import shlex
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.outcome import FAULTS, fault_rows, guarded, say, say_json
from detente.cli.saving import require_place, save
from detente.foundation.ids import is_id

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case file, or the folder that holds case.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
View = Annotated[str | None, typer.Option("--view", metavar="NAME", help="Read the overlay views/NAME.yaml too.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(new))
    app.command()(guarded(check))
    app.command()(guarded(fmt))
    app.command()(guarded(schema))


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The folder to make; its name becomes the case's id.")],
    as_json: AsJson = False,
) -> None:
    """Make a case to fill in, with comments that explain it.

    Example: detente new border-talks
    """
    folder = Path(name)
    title = (folder.name or folder.resolve().name).replace("-", " ").replace("_", " ").strip()
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not is_id(slug):
        raise typer.BadParameter(f"'{folder.name}' gives no id: choose a name such as border-talks", param_hint="NAME")
    target = folder / "case.yaml"
    if target.exists():
        raise typer.BadParameter(f"{target} is already there; nothing was changed", param_hint="NAME")
    made = [part for part in (folder, *folder.parents) if not part.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save(target, _filled_template(slug, title), "NAME")
    except (OSError, typer.BadParameter) as error:
        for part in made:
            with suppress(OSError):
                part.rmdir()
        if isinstance(error, typer.BadParameter):
            raise
        raise typer.BadParameter(f"{folder}: {(error.strerror or str(error)).lower()}", param_hint="NAME") from None
    if as_json:
        say_json({"case": str(target)})
        return
    where = shlex.quote(str(folder))
    say(f"wrote {target}\nnext: detente check {where}   then   detente settle {where}")


def _filled_template(slug: str, title: str) -> str:
    from detente.case.writing import flow

    template = files("detente.case").joinpath("new_case.yaml").read_text(encoding="utf-8")
    today = datetime.now(tz=UTC).date().isoformat()
    words = {"{id}": slug, "{title}": flow(title[:1].upper() + title[1:]), "{today}": today}
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
        say_json({"case": str(read.path), "digest": read.digest, "faults": fault_rows(warnings)})
        return
    for warning in warnings:
        say(f"warning: {warning}")
    sections = {
        "party": len(read.case.parties),
        "issue": len(read.case.issues),
        "statement": len(read.case.statements),
        "report": len(read.case.reports),
    }
    plurals = {"party": "parties"}
    counts = ", ".join(f"{n} {name if n == 1 else plurals.get(name, name + 's')}" for name, n in sections.items())
    warned = f"{len(warnings)} warning{'s' if len(warnings) != 1 else ''}" if warnings else "no warnings"
    say(f"{read.path}: no faults, {warned} ({counts})")


def fmt(
    case: CasePath,
    check_only: Annotated[bool, typer.Option("--check", help="Say whether it is tidy; change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tidy a case file: even indentation and spacing; comments stay, nothing changes in meaning.

    Example: detente fmt examples/ukraine-2025
    """
    from detente.case.reading import case_path, read_text
    from detente.case.writing import tidy

    path = case_path(case)
    before = read_text(path)
    after = tidy(before, path.name)
    changed = before != after
    if changed and not check_only:
        save(path, after, "CASE")
    if as_json:
        say_json({"case": str(path), "tidy": not changed, "written": changed and not check_only})
    elif check_only:
        say(f"{path}: {'not tidy' if changed else 'tidy'}")
    else:
        say(f"{path}: {'tidied' if changed else 'tidy already'}")
    if changed and check_only:
        raise typer.Exit(FAULTS)


def schema(
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write it to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the JSON Schema of case.yaml, for editors to complete and check it.

    Example: detente schema -o case.schema.json
    """
    from detente.case.reading import schema as case_schema

    if out is None:
        say_json(case_schema())
        return
    require_place(out, "--out")
    save(out, json.dumps(case_schema(), ensure_ascii=False, indent=2) + "\n", "--out")
    if as_json:
        say_json({"schema": str(out)})
    else:
        say(f"wrote {out}")
