"""The best matching agrees with trying every one."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from detente.evidence.drafts import assignment
from detente.evidence.drafts.assignment import best_matching


def largest_total(worth: dict[tuple[int, int], float], rows: int, columns: int) -> float:
    spare = [*range(columns), *([-1] * rows)]
    totals = (
        sum(worth.get((row, column), 0.0) for row, column in enumerate(order)) for order in permutations(spare, rows)
    )
    return max(totals)


@pytest.mark.parametrize("seed", range(60))
def test_the_total_is_the_largest_there_is(seed: int) -> None:
    draw = Random(seed)
    rows, columns = draw.randint(1, 4), draw.randint(1, 4)
    worth = {
        (row, column): round(draw.random(), 3) + 0.001
        for row in range(rows)
        for column in range(columns)
        if draw.random() < 0.7
    }
    found = best_matching(worth)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert sum(worth[pair] for pair in found) == pytest.approx(largest_total(worth, rows, columns))


def test_beyond_the_bound_the_likest_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "EXACT_UP_TO", 1)
    assert best_matching({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.7, (1, 1): 0.1}) == [(0, 0), (1, 1)]
