"""The frontier: what can be had at what price, every proposal marked."""

from __future__ import annotations

from detente.brief.blocks import Block, Column, Figure, Paragraph, Row, Section, Table
from detente.brief.charts import Marked, PartyScale, frontier_parallel, frontier_scatter
from detente.brief.prose import Number
from detente.brief.sections.drafts import title
from detente.brief.sections.edges import Edge, edge_of, evenly_spaced
from detente.brief.sections.material import Material, common_note, counted, listed, split_issues, value_cell
from detente.brief.sections.selections import selections
from detente.engines.settlement.large_settlement import LargeEvaluation
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.settlement import Evaluation

FRONTIER_SHOWN = 8
"""Most packages that the table of the frontier lists."""


def frontier(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> Section:
    """The section on efficiency."""
    edge = edge_of(settled)
    blocks: list[Block] = [Paragraph(f"{_definition(material, settled)} {edge.told}", lead=True)]
    if len(settled.problem.consent) > 1 and (edge.packages or isinstance(settled, LargeCaseSettlement)):
        blocks.append(_figure(material, settled, edge))
    if edge.packages:
        blocks.append(_table(material, settled, edge))
    return Section("frontier", "What is efficient?", tuple(blocks))


def _definition(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> str:
    bargainers = ", ".join(material.name(name) for name in settled.problem.bargainers)
    if len(settled.problem.bargainers) == 1:
        return f"A package is efficient where no other gives the party more ({bargainers})."
    each = "both parties" if len(settled.problem.bargainers) == 2 else "every party"
    return (
        f"A package is efficient where no other gives {each} whose yes is always needed ({bargainers}) at least as"
        " much and one of them more."
    )


def _figure(material: Material, settled: CaseSettlement | LargeCaseSettlement, edge: Edge) -> Figure:
    found = settled.settlement
    marked = _marked(material, settled)
    scales = [
        PartyScale(material.name(found.parties[p]), float(found.disagreement[p])) for p in settled.problem.consent
    ]
    if edge.plane is not None:
        chart = frontier_scatter(
            scales[0],
            scales[1],
            feasible=edge.plane.feasible,
            acceptable=edge.plane.acceptable,
            frontier_of_feasible=edge.plane.frontier_of_feasible,
            frontier_of_acceptable=edge.plane.frontier_of_acceptable,
            marked=marked,
        )
        alt = "A plane: packages are dots, their value to one party across and to the other up."
    else:
        chart = frontier_parallel(scales, frontier=edge.lines, marked=marked)
        alt = "Parallel axes, one a party: each efficient package is a line that crosses them at its values."
    return Figure(
        id="frontier-figure",
        finding=_finding(material, settled),
        chart=chart,
        alt=alt,
        data=_marked_table(material, settled, marked),
        notes=_notes(material, edge),
        basis="computed",
    )


def _notes(material: Material, edge: Edge) -> tuple[str, ...]:
    about = ["Values on each party's own scale, at the shown judgements.", *([edge.drawn] if edge.drawn else [])]
    if any(item.nearest is not None for item in material.assessments):
        about.append(
            "A proposal that leaves issues open stands at the way of completing it that is nearest to agreement."
        )
    notes = [" ".join(about)]
    unmarked = [title(item.proposal, material.language) for item in material.assessments if item.nearest is None]
    if unmarked:
        notes.append(f"Not in the picture, since nothing is known that would give it a place: {'; '.join(unmarked)}.")
    return tuple(notes)


def _finding(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> str:
    zone = settled.settlement.zone
    if zone.empty:
        return "No possible package reaches every walk-away without crossing a red line or an offer."
    able: list[str] = []
    unable: list[str] = []
    for item in material.assessments:
        if item.nearest is not None:
            names = able if item.nearest.acceptable else unable
            names.append(title(item.proposal, material.language))
    if able:
        text = f"Can be completed into a package that all accept: {listed(able)}"
        return f"{text}; cannot: {listed(unable)}." if unable else f"{text}."
    if unable:
        return f"No proposal with a place here can be completed into a package that all accept: {listed(unable)}."
    spots = counted(len({item.outcome for item in selections(settled).values()}), "outcome")
    if isinstance(settled, LargeCaseSettlement):
        return f"The published solutions select {spots} among the packages that all accept."
    return (
        f"All accept {settled.settlement.n_acceptable:,} of"
        f" {counted(settled.settlement.zone.considered, 'possible package')};"
        f" the published solutions select {spots} among them."
    )


def _marked(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> list[Marked]:
    places = settled.problem.consent
    at: dict[tuple[float, ...], list[str]] = {}
    for item in selections(settled).values():
        for values in dict.fromkeys(tuple(row[p] for p in places) for row in item.values):
            at.setdefault(values, []).append(item.name)
    whole = len(at) == 1 and sum(map(len, at.values())) > 2
    marked = [Marked("All solutions" if whole else listed(names), values, "solution") for values, names in at.items()]
    for item in material.assessments:
        if item.nearest is not None:
            values = tuple(float(item.nearest.values[p]) for p in places)
            marked.append(Marked(title(item.proposal, material.language), values, "proposal"))
    quo = settled.problem.status_quo
    if quo is not None:
        worth = settled.evaluate(quo).values
        marked.append(Marked("Status quo", tuple(float(worth[p]) for p in places), "status-quo"))
    return marked


def _marked_table(material: Material, settled: CaseSettlement | LargeCaseSettlement, marked: list[Marked]) -> Table:
    kinds = {"solution": "solution", "proposal": "proposal", "status-quo": "no agreement"}
    return Table(
        id="frontier-data",
        caption="The packages that the picture points out",
        columns=(Column("Kind"), *(Column(material.name(name), "number") for name in settled.problem.bargainers)),
        rows=tuple(
            Row(item.label, (kinds[item.kind], *(Number(value, digits=1) for value in item.values))) for item in marked
        ),
        corner="Package",
    )


def _table(material: Material, settled: CaseSettlement | LargeCaseSettlement, edge: Edge) -> Table:
    parties = settled.settlement.parties
    shown = evenly_spaced(edge.packages, FRONTIER_SHOWN)
    words = [settled.in_words(package) for package in shown]
    differing, common = split_issues(material, words)
    rows: list[Row] = []
    for place, (package, says, spread) in enumerate(zip(shown, words, settled.spreads(shown), strict=True), 1):
        found = settled.evaluate(package)
        rows.append(
            Row(
                str(place),
                (
                    *(says[issue.id] for issue in differing),
                    *(value_cell(p, float(value), spread) for p, value in enumerate(found.values)),
                    *(() if edge.accepted else (_refused(material, found),)),
                ),
            )
        )
    notes = [
        "From the best to the worst for the first of those whose yes is always needed"
        f" ({material.name(settled.problem.bargainers[0])}). Values at the shown judgements, with their range over all"
        " admitted ones.",
        *common_note(common),
    ]
    if len(shown) < len(edge.packages):
        notes.append(
            f"{len(shown)} of {len(edge.packages):,}, evenly spaced; the command detente settle --json lists more."
        )
    among = "the packages that all accept" if edge.accepted else "all possible packages, and who would refuse them"
    return Table(
        id="frontier-table",
        caption=f"Efficient among {among}",
        columns=(
            *(Column(issue.short) for issue in differing),
            *(Column(material.name(party), "number") for party in parties),
            *(() if edge.accepted else (Column("Refused by"),)),
        ),
        rows=tuple(rows),
        corner="Package",
        notes=tuple(notes),
        basis="computed",
        narrow="scroll",
    )


def _refused(material: Material, found: Evaluation | LargeEvaluation) -> str:
    if found.status_quo:
        return "no agreement: it is the status quo"
    by = dict.fromkeys(material.name(block.party) for block in found.blocked if block.party)
    return listed(list(by)) or "nobody"
