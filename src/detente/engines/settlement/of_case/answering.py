"""From a case to all that the engine says about it."""

from __future__ import annotations

from detente.case.reading import CaseFile
from detente.engines.settlement.of_case.asking import problem_of
from detente.engines.settlement.of_case.ranges import judgement_ranges
from detente.engines.settlement.of_case.settled import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.packages import LIMIT
from detente.engines.settlement.settle import settle
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.foundation.progress import SILENT, Progress


def settle_case(
    read: CaseFile, progress: Progress = SILENT, *, keep_if_stopped: bool = False
) -> CaseSettlement | LargeCaseSettlement:
    """Settle a case: `settle` on its problem, above 2,000,000 packages `settle_at_size`, with the words to tell it.

    keep_if_stopped: whether a cancel of the latter gives what is certain by then; the former, a matter of seconds,
        then goes on to its end.

    Raises CaseError where the case lacks what is needed, TooLarge where one issue has too many answers.
    """
    problem = problem_of(read)
    ranges = judgement_ranges(read.case, problem.parties)
    if problem.size > LIMIT:
        large = settle_at_size(problem, keep_if_stopped=keep_if_stopped, progress=progress)
        return LargeCaseSettlement(read, large, ranges)
    found = settle(problem, progress=SILENT if keep_if_stopped else progress)
    return CaseSettlement(read, found, ranges)
