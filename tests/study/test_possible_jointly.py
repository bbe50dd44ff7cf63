"""Possible acceptance where comparisons of packages bind weights and values: attained, never exceeded, and proved."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from detente.case.reading import parse_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.simplex_method import maximise
from detente.study.possible import PartyAcceptance, possible_acceptance

RANGES = {
    "x": [(0, 0), (30, 70), (100, 100)],
    "y": [(100, 100), (10, 60), (0, 20)],
    "z": [(0, 0), (40, 90), (100, 100)],
}
PAIRS = [({"x": 1, "y": 2}, {"x": 0, "y": 1}, 0), ({"y": 0, "z": 0}, {"y": 1, "z": 1}, 0)]
ALIKE = ({"x": 2, "z": 0}, {"x": 1, "z": 1}, 15)
WEIGHTS = (
    "{comparisons: [{prefers: {x: o1, y: o2}, to: {x: o0, y: o1}}, {prefers: {y: o0, z: o0}, to: {y: o1, z: o1}},"
    " {alike: [{x: o2, z: o0}, {x: o1, z: o1}], within: 15}, {more: y, than: z}]}"
)
FLOORS = {"number": "{low: 30, high: 45}", "package": "{package: {x: o0, y: o1, z: o1}, less: {low: 0, high: 9}}"}


def text(walk_away: str, z: str = "") -> str:
    """One party; z may be given by an order instead of ranges."""
    values = [f"{name}: {{{_points(ends)}}}" for name, ends in RANGES.items() if name != "z" or not z]
    issues = [
        f"{{id: {name}, question: Q?, label: {name}, kind: choice, options: [{{id: o0}}, {{id: o1}}, {{id: o2}}]}}"
        for name in RANGES
    ]
    return (
        f"detente: 1\nid: one\ntitle: One\nparties: [{{id: a, name: A, kind: person}}]\nissues: [{', '.join(issues)}]\n"
        f"preferences: {{a: {{weights: {WEIGHTS}, values: {{{', '.join(values)}{z}}}, walk-away: {walk_away}}}}}\n"
    )


def _points(ends: list[tuple[int, int]]) -> str:
    return ", ".join(f"o{j}: {{low: {a}, high: {b}}}" if a < b else f"o{j}: {a}" for j, (a, b) in enumerate(ends))


def settled_with(walk_away: str, z: str = "") -> CaseSettlement:
    found = settle_case(parse_case(text(walk_away, z)))
    assert isinstance(found, CaseSettlement)
    return found


def value(weights: Any, values: Any, package: Mapping[str, int]) -> Any:
    """Of the issues that the package answers, by hand."""
    return sum(w * v[package[name]] for name, w, v in zip(RANGES, weights, values, strict=True) if name in package)


def kept(weights: Any, values: Any) -> bool:
    """Whether weights and values keep every comparison."""
    one, other, within = ALIKE
    preferred = all(value(weights, values, a) >= value(weights, values, b) for a, b, _ in PAIRS)
    alike = abs(value(weights, values, one) - value(weights, values, other)) <= within
    return bool(preferred and alike and weights[1] >= weights[2])


CODES = range(2, 27, 4)


def packages() -> list[dict[str, int]]:
    every = [dict(zip(RANGES, place, strict=True)) for place in np.ndindex(3, 3, 3)]
    return [every[code] for code in CODES]


@pytest.fixture(scope="module", params=FLOORS)
def told(request: pytest.FixtureRequest) -> tuple[str, list[PartyAcceptance]]:
    found = possible_acceptance(settled_with(FLOORS[request.param]), CODES)
    assert not found[0].caveats
    return request.param, [item.parties[0] for item in found]


def admitted(numbers: Mapping[str, tuple[Fraction, ...]]) -> tuple[list[Fraction], list[list[Fraction]], Fraction]:
    """Weights, values and the walk-away's judgement of a witness; each has to lie in its range."""
    weights, values = list(numbers["comparisons of the weights"]), list[list[Fraction]]()
    for name, ends in RANGES.items():
        row = [numbers[f"{name}: value of “o{j}”"][0] if a < b else Fraction(a) for j, (a, b) in enumerate(ends)]
        assert all(a <= v <= b for v, (a, b) in zip(row, ends, strict=True))
        values.append(row)
    last = [given for what, given in numbers.items() if what in ("walk-away", "cost of having no deal")]
    return weights, values, last[0][0]


def test_witnesses_keep_every_comparison_and_reach_the_ends(told: tuple[str, list[PartyAcceptance]]) -> None:
    floor, found = told
    for package, party in zip(packages(), found, strict=True):
        for end, witness in ((party.least, party.refusing), (party.most, party.accepting)):
            weights, values, judged = admitted(witness)
            assert sum(weights) == 1
            assert kept(weights, values)
            base = value(weights, values, {"x": 0, "y": 1, "z": 1}) - judged if floor == "package" else judged
            assert value(weights, values, package) - base == end


def test_no_admitted_judgements_reach_further(told: tuple[str, list[PartyAcceptance]]) -> None:
    floor, found = told
    rng, seen = np.random.default_rng(np.random.SeedSequence(7)), 0
    for _ in range(3000):
        weights = rng.dirichlet([1, 1, 1])
        values = [[rng.uniform(a, b) for a, b in ends] for ends in RANGES.values()]
        if not kept(weights, values):
            continue
        seen += 1
        judged = rng.uniform(0, 9) if floor == "package" else rng.uniform(30, 45)
        base = value(weights, values, {"x": 0, "y": 1, "z": 1}) - judged if floor == "package" else judged
        for package, party in zip(packages(), found, strict=True):
            margin = value(weights, values, package) - base
            assert float(party.least) - 1e-9 <= margin <= float(party.most) + 1e-9
    assert seen > 30


def test_multipliers_prove_both_ends(told: tuple[str, list[PartyAcceptance]]) -> None:
    """y >= 0, y·rows >= aim and y·bounds = the end: worked out here from the rows alone."""
    floor, found = told
    for party in found:
        proof: Any = party.proof
        assert proof is not None
        ends = {"most": party.most, "least": -party.least}
        for name, sign in (("most", 1), ("least", -1)):
            y = proof[name]
            assert min(y) >= 0
            sums = [sum(m * row[k] for m, row in zip(y, proof["rows"], strict=True)) for k in range(len(proof["aim"]))]
            assert all(total >= sign * aim for total, aim in zip(sums, proof["aim"], strict=True))
            end = sum(m * b for m, b in zip(y, proof["bounds"], strict=True))
            walk_away = {"number": (30, -45), "package": (-9, 0)}[floor][name == "least"]
            assert end - walk_away == ends[name]


def test_values_by_an_order_are_bound_too_and_curves_are_not() -> None:
    ordered = possible_acceptance(settled_with("30", ", z: [o2, o1, o0]"), CODES[:3])
    assert ordered[0].parties[0].proof is not None
    for found in ordered:
        levels = found.parties[0].accepting.get("z: order of the answers", (Fraction(100), Fraction(0), Fraction(0)))
        assert levels[0] == 100
        assert levels[-1] == 0
        assert list(levels) == sorted(levels, reverse=True)
    compared = ", z: {comparisons: [{more: o2, than: o1}, {more: o1, than: o0}]}"
    (other, *_) = possible_acceptance(settled_with("30", compared), CODES[:1])
    assert "read at the shown values" in other.caveats[0]
    assert other.parties[0].proof is None


def test_multipliers_of_random_programs() -> None:
    """Every optimum comes with its proof, also where bounds are below 0 and rows repeat."""
    rng, seen = np.random.default_rng(np.random.SeedSequence(8)), 0
    for _ in range(150):
        size, rows = int(rng.integers(1, 5)), int(rng.integers(1, 6))
        matrix = [[Fraction(int(n)) for n in row] for row in rng.integers(-3, 6, (rows, size))]
        bounds = [Fraction(int(n)) for n in rng.integers(-4, 12, rows)]
        matrix += [[Fraction(1)] * size, matrix[0]]
        bounds += [Fraction(20), bounds[0]]
        aim = [Fraction(int(n)) for n in rng.integers(-5, 6, size)]
        found = maximise(aim, matrix, bounds)
        if found is None:
            continue
        seen += min(bounds) < 0
        y = found.multipliers
        assert min(y) >= 0
        assert all(sum(m * row[k] for m, row in zip(y, matrix, strict=True)) >= aim[k] for k in range(size))
        assert sum(m * b for m, b in zip(y, bounds, strict=True)) == found.value
    assert seen > 30
