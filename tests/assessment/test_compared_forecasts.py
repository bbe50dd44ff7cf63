"""Where positions lead before and after a change: which issues are touched, and what the models say on each side."""

from __future__ import annotations

import pytest

from detente.assessment.compared_forecasts import ComparedIssue, compare_forecasts
from detente.assessment.forecast import assess_forecast
from detente.assessment.what_if import Comparison, PositionsAlone, Today, typed_changes, what_if
from detente.case.reading import CaseFile, parse_case
from detente.foundation.errors import CaseError

CASE = """detente: 1
id: two
title: Two questions
as-of: 2025
parties: [{id: a, name: Anna, kind: person}, {id: b, name: Ben, kind: person}, {id: c, name: Cora, kind: person}]
agreement: {consent: [a]}
issues:
  - {id: term, question: How long?, kind: number, from: 0, to: 10, step: 1, units: years}
  - id: force
    question: How strong?
    kind: choice
    scaled: true
    options: [{id: none, at: 0}, {id: some, at: 40}, {id: full, at: 100}]
  - {id: place, question: Where?, kind: choice, options: [{id: here}, {id: there}]}
status-quo: {term: 0, force: none, place: here}
preferences:
  a:
    weights: {term: 3, force: 1}
    values: {term: {0: 0, 10: 100}, force: {none: 0, some: 50, full: 100}}
positions:
  - {party: a, issue: term, option: 10, influence: 60}
  - {party: b, issue: term, option: 2, salience: 0.5, influence: 40}
  - {party: b, issue: term, option: 9, on: 2024, salience: 0.5, influence: 40}
  - {party: a, issue: force, option: full, salience: 1, influence: 60}
  - {party: b, issue: force, option: none, salience: 0.6, influence: 50}
  - {party: c, issue: force, option: some, salience: 0.2, influence: 50}
  - {party: b, issue: place, option: there, salience: 0.6, influence: 50}
"""


@pytest.fixture(scope="module")
def read() -> CaseFile:
    return parse_case(CASE)


def moved(read: CaseFile, *typed: str) -> tuple[ComparedIssue, ...]:
    return what_if(read, typed_changes(typed, read)).forecasts


@pytest.mark.parametrize(
    ("typed", "touched"),
    [
        ("positions.c.force.option=full", ["force"]),
        ("positions.c.force.salience=0.3", ["force"]),
        ("positions.c.force.influence={low: 40, high: 70}", ["force"]),
        ("remove positions.c.force", ["force"]),
        ("add positions={party: c, issue: term, option: 4, salience: 0.4, influence: 10}", ["term"]),
        ("issues.force.options.some.at=50", ["force"]),
        ("issues.force.options.full.at=150", ["force"]),
        ("status-quo.term=1", ["term"]),
        ("a.weights.term=0.5", ["term"]),
        ("as-of=2023", ["term"]),
        ("positions.b.place.option=here", ["place"]),
        ("status-quo.place=there", []),
        ("positions.c.force.note=said twice", []),
        ("positions.1.option=3", []),
        ("a.walk-away=40", []),
        ("title=Three questions", []),
    ],
)
def test_only_issues_whose_numbers_change_are_told(typed: str, touched: list[str], read: CaseFile) -> None:
    assert [item.issue.id for item in moved(read, typed)] == touched


@pytest.mark.parametrize(
    "typed",
    [
        "positions.c.force.option=full",
        "a.weights.term=0.5",
        "issues.force.options.full.at=150",
        "status-quo.force=some",
    ],
)
def test_both_sides_are_the_forecasts_of_the_cases_read_alone(typed: str, read: CaseFile) -> None:
    found = what_if(read, typed_changes([typed], read))
    (item,) = found.forecasts
    for case, side in ((read, item.today), (parse_case(found.text), item.after)):
        (alone,) = assess_forecast(case, issue=item.issue.id, draws=0).issues
        assert side.models is not None
        assert side.models.models == alone.forecast.models.models
        assert (side.models.low, side.models.high) == (alone.forecast.models.low, alone.forecast.models.high)
    first = item.models[0]
    assert (first.method, first.preset) == ("compromise", "")


def test_the_compromise_moves_by_the_share_of_the_weight(read: CaseFile) -> None:
    (item,) = moved(read, "positions.c.force.option=full")
    assert item.models[0].today == pytest.approx((60 * 100 + 10 * 40) / 100)
    assert item.models[0].shift == pytest.approx(60 * 10 / 100)
    (party, today, after), *others = item.moved
    assert (party, others) == ("c", [])
    assert today is not None
    assert after is not None
    assert (today.place, after.place) == (40, 100)


def test_salience_by_weights_moves_with_the_weights(read: CaseFile) -> None:
    (item,) = moved(read, "a.weights.term=0.5")
    ((party, today, after),) = item.moved
    assert party == "a"
    assert today is not None
    assert after is not None
    assert (float(today.salience.point), float(after.salience.point)) == (1, 0.5)


def test_a_side_without_a_forecast_says_why(read: CaseFile) -> None:
    (item,) = moved(read, "remove positions.a.term")
    assert item.today.models is not None
    assert item.after.models is None
    assert "only Ben has a position" in getattr(item.after.asked, "reason", "")
    assert {(one.after, one.shift) for one in item.models} == {(None, None)}
    assert [(party, after) for party, _, after in item.moved] == [("a", None), ("b", None)]


def test_changes_build_on_one_another(read: CaseFile) -> None:
    """The second and third are looked up in what the first leaves: places in lists have moved by then."""
    typed = [
        "remove positions.a.term",
        "add positions={party: c, issue: term, option: 4, salience: 0.4, influence: 10}",
        "positions.c.term.option=6",
        "positions.c.force.salience=0.9",
    ]
    found = what_if(read, typed_changes(typed, read))
    assert found.changes[2:] == ("Cora's position on Term becomes 6", "Cora's salience on Force becomes 0.9")
    kept = [(p.party, p.issue, str(p.option)) for p in parse_case(found.text).case.positions]
    assert kept[-1] == ("c", "term", "6")
    assert ("a", "term", "10") not in kept
    assert [item.issue.id for item in found.forecasts] == ["term", "force"]


def test_a_case_that_cannot_be_settled_still_has_positions(read: CaseFile) -> None:
    text = CASE[: CASE.index("preferences:")] + CASE[CASE.index("positions:") :]
    bare = parse_case(text)
    found = what_if(bare, typed_changes(["positions.c.force.option=full"], bare))
    assert isinstance(found, PositionsAlone)
    assert [fault.rule for fault in found.missing] == ["section-missing"]
    assert found.forecasts[0].models[0].shift == moved(read, "positions.c.force.option=full")[0].models[0].shift
    assert isinstance(what_if(read, []), Comparison)


def test_a_case_with_neither_is_refused() -> None:
    bare = parse_case(CASE[: CASE.index("preferences:")])
    with pytest.raises(CaseError, match="no preferences"):
        what_if(bare, typed_changes(["status-quo.term=1"], bare))
    first = "add positions={party: c, issue: term, option: 4, salience: 0.4, influence: 10}"
    (item,) = what_if(bare, typed_changes([first], bare)).forecasts
    assert item.models == ()


def test_one_case_read_answers_change_after_change(read: CaseFile) -> None:
    today = Today.of(read)
    for typed in ("positions.c.force.option=full", "positions.c.force.salience=0.9", "remove positions.a.force"):
        changes = typed_changes([typed], read)
        again, alone = today.compare(changes).forecasts, what_if(read, changes).forecasts
        assert [item.models for item in again] == [item.models for item in alone]
        assert [item.issue.id for item in again] == ["force"]


def test_a_case_without_positions_compares_nothing(read: CaseFile) -> None:
    bare = parse_case(CASE[: CASE.index("positions:")])
    assert compare_forecasts(bare.case, bare.case) == ()
    assert [item.issue.id for item in compare_forecasts(bare.case, read.case)] == ["term", "force", "place"]
