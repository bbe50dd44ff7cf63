"""The settlement engine against the library: numbers published, and numbers computed for the case.

The cases are read here in a few naive lines, so that nothing of the reader of cases stands between the
printed table and the engine.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.engines.settlement import NoSettlement, Settlement, from_points, settle
from detente.foundation.conditions import Term, Vocabulary

LIBRARY = Path(__file__).parents[2] / "library"
CASES = ("nash-1950", "raiffa-1982")


def settled(name: str) -> tuple[Settlement, dict[str, Any]]:
    """The case's settlement, with utilities in the units of the weights as printed."""
    case = yaml.safe_load((LIBRARY / name / "case.yaml").read_text(encoding="utf-8"))
    expected = yaml.safe_load((LIBRARY / name / "expected.yaml").read_text(encoding="utf-8"))
    parties = [party["id"] for party in case["parties"]]
    issues = Vocabulary(tuple(Term(i["id"], "choice", tuple(o["id"] for o in i["options"])) for i in case["issues"]))

    def worth(party: str, issue: str, option: str) -> Fraction:
        wanted = case["preferences"][party]
        return Fraction(wanted["weights"][issue] * wanted["values"][issue][option], 100)

    quo = case.get("status-quo")
    asked = from_points(
        parties,
        issues,
        [[[worth(p, t.id, option) for p in parties] for option in t.options] for t in issues.terms],
        [sum((worth(p, i, o) for i, o in quo.items()), Fraction(0)) if quo else 0 for p in parties],
        consent=[parties.index(p) for p in case["agreement"]["consent"]],
        status_quo=tuple(t.options.index(quo[t.id]) for t in issues.terms) if quo else None,
    )
    return settle(asked), expected


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_of_the_library(name: str) -> None:
    answer, expected = settled(name)
    checked = 0
    for part in ("published", "computed"):
        numbers = expected[part]
        checked += sum(_agrees(answer, what, value) for what, value in numbers.items())
    assert checked


def _agrees(answer: Settlement, what: str, value: Any) -> int:
    """Compare one entry of expected.yaml; says how many numbers were compared."""
    frontier = answer.frontier_feasible
    counts = {
        "packages": answer.n_packages,
        "acceptable-packages": answer.n_acceptable,
        "frontier-packages": len(frontier),
        "frontier-points": frontier.points,
    }
    if what in counts:
        assert counts[what] == value
        return 1
    if what == "walk-away":
        assert dict(zip(answer.parties, answer.disagreement, strict=True)) == value
        return len(value)
    assert what == "solutions", what
    for method, tied in value.items():
        found = answer.solutions[method]
        assert not isinstance(found, NoSettlement)
        ours = [
            {"package": says, "utilities": dict(zip(answer.parties, values, strict=True))}
            for says, values in zip(answer.describe(found.packages), found.values, strict=True)
        ]
        theirs = [{"package": t["package"], "utilities": t["utilities"]} for t in tied]
        assert sorted(ours, key=str) == sorted(theirs, key=str), method
    return len(value)


def test_nash_published_exchange_has_the_product_he_draws() -> None:
    """Econometrica 18(2): 161 and figure 2: gains of 12 and 5 over keeping everything."""
    answer, _ = settled("nash-1950")
    nash = answer.solutions["nash"]
    assert not isinstance(nash, NoSettlement)
    assert nash.certificate["gains"] == (12, 5)
    assert nash.certificate["product"] == 60
