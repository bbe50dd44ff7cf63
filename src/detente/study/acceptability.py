"""Shares of draws: in how many of all admitted judgements a package is accepted, efficient, or ranked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.methods.answer import Answer
from detente.engines.settlement.spread import TOLERANCE
from detente.foundation.errors import OutOfDomain
from detente.study.factors import width
from detente.study.opening import Opening, opened
from detente.study.parties import Judged, JudgedParty
from detente.study.store import Arrays
from detente.study.tally import GRAIN, Counts, Setting, added, blocks_of_draws, tally, tally_opened

METHOD = "rank-acceptability"

Codes = npt.NDArray[Any]
"""Codes of packages: 64 bits wide, or Python's integers where there are more packages."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of draws with its standard error, sqrt(share (1 - share) / draws)."""

    share: float
    error: float

    @classmethod
    def of(cls, count: int, draws: int) -> Share:
        """The share that `count` of `draws` is.

        >>> Share.of(25, 100)
        Share(share=0.25, error=0.0433...)
        """
        share = count / draws
        return cls(share, float(np.sqrt(share * (1.0 - share) / draws)))


@dataclass(frozen=True, slots=True, eq=False)
class PackageShares:
    """One package over the draws.

    package: its code in the problem, or its row. accepted: everybody asked accepts. efficient: no feasible package
    is better for a bargainer and worse for none; both: efficient and accepted; None where this is not counted.
    blocked: for each party, it is asked and refuses; alone: it alone refuses.
    ranks: for each party the shares of draws in which the package is its r-th best of those compared, best first.
    central: for each party the mean weights, issue by issue, of the draws in which the package is its best;
    accepting: of the draws in which everybody accepts it; None where there are no such draws.
    """

    package: int
    accepted: Share
    efficient: Share | None
    both: Share | None
    blocked: Mapping[str, Share]
    alone: Mapping[str, Share]
    ranks: Mapping[str, tuple[float, ...]]
    central: Mapping[str, tuple[float, ...] | None]
    accepting: Mapping[str, tuple[float, ...] | None]


@dataclass(frozen=True, slots=True, eq=False)
class ProposalShares:
    """One proposal over the draws; what it leaves open is completed in every feasible way.

    some: a completion is accepted by everybody asked; every: all completions are. efficient: a completion is
    efficient; both: one is efficient and accepted; None where this is not counted. blocked: for each party, it accepts
    no completion; alone: without its refusals a completion would be accepted, with them none is. undecided: neither a
    completion that all accept was found, nor proved that there is none; None where every completion is looked at.
    """

    proposal: str
    completions: int
    some: Share
    every: Share
    efficient: Share | None
    both: Share | None
    blocked: Mapping[str, Share]
    alone: Mapping[str, Share]
    undecided: Share | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ZoneShares:
    """The zone over the draws: how often it is open, its mean size, who alone keeps it closed.

    Where the packages are too many to look at each, mean_size is None, `accepted` empty, and `undecided` the share of
    draws in which neither a package that all accept was found, nor proved that there is none; else that is None.
    """

    open: Share
    mean_size: float | None
    alone: Mapping[str, Share]
    accepted: Mapping[int, float]
    """For each feasible package the share of draws in which everybody asked accepts it."""
    undecided: Share | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Acceptability(Answer):
    """Shares over `draws` draws; `weights` are the mean weights of all draws, issue by issue."""

    draws: int
    parties: tuple[str, ...]
    packages: tuple[PackageShares, ...]
    proposals: tuple[ProposalShares, ...] = ()
    zone: ZoneShares | None = None
    weights: Mapping[str, tuple[float, ...]]

    def package(self, code: int) -> PackageShares:
        """The package with this code; KeyError where it is not among those asked about."""
        for found in self.packages:
            if found.package == code:
                return found
        raise KeyError(code)

    def proposal(self, name: str) -> ProposalShares:
        """The proposal with this id."""
        for found in self.proposals:
            if found.proposal == name:
                return found
        raise KeyError(name)


@dataclass(frozen=True, slots=True, eq=False)
class AcceptabilityTask:
    """A task for `run`: draw every party's judgements and count.

    digest: names the case. codes: those of the packages, for the answer; proposals: ids. opening: where packages are
    too many to look at each, what is asked of the zone and of these proposals; the setting then has none.
    """

    digest: str
    parties: tuple[JudgedParty, ...]
    setting: Setting
    codes: Codes
    proposals: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    opening: Opening | None = None

    @property
    def about(self) -> Mapping[str, object]:
        """The case's digest, the method, and which packages are counted one by one."""
        at_size = {} if self.opening is None else {"at size": self.opening.about}
        return {
            "case": self.digest,
            "method": METHOD,
            "version": 1,
            "packages": len(self.codes),
            "interest": self.codes[self.setting.interest].tolist(),
            "proposals": list(self.proposals),
            **at_size,
        }

    def chunk(self, draws: int, rng: np.random.Generator) -> Arrays:
        """Counts over so many draws."""
        uniforms = rng.random((draws, width([f for party in self.parties for f in party.factors])))
        at_once = max(len(self.codes), self.opening.combinations // 8 if self.opening else 0)
        laid = [(party, party.layout()) for party in self.parties]
        parts = list[Counts]()
        for rows in blocks_of_draws(draws, at_once):
            judged = [p.judged(uniforms[rows], at) for p, at in laid]
            counts = tally(self.setting, judged)
            if self.opening is not None:
                found = opened(self.opening, self.parties, uniforms[rows], [j.walk_away for j in judged])
                counts = {**counts, **tally_opened(self.opening, found, len(self.parties))}
            parts.append(counts)
        return added(parts)

    def answer(self, parts: Sequence[Arrays], seed: int) -> Acceptability:
        """The shares."""
        names = tuple(party.name for party in self.parties)
        completions = [len(among) for among in self.setting.proposals]
        if self.opening is not None:
            completions = [question.completions for question in self.opening.questions[1:]]
        named = dict(zip(self.proposals, completions, strict=True))
        return shares(added(parts), self.setting, names, self.codes, named, seed=seed, caveats=self.caveats)


def acceptability(
    values: npt.ArrayLike, walk_away: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> Acceptability:
    """In which share of draws everybody accepts a package, who refuses it otherwise, and how each party ranks it.

    Over draws k of all judgements: accepted = share of k with u_p(x, k) >= d_p(k) for all p; rank acceptability
    b_p^r(x) = share of k in which x is p's r-th best package, packages of equal value sharing the better rank;
    central weights = mean of w_p(k) over the k in which x is p's best. Efficient among the packages given.

    values: values[draw, package, party] in points. walk_away: [draw, party], or [party].
    weights: [draw, party, issue], shares of 1; without them no central weights.

    Standard errors are binomial. Central weights are None where no draw ranks the package first. Values that differ
    by at most 1e-9 points tie. O(draws × packages² × parties); 10**4 × 50 × 5 in 2 s. For a case, see
    `acceptability_task` and `run`.

    >>> values = np.array([[[60, 20], [30, 80]], [[60, 50], [70, 80]]])  # two draws, two packages, two parties
    >>> found = acceptability(values, walk_away=[50, 40])
    >>> [(x.accepted.share, x.blocked["party 1"].share, x.ranks["party 0"]) for x in found.packages]
    [(0.5, 0.5, (0.5, 0.5)), (0.5, 0.0, (0.5, 0.5))]

    Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability analysis for group decision
    making. Operations Research 49(3): 444-454, https://doi.org/10.1287/opre.49.3.444.11220, rank acceptability
    indices and central weights.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 3 or 0 in given.shape:
        raise OutOfDomain(f"values[draw, package, party] must have three axes, none empty, not shape {given.shape}")
    draws, packages, parties = given.shape
    floors = np.broadcast_to(np.asarray(walk_away, dtype=np.float64), (draws, parties))
    drawn = np.zeros((draws, parties, 0)) if weights is None else np.asarray(weights, dtype=np.float64)
    if drawn.ndim != 3 or drawn.shape[:2] != (draws, parties):
        raise OutOfDomain(f"weights[draw, party, issue] of shape {drawn.shape} for {draws} draws of {parties} parties")
    if not (np.isfinite(given).all() and np.isfinite(floors).all() and np.isfinite(drawn).all()):
        raise OutOfDomain("values, walk-aways or weights hold NaN or infinity")
    every = np.arange(packages, dtype=np.int64)
    setting = Setting(
        asked=np.ones((parties, packages), dtype=np.bool_),
        refused=np.zeros((parties, packages), dtype=np.bool_),
        agreement=np.ones(packages, dtype=np.bool_),
        bargainers=tuple(range(parties)),
        interest=every,
    )
    counts = added(
        [
            tally(setting, [Judged(given[rows, :, p], floors[rows, p], drawn[rows, p]) for p in range(parties)])
            for rows in blocks_of_draws(draws, packages)
        ]
    )
    return shares(counts, setting, tuple(f"party {p}" for p in range(parties)), every)


def shares(
    counts: Counts,
    setting: Setting,
    parties: tuple[str, ...],
    codes: Codes,
    proposals: Mapping[str, int] = MappingProxyType({}),
    *,
    seed: int | None = None,
    caveats: tuple[str, ...] = (),
) -> Acceptability:
    """Counts over draws as shares with their standard errors; proposals: id → how many completions."""
    draws = int(counts["draws"])

    def share(count: object) -> Share | None:
        number = int(np.asarray(count))
        return None if number < 0 else Share.of(number, draws)

    def sure(count: object) -> Share:
        return Share.of(int(np.asarray(count)), draws)

    def by_party(row: npt.NDArray[np.int64]) -> Mapping[str, Share]:
        return MappingProxyType({name: sure(count) for name, count in zip(parties, row, strict=True)})

    packages = tuple(
        PackageShares(
            package=int(codes[at]),
            accepted=sure(counts["package.accepted"][row]),
            efficient=share(counts["package.efficient"][row]) if setting.compares else None,
            both=share(counts["package.both"][row]) if setting.compares else None,
            blocked=by_party(counts["package.blocked"][row]),
            alone=by_party(counts["package.alone"][row]),
            ranks=MappingProxyType({name: _floats(counts["rank"][p, row], draws) for p, name in enumerate(parties)}),
            central=_means(counts["weights.first"][:, row], counts["rank"][:, row, 0], parties),
            accepting=_means(
                counts["weights.accepted"][:, row], np.full(len(parties), counts["package.accepted"][row]), parties
            ),
        )
        for row, at in enumerate(setting.interest.tolist())
    )
    return Acceptability(
        method=METHOD,
        seed=seed,
        tolerance=TOLERANCE,
        caveats=caveats,
        draws=draws,
        parties=parties,
        packages=packages,
        proposals=tuple(
            ProposalShares(
                proposal=name,
                completions=completions,
                some=sure(counts["proposal.some"][row]),
                every=sure(counts["proposal.every"][row]),
                efficient=share(counts["proposal.efficient"][row]),
                both=share(counts["proposal.both"][row]),
                blocked=by_party(counts["proposal.blocked"][row]),
                alone=by_party(counts["proposal.alone"][row]),
                undecided=sure(counts["proposal.undecided"][row]) if "proposal.undecided" in counts else None,
            )
            for row, (name, completions) in enumerate(proposals.items())
        ),
        zone=ZoneShares(
            open=sure(counts["zone.open"]),
            mean_size=float(counts["zone.size"]) / draws if setting.every else None,
            alone=by_party(counts["zone.alone"]),
            accepted=MappingProxyType(dict(zip(codes.tolist(), _floats(counts["zone.accepts"], draws), strict=True)))
            if setting.every
            else MappingProxyType({}),
            undecided=None if setting.every else sure(counts["zone.undecided"]),
        )
        if "zone.open" in counts
        else None,
        weights=_mean_weights(counts, parties, draws),
    )


def _floats(row: npt.NDArray[np.int64], draws: int) -> tuple[float, ...]:
    return tuple((row / draws).tolist())


def _means(
    sums: npt.NDArray[np.int64], draws: npt.NDArray[np.int64], parties: tuple[str, ...]
) -> Mapping[str, tuple[float, ...] | None]:
    """Mean weights, issue by issue, of the draws that were added up; None where there are none."""
    return MappingProxyType(
        {
            name: tuple((sums[p] * GRAIN / draws[p]).tolist()) if draws[p] and sums.shape[1] else None
            for p, name in enumerate(parties)
        }
    )


def _mean_weights(counts: Counts, parties: tuple[str, ...], draws: int) -> Mapping[str, tuple[float, ...]]:
    found = _means(counts["weights.all"], np.full(len(parties), draws), parties) if "weights.all" in counts else {}
    return MappingProxyType({name: row for name, row in found.items() if row is not None})
