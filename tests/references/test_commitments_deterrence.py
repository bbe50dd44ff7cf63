"""Deterrence against numbers found elsewhere: values of the specification, published records, the library cases.

The values of the specification were computed by another program; they are restated here. Problems are built from the
cases' contests in a few naive lines, so that nothing of the reader of cases stands between.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.engines.commitments.deterrence import (
    RECORDS,
    BetaPrior,
    Deterrence,
    Guarantor,
    NoAnswer,
    ReliabilityThreshold,
    SelectionEffect,
    State,
    capability_share,
    contest_success,
    critical_reliabilities,
    deterrence,
    deterrence_curve,
    joined_sets,
    moral_hazard,
    published_reliability,
    reliability_threshold,
    selection_effect,
    uncertain_deterrence,
)
from detente.engines.commitments.deterrence.war_and_reason import CapabilityShare

LIBRARY = Path(__file__).parents[2] / "library"
FIRST = Guarantor("first", 12, 0.5, 0.5, 0.15)
THREE = (FIRST, Guarantor("second", 3, 0.8, 0.6, 0.05), Guarantor("third", 2, 0.9, 0.7, 0.05))
ALONE = Deterrence(4, 1, (), cost=0.3)
ONE = replace(ALONE, guarantors=(FIRST,))
ALL = replace(ALONE, guarantors=THREE)


def library(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    case, expected = (
        yaml.safe_load((LIBRARY / name / file).read_text(encoding="utf-8")) for file in ("case.yaml", "expected.yaml")
    )
    return case, expected


def reliability_of(guarantor: Mapping[str, Any]) -> float:
    """As stated, or the mean of the prior."""
    if "reliability" in guarantor:
        return guarantor["reliability"]
    a, b = guarantor["prior"]["beta"]
    return a / (a + b)


def contest(name: str, contest_id: str) -> tuple[Deterrence, float]:
    """The contest of a library case, and its correlation."""
    asked = next(c for c in library(name)[0]["contests"] if c["id"] == contest_id)
    strengths: Mapping[str, float] = asked["strengths"]
    guarantors = tuple(
        Guarantor(g["party"], strengths[g["party"]], g["projection"], reliability_of(g), g["added-cost"])
        for g in asked.get("guarantors", ())
    )
    problem = Deterrence(
        strengths[asked["challenger"]],
        strengths[asked["protege"]],
        guarantors,
        prize=asked["prize"],
        cost=asked["cost"],
        status_quo=asked.get("status-quo", 0),
        decisiveness=asked["decisiveness"],
    )
    return problem, asked.get("correlation", 0.0)


def test_no_guarantee() -> None:
    answer = deterrence(ALONE)
    assert answer.success == pytest.approx(0.8, abs=1e-15)
    assert answer.expected_utility == pytest.approx(0.5, abs=1e-15)
    assert answer.nobody_joins == 1


def test_one_guarantor() -> None:
    answer = deterrence(ONE)
    assert answer.expected_utility == pytest.approx(0.20681818181818185, abs=1e-15)
    assert answer.success == pytest.approx(0.5818181818181818, abs=1e-15)
    found = reliability_threshold(ONE)
    assert isinstance(found, ReliabilityThreshold)
    assert found.threshold == pytest.approx(0.8527131782945737, abs=1e-14)
    assert found.certificate["success_helped"] == pytest.approx(0.36363636363636365, abs=1e-15)


def test_three_guarantors_independent_and_with_a_common_cause() -> None:
    answer = deterrence(ALL)
    assert answer.expected_utility == pytest.approx(-0.02199705099408409, abs=1e-14)
    assert answer.success == pytest.approx(0.418002949005916, abs=1e-14)
    assert answer.nobody_joins == pytest.approx(0.06, abs=1e-15)
    assert answer.verdict == "deterred"
    common = deterrence(ALL, correlation=0.6)
    assert "Gauss-Hermite, 80 nodes" in str(common.parameters["rule"])
    assert common.expected_utility == pytest.approx(0.00660707300560371, abs=1e-12)
    assert common.nobody_joins == pytest.approx(0.1796067320367354, abs=1e-12)
    assert common.verdict == "not deterred"


def test_the_simulation_found_elsewhere_agrees_with_the_nodes() -> None:
    """400,000 draws: EU 0.006621, nobody joins 0.18043."""
    ours = deterrence(ALL, correlation=0.6, draws=400_000, seed=4)
    exact = deterrence(ALL, correlation=0.6)
    assert abs(0.006621167076548411 - exact.expected_utility) < 4 * ours.tolerance
    assert abs(0.18043 - exact.nobody_joins) < 4 * math.sqrt(0.18 * 0.82 / 400_000)
    assert abs(ours.expected_utility - exact.expected_utility) < 4 * ours.tolerance
    assert ours.clear


def test_the_curve_passes_through_the_values() -> None:
    points = {round(p.reliability, 2): p.expected_utility for p in deterrence_curve(ONE, 5).points}
    # The challenger's least at these reliabilities, as the specification has it for the range of a settlement.
    assert points == pytest.approx(
        {
            0: 0.5,
            0.25: 0.35340909090909106,
            0.5: 0.2068181818181818,
            0.75: 0.06022727272727274,
            1: -0.08636363636363631,
        },
        abs=1e-14,
    )


@pytest.mark.parametrize(
    ("reliability", "reservation"),
    [
        (0, 1.0),
        (0.25, 0.8909090909090911),
        (0.5, 0.7818181818181817),
        (0.75, 0.6727272727272727),
        (1, 0.5636363636363637),
    ],
)
def test_reservation_points(reliability: float, reservation: float) -> None:
    asked = ONE.with_reliabilities([reliability])
    assert moral_hazard(asked, 0.2).probabilistic.reservation == pytest.approx(reservation, abs=1e-14)


@pytest.mark.parametrize(
    ("name", "fulfilled", "cases", "mean", "low", "high"),
    [
        ("defence-1816-1944", 36, 59, 0.6083333333333333, 0.48289772451838053, 0.7269250394516421),
        ("defence-1945-2003", 6, 43, 0.14772727272727273, 0.060407306033900564, 0.26518898645994265),
        ("all-1816-2003", 73, 146, 0.5, 0.41956303277559087, 0.5804369672244092),
        ("defence-1816-2003", 42, 102, 0.41262135922330095, 0.31982006867571605, 0.5086379484161188),
    ],
)
def test_records(name: str, fulfilled: int, cases: int, mean: float, low: float, high: float) -> None:
    answer = published_reliability(name)
    assert (answer.fulfilled, answer.cases) == (fulfilled, cases)
    assert answer.mean == pytest.approx(mean, abs=1e-15)
    assert answer.interval == pytest.approx((low, high), abs=1e-9)
    assert any("conditional on war having occurred; not a probability of joining" in c for c in answer.caveats)


def test_the_chance_that_one_guarantor_deters_given_the_record() -> None:
    """Elsewhere 1e-05 before 1945 and 0 since, by a simulation whose number of draws is not recorded.

    Taken as one guarantor of the example with the record of defence pacts as its prior, the exact chances are 2.3e-06
    and 7e-26; one draw in 100,000 has a chance of a fifth, so the two agree, but 1e-05 is no estimate to two digits.
    """
    before = uncertain_deterrence(ONE, [published_reliability("defence-1816-1944").prior], draws=100_000, seed=3)
    since = uncertain_deterrence(ONE, [published_reliability("defence-1945-2003").prior], draws=100_000, seed=3)
    assert before.exact_probability == pytest.approx(2.335068406521157e-06, rel=1e-9)
    assert since.exact_probability == pytest.approx(6.777733550852306e-26, rel=1e-9)
    assert before.interval[0] <= 1e-5 <= before.interval[1]
    assert since.probability_deterred == 0.0


def test_selection() -> None:
    """Elsewhere, by simulation: attack rate 0.691025, honour rate 0.665772, mean reliability 0.727011."""
    exact = selection_effect(ONE, BetaPrior(4, 1.5, "specification"), 0.15)
    drawn = selection_effect(ONE, BetaPrior(4, 1.5, "specification"), 0.15, draws=200_000, seed=5)
    assert isinstance(exact, SelectionEffect)
    assert isinstance(drawn, SelectionEffect)
    assert isinstance(exact.honour_rate, float)
    assert isinstance(drawn.honour_rate, float)
    assert exact.attack_rate == pytest.approx(0.691, abs=1e-3)
    assert exact.honour_rate == pytest.approx(0.666, abs=1e-3)
    assert abs(0.691025 - exact.attack_rate) < 4 * drawn.attack_rate_error
    bernoulli = math.sqrt(exact.honour_rate * (1 - exact.honour_rate) / (0.69 * 200_000))
    assert abs(0.6657718606418003 - exact.honour_rate) < 4 * bernoulli
    assert abs(drawn.attack_rate - exact.attack_rate) < 4 * drawn.attack_rate_error
    assert abs(drawn.honour_rate - exact.honour_rate) < 4 * drawn.honour_rate_error


def test_library_smith() -> None:
    expected = library("smith-1995")[1]["computed"]
    for name, wanted in expected["contests"].items():
        problem, correlation = contest("smith-1995", name)
        answer = deterrence(problem, correlation)
        assert answer.expected_utility == pytest.approx(wanted["expected-utility"], abs=1e-12)
        assert answer.deterred == wanted["deterred"]
        if "nobody-joins" in wanted:
            assert joined_sets(problem, correlation).nobody == pytest.approx(wanted["nobody-joins"], abs=1e-12)
        if "threshold" in wanted:
            found = reliability_threshold(problem)
            assert isinstance(found, ReliabilityThreshold)
            assert found.threshold == pytest.approx(wanted["threshold"], abs=1e-14)
            (single,) = critical_reliabilities(problem).guarantors
            assert single.critical == pytest.approx(wanted["threshold"], abs=1e-12)
            points = moral_hazard(problem, 0.2)
            for form, value in wanted["reservation"].items():
                assert getattr(points, form).reservation == pytest.approx(value, abs=1e-14)
    chosen = expected["selection"]
    problem, _ = contest("smith-1995", "one-guarantor")
    found = selection_effect(problem, BetaPrior(**chosen["prior"], provenance="library"), chosen["noise"])
    assert isinstance(found, SelectionEffect)
    assert found.attack_rate == pytest.approx(chosen["attack-rate"], abs=1e-9)
    assert found.honour_rate == pytest.approx(chosen["honour-rate"], abs=1e-9)
    assert found.mean_reliability == pytest.approx(chosen["mean-reliability"], abs=1e-9)


def test_library_tullock() -> None:
    """At the printed payments no rival gains by another payment, with chances from `contest_success`."""
    expected = library("tullock-1980")[1]
    for row in expected["published"]["payments"]:
        r, n, paid = row["exponent"], row["rivals"], row["payment"]
        assert paid == pytest.approx(100 * r * (n - 1) / n**2, abs=1e-12)
        against = ((n - 1) * paid**r) ** (1 / r)
        pays = [paid * (0.5 + 0.01 * step) for step in range(101)]
        gains = [100 * float(contest_success(x, against, r)) - x for x in pays]
        assert max(range(101), key=gains.__getitem__) == 50
    for row in expected["computed"]["success"]:
        found = float(contest_success(row["challenger"], row["defender"], row["decisiveness"]))
        assert found == pytest.approx(row["success"], abs=1e-15)
    problem, _ = contest("tullock-1980", "four-to-one")
    assert deterrence(problem).success == pytest.approx(0.8, abs=1e-15)


def test_library_berkemeier_and_fuhrmann() -> None:
    expected = library("berkemeier-fuhrmann-2018")[1]
    counts = {**expected["computed"]["counts"], **expected["computed"]["records"]}
    for name, share in expected["published"]["shares"].items():
        assert round(counts[name]["fulfilled"] / counts[name]["cases"], 2) == share
    for name, wanted in expected["computed"]["records"].items():
        assert (RECORDS[name].fulfilled, RECORDS[name].cases) == (wanted["fulfilled"], wanted["cases"])
        answer = published_reliability(name)
        assert answer.mean == pytest.approx(wanted["mean"], abs=1e-9)
        assert answer.interval == pytest.approx(tuple(wanted["interval"]), abs=1e-9)
    problem, _ = contest("berkemeier-fuhrmann-2018", "one-guarantor")
    for name, chance in expected["computed"]["probability-that-one-guarantor-deters"].items():
        answer = uncertain_deterrence(problem, [published_reliability(name).prior], draws=100, seed=1)
        assert answer.exact_probability == pytest.approx(chance, rel=1e-9)


def test_library_bueno_de_mesquita_and_lalman() -> None:
    expected = library("bueno-de-mesquita-lalman-1992")[1]["computed"]
    states = {
        name: State(name, expected["capabilities"][name], tuple(row)) for name, row in expected["portfolios"].items()
    }
    others = [states["c"], states["d"]]
    answer = capability_share(states["a"], states["b"], others)
    assert isinstance(answer, CapabilityShare)
    for row in answer.contributions:
        assert (row.similarity_to_a, row.similarity_to_b) == pytest.approx(tuple(expected["similarities"][row.state]))
    assert answer.success == pytest.approx(expected["success"], abs=1e-12)
    without = capability_share(states["a"], states["b"], others, sides_count=False)
    assert not isinstance(without, NoAnswer)
    assert without.success == pytest.approx(expected["success-by-third-parties-alone"], abs=1e-12)
