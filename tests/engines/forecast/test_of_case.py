"""From a case's positions to the engine's problems: who stands where, who is left out, and what it all says."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.case.reading import CaseFile, parse_case, read_case
from detente.engines.forecast.challenge.model import challenge_model
from detente.engines.forecast.of_case import (
    CaseForecast,
    IssuePositions,
    IssueScale,
    NoScale,
    forecast_of_case,
    positions_of_case,
    scale_of,
    supposed,
    supposed_answer,
)
from detente.engines.forecast.of_case.words import deal_words, rounds_in_words
from detente.foundation.errors import CaseError, OutOfDomain

EXAMPLE = Path(__file__).parents[3] / "examples" / "ukraine-2025"
CASE = """\
detente: 1
id: river
title: The river
as-of: 2030-06
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
  - {id: east, name: East, kind: state}
  - {id: west, name: West, kind: state}
  - {id: far, name: Far, kind: state}
issues:
  - id: share
    question: Who gets what?
    kind: choice
    scaled: true
    options: [{id: none, at: -20}, {id: half, at: 30}, {id: all, at: 80}]
  - {id: term, question: For how long?, kind: number, from: 0, to: 20, step: 5, units: years}
  - {id: who, question: Who watches?, kind: set, of: [east, west]}
  - {id: flag, question: Which flag?, kind: choice, options: [{id: red}, {id: blue}]}
status-quo: {share: none, term: 0, who: [], flag: red}
preferences:
  east:
    weights: {share: {low: 20, high: 40}, term: {low: 50, high: 70}, who: 10}
    values: {share: {none: 0, half: 50, all: 100}, term: {0: 0, 20: 100}, who: {east: 50, west: 50}}
    walk-away: 10
positions:
  - {party: north, issue: share, option: all, salience: 0.5, influence: 10, on: 2030-01}
  - {party: north, issue: share, option: half, salience: 0.5, influence: 10, on: 2030-06}
  - {party: north, issue: share, option: none, salience: 1, influence: 10, on: 2030-07-01}
  - {party: north, issue: share, option: none, salience: 1, influence: 10}
  - {party: south, issue: share, option: all, salience: 1, influence: 20}
  - {party: east, issue: share, option: none, influence: 40}
  - {party: west, issue: share, option: none, salience: 1}
  - {party: far, issue: share, option: none, influence: 5}
  - {party: north, issue: term, option: 20, salience: 0.2, influence: 10}
  - {party: south, issue: term, option: 5, salience: 0.8, influence: 10, on: 2031}
"""


@pytest.fixture(scope="module")
def river() -> CaseFile:
    return parse_case(CASE)


@pytest.fixture(scope="module")
def share(river: CaseFile) -> IssuePositions:
    found = positions_of_case(river.case, "share")
    assert isinstance(found, IssuePositions)
    return found


@pytest.fixture(scope="module")
def worked() -> CaseForecast:
    return forecast_of_case(read_case(EXAMPLE))


def test_the_latest_position_on_or_before_the_closing_day_counts(share: IssuePositions) -> None:
    north = share.stances[0]
    assert (north.party, north.place, north.position.on) == ("north", 30.0, "2030-06")


def test_an_earlier_day_shows_an_earlier_position(river: CaseFile) -> None:
    may = positions_of_case(river.case, "share", "2030-05")
    assert isinstance(may, IssuePositions)
    assert may.stances[0].place == 80.0


def test_the_problem_by_hand(share: IssuePositions) -> None:
    problem = share.problem
    assert problem.actors == ("north", "south", "east")
    assert problem.positions.tolist() == [30.0, 80.0, -20.0]
    assert problem.influence.tolist() == [10.0, 20.0, 40.0]
    assert (problem.low, problem.high, problem.reversion) == (-20.0, 80.0, -20.0)
    # 30 of 60: the middle of its weight over the middle of the largest
    assert problem.salience.tolist() == [0.5, 1.0, 0.5]


def test_salience_by_weights_says_so_and_has_the_range_that_the_weights_leave(share: IssuePositions) -> None:
    east = share.stances[2]
    assert east.salience_from == "weights"
    assert [float(x) for x in (east.salience.low, east.salience.point, east.salience.high)] == [20 / 70, 0.5, 0.8]
    assert any("weights" in caveat for caveat in share.caveats)


def test_what_is_missing_is_left_out_with_the_reason_and_is_not_zero(share: IssuePositions) -> None:
    assert {one.party: one.reason for one in share.left_out} == {
        "west": "the case does not say how much it can do",
        "far": "the case does not say how much it cares",
    }


def test_one_party_alone_gives_no_answer_with_a_reason(river: CaseFile) -> None:
    found = positions_of_case(river.case, "term")
    assert isinstance(found, NoScale)
    assert found.reason.startswith("only North has a position")


def test_a_party_with_a_weight_and_no_position_is_named(river: CaseFile) -> None:
    both = CASE.replace("influence: 10, on: 2031}", "influence: 10}")
    found = positions_of_case(parse_case(both).case, "term")
    assert isinstance(found, IssuePositions)
    assert [(one.party, one.reason) for one in found.left_out] == [
        ("east", "the case gives it no position on this issue")
    ]
    assert found.problem.positions.tolist() == [20.0, 5.0]


@pytest.mark.parametrize("issue", ["who", "flag"])
def test_an_issue_without_a_scale_says_what_to_add(river: CaseFile, issue: str) -> None:
    found = positions_of_case(river.case, issue)
    assert isinstance(found, NoScale)
    assert "scaled: true" in found.reason


def test_an_unknown_issue_is_refused(river: CaseFile) -> None:
    with pytest.raises(OutOfDomain, match="did you mean 'share'"):
        positions_of_case(river.case, "shore")


def test_salience_on_a_scale_to_100_is_told_where_the_case_is_read() -> None:
    with pytest.raises(CaseError) as told:
        parse_case(CASE.replace("salience: 0.5, influence: 10, on: 2030-01}", "salience: 80, influence: 10}", 1))
    (fault,) = [one for one in told.value.faults if one.severity == "error"]
    assert (fault.rule, fault.what) == ("scale", "salience 80 lies outside 0 to 1")
    assert fault.todo == "write 0.8 where 80 per cent is meant"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (30, "“half”"),
        (30.4, "“half”"),
        (31, "between “half” (30) and “all” (80), nearer the first"),
        (55, "between “half” (30) and “all” (80)"),
        (-20, "“none”"),
        (81, "outside the scale"),
    ],
)
def test_a_place_in_words(share: IssuePositions, place: float, words: str) -> None:
    assert share.scale.words(place) == words


def test_places_of_answers(river: CaseFile) -> None:
    scale = scale_of(river.case.issues[1])
    assert isinstance(scale, IssueScale)
    assert (scale.place(river.case.positions[8].option), scale.words(12.5)) == (20.0, "12.5 years")
    with pytest.raises(OutOfDomain, match="no answer al"):
        scale_of_share(river).place("al")


def scale_of_share(river: CaseFile) -> IssueScale:
    found = scale_of(river.case.issues[0])
    assert isinstance(found, IssueScale)
    return found


def test_a_case_without_positions_says_what_to_add() -> None:
    with pytest.raises(CaseError) as told:
        forecast_of_case(parse_case(CASE[: CASE.index("positions:")]))
    assert told.value.faults[0].rule == "section-missing"


def test_the_order_of_the_positions_changes_nothing(river: CaseFile) -> None:
    head, _, rest = CASE.partition("positions:\n")
    turned = head + "positions:\n" + "\n".join(reversed(rest.splitlines())) + "\n"
    ours, theirs = (forecast_of_case(read).issues[0] for read in (river, parse_case(turned)))
    assert ours.models.rows() == theirs.models.rows()


def test_persuading_one_party_is_what_the_model_says_of_the_changed_problem(river: CaseFile) -> None:
    (item,) = forecast_of_case(river, presets=("scholz-text", "scholz-figure")).issues
    problem = item.asked.problem
    assert len(item.persuaded) == 6
    for one in item.persuaded:
        positions = problem.positions.copy()
        positions[problem.actors.index(one.party)] = one.place
        moved = dataclasses.replace(problem, positions=positions)
        mean = float((moved.weights * positions).sum() / moved.weights.sum())
        assert one.compromise == pytest.approx(mean, abs=1e-12)
        assert one.shifts["compromise"] == pytest.approx(mean - item.compromise.outcome, abs=1e-12)
        for name, outcome in one.challenge.items():
            assert outcome == challenge_model(moved, preset=name).outcome
            assert one.shifts[name] == pytest.approx(outcome - item.challenge[name].outcome, abs=1e-9)


def test_a_supposed_answer_may_be_a_number_or_an_option(river: CaseFile) -> None:
    (item,) = forecast_of_case(river).issues
    assert supposed_answer(item, "north", "all").compromise == supposed(item, "north", 80.0).compromise
    assert supposed_answer(item, "north", "80").compromise == supposed(item, "north", 80.0).compromise
    for party, answer in (("west", "all"), ("north", "most"), ("north", "81")):
        with pytest.raises(OutOfDomain):
            supposed_answer(item, party, answer)


def test_the_worked_case_finds_the_exchange_that_the_reports_describe(worked: CaseForecast) -> None:
    assert [item.asked.issue.id for item in worked.issues] == ["alliance", "guarantee"]
    assert worked.exchange is not None
    (deal,) = worked.exchange.deals
    assert {deal.first, deal.second} == {"ukraine", "russia"}
    words = deal_words(deal, str.title, str)
    assert words == "Russia moves on guarantee from 0 to 90, Ukraine on alliance from 0 to 79.6"
    before = {row["issue"]: row["before"] for row in worked.exchange.rows()}
    assert before == {item.asked.issue.id: pytest.approx(item.compromise.outcome) for item in worked.issues}


def test_the_worked_case_by_hand(worked: CaseForecast) -> None:
    guarantee = worked.issues[1]
    # 0.85 x 80, 0.4 x 80, 0.4 x 80 at 90, 0 and 40
    assert guarantee.compromise.outcome == pytest.approx((68 * 90 + 32 * 40) / 132)
    assert (guarantee.models.low, guarantee.models.high) == (0.0, 90.0)
    assert guarantee.asked.reversion == 0.0
    assert [(one.party, one.reason) for one in worked.issues[0].asked.left_out] == [
        ("usa", "the case gives it no position on this issue")
    ]


def test_who_moves_whom_in_words(worked: CaseForecast) -> None:
    lines = dict(rounds_in_words(worked.issues[1].challenge["scholz-figure"], str.title))
    assert lines[1].startswith("Russia gives way to Usa, from 0 to 40: both sides expect to gain from a challenge")
    assert lines[2].startswith("Russia and Usa go part of the way to Ukraine, from 40 to 71.33: by a challenge")
    again = dict(rounds_in_words(worked.issues[0].challenge["scholz-figure"], str.title))
    assert (again[3], again[4]) == ("as in round 1", "as in round 2")
    assert rounds_in_words(worked.issues[0].challenge["no-conflict-move"], str.title) == []


def test_an_exchange_problem_leaves_out_who_takes_no_part(worked: CaseForecast) -> None:
    exchange: Any = worked.exchange
    assert np.isnan(exchange.positions).sum() == 5
    assert len(exchange.issues) == 2
