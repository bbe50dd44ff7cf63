"""Lexicographic maximin: make the worst off as well off as possible, then the next worst off, and so on.

Three solutions share it; each brings its own gains and factors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from detente.engines.settlement.comparing import leximin_and_next
from detente.engines.settlement.grid import Bargaining, IntArray
from detente.engines.settlement.result import Solution
from detente.engines.settlement.selecting import selected
from detente.foundation.plain_data import frozen


def solution(
    asked: Bargaining,
    name: str,
    *,
    gains: Sequence[IntArray],
    factors: Sequence[Fraction],
    taking_part: Sequence[int],
    ideal: tuple[Fraction, ...] | None = None,
) -> Solution:
    """All points whose weighted gains, sorted from the smallest, are lexicographically largest.

    The certificate holds those sorted gains for the answer and for the next best point: the first
    place where they differ decides.
    """
    won, second = leximin_and_next(gains, factors) if gains else (np.arange(len(asked.rows)), None)
    runner_up: Mapping[str, object] | None = None
    if second is not None:
        runner_up = frozen(package=int(asked.rows[second]), sorted_gains=_sorted(gains, factors, second))
    certificate: dict[str, object] = {
        "sorted_gains": _sorted(gains, factors, int(won[0])),
        "taking_part": tuple(asked.parties[p] for p in taking_part),
        "compared": len(asked.rows),
        "runner_up": runner_up,
    }
    if ideal is not None:
        certificate["ideal"] = ideal
    return selected(asked, name, won, **certificate)


def _sorted(gains: Sequence[IntArray], factors: Sequence[Fraction], position: int) -> tuple[Fraction, ...]:
    return tuple(sorted(int(g[position]) * f for g, f in zip(gains, factors, strict=True)))
