"""Time and memory of the study, and a count by hand beside it, in one run.

    python -m benchmarks.study [--draws 10000]

- worked case: all judgements of `examples/ukraine-2025` drawn 10,000 times, every feasible package and every proposal
  counted, here and with two threads and two processes; the answers have to be equal.
- by hand: 100 of the same draws, package by package in plain Python; the counts have to be equal.
- proposals: 50 proposals × 100,000 draws × 5 parties × 20 issues with 10 answers each, weights in ranges.
- full re-solves: 1,000 draws of both parties' weights over 20 issues with 10 answers each, 10^20 packages; in each the
  frontier is folded anew and the five solutions are worked out.
- indices: Sobol indices of every judgement of the worked case, 2,048 rows; flip points; exact ends of every package.
- weights: 10,000 × 10 weights under five comparisons, by hit-and-run.

CPU seconds and wall seconds; peak memory of this process. A difference ends the run with code 1.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from typing import Any, TypeVar

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

CASE = "examples/ukraine-2025"
CHECKED = 100
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """The answer; says what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:58} {cpu:7.2f} s CPU {wall:7.2f} s wall {peak:7.0f} MB peak")
    return found


def worked_case(draws: int) -> bool:
    """The worked case on every executor, and by hand."""
    from detente.case.reading import read_case
    from detente.engines.settlement.of_case import settle_case
    from detente.study import acceptability_task, run, sensitivity_task
    from detente.study.flips import flip_points
    from detente.study.possible import possible_acceptance

    settled = settle_case(read_case(CASE))
    task = acceptability_task(settled)
    print(f"{CASE}: {len(task.codes)} feasible packages, {len(task.setting.interest)} counted one by one")
    here = timed(f"{draws:,} draws, here", lambda: run(task, draws, seed=1)).answer
    with ThreadPoolExecutor(2) as threads:
        by_threads = timed(f"{draws:,} draws, 2 threads", lambda: run(task, draws, seed=1, executor=threads)).answer
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        run(task, 2, chunk=1, executor=processes)
        by_processes = timed(
            f"{draws:,} draws, 2 processes (CPU of this one)", lambda: run(task, draws, seed=1, executor=processes)
        ).answer
    same = counted(here) == counted(by_threads) == counted(by_processes)
    print(f"equal from all three: {same}")
    by_hand = timed(f"{CHECKED} draws by hand", lambda: naive(task, CHECKED))
    first = run(task, CHECKED, chunk=CHECKED, seed=1).answer
    agrees = by_hand == [round(x.accepted.share * CHECKED) for x in first.packages]
    print(f"equal to the count by hand: {agrees}")
    timed("Sobol indices, 2,048 rows", lambda: run(sensitivity_task(settled), 2048, seed=1))
    timed("flip points of the zone", lambda: flip_points(settled))
    timed("exact ends of every feasible package", lambda: possible_acceptance(settled, task.codes.tolist()))
    return same and agrees


def counted(answer: Any) -> list[Any]:
    """What two answers are compared by."""
    packages = [(x.accepted, x.efficient, dict(x.blocked), dict(x.ranks), dict(x.central)) for x in answer.packages]
    return [packages, [(p.some, p.both, dict(p.alone)) for p in answer.proposals], answer.zone.open]


def naive(task: Any, draws: int) -> list[int]:
    """How many of the first draws all accept each package of interest: loops over draws, packages and issues."""
    import numpy as np

    from detente.study.exact import margin
    from detente.study.factors import width

    rng = np.random.default_rng(np.random.SeedSequence(1).spawn(1)[0])
    uniforms = rng.random((draws, width([f for party in task.parties for f in party.factors])))
    setting, found = task.setting, [0] * len(task.setting.interest)
    for k in range(draws):
        drawn = [[[Fraction(n) for n in f.numbers(uniforms)[k].tolist()] for f in p.factors] for p in task.parties]
        for row, package in enumerate(setting.interest.tolist()):
            found[row] += bool(setting.agreement[package]) and all(
                not setting.asked[p, package]
                or (not setting.refused[p, package] and margin(party, package, drawn[p]) >= 0)
                for p, party in enumerate(task.parties)
            )
    return found


def many_proposals() -> None:
    """The size that the issue asks for."""
    import numpy as np

    from detente.study import run
    from detente.study.acceptability import AcceptabilityTask
    from detente.study.factors import Factor, Range
    from detente.study.parties import Answers, Drawn, JudgedParty
    from detente.study.tally import Setting

    rng = np.random.default_rng(np.random.SeedSequence(20251215))
    digits = rng.integers(0, 10, size=(50, 20))
    parties = tuple(
        JudgedParty(
            name=f"p{p}",
            factors=tuple(
                Factor(f"p{p}", f"weight {i}", Range(5, 30), 20 * p + i, (Fraction(35, 2),)) for i in range(20)
            ),
            weights=tuple(Drawn(i) for i in range(20)),
            values=tuple(Answers(tuple(Fraction(int(v)) for v in rng.integers(0, 101, 10))) for _ in range(20)),
            interactions=(),
            holds=np.zeros((0, 50), dtype=np.bool_),
            walk_away=Fraction(45),
            baseline=False,
            digits=digits,
        )
        for p in range(5)
    )
    setting = Setting(
        asked=np.ones((5, 50), dtype=np.bool_),
        refused=np.zeros((5, 50), dtype=np.bool_),
        agreement=np.ones(50, dtype=np.bool_),
        bargainers=tuple(range(5)),
        interest=np.arange(50),
        proposals=tuple(np.array([i]) for i in range(50)),
        every=False,
    )
    task = AcceptabilityTask("made up", parties, setting, np.arange(50), tuple(f"draft-{i}" for i in range(50)))
    timed("50 proposals × 100,000 draws × 5 × 20, here", lambda: run(task, 100_000, chunk=5000, seed=1))
    with ThreadPoolExecutor(2) as threads:
        timed("the same, 2 threads", lambda: run(task, 100_000, chunk=5000, seed=1, executor=threads))


def resolved() -> None:
    """Frontier, solutions and a package for each of 10^20 packages, once for every draw of the weights."""
    import numpy as np

    from detente.engines.settlement import SettlementProblem
    from detente.engines.settlement.folding import resolved as solved
    from detente.foundation.conditions import Term, Vocabulary

    rng = np.random.default_rng(np.random.SeedSequence(20251215))
    values = rng.integers(0, 101, size=(20, 10, 2))
    issues = Vocabulary(tuple(Term(f"i{i}", "choice", tuple(f"o{j}" for j in range(10))) for i in range(20)))

    def one() -> int:
        drawn = rng.integers(5, 31, size=(20, 2))
        scores = tuple((values[i] * drawn[i]).astype(np.int64) for i in range(20))
        floors = (0.4 * np.sum([table.max(axis=0) for table in scores], axis=0)).astype(np.int64)
        units = tuple(Fraction(1, int(total)) for total in drawn.sum(axis=0))
        found = solved(SettlementProblem(("a", "b"), issues, scores, units, floors, (0, 1)))
        chosen = {points[0] for points in found.solutions.values()}
        return len([found.package(point) for point in chosen])

    timed("1,000 full re-solves, 2 parties × 20 issues × 10 answers", lambda: sum(one() for _ in range(1000)))


def weights() -> None:
    """Hit-and-run, with its diagnostics."""
    from detente.study.polytope import at_least, condition, sample_weights

    conditions = [at_least(10, 0, 1, 2), at_least(10, 1, 2, "1.5"), at_least(10, 3, 4, 3), at_least(10, 5, 6)]
    conditions.append(condition([0] * 9 + [1], "0.05"))
    found = timed("10,000 × 10 weights, hit-and-run", lambda: sample_weights(10, conditions, 10_000, 1))
    print(found.diagnostics)


def main() -> int:
    """All of it; 1 where two counts differ."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--draws", type=int, default=10_000)
    draws = asked.parse_args().draws
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; one thread for matrices")
    equal = worked_case(draws)
    many_proposals()
    resolved()
    weights()
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
