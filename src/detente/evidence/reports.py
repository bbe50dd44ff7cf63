"""The reports of a case, or of some files, with everything found in them: one call for every face."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case.model.case import Case
from detente.case.reading import CaseFile
from detente.evidence.comparison.compare import compare
from detente.evidence.comparison.result import Comparison
from detente.evidence.extraction.extract import extract
from detente.evidence.items import Extraction, as_data
from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.limits import STANDARD, Limits
from detente.evidence.reading.plain import document_of_text
from detente.evidence.reading.read import read_documents
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True)
class Reports:
    """Documents and what was found in each, in the same order; `case` gave the names, where there is one."""

    documents: tuple[Document, ...]
    extractions: tuple[Extraction, ...]
    case: Case | None = None

    def document(self, report: str) -> Document:
        """The document of that id; KeyError where there is none."""
        for document in self.documents:
            if document.id == report:
                return document
        raise KeyError(report)

    def to_dict(self) -> dict[str, Any]:
        """Everything found, as plain data for JSON."""
        return {
            "reports": [
                {
                    "id": document.id,
                    **as_data(document.metadata),
                    "origin": document.origin,
                    "digest": document.digest,
                    "notes": list(document.notes),
                    **{name: value for name, value in as_data(found).items() if name != "report"},
                }
                for document, found in zip(self.documents, self.extractions, strict=True)
            ]
        }

    def compared(self) -> Comparison:
        """What the reports agree on, what says only one, what contradicts."""
        return compare(self.extractions, documents=self.documents, case=self.case)


def documents_of(read: CaseFile) -> tuple[Document, ...]:
    """The reports of a case as documents: ids and metadata from the case, texts from beside it."""
    documents: list[Document] = []
    for report in read.case.reports:
        known = Metadata(
            outlet=report.outlet,
            title=report.title,
            author=report.author,
            published=report.published,
            lang=report.lang,
            url=report.url,
        )
        text = read.texts.get(report.text, "")
        documents.append(document_of_text(text, report.id, metadata=known, origin=str(report.text)))
    return tuple(documents)


def reports_of_case(read: CaseFile, progress: Progress = SILENT) -> Reports:
    """Everything found in the reports of a case."""
    return found_in(documents_of(read), read.case, progress)


def reports_of_files(
    paths: Sequence[Path | str],
    *,
    case: Case | None = None,
    limits: Limits = STANDARD,
    progress: Progress = SILENT,
) -> Reports:
    """Everything found in the files; with a case, in its names. Raises ReadingError with all faults at once."""
    return found_in(tuple(read_documents(paths, limits=limits, progress=progress)), case, progress)


def found_in(documents: Iterable[Document], case: Case | None = None, progress: Progress = SILENT) -> Reports:
    """Everything found in the documents; with a case, in its names."""
    documents = tuple(documents)
    return Reports(documents, tuple(extract(documents, case=case, progress=progress)), case)
