"""Read a case: the file, the texts beside it, and every fault at once."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pydantic import BaseModel, ValidationError

from detente.case.checks import every
from detente.case.faults import placed, reading_order, validation_faults
from detente.case.files import FILE, case_path, read_text, text_at, texts_beside
from detente.case.finding import Finding
from detente.case.model.case import Case
from detente.case.model.preference import View
from detente.case.page import Page
from detente.case.partial import findings_of_the_rest
from detente.case.schema import json_schema
from detente.case.yaml_subset import Node, read_tree
from detente.foundation.errors import CaseError, Fault, Place
from detente.foundation.ids import did_you_mean, is_id

__all__ = ["FILE", "CaseFile", "case_path", "parse_case", "read_case", "read_text", "schema", "with_text"]

_Model = TypeVar("_Model", bound=BaseModel)
_P = ParamSpec("_P")


def _collecting_later(work: Callable[_P, CaseFile]) -> Callable[_P, CaseFile]:
    """No garbage collection meanwhile: a growing tree has no cycles, and looking for them costs a fifth more."""

    @wraps(work)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> CaseFile:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if was_on:
                gc.enable()

    return wrapped


@dataclass(frozen=True)
class CaseFile:
    """A case as read: the model, the text it came from, the texts beside it, and the warnings.

    With a view, `case` holds the view's preferences, and `view_page` the view's own file.
    """

    case: Case
    path: Path
    text: str
    tree: Node = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    warnings: tuple[Fault, ...] = ()
    view: View | None = None
    view_page: Page | None = field(default=None, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 over the case file, the view and the texts beside it, in hex; line ends do not count."""
        parts = [self.text, *((self.view_page.text,) if self.view_page else ())]
        for name in sorted(self.texts):
            parts += [name, self.texts[name]]
        total = hashlib.sha256()
        for part in parts:
            plain = part.replace("\r\n", "\n").encode()
            total.update(f"{len(plain)}\0".encode() + plain)
        return total.hexdigest()

    def place(self, *path: str | int) -> Place:
        """Where the value at the path stands, in the case file or in the view's; `"3"` may stand for 3."""
        steps = tuple(int(part) if str(part).isdecimal() else part for part in path)
        return self.page_of(steps).place(steps)

    def page_of(self, path: tuple[str | int, ...]) -> Page:
        """The file that the value at the path comes from: the view's, for the preferences it gives."""
        given = tuple(self.view.preferences) if self.view else ()
        if self.view_page and path[:1] == ("preferences",) and len(path) > 1 and path[1] in given:
            return self.view_page
        return Page(self.path.name, self.text, self.tree)


@_collecting_later
def read_case(path: Path | str, view: str | None = None) -> CaseFile:
    """Read `path`, a case file or the folder that holds case.yaml, with the overlay views/VIEW.yaml if named.

    Raises CaseError with all faults; warnings are kept in the result. O(n) in the size of the texts.
    """
    file = case_path(path)
    page, case, faults = _read(read_text(file), file.name, Case)
    if case is None or page is None:
        raise CaseError(faults)
    read = CaseFile(case, file, page.text, page.root, {})
    if view is not None:
        read = _with_view(read, view)
    texts, missing = texts_beside(case, file.parent, page)
    return _checked(replace(read, texts=texts), missing)


@_collecting_later
def parse_case(text: str, texts: Mapping[str, str] | None = None, file: str = FILE) -> CaseFile:
    """Read a case from text; `texts` are the report and draft texts by their names in the case."""
    page, case, faults = _read(text.removeprefix("\ufeff"), file, Case)
    if case is None or page is None:
        raise CaseError(faults)
    return _checked(CaseFile(case, Path(file), page.text, page.root, dict(texts or {})), [])


@_collecting_later
def with_text(read: CaseFile, text: str, view_text: str | None = None) -> CaseFile:
    """The case after an edit of its text, or of its view's, with the texts and the view that it was read with.

    Raises CaseError with all faults of the first text that has any, then with those that the checks find.
    """
    page, case, faults = _read(text, read.path.name, Case)
    if case is None or page is None:
        raise CaseError(faults)
    after = CaseFile(case, read.path, page.text, page.root, read.texts)
    if read.view is not None and read.view_page is not None:
        view_page, view, faults = _read(view_text or read.view_page.text, read.view_page.file, View)
        if view is None or view_page is None:
            raise CaseError(faults)
        after = _overlaid(after, view_page, view)
    return _checked(after, [])


def schema() -> dict[str, Any]:
    """The JSON Schema of case.yaml, from the same model, for editors."""
    return json_schema(Case)


def _read(text: str, file: str, model: type[_Model]) -> tuple[Page | None, _Model | None, list[Fault]]:
    """The page and the model, or every fault that keeps the text from being one."""
    root, faults = read_tree(text, file)
    if root is None:
        return None, None, faults
    page = Page(file, text, root)
    data = root.plain()
    try:
        found = model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        told = {fault.place for fault in faults}
        wrong = validation_faults(error, page, model)
        fields = {fault.field for fault in wrong}
        rest = [placed(finding, page) for finding in findings_of_the_rest(data, error)] if model is Case else []
        wrong += [fault for fault in rest if fault.field not in fields]
        faults += [fault for fault in wrong if fault.place not in told]
    else:
        if not faults:
            return page, found, []
    return page, None, sorted(faults, key=reading_order)


def _with_view(read: CaseFile, name: str) -> CaseFile:
    file = f"views/{name}.yaml"
    todo = "views are files views/NAME.yaml beside the case"
    if not is_id(name):
        raise CaseError([Fault("error", "view", "", f"'{name}' is not the name of a view", todo)])
    text = text_at(read.path.parent / file, f"the view '{name}'", todo)
    page, view, faults = _read(text, file, View)
    if view is None or page is None:
        raise CaseError(faults)
    if view.view != name:
        what, todo = f"the view calls itself '{view.view}'", f"write view: {name}, as the file is called"
        raise CaseError([Fault("error", "view", "view", what, todo, page.place(("view",)))])
    return _overlaid(read, page, view)


def _overlaid(read: CaseFile, page: Page, view: View) -> CaseFile:
    parties = [party.id for party in read.case.parties]
    faults = [
        Fault("error", "unknown-party", f"preferences.{party}", f"there is no party '{party}'",
              did_you_mean(party, parties), page.key_place(("preferences", party)))
        for party in view.preferences
        if party not in parties
    ]  # fmt: skip
    if faults:
        raise CaseError(faults)
    preferences = {**read.case.preferences, **view.preferences}
    case = read.case.model_copy(update={"preferences": preferences})
    return replace(read, case=case, view=view, view_page=page)


def _checked(read: CaseFile, faults: list[Fault]) -> CaseFile:
    found = [*faults, *(_placed(finding, read) for finding in every.run(read.case, read.texts))]
    found.sort(key=lambda fault: (fault.place.file if fault.place else "", *reading_order(fault)))
    if any(fault.severity == "error" for fault in found):
        raise CaseError(found)
    return replace(read, warnings=tuple(found))


def _placed(finding: Finding, read: CaseFile) -> Fault:
    return placed(finding, read.page_of(finding.path))
