"""Which packages a study counts, what it says where there are too many, and what an array method refuses."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from detente.case.reading import parse_case, read_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.study import acceptability, acceptability_task, flips, run, sensitivity_task, tally, tasks
from detente.study.flips import flip_points

FOLDER = Path(__file__).parents[2] / "library/lahdelma-salminen-2001"
LARGE = """detente: 1
id: large
title: Many packages
parties: [{id: a, name: Anna, kind: person}, {id: b, name: Ben, kind: person}, {id: c, name: Cem, kind: person}]
agreement: {consent: [a, b], also: [{when: land >= 50, party: c}]}
issues:
  - {id: land, question: How much?, kind: number, from: 0, to: 100, step: 1}
  - {id: rent, question: How much?, kind: number, from: 0, to: 100, step: 10}
status-quo: {land: 0, rent: 0}
constraints: [{id: some, must: "land >= 2"}]
preferences:
  a:
    weights: {land: {low: 1, high: 3}, rent: 1}
    values: {land: {0: 0, 100: 100}, rent: {0: 0, 100: 100}}
    red-lines: [{never: "land < 10"}]
  b:
    weights: [rent, land]
    values: {land: {0: 100, 50: {low: 20, mode: 30, high: 90}, 100: 0}, rent: {0: 100, 100: 0}}
    walk-away: {low: 20, high: 40}
  c: {weights: {land: 1}, values: {land: {0: 100, 100: 0}}, walk-away: 40}
proposals: [{id: cheap, package: {rent: 0}}, {id: text-only}, {id: fixed, package: {land: 40, rent: 50}}]
"""


@pytest.fixture(scope="module")
def large() -> CaseSettlement:
    return settle_case(parse_case(LARGE))


def test_every_feasible_package_is_asked_about_while_there_are_not_too_many(large: CaseSettlement) -> None:
    task = acceptability_task(large)
    assert len(task.codes) == 99 * 11
    assert task.proposals == ("cheap", "fixed")
    assert [len(among) for among in task.setting.proposals] == [99, 1]
    assert task.caveats == ()
    found = run(task, 200, seed=1).answer
    assert found.zone is not None
    assert found.proposal("cheap").completions == 99
    # The red line is breached in all but 91 of them, so not all are ever accepted; the fixed one is complete.
    assert found.proposal("cheap").every.share == 0
    fixed = found.proposal("fixed")
    assert fixed.some == fixed.every == found.package(40 * 11 + 5).accepted
    assert fixed.blocked["c"].share == 0
    for party in found.parties:
        assert fixed.blocked[party] == found.package(40 * 11 + 5).blocked[party]


def test_above_the_limit_only_what_is_named_is_asked_about(
    large: CaseSettlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(acceptability_task(large, [500, 600]), 300, seed=1).answer
    monkeypatch.setattr(tasks, "MOST_ENUMERATED", 200)
    task = acceptability_task(large, [500, 600])
    found = run(task, 300, seed=1).answer
    assert (found.zone, found.packages[0].efficient, found.proposals[0].both) == (None, None, None)
    assert "1,089 packages are feasible" in found.caveats[0]
    for name in ("cheap", "fixed"):
        one, other = whole.proposal(name), found.proposal(name)
        assert (one.some, one.every, dict(one.blocked), dict(one.alone)) == (
            other.some,
            other.every,
            dict(other.blocked),
            dict(other.alone),
        )
    for code in (500, 600):
        assert whole.package(code).accepted == found.package(code).accepted
        assert dict(whole.package(code).ranks) == dict(found.package(code).ranks)
    assert "zone" not in run(sensitivity_task(large), 8, seed=1).answer.conclusions
    monkeypatch.setattr(tasks, "MOST_ENUMERATED", 50)
    few = acceptability_task(large, [500, 600])
    assert few.codes.tolist() == [500, 600]
    assert "nothing is said of them" in few.caveats[0]
    assert run(few, 300, seed=1).answer.proposals == ()


def test_what_is_efficient_is_left_out_where_it_takes_too_long(
    large: CaseSettlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "MOST_COMPARED", 100)
    monkeypatch.setattr(tasks, "MOST_COMPARED", 100)
    found = run(acceptability_task(large, [500, 600]), 10, seed=1).answer
    assert found.zone is not None
    assert found.package(500).efficient is None
    assert "efficient" in found.caveats[0]


def test_completions_are_counted_one_by_one_while_they_are_few(
    large: CaseSettlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(tasks.packages_of_interest(large)) > 90
    monkeypatch.setattr(tasks, "MOST_COUNTED", 50)
    assert 0 < len(tasks.packages_of_interest(large)) < 50
    found = run(acceptability_task(large), 10, seed=1).answer
    assert found.proposal("cheap").efficient is None


def test_where_no_package_is_accepted_the_nearest_is_counted() -> None:
    shut = settle_case(parse_case(LARGE.replace('never: "land < 10"', 'never: "land < 101"')))
    assert shut.settlement.n_acceptable == 0
    assert len(tasks.packages_of_interest(shut)) > 0


def test_a_task_can_be_sent_to_another_process(large: CaseSettlement) -> None:
    task = acceptability_task(large)
    sent = pickle.loads(pickle.dumps(task))
    assert sent.about == task.about
    one, other = run(task, 20, seed=1).answer, run(sent, 20, seed=1).answer
    assert [x.accepted for x in one.packages] == [x.accepted for x in other.packages]


def test_flip_points_refuse_what_is_too_large(large: CaseSettlement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flips, "LIMIT", 100)
    with pytest.raises(TooLarge, match="flip points"):
        flip_points(large)


def test_two_interactions_have_two_names() -> None:
    extra = "{when: land >= 50, points: {low: 0, high: 5}}"
    twice = LARGE.replace("    red-lines:", f"    interactions: [{extra}, {extra}]\n    red-lines:")
    names = [f.what for f in tasks.judgements_of(settle_case(parse_case(twice))) if f.party == "a"]
    assert len(set(names)) == len(names) == 3


@pytest.mark.parametrize(
    ("values", "floors", "weights", "what"),
    [
        (np.zeros((2, 3)), [0, 0], None, "three axes"),
        (np.zeros((0, 1, 1)), [0], None, "three axes"),
        (np.full((1, 1, 1), np.nan), [0], None, "NaN"),
        (np.zeros((2, 1, 1)), [0], np.zeros((1, 1, 4)), r"weights\[draw, party, issue\]"),
    ],
)
def test_arrays_that_make_no_sense_are_refused(values: np.ndarray, floors: list, weights: object, what: str) -> None:
    with pytest.raises(OutOfDomain, match=what):
        acceptability(values, floors, weights=weights)  # type: ignore[arg-type]


def test_a_package_that_was_not_asked_about_is_no_key() -> None:
    found = run(acceptability_task(settle_case(read_case(FOLDER)), [4]), 10, seed=1).answer
    with pytest.raises(KeyError):
        found.package(3)
    with pytest.raises(KeyError):
        found.proposal("nothing")


def test_answers_become_plain_values() -> None:
    settled = settle_case(read_case(FOLDER))
    told = run(acceptability_task(settled), 10, seed=1).answer.to_dict()
    assert told["reference"].startswith("Lahdelma")
    assert told["packages"][0]["accepted"].keys() == {"share", "error"}
    assert flip_points(settled).to_dict()["flips"][0]["holds"] == [[10, 40]]
