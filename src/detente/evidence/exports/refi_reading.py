"""A REFI-QDA project read back: its selections in texts, with their words, codes and notes.

A project comes from elsewhere, so nothing in it is trusted: no file is unpacked, no path outside the archive is
followed, sizes are counted while reading, and XML that declares a document type is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from detente.evidence.exports.refi_qda import INTERNAL, NAMESPACE, PROJECT, SOURCES
from detente.foundation.errors import Fault, Place, ReadingError

MOST_FILES = 20_000
MOST_BYTES = 64 * 2**20
"""Most bytes of one file in the archive; four times as many of all that are read."""
MOST_DEPTH = 100
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Selection:
    """Characters [start, end) of a source, and the words that stand there.

    A code is the path of names that leads to it, as in `("Issues", "NATO bid", "the bid is given up")`.
    """

    source: str
    guid: str
    start: int
    end: int
    quote: str
    codes: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    by: str | None = None


def read_qdpx(path: Path | str | bytes) -> tuple[Selection, ...]:
    """The selections in the plain texts of a project, in its order; `path` may be the archive's bytes.

    Raises ReadingError where the file is no project, is larger than the limits, or has a selection that does not
    stand in its text.
    """
    name = "the project" if isinstance(path, bytes) else str(path)
    try:
        with zipfile.ZipFile(io.BytesIO(path) if isinstance(path, bytes) else path) as archive:
            return _Reading(archive, name).selections()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(name, f"this is no REFI-QDA project: {error}") from None


def _refused(name: str, *whats: str) -> ReadingError:
    return ReadingError([Fault("error", "qdpx", "", what, place=Place(name, 1, 1)) for what in whats])


class _Reading:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name
        self._left = 4 * MOST_BYTES
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise _refused(name, f"it holds {len(entries):,} files; the limit is {MOST_FILES:,}")
        self._files = {entry.filename.casefold(): entry for entry in entries}

    def selections(self) -> tuple[Selection, ...]:
        root = _tree(self._bytes(PROJECT), self._name)
        if root.tag != _path("Project"):
            raise _refused(self._name, f"{PROJECT} is no project of REFI-QDA 1.0")
        codes = _codes(root)
        notes = {_guid(note): self._text(note) for note in root.iterfind(_path("Notes", "Note"))}
        users = {_guid(user): user.get("name", "") for user in root.iterfind(_path("Users", "User"))}
        found: list[Selection] = []
        faults: list[str] = []
        for source in root.iterfind(_path("Sources", "TextSource")):
            text = self._text(source)
            for selection in source.iterfind(_path("PlainTextSelection")):
                span = _span(selection, len(text))
                if span is None:
                    faults.append(f"selection {_guid(selection)} does not stand in {source.get('name') or 'its text'}")
                    continue
                found.append(
                    Selection(
                        source.get("name", ""), _guid(selection), *span, text[span[0] : span[1]],
                        tuple(codes[name] for name in _targets(selection, "Coding", "CodeRef") if name in codes),
                        tuple(notes[name] for name in _targets(selection, "NoteRef") if name in notes),
                        users.get((selection.get("creatingUser") or "").strip("{}").lower()),
                    )
                )  # fmt: skip
        if faults:
            raise _refused(self._name, *faults[:MOST_FAULTS])
        return tuple(found)

    def _text(self, source: Element) -> str:
        """The text of a source or note, from within the project or from the archive; never from elsewhere."""
        content = source.find(_path("PlainTextContent"))
        if content is not None:
            return content.text or ""
        where = source.get("plainTextPath")
        if where is None:
            return ""
        file = where.removeprefix(INTERNAL)
        if not where.startswith(INTERNAL) or "/" in file or "\\" in file or file in ("", ".", ".."):
            raise _refused(self._name, f"the text '{where[:80]}' lies outside the project, and is not read")
        try:
            return self._bytes(f"{SOURCES}/{file}").decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _refused(self._name, f"the text '{where[:80]}' is not UTF-8") from None

    def _bytes(self, name: str) -> bytes:
        """A file of the archive; its size is counted as it is read, whatever the archive says."""
        entry = self._files.get(name.casefold())
        if entry is None:
            raise _refused(self._name, f"there is no {name} in it")
        most = min(MOST_BYTES, self._left)
        with self._archive.open(entry) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise _refused(self._name, f"{name} is larger than the limit of {MOST_BYTES:,} bytes")
        self._left -= len(data)
        return data


def _tree(data: bytes, name: str) -> Element:
    """The XML as a tree; names carry the namespace as `{urn:…}Name`."""
    parser = expat.ParserCreate(namespace_separator="}")
    builder = TreeBuilder()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise _refused(name, f"{PROJECT} is nested deeper than {MOST_DEPTH}")
        builder.start(f"{{{tag}", attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(f"{{{tag}")

    def document_type(*_: object) -> None:
        raise _refused(name, f"{PROJECT} declares a document type, and is not read")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = document_type
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _refused(name, f"{PROJECT} is no XML: {error}") from None
    return builder.close()


def _path(*tags: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{tag}" for tag in tags)


def _guid(element: Element) -> str:
    return element.get("guid", "").strip("{}").lower()


def _targets(element: Element, *tags: str) -> Iterator[str]:
    for found in element.iterfind(_path(*tags)):
        yield found.get("targetGUID", "").strip("{}").lower()


def _codes(root: Element) -> Mapping[str, tuple[str, ...]]:
    """Every code → the names that lead to it."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = [(code, ()) for code in root.iterfind(_path("CodeBook", "Codes", "Code"))]
    while waiting:
        code, above = waiting.pop()
        found[_guid(code)] = (*above, code.get("name", ""))
        waiting += [(below, found[_guid(code)]) for below in code.iterfind(_path("Code"))]
    return found


def _span(selection: Element, length: int) -> tuple[int, int] | None:
    try:
        start, end = (int(selection.get(name, "")) for name in ("startPosition", "endPosition"))
    except ValueError:
        return None
    return (start, end) if 0 <= start <= end <= length else None
