"""Tables of issues as others keep them: a row an actor, a column an actor, or the exchange model's own lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.engines.forecast.exchange.problem import ExchangeProblem, exchange_problem
from detente.engines.forecast.problem import PositionProblem, position_problem
from detente.foundation.errors import OutOfDomain

COLUMNS = ("issue", "actor", "position", "salience", "influence")
ALSO = ("low", "high", "outcome", "reversion")


@dataclass(frozen=True, slots=True, eq=False)
class DecidedIssue:
    """One issue with its actors, and where it was decided; None where that is not known."""

    name: str
    problem: PositionProblem
    outcome: float | None


def read_issue_table(text: str) -> tuple[DecidedIssue, ...]:
    """Issues from a table with a row for each actor on each issue, separated by commas.

    Columns issue, actor, position, salience (0 to 1), influence; where there are, low and high (else 0 and 100),
    outcome and reversion, the same in all rows of an issue. An empty position or salience leaves the actor out.

    >>> lines = ["issue,actor,position,salience,influence,outcome", "tax,a,10,0.5,1,30", "tax,b,90,1,1,30"]
    >>> [(i.name, i.outcome, i.problem.actors) for i in read_issue_table(chr(10).join(lines))]
    [('tax', 30.0, ('a', 'b'))]
    """
    rows = list(csv.DictReader(text.splitlines()))
    lacking = [name for name in COLUMNS if not rows or name not in rows[0]]
    if lacking:
        raise OutOfDomain(f"the table has no column {', '.join(lacking)}: it needs {', '.join(COLUMNS)}")
    by_issue: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_issue.setdefault(row["issue"], []).append(row)
    return tuple(_issue(name, mine) for name, mine in by_issue.items())


def read_deu_table(text: str, influence: Mapping[str, float] | None = None, least: int = 3) -> tuple[DecidedIssue, ...]:
    """Issues from the table of the third data set on Decision-making in the European Union (DEU III).

    A row an issue, separated by semicolons: `isnr` its name; a position in the column p and a salience from 0 to 100
    in the column s of each actor, such as pcom and scom, pde and sde; `rp` the reference point, `out` the outcome.
    What is empty or outside 0 to 100, such as 999, is missing. Issues with fewer than `least` actors are left out.

    influence: by the actor's letters; all alike where nothing is given, for the data set has none.

    >>> text = "isnr;pcom;pde;pfr;scom;sde;sfr;rp;out" + chr(10) + "t1;80;0;100;50;25;;0;40"
    >>> [(i.outcome, i.problem.actors, i.problem.reversion) for i in read_deu_table(text, least=2)]
    [(40.0, ('com', 'de'), 0.0)]

    Arregui, J. and Perarnaud, C. (2021). A new dataset on legislative decision-making in the European Union: the DEU
    III dataset. Journal of European Public Policy (columns recalled from a reader of it, not from its codebook).
    """
    found: list[DecidedIssue] = []
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        if "isnr" not in row or "out" not in row:
            raise OutOfDomain("the table has no columns isnr and out: it is not the DEU table")
        actors = [name[1:] for name in row if name.startswith("p") and f"s{name[1:]}" in row]
        numbers = [(a, _percent(row[f"p{a}"]), _percent(row[f"s{a}"])) for a in actors]
        rows = [
            (a, at, salience / 100, 1.0 if influence is None else influence.get(a, 0.0))
            for a, at, salience in numbers
            if at is not None and salience is not None
        ]
        if len(rows) >= least and any(salience * power > 0 for _, _, salience, power in rows):
            problem = position_problem(rows, 0.0, 100.0, _percent(row.get("rp", "")))
            found.append(DecidedIssue(row["isnr"], problem, _percent(row["out"])))
    return tuple(found)


def read_exchange_table(text: str) -> ExchangeProblem:
    """Actors on several issues from the lines that programs of the exchange model read, separated by tabs.

    '#P' issue, '#M' issue and a number on its scale, '#D' actor, issue, position, salience, power. The scale of an
    issue runs from the least to the greatest of its '#M'. Quotes around a field are dropped.

    >>> lines = ["#P;x", "#M;x;0", "#M;x;10", "#D;a;x;0;0.5;1", "#D;b;x;10;1;1"]
    >>> read_exchange_table(chr(10).join(lines).replace(";", chr(9))).shares.tolist()
    [[0.0], [100.0]]
    """
    marks: dict[str, list[float]] = {}
    rows: list[tuple[str, str, float, float, float]] = []
    for number, line in enumerate(text.splitlines(), 1):
        kind, *fields = [field.strip().strip("'\"") for field in line.split("\t")]
        if kind == "#M":
            marks.setdefault(fields[0], []).append(_number(fields[1], f"line {number}"))
        elif kind == "#D":
            if len(fields) < 5:
                raise OutOfDomain(f"line {number}: '#D' needs actor, issue, position, salience and power")
            position, salience, power = (_number(field, f"line {number}") for field in fields[2:5])
            rows.append((fields[0], fields[1], position, salience, power))
    return exchange_problem(rows, {issue: (min(at), max(at)) for issue, at in marks.items()})


def _issue(name: str, rows: Sequence[Mapping[str, str]]) -> DecidedIssue:
    given = [
        (
            row["actor"],
            _number(row["position"], f"{name}: {row['actor']}"),
            _number(row["salience"], f"{name}: {row['actor']}"),
            _number(row["influence"], f"{name}: {row['actor']}"),
        )
        for row in rows
        if row["position"].strip() and row["salience"].strip()
    ]
    low, high, outcome, reversion = (_one(name, column, (row.get(column) or "" for row in rows)) for column in ALSO)
    problem = position_problem(given, 0.0 if low is None else low, 100.0 if high is None else high, reversion)
    return DecidedIssue(name, problem, outcome)


def _one(issue: str, column: str, cells: Iterable[str]) -> float | None:
    said = {cell.strip() for cell in cells} - {""}
    if len(said) > 1:
        raise OutOfDomain(f"{issue}: {column} is {' and '.join(sorted(said))}: it must be one for the issue")
    return _number(said.pop(), f"{issue}: {column}") if said else None


def _number(cell: str, where: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise OutOfDomain(f"{where}: {cell!r} is no number") from None


def _percent(cell: str | None) -> float | None:
    """A number from 0 to 100, or nothing."""
    try:
        number = float(cell or "")
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None
