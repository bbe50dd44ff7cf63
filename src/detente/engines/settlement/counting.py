"""How many packages there are, exactly or between proved bounds, where they are too many to look at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from detente.engines.settlement.coarsening import coarsened, steps_for
from detente.engines.settlement.folding.groups import grouped
from detente.engines.settlement.folding.zone_size import zone_size
from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.packages import scores_of
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.zone import Kind, breaches_of
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress

DRAWS = 100_000
"""Packages drawn for estimates."""

CELLS = 2**21
"""Most sums kept at once for one count; a coarser grid takes over above it."""

LEVELS = (240, 120, 60)
"""Levels of value a party of the coarser grids that are tried."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of packages: proved to lie between two bounds, which are equal where it is exact.

    share: of the packages drawn, the share that was counted, with its standard error; None where exact. `of` is the
    number of packages that were drawn from.
    """

    at_least: int
    at_most: int
    share: float | None = None
    error: float = 0.0
    of: int = 0

    @property
    def exact(self) -> bool:
        """Whether the bounds meet."""
        return self.at_least == self.at_most

    @property
    def estimate(self) -> int:
        """The number itself where it is exact, else what the draws suggest, kept between the bounds."""
        if self.exact or self.share is None:
            return self.at_least
        return min(max(round(self.share * self.of), self.at_least), self.at_most)

    def to_dict(self) -> dict[str, object]:
        """The count as plain values; numbers may be longer than 64 bits."""
        return {
            "count": self.at_least if self.exact else None,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "share": self.share,
            "error": self.error if self.share is not None else None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """Feasible packages drawn uniformly and independently, the status quo left out: value codes, scores, breaches.

    breached: by (kind, party, id) in which of them it is breached. tried: how many packages were drawn in all, of
    which the rest broke a constraint.
    """

    digits: IntArray
    scores: IntArray
    breached: Mapping[tuple[Kind, str, str], BoolArray]
    tried: int
    seed: int

    def __len__(self) -> int:
        return len(self.digits)

    @property
    def refusals(self) -> IntArray:
        """On how many grounds each is refused."""
        counted = np.zeros(len(self), dtype=np.int64)
        for marked in self.breached.values():
            counted += marked
        return counted


def drawn(problem: SettlementProblem, seed: int = 0, draws: int = DRAWS) -> Draw:
    """Feasible packages at random. Where constraints tie too many issues together, all packages are drawn from."""
    random = np.random.default_rng(np.random.SeedSequence(seed))
    try:
        groups = grouped(problem, "feasible")
    except TooLarge:
        digits = np.stack([random.integers(0, size, draws) for size in problem.sizes], axis=1)
        for constraint in problem.constraints:
            digits = digits[constraint.rule.holds(digits)]
    else:
        digits = np.zeros((draws if groups.size else 0, len(problem.sizes)), dtype=np.int64)
        for group in groups.groups if groups.size else ():
            digits[:, group.issues] = group.values(group.codes[random.integers(0, len(group), draws)])
    if problem.status_quo is not None:
        digits = digits[(digits != np.array(problem.status_quo)).any(axis=1)]
    scores = scores_of(problem, digits)
    found: dict[tuple[Kind, str, str], BoolArray] = {
        (kind, problem.parties[p], name): marked
        for p in problem.asked
        for kind, name, marked in breaches_of(problem, digits, scores[:, p], p)
    }
    return Draw(digits, scores, MappingProxyType(found), draws, seed)


def estimated(count: Count, among: Draw, marked: BoolArray, of: int) -> Count:
    """The count with the share of the packages drawn that are marked; unchanged where it is exact or none was drawn."""
    if count.exact or not len(among):
        return count
    share = float(marked.mean())
    return replace(count, share=share, error=float(np.sqrt(share * (1 - share) / len(among))), of=of)


def acceptable_count(problem: SettlementProblem, progress: Progress = SILENT) -> Count:
    """How many packages everybody whose yes is needed accepts.

    Exact where the grids are coarse enough to count on; else the packages acceptable on a coarser grid, once rounded
    against acceptance and once in favour of it. TooLarge where one group of issues is.
    """
    try:
        found = zone_size(problem, limit=CELLS, progress=progress).acceptable
        return Count(found, found)
    except TooLarge:
        feasible = _feasible(problem)
    for levels in LEVELS:
        steps = steps_for(problem, levels)
        try:
            low, high = (
                zone_size(coarsened(problem, steps, inside=inside).problem, limit=CELLS, progress=progress).acceptable
                for inside in (True, False)
            )
        except TooLarge:
            continue
        return Count(low, high)
    return Count(0, feasible)


def feasible_count(problem: SettlementProblem) -> Count:
    """How many packages meet every constraint, the status quo among them; between 0 and all where that is unknown."""
    try:
        found = grouped(problem, "feasible").size
    except TooLarge:
        return Count(0, problem.size)
    return Count(found, found)


def _feasible(problem: SettlementProblem) -> int:
    """The feasible packages but the status quo."""
    size = grouped(problem, "feasible").size
    return size - feasible_quo(problem)


def feasible_quo(problem: SettlementProblem) -> bool:
    """Whether there is a status quo that meets every constraint."""
    quo = problem.status_quo
    return quo is not None and all(c.rule.holds_for(quo) for c in problem.constraints)


def lowest(problem: SettlementProblem) -> IntArray:
    """By party a value that no package is below."""
    least: IntArray = np.zeros(len(problem.parties), dtype=np.int64)
    for table in problem.scores:
        least += table.min(axis=0)
    for bonus in problem.interactions:
        least[bonus.party] += min(bonus.score, 0)
    return least


def without(
    problem: SettlementProblem, dropped: frozenset[tuple[Kind, str, str]] | set[tuple[Kind, str, str]]
) -> SettlementProblem:
    """The problem without some walk-aways, red lines and offers, given by kind, party and id."""
    floors, least = problem.walk_away.copy(), lowest(problem)
    for p, name in enumerate(problem.parties):
        if ("walk-away", name, "") in dropped:
            floors[p] = least[p]
    kept = tuple(g for g in problem.grounds if (g.kind, problem.parties[g.party], g.id) not in dropped)
    return replace(problem, walk_away=floors, grounds=kept)


def all_grounds(problem: SettlementProblem) -> tuple[tuple[Kind, str, str], ...]:
    """Every walk-away, red line and offer of the parties whose yes is needed somewhere, by kind, party and id."""
    found: list[tuple[Kind, str, str]] = []
    for p in problem.asked:
        found.append(("walk-away", problem.parties[p], ""))
        for ground in problem.grounds:
            if ground.party == p:
                found.append((ground.kind, problem.parties[p], ground.id))
    return tuple(found)
