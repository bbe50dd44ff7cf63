"""A good package to begin with: draws from the smoothed dual, each improved by changing up to two blocks at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import IntArray
from detente.engines.settlement.searching.aims import Aim, Row
from detente.engines.settlement.searching.multipliers import Floats

DRAWS = 12
SHARPNESS = (2.5, 10.0, 25.0)
_FEW = 10_000
_PARTNERS = 100
_CHANGES = 200
_SEED = 5_2026


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """All choices of all blocks in one table, so that a change of one or two blocks is a sum of rows."""

    scores: Floats
    owner: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    scale: Floats

    @staticmethod
    def of(blocks: Sequence[Floats], scale: Floats) -> Climb:
        sizes = np.array([len(b) for b in blocks])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        return Climb(np.concatenate(blocks), np.repeat(np.arange(len(sizes)), sizes), starts, scale)

    def improved(self, choices: npt.NDArray[np.intp], aim: Aim, sharpness: float) -> npt.NDArray[np.intp]:
        """The choices after the best changes of one or two blocks, until none has more merit."""
        choices = choices.copy()
        for _ in range(_CHANGES):
            taken = self.scores[self.starts + choices]
            here = taken.sum(axis=0)
            change = self.scores - taken[self.owner]
            now = float(aim.merit(here[None], self.scale, sharpness)[0])
            single = aim.merit(here + change, self.scale, sharpness)
            near = np.argsort(-single, kind="stable")[:_PARTNERS]
            first, second = (near[i] for i in np.triu_indices(len(near), 1))
            apart = self.owner[first] != self.owner[second]
            first, second = first[apart], second[apart]
            best, moves = float(single.max()), [int(single.argmax())]
            if len(first):
                double = aim.merit(here + change[first] + change[second], self.scale, sharpness)
                if float(double.max()) > best:
                    best, moves = float(double.max()), [int(m[double.argmax()]) for m in (first, second)]
            if best <= now + 1e-9 * max(1.0, abs(now)):
                break
            for move in moves:
                choices[self.owner[move]] = move - self.starts[self.owner[move]]
        return choices


def good_start(
    scores: Sequence[IntArray], aim: Aim, weights: Floats, scale: Floats, draws: int = DRAWS
) -> tuple[Row, tuple[int, ...]] | None:
    """The sums of the best package met that keeps every floor, and its choices; None where none was met.

    Choices are drawn by `weights`, one weight for each choice of each block.
    """
    if math.prod(len(s) for s in scores) <= _FEW:
        draws = min(draws, 2)
    climb = Climb.of([s.astype(np.float64) for s in scores], scale)
    shares = np.split(weights, climb.starts[1:])
    found: list[tuple[Row, tuple[int, ...]]] = []
    for number, seed in enumerate(np.random.SeedSequence(_SEED).spawn(draws)):
        rng = np.random.default_rng(seed)
        choices = np.array([_drawn(rng, share, first=number == 0) for share in shares])
        for sharpness in SHARPNESS:
            choices = climb.improved(choices, aim, sharpness)
            row = np.zeros(len(scale), dtype=np.int64)
            for table, choice in zip(scores, choices.tolist(), strict=True):
                row += table[choice]
            if (row >= aim.floors).all():
                found.append((tuple(row.tolist()), tuple(choices.tolist())))
        if not found and number >= draws // 2:
            break
    if not found:
        return None
    return found[int(aim.best(np.array([row for row, _ in found], dtype=np.int64))[0])]


def _drawn(rng: np.random.Generator, share: Floats, *, first: bool) -> int:
    if first or not share.sum() > 0:
        return int(share.argmax())
    return int(rng.choice(len(share), p=share / share.sum()))
