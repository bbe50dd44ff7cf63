"""What the rules found in each report, kept beside the case, so that a stopped run goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from detente import __version__
from detente.case.model.case import Case
from detente.evidence.extraction.extract import extract
from detente.evidence.items import Extraction, as_data
from detente.evidence.reading.document import Document
from detente.evidence.values import Actor, Days, Members, Order, Place, Quantity, Role, Strength, Words
from detente.foundation.errors import WorkspaceError
from detente.foundation.progress import SILENT, Progress

FOUND = "found.jsonl"
_VALUES: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Place, Days, Quantity, Actor, Role, Members, Strength, Order, Words)
}
_NAMES = ("parties", "names", "issues", "proposals")
"""The sections of a case that decide what is found in a report."""


def extracted_once(
    folder: Path, documents: Sequence[Document], case: Case, progress: Progress = SILENT
) -> tuple[Extraction, ...]:
    """What was found in each document, in their order; only what is not kept in `folder` yet is looked for.

    A document's findings are kept under its text, its date, the case's names and the version of the program, and
    written as soon as they are there. Half a line that a killed run left is cut off.
    """
    keys = _keys(documents, case)
    kept = folder / FOUND
    known = {key: data for key, data in _lines(kept) if key in set(keys.values())}
    missing = [document for document in documents if keys[document.id] not in known]
    if missing:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with kept.open("a", encoding="utf-8") as opened:
                for found in extract(missing, case=case, progress=progress):
                    data = as_data(found)
                    known[keys[found.report]] = data
                    opened.write(json.dumps({"key": keys[found.report], "found": data}, ensure_ascii=False) + "\n")
                    opened.flush()
        except OSError as error:
            raise WorkspaceError(f"{kept}: cannot be written: {(error.strerror or str(error)).lower()}") from None
    return tuple(extraction_of(known[keys[document.id]]) for document in documents)


def extraction_of(data: Mapping[str, Any]) -> Extraction:
    """What `as_data` made of an extraction, as an extraction again."""
    sections = {name: [_item(item) for item in data[name]] for name in ("statements", "offers", "events", "proposals")}
    return _adapter().validate_python({"report": data["report"], **sections})


def _item(data: Mapping[str, Any]) -> dict[str, Any]:
    item = {"if_" if name == "if" else name: value for name, value in data.items()}
    if "slots" in item:
        item["slots"] = [{**slot, "value": _value(slot["value"])} for slot in item["slots"]]
    return item


def _value(data: Mapping[str, Any]) -> Any:
    fields = {name: value for name, value in data.items() if name != "is"}
    return TypeAdapter(_VALUES[data["is"]]).validate_python(fields)


@cache
def _adapter() -> TypeAdapter[Extraction]:
    return TypeAdapter(Extraction)


def _keys(documents: Sequence[Document], case: Case) -> dict[str, str]:
    named = case.model_dump_json(include=set(_NAMES) | {"as_of"})
    common = hashlib.sha256(f"{__version__}\n{named}".encode()).hexdigest()
    return {
        document.id: hashlib.sha256(
            f"{common}\n{document.id}\n{document.metadata.published}\n{document.blocks}\n{document.text}".encode()
        ).hexdigest()
        for document in documents
    }


def _lines(kept: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Key and data of each whole line; a last line without its end is cut off the file."""
    if not kept.exists():
        return
    try:
        raw = kept.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        if len(whole) < len(raw):
            kept.write_bytes(whole)
        for line in whole.splitlines():
            data = json.loads(line)
            yield data["key"], data["found"]
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        raise WorkspaceError(f"{kept}: cannot be read (take it away; the reports are then read anew)") from None
