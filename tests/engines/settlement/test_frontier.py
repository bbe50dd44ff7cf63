"""The Pareto frontier, its ties, and the packages that dominate what is not on it."""

from __future__ import annotations

import numpy as np
import pytest

from detente.engines.settlement import dominating, pareto_frontier
from detente.engines.settlement.dominance import non_dominated
from detente.foundation.errors import OutOfDomain


def naive(rows: list[list[int]]) -> list[int]:
    """By the definition."""
    return [
        i
        for i, x in enumerate(rows)
        if not any(all(b >= a for a, b in zip(x, y, strict=True)) and y != x for y in rows)
    ]


@pytest.mark.parametrize("parties", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("highest", [2, 6, 1000, 2**61])
@pytest.mark.parametrize("count", [1, 40, 530])
def test_agrees_with_the_definition(parties: int, highest: int, count: int) -> None:
    rng = np.random.default_rng([parties, highest % 997, count])
    rows = rng.integers(-highest, highest, size=(count, parties))
    assert pareto_frontier(rows).packages.tolist() == naive(rows.tolist())


def test_large_frontiers_go_through_the_bit_sets() -> None:
    """Points on a plane do not dominate one another; each shifted down by one is dominated."""
    rng = np.random.default_rng(5)
    plane = rng.integers(0, 10**6, size=(6000, 3))
    plane = np.unique(np.column_stack([plane, -plane.sum(axis=1)]), axis=0)
    below = plane[::3] - np.array([0, 0, 1, 0])
    rows = np.concatenate([below, plane])
    found = pareto_frontier(rows).packages
    assert found.tolist() == list(range(len(below), len(rows)))


def test_equal_rows_stand_or_fall_together() -> None:
    assert pareto_frontier([[1, 2], [2, 1], [1, 2], [1, 1], [1, 1]]).packages.tolist() == [0, 1, 2]


def test_rounding_noise_does_not_change_the_frontier() -> None:
    """0.1 + 0.2 lies above 0.3 by 5e-17; both packages are worth the same."""
    found = pareto_frontier([[0.1 + 0.2, 1.0], [0.3, 1.0]])
    assert found.packages.tolist() == [0, 1]
    assert found.tolerance is not None
    assert pareto_frontier([["0.3", "1"], ["0.3", "1"]]).tolerance is None


def test_dominating_is_a_certificate() -> None:
    rows = np.random.default_rng(3).integers(0, 12, size=(200, 3))
    found = pareto_frontier(rows)
    for i, row in enumerate(rows.tolist()):
        above = [
            j
            for j, other in enumerate(rows.tolist())
            if all(b >= a for a, b in zip(row, other, strict=True)) and other != row
        ]
        assert list(dominating(rows, i)) == above
        assert list(found.dominating(row)) == [j for j in above if j in found.packages]
        assert (i in found.packages) == (not above)


def test_counts_points_and_packages() -> None:
    found = pareto_frontier([[3, 1], [1, 3], [3, 1], [0, 0]])
    assert (len(found), found.points, found.compared) == (3, 2, 4)
    assert found.to_dict()["packages"] == [0, 1, 2]


def test_an_empty_list_has_an_empty_frontier() -> None:
    assert len(pareto_frontier(np.zeros((0, 2), dtype=int))) == 0
    assert len(non_dominated([np.zeros(0, dtype=np.int64)] * 3)) == 0


def test_refuses_a_row_that_is_not_there() -> None:
    with pytest.raises(OutOfDomain, match="row 4 of 2 packages"):
        dominating([[1, 2], [2, 1]], 4)


def test_input_is_left_as_it_was() -> None:
    rows = np.array([[3, 1], [1, 3], [0, 0]])
    before = rows.copy()
    pareto_frontier(rows)
    assert (rows == before).all()
