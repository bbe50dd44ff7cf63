"""Time and memory of the settlement engine beside NegMAS, on the same additive problems, in one run.

    python -m benchmarks.settlement [--parties 2,3,5] [--sizes 1000,10000,100000,1000000] [--json FILE]

Every cell runs in a process of its own, on one thread: CPU seconds without imports, peak memory with them.

- detente: `settle(problem)` from the issue tables: enumeration, zone, frontiers of F and of A, five solutions,
  trades.
- public: NegMAS as its documentation shows it: `pareto_frontier` on its utility functions, then its Nash, Kalai,
  Kalai–Smorodinsky, welfare and relative welfare points.
- fastest: values of all packages summed by numpy here, then its `pareto_frontier_numpy` alone.

The frontiers are compared as sets of points on the whole-number grid; a difference ends the run with code 1. The
public path leaves out what lies below a reserved value, so it is compared with the frontier of A; the fastest use
has no reserved values, so it is compared with the frontier of F.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
TOOLS = ("detente", "public", "fastest")
OPTIONS = 10
HIGHEST = 100
RESERVED = 0.4
"""Walk-aways at this share of what the best options add up to."""


def tables(parties: int, size: int) -> Any:
    """Points 0 to 100 for each option of each issue: table[issue][option, party]."""
    import numpy as np

    issues = len(str(size)) - 1
    rng = np.random.default_rng([20251215, parties, size])
    return [rng.integers(0, HIGHEST + 1, size=(OPTIONS, parties)) for _ in range(issues)]


def walk_aways(scores: Any) -> list[int]:
    return [int(RESERVED * sum(int(t[:, p].max()) for t in scores)) for p in range(scores[0].shape[1])]


def run_detente(scores: Any) -> tuple[float, Any]:
    from fractions import Fraction

    import numpy as np

    from detente.engines.settlement import SettlementProblem, settle
    from detente.foundation.conditions import Term, Vocabulary

    parties = scores[0].shape[1]
    options = tuple(f"o{j}" for j in range(OPTIONS))
    start = time.process_time()
    problem = SettlementProblem(
        parties=tuple(f"p{i}" for i in range(parties)),
        issues=Vocabulary(tuple(Term(f"i{k}", "choice", options) for k in range(len(scores)))),
        scores=tuple(scores),
        units=(Fraction(1),) * parties,
        walk_away=np.array(walk_aways(scores)),
        consent=tuple(range(parties)),
    )
    found = settle(problem)
    spent = time.process_time() - start
    return spent, {"public": found.frontier_acceptable.scores, "fastest": found.frontier_feasible.scores}


def run_public(scores: Any) -> tuple[float, Any]:
    import numpy as np
    from negmas import make_issue
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import (
        kalai_points,
        ks_points,
        max_relative_welfare_points,
        max_welfare_points,
        nash_points,
        pareto_frontier,
    )

    floors = walk_aways(scores)
    issues = [make_issue([f"o{j}" for j in range(OPTIONS)], name=f"i{k}") for k in range(len(scores))]
    start = time.process_time()
    ufuns = [
        LinearAdditiveUtilityFunction(
            values={f"i{k}": {f"o{j}": float(v) for j, v in enumerate(table[:, p])} for k, table in enumerate(scores)},
            issues=issues,
            reserved_value=float(floors[p]),
        )
        for p in range(len(floors))
    ]
    frontier, _ = pareto_frontier(ufuns, issues=issues)
    for points in (nash_points, kalai_points, ks_points, max_welfare_points, max_relative_welfare_points):
        points(ufuns, frontier, issues=issues)
    return time.process_time() - start, {"public": np.array(frontier).round().astype(int)}


def run_fastest(scores: Any) -> tuple[float, Any]:
    import numpy as np
    from negmas.preferences.ops import pareto_frontier_numpy

    start = time.process_time()
    columns = []
    for p in range(scores[0].shape[1]):
        total = np.zeros(1)
        for table in scores:
            total = (total[:, None] + table[:, p].astype(float)[None, :]).reshape(-1)
        columns.append(total)
    points = np.stack(columns, axis=1)
    kept = pareto_frontier_numpy(points)
    return time.process_time() - start, {"fastest": points[kept].round().astype(int)}


RUNNERS = {"detente": run_detente, "public": run_public, "fastest": run_fastest}


def cell(tool: str, parties: int, size: int) -> dict[str, Any]:
    """One measurement, in this process, after a small one to warm up; frontiers as their distinct points."""
    scores = tables(parties, size)
    RUNNERS[tool](tables(parties, 1000))
    seconds, frontiers = RUNNERS[tool](scores)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**10 if sys.platform != "darwin" else 2**20)
    points = {name: sorted(set(map(tuple, rows.tolist()))) for name, rows in frontiers.items()}
    return {"seconds": seconds, "peak_mb": peak, "points": points}


def measured(tool: str, parties: int, size: int, limit: float) -> dict[str, Any] | None:
    """The cell in a process of its own, or None where it does not end in time."""
    command = [sys.executable, "-m", "benchmarks.settlement", "--cell", tool, str(parties), str(size)]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise SystemExit(f"{tool}, {parties} parties, {size} packages: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def compare(parties: list[int], sizes: list[int], limit: float) -> tuple[list[dict[str, Any]], bool]:
    """All cells, and whether all frontiers agree."""
    rows: list[dict[str, Any]] = []
    agree = True
    for size in sizes:
        for p in parties:
            found = {tool: measured(tool, p, size, limit) for tool in TOOLS}
            ours = found["detente"]
            if ours is None:
                raise SystemExit(f"detente, {p} parties, {size} packages: not within {limit} s")
            row: dict[str, Any] = {
                "packages": size,
                "parties": p,
                "frontier_points": len(ours["points"]["fastest"]),
            }
            for tool, done in found.items():
                row[tool] = done and {"seconds": done["seconds"], "peak_mb": done["peak_mb"]}
                if done and tool != "detente":
                    row[f"ratio_{tool}"] = done["seconds"] / ours["seconds"]
                    row[f"same_{tool}"] = done["points"][tool] == ours["points"][tool]
                    agree &= row[f"same_{tool}"]
            rows.append(row)
            print(markdown_row(row), flush=True)
    return rows, agree


HEAD = (
    "| packages | parties | frontier points | Détente s (MB) | NegMAS public s (MB) | times slower "
    "| NegMAS fastest s (MB) | times slower | same frontier |\n|---|---|---|---|---|---|---|---|---|"
)


def markdown_row(row: dict[str, Any]) -> str:
    def shown(tool: str) -> str:
        found = row[tool]
        return f"{found['seconds']:.4f} ({found['peak_mb']:.0f})" if found else "not in time"

    def ratio(tool: str) -> str:
        return f"{row[f'ratio_{tool}']:.1f}" if f"ratio_{tool}" in row else "–"

    same = all(row.get(f"same_{tool}", True) for tool in ("public", "fastest"))
    cells = [f"{row['packages']:,}", str(row["parties"]), f"{row['frontier_points']:,}", shown("detente")]
    for tool in ("public", "fastest"):
        cells += [shown(tool), ratio(tool)]
    return f"| {' | '.join([*cells, 'yes' if same else 'NO'])} |"


def machine() -> dict[str, str]:
    import negmas
    import numpy as np

    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "negmas": negmas.__version__,
        "machine": platform.machine(),
        "system": platform.system(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.settlement", description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--parties", default="2,3,5")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--limit", type=float, default=600, help="seconds a cell may take")
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks/settlement.json"))
    parser.add_argument("--cell", nargs=3, metavar=("TOOL", "PARTIES", "SIZE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cell:
        print(json.dumps(cell(given.cell[0], int(given.cell[1]), int(given.cell[2]))))
        return 0
    print(HEAD, flush=True)
    numbers = [[int(n) for n in text.split(",")] for text in (given.parties, given.sizes)]
    rows, agree = compare(numbers[0], numbers[1], given.limit)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2) + "\n", encoding="utf-8")
    print(f"\nCPU seconds of one thread; peak memory of the process. {machine()}. Also in {given.json}.")
    if not agree:
        print("The frontiers differ.")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
