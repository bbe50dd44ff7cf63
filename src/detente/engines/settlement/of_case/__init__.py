"""From a case to a settlement problem, and from results back to the case's words.

The only part of this engine that knows cases.
"""

from detente.engines.settlement.of_case.answering import settle_case
from detente.engines.settlement.of_case.asking import consenting, problem_of, settlement_problem
from detente.engines.settlement.of_case.findings import judgement_findings
from detente.engines.settlement.of_case.settled import (
    CaseSettlement,
    LargeCaseSettlement,
    PackageName,
    SettledCase,
)

__all__ = [
    "CaseSettlement",
    "LargeCaseSettlement",
    "PackageName",
    "SettledCase",
    "consenting",
    "judgement_findings",
    "problem_of",
    "settle_case",
    "settlement_problem",
]
