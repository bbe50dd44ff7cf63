"""Joint ranges of weights and values: against draws, against nearby grids, and with witnesses put back in."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.foundation.errors import OutOfDomain, TooLarge
from detente.study.joint_judgements import Issue, issue, joint_range

Judged = tuple[tuple[Fraction, ...], tuple[tuple[Fraction, ...], ...]]


def worth(judged: Judged, package: tuple[int, ...]) -> Fraction:
    weights, values = judged
    return sum((w * v[code] for w, v, code in zip(weights, values, package, strict=True)), Fraction(0))


def admitted(judged: Judged, issues: list[Issue], rows: list, preferred: list) -> bool:
    weights, values = judged
    inside = all(
        low <= value <= high
        for item, given in zip(issues, values, strict=True)
        for (low, high), value in zip(item.values, given, strict=True)
    )
    ordered = all(given[a] >= given[b] for item, given in zip(issues, values, strict=True) for a, b in item.order)
    kept = all(sum(a * w for a, w in zip(row, weights, strict=True)) <= 0 for row in rows)
    chosen = all(worth(judged, better) >= worth(judged, worse) for better, worse in preferred)
    return inside and ordered and kept and chosen and min(weights) >= 0 and sum(weights) == 1


def drawn(rng: np.random.Generator, issues: list[Issue]) -> Judged:
    """Random judgements, often at the ends, that keep the orders."""
    cuts = rng.dirichlet(np.full(len(issues), 0.5))
    parts = [Fraction(int(1000 * c)) for c in cuts]
    weights = tuple(p / (sum(parts) or 1) for p in parts)
    values = []
    for item in issues:
        at = [low + (high - low) * Fraction(int(rng.integers(0, 5)), 4) for low, high in item.values]
        for _ in item.values:
            for a, b in item.order:
                at[a] = max(at[a], at[b])
        values.append(tuple(at))
    return weights, tuple(values)


def test_ends_are_reached_by_their_witnesses_and_passed_by_no_draw() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(9))
    inside = contradicted = 0
    for _ in range(25):
        issues = [
            issue([(0, 0), (int(a := rng.integers(10, 50)), int(a + rng.integers(0, 50))), (100, 100)]) for _ in "ab"
        ]
        issues.append(issue([(0, 40), (20, 90)], order=[(1, 0)]))
        rows = [tuple(map(Fraction, map(int, rng.integers(-3, 3, 3)))) for _ in range(int(rng.integers(0, 2)))]
        packages = [tuple(int(rng.integers(len(i.values))) for i in issues) for _ in range(6)]
        preferred = [(packages[0], packages[1]), (packages[2], packages[3])][: int(rng.integers(0, 3))]
        try:
            found = joint_range(issues, rows, preferred, packages[4], packages[5])
        except OutOfDomain:
            contradicted += 1
            assert not any(admitted(drawn(rng, issues), issues, rows, preferred) for _ in range(100))
            continue
        for judged, end in ((found.least_at, found.least), (found.most_at, found.most)):
            assert admitted(judged, issues, rows, preferred)
            assert worth(judged, packages[4]) - worth(judged, packages[5]) == end
        for _ in range(60):
            judged = drawn(rng, issues)
            if admitted(judged, issues, rows, preferred):
                inside += 1
                assert found.least <= worth(judged, packages[4]) - worth(judged, packages[5]) <= found.most
    assert inside > 200
    assert contradicted < 15


def test_comparisons_at_fixed_values_say_less_than_is_so() -> None:
    """At the shown 50 the weight of land is at least 2/3; with 30 to 70 it may be as low as 10/17."""
    fixed = joint_range(
        [issue([(0, 0), (50, 50), (100, 100)]), issue([(0, 0), (100, 100)])], [], [((1, 0), (0, 1))], (2, 0)
    )
    wide = joint_range(
        [issue([(0, 0), (30, 70), (100, 100)]), issue([(0, 0), (100, 100)])], [], [((1, 0), (0, 1))], (2, 0)
    )
    assert (fixed.least, wide.least) == (Fraction(200, 3), Fraction(1000, 17))


def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutOfDomain, match="range from low to high"):
        issue([(2, 1)])
    with pytest.raises(OutOfDomain, match="outside 0 to 0"):
        issue([(0, 1)], order=[(0, 1)])
    with pytest.raises(OutOfDomain, match="contradict"):
        joint_range([issue([(0, 0), (100, 100)])], [], [((0,), (1,))], (0,))
    monkeypatch.setattr("detente.study.joint_judgements.MOST_UNKNOWNS", 2)
    with pytest.raises(TooLarge, match="weights and values"):
        joint_range([issue([(0, 0), (100, 100)])], [], [], (0,))
