"""One person's sitting over the reports of a case: what was found, what was decided, what would enter the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from detente.case.reading import CaseFile
from detente.evidence.comparison.result import Comparison
from detente.evidence.items import Extraction
from detente.evidence.language_model.proposing import Rejected, propose
from detente.evidence.language_model.protocol import LanguageModel
from detente.evidence.reading.document import Document
from detente.evidence.reading.ingest import ingest, stored
from detente.evidence.reports import Reports, documents_of
from detente.evidence.review.acceptance import Acceptance, acceptance
from detente.evidence.review.decisions import FOLDER, read_decisions
from detente.evidence.review.extracted import extracted_once
from detente.evidence.review.proposed import Proposed, load_items, merged, proposed_items, save_items
from detente.evidence.review.queue import First, Review
from detente.foundation.errors import ReadingError
from detente.foundation.progress import SILENT, Progress

INBOX = "inbox"
"""The folder, in the review folder, of reports that wait for their first accepted item."""


@dataclass(frozen=True)
class Sitting:
    """The case, its reports with those that are new, and the review that goes on where it was left.

    `turned_away` is what a language model proposed and the reports do not say.
    """

    read: CaseFile
    reports: Reports
    review: Review
    turned_away: tuple[Rejected, ...] = ()

    @cached_property
    def comparison(self) -> Comparison:
        """What the reports agree on, what says only one, what contradicts."""
        return self.reports.compared()

    def document(self, item: Proposed) -> Document:
        """The document in which an item stands."""
        return self.reports.document(item.report)

    def would_enter(self) -> Acceptance:
        """The changes that bring everything accepted into the case; nothing is written."""
        return acceptance(
            self.read,
            self.review.items,
            self.review.standings,
            self.reports.documents,
            copies=self._copies,
            compared=self.comparison,
        )

    def with_model(self, model: LanguageModel, progress: Progress = SILENT) -> Sitting:
        """The sitting with what a language model proposes besides; nothing enters that is not in the report's words."""
        proposed: list[Extraction] = []
        turned_away: list[Rejected] = []
        for number, document in enumerate(self.reports.documents):
            progress.at(f"asking {model.name}", number, len(self.reports.documents))
            answer = propose(document, model, self.read.case)
            proposed.append(answer.extraction)
            turned_away += answer.rejected
        folder, review = self.review.folder, self.review
        decided = {decision.item for decision in review.decisions}
        anew = proposed_items(proposed, by=f"model {model.name}")
        at_hand = {document.id for document in self.reports.documents}
        items = merged(review.items, anew, decided, at_hand, by=f"model {model.name}")
        save_items(folder, items)
        again = Review(folder, review.coder, items, contested=review.contested, first=review.first)
        return replace(self, review=again, turned_away=tuple(turned_away))

    @property
    def _copies(self) -> Mapping[str, str]:
        return {report: group[0] for group in self.comparison.sources for report in group[1:]}


def sit_down(
    read: CaseFile,
    new: Iterable[Path | str],
    coder: str,
    *,
    first: First = "sure",
    progress: Progress = SILENT,
) -> Sitting:
    """Read the case's reports and the new ones, and bring the list of items beside the case up to date.

    New files and folders are taken into the review folder, where they wait until something of them is accepted; a
    run that was stopped goes on where it was. A new document whose text is in the case already is left out; one
    whose id the case uses for another text gets another. What was decided stays, and items keep their keys.
    Raises ReadingError where a new file cannot be read; what could be read is kept.
    """
    folder = read.path.parent / FOLDER
    waiting = folder / INBOX
    faults = ingest(new, waiting, progress=progress).faults
    if any(fault.severity == "error" for fault in faults):
        raise ReadingError(faults)
    documents = _together(documents_of(read), stored(waiting))
    reports = Reports(documents, extracted_once(folder, documents, read.case, progress), read.case)
    decided = {decision.item for decision in read_decisions(folder)}
    at_hand = {document.id for document in reports.documents}
    items = merged(load_items(folder), proposed_items(reports.extractions), decided, at_hand, by="rules")
    save_items(folder, items)
    contested = _contested(reports, items)
    return Sitting(read, reports, Review(folder, coder, items, contested=contested, first=first))


def _together(known: Iterable[Document], new: Iterable[Document]) -> tuple[Document, ...]:
    documents = {document.id: document for document in known}
    texts = {document.text for document in documents.values()}
    for document in new:
        if document.text in texts:
            continue
        name, number = document.id, 2
        while name in documents:
            name, number = f"{document.id}-{number}", number + 1
        documents[name] = replace(document, id=name)
        texts.add(document.text)
    return tuple(documents.values())


def _contested(reports: Reports, items: Iterable[Proposed]) -> frozenset[str]:
    """Keys of the items in whose words a contradicted value stands."""
    points = [value.passage for found in reports.compared().contradictions for value in found.slot.values]
    return frozenset(
        item.key
        for item in items
        for point in points
        if point.report == item.report and item.item.passage.start <= point.start and point.end <= item.item.passage.end
    )
