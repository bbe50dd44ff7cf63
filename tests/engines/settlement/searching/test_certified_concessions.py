"""Smallest concessions of problems too large to enumerate: what they say, and what they say when they are stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement import Constraint, Ground, NoSettlement, SettlementProblem, from_points
from detente.engines.settlement.searching import CertifiedConcessions, certified_concessions
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse
from detente.foundation.errors import Cancelled
from detente.foundation.progress import Progress

ISSUES = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "split", "theirs")) for k in range(40)))


def divided(*walk_aways: int) -> SettlementProblem:
    return from_points(["a", "b"], ISSUES, [[[3, 0], [2, 2], [0, 3]]] * 40, walk_aways, consent=[0, 1])


def rule(text: str) -> Rule:
    return bind(parse(text), ISSUES)


def found(problem: SettlementProblem) -> CertifiedConcessions:
    answer = certified_concessions(problem)
    assert isinstance(answer, CertifiedConcessions)
    assert answer.proved
    return answer


def test_an_open_zone_needs_nothing() -> None:
    answer = found(divided(80, 80))
    assert (answer.breaches, answer.parties_below, answer.total_share, answer.needed) == (0, 0, 0, False)
    assert answer.packages == ()


def test_who_has_to_give_way_and_by_how_much() -> None:
    answer = found(divided(90, 80))
    # With k issues for a and the rest split, a has 80 + k and b has 80 - 2k; b gives way by 20, or a by 10.
    assert (answer.parties_below, answer.total_share) == (1, Fraction(10, 120))
    assert answer.n_packages == len(answer.packages) == 1
    [opening] = answer.openings
    assert [(c.party, c.shortfall, c.share) for c in opening.concessions] == [("a", 10, Fraction(1, 12))]
    assert dict(answer.ranges) == {"a": 120, "b": 120}
    json.dumps(answer.to_dict())


def test_a_red_line_that_nobody_can_keep_is_breached_first() -> None:
    lines = (Ground("red-line", "r0", 0, rule("not (i0 = ours)")), Ground("red-line", "r1", 1, rule("i0 = ours")))
    answer = found(replace(divided(0, 0), grounds=lines))
    assert (answer.breaches, answer.parties_below, answer.total_share) == (1, 0, 0)
    assert answer.n_packages == 3**40
    assert not answer.complete
    assert all(len(c.breached) == 1 for opening in answer.openings for c in opening.concessions)


def test_nothing_feasible_but_the_status_quo() -> None:
    fixed = tuple(Constraint(f"c{k}", rule(f"i{k} = split")) for k in range(40))
    answer = certified_concessions(replace(divided(0, 0), constraints=fixed, status_quo=(1,) * 40))
    assert isinstance(answer, NoSettlement)
    assert answer.reason == "no package other than the status quo meets every constraint"
    assert len(answer.blocking) == 40


def test_what_is_known_when_the_limit_is_reached() -> None:
    rng = np.random.default_rng(3)
    values = rng.integers(0, 10**6, size=(20, 10, 4)).tolist()
    issues = Vocabulary(tuple(Term(f"i{k}", "choice", tuple(f"o{v}" for v in range(10))) for k in range(20)))
    asked = from_points([*"abcd"], issues, values, [15 * 10**6] * 4, consent=range(4))
    best, stopped = certified_concessions(asked), certified_concessions(asked, limit=50)
    assert isinstance(best, CertifiedConcessions)
    assert isinstance(stopped, CertifiedConcessions)
    assert best.proved
    assert not stopped.proved
    exact = (best.breaches, best.parties_below, best.total_share)
    least = stopped.certificate["at_least"]
    assert isinstance(least, tuple)
    assert least <= exact <= (stopped.breaches, stopped.parties_below, stopped.total_share)


def test_a_cancel_is_heard() -> None:
    listener = Progress(lambda step: listener.cancel())
    with pytest.raises(Cancelled):
        certified_concessions(divided(90, 81), progress=listener)
