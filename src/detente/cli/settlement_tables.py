"""What `settle` prints: the zone, the packages, the solutions, who blocks, and what would open the zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from rich.console import RenderableType
from rich.table import Table

from detente.cli.tables import (
    FirstThatFits,
    Package,
    cell,
    facts,
    heading,
    note,
    package_list,
    package_of,
    points,
    table,
)
from detente.engines.settlement.concessions import Concession, Concessions
from detente.engines.settlement.large_settlement import Unsaid
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement, SettledCase
from detente.engines.settlement.result import NoSettlement, Solution
from detente.engines.settlement.searching import CertifiedConcessions
from detente.engines.settlement.zone import Kind

PACKAGES_SHOWN = 10
TIES_SHOWN = 3
WALK_AWAY = "walk-away"

JUDGEMENTS = (
    "Points run from 0 to 100 on each party's own scale. They rest on an analyst's judgements, and so does "
    "everything that follows from them; in brackets the range over all judgements that the case admits."
)
SCALES = "* compares points of one party with points of another"

WHY: dict[Kind, str] = {
    "constraint": "impossible: constraint {id}",
    "walk-away": "below its walk-away",
    "red-line": "its red line {id}",
    "offer": "its offer {id}: the condition is not met",
}


def settlement_tables(settled: CaseSettlement) -> list[RenderableType]:
    """Everything `settle` says about a case, in reading order."""
    found = settled.settlement
    parts: list[RenderableType] = [heading(str(settled.case.title)), "", facts(_counts(settled))]
    if found.n_acceptable:
        letters = _letters(settled)
        parts += [heading(_packages_title(settled, len(letters))), *package_list(letters)]
        parts += [heading("Solutions, and what each party gets"), *solution_tables(solution_rows(settled, letters))]
        parts += _trades(settled)
    else:
        parts += [heading("No package is acceptable to everybody whose yes is needed")]
        parts += opening_tables(settled)
    if found.zone.blocking:
        parts += [heading("What keeps packages out"), _blocking(settled)]
    return [*parts, "", "Ids are those of the case file. --json adds methods, references and certificates."]


def _counts(settled: CaseSettlement) -> list[tuple[str, str]]:
    found = settled.settlement
    rows = [("view", settled.read.view.view)] if settled.read.view else []
    if warnings := len(settled.read.warnings):
        rows.append(("warnings", f"{warnings:,}: detente check shows what may be wrong with the case"))
    rows += [
        ("possible packages", f"{found.zone.considered:,}{beside_status_quo(settled)}"),
        ("acceptable to all", f"{found.n_acceptable:,} at the judgements shown"),
    ]
    spread = settled.zone_spread()
    if spread is not None:
        rows.append(
            ("", f"{spread.always:,} under every judgement that the case admits, {spread.sometimes:,} under some")
        )
    edges = f"{len(found.frontier_feasible):,} of the possible, {len(found.frontier_acceptable):,} of the acceptable"
    return [
        *rows,
        ("efficient", f"{edges} (nobody can gain without a loss to another)"),
        ("needed", needed_in_words(settled)),
    ]


def beside_status_quo(settled: CaseSettlement | LargeCaseSettlement) -> str:
    """That what holds without agreement is counted as none."""
    return "" if settled.problem.status_quo is None else ", the status quo not counted"


def needed_in_words(settled: CaseSettlement | LargeCaseSettlement) -> str:
    """Whose yes makes an agreement."""
    always = ", ".join(settled.party_name(name) for name in settled.problem.bargainers)
    also = settled.case.agreement.also if settled.case.agreement else ()
    asked = [f"; and of {settled.party_name(item.party)} where {item.when}" for item in also]
    return f"the yes of {always}{''.join(asked)}"


def chosen_packages(settled: CaseSettlement) -> list[int]:
    """The packages to show: those that solutions select, first ties first, then others on the frontier."""
    solved = [item.packages for item in settled.settlement.solutions.values() if isinstance(item, Solution)]
    by_rank = [code for rank in zip_longest(*solved) for code in rank if code is not None]
    edge = settled.settlement.frontier_acceptable.packages[:PACKAGES_SHOWN].tolist()
    return sorted(list(dict.fromkeys([*by_rank, *edge]))[:PACKAGES_SHOWN])


def _letters(settled: CaseSettlement) -> dict[Package, str]:
    return lettered(package_of(settled, code) for code in chosen_packages(settled))


def lettered(packages: Iterable[Package]) -> dict[Package, str]:
    """A letter for each different package."""
    return {package: chr(ord("A") + place) for place, package in enumerate(dict.fromkeys(packages))}


def _packages_title(settled: CaseSettlement, shown: int) -> str:
    total = len(settled.settlement.frontier_acceptable)
    more = f": {shown:,} of {total:,}, --json has more" if total > shown else ""
    return f"Packages that are acceptable and efficient{more}"


SolutionRow = tuple[str, str, tuple[str, ...]]
"""The solution, its packages by letter, and what each party gets."""


def solution_rows(settled: CaseSettlement, letters: Mapping[Package, str]) -> tuple[tuple[str, ...], list[SolutionRow]]:
    """The parties' names, and a row for each solution; more than one where ties differ in value."""
    parties = tuple(settled.party_name(name) for name in settled.problem.parties)
    rows: list[SolutionRow] = []
    for name, item in settled.settlement.solutions.items():
        if isinstance(item, Solution):
            rows += _rows_of(settled, f"{name}{' *' if item.compares_scales else ''}", item, letters)
        else:
            rows.append((name, "none", ("–",) * len(parties)))
    floors = tuple(points(float(value)) for value in settled.settlement.disagreement)
    return parties, [*rows, (WALK_AWAY, "", floors)]


def _rows_of(
    settled: CaseSettlement, name: str, item: Solution, letters: Mapping[Package, str]
) -> Iterable[SolutionRow]:
    ties: dict[tuple[object, ...], list[int]] = {}
    for code in item.packages:
        ties.setdefault(settled.settlement.values([code])[0], []).append(code)
    for place, codes in enumerate(list(ties.values())[:TIES_SHOWN]):
        worth = settled.settlement.floats(codes[:1])[0].tolist()
        cells = tuple(points(value, *ends) for value, ends in zip(worth, _ranges(settled, codes), strict=True))
        yield (name if place == 0 else "  or", _named(settled, codes, letters), cells)
    if len(ties) > TIES_SHOWN:
        left = sum(len(codes) for codes in list(ties.values())[TIES_SHOWN:])
        yield ("  or", f"{left:,} more", ("",) * len(settled.problem.parties))


def _ranges(settled: CaseSettlement, codes: Sequence[int]) -> list[tuple[float, float]]:
    """What the packages may be worth to each party over all admitted judgements."""
    ends = [spread.values for spread in settled.spreads(codes[:PACKAGES_SHOWN])]
    return [(min(low for low, _ in party), max(high for _, high in party)) for party in zip(*ends, strict=True)]


def _named(settled: CaseSettlement, codes: Sequence[int], letters: Mapping[Package, str]) -> str:
    found = [letters[package] for code in codes[:PACKAGES_SHOWN] if (package := package_of(settled, code)) in letters]
    left = len(codes) - len(found)
    words = [*found, f"{left:,} more"] if left and found else found or [f"{left:,} packages"]
    return " or ".join(words)


def solution_tables(told: tuple[tuple[str, ...], list[SolutionRow]]) -> list[RenderableType]:
    """Solutions as rows; parties as rows where there are too many of them for columns."""
    parties, rows = told
    remarks: list[RenderableType] = [note(JUDGEMENTS)]
    if any(name.endswith("*") for name, _, _ in rows):
        remarks.append(note(SCALES))
    return [FirstThatFits(_by_solution(parties, rows), _by_party(parties, rows), wrapped=True), *remarks]


def _by_solution(parties: Sequence[str], rows: Sequence[SolutionRow]) -> Table:
    made = table("solution", "package", *parties, numbers=parties)
    made.columns[0].no_wrap = True
    for name, packages, cells in rows:
        if name == WALK_AWAY:
            made.add_section()
        made.add_row(name, packages, *cells)
    return made


def _by_party(parties: Sequence[str], rows: Sequence[SolutionRow]) -> Table:
    names = [name.replace("-", "- ") for name, _, _ in rows]
    made = table("party", *names, numbers=names)
    made.add_row("package", *(packages for _, packages, _ in rows))
    for place, party in enumerate(parties):
        made.add_row(cell(party), *(cells[place] for _, _, cells in rows))
    return made


def _trades(settled: CaseSettlement) -> list[RenderableType]:
    count = sum(item.found for item in settled.settlement.trades)
    if not count:
        return []
    words = f"{count:,} trades change two issues of the Nash solution so that two parties gain: --json has the best"
    return [note(words)]


def _blocking(settled: CaseSettlement) -> Table:
    made = table("who", "why", "packages", "by this alone", numbers=("packages", "by this alone"))
    for ground in settled.settlement.zone.blocking:
        party = settled.party_name(ground.party) if ground.party else "–"
        why = WHY[ground.kind].format(id=ground.id)
        made.add_row(cell(party), cell(why), f"{ground.packages:,}", f"{ground.alone:,}")
    return made


def opening_tables(settled: CaseSettlement | LargeCaseSettlement) -> list[RenderableType]:
    """Who would have to concede what before all could accept some package."""
    found = settled.settlement.concessions
    if isinstance(found, Unsaid):
        return [note(f"What would open a zone is not said: {found.reason}.")]
    if isinstance(found, NoSettlement):
        return [note(f"No concession opens a zone: {found.reason}.")]
    return _concessions(settled, found)


def _concessions(settled: SettledCase, found: Concessions | CertifiedConcessions) -> list[RenderableType]:
    shown = found.openings[:PACKAGES_SHOWN]
    letters = lettered(package_of(settled, opening.package) for opening in shown)
    made = table("package", "party", "would concede")
    for opening in shown:
        letter = letters[package_of(settled, opening.package)]
        for place, concession in enumerate(opening.concessions):
            party = settled.party_name(concession.party)
            made.add_row(letter if place == 0 else "", cell(party), cell(conceded(concession)))
    total = f"{'' if found.complete else 'at least '}{found.n_packages:,}"
    more = f" ({len(shown):,} of {total} that tie; --json has more)" if found.n_packages > len(shown) else ""
    sure = "" if found.proved else "; that none are smaller is not proved"
    title = heading(f"The smallest concessions that open a zone{more}{sure}")
    return [title, made, note(JUDGEMENTS), heading("The packages that they reach"), *package_list(letters)]


def conceded(concession: Concession) -> str:
    """What one party would have to give up."""
    words = [f"{float(concession.shortfall):.1f} points below its walk-away"] if concession.shortfall else []
    words += [f"{block.kind.replace('-', ' ')} {block.id}" for block in concession.breached]
    return "; ".join(words)
