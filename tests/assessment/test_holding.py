"""What verdicts hang on, against the definitions applied by hand to every order of the statements."""

from __future__ import annotations

from itertools import permutations

import pytest

from detente.assessment.holding import Holding, assess_holding
from detente.assessment.open_preferences import open_rankings
from detente.assessment.stability import assess_stability
from detente.case.reading import CaseFile, parse_case
from detente.study.admissible_rankings import OpenRanking, OpenStatements

HEAD = """
detente: 1
id: valley
title: The valley
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
issues:
  - {id: pass, question: Who controls the pass?, kind: choice, options: [{id: closed}, {id: open}]}
status-quo: {pass: closed}
proposals: [{id: opening, by: south, package: {pass: open}}]
conflict:
  actions:
    - {id: open-pass, party: north, label: open the pass, undone: close the pass, means: pass = open}
    - {id: raid, party: south, label: raid the villages, undone: stop raiding}
  status-quo: []
  preferences:
"""
NORTH = ["not raid", "not open-pass"]
SOUTH = ["open-pass", "raid iff not open-pass"]


def valley(north: list[str], south: list[str]) -> CaseFile:
    return parse_case(f"{HEAD}    north: [{', '.join(north)}]\n    south: [{', '.join(south)}]\n")


def leavers(read: CaseFile) -> tuple[str, ...]:
    (item,) = assess_stability(read).proposals
    assert item.found is not None
    return item.found.leavers["seq"]


@pytest.fixture(scope="module")
def held() -> Holding:
    return assess_holding(valley(NORTH, SOUTH))


def test_the_share_of_orders_is_that_of_all_orders_asked_one_by_one(held: Holding) -> None:
    orders = [(n, s) for n in permutations(NORTH) for s in permutations(SOUTH)]
    holding = sum(not leavers(valley(list(n), list(s))) for n, s in orders)
    assert held.robustness is not None
    assert held.robustness.exact
    assert held.robustness.share("seq", 1) * len(orders) == holding
    assert 0 < holding < len(orders)


def test_a_moved_statement_turns_the_verdict_as_the_case_with_it_does(held: Holding) -> None:
    turned = {(item.party, item.origin, item.target): item.leavers for item in held.moved if item.state == 1}
    for party, wishes in (("north", NORTH), ("south", SOUTH)):
        other = list(reversed(wishes))
        found = leavers(valley(other, SOUTH) if party == "north" else valley(NORTH, other))
        assert ((party, 0, 1) in turned) == bool(found)
        assert turned.get((party, 0, 1), ()) == found


def test_a_temptation_names_the_answers_that_do_not_pay() -> None:
    found = assess_holding(valley(NORTH, ["open-pass", "not raid"]))
    ((one,),) = found.temptations.values()
    assert (one.move.mover, one.move.origin, one.move.target) == (0, 1, 0)
    assert [(answer.mover, answer.target) for answer in one.answers] == [(1, 2)]
    assert 1 in found.inverse


def test_what_is_open_of_a_ranking_follows_its_form() -> None:
    text = HEAD + "    north: {pairs: [[NN, YN]]}\n    south: {ranking: [YN, NY, NN, YY], unknown: [[YN, NY]]}\n"
    answer = assess_stability(parse_case(text)).answer
    rankings = open_rankings(answer.found)
    assert isinstance(rankings[0], OpenRanking)
    assert [ranking.extensions().count for ranking in rankings.values()] == [12, 2]
    stated = open_rankings(assess_stability(valley(NORTH, SOUTH)).answer.found)
    assert all(isinstance(ranking, OpenStatements) for ranking in stated.values())


def test_statements_that_mark_a_great_difference_stay_first() -> None:
    text = (
        HEAD + "    north: {statements: [{holds: not raid, much: true}, not open-pass]}\n    south: [open-pass, raid]\n"
    )
    rankings = open_rankings(assess_stability(parse_case(text)).answer.found)
    assert [ranking.extensions().count for ranking in rankings.values()] == [1, 2]


def test_a_ranking_leaves_nothing_open() -> None:
    text = HEAD + "    north: {ranking: [NN, YN, NY, YY]}\n    south: {ranking: [YN, YY, NY, NN]}\n"
    found = assess_holding(parse_case(text))
    assert found.robustness is None
    assert found.reason == "every preference is a ranking or comes from values"
    assert found.moved == ()
