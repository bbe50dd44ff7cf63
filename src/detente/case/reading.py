"""Read a case: the file, the texts beside it, and every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from detente.case import checks
from detente.case.faults import Path as FieldPath
from detente.case.faults import dotted, place_of, placed, validation_faults
from detente.case.model.case import Case
from detente.case.model.preference import View
from detente.case.partial import findings_of_the_rest
from detente.case.yaml_subset import Node, compose
from detente.foundation.errors import CaseError, Fault, Place

FILE = "case.yaml"


@dataclass(frozen=True)
class CaseFile:
    """A case as read: the model, the text it came from, the texts beside it, and the warnings."""

    case: Case
    path: Path
    text: str
    tree: Node = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    warnings: tuple[Fault, ...] = ()
    view: View | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over the case file, the view and the texts beside it, in hex."""
        total = hashlib.sha256(self.text.encode())
        if self.view is not None:
            total.update(self.view.model_dump_json().encode())
        for name in sorted(self.texts):
            total.update(f"\0{name}\0{self.texts[name]}".encode())
        return total.hexdigest()

    def place(self, *path: str | int) -> Place:
        """Where the value at the path stands in the file."""
        return place_of(self.tree, path, self.path.name)


def read_case(path: Path | str, view: str | None = None) -> CaseFile:
    """Read `path`, a case file or the folder that holds case.yaml.

    Raises CaseError with all faults; warnings are kept in the result. O(n) in the size of the texts.
    """
    file = case_path(path)
    text = read_text(file)
    tree = compose(text, file.name)
    case, faults = _validated(tree, file.name)
    if case is None:
        raise CaseError(faults)
    overlay = _view(file, view) if view else None
    texts, missing = _texts_beside(case, file.parent, tree, file.name)
    return _checked(CaseFile(_overlaid(case, overlay), file, text, tree, texts, view=overlay), missing)


def parse_case(text: str, texts: Mapping[str, str] | None = None, file: str = FILE) -> CaseFile:
    """Read a case from text; `texts` are the report and draft texts by their names in the case."""
    tree = compose(text, file)
    case, faults = _validated(tree, file)
    if case is None:
        raise CaseError(faults)
    return _checked(CaseFile(case, Path(file), text, tree, dict(texts or {})), [])


def case_path(path: Path | str) -> Path:
    """The case file that a path means: itself, or case.yaml in the folder."""
    given = Path(path)
    return given / FILE if given.is_dir() else given


def _overlaid(case: Case, overlay: View | None) -> Case:
    if overlay is None:
        return case
    unknown = [name for name in overlay.preferences if name not in {party.id for party in case.parties}]
    if unknown:
        what = f"the view names no party of the case: {', '.join(unknown)}"
        raise CaseError([Fault("error", "unknown-party", "preferences", what, "use the ids under `parties`")])
    return case.model_copy(update={"preferences": {**case.preferences, **overlay.preferences}})


def _checked(read: CaseFile, missing: list[Fault]) -> CaseFile:
    faults = missing + [placed(finding, read.tree, read.path.name) for finding in checks.run(read.case, read.texts)]
    faults.sort(key=lambda fault: (fault.place.line, fault.place.column) if fault.place else (0, 0))
    if any(fault.severity == "error" for fault in faults):
        raise CaseError(faults)
    return replace(read, warnings=tuple(faults))


def _validated(tree: Node, file: str) -> tuple[Case | None, list[Fault]]:
    data = tree.plain()
    try:
        return Case.model_validate(data, by_alias=True, by_name=False), []
    except ValidationError as error:
        faults = validation_faults(error, tree, file, Case)
        told = {fault.field for fault in faults}
        rest = [placed(finding, tree, file) for finding in findings_of_the_rest(data, error)]
        return None, faults + [fault for fault in rest if fault.field not in told]


def read_text(file: Path) -> str:
    """The text of a case file; raises CaseError where it cannot be read."""
    return _text_of(file, "the case file", "make one with: detente new NAME")


def _text_of(file: Path, what: str, todo: str) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        message = f"{what} cannot be read: {(error.strerror or str(error)).lower()}"
        raise CaseError([Fault("error", "file", "", message, todo, Place(str(file), 1, 1))]) from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        message = f"{what} is not UTF-8 text (byte {raw[error.start]:#04x})"
        fault = Fault("error", "encoding", "", message, "save it as UTF-8", Place(str(file), line, column))
        raise CaseError([fault]) from None


def _texts_beside(case: Case, folder: Path, tree: Node, file: str) -> tuple[dict[str, str], list[Fault]]:
    wanted: list[tuple[FieldPath, str]] = [
        (("reports", index, "text"), report.text) for index, report in enumerate(case.reports)
    ]
    wanted += [
        (("proposals", index, "text"), proposal.text) for index, proposal in enumerate(case.proposals) if proposal.text
    ]
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for path, name in wanted:
        place = place_of(tree, path, file)
        target = folder / name
        if not target.resolve().is_relative_to(folder.resolve()):
            faults.append(
                Fault(
                    "error",
                    "text-outside",
                    dotted(path),
                    f"'{name}' lies outside the case's folder",
                    "copy the text beside the case",
                    place,
                )
            )
            continue
        try:
            texts[name] = _text_of(target, f"the text '{name}'", "put the text there, or correct the name")
        except CaseError as error:
            faults += [replace(fault, field=dotted(path), place=place) for fault in error.faults]
    return texts, faults


def _view(file: Path, name: str) -> View:
    path = file.parent / "views" / f"{name}.yaml"
    text = _text_of(path, f"the view '{name}'", "views are files views/NAME.yaml beside the case")
    tree = compose(text, path.name)
    try:
        return View.model_validate(tree.plain(), by_alias=True, by_name=False)
    except ValidationError as error:
        raise CaseError(validation_faults(error, tree, path.name, View)) from None


def schema() -> dict[str, Any]:
    """The JSON Schema of case.yaml, from the same model, for editors."""
    found = Case.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
