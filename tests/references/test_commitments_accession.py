"""Votes, ratifications and delays against the numbers of the library."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.engines.commitments.accession.activation import activation_delay
from detente.engines.commitments.accession.ratification import ratification_probability
from detente.engines.commitments.accession.voting import accession_in_steps, accession_vote

LIBRARY = Path(__file__).parents[2] / "library"


def read(name: str) -> Any:
    return yaml.safe_load((LIBRARY / name / "expected.yaml").read_text(encoding="utf-8"))


def accession(name: str, of: str) -> dict[str, Any]:
    """Everything as text: `yes` is a word here, and decimals stay exact."""
    case = yaml.load((LIBRARY / name / "case.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return next(a for a in case["accessions"] if a["id"] == of)


def test_the_votes() -> None:
    shown = read("tsebelis-2002")["computed"]
    votes = [
        accession_vote(
            [ballot["yes"] for ballot in step["ballots"]],
            [ballot["no"] for ballot in step["ballots"]],
            voters=[ballot["party"] for ballot in step["ballots"]],
            quota=step.get("quota"),
            question=step["id"],
        )
        for step in accession("tsebelis-2002", "admission")["steps"]
    ]
    for vote in votes:
        row = shown[vote.question]
        assert vote.passes == row["passes"]
        assert list(vote.blocking) == row["blocking"]
        assert list(vote.indifferent) == row.get("indifferent", [])
        assert vote.payment == row["payment"]
        assert [list(paid) for paid in vote.paid] == row["paid"]
    assert accession_in_steps(*votes).stopped_at == ("invitation", "ratification")


def test_thirty_two_ratifications() -> None:
    shown = read("nato-accession-2022")["computed"]["all-ratify"]
    (step,) = accession("nato-accession-2022", "all-ratify")["steps"]
    answer = ratification_probability([ballot["probability"] for ballot in step["ballots"]])
    assert float(answer.independent) == pytest.approx(shown["independent"], rel=1e-14)
    assert answer.highest == Fraction(str(shown["highest"]))
    assert len(step["ballots"]) == 32


def test_the_delay() -> None:
    shown = read("nato-accession-2022")["computed"]["how-long"]
    asked = accession("nato-accession-2022", "how-long")
    (step,) = asked["steps"]
    hazards = [1 / Fraction(ballot["mean-days"]) for ballot in step["ballots"]]
    answer = activation_delay(hazards, by=[asked["within-days"]])
    assert answer.by[0].probability == pytest.approx(shown["within-365-days"], rel=1e-13)
    assert answer.mean == pytest.approx(shown["mean"], abs=5e-4)
    assert answer.median == pytest.approx(shown["median"], abs=5e-4)
    # A simulation made before the method: mean 556.4965, median 436.9674, P 0.39492.
    assert answer.mean == pytest.approx(556.4965, abs=3)
    assert answer.median == pytest.approx(436.9674, abs=3)


def test_the_days_that_two_accessions_took() -> None:
    rows = read("nato-accession-2022")["published"]["accessions"]
    assert [(row["acceded"] - row["applied"]).days for row in rows] == [row["days"] for row in rows] == [321, 659]
    assert rows[0]["applied"] == date(2022, 5, 18)


def test_nobody_joins_among_three_who_decide_alike() -> None:
    # Three guarantors with reliabilities 0.5, 0.6 and 0.7 and a correlation of 0.6, by 80 Gauss-Hermite nodes.
    answer = ratification_probability(["0.5", "0.4", "0.3"], correlation="0.6")
    assert answer.with_correlation == pytest.approx(0.1796067320367354, abs=1e-12)
    assert answer.independent == Fraction("0.06")
