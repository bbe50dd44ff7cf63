"""Every named check objects to its fault, at its line and column, and to nothing else."""

from __future__ import annotations

import pytest
from tests.case.border import TEXT, slipped, spots, told
from tests.case.planted_faults import PLANTS, Slips

from detente.case.checks import comparisons, conflict, consistency, every


def test_the_case_itself_has_no_fault() -> None:
    assert told(TEXT) == ()


@pytest.mark.parametrize(("check", "rule", "slips", "severity", "says"), PLANTS, ids=lambda value: str(value)[:30])
def test_a_check_objects_to_its_fault(check: str, rule: str, slips: Slips, severity: str, says: str) -> None:
    text, spot = slipped(*slips)
    found = [fault for fault in told(text) if fault.rule == rule]
    assert spot in spots(tuple(found)), "\n".join(map(str, told(text)))
    fault = found[spots(tuple(found)).index(spot)]
    assert fault.severity == severity
    assert says in str(fault)
    if rule != "unsupported":
        assert len(found) == 1


def test_every_check_has_a_fault_planted() -> None:
    late = (*comparisons.TOGETHER, *consistency.CHECKS, *conflict.OF_STATES)
    named = {check.__name__ for check in (*every.CHECKS, *late)}  # type: ignore[attr-defined]
    assert named == {plant[0] for plant in PLANTS}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source: north", "source: an official of North"),
        ("source: north", "source: r1"),
        ("status-quo: {pass: north, monitors: []", "status-quo: {pass: north, monitors: none"),
        ("monitors: [un], term: 5}", "monitors: un, term: 5}"),
        ("{league: 60, un: -40}", "{league: 60}"),
        ("weights: {term: 1}", "weights: {term: 1, pass: 0}"),
        ("span: [31, 36]", "span: [31, 38]"),
        ("published: 2025-12,", "published: 2025,"),
        ("on: 2025-12-14, because", "on: 2025-12-14, until: 2025-12, because"),
        ("salience: 0.8", "salience: {low: 0, high: 1}"),
        ("rule: unanimity}", "rule: {quota: 4, weights: {north: 3}}}"),
        ("rule: unanimity}", "open-membership: true, rule: {quota: 9}}"),
        (
            "influence: 60, because: [s1]}",
            "influence: 60, because: [s1]}\n  - {party: north, issue: pass, option: joint, on: 2025, because: [s1]}",
        ),
    ],
)
def test_what_is_right_is_let_pass(old: str, new: str) -> None:
    text, _ = slipped((old, new))
    assert told(text) == ()
