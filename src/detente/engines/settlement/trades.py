"""Trades (logrolling): two issues changed together so that two parties both gain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from detente.engines.settlement.comparing import multipliers
from detente.engines.settlement.grid import SAFE, IntArray
from detente.engines.settlement.packages import Packages, among


@dataclass(frozen=True, slots=True)
class Trade:
    """From one package to another that differs in exactly two issues, better for both of two parties.

    `share` is the smaller of the two gains, each as a share of its party's range over F. `losers` are the
    other parties that lose by it, with how much, in points; all parties count, also those nobody asks.
    """

    baseline: int
    package: int
    issues: tuple[str, str]
    parties: tuple[str, str]
    gains: tuple[Fraction, Fraction]
    share: Fraction
    losers: tuple[tuple[str, Fraction], ...]
    acceptable: bool


@dataclass(frozen=True, slots=True)
class Trades:
    """The trades from one baseline, best first; `found` counts those left out by a limit too."""

    baseline: int
    trades: tuple[Trade, ...]
    found: int


def find_trades(
    packages: Packages,
    baseline: int,
    feasible: IntArray | None,
    acceptable: IntArray,
    ranges: Mapping[int, int],
    limit: int | None = None,
) -> Trades:
    """What two parties could swap: each gives way on one issue, and both are better off.

    The feasible packages x that differ from the baseline b in exactly two issues, with u_p(x) > u_p(b) and
    u_q(x) > u_q(b) for a pair p, q of bargainers; ranked by min over both of gain / range over F. The same
    package appears once for each pair that gains.

    baseline: a package code.
    feasible, acceptable: codes of F (None: all packages) and of A, ascending.
    ranges: largest less smallest score of each bargainer over F.
    limit: most trades returned; those that tie with the last one are returned too.

    No trades is an empty tuple. O(pairs of issues × values²); 45 pairs of issues with 10 values in 0.01 s.

    >>> from detente.engines.settlement import from_points
    >>> from detente.foundation.conditions import Term, Vocabulary
    >>> goods = Vocabulary((Term("land", "choice", ("a", "b")), Term("water", "choice", ("a", "b"))))
    >>> asked = from_points(["a", "b"], goods, [[[7, 0], [0, 3]], [[3, 0], [0, 7]]], [0, 0], consent=[0, 1])
    >>> [t.package for t in find_trades(Packages(asked), 2, None, np.arange(4), {0: 10, 1: 10}).trades]
    [1]

    The two-issue swap is the compromise-and-logroll setting of Froman, L. A. and Cohen, M. D. (1970).
    Compromise and logroll: comparing the efficiency of two bargaining processes. Behavioral Science
    15(2): 180-183.
    """
    issues, codes = _neighbours(packages, baseline)
    reachable = among(codes, feasible)
    issues, codes = issues[reachable], codes[reachable]
    gains = packages.scores(codes) - packages.scores(np.array([baseline]))[0]
    ranked: list[tuple[Fraction, int, int, tuple[int, int]]] = []
    for pair in combinations(packages.problem.consent, 2):
        both = np.flatnonzero((gains[:, pair[0]] > 0) & (gains[:, pair[1]] > 0))
        factors = [Fraction(1, ranges[p]) for p in pair if ranges[p]]
        if len(factors) == 2 and len(both):
            shares = _smaller(gains[both][:, list(pair)], factors)
            ranked += [(share, int(codes[i]), i, pair) for share, i in zip(shares, both.tolist(), strict=True)]
    ranked.sort(key=lambda found: (-found[0], found[1]))
    names = packages.problem.parties
    kept = _up_to(ranked, limit)
    accepted = among(np.array([code for _, code, _, _ in kept], dtype=np.int64), acceptable)
    terms = packages.problem.issues.ids
    trades = tuple(
        Trade(
            baseline=baseline,
            package=code,
            issues=(terms[int(issues[i, 0])], terms[int(issues[i, 1])]),
            parties=(names[pair[0]], names[pair[1]]),
            gains=(_points(packages, gains, i, pair[0]), _points(packages, gains, i, pair[1])),
            share=share,
            losers=tuple((names[p], -_points(packages, gains, i, p)) for p in range(len(names)) if gains[i, p] < 0),
            acceptable=bool(ok),
        )
        for (share, code, i, pair), ok in zip(kept, accepted.tolist(), strict=True)
    )
    return Trades(baseline, trades, len(ranked))


def _neighbours(packages: Packages, baseline: int) -> tuple[IntArray, IntArray]:
    """All packages that differ from the baseline in exactly two issues: the issues, and the codes."""
    here = packages.decode([baseline])[0].tolist()
    sizes, strides = packages.problem.sizes, packages.strides
    pairs: list[IntArray] = [np.zeros((0, 2), dtype=np.int64)]
    codes: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    moves = [
        (np.delete(np.arange(size, dtype=np.int64), value) - value) * stride
        for size, value, stride in zip(sizes, here, strides, strict=True)
    ]
    for i, j in combinations(range(len(sizes)), 2):
        there = (baseline + moves[i][:, None] + moves[j][None, :]).reshape(-1)
        codes.append(there)
        pairs.append(np.tile(np.array([[i, j]], dtype=np.int64), (len(there), 1)))
    return np.concatenate(pairs), np.concatenate(codes)


def _smaller(gains: IntArray, factors: Sequence[Fraction]) -> Iterator[Fraction]:
    """For each row the smaller of the two gains, each times its factor, exactly."""
    whole, scale = multipliers(factors)
    if len(gains) and int(gains.max()) * max(whole) <= SAFE:
        return (smaller * scale for smaller in (gains * np.array(whole)).min(axis=1).tolist())
    return (min(a * whole[0], b * whole[1]) * scale for a, b in gains.tolist())


def _up_to(
    ranked: list[tuple[Fraction, int, int, tuple[int, int]]], limit: int | None
) -> list[tuple[Fraction, int, int, tuple[int, int]]]:
    if limit is None or len(ranked) <= limit:
        return ranked
    last = ranked[limit - 1][0] if limit else None
    return [found for place, found in enumerate(ranked) if place < limit or found[0] == last]


def _points(packages: Packages, gains: IntArray, row: int, party: int) -> Fraction:
    return packages.problem.points(party, int(gains[row, party]))
