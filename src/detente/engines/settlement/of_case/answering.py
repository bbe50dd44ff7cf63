"""What the engine says about a case, in the case's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detente.case.model.case import Case
from detente.case.model.issue import Answer
from detente.case.reading import CaseFile
from detente.case.vocabulary import answer_in_words, answer_of, codes_of
from detente.engines.settlement.of_case.asking import settlement_problem
from detente.engines.settlement.of_case.at_size import LargeCaseSettlement
from detente.engines.settlement.of_case.ranges import judgement_ranges
from detente.engines.settlement.packages import LIMIT
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.settle import settle
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.engines.settlement.settlement import Settlement
from detente.engines.settlement.spread import (
    JudgementRange,
    PackageSpread,
    ZoneSpread,
    package_spreads,
    zone_spread,
)
from detente.foundation.errors import CaseError, Fault
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, eq=False)
class CaseSettlement:
    """What the engine says about a case, in the case's own words.

    `ranges` holds, for each party with preferences, the judgements that the analyst admits.
    """

    read: CaseFile
    settlement: Settlement
    ranges: tuple[JudgementRange, ...] = field(repr=False)

    @property
    def case(self) -> Case:
        """The case that was asked about."""
        return self.read.case

    @property
    def problem(self) -> SettlementProblem:
        """The problem as the engine sees it."""
        return self.settlement.problem

    def party_name(self, party: str) -> str:
        """The name to show for a party."""
        return next((str(item.name) for item in self.case.parties if item.id == party), party)

    def answers(self, code: int) -> dict[str, Answer]:
        """A package's code as the answers that the case file writes."""
        digits = self.settlement.packages.decode(np.array([code], dtype=np.int64))[0].tolist()
        return {issue.id: answer_of(issue, digit) for issue, digit in zip(self.case.issues, digits, strict=True)}

    def in_words(self, code: int) -> dict[str, str]:
        """A package's code as issue → answer in words."""
        answers = self.answers(code)
        return {issue.id: answer_in_words(self.case, issue, answers[issue.id]) for issue in self.case.issues}

    def spreads(self, codes: Sequence[int]) -> tuple[PackageSpread, ...]:
        """Values and acceptance of packages while every judgement stays inside its range."""
        return package_spreads(self.settlement.packages, self.ranges, codes)

    def zone_spread(self) -> ZoneSpread | None:
        """The size of the zone under all, and under some, admitted judgements; None where too large."""
        return zone_spread(self.settlement.packages, self.settlement.feasible, self.ranges)

    def code(self, package: Mapping[str, Answer]) -> int | None:
        """The code of a package; None where it leaves an issue open or gives an answer that there is not."""
        codes = codes_of(self.case, package)
        if any(code is None for code in codes):
            return None
        return int(self.settlement.packages.encode(tuple(code for code in codes if code is not None)))


def settle_case(
    read: CaseFile, progress: Progress = SILENT, *, keep_if_stopped: bool = False
) -> CaseSettlement | LargeCaseSettlement:
    """Settle a case: `settle` on its problem, above 2,000,000 packages `settle_at_size`, with the words to tell it.

    keep_if_stopped: whether a cancel of the latter gives what is certain by then; the former, a matter of seconds,
        then goes on to its end.

    Raises CaseError where the case lacks what is needed, TooLarge where one issue has too many answers.
    """
    try:
        problem = settlement_problem(read.case)
    except CaseError as error:
        raise CaseError([placed(read, fault) for fault in error.faults]) from None
    ranges = judgement_ranges(read.case, problem.parties)
    if problem.size > LIMIT:
        large = settle_at_size(problem, keep_if_stopped=keep_if_stopped, progress=progress)
        return LargeCaseSettlement(read, large, ranges)
    found = settle(problem, progress=SILENT if keep_if_stopped else progress)
    return CaseSettlement(read, found, ranges)


def placed(read: CaseFile, fault: Fault) -> Fault:
    """The fault with its place in the case file."""
    if fault.place is not None:
        return fault
    return replace(fault, place=read.place(*fault.field.split(".")))
