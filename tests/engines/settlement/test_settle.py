"""The facade on one small problem whose answers can be read off, and on the corners of its domain."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement import (
    Constraint,
    Ground,
    NoSettlement,
    SettlementProblem,
    Solution,
    from_points,
    settle,
)
from detente.engines.settlement.concessions import Concessions
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse
from detente.foundation.errors import Cancelled, OutOfDomain
from detente.foundation.progress import Progress, Step

ISSUES = Vocabulary(
    (
        Term("bid", "choice", ("kept", "dropped")),
        Term("guarantee", "choice", ("none", "assurances", "treaty")),
        Term("giver", "choice", ("nobody", "ally")),
    )
)
"""Codes: bid × 6 + guarantee × 2 + giver."""

VALUES = [
    [[30, 0, 0], [0, 60, 5]],
    [[0, 30, 0], [20, 20, 0], [60, 0, 0]],
    [[0, 10, 40], [10, 0, 0]],
]
QUO = (0, 1, 0)


def rule(text: str) -> Rule:
    return bind(parse(text), ISSUES)


OFFER = Ground("offer", "o1", 0, rule("bid = dropped and not guarantee = treaty"))
RED_LINE = Ground("red-line", "r1", 1, rule("bid = kept"))
GIVEN = Constraint("somebody-gives", rule("if guarantee = treaty then giver = ally"))


def problem(walk_away: tuple[int, int, int] = (50, 30, 20), **more: object) -> SettlementProblem:
    given: dict[str, object] = {
        "consent": [0, 1],
        "constraints": [GIVEN],
        "grounds": [OFFER, RED_LINE],
        "status_quo": QUO,
        **more,
    }
    return from_points(["owner", "neighbour", "ally"], ISSUES, VALUES, walk_away, **given)  # type: ignore[arg-type]


def test_the_zone_and_who_blocks_the_rest() -> None:
    found = settle(problem())
    assert (found.n_packages, found.n_feasible, found.n_acceptable) == (12, 10, 1)
    assert found.describe(found.zone.acceptable) == ({"bid": "dropped", "guarantee": "treaty", "giver": "ally"},)
    grounds = {(g.kind, g.party, g.id): (g.packages, g.alone) for g in found.zone.blocking}
    assert grounds == {
        ("constraint", "", "somebody-gives"): (2, 2),
        ("red-line", "neighbour", "r1"): (4, 0),
        ("offer", "owner", "o1"): (4, 0),
        ("walk-away", "owner", ""): (6, 0),
        ("walk-away", "neighbour", ""): (2, 0),
    }
    parties = {p.party: (p.packages, p.alone) for p in found.zone.parties}
    assert parties == {"owner": (6, 4), "neighbour": (4, 2)}


def test_every_solution_is_the_only_acceptable_package() -> None:
    found = settle(problem())
    for solution in found.solutions.values():
        assert isinstance(solution, Solution)
        assert solution.packages == (11,)
        assert solution.values == ((70, 60),)


def test_frontiers_differ_where_a_red_line_excludes_what_dominates() -> None:
    found = settle(problem(walk_away=(0, 0, 0)))
    assert 5 in found.frontier_feasible.packages
    assert 5 not in found.frontier_acceptable.packages
    lone = settle(problem(walk_away=(0, 0, 0), grounds=[]))
    assert lone.frontier_feasible.packages.tolist() == lone.frontier_acceptable.packages.tolist()


def test_the_status_quo_is_no_agreement_but_may_lie_on_the_frontier_of_f() -> None:
    quo = 5
    found = settle(problem(walk_away=(0, 0, 0), grounds=[], status_quo=(0, 2, 1)))
    assert quo in found.frontier_feasible.packages
    assert quo not in found.zone.acceptable
    evaluated = found.evaluate(quo)
    assert evaluated.status_quo
    assert not evaluated.acceptable
    assert evaluated.blocked == ()


def test_what_only_the_status_quo_dominates_is_on_the_frontier_of_a() -> None:
    issues = Vocabulary((Term("x", "choice", ("best", "worse", "bad")),))
    asked = from_points(["a", "b"], issues, [[[9, 9], [5, 5], [1, 1]]], [0, 0], consent=[0, 1], status_quo=(0,))
    found = settle(asked)
    assert found.frontier_feasible.packages.tolist() == [0]
    assert found.frontier_acceptable.packages.tolist() == [1]


def test_a_party_asked_under_a_condition_blocks_only_there() -> None:
    found = settle(problem(conditional=[(rule("giver = ally"), 2)]))
    assert found.n_acceptable == 0
    blocked = found.evaluate(11).blocked
    assert [(b.kind, b.party, b.shortfall) for b in blocked] == [("walk-away", "ally", Fraction(15))]
    assert found.evaluate(11).asked == ("owner", "neighbour", "ally")
    assert found.evaluate(0).asked == ("owner", "neighbour")


def test_a_party_nobody_asks_is_shown_and_blocks_nothing() -> None:
    found = settle(problem(grounds=[OFFER, RED_LINE, Ground("red-line", "r9", 2, rule("bid = dropped"))]))
    assert found.n_acceptable == 1
    assert found.values([11]) == ((70, 60, 5),)
    assert found.ideal == (70, 60, 5)
    assert found.disagreement == (50, 30, 20)


def test_no_settlement_says_why_and_concessions_say_what_would_open_the_zone() -> None:
    found = settle(problem(walk_away=(75, 30, 0)))
    nash = found.solutions["nash"]
    assert isinstance(nash, NoSettlement)
    assert nash.blocking == found.zone.blocking
    assert "acceptable" in nash.reason
    concessions = found.concessions
    assert isinstance(concessions, Concessions)
    assert (concessions.breaches, concessions.parties_below) == (0, 1)
    assert concessions.total_share == Fraction(5, 100)
    [opening] = concessions.openings
    assert opening.package == 11
    assert [(c.party, c.shortfall, c.breached) for c in opening.concessions] == [("owner", 5, ())]


def test_many_packages_may_tie_and_the_first_hundred_are_told_in_full() -> None:
    """The second party refuses everything; nobody minds anything else, so all 216 packages tie."""
    issues = Vocabulary(tuple(Term(f"i{k}", "choice", tuple(f"o{j}" for j in range(6))) for k in range(3)))
    refuses = Ground("red-line", "all", 1, bind(parse("i0 = o0 or not i0 = o0"), issues))
    asked = from_points(["a", "b"], issues, [[[0, 0]] * 6] * 3, [0, 0], consent=[0, 1], grounds=[refuses])
    found = settle(asked).concessions
    assert isinstance(found, Concessions)
    assert (len(found.packages), len(found.openings)) == (216, 100)
    assert found.to_dict()["tied"] == 216
    assert found.openings[99].concessions[0].breached[0].id == "all"


def test_an_open_zone_needs_no_concessions() -> None:
    found = settle(problem()).concessions
    assert isinstance(found, Concessions)
    assert not found.needed


def test_a_breach_weighs_more_than_any_shortfall() -> None:
    """Neighbour refuses every package but one; there the owner is far below its walk-away."""
    refuses = Ground("red-line", "r2", 1, rule("not (bid = dropped and guarantee = none)"))
    found = settle(problem(walk_away=(70, 0, 0), grounds=[refuses])).concessions
    assert isinstance(found, Concessions)
    assert found.breaches == 0
    assert [o.package for o in found.openings] == [7]
    assert found.openings[0].concessions[0].shortfall == 60


def test_nothing_but_the_status_quo_is_feasible() -> None:
    only = Constraint("as-now", rule("bid = kept and guarantee = assurances and giver = nobody"))
    found = settle(problem(constraints=[only]))
    assert (found.n_feasible, found.n_acceptable) == (1, 0)
    for answer in (found.solutions["nash"], found.concessions):
        assert isinstance(answer, NoSettlement)
        assert "other than the status quo" in answer.reason


def test_nothing_feasible_is_an_answer() -> None:
    found = settle(problem(constraints=[Constraint("never", rule("bid = kept and bid = dropped"))]))
    assert found.n_feasible == 0
    assert isinstance(found.solutions["nash"], NoSettlement)
    assert "every constraint" in found.solutions["nash"].reason
    assert isinstance(found.concessions, NoSettlement)
    assert len(found.frontier_feasible) == 0
    assert found.evaluate(3).blocked[0].kind == "constraint"
    assert found.cloud().total == 0
    json.dumps(found.to_dict())


def test_trades_change_two_issues_for_two_gains() -> None:
    found = settle(problem(walk_away=(0, 0, 0), constraints=[], grounds=[RED_LINE])).trades_from(0)
    [trade] = found.trades
    assert (trade.package, trade.issues) == (10, ("bid", "guarantee"))
    assert (trade.parties, trade.gains) == (("owner", "neighbour"), (30, 30))
    assert trade.share == Fraction(30, 100)
    assert trade.losers == ()
    assert trade.acceptable


def test_a_limit_keeps_what_ties_with_the_last_trade() -> None:
    issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("a", "b")) for k in range(4)))
    values = [[[0, 0], [1, 1]]] * 4
    found = settle(from_points(["p", "q"], issues, values, [0, 0], consent=[0, 1])).trades_from(0, limit=2)
    assert found.found == 6
    assert len(found.trades) == 6


def test_one_bargainer_is_a_settlement_too() -> None:
    found = settle(problem(consent=[0], grounds=[], constraints=[]))
    assert found.solutions["nash"].packages == (5,)  # type: ignore[union-attr]
    assert found.trades[0].trades == ()


def test_weights_move_the_nash_solution() -> None:
    issues = Vocabulary((Term("cake", "number", numbers=tuple(Fraction(n) for n in range(13))),))
    values = [[[n, 12 - n] for n in range(13)]]
    asked = from_points(["a", "b"], issues, values, [0, 0], consent=[0, 1])
    assert settle(asked).solutions["nash"].packages == (6,)  # type: ignore[union-attr]
    assert settle(asked, weights=[2, 1]).solutions["nash"].packages == (8,)  # type: ignore[union-attr]
    with pytest.raises(OutOfDomain, match="3 bargaining weights for 2"):
        settle(asked, weights=[1, 1, 1])


def test_a_cloud_is_thinned_the_same_way_every_time() -> None:
    found = settle(problem(walk_away=(0, 0, 0), grounds=[], constraints=[]))
    whole = found.cloud()
    assert whole.total == len(whole.points) == len({tuple(r) for r in whole.points.tolist()})
    thin = found.cloud(5)
    assert (len(thin.points), thin.total) == (5, whole.total)
    assert thin.points.tolist() == found.cloud(5).points.tolist()
    assert {tuple(r) for r in thin.points.tolist()} <= {tuple(r) for r in whole.points.tolist()}
    assert np.array_equal(found.floats(thin.packages)[:, :2], thin.points)


def test_progress_is_told_and_can_stop_the_work() -> None:
    steps: list[Step] = []
    settle(problem(), progress=Progress(steps.append))
    assert [s.done for s in steps] == list(range(7))
    assert steps[-1].share == 1.0
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        settle(problem(), progress=stopped)


def test_all_of_it_turns_into_json() -> None:
    for asked in (problem(), problem(walk_away=(90, 90, 0))):
        plain = json.loads(json.dumps(settle(asked).to_dict()))
        assert plain["packages"]["all"] == 12
        assert set(plain["solutions"]) == {
            "nash",
            "kalai-smorodinsky",
            "egalitarian",
            "utilitarian",
            "equal-loss",
        }
