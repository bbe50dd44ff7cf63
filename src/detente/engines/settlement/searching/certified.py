"""The published solutions of problems of any size, each with a proof or with a stated gap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np

from detente.engines.methods import method
from detente.engines.settlement.comparing import multipliers
from detente.engines.settlement.grid import IntArray, Number, bargaining_weights
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement, Solution
from detente.engines.settlement.searching.aims import Aim, Product, Total, Worst, exponents_of
from detente.engines.settlement.searching.descent import SUM_LIMIT, Searched, Start, Winner, ruled_out, search
from detente.engines.settlement.searching.splitting import Split, split
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

Name: TypeAlias = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "equal-loss"]
NAMES: tuple[Name, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "equal-loss")

LARGEST_EXPONENT = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class CertifiedSolution:
    """A solution whose packages are numbered in mixed-radix order, and how far it is proved.

    packages: the same packages as value codes; n_packages is how many there are, all of them where `complete`,
    else at least so many. proved: nothing better exists; where it is false, `certificate["bound"]` says how much
    better another package could be.
    """

    solution: Solution
    packages: tuple[PackageValues, ...]
    n_packages: int
    proved: bool
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {
            **self.solution.to_dict(),
            "n_packages": self.n_packages,
            "proved": self.proved,
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The best rows, the searches that found them, and what the last of them was after."""

    winners: tuple[Winner, ...]
    aim: Aim
    last: Searched
    proved: bool
    complete: bool
    searches: int
    sums: int
    ideal: tuple[int, ...] = ()


def certified_solution(
    problem: SettlementProblem,
    name: Name = "nash",
    weights: Iterable[Number] | None = None,
    *,
    limit: int = SUM_LIMIT,
    progress: Progress = SILENT,
) -> CertifiedSolution | NoSettlement:
    """A published solution of a problem with any number of packages and rules, with the proof that none is better.

    Multipliers λ turn a package's values into one sum, which splits over groups of issues: the best choice of each
    group bounds every package. For the Nash solution prod (u_p - d_p)^a_p <= prod (a_p/λ_p)^a_p (λ·(u - d)/Σa)^Σa;
    where the smallest gain counts, a package in which every party gains more than t has λ·u > λ·(d + t). A rule is a
    column of its own, worth 1 where a clause of it is met, with a floor of 1. Issues are settled one after another;
    what cannot reach the best package known under any multipliers found goes.

    problem: scores on each party's grid; name: "nash", "kalai-smorodinsky", "egalitarian", "utilitarian" or
        "equal-loss"; weights: a_p > 0, one a bargainer, equal by default.
    limit: most partial sums formed in one search; beyond, the best package met and how far the bound is.

    NoSettlement where nothing is acceptable, or where the limit was reached before anything was found. TooLarge
    above 2,000 clauses. Exponential in the worst case; in practice by how far the bound is: 10 parties × 30 issues
    × 10 options, Nash 0.3 s; the smallest gain without rules 9 s.

    >>> import math
    >>> from detente.engines.settlement.problem import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(70)))
    >>> found = certified_solution(from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * 70, [10, 5], consent=[0, 1]))
    >>> found.proved, found.solution.values[0], found.n_packages == math.comb(70, 35)
    (True, (Fraction(70, 1), Fraction(35, 1)), True)

    Fisher, M. L. (1981). The Lagrangian relaxation method for solving integer programming problems. Management
    Science 27(1): 1-18, https://doi.org/10.1287/mnsc.27.1.1; the bound on the Nash product is derived here.
    """
    if name not in NAMES:
        raise OutOfDomain(f"no solution {name!r}; known: {', '.join(NAMES)}")
    weighed = bargaining_weights(weights, len(problem.consent))
    parts = split(problem)
    asked = _Asked(problem, parts, weighed, limit, progress)
    found = asked.solve(name) if parts.possible else asked.why_empty()
    if isinstance(found, NoSettlement):
        return found
    return _told(problem, parts, name, weighed, found)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    problem: SettlementProblem
    parts: Split
    weights: tuple[Fraction, ...]
    limit: int
    progress: Progress

    @property
    def count(self) -> int:
        return self.parts.bargainers

    @property
    def floors(self) -> IntArray:
        return self.parts.floors

    @property
    def units(self) -> tuple[Fraction, ...]:
        return tuple(self.problem.units[p] for p in self.problem.consent)

    def search(self, aim: Aim, start: Start | None = None) -> Searched:
        return search(self.parts, aim, limit=self.limit, progress=self.progress, start=start)

    def solve(self, name: Name) -> _Found | NoSettlement:
        match name:
            case "nash":
                return self.nash()
            case "utilitarian":
                factors = multipliers([u * a for u, a in zip(self.units, self.weights, strict=True)])[0]
                return self._of(self.search(Total(self.floors, factors)))
            case "egalitarian":
                steps = tuple(u / a for u, a in zip(self.units, self.weights, strict=True))
                return self.leximin(self._walk_aways(), steps, tuple(range(self.count)))
            case _:
                return self._by_ideal(name)

    def _walk_aways(self) -> tuple[int, ...]:
        return tuple(int(f) for f in self.floors[: self.count])

    def _of(self, done: Searched) -> _Found | NoSettlement:
        if done.aim.incumbent is None:
            return self._nobody(done)
        return _Found(_winners(done), done.aim, done, done.complete, done.complete, 1, done.sums)

    def _nobody(self, done: Searched) -> NoSettlement:
        if done.complete:
            return self.why_empty()
        return _nothing(self.problem, f"no acceptable package was met in {done.sums:,} partial sums; none is ruled out")

    def why_empty(self) -> NoSettlement:
        """A is empty: whether F is empty too."""
        why = "no feasible package is acceptable to everybody whose yes is needed"
        if self.problem.constraints and not self._feasible(but_the_status_quo=True):
            why = "no package meets every constraint"
            if self.problem.status_quo is not None and self._feasible(but_the_status_quo=False):
                why = "no package other than the status quo meets every constraint"
        return _nothing(self.problem, why)

    def _feasible(self, *, but_the_status_quo: bool) -> bool:
        """Whether some package meets every constraint."""
        least = np.zeros(len(self.problem.parties), dtype=np.int64)
        for table in self.problem.scores:
            least += table.min(axis=0)
        for bonus in self.problem.interactions:
            least[bonus.party] += min(bonus.score, 0)
        quo = self.problem.status_quo if but_the_status_quo else None
        parts = split(replace(self.problem, walk_away=least, grounds=(), conditional=(), status_quo=quo))
        if not parts.possible:
            return False
        aim = Total(parts.floors, (1,) * parts.bargainers, ties=False)
        return search(parts, aim, limit=self.limit, progress=self.progress).aim.incumbent is not None

    def nash(self) -> _Found | NoSettlement:
        """All gain; else as many as can."""
        exponents = exponents_of(self.weights)
        if sum(exponents) > LARGEST_EXPONENT:
            raise OutOfDomain("the weights have no small common measure; round them")
        everybody = self._product(range(self.count), exponents)
        if everybody.aim.incumbent is not None or not everybody.complete:
            return self._of(everybody)
        some = self.search(Total(self.floors, (1,) * self.count, ties=False))
        if some.aim.incumbent is None:
            return self._nobody(some)
        able: list[int] = []
        for p in range(self.count):
            best = self._ideal(p)
            if not best.complete:
                return _nothing(self.problem, "the limit was reached before it was known who can gain")
            if best.aim.incumbent is not None and best.aim.incumbent[p] > int(self.floors[p]):
                able.append(p)
        for size in range(len(able), 0, -1):
            tried = [self._product(group, exponents) for group in combinations(able, size)]
            if any(not t.complete for t in tried):
                return _nothing(self.problem, "the limit was reached before it was known how many can gain")
            if any(t.aim.incumbent is not None for t in tried):
                return self._largest(tried, exponents)
        level = tuple(1 for _ in range(self.count))
        return self._of(self.search(Total(self.floors, level)))

    def _product(self, gaining: Iterable[int], exponents: tuple[int, ...]) -> Searched:
        chosen = set(gaining)
        raised = [int(f) + (p in chosen) for p, f in enumerate(self.floors.tolist())]
        floors = np.array(raised, dtype=np.int64)
        of = tuple(e if p in chosen else 0 for p, e in enumerate(exponents))
        return self.search(Product(floors, self._walk_aways(), of))

    def _largest(self, tried: list[Searched], exponents: tuple[int, ...]) -> _Found:
        """Of searches over different gaining parties, those with the largest product in points."""
        worth: list[Fraction] = []
        for done in tried:
            row, product = done.aim.incumbent, Fraction(0)
            if row is not None:
                gains = zip(row, self._walk_aways(), self.units, exponents, strict=False)
                product = math.prod(((u - d) * unit) ** e for u, d, unit, e in gains if u > d)
            worth.append(Fraction(product))
        best = [t for t, w in zip(tried, worth, strict=True) if w == max(worth)]
        winners = tuple(w for t in best for w in t.winners)
        return _Found(winners, best[0].aim, best[0], True, True, len(tried), sum(t.sums for t in tried))

    def _ideal(self, p: int) -> Searched:
        """The most a bargainer gets over A."""
        factors = tuple(int(q == p) for q in range(self.count))
        return self.search(Total(self.floors, factors, ties=False))

    def _by_ideal(self, name: Name) -> _Found | NoSettlement:
        ideals: list[int] = []
        for p in range(self.count):
            best = self._ideal(p)
            if best.aim.incumbent is None:
                return self._nobody(best)
            if not best.complete:
                return _nothing(self.problem, "the limit was reached before every party's best value was known")
            ideals.append(int(best.aim.incumbent[p]))
        floors = self._walk_aways()
        if name == "equal-loss":
            steps = tuple(u * a for u, a in zip(self.units, self.weights, strict=True))
            return self.leximin(tuple(ideals), steps, tuple(range(self.count)), tuple(ideals))
        part = tuple(p for p in range(self.count) if ideals[p] > floors[p])
        shares = tuple(1 / (a * Fraction(max(b - d, 1))) for a, b, d in zip(self.weights, ideals, floors, strict=True))
        return self.leximin(floors, shares, part, tuple(ideals))

    def leximin(
        self,
        origin: tuple[int, ...],
        factors: tuple[Fraction, ...],
        taking_part: tuple[int, ...],
        ideal: tuple[int, ...] = (),
    ) -> _Found | NoSettlement:
        """The smallest weighted gain as large as possible, then the next: raise floors while parties are held down.

        A party that cannot rise above the smallest gain keeps that floor, and the smallest of the others is raised.
        Where nobody is held down alone, all packages that keep the floors are compared.
        """
        aim = Worst(self.floors, origin, factors, taking_part, taking_part)
        searches = sums = 0
        start: Start | None = None
        if not taking_part:
            return self._of(self.search(Total(self.floors, (1,) * self.count)))
        while True:
            done = self.search(aim, start)
            searches, sums = searches + 1, sums + done.sums
            row = done.aim.incumbent
            if row is None:
                return self._nobody(done)
            start = None if done.package is None else (row, done.package)
            if not done.complete:
                return _Found(_winners(done), done.aim, done, False, False, searches, sums, ideal)
            raised = Worst(aim.floors, origin, factors, taking_part, aim.free, ties=True).with_incumbent(row)
            held = [p for p in aim.free if self._held(p, raised.needed, raised.least(row), origin[p], factors[p])]
            free = tuple(p for p in aim.free if p not in held)
            if held and free:
                aim = Worst(raised.needed, origin, factors, taking_part, free)
                continue
            last = self.search(Worst(raised.needed, origin, factors, taking_part, aim.free, ties=True), start)
            searches, sums = searches + 1, sums + last.sums
            return _Found(_winners(last), last.aim, done, last.complete, last.complete, searches, sums, ideal)

    def _held(self, p: int, floors: IntArray, least: Fraction, origin: int, factor: Fraction) -> bool:
        """Whether a bound shows at once that the party cannot rise above the smallest gain."""
        above = floors.copy()
        above[p] = max(int(above[p]), origin + math.floor(least / factor) + 1)
        factors = tuple(int(q == p) for q in range(self.count))
        return ruled_out(self.parts, Total(above, factors, ties=False))


def certified_solutions(
    problem: SettlementProblem,
    weights: Iterable[Number] | None = None,
    *,
    limit: int = SUM_LIMIT,
    progress: Progress = SILENT,
) -> Mapping[str, CertifiedSolution | NoSettlement]:
    """All five solutions, in the order of `NAMES`."""
    weighed = tuple(bargaining_weights(weights, len(problem.consent)))
    return MappingProxyType(
        {name: certified_solution(problem, name, weighed, limit=limit, progress=progress) for name in NAMES}
    )


def _winners(done: Searched) -> tuple[Winner, ...]:
    """What the search found, or where it was stopped before, the best package it met."""
    if done.winners or done.aim.incumbent is None or done.package is None:
        return done.winners
    return (Winner(done.aim.incumbent, 1, (done.package,)),)


def _nothing(problem: SettlementProblem, why: str) -> NoSettlement:
    return NoSettlement(why, tuple(problem.parties[p] for p in problem.asked))


def _told(
    problem: SettlementProblem, parts: Split, name: Name, weights: tuple[Fraction, ...], found: _Found
) -> CertifiedSolution:
    units = [problem.units[p] for p in problem.consent]
    listed: list[tuple[int, PackageValues, tuple[Fraction, ...]]] = []
    for winner in found.winners:
        values = tuple(u * k for u, k in zip(winner.row, units, strict=False))
        listed += [(problem.code(x), x, values) for x in winner.packages]
    listed.sort()
    first = found.winners[0].row
    root = found.last.root
    certificate: dict[str, object] = {
        "incumbent": first[: parts.bargainers],
        "columns": parts.names,
        "floors": tuple(found.aim.floors.tolist()),
        "multipliers": root.weights,
        "best_of_each_group": tuple(int(root.worth(b).max()) for b in range(len(parts.blocks))),
        "groups": tuple(
            tuple(problem.issues.terms[i].id for i in b.places if i < len(problem.sizes)) for b in parts.blocks
        ),
        "bound": root.bound(0),
        "needed": found.last.need,
        "searches": found.searches,
        "partial_sums": found.sums,
    }
    if isinstance(found.aim, Product):
        gaining = zip(problem.bargainers, found.aim.exponents, strict=True)
        certificate["gaining"] = tuple(party for party, exponent in gaining if exponent)
    if found.ideal:
        certificate["ideal"] = tuple(b * k for b, k in zip(found.ideal, units, strict=True))
    entry = method(name)
    return CertifiedSolution(
        solution=Solution(
            method=entry.name,
            formula=entry.formula,
            reference=str(entry.reference),
            packages=tuple(code for code, _, _ in listed),
            values=tuple(values for _, _, values in listed),
            parties=problem.bargainers,
            parameters=frozen(
                weights=weights,
                disagreement=tuple(problem.points(p, int(problem.walk_away[p])) for p in problem.consent),
            ),
            certificate=frozen(**certificate),
            compares_scales=entry.compares_scales,
        ),
        packages=tuple(x for _, x, _ in listed),
        n_packages=sum(w.count for w in found.winners),
        proved=found.proved,
        complete=found.complete,
    )


__all__ = ["NAMES", "CertifiedSolution", "Name", "certified_solution", "certified_solutions"]
