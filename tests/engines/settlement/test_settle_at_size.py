"""Settlements at any size: rounding by hand, what stopping keeps, and rules that tie too many issues together."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement import NoSettlement, SettlementProblem, from_points
from detente.engines.settlement import representatives as representatives_module
from detente.engines.settlement.coarsening import coarsened
from detente.engines.settlement.large_settlement import LargeSolution, Unsaid
from detente.engines.settlement.problem import Constraint
from detente.engines.settlement.representatives import representatives, spread_over
from detente.engines.settlement.searching import certified_solution
from detente.engines.settlement.settle_at_size import is_proof, settle_at_size
from detente.foundation.conditions import Term, Vocabulary, bind, parse
from detente.foundation.errors import Cancelled
from detente.foundation.progress import Progress, Step


def goods(count: int, floors: tuple[int, int] = (20, 10)) -> SettlementProblem:
    issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(count)))
    return from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * count, floors, consent=[0, 1])


def test_walk_aways_are_rounded_away_from_scores() -> None:
    land = Vocabulary((Term("land", "number", (), tuple(Fraction(n) for n in range(10))),))
    problem = from_points(["a"], land, [[[10 * n + 1] for n in range(10)]], ["15"], consent=[0])
    inside, outside = (coarsened(problem, [10], inside=side).problem for side in (True, False))
    assert inside.scores[0][:, 0].tolist() == list(range(10))
    assert outside.scores[0][:, 0].tolist() == list(range(1, 11))
    assert (inside.walk_away.tolist(), outside.walk_away.tolist()) == ([2], [1])


def test_what_representatives_need_not_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """(1, 1) is worth 38 and 30: on the coarse grid it seems to miss the walk-away, so the margin must leave it out."""
    monkeypatch.setattr(representatives_module, "LEVELS", (3,))
    two = Vocabulary((Term("x", "choice", ("p", "q")), Term("y", "choice", ("p", "q"))))
    problem = from_points(["a", "b"], two, [[[30, 0], [19, 15]], [[0, 0], [19, 15]]], [25, 0], consent=[0, 1])
    found = representatives(problem)
    assert found is not None
    assert found.packages.tolist() == [[0, 1]]
    assert found.lost == (18, 0)
    assert dict(found.margin) == {"a": 30 + 18 - 25, "b": 0}


def test_points_are_nearer_to_one_shown_than_the_widths() -> None:
    scores = np.random.default_rng(3).integers(0, 10_000, size=(5_000, 3))
    places, widths = spread_over(scores, 200)
    assert len(places) <= 200
    away = np.abs(scores[:, None, :] - scores[places][None, :, :])
    assert (away < np.array(widths)).all(axis=2).any(axis=1).all()


def test_a_stop_raises_unless_what_is_certain_is_wanted() -> None:
    def stopping(after: str) -> Progress:
        def heard(step: Step) -> None:
            if step.task == after:
                progress.cancel()

        progress = Progress(heard)
        return progress

    with pytest.raises(Cancelled):
        settle_at_size(goods(24), progress=stopping("merging issues"))
    found = settle_at_size(goods(24), keep_if_stopped=True, progress=stopping("merging issues"))
    assert found.stopped
    assert isinstance(found.frontier_acceptable, Unsaid)
    assert found.zone.empty is False
    assert found.zone.acceptable.at_least >= 1
    nash = found.solutions["nash"]
    assert isinstance(nash, LargeSolution)
    assert found.evaluate(nash.packages[0]).acceptable
    assert nash.proved or nash.gap > 0
    later = settle_at_size(goods(24), keep_if_stopped=True, progress=stopping("who blocks what"))
    assert later.stopped
    assert later.solutions["nash"].to_dict()["proved"]


def test_rules_that_tie_many_issues_leave_the_search() -> None:
    issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("p", "q", "r", "s")) for k in range(12)))
    tied = bind(parse(" or ".join(f"i{k} = p" for k in range(12))), issues)
    values = [[[k + v, 3 * (3 - v)] for v in range(4)] for k in range(12)]
    problem = from_points(["a", "b"], issues, values, [80, 20], consent=[0, 1], constraints=[Constraint("c", tied)])
    found = settle_at_size(problem)
    assert found.strategy == "searching"
    assert isinstance(found.outline, Unsaid)
    assert "combinations of the issues that conditions tie together" in found.because
    nash = found.solutions["nash"]
    assert isinstance(nash, LargeSolution)
    assert nash.proved
    assert any(value == 0 for value in nash.packages[0])
    assert found.zone.considered.at_most == 4**12
    assert found.zone.considered.share == pytest.approx(1 - 0.75**12, abs=0.01)


def test_reasons_that_are_proofs_are_told_from_those_that_are_not() -> None:
    nothing = certified_solution(goods(20, (50, 0)))
    assert isinstance(nothing, NoSettlement)
    assert is_proof(nothing.reason)
    assert not is_proof("no acceptable package was met in 7 partial sums; none is ruled out")
    assert not is_proof("the limit was reached before it was known who can gain")
