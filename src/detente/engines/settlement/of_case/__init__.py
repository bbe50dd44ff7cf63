"""From a case to a settlement problem, and from results back to the case's words.

The only part of this engine that knows cases.
"""

from detente.engines.settlement.of_case.answering import CaseSettlement, settle_case
from detente.engines.settlement.of_case.asking import consenting, settlement_problem
from detente.engines.settlement.of_case.at_size import LargeCaseSettlement
from detente.engines.settlement.of_case.findings import judgement_findings
from detente.engines.settlement.of_case.grounds import live_offers

__all__ = [
    "CaseSettlement",
    "LargeCaseSettlement",
    "consenting",
    "judgement_findings",
    "live_offers",
    "settle_case",
    "settlement_problem",
]
