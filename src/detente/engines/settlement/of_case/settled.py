"""A settled case in its own words: what its packages say and are worth, however they were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from detente.case.model.case import Case
from detente.case.model.issue import Answer
from detente.case.reading import CaseFile
from detente.case.vocabulary import answer_in_words, answer_of, codes_of
from detente.engines.settlement.large_settlement import LargeEvaluation, LargeSettlement
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.settlement import Evaluation, Settlement
from detente.engines.settlement.spread import JudgementRange, PackageSpread, ZoneSpread, spreads_of, zone_spread

PackageName: TypeAlias = int | PackageValues
"""A package by its code, its place in mixed-radix order however long, or by its value codes, one an issue."""


@dataclass(frozen=True, slots=True, eq=False)
class SettledCase:
    """What the engine says about a case, in the case's own words.

    `ranges` holds, for each party with preferences, the judgements that the analyst admits.
    """

    read: CaseFile
    settlement: Settlement | LargeSettlement
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

    def value_codes(self, package: PackageName) -> PackageValues:
        """A package's value codes, one an issue."""
        return package if isinstance(package, tuple) else self.problem.package(int(package))

    def answers(self, package: PackageName) -> dict[str, Answer]:
        """A package as the answers that the case file writes."""
        values = self.value_codes(package)
        return {issue.id: answer_of(issue, value) for issue, value in zip(self.case.issues, values, strict=True)}

    def in_words(self, package: PackageName) -> dict[str, str]:
        """A package as issue → answer in words."""
        answers = self.answers(package)
        return {issue.id: answer_in_words(self.case, issue, answers[issue.id]) for issue in self.case.issues}

    def spreads(self, packages: Sequence[PackageName]) -> tuple[PackageSpread, ...]:
        """Values and acceptance of packages while every judgement stays inside its range."""
        digits = np.array([self.value_codes(package) for package in packages], dtype=np.int64)
        return spreads_of(self.problem, self.ranges, digits.reshape(-1, len(self.case.issues)))

    def package(self, answers: Mapping[str, Answer]) -> PackageValues | None:
        """The value codes of a package; None where it leaves an issue open or gives an answer that there is not."""
        codes = codes_of(self.case, answers)
        found = tuple(code for code in codes if code is not None)
        return found if len(found) == len(codes) else None


@dataclass(frozen=True, slots=True, eq=False)
class CaseSettlement(SettledCase):
    """What the engine says about a case of which every package was looked at."""

    settlement: Settlement

    def evaluate(self, package: PackageName) -> Evaluation:
        """Everything about one package, also one that is not feasible."""
        return self.settlement.evaluate(self.problem.code(self.value_codes(package)))

    def zone_spread(self) -> ZoneSpread | None:
        """The size of the zone under all, and under some, admitted judgements; None where too large."""
        return zone_spread(self.settlement.packages, self.settlement.feasible, self.ranges)

    def code(self, answers: Mapping[str, Answer]) -> int | None:
        """The code of a package; None where it leaves an issue open or gives an answer that there is not."""
        package = self.package(answers)
        return None if package is None else self.problem.code(package)


@dataclass(frozen=True, slots=True, eq=False)
class LargeCaseSettlement(SettledCase):
    """What the engine says about a case of more than 2,000,000 packages."""

    settlement: LargeSettlement

    def evaluate(self, package: PackageName) -> LargeEvaluation:
        """Everything about one package, also one that is not feasible."""
        return self.settlement.evaluate(self.value_codes(package))
