"""What the engine says about a case too large to enumerate, in the case's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.case.model.case import Case
from detente.case.model.issue import Answer
from detente.case.reading import CaseFile
from detente.case.vocabulary import answer_in_words, answer_of, codes_of
from detente.engines.settlement.large_settlement import LargeSettlement
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.spread import JudgementRange, PackageSpread, spreads_of


@dataclass(frozen=True, slots=True, eq=False)
class LargeCaseSettlement:
    """What the engine says about a case of more than 2,000,000 packages. Packages are value codes, one an issue.

    `ranges` holds, for each party with preferences, the judgements that the analyst admits.
    """

    read: CaseFile
    settlement: LargeSettlement
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

    def answers(self, package: PackageValues) -> dict[str, Answer]:
        """A package as the answers that the case file writes."""
        return {issue.id: answer_of(issue, value) for issue, value in zip(self.case.issues, package, strict=True)}

    def in_words(self, package: PackageValues) -> dict[str, str]:
        """A package as issue → answer in words."""
        answers = self.answers(package)
        return {issue.id: answer_in_words(self.case, issue, answers[issue.id]) for issue in self.case.issues}

    def spreads(self, packages: Sequence[PackageValues]) -> tuple[PackageSpread, ...]:
        """Values and acceptance of packages while every judgement stays inside its range."""
        digits = np.array(packages, dtype=np.int64).reshape(-1, len(self.case.issues))
        return spreads_of(self.problem, self.ranges, digits)

    def package(self, answers: Mapping[str, Answer]) -> PackageValues | None:
        """The value codes of a package; None where it leaves an issue open or gives an answer that there is not."""
        codes = codes_of(self.case, answers)
        found = tuple(code for code in codes if code is not None)
        return found if len(found) == len(codes) else None
