"""What `what-if` prints: today beside what the change would make of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table

from detente.assessment.what_if import Comparison, PositionsAlone, Side
from detente.case.model.case import Case
from detente.cli.compared_forecast_tables import compared_forecast_tables
from detente.cli.large_tables import chosen_at_size, in_numbers, large_solution_rows
from detente.cli.settlement_tables import (
    JUDGEMENTS,
    PACKAGES_SHOWN,
    SCALES,
    SolutionRow,
    chosen_packages,
    conceded,
    lettered,
    solution_rows,
)
from detente.cli.tables import FirstThatFits, Package, cell, heading, note, package_list, package_of, points, table
from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.counting import Count
from detente.engines.settlement.folding import FoldedFrontier
from detente.engines.settlement.large_settlement import LargeSolution, Unsaid
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.result import Solution
from detente.engines.settlement.searching import CertifiedConcessions
from detente.foundation.errors import Fault

SETTLED_ALIKE = "What could be settled stays as it is: every number, every solution and every smallest concession."
LED_ALIKE = (
    "Where positions lead stays as it is: no position, salience or influence that counts, no place on a scale and no"
    " status quo of an issue with positions is touched."
)
MORE = "--json has all results of both sides."


def comparison_tables(found: Comparison | PositionsAlone, case: Case) -> list[RenderableType]:
    """Today beside what the change would make of it, and whether anything changes at all."""
    parts: list[RenderableType] = [heading(f"What if {change}?") for change in found.changes]
    forecasts = compared_forecast_tables(found.forecasts, {party.id: str(party.name) for party in case.parties})
    if case.positions and not forecasts:
        forecasts = ["", note(LED_ALIKE)]
    if isinstance(found, PositionsAlone):
        missing = (note(_fault(one)) for one in found.missing)
        return [*parts, *forecasts, heading("What could be settled is not computed"), *missing]
    letters = _letters(found)
    if forecasts and _settles_alike(found, letters):
        return [*parts, *forecasts, "", note(SETTLED_ALIKE), "", MORE]
    settled = [_counts(found), *_solutions(found, letters)]
    if letters:
        settled += [heading("The packages"), *package_list(letters)]
    return [*parts, *settled, *(forecasts if found.forecasts else ()), "", MORE]


def _fault(found: Fault) -> str:
    words = f"{found.what[:1].upper()}{found.what[1:]}"
    return f"{words} ({found.todo})." if found.todo else f"{words}."


def _settles_alike(found: Comparison, letters: dict[Package, str]) -> bool:
    """Whether nothing that would be shown of the settlement differs."""
    sides = (found.today, found.after)
    told = [(_facts(side), _rows(side.settled, letters), _smallest(side, letters)) for side in sides]
    return told[0] == told[1]


def _letters(found: Comparison) -> dict[Package, str]:
    sides = (found.today.settled, found.after.settled)
    return lettered(package for settled in sides for package in (_selected(settled) or _reached(settled)))


def _selected(settled: CaseSettlement | LargeCaseSettlement) -> list[Package]:
    """The packages that solutions select, as far as they are shown."""
    if isinstance(settled, LargeCaseSettlement):
        large = settled.settlement.solutions.values()
        selected = {x for item in large if isinstance(item, LargeSolution) for x in item.packages}
        return [package_of(settled, x) for x in chosen_at_size(settled) if x in selected]
    solutions = settled.settlement.solutions.values()
    solved = {code for item in solutions if isinstance(item, Solution) for code in item.packages}
    return [package_of(settled, code) for code in chosen_packages(settled) if code in solved]


def _reached(settled: CaseSettlement | LargeCaseSettlement) -> list[Package]:
    """The packages that the smallest concessions reach."""
    found = settled.settlement.concessions
    if not isinstance(found, Concessions | CertifiedConcessions):
        return []
    return [package_of(settled, item.package) for item in found.openings[:PACKAGES_SHOWN]]


def _rows(
    settled: CaseSettlement | LargeCaseSettlement, letters: dict[Package, str]
) -> tuple[tuple[str, ...], list[SolutionRow]]:
    if isinstance(settled, LargeCaseSettlement):
        return large_solution_rows(settled, letters)
    return solution_rows(settled, letters)


def _closed(settled: CaseSettlement | LargeCaseSettlement) -> bool:
    """Whether nothing is acceptable."""
    if isinstance(settled, LargeCaseSettlement):
        return settled.settlement.zone.empty is True
    return not settled.settlement.n_acceptable


def _counts(found: Comparison) -> Table:
    made = table("", "today", "after", "", numbers=("today", "after"))
    before, after = _facts(found.today), _facts(found.after)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, "–"), after.get(name, "–")
        made.add_row(cell(name), old, new, "" if new == old else "changes", style="" if new == old else "bold")
    return made


def _facts(side: Side) -> dict[str, str]:
    settled = side.settled
    told = _sizes(settled)
    for party, floor in zip(settled.problem.parties, settled.settlement.disagreement, strict=True):
        told[f"walk-away of {settled.party_name(party)}"] = points(float(floor))
    for assessed in side.proposals:
        if assessed.settles:
            accepted, all_of = (_number(n) for n in (assessed.acceptable, assessed.completions))
            told[f"proposal {assessed.proposal.id}: acceptable completions"] = f"{accepted} of {all_of}"
    return told


def _sizes(settled: CaseSettlement | LargeCaseSettlement) -> dict[str, str]:
    if isinstance(settled, LargeCaseSettlement):
        zone, edge = settled.settlement.zone, settled.settlement.frontier_acceptable
        efficient = f"{edge.n_packages:,}" if isinstance(edge, FoldedFrontier) else "not known"
        return {
            "possible packages": in_numbers(zone.considered),
            "acceptable to all": in_numbers(zone.acceptable),
            "efficient among the acceptable": efficient,
        }
    result = settled.settlement
    told = {"possible packages": f"{result.zone.considered:,}", "acceptable to all": f"{result.n_acceptable:,}"}
    spread = settled.zone_spread()
    if spread is not None:
        told["  under every admitted judgement"] = f"{spread.always:,}"
        told["  under some"] = f"{spread.sometimes:,}"
    told["efficient among the acceptable"] = f"{len(result.frontier_acceptable):,}"
    return told


def _number(count: int | Count) -> str:
    return in_numbers(count) if isinstance(count, Count) else f"{count:,}"


def _solutions(found: Comparison, letters: dict[Package, str]) -> list[RenderableType]:
    sides = (("today", found.today), ("after", found.after))
    if all(_closed(side.settled) for _, side in sides):
        return [heading("No package is acceptable to all, today or after"), *_concessions(found, letters)]
    parties, before = _rows(found.today.settled, letters)
    later_parties, after = _rows(found.after.settled, letters)
    if parties != later_parties:
        parts: list[RenderableType] = []
        for (when, _), names, rows in zip(sides, (parties, later_parties), (before, after), strict=True):
            parts += [heading(f"Solutions {when}"), _plain(names, rows)]
        return [*parts, note(JUDGEMENTS), note(SCALES)]
    title = heading("Solutions, and what each party gets")
    return [title, _beside(parties, before, after), *_concessions(found, letters), note(JUDGEMENTS), note(SCALES)]


def _plain(parties: Sequence[str], rows: Sequence[SolutionRow]) -> Table:
    made = table("solution", "package", *parties, numbers=parties)
    for name, packages, cells in rows:
        made.add_row(name, packages, *cells)
    return made


def _beside(parties: Sequence[str], before: Sequence[SolutionRow], after: Sequence[SolutionRow]) -> RenderableType:
    """One row where a solution stays as it is, else today's and what comes after; parties as rows if many."""
    rows: list[tuple[str, SolutionRow]] = []
    old, new = _grouped(before), _grouped(after)
    for name in old:
        same = old[name] == new[name]
        rows += [("both" if same else "today", row) for row in old[name]]
        rows += [] if same else [("after", row) for row in new[name]]
    return FirstThatFits(_by_solution(parties, rows), _by_party(parties, rows), wrapped=True)


def _by_solution(parties: Sequence[str], rows: Sequence[tuple[str, SolutionRow]]) -> Table:
    wide = table("solution", "when", "package", *parties, numbers=parties)
    wide.columns[0].no_wrap = True
    shown = ""
    for when, (name, packages, cells) in rows:
        wide.add_row("" if name == shown else name, when, packages, *cells, style="" if when == "both" else "bold")
        shown = name
    return wide


def _by_party(parties: Sequence[str], rows: Sequence[tuple[str, SolutionRow]]) -> Table:
    """A line for each solution, moment and party: any number of parties fits."""
    long = table("solution", "when", "package", "party", "gets", numbers=("gets",))
    for when, (name, packages, cells) in rows:
        for place, (party, worth) in enumerate(zip(parties, cells, strict=True)):
            first = (name, when, packages) if place == 0 else ("", "", "")
            long.add_row(*first, cell(party), worth, style="" if when == "both" else "bold")
    return long


def _grouped(rows: Sequence[SolutionRow]) -> dict[str, list[SolutionRow]]:
    found: dict[str, list[SolutionRow]] = {}
    last = ""
    for name, packages, cells in rows:
        last = last if name.startswith(" ") else name.removesuffix(" *")
        found.setdefault(last, []).append((name, packages, cells))
    return found


def _concessions(found: Comparison, letters: dict[Package, str]) -> list[RenderableType]:
    made = table("when", "package", "party", "would concede")
    for when, side in (("today", found.today), ("after", found.after)):
        for letter, party, what in _smallest(side, letters):
            made.add_row(when, letter, cell(party), cell(what))
    return [heading("A smallest concession that opens a zone"), made] if made.rows else []


def _smallest(side: Side, letters: dict[Package, str]) -> list[tuple[str, str, str]]:
    """A smallest concession: package, party and what it would concede; or why there is none."""
    settled, answer = side.settled, side.settled.settlement.concessions
    if not isinstance(answer, Concessions | CertifiedConcessions):
        return [] if isinstance(answer, Unsaid) else [("–", "–", answer.reason)]
    return [
        (letters.get(package_of(settled, opening.package), "–"), settled.party_name(item.party), conceded(item))
        for opening in answer.openings[:1]
        for item in opening.concessions
    ]
