"""The command on drafts of a plan or treaty: drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import guarded, say, say_json
from detente.cli.saving import save
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.case.reading import CaseFile
    from detente.evidence.drafts.provisions import Draft
    from detente.evidence.drafts.settling import Settling
    from detente.foundation.progress import Progress


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(guarded(drafts))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The case, if one is named, the drafts, and the files that some of them came from."""

    case: CaseFile | None
    drafts: tuple[Draft, ...]
    files: dict[str, Path]


def drafts(
    what: Annotated[
        list[str],
        typer.Argument(metavar="[CASE] DRAFT...", help="Texts, oldest first; after a case also ids of its proposals."),
    ],
    proposals: Annotated[
        list[str] | None, typer.Option("--proposals", metavar="ID", help="A proposal of the case; may be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show also what is kept.")] = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the last draft as a proposal for the case.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Put the last draft into the case as a proposal.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare drafts of a plan or treaty provision by provision; with a case, say what each settles.

    Example: detente drafts plan.md reply.md
    """
    from detente.evidence.drafts.compare import compare_drafts
    from detente.evidence.drafts.settling import settled_by

    with watched() as progress:
        asked = _asked(what, proposals or [], progress)
        last = _last(asked, as_yaml or write)
        found = compare_drafts(asked.drafts, progress) if len(asked.drafts) > 1 else None
        settled = {last.id: settled_by(last, asked.case.case)} if asked.case is not None else {}
    proposal = _proposal(asked, settled) if as_yaml or write else None
    written = _write(asked, proposal) if write and proposal is not None else None
    if as_json:
        say_json(_answer(found, last, settled, proposal, written))
        return
    _tell(found, last, settled, everything=everything, shown=as_yaml)
    if as_yaml and proposal is not None:
        from detente.evidence.drafts.settling import proposal_yaml

        say(proposal_yaml(proposal).rstrip())
    if written is not None:
        say(f"wrote the proposal {last.id} into {written}")


def _asked(what: Sequence[str], proposals: Sequence[str], progress: Progress) -> _Asked:
    from detente.case.reading import read_case
    from detente.evidence.drafts.settling import drafts_of_case

    case = read_case(what[0]) if _is_case(Path(what[0])) else None
    rest = list(what[1:] if case is not None else what)
    if case is None and proposals:
        raise typer.BadParameter("proposals are those of a case: name the case first", param_hint="--proposals")
    known = {item.id for item in case.case.proposals} if case is not None else set[str]()
    made: list[Draft] = []
    files: dict[str, Path] = {}
    for place, name in enumerate((*proposals, *rest)):
        progress.at("reading drafts", place, len(proposals) + len(rest))
        if case is not None and (name in known or place < len(proposals) or not Path(name).exists()):
            made += drafts_of_case(case, [name])
        else:
            draft = _draft_of_file(Path(name), {item.id for item in made})
            files[draft.id] = Path(name)
            made.append(draft)
    if case is not None and not made:
        made += drafts_of_case(case)
    return _Asked(case, tuple(made), files)


def _is_case(path: Path) -> bool:
    return (path / "case.yaml").is_file() if path.is_dir() else path.suffix in (".yaml", ".yml")


def _draft_of_file(path: Path, taken: set[str]) -> Draft:
    """The draft in a file of text, HTML or PDF; its id is made from the file's name."""
    from detente.evidence.drafts.provisions import read_draft
    from detente.evidence.reading.read import documents_of_file

    found = list(documents_of_file(path, taken=taken))
    if len(found) != 1:
        raise typer.BadParameter(f"{path} holds {len(found)} texts; a draft is one", param_hint="DRAFT")
    return read_draft(found[0].text, found[0].id)


def _last(asked: _Asked, as_proposal: bool) -> Draft:
    """The last draft; refuses what has nothing to compare, or no case to enter."""
    if as_proposal and asked.case is None:
        raise typer.BadParameter("a draft becomes a proposal in a case: name the case first", param_hint="CASE")
    if not asked.drafts:
        raise typer.BadParameter("no proposal of this case has a text; name the files of drafts", param_hint="DRAFT")
    if len(asked.drafts) < 2 and asked.case is None:
        raise typer.BadParameter("one draft alone compares with nothing; name two or more", param_hint="DRAFT")
    return asked.drafts[len(asked.drafts) - 1]


def _proposal(asked: _Asked, settled: dict[str, tuple[Settling, ...]]) -> dict[str, Any]:
    from detente.evidence.drafts.settling import proposal_values

    last = asked.drafts[-1]
    return proposal_values(last, settled[last.id], _beside(asked, last.id))


def _beside(asked: _Asked, name: str) -> str | None:
    """The name by which the case would find the draft's file; it has to lie beside the case."""
    file, case = asked.files.get(name), asked.case
    if case is None or file is None:
        return None
    folder = case.path.resolve().parent
    if not file.resolve().is_relative_to(folder):
        what = f"{file} lies outside the case's folder; copy it to {case.path.parent}"
        raise typer.BadParameter(what, param_hint="DRAFT")
    return file.resolve().relative_to(folder).as_posix()


def _write(asked: _Asked, proposal: dict[str, Any]) -> Path | None:
    from detente.case.changes import apply
    from detente.case.reading import read_case, with_text
    from detente.evidence.drafts.settling import proposal_changes

    case = asked.case
    if case is None:
        return None
    text = apply(case.text, proposal_changes(case, proposal), case.path.name)
    with_text(case, text)
    save(case.path, text, "CASE")
    read_case(case.path)
    return case.path


def _tell(found: Any, last: Draft, settled: dict[str, tuple[Settling, ...]], *, everything: bool, shown: bool) -> None:
    from detente.cli.draft_tables import comparison_of_drafts, settled_by_draft
    from detente.cli.tables import note, show

    if found is not None and not shown:
        show(comparison_of_drafts(found, settled, everything=everything))
    elif not shown:
        told = settled.get(last.id, ())
        show(
            settled_by_draft(last.id, told) if told else [note(f"Nothing in {last.id} speaks of an issue of the case.")]
        )


def _answer(
    found: Any,
    last: Draft,
    settled: dict[str, tuple[Settling, ...]],
    proposal: dict[str, Any] | None,
    written: Path | None,
) -> dict[str, Any]:
    """The comparison with what the last draft settles, in the shape of docs/reference/drafts-json.md."""
    from detente.evidence.drafts.result import draft_values

    told = found.to_dict() if found is not None else {"drafts": [draft_values(last)], "steps": [], "lineage": []}
    links = [
        {"provision": item.provision.id, "settles": item.condition, "by": item.ground}
        for item in settled.get(last.id, ())
    ]
    return {**told, "settles": links, "proposal": proposal, "written": str(written) if written else None}
