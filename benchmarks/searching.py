"""Time and memory of certified search against its targets; with --peer, HiGHS on the same problem in the same run.

    python -m benchmarks.searching [--seeds 2] [--only nash] [--peer] [--json FILE]

Every cell runs in a process of its own, on one thread: CPU seconds without imports, peak memory with them. Scores
are 0 to 100, ten options an issue, one seed a problem. A rule is a clause over two or three issues, each with two
to five of its options. `--peer` states the smallest gain as a mixed-integer program for highspy, if it is installed,
and ends with code 1 where the two values differ.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
OPTIONS = 10

CELLS: tuple[tuple[str, int, int, int, float, float], ...] = (
    ("nash", 10, 30, 0, 0.0, 1),
    ("nash", 10, 30, 0, 0.6, 20),
    ("nash", 10, 30, 40, 0.5, 20),
    ("utilitarian", 5, 20, 40, 0.0, 1),
    ("utilitarian", 10, 30, 40, 0.0, 1),
    ("egalitarian", 5, 10, 20, 0.0, 5),
    ("egalitarian", 5, 20, 40, 0.0, 5),
    ("egalitarian", 10, 20, 40, 0.0, 40),
    ("egalitarian", 10, 30, 0, 0.0, 40),
    ("egalitarian", 10, 30, 40, 0.0, 40),
)
"""Solution, parties, issues, rules, walk-aways as a share of the best, target in CPU seconds."""


def problem(parties: int, issues: int, rules: int, share: float, seed: int) -> Any:
    from fractions import Fraction

    import numpy as np

    from detente.engines.settlement import Constraint, SettlementProblem
    from detente.foundation.conditions import Term, Vocabulary, bind, parse

    rng = np.random.default_rng([1, parties, issues, seed])
    scores = tuple(rng.integers(0, 101, size=(OPTIONS, parties)) for _ in range(issues))
    options = tuple(f"o{v}" for v in range(OPTIONS))
    words = Vocabulary(tuple(Term(f"i{k}", "choice", options) for k in range(issues)))
    constraints: list[Any] = []
    for number in range(rules):
        parts: list[str] = []
        for i in rng.choice(issues, int(rng.integers(2, 4)), replace=False).tolist():
            some = rng.choice(OPTIONS, int(rng.integers(2, 6)), replace=False)
            parts.append(f"i{i} in {{{', '.join(f'o{v}' for v in sorted(some.tolist()))}}}")
        constraints.append(Constraint(f"c{number}", bind(parse(" or ".join(parts)), words)))
    walk_away = [int(share * sum(int(t[:, p].max()) for t in scores)) for p in range(parties)]
    return SettlementProblem(
        parties=tuple(f"party {p}" for p in range(parties)),
        issues=words,
        scores=scores,
        units=(Fraction(1),) * parties,
        walk_away=np.array(walk_away),
        consent=tuple(range(parties)),
        constraints=tuple(constraints),
    )


def run_detente(name: str, asked: Any) -> dict[str, Any]:
    from detente.engines.settlement.searching import CertifiedSolution, certified_solution

    start = time.process_time()
    found = certified_solution(asked, name)  # type: ignore[arg-type]
    spent = time.process_time() - start
    if not isinstance(found, CertifiedSolution):
        return {"cpu": spent, "proved": False, "smallest": None}
    certificate: Any = found.solution.certificate
    return {
        "cpu": spent,
        "proved": found.proved,
        "ties": found.n_packages,
        "partial_sums": certificate["partial_sums"],
        "smallest": float(min(found.solution.values[0])),
    }


def run_highs(asked: Any) -> dict[str, Any]:
    """The smallest gain as a mixed-integer program, stopped after 300 seconds."""
    from detente.engines.settlement.searching.splitting import split

    highspy: Any = importlib.import_module("highspy")
    parts = split(asked)
    model: Any = highspy.Highs()
    model.silent()
    for option, value in (("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.999), ("time_limit", 300.0)):
        model.setOptionValue(option, value)
    least = model.addVariable(lb=-1e6, ub=1e6)
    taken = [[model.addBinary() for _ in range(len(b))] for b in parts.blocks]
    for group in taken:
        model.addConstr(sum(group) == 1)
    for c, floor in enumerate(parts.floors.tolist()):
        terms = [
            int(b.scores[v, c]) * x
            for b, group in zip(parts.blocks, taken, strict=True)
            for v, x in enumerate(group)
            if b.scores[v, c]
        ]
        model.addConstr(sum(terms) - least >= 0 if c < parts.bargainers else sum(terms) >= floor)
    start = time.process_time()
    model.maximize(least)
    spent = time.process_time() - start
    info = model.getInfo()
    closed = info.mip_dual_bound - info.objective_function_value < 1
    return {"cpu": spent, "proved": closed, "smallest": float(round(info.objective_function_value))}


def cell(tool: str, name: str, *given: Any) -> dict[str, Any]:
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    command = [sys.executable, "-m", "benchmarks.searching", "--cell", json.dumps([tool, name, *given])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def measure(tool: str, name: str, *given: Any) -> dict[str, Any]:
    asked = problem(*given)
    answer = run_detente(name, asked) if tool == "detente" else run_highs(asked)
    return {**answer, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cell", default="")
    asked = parser.parse_args()
    if asked.cell:
        sys.stdout.write(json.dumps(measure(*json.loads(asked.cell))))
        return 0
    rows: list[dict[str, Any]] = []
    for name, parties, issues, rules, share, target in CELLS:
        if asked.only and asked.only != name:
            continue
        for seed in range(asked.seeds):
            tools = ("detente", "highs") if asked.peer and name == "egalitarian" else ("detente",)
            for tool in tools:
                found = cell(tool, name, parties, issues, rules, share, seed)
                about = {"tool": tool, "solution": name, "parties": parties, "issues": issues, "rules": rules}
                rows.append({**about, "walk_aways": share, "seed": seed, "target": target, **found})
                sys.stdout.write(
                    f"{tool:8} {name:12} {parties:2} x {issues:2}, {rules:2} rules, at {share:.1f}, seed {seed}: "
                    f"{found['cpu']:6.2f} s (target {target:g}), {found['peak_mb']:4.0f} MB, "
                    f"{'proved' if found['proved'] else 'open'}, smallest {found['smallest']}, "
                    f"{found.get('partial_sums', 0):,} partial sums\n"
                )
                sys.stdout.flush()
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1))
    return 1 if _differ(rows) else 0


def _differ(rows: list[dict[str, Any]]) -> bool:
    """Whether two tools proved different smallest gains on one problem."""
    seen: dict[tuple[Any, ...], set[float]] = {}
    for row in rows:
        if row["proved"] and row["solution"] == "egalitarian":
            key = (row["parties"], row["issues"], row["rules"], row["seed"])
            seen.setdefault(key, set()).add(row["smallest"])
    return any(len(values) > 1 for values in seen.values())


if __name__ == "__main__":
    sys.exit(main())
