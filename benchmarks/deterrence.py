"""How long the worth of an attack takes, beside plain loops over sets and draws, on the same problems in one run.

    python -m benchmarks.deterrence [--json FILE]

CPU seconds on one thread, best of several, imports and a small problem to warm up left out. The plain loops are the
definition in Python without numpy; where they would take minutes they run on a share, and the ratio is per set or per
draw. Ends with code 1 if two ways to a number disagree, or a limit is passed: 10^6 draws of 10 correlated
guarantors in 2 s, all sets of 20 guarantors in 1 s.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist
from typing import Any

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

SEED = 20261122
CORRELATION = 0.6
DRAWS = 1_000_000
DRAWS_LIMIT, SETS_LIMIT = 2.0, 1.0
PLAIN_DRAWS, PLAIN_SETS = 20_000, 12


def problem(guarantors: int) -> Any:
    """Guarantors of random strength, reliability and cost; the same for the same number."""
    from detente.engines.commitments.deterrence import Deterrence, Guarantor

    rng = random.Random(SEED + guarantors)
    joining = tuple(
        Guarantor(f"g{i}", rng.uniform(0, 5), rng.uniform(0.2, 1), rng.uniform(0.1, 0.9), rng.uniform(0, 0.05))
        for i in range(guarantors)
    )
    return Deterrence(4, 1, joining, cost=0.3)


def seconds(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """The least CPU time of several runs, and what the work returned."""
    times: list[float] = []
    answer: Any = None
    for _ in range(runs):
        start = time.process_time()
        answer = work()
        times.append(time.process_time() - start)
    return min(times), answer


def plain_sets(asked: Any) -> float:
    """EU by a loop over all sets, each from its members."""
    total = 0.0
    for number in range(2 ** len(asked.guarantors)):
        chance, helped, costs = 1.0, asked.protege_strength, asked.cost
        for i, g in enumerate(asked.guarantors):
            if number >> i & 1:
                chance *= g.reliability
                helped += g.projection * g.strength
                costs += g.added_cost
            else:
                chance *= 1 - g.reliability
        total += chance * (asked.prize * asked.challenger_strength / (asked.challenger_strength + helped) - costs)
    return total


def plain_draws(asked: Any, count: int) -> tuple[float, float]:
    """EU by a loop over draws, with its standard error."""
    rng = random.Random(SEED)
    thresholds = [NormalDist().inv_cdf(g.reliability) for g in asked.guarantors]
    common, own = math.sqrt(CORRELATION), math.sqrt(1 - CORRELATION)
    total = squares = 0.0
    for _ in range(count):
        z, helped, costs = rng.gauss(0, 1), asked.protege_strength, asked.cost
        for g, threshold in zip(asked.guarantors, thresholds, strict=True):
            if common * z + own * rng.gauss(0, 1) < threshold:
                helped += g.projection * g.strength
                costs += g.added_cost
        worth = asked.prize * asked.challenger_strength / (asked.challenger_strength + helped) - costs
        total += worth
        squares += worth * worth
    mean = total / count
    return mean, math.sqrt((squares / count - mean**2) / (count - 1))


def measured() -> tuple[list[dict[str, Any]], list[str]]:
    """All rows, and what went wrong."""
    from detente.engines.commitments.deterrence import deterrence

    deterrence(problem(3), CORRELATION, 1000, 1)
    rows: list[dict[str, Any]] = []
    wrong: list[str] = []

    def row(what: str, guarantors: int, took: float, **more: Any) -> None:
        rows.append({"what": what, "guarantors": guarantors, "seconds": took, **more})

    for guarantors in (5, 10, 15, 20):
        asked = problem(guarantors)
        took, answer = seconds(lambda: deterrence(asked))  # noqa: B023
        shared = problem(min(guarantors, PLAIN_SETS))
        plain, value = seconds(lambda: plain_sets(shared), 1)  # noqa: B023
        if abs(value - deterrence(shared).expected_utility) > 1e-12:
            wrong.append(f"{len(shared.guarantors)} guarantors: the sum over sets and the plain loop disagree")
        ratio = (plain / 2 ** len(shared.guarantors)) / (took / 2**guarantors)
        row("all sets", guarantors, took, times_faster=ratio, expected_utility=answer.expected_utility)
        took, answer = seconds(lambda: deterrence(asked, CORRELATION), 3)  # noqa: B023
        row("all sets, correlated", guarantors, took, expected_utility=answer.expected_utility)
        if guarantors == 20 and rows[-2]["seconds"] > SETS_LIMIT:
            wrong.append(f"all sets of 20 guarantors took {rows[-2]['seconds']:.2f} s, the limit is {SETS_LIMIT} s")

    for guarantors in (10, 20):
        asked = problem(guarantors)
        took, drawn = seconds(lambda: deterrence(asked, CORRELATION, DRAWS, SEED), 3)  # noqa: B023
        plain, (mean, error) = seconds(lambda: plain_draws(asked, PLAIN_DRAWS), 1)  # noqa: B023
        exact = deterrence(asked, CORRELATION).expected_utility
        away = abs(drawn.expected_utility - exact) / drawn.tolerance
        if away > 4 or abs(mean - exact) > 4 * error:
            wrong.append(f"{guarantors} guarantors: draws and sum differ by more than 4 standard errors")
        row("10^6 draws, correlated", guarantors, took, times_faster=plain / PLAIN_DRAWS * DRAWS / took, z=away)
        if guarantors == 10 and took > DRAWS_LIMIT:
            wrong.append(f"10^6 draws of 10 guarantors took {took:.2f} s, the limit is {DRAWS_LIMIT} s")

    for guarantors in (25, 50, 100):
        asked = problem(guarantors)
        took, answer = seconds(lambda: deterrence(asked), 1)  # noqa: B023
        drawn = deterrence(asked, draws=200_000, seed=SEED)
        away = abs(drawn.expected_utility - answer.expected_utility) / drawn.tolerance
        if away > 4:
            wrong.append(f"{guarantors} guarantors: bins and draws differ by more than 4 standard errors")
        row("bins", guarantors, took, bracket=answer.tolerance, z=away)
    return rows, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    given = parser.parse_args()
    rows, wrong = measured()
    print("what                     guarantors   CPU s   times a plain loop   beside")
    for r in rows:
        faster = f"{r['times_faster']:18.1f}x" if "times_faster" in r else " " * 19
        beside = ", ".join(f"{key} {r[key]:.2g}" for key in ("z", "bracket") if key in r)
        print(f"{r['what']:24} {r['guarantors']:10} {r['seconds']:7.4f} {faster}   {beside}")
    by_size = {r["guarantors"]: r["seconds"] for r in rows if r["what"] == "all sets"}
    growth = (by_size[20] / by_size[15]) ** (1 / 5)
    print(f"growth from 15 to 20 guarantors: {growth:.2f} times a guarantor, where the sets are 2 times as many")
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print("\n".join(wrong) or "all ways to a number agree; the limits are kept")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
