"""The best one-to-one matching where each possible pair has a worth: exact for what is small, by worth else."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

EXACT_UP_TO = 250
"""Members of one group of linked items up to which the best matching is exact."""

Pair = tuple[int, int]


def best_matching(worth: Mapping[Pair, float]) -> list[Pair]:
    """Pairs of which no two share an item, with the largest total worth; worths are above 0.

    Groups of linked items are matched apart: exactly (Hungarian method) up to 250 items on a side, beyond that
    greedily, largest worth first. O(k³) for a group of k.

    >>> best_matching({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.7})
    [(0, 1), (1, 0)]
    """
    made: list[Pair] = []
    for group in _groups(worth):
        rows, columns = sorted({pair[0] for pair in group}), sorted({pair[1] for pair in group})
        if len(rows) == 1 or len(columns) == 1:
            made.append(min(group, key=lambda pair: (-worth[pair], pair)))
        elif max(len(rows), len(columns)) <= EXACT_UP_TO:
            made += _exact(rows, columns, worth)
        else:
            made += _greedy(group, worth)
    return sorted(made)


def _groups(worth: Mapping[Pair, float]) -> list[list[Pair]]:
    """The pairs, parted where no item links them."""
    roots: dict[tuple[str, int], tuple[str, int]] = {}

    def root(item: tuple[str, int]) -> tuple[str, int]:
        roots.setdefault(item, item)
        while roots[item] != item:
            roots[item] = roots[roots[item]]
            item = roots[item]
        return item

    for row, column in worth:
        roots[root(("row", row))] = root(("column", column))
    groups: dict[tuple[str, int], list[Pair]] = {}
    for pair in sorted(worth):
        groups.setdefault(root(("row", pair[0])), []).append(pair)
    return list(groups.values())


def _greedy(group: list[Pair], worth: Mapping[Pair, float]) -> list[Pair]:
    made: list[Pair] = []
    rows, columns = set[int](), set[int]()
    for pair in sorted(group, key=lambda pair: (-worth[pair], pair)):
        if pair[0] not in rows and pair[1] not in columns:
            rows.add(pair[0])
            columns.add(pair[1])
            made.append(pair)
    return made


def _exact(rows: list[int], columns: list[int], worth: Mapping[Pair, float]) -> list[Pair]:
    """Hungarian method with potentials, on costs of minus the worth; a pair of worth 0 is no pair."""
    turned = len(rows) > len(columns)
    short, long = (columns, rows) if turned else (rows, columns)
    cost = np.zeros((len(short), len(long)))
    for i, one in enumerate(short):
        for j, other in enumerate(long):
            cost[i, j] = -worth.get((other, one) if turned else (one, other), 0.0)
    of_column = _assigned(cost)
    found = [(short[row], long[column]) for column, row in enumerate(of_column) if row >= 0]
    pairs = [(other, one) if turned else (one, other) for one, other in found]
    return [pair for pair in pairs if pair in worth]


def _assigned(cost: np.ndarray) -> list[int]:
    """The row of each column, -1 where it has none; there are no more rows than columns."""
    n, m = cost.shape
    by_row, by_column = np.zeros(n + 1), np.zeros(m + 1)
    of_column = np.full(m + 1, -1)
    for row in range(n):
        of_column[m] = row
        column = m
        least, came_from = np.full(m, np.inf), np.full(m, m)
        used = np.zeros(m + 1, dtype=bool)
        while of_column[column] >= 0:
            used[column] = True
            at = of_column[column]
            reduced = cost[at] - by_row[at] - by_column[:m]
            better = ~used[:m] & (reduced < least)
            least[better] = reduced[better]
            came_from[better] = column
            column = int(np.argmin(np.where(used[:m], np.inf, least)))
            step = least[column]
            taken = np.flatnonzero(used)
            by_row[of_column[taken]] += step
            by_column[taken] -= step
            least[~used[:m]] -= step
        while column != m:
            before = int(came_from[column])
            of_column[column] = of_column[before]
            column = before
    return [int(row) for row in of_column[:m]]
