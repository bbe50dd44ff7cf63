"""NegMAS's answers on the scenarios of others, with packages by their codes, and what explains a difference.

Utilities are compared as exact fractions of what the files print: a package that one side lists and the other does not
is either worth as much as a listed one, or dominated by a margin that is told, or not dominated.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.scenarios_data import Found

from detente.case.exchange.negotiation_scenario import Scenario, ScenarioParty
from detente.case.exchange.scenario_writing import negmas_files

POINTS = ("nash", "kalai", "ks", "welfare")
NOISE = Fraction(1, 10**12)
"""Margins below this come from rounding in 64-bit floats; NegMAS's own eps."""


@dataclass(frozen=True)
class PeerAnswer:
    """Codes of the packages that NegMAS lists, on its frontier and at its points."""

    frontier: frozenset[int]
    points: dict[str, frozenset[int]]


def peer_answer(found: Found) -> PeerAnswer:
    """NegMAS's documented functions, on the folder itself where it has its format, else on what we write for it."""
    from negmas.inout import Scenario as PeerScenario

    scenario = found.scenario
    assert scenario is not None
    if found.family == "NegMAS":
        return _asked(PeerScenario.load(found.folder, ignore_discount=True, load_stats=False), scenario)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in negmas_files(scenario).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return _asked(PeerScenario.load(folder, ignore_discount=True, load_stats=False), scenario)


def _asked(peer: Any, scenario: Scenario) -> PeerAnswer:
    from negmas.outcomes import discretize_and_enumerate_issues as enumerated
    from negmas.preferences import ops

    issues = peer.outcome_space.issues
    outcomes = list(enumerated(issues, max_cardinality=float("inf")))
    places = [{_plain(option): n for n, option in enumerate(issue.options)} for issue in scenario.issues]
    ufuns = _in_order(peer.ufuns, scenario)
    frontier, rows = ops.pareto_frontier(ufuns, issues=issues)
    codes = []
    for row in rows:
        code = 0
        for value, known, issue in zip(outcomes[row], places, scenario.issues, strict=True):
            code = code * len(issue.options) + known[_plain(value)]
        codes.append(code)
    solvers = {
        "nash": ops.nash_points,
        "kalai": ops.kalai_points,
        "ks": ops.ks_points,
        "welfare": ops.max_welfare_points,
    }
    points = {
        name: frozenset(codes[place] for _, place in solve(ufuns, frontier, issues=issues))
        for name, solve in solvers.items()
    }
    return PeerAnswer(frozenset(codes), points)


def _in_order(ufuns: Sequence[Any], scenario: Scenario) -> list[Any]:
    """The functions in the order of our parties, by the end of their names or else as they come."""
    if len(ufuns) != len(scenario.parties):
        raise ValueError(f"{len(ufuns)} functions for {len(scenario.parties)} parties")
    by_name = {Path(str(u.name)).stem: u for u in ufuns}
    wanted = [party.name for party in scenario.parties]
    return [by_name[name] for name in wanted] if set(wanted) == set(by_name) else list(ufuns)


def _plain(value: object) -> str:
    text = str(value)
    return text.lower() if text in {"True", "False"} else text


class Exact:
    """Exact utilities of packages, and which of all dominates a package."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.sizes = [len(issue.options) for issue in scenario.issues]

    @cached_property
    def columns(self) -> list[Any]:
        """Every package's utility to each party in floats, in the order of codes."""
        return [_column(party) for party in self.scenario.parties]

    def digits(self, code: int) -> tuple[int, ...]:
        found: list[int] = []
        for size in reversed(self.sizes):
            code, digit = divmod(code, size)
            found.append(digit)
        return tuple(reversed(found))

    def values(self, code: int) -> tuple[Fraction, ...]:
        package = self.digits(code)
        return tuple(party.utility(package) for party in self.scenario.parties)

    def floors(self) -> tuple[Fraction, ...]:
        return tuple(p.lowest if p.reservation is None else p.reservation for p in self.scenario.parties)

    def acceptable(self, code: int) -> bool:
        return all(v >= f for v, f in zip(self.values(code), self.floors(), strict=True))

    def near(self, code: int, slack: float = 1e-7) -> list[tuple[Fraction, ...]]:
        """What every party gains, exactly, in each package that costs none of them more than the slack."""
        own = self.values(code)
        kept = np.logical_and.reduce([c >= float(v) - slack for c, v in zip(self.columns, own, strict=True)])
        found = [self.values(other) for other in np.flatnonzero(kept)[:5000].tolist() if other != code]
        return [tuple(b - a for a, b in zip(own, other, strict=True)) for other in found]


def _column(party: ScenarioParty) -> Any:
    total = np.array([float(party.bias)])
    for row in party.worths:
        total = (total[:, None] + np.array([float(v) for v in row])[None, :]).reshape(-1)
    return total


def frontier_differences(exact: Exact, ours: frozenset[int], theirs: frozenset[int]) -> dict[str, list[int]]:
    """Every package that one side lists and the other does not, under what explains it."""
    found: dict[str, list[int]] = {}
    for code in sorted(theirs - ours):
        found.setdefault(_only_there(exact, code), []).append(code)
    listed = {exact.values(code) for code in theirs} if ours - theirs else set[tuple[Fraction, ...]]()
    for code in sorted(ours - theirs):
        found.setdefault(_only_here(exact, code, listed), []).append(code)
    return found


def _only_there(exact: Exact, code: int) -> str:
    if not exact.acceptable(code):
        return "NegMAS lists a package below a reservation"
    near = exact.near(code)
    if any(min(gains) >= 0 and max(gains) > 0 for gains in near):
        return "NegMAS lists a package that is dominated exactly: float noise splits a tie"
    if any(min(gains) >= -NOISE and max(gains) > NOISE for gains in near):
        return "NegMAS lists a package that nothing dominates as printed, where the fractions meant tie"
    if any(max(gains) > -min(gains) for gains in near):
        return "Détente leaves out a package: rounding splits a tie or a difference below 1e-7"
    return "not explained: only NegMAS"


def _only_here(exact: Exact, code: int, listed: set[tuple[Fraction, ...]]) -> str:
    if exact.values(code) in listed:
        return "NegMAS leaves out a package that is worth the same to all as one it lists"
    near = exact.near(code)
    if any(min(gains) >= 0 and max(gains) > 0 for gains in near):
        return "Détente lists a package that is dominated where one party ties: rounding splits the tie"
    if not exact.acceptable(code):
        return "Détente lists a package that lies below a reservation by less than its rounding"
    if any(min(gains) >= -NOISE and max(gains) > NOISE for gains in near):
        return "NegMAS leaves out a package that is dominated but for less than 1e-12"
    if any(max(abs(gain) for gain in gains) <= NOISE for gains in near):
        return "NegMAS lists one of packages that tie within 1e-12, Détente all"
    if any(abs(v - f) < NOISE for v, f in zip(exact.values(code), exact.floors(), strict=True)):
        return "NegMAS leaves out a package that is worth exactly the reservation: float noise"
    return "not explained: only Détente"


def objective(exact: Exact, name: str, code: int, ideal: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """What the formula, as Détente defines it, gives for a package: more is better, compared from the left."""
    values, floors = exact.values(code), exact.floors()
    gains = [v - f for v, f in zip(values, floors, strict=True)]
    if name == "nash":
        product = Fraction(1)
        for gain in gains:
            product *= max(gain, Fraction(0))
        winners = [gain for gain in gains if gain > 0]
        rest = Fraction(1)
        for gain in winners:
            rest *= gain
        return (product, Fraction(len(winners)), rest)
    if name == "welfare":
        return (sum(values, Fraction(0)),)
    shares = gains if name == "kalai" else [g / (i - f) for g, i, f in zip(gains, ideal, floors, strict=True) if i > f]
    return tuple(sorted(shares))


def point_difference(
    exact: Exact, name: str, ours: frozenset[int], theirs: frozenset[int], frontier: frozenset[int]
) -> str:
    """Why the packages at one point differ; empty where they do not."""
    if ours == theirs:
        return ""
    if not ours or not theirs:
        return "one side has no such point"
    ideal = [max(column) for column in zip(*(exact.values(code) for code in frontier), strict=True)]
    best = max(objective(exact, name, code, ideal) for code in ours)
    other = [objective(exact, name, code, ideal) for code in theirs]
    if theirs <= ours or all(value == best for value in other):
        return "of packages that tie, NegMAS lists some only"
    gap = abs(best[0] - max(other)[0])
    if ours <= theirs and gap == 0 and name == "kalai":
        return "ties of the smallest gain: Détente goes on to the next gain (leximin)"
    if name == "kalai" and gap == 0:
        return "ties of the smallest gain: Détente goes on to the next gain (leximin)"
    if name == "ks":
        return "another formula: NegMAS minimises the difference of shares, Détente maximises the smallest share"
    below = [p.name for p in exact.scenario.parties if p.reservation is not None and p.reservation < p.lowest]
    if below and name in {"nash", "kalai"}:
        return "a reservation below the worst package: NegMAS measures gains from the worst package"
    if name == "nash" and best[0] == 0:
        return "no package gives every party a gain: Détente counts those that gain, for NegMAS all products are 0"
    if gap < Fraction(1, 10**7):
        return "values that differ by less than 1e-7: rounding here, or float noise there"
    if any(len({exact.values(c)[p] for c in frontier}) == 1 for p in range(len(exact.scenario.parties))):
        return "a party that gets the same everywhere on the frontier"
    return "not explained"


def packages(exact: Exact) -> itertools.product[tuple[int, ...]]:
    """Every package, in the order of codes."""
    return itertools.product(*(range(size) for size in exact.sizes))
