"""Time and memory of the stability engine on conflicts in option form, beside tables of states x states, in one run.

    python -m benchmarks.stability [--repeat 3] [--quick] [--write]

- size: nash, gmr, smr, seq and sseq of every state for all decision makers by axis transforms. Random ranks: `strict`
  over as many classes as states, `ties` over 50; `half` of the states feasible; `one-way` the same with half of the
  actions forward only.
- beside: by states x states tables (`stability_by_matrices`) and by the reachability engine, with equal answers.
- ranks: 20 or 100 statements for each decision maker as ranks of all states, beside deciding the conflict they give.
- trade: the trade conflict of the library from its file: reading, ranks, five concepts.
- ahead: limited moves to horizon 6 of two decision makers, and coalition improvements of two.

Every row is a process of its own on one thread: CPU seconds without imports, after a small conflict to warm up; peak
memory of the process in MB, imports included. A difference ends the run with code 1. `--write` writes
`benchmarks/stability.md`, and with vl-convert the chart `docs/pictures/stability-cost.svg`.
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
from pathlib import Path
from typing import Any, TypeVar

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
SIZES = (
    *((n, 4, "strict") for n in (10, 12, 14, 16, 18)),
    *((n, 5, "strict") for n in (20, 22)),
    *((n, m, kind) for kind in ("ties", "half") for n, m in ((14, 4), (18, 4), (20, 5), (22, 5))),
    (20, 5, "one-way"),
)
BESIDE = ((8, 4, "strict"), (10, 4, "strict"), (11, 4, "half"))
RANKS = ((14, 4, "20"), (20, 5, "20"), (20, 5, "100"), (22, 5, "20"))
AHEAD = ((16, 2, "strict"), (20, 2, "strict"))
TARGETS = {(14, 4): 0.1, (18, 4): 1.0, (20, 5): 6.0, (22, 5): 25.0}
MEMORY = 600
TRADE = Path("library/trade-uruguay-round")
PAGE, PICTURE = Path("benchmarks/stability.md"), Path("docs/pictures/stability-cost.svg")
T = TypeVar("T")


def timed(work: Callable[[], T], repeat: int = 1) -> tuple[list[float], T]:
    """CPU seconds of each run, ascending, and the last answer."""
    seconds: list[float] = []
    while True:
        start = time.process_time()
        found = work()
        seconds.append(time.process_time() - start)
        if len(seconds) >= repeat:
            return sorted(seconds), found


def conflict(actions: int, makers: int, kind: str) -> Any:
    """Random ranks; each decision maker has as many actions as the next, or one more, side by side."""
    import numpy as np

    from detente.engines.stability.problem import Action, OptionForm, Reversal

    states = 1 << actions
    rng = np.random.default_rng(np.random.SeedSequence([20261122, actions, makers]))
    one_way: Reversal = "forward" if kind == "one-way" else "both"
    owners = sorted(o % makers for o in range(actions))
    return OptionForm(
        tuple(f"d{j}" for j in range(makers)),
        tuple(Action(f"a{o}", owners[o], one_way if o % 2 else "both") for o in range(actions)),
        tuple(rng.integers(0, 50 if kind == "ties" else states, states, dtype=np.int32) for _ in range(makers)),
        rng.random(states) < 0.5 if kind in ("half", "one-way") else None,
    )


def size_row(actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    from detente.engines.stability.axes import decide

    problem = conflict(actions, makers, kind)
    seconds, found = timed(lambda: decide(problem), repeat)
    counts = {concept: int(stable.all(axis=1).sum()) for concept, stable in found.items()}
    return {"seconds": seconds, "feasible": problem.n_feasible, "equilibria": counts}


def beside_row(actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    import numpy as np
    from benchmarks.stability_by_matrices import by_matrices

    from detente.engines.stability import axes, reachability

    problem = conflict(actions, makers, kind)
    ours, found = timed(lambda: axes.decide(problem), repeat)
    tables, plain = timed(lambda: by_matrices(problem))
    reaching, other = timed(lambda: reachability.decide(problem))
    kept = problem.states
    same = all(
        np.array_equal(stable[kept], plain[c]) and np.array_equal(stable, other[c]) for c, stable in found.items()
    )
    return {"seconds": ours, "tables": tables, "reaching": reaching, "feasible": problem.n_feasible, "same": same}


def ranks_row(actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    import numpy as np

    from detente.engines.stability.axes import decide
    from detente.engines.stability.option_prioritisation import prioritised_ranks
    from detente.engines.stability.problem import OptionForm
    from detente.foundation.conditions import Term, Vocabulary, bind, parse

    rng = np.random.default_rng(np.random.SeedSequence([20261122, actions]))
    ids = [f"a{o}" for o in range(actions)]
    vocabulary = Vocabulary(tuple(Term(id, "action") for id in ids))

    def statement() -> Any:
        one, two, three = (ids[k] for k in rng.choice(actions, 3, replace=False).tolist())
        forms = (one, f"not {one}", f"{one} and not {two}", f"if {one} then {two}", f"{one} iff ({two} or {three})")
        return bind(parse(forms[int(rng.integers(len(forms)))]), vocabulary)

    told = [[statement() for _ in range(int(kind))] for _ in range(makers)]
    seconds, ranks = timed(lambda: [prioritised_ranks(statements, ids) for statements in told], repeat)
    given = conflict(actions, makers, "strict")
    solving, _ = timed(lambda: decide(OptionForm(given.decision_makers, given.actions, tuple(ranks))), repeat)
    return {"seconds": seconds, "solving": solving, "classes": [int(r.max()) + 1 for r in ranks]}


def trade_row(actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    from detente.case.reading import read_case
    from detente.engines.stability.axes import decide
    from detente.engines.stability.of_case import conflict_of_case

    folder = Path(kind) if Path(kind).is_dir() else TRADE
    reading, case = timed(lambda: read_case(folder), repeat)
    ranking, viewed = timed(lambda: conflict_of_case(case.case), repeat)
    problem: Any = viewed.problem
    seconds, found = timed(lambda: decide(problem), repeat)
    counts = {concept: int(stable.all(axis=1).sum()) for concept, stable in found.items()}
    told = {"seconds": seconds, "reading": reading, "ranking": ranking, "feasible": problem.n_feasible}
    return {**told, "equilibria": counts}


def ahead_row(actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    from detente.engines.stability.axes import coalition_improvements
    from detente.engines.stability.limited_move_stability import limited_move_stability

    problem = conflict(actions, makers, kind)
    seconds, found = timed(lambda: limited_move_stability(problem, 6), repeat)
    together, _ = timed(lambda: coalition_improvements(problem, (0, 1)), repeat)
    return {"seconds": seconds, "together": together, "equilibria": len(found.equilibria)}


ROWS = {"size": size_row, "beside": beside_row, "ranks": ranks_row, "trade": trade_row, "ahead": ahead_row}


def row(what: str, actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    """One row, after a small one to warm up."""
    if what != "trade":
        ROWS[what](8, makers, kind, 1)
    found = ROWS[what](actions, makers, kind, repeat)
    return {**found, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(what: str, actions: int, makers: int, kind: str, repeat: int) -> dict[str, Any]:
    """One row in a process of its own, on one thread."""
    command = [sys.executable, "-m", "benchmarks.stability", "--repeat", str(repeat)]
    command += ["--row", what, str(actions), str(makers), kind]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{what}, {actions} × {makers} {kind}: {done.stderr.strip()[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    return {"what": what, "actions": actions, "makers": makers, "kind": kind, **found}


def main() -> int:
    """All rows; 1 where verdicts differ or a target is missed."""
    from benchmarks.stability_page import HEADS, cells, page, picture

    parser = argparse.ArgumentParser(prog="python -m benchmarks.stability", description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--repeat", type=int, default=3, help="runs of each row")
    parser.add_argument("--quick", action="store_true", help="nothing above 18 actions")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE} and {PICTURE}")
    parser.add_argument("--trade", default=str(TRADE), help="folder of the trade conflict")
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks/stability.json"))
    parser.add_argument("--row", nargs=4, metavar=("WHAT", "ACTIONS", "MAKERS", "KIND"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.row:
        what, actions, makers, kind = given.row
        print(json.dumps(row(what, int(actions), int(makers), kind, given.repeat)))
        return 0
    rows: list[dict[str, Any]] = []
    asked = {"size": SIZES, "beside": BESIDE, "ranks": RANKS, "trade": ((20, 6, given.trade),), "ahead": AHEAD}
    for what, wanted in asked.items():
        print(f"\n{HEADS[what]}", flush=True)
        for actions, makers, kind in wanted:
            if given.quick and actions > 18 and what != "trade":
                continue
            rows.append(measured(what, actions, makers, kind, given.repeat))
            print(f"| {' | '.join(cells(rows[-1]))} |", flush=True)
    told = f"Python {platform.python_version()}, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    print(f"\nCPU seconds of one thread, smallest to largest of {given.repeat} runs. {told}.")
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"machine": told, "rows": rows}, indent=2) + "\n", encoding="utf-8")
    if given.write and not given.quick:
        PAGE.write_text(page(rows, told, given.repeat), encoding="utf-8")
        picture(rows, PICTURE)
    missed = [r for r in rows if fails(r)]
    for r in missed:
        print(f"MISSED: {r}")
    return 1 if missed else 0


def fails(found: dict[str, Any]) -> bool:
    """Whether a row misses what the engine promises."""
    if found["what"] == "size" and found["kind"] != "one-way":
        limit = TARGETS.get((found["actions"], found["makers"]))
        return limit is not None and (found["seconds"][0] > limit or found["peak_mb"] > MEMORY)
    if found["what"] == "ranks":
        return found["seconds"][0] > found["solving"][0]
    if found["what"] == "trade":
        return found["reading"][0] + found["ranking"][0] + found["seconds"][0] > 3
    return not found.get("same", True)


if __name__ == "__main__":
    sys.exit(main())
