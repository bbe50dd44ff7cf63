"""A case settled so that a changed case is settled in a fraction of the time."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.case.reading import CaseFile
from detente.engines.settlement.of_case.asking import problem_of
from detente.engines.settlement.of_case.ranges import judgement_ranges
from detente.engines.settlement.of_case.settled import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.packages import LIMIT
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.engines.settlement.standing import Standing, stand
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, eq=False)
class CaseStanding:
    """A settled case, and what a change of it takes over; no standing where the case is too large to enumerate."""

    settled: CaseSettlement | LargeCaseSettlement
    standing: Standing | None = field(repr=False)


def stand_case(read: CaseFile, before: CaseStanding | None = None, progress: Progress = SILENT) -> CaseStanding:
    """Settle a case as `settle_case` does; with the standing of the case before a change, only what changed.

    Raises CaseError where the case lacks what is needed, TooLarge where one issue has too many answers.
    """
    problem = problem_of(read)
    ranges = judgement_ranges(read.case, problem.parties)
    if problem.size > LIMIT:
        return CaseStanding(LargeCaseSettlement(read, settle_at_size(problem, progress=progress), ranges), None)
    known = before.standing if before is not None else None
    found = stand(problem, progress=progress) if known is None else known.after(problem, progress=progress)
    return CaseStanding(CaseSettlement(read, found.settlement, ranges), found)
