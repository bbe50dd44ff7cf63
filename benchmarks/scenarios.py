"""Published negotiation scenarios: how many can be read, what the engine says of them, and where NegMAS differs.

    python -m benchmarks.scenarios DATA… [--peer 20000] [--json FILE]

DATA are folders anywhere above scenario folders: NegMAS's (YAML), GENIUS's (XML), NegoLog's and LLM-Deliberation's.
The files belong to others and are read where they lie.

- reading: folders by format, those with over 20 profiles ("pools", not analysed), and for those refused the rules that
  their faults break;
- time: CPU seconds of one thread for reading, for making cases and reading them, for `settle` (it enumerates; larger
  ones are counted), and for frontiers and solutions by merging issues, in a process of its own with its peak memory;
- printed values: NegoLog's Nash product and welfare, LLM-Deliberation's deals that meet every threshold;
- NegMAS: frontier, Nash, maximin ("Kalai"), Kalai–Smorodinsky and welfare points of every scenario with at most so many
  packages, each difference under what explains it. Runs where NegMAS is installed (`make bench` makes such a place).

Solutions that compare scales (welfare, smallest gain) are taken from cases with one scale for all parties.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.scenarios_data import FAMILIES, Found, found_below, printed_by_negolog

from detente.case.exchange.scenario_case import scenario_case
from detente.case.exchange.scenario_case_numbers import case_numbers
from detente.case.reading import parse_case
from detente.engines.settlement import SettlementProblem, Solution, settle
from detente.engines.settlement.folding import folded_frontier, folded_solutions
from detente.engines.settlement.of_case import settlement_problem
from detente.engines.settlement.packages import LIMIT
from detente.foundation.conditions import Term, Vocabulary
from detente.foundation.errors import DetenteError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
OURS = {"nash": "nash", "kalai": "egalitarian", "ks": "kalai-smorodinsky", "welfare": "utilitarian"}
FOLD_LIMIT = 200_000
DEALS = {"base": 12, "base_rewritten": 12, "base_7players": 52, "game1": 21, "game2": 18, "game3": 35}
"""Deals of LLM-Deliberation's games that meet every threshold, counted by listing all packages."""


def problem_of(found: Found, *, one_scale: bool = False) -> SettlementProblem:
    """The problem by way of the case's text, as a user would have it."""
    assert found.scenario is not None
    return settlement_problem(parse_case(scenario_case(found.scenario, one_scale=one_scale)).case)


def large_problem(found: Found) -> SettlementProblem:
    """The problem of a scenario with more packages than `settlement_problem` lets through, on the same numbers."""
    from detente.engines.settlement import from_points

    scenario = found.scenario
    assert scenario is not None
    numbers = [case_numbers(party) for party in scenario.parties]
    shares = [[w / sum(one.weights) for w in one.weights] for one in numbers]
    return from_points(
        [party.name for party in scenario.parties],
        Vocabulary(
            tuple(
                Term(f"i{n}", "choice", tuple(f"o{m}" for m in range(len(issue.options))))
                for n, issue in enumerate(scenario.issues)
            )
        ),
        [
            [[share[i] * one.values[i][o] for share, one in zip(shares, numbers, strict=True)] for o in range(size)]
            for i, size in enumerate(len(issue.options) for issue in scenario.issues)
        ],
        [one.walk_away for one in numbers],
        consent=range(len(numbers)),
    )


def timed(roots: list[Path]) -> dict[str, Any]:
    """CPU seconds of each stage over all scenarios, by format, and the peak memory of this process."""
    seconds: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: list[tuple[float, str]] = []
    for root in roots:
        start = time.process_time()
        for found in found_below(root):
            family = found.family
            seconds[family]["reading"] += time.process_time() - start
            if found.negotiation is not None:
                _timed_one(found, seconds[family], sizes[family], slowest)
            start = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**10 if sys.platform != "darwin" else 2**20)
    return {"seconds": seconds, "sizes": sizes, "slowest": sorted(slowest, reverse=True)[:5], "peak_mb": peak}


def _timed_one(found: Found, seconds: dict[str, float], sizes: Counter[str], slowest: list[tuple[float, str]]) -> None:
    scenario = found.scenario
    assert scenario is not None
    start = time.process_time()
    small = scenario.size <= LIMIT
    try:
        problem = problem_of(found) if small else large_problem(found)
    except DetenteError as error:
        sizes[f"no problem: {str(error)[:60]}"] += 1
        return
    made = time.process_time()
    seconds["case"] += made - start
    if small:
        settle(problem)
        done = time.process_time()
        seconds["settle"] += done - made
        sizes["settled"] += 1
        slowest.append((done - made, f"{found.folder.parent.name}/{scenario.name}, {scenario.size:,} packages"))
    else:
        sizes["too large to enumerate"] += 1
    start = time.process_time()
    try:
        folded_solutions(folded_frontier(problem, limit=FOLD_LIMIT))
    except DetenteError as error:
        sizes[f"not merged: {str(error)[:60]}"] += 1
    seconds["merging"] += time.process_time() - start


def negolog(found: list[Found]) -> Counter[str]:
    """How often our exact values are those that NegoLog's authors print, to 1e-9."""
    counts: Counter[str] = Counter()
    for one in found:
        scenario = one.scenario
        if one.family != "NegoLog" or scenario is None:
            continue
        printed = printed_by_negolog(one.folder)
        if scenario.size > LIMIT:
            counts["too large to enumerate"] += 1
            continue
        answer = settle(problem_of(one, one_scale=True))
        utilities: dict[str, list[tuple[Fraction, ...]]] = {}
        for name in ("nash", "utilitarian", "egalitarian"):
            solution = answer.solutions[name]
            assert isinstance(solution, Solution)
            rows = [answer.packages.decode([code])[0].tolist() for code in solution.packages]
            utilities[name] = [tuple(party.utility(row) for party in scenario.parties) for row in rows]
        counts["domains"] += 1
        if "Nash Product" not in printed:
            counts["without printed values"] += 1
            continue
        product = utilities["nash"][0][0] * utilities["nash"][0][1]
        counts["Nash product as printed"] += abs(float(product) - printed["Nash Product"]) < 1e-9
        welfare = float(sum(utilities["utilitarian"][0]))
        counts["welfare as printed"] += abs(welfare - printed["Social Welfare"]) < 1e-9
        named = printed["Kalai_A"] + printed["Kalai_B"]
        counts['its "Kalai" has the greatest welfare'] += abs(welfare - named) < 1e-9
        least = min(utilities["egalitarian"][0])
        counts['its "Kalai" has the greatest smallest utility'] += (
            abs(float(least) - min(printed["Kalai_A"], printed["Kalai_B"])) < 1e-9
        )
    return counts


def beside_peer(found: list[Found], most: int, shown: int) -> dict[str, Any]:
    """Frontiers and points of every scenario up to a size, with what explains each difference."""
    from benchmarks.scenarios_peer import POINTS, Exact, frontier_differences, peer_answer, point_difference

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, str] = {}
    seconds: dict[str, float] = defaultdict(float)
    for one in found:
        scenario = one.negotiation
        if scenario is None or scenario.size > most:
            continue
        try:
            start = time.process_time()
            answer = settle(problem_of(one))
            scaled = settle(problem_of(one, one_scale=True))
            middle = time.process_time()
            theirs = peer_answer(one)
            seconds["NegMAS"] += time.process_time() - middle
            seconds["Détente"] += middle - start
        except DetenteError as error:
            counts["Détente refuses"][str(error)[:70]] += 1
            continue
        except (ValueError, KeyError, AttributeError, OSError, TypeError) as error:
            counts["NegMAS fails"][f"{type(error).__name__}: {str(error)[:70]}"] += 1
            continue
        exact = Exact(scenario)
        ours = frozenset(answer.frontier_acceptable.packages.tolist())
        counts["scenarios"]["compared"] += 1
        differences = frontier_differences(exact, ours, theirs.frontier)
        counts["frontier"]["the same packages"] += not differences
        for why, codes in differences.items():
            counts["frontier"][why] += 1
            counts["packages of the frontier"][why] += len(codes)
            examples.setdefault(f"frontier: {why}", _example(one, exact, codes[0]))
        for name in POINTS:
            solution = (scaled if name in {"kalai", "welfare"} else answer).solutions[OURS[name]]
            mine = frozenset(solution.packages) if isinstance(solution, Solution) else frozenset[int]()
            why = point_difference(exact, name, mine, theirs.points[name], ours) or "the same packages"
            counts[name][why] += 1
            if why != "the same packages" and mine and theirs.points[name]:
                text = f"{_example(one, exact, min(mine))}; NegMAS {_example(one, exact, min(theirs.points[name]))}"
                examples.setdefault(f"{name}: {why}", text)
    return {"counts": counts, "examples": dict(list(examples.items())[:shown]), "seconds": seconds}


def _example(found: Found, exact: Any, code: int) -> str:
    values = ", ".join(f"{float(value):.12g}" for value in exact.values(code))
    return f"{found.folder.parent.name}/{found.folder.name} {exact.digits(code)} = ({values})"


def reading_table(found: list[Found]) -> list[str]:
    lines = ["| format | folders | read | pools | refused | why |", "|---|---|---|---|---|---|"]
    for family in FAMILIES:
        own = [one for one in found if one.family == family]
        refused = Counter(" + ".join(one.reasons) for one in own if one.scenario is None)
        why = "; ".join(f"{reason}: {count}" for reason, count in refused.most_common())
        pools = sum(one.scenario is not None and one.negotiation is None for one in own)
        lines.append(f"| {family} | {len(own)} | {len(own) - refused.total()} | {pools} | {refused.total()} | {why} |")
    return lines


def measured(roots: list[Path]) -> dict[str, Any]:
    """`timed` in a process of its own, on one thread."""
    command = [sys.executable, "-m", "benchmarks.scenarios", "--time", *map(str, roots)]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scenarios", description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--peer", type=int, default=20_000, help="most packages where NegMAS is asked; 0 for none")
    parser.add_argument("--examples", type=int, default=30)
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks/scenarios.json"))
    parser.add_argument("--time", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.time:
        print(json.dumps(timed(given.data)))
        return 0
    found = [one for root in given.data for one in found_below(root)]
    report: dict[str, Any] = {"reading": reading_table(found)}
    print("\n".join(report["reading"]), flush=True)
    ways = Counter(
        (one.family, case_numbers(party).way) for one in found if one.scenario for party in one.scenario.parties
    )
    report["ways"] = {f"{family}, {way}": count for (family, way), count in sorted(ways.items())}
    print("\nParties by the way their numbers came onto the scale of a case:", report["ways"])
    report["time"] = measured(given.data)
    for family, seconds in report["time"]["seconds"].items():
        rounded = {stage: round(value, 2) for stage, value in seconds.items()}
        print(f"\n{family}: CPU seconds {rounded}; scenarios {dict(report['time']['sizes'][family])}")
    print(f"Peak memory {report['time']['peak_mb']:.0f} MB; slowest {report['time']['slowest']}")
    report["negolog"] = dict(negolog(found))
    print("\nNegoLog:", report["negolog"])
    games = {one.scenario.name: settle(problem_of(one)).n_acceptable for one in found if one.scenario and
             one.family == "LLM-Deliberation"}  # fmt: skip
    report["deals"] = games
    print("LLM-Deliberation, deals that meet every threshold:", games, "as counted by listing:", games == DEALS)
    if given.peer:
        report["peer"] = beside_peer(found, given.peer, given.examples)
        for what, counts in report["peer"]["counts"].items():
            print(f"\n{what}: {dict(counts.most_common())}")
        print("\n".join(f"  {why}\n    {text}" for why, text in report["peer"]["examples"].items()))
        print({name: round(value, 1) for name, value in report["peer"]["seconds"].items()})
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
