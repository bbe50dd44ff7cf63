"""What `settle_at_size` answers: the parts of a settlement, each exact, proved or bounded, and which of them it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np

from detente.engines.settlement.counting import Count
from detente.engines.settlement.folding.folded_frontier import FoldedFrontier, package_scores
from detente.engines.settlement.folding.outline import FoldingOutline
from detente.engines.settlement.packages import meaning
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.representatives import Representatives, spread_over
from detente.engines.settlement.result import NoSettlement, Solution
from detente.engines.settlement.searching.certified_concessions import CertifiedConcessions
from detente.engines.settlement.zone import Block, Kind, blocks_of, needed_at
from detente.foundation.plain_data import plain

Strategy: TypeAlias = Literal["folding", "searching"]
"""Folding merges issues and has the whole frontier; searching finds and proves the solutions alone."""

POINTS_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A part that was not worked out, and why."""

    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The reason as plain values."""
        return {"unsaid": self.reason}


@dataclass(frozen=True, slots=True)
class LargeGround:
    """How many packages one ground blocks, and how many of them nothing else blocks; `party` empty for a constraint.

    Constraints are counted over all packages, the grounds of parties over the feasible ones.
    """

    kind: Kind
    party: str
    id: str
    packages: Count
    alone: Count


@dataclass(frozen=True, slots=True)
class LargeParty:
    """How many feasible packages a party refuses, and how many of these all the others accept."""

    party: str
    packages: Count
    alone: Count


@dataclass(frozen=True, slots=True)
class LargeZone:
    """What is acceptable, as numbers: `considered` are the feasible packages without the status quo.

    conflicts: the smallest groups of parties that accept no package together, though each smaller group of them does;
    empty where the zone is open, or where no group of at most three parties is one. draws, seed: of the estimates.
    """

    n_packages: int
    feasible: Count
    considered: Count
    acceptable: Count
    empty: bool | None
    constraints: tuple[LargeGround, ...]
    grounds: tuple[LargeGround, ...]
    parties: tuple[LargeParty, ...]
    conflicts: tuple[tuple[str, ...], ...]
    draws: int
    seed: int

    @property
    def blocking(self) -> tuple[LargeGround, ...]:
        """The grounds that block something: those that alone block most come first."""
        counted = [g for g in (*self.constraints, *self.grounds) if g.packages.at_most]
        return tuple(sorted(counted, key=lambda g: (-g.alone.estimate, -g.packages.estimate, g.kind, g.party, g.id)))


@dataclass(frozen=True, slots=True, eq=False)
class LargeSolution:
    """What one solution selects: `n_packages` of which so many are listed; all of them where `complete`.

    proved: no package is better. gap: where that is not proved, by which share the bound on every package lies above
    what a better one would need; 0 where it is proved. all_values: what each listed package is worth to every party.
    points: what the packages selected are worth to the bargainers, on their grids, and how many are worth that: all
    of them where `counted`, else of those listed.
    """

    solution: Solution
    packages: tuple[PackageValues, ...]
    all_values: tuple[tuple[Fraction, ...], ...]
    n_packages: int
    complete: bool
    proved: bool
    points: Mapping[tuple[int, ...], int]
    counted: bool
    gap: Fraction = Fraction(0)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {
            **self.solution.to_dict(),
            "exact": self.solution.exact,
            "n_packages": self.n_packages,
            "complete": self.complete,
            "proved": self.proved,
            "gap": float(self.gap),
            "package_values": plain(self.packages),
            "all_values": [[float(v) for v in row] for row in self.all_values],
        }


@dataclass(frozen=True, slots=True)
class LargeEvaluation:
    """One package: what it is worth to every party, who is asked in it, and on which grounds it is blocked."""

    package: PackageValues
    values: tuple[Fraction, ...]
    status_quo: bool
    asked: tuple[str, ...]
    blocked: tuple[Block, ...]

    @property
    def acceptable(self) -> bool:
        """Whether everybody whose yes is needed accepts it; the status quo is no agreement."""
        return not self.blocked and not self.status_quo


@dataclass(frozen=True, slots=True, eq=False)
class LargeSettlement:
    """All results on a problem too large to enumerate. Packages are value codes, one an issue.

    strategy, because: how it was worked out, and why so. outline: the estimate that this follows from. frontier: of A,
    whole and exact; else a part of it with a stated bound. stopped: whether work ended before it was done.
    """

    problem: SettlementProblem
    strategy: Strategy
    because: str
    outline: FoldingOutline | Unsaid
    zone: LargeZone
    frontier_feasible: FoldedFrontier | Unsaid
    frontier_acceptable: FoldedFrontier | Representatives | Unsaid
    solutions: Mapping[str, LargeSolution | NoSettlement]
    concessions: CertifiedConcessions | NoSettlement | Unsaid
    weights: tuple[Fraction, ...]
    ideal: tuple[Fraction | None, ...]
    stopped: bool = False

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties with preferences, in the order of every `values` row."""
        return self.problem.parties

    @property
    def disagreement(self) -> tuple[Fraction, ...]:
        """Every party's walk-away, in points."""
        return tuple(self.problem.points(p, int(d)) for p, d in enumerate(self.problem.walk_away))

    def values(self, package: PackageValues) -> tuple[Fraction, ...]:
        """What a package is worth to every party, in points, exactly."""
        worth = package_scores(self.problem, package)
        return tuple(self.problem.points(p, score) for p, score in enumerate(worth))

    def evaluate(self, package: PackageValues) -> LargeEvaluation:
        """Everything about one package, also one that is not feasible."""
        problem = self.problem
        one = np.array([package], dtype=np.int64)
        asked = [p for p in problem.asked if (where := needed_at(problem, one, p)) is None or where[0]]
        return LargeEvaluation(
            package=package,
            values=self.values(package),
            status_quo=package == problem.status_quo,
            asked=tuple(problem.parties[p] for p in asked),
            blocked=blocks_of(problem, one)[0],
        )

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Each part of the answer, and how sure it is: exact, proved, bounded or not said."""
        zone = self.zone
        counted = "exact" if zone.acceptable.exact else "between proved bounds, with an estimate by draws"
        return (
            ("size of the zone", counted),
            ("frontier of the acceptable packages", _sure(self.frontier_acceptable)),
            ("frontier of the feasible packages", _sure(self.frontier_feasible)),
            *((name, _solved(found)) for name, found in self.solutions.items()),
            ("smallest concessions", _conceded(self.concessions)),
        )

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; frontiers at most 1,000 points long."""
        zone, outline = self.zone, self.outline
        return {
            "large": True,
            "strategy": self.strategy,
            "because": self.because,
            "stopped": self.stopped,
            "parts": dict(self.parts()),
            "estimate": outline.to_dict() if isinstance(outline, Unsaid) else _outlined(outline),
            "parties": list(self.parties),
            "bargainers": list(self.problem.bargainers),
            "weights": plain(self.weights),
            "packages": {
                "all": zone.n_packages,
                "feasible": zone.feasible.to_dict(),
                "acceptable": zone.acceptable.to_dict(),
            },
            "draws": zone.draws,
            "seed": zone.seed,
            "walk_away": plain(self.disagreement),
            "ideal": plain(self.ideal),
            "blocking": {
                "grounds": [_ground(g) for g in zone.blocking],
                "parties": [
                    {"party": p.party, "packages": p.packages.to_dict(), "alone": p.alone.to_dict()}
                    for p in zone.parties
                ],
                "conflicts": plain(zone.conflicts),
            },
            "frontier_feasible": self._frontier_dict(self.frontier_feasible),
            "frontier_acceptable": self._frontier_dict(self.frontier_acceptable),
            "solutions": {name: self._solution_dict(found) for name, found in self.solutions.items()},
            "concessions": self._concessions_dict(),
        }

    def says(self, package: PackageValues) -> dict[str, object]:
        """What a package says on each issue."""
        return {t.id: meaning(t, v) for t, v in zip(self.problem.issues.terms, package, strict=True)}

    def code(self, package: PackageValues) -> int:
        """The package's place in mixed-radix order, as long as it may be."""
        return self.problem.code(package)

    def package(self, code: int) -> PackageValues:
        """The package at a place in mixed-radix order."""
        return self.problem.package(code)

    def _frontier_dict(self, found: FoldedFrontier | Representatives | Unsaid) -> dict[str, Any]:
        if isinstance(found, Unsaid):
            return found.to_dict()
        places, widths = spread_over(found.scores, POINTS_SHOWN)
        within = [float(w * self.problem.units[p]) for w, p in zip(widths, self.problem.consent, strict=True)]
        values = found.floats[places]
        if isinstance(found, Representatives):
            rows = found.packages[places]
            told: dict[str, Any] = {**found.to_dict(), "points": None}
            counts: list[int | None] = [None] * len(rows)
        else:
            rows = found.one_each()[places]
            told = {"complete": True, "points": len(found), "count": found.n_packages, "compared": found.compared}
            counts = [found.counts[place] for place in places.tolist()]
        told["within"] = within if len(places) < len(found) else None
        packages: list[PackageValues] = [tuple(row) for row in rows.tolist()]
        shown = [
            {"package": self.code(package), "says": plain(self.says(package)), "values": worth, "packages": count}
            for package, worth, count in zip(packages, values.tolist(), counts, strict=True)
        ]
        return {"method": found.method, "reference": found.reference, "exact": True, **told, "shown": shown}

    def _solution_dict(self, found: LargeSolution | NoSettlement) -> dict[str, Any]:
        answer = found.to_dict()
        if isinstance(found, LargeSolution):
            answer["says"] = [plain(self.says(package)) for package in found.packages]
        else:
            answer["blocking"] = [g["id"] or g["party"] for g in map(_ground, self.zone.blocking)]
        return answer

    def _concessions_dict(self) -> dict[str, Any]:
        answer = self.concessions.to_dict()
        if isinstance(self.concessions, CertifiedConcessions):
            for told, opening in zip(answer["openings"], self.concessions.openings, strict=True):
                told["says"] = plain(self.says(self.package(opening.package)))
        return answer


def _sure(found: FoldedFrontier | Representatives | Unsaid) -> str:
    if isinstance(found, Unsaid):
        return f"not said: {found.reason}"
    return "a part of it, with a stated bound" if isinstance(found, Representatives) else "exact"


def _solved(found: LargeSolution | NoSettlement) -> str:
    if isinstance(found, NoSettlement):
        return f"none: {found.reason}"
    if not found.proved:
        return f"the best package met; that none is better is not proved (gap {100 * float(found.gap):.2f} %)"
    return "proved, all ties counted" if found.complete else "proved, not all ties listed"


def _conceded(found: CertifiedConcessions | NoSettlement | Unsaid) -> str:
    if isinstance(found, CertifiedConcessions):
        return "proved" if found.proved else "the smallest that were met"
    return f"not said: {found.reason}" if isinstance(found, Unsaid) else f"none: {found.reason}"


def _ground(g: LargeGround) -> dict[str, Any]:
    return {
        "kind": g.kind,
        "party": g.party,
        "id": g.id,
        "packages": g.packages.to_dict(),
        "alone": g.alone.to_dict(),
    }


def _outlined(outline: FoldingOutline) -> dict[str, Any]:
    return {
        "packages": outline.packages,
        "considered": outline.considered,
        "groups": [
            {"issues": list(g.issues), "combinations": g.combinations, "vectors": g.vectors} for g in outline.groups
        ],
        "most_points": outline.most_points,
    }
