"""Places that nobody wrote down: the latest claim or offer, else what a party values most; and when there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.case.reading import CaseFile, parse_case
from detente.engines.forecast.of_case import IssuePositions, NoScale, forecast_of_case, positions_of_case
from detente.engines.forecast.of_case.read_off import pinned
from detente.foundation.conditions import parse

CASE = """detente: 1
id: harbour
title: The harbour
as-of: 2030-06-01
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
  - {id: east, name: East, kind: state}
issues:
  - {id: fee, question: Which fee?, kind: number, from: 0, to: 100, step: 10, units: euros}
  - id: depth
    question: How deep?
    kind: choice
    scaled: true
    options: [{id: shallow, at: 0}, {id: middling, at: 40}, {id: deep, at: 100}]
status-quo: {fee: 0, depth: shallow}
preferences:
  north:
    weights: {fee: 50, depth: 50}
    values: {fee: {0: 100, 100: 0}, depth: {shallow: 0, middling: 50, deep: 100}}
  south:
    weights: {fee: 75, depth: 25}
    values: {fee: {0: 0, 100: 100}, depth: {shallow: 100, middling: 20, deep: 0}}
  east:
    weights: {fee: 10, depth: 20}
    values: {fee: {0: 100, 100: 0}, depth: {shallow: 30, middling: 100, deep: 0}}
offers:
  - {id: o1, by: south, gives: fee = 50, if: depth = middling, on: 2030-02-01}
  - {id: o2, by: east, gives: fee = 20, if: depth = shallow, on: 2030-01-01, withdrawn: 2030-05-01}
positions:
  - {party: north, issue: fee, option: 0, influence: 60}
  - {party: south, issue: fee, option: 100, influence: {low: 20, high: 40}, salience: 1}
  - {party: east, issue: fee, option: 0, influence: 10, on: 2030-01-01}
reports:
  - {id: r1, outlet: The Quay, published: 2030-03-01, text: r1.txt}
statements:
  - {id: s1, report: r1, span: [0, 5], source: south, act: demand, about: depth = deep, on: 2030-01-15}
  - {id: s2, report: r1, span: [6, 9], source: north, act: oppose, about: depth = shallow}
"""


def read(text: str = CASE) -> CaseFile:
    return parse_case(text)


def depth(text: str = CASE) -> IssuePositions:
    found = positions_of_case(read(text).case, "depth")
    assert isinstance(found, IssuePositions), found
    return found


def test_each_place_says_what_it_was_read_off() -> None:
    found = depth()
    told = {s.party: (s.place, s.place_from, s.position.on, s.influence_on) for s in found.stances}
    assert told == {
        "north": (100.0, "preference", None, "fee"),
        "south": (40.0, "offer", "2030-02-01", "fee"),
        "east": (40.0, "preference", None, "fee"),
    }
    assert [float(s.influence.point) for s in found.stances] == [60, 30, 10]
    assert [round(float(s.salience.point), 3) for s in found.stances] == [1, 0.333, 1]
    assert any("the case states no position on this issue" in caveat for caveat in found.caveats)


def test_a_later_claim_counts_before_an_offer_and_cites_its_statement() -> None:
    found = depth(CASE.replace("on: 2030-01-15", "on: 2030-03-15"))
    (south,) = [s for s in found.stances if s.party == "south"]
    assert (south.place, south.place_from, south.position.because) == (100.0, "statement", ("s1",))


def test_a_claim_without_a_day_is_dated_by_its_report_and_one_after_the_record_does_not_count() -> None:
    undated = depth(CASE.replace(", on: 2030-01-15", ""))
    assert next(s.place_from for s in undated.stances if s.party == "south") == "statement"
    late = depth(CASE.replace("on: 2030-01-15", "on: 2030-07-01"))
    assert next(s.place_from for s in late.stances if s.party == "south") == "offer"


def test_where_the_case_states_one_position_nothing_is_read_off() -> None:
    stated = CASE.replace(
        "reports:\n", "  - {party: north, issue: depth, option: deep, influence: 60, salience: 1}\nreports:\n"
    )
    assert isinstance(positions_of_case(read(stated).case, "depth"), NoScale)
    assert all(s.place_from == "position" and not s.influence_on for s in _fee().stances)


def _fee() -> IssuePositions:
    found = positions_of_case(read().case, "fee")
    assert isinstance(found, IssuePositions)
    return found


def test_who_values_two_answers_alike_or_has_no_influence_is_left_out_with_the_reason() -> None:
    alike = CASE.replace("{shallow: 30, middling: 100, deep: 0}", "{shallow: 100, middling: 100, deep: 0}")
    assert [(one.party, one.reason) for one in depth(alike).left_out] == [
        ("east", "it values several answers alike, and says none of them")
    ]
    weak = CASE.replace("option: 0, influence: 10, on: 2030-01-01", "option: 0, on: 2030-01-01")
    assert [one.party for one in depth(weak).left_out] == ["east"]
    assert "how much it can do" in depth(weak).left_out[0].reason


def test_the_forecast_covers_it_beside_the_stated_issue() -> None:
    found = forecast_of_case(read(), rounds=2)
    assert [item.asked.issue.id for item in found.issues] == ["fee", "depth"]
    assert found.exchange is not None
    silent = forecast_of_case(read(CASE[: CASE.index("preferences:")] + CASE[CASE.index("positions:") :]), rounds=2)
    assert not silent.issues or "depth" not in [item.asked.issue.id for item in silent.issues]
    assert "depth" not in [item.issue.id for item in silent.unanswered]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("depth = deep", "deep"),
        ("depth in {deep}", "deep"),
        ("depth in {deep, shallow}", None),
        ("depth != deep", None),
        ("not depth = deep", None),
        ("fee = 20 and depth = deep", "deep"),
        ("depth = deep or fee = 20", None),
        ("depth = deep and depth = shallow", None),
        ("fee = 20", None),
    ],
)
def test_what_one_answer_a_condition_names(text: str, answer: str | None) -> None:
    issues = {issue.id: issue for issue in read().case.issues}
    assert pinned(parse(text), issues["depth"]) == answer
    assert pinned(parse("fee = 20 and depth = deep"), issues["fee"]) == Fraction(20)
    assert pinned(parse("fee >= 20"), issues["fee"]) is None
