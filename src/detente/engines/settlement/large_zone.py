"""The zone of a problem too large to enumerate as numbers: how many packages are acceptable, who blocks the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from detente.engines.settlement.counting import (
    Count,
    Draw,
    acceptable_count,
    all_grounds,
    drawn,
    estimated,
    feasible_count,
    feasible_quo,
    without,
)
from detente.engines.settlement.large_settlement import LargeGround, LargeParty, LargeZone
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.searching.aims import Total
from detente.engines.settlement.searching.descent import search
from detente.engines.settlement.searching.splitting import split
from detente.engines.settlement.zone import Kind
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress

MOST_TOGETHER = 3
"""Largest group of parties whose conditions are tried together for a conflict."""

SETS = 60
"""Most groups of parties that are tried."""

SUMS = 1_000_000

Named = tuple[Kind, str, str]


def large_zone(
    problem: SettlementProblem, empty: bool | None, known: int, seed: int = 0, progress: Progress = SILENT
) -> LargeZone:
    """How many packages everybody accepts, who refuses how many, and how many each alone keeps out.

    A count without a ground, less the count with all, is what that ground alone keeps out. Exact wherever the grids are
    coarse enough to count on; else between proved bounds, with the share among 100,000 packages drawn beside it.

    empty: whether the zone is known to be empty (True), open (False) or neither (None).
    known: acceptable packages known already. seed: of the draws.

    O(counts × cost of one); 3 parties with five grounds on fine grids 3 s.
    """
    among = drawn(problem, seed)
    feasible, considered = _feasible(problem, among)
    progress.at("who blocks what", 0, 3)
    whole = _bounded(problem, empty, known, considered, progress)
    accepted = estimated(whole, among, among.refusals == 0, considered.at_most)
    progress.at("who blocks what", 1, 3)
    counting = _Counting(problem, whole, considered, among, progress)
    grounds = tuple(counting.grounds())
    progress.at("who blocks what", 2, 3)
    return LargeZone(
        n_packages=problem.size,
        feasible=feasible,
        considered=considered,
        acceptable=accepted,
        empty=empty,
        constraints=tuple(_constraints(problem)),
        grounds=grounds,
        parties=tuple(counting.parties()),
        conflicts=conflicts(problem, progress) if empty else (),
        draws=len(among),
        seed=seed,
    )


def counts_without(problem: SettlementProblem, empty: bool | None, known: int, seed: int) -> LargeZone:
    """The zone as far as it is known without counting: draws alone, for work that was stopped."""
    among = drawn(problem, seed)
    feasible, considered = _feasible(problem, among)
    accepted = Count(0, 0) if empty else Count(max(known, empty is False), considered.at_most)
    counted = estimated(accepted, among, among.refusals == 0, considered.at_most)
    return LargeZone(
        problem.size, feasible, considered, counted, empty, (), (), (), (), len(among), seed
    )  # fmt: skip


def _feasible(problem: SettlementProblem, among: Draw) -> tuple[Count, Count]:
    """How many packages are feasible, and how many without the status quo."""
    found, quo = feasible_count(problem), int(feasible_quo(problem))
    considered = Count(max(0, found.at_least - quo), found.at_most - quo)
    if found.exact or not among.tried:
        return found, considered
    share = len(among) / among.tried
    error = float(np.sqrt(share * (1 - share) / among.tried))
    return tuple(replace(c, share=share, error=error, of=problem.size) for c in (found, considered))  # pyright: ignore[reportReturnType]


def _bounded(
    problem: SettlementProblem, empty: bool | None, known: int, considered: Count, progress: Progress
) -> Count:
    if empty:
        return Count(0, 0)
    try:
        found = acceptable_count(problem, progress)
    except TooLarge:
        found = Count(0, considered.at_most)
    return replace(found, at_least=max(found.at_least, known, int(empty is False)))


class _Counting:
    """What single grounds and parties keep out, by counting what is acceptable without them."""

    def __init__(
        self, problem: SettlementProblem, whole: Count, considered: Count, among: Draw, progress: Progress
    ) -> None:
        self.problem, self.whole, self.considered, self.among = problem, whole, considered, among
        self.progress = progress
        self.every = all_grounds(problem)
        self.refusals = among.refusals

    def grounds(self) -> Iterator[LargeGround]:
        """Every ground that keeps something out, or may."""
        for ground in self.every:
            marked = self.among.breached[ground]
            packages = estimated(self._kept_out({ground}), self.among, marked, self.considered.at_most)
            if packages.at_most:
                alone = self._alone({ground}, packages)
                yield LargeGround(
                    *ground,
                    packages,
                    estimated(alone, self.among, marked & (self.refusals == 1), self.considered.at_most),
                )

    def parties(self) -> Iterator[LargeParty]:
        """Every party whose yes is needed somewhere."""
        for p in self.problem.asked:
            name = self.problem.parties[p]
            own = {ground for ground in self.every if ground[1] == name}
            times = np.sum([self.among.breached[ground] for ground in own], axis=0)
            packages = estimated(self._kept_out(own), self.among, times > 0, self.considered.at_most)
            alone = estimated(
                self._alone(own, packages),
                self.among,
                (times > 0) & (self.refusals == times),
                self.considered.at_most,
            )
            yield LargeParty(name, packages, alone)

    def _kept_out(self, own: set[Named]) -> Count:
        """How many feasible packages these grounds keep out, whatever the others do."""
        try:
            left = acceptable_count(without(self.problem, set(self.every) - own), self.progress)
        except TooLarge:
            return Count(0, self.considered.at_most)
        return Count(max(0, self.considered.at_least - left.at_most), max(0, self.considered.at_most - left.at_least))

    def _alone(self, own: set[Named], packages: Count) -> Count:
        """How many packages these grounds keep out that nothing else does."""
        if not self.whole.exact:
            return Count(0, packages.at_most)
        try:
            left = acceptable_count(without(self.problem, own), self.progress)
        except TooLarge:
            return Count(0, packages.at_most)
        return Count(
            max(0, left.at_least - self.whole.at_most),
            min(packages.at_most, max(0, left.at_most - self.whole.at_least)),
        )


def _constraints(problem: SettlementProblem) -> Iterator[LargeGround]:
    """Over all packages but the status quo, how many break each constraint, and break nothing else."""
    quo = problem.status_quo
    broken_by_quo = [] if quo is None else [c.id for c in problem.constraints if not c.rule.holds_for(quo)]
    every = feasible_count(problem)
    for place, constraint in enumerate(problem.constraints):
        met = feasible_count(replace(problem, constraints=(constraint,)))
        others = tuple(c for n, c in enumerate(problem.constraints) if n != place)
        loose = feasible_count(replace(problem, constraints=others))
        here = int(constraint.id in broken_by_quo)
        alone = int(broken_by_quo == [constraint.id])
        packages = Count(problem.size - met.at_most - here, problem.size - met.at_least - here)
        if packages.at_most:
            yield LargeGround(
                "constraint",
                "",
                constraint.id,
                packages,
                Count(max(0, loose.at_least - every.at_most - alone), max(0, loose.at_most - every.at_least - alone)),
            )


def conflicts(problem: SettlementProblem, progress: Progress = SILENT) -> tuple[tuple[str, ...], ...]:
    """The smallest groups of parties that accept no package together, though each smaller group of them does.

    Groups of at most three, and at most 60 of them, are tried, others' conditions left out; a group of which that could
    be neither proved nor ruled out is not named.
    """
    found: list[tuple[str, ...]] = []
    names = [problem.parties[p] for p in problem.asked]
    tried = 0
    for size in range(1, min(MOST_TOGETHER, len(names)) + 1):
        for group in combinations(names, size):
            if any(set(smaller) <= set(group) for smaller in found):
                continue
            tried += 1
            if tried > SETS:
                return tuple(found)
            progress.at("who is in conflict with whom", tried, 0)
            if _conflicting(problem, group, progress):
                found.append(group)
    return tuple(found)


def _conflicting(problem: SettlementProblem, group: Sequence[str], progress: Progress) -> bool:
    """Whether it is proved that these parties accept no package together."""
    others = {ground for ground in all_grounds(problem) if ground[1] not in group}
    try:
        parts = split(without(problem, others))
    except TooLarge:
        return False
    if not parts.possible:
        return True
    done = search(parts, Total(parts.floors, (1,) * parts.bargainers, ties=False), limit=SUMS, progress=progress)
    return done.aim.incumbent is None and done.complete
