"""Reports as they come: files and folders, read into documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.evidence.reading.document import Document
from detente.evidence.reading.naming import id_of
from detente.evidence.reading.plain import document_of_text
from detente.foundation.progress import SILENT, Progress


def read_documents(paths: Iterable[Path | str], *, progress: Progress = SILENT) -> Iterator[Document]:
    """The documents in the files."""
    taken: set[str] = set()
    for number, path in enumerate(paths):
        progress.at("reading reports", number)
        name = id_of(Path(path).stem, taken)
        taken.add(name)
        yield document_of_text(Path(path).read_bytes().decode("utf-8-sig"), name, origin=str(path))
