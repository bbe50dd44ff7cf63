"""Which single judgement opens or closes the zone: never one that the exact flip points do not know."""

from __future__ import annotations

import pytest
from tests.gates.tree import ROOT

from detente.assessment.turning_points import turning
from detente.case.reading import parse_case, read_case
from detente.engines.settlement.of_case import settle_case
from detente.study.flips import flip_points

CAPPED = """
detente: 1
id: cap
title: A set is worth 100 at the most
parties: [{id: a, name: A, kind: state}]
agreement: {consent: [a]}
issues: [{id: who, question: Who?, kind: set, of: [x, y]}]
status-quo: {who: []}
preferences:
  a: {weights: {who: 1}, values: {who: {x: {low: 20, high: 90}, y: 40}}, walk-away: 110}
"""


def test_members_that_add_up_to_more_than_100_open_nothing() -> None:
    """Uncapped, x at 90 and y at 40 would be worth 130 and reach a walk-away of 110."""
    found = turning(settle_case(parse_case(CAPPED)))
    assert found is not None
    (turn,) = found.turns
    assert (turn.at_low, turn.at_high, turn.until) == (0, 0, None)


def test_the_turns_of_the_worked_case_are_its_flip_points() -> None:
    settled = settle_case(read_case(ROOT / "examples/ukraine-2025"))
    found = turning(settled)
    assert found is not None
    flips = {(flip.party, flip.what): flip.nearest for flip in flip_points(settled).decisive}
    assert {(turn.party, turn.what) for turn in found.decisive} == set(flips)
    for turn in found.decisive:
        assert turn.until is not None
        width = turn.judgement.high - turn.judgement.low
        assert float(turn.until) == pytest.approx(float(flips[turn.party, turn.what] or 0), abs=float(width) / 1000)
