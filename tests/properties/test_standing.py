"""A changed problem settled from what a first pass left: the same answer as settled anew, change after change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.properties.folding_draws import larger_problem
from tests.properties.settlement_cases import say

from detente.engines.settlement import (
    Constraint,
    Ground,
    Interaction,
    SettlementProblem,
    from_points,
    settle,
    standing_frontier,
)
from detente.engines.settlement.standing import Standing, stand
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse

Change = Callable[[SettlementProblem, np.random.Generator], SettlementProblem]


def some_rule(problem: SettlementProblem, rng: np.random.Generator) -> Rule:
    atoms = list[str]()
    for _ in range(int(rng.integers(1, 4))):
        term = problem.issues.terms[int(rng.integers(len(problem.issues.terms)))]
        atoms.append(f"{term.id} = {term.options[int(rng.integers(term.size))]}")
    return bind(parse(f" {rng.choice(['and', 'or'])} ".join(atoms)), problem.issues)


def weight(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    """One issue counts more or less to one party; at times for nothing."""
    scores = [table.copy() for table in problem.scores]
    issue, party = int(rng.integers(len(scores))), int(rng.integers(len(problem.parties)))
    scores[issue][:, party] *= int(rng.choice([0, 2, 3, 7]))
    return replace(problem, scores=tuple(scores))


def value(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    scores = [table.copy() for table in problem.scores]
    table = scores[int(rng.integers(len(scores)))]
    table[int(rng.integers(len(table))), int(rng.integers(len(problem.parties)))] = int(
        rng.integers(0, table.max() + 2)
    )
    return replace(problem, scores=tuple(scores))


def walk_away(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    floors, party = problem.walk_away.copy(), int(rng.integers(len(problem.parties)))
    most = sum(int(table[:, party].max()) for table in problem.scores)
    floors[party] = int(rng.uniform(-0.2, 1.3) * most)
    return replace(problem, walk_away=floors)


def _one_more_or_less(items: tuple[Any, ...], new: Any, rng: np.random.Generator) -> tuple[Any, ...]:
    if items and rng.random() < 0.5:
        gone = int(rng.integers(len(items)))
        return (*items[:gone], *items[gone + 1 :])
    return (*items, new)


def constraint(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    rule = some_rule(problem, rng)
    new = Constraint(f"n{rng.integers(1000)}", rule & ~rule if rng.random() < 0.1 else ~rule)
    return replace(problem, constraints=_one_more_or_less(problem.constraints, new, rng))


def ground(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    party = int(rng.choice(problem.asked))
    new = Ground("red-line", f"n{rng.integers(1000)}", party, some_rule(problem, rng))
    return replace(problem, grounds=_one_more_or_less(problem.grounds, new, rng))


def interaction(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    new = Interaction(some_rule(problem, rng), int(rng.integers(len(problem.parties))), int(rng.integers(-30, 30)))
    return replace(problem, interactions=_one_more_or_less(problem.interactions, new, rng))


def asked(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    """Another set of bargainers, or another condition under which a party is asked."""
    parties = len(problem.parties)
    if parties > 1 and rng.random() < 0.5:
        return replace(problem, consent=tuple(rng.permutation(parties)[: rng.integers(1, parties + 1)].tolist()))
    new = (some_rule(problem, rng), int(rng.integers(parties)))
    return replace(problem, conditional=_one_more_or_less(problem.conditional, new, rng))


def status_quo(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    quo = tuple(int(rng.integers(size)) for size in problem.sizes) if rng.random() < 0.7 else None
    return replace(problem, status_quo=quo)


CHANGES: dict[str, Change] = {
    "weight": weight,
    "value": value,
    "walk-away": walk_away,
    "constraint": constraint,
    "red line": ground,
    "interaction": interaction,
    "asked": asked,
    "status quo": status_quo,
}


def everything(found: Standing | SettlementProblem) -> list[Any]:
    settlement = settle(found) if isinstance(found, SettlementProblem) else found.settlement
    told = settlement.to_dict()
    codes = [settlement.zone.acceptable, settlement.frontier_feasible.packages, settlement.frontier_acceptable.packages]
    feasible = None if settlement.feasible is None else settlement.feasible.tolist()
    return [told, settlement.zone.parties, settlement.zone.considered, feasible, *(each.tolist() for each in codes)]


def test_change_after_change_is_answered_as_if_settled_anew(
    case_count: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    count, chain = case_count(sample=8, proof=700), 6
    seen: Counter[str] = Counter()
    for child in np.random.SeedSequence(20261122).spawn(count):
        rng = np.random.default_rng(child)
        # Small problems are not folded unless told to be.
        monkeypatch.setattr(standing_frontier, "FEW", int(rng.choice([0, 0, 10**9])))
        problem = larger_problem(rng)
        now = stand(problem)
        assert everything(now) == everything(problem)
        for _ in range(chain):
            name = str(rng.choice(list(CHANGES)))
            problem = CHANGES[name](problem, rng)
            now = now.after(problem)
            assert everything(now) == everything(problem), name
            seen[name] += 1
            seen["empty zones"] += not now.settlement.n_acceptable
            seen["nothing feasible"] += not now.settlement.n_feasible
    say(capsys, f"standing: {count * chain} changes answered as if settled anew; {dict(seen)}")


def test_other_issues_leave_nothing_to_take_over() -> None:
    first, second = (larger_problem(np.random.default_rng(seed)) for seed in (1, 2))
    assert everything(stand(first).after(second)) == everything(second)


def test_what_a_change_leaves_is_not_worked_out_again() -> None:
    problem = larger_problem(np.random.default_rng(3))
    now = stand(problem)
    after = now.after(walk_away(problem, np.random.default_rng(1)))
    assert all(new is old for new, old in zip(after.columns, now.columns, strict=True))
    assert all(after.truths[rule] is truth for rule, truth in now.truths.items())
    assert after.efficient is now.efficient
    heavier = now.after(weight(problem, np.random.default_rng(1)))
    assert sum(new is not old for new, old in zip(heavier.columns, now.columns, strict=True)) == 1


def test_all_ties_are_there_beside_a_status_quo_that_ties_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine packages worth the same, of which one is the status quo and no agreement: eight lie on the frontier of A."""
    monkeypatch.setattr(standing_frontier, "FEW", 0)
    terms = Vocabulary(tuple(Term(f"i{k}", "choice", ("a", "b", "c")) for k in range(2)))
    alike = [[[5, 5]] * 3] * 2
    problem = from_points(["p0", "p1"], terms, alike, [10, 10], consent=[0, 1], status_quo=(1, 2))
    found = stand(problem)
    assert everything(found) == everything(problem)
    assert found.settlement.frontier_acceptable.packages.tolist() == [0, 1, 2, 3, 4, 6, 7, 8]
