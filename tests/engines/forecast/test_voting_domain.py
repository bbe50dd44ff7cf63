"""What power and voting refuse, what they say where there is no answer, and that their answers are frozen."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

from detente.case.reading import parse_case
from detente.engines.forecast.of_case.blocs import BlocPower, NoRule, bloc_powers, bloc_rule
from detente.engines.forecast.power.banzhaf import banzhaf
from detente.engines.forecast.power.sampled_power import sampled_banzhaf, sampled_power
from detente.engines.forecast.power.shapley_shubik import shapley_shubik
from detente.engines.forecast.power.swings import swings
from detente.engines.forecast.power.voting_rule import (
    Quota,
    VotingRule,
    double_majority,
    unanimity,
    weighted_rule,
    with_ratification,
)
from detente.engines.forecast.voting.agenda_setter import agenda_setter
from detente.engines.forecast.voting.core import core
from detente.engines.forecast.voting.eu_procedures import eu_decision
from detente.engines.forecast.voting.majorities import eu_qualified_majority
from detente.engines.forecast.voting.spatial_problem import SpatialProblem, by_rule, on_a_line
from detente.engines.forecast.voting.veto_players import veto_players
from detente.engines.forecast.voting.voting_outcome import voting_outcome
from detente.engines.forecast.voting.winset import winset
from detente.engines.forecast.voting.winset_plane import winset_plane
from detente.foundation.errors import OutOfDomain, TooLarge

TWO = unanimity("ab")
PLANE = SpatialProblem(TWO.voters, np.array([[0.0, 0], [2, 0]]), np.array([1.0, 1]), TWO)
LINE = on_a_line([0, 2], 1)


def plane(**changes: Any) -> SpatialProblem:
    given: dict[str, Any] = {"voters": TWO.voters, "ideals": [[0, 0], [2, 0]], "status_quo": [1, 1], "rule": TWO}
    return SpatialProblem(**(given | changes))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda: weighted_rule(3, [1, 1]), "add up to 2"),
        (lambda: weighted_rule(0, [1, 1]), "quota of 0"),
        (lambda: weighted_rule(1, [2, -1]), "below 0"),
        (lambda: weighted_rule(1, [0.5, 0.5]), "whole numbers"),  # type: ignore[list-item]
        (lambda: weighted_rule(1, [True, 1]), "whole numbers"),
        (lambda: weighted_rule(1, []), "add up to 0"),
        (lambda: weighted_rule(1, [2**62, 1]), "divide them"),
        (lambda: weighted_rule(1, [1, 1], "aa"), "one name"),
        (lambda: weighted_rule(1, [1, 1], "abc"), "2 weights for 3 voters"),
        (lambda: weighted_rule(1, [1, 1], vetoes=[2]), "veto player"),
        (lambda: VotingRule((), ()), "needs a voter"),
        (lambda: VotingRule(("a",), (Quota(1, (1,)),), blocking=2), "blocking minority"),
        (lambda: weighted_rule(1, [1, 1]).wins([2]), "does not know"),
        (lambda: weighted_rule(1, [1, 1]).wins([-1]), "does not know"),
        (lambda: with_ratification(TWO, ["a"]), "one name"),
        (lambda: sampled_power(TWO, 0), "one draw"),
        (lambda: sampled_banzhaf(TWO, 0), "one draw"),
        (lambda: plane(ideals=[1, 2]), "voter, dimension"),
        (lambda: plane(ideals=[[0, 0]]), "of the same voters"),
        (lambda: plane(rule=unanimity("ba")), "of the same voters"),
        (lambda: plane(status_quo=[1]), "status quo of shape"),
        (lambda: plane(status_quo=[1, float("nan")]), "must be numbers"),
        (lambda: PLANE.accepting([1]), "point of 2 numbers"),
        (lambda: PLANE.beats([1, float("inf")]), "point of 2 numbers"),
        (lambda: by_rule({"a": 1}, 0, TWO), "each voter"),
        (lambda: by_rule({"a": 1, "b": 2}, 0, TWO, ratifiers={"a": 3}), "name of a voter"),
        (lambda: winset(PLANE), "2 dimensions"),
        (lambda: core(PLANE), "2 dimensions"),
        (lambda: winset_plane(LINE), "1 dimensions"),
        (lambda: winset_plane(PLANE, corners=7), "8 corners"),
        (lambda: agenda_setter(LINE, "somebody"), "no voter"),
        (lambda: agenda_setter(LINE, "voter 0", ideal=1), "is a voter"),
        (lambda: agenda_setter(LINE, "somebody", ideal=float("nan")), "must be a number"),
        (lambda: voting_outcome(LINE, [1]), "what holds today"),
        (lambda: veto_players(PLANE, []), "no alternative"),
        (lambda: veto_players(PLANE, [[1]]), "one number a dimension"),
        (lambda: veto_players(PLANE, [[1, float("inf")]]), "finite"),
        (lambda: veto_players(PLANE, [[1, 1]], salience=[[1, 1]]), "rows of salience"),
        (lambda: veto_players(PLANE, [[1, 1]], salience=[[1, 1], [1, -1]]), "below 0"),
        (lambda: eu_qualified_majority({"a": 1}, taking_part=["b"]), "population"),
        (lambda: eu_qualified_majority({"a": 1}, taking_part=[]), "nobody takes part"),
        (lambda: eu_qualified_majority({"a": 1}, proposer="council"), "no proposer"),  # type: ignore[arg-type]
        (lambda: eu_decision({"a": 1}, 0), "population"),
        (lambda: eu_decision({"a": 1}, 0, council="unanimity", procedure="codecision"), "Parliament must agree"),
        (lambda: eu_decision({"a": 1}, 0, council="unanimity", abstaining=["b"]), "no position"),
        (lambda: eu_decision({"a": 1}, 0, council="unanimity", abstaining=["a"]), "needs a voter"),
    ],
)
def test_what_lies_outside_the_domain_is_refused(asked: Callable[[], object], says: str) -> None:
    with pytest.raises(OutOfDomain, match=says):
        asked()


def test_work_beyond_the_limits_is_refused_with_the_limit_and_what_to_do() -> None:
    large = [10**9 + k for k in range(40)]
    with pytest.raises(TooLarge, match="sampled_power") as table:
        swings(weighted_rule(sum(large) // 2, large))
    assert table.value.estimate > table.value.limit
    # Vetoes are taken out first: the rest is small.
    assert swings(weighted_rule(sum(large) // 2, large, vetoes=range(20))).route == "by halves"
    three = VotingRule(tuple(f"v{k}" for k in range(21)), (Quota(11, (1,) * 21),) * 3)
    with pytest.raises(TooLarge, match="voters"):
        swings(three)
    assert sampled_power(three, 2000).index[0] == pytest.approx(1 / 21, abs=0.03)
    with pytest.raises(TooLarge, match="voters"):
        many = weighted_rule(51, [1] * 101)
        winset_plane(SpatialProblem(many.voters, np.zeros((101, 2)), np.ones(2), many))
    with pytest.raises(TooLarge, match="comparisons"):
        veto_players(on_a_line([0] * 100, 0), [[k] for k in range(1500)])


def test_the_cheapest_route_is_taken() -> None:
    assert swings(weighted_rule(51, [50, 49, 1])).route == "by weight"
    assert swings(double_majority("abc", 2, [10**9, 2 * 10**9, 5], 10**9)).route == "by halves"
    assert swings(VotingRule(("a", "b"), (Quota(1, (1, 1)),) * 3)).route == "by enumeration"


def test_a_least_number_to_block_does_nothing_beside_a_single_quota() -> None:
    blocked = VotingRule(("a", "b", "c"), (Quota(2, (1, 1, 1)),), blocking=2)
    assert banzhaf(blocked).swings == banzhaf(weighted_rule(2, [1, 1, 1])).swings


def test_the_same_seed_gives_the_same_draws_and_another_gives_others() -> None:
    rule = weighted_rule(5, [4, 3, 2])
    assert sampled_power(rule, 500, seed=3) == sampled_power(rule, 500, seed=3)
    assert sampled_power(rule, 500, seed=3).index != sampled_power(rule, 500, seed=4).index
    assert sampled_banzhaf(rule, 500, seed=3).index != sampled_banzhaf(rule, 500, seed=4).index


def test_everybody_at_the_status_quo_leaves_it() -> None:
    here = plane(ideals=[[1, 1], [1, 1]])
    assert not winset_plane(here).petals
    assert not winset(on_a_line([1, 1], 1)).intervals
    assert not winset(on_a_line([1, 1], 1, indifferent_accept=True)).intervals


def test_a_petal_all_around_does_not_begin_at_the_status_quo() -> None:
    one = weighted_rule(1, [1, 1, 1])
    corners = np.array([[1.0, 0], [-1, 1], [-1, -1]])
    (petal,) = winset_plane(SpatialProblem(one.voters, corners, np.zeros(2), one)).petals
    assert np.hypot(*petal.corners.T).min() > 0.3


def test_rounding_opens_no_gap_between_two_who_stand_opposite() -> None:
    for a, b in itertools.product(range(-12, 13, 3), range(1, 13, 3)):
        opposite = np.array([[a, b], [-3 * a, -3 * b]]) / 10 + 7
        assert not winset_plane(plane(ideals=opposite, status_quo=[7, 7])).petals


def test_large_coordinates_leave_64_bits() -> None:
    big = 10**12
    rule = unanimity("abc")
    points = np.array([[0.0, 0], [4, 0], [0, 4]]) * big
    problem = SpatialProblem(rule.voters, points, np.array([3.0, 3]) * big, rule, indifferent_accept=True)
    answer = veto_players(problem, [[k * big] * 2 for k in (1, 2, 3, 4)])
    assert (answer.winset, answer.core) == ((0, 1), (0, 1))


def test_a_quota_can_leave_no_core_of_a_list() -> None:
    # Each voter has another favourite and the same order round the circle: two of three always prefer the next one.
    listed = [[10.0, 0.0], [-5.0, 9.0], [-5.0, -9.0]]
    rule = weighted_rule(2, [1, 1, 1])
    problem = SpatialProblem(rule.voters, np.array([[9.0, 3], [-8, 6], [-2, -10]]), np.array(listed[0]), rule)
    answer = veto_players(problem, listed)
    assert (answer.winset, answer.core) == ((2,), ())


def test_unanimity_needs_also_who_weighs_nothing() -> None:
    assert on_a_line([0, 10], 5, weights=[1, 0]).rule.wins([0])
    assert not on_a_line([0, 10], 5).rule.wins([0])


@pytest.mark.parametrize(
    "answer",
    [
        shapley_shubik(weighted_rule(51, [50, 49, 1])),
        banzhaf(weighted_rule(51, [50, 49, 1])),
        sampled_power(TWO, 10),
        winset(on_a_line([1, 2], 0)),
        core(LINE),
        core(on_a_line([0, 1], 0, quota=1)),
        agenda_setter(LINE, "voter 0"),
        voting_outcome(on_a_line([1, 2], 0), [1], setter="voter 1"),
        winset_plane(PLANE),
        veto_players(PLANE, [[1, 0]]),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_answers_are_frozen_and_become_rows_and_json(answer: Any) -> None:
    assert json.loads(json.dumps(answer.rows()))
    assert json.loads(json.dumps(answer.to_dict()))["reference"]
    with pytest.raises(FrozenInstanceError):
        answer.method = "other"


CASE = """
detente: 1
id: blocs
title: Blocs that decide by rules
as-of: 2025
parties:
  - {id: a, name: A, kind: state}
  - {id: b, name: B, kind: state}
  - {id: c, name: C, kind: state}
  - {id: all, name: All, kind: bloc, members: [a, b, c], rule: unanimity}
  - {id: most, name: Most, kind: bloc, members: [a, b, c], rule: majority}
  - {id: half, name: Half, kind: bloc, members: [a, b], rule: {kind: majority, weights: {a: 0.5, b: 0.5}}}
  - {id: some, name: Some, kind: bloc, members: [a, b, c], rule: {quota: 2.5, weights: {a: 1.5, b: 1}}}
  - {id: open, name: Open, kind: bloc, members: [a], rule: majority, open-membership: true}
  - {id: empty, name: Empty, kind: bloc, rule: majority}
  - {id: high, name: High, kind: bloc, members: [a, b], rule: {quota: 3}}
  - {id: odd, name: Odd, kind: bloc, members: [a, b], rule: {quota: 1, weights: {c: 2}}}
agreement: {consent: [a, b, c]}
issues:
  - {id: x, question: X?, kind: choice, options: [{id: p, label: p}, {id: q, label: q}]}
status-quo: {x: p}
"""


def test_how_the_blocs_of_a_case_decide() -> None:
    case = parse_case(CASE).case
    found = {entry.party: entry for entry in bloc_powers(case)}
    rules = {name: entry.rule.quotas[0] for name, entry in found.items() if isinstance(entry, BlocPower)}
    assert rules == {
        "all": Quota(3, (1, 1, 1)),
        "most": Quota(4, (2, 2, 2)),
        "half": Quota(2, (1, 1)),
        "some": Quota(5, (3, 2, 2)),
    }
    some = found["some"]
    assert isinstance(some, BlocPower)
    assert [str(x) for x in some.shapley_shubik.index] == ["2/3", "1/6", "1/6"]
    reasons = {name: entry.reason for name, entry in found.items() if isinstance(entry, NoRule)}
    assert reasons == {
        "open": "it has members that the case does not name",
        "empty": "the case names none of its members",
        "high": "its weights add up to 2, of which it needs 3",
        "odd": "it gives a weight to c, no member of it",
    }
    assert isinstance(bloc_rule(case, "a"), NoRule)
    with pytest.raises(KeyError):
        bloc_rule(case, "nobody")
