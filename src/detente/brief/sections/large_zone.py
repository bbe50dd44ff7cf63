"""The zone of possible agreement of a case too large to enumerate: how large, how surely, and who blocks the rest."""

from __future__ import annotations

from detente.brief.blocks import (
    Block,
    Column,
    Definition,
    DefinitionList,
    Figure,
    KeyFigure,
    Paragraph,
    Row,
    Section,
    Table,
)
from detente.brief.percent import percent
from detente.brief.sections.blocking import Kept, asked_in_words, blocking_figure
from detente.brief.sections.large_numbers import counted_at_size, how_counted, in_size, share_of
from detente.brief.sections.material import Material, listed
from detente.brief.sections.selections import SOLUTIONS
from detente.brief.sections.zone import caveat
from detente.engines.settlement.of_case import LargeCaseSettlement

THOUSAND = 1_000


def zone_at_size(material: Material, settled: LargeCaseSettlement) -> Section:
    """The section on the zone of possible agreement."""
    found = settled.settlement
    blocks: list[Block] = [Paragraph(zone_sentence_at_size(material, settled), lead=True)]
    if not found.zone.empty:
        blocks.append(Paragraph(how_counted(found)))
    if found.zone.conflicts:
        blocks.append(Paragraph(conflict_sentence(material, settled)))
    if any(ground.packages.at_most for ground in found.zone.grounds):
        blocks.append(_who_blocks(material, settled))
    if found.zone.parties:
        blocks.append(_left_out(material, settled))
    blocks += [caveat(), _how_surely(settled)]
    return Section("zone", "Is there a zone of possible agreement?", tuple(blocks))


def zone_sentence_at_size(material: Material, settled: LargeCaseSettlement) -> str:
    """The zone in one sentence."""
    zone = settled.settlement.zone
    asked = asked_in_words(material, settled)
    possible = f"{counted_at_size(zone.considered)} possible packages"
    if zone.considered.at_most == 0:
        return "There is no zone of possible agreement: the constraints leave no package but the status quo, if that."
    if zone.empty:
        return (
            f"There is no zone of possible agreement at the shown judgements: it is proved that none of {possible} is"
            f" acceptable to all whose yes is needed ({asked})."
        )
    if zone.empty is None:
        return (
            f"Whether there is a zone of possible agreement is not known: none of the {possible} that were met is"
            f" acceptable to all whose yes is needed ({asked}), and the search stopped before it ruled out the rest."
        )
    return (
        f"There is a zone of possible agreement at the shown judgements: {counted_at_size(zone.acceptable)} of"
        f" {possible} are acceptable to all whose yes is needed ({asked})."
    )


def conflict_sentence(material: Material, settled: LargeCaseSettlement) -> str:
    """Whose conditions exclude one another."""
    told: list[str] = []
    for group in settled.settlement.zone.conflicts:
        names = material.named(group)
        told.append(f"{names} alone refuses every package" if len(group) == 1 else f"{names} accept none together")
    return f"Proved, whatever the others want: {'; '.join(told)}."


def key_figures_at_size(settled: LargeCaseSettlement) -> tuple[KeyFigure, ...]:
    """The size of the zone at the shown judgements."""
    zone = settled.settlement.zone
    figures = [
        KeyFigure(counted_at_size(zone.considered), "possible packages, too many to look at each"),
        KeyFigure(counted_at_size(zone.acceptable), "acceptable to all at the shown judgements"),
    ]
    if not zone.acceptable.exact and zone.considered.estimate:
        share = percent(share_of(zone.acceptable, zone.considered))
        figures.append(KeyFigure(share, "of the possible packages, estimated by draws"))
    return tuple(figures)


def _who_blocks(material: Material, settled: LargeCaseSettlement) -> Figure:
    zone = settled.settlement.zone
    kept = [
        Kept(
            ground,
            round(THOUSAND * share_of(ground.packages, zone.considered)),
            counted_at_size(ground.packages),
            counted_at_size(ground.alone),
        )
        for ground in zone.grounds
        if ground.packages.at_most
    ]
    refused = [f"{material.name(p.party)} {percent(share_of(p.packages, zone.considered))}" for p in zone.parties]
    possible = f"{counted_at_size(zone.considered)} possible packages"
    return blocking_figure(
        material,
        settled.problem.parties,
        kept,
        whole=THOUSAND,
        of="every thousand possible packages",
        finding=f"Of {possible}, refused by each party on any ground: {', '.join(refused)}.",
    )


def _left_out(material: Material, settled: LargeCaseSettlement) -> Table:
    zone = settled.settlement.zone
    rows = tuple(
        Row(
            material.name(item.party),
            (
                f"{counted_at_size(item.packages)} ({percent(share_of(item.packages, zone.considered))})",
                counted_at_size(item.alone),
            ),
        )
        for item in zone.parties
    )
    return Table(
        id="left-out",
        caption="Whom it depends on: packages that each party refuses, and those that only it refuses",
        columns=(Column("Refuses", "number"), Column("Refuses alone: would be added if it were not asked", "number")),
        rows=rows,
        corner="Party",
        notes=(f"“About”: by {zone.draws:,} possible packages drawn at random; other numbers are exact.",),
        basis="computed",
    )


def _how_surely(settled: LargeCaseSettlement) -> Section:
    found = settled.settlement
    size = in_size(found.zone.n_packages)
    how = (
        "Issues are merged one at a time, and of partial packages only those are kept that none dominates: the"
        " frontier and the solutions are the same as if every package had been looked at."
        if found.strategy == "folding"
        else "The frontier is too large to give, so each solution was searched for by itself, with a bound on all"
        " packages that proves it best."
    )
    alike: dict[str, list[str]] = {}
    for part, words in found.parts():
        alike.setdefault(words, []).append(SOLUTIONS.get(part, part))
    sure = DefinitionList(tuple(Definition(_capital(listed(p)), (words,)) for words, p in alike.items()), small=True)
    told: list[Block] = [Paragraph(f"The case has {size} packages, too many to look at each. {how}"), sure]
    told.append(
        Paragraph(
            "Not said for a case of this size: how the size of the zone moves over all admitted judgements, and which"
            " answers all acceptable packages have in common."
        )
    )
    if found.stopped:
        told.append(Paragraph("Work was stopped before it was done."))
    return Section("how-surely", "How surely each part is known", tuple(told))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
