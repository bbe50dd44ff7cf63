"""Who keeps packages out of the zone, and on which ground, in one shape whether they were counted or estimated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.brief.blocks import Column, Figure, Row, Table
from detente.brief.charts import Blocked, who_blocks
from detente.brief.prose import Number, Prose
from detente.brief.sections.material import Material
from detente.engines.settlement.large_settlement import LargeGround
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.zone import GroundCount


@dataclass(frozen=True, slots=True)
class Kept:
    """What one ground keeps out: the length of its bar, how many packages, and how many nothing else keeps out."""

    ground: GroundCount | LargeGround
    bar: int
    packages: Prose | Number
    alone: Prose | Number


def asked_in_words(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> str:
    """Whose yes is needed: always, or under a condition."""
    always = ", ".join(material.name(name) for name in settled.problem.bargainers)
    others = [settled.problem.parties[p] for p in settled.problem.asked if p not in settled.problem.consent]
    if not others:
        return always
    return f"{always}; in some packages also: {', '.join(material.name(name) for name in others)}"


def blocking_figure(
    material: Material, parties: Sequence[str], kept: Sequence[Kept], *, whole: int, of: str, finding: str
) -> Figure:
    """Who refuses how much of the whole, `of` what in words, party by party in the order given."""
    ordered = sorted(kept, key=lambda item: (parties.index(item.ground.party), -item.bar))
    data = Table(
        id="who-blocks-data",
        caption="Packages blocked, by party and ground",
        columns=(Column("Ground"), Column("Packages blocked", "number"), Column("Blocked by nothing else", "number")),
        rows=tuple(
            Row(material.name(item.ground.party), (_in_words(item.ground), item.packages, item.alone))
            for item in ordered
        ),
        corner="Party",
    )
    bars = [Blocked(material.name(item.ground.party), _in_words(item.ground), item.bar) for item in ordered]
    return Figure(
        id="who-blocks",
        finding=finding,
        chart=who_blocks(bars, whole),
        alt=f"Bars: for each party and each ground, how many of {of} it blocks.",
        data=data,
        notes=(
            f"Of {of}, at the shown judgements; parties in the order of the case. A package may be blocked on several"
            " grounds, so the bars can add up to more than the whole.",
        ),
        basis="computed",
    )


def _in_words(ground: GroundCount | LargeGround) -> str:
    """On which ground a party blocks."""
    if ground.kind == "walk-away":
        return "worth less than its walk-away"
    if ground.kind == "red-line":
        return f"red line: {ground.id.replace('-', ' ')}"
    return f"gives what it offered without what it asked ({ground.id})"
