"""Scenarios as cases and cases as scenarios: what is exact, what is rounded by how much, and what is refused."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from detente.case.exchange.case_scenario import case_scenario
from detente.case.exchange.genius import read_genius_folder
from detente.case.exchange.negotiation_scenario import Scenario, ScenarioIssue, ScenarioParty
from detente.case.exchange.scenario_case import scenario_case
from detente.case.exchange.scenario_case_numbers import case_numbers
from detente.case.exchange.scenario_writing import GRID, genius_files, negmas_files
from detente.case.reading import parse_case
from detente.engines.settlement import settle
from detente.engines.settlement.of_case import settlement_problem
from detente.foundation.errors import OutOfDomain

ISSUES = (ScenarioIssue("Water", ("half", "third", "all")), ScenarioIssue("Toll: in €", ("no", "2015-12")))
SIZES = (3, 2)


def party(name: str, weights: str, water: str, toll: str, **more: Any) -> ScenarioParty:
    rows = tuple(tuple(Fraction(value) for value in row.split()) for row in (water, toll))
    return ScenarioParty(name, tuple(Fraction(weight) for weight in weights.split()), rows, **more)


UP = party("Up river", "0.75 0.25", "0.5 0 1", "0 1", reservation=Fraction(1, 4), discount=Fraction(9, 10))
THIRDS = party("Thirds", "0.5 0.5", "1/4 1/2 1", "0 1", reservation=Fraction(0))
ODD = party("Odd", "0.3819660112501051 0.6180339887498949", "0.4142135623730951 0 1", "0 1")
SEVENTHS = party("Sevenths", "0.42857142857142855 0.5714285714285714", "0.3333333333333333 0 1", "0 1")
LOSS = party("Loss", "-1 2", "1 2 3", "-2 5", bias=Fraction(1, 2), reservation=Fraction(-7))
EVEN = party("Even", "1 1", "2 2 2", "1 1", reservation=Fraction(3))


@pytest.mark.parametrize(
    ("stated", "way"),
    [
        (UP, "swing"),
        (THIRDS, "as printed"),
        (ODD, "rounded"),
        (SEVENTHS, "recovered"),
        (LOSS, "swing"),
        (EVEN, "swing"),
    ],
)
def test_scores_are_an_affine_image_of_utilities(stated: ScenarioParty, way: str) -> None:
    scenario = Scenario("the river", ISSUES, (stated, THIRDS if stated is UP else UP))
    numbers = case_numbers(stated)
    assert numbers.way == way
    assert numbers.slope > 0
    assert all(0 <= value <= 100 for row in numbers.values for value in row)
    problem = settlement_problem(parse_case(scenario_case(scenario)).case)
    bound = numbers.error
    assert (bound == 0) == (way not in {"recovered", "rounded"})
    for package in itertools.product(*map(range, SIZES)):
        score = sum(problem.points(0, int(t[o, 0])) for t, o in zip(problem.scores, package, strict=True))
        image = numbers.slope * stated.utility(package) + numbers.shift
        assert abs(score - image) <= bound
    floor = stated.lowest if stated.reservation is None else stated.reservation
    assert abs(problem.points(0, int(problem.walk_away[0])) - (numbers.slope * floor + numbers.shift)) <= Fraction(
        1, 10**7
    )


def test_the_case_says_what_was_done() -> None:
    text = scenario_case(Scenario("the river", ISSUES, (UP, ODD), ("made up.",)), case_id="river", title="A river")
    read = parse_case(text)
    assert {fault.rule for fault in read.warnings} <= {"value-anchors"}
    assert (read.case.id, str(read.case.title), str(read.case.note)) == ("river", "A river", "made up.")
    assert [issue.id for issue in read.case.issues] == ["water", "toll-in"]
    assert [str(option.label) for option in read.case.issues[1].options] == ["no", "2015-12"]
    assert "Discount factor in the files: 0.9" in str(read.case.preferences["up-river"].note)
    assert "Reservation in the files: 0.25" in str(read.case.preferences["up-river"].note)
    assert "takes any deal" in str(read.case.preferences["odd"].note)
    assert "Rounded; no package moves by more than" in str(read.case.preferences["odd"].note)
    assert settle(settlement_problem(read.case)).n_acceptable == 5


def test_a_package_worth_exactly_the_reservation_stays_acceptable_when_numbers_are_rounded() -> None:
    generator = random.Random(20251122)
    for _ in range(100):
        drawn = [repr(generator.random()) for _ in range(7)]
        stated = party("Odd", " ".join(drawn[:2]), " ".join(drawn[2:5]), " ".join(drawn[5:]))
        own = tuple(generator.randrange(size) for size in SIZES)
        numbers = case_numbers(replace(stated, reservation=stated.utility(own)))
        assert numbers.way == "rounded"
        total = sum(numbers.weights)
        score = sum(w / total * row[o] for w, row, o in zip(numbers.weights, numbers.values, own, strict=True))
        assert numbers.walk_away <= score <= numbers.walk_away + 2 * numbers.error + Fraction(1, 10**6)


def test_genius_gets_weights_for_evaluations_whose_largest_is_not_1(tmp_path: Path) -> None:
    half = party("Half", "0.5 0.25", "0.5 0.25 0", "1/3 1/6", reservation=Fraction(1, 8))
    for name, text in genius_files(Scenario("x", ISSUES, (half,))).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_genius_folder(tmp_path).parties[0]
    for package in itertools.product(*map(range, SIZES)):
        assert abs(found.utility(package) - half.utility(package)) <= 2 * GRID
    assert found.reservation == half.reservation


def test_ties_that_printed_floats_hide_are_found_again() -> None:
    three = tuple(ScenarioIssue(name, ("n", "y")) for name in "abc")
    rows = tuple((Fraction(0), Fraction(1)) for _ in three)
    weights = tuple(Fraction(repr(n / 7)) for n in (2, 3, 5))
    stated = ScenarioParty("sevenths", weights, rows)
    assert stated.utility((1, 1, 0)) != stated.utility((0, 0, 1))
    numbers = case_numbers(stated)
    scores = [w * row[1] for w, row in zip(numbers.weights, numbers.values, strict=True)]
    assert numbers.way == "recovered"
    assert scores[0] + scores[1] == scores[2]
    assert 0 < numbers.error < Fraction(1, 10**12)


def test_exactness_can_be_asked_for() -> None:
    with pytest.raises(OutOfDomain, match="Odd: the numbers have no common step"):
        scenario_case(Scenario("x", ISSUES, (ODD,)), exact=True)
    assert "exact" in scenario_case(Scenario("x", ISSUES, (UP,)), exact=True)
    with pytest.raises(OutOfDomain, match="is not an id"):
        scenario_case(Scenario("x", ISSUES, (UP,)), case_id="Not an id")


def test_scenarios_that_are_none() -> None:
    with pytest.raises(OutOfDomain, match="an issue, an option"):
        Scenario("x", (), (UP,))
    with pytest.raises(OutOfDomain, match="two parties have one name"):
        Scenario("x", ISSUES, (UP, UP))
    with pytest.raises(OutOfDomain, match="one weight an issue"):
        Scenario("x", ISSUES[:1], (UP,))


CASE = """
detente: 1
id: river
title: The river
parties:
  - {id: up, name: Upper, kind: state}
  - {id: down, name: Lower, kind: state}
  - {id: bank, name: Bank, kind: organisation}
agreement: {consent: [up, down]}
issues:
  - {id: water, question: How much?, kind: number, from: 0, to: 40, step: 10}
  - {id: toll, question: A toll?, kind: choice, options: [{id: y, label: a toll}, {id: n}]}
  - {id: watch, question: Who watches?, kind: set, of: [up, bank]}
status-quo: {water: 0, toll: n, watch: []}
preferences:
  up:
    weights: {water: 2, toll: 1, watch: 1}
    values: {water: {0: 0, 20: 50, 40: 60}, toll: {y: 100, n: 20}, watch: {up: 40, bank: -30}}
    walk-away: {package: status-quo, less: 5}
  down:
    weights: {water: 3, toll: 1}
    values: {water: {0: 100, 40: 0}, toll: {y: {low: 10, high: 30}, n: 100}}
    walk-away: 12.5
  bank: {weights: {toll: 1}, values: {toll: {y: 100, n: 0}}, walk-away: 0}
"""


def test_a_case_as_a_scenario_has_the_engine_s_values() -> None:
    case = parse_case(CASE).case
    scenario, problem = case_scenario(case), settlement_problem(case)
    assert [one.name for one in scenario.parties] == ["Upper", "Lower"]
    assert scenario.issues[1].options == ("a toll", "n")
    for package in itertools.product(*(range(len(issue.options)) for issue in scenario.issues)):
        for place, stated in enumerate(scenario.parties):
            score = sum(problem.points(place, int(t[o, place])) for t, o in zip(problem.scores, package, strict=True))
            assert 100 * stated.utility(package) == score
    for place, stated in enumerate(scenario.parties):
        assert stated.reservation is not None
        assert 100 * stated.reservation == problem.points(place, int(problem.walk_away[place]))


def test_every_reason_why_a_case_is_no_scenario_is_told() -> None:
    text = CASE.replace("    walk-away: 12.5\n", "    walk-away: 12.5\n    red-lines: [{never: toll = y}]\n")
    text = text.replace("weights: {water: 2, toll: 1, watch: 1}", "weights: [water, toll, watch]")
    text = text.replace("    walk-away: {pack", "    interactions: [{when: toll = y, points: 5}]\n    walk-away: {pack")
    text += "constraints: [{id: never-dry, must: water > 0}]\n"
    with pytest.raises(OutOfDomain) as error:
        case_scenario(parse_case(text).case)
    for reason in ("constraints forbid", "down has red lines", "up has interactions", "up has no weights in numbers"):
        assert reason in str(error.value)


def test_files_are_named_in_the_order_of_the_parties() -> None:
    scenario = Scenario("x", ISSUES, tuple(party(f"p{n}", "1 0", "0 0.5 1", "0 0") for n in range(11, 0, -1)))
    names = [name.partition(".")[0] for name in genius_files(scenario)][1:]
    assert names == sorted(names)
    assert names[0] == "01-p11"
    assert [name.partition(".")[0] for name in negmas_files(scenario)][1:] == names
