"""Reports side by side: events grouped, and every slot compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.comparison.result import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.case.model import Case
    from detente.evidence.items import Extraction
    from detente.evidence.reading.document import Document


def compare(
    extractions: Iterable[Extraction], *, documents: Iterable[Document] = (), case: Case | None = None
) -> Comparison:
    """What the reports agree on, what says only one, what contradicts."""
    return Comparison(reports=tuple(extraction.report for extraction in extractions), events=())
