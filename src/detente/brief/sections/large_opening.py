"""What would open the zone of a case too large to enumerate."""

from __future__ import annotations

from detente.brief.blocks import Block, Column, Figure, Paragraph, Row, Section, Table
from detente.brief.charts import Shortfall
from detente.brief.sections.large_numbers import cells_at_size, in_size, split_at_size
from detente.brief.sections.large_solutions import solved
from detente.brief.sections.material import Material, common_note
from detente.brief.sections.opening import conceded_in_words, nearest_figure
from detente.brief.sections.stances import numbers_counted
from detente.engines.settlement.concessions import Opening
from detente.engines.settlement.large_settlement import Unsaid
from detente.engines.settlement.of_case import LargeCaseSettlement
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.searching import CertifiedConcessions

SHOWN = 5


def opening_at_size(material: Material, settled: LargeCaseSettlement) -> Section:
    """The section on what would open, or close, the zone."""
    if not settled.settlement.zone.empty:
        return Section("opening", "What would close the zone?", (Paragraph(_doubts(material, settled), lead=True),))
    blocks: list[Block] = [Paragraph(opening_sentence_at_size(material, settled), lead=True)]
    found = settled.settlement.concessions
    if isinstance(found, CertifiedConcessions) and found.openings:
        blocks += [_figure(material, settled, found.openings[0]), _table(material, settled, found)]
    return Section("opening", "What would open a zone?", tuple(blocks))


def opening_sentence_at_size(material: Material, settled: LargeCaseSettlement) -> str:
    """The smallest concessions in one sentence, with the package that they reach."""
    found = settled.settlement.concessions
    if isinstance(found, Unsaid):
        return f"What would open a zone is not said: {found.reason}."
    if isinstance(found, NoSettlement):
        return f"No concession by a party opens a zone: {found.reason}."
    if not found.openings:
        return "No concession is needed: the zone is open."
    first = found.openings[0]
    words = settled.in_words(settled.settlement.package(first.package))
    package = "; ".join(f"{words[issue.id]} ({issue.short})" for issue in material.case.issues)
    others = found.n_packages - 1
    least = "" if found.complete else "at least "
    ties = f", and {least}{in_size(others)} other package{'' if others == 1 else 's'} by as little" if others else ""
    sure = "" if found.proved else " That nothing less would do is not proved."
    return (
        f"The smallest concession that opens a zone: {_conceded(material, settled, first)}."
        f" It reaches this package{ties}: {package}.{sure}"
    )


def _conceded(material: Material, settled: LargeCaseSettlement, item: Opening) -> str:
    values = settled.settlement.values(settled.settlement.package(item.package))
    return conceded_in_words(material, dict(zip(settled.settlement.parties, values, strict=True)), item)


def _doubts(material: Material, settled: LargeCaseSettlement) -> str:
    """Who would refuse, under other admitted judgements, what the solutions select."""
    chosen = dict.fromkeys(item.packages[0] for item in solved(settled).values())
    rest = " Which single judgement would close the zone is not worked out for a case of this size."
    if not chosen:
        return rest.strip()
    doubtful: dict[str, None] = {}
    doubted = 0
    for spread in settled.spreads(list(chosen)):
        unsure = [party for party, verdict in spread.verdicts if verdict != "always"]
        doubted += bool(unsure)
        doubtful |= dict.fromkeys(unsure)
    if not any(numbers_counted(material.case)[1:]):
        return f"All judgements are fixed numbers, so how far this depends on them is not shown.{rest}"
    if not doubted:
        return f"What the solutions select stays acceptable to all, whatever numbers within the ranges are right.{rest}"
    order = [p for p in settled.settlement.parties if p in doubtful]
    return (
        f"Of {len(chosen)} packages that the solutions select, {doubted} would be refused under some admitted"
        " judgements."
        f" In doubt: {material.named(order)}.{rest}"
    )


def _figure(material: Material, settled: LargeCaseSettlement, first: Opening) -> Figure:
    package = settled.settlement.package(first.package)
    found = settled.settlement.evaluate(package)
    floors = settled.settlement.disagreement
    spread = settled.spreads([package])[0].values
    places = [settled.settlement.parties.index(name) for name in found.asked]
    rows = [
        Shortfall(material.name(settled.settlement.parties[p]), float(found.values[p]), float(floors[p]))
        for p in places
    ]
    return nearest_figure(rows, [spread[p] for p in places])


def _table(material: Material, settled: LargeCaseSettlement, found: CertifiedConcessions) -> Table:
    shown = [(settled.settlement.package(item.package), item) for item in found.openings[:SHOWN]]
    differing, common = split_at_size(material, settled, [package for package, _ in shown])
    more = found.n_packages - len(shown)
    return Table(
        id="openings",
        caption="Packages that the smallest concessions reach",
        columns=(*(Column(issue.short) for issue in differing), Column("What is conceded")),
        rows=tuple(
            Row(str(place), (*cells_at_size(settled, package, differing), _conceded(material, settled, item)))
            for place, (package, item) in enumerate(shown, 1)
        ),
        corner="Package",
        notes=(
            *common_note(common),
            "Smallest: fewest red lines and offers breached, then fewest parties below their walk-away, then the"
            " smallest sum of shortfalls, each as a share of its party's range over all possible packages. The last"
            " step compares the parties' ranges.",
            *((f"{in_size(more)} more as near, not shown.",) if more > 0 else ()),
        ),
        basis="computed",
    )
