"""Results as JSON: the shapes that docs/reference/json.md documents."""

from __future__ import annotations

from typing import Any

from detente import __version__
from detente.assessment.large_proposals import LargeAssessment
from detente.assessment.proposals import Assessment
from detente.assessment.what_if import Comparison, PositionsAlone, Side
from detente.cli.compared_forecast_answers import compared_forecast
from detente.cli.outcome import fault_rows
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.result import Frontier, Solution

JUDGEMENTS = "weights, values and walk-aways are an analyst's judgements, and results follow from them"


def settlement_answer(settled: CaseSettlement | LargeCaseSettlement) -> dict[str, Any]:
    """Everything the settlement engine says about a case."""
    if isinstance(settled, LargeCaseSettlement):
        return large_answer(settled)
    read, found = settled.read, settled.settlement
    spread = settled.zone_spread()
    told = found.to_dict()
    return {
        "detente": __version__,
        "case": settled.case.id,
        "digest": read.digest,
        "view": read.view.view if read.view else None,
        "note": JUDGEMENTS,
        **told,
        "walk_away": [float(value) for value in found.disagreement],
        "walk_away_exact": [str(value) for value in found.disagreement],
        "ideal": [None if value is None else float(value) for value in found.ideal],
        "ideal_exact": [None if value is None else str(value) for value in found.ideal],
        "acceptable_over_judgements": spread and {"always": spread.always, "sometimes": spread.sometimes},
        "frontier_feasible": _frontier(found.frontier_feasible, told["frontier_feasible"]),
        "frontier_acceptable": _frontier(found.frontier_acceptable, told["frontier_acceptable"]),
        "solutions": {
            name: {**told["solutions"][name], **({"exact": item.exact} if isinstance(item, Solution) else {})}
            for name, item in found.solutions.items()
        },
    }


def large_answer(settled: LargeCaseSettlement) -> dict[str, Any]:
    """The same of a case too large to enumerate: every number says whether it is exact, proved or an estimate."""
    read, found = settled.read, settled.settlement
    return {
        "detente": __version__,
        "case": settled.case.id,
        "digest": read.digest,
        "view": read.view.view if read.view else None,
        "note": JUDGEMENTS,
        **found.to_dict(),
        "walk_away": [float(value) for value in found.disagreement],
        "walk_away_exact": [str(value) for value in found.disagreement],
        "ideal": [None if value is None else float(value) for value in found.ideal],
        "ideal_exact": [None if value is None else str(value) for value in found.ideal],
        "acceptable_over_judgements": None,
    }


def _frontier(found: Frontier, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": found.method,
        "reference": found.reference,
        "exact": found.tolerance is None,
        "compared": found.compared,
        **told,
    }


def comparison_answer(found: Comparison | PositionsAlone, *, written: bool) -> dict[str, Any]:
    """Both sides of a comparison in full."""
    alone = isinstance(found, PositionsAlone)
    return {
        "changes": list(found.changes),
        "written": written,
        "today": None if alone else _side(found.today),
        "after": None if alone else _side(found.after),
        "missing": fault_rows(found.missing) if alone else [],
        "forecasts": [compared_forecast(item) for item in found.forecasts],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        **settlement_answer(side.settled),
        "proposals": {item.proposal.id: _proposal(item) for item in side.proposals},
    }


def _proposal(item: Assessment | LargeAssessment) -> dict[str, Any]:
    told = {"settles": list(item.settles), "open": list(item.open_issues)}
    if isinstance(item, LargeAssessment):
        return {**told, "completions": item.completions.to_dict(), "acceptable": item.acceptable.to_dict()}
    return {**told, "completions": item.completions, "acceptable": item.acceptable}
