"""Re-solving for studies against folding: the same points and the same choices, by another way."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from tests.properties.folding_draws import larger_problem
from tests.properties.settlement_stories import problem_of
from tests.properties.test_folding import stories

from detente.engines.settlement import SettlementProblem
from detente.engines.settlement.folding import FoldedSolution, folded_frontier, folded_solutions, resolved
from detente.engines.settlement.folding.folded_frontier import package_scores
from detente.foundation.conditions import Term, Vocabulary
from detente.foundation.errors import TooLarge

CaseCount = Callable[..., int]

RESOLVING = importlib.import_module("detente.engines.settlement.folding.resolving")


def two_parties(rng: np.random.Generator) -> SettlementProblem:
    """Two parties, free issues of 1 to 5 options, ties often."""
    sizes = rng.integers(1, 6, size=int(rng.integers(1, 7))).tolist()
    terms = tuple(Term(f"i{k}", "choice", tuple(f"o{k}{j}" for j in range(size))) for k, size in enumerate(sizes))
    fine = int(rng.choice([3, 50, 10**7]))
    scores = tuple(rng.integers(-fine, fine, size=(size, 2)) for size in sizes)
    floors = np.array([rng.integers(-fine * len(sizes), fine * len(sizes)) // 2 for _ in range(2)])
    units = (Fraction(1, int(rng.integers(1, 9))), Fraction(1, int(rng.integers(1, 9))))
    return SettlementProblem(("a", "b"), Vocabulary(terms), scores, units, floors, (0, 1))


def check(problem: SettlementProblem) -> str:
    """The frontier and all solutions, and that each package named has its point's values; what kind it was."""
    slow, fast = folded_frontier(problem), resolved(problem)
    assert np.array_equal(slow.scores, fast.scores)
    expected = folded_solutions(slow)
    if not len(slow):
        assert not fast.solutions
        return "empty"
    assert {n: x.points for n, x in expected.items() if isinstance(x, FoldedSolution)} == dict(fast.solutions)
    for point in range(len(fast)):
        package = fast.package(point)
        assert package in slow.packages(point, 10**6)
        worth = package_scores(problem, package)
        assert [worth[p] for p in problem.consent] == fast.scores[point].tolist()
    return "packed" if type(fast._way).__name__ == "_Packed" else "folded"


def test_the_same_points_and_choices_as_folding(case_count: CaseCount, monkeypatch: pytest.MonkeyPatch) -> None:
    count = case_count(sample=60, proof=3000)
    kinds: Counter[str] = Counter()
    for story, _ in stories(count):
        kinds[check(problem_of(story))] += 1
    for seed in np.random.SeedSequence(20261124).spawn(count // 4):
        kinds[check(larger_problem(np.random.default_rng(seed)))] += 1
    for place, seed in enumerate(np.random.SeedSequence(20261125).spawn(2 * count)):
        monkeypatch.setattr(RESOLVING, "_BITS", 20 if place % 5 == 0 else 62)
        monkeypatch.setattr(RESOLVING, "SAFE", 50 if place % 7 == 0 else 2**62)
        kinds[check(two_parties(np.random.default_rng(seed)))] += 1
    assert all(kinds[kind] >= count // 10 for kind in ("packed", "folded", "empty")), kinds


def test_too_many_points_are_refused() -> None:
    terms = tuple(Term(f"i{k}", "choice", ("x", "y")) for k in range(12))
    scores = tuple(np.array([[2**k, 0], [0, 2**k]]) for k in range(12))
    ours = SettlementProblem(("a", "b"), Vocabulary(terms), scores, (Fraction(1),) * 2, np.array([0, 0]), (0, 1))
    assert len(resolved(ours)) == 2**12
    with pytest.raises(TooLarge, match="partial sums"):
        resolved(ours, limit=1000)
