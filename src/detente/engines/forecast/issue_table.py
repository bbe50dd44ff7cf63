"""Tables of issues as others keep them: a row an actor, a column an actor, or the exchange model's own lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.engines.forecast.exchange.problem import ExchangeProblem, exchange_problem
from detente.engines.forecast.problem import PositionProblem, position_problem
from detente.engines.forecast.voting.eu_council import By, council_influence
from detente.foundation.errors import OutOfDomain

COLUMNS = ("issue", "actor", "position", "salience", "influence")
ALSO = ("low", "high", "outcome", "reversion")


DEU_LETTERS = {"bu": "bg", "cr": "hr"}
"""Where the letters of DEU III differ from those of the EU."""


@dataclass(frozen=True, slots=True, eq=False)
class DecidedIssue:
    """One issue with its actors, and where it was decided; None where that is not known.

    proposal: the act that it is a part of. day: when it was decided, else when it was proposed; None where the table
    says neither.
    """

    name: str
    problem: PositionProblem
    outcome: float | None
    proposal: str = ""
    day: date | None = None


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


def read_deu_table(
    text: str, influence: Mapping[str, float] | By | None = None, least: int = 1
) -> tuple[DecidedIssue, ...]:
    """Issues from the table of the third data set on Decision-making in the European Union (DEU III).

    A row an issue, separated by semicolons: `isnr` its name; a position in the column p and a salience from 0 to 100
    in the column s of each actor, such as pcom and scom, pde and sde; `rp` the reference point, `out` the outcome;
    `finact` and `intro` the days of adoption and of the proposal, such as 30-05-01; `prnr` the proposal. What is empty
    or outside 0 to 100, such as 999, is missing. An actor with a position but no salience weighs nothing where salience
    weighs, and counts where it does not. Issues with fewer than `least` actors, or none that weighs, are left out.

    influence: by the actor's letters (those of the EU: bg and hr where the table has bu and cr); or what to take it
    from, see `council_influence`; all alike where nothing is given, for the data set has none.

    >>> text = "isnr;pcom;pde;pfr;scom;sde;sfr;rp;out" + chr(10) + "t1;80;0;100;50;25;;0;40"
    >>> [(i.outcome, i.problem.actors, i.problem.weights.tolist()) for i in read_deu_table(text)]
    [(40.0, ('com', 'de', 'fr'), [0.5, 0.25, 0.0])]

    Arregui, J. and Perarnaud, C. (2022). A new dataset on legislative decision-making in the European Union: the DEU
    III dataset. Journal of European Public Policy 29(1): 12-22; data: https://doi.org/10.34810/data53.
    """
    found: list[DecidedIssue] = []
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        if "isnr" not in row or "out" not in row:
            raise OutOfDomain("the table has no columns isnr and out: it is not the DEU table")
        columns = [name[1:] for name in row if name.startswith("p") and f"s{name[1:]}" in row]
        at = {DEU_LETTERS.get(name, name): (_percent(row[f"p{name}"]), _percent(row[f"s{name}"])) for name in columns}
        stands = {actor: (place, salience or 0.0) for actor, (place, salience) in at.items() if place is not None}
        day = _day(row.get("finact")) or _day(row.get("intro"))
        has = _influence(row["isnr"], day, list(stands), influence)
        rows = [(actor, place, salience / 100, has[actor]) for actor, (place, salience) in stands.items()]
        if len(rows) >= least and any(salience * power > 0 for _, _, salience, power in rows):
            problem = position_problem(rows, 0.0, 100.0, _percent(row.get("rp", "")))
            proposal = row.get("prnr") or row["isnr"].rpartition("i")[0]
            found.append(DecidedIssue(row["isnr"], problem, _percent(row["out"]), proposal, day))
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


def _influence(
    issue: str, day: date | None, actors: Sequence[str], influence: Mapping[str, float] | By | None
) -> Mapping[str, float]:
    if influence is None:
        return dict.fromkeys(actors, 1.0)
    if not isinstance(influence, str):
        return {actor: influence.get(actor, 0.0) for actor in actors}
    if day is None:
        raise OutOfDomain(f"{issue}: it has no day, so the Council's rule is not known")
    return council_influence(day, actors, by=influence)


def _day(cell: str | None) -> date | None:
    """A day such as 30-05-01 or 30-05-2001, or nothing; years of two figures from 90 on are of the last century."""
    parts = (cell or "").strip().split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    day, month, year = (int(part) for part in parts)
    if year < 100:
        year += 1900 if year >= 90 else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None
