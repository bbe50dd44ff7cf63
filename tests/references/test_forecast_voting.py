"""Winsets, cores and proposers against numbers found by hand.

Accession by unanimity and ratification in time are of the commitments engine: test_commitments_accession.py.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from detente.engines.forecast.power.voting_rule import unanimity, weighted_rule
from detente.engines.forecast.voting.agenda_setter import agenda_setter
from detente.engines.forecast.voting.core import Core, NoCore, core
from detente.engines.forecast.voting.eu_procedures import PARLIAMENT, eu_decision
from detente.engines.forecast.voting.spatial_problem import SpatialProblem, by_rule, on_a_line
from detente.engines.forecast.voting.unanimity_core import unanimity_core
from detente.engines.forecast.voting.veto_players import veto_players
from detente.engines.forecast.voting.voting_outcome import voting_outcome
from detente.engines.forecast.voting.winset import winset
from detente.engines.forecast.voting.winset_plane import winset_plane

LIBRARY = Path(__file__).parents[2] / "library"
IDEALS = [10, 30, 50, 70, 90]
VOTERS = ["p10", "p30", "p50", "p70", "p90"]


def read(name: str) -> Any:
    return yaml.safe_load((LIBRARY / name / "expected.yaml").read_text(encoding="utf-8"))["computed"]


BLACK = read("black-1958")


def five(quota: int, status_quo: float = 20) -> SpatialProblem:
    return on_a_line(IDEALS, status_quo, quota=quota, voters=VOTERS)


def ends(problem: SpatialProblem) -> list[list[float]]:
    return [[part.low, part.high] for part in winset(problem).intervals]


@pytest.mark.parametrize("row", BLACK["core"], ids=lambda row: f"quota {row['quota']}")
def test_cores_of_five(row: Any) -> None:
    found = core(five(row["quota"]))
    if not row["core"]:
        assert isinstance(found, NoCore)
        return
    assert isinstance(found, Core)
    assert [found.low, found.high] == row["core"]
    assert [list(found.low_pivots), list(found.high_pivots)] == row["pivots"]


@pytest.mark.parametrize("row", BLACK["winset"], ids=lambda row: f"quota {row['quota']} from {row['status-quo']}")
def test_winsets_of_five(row: Any) -> None:
    problem = five(row["quota"], row["status-quo"])
    assert ends(problem) == row["winset"]
    assert [list(part.pivots) for part in winset(problem).intervals] == row.get("pivots", [])
    found = core(problem)
    assert (isinstance(found, Core) and found.holds) == (not row["winset"])


@pytest.mark.parametrize("row", BLACK["two"], ids=lambda row: f"from {row['status-quo']}")
def test_winsets_of_two(row: Any) -> None:
    problem = on_a_line(row["ideals"], row["status-quo"])
    assert ends(problem) == row["winset"]
    if not row["winset"]:
        assert (winset(problem).against_up, winset(problem).against_down) == (("voter 0",), ("voter 1",))


@pytest.mark.parametrize("row", BLACK["agenda"], ids=lambda row: f"quota {row['quota']} by {row['setter']}")
def test_who_proposes(row: Any) -> None:
    found = agenda_setter(five(row["quota"]), row["setter"])
    assert (found.outcome, found.attained, list(found.limited_by)) == (
        row["outcome"],
        row["attained"],
        row["limited-by"],
    )
    assert found.changes == (row["outcome"] != 20)


def test_a_parliament_that_must_ratify() -> None:
    asked = BLACK["ratified"]
    rule = weighted_rule(3, [1] * 5, VOTERS)
    problem = by_rule(
        dict(zip(VOTERS, IDEALS, strict=True)),
        asked["status-quo"],
        rule,
        ratifiers={"parliament": asked["parliament"]},
    )
    assert ends(problem) == asked["winset"]
    assert [who for part in winset(problem).intervals for who in part.pivots] == asked["pivots"]


def test_proposals_put_to_the_vote() -> None:
    found = voting_outcome(five(3), [row["proposal"] for row in BLACK["votes"]], setter="a chair", ideal=95)
    for vote, row in zip(found.votes, BLACK["votes"], strict=True):
        assert (vote.passes, list(vote.supporters), list(vote.decisive)) == (
            row["passes"],
            row["supporters"],
            row["decisive"],
        )
        assert set(vote.supporters) | set(vote.opponents) == set(VOTERS)
    assert found.agenda
    assert (found.agenda.outcome, found.changes) == (80, True)


def test_the_line_of_three_veto_players() -> None:
    shown = read("tsebelis-2002")["on-a-line"]
    for name, quota in (("unanimity", None), ("two-of-three", 2)):
        problem = on_a_line([1, 4, 6], 9, quota=quota)
        found = core(problem)
        assert isinstance(found, Core)
        assert [found.low, found.high] == shown[name]["core"]
        assert ends(problem) == shown[name]["winset"]


def triangle(*, indifferent_accept: bool = True) -> SpatialProblem:
    rule = unanimity("pqr")
    points = np.array([[0.0, 0], [4, 0], [0, 4]])
    return SpatialProblem(rule.voters, points, np.array([3.0, 3]), rule, indifferent_accept)


def test_the_plane_of_three_veto_players() -> None:
    shown = read("tsebelis-2002")["on-a-plane"]
    listed = [[1, 1], [2, 2], [3, 3], [4, 4]]
    found = veto_players(triangle(), listed)
    assert (list(found.winset), list(found.core)) == (shown["winset"], shown["core"])
    # To two of them (1, 1) is exactly as far as (3, 3): they refuse where the indifferent do.
    assert veto_players(triangle(indifferent_accept=False), listed).winset == (1,)
    assert unanimity_core(triangle().ideals).tolist() == [[0, 0], [4, 0], [0, 4]]
    assert [triangle().beats(point) for point in listed] == [True, True, False, False]


def test_the_petal_of_three_veto_players() -> None:
    # The circles of Q and R through (3, 3), of radius sqrt(10), meet again in (1, 1); that of P holds all of it.
    (petal,) = winset_plane(triangle()).petals
    half = math.asin(math.sqrt(2) / math.sqrt(10))
    assert petal.area == pytest.approx(2 * 10 * (half - math.sin(2 * half) / 2))
    assert {arc.pivots for arc in petal.arcs} == {("q",), ("r",)}
    assert np.hypot(*(petal.corners - [1, 1]).T).min() == pytest.approx(0, abs=1e-9)


def test_a_majority_of_three_in_the_plane() -> None:
    # At the middle of an even triangle each pair has a lens of its own: three petals.
    corners = [[math.cos(a), math.sin(a)] for a in (0, 2 * math.pi / 3, 4 * math.pi / 3)]
    rule = weighted_rule(2, [1, 1, 1])
    found = winset_plane(SpatialProblem(rule.voters, np.array(corners), np.zeros(2), rule))
    assert len(found.petals) == 3
    # Two circles of radius 1 whose centres are sqrt(3) apart.
    lens = 2 * math.acos(math.sqrt(3) / 2) - math.sqrt(3) / 2
    assert [petal.area for petal in found.petals] == pytest.approx([lens] * 3)
    # With all three needed nothing beats the middle.
    everybody = unanimity(rule.voters)
    assert not winset_plane(SpatialProblem(rule.voters, np.array(corners), np.zeros(2), everybody)).petals


def test_decisions_of_the_european_union() -> None:
    positions, people = {"a": 20.0, "b": 60.0, "c": 90.0}, {"a": 30, "b": 40, "c": 30}
    # Two of three members with 65 percent: B and C, and fewer than four can never block.
    assert ends(eu_decision(positions, 10, population=people)) == [[10, 110]]
    agreed = eu_decision(positions, 10, population=people, procedure="codecision", parliament=40)
    assert ends(agreed) == [[10, 70]]
    assert winset(agreed).intervals[0].pivots == (PARLIAMENT,)
    # By unanimity one who abstains does not block; by a majority it counts as against.
    assert ends(eu_decision(positions, 10, council="unanimity")) == [[10, 30]]
    assert ends(eu_decision(positions, 10, council="unanimity", abstaining=["a"])) == [[10, 110]]
    assert ends(eu_decision(positions, 10, population=people, abstaining=["c"])) == [[10, 30]]
    # Another reversion, another outcome.
    assert ends(eu_decision(positions, 55, council="unanimity")) == []
