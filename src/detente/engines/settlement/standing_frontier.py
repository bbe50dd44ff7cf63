"""The packages of a frontier among all packages: by merging issues where that is less work, else by comparing them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from detente.engines.settlement.dominance import IntColumn, non_dominated
from detente.engines.settlement.folding.groups import Side, grouped
from detente.engines.settlement.folding.merged import Fold
from detente.engines.settlement.folding.merging import fold
from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.packages import Packages
from detente.engines.settlement.problem import SettlementProblem
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT

LARGEST_GROUP = 20_000
"""Most combinations of issues that conditions tie together: above it packages are compared one by one."""

FEW = 5_000
"""Fewer packages than this are compared one by one at once."""


def frontier_codes(
    packages: Packages, side: Side, bargainers: Sequence[IntColumn], within: BoolArray | None
) -> IntArray:
    """The codes, ascending, of the packages of F or of A that no other of them dominates.

    bargainers: what every package is worth to each bargainer. within: where F or A is; None where it is everything.
    """
    codes = None if within is None else np.flatnonzero(within).astype(np.int64, copy=False)
    size = len(packages) if codes is None else len(codes)
    if size > FEW and _tied(packages.problem, side) <= LARGEST_GROUP:
        try:
            return _every_package(fold(grouped(packages.problem, side), SILENT), packages.strides)
        except TooLarge:
            pass  # comparing package by package is bounded by their number
    if codes is None:
        return non_dominated(bargainers).astype(np.int64, copy=False)
    return codes[non_dominated([column[codes] for column in bargainers])] if size else codes


def _tied(problem: SettlementProblem, side: Side) -> int:
    """At most how many combinations the largest group of issues has that conditions tie together."""
    scopes = [set(item.rule.scope) for item in (*problem.constraints, *problem.interactions)]
    if side == "acceptable":
        scopes += [set(item.rule.scope) for item in problem.grounds]
        scopes += [set(rule.scope) for rule, _ in problem.conditional]
        for party in problem.asked[len(problem.consent) :]:
            of_party = [rule.scope for rule, who in problem.conditional if who == party]
            of_party += [item.rule.scope for item in problem.grounds if item.party == party]
            scopes.append({issue for scope in of_party for issue in scope})
    groups: list[set[int]] = []
    for scope in scopes:
        meeting = [group for group in groups if group & scope]
        groups = [group for group in groups if not group & scope] + [scope.union(*meeting)]
    return max((math.prod(problem.sizes[issue] for issue in group) for group in groups), default=1)


def _every_package(found: Fold, strides: Sequence[int]) -> IntArray:
    """The codes, ascending, of all packages of the last level: every way back through the merges at once."""
    place = np.arange(len(found.levels[-1]), dtype=np.int64)
    codes = np.zeros(len(place), dtype=np.int64)
    for depth in range(len(found.levels) - 1, 0, -1):
        level, group = found.levels[depth], found.groups[depth - 1]
        own = group.values(np.arange(math.prod(group.sizes), dtype=np.int64)) @ np.array(
            [strides[issue] for issue in group.issues], dtype=np.int64
        )
        ways = np.where(place >= 0, np.diff(level.starts)[place] if len(level) else 0, 1)
        row, within = _spread(ways)
        way = np.where(place[row] >= 0, level.starts[np.maximum(place[row], 0)] + within, -1)
        source = np.where(way >= 0, level.source[way] if len(level) else 0, -2)
        choice = np.where(way >= 0, level.choice[way] if len(level) else 0, 0)
        options, apart = found.options[depth - 1], found.apart[depth - 1]
        # A source of -1 left the status quo here, one of -2 has been on it since.
        many = np.ones(len(row), dtype=np.int64)
        many[source >= 0] = options.counts[choice[source >= 0]]
        many[source == -1] = apart.counts[choice[source == -1]]
        again, within = _spread(many)
        source, choice = source[again], choice[again]
        taken = np.full(len(again), (found.quo or (0,) * depth)[depth - 1], dtype=np.int64)
        for vectors, here in ((options, source >= 0), (apart, source == -1)):
            if here.any():
                taken[here] = vectors.codes[vectors.starts[choice[here]] + within[here]]
        codes = codes[row[again]] + own[taken]
        place = np.where(source >= 0, source, -1)
    codes.sort()
    return codes


def _spread(times: IntArray) -> tuple[IntArray, IntArray]:
    """Each position as often as it is to appear, and the number of each appearance."""
    row = np.repeat(np.arange(len(times), dtype=np.int64), times)
    return row, np.arange(len(row), dtype=np.int64) - np.repeat(np.cumsum(times) - times, times)
