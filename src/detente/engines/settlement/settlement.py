"""What `settle` answers, and what can be asked of it afterwards about any package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.dominance import changes
from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.packages import OptionValue, Packages, among, range_of
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.result import Frontier, NoSettlement, Solution
from detente.engines.settlement.trades import Trades, find_trades
from detente.engines.settlement.zone import Block, Zone, blocks, needed
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import plain

FRONTIER_SHOWN = 1000
"""Most packages of a frontier in `to_dict`; the counts are always complete."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One package: what it is worth to every party, whether it can be agreed, and what beats it.

    `dominated_by_feasible` and `dominated_by_acceptable` are the packages of either frontier that are better
    for a bargainer and worse for none.
    """

    package: int
    values: tuple[Fraction, ...]
    feasible: bool
    acceptable: bool
    status_quo: bool
    asked: tuple[str, ...]
    blocked: tuple[Block, ...]
    on_frontier_feasible: bool
    on_frontier_acceptable: bool
    dominated_by_feasible: tuple[int, ...]
    dominated_by_acceptable: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Distinct points of F for a picture: values of the bargainers in points, one package for each.

    `total` is how many distinct points there are; `points` holds at most as many as asked for.
    """

    points: npt.NDArray[np.float64]
    packages: IntArray
    parties: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """All results on one problem. Packages are named by their codes; `describe` turns codes into words.

    `feasible` holds the codes of F, None where every package is feasible. Frontiers and solutions are over
    the bargainers; `values` gives every party's.
    """

    packages: Packages
    feasible: IntArray | None
    zone: Zone
    frontier_feasible: Frontier
    frontier_acceptable: Frontier
    solutions: Mapping[str, Solution | NoSettlement]
    concessions: Concessions | NoSettlement
    trades: tuple[Trades, ...]
    weights: tuple[Fraction, ...]
    ideal: tuple[Fraction | None, ...]

    @property
    def problem(self) -> SettlementProblem:
        """What was asked."""
        return self.packages.problem

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties with preferences, in the order of every `values` row."""
        return self.problem.parties

    @property
    def n_packages(self) -> int:
        """How many packages there are."""
        return self.zone.n_packages

    @property
    def n_feasible(self) -> int:
        """How many packages meet every constraint."""
        return self.zone.n_feasible

    @property
    def n_acceptable(self) -> int:
        """How many packages are in the zone of possible agreement."""
        return self.zone.n_acceptable

    @property
    def disagreement(self) -> tuple[Fraction, ...]:
        """Every party's walk-away, in points."""
        return tuple(self.problem.points(p, int(d)) for p, d in enumerate(self.problem.walk_away))

    def values(self, codes: Iterable[int]) -> tuple[tuple[Fraction, ...], ...]:
        """What packages are worth to every party, in points, exactly."""
        units = self.problem.units
        rows = self.packages.scores(_array(codes)).tolist()
        return tuple(tuple(s * u for s, u in zip(row, units, strict=True)) for row in rows)

    def floats(self, codes: Iterable[int]) -> npt.NDArray[np.float64]:
        """What packages are worth to every party, in points: value[package, party]."""
        return self.packages.scores(_array(codes)).astype(np.float64) * np.array(
            [float(u) for u in self.problem.units], dtype=np.float64
        )

    def describe(self, codes: Iterable[int]) -> tuple[dict[str, OptionValue], ...]:
        """What packages say on each issue."""
        return tuple(self.packages.describe(int(code)) for code in codes)

    def evaluate(self, code: int) -> Evaluation:
        """Everything about one package, also one that is not feasible."""
        one = _array([code])
        problem = self.problem
        values = self.values(one)[0]
        own = [values[p] for p in problem.consent]
        quo = problem.status_quo is not None and code == self.packages.encode(problem.status_quo)
        asked = [p for p in problem.asked if (ask := needed(self.packages, one, p)) is None or ask[0]]
        return Evaluation(
            package=int(code),
            values=values,
            feasible=all(c.rule.holds(self.packages.decode(one))[0] for c in problem.constraints),
            acceptable=_within(one, self.zone.acceptable),
            status_quo=quo,
            asked=tuple(problem.parties[p] for p in asked),
            blocked=blocks(self.packages, one)[0],
            on_frontier_feasible=_within(one, self.frontier_feasible.packages),
            on_frontier_acceptable=_within(one, self.frontier_acceptable.packages),
            dominated_by_feasible=self.frontier_feasible.dominating(own),
            dominated_by_acceptable=self.frontier_acceptable.dominating(own),
        )

    def trades_from(self, code: int, limit: int | None = None) -> Trades:
        """The trades that improve a package for two bargainers, best first."""
        ranges = {p: range_of(self._feasible_column(p)) for p in self.problem.consent}
        return find_trades(self.packages, code, self.feasible, self.zone.acceptable, ranges, limit)

    def cloud(self, limit: int = 2000) -> Cloud:
        """Distinct points of F in order, thinned evenly to at most `limit`."""
        if limit < 1:
            raise OutOfDomain("a cloud needs at least one point")
        columns = [self._feasible_column(p) for p in self.problem.consent]
        order = np.lexsort(columns[::-1])
        distinct = order[np.flatnonzero(changes([c[order] for c in columns]))] if len(order) else order
        kept = distinct
        if len(distinct) > limit:
            kept = distinct[np.linspace(0, len(distinct) - 1, limit).astype(np.intp)]
        codes = kept.astype(np.int64) if self.feasible is None else self.feasible[kept]
        units = np.array([float(self.problem.units[p]) for p in self.problem.consent])
        points = np.stack([c[kept] for c in columns], axis=1).astype(np.float64) * units
        return Cloud(points, codes, self.problem.bargainers, len(distinct))

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; frontiers at most 1,000 packages long."""
        return {
            "parties": list(self.parties),
            "bargainers": list(self.problem.bargainers),
            "weights": plain(self.weights),
            "packages": {
                "all": self.n_packages,
                "feasible": self.n_feasible,
                "acceptable": self.n_acceptable,
            },
            "walk_away": plain(self.disagreement),
            "ideal": plain(self.ideal),
            "blocking": {"grounds": plain(self.zone.blocking), "parties": plain(self.zone.parties)},
            "frontier_feasible": self._frontier_dict(self.frontier_feasible),
            "frontier_acceptable": self._frontier_dict(self.frontier_acceptable),
            "solutions": {name: self._solution_dict(found) for name, found in self.solutions.items()},
            "trades": plain(self.trades),
            "concessions": plain(self.concessions),
        }

    def _frontier_dict(self, frontier: Frontier) -> dict[str, Any]:
        codes = frontier.packages[:FRONTIER_SHOWN]
        shown = [
            {"package": code, "says": plain(says), "values": values}
            for code, says, values in zip(
                codes.tolist(), self.describe(codes), self.floats(codes).tolist(), strict=True
            )
        ]
        return {"count": len(frontier), "points": frontier.points, "shown": shown}

    def _solution_dict(self, found: Solution | NoSettlement) -> dict[str, Any]:
        answer = found.to_dict()
        if isinstance(found, Solution):
            answer["says"] = plain(self.describe(found.packages))
            answer["all_values"] = self.floats(found.packages).tolist()
        return answer

    def _feasible_column(self, party: int) -> npt.NDArray[np.signedinteger]:
        column = self.packages.column(party)
        return column if self.feasible is None else column[self.feasible]


def _array(codes: Iterable[int]) -> IntArray:
    return np.asarray(codes if isinstance(codes, np.ndarray) else list(codes), dtype=np.int64)


def _within(one: IntArray, codes: IntArray) -> bool:
    return bool(among(one, codes)[0])
