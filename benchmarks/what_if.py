"""How long one change of a case of 10^6 packages takes after a first pass, beside settling the changed case anew.

    python -m benchmarks.what_if [--times 15]

- engine: `Standing.after` on problems of three parties, 6 issues × 10 options, each change drawn anew: one weight, one
  value, one walk-away, one constraint, one red line. Beside it `settle` of the changed problem.
    scored      whole points from 0 to 100
    contested   best points far apart on a line of options, on a fine grid; over 2,000 packages on the frontier
    with rules  two constraints, three red lines and offers, two interactions and a status quo
    no zone     walk-aways at 75 % of the best: the smallest concessions are worked out
- case: `Today.compare` on a case file of the same size with three proposals, from the typed change to both sides, the
  text spliced and read and checked again. Beside it `compare`, which settles both sides.

CPU milliseconds: median and largest over all times. The last answer of each kind has to equal the one settled anew; a
difference ends the run with code 1, and so does a median above 100 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

PARTIES, ISSUES, OPTIONS = 3, 6, 10
LIMIT = 100.0
"""Milliseconds that a change may take."""
KINDS = ("scored", "contested", "scored with rules", "contested with rules", "contested, no zone")


def problem(kind: str) -> Any:
    """A problem of 10^6 packages."""
    from dataclasses import replace
    from fractions import Fraction

    import numpy as np

    from detente.engines.settlement import Constraint, Ground, Interaction, SettlementProblem
    from detente.foundation.conditions import Term, Vocabulary, bind, parse

    rng = np.random.default_rng([20251215, KINDS.index(kind)])
    if kind.startswith("contested"):
        place, best = np.linspace(0, 1, OPTIONS)[:, None], np.linspace(0, 1, PARTIES)[None, :]
        scores = [
            np.rint(10**5 * rng.uniform(0.2, 1, PARTIES) * (1 - np.abs(place - best) ** rng.uniform(0.8, 2, PARTIES)))
            for _ in range(ISSUES)
        ]
    else:
        scores = [rng.integers(0, 101, size=(OPTIONS, PARTIES)) for _ in range(ISSUES)]
    tables = tuple(np.asarray(table, dtype=np.int64) for table in scores)
    share = 0.75 if "no zone" in kind else 0.4
    terms = Vocabulary(tuple(Term(f"i{i}", "choice", tuple(f"o{j}" for j in range(OPTIONS))) for i in range(ISSUES)))
    made = SettlementProblem(
        parties=tuple(f"p{p}" for p in range(PARTIES)),
        issues=terms,
        scores=tables,
        units=(Fraction(1),) * PARTIES,
        walk_away=np.array([int(share * sum(int(t[:, p].max()) for t in tables)) for p in range(PARTIES)]),
        consent=tuple(range(PARTIES)),
    )
    if "rules" not in kind:
        return made

    def rule(text: str) -> Any:
        return bind(parse(text), terms)

    return replace(
        made,
        constraints=(
            Constraint("c1", rule("if i0 = o1 then i1 in {o2, o3, o4}")),
            Constraint("c2", rule("not (i2 = o1 and i3 = o5)")),
        ),
        grounds=(
            Ground("red-line", "r1", 0, rule("i0 = o2 and i4 = o3")),
            Ground("red-line", "r2", 1, rule("i5 = o9")),
            Ground("offer", "o1", 2, rule("i3 = o2 and not i4 = o4")),
        ),
        interactions=(
            Interaction(rule("i0 = o3 and i1 = o3"), 0, -50),
            Interaction(rule("i2 = o3 or i5 = o3"), 1, 20),
        ),
        status_quo=(0,) * ISSUES,
    )


def changes() -> dict[str, Callable[[Any, int], Any]]:
    """What is changed, the k-th time."""
    from dataclasses import replace

    from detente.engines.settlement import Constraint, Ground
    from detente.foundation.conditions import bind, parse

    def weight(given: Any, k: int) -> Any:
        scores = [table.copy() for table in given.scores]
        scores[k % ISSUES][:, k % PARTIES] = scores[k % ISSUES][:, k % PARTIES] * (90 + 2 * k) // 100
        return replace(given, scores=tuple(scores))

    def value(given: Any, k: int) -> Any:
        scores = [table.copy() for table in given.scores]
        scores[k % ISSUES][k % OPTIONS, k % PARTIES] += k + 1
        return replace(given, scores=tuple(scores))

    def walk_away(given: Any, k: int) -> Any:
        floors = given.walk_away.copy()
        floors[k % PARTIES] = floors[k % PARTIES] * (95 + k) // 100
        return replace(given, walk_away=floors)

    def condition(given: Any, k: int) -> Any:
        return bind(parse(f"i{k % ISSUES} = o{k % OPTIONS} and i{(k + 1) % ISSUES} = o2"), given.issues)

    def constraint(given: Any, k: int) -> Any:
        return replace(given, constraints=(*given.constraints, Constraint("new", ~condition(given, k))))

    def red_line(given: Any, k: int) -> Any:
        ground = Ground("red-line", "new", k % PARTIES, condition(given, k))
        return replace(given, grounds=(*given.grounds, ground))

    return {
        "weight": weight,
        "value": value,
        "walk-away": walk_away,
        "constraint": constraint,
        "red line": red_line,
    }


def spent(times: int, work: Callable[[int], Any]) -> tuple[list[float], Any]:
    """CPU milliseconds of each time, and the last answer."""
    taken, answer = list[float](), None
    for k in range(times):
        start = time.process_time()
        answer = work(k)
        taken.append(1000 * (time.process_time() - start))
    return taken, answer


def told(what: str, fast: list[float], anew: list[float]) -> bool:
    """One line; whether the median keeps the limit."""
    middle, whole = statistics.median(fast), statistics.median(anew)
    print(
        f"  {what:12} {middle:6.0f} ms  {max(fast):6.0f} ms at most  anew {whole:6.0f} ms  {whole / middle:5.1f} times"
    )
    return middle < LIMIT


def engine(times: int) -> bool:
    """Every kind of change on every kind of problem."""
    from detente.engines.settlement import settle
    from detente.engines.settlement.standing import stand

    good = True
    for kind in KINDS:
        given = problem(kind)
        start = time.process_time()
        now = stand(given)
        first = 1000 * (time.process_time() - start)
        found = now.settlement
        print(
            f"{kind}: first pass {first:.0f} ms, zone {found.n_acceptable:,}, frontier {len(found.frontier_feasible):,}"
        )
        for what, change in changes().items():
            changed = [change(given, k) for k in range(times)]
            fast, after = spent(times, lambda k, changed=changed, now=now: now.after(changed[k]))
            anew, alone = spent(min(times, 3), lambda k, changed=changed: settle(changed[times - 1 - k]))
            alone = settle(changed[-1])
            good &= told(what, fast, anew)
            same = after.settlement.to_dict() == alone.to_dict()
            same &= after.settlement.zone.acceptable.tolist() == alone.zone.acceptable.tolist()
            if not same:
                print(f"  {what}: the answer differs from the one settled anew")
            good &= same
    return good


def case_text() -> str:
    """A case file of 10^6 packages with three proposals."""
    import numpy as np

    rng = np.random.default_rng(20251215)
    options = [f"o{j}" for j in range(OPTIONS)]
    lines = ["detente: 1", "id: big", "title: A million packages", "parties:"]
    lines += [f"  - {{id: p{p}, name: P{p}, kind: state}}" for p in range(PARTIES)]
    answers = ", ".join(f"{{id: {name}}}" for name in options)
    lines += [
        "issues:",
        *(f"  - {{id: i{i}, question: Which?, kind: choice, options: [{answers}]}}" for i in range(ISSUES)),
    ]
    lines += ["status-quo: {" + ", ".join(f"i{i}: o0" for i in range(ISSUES)) + "}"]
    lines += ['constraints: [{id: c1, if: i0 = o1, then: "i1 in {o2, o3, o4}"}]', "preferences:"]
    for p in range(PARTIES):
        weights = ", ".join(f"i{i}: {rng.integers(5, 40)}" for i in range(ISSUES))
        lines += [f"  p{p}:", f"    weights: {{{weights}}}", "    values:"]
        for i in range(ISSUES):
            points = rng.permutation([0, 100, *rng.integers(0, 101, OPTIONS - 2)])
            lines.append(f"      i{i}: {{{', '.join(f'{o}: {v}' for o, v in zip(options, points, strict=True))}}}")
        lines += ["    walk-away: 45", f"    red-lines: [{{never: i{p} = o2 and i{p + 1} = o3}}]"]
    lines.append("proposals:")
    for place, settled in enumerate((6, 4, 2)):
        given = ", ".join(f"i{i}: {options[int(rng.integers(OPTIONS))]}" for i in range(settled))
        lines.append(f"  - {{id: d{place}, package: {{{given}}}}}")
    return "\n".join(lines) + "\n"


def whole_case(times: int) -> bool:
    """From the change to both sides of a case."""
    from detente.assessment.what_if import Today, compare
    from detente.case.changes import Set
    from detente.case.reading import parse_case

    read = parse_case(case_text())
    start = time.process_time()
    today = Today.of(read)
    print(f"case file with three proposals: first pass {1000 * (time.process_time() - start):.0f} ms")
    made: dict[str, Callable[[int], list[Any]]] = {
        "weight": lambda k: [Set(("preferences", "p1", "weights", "i2"), 7 + k)],
        "value": lambda k: [Set(("preferences", "p0", "values", "i1", "o4"), 20 + k)],
        "walk-away": lambda k: [Set(("preferences", "p2", "walk-away"), 40 + k)],
        "constraint": lambda k: [Set(("constraints", 0, "then"), f"i1 in {{o{k % 9}, o9}}")],
        "red line": lambda k: [Set(("preferences", "p0", "red-lines", 0, "never"), f"i0 = o2 and i1 = o{k % 10}")],
    }
    good = True
    for what, change in made.items():
        fast, found = spent(times, lambda k, change=change: today.compare(change(k)))
        anew, alone = spent(min(times, 3), lambda k, change=change: compare(read, change(times - 1 - k)))
        alone = compare(read, change(times - 1))
        good &= told(what, fast, anew)
        same = found.after.settled.settlement.to_dict() == alone.after.settled.settlement.to_dict()
        if not same or found.after.proposals != alone.after.proposals:
            print(f"  {what}: the answer differs from the one settled anew")
            good = False
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=15)
    times = parser.parse_args().times
    return 0 if engine(times) & whole_case(times) else 1


if __name__ == "__main__":
    sys.exit(main())
