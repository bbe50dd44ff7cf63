"""What would open the zone where it is empty; which party's yes is in doubt where it is not."""

from __future__ import annotations

from detente.brief.blocks import Block, Column, Figure, Number, Paragraph, Prose, Row, Section, Table
from detente.brief.charts import Shortfall, what_opens
from detente.brief.sections.material import Material, common_note, counted, listed, split_issues
from detente.brief.sections.zone import ground_in_words, package_cells
from detente.engines.settlement.concessions import Concessions, Opening
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.result import NoSettlement

OPENINGS_SHOWN = 5


def opening(material: Material, settled: CaseSettlement) -> Section:
    """The section on what would open, or close, the zone."""
    if settled.settlement.n_acceptable:
        return Section("opening", "What would close the zone?", tuple(_doubts(material, settled)))
    return Section("opening", "What would open a zone?", tuple(_openings(material, settled)))


def opening_sentence(material: Material, settled: CaseSettlement) -> str:
    """The smallest concessions in one sentence."""
    found = settled.settlement.concessions
    if isinstance(found, NoSettlement):
        return f"No concession by a party opens a zone: {found.reason}."
    words = [_conceded(material, found.openings[0])] if found.openings else []
    if not words:
        return "No concession is needed: the zone is open."
    ties = f" ({counted(len(found.packages), 'package')} tie)" if len(found.packages) > 1 else ""
    return f"The smallest concession that opens a zone: {words[0]}{ties}."


def _conceded(material: Material, item: Opening) -> str:
    parts: list[str] = []
    for concession in item.concessions:
        name = material.name(concession.party)
        if concession.shortfall > 0:
            parts.append(f"{name} accepts {float(concession.shortfall):.1f} points less than its walk-away")
        for block in concession.breached:
            kind = "lifts its red line" if block.kind == "red-line" else "goes without the condition of its offer"
            parts.append(f"{name} {kind} ({block.id.replace('-', ' ')})")
    return listed(parts) or "nobody concedes anything"


def _openings(material: Material, settled: CaseSettlement) -> list[Block]:
    found = settled.settlement.concessions
    blocks: list[Block] = [Paragraph(opening_sentence(material, settled), lead=True)]
    if isinstance(found, NoSettlement) or not found.openings:
        return blocks
    blocks += [_figure(material, settled, found), _table(material, settled, found)]
    return blocks


def _figure(material: Material, settled: CaseSettlement, found: Concessions) -> Figure:
    first = found.openings[0]
    values = settled.settlement.values([first.package])[0]
    floors = settled.settlement.disagreement
    asked = [settled.problem.parties[p] for p in settled.problem.asked]
    rows = [
        Shortfall(material.name(name), float(values[place]), float(floors[place]))
        for place, name in enumerate(settled.problem.parties)
        if name in asked
    ]
    data = Table(
        id="what-opens-data",
        caption="Values and walk-aways at the package nearest to agreement",
        columns=(Column("Value", "number"), Column("Walk-away", "number")),
        rows=tuple(Row(row.party, (Number(row.value, digits=1), Number(row.walk_away, digits=1))) for row in rows),
        corner="Party",
    )
    return Figure(
        id="what-opens",
        finding="How far the package nearest to agreement falls short of each walk-away.",
        chart=what_opens(rows),
        alt="For each party a dot at the value of the package nearest to agreement and a line at its walk-away.",
        data=data,
        basis="computed",
    )


def _table(material: Material, settled: CaseSettlement, found: Concessions) -> Table:
    shown = found.openings[:OPENINGS_SHOWN]
    differing, common = split_issues(material, settled, [item.package for item in shown])
    rows = tuple(
        Row(
            str(place),
            (*package_cells(settled, item.package, differing), _conceded(material, item)),
        )
        for place, item in enumerate(shown, 1)
    )
    return Table(
        id="openings",
        caption="Packages that the smallest concessions reach",
        columns=(*(Column(issue.short) for issue in differing), Column("Who concedes what")),
        rows=rows,
        corner="Package",
        notes=(
            *common_note(common),
            "Smallest: fewest red lines and offers breached, then fewest parties below their walk-away, then the"
            " smallest sum of shortfalls, each as a share of its party's range over all possible packages.",
        ),
        basis="computed",
    )


def _doubts(material: Material, settled: CaseSettlement) -> list[Block]:
    codes = settled.settlement.zone.acceptable.tolist()[:2000]
    spreads = settled.spreads(codes)
    rows: list[Row] = []
    doubtful: list[str] = []
    for name in [settled.problem.parties[p] for p in settled.problem.asked]:
        verdicts = [dict(spread.verdicts)[name] for spread in spreads if name in dict(spread.verdicts)]
        always, depends = verdicts.count("always"), verdicts.count("depends")
        if depends:
            doubtful.append(name)
        cells: tuple[Prose | Number, ...] = (
            Number(always, digits=0),
            Number(depends, digits=0),
            _floor(material, settled, name),
        )
        rows.append(Row(material.name(name), cells))
    text = _doubt_sentence(material, doubtful)
    table = Table(
        id="doubts",
        caption="How firmly each party accepts the packages of the zone",
        columns=(
            Column("Accepts under every judgement", "number"),
            Column("… under some only", "number"),
            Column("On which ground it blocks others"),
        ),
        rows=tuple(rows),
        corner="Party",
        notes=('Try a change: detente what-if CASE "PARTY.walk-away=40".',),
        basis="computed",
    )
    return [Paragraph(text, lead=True), table]


def _doubt_sentence(material: Material, doubtful: list[str]) -> str:
    if not doubtful:
        return "The zone stays open whatever numbers within the ranges are the right ones."
    whose = "it" if len(doubtful) == 1 else "each of them"
    return (
        f"The zone is open at the shown judgements. Whether it stays open turns on {material.named(doubtful)}: for"
        f" {whose} there are numbers within the ranges at which it would walk away from packages of the zone."
    )


def _floor(material: Material, settled: CaseSettlement, name: str) -> str:
    grounds = [g for g in settled.settlement.zone.grounds if g.party == name and g.packages]
    ordered = sorted(grounds, key=lambda g: -g.packages)
    return "; ".join(f"{ground_in_words(g)} ({g.packages:,})" for g in ordered) or "blocks nothing"
