"""The same case before and after a change, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.assessment.large_proposals import LargeAssessment
from detente.assessment.proposals import Assessment, assess_proposals
from detente.case.changes import Change, apply, describe, parse_change
from detente.case.reading import CaseFile, with_text
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.of_case.standing import CaseStanding, stand_case
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a comparison: the settled case and its proposals."""

    settled: CaseSettlement | LargeCaseSettlement
    proposals: tuple[Assessment, ...] | tuple[LargeAssessment, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A case today and after changes, with the changes in words.

    `text` is the case file after the changes, `view_text` the view's file, None where the case was read without.
    """

    changes: tuple[str, ...]
    today: Side
    after: Side
    text: str
    view_text: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Today:
    """A case settled once, so that one change after the other is answered in a fraction of the time."""

    read: CaseFile
    side: Side
    standing: CaseStanding = field(repr=False)

    @classmethod
    def of(cls, read: CaseFile, progress: Progress = SILENT) -> Today:
        """Settle the case as it is."""
        standing = stand_case(read, progress=progress)
        return cls(read, _side(standing, progress), standing)

    def compare(self, changes: Sequence[Change], progress: Progress = SILENT) -> Comparison:
        """Settle the case as it would be; no file is touched.

        A change is made in the file that its value comes from (`CaseFile.page_of`): with a view, a change to
        preferences that the view gives is made in the view, and its path leads through the view's file. What the
        change leaves as it is, is not worked out again; the answer is that of the changed case settled anew.

        Raises CaseError where a change leads nowhere or leaves a faulty case.
        """
        text, view_text = _changed(self.read, changes)
        after = with_text(self.read, text, view_text)
        words = tuple(describe(change, self.read.case) for change in changes)
        return Comparison(
            words, self.side, _side(stand_case(after, self.standing, progress), progress), text, view_text
        )


def compare(read: CaseFile, changes: Sequence[Change], progress: Progress = SILENT) -> Comparison:
    """Settle the case as it is and as it would be; see `Today.compare`, which answers many changes of one case."""
    return Today.of(read, progress).compare(changes, progress)


def typed_change(words: str, read: CaseFile) -> Change:
    """A change as typed on a command line, looked up in the file that its value comes from.

    With a view, a path to preferences that the view gives leads through the view's file. Raises CaseError
    where the path leads nowhere.
    """
    path = words.strip().removeprefix("add ").removeprefix("remove ").strip().partition("=")[0].split(".")
    party = path[1] if path[0] == "preferences" and len(path) > 1 else path[0]
    if read.view is not None and read.view_page is not None and party in read.view.preferences:
        return parse_change(words, read.view_page.root)
    return parse_change(words, read.tree)


def _changed(read: CaseFile, changes: Sequence[Change]) -> tuple[str, str | None]:
    """The texts of the case file and of the view after the changes."""
    text, view = read.text, read.view_page
    view_text = view.text if view else None
    for change in changes:
        if view and view_text is not None and read.page_of(change.path) is view:
            view_text = apply(view_text, [change], view.file)
        else:
            text = apply(text, [change], read.path.name)
    return text, view_text


def _side(found: CaseStanding, progress: Progress) -> Side:
    return Side(found.settled, assess_proposals(found.settled, progress))
