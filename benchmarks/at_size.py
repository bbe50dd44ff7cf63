"""What is promised of settlements at size, in one run: every line with its floor, beside NegMAS where that can finish.

    python -m benchmarks.at_size [--scenarios DIR…] [--no-peer] [--no-chart] [--json FILE]

Every cell runs in a process of its own, on one thread: CPU seconds without imports, the smallest of several runs (what
the work takes when least disturbed), and the peak memory of the process with imports.

- ratios: 10^6 packages, as in `benchmarks.settlement`. "public" is its documented path (frontier of what reserved
  values leave, then five kinds of points) beside our frontier of A with five solutions, from the issue tables on;
  "fastest" is its bare frontier on values that numpy summed, beside our frontier of F. Frontiers are compared as sets.
- lines at 10^20 packages and beyond: problems of `benchmarks.folding` and `benchmarks.searching`; of the frontier the
  slower of F and of A with its solutions counts; certified solutions count with their proofs. "maximin" is the largest
  smallest gain, proved; the egalitarian solution goes on to the next smallest and to all ties.
- concessions: walk-aways at 90 % of the best, so that somebody has to give way; with red lines, six of two or three
  issues each.
- scenarios: from each problem to frontier of A and solutions, all together; reading files is not counted.

The run ends with code 1 where a floor is missed or a frontier differs; `--scenarios` are folders above scenario
folders, read where they lie. The chart goes to docs/pictures/cost-against-size.svg.
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
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import folding, searching, settlement

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
RATIOS = ((2, 3000, 100), (3, 3000, 100), (5, 300, 100))
"""Parties, and how many times faster than the public path and than the fastest use."""
LINES: tuple[tuple[str, float, str, tuple[Any, ...]], ...] = (
    ("frontier, 2 parties × 20 × 10, scored", 0.1, "frontier", (2, 20, "scored")),
    ("frontier, 2 parties × 20 × 10, floats", 0.1, "frontier", (2, 20, "floats")),
    ("frontier, 2 parties × 20 × 10, contested", 0.1, "frontier", (2, 20, "contested")),
    ("frontier, 3 parties × 20 × 10, scored", 0.1, "frontier", (3, 20, "scored")),
    ("frontier, 3 parties × 20 × 10, contested", 5, "frontier", (3, 20, "contested")),
    ("frontier, 4 parties × 20 × 10, scored", 1, "frontier", (4, 20, "scored")),
    ("frontier, 5 parties × 10 × 10, scored", 0.5, "frontier", (5, 10, "scored")),
    ("Nash, 10 parties × 30 × 10", 1, "solution", ("nash", 10, 30, 0, 0.0)),
    ("Nash, 10 parties × 30 × 10, red lines at 60 %", 20, "solution", ("nash", 10, 30, 0, 0.6)),
    ("maximin, 40 rules, 5 parties × 20 × 10", 5, "maximin", (5, 20, 40)),
    ("egalitarian, all of it, 40 rules, 5 parties × 20 × 10", 5, "solution", ("egalitarian", 5, 20, 40, 0.0)),
    ("maximin, 40 rules, 10 parties × 30 × 10", 40, "maximin", (10, 30, 40)),
    ("size of the zone, 2 parties × 20 × 10", 3, "zone", (2, 20, "scored")),
    ("size of the zone, 3 parties × 20 × 10", 3, "zone", (3, 20, "scored")),
    ("concessions, 2 parties × 20 × 10, scored", 3, "concessions", (2, 20, "scored", 0)),
    ("concessions, 2 parties × 20 × 10, contested", 3, "concessions", (2, 20, "contested", 0)),
    ("concessions, 2 parties × 20 × 10, red lines", 3, "concessions", (2, 20, "scored", 6)),
    ("concessions, 3 parties × 20 × 10, scored", 3, "concessions", (3, 20, "scored", 0)),
    ("concessions, 3 parties × 20 × 10, contested", 3, "concessions", (3, 20, "contested", 0)),
    ("concessions, 3 parties × 20 × 10, red lines", 3, "concessions", (3, 20, "scored", 6)),
)
PEAK = 1024
"""MB."""
CHART = Path("docs/pictures/cost-against-size.svg")
CHARTED = ((2, 20), (3, 20), (4, 16), (5, 10))
"""Parties, and up to how many issues of ten options the chart goes."""


def fold_problem(parties: int, issues: int) -> Any:
    """Points 0 to 100 for every option, walk-aways at 40 % of the best: as in `benchmarks.settlement`."""
    return folding.problem_of(settlement.tables(parties, 10**issues))


def smallest(work: Callable[[], Any], least: float = 1.0, most: int = 200) -> tuple[float, Any]:
    """The smallest CPU time of several runs, about `least` seconds in all, and what was found."""
    seconds: list[float] = []
    found = None
    while not seconds or (sum(seconds) < least and len(seconds) < most):
        start = time.process_time()
        found = work()
        seconds.append(time.process_time() - start)
    return min(seconds), found


def ratio_cell(parties: int) -> dict[str, Any]:
    from detente.engines.settlement.folding import folded_frontier, folded_solutions

    def whole() -> Any:
        found = folded_frontier(fold_problem_of(tables))
        return found, folded_solutions(found)

    fold_problem_of = folding.problem_of
    tables = settlement.tables(parties, 10**6)
    seconds_a, (of_a, _) = smallest(whole, 3.0)
    seconds_f, of_f = smallest(lambda: folded_frontier(fold_problem_of(tables), "feasible"), 3.0)
    return {
        "public": seconds_a,
        "fastest": seconds_f,
        "points": {name: sorted(map(tuple, f.scores.tolist())) for name, f in (("public", of_a), ("fastest", of_f))},
    }


def frontier_cell(parties: int, issues: int, kind: str) -> dict[str, Any]:
    found = folding.frontier_cell(parties, issues, kind, 2)
    told = f"{found['points_f']:,} points of F, {found['points_a']:,} of A"
    return {"seconds": max(found["seconds_f"][0], found["seconds_a"][0]), "found": told}


def solution_cell(name: str, parties: int, issues: int, rules: int, share: float) -> dict[str, Any]:
    found = searching.run_detente(name, searching.problem(parties, issues, rules, share, 0))
    told = f"{'proved' if found['proved'] else 'NOT PROVED'}, smallest value {found['smallest']}"
    return {"seconds": found["cpu"], "found": told, "missed": not found["proved"]}


def maximin_cell(parties: int, issues: int, rules: int) -> dict[str, Any]:
    from fractions import Fraction

    from detente.engines.settlement.searching.aims import Worst
    from detente.engines.settlement.searching.descent import search
    from detente.engines.settlement.searching.splitting import split

    asked = searching.problem(parties, issues, rules, 0.0, 0)
    start = time.process_time()
    parts = split(asked)
    every = tuple(range(parties))
    walk_aways = tuple(int(f) for f in parts.floors[:parties])
    found = search(parts, Worst(parts.floors, walk_aways, (Fraction(1),) * parties, every, every))
    spent = time.process_time() - start
    assert found.aim.incumbent is not None
    told = f"{'proved' if found.complete else 'NOT PROVED'}, smallest value {min(found.aim.incumbent[:parties])}"
    return {"seconds": spent, "found": told, "missed": not found.complete}


def zone_cell(parties: int, issues: int, kind: str) -> dict[str, Any]:
    found = folding.size_cell(parties, issues, kind, 2)
    return {"seconds": found["seconds"][0], "found": f"{found['acceptable']:,} acceptable"}


def concessions_cell(parties: int, issues: int, kind: str, red_lines: int) -> dict[str, Any]:
    import numpy as np

    from detente.engines.settlement import Ground
    from detente.engines.settlement.searching import CertifiedConcessions, certified_concessions

    scores = folding.tables(parties, issues, kind)
    asked = folding.problem_of(scores)
    best = np.stack([table.max(axis=0) for table in scores]).sum(axis=0)
    rules = [c.rule for c in searching.problem(parties, issues, red_lines, 0.0, 0).constraints]
    asked = replace(
        asked,
        walk_away=(best * 9 // 10).astype(np.int64),
        grounds=tuple(Ground("red-line", f"g{n}", n % parties, ~rule) for n, rule in enumerate(rules)),
    )
    seconds, found = smallest(lambda: certified_concessions(asked), 0.5)
    assert isinstance(found, CertifiedConcessions)
    told = f"{found.breaches} breaches, {found.parties_below} below, share {float(found.total_share):.4f}"
    return {"seconds": seconds, "found": told, "missed": not found.proved}


def chart_cell(parties: int, issues: int) -> dict[str, Any]:
    from detente.engines.settlement.folding import folded_frontier, folded_solutions

    problem = fold_problem(parties, issues)
    seconds, found = smallest(lambda: folded_solutions(folded_frontier(problem, limit=10**6)), 0.2)
    return {"seconds": seconds, "found": len(found)}


def peer_chart_cell(parties: int, issues: int) -> dict[str, Any]:
    settlement.run_public(settlement.tables(2, 1000))
    return {"seconds": settlement.run_public(settlement.tables(parties, 10**issues))[0]}


def scenarios_cell(*roots: str) -> dict[str, Any]:
    from benchmarks.scenarios import FOLD_LIMIT, LIMIT, large_problem, problem_of
    from benchmarks.scenarios_data import found_below

    from detente.engines.settlement.folding import folded_frontier, folded_solutions
    from detente.foundation.errors import DetenteError

    problems: dict[str, list[Any]] = {}
    refused = 0
    for one in (one for root in roots for one in found_below(Path(root))):
        if one.negotiation is None or one.scenario is None:
            continue
        try:
            made = problem_of(one) if one.scenario.size <= LIMIT else large_problem(one)
        except DetenteError:
            refused += 1
            continue
        problems.setdefault(one.family, []).append(made)
    found: dict[str, Any] = {"refused": refused, "families": {}}
    for family, asked in problems.items():

        def work(asked: list[Any] = asked) -> int:
            return sum(len(folded_solutions(folded_frontier(p, limit=FOLD_LIMIT))) > 0 for p in asked)

        seconds, done = smallest(work, 6.0, 3)
        found["families"][family] = {"seconds": seconds, "scenarios": done}
    return found


CELLS: dict[str, Callable[..., dict[str, Any]]] = {
    "ratio": ratio_cell,
    "frontier": frontier_cell,
    "solution": solution_cell,
    "maximin": maximin_cell,
    "zone": zone_cell,
    "concessions": concessions_cell,
    "chart": chart_cell,
    "peer chart": peer_chart_cell,
    "scenarios": scenarios_cell,
}


def measured(what: str, *given: Any, limit: float = 400) -> dict[str, Any] | None:
    """A cell in a process of its own; None where it does not end in time."""
    command = [sys.executable, "-m", "benchmarks.at_size", "--cell", json.dumps([what, *given])]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise SystemExit(f"{what} {given}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def ratios(limit: float) -> list[dict[str, Any]]:
    """NegMAS beside folding at 10^6 packages; the smallest of two runs of NegMAS where one is short."""
    rows: list[dict[str, Any]] = []
    for parties, *floors in RATIOS:
        ours = measured("ratio", parties)
        assert ours is not None
        for tool, floor in zip(("public", "fastest"), floors, strict=True):
            runs = [settlement.measured(tool, parties, 10**6, limit)]
            if runs[0] and runs[0]["seconds"] < 20:
                runs.append(settlement.measured(tool, parties, 10**6, limit))
            theirs = min((run for run in runs if run), key=lambda run: run["seconds"], default=None)
            row: dict[str, Any] = {
                "line": f"10^6 packages, {parties} parties, {tool}",
                "floor": floor,
                "ours": ours[tool],
            }
            if theirs is not None:
                same = [list(p) for p in ours["points"][tool]] == [list(p) for p in theirs["points"][tool]]
                row |= {"theirs": theirs["seconds"], "measured": theirs["seconds"] / ours[tool], "same": same}
                row["missed"] = row["measured"] < floor or not same
            row["peak_mb"] = ours["peak_mb"]
            rows.append(row)
            told = f"{row['theirs']:.2f} s | {row['measured']:,.0f} ×" if "theirs" in row else "not in time | –"
            same_told = {True: "yes", False: "NO"}.get(row.get("same", None), "–")  # type: ignore[arg-type]
            verdict = {True: "missed", False: "kept"}.get(row.get("missed", None), "open")  # type: ignore[arg-type]
            print(
                f"| {row['line']} | {floor:,} × | {1e3 * row['ours']:.2f} ms | {told} | {same_told} | {verdict} |",
                flush=True,
            )
    return rows


def lines(scenarios: list[str]) -> list[dict[str, Any]]:
    """Every line with a floor in seconds, then the scenarios and the largest memory."""
    rows: list[dict[str, Any]] = []

    def tell(row: dict[str, Any]) -> None:
        row["missed"] = row.get("missed", False) or row["measured"] is None or row["measured"] >= row["floor"]
        rows.append(row)
        took = "not in time" if row["measured"] is None else f"{row['measured']:.3f} {row['unit']}"
        verdict = "missed" if row["missed"] else "kept"
        print(f"| {row['line']} | < {row['floor']:g} {row['unit']} | {took} | {row['found']} | {verdict} |", flush=True)

    for line, floor, what, given in LINES:
        got = measured(what, *given) or {"seconds": None, "found": "stopped after 400 s", "peak_mb": 0}
        tell({"line": line, "floor": floor, "unit": "s", "measured": got["seconds"], **got})
    if scenarios:
        got = measured("scenarios", *scenarios, limit=400)
        assert got is not None
        for family, found in got["families"].items():
            told = f"{found['scenarios']} scenarios from problem to frontier and solutions"
            row = {"line": f"scenarios in the format of {family}, together", "floor": 2, "unit": "s", "found": told}
            tell({**row, "measured": found["seconds"], "peak_mb": got["peak_mb"]})
    return rows


def chart(peer: bool) -> list[dict[str, Any]]:
    """CPU seconds by size: ours for each number of parties, NegMAS's public path as far as 10^6."""
    rows: list[dict[str, Any]] = []
    for parties, most in CHARTED:
        for issues in range(3, most + 1):
            got = measured("chart", parties, issues, limit=60)
            if got is None:
                break
            rows.append({"tool": "Détente", "parties": parties, "issues": issues, "seconds": got["seconds"]})
    for parties in (2, 5) if peer else ():
        for issues in range(3, 7):
            got = measured("peer chart", parties, issues, limit=120)
            if got is not None:
                rows.append({"tool": "NegMAS", "parties": parties, "issues": issues, "seconds": got["seconds"]})
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.at_size", description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--scenarios", nargs="*", default=[])
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--no-lines", action="store_true")
    parser.add_argument("--no-chart", action="store_true")
    parser.add_argument("--limit", type=float, default=170, help="seconds that one run of NegMAS may take")
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks/at_size.json"))
    parser.add_argument("--cell", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cell:
        what, *parameters = json.loads(given.cell)
        found = CELLS[what](*parameters)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**10 if sys.platform != "darwin" else 2**20)
        print(json.dumps({**found, "peak_mb": peak}))
        return 0
    report: dict[str, Any] = {"machine": {"python": platform.python_version(), "load": os.getloadavg()}}
    if not given.no_lines:
        print("| line | floor | measured | found | |\n|---|---|---|---|---|", flush=True)
        report["lines"] = lines(given.scenarios)
    if not given.no_peer:
        print("\n| beside NegMAS | floor | Détente | NegMAS | ratio | same frontier | |\n|---|---|---|---|---|---|---|")
        report["ratios"] = ratios(given.limit)
    rows = report.get("lines", []) + report.get("ratios", [])
    if rows:
        peak = max(row["peak_mb"] for row in rows)
        rows.append({"missed": peak >= PEAK})
        print(
            f"\nPeak memory of the largest cell: {peak:.0f} MB, floor {PEAK} MB: {'missed' if peak >= PEAK else 'kept'}"
        )
    if not given.no_chart:
        from benchmarks.at_size_chart import drawn

        report["chart"] = chart(not given.no_peer)
        CHART.write_text(drawn(report["chart"]), encoding="utf-8")
        print(f"Cost against size: {CHART}")
    print(
        f"\nCPU seconds of one thread, the smallest of several runs. {report['machine']}; load now {os.getloadavg()}."
    )
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 1 if any(row.get("missed") for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
