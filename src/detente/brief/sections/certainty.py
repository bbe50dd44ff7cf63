"""How sure: in which share of all admitted judgements the conclusions hold, and what they hang on."""

from __future__ import annotations

from collections.abc import Mapping

from detente.brief.blocks import Block, Cell, Column, Figure, Number, Paragraph, Prose, Row, Section, Table
from detente.brief.charts import Blocked, who_blocks
from detente.brief.percent import percent
from detente.brief.sections.drafts import title
from detente.brief.sections.material import Material, counted, listed
from detente.case.model.proposal import Proposal
from detente.study.acceptability import ProposalShares, Share
from detente.study.case_study import CaseStudy
from detente.study.flips import Flip, FlipPoints
from detente.study.sobol import Indices

JUDGEMENTS_SHOWN = 6
FLIPS_SHOWN = 3


def certainty(material: Material) -> Section | None:
    """The section on how sure, or nothing where no judgement is more than a point."""
    found = material.study
    if found is None:
        return None
    blocks: list[Block] = [Paragraph(certainty_sentence(material, found), lead=True)]
    if found.acceptability.answer.proposals:
        blocks += [_bars(material, found), _proposals(material, found)]
    explained = _explained(material, found)
    if explained is not None:
        blocks.append(explained)
    return Section("certainty", "How sure is this?", tuple(blocks))


def certainty_sentence(material: Material, found: CaseStudy) -> str:
    """The share of draws in which the zone is open, and who alone closes it otherwise."""
    draws = f"{found.acceptability.draws:,} draws of all judgements that the case admits"
    zone = found.acceptability.answer.zone
    if zone is None:
        return f"{draws[0].upper()}{draws[1:]}: the case is too large to say in how many of them the zone is open."
    text = f"Over {draws}, the zone of possible agreement is open in {percent(zone.open.share)}"
    alone = _alone(material, zone.alone)
    return f"{text}. One party alone keeps it closed: {alone}." if alone else f"{text}."


def _alone(material: Material, shares: Mapping[str, Share]) -> str:
    order = [(name, share.share) for name, share in shares.items() if share.share]
    return listed([f"{material.name(name)} in {percent(share)}" for name, share in order])


def _named(material: Material, name: str) -> str:
    proposal: Proposal = next(item for item in material.case.proposals if item.id == name)
    return title(proposal, material.language)


def _bars(material: Material, found: CaseStudy) -> Figure:
    study = found.acceptability
    rows: list[Blocked] = []
    for item in study.answer.proposals:
        name = _named(material, item.proposal)
        rows.append(Blocked(name, "all accept a completion", round(item.some.share * study.draws)))
        rows += [
            Blocked(name, f"{material.name(party)} alone refuses every one", round(share.share * study.draws))
            for party, share in item.alone.items()
            if share.share
        ]
    data = Table(
        id="certainty-data",
        caption="Draws, by proposal and what becomes of it",
        columns=(Column("What"), Column("Draws", "number"), Column("Share", "number")),
        rows=tuple(
            Row(row.party, (row.ground, Number(row.count, digits=0), percent(row.count / study.draws))) for row in rows
        ),
        corner="Proposal",
        basis="computed",
    )
    return Figure(
        id="certainty-figure",
        finding=_finding(material, study.answer.proposals),
        chart=who_blocks(rows, study.draws),
        alt="A bar for each proposal: the share of draws in which all accept a completion, and who alone refuses.",
        data=data,
        notes=(
            f"{study.draws:,} draws, seed {study.seed}; every judgement over its whole range, each party's by"
            " themselves. A"
            " share of draws is no probability of what will happen. A draw may count under two who each alone refuse.",
        ),
        basis="computed",
    )


def _finding(material: Material, proposals: tuple[ProposalShares, ...]) -> str:
    said = [f"{_named(material, item.proposal)} in {percent(item.some.share)}" for item in proposals]
    return f"Acceptable to all, once completed: {listed(said)} of the admitted judgements."


def _proposals(material: Material, found: CaseStudy) -> Table:
    rows = tuple(
        Row(
            _named(material, item.proposal),
            (
                Cell(percent(item.some.share), (f"± {percent(item.some.error)}",) if item.some.error else ()),
                percent(item.every.share),
                _alone(material, item.alone) or "nobody alone",
                _largest(material, found, item.proposal),
                _turns(material, found.flips.get(item.proposal)),
            ),
        )
        for item in found.acceptability.answer.proposals
    )
    notes = [f"{counted(item.completions, 'way', 'ways')} of completing {_named(material, item.proposal)}."
             for item in found.acceptability.answer.proposals]  # fmt: skip
    if found.skipped:
        notes.append(f"Where one judgement turns it is not said: {found.skipped}.")
    return Table(
        id="certainty-table",
        caption="Each proposal over all admitted judgements",
        columns=(
            Column("All accept a completion"),
            Column("All accept every one"),
            Column("Otherwise refused by one alone"),
            Column("Hangs most on"),
            Column("Turns at", under="all else as shown"),
        ),
        rows=rows,
        corner="Proposal",
        notes=tuple(notes),
        basis="computed",
    )


def _largest(material: Material, found: CaseStudy, proposal: str) -> str:
    indices = found.sensitivity.answer.conclusions.get(f"proposal {proposal}")
    if indices is None or indices.reason or not indices.names:
        return "nothing: it is the same in every draw"
    return _judgement(material, indices.largest(1)[0][0])


def _judgement(material: Material, name: str) -> str:
    party, _, what = name.partition(": ")
    return f"{what} ({material.name(party)})"


def _turns(material: Material, flips: FlipPoints | None) -> Cell | str:
    if flips is None or not flips.decisive:
        return "at no single judgement"
    told: list[Prose] = [_turn(material, flip) for flip in flips.decisive[:FLIPS_SHOWN]]
    more = len(flips.decisive) - len(told)
    if more:
        told.append(f"and at {counted(more, 'further judgement')}")
    return Cell(told[0], tuple(told[1:]))


def _turn(material: Material, flip: Flip) -> str:
    at = flip.nearest
    where = "" if at is None else f" at {float(at):.3g} (shown {float(flip.shown):.3g})"
    return f"{flip.what} ({material.name(flip.party)}){where}"


def _explained(material: Material, found: CaseStudy) -> Table | None:
    indices: Indices | None = found.sensitivity.answer.conclusions.get("zone")
    if indices is None or indices.reason:
        return None
    rows = tuple(
        Row(
            _judgement(material, name),
            (
                percent(min(max(index.first, 0.0), 1.0)),
                percent(min(index.total, 1.0)),
                f"± {percent(index.total_error)}",
            ),
        )
        for name, index in indices.largest(JUDGEMENTS_SHOWN)
        if index.total > index.total_error
    )
    return Table(
        id="sensitivity-table",
        caption="Which judgements decide whether the zone is open",
        columns=(Column("By itself", "number"), Column("In all", "number"), Column("Error of that", "number")),
        rows=rows,
        corner="Judgement",
        notes=(
            "Shares of the variation that each judgement explains, by itself and together with others (Sobol indices);"
            f" {indices.evaluations:,} evaluations.",
        ),
        basis="computed",
    )
