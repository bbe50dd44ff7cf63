"""Possible and necessary acceptance beside one linear program for each end, weights and values free at once."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from tests.properties.settlement_cases import say

from detente.case.reading import parse_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.foundation.simplex_method import maximise
from detente.study.possible import possible_acceptance

ISSUES, ANSWERS = 3, 3
Ends = tuple[int, int]


class Drawn:
    """A random case of one party: its weights as ranges, an order or comparisons; values as ranges; a walk-away."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.values = [[self._ends(rng, 101) for _ in range(ANSWERS)] for _ in range(ISSUES)]
        self.rows: list[list[int]] = []
        kind = str(rng.choice(["ranges", "order", "comparisons"]))
        self.weights = [self._ends(rng, 9, least=1) if kind == "ranges" else (0, 1) for _ in range(ISSUES)]
        self.scaled = kind == "ranges"
        if kind == "ranges":
            written = ", ".join(f"i{i}: {self._range(*ends)}" for i, ends in enumerate(self.weights))
            weights = f"{{{written}}}"
        elif kind == "order":
            order = rng.permutation(ISSUES).tolist()
            weights = f"[{', '.join(f'i{i}' for i in order)}]"
            self.rows = [self._row(order[k + 1], order[k], 1) for k in range(ISSUES - 1)]
        else:
            more, less, other = rng.permutation(ISSUES).tolist()
            times = int(rng.integers(1, 4))
            weights = f"{{comparisons: [{{more: i{more}, than: i{less}, times: {times}}}], among: [i{other}]}}"
            self.rows = [self._row(less, more, times)]
        self.less = self._ends(rng, 30)
        self.floor = self._ends(rng, 101)
        self.baseline = tuple(int(v) for v in rng.integers(0, ANSWERS, ISSUES)) if rng.random() < 0.5 else None
        package = ", ".join(f"i{i}: o{v}" for i, v in enumerate(self.baseline or ()))
        self.text = "\n".join(
            [
                "detente: 1",
                "id: one",
                "title: One",
                "parties: [{id: a, name: A, kind: person}]",
                "issues:",
                *(f"  - {{id: i{i}, question: Q?, kind: choice, options: [{self._options()}]}}" for i in range(ISSUES)),
                "preferences:",
                "  a:",
                f"    weights: {weights}",
                "    values:",
                *(f"      i{i}: {{{self._points(row)}}}" for i, row in enumerate(self.values)),
                f"    walk-away: {{package: {{{package}}}, less: {self._range(*self.less)}}}"
                if self.baseline
                else f"    walk-away: {self._range(*self.floor)}",
                "",
            ]
        )

    @staticmethod
    def _ends(rng: np.random.Generator, below: int, least: int = 0) -> Ends:
        low, high = sorted(rng.integers(least, below, 2).tolist())
        return low, high

    @staticmethod
    def _range(low: int, high: int) -> str:
        return f"{{low: {low}, high: {high}}}" if low < high else str(low)

    @staticmethod
    def _options() -> str:
        return ", ".join(f"{{id: o{j}}}" for j in range(ANSWERS))

    def _points(self, row: list[Ends]) -> str:
        return ", ".join(f"o{j}: {self._range(*ends)}" for j, ends in enumerate(row))

    @staticmethod
    def _row(less: int, more: int, times: int) -> list[int]:
        """times × less - more <= 0."""
        row = [0] * ISSUES
        row[less], row[more] = times, -1
        return row

    def end(self, package: tuple[int, ...], *, most: bool) -> Fraction:
        """The least or the largest margin, by a program in w, t, z = w v(package) and y = w v(baseline); sum w = 1.

        Weights in ranges are divided by their sum: t is one over it.
        """
        n = ISSUES
        size = 3 * n + 1
        same = [self.baseline is not None and self.baseline[i] == package[i] for i in range(n)]
        rows, bounds = list[list[int]](), list[int]()

        def at_most(bound: int = 0, **terms: int) -> None:
            row = [0] * size
            for name, factor in terms.items():
                place = {"w": 0, "z": n, "y": 2 * n, "t": 3 * n}[name[0]]
                row[place + int(name[1:] or 0)] += factor
            rows.append(row)
            bounds.append(bound)

        at_most(1, **{f"w{i}": 1 for i in range(n)})
        at_most(-1, **{f"w{i}": -1 for i in range(n)})
        for i, (low, high) in enumerate(self.weights):
            if self.scaled:
                at_most(**{f"w{i}": 1, "t": -high})
                at_most(**{f"w{i}": -1, "t": low})
            for name, code in (("z", package[i]), *((("y", self.baseline[i]),) if self.baseline else ())):
                least, largest = self.values[i][code]
                at_most(**{f"{name}{i}": 1, f"w{i}": -largest})
                at_most(**{f"{name}{i}": -1, f"w{i}": least})
        at_most(1, t=1)
        for row in self.rows:
            at_most(**{f"w{i}": a for i, a in enumerate(row) if a})
        if not self.baseline:
            for i in range(n):
                at_most(**{f"y{i}": 1})
        sign = 1 if most else -1
        aim = [0] * n + [sign * (not same[i]) for i in range(n)] + [-sign * (not same[i]) for i in range(n)] + [0]
        whole = [Fraction(x) for x in aim], [[Fraction(x) for x in row] for row in rows], [Fraction(b) for b in bounds]
        found = maximise(*whole)
        assert found is not None
        if self.baseline:
            return sign * found.value + self.less[1 if most else 0]
        return sign * found.value - self.floor[0 if most else 1]


def settled(drawn: Drawn) -> CaseSettlement:
    found = settle_case(parse_case(drawn.text))
    assert isinstance(found, CaseSettlement)
    return found


def test_both_ends_are_those_of_a_linear_program(
    case_count: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    count, packages = case_count(sample=6, proof=400), 0
    for child in np.random.SeedSequence(4).spawn(count):
        rng = np.random.default_rng(child)
        drawn = Drawn(rng)
        case = settled(drawn)
        codes = rng.permutation(ANSWERS**ISSUES)[:2].tolist()
        for found in possible_acceptance(case, codes):
            package = tuple(int(v) for v in case.settlement.packages.decode([found.package])[0])
            party = found.party("a")
            assert party.least == drawn.end(package, most=False), drawn.text
            assert party.most == drawn.end(package, most=True), drawn.text
            packages += 1
    say(capsys, f"possible acceptance: both ends of {packages} packages are those of a linear program")
