"""The same case before and after a change, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.assessment.compared_forecasts import ComparedIssue, compare_forecasts
from detente.assessment.large_proposals import LargeAssessment
from detente.assessment.proposals import Assessment, assess_proposals
from detente.case.changes import Change, apply, describe, parse_change
from detente.case.page import Page
from detente.case.reading import CaseFile, with_text
from detente.case.yaml_subset import compose
from detente.engines.forecast.side_by_side import SideBySide
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.of_case.standing import CaseStanding, stand_case
from detente.foundation.errors import CaseError, Fault
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
    forecasts: where positions lead on the issues that the changes touch.
    """

    changes: tuple[str, ...]
    today: Side
    after: Side
    text: str
    view_text: str | None = None
    forecasts: tuple[ComparedIssue, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PositionsAlone:
    """The same of a case that cannot be settled: where positions lead, and what settling it lacks."""

    changes: tuple[str, ...]
    missing: tuple[Fault, ...]
    text: str
    view_text: str | None
    forecasts: tuple[ComparedIssue, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Today:
    """A case settled once, so that one change after the other is answered in a fraction of the time."""

    read: CaseFile
    side: Side
    standing: CaseStanding = field(repr=False)
    led_to: dict[str, SideBySide] = field(default_factory=dict[str, SideBySide], repr=False)
    """What the forecast models say of issues that a change has touched so far."""

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
        words, text, view_text = _changed(self.read, changes)
        after = with_text(self.read, text, view_text)
        side = _side(stand_case(after, self.standing, progress), progress)
        forecasts = compare_forecasts(self.read.case, after.case, progress, self.led_to)
        return Comparison(words, self.side, side, text, view_text, forecasts)


def compare(read: CaseFile, changes: Sequence[Change], progress: Progress = SILENT) -> Comparison:
    """Settle the case as it is and as it would be; see `Today.compare`, which answers many changes of one case."""
    return Today.of(read, progress).compare(changes, progress)


def what_if(read: CaseFile, changes: Sequence[Change], progress: Progress = SILENT) -> Comparison | PositionsAlone:
    """The same, or what positions lead to where the case has them but lacks what settling needs."""
    try:
        today = Today.of(read, progress)
    except CaseError as error:
        words, text, view_text = _changed(read, changes)
        after = with_text(read, text, view_text)
        if not read.case.positions and not after.case.positions:
            raise
        forecasts = compare_forecasts(read.case, after.case, progress)
        return PositionsAlone(words, tuple(error.faults), text, view_text, forecasts)
    return today.compare(changes, progress)


def typed_changes(typed: Sequence[str], read: CaseFile) -> list[Change]:
    """Changes as typed on a command line, each looked up in the file as those before it leave it.

    With a view, a path to preferences that the view gives leads through the view's file. Raises CaseError
    where a path leads nowhere.
    """
    found: list[Change] = []
    pages = [Page(read.path.name, read.text, read.tree), *([read.view_page] if read.view_page else [])]
    for words in typed:
        which = int(_is_of_view(words, read))
        found.append(parse_change(words, pages[which].root))
        if len(found) < len(typed):
            text = apply(pages[which].text, [found[-1]], pages[which].file)
            pages[which] = Page(pages[which].file, text, compose(text, pages[which].file))
    return found


def _is_of_view(words: str, read: CaseFile) -> bool:
    """Whether a typed change is one to preferences that the view gives."""
    path = words.strip().removeprefix("add ").removeprefix("remove ").strip().partition("=")[0].split(".")
    party = path[1] if path[0] == "preferences" and len(path) > 1 else path[0]
    return read.view is not None and read.view_page is not None and party in read.view.preferences


def _changed(read: CaseFile, changes: Sequence[Change]) -> tuple[tuple[str, ...], str, str | None]:
    """The changes in words, and the texts of the case file and of the view after them."""
    words: list[str] = []
    text, view = read.text, read.view_page
    view_text = view.text if view else None
    for change in changes:
        if view and view_text is not None and read.page_of(change.path) is view:
            words.append(describe(change, read.case))
            view_text = apply(view_text, [change], view.file)
        else:
            root = read.tree if text == read.text else compose(text, read.path.name)
            words.append(describe(change, read.case, root))
            text = apply(text, [change], read.path.name)
    return tuple(words), text, view_text


def _side(found: CaseStanding, progress: Progress) -> Side:
    return Side(found.settled, assess_proposals(found.settled, progress))
