"""The record in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case.reading import parse_case, read_case
from detente.evidence.chronology import moved_since, stances, stances_of_extractions, timeline, undated
from detente.evidence.items import Extraction
from detente.foundation.errors import OutOfDomain

CASE = """detente: 1
id: harbour
title: The harbour talks
parties:
  - {id: norland, name: Norland, kind: state}
  - {id: sudria, name: Sudria, kind: state}
  - {id: holm, name: Per Holm, kind: person, for: norland}
  - {id: aide, name: An aide, kind: person, for: holm}
issues:
  - {id: grounds, question: Which?, kind: choice, options: [{id: shut}, {id: open}]}
  - {id: patrols, question: Whose?, kind: choice, options: [{id: stay}, {id: leave}]}
offers:
  - {id: o1, by: norland, gives: grounds = open, if: patrols = leave, on: 2025-03-10, because: [s3]}
proposals:
  - {id: plan, title: The plan, on: 2025-02}
positions:
  - {party: sudria, issue: grounds, option: open, because: [s2]}
reports:
  - {id: r1, outlet: A, published: 2025-03-04, text: r1.txt}
  - {id: r2, outlet: B, text: r2.txt}
statements:
  - {id: s1, report: r1, span: [0, 4], source: norland, act: oppose, about: grounds = open, on: 2025-01}
  - {id: s2, report: r1, span: [0, 4], source: sudria, act: demand, about: grounds = open}
  - id: s3
    report: r1
    span: [0, 4]
    source: holm
    act: offer
    about: grounds = open
    if: patrols = leave
    on: 2025-03-10
  - {id: s4, report: r2, span: [0, 4], source: sudria, act: reject, about: patrols = leave}
  - {id: s5, report: r1, span: [0, 4], source: sudria, act: say, about: patrols = leave, on: 2025-03-11}
  - {id: s6, report: r1, span: [0, 4], source: sudria, act: demand, about: grounds = open, on: 2025-03-11}
  - {id: s7, report: r1, span: [0, 4], source: aide, act: support, about: patrols = leave, on: 2025-03-12}
"""


def case() -> object:
    return parse_case(CASE, {"r1.txt": "word", "r2.txt": "word"}).case


def test_who_moved_and_on_what_that_rests() -> None:
    found = {(m.party, m.issue): m for m in moved_since(case(), "2025-03-10")}  # type: ignore[arg-type]
    turned = found["norland", "grounds"]
    assert turned.change == "turned round"
    assert [stance.id for stance in turned.before] == ["s1"]
    assert {stance.id for stance in turned.since} == {"s3", "o1"}
    assert turned.because == ("s1", "s3")
    assert found["sudria", "grounds"].change == "goes on"
    assert found["sudria", "grounds"].because == ("s2", "s6")
    assert found["norland", "patrols"].change == "first heard"
    assert ("sudria", "patrols") not in found


def test_a_report_dates_what_it_tells_and_what_has_no_date_is_named() -> None:
    found = stances(case())  # type: ignore[arg-type]
    by_id = {stance.id: stance for stance in found}
    assert (by_id["s2"].on, by_id["s2"].dated_by_report) == ("2025-03-04", True)
    assert (by_id["s3"].party, by_id["s3"].speaker) == ("norland", "holm")
    assert (by_id["s7"].party, by_id["s7"].speaker) == ("norland", "aide")
    assert {stance.id for stance in undated(found)} == {"s4", "sudria-grounds"}
    assert "s5" not in by_id


def test_a_month_around_the_day_counts_as_before() -> None:
    text = CASE.replace("about: grounds = open, on: 2025-01}", "about: grounds = open, on: 2025-03}")
    found = moved_since(parse_case(text, {"r1.txt": "word", "r2.txt": "word"}).case, "2025-03-10")
    assert found[0].change == "turned round"
    with pytest.raises(OutOfDomain, match="no date"):
        moved_since(case(), "last week")  # type: ignore[arg-type]


def test_the_timeline_is_in_order_and_ends_with_what_has_no_day() -> None:
    found = timeline(case())  # type: ignore[arg-type]
    assert [moment.id for moment in found][:4] == ["s1", "plan", "r1", "s2"]
    assert [moment.id for moment in found if moment.on is None] == ["r2", "s4", "sudria-grounds"]
    assert len(found) == 2 + 7 + 1 + 1 + 1


def test_the_worked_case() -> None:
    read = read_case(Path(__file__).parents[2] / "examples" / "ukraine-2025")
    names = {said.id for said in read.case.statements}
    found = moved_since(read.case, "2025-12-14")
    assert found
    assert all(set(movement.because) <= names for movement in found)


def test_what_was_found_in_reports() -> None:
    from tests.evidence.review.found import CASE as WORKED
    from tests.evidence.review.found import NEW

    read = read_case(WORKED)
    found = stances_of_extractions([Extraction("r3", statements=(NEW,))], read.case, published={"r3": "2025-12-16"})
    assert [(s.party, s.issue, s.direction, s.if_, s.on) for s in found] == [
        ("ukraine", "alliance", "offers", "guarantee = article5-style", "2025-12-16")
    ]
