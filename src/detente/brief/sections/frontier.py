"""The frontier: what can be had at what price, every proposal marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from detente.assessment.proposals import Assessment
from detente.brief.blocks import Block, Chart, Column, Figure, Number, Paragraph, Row, Section, Table
from detente.brief.charts import Marked, PartyScale, frontier_parallel, frontier_scatter
from detente.brief.sections.drafts import title
from detente.brief.sections.material import Material, common_note, counted, listed, split_issues, value_cell
from detente.brief.sections.zone import package_cells
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.result import Frontier, NoSettlement, Solution

T = TypeVar("T")

TIES_MARKED = 4
"""Most packages of one solution that the picture marks, where they tie."""

FRONTIER_SHOWN = 8
"""Most packages that the table of the frontier lists."""

LINES_SHOWN = 60
"""Most packages that a picture of parallel lines draws."""

SOLUTIONS = {
    "nash": "Nash",
    "kalai-smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "Egalitarian",
    "utilitarian": "Utilitarian",
    "equal-loss": "Equal loss",
}


def frontier(material: Material, settled: CaseSettlement) -> Section:
    """The section on efficiency."""
    found = settled.settlement
    blocks: list[Block] = [Paragraph(_sentence(material, settled), lead=True)]
    figure = _figure(material, settled)
    if figure is not None:
        blocks.append(figure)
    if len(found.frontier_feasible):
        blocks.append(_table(material, settled, found.frontier_feasible))
    return Section("frontier", "What is efficient?", tuple(blocks))


def _sentence(material: Material, settled: CaseSettlement) -> str:
    found = settled.settlement
    bargainers = ", ".join(material.name(name) for name in settled.problem.bargainers)
    each = "both parties" if len(settled.problem.bargainers) == 2 else "every party"
    if len(settled.problem.bargainers) == 1:
        text = f"A package is efficient where no other gives the party more ({bargainers})."
    else:
        text = (
            f"A package is efficient where no other gives {each} whose yes is always needed ({bargainers}) at least as"
            " much and one of them more."
        )
    efficient = len(found.frontier_feasible)
    of = counted(found.zone.considered, "possible package")
    if found.n_feasible > found.zone.considered:
        of += " and the status quo"
    text += f" Of {of}, {efficient:,} {'is' if efficient == 1 else 'are'} efficient"
    if found.n_acceptable:
        among = len(found.frontier_acceptable)
        text += f"; of the {found.n_acceptable:,} that all accept, {among:,} {'is' if among == 1 else 'are'}"
        text += " efficient among themselves"
        both = set(found.frontier_acceptable.packages.tolist()) & set(found.frontier_feasible.packages.tolist())
        beaten = among - len(both)
        if beaten:
            text += f", {beaten:,} of them worse for somebody, and better for nobody, than a package that is refused"
    return f"{text}."


def _figure(material: Material, settled: CaseSettlement) -> Figure | None:
    found = settled.settlement
    places = settled.problem.consent
    if len(places) < 2 or not found.n_feasible:
        return None
    marked = _marked(material, settled)
    scales = [PartyScale(material.name(found.parties[p]), float(found.disagreement[p])) for p in places]
    if len(places) == 2:
        chart = _scatter(settled, scales, marked)
        alt = "A plane: every possible package is a dot, its value to one party across and to the other up."
    else:
        edge = found.frontier_acceptable if len(found.frontier_acceptable) else found.frontier_feasible
        lines = found.floats(edge.packages[:LINES_SHOWN])[:, list(places)]
        chart = frontier_parallel(scales, frontier=[tuple(row) for row in lines.tolist()], marked=marked)
        alt = "Parallel axes, one a party: each efficient package is a line that crosses them at its values."
    return Figure(
        id="frontier-figure",
        finding=_finding(material, settled),
        chart=chart,
        alt=alt,
        data=_marked_table(material, settled, marked),
        notes=_notes(material),
        basis="computed",
    )


def _scatter(settled: CaseSettlement, scales: list[PartyScale], marked: list[Marked]) -> Chart:
    found = settled.settlement
    cloud = found.cloud()
    acceptable = found.floats(found.zone.acceptable)[:, list(settled.problem.consent)]
    return frontier_scatter(
        scales[0],
        scales[1],
        feasible=_pairs(cloud.points.tolist()),
        acceptable=_pairs(acceptable.tolist()),
        frontier_of_feasible=_pairs(found.frontier_feasible.floats.tolist()),
        frontier_of_acceptable=_pairs(found.frontier_acceptable.floats.tolist()),
        marked=marked,
    )


def _pairs(rows: list[list[float]]) -> list[tuple[float, float]]:
    return [(row[0], row[1]) for row in rows]


def _notes(material: Material) -> tuple[str, ...]:
    notes = ["Values on each party's own scale, at the shown judgements."]
    if any(item.nearest is not None for item in material.assessments):
        notes[0] += (
            " A proposal that leaves issues open stands at the way of completing it that is nearest to agreement."
        )
    unmarked = [title(item.proposal, material.language) for item in material.assessments if item.nearest is None]
    if unmarked:
        notes.append(f"Not in the picture, since nothing is known that would give it a place: {'; '.join(unmarked)}.")
    return tuple(notes)


def _finding(material: Material, settled: CaseSettlement) -> str:
    found = settled.settlement
    if not found.n_acceptable:
        return "No possible package reaches every walk-away without crossing a red line or an offer."
    told: list[Assessment] = [item for item in material.assessments if item.nearest is not None]
    able = [title(item.proposal, material.language) for item in told if item.acceptable]
    unable = [title(item.proposal, material.language) for item in told if not item.acceptable]
    if able:
        text = f"Can be completed into a package that all accept: {listed(able)}"
        return f"{text}; cannot: {listed(unable)}." if unable else f"{text}."
    if unable:
        return f"No proposal with a place here can be completed into a package that all accept: {listed(unable)}."
    spots = {item.packages for item in found.solutions.values() if isinstance(item, Solution)}
    return (
        f"All accept {found.n_acceptable:,} of {counted(found.zone.considered, 'possible package')};"
        f" the published solutions select {counted(len(spots), 'outcome')} among them."
    )


def _marked(material: Material, settled: CaseSettlement) -> list[Marked]:
    found = settled.settlement
    places = settled.problem.consent
    at: dict[tuple[float, ...], list[str]] = {}
    for name, solution in found.solutions.items():
        if isinstance(solution, NoSettlement):
            continue
        for values in dict.fromkeys(map(tuple, found.floats(solution.packages[:TIES_MARKED]).tolist())):
            at.setdefault(tuple(values[p] for p in places), []).append(SOLUTIONS.get(name, name))
    whole = len(at) == 1 and sum(map(len, at.values())) > 2
    marked = [Marked("All solutions" if whole else listed(names), values, "solution") for values, names in at.items()]
    for item in material.assessments:
        if item.nearest is not None:
            values = tuple(float(item.nearest.values[p]) for p in places)
            marked.append(Marked(title(item.proposal, material.language), values, "proposal"))
    if settled.problem.status_quo is not None:
        code = found.packages.encode(settled.problem.status_quo)
        values = found.floats([code])[0].tolist()
        marked.append(Marked("Status quo", tuple(values[p] for p in places), "status-quo"))
    return marked


def _marked_table(material: Material, settled: CaseSettlement, marked: list[Marked]) -> Table:
    kinds = {"solution": "solution", "proposal": "proposal", "status-quo": "no agreement"}
    return Table(
        id="frontier-data",
        caption="The packages that the picture points out",
        columns=(
            Column("Kind"),
            *(Column(material.name(name), "number") for name in settled.problem.bargainers),
        ),
        rows=tuple(
            Row(item.label, (kinds[item.kind], *(Number(value, digits=1) for value in item.values))) for item in marked
        ),
        corner="Package",
    )


def _table(material: Material, settled: CaseSettlement, edge: Frontier) -> Table:
    found = settled.settlement
    first = settled.problem.consent[0]
    values = found.floats(edge.packages)
    order = sorted(range(len(edge)), key=lambda i: (-values[i, first], int(edge.packages[i])))
    shown = evenly_spaced(order, FRONTIER_SHOWN)
    codes = [int(edge.packages[i]) for i in shown]
    differing, common = split_issues(material, settled, codes)
    rows = tuple(
        Row(
            str(place),
            (
                *package_cells(settled, int(edge.packages[i]), differing),
                *(value_cell(p, values[i, p], spread) for p in range(len(found.parties))),
                _refused(material, settled, int(edge.packages[i])),
            ),
        )
        for place, (i, spread) in enumerate(zip(shown, settled.spreads(codes), strict=True), 1)
    )
    notes = [
        "From the best to the worst for the first of those whose yes is always needed"
        f" ({material.name(found.parties[first])}). Values at the shown judgements, with their range over all admitted"
        " ones.",
        *common_note(common),
    ]
    if len(shown) < len(order):
        notes.append(f"{len(shown)} of {len(order):,}, evenly spaced; the command detente settle --json lists more.")
    return Table(
        id="frontier-table",
        caption="Efficient among all possible packages, and who would refuse them",
        columns=(
            *(Column(issue.short) for issue in differing),
            *(Column(material.name(party), "number") for party in found.parties),
            Column("Refused by"),
        ),
        rows=rows,
        corner="Package",
        notes=tuple(notes),
        basis="computed",
        narrow="scroll",
    )


def evenly_spaced(places: Sequence[T], most: int) -> list[T]:
    """At most so many of the places, evenly spaced, with both ends."""
    if len(places) <= most:
        return list(places)
    return [places[round(i * (len(places) - 1) / (most - 1))] for i in range(most)]


def _refused(material: Material, settled: CaseSettlement, code: int) -> str:
    found = settled.settlement.evaluate(code)
    if found.status_quo:
        return "no agreement: it is the status quo"
    by = dict.fromkeys(material.name(block.party) for block in found.blocked if block.party)
    return listed(list(by)) or "nobody"
