"""The zone of possible agreement: what all accept, and who keeps out the rest on which ground."""

from __future__ import annotations

from detente.brief.blocks import Block, Column, Figure, KeyFigure, Note, Paragraph, Row, Section, Table
from detente.brief.prose import Number
from detente.brief.sections.blocking import Kept, asked_in_words, blocking_figure
from detente.brief.sections.drafts import VERDICTS
from detente.brief.sections.material import Material, common_note, counted, split_issues, value_cell
from detente.brief.sections.shared import shared_answers, shared_table
from detente.brief.sections.stances import numbers_counted
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.spread import PackageSpread

SHOWN = 12
"""Most packages that a table of the brief lists."""


def zone(material: Material, settled: CaseSettlement) -> Section:
    """The section on the zone of possible agreement."""
    text = f"{zone_sentence(material, settled)} {spread_sentence(material, settled)}".strip()
    blocks: list[Block] = [Paragraph(text, lead=True)]
    shared = shared_answers(material, settled)
    if shared:
        blocks.append(shared_table(material, shared))
    if settled.settlement.n_acceptable:
        blocks.append(_acceptable(material, settled))
    figure = _who_blocks(material, settled)
    if figure is not None:
        blocks.append(figure)
    blocks.append(caveat())
    return Section("zone", "Is there a zone of possible agreement?", tuple(blocks))


def key_figures(material: Material, settled: CaseSettlement) -> tuple[KeyFigure, ...]:
    """The size of the zone, at the shown judgements and over all admitted ones."""
    found = settled.settlement
    figures = [
        KeyFigure(Number(found.zone.considered, digits=0), "possible packages"),
        KeyFigure(Number(found.n_acceptable, digits=0), "acceptable to all at the shown judgements"),
    ]
    spread = material.zone_spread
    if spread is not None:
        figures.append(KeyFigure(Number(spread.always, digits=0), "acceptable to all under every admitted judgement"))
        figures.append(KeyFigure(Number(spread.sometimes, digits=0), "acceptable to all under some admitted judgement"))
    return tuple(figures)


def zone_sentence(material: Material, settled: CaseSettlement) -> str:
    """The zone in one sentence."""
    found = settled.settlement
    possible = counted(found.zone.considered, "possible package")
    asked = asked_in_words(material, settled)
    if not found.n_feasible:
        return "There is no zone of possible agreement: the constraints leave no package at all."
    if not found.zone.considered:
        return "There is no zone of possible agreement: the constraints leave nothing but the status quo."
    if not found.n_acceptable:
        none = "the one" if found.zone.considered == 1 else "none of"
        refused = "is not" if found.zone.considered == 1 else "is"
        return (
            f"There is no zone of possible agreement at the shown judgements: {none} {possible}"
            f" {refused} acceptable to all whose yes is needed ({asked})."
        )
    are = "is" if found.n_acceptable == 1 else "are"
    return (
        f"There is a zone of possible agreement at the shown judgements: {found.n_acceptable:,} of {possible} {are}"
        f" acceptable to all whose yes is needed ({asked})."
    )


def spread_sentence(material: Material, settled: CaseSettlement) -> str:
    """How the size of the zone moves over all admitted judgements."""
    spread = material.zone_spread
    if spread is None or not settled.settlement.zone.considered:
        return ""
    if not any(numbers_counted(material.case)[1:]):
        return "All judgements are fixed numbers, so how far this depends on them is not shown."
    if spread.always == spread.sometimes:
        return "This holds under every admitted judgement."
    return (
        f"Over all admitted judgements, {spread.always:,} {'is' if spread.always == 1 else 'are'} acceptable under"
        f" every one of them and {spread.sometimes:,} under at least one."
    )


def _acceptable(material: Material, settled: CaseSettlement) -> Table:
    found = settled.settlement
    codes = found.zone.acceptable.tolist()
    totals = found.floats(codes)[:, list(settled.problem.consent)].min(axis=1)
    ranked = [code for _, code in sorted(zip((-totals).tolist(), codes, strict=True))][:SHOWN]
    words = [settled.in_words(code) for code in ranked]
    differing, common = split_issues(material, words)
    spreads = settled.spreads(ranked)
    values = found.floats(ranked).tolist()
    verdicts = [verdict_in_words(material, spread) for spread in spreads]
    alike = len(set(verdicts)) == 1
    rows = [
        Row(
            str(place),
            (
                *(says[issue.id] for issue in differing),
                *(value_cell(p, row[p], spread) for p in range(len(found.parties))),
                *(() if alike else (verdicts[place - 1],)),
            ),
        )
        for place, (says, row, spread) in enumerate(zip(words, values, spreads, strict=True), 1)
    ]
    more = found.n_acceptable - len(ranked)
    notes = [
        *common_note(common),
        *([f"All accept {'each of these' if len(rows) > 1 else 'it'} {verdicts[0]}."] if alike else []),
        "Values at the shown judgements, with their range over all admitted judgements, each on the"
        " party's own scale from 0 to 100. Ordered by the smaller value of those whose yes is always needed.",
    ]
    if more:
        notes.append(f"{counted(more, 'more package')} not shown; the command detente settle lists them.")
    return Table(
        id="acceptable",
        caption="Packages that all accept",
        columns=(
            *(Column(issue.short) for issue in differing),
            *(Column(material.name(name), "number") for name in found.parties),
            *(() if alike else (Column("All accept it"),)),
        ),
        rows=tuple(rows),
        corner="Package",
        notes=tuple(notes),
        basis="computed",
        narrow="stack",
    )


def verdict_in_words(material: Material, spread: PackageSpread) -> str:
    """Whether all accept a package under every admitted judgement, and who may not."""
    words = VERDICTS[spread.verdict]
    doubtful = [material.name(party) for party, verdict in spread.verdicts if verdict != "always"]
    return f"{words} (in doubt: {', '.join(doubtful)})" if doubtful else words


def _who_blocks(material: Material, settled: CaseSettlement) -> Figure | None:
    zone = settled.settlement.zone
    kept = [
        Kept(ground, ground.packages, Number(ground.packages, digits=0), Number(ground.alone, digits=0))
        for ground in zone.grounds
        if ground.packages
    ]
    if not kept:
        return None
    refused = ", ".join(f"{material.name(party.party)} {party.packages:,}" for party in zone.parties)
    return blocking_figure(
        material,
        settled.problem.parties,
        kept,
        whole=zone.considered,
        of="the possible packages",
        finding=f"Of {counted(zone.considered, 'possible package')}, refused by each party on any ground: {refused}.",
    )


def caveat() -> Note:
    """What the words mean that stand beside every number."""
    text = (
        "Shown judgements: of a range the middle, of a triangle its mode, of an order the rank-order centroid."
        " Admitted judgements: every combination of numbers inside the ranges that the case states, each party's"
        " independent of the others'. A package is acceptable to a party that values it at or above its walk-away and"
        " none of whose red lines or offers it breaches."
    )
    return Note("judgement", "What “shown” and “admitted” mean", (Paragraph(text),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def missing(material: Material) -> Section:
    """What stands in place of the zone, the frontier and the solutions where the case cannot be settled."""
    lines = tuple(
        Paragraph(f"{_capital(fault.what)}. To do: {fault.todo}." if fault.todo else f"{_capital(fault.what)}.")
        for fault in material.unsettled
    )
    note = Note("missing", "Zone, frontier and solutions could not be computed", lines)
    return Section("zone", "Is there a zone of possible agreement?", (note,))
