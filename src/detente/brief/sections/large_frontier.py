"""The frontier of a case too large to enumerate: whole where it could be merged, else packages that stand for it."""

from __future__ import annotations

import numpy as np

from detente.assessment.large_proposals import LargeAssessment
from detente.brief.blocks import Block, Chart, Column, Figure, Number, Paragraph, Row, Section, Table, in_print
from detente.brief.charts import Marked, PartyScale, frontier_parallel, frontier_scatter
from detente.brief.sections.drafts import title
from detente.brief.sections.frontier import LINES_SHOWN, SOLUTIONS, evenly_spaced
from detente.brief.sections.large_numbers import cells_at_size, counted_at_size, in_size, split_at_size
from detente.brief.sections.large_solutions import solved
from detente.brief.sections.material import Material, common_note, counted, listed, value_cell
from detente.engines.settlement.counting import drawn
from detente.engines.settlement.folding import FoldedFrontier
from detente.engines.settlement.of_case import LargeCaseSettlement
from detente.engines.settlement.problem import PackageValues
from detente.engines.settlement.representatives import Representatives, spread_over

ROWS_SHOWN = 8
DOTS = 3_000
POINTS_DRAWN = 400
"""Most points of a frontier that a plane draws."""


def frontier_at_size(material: Material, settled: LargeCaseSettlement) -> Section:
    """The section on efficiency."""
    blocks: list[Block] = [Paragraph(_sentence(material, settled), lead=True)]
    if len(settled.problem.consent) > 1:
        blocks.append(_figure(material, settled))
    packages, values = _edge(settled)
    if packages:
        blocks.append(_table(material, settled, packages, values))
    return Section("frontier", "What is efficient?", tuple(blocks))


def _sentence(material: Material, settled: LargeCaseSettlement) -> str:
    found = settled.settlement
    bargainers = ", ".join(material.name(name) for name in settled.problem.bargainers)
    text = (
        f"A package is efficient where no other gives everybody whose yes is always needed ({bargainers}) at least as"
        " much and one of them more."
    )
    feasible, edge = found.frontier_feasible, found.frontier_acceptable
    if isinstance(feasible, FoldedFrontier):
        text += f" Of {counted_at_size(found.zone.considered)} possible packages {_are(feasible.n_packages)} efficient"
    else:
        text += f" How many of the possible packages are efficient is not said ({feasible.reason})"
    if isinstance(edge, FoldedFrontier):
        text += f"; of those that all accept, {_are(edge.n_packages)} efficient among themselves." if len(edge) else "."
    elif isinstance(edge, Representatives):
        text += f". Of those that all accept too many are efficient to name; {_stand_for(edge)}"
    else:
        text += f". Of those that all accept it is not said ({edge.reason})."
    return text


def _are(count: int) -> str:
    return f"{in_size(count)} {'is' if count == 1 else 'are'}"


def _stand_for(edge: Representatives) -> str:
    lost = in_print(float(max(edge.lost, default=0)), 1)
    margin = in_print(float(max((m for _, m in edge.margin), default=0)), 1)
    return (
        f"{counted(len(edge), 'package')} stand for them: for every package that clears each walk-away by {margin}"
        f" points one of these gives nobody more than {lost} points less. Each of them is acceptable to all."
    )


def _edge(settled: LargeCaseSettlement) -> tuple[list[PackageValues], list[list[float]]]:
    """Packages of the frontier of A, or that stand for it, else of F; with their values to the bargainers."""
    edge = _shown_edge(settled)
    if edge is None:
        return [], []
    rows = edge.one_each() if isinstance(edge, FoldedFrontier) else edge.packages
    return [tuple(row) for row in rows.tolist()], edge.floats.tolist()


def _shown_edge(settled: LargeCaseSettlement) -> FoldedFrontier | Representatives | None:
    found = settled.settlement
    for edge in (found.frontier_acceptable, found.frontier_feasible):
        if isinstance(edge, FoldedFrontier | Representatives) and len(edge):
            return edge
    return None


def _figure(material: Material, settled: LargeCaseSettlement) -> Figure:
    found = settled.settlement
    places = settled.problem.consent
    marked = _marked(material, settled)
    scales = [PartyScale(material.name(found.parties[p]), float(found.disagreement[p])) for p in places]
    lines, nearness = _lines(settled)
    if len(places) == 2:
        chart, alt = _scatter(settled, scales, marked), "A plane: a package is a dot, its value to one party across."
    else:
        chart = frontier_parallel(scales, frontier=lines, marked=marked)
        alt = "Parallel axes, one a party: each package is a line that crosses them at its values."
    shown = f"Thin lines: {nearness}"
    if len(places) == 2:
        shown = (
            f"Dots: possible packages drawn at random; lines: {POINTS_DRAWN} efficient outcomes at most, evenly spaced."
        )
    return Figure(
        id="frontier-figure",
        finding=_finding(material, settled),
        chart=chart,
        alt=alt,
        data=_marked_table(material, settled, marked),
        notes=(
            f"Values on each party's own scale, at the shown judgements. {shown} A proposal that leaves issues open"
            " stands at the way of completing it that is nearest to agreement.",
        ),
        basis="computed",
    )


def _lines(settled: LargeCaseSettlement) -> tuple[list[list[float]], str]:
    """The outcomes that parallel scales draw, and how near they are to all others."""
    edge = _shown_edge(settled)
    if edge is None:
        return [], "none."
    places, widths = spread_over(edge.scores, LINES_SHOWN)
    values = edge.floats[places].tolist()
    if len(values) == len(edge):
        return values, f"all {len(values):,} efficient outcomes."
    units = [settled.problem.units[p] for p in settled.problem.consent]
    within = in_print(max(float(w * unit) for w, unit in zip(widths, units, strict=True)), 1)
    return values, (
        f"{len(values):,} of {len(edge):,} efficient outcomes; every other differs from one of them by less than"
        f" {within} points for everybody."
    )


def _scatter(settled: LargeCaseSettlement, scales: list[PartyScale], marked: list[Marked]) -> Chart:
    found = settled.settlement
    among = drawn(settled.problem, found.zone.seed, DOTS)
    units = np.array([float(settled.problem.units[p]) for p in settled.problem.consent])
    dots = among.scores[:, list(settled.problem.consent)] * units
    feasible = found.frontier_feasible
    _, edge = _edge(settled)
    whole = feasible.floats.tolist() if isinstance(feasible, FoldedFrontier) else []
    return frontier_scatter(
        scales[0],
        scales[1],
        feasible=_pairs(dots.tolist()),
        acceptable=_pairs(dots[among.refusals == 0].tolist()),
        frontier_of_feasible=_pairs(evenly_spaced(sorted(whole), POINTS_DRAWN)),
        frontier_of_acceptable=[] if found.zone.empty else _pairs(evenly_spaced(sorted(edge), POINTS_DRAWN)),
        marked=marked,
    )


def _pairs(rows: list[list[float]]) -> list[tuple[float, float]]:
    return [(row[0], row[1]) for row in rows]


def _finding(material: Material, settled: LargeCaseSettlement) -> str:
    found = settled.settlement
    if found.zone.empty:
        return "No possible package reaches every walk-away without crossing a red line or an offer."
    told = [item for item in material.large_assessments if item.nearest is not None]
    able = [title(item.proposal, material.language) for item in told if _acceptable(item)]
    unable = [title(item.proposal, material.language) for item in told if not _acceptable(item)]
    if able:
        text = f"Can be completed into a package that all accept: {listed(able)}"
        return f"{text}; cannot: {listed(unable)}." if unable else f"{text}."
    if unable:
        return f"No proposal with a place here can be completed into a package that all accept: {listed(unable)}."
    spots = {item.packages for item in solved(settled).values()}
    return f"The published solutions select {counted(len(spots), 'outcome')} among the packages that all accept."


def _acceptable(item: LargeAssessment) -> bool:
    return item.nearest is not None and item.nearest.acceptable


def _marked(material: Material, settled: LargeCaseSettlement) -> list[Marked]:
    found, places = settled.settlement, settled.problem.consent
    at: dict[tuple[float, ...], list[str]] = {}
    for name, item in solved(settled).items():
        values = tuple(float(item.all_values[0][p]) for p in places)
        at.setdefault(values, []).append(SOLUTIONS.get(name, name))
    whole = len(at) == 1 and sum(map(len, at.values())) > 2
    marked = [Marked("All solutions" if whole else listed(names), values, "solution") for values, names in at.items()]
    for item in material.large_assessments:
        if item.nearest is not None:
            values = tuple(float(item.nearest.values[p]) for p in places)
            marked.append(Marked(title(item.proposal, material.language), values, "proposal"))
    quo = settled.problem.status_quo
    if quo is not None:
        worth = found.values(quo)
        marked.append(Marked("Status quo", tuple(float(worth[p]) for p in places), "status-quo"))
    return marked


def _marked_table(material: Material, settled: LargeCaseSettlement, marked: list[Marked]) -> Table:
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


def _table(
    material: Material, settled: LargeCaseSettlement, packages: list[PackageValues], values: list[list[float]]
) -> Table:
    found = settled.settlement
    order = sorted(range(len(packages)), key=lambda i: (-values[i][0], packages[i]))
    shown = [packages[i] for i in evenly_spaced(order, ROWS_SHOWN)]
    differing, common = split_at_size(material, settled, shown)
    rows = tuple(
        Row(
            str(place),
            (
                *cells_at_size(settled, package, differing),
                *(value_cell(p, float(v), spread) for p, v in enumerate(found.values(package))),
                *((_refused(material, settled, package),) if found.zone.empty else ()),
            ),
        )
        for place, (package, spread) in enumerate(zip(shown, settled.spreads(shown), strict=True), 1)
    )
    first = material.name(settled.problem.bargainers[0])
    among = "that all accept" if not found.zone.empty else "that are possible"
    notes = [
        f"From the best to the worst for the first of those whose yes is always needed ({first}). Values at the shown"
        " judgements, with their range over all admitted ones.",
        *common_note(common),
    ]
    if len(shown) < len(order):
        notes.append(f"{len(shown)} of {len(order):,}, evenly spaced; the command detente settle --json lists more.")
    return Table(
        id="frontier-table",
        caption=f"Efficient among the packages {among}",
        columns=(
            *(Column(issue.short) for issue in differing),
            *(Column(material.name(party), "number") for party in found.parties),
            *((Column("Refused by"),) if found.zone.empty else ()),
        ),
        rows=rows,
        corner="Package",
        notes=tuple(notes),
        basis="computed",
        narrow="scroll",
    )


def _refused(material: Material, settled: LargeCaseSettlement, package: PackageValues) -> str:
    found = settled.settlement.evaluate(package)
    if found.status_quo:
        return "no agreement: it is the status quo"
    by = dict.fromkeys(material.name(block.party) for block in found.blocked if block.party)
    return listed(list(by)) or "nobody"
