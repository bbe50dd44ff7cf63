"""Certified search on problems too large to enumerate: other engines' answers, limits, domain, long grids."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from detente.engines.settlement import NoSettlement, SettlementProblem, from_points, settle
from detente.engines.settlement.folding import FoldedSolution, folded_frontier, folded_solutions
from detente.engines.settlement.problem import Constraint
from detente.engines.settlement.searching import (
    CertifiedSolution,
    certified_solution,
    certified_solutions,
    descent,
    splitting,
)
from detente.foundation.conditions import Term, Vocabulary, bind, parse
from detente.foundation.errors import Cancelled, OutOfDomain
from detente.foundation.progress import Progress


def problem(
    parties: int, issues: int, options: int, *, rules: int = 0, share: float = 0.4, step: int = 1, seed: int = 1
) -> SettlementProblem:
    """Scores 0 to 20 in units of `step`, walk-aways at a share of the best, rules 'some of these values'."""
    rng = np.random.default_rng([seed, parties, issues, options])
    plain = [rng.integers(0, 21, size=(options, parties)) for _ in range(issues)]
    scores = tuple(table * step for table in plain)
    words = Vocabulary(tuple(Term(f"i{k}", "choice", tuple(f"o{v}" for v in range(options))) for k in range(issues)))
    constraints: list[Constraint] = []
    for number in range(rules):
        parts = [
            f"i{i} in {{{', '.join(f'o{v}' for v in sorted(rng.choice(options, options // 3, replace=False)))}}}"
            for i in sorted(rng.choice(issues, 3, replace=False).tolist())
        ]
        text = f"if {parts[0]} then {parts[1]} or {parts[2]}" if number % 2 else " or ".join(parts)
        constraints.append(Constraint(f"c{number}", bind(parse(text), words)))
    best = np.sum([s.max(axis=0) for s in plain], axis=0)
    return SettlementProblem(
        parties=tuple(f"party {p}" for p in range(parties)),
        issues=words,
        scores=scores,
        units=(Fraction(1),) * parties,
        walk_away=best * int(100 * share) // 100 * step,
        consent=tuple(range(parties)),
        constraints=tuple(constraints),
    )


def found(asked: SettlementProblem, name: Any, **options: Any) -> CertifiedSolution:
    answer = certified_solution(asked, name, **options)
    assert isinstance(answer, CertifiedSolution)
    return answer


def test_sums_that_are_followed_in_parts_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one gains the other loses: the sum is the same for all, so every package that both accept ties."""
    monkeypatch.setattr(descent, "_AT_ONCE", 1)
    monkeypatch.setattr(descent, "_DIVES", ())
    monkeypatch.setattr(splitting, "JOINED", 1)
    words = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(8)))
    asked = from_points(["a", "b"], words, [[[1, 0], [0, 1]]] * 8, [2, 3], consent=[0, 1])
    answer = found(asked, "utilitarian")
    accepted = [choice for choice in product((0, 1), repeat=8) if 3 <= sum(choice) <= 6]
    assert sorted(answer.packages) == accepted
    assert (answer.n_packages, answer.proved, answer.complete) == (len(accepted), True, True)


def test_enumeration_gives_the_same_under_many_rules() -> None:
    asked = problem(3, 5, 6, rules=10)
    every = settle(asked)
    for name, answer in certified_solutions(asked).items():
        expected = every.solutions[name]
        assert isinstance(answer, CertifiedSolution)
        assert not isinstance(expected, NoSettlement)
        assert answer.proved
        assert answer.solution.packages == expected.packages
        assert answer.solution.values == expected.values


def test_merging_gives_the_same_on_ten_billion_packages() -> None:
    asked = problem(3, 10, 10)
    expected = folded_solutions(folded_frontier(asked, "acceptable"))
    assert not isinstance(expected, NoSettlement)
    for name, answer in certified_solutions(asked).items():
        assert isinstance(answer, CertifiedSolution)
        merged = expected[name]
        assert isinstance(merged, FoldedSolution)
        assert (answer.packages, answer.n_packages) == (merged.packages, merged.n_packages)


@pytest.mark.parametrize("step", [10**6, 2**50])
def test_wide_grids_are_counted_in_coarse_steps_and_change_nothing(step: int) -> None:
    plain, wide = problem(3, 5, 5, rules=3), problem(3, 5, 5, rules=3, step=step)
    for name in ("nash", "egalitarian", "utilitarian"):
        assert found(plain, name).packages == found(wide, name).packages


def test_ties_beyond_what_is_listed_are_counted() -> None:
    words = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(40)))
    asked = from_points(["a", "b"], words, [[[1, 0], [0, 1]]] * 40, [0, 0], consent=[0, 1])
    answer = found(asked, "nash")
    assert answer.n_packages == math.comb(40, 20)
    assert len(set(answer.packages)) == len(answer.packages) == 1000
    assert answer.complete


def test_a_limit_gives_the_best_package_met_and_a_gap() -> None:
    asked = problem(6, 12, 6, rules=10, share=0.3)
    whole, stopped = found(asked, "egalitarian"), found(asked, "egalitarian", limit=50)
    assert (whole.proved, stopped.proved, stopped.complete) == (True, False, False)
    [package] = stopped.packages[:1]
    assert all(c.rule.holds_for(package) for c in asked.constraints)
    given: Any = stopped.solution.certificate
    assert given["bound"] >= given["needed"]
    assert min(stopped.solution.values[0]) <= min(whole.solution.values[0])


def test_a_listener_stops_the_search() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled, match="searching"):
        certified_solution(problem(6, 12, 6, share=0.3), "egalitarian", progress=progress)


def test_the_same_question_gets_the_same_answer() -> None:
    asked = problem(5, 8, 6, rules=6, share=0.3)
    one, two = found(asked, "egalitarian").to_dict(), found(asked, "egalitarian").to_dict()
    assert one == two


def test_unknown_solutions_and_odd_weights_are_refused() -> None:
    asked = problem(2, 2, 2)
    with pytest.raises(OutOfDomain, match="no solution"):
        found(asked, "fairest")
    with pytest.raises(OutOfDomain, match="common measure"):
        found(asked, "nash", weights=["1.00001", "0.99999"])


def test_contradictory_rules_leave_no_package() -> None:
    words = Vocabulary((Term("a", "choice", ("x", "y")), Term("b", "choice", ("x", "y"))))
    rules = ["a = x iff b = x", "a = x iff b = y"]
    asked = from_points(
        ["p", "q"],
        words,
        [[[1, 0], [0, 1]]] * 2,
        [0, 0],
        consent=[0, 1],
        constraints=[Constraint(f"c{i}", bind(parse(r), words)) for i, r in enumerate(rules)],
    )
    assert certified_solution(asked, "nash") == NoSettlement("no package meets every constraint", ("p", "q"))


def test_only_parties_that_cannot_rise_are_held_down() -> None:
    words = Vocabulary((Term("a", "choice", ("even", "uneven")), Term("b", "choice", ("x", "y"))))
    values = [[[5, 5, 1], [2, 9, 1]], [[0, 0, 0], [-1, -1, 0]]]
    asked = from_points(["p", "q", "r"], words, values, [0, 0, 0], consent=[0, 1, 2])
    answer = found(asked, "egalitarian")
    assert (answer.packages, answer.solution.values) == (((0, 0),), ((5, 5, 1),))
