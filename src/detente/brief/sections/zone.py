"""The zone of possible agreement: what all accept, and who keeps out the rest on which ground."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.blocks import (
    Block,
    Chart,
    Column,
    Figure,
    KeyFigure,
    Note,
    Number,
    Paragraph,
    Prose,
    Row,
    Section,
    Table,
)
from detente.brief.charts import Blocked, who_blocks
from detente.brief.sections.drafts import VERDICTS
from detente.brief.sections.material import Material, common_note, counted, listed, split_issues, value_cell
from detente.case.model.issue import Issue
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.zone import GroundCount

SHOWN = 12
"""Most packages that a table of the brief lists."""

GROUNDS = {"walk-away": "walk-away", "red-line": "red line", "offer": "unmet condition of its offer"}


def zone(material: Material, settled: CaseSettlement) -> Section:
    """The section on the zone of possible agreement."""
    blocks: list[Block] = [Paragraph(zone_sentence(material, settled), lead=True)]
    shared = shared_answers(material, settled)
    if shared:
        blocks.append(Paragraph(f"All of them have this in common: {'; '.join(shared)}."))
    if settled.settlement.n_acceptable:
        blocks.append(_acceptable(material, settled))
    figure = _who_blocks(material, settled)
    if figure is not None:
        blocks.append(figure)
    blocks.append(_caveat(material))
    return Section("zone", "Is there a zone of possible agreement?", tuple(blocks))


def key_figures(material: Material, settled: CaseSettlement) -> tuple[KeyFigure, ...]:
    """The size of the zone, at the shown judgements and over all admitted ones."""
    found = settled.settlement
    figures = [
        KeyFigure(Number(found.zone.considered, digits=0), "packages are possible"),
        KeyFigure(Number(found.n_acceptable, digits=0), "are acceptable to all at the shown judgements"),
    ]
    spread = material.zone_spread
    if spread is not None:
        figures.append(KeyFigure(Number(spread.always, digits=0), "are acceptable under every admitted judgement"))
        figures.append(KeyFigure(Number(spread.sometimes, digits=0), "are acceptable under some admitted judgement"))
    return tuple(figures)


def zone_sentence(material: Material, settled: CaseSettlement) -> str:
    """The zone in one sentence."""
    found = settled.settlement
    possible = counted(found.zone.considered, "possible package")
    if not found.n_feasible:
        return "There is no zone of possible agreement: the constraints leave no package at all."
    if not found.n_acceptable:
        return (
            f"There is no zone of possible agreement at the shown judgements: none of {possible}"
            f" is acceptable to all who are asked ({asked_in_words(material, settled)})."
        )
    are = "is" if found.n_acceptable == 1 else "are"
    width = "narrow" if found.n_acceptable * 10 < found.zone.considered else "wide"
    return (
        f"There is a zone of possible agreement, and it is {width}: {found.n_acceptable:,} of {possible} {are}"
        f" acceptable to all who are asked ({asked_in_words(material, settled)})."
    )


def asked_in_words(material: Material, settled: CaseSettlement) -> str:
    """Whose yes is needed: always, or under a condition."""
    always = ", ".join(material.name(name) for name in settled.problem.bargainers)
    others = [settled.problem.parties[p] for p in settled.problem.asked if p not in settled.problem.consent]
    return f"{always}; in some packages also {', '.join(material.name(name) for name in others)}" if others else always


def shared_answers(material: Material, settled: CaseSettlement) -> list[str]:
    """What all acceptable packages have in common, issue by issue."""
    found = settled.settlement
    if not found.n_acceptable:
        return []
    digits = found.packages.decode(found.zone.acceptable)
    shared = []
    words = settled.in_words(int(found.zone.acceptable[0]))
    for place, issue in enumerate(material.case.issues):
        if issue.kind == "set":
            always = _members(material, issue, digits[:, place].tolist())
            if always:
                shared.append(f"{issue.short}: {always}")
        elif len(set(digits[:, place].tolist())) == 1:
            shared.append(f"{issue.short}: {words[issue.id]}")
    return shared


def _members(material: Material, issue: Issue, codes: list[int]) -> str:
    inside = [name for bit, name in enumerate(issue.of) if all(code >> bit & 1 for code in codes)]
    outside = [name for bit, name in enumerate(issue.of) if not any(code >> bit & 1 for code in codes)]
    parts = []
    if inside:
        parts.append(listed([material.name(name) for name in inside]))
    if outside:
        parts.append(f"without {listed([material.name(name) for name in outside])}")
    if inside and len(inside) + len(outside) < len(issue.of):
        parts[0] += " at least"
    return ", ".join(parts)


def package_cells(settled: CaseSettlement, code: int, issues: Sequence[Issue]) -> tuple[Prose, ...]:
    """A package's answers to these issues, a cell each."""
    words = settled.in_words(code)
    return tuple(words[issue.id] for issue in issues)


def _acceptable(material: Material, settled: CaseSettlement) -> Table:
    found = settled.settlement
    codes = found.zone.acceptable.tolist()
    totals = found.floats(codes)[:, list(settled.problem.consent)].min(axis=1)
    ranked = [code for _, code in sorted(zip((-totals).tolist(), codes, strict=True))][:SHOWN]
    differing, common = split_issues(material, settled, ranked)
    spreads = settled.spreads(ranked)
    values = found.floats(ranked).tolist()
    rows = [
        Row(
            str(place),
            (
                *package_cells(settled, code, differing),
                *(value_cell(settled, p, row[p], spread) for p in range(len(found.parties))),
                VERDICTS[spread.verdict],
            ),
        )
        for place, (code, row, spread) in enumerate(zip(ranked, values, spreads, strict=True), 1)
    ]
    more = found.n_acceptable - len(ranked)
    notes = [
        *common_note(common),
        "Values at the shown judgements, with their range over all admitted judgements, each on the"
        " party's own scale from 0 to 100. Ordered by the smaller value of those whose yes is always needed.",
    ]
    if more:
        notes.append(f"{counted(more, 'more package')} not shown; detente settle lists them.")
    return Table(
        id="acceptable",
        caption="Packages that all accept",
        columns=(
            *(Column(issue.short) for issue in differing),
            *(Column(material.name(name), "number") for name in found.parties),
            Column("Accepted by all"),
        ),
        rows=tuple(rows),
        corner="Package",
        notes=tuple(notes),
        basis="computed",
        narrow="stack",
    )


def _who_blocks(material: Material, settled: CaseSettlement) -> Figure | None:
    counted_grounds = [g for g in settled.settlement.zone.grounds if g.packages]
    if not counted_grounds:
        return None
    total = settled.settlement.zone.considered
    ordered = sorted(counted_grounds, key=lambda g: (settled.problem.parties.index(g.party), -g.packages))
    bars = [Blocked(material.name(g.party), ground_in_words(g), g.packages) for g in ordered]
    most = max(counted_grounds, key=lambda g: (g.packages, g.alone))
    data = Table(
        id="who-blocks-data",
        caption="Packages blocked, by party and ground",
        columns=(
            Column("Ground"),
            Column("Packages blocked", "number"),
            Column("Blocked by nothing else", "number"),
        ),
        rows=tuple(
            Row(
                material.name(g.party),
                (ground_in_words(g), Number(g.packages, digits=0), Number(g.alone, digits=0)),
            )
            for g in ordered
        ),
        corner="Party",
    )
    finding = (
        f"{material.name(most.party)}'s {GROUNDS[most.kind]} keeps out most: {most.packages:,} of {total:,}"
        " possible packages."
    )
    chart: Chart = who_blocks(bars, total)
    return Figure(
        id="who-blocks",
        finding=finding,
        chart=chart,
        alt="Bars: for each party and each ground, how many of the possible packages it blocks.",
        data=data,
        notes=("A package may be blocked on several grounds, so the bars add up to more than the whole.",),
        basis="computed",
    )


def ground_in_words(ground: GroundCount) -> str:
    """On which ground a party blocks."""
    if ground.kind == "walk-away":
        return "worth less than its walk-away"
    if ground.kind == "red-line":
        return f"red line: {ground.id.replace('-', ' ')}"
    return f"gives what it offered without what it asked ({ground.id})"


def _caveat(material: Material) -> Note:
    text = (
        "Weights, values and walk-aways are an analyst's judgements; the shown point of"
        " a range is its middle, that of an order the rank-order centroid. “Every admitted judgement” means every"
        " combination of numbers inside the ranges that the case states, each party's independent of the others'."
    )
    by = material.case.by
    return Note("judgement", "Whose numbers", (Paragraph(f"{text} Whose judgements: {by}." if by else text),))


def missing(material: Material) -> Section:
    """What stands in place of the zone, the frontier and the solutions where the case cannot be settled."""
    lines = tuple(
        Paragraph(f"{fault.what}: {fault.todo}" if fault.todo else fault.what) for fault in material.unsettled
    )
    note = Note("missing", "Zone, frontier and solutions could not be computed", lines)
    return Section("zone", "Is there a zone of possible agreement?", (note,))
