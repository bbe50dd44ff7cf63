"""The facade: from a settlement problem to all that the engine says about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from detente.engines.methods import method
from detente.engines.settlement.concessions import smallest_concessions
from detente.engines.settlement.dominance import Positions, non_dominated
from detente.engines.settlement.grid import Bargaining, IntArray, Number, bargaining_weights
from detente.engines.settlement.packages import Packages, among, range_of
from detente.engines.settlement.problem import SettlementProblem
from detente.engines.settlement.result import Frontier, NoSettlement, Solution
from detente.engines.settlement.settlement import Settlement
from detente.engines.settlement.solvers import SOLVERS
from detente.engines.settlement.trades import Trades, find_trades
from detente.engines.settlement.zone import Columns, Zone, find_zone
from detente.foundation.progress import SILENT, Progress

TRADES_SHOWN = 20
BASELINES_SHOWN = 3
_STEPS = 6


def settle(
    problem: SettlementProblem,
    *,
    weights: Iterable[Number] | None = None,
    progress: Progress = SILENT,
) -> Settlement:
    """What is acceptable, what is efficient, what the published solutions select, and what would open a zone.

    Enumerates every package; frontiers and solutions are over the bargainers, whose yes is always needed.
    Solutions and ideals range over A. All five solutions select packages on the frontier of A only, so they
    are compared there.

    weights: bargaining weights of the bargainers, in the order of `problem.consent`; equal by default.

    Where nothing is feasible or acceptable, each solution is a NoSettlement that names what blocks.
    Raises TooLarge above 2,000,000 packages. 10^6 packages × 3 bargainers in 0.2 s and 100 MB.
    """
    packages = Packages(problem)
    weighed = bargaining_weights(weights, len(problem.consent))
    progress.at("packages", 0, _STEPS)
    feasible = packages.feasible()
    columns = _columns(packages, feasible)
    progress.at("zone of agreement", 1, _STEPS)
    zone = find_zone(packages, feasible, columns)
    progress.at("frontier of the feasible packages", 2, _STEPS)
    bargainers = [columns[p] for p in problem.consent]
    on_feasible = non_dominated(bargainers)
    progress.at("frontier of the acceptable packages", 3, _STEPS)
    on_acceptable = _frontier_of_acceptable(packages, feasible, zone, bargainers, on_feasible)
    progress.at("solutions", 4, _STEPS)
    solutions = solutions_of(packages, zone, _codes(feasible, on_acceptable), weighed)
    progress.at("trades and concessions", 5, _STEPS)
    ranges = {p: range_of(columns[p]) for p in problem.asked}
    answer = Settlement(
        packages=packages,
        feasible=feasible,
        zone=zone,
        frontier_feasible=frontier_of(packages, _codes(feasible, on_feasible), zone.n_feasible),
        frontier_acceptable=frontier_of(packages, _codes(feasible, on_acceptable), zone.n_acceptable),
        solutions=solutions,
        concessions=smallest_concessions(packages, feasible, columns, ranges, open_already=zone.n_acceptable > 0),
        trades=trades_of(packages, feasible, zone, ranges, solutions["nash"]),
        weights=weighed,
        ideal=_ideals(packages, feasible, zone, columns),
    )
    progress.at("done", _STEPS, _STEPS)
    return answer


def _columns(packages: Packages, feasible: IntArray | None) -> Columns:
    """What the feasible packages are worth to each party that is asked."""
    every = {p: packages.column(p) for p in packages.problem.asked}
    return every if feasible is None else {p: column[feasible] for p, column in every.items()}


def _codes(feasible: IntArray | None, places: Positions) -> IntArray:
    return places.astype(np.int64) if feasible is None else feasible[places]


def _places(feasible: IntArray | None, codes: IntArray) -> Positions:
    return codes.astype(np.intp) if feasible is None else np.searchsorted(feasible, codes)


def _frontier_of_acceptable(
    packages: Packages,
    feasible: IntArray | None,
    zone: Zone,
    columns: list[np.ndarray[tuple[int], np.dtype[np.signedinteger]]],
    on_feasible: Positions,
) -> Positions:
    """Places, among the feasible packages, of the frontier of A.

    Where walk-aways of bargainers alone keep packages out, whatever dominates an acceptable package is
    acceptable too, so the frontier of A is what the frontier of F and A share.
    """
    problem = packages.problem
    if not problem.grounds and not problem.conditional:
        codes = _codes(feasible, on_feasible)
        quo = problem.status_quo
        if quo is None or packages.encode(quo) not in codes:
            return on_feasible[among(codes, zone.acceptable)]
    accepted = _places(feasible, zone.acceptable)
    if not len(accepted):
        return accepted
    return accepted[non_dominated([column[accepted] for column in columns])]


def frontier_of(packages: Packages, codes: IntArray, compared: int) -> Frontier:
    """A frontier from the codes of its packages; `compared` is how many packages there were to compare."""
    problem = packages.problem
    return Frontier(
        packages=codes,
        scores=packages.scores(codes)[:, list(problem.consent)],
        units=tuple(problem.units[p] for p in problem.consent),
        parties=problem.bargainers,
        reference=str(method("pareto-frontier").reference),
        compared=compared,
    )


def solutions_of(
    packages: Packages, zone: Zone, codes: IntArray, weights: tuple[Fraction, ...]
) -> Mapping[str, Solution | NoSettlement]:
    """The five solutions, `codes` being the frontier of A."""
    if not len(codes):
        why = "no package meets every constraint"
        if zone.considered:
            why = "no feasible package is acceptable to everybody whose yes is needed"
        elif zone.n_feasible:
            why = "no package other than the status quo meets every constraint"
        nothing = NoSettlement(why, zone.blocking)
        return MappingProxyType(dict.fromkeys(SOLVERS, nothing))
    problem = packages.problem
    scores = packages.scores(codes)
    asked = Bargaining(
        columns=tuple(np.ascontiguousarray(scores[:, p]) for p in problem.consent),
        units=tuple(problem.units[p] for p in problem.consent),
        disagreement=tuple(int(problem.walk_away[p]) for p in problem.consent),
        weights=weights,
        rows=codes,
        parties=problem.bargainers,
    )
    return MappingProxyType({name: solver(asked) for name, solver in SOLVERS.items()})


def trades_of(
    packages: Packages,
    feasible: IntArray | None,
    zone: Zone,
    ranges: Mapping[int, int],
    baseline: Solution | NoSettlement,
) -> tuple[Trades, ...]:
    """Trades from the packages of the Nash solution."""
    if isinstance(baseline, NoSettlement):
        return ()
    return tuple(
        find_trades(packages, code, feasible, zone.acceptable, ranges, limit=TRADES_SHOWN)
        for code in baseline.packages[:BASELINES_SHOWN]
    )


def _ideals(packages: Packages, feasible: IntArray | None, zone: Zone, columns: Columns) -> tuple[Fraction | None, ...]:
    """The best value of each party over A, in points; None where A is empty."""
    if not zone.n_acceptable:
        return (None,) * len(packages.problem.parties)
    places = _places(feasible, zone.acceptable)
    ideals: list[Fraction | None] = []
    for p in range(len(packages.problem.parties)):
        here = columns[p][places] if p in columns else packages.column(p)[zone.acceptable]
        ideals.append(packages.problem.points(p, int(here.max())))
    return tuple(ideals)
