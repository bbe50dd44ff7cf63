"""What `improve` and `suggest` print, and their JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from detente.case.reading import CaseFile
from detente.case.vocabulary import answer_in_words, answer_of
from detente.cli.tables import cell, facts, heading, note, points, table
from detente.engines.settlement.folding.solutions import FoldedSolution
from detente.engines.settlement.improvement import Improved, Improvements
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.suggestions import Suggestions
from detente.foundation.plain_data import plain

NONE: Mapping[PackageValues, str] = MappingProxyType({})
FEWEST_SHOWN = 5
JUDGEMENTS = (
    "Points run from 0 to 100 on each party's own scale. They rest on an analyst's judgements, each at its shown point;"
    " detente study says how far they move."
)


def improvement_tables(read: CaseFile, problem: SettlementProblem, found: Improvements) -> list[RenderableType]:
    """The deal, what each party has by it, and what would be better."""
    parts: list[RenderableType] = [heading("The deal"), "", facts(_words(read, found.baseline)), ""]
    parts.append(note(", ".join(f"{_name(read, name)} has {_points(value)}" for name, value in found.worth)))
    if found.efficient:
        parts += [heading("Nothing is better for one party and worse for none"), *_remarks(found.caveats)]
        return [*parts, note(JUDGEMENTS)]
    if found.fewest:
        count = len(found.fewest[0].changes)
        title = "By changing one issue" if count == 1 else "By changing two issues"
        parts += [heading(title), _changes(read, problem, found.fewest[:FEWEST_SHOWN])]
        if len(found.fewest) > FEWEST_SHOWN:
            parts.append(note(f"and {len(found.fewest) - FEWEST_SHOWN} more"))
    title = f"Better for one and worse for none, and not to be improved again: {found.n_packages:,}"
    lettered = {item.package: chr(ord("A") + place) for place, item in enumerate(found.packages[:26])}
    parts += [heading(title), _changes(read, problem, found.packages, lettered)]
    if found.n_packages > len(found.packages):
        parts.append(note(f"{len(found.packages)} of {found.n_packages:,} are shown, spread evenly over all"))
    parts += [
        heading("Best by each solution, with the deal as what all have already"),
        _best(read, problem, found, lettered),
    ]
    return [*parts, *_remarks(found.caveats), note(JUDGEMENTS)]


def _remarks(caveats: Iterable[str]) -> list[RenderableType]:
    return [note(f"{words[0].upper()}{words[1:]}.") for words in caveats]


def _name(read: CaseFile, party: str) -> str:
    return next((str(item.name) for item in read.case.parties if item.id == party), party)


def _points(value: Fraction) -> str:
    return points(float(value))


def _words(read: CaseFile, package: PackageValues) -> list[tuple[str, str]]:
    pairs = zip(read.case.issues, package, strict=True)
    return [(issue.short, answer_in_words(read.case, issue, answer_of(issue, code))) for issue, code in pairs]


def _changed(read: CaseFile, package: PackageValues, changes: Sequence[str]) -> str:
    words = dict(zip((issue.id for issue in read.case.issues), _words(read, package), strict=True))
    return "; ".join(f"{words[name][0]}: {words[name][1]}" for name in changes)


def _changes(
    read: CaseFile, problem: SettlementProblem, found: Sequence[Improved], lettered: Mapping[PackageValues, str] = NONE
) -> Table:
    names = [_name(read, party) for party in problem.bargainers]
    rows = table(*([""] if lettered else []), "change", *names, numbers=names)
    for item in found:
        gains = [f"+{_points(gain)}" if gain else "0" for _, gain in item.gains]
        lost = "".join(f" ({_name(read, name)} loses {_points(loss)})" for name, loss in item.losers)
        letter = [cell(lettered.get(item.package, ""))] if lettered else []
        rows.add_row(*letter, cell(_changed(read, item.package, item.changes) + lost), *map(cell, gains))
    return rows


def _best(
    read: CaseFile, problem: SettlementProblem, found: Improvements, lettered: Mapping[PackageValues, str]
) -> Table:
    names = [_name(read, party) for party in problem.bargainers]
    rows = table("solution", "package", *names, numbers=names)
    have = dict(found.worth)
    for name, solved in found.best.items():
        if isinstance(solved, FoldedSolution):
            package = solved.packages[0]
            changes = [
                i.id for i, new, old in zip(read.case.issues, package, found.baseline, strict=True) if new != old
            ]
            values = zip(problem.bargainers, solved.solution.values[0], strict=True)
            gains = [f"+{_points(value - have[party])}" if value != have[party] else "0" for party, value in values]
            what = lettered.get(package) or _changed(read, package, changes)
            rows.add_row(cell(name), cell(what), *map(cell, gains))
    return rows


def suggestion_tables(
    read: CaseFile, problem: SettlementProblem, found: Suggestions | NoSettlement
) -> list[RenderableType]:
    """The list: what each package answers, what it is worth, and why it is there."""
    if isinstance(found, NoSettlement):
        todo = "detente settle says who blocks what, and which concessions would open the zone"
        return [heading("Nothing to suggest"), "", note(f"{found.reason}; {todo}.")]
    parts: list[RenderableType] = []
    letters = [chr(ord("A") + place) for place in range(len(found.packages))]
    rows = table("issue", *letters)
    for place, issue in enumerate(read.case.issues):
        answers = [_words(read, item.package)[place][1] for item in found.packages]
        rows.add_row(cell(issue.short), *map(cell, answers))
    parts += [heading("Packages to put on the table"), rows]
    gets = table("worth", *letters, numbers=letters)
    for name in problem.bargainers:
        gets.add_row(cell(_name(read, name)), *(cell(_points(dict(item.worth)[name])) for item in found.packages))
    parts += [heading("What each party gets, in points"), gets]
    parts.append(facts([(letter, _why(read, item.why)) for letter, item in zip(letters, found.packages, strict=True)]))
    if found.radius is not None:
        words = (
            f"They stand for {found.among:,} efficient points: each lies within {100 * found.radius:.0f} % of one of"
        )
        parts.append(note(f"{words} these, of every party's way from its walk-away to its best."))
    else:
        parts.append(note(f"Chosen among {found.among:,} acceptable packages of that worth."))
    return [*parts, note(JUDGEMENTS)]


def _why(read: CaseFile, words: str) -> str:
    for party in sorted((item.id for item in read.case.parties), key=len, reverse=True):
        words = " ".join(
            word.replace(party, _name(read, party)) if word.strip(",") == party else word for word in words.split(" ")
        )
    return words


def improvement_answer(read: CaseFile, found: Improvements) -> dict[str, Any]:
    """Everything `improve` says, for other programs."""
    return {
        **_head(read, found.method, found.reference),
        "baseline": _answers(read, found.baseline),
        "worth": {name: float(value) for name, value in found.worth},
        "efficient": found.efficient,
        "n_packages": found.n_packages,
        "packages": [_improved(read, item) for item in found.packages],
        "fewest": [_improved(read, item) for item in found.fewest],
        "best": {
            name: {"packages": [_answers(read, package) for package in solved.packages], **_told(solved)}
            if isinstance(solved, FoldedSolution)
            else solved.to_dict()
            for name, solved in found.best.items()
        },
        "certificate": plain(found.certificate),
        "caveats": list(found.caveats),
    }


def _told(solved: FoldedSolution) -> dict[str, Any]:
    worth = [[float(value) for value in row] for row in solved.solution.values]
    return {"n_packages": solved.n_packages, "values": worth, "certificate": plain(solved.solution.certificate)}


def suggestion_answer(read: CaseFile, problem: SettlementProblem, found: Suggestions | NoSettlement) -> dict[str, Any]:
    """Everything `suggest` says, for other programs."""
    if isinstance(found, NoSettlement):
        return {"case": read.case.id, "digest": read.digest, "packages": [], **found.to_dict()}
    return {
        **_head(read, found.method, found.reference),
        "kind": found.kind,
        "parties": list(problem.bargainers),
        "among": found.among,
        "radius": found.radius,
        "packages": [
            {
                "package": _answers(read, item.package),
                "worth": {name: float(value) for name, value in item.worth},
                "shares": dict(item.shares),
                "why": item.why,
            }
            for item in found.packages
        ],
    }


def _head(read: CaseFile, method: str, reference: str) -> dict[str, Any]:
    view = read.view.view if read.view else None
    return {"case": read.case.id, "digest": read.digest, "view": view, "method": method, "reference": reference}


def _answers(read: CaseFile, package: PackageValues) -> dict[str, Any]:
    found = {issue.id: answer_of(issue, code) for issue, code in zip(read.case.issues, package, strict=True)}
    return {name: float(answer) if isinstance(answer, Fraction) else plain(answer) for name, answer in found.items()}


def _improved(read: CaseFile, item: Improved) -> dict[str, Any]:
    return {
        "package": _answers(read, item.package),
        "changes": list(item.changes),
        "gains": {name: float(value) for name, value in item.gains},
        "losers": {name: float(value) for name, value in item.losers},
    }
