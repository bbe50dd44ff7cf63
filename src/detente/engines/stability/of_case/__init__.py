"""From a case to a conflict of the stability engine, and from its verdicts back to the case's words.

The only part of this engine that knows cases.
"""

from detente.engines.stability.of_case.answering import CaseStability, stability_of_case
from detente.engines.stability.of_case.asking import CaseConflict, conflict_of_case, decision_makers
from detente.engines.stability.of_case.packages import PackageState, state_of_package
from detente.engines.stability.of_case.words import ConflictWords

__all__ = [
    "CaseConflict",
    "CaseStability",
    "ConflictWords",
    "PackageState",
    "conflict_of_case",
    "decision_makers",
    "stability_of_case",
    "state_of_package",
]
