"""The texts of a case as they stand on disk: the case file itself, and what lies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from detente.case.model.case import Case
from detente.case.page import Page, dotted
from detente.case.page import Path as FieldPath
from detente.case.unreadable import MOST_CHARACTERS
from detente.foundation.errors import CaseError, Fault, Place

FILE = "case.yaml"
MOST_BYTES = 4 * MOST_CHARACTERS


def case_path(path: Path | str) -> Path:
    """The case file that a path means: itself, or case.yaml in the folder."""
    given = Path(path)
    return given / FILE if given.is_dir() else given


def read_text(file: Path) -> str:
    """The text of a case file with its own line ends; raises CaseError where it cannot be read."""
    return text_at(file, "the case file", "make one with: detente new NAME")


def text_at(file: Path, what: str, todo: str) -> str:
    """The text of a file; `what` and `todo` say of which, and what to do where it cannot be read."""
    try:
        size = file.stat().st_size
        raw = file.read_bytes() if size <= MOST_BYTES else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{what} cannot be read: {reason.lower()}"
        raise CaseError([Fault("error", "file", "", message, todo, Place(str(file), 1, 1))]) from None
    if size > MOST_BYTES:
        message, limit = f"{what} has {size:,} bytes", f"the limit is {MOST_BYTES:,}"
        raise CaseError([Fault("error", "file-size", "", message, limit, Place(str(file), 1, 1))])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start]
        message = f"{what} is not UTF-8 text (byte {raw[error.start]:#04x})"
        place = Place(str(file), line, len(before.decode("utf-8", "replace")) + 1)
        raise CaseError([Fault("error", "encoding", "", message, "save it as UTF-8", place)]) from None


def texts_beside(case: Case, folder: Path, page: Page) -> tuple[dict[str, str], list[Fault]]:
    """The report and draft texts that the case names, with `\\n` for line ends, and what cannot be read."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for path, name in _named_texts(case):
        try:
            texts[name] = _text_beside(folder, name)
        except CaseError as error:
            faults += [replace(fault, field=dotted(path), place=page.place(path)) for fault in error.faults]
    return texts, faults


def _named_texts(case: Case) -> Iterator[tuple[FieldPath, str]]:
    for index, report in enumerate(case.reports):
        yield ("reports", index, "text"), report.text
    for index, proposal in enumerate(case.proposals):
        if proposal.text is not None:
            yield ("proposals", index, "text"), proposal.text


def _text_beside(folder: Path, name: str) -> str:
    target = folder / name
    try:
        inside = target.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        inside = True
    if not inside:
        what, todo = f"'{name}' lies outside the case's folder", "copy the text beside the case"
        raise CaseError([Fault("error", "text-outside", "", what, todo)])
    text = text_at(target, f"the text '{name}'", "put the text there, or correct the name")
    return text.replace("\r\n", "\n")
