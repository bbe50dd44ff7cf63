"""The smallest concessions that would open a zone of agreement, for any number of packages, with a proof."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from detente.engines.methods import method
from detente.engines.settlement.comparing import multipliers
from detente.engines.settlement.concessions import OPENINGS_SHOWN, Concession, Opening
from detente.engines.settlement.folding.folded_frontier import package_scores
from detente.engines.settlement.folding.zone_size import zone_size
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.searching.aims import Total
from detente.engines.settlement.searching.conceding import Conceding, counting_breaches, lowest
from detente.engines.settlement.searching.cuts import Cut
from detente.engines.settlement.searching.descent import SUM_LIMIT, Searched, first_bound, search
from detente.engines.settlement.searching.feasible_ranges import feasible_ranges
from detente.engines.settlement.searching.splitting import Split, split
from detente.engines.settlement.zone import Block
from detente.foundation.errors import TooLarge
from detente.foundation.plain_data import NOTHING, frozen, plain
from detente.foundation.progress import SILENT, Progress

DRAWS = 3
"""How many packages each search improves to begin with: these searches are many, and close to their bounds."""

LISTING = 200_000
"""Most partial sums formed to list packages that need no share of any range."""

CELLS = 2**18
"""Most distinct sums kept to count such packages; beyond, their number is not told."""


@dataclass(frozen=True, slots=True, eq=False)
class CertifiedConcessions:
    """The smallest concessions of a problem of any size: three numbers, the packages they reach, and the proof.

    packages: value codes of those that tie, ascending, at most 1,000; `n_packages` is how many tie, all of them
    listed where `complete`, else at least so many. `openings` says of the first hundred who would concede what.
    proved: nothing less would do; where it is false, `certificate["at_least"]` holds lower bounds of the three numbers.
    Where the zone is open already the three are 0, and there are no packages.
    """

    breaches: int
    parties_below: int
    total_share: Fraction
    n_packages: int
    packages: tuple[PackageValues, ...]
    openings: tuple[Opening, ...]
    ranges: tuple[tuple[str, Fraction], ...]
    reference: str
    proved: bool
    complete: bool
    certificate: Mapping[str, object] = field(default_factory=lambda: NOTHING)

    @property
    def needed(self) -> bool:
        """Whether a concession is needed at all."""
        return self.n_packages > 0

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON: how many packages tie, and the first hundred in full."""
        return {
            "reference": self.reference,
            "breaches": self.breaches,
            "parties_below": self.parties_below,
            "total_share": plain(self.total_share),
            "tied": self.n_packages,
            "openings": plain(self.openings),
            "ranges": dict(plain(self.ranges)),
            "proved": self.proved,
            "complete": self.complete,
            "certificate": plain(self.certificate),
        }


def certified_concessions(
    problem: SettlementProblem, *, limit: int = SUM_LIMIT, progress: Progress = SILENT
) -> CertifiedConcessions | NoSettlement:
    """The least that must be given up, and by whom, before some package is acceptable to all, with the proof.

    Over F without the status quo, minimises lexicographically: red lines and offers breached; parties p asked with
    u_p < d_p; Σ shortfall_p / range_p, with range_p over F. Three steps, each a search with a bound. The breaches are
    a sum over groups of issues. Then sets of conceding parties are tried by size: a set that could do is one that
    meets every set found of parties who cannot all be satisfied at once. In a smallest set everybody falls short, so
    that Σ shortfall_p / range_p is a weighted sum of values: the largest one is searched for.

    problem: scores on each party's grid. limit: most partial sums formed in one search; beyond, the best known.

    NoSettlement where F holds nothing but the status quo. TooLarge above 2,000 clauses, or where a party's range is
    not found. Exponential in the worst case; 20 issues × 10 options, two or three parties: 0.1 to 1 s.

    >>> from detente.engines.settlement.problem import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> issues = Vocabulary(tuple(Term(f"i{k}", "choice", ("ours", "theirs")) for k in range(70)))
    >>> asked = from_points(["a", "b"], issues, [[[2, 0], [0, 1]]] * 70, [120, 20], consent=[0, 1])
    >>> found = certified_concessions(asked)
    >>> found.parties_below, found.total_share, found.n_packages, found.proved
    (1, Fraction(1, 7), 161885000367182092, True)

    The bottom lines and the zone they leave follow Raiffa, H. (1982). The Art and Science of Negotiation.
    Harvard University Press, chapters 4 and 11; the order of the three criteria is this project's.
    """
    return _Asked(problem, feasible_ranges(problem, limit, progress), limit, progress).answer()


@dataclass(frozen=True, slots=True)
class _Way:
    """One set of conceding parties, what they lack together, and the packages where they lack no more."""

    conceding: tuple[int, ...]
    share: Fraction
    count: int
    packages: tuple[PackageValues, ...]
    proved: bool
    certificate: Mapping[str, object]


@dataclass(slots=True)
class _Asked:
    problem: SettlementProblem
    ranges: Mapping[int, int]
    limit: int
    progress: Progress
    refused: list[tuple[frozenset[int], Mapping[str, object]]] = field(
        default_factory=list[tuple[frozenset[int], Mapping[str, object]]]
    )
    worse: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])
    """Proofs that a set of parties as small could not do with the share that another needs."""
    unsure: int | None = None
    """The size of the smallest set of which it is not known whether it would do."""

    def answer(self) -> CertifiedConcessions | NoSettlement:
        fewest = self.fewest_breaches()
        if isinstance(fewest, NoSettlement):
            return fewest
        breaches, sure, breach_proof = fewest
        ways = self.ways(breaches)
        least = min(way.share for way in ways)
        best = [way for way in ways if way.share == least]
        size = len(best[0].conceding)
        open_already = not breaches and not size
        packages = () if open_already else tuple(sorted({x for way in best for x in way.packages}))
        count = 0 if open_already else max(len(packages), sum(way.count for way in best))
        proved = sure and self.unsure is None and all(way.proved for way in ways)
        worse = (frozen(parties=self.names(w.conceding), **w.certificate) for w in ways if w.share > least)
        at_least = (breaches if sure else 0, size if self.unsure is None else self.unsure, least if proved else 0)
        return CertifiedConcessions(
            breaches=breaches,
            parties_below=size,
            total_share=least,
            n_packages=count,
            packages=packages,
            openings=tuple(self.opening(x) for x in packages[:OPENINGS_SHOWN]),
            ranges=tuple((self.problem.parties[p], self.problem.points(p, r)) for p, r in self.ranges.items()),
            reference=str(method("concessions").reference),
            proved=proved,
            complete=len(packages) == count,
            certificate=frozen(
                breaches=breach_proof,
                refused=tuple(frozen(parties=self.names(sorted(core)), **proof) for core, proof in self.refused),
                shares=tuple(frozen(parties=self.names(way.conceding), **way.certificate) for way in best),
                more=(*worse, *self.worse),
                at_least=at_least,
            ),
        )

    def names(self, parties: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.problem.parties[p] for p in parties)

    def fewest_breaches(self) -> tuple[int, bool, Mapping[str, object]] | NoSettlement:
        extra = len(self.problem.parties)
        counted = counting_breaches(self.problem, self.problem.asked)
        parts = split(replace(counted, consent=(extra,)))
        done = self.search(parts, Total(parts.floors, (1,), ties=False)) if parts.possible else None
        if done is not None and done.aim.incumbent is not None:
            return -done.aim.incumbent[0], done.complete, _proof(parts, done)
        if done is not None and not done.complete:
            return NoSettlement(f"no package was met in {done.sums:,} partial sums; none is ruled out")
        quo = self.problem.status_quo
        constraints = self.problem.constraints
        alone = quo is not None and all(c.rule.holds_for(quo) for c in constraints)
        other = " other than the status quo" if alone else ""
        return NoSettlement(f"no package{other} meets every constraint", tuple(c.id for c in constraints))

    def ways(self, breaches: int) -> list[_Way]:
        """The smallest sets of parties that could concede, those with the least share among them."""
        asked = Conceding(self.problem)
        every = self.problem.asked
        for size in range(len(every) + 1):
            found: list[_Way] = []
            for conceding in combinations(every, size):
                kept = frozenset(every) - set(conceding)
                if any(core <= kept for core, _ in self.refused):
                    continue
                way = self.way(asked, conceding, breaches, min((w.share for w in found), default=None))
                found += [] if way is None else [way]
            if found:
                return found
        raise AssertionError("with everybody conceding, every package of F would do")

    def way(self, asked: Conceding, conceding: tuple[int, ...], breaches: int, known: Fraction | None) -> _Way | None:
        """The least share with which these parties could do; None where they could not, or not with the one known."""
        spreads = [self.ranges[p] for p in conceding]
        inverse = [Fraction(1, r) if r else Fraction(0) for r in spreads]
        weights, scale = multipliers(inverse) if any(spreads) else ((), Fraction(1))
        parts = asked.parts(conceding, weights or (0,) * len(conceding), breaches)
        aim = Total(parts.floors, _factors(parts, weights), ties=bool(weights))
        root, need = first_bound(parts, aim)
        if root.bound(0) < need:
            self.refuse(parts, conceding)
            return None
        if known is not None and weights and parts.bargainers == 1:
            owed = sum(w * int(self.problem.walk_away[p]) for w, p in zip(weights, conceding, strict=True))
            aim.floors[0] = max(int(aim.floors[0]), math.ceil(owed - (known - spreads.count(0)) / scale))
        done = self.search(parts, aim)
        if done.aim.incumbent is None or done.package is None:
            if not done.complete:
                self.unsure = len(conceding) if self.unsure is None else self.unsure
            elif known is None:
                self.refused.append((frozenset(self.problem.asked) - set(conceding), _proof(parts, done)))
            else:
                self.worse.append(frozen(parties=self.names(conceding), **_proof(parts, done)))
            return None
        packages = tuple(x for w in done.winners for x in w.packages) if weights else ()
        count = sum(w.count for w in done.winners) if weights and done.complete else 1
        if not weights:
            count, packages = self.all_of(parts, conceding, breaches)
        packages = packages or (done.package,)
        share = self.share(done.package, conceding)
        return _Way(conceding, share, count, packages, done.complete, _proof(parts, done))

    def refuse(self, parts: Split, conceding: tuple[int, ...]) -> None:
        """Keep the proof that the others cannot all be satisfied, for as few of them as it holds."""
        floors, least = parts.floors.copy(), lowest([b.scores for b in parts.blocks])
        core = set(self.problem.asked) - set(conceding)
        for p in sorted(core):
            column = parts.names.index(self.problem.parties[p])
            lower = floors.copy()
            lower[column] = least[column]
            root, need = first_bound(parts, _any(parts, lower))
            if root.bound(0) < need:
                floors = lower
                core.remove(p)
        root, need = first_bound(parts, _any(parts, floors))
        self.refused.append((frozenset(core), _cut_told(parts, root, need, 0)))

    def all_of(self, parts: Split, conceding: tuple[int, ...], breaches: int) -> tuple[int, tuple[PackageValues, ...]]:
        """How many packages there are where only the number of breaches counts, and some of them."""
        if not breaches and not conceding:
            return 0, ()
        counted = counting_breaches(self.problem, conceding)
        extra = len(self.problem.parties)
        floors = counted.walk_away.copy()
        floors[extra] = -breaches
        low = lowest(counted.scores)
        for p in conceding:
            floors[p] = low[p] + sum(min(i.score, 0) for i in counted.interactions if i.party == p)
        asked = replace(counted, consent=(*counted.consent, extra), walk_away=floors)
        try:
            count = zone_size(asked, limit=CELLS, progress=self.progress).acceptable
        except TooLarge:
            count = 1
        aim = Total(parts.floors, _factors(parts, ()), ties=True)
        listed = search(parts, aim, limit=LISTING, progress=self.progress)
        return count, tuple(x for w in listed.winners for x in w.packages)

    def search(self, parts: Split, aim: Total) -> Searched:
        return search(parts, aim, limit=self.limit, progress=self.progress, draws=DRAWS)

    def share(self, package: PackageValues, conceding: Sequence[int]) -> Fraction:
        worth = package_scores(self.problem, package)
        return sum((self.lack(p, worth[p])[1] for p in conceding), Fraction(0))

    def lack(self, party: int, score: int) -> tuple[int, Fraction]:
        """By how much a party falls short, on its grid and as a share of its range."""
        short = max(0, int(self.problem.walk_away[party]) - score)
        spread = self.ranges[party]
        return short, Fraction(short, spread) if spread else Fraction(short > 0)

    def opening(self, package: PackageValues) -> Opening:
        worth = package_scores(self.problem, package)
        found: list[Concession] = []
        for p in self.problem.asked:
            under = [rule for rule, who in self.problem.conditional if who == p]
            if p not in self.problem.consent and not any(rule.holds_for(package) for rule in under):
                continue
            name = self.problem.parties[p]
            short, share = self.lack(p, worth[p])
            breached = tuple(
                Block(g.kind, name, g.id) for g in self.problem.grounds if g.party == p and g.rule.holds_for(package)
            )
            if short or breached:
                found.append(Concession(name, self.problem.points(p, short), share, breached))
        code = 0
        for value, size in zip(package, self.problem.sizes, strict=True):
            code = code * size + value
        return Opening(code, tuple(found))


def _factors(parts: Split, weights: Sequence[int]) -> tuple[int, ...]:
    return (1,) if parts.bargainers == 1 else tuple(weights)


def _any(parts: Split, floors: Any) -> Total:
    """Whether any package keeps the floors at all."""
    return Total(floors, (1,) + (0,) * (parts.bargainers - 1), ties=False)


def _proof(parts: Split, done: Searched) -> Mapping[str, object]:
    return _cut_told(parts, done.root, done.need, done.sums)


def _cut_told(parts: Split, root: Cut, need: int, sums: int) -> Mapping[str, object]:
    """Multipliers, what they can add up to, and what they would have to."""
    return frozen(
        columns=parts.names,
        multipliers=root.weights,
        best_of_each_group=tuple(int(root.worth(b).max()) for b in range(len(parts.blocks))),
        bound=root.bound(0),
        needed=need,
        partial_sums=sums,
        by="bound" if root.bound(0) < need else "search",
    )
