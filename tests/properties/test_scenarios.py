"""Scenarios written and read again, and scenarios as cases, keep every utility."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from detente.case.exchange.case_scenario import case_scenario
from detente.case.exchange.genius import read_genius_folder
from detente.case.exchange.negmas_scenario import read_negmas_folder
from detente.case.exchange.negotiation_scenario import Scenario, ScenarioIssue, ScenarioParty
from detente.case.exchange.scenario_case import ids_of, scenario_case
from detente.case.exchange.scenario_case_numbers import case_numbers, common_slope
from detente.case.exchange.scenario_writing import GRID, genius_files, negmas_files
from detente.case.reading import parse_case
from detente.engines.settlement.of_case import settlement_problem
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import is_id

LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029\ufeff")
NAMES = st.one_of(
    st.sampled_from(["yes", "NO", "1", "1.0", "2015-12", "in", "<5", "a & b", '"quoted"', "{x: y}", "~", "null", "€"]),
    st.text(LETTERS, min_size=1, max_size=8).filter(lambda text: text == text.strip() and text.strip()),
)
DECIMALS = st.one_of(
    st.integers(0, 20).map(Fraction),
    st.decimals(0, 1, places=2, allow_nan=False).map(Fraction),
    st.fractions(0, 1, max_denominator=30),
    st.floats(1e-6, 1).map(lambda number: Fraction(repr(number))),
)
SIGNED = st.one_of(DECIMALS, DECIMALS.map(lambda number: -number))


@st.composite
def scenarios(draw: st.DrawFn, numbers: st.SearchStrategy[Fraction] = SIGNED) -> Scenario:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    issues = tuple(ScenarioIssue(n, tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))) for n in names)
    parties = tuple(
        ScenarioParty(
            name,
            tuple(draw(numbers) for _ in issues),
            tuple(tuple(draw(numbers) for _ in issue.options) for issue in issues),
            reservation=draw(st.one_of(st.none(), numbers)),
            discount=draw(st.one_of(st.none(), st.just(Fraction(9, 10)))),
            bias=draw(st.one_of(st.just(Fraction(0)), numbers)),
        )
        for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    )
    return Scenario("any", issues, parties)


def packages(scenario: Scenario) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(len(issue.options)) for issue in scenario.issues)))


def written(files: Mapping[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def far_outside(party: ScenarioParty) -> bool:
    """Whether the reservation lies over a thousand ranges away from what packages are worth."""
    return party.reservation is not None and abs(party.reservation - party.lowest) > 1000 * (
        party.highest - party.lowest
    )


@given(scenarios())
def test_negmas_folders_read_back(scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        found = read_negmas_folder(written(negmas_files(scenario), Path(folder)))
    assert found.issues == scenario.issues
    for before, after in zip(scenario.parties, found.parties, strict=True):
        assert (before.reservation is None, before.discount) == (after.reservation is None, after.discount)
        assert abs((before.reservation or 0) - (after.reservation or 0)) <= GRID
        reach = 2 + max(abs(n) for n in (*before.weights, *(v for row in before.evaluations for v in row)))
        bound = (len(scenario.issues) + 1) * reach * GRID
        assert all(abs(before.utility(p) - after.utility(p)) <= bound for p in packages(scenario))


@given(scenarios())
def test_genius_folders_read_back_up_to_the_scale(scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        found = read_genius_folder(written(genius_files(scenario), Path(folder)))
    assert found.issues == scenario.issues
    bound = len(scenario.issues) * GRID
    for before, after in zip(scenario.parties, found.parties, strict=True):
        numbers = [*before.weights, *(value for row in before.evaluations for value in row)]
        stays = min(numbers) >= 0 and before.bias == 0 and before.highest <= 1
        span = before.highest - before.lowest or Fraction(1)
        slope, shift = (Fraction(1), Fraction(0)) if stays else (1 / span, -before.lowest / span)
        for package in packages(scenario):
            assert abs(slope * before.utility(package) + shift - after.utility(package)) <= bound
        if before.reservation is not None and after.reservation is not None:
            assert abs(slope * before.reservation + shift - after.reservation) <= GRID


@given(scenarios(), st.booleans())
def test_cases_hold_an_affine_image(scenario: Scenario, one_scale: bool) -> None:
    try:
        text = scenario_case(scenario, one_scale=one_scale)
    except OutOfDomain:
        assert any(far_outside(party) for party in scenario.parties)
        return
    case = parse_case(text).case
    slope = common_slope(scenario) if one_scale else None
    problem = settlement_problem(case)
    again = case_scenario(case)
    assert [len(i.options) for i in again.issues] == [len(i.options) for i in scenario.issues]
    for place, stated in enumerate(scenario.parties):
        numbers = case_numbers(stated, slope=slope)
        assert numbers.slope > 0
        assert slope in (None, numbers.slope)
        for package in packages(scenario):
            score = sum(problem.points(place, int(t[o, place])) for t, o in zip(problem.scores, package, strict=True))
            assert score == 100 * again.parties[place].utility(package)
            assert abs(score - numbers.slope * stated.utility(package) - numbers.shift) <= numbers.error
            floor = stated.lowest if stated.reservation is None else stated.reservation
            accepts = score >= problem.points(place, int(problem.walk_away[place]))
            assert accepts or stated.utility(package) < floor
            if numbers.slope * (floor - stated.utility(package)) > 2 * numbers.error + (numbers.way == "rounded"):
                assert not accepts
        span = stated.highest - stated.lowest
        assert numbers.error < Fraction(1, 10) or not span


@given(scenarios(st.integers(0, 100).map(lambda n: Fraction(n, 100))))
def test_scores_in_hundredths_that_add_up_to_1_are_never_rounded(scenario: Scenario) -> None:
    for stated in scenario.parties:
        total = sum(stated.weights)
        if total and all(max(row) == 1 for row in stated.evaluations) and total == 1:
            assert case_numbers(stated).error == 0


@given(st.lists(st.text(max_size=12), max_size=12))
def test_ids_are_ids_and_each_once(names: list[str]) -> None:
    found = ids_of(names, "option")
    assert all(is_id(name) for name in found)
    assert len(set(found)) == len(names)
