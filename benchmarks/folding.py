"""Frontiers, solutions and zone sizes of problems up to 10^20 packages; beside enumeration where that is possible.

    python -m benchmarks.folding [--repeat 3] [--json FILE] [--quick | --large]

Every cell runs in a process of its own, on one thread, after a small problem to warm up: CPU seconds without imports,
as smallest and largest of several runs in that process, and peak memory of the process with imports.

Three kinds of values, 10 options an issue, seeded:

- scored: each party deals 100 points over the issues at random; options get whole points up to that.
- floats: random numbers between 0 and 1, on a grid of 1e-9.
- contested: on every issue the parties' best points lie far apart on a line of ten options, and value falls evenly
  with the distance from one's own; weights between issues are random; on a grid of 1e-6.

Walk-aways lie at 40 % of what the best options add up to. `F` is the frontier of all packages, `A` that of the
acceptable ones together with the five solutions on it. On 10^6 packages of the same kinds folding stands beside
enumeration twice: all that both answer (frontiers of F and A, solutions, size of the zone) beside `settle`, and the
frontier of F alone beside valuing all packages and filtering them. The run fails with code 1 where frontiers,
counts or solutions differ.
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
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
OPTIONS = 10
RESERVED = 0.4
KINDS = ("scored", "floats", "contested")
FRONTIERS = (
    (2, 20, "scored"),
    (2, 20, "floats"),
    (2, 20, "contested"),
    (3, 20, "scored"),
    (3, 20, "floats"),
    (3, 20, "contested"),
    (4, 20, "scored"),
    (5, 10, "scored"),
)
LARGE = ((4, 20, "floats"), (5, 20, "scored"))
POINTS = 500_000
"""Limit of partial sums in all cells."""
SIZES = ((2, 20, "scored"), (3, 20, "scored"))
BESIDE = ((2, 6, "scored"), (3, 6, "scored"), (5, 6, "scored"), (2, 6, "contested"), (3, 6, "contested"))


def tables(parties: int, issues: int, kind: str) -> Any:
    """table[issue][option, party], whole numbers."""
    import numpy as np

    rng = np.random.default_rng([20251215, parties, issues, KINDS.index(kind)])
    if kind == "floats":
        return [np.rint(rng.random((OPTIONS, parties)) * 1e9).astype(np.int64) for _ in range(issues)]
    if kind == "scored":
        dealt = np.stack([rng.multinomial(100 - issues, np.ones(issues) / issues) + 1 for _ in range(parties)], axis=1)
        return [np.stack([rng.integers(0, most + 1, size=OPTIONS) for most in of_issue], axis=1) for of_issue in dealt]
    line = np.linspace(0, 1, OPTIONS)[:, None]
    found: list[Any] = []
    for _ in range(issues):
        best = rng.permutation((np.arange(parties) + rng.random(parties)) / parties)
        found.append(np.rint(1e6 * rng.random(parties) * (1 - np.abs(line - best))).astype(np.int64))
    return found


def problem_of(scores: Any) -> Any:
    from fractions import Fraction

    import numpy as np

    from detente.engines.settlement import SettlementProblem
    from detente.foundation.conditions import Term, Vocabulary

    parties = scores[0].shape[1]
    options = tuple(f"o{j}" for j in range(OPTIONS))
    return SettlementProblem(
        parties=tuple(f"p{i}" for i in range(parties)),
        issues=Vocabulary(tuple(Term(f"i{k}", "choice", options) for k in range(len(scores)))),
        scores=tuple(scores),
        units=(Fraction(1),) * parties,
        walk_away=np.array([int(RESERVED * sum(int(t[:, p].max()) for t in scores)) for p in range(parties)]),
        consent=tuple(range(parties)),
    )


def timed(work: Callable[[], Any], repeat: int) -> tuple[list[float], Any]:
    """CPU seconds of each run, ascending, and what the last one found."""
    seconds: list[float] = []
    found = None
    for _ in range(repeat):
        found = None
        start = time.process_time()
        found = work()
        seconds.append(time.process_time() - start)
    return sorted(seconds), found


def frontier_cell(parties: int, issues: int, kind: str, repeat: int) -> dict[str, Any]:
    from detente.engines.settlement.folding import folded_frontier, folded_solutions

    problem = problem_of(tables(parties, issues, kind))

    def acceptable() -> Any:
        found = folded_frontier(problem, limit=POINTS)
        return found, folded_solutions(found)

    of_f, found_f = timed(lambda: folded_frontier(problem, "feasible", limit=POINTS), repeat)
    of_a, (found_a, _) = timed(acceptable, repeat)
    return {
        "points_f": len(found_f),
        "packages_f": found_f.n_packages,
        "seconds_f": of_f,
        "points_a": len(found_a),
        "seconds_a": of_a,
    }


def size_cell(parties: int, issues: int, kind: str, repeat: int) -> dict[str, Any]:
    from detente.engines.settlement.folding import zone_size

    problem = problem_of(tables(parties, issues, kind))
    seconds, found = timed(lambda: zone_size(problem), repeat)
    return {"acceptable": found.acceptable, "packages": found.packages, "seconds": seconds}


def beside_cell(parties: int, issues: int, kind: str, repeat: int) -> dict[str, Any]:
    """Folding and enumerating the same problem: seconds of both, and whether they agree."""
    from detente.engines.settlement import settle
    from detente.engines.settlement.dominance import non_dominated
    from detente.engines.settlement.folding import folded_frontier, folded_solutions, zone_size
    from detente.engines.settlement.packages import Packages

    problem = problem_of(tables(parties, issues, kind))

    def filtering() -> Any:
        packages = Packages(problem)
        return non_dominated([packages.column(p) for p in problem.consent])

    def folding() -> Any:
        found = folded_frontier(problem)
        return folded_frontier(problem, "feasible"), found, folded_solutions(found), zone_size(problem)

    folded, (of_f, of_a, solutions, size) = timed(folding, repeat)
    enumerated, settlement = timed(lambda: settle(problem), repeat)
    alone, _ = timed(lambda: folded_frontier(problem, "feasible"), repeat)
    filtered, _ = timed(filtering, repeat)
    same = size.acceptable == settlement.n_acceptable
    for ours, theirs in ((of_f, settlement.frontier_feasible), (of_a, settlement.frontier_acceptable)):
        points = dict(zip(map(tuple, ours.scores.tolist()), ours.counts, strict=True))
        same &= points == Counter(map(tuple, theirs.scores.tolist()))
    for name, solution in settlement.solutions.items():
        same &= solutions[name].solution.packages == solution.packages
    return {
        "points_f": len(of_f),
        "folding": folded,
        "enumeration": enumerated,
        "folding_f": alone,
        "enumeration_f": filtered,
        "same": bool(same),
    }


CELLS = {"frontier": frontier_cell, "size": size_cell, "beside": beside_cell}


def cell(what: str, parties: int, issues: int, kind: str, repeat: int) -> dict[str, Any]:
    CELLS[what](parties, 2, kind, 1)
    found = CELLS[what](parties, issues, kind, repeat)
    return {**found, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(what: str, parties: int, issues: int, kind: str, repeat: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.folding", "--repeat", str(repeat)]
    command += ["--cell", what, str(parties), str(issues), kind]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **dict.fromkeys(THREADS, "1")}
    )
    if done.returncode:
        raise SystemExit(f"{what}, {parties} × {issues} {kind}: {done.stderr.strip()[-2000:]}")
    return {"parties": parties, "issues": issues, "kind": kind, **json.loads(done.stdout.splitlines()[-1])}


def span(seconds: list[float]) -> str:
    """Smallest and largest, for the noise."""
    return f"{seconds[0]:.3f}" if len(seconds) == 1 else f"{seconds[0]:.3f} to {seconds[-1]:.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.folding", description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--repeat", type=int, default=3, help="runs of each cell")
    parser.add_argument("--quick", action="store_true", help="two parties only")
    parser.add_argument("--large", action="store_true", help="two frontiers of some 100,000 points more")
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks/folding.json"))
    parser.add_argument("--cell", nargs=4, metavar=("WHAT", "PARTIES", "ISSUES", "KIND"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cell:
        what, parties, issues, kind = given.cell
        print(json.dumps(cell(what, int(parties), int(issues), kind, given.repeat)))
        return 0
    rows: dict[str, list[dict[str, Any]]] = {}
    heads = {
        "frontier": "| parties × issues | values | points of F | packages on F | F, CPU s | points of A "
        "| A and solutions, CPU s | MB |\n|---|---|---|---|---|---|---|---|",
        "size": "| parties × issues | values | packages | acceptable | CPU s | MB |\n|---|---|---|---|---|---|",
        "beside": "| parties × issues | values | points of F | folding, CPU s | `settle`, CPU s | times slower "
        "| F alone, folding | F alone, filtering | times slower | same | MB |"
        "\n|---|---|---|---|---|---|---|---|---|---|---|",
    }
    for what, cells in (("frontier", FRONTIERS + LARGE * given.large), ("size", SIZES), ("beside", BESIDE)):
        print(f"\n{heads[what]}", flush=True)
        for parties, issues, kind in cells:
            if given.quick and parties > 2:
                continue
            row = measured(what, parties, issues, kind, given.repeat)
            rows.setdefault(what, []).append(row)
            print(f"| {' | '.join(shown(what, row))} |", flush=True)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    told = {"python": platform.python_version(), "machine": platform.machine(), "load": os.getloadavg()}
    given.json.write_text(json.dumps({"machine": told, "rows": rows}, indent=2) + "\n", encoding="utf-8")
    print(f"\nCPU seconds of one thread, smallest to largest of {given.repeat} runs. {told}. Also in {given.json}.")
    return 0 if all(row["same"] for row in rows["beside"]) else 1


def shown(what: str, row: dict[str, Any]) -> list[str]:
    cells = [f"{row['parties']} × {row['issues']}", row["kind"]]
    if what == "frontier":
        cells += [f"{row['points_f']:,}", f"{row['packages_f']:,}", span(row["seconds_f"])]
        cells += [f"{row['points_a']:,}", span(row["seconds_a"])]
    elif what == "size":
        cells += [f"{row['packages']:.0e}", f"{row['acceptable']:,}", span(row["seconds"])]
    else:
        cells.append(f"{row['points_f']:,}")
        for ours, theirs in (("folding", "enumeration"), ("folding_f", "enumeration_f")):
            ratio = row[theirs][0] / row[ours][0]
            cells += [span(row[ours]), span(row[theirs]), f"{ratio:.1f}"]
        cells.append("yes" if row["same"] else "NO")
    return [*cells, f"{row['peak_mb']:.0f}"]


if __name__ == "__main__":
    sys.exit(main())
