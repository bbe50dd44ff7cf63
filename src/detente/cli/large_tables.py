"""What `settle` prints of a case too large to enumerate: what is known of each part, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table

from detente.cli.settlement_tables import (
    PACKAGES_SHOWN,
    TIES_SHOWN,
    WALK_AWAY,
    WHY,
    SolutionRow,
    beside_status_quo,
    lettered,
    needed_in_words,
    opening_tables,
    solution_tables,
)
from detente.cli.tables import Package, cell, facts, heading, note, package_list, package_of, points, table
from detente.engines.settlement.counting import Count
from detente.engines.settlement.folding import FoldedFrontier
from detente.engines.settlement.large_settlement import LargeSolution
from detente.engines.settlement.of_case import LargeCaseSettlement
from detente.engines.settlement.problem import PackageValues
from detente.engines.settlement.representatives import Representatives
from detente.engines.settlement.result import NoSettlement

POINTS_SHOWN = 5
"""Most packages of the frontier that are listed beside those that solutions select."""

SURE, WIDE = 0.15, 1_000
"""An estimate is said where its standard error is at most this share of it; bounds where they are no wider."""


def large_settlement_tables(settled: LargeCaseSettlement) -> list[RenderableType]:
    """Everything `settle` says about a large case, in reading order."""
    found = settled.settlement
    parts: list[RenderableType] = [heading(str(settled.case.title)), "", facts(_counts(settled))]
    letters = large_letters(settled)
    if found.zone.empty:
        parts += [heading("No package is acceptable to everybody whose yes is needed"), *_conflicts(settled)]
        parts += opening_tables(settled)
    elif letters:
        parts += [heading(_packages_title(settled, len(letters))), *package_list(letters)]
        parts += [heading("Solutions, and what each party gets")]
        parts += [*solution_tables(large_solution_rows(settled, letters)), *_proofs(settled)]
    else:
        parts += [heading("Whether any package is acceptable to all is not known"), *_proofs(settled)]
    if found.zone.blocking:
        parts += [heading("What keeps packages out"), _blocking(settled), *_estimates(settled)]
    return [*parts, "", "Ids are those of the case file. --json adds methods, references and certificates."]


def in_numbers(count: Count) -> str:
    """A number of packages: exact, or about how many.

    >>> in_numbers(Count(1200, 1200)), in_numbers(Count(10, 90, 0.5, 0.01, 100)), in_numbers(Count(0, 2 * 10**12))
    ('1,200', 'about 50', 'at most 2,000,000,000,000')
    """
    if count.exact:
        return f"{count.at_least:,}"
    if count.share and count.error <= SURE * count.share:
        return f"about {rounded(count.estimate):,}"
    if count.share is not None and count.at_most > WIDE * max(1, count.at_least):
        return "none or few" if not count.at_least else f"{count.at_least:,} or more, few"
    return f"at most {count.at_most:,}" if not count.at_least else f"{count.at_least:,} to {count.at_most:,}"


def rounded(number: int, digits: int = 3) -> int:
    """A number with so many digits that say something.

    >>> rounded(1234567), rounded(42)
    (1230000, 42)
    """
    return round(number, digits - len(str(number))) if number > 0 else number


def _counts(settled: LargeCaseSettlement) -> list[tuple[str, str]]:
    found = settled.settlement
    zone = found.zone
    rows = [("view", settled.read.view.view)] if settled.read.view else []
    if warnings := len(settled.read.warnings):
        rows.append(("warnings", f"{warnings:,}: detente check shows what may be wrong with the case"))
    rows += [
        (
            "possible packages",
            f"{in_numbers(zone.considered)}{beside_status_quo(settled)}: too many to look at each, so {_how(settled)}",
        ),
        ("acceptable to all", f"{in_numbers(zone.acceptable)} at the judgements shown"),
    ]
    if not zone.acceptable.exact:
        rows.append(("", _between(zone.acceptable, zone.draws)))
    if found.stopped:
        rows.append(("stopped", "work was stopped: what stands here is certain, but not all there is to say"))
    return [*rows, ("efficient", _efficient(settled)), ("needed", needed_in_words(settled))]


def _how(settled: LargeCaseSettlement) -> str:
    if settled.settlement.strategy == "folding":
        return "issues are merged one at a time, exactly"
    return "solutions are searched for and proved one by one"


def _between(count: Count, draws: int) -> str:
    proved = f"proved: between {count.at_least:,} and {count.at_most:,}"
    if count.share is None:
        return proved
    share, error = 100 * count.share, 100 * count.error
    return f"{share:.2f} % of {draws:,} packages drawn at random (standard error {error:.2f} %); {proved}"


def _efficient(settled: LargeCaseSettlement) -> str:
    found = settled.settlement
    told: list[str] = []
    why = ""
    for edge, of in ((found.frontier_feasible, "possible"), (found.frontier_acceptable, "acceptable")):
        if isinstance(edge, FoldedFrontier):
            told.append(f"{edge.n_packages:,} of the {of}")
        elif isinstance(edge, Representatives):
            told.append(f"too many of the {of} to give ({len(edge):,} stand for them in --json, {stands_for(edge)})")
        else:
            told.append(f"of the {of} not known")
            why = "; --json says why"
    return f"{', '.join(told)} (nobody can gain without a loss to another){why}"


def stands_for(found: Representatives) -> str:
    """How well representatives stand for the rest."""
    lost = max(found.lost, default=0)
    margin = max((m for _, m in found.margin), default=0)
    return (
        f"each with at most {float(lost):.1f} points less for anybody than a package that clears every walk-away"
        f" by {float(margin):.1f}"
    )


def chosen_at_size(settled: LargeCaseSettlement) -> list[PackageValues]:
    """The packages to show: those that solutions select, then some of the frontier, evenly spaced."""
    found = settled.settlement
    solved = [s.packages[:TIES_SHOWN] for s in found.solutions.values() if isinstance(s, LargeSolution)]
    chosen = list(dict.fromkeys(x for packages in solved for x in packages))
    edge = found.frontier_acceptable
    rows: list[list[int]] = []
    if isinstance(edge, FoldedFrontier) and len(edge):
        rows = edge.one_each().tolist()
    elif isinstance(edge, Representatives):
        rows = edge.packages.tolist()
    if len(rows) > POINTS_SHOWN:
        rows = [rows[round(i * (len(rows) - 1) / (POINTS_SHOWN - 1))] for i in range(POINTS_SHOWN)]
    chosen += [package for row in rows if (package := tuple(row)) not in chosen]
    return chosen[:PACKAGES_SHOWN]


def large_letters(settled: LargeCaseSettlement) -> dict[Package, str]:
    """A letter for each package that is shown."""
    return lettered(package_of(settled, package) for package in chosen_at_size(settled))


def _packages_title(settled: LargeCaseSettlement, shown: int) -> str:
    edge = settled.settlement.frontier_acceptable
    if isinstance(edge, FoldedFrontier) and edge.n_packages > shown:
        return f"Packages that are acceptable and efficient: {shown:,} of {edge.n_packages:,}, --json has more"
    return "Packages that are acceptable"


def large_solution_rows(
    settled: LargeCaseSettlement, letters: Mapping[Package, str]
) -> tuple[tuple[str, ...], list[SolutionRow]]:
    """The parties' names, and a row for each solution; more than one where ties differ in value."""
    parties = tuple(settled.party_name(name) for name in settled.problem.parties)
    rows: list[SolutionRow] = []
    for name, item in settled.settlement.solutions.items():
        if isinstance(item, LargeSolution):
            rows += _rows_of(settled, f"{name}{' *' if item.solution.compares_scales else ''}", item, letters)
        else:
            rows.append((name, "none", ("–",) * len(parties)))
    floors = tuple(points(float(value)) for value in settled.settlement.disagreement)
    return parties, [*rows, (WALK_AWAY, "", floors)]


def _rows_of(
    settled: LargeCaseSettlement, name: str, item: LargeSolution, letters: Mapping[Package, str]
) -> Iterable[SolutionRow]:
    ties: dict[tuple[object, ...], list[PackageValues]] = {}
    for package, values in zip(item.packages, item.all_values, strict=True):
        ties.setdefault(values, []).append(package)
    for place, packages in enumerate(list(ties.values())[:TIES_SHOWN]):
        worth = settled.settlement.values(packages[0])
        ends = [spread.values for spread in settled.spreads(packages[:PACKAGES_SHOWN])]
        ranges = [(min(low for low, _ in p), max(high for _, high in p)) for p in zip(*ends, strict=True)]
        cells = tuple(points(float(value), *span) for value, span in zip(worth, ranges, strict=True))
        alone = len(ties) == 1
        yield (
            name if place == 0 else "  or",
            _named(settled, packages, item.n_packages if alone else len(packages), letters),
            cells,
        )
    if len(ties) > TIES_SHOWN:
        yield ("  or", "more", ("",) * len(settled.problem.parties))


def _named(
    settled: LargeCaseSettlement, packages: Sequence[PackageValues], count: int, letters: Mapping[Package, str]
) -> str:
    known = [letters[p] for x in packages[:PACKAGES_SHOWN] if (p := package_of(settled, x)) in letters]
    left = count - len(known)
    words = [*known, f"{left:,} more"] if left and known else known or [f"{left:,} packages"]
    return " or ".join(words)


def _proofs(settled: LargeCaseSettlement) -> list[RenderableType]:
    """What is not proved, and how far the bound is."""
    told: list[RenderableType] = []
    for name, item in settled.settlement.solutions.items():
        if isinstance(item, NoSettlement):
            told.append(note(f"{name}: {item.reason}"))
        elif not item.proved:
            told.append(note(f"{name}: not proved to be best; the bound leaves room for {100 * float(item.gap):.2f} %"))
    return told


def _blocking(settled: LargeCaseSettlement) -> Table:
    made = table("who", "why", "packages", "by this alone", numbers=("packages", "by this alone"))
    for ground in settled.settlement.zone.blocking:
        party = settled.party_name(ground.party) if ground.party else "–"
        why = WHY[ground.kind].format(id=ground.id)
        made.add_row(cell(party), cell(why), in_numbers(ground.packages), in_numbers(ground.alone))
    return made


def _estimates(settled: LargeCaseSettlement) -> list[RenderableType]:
    zone = settled.settlement.zone
    counts = [count for ground in zone.blocking for count in (ground.packages, ground.alone)]
    if all(count.exact for count in counts):
        return []
    return [
        note(f"“about”: by {zone.draws:,} possible packages drawn at random, seed {zone.seed}; --json has the bounds.")
    ]


def _conflicts(settled: LargeCaseSettlement) -> list[RenderableType]:
    groups = settled.settlement.zone.conflicts
    if not groups:
        return [note("No group of up to three parties is shown to be irreconcilable by itself.")]
    told: list[RenderableType] = []
    for group in groups:
        names = " and ".join(settled.party_name(name) for name in group)
        own = "refuses every package" if len(group) == 1 else "accept no package together, whatever the others want"
        told.append(note(f"{names} {own}."))
    return told
