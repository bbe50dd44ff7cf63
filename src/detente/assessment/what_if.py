"""The same case before and after a change, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.assessment.proposals import Assessment, assess_proposals
from detente.case.changes import Change, apply, describe
from detente.case.reading import CaseFile, parse_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a comparison: the settled case and its proposals."""

    settled: CaseSettlement
    proposals: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A case today and after changes, with the changes in words."""

    changes: tuple[str, ...]
    today: Side
    after: Side
    text: str


def compare(read: CaseFile, changes: Sequence[Change], progress: Progress = SILENT) -> Comparison:
    """Settle the case as it is and as it would be; the file is not touched.

    Raises CaseError where a change leads nowhere or leaves a faulty case.
    """
    text = apply(read.text, changes, read.path.name)
    changed = parse_case(text, read.texts, read.path.name)
    words = tuple(describe(change, read.case) for change in changes)
    return Comparison(words, _side(read, progress), _side(changed, progress), text)


def _side(read: CaseFile, progress: Progress) -> Side:
    settled = settle_case(read, progress)
    return Side(settled, assess_proposals(settled))
