"""Every named check, and all their findings in a case."""

from __future__ import annotations

from detente.case.checks import (
    bounds,
    commitments,
    comparisons,
    conflict,
    consistency,
    forecasting,
    judgements,
    names,
    sources,
)
from detente.case.finding import Check, Finding, Texts
from detente.case.model.case import Case

CHECKS: tuple[Check, ...] = (
    *names.CHECKS,
    *judgements.CHECKS,
    *forecasting.CHECKS,
    *comparisons.CHECKS,
    *commitments.CHECKS,
    *conflict.CHECKS,
    *bounds.CHECKS,
    *sources.CHECKS,
)
"""Every check that looks at one part at a time."""


def run(case: Case, texts: Texts) -> list[Finding]:
    """Every finding of every check; those that combine conditions run once all names are known."""
    found = [finding for check in CHECKS for finding in check(case, texts)]
    if not any(finding.severity == "error" for finding in found):
        combining = (*comparisons.TOGETHER, *consistency.CHECKS, *conflict.OF_STATES)
        found += [finding for check in combining for finding in check(case, texts)]
    return found
